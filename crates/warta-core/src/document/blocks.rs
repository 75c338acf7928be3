//! The document: visible text as ordered blocks, one line each.

use super::html::{NodeId, Tree};
use crate::span::Span;

/// What the layout says a block is; no judgment about its worth.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum BlockKind {
    /// Running text in any element that is none of the others.
    #[default]
    Paragraph,
    /// `h1` to `h6`, with its number.
    Heading(u8),
    /// `li`, `dt` or `dd`.
    ListItem,
    /// Inside `blockquote`.
    Quotation,
    /// A line of `pre`.
    Preformatted,
    /// `td` or `th`.
    Cell,
    /// `figcaption` or `caption`.
    Caption,
    /// `button`, `label`, `option`, `legend`.
    Control,
    /// A picture; its words are empty.
    Image,
    /// `iframe`, `video`, `audio`, `embed` or `object`; its words are empty.
    Embed,
}

/// The smallest run of text that the layout separates.
#[derive(Clone, Debug, Default)]
pub struct Block {
    /// Bytes of [`Document::text`], without the line's end.
    pub span: Span,
    /// What the layout says.
    pub kind: BlockKind,
    /// The innermost block-level element that holds the words; `None` in flattened text.
    pub node: Option<NodeId>,
    /// Range of [`Document::runs`] that lie in this block.
    pub runs: std::ops::Range<u32>,
    /// Bytes of the words that stand in links.
    pub linked: u32,
    /// `<br>` (or, in flattened text, line ends) between the block before and this one where both
    /// stand in the same element; 0 where an element's edge separates them.
    pub breaks: u8,
    /// The page hides it: `hidden`, `display:none`, `aria-hidden`.
    pub hidden: bool,
}

impl Block {
    /// True where the block holds words.
    pub fn has_words(&self) -> bool {
        !self.span.is_empty()
    }
}

/// What an inline stretch is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RunKind {
    /// `a` with an address.
    Link,
    /// `b` or `strong`.
    Strong,
    /// `i` or `em`.
    Emphasis,
    /// `time`.
    Time,
}

/// An inline stretch of a block.
#[derive(Clone, Debug)]
pub struct Run {
    /// Bytes of [`Document::text`].
    pub span: Span,
    /// What it is.
    pub kind: RunKind,
    /// Its element.
    pub node: NodeId,
}

/// A capture decoded into ordered blocks.
///
/// `text` holds the visible text, one block a line; images and embeds take no line.
#[derive(Default)]
pub struct Document<'s> {
    /// The visible text.
    pub text: String,
    /// Blocks in reading order.
    pub blocks: Vec<Block>,
    /// Inline stretches, grouped by block.
    pub runs: Vec<Run>,
    /// The tree that the blocks point into; `None` for flattened text.
    pub tree: Option<Tree<'s>>,
}

impl Document<'_> {
    /// The words of a block.
    pub fn words(&self, block: &Block) -> &str {
        block.span.of(&self.text)
    }
}
