//! The tree: small nodes in one vector, linked by index, over the source it was parsed from.

use super::attr::{Attr, Attrs};
use super::tag::Tag;
use rustc_hash::FxHashMap;

/// A node, as its index in order of creation (which is document order but for misnested markup).
#[derive(Copy, Clone, Eq, PartialEq, Ord, PartialOrd, Hash, Debug)]
pub struct NodeId(pub(super) u32);

impl NodeId {
    /// Position in tables of [`Tree::len`] entries.
    pub fn index(self) -> usize {
        self.0 as usize
    }
}

/// One step of a walk.
#[derive(Copy, Clone, Eq, PartialEq, Debug)]
pub enum Step {
    /// A node is reached, before its children.
    Enter(NodeId),
    /// All children were walked; comes for text and comments too.
    Leave(NodeId),
}

/// Which vocabulary an element belongs to.
#[derive(Copy, Clone, Eq, PartialEq, Debug, Default)]
pub enum Namespace {
    /// HTML.
    #[default]
    Html,
    /// SVG, below and with `<svg>`.
    Svg,
    /// MathML, below and with `<math>`.
    MathMl,
}

/// What a node is.
#[derive(Copy, Clone, Eq, PartialEq, Debug)]
pub enum Kind {
    /// The root.
    Document,
    /// `<!DOCTYPE ...>`.
    Doctype,
    /// An element.
    Element,
    /// A run of text.
    Text,
    /// A comment.
    Comment,
}

pub(super) const NIL: u32 = u32::MAX;
/// Set in [`TextRef::start`] where the text stands in the side buffer.
pub(super) const ASIDE: u32 = 1 << 31;
/// Longest source that is parsed, in bytes: what a [`TextRef`] can address.
pub(super) const SOURCE_LIMIT: usize = (1 << 30) - 1;

/// A text, in the source or (decoded, lower-cased) in the side buffer.
#[derive(Copy, Clone, Eq, PartialEq, Debug, Default)]
pub(super) struct TextRef {
    pub(super) start: u32,
    pub(super) len: u32,
}

impl TextRef {
    pub(super) const EMPTY: TextRef = TextRef { start: 0, len: 0 };

    #[inline]
    pub(super) fn source(start: usize, end: usize) -> TextRef {
        TextRef { start: start as u32, len: (end - start) as u32 }
    }

    #[inline]
    pub(super) fn aside(start: usize, end: usize) -> TextRef {
        TextRef { start: start as u32 | ASIDE, len: (end - start) as u32 }
    }

    #[inline]
    pub(super) fn is_empty(self) -> bool {
        self.len == 0
    }

    /// All but the first `skip` bytes.
    pub(super) fn tail(self, skip: usize) -> TextRef {
        TextRef { start: self.start + skip as u32, len: self.len - skip as u32 }
    }

    /// The first `at` bytes, and the rest.
    pub(super) fn split(self, at: usize) -> (TextRef, TextRef) {
        (TextRef { start: self.start, len: at as u32 }, self.tail(at))
    }
}

/// 40 bytes; a text or comment keeps its words where an element keeps its attributes.
#[derive(Clone, Debug)]
pub(super) struct Node {
    pub(super) parent: u32,
    pub(super) first: u32,
    pub(super) last: u32,
    pub(super) next: u32,
    pub(super) prev: u32,
    pub(super) words: TextRef,
    pub(super) attrs: u32,
    pub(super) attr_count: u16,
    pub(super) tag: Tag,
    pub(super) kind: Kind,
    pub(super) namespace: Namespace,
    /// Of an element of SVG or MathML: the tag of its name, where `words` is empty.
    pub(super) known: Tag,
    /// On the tree builder's stack.
    pub(super) open: bool,
}

#[derive(Clone, Copy, Debug)]
pub(super) struct Attribute {
    pub(super) name: TextRef,
    pub(super) known: Attr,
    pub(super) value: TextRef,
}

