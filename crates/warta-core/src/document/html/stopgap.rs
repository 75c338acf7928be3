//! Stopgap: html5ever into our tree, until the parser of this module stands.

use super::tag::Tag;
use super::tree::{Attribute as TreeAttribute, Kind, Namespace, Node, NodeId, TextRef, Tree};
use super::Limits;
use html5ever::interface::tree_builder::{ElementFlags, NodeOrText, QuirksMode, TreeSink};
use html5ever::tendril::{StrTendril, TendrilSink};
use html5ever::{Attribute, ParseOpts, QualName, local_name, ns};
use std::borrow::Cow;
use std::cell::{Ref, RefCell};

struct Sink<'s> {
    tree: RefCell<Tree<'s>>,
    names: RefCell<Vec<Option<QualName>>>,
    max_attributes: usize,
}

pub(super) fn parse<'s>(html: &'s str, limits: &Limits) -> Tree<'s> {
    let sink = Sink {
        tree: RefCell::new(Tree::new(html)),
        names: RefCell::new(vec![None]),
        max_attributes: limits.max_attributes,
    };
    let mut options = ParseOpts::default();
    options.tree_builder.scripting_enabled = false;
    html5ever::parse_document(sink, options).one(html)
}

impl<'s> Sink<'s> {
    fn add(&self, node: Node, name: Option<QualName>) -> NodeId {
        let id = self.tree.borrow_mut().add(node);
        let mut names = self.names.borrow_mut();
        names.resize(id.index(), None);
        names.push(name);
        id
    }

    fn attributes(&self, attrs: Vec<Attribute>) -> Vec<TreeAttribute> {
        let mut tree = self.tree.borrow_mut();
        if attrs.len() > self.max_attributes {
            tree.cut("attributes");
        }
        attrs
            .into_iter()
            .take(self.max_attributes)
            .map(|a| TreeAttribute { name: tree.keep(&a.name.local), value: tree.keep(&a.value) })
            .collect()
    }
}

impl<'s> TreeSink for Sink<'s> {
    type Handle = NodeId;
    type Output = Tree<'s>;
    type ElemName<'a>
        = Ref<'a, QualName>
    where
        Self: 'a;

    fn finish(self) -> Tree<'s> {
        self.tree.into_inner()
    }
    fn parse_error(&self, _: Cow<'static, str>) {}
    fn get_document(&self) -> NodeId {
        NodeId(0)
    }
    fn elem_name<'a>(&'a self, target: &'a NodeId) -> Self::ElemName<'a> {
        Ref::map(self.names.borrow(), |names| names[target.index()].as_ref().expect("an element"))
    }
    fn create_element(&self, name: QualName, attrs: Vec<Attribute>, _: ElementFlags) -> NodeId {
        let attributes = self.attributes(attrs);
        let namespace = match name.ns {
            ns!(svg) => Namespace::Svg,
            ns!(mathml) => Namespace::MathMl,
            _ => Namespace::Html,
        };
        let foreign = namespace != Namespace::Html
            && name.local != local_name!("svg")
            && name.local != local_name!("math");
        let tag = if foreign { Tag::OTHER } else { Tag::of(&name.local) };
        let node = {
            let mut tree = self.tree.borrow_mut();
            let words = if tag == Tag::OTHER { tree.keep(&name.local) } else { TextRef::EMPTY };
            let mut node = Node::new(Kind::Element, tag, words);
            node.namespace = namespace;
            node.attrs = tree.attributes.len() as u32;
            node.attr_count = attributes.len() as u16;
            tree.attributes.extend(attributes);
            node
        };
        self.add(node, Some(name))
    }
    fn create_comment(&self, text: StrTendril) -> NodeId {
        let words = self.tree.borrow_mut().keep(&text);
        self.add(Node::new(Kind::Comment, Tag::NONE, words), None)
    }
    fn create_pi(&self, _: StrTendril, data: StrTendril) -> NodeId {
        self.create_comment(data)
    }
    fn append(&self, parent: &NodeId, child: NodeOrText<NodeId>) {
        let mut tree = self.tree.borrow_mut();
        match child {
            NodeOrText::AppendNode(node) => {
                tree.detach(node);
                tree.append(*parent, node)
            }
            NodeOrText::AppendText(text) => {
                let words = tree.keep(&text);
                tree.append_text(*parent, None, words)
            }
        }
    }
    fn append_based_on_parent_node(
        &self,
        element: &NodeId,
        prev_element: &NodeId,
        child: NodeOrText<NodeId>,
    ) {
        match self.tree.borrow().parent(*element) {
            Some(_) => {}
            None => return self.append(prev_element, child),
        }
        self.append_before_sibling(element, child)
    }
    fn append_doctype_to_document(&self, name: StrTendril, _: StrTendril, _: StrTendril) {
        let words = self.tree.borrow_mut().keep(&name);
        let id = self.add(Node::new(Kind::Doctype, Tag::NONE, words), None);
        self.tree.borrow_mut().append(NodeId(0), id);
    }
    fn get_template_contents(&self, target: &NodeId) -> NodeId {
        *target
    }
    fn same_node(&self, x: &NodeId, y: &NodeId) -> bool {
        x == y
    }
    fn set_quirks_mode(&self, _: QuirksMode) {}
    fn append_before_sibling(&self, sibling: &NodeId, child: NodeOrText<NodeId>) {
        let mut tree = self.tree.borrow_mut();
        match child {
            NodeOrText::AppendNode(node) => {
                tree.detach(node);
                tree.insert_before(*sibling, node)
            }
            NodeOrText::AppendText(text) => {
                let words = tree.keep(&text);
                let parent = tree.parent(*sibling).unwrap_or(NodeId(0));
                tree.append_text(parent, Some(*sibling), words)
            }
        }
    }
    fn add_attrs_if_missing(&self, target: &NodeId, attrs: Vec<Attribute>) {
        let attributes = self.attributes(attrs);
        let mut tree = self.tree.borrow_mut();
        let fresh: Vec<_> = attributes
            .into_iter()
            .filter(|a| tree.attr(*target, tree.words(a.name)).is_none())
            .collect();
        tree.moved.entry(target.0).or_default().extend(fresh);
    }
    fn remove_from_parent(&self, target: &NodeId) {
        self.tree.borrow_mut().detach(*target)
    }
    fn reparent_children(&self, node: &NodeId, new_parent: &NodeId) {
        self.tree.borrow_mut().move_children(*node, *new_parent)
    }
}
