//! An HTML tree into blocks: one walk, no recursion, no judgment.
//!
//! Layout is read from element names alone, as a browser's default style sheet has it: block-level
//! elements and `<br>` end a block, everything else runs on. White space is collapsed, no-break
//! spaces included; preformatted text keeps its lines as breaks.

use super::blocks::{Block, BlockKind, Document, Run, RunKind};
use super::html::{Attr, Attrs, NodeId, Step, Tag, Tree};
use crate::span::Span;

/// A page with less visible text than this, in bytes, may be one that scripts fill.
const SCARCE: usize = 2_000;
/// Fewer bytes for readers without scripts are a notice that scripts are off.
const LEAST_SCRIPTLESS: usize = 400;

/// Makes the document of a parsed page.
///
/// Forums and blogs that scripts draw keep their text in `noscript`: where hardly anything stands outside it, it is the
/// page.
pub fn document(tree: Tree<'_>) -> Document<'_> {
    let mut maker = Maker::default();
    maker.run(&tree);
    if maker.text.len() < SCARCE && scriptless(&tree) > (LEAST_SCRIPTLESS).max(2 * maker.text.len()) {
        maker = Maker { scriptless: true, ..Maker::default() };
        maker.run(&tree);
    }
    let Maker { text, blocks, runs, .. } = maker;
    Document { text, blocks, runs, tree: Some(tree) }
}

/// Steps of a walk through a button after which it counts as one with words.
const BUTTON_STEPS: usize = 24;

/// True for a button without words and pictures, which stands within a line: a star, a sign to press.
fn is_bare(tree: &Tree<'_>, button: NodeId) -> bool {
    let mut steps = 0;
    tree.walk(button).all(|step| {
        steps += 1;
        steps <= BUTTON_STEPS
            && match step {
                Step::Enter(node) => match tree.text(node) {
                    Some(words) => words.trim().is_empty(),
                    None => !matches!(tree.tag(node), Tag::IMG | Tag::PICTURE | Tag::AMP_IMG | Tag::VIDEO),
                },
                Step::Leave(_) => true,
            }
    })
}

/// Bytes of words for readers without scripts.
fn scriptless(tree: &Tree<'_>) -> usize {
    let mut bytes = 0;
    let mut inside = None;
    let mut walk = tree.walk(tree.root());
    while let Some(step) = walk.next() {
        match step {
            Step::Enter(node) if tree.tag(node) == Tag::NOSCRIPT => inside = inside.or(Some(node)),
            Step::Enter(node) if is_invisible(tree.tag(node)) => walk.skip_children(),
            Step::Enter(node) if inside.is_some() => bytes += tree.text(node).map_or(0, |t| t.trim().len()),
            Step::Enter(_) => {}
            Step::Leave(node) => inside = inside.filter(|&i| i != node),
        }
    }
    bytes
}

#[derive(Default)]
struct Maker {
    /// `noscript` is read.
    scriptless: bool,
    text: String,
    blocks: Vec<Block>,
    runs: Vec<Run>,
    /// Where the open block's words begin.
    start: usize,
    /// Index in `runs` of the open block's first run.
    first_run: usize,
    linked: u32,
    breaks: u8,
    /// A white space is owed before the next word.
    space: bool,
    /// Block-level elements that are open, innermost last.
    open: Vec<Open>,
    /// Inline elements with a meaning that are open.
    inline: Vec<(NodeId, RunKind, usize)>,
    links_open: u32,
    /// Elements that hide their words and are open, innermost last.
    hidden: Vec<NodeId>,
    preformatted: u32,
}

struct Open {
    node: NodeId,
    kind: BlockKind,
}

impl Maker {
    fn run(&mut self, tree: &Tree<'_>) {
        let mut walk = tree.walk(tree.root());
        while let Some(step) = walk.next() {
            match step {
                Step::Enter(node) => {
                    if let Some(words) = tree.text(node) {
                        self.words(words);
                    } else if !self.enter(tree, node) {
                        walk.skip_children();
                    }
                }
                Step::Leave(node) => self.leave(tree, node),
            }
        }
        self.flush();
    }

    /// Returns false where the element's children are not visible text.
    fn enter(&mut self, tree: &Tree<'_>, node: NodeId) -> bool {
        let tag = tree.tag(node);
        if is_invisible(tag) && !(self.scriptless && tag == Tag::NOSCRIPT) {
            return false;
        }
        match tag {
            Tag::BR => {
                self.flush();
                self.breaks = self.breaks.saturating_add(1);
                return false;
            }
            Tag::IMG | Tag::PICTURE | Tag::AMP_IMG => {
                if tag == Tag::PICTURE && tree.children(node).any(|c| tree.tag(c) == Tag::IMG) {
                    return true;
                }
                self.wordless(BlockKind::Image, node);
                return false;
            }
            Tag::IFRAME | Tag::VIDEO | Tag::AUDIO | Tag::EMBED | Tag::OBJECT => {
                self.wordless(BlockKind::Embed, node);
                return false;
            }
            Tag::BUTTON if is_bare(tree, node) => return false,
            _ => {}
        }
        if hides(tree, node) {
            if self.hidden.is_empty() && !is_block(tag) {
                self.flush();
            }
            self.hidden.push(node);
        }
        if is_block(tag) {
            self.flush();
            self.breaks = 0;
            let outer = self.open.last().map(|o| o.kind);
            self.open.push(Open { node, kind: kind_of(tag, outer) });
            if tag == Tag::PRE {
                self.preformatted += 1;
            }
        } else if let Some(kind) = run_kind(tree, node, tag) {
            if kind == RunKind::Link {
                self.links_open += 1;
            }
            self.inline.push((node, kind, usize::MAX));
        }
        true
    }

    fn leave(&mut self, tree: &Tree<'_>, node: NodeId) {
        let tag = tree.tag(node);
        if self.open.last().is_some_and(|o| o.node == node) {
            self.flush();
            self.breaks = 0;
            self.open.pop();
            if tag == Tag::PRE {
                self.preformatted -= 1;
            }
        } else if self.inline.last().is_some_and(|(n, ..)| *n == node) {
            let (node, kind, start) = self.inline.pop().expect("just seen");
            if kind == RunKind::Link {
                self.links_open -= 1;
            }
            self.close_run(node, kind, start);
        }
        if self.hidden.last() == Some(&node) {
            if self.hidden.len() == 1 {
                self.flush();
            }
            self.hidden.pop();
        }
    }

    fn close_run(&mut self, node: NodeId, kind: RunKind, start: usize) {
        if start != usize::MAX && start < self.text.len() && start >= self.start {
            self.runs.push(Run { span: Span::new(start, self.text.len()), kind, node });
        }
    }

    /// Appends words, collapsing white space.
    fn words(&mut self, words: &str) {
        if self.preformatted > 0 && words.contains('\n') {
            let mut lines = words.split('\n');
            if let Some(first) = lines.next() {
                self.collapse(first);
            }
            for line in lines {
                self.flush();
                self.breaks = self.breaks.saturating_add(1);
                self.collapse(line);
            }
        } else {
            self.collapse(words);
        }
    }

    fn collapse(&mut self, words: &str) {
        let bytes = words.as_bytes();
        let mut at = 0;
        while at < bytes.len() {
            let gap = space_len(bytes, at);
            if gap > 0 {
                self.space = true;
                at += gap;
                continue;
            }
            let from = at;
            at += 1;
            while at < bytes.len() && (!OPENS_SPACE[usize::from(bytes[at])] || space_len(bytes, at) == 0) {
                at += 1;
            }
            if self.space && self.text.len() > self.start {
                self.text.push(' ');
                if self.links_open > 0 {
                    self.linked += 1;
                }
            }
            self.space = false;
            for open in &mut self.inline {
                if open.2 == usize::MAX {
                    open.2 = self.text.len();
                }
            }
            self.text.push_str(&words[from..at]);
            if self.links_open > 0 {
                self.linked += (at - from) as u32;
            }
        }
    }

    /// Ends the open block, if it has words.
    fn flush(&mut self) {
        self.space = false;
        if self.text.len() == self.start {
            return;
        }
        // Runs that go on over the block's end are cut there and begin anew after it.
        for i in 0..self.inline.len() {
            let (node, kind, start) = self.inline[i];
            self.close_run(node, kind, start);
            self.inline[i].2 = usize::MAX;
        }
        let (node, kind) = self.open.last().map_or((None, BlockKind::Paragraph), |o| (Some(o.node), o.kind));
        self.blocks.push(Block {
            span: Span::new(self.start, self.text.len()),
            kind,
            node,
            runs: self.first_run as u32..self.runs.len() as u32,
            linked: self.linked,
            breaks: self.breaks,
            hidden: !self.hidden.is_empty(),
        });
        self.text.push('\n');
        self.start = self.text.len();
        self.first_run = self.runs.len();
        self.linked = 0;
        self.breaks = 0;
    }

    /// A picture or embed: a block of its own that leaves an open sentence whole where it can.
    fn wordless(&mut self, kind: BlockKind, node: NodeId) {
        // An inline picture (an icon in a sentence) must not cut the sentence in two.
        if self.text.len() == self.start {
            self.blocks.push(Block {
                span: Span::new(self.start, self.start),
                kind,
                node: Some(node),
                runs: self.first_run as u32..self.first_run as u32,
                hidden: !self.hidden.is_empty(),
                ..Block::default()
            });
        } else if kind == BlockKind::Embed {
            self.flush();
            self.wordless(kind, node);
        } else {
            self.space = true;
        }
    }
}

/// First bytes of white space, and of some other characters.
static OPENS_SPACE: [bool; 256] = {
    let mut opens = [false; 256];
    let bytes = *b" \n\r\t\x0c\xc2\xe2";
    let mut i = 0;
    while i < bytes.len() {
        opens[bytes[i] as usize] = true;
        i += 1;
    }
    opens
};

/// Bytes of the white space at `at`: ASCII space characters, U+00A0 and U+200B; 0 where a word stands.
fn space_len(bytes: &[u8], at: usize) -> usize {
    match bytes[at] {
        b' ' | b'\n' | b'\r' | b'\t' | 0x0c => 1,
        0xc2 if bytes.get(at + 1) == Some(&0xa0) => 2,
        0xe2 if bytes.get(at + 1) == Some(&0x80) && bytes.get(at + 2) == Some(&0x8b) => 3,
        _ => 0,
    }
}

fn is_invisible(tag: Tag) -> bool {
    matches!(
        tag,
        Tag::HEAD
            | Tag::SCRIPT
            | Tag::STYLE
            | Tag::TEMPLATE
            | Tag::SVG
            | Tag::MATH
            | Tag::CANVAS
            | Tag::MAP
            | Tag::DATALIST
            | Tag::TEXTAREA
            | Tag::NOSCRIPT
            | Tag::NOFRAMES
            | Tag::INPUT
            | Tag::LINK
            | Tag::META
    )
}

/// Elements that a browser's default style sheet lays out as blocks, tables and controls included.
pub(crate) fn is_block(tag: Tag) -> bool {
    matches!(
        tag,
        Tag::HTML
            | Tag::BODY
            | Tag::ADDRESS
            | Tag::ARTICLE
            | Tag::ASIDE
            | Tag::BLOCKQUOTE
            | Tag::BUTTON
            | Tag::CAPTION
            | Tag::CENTER
            | Tag::DD
            | Tag::DETAILS
            | Tag::DIALOG
            | Tag::DIR
            | Tag::DIV
            | Tag::DL
            | Tag::DT
            | Tag::FIELDSET
            | Tag::FIGCAPTION
            | Tag::FIGURE
            | Tag::FOOTER
            | Tag::FORM
            | Tag::H1
            | Tag::H2
            | Tag::H3
            | Tag::H4
            | Tag::H5
            | Tag::H6
            | Tag::HEADER
            | Tag::HGROUP
            | Tag::HR
            | Tag::LABEL
            | Tag::LEGEND
            | Tag::LI
            | Tag::MAIN
            | Tag::MENU
            | Tag::NAV
            | Tag::OL
            | Tag::OPTION
            | Tag::P
            | Tag::PRE
            | Tag::SECTION
            | Tag::SELECT
            | Tag::SUMMARY
            | Tag::TABLE
            | Tag::TBODY
            | Tag::TD
            | Tag::TFOOT
            | Tag::TH
            | Tag::THEAD
            | Tag::TR
            | Tag::UL
    )
}

/// What a block in an element of this name is, given what the element around it makes of its words.
fn kind_of(tag: Tag, outer: Option<BlockKind>) -> BlockKind {
    match tag {
        Tag::H1 => BlockKind::Heading(1),
        Tag::H2 => BlockKind::Heading(2),
        Tag::H3 => BlockKind::Heading(3),
        Tag::H4 => BlockKind::Heading(4),
        Tag::H5 => BlockKind::Heading(5),
        Tag::H6 => BlockKind::Heading(6),
        Tag::LI | Tag::DT | Tag::DD => BlockKind::ListItem,
        Tag::BLOCKQUOTE => BlockKind::Quotation,
        Tag::PRE => BlockKind::Preformatted,
        Tag::TD | Tag::TH => BlockKind::Cell,
        Tag::FIGCAPTION | Tag::CAPTION => BlockKind::Caption,
        Tag::BUTTON | Tag::LABEL | Tag::OPTION | Tag::LEGEND | Tag::SELECT => BlockKind::Control,
        // Neutral wrappers keep what the outer element says; containers that start afresh do not.
        Tag::P | Tag::DIV | Tag::CENTER | Tag::SECTION | Tag::HEADER | Tag::FOOTER => match outer {
            Some(
                kind @ (BlockKind::Heading(_)
                | BlockKind::ListItem
                | BlockKind::Quotation
                | BlockKind::Caption
                | BlockKind::Control
                | BlockKind::Cell),
            ) => kind,
            _ => BlockKind::Paragraph,
        },
        _ => BlockKind::Paragraph,
    }
}

fn run_kind(tree: &Tree<'_>, node: NodeId, tag: Tag) -> Option<RunKind> {
    match tag {
        Tag::A if tree.attr(node, Attr::HREF).is_some() => Some(RunKind::Link),
        Tag::B | Tag::STRONG => Some(RunKind::Strong),
        Tag::I | Tag::EM => Some(RunKind::Emphasis),
        Tag::TIME => Some(RunKind::Time),
        _ => None,
    }
}

/// Attributes that may hide an element.
const HIDING: Attrs = Attrs::of(&[Attr::HIDDEN, Attr::ARIA_HIDDEN, Attr::STYLE]);

fn hides(tree: &Tree<'_>, node: NodeId) -> bool {
    tree.attrs_of(node, HIDING).any(|(name, value)| match name {
        Attr::HIDDEN => value != "until-found",
        Attr::ARIA_HIDDEN => value == "true",
        _ => is_hiding_style(value),
    })
}

/// Bytes of a style that are looked at, white space apart.
const STYLE_BYTES: usize = 200;

fn is_hiding_style(style: &str) -> bool {
    let mut squeezed = [0; STYLE_BYTES];
    let mut length = 0;
    for byte in style.bytes().filter(|b| !b.is_ascii_whitespace()).take(STYLE_BYTES) {
        squeezed[length] = byte.to_ascii_lowercase();
        length += 1;
    }
    let squeezed = &squeezed[..length];
    squeezed.iter().enumerate().filter(|(_, byte)| **byte == b':').any(|(at, _)| {
        let (name, value) = (&squeezed[..at], &squeezed[at + 1..]);
        (name.ends_with(b"display") && value.starts_with(b"none"))
            || (name.ends_with(b"visibility") && value.starts_with(b"hidden"))
    })
}

#[cfg(test)]
mod tests {
    use super::super::html::{Limits, parse};
    use super::*;

    fn hidden(html: &str) -> Vec<(String, bool)> {
        let document = document(parse(html, &Limits::default()));
        let words = |b: &Block| (document.words(b).to_owned(), b.hidden);
        document.blocks.iter().filter(|b| b.has_words()).map(words).collect()
    }

    #[test]
    fn a_childless_hidden_element_does_not_end_the_hidden_section_around_it() {
        for inner in
            ["<img src=a.png aria-hidden=true>", "<br hidden>", "<iframe style='display: none'></iframe>"]
        {
            let page = format!("<div hidden><p>Satu{inner}</p><p>Dua</p></div><p>Tiga</p>");
            let said = hidden(&page);
            let said: Vec<(&str, bool)> = said.iter().map(|(w, h)| (w.as_str(), *h)).collect();
            assert_eq!(said, [("Satu", true), ("Dua", true), ("Tiga", false)], "{inner}");
        }
    }

    #[test]
    fn a_page_that_scripts_fill_is_read_as_without_them() {
        let words = "<p>Warga desa itu menanam kembali bakau di sepanjang pantai.</p>".repeat(10);
        let blocks = |html: &str| hidden(html).len();
        assert_eq!(blocks(&format!("<p>Kabar</p><noscript>{words}</noscript>")), 11);
        assert_eq!(blocks(&format!("{words}<noscript>{words}</noscript>")), 10);
        assert_eq!(blocks("<p>Kabar</p><noscript>Nyalakan skrip.</noscript>"), 1);
    }

    #[test]
    fn hidden_sections_nest() {
        let said = hidden("<div hidden>a<span aria-hidden=true>b</span>c</div>d");
        assert_eq!(said.iter().map(|(_, h)| *h).collect::<Vec<_>>(), [true, false]);
    }
}
