//! html5ever into an arena, as lean as its sink allows: what warta's parser is measured against.

use html5ever::interface::tree_builder::{ElementFlags, NodeOrText, QuirksMode, TreeSink};
use html5ever::tendril::{StrTendril, TendrilSink};
use html5ever::{Attribute, ParseOpts, QualName};
use std::borrow::Cow;
use std::cell::{Ref, RefCell};
use warta_core::document::html::{Kind, Tree};

/// What a node holds.
pub enum Data {
    Document,
    Doctype(StrTendril),
    Element(QualName, Vec<Attribute>),
    Text(StrTendril),
    Comment(StrTendril),
}

/// A node with its links.
pub struct Node {
    pub data: Data,
    pub parent: Option<usize>,
    pub first: Option<usize>,
    pub last: Option<usize>,
    pub next: Option<usize>,
    pub prev: Option<usize>,
}

/// The sink and the tree.
pub struct Arena(RefCell<Vec<Node>>);

/// Parses a page.
pub fn parse(html: &str) -> Vec<Node> {
    let arena = Arena(RefCell::new(Vec::with_capacity(html.len() / 40 + 8)));
    arena.add(Data::Document);
    let mut options = ParseOpts::default();
    options.tree_builder.scripting_enabled = false;
    html5ever::parse_document(arena, options).one(html)
}

impl Arena {
    fn add(&self, data: Data) -> usize {
        let mut nodes = self.0.borrow_mut();
        nodes.push(Node { data, parent: None, first: None, last: None, next: None, prev: None });
        nodes.len() - 1
    }

    fn detach(&self, id: usize) {
        let mut nodes = self.0.borrow_mut();
        let (parent, prev, next) = (nodes[id].parent.take(), nodes[id].prev.take(), nodes[id].next.take());
        let Some(parent) = parent else { return };
        match prev {
            Some(prev) => nodes[prev].next = next,
            None => nodes[parent].first = next,
        }
        match next {
            Some(next) => nodes[next].prev = prev,
            None => nodes[parent].last = prev,
        }
    }

    fn place(&self, parent: usize, before: Option<usize>, child: NodeOrText<usize>) {
        let id = match child {
            NodeOrText::AppendNode(id) => {
                self.detach(id);
                id
            }
            NodeOrText::AppendText(words) => {
                let mut nodes = self.0.borrow_mut();
                let neighbour = match before {
                    Some(sibling) => nodes[sibling].prev,
                    None => nodes[parent].last,
                };
                if let Some(at) = neighbour
                    && let Data::Text(old) = &mut nodes[at].data
                {
                    old.push_tendril(&words);
                    return;
                }
                drop(nodes);
                self.add(Data::Text(words))
            }
        };
        let mut nodes = self.0.borrow_mut();
        let prev = match before {
            Some(sibling) => nodes[sibling].prev.replace(id),
            None => nodes[parent].last.replace(id),
        };
        (nodes[id].parent, nodes[id].prev, nodes[id].next) = (Some(parent), prev, before);
        match prev {
            Some(prev) => nodes[prev].next = Some(id),
            None => nodes[parent].first = Some(id),
        }
    }
}

impl TreeSink for Arena {
    type Handle = usize;
    type Output = Vec<Node>;
    type ElemName<'a> = Ref<'a, QualName>;

    fn finish(self) -> Vec<Node> {
        self.0.into_inner()
    }
    fn parse_error(&self, _: Cow<'static, str>) {}
    fn get_document(&self) -> usize {
        0
    }
    fn elem_name<'a>(&'a self, target: &'a usize) -> Ref<'a, QualName> {
        Ref::map(self.0.borrow(), |nodes| match &nodes[*target].data {
            Data::Element(name, _) => name,
            _ => unreachable!("only elements are asked for their name"),
        })
    }
    fn create_element(&self, name: QualName, attrs: Vec<Attribute>, _: ElementFlags) -> usize {
        self.add(Data::Element(name, attrs))
    }
    fn create_comment(&self, text: StrTendril) -> usize {
        self.add(Data::Comment(text))
    }
    fn create_pi(&self, _: StrTendril, data: StrTendril) -> usize {
        self.add(Data::Comment(data))
    }
    fn append(&self, parent: &usize, child: NodeOrText<usize>) {
        self.place(*parent, None, child);
    }
    fn append_based_on_parent_node(&self, element: &usize, prev: &usize, child: NodeOrText<usize>) {
        let parent = self.0.borrow()[*element].parent;
        match parent {
            Some(parent) => self.place(parent, Some(*element), child),
            None => self.place(*prev, None, child),
        }
    }
    fn append_doctype_to_document(&self, name: StrTendril, _: StrTendril, _: StrTendril) {
        let id = self.add(Data::Doctype(name));
        self.place(0, None, NodeOrText::AppendNode(id));
    }
    fn get_template_contents(&self, target: &usize) -> usize {
        *target
    }
    fn same_node(&self, x: &usize, y: &usize) -> bool {
        x == y
    }
    fn set_quirks_mode(&self, _: QuirksMode) {}
    fn append_before_sibling(&self, sibling: &usize, child: NodeOrText<usize>) {
        let parent = self.0.borrow()[*sibling].parent.unwrap_or(0);
        self.place(parent, Some(*sibling), child);
    }
    fn add_attrs_if_missing(&self, target: &usize, attrs: Vec<Attribute>) {
        if let Data::Element(_, own) = &mut self.0.borrow_mut()[*target].data {
            for attr in attrs {
                if !own.iter().any(|a| a.name == attr.name) {
                    own.push(attr);
                }
            }
        }
    }
    fn remove_from_parent(&self, target: &usize) {
        self.detach(*target);
    }
    fn reparent_children(&self, node: &usize, new_parent: &usize) {
        loop {
            let first = self.0.borrow()[*node].first;
            let Some(child) = first else { return };
            self.place(*new_parent, None, NodeOrText::AppendNode(child));
        }
    }
}

/// Whether both parsers made the same tree. Template content counts as the template's children;
/// attribute names of SVG and MathML are compared without their prefix.
pub fn agrees(nodes: &[Node], tree: &Tree<'_>) -> bool {
    let mut todo = vec![(0usize, tree.root())];
    while let Some((id, own)) = todo.pop() {
        let same = match &nodes[id].data {
            Data::Document => tree.kind(own) == Kind::Document,
            // The identifiers are not kept by the arena.
            Data::Doctype(name) => tree.doctype(own).is_some_and(|words| words.starts_with(&**name)),
            Data::Text(words) => tree.text(own) == Some(words),
            Data::Comment(words) => tree.comment(own) == Some(words),
            Data::Element(name, attrs) => {
                *name.local == *tree.name(own)
                    && tree.attrs(own).count() == attrs.len()
                    && attrs
                        .iter()
                        .zip(tree.attrs(own))
                        .all(|(a, (name, value))| *a.value == *value && name.ends_with(&*a.name.local))
            }
        };
        if !same {
            return false;
        }
        let mut child = nodes[id].first;
        let mut own_child = tree.first_child(own);
        loop {
            match (child, own_child) {
                (None, None) => break,
                (Some(one), Some(other)) => {
                    todo.push((one, other));
                    (child, own_child) = (nodes[one].next, tree.next_sibling(other));
                }
                _ => return false,
            }
        }
    }
    true
}