/// A parsed page.
///
/// A tree borrows the source: text in which no character reference was decoded is a slice of it.
#[derive(Clone, Debug)]
pub struct Tree<'s> {
    pub(super) source: &'s str,
    pub(super) side: String,
    pub(super) nodes: Vec<Node>,
    pub(super) attributes: Vec<Attribute>,
    /// Names that any element may have.
    pub(super) said: Attrs,
    /// Attributes of later `<html>` and `<body>` tags, which join those of the first.
    pub(super) moved: FxHashMap<u32, Vec<Attribute>>,
    pub(super) truncated: Vec<&'static str>,
    /// Bytes of text that may still be copied to join text nodes; joining in turns at two places
    /// could copy without end.
    pub(super) copies_left: usize,
}

impl<'s> Tree<'s> {
    /// The document node.
    pub fn root(&self) -> NodeId {
        NodeId(0)
    }

    /// Number of nodes made, those that were detached again included.
    #[allow(clippy::len_without_is_empty)]
    pub fn len(&self) -> usize {
        self.nodes.len()
    }

    /// All nodes in order of creation, those that were detached again included.
    pub fn nodes(&self) -> impl Iterator<Item = NodeId> + use<> {
        (0..self.nodes.len() as u32).map(NodeId)
    }

    #[inline]
    pub(super) fn node(&self, id: NodeId) -> &Node {
        &self.nodes[id.0 as usize]
    }

    /// The parent; none for the root and for detached nodes.
    #[inline]
    pub fn parent(&self, id: NodeId) -> Option<NodeId> {
        link(self.node(id).parent)
    }

    /// The first child.
    #[inline]
    pub fn first_child(&self, id: NodeId) -> Option<NodeId> {
        link(self.node(id).first)
    }

    /// The last child.
    #[inline]
    pub fn last_child(&self, id: NodeId) -> Option<NodeId> {
        link(self.node(id).last)
    }

    /// The next sibling.
    #[inline]
    pub fn next_sibling(&self, id: NodeId) -> Option<NodeId> {
        link(self.node(id).next)
    }

    /// The sibling before.
    #[inline]
    pub fn prev_sibling(&self, id: NodeId) -> Option<NodeId> {
        link(self.node(id).prev)
    }

    /// What the node is.
    #[inline]
    pub fn kind(&self, id: NodeId) -> Kind {
        self.node(id).kind
    }

    /// The tag of an element, [`Tag::NONE`] for other nodes.
    ///
    /// Below `<svg>` and `<math>` every element is [`Tag::OTHER`], so that the title of a drawing
    /// is never taken for the page's.
    #[inline]
    pub fn tag(&self, id: NodeId) -> Tag {
        self.node(id).tag
    }

    /// Which vocabulary an element belongs to.
    pub fn namespace(&self, id: NodeId) -> Namespace {
        self.node(id).namespace
    }

    /// The element's name, lower-case (SVG keeps its camel case); empty for other nodes.
    #[inline]
    pub fn name(&self, id: NodeId) -> &str {
        let node = self.node(id);
        match node.kind {
            Kind::Element if node.tag == Tag::OTHER && node.words.is_empty() => node.known.name(),
            Kind::Element if node.tag == Tag::OTHER => self.words(node.words),
            _ => node.tag.name(),
        }
    }

    /// The words of a text node, entities decoded.
    #[inline]
    pub fn text(&self, id: NodeId) -> Option<&str> {
        let node = self.node(id);
        (node.kind == Kind::Text).then(|| self.words(node.words))
    }

    /// The words of a comment.
    pub fn comment(&self, id: NodeId) -> Option<&str> {
        let node = self.node(id);
        (node.kind == Kind::Comment).then(|| self.words(node.words))
    }

    /// The name of a doctype, with its quoted public and system identifiers where it has them.
    pub fn doctype(&self, id: NodeId) -> Option<&str> {
        let node = self.node(id);
        (node.kind == Kind::Doctype).then(|| self.words(node.words))
    }

