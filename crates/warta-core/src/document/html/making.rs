//! How a tree is made: nodes added, linked, moved, text joined. Used by the tree builder only.

use super::attr::Attrs;
use super::builder::MAX_NODES;
use super::tag::Tag;
use super::tree::{ASIDE, Attribute, Kind, NIL, Namespace, Node, NodeId, Step, TextRef, Tree};
use rustc_hash::FxHashMap;

/// Sources from this size on, in bytes, have their tags counted first: a flood of tags would have its nodes copied
/// from vector to larger vector, which costs more the less of them the caches hold.
const COUNTED: usize = 400_000;

impl<'s> Tree<'s> {
    pub(super) fn new(source: &'s str) -> Tree<'s> {
        // News pages have a node to 77 bytes of source; room that is not used costs nothing.
        let mut expected = source.len() / 40;
        if source.len() >= COUNTED {
            let tags = memchr::memchr_iter(b'<', source.as_bytes()).count();
            expected = expected.max(tags.min(MAX_NODES));
        }
        let mut nodes = Vec::with_capacity(expected + 8);
        nodes.push(Node::new(Kind::Document, Tag::NONE, TextRef::EMPTY));
        Tree {
            source,
            side: String::new(),
            nodes,
            attributes: Vec::with_capacity(source.len() / 60 + 8),
            said: Attrs::default(),
            moved: FxHashMap::default(),
            truncated: Vec::new(),
            copies_left: source.len() * 2 + (1 << 16),
        }
    }

    /// Notes, once, that something was cut.
    pub(super) fn cut(&mut self, what: &'static str) {
        if !self.truncated.contains(&what) {
            self.truncated.push(what);
        }
    }

    #[inline]
    pub(super) fn add(&mut self, node: Node) -> NodeId {
        if self.nodes.len() == self.nodes.capacity() {
            self.make_room();
        }
        let id = NodeId(self.nodes.len() as u32);
        self.nodes.push(node);
        id
    }

    /// On pages that are nearly all tags: room for as many nodes as there are tags, at once, since
    /// memory that is first grown into and then left costs more than what is done with it.
    #[cold]
    fn make_room(&mut self) {
        let tags = memchr::memchr_iter(b'<', self.source.as_bytes()).count();
        let wanted = tags.min(MAX_NODES).saturating_sub(self.nodes.len());
        self.nodes.reserve(wanted.max(1));
    }

    /// Copies words into the side buffer.
    pub(super) fn keep(&mut self, words: &str) -> TextRef {
        let start = self.side.len();
        self.side.push_str(words);
        TextRef::aside(start, self.side.len())
    }

    #[inline]
    pub(super) fn append(&mut self, parent: NodeId, child: NodeId) {
        let last = std::mem::replace(&mut self.nodes[parent.index()].last, child.0);
        let node = &mut self.nodes[child.index()];
        (node.parent, node.prev, node.next) = (parent.0, last, NIL);
        match last {
            NIL => self.nodes[parent.index()].first = child.0,
            _ => self.nodes[last as usize].next = child.0,
        }
    }

    /// Puts a detached node in front of `sibling`, which has a parent.
    pub(super) fn insert_before(&mut self, sibling: NodeId, child: NodeId) {
        let parent = self.nodes[sibling.index()].parent;
        let prev = std::mem::replace(&mut self.nodes[sibling.index()].prev, child.0);
        let node = &mut self.nodes[child.index()];
        (node.parent, node.prev, node.next) = (parent, prev, sibling.0);
        match prev {
            NIL => self.nodes[parent as usize].first = child.0,
            _ => self.nodes[prev as usize].next = child.0,
        }
    }

    pub(super) fn detach(&mut self, id: NodeId) {
        let Node { parent, prev, next, .. } = self.nodes[id.index()];
        if parent == NIL {
            return;
        }
        match prev {
            NIL => self.nodes[parent as usize].first = next,
            _ => self.nodes[prev as usize].next = next,
        }
        match next {
            NIL => self.nodes[parent as usize].last = prev,
            _ => self.nodes[next as usize].prev = prev,
        }
        let node = &mut self.nodes[id.index()];
        (node.parent, node.prev, node.next) = (NIL, NIL, NIL);
    }

    /// Moves all children of `from` behind those of `to`.
    pub(super) fn move_children(&mut self, from: NodeId, to: NodeId) {
        let mut next = self.nodes[from.index()].first;
        while next != NIL {
            let child = NodeId(next);
            next = self.nodes[child.index()].next;
            self.detach(child);
            self.append(to, child);
        }
    }

    /// Copies `node` of another tree, with all below it, behind the children of `parent`.
    pub fn graft(&mut self, parent: NodeId, other: &Tree<'_>, node: NodeId) {
        let mut open = vec![parent];
        for step in other.walk(node) {
            match step {
                Step::Enter(id) => {
                    let copy = self.copy(other, id);
                    self.append(open[open.len() - 1], copy);
                    open.push(copy);
                }
                Step::Leave(_) => {
                    open.pop();
                }
            }
        }
    }

    /// A detached copy of one node of another tree.
    fn copy(&mut self, other: &Tree<'_>, id: NodeId) -> NodeId {
        let words = self.keep(other.words(other.node(id).words));
        let first = self.attributes.len();
        let attributes = other.attributes_of(id).0;
        for attribute in attributes {
            let (name, value) =
                (self.keep(other.words(attribute.name)), self.keep(other.words(attribute.value)));
            self.said.add(attribute.known);
            self.attributes.push(Attribute { name, value, known: attribute.known });
        }
        let (attrs, attr_count) = (first as u32, attributes.len() as u16);
        let (parent, first, last, next, prev) = (NIL, NIL, NIL, NIL, NIL);
        let node = other.node(id).clone();
        self.add(Node { parent, first, last, next, prev, words, attrs, attr_count, open: false, ..node })
    }

    /// Puts words at the end of `parent`, or in front of `before`, joined to a text that ends
    /// there.
    pub(super) fn append_text(&mut self, parent: NodeId, before: Option<NodeId>, words: TextRef) {
        let neighbour = match before {
            Some(sibling) => self.nodes[sibling.index()].prev,
            None => self.nodes[parent.index()].last,
        };
        if neighbour != NIL && self.nodes[neighbour as usize].kind == Kind::Text {
            let old = self.nodes[neighbour as usize].words;
            if let Some(joined) = self.joined(old, words) {
                self.nodes[neighbour as usize].words = joined;
                return;
            }
        }
        let text = self.add(Node::new(Kind::Text, Tag::NONE, words));
        match before {
            Some(sibling) => self.insert_before(sibling, text),
            None => self.append(parent, text),
        }
    }

    fn joined(&mut self, old: TextRef, new: TextRef) -> Option<TextRef> {
        if old.start + old.len == new.start {
            return Some(TextRef { start: old.start, len: old.len + new.len });
        }
        self.copied(old, new)
    }

    #[cold]
    fn copied(&mut self, old: TextRef, new: TextRef) -> Option<TextRef> {
        let at_end = old.start + old.len == self.side.len() as u32 | ASIDE;
        let cost = if at_end { new.len } else { old.len + new.len } as usize;
        self.copies_left = self.copies_left.checked_sub(cost)?;
        let start = match at_end {
            true => old.start,
            false => self.copy_aside(old).start,
        };
        self.copy_aside(new);
        Some(TextRef { start, len: old.len + new.len })
    }

    fn copy_aside(&mut self, words: TextRef) -> TextRef {
        let from = self.side.len();
        let start = (words.start & !ASIDE) as usize;
        let range = start..start + words.len as usize;
        match words.start & ASIDE {
            0 => self.side.push_str(&self.source[range]),
            _ => self.side.extend_from_within(range),
        }
        TextRef::aside(from, self.side.len())
    }
}

impl Node {
    #[inline]
    pub(super) fn new(kind: Kind, tag: Tag, words: TextRef) -> Node {
        Node {
            parent: NIL,
            first: NIL,
            last: NIL,
            next: NIL,
            prev: NIL,
            words,
            attrs: 0,
            attr_count: 0,
            tag,
            kind,
            namespace: Namespace::Html,
            known: Tag::NONE,
            open: false,
        }
    }
}
