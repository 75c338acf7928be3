//! The tree builder's state, and the operations that the insertion modes are written in.
//!
//! The standard's stack of open elements is bounded by [`Limits::max_depth`], counts of open tags
//! answer most scope questions at once, and the work that misnested formatting can cause is paid
//! from budgets, so that the cost of a page is linear in its size whatever it contains.

use super::Limits;
use super::categories::{self, BUTTON, FOSTERS, IMPLIED, SCOPE, SETS_MODE, TABLE};
use super::formatting::Formatting;
use super::modes::Mode;
use super::tag::Tag;
use super::tokens::{Raw, Start, Token, Tokenizer};
use super::tree::{Kind, Namespace, NIL, Node, NodeId, SOURCE_LIMIT, TextRef, Tree};

/// Most nodes of one tree. News pages have a node to 30 to 60 bytes, 800,000 at the input limit of
/// 32 MB; the limit bounds what a flood of tags costs in memory (40 bytes a node).
const MAX_NODES: usize = 1 << 21;

/// An element on the stack.
#[derive(Clone, Copy, Debug)]
pub(super) struct Open {
    pub(super) node: NodeId,
    /// The name's tag, in foreign content too.
    pub(super) tag: Tag,
    pub(super) namespace: Namespace,
    pub(super) flags: u16,
}

impl Open {
    #[inline]
    pub(super) fn is(&self, tag: Tag) -> bool {
        self.tag == tag && self.namespace == Namespace::Html
    }

    #[inline]
    pub(super) fn has(&self, flags: u16) -> bool {
        self.flags & flags != 0
    }
}

/// Where a node goes: last in `parent`, or right before a child of it.
#[derive(Clone, Copy)]
pub(super) struct Place {
    pub(super) parent: NodeId,
    pub(super) before: Option<NodeId>,
}

/// What a rule leaves to do.
pub(super) enum Flow {
    Done,
    /// The token is to be taken again, in the mode that holds now.
    Again,
    /// This part of it is.
    AgainWith(Token),
}

pub(super) struct Builder<'s> {
    pub(super) tree: Tree<'s>,
    pub(super) tokens: Tokenizer<'s>,
    pub(super) mode: Mode,
    pub(super) stack: Vec<Open>,
    /// Open elements of HTML by tag.
    open: [u16; Tag::COUNT],
    /// End tags still to come, by tag, for elements taken off the stack because it was full.
    lost: [u32; Tag::COUNT],
    has_lost: bool,
    pub(super) formatting: Formatting,
    pub(super) template_modes: Vec<Mode>,
    pub(super) head: Option<NodeId>,
    pub(super) form: Option<NodeId>,
    pub(super) frameset_ok: bool,
    pub(super) quirks: bool,
    pub(super) fostering: bool,
    pub(super) ignore_newline: bool,
    max_depth: usize,
}

impl<'s> Builder<'s> {
    pub(super) fn new(source: &'s str, limits: &Limits) -> Builder<'s> {
        let mut end = source.len().min(SOURCE_LIMIT);
        while !source.is_char_boundary(end) {
            end -= 1;
        }
        let source_kept = &source[..end];
        let mut tree = Tree::new(source_kept);
        if end < source.len() {
            tree.cut("bytes");
        }
        Builder {
            tree,
            tokens: Tokenizer::new(source_kept, limits.max_attributes),
            mode: Mode::Initial,
            stack: Vec::with_capacity(64),
            open: [0; Tag::COUNT],
            lost: [0; Tag::COUNT],
            has_lost: false,
            formatting: Formatting::new(end),
            template_modes: Vec::new(),
            head: None,
            form: None,
            frameset_ok: true,
            quirks: false,
            fostering: false,
            ignore_newline: false,
            // Below this the skeleton of a page and a table in it would not fit.
            max_depth: limits.max_depth.clamp(16, u16::MAX as usize),
        }
    }

    pub(super) fn run(mut self) -> Tree<'s> {
        loop {
            let (foreign, keep_nul) = match self.stack.last() {
                Some(top) if top.namespace != Namespace::Html => (true, !self.is_html_point(top)),
                _ => (false, false),
            };
            let token = self.tokens.next(&mut self.tree, foreign, keep_nul);
            if let Token::Eof = token {
                break;
            }
            if self.tree.nodes.len() >= MAX_NODES {
                self.tree.cut("nodes");
                break;
            }
            self.take(token);
        }
        self.take(Token::Eof);
        self.tree
    }

    #[inline]
    fn take(&mut self, mut token: Token) {
        if self.ignore_newline {
            self.ignore_newline = false;
            if let Token::Text(words) = token {
                match self.tree.words(words).strip_prefix('\n') {
                    Some("") => return,
                    Some(_) => token = Token::Text(words.tail(1)),
                    None => {}
                }
            }
        }
        loop {
            let flow = match self.stack.last() {
                Some(top) if top.namespace != Namespace::Html && self.is_foreign(top, &token) => {
                    self.in_foreign(token)
                }
                _ => self.by_mode(token),
            };
            match flow {
                Flow::Done => return,
                Flow::Again => {}
                Flow::AgainWith(rest) => token = rest,
            }
        }
    }

