//! Misnested formatting: the list of active formatting elements and the adoption agency.
//!
//! `<b>one<p>two</b>three` is made a tree by cloning formatting elements. The standard's algorithm
//! can be driven to quadratic work and output; here both are paid from budgets that grow with the
//! page, and when one is spent the markup is taken as it nests.

use super::builder::{Builder, Open};
use super::categories::SPECIAL;
use super::tag::Tag;
use super::tokens::Start;
use super::tree::{NIL, Namespace, NodeId};

/// Entries after the last marker; on real pages there are at most a dozen.
const MAX_ACTIVE: usize = 64;
/// Entries in all, markers included.
const MAX_ENTRIES: usize = 1024;
/// Attributes up to which two elements are compared for "Noah's Ark"; with more they count as
/// different.
const MAX_COMPARED: u16 = 16;
/// Identical entries that are kept.
const ARK: usize = 3;

#[derive(Clone, Copy)]
struct Entry {
    /// [`NIL`] in a marker.
    node: u32,
    start: Start,
}

impl Entry {
    fn is_marker(&self) -> bool {
        self.node == NIL
    }
}

/// The list of active formatting elements.
pub(super) struct Formatting {
    entries: Vec<Entry>,
    /// Elements that may still be cloned.
    clones_left: usize,
    /// Entries of stack and list that the adoption agency may still look at.
    steps_left: usize,
}

impl Formatting {
    pub(super) fn new(source_length: usize) -> Formatting {
        Formatting {
            entries: Vec::new(),
            clones_left: source_length / 16 + 4096,
            steps_left: source_length * 16 + (1 << 20),
        }
    }

    /// Inserts a marker.
    pub(super) fn mark(&mut self) {
        self.bound();
        self.entries.push(Entry { node: NIL, start: Start::bare(Tag::NONE) });
    }

    pub(super) fn clear_to_mark(&mut self) {
        while self.entries.pop().is_some_and(|entry| !entry.is_marker()) {}
    }

    fn bound(&mut self) {
        if self.entries.len() >= MAX_ENTRIES {
            self.entries.drain(..MAX_ENTRIES / 2);
        }
    }

    fn active(&self) -> &[Entry] {
        let start = self.entries.iter().rposition(Entry::is_marker).map_or(0, |at| at + 1);
        &self.entries[start..]
    }

    /// The last element of this tag after the last marker.
    pub(super) fn last_of(&self, tag: Tag) -> Option<NodeId> {
        let active = self.entries.iter().rev().take_while(|entry| !entry.is_marker());
        active.filter(|entry| entry.start.tag == tag).map(|entry| NodeId(entry.node)).next()
    }

    fn position(&self, node: NodeId) -> Option<usize> {
        self.entries.iter().rposition(|entry| entry.node == node.0)
    }

    pub(super) fn remove(&mut self, node: NodeId) {
        if let Some(at) = self.position(node) {
            self.entries.remove(at);
        }
    }
}

impl<'s> Builder<'s> {
    /// Inserts a formatting element and makes it active.
    pub(super) fn insert_formatting(&mut self, start: &Start) {
        self.board_ark(start);
        let node = self.insert(start);
        self.formatting.bound();
        self.formatting.entries.push(Entry { node: node.0, start: *start });
    }

    /// "Noah's Ark clause": of four identical entries the first goes.
    fn board_ark(&mut self, start: &Start) {
        let active = self.formatting.active();
        let offset = self.formatting.entries.len() - active.len();
        if active.len() < ARK {
            return;
        }
        if active.len() >= MAX_ACTIVE {
            self.formatting.entries.remove(offset);
            self.tree.cut("formatting");
            return;
        }
        let mut same = active.iter().enumerate().filter(|(_, entry)| self.is_same(&entry.start, start));
        let first = same.next().map(|(at, _)| at);
        if let Some(first) = first
            && same.count() + 1 >= ARK
        {
            self.formatting.entries.remove(offset + first);
        }
    }

    fn is_same(&self, one: &Start, other: &Start) -> bool {
        let list = |start: &Start| {
            let from = start.attrs as usize;
            &self.tree.attributes[from..from + start.attr_count as usize]
        };
        one.tag == other.tag
            && one.attr_count == other.attr_count
            && one.attr_count <= MAX_COMPARED
            && list(one).iter().all(|a| {
                let name = self.tree.words(a.name);
                let twin = list(other).iter().find(|b| self.tree.words(b.name) == name);
                twin.is_some_and(|b| self.tree.words(b.value) == self.tree.words(a.value))
            })
    }

