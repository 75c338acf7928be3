//! The tree builder's state, and the operations that the insertion modes are written in.
//!
//! The standard's stack of open elements is bounded by [`Limits::max_depth`], counts of open tags
//! answer most scope questions at once, and the work that misnested formatting can cause is paid
//! from budgets, so that the cost of a page is linear in its size whatever it contains.

use super::Limits;
use super::categories::{FOSTERS, HTML_POINT, TEXT_POINT};
use super::formatting::Formatting;
use super::modes::Mode;
use super::tag::Tag;
use super::tokens::{Raw, Start, Token, Tokenizer};
use super::tree::{Kind, NIL, Namespace, Node, NodeId, SOURCE_LIMIT, TextRef, Tree};

/// Most nodes of one tree. News pages have a node to 77 bytes (1.86 million in 990 pages of 143 MB), some
/// 430,000 at the input limit of 32 MB; the limit bounds what a flood of tags costs in memory (40 bytes a
/// node).
pub(super) const MAX_NODES: usize = 1 << 21;

/// Most attributes that later `<html>` or `<body>` tags add.
const MAX_ADDED: usize = 64;

/// An element on the stack.
#[derive(Clone, Copy, Debug)]
pub(super) struct Open {
    pub(super) node: NodeId,
    /// The name's tag, in foreign content too.
    pub(super) tag: Tag,
    pub(super) namespace: Namespace,
    pub(super) flags: u16,
    /// Tells names apart that have no tag of their own; zero for the rest.
    pub(super) name_hash: u32,
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

/// Of a lower-case name.
pub(super) fn name_hash(name: &str) -> u32 {
    name.bytes().fold(0x811c_9dc5, |hash, b| (hash ^ u32::from(b)).wrapping_mul(0x0100_0193))
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
    pub(super) open: [u16; Tag::COUNT],
    /// End tags still to come, by tag, for elements taken off the stack because it was full.
    pub(super) lost: [u32; Tag::COUNT],
    pub(super) has_lost: bool,
    pub(super) formatting: Formatting,
    pub(super) template_modes: Vec<Mode>,
    pub(super) head: Option<NodeId>,
    pub(super) form: Option<NodeId>,
    pub(super) frameset_ok: bool,
    pub(super) quirks: bool,
    pub(super) fostering: bool,
    pub(super) ignore_newline: bool,
    pub(super) max_depth: usize,
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
                Some(top) if top.namespace != Namespace::Html => (true, !top.has(HTML_POINT | TEXT_POINT)),
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
        // Tags in plenty must not make the search long.
        for attribute in fresh.into_iter().take(MAX_ADDED) {
            let (own, moved) = self.tree.attributes_of(node);
            let name = self.tree.words(attribute.name);
            let full = moved.len() >= MAX_ADDED;
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