    // The stack of open elements.

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
        let flags = categories::flags(tag, namespace);
        if namespace == Namespace::Html {
            self.open[tag.index()] += 1;
        }
        self.tree.nodes[node.index()].open = true;
        self.stack.push(Open { node, tag, namespace, flags });
    }

    /// Makes room on a full stack by closing its top early, whose content then goes on in siblings.
    #[cold]
    fn make_room(&mut self) {
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
        self.stack.insert(at, Open { node, tag, namespace: Namespace::Html, flags });
    }

    // Scopes.

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

    // Insertion.

    /// "The appropriate place for inserting a node", for the current node.
    #[inline]
    pub(super) fn place(&self) -> Place {
        match self.stack.last() {
            Some(top) => self.place_in(top),
            None => Place { parent: NodeId(0), before: None },
        }
    }

    /// The same for another target.
    #[inline]
    pub(super) fn place_in(&self, target: &Open) -> Place {
        if self.fostering && target.has(FOSTERS) {
            return self.foster_place();
        }
        Place { parent: target.node, before: None }
    }

    fn foster_place(&self) -> Place {
        for (at, open) in self.stack.iter().enumerate().rev() {
            if open.is(Tag::TEMPLATE) {
                return Place { parent: open.node, before: None };
            }
            if open.is(Tag::TABLE) {
                let parent = self.tree.nodes[open.node.index()].parent;
                return match parent {
                    NIL => Place { parent: self.stack[at.saturating_sub(1)].node, before: None },
                    _ => Place { parent: NodeId(parent), before: Some(open.node) },
                };
            }
        }
        Place { parent: self.stack[0].node, before: None }
    }

    #[inline]
    pub(super) fn put(&mut self, node: NodeId, place: Place) {
        match place.before {
            None => self.tree.append(place.parent, node),
            Some(sibling) => self.tree.insert_before(sibling, node),
        }
    }

    #[inline]
    pub(super) fn element(&mut self, start: &Start, namespace: Namespace) -> NodeId {
        let mut node = Node::new(Kind::Element, start.tag, start.name);
        node.attrs = start.attrs;
        node.attr_count = start.attr_count;
        if namespace != Namespace::Html {
            node.namespace = namespace;
            node.known = start.tag;
            if !matches!(start.tag, Tag::SVG | Tag::MATH) {
                node.tag = Tag::OTHER;
            }
        }
        self.tree.add(node)
    }

    /// Inserts an element for the tag and opens it.
    #[inline]
    pub(super) fn insert(&mut self, start: &Start) -> NodeId {
        self.insert_in(start, Namespace::Html)
    }

    #[inline]
    pub(super) fn insert_in(&mut self, start: &Start, namespace: Namespace) -> NodeId {
        if self.stack.len() >= self.max_depth {
            self.make_room();
        }
        let node = self.element(start, namespace);
        let place = self.place();
        self.put(node, place);
        self.push(node, start.tag, namespace);
        node
    }

    /// Inserts an element that has no content.
    #[inline]
    pub(super) fn insert_void(&mut self, start: &Start) -> NodeId {
        self.insert_void_in(start, Namespace::Html)
    }

    #[inline]
    pub(super) fn insert_void_in(&mut self, start: &Start, namespace: Namespace) -> NodeId {
        let node = self.element(start, namespace);
        let place = self.place();
        self.put(node, place);
        node
    }

    /// Inserts an element that the source left out.
    pub(super) fn insert_implied(&mut self, tag: Tag) -> NodeId {
        self.insert(&Start::bare(tag))
    }

    /// Inserts an element whose content holds no markup, with that content.
    pub(super) fn insert_raw(&mut self, start: &Start, kind: Raw) {
        self.insert(start);
        let words = self.tokens.raw(&mut self.tree, kind, start.tag.name());
        let words = match start.tag == Tag::TEXTAREA && self.tree.words(words).starts_with('\n') {
            true => words.tail(1),
            false => words,
        };
        self.text(words);
        self.pop();
    }

    #[inline]
    pub(super) fn text(&mut self, words: TextRef) {
        if !words.is_empty() {
            let place = self.place();
            self.tree.append_text(place.parent, place.before, words);
        }
    }

    pub(super) fn comment(&mut self, words: TextRef) {
        let place = self.place();
        self.comment_at(words, place);
    }

    pub(super) fn comment_in(&mut self, words: TextRef, parent: NodeId) {
        self.comment_at(words, Place { parent, before: None });
    }

    fn comment_at(&mut self, words: TextRef, place: Place) {
        let node = self.tree.add(Node::new(Kind::Comment, Tag::NONE, words));
        self.put(node, place);
    }

    /// Gives an element the attributes of a later tag that it has not.
    pub(super) fn add_attributes(&mut self, node: NodeId, start: &Start) {
        let from = start.attrs as usize;
        let fresh: Vec<_> = self.tree.attributes[from..from + start.attr_count as usize].to_vec();
        for attribute in fresh {
            let (own, moved) = self.tree.attributes_of(node);
            let name = self.tree.words(attribute.name);
            // Tags in plenty must not make the search long.
            let full = moved.len() >= 64;
            if !full && !own.iter().chain(moved).any(|a| self.tree.words(a.name) == name) {
                self.tree.moved.entry(node.0).or_default().push(attribute);
            }
        }
    }

    // Words.

    pub(super) fn is_blank(&self, words: TextRef) -> bool {
        self.tree.words(words).bytes().all(|b| b.is_ascii_whitespace())
    }

    /// Leading white space, and the rest.
    pub(super) fn split_blank(&self, words: TextRef) -> (TextRef, TextRef) {
        let text = self.tree.words(words);
        let rest = text.trim_start_matches(|c: char| c.is_ascii_whitespace());
        words.split(text.len() - rest.len())
    }
}