    /// "Reconstruct the active formatting elements".
    #[inline]
    pub(super) fn reopen_formatting(&mut self) {
        match self.formatting.entries.last() {
            Some(last) if !last.is_marker() && !self.tree.nodes[last.node as usize].open => {
                self.reopen_closed();
            }
            _ => {}
        }
    }

    fn reopen_closed(&mut self) {
        let is_settled = |entry: &Entry| entry.is_marker() || self.tree.nodes[entry.node as usize].open;
        let from = self.formatting.entries.iter().rposition(is_settled).map_or(0, |at| at + 1);
        for at in from..self.formatting.entries.len() {
            if self.formatting.clones_left == 0 {
                self.tree.cut("formatting");
                self.formatting.entries.clear();
                return;
            }
            self.formatting.clones_left -= 1;
            let start = self.formatting.entries[at].start;
            let node = self.insert(&start);
            self.formatting.entries[at].node = node.0;
        }
    }

    /// The adoption agency algorithm; false where the end tag is to be taken as any other.
    pub(super) fn adopt(&mut self, tag: Tag) -> bool {
        if let Some(&top) = self.stack.last()
            && top.is(tag)
            && self.formatting.position(top.node).is_none()
        {
            self.pop();
            return true;
        }
        for round in 0..8 {
            let Some(element) = self.formatting.last_of(tag) else {
                return round > 0;
            };
            let Some(stack_at) = self.position(element) else {
                self.formatting.remove(element);
                return true;
            };
            if !self.node_in_scope(element) {
                return true;
            }
            let depth = self.stack.len() - stack_at + 1;
            let furthest = (stack_at + 1..self.stack.len()).find(|&at| self.stack[at].has(SPECIAL));
            let between = furthest.map_or(0, |at| at - stack_at);
            let steps = depth + between * self.formatting.entries.len();
            if self.formatting.steps_left < steps || self.formatting.clones_left < 4 {
                self.tree.cut("formatting");
                self.formatting.remove(element);
                self.pop_to(stack_at);
                return true;
            }
            self.formatting.steps_left -= steps;
            let Some(furthest_at) = furthest else {
                self.pop_to(stack_at);
                self.formatting.remove(element);
                return true;
            };
            self.adopt_once(element, stack_at, furthest_at);
        }
        true
    }

    /// One round of the outer loop, from its step 11 on.
    fn adopt_once(&mut self, element: NodeId, stack_at: usize, furthest_at: usize) {
        let furthest = self.stack[furthest_at];
        let ancestor = self.stack[stack_at - 1];
        let Some(mut bookmark) = self.formatting.position(element) else {
            return;
        };
        let mut last = furthest.node;
        let mut at = furthest_at;
        let mut count = 0;
        loop {
            count += 1;
            at -= 1;
            let node = self.stack[at];
            if node.node == element {
                break;
            }
            let mut listed = self.formatting.position(node.node);
            if count > 3
                && let Some(place) = listed.take()
            {
                self.formatting.entries.remove(place);
                if place < bookmark {
                    bookmark -= 1;
                }
            }
            let Some(place) = listed else {
                self.remove_at(at);
                continue;
            };
            let clone = self.clone_of(place);
            self.tree.nodes[node.node.index()].open = false;
            self.tree.nodes[clone.index()].open = true;
            self.stack[at] = Open { node: clone, ..node };
            if last == furthest.node {
                bookmark = place + 1;
            }
            self.tree.detach(last);
            self.tree.append(clone, last);
            last = clone;
        }
        self.tree.detach(last);
        let place = self.place_in(&ancestor);
        self.put(last, place);

        let Some(old) = self.formatting.position(element) else {
            return;
        };
        let start = self.formatting.entries[old].start;
        let clone = self.element(&start, Namespace::Html);
        self.formatting.clones_left = self.formatting.clones_left.saturating_sub(1);
        self.tree.move_children(furthest.node, clone);
        self.tree.append(furthest.node, clone);

        self.formatting.entries.remove(old);
        if old < bookmark {
            bookmark -= 1;
        }
        let bookmark = bookmark.min(self.formatting.entries.len());
        self.formatting.entries.insert(bookmark, Entry { node: clone.0, start });

        if let Some(at) = self.position(element) {
            self.remove_at(at);
        }
        let at = self.position(furthest.node).map_or(self.stack.len(), |at| at + 1);
        self.insert_at(at, clone, start.tag);
    }

    /// A fresh copy of a listed element, in its place on the list.
    fn clone_of(&mut self, place: usize) -> NodeId {
        let start = self.formatting.entries[place].start;
        let clone = self.element(&start, Namespace::Html);
        self.formatting.entries[place].node = clone.0;
        self.formatting.clones_left = self.formatting.clones_left.saturating_sub(1);
        clone
    }
}