    /// The value of an attribute, entities decoded.
    #[inline]
    pub fn attr(&self, id: NodeId, name: Attr) -> Option<&str> {
        // Most names that are asked for stand on few elements, or on none of the page.
        if !self.said.has(name) {
            return None;
        }
        let (own, moved) = self.attributes_of(id);
        own.iter().chain(moved).find(|a| a.known == name).map(|a| self.words(a.value))
    }

    /// Those of the attributes whose names are asked for, in order of the source.
    #[inline]
    pub fn attrs_of(&self, id: NodeId, names: Attrs) -> impl Iterator<Item = (Attr, &str)> {
        let (own, moved) = match self.said.meets(names) {
            true => self.attributes_of(id),
            false => (&[][..], &[][..]),
        };
        own.iter().chain(moved).filter(move |a| names.has(a.known)).map(|a| (a.known, self.words(a.value)))
    }

    /// All attributes, in order of the source, names lower-case.
    pub fn attrs(&self, id: NodeId) -> impl Iterator<Item = (&str, &str)> {
        let (own, moved) = self.attributes_of(id);
        own.iter().chain(moved).map(|a| (self.words(a.name), self.words(a.value)))
    }

    #[inline]
    pub(super) fn attributes_of(&self, id: NodeId) -> (&[Attribute], &[Attribute]) {
        let node = self.node(id);
        let start = node.attrs as usize;
        let own = &self.attributes[start..start + node.attr_count as usize];
        match self.moved.is_empty() {
            true => (own, &[]),
            false => (own, self.moved.get(&id.0).map_or(&[], |v| v.as_slice())),
        }
    }

    /// The children, in order.
    #[inline]
    pub fn children(&self, id: NodeId) -> impl Iterator<Item = NodeId> {
        std::iter::successors(self.first_child(id), |&child| self.next_sibling(child))
    }

    /// The subtree under `id`, itself included, depth first.
    pub fn walk(&self, id: NodeId) -> Walk<'_, 's> {
        Walk { tree: self, top: id, next: Some(Step::Enter(id)), last: None }
    }

    /// What was cut to stay within limits: `"depth"`, `"attributes"`, ...
    pub fn truncated(&self) -> &[&'static str] {
        &self.truncated
    }

    #[inline]
    pub(super) fn words(&self, at: TextRef) -> &str {
        match at.start & ASIDE {
            0 => &self.source[at.start as usize..(at.start + at.len) as usize],
            _ => {
                let start = (at.start & !ASIDE) as usize;
                &self.side[start..start + at.len as usize]
            }
        }
    }
}

#[inline]
fn link(at: u32) -> Option<NodeId> {
    (at != NIL).then_some(NodeId(at))
}

/// A depth-first walk, see [`Tree::walk`].
pub struct Walk<'t, 's> {
    tree: &'t Tree<'s>,
    top: NodeId,
    next: Option<Step>,
    last: Option<Step>,
}

impl Walk<'_, '_> {
    /// After [`Step::Enter`]: passes over the node's children, straight to its [`Step::Leave`].
    pub fn skip_children(&mut self) {
        if let Some(Step::Enter(id)) = self.last {
            self.next = Some(Step::Leave(id));
        }
    }
}

impl Iterator for Walk<'_, '_> {
    type Item = Step;

    #[inline]
    fn next(&mut self) -> Option<Step> {
        let step = self.next?;
        self.last = Some(step);
        self.next = match step {
            Step::Enter(id) => match self.tree.first_child(id) {
                Some(child) => Some(Step::Enter(child)),
                None => Some(Step::Leave(id)),
            },
            Step::Leave(id) if id == self.top => None,
            Step::Leave(id) => match self.tree.next_sibling(id) {
                Some(sibling) => Some(Step::Enter(sibling)),
                None => self.tree.parent(id).map(Step::Leave),
            },
        };
        Some(step)
    }
}
