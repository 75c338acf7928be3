//! The stack of open elements and its scopes.

use super::builder::{Builder, Open, name_hash};
use super::categories::{self, BUTTON, HTML_POINT, IMPLIED, SCOPE, SETS_MODE, TABLE};
use super::tag::Tag;
use super::tree::{Namespace, NodeId};

impl<'s> Builder<'s> {
    #[inline]
    pub(super) fn current_is(&self, tag: Tag) -> bool {
        self.stack.last().is_some_and(|top| top.is(tag))
    }

    #[inline]
    pub(super) fn current_has(&self, flags: u16) -> bool {
        self.stack.last().is_some_and(|top| top.has(flags))
    }

    #[inline]
    pub(super) fn is_open(&self, tag: Tag) -> bool {
        self.open[tag.index()] != 0
    }

    #[inline]
    pub(super) fn push(&mut self, node: NodeId, tag: Tag, namespace: Namespace) {
        let mut flags = categories::flags(tag, namespace);
        if namespace == Namespace::Html {
            self.open[tag.index()] += 1;
        } else if tag == Tag::ANNOTATION_XML && self.holds_html(node) {
            flags |= HTML_POINT;
        }
        self.tree.nodes[node.index()].open = true;
        let name_hash = match tag {
            Tag::OTHER => name_hash(self.tree.words(self.tree.nodes[node.index()].words)),
            _ => 0,
        };
        self.stack.push(Open { node, tag, namespace, flags, name_hash });
    }

    /// Makes room on a full stack by closing its top early, whose content then goes on in siblings.
    #[cold]
    pub(super) fn make_room(&mut self) {
        self.tree.cut("depth");
        let Some(top) = self.pop() else { return };
        if top.namespace == Namespace::Html {
            self.lost[top.tag.index()] += 1;
            self.has_lost = true;
        }
        if top.is(Tag::TEMPLATE) {
            self.template_modes.pop();
        }
        if top.has(SETS_MODE) {
            self.mode = self.mode_of_stack();
        }
    }

    /// True where an end tag belongs to an element that [`Builder::make_room`] closed early.
    #[inline]
    pub(super) fn is_end_of_lost(&mut self, tag: Tag) -> bool {
        if !self.has_lost {
            return false;
        }
        if self.stack.len() + 16 < self.max_depth {
            self.lost = [0; Tag::COUNT];
            self.has_lost = false;
            return false;
        }
        let lost = &mut self.lost[tag.index()];
        let was = *lost > 0;
        *lost -= u32::from(was);
        was
    }

    /// Takes the current node off the stack; the root element stays.
    #[inline]
    pub(super) fn pop(&mut self) -> Option<Open> {
        if self.stack.len() < 2 {
            return None;
        }
        let top = self.stack.pop()?;
        if top.namespace == Namespace::Html {
            self.open[top.tag.index()] -= 1;
        }
        self.tree.nodes[top.node.index()].open = false;
        Some(top)
    }

    /// Pops until the stack has `length` elements.
    pub(super) fn pop_to(&mut self, length: usize) {
        while self.stack.len() > length.max(1) {
            self.pop();
        }
    }

    /// Pops up to and with the innermost element of this tag.
    pub(super) fn pop_until(&mut self, tag: Tag) {
        while let Some(top) = self.pop() {
            if top.is(tag) {
                break;
            }
        }
    }

    /// Pops up to and with the innermost element that has one of the flags.
    pub(super) fn pop_until_any(&mut self, flags: u16) {
        while let Some(top) = self.pop() {
            if top.has(flags) {
                break;
            }
        }
    }

    /// "Clear the stack back to a context": pops until the current node satisfies `stop`.
    pub(super) fn clear_back(&mut self, stop: impl Fn(&Open) -> bool) {
        while self.stack.last().is_some_and(|top| !stop(top)) && self.pop().is_some() {}
    }

    pub(super) fn position(&self, node: NodeId) -> Option<usize> {
        match self.tree.nodes[node.index()].open {
            true => self.stack.iter().rposition(|open| open.node == node),
            false => None,
        }
    }

    /// Removes an element from amid the stack.
    pub(super) fn remove_at(&mut self, at: usize) {
        if at == 0 {
            return;
        }
        let gone = self.stack.remove(at);
        if gone.namespace == Namespace::Html {
            self.open[gone.tag.index()] -= 1;
        }
        self.tree.nodes[gone.node.index()].open = false;
    }

    /// Puts an element of HTML amid the stack.
    pub(super) fn insert_at(&mut self, at: usize, node: NodeId, tag: Tag) {
        let flags = categories::flags(tag, Namespace::Html);
        self.open[tag.index()] += 1;
        self.tree.nodes[node.index()].open = true;
        self.stack.insert(at, Open { node, tag, namespace: Namespace::Html, flags, name_hash: 0 });
    }

    fn in_scope_bounded(&self, tag: Tag, bounds: u16) -> bool {
        if !self.is_open(tag) {
            return false;
        }
        for open in self.stack.iter().rev() {
            if open.is(tag) {
                return true;
            }
            if open.has(bounds) {
                return false;
            }
        }
        false
    }

    #[inline]
    pub(super) fn in_scope(&self, tag: Tag) -> bool {
        self.in_scope_bounded(tag, SCOPE)
    }

    #[inline]
    pub(super) fn in_button_scope(&self, tag: Tag) -> bool {
        self.in_scope_bounded(tag, SCOPE | BUTTON)
    }

    pub(super) fn in_list_scope(&self, tag: Tag) -> bool {
        self.in_scope_bounded(tag, SCOPE | categories::LIST)
    }

    pub(super) fn in_table_scope(&self, tag: Tag) -> bool {
        self.in_scope_bounded(tag, TABLE)
    }

    /// Whether an element with one of the flags is in scope.
    pub(super) fn any_in_scope(&self, flags: u16) -> bool {
        let stop = self.stack.iter().rev().find(|open| open.has(flags | SCOPE));
        stop.is_some_and(|open| open.has(flags))
    }

    pub(super) fn node_in_scope(&self, node: NodeId) -> bool {
        let stop = self.stack.iter().rev().find(|open| open.node == node || open.has(SCOPE));
        stop.is_some_and(|open| open.node == node)
    }

    #[inline]
    pub(super) fn close_implied(&mut self, except: Tag) {
        while self.stack.last().is_some_and(|top| top.has(IMPLIED) && top.tag != except) {
            self.pop();
        }
    }

    pub(super) fn close_implied_thoroughly(&mut self) {
        while self.current_has(categories::THOROUGH) && self.pop().is_some() {}
    }

    #[inline]
    pub(super) fn close_p_in_button_scope(&mut self) {
        if self.in_button_scope(Tag::P) {
            self.close_p();
        }
    }

    pub(super) fn close_p(&mut self) {
        self.close_implied(Tag::P);
        self.pop_until(Tag::P);
    }
}
