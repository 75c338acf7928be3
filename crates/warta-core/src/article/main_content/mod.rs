//! Main content: which blocks belong to the article.
//!
//! Two passes of gradient-boosted trees over the blocks. The first sees a block's words
//! ([`measures`]), its place in the tree and the class words around it ([`structure`]); the second
//! sees what the first said of the blocks around it ([`context`]). Named rules stand around them.

pub mod class_words;
pub mod context;
pub mod decide;
pub mod features;
pub mod hints;
pub mod measures;
pub mod news;
pub mod structure;
pub mod windows;

/// Which blocks of the document were kept.
#[derive(Clone, Debug, Default)]
pub struct MainContent {
    /// Indexes into `Document::blocks`, in order.
    pub kept: Vec<u32>,
    /// Pictures, embeds and captions that belong to them, in order.
    pub images: Vec<u32>,
    /// Blocks that were not judged because the page has too many.
    pub unjudged: usize,
    /// Blocks left out near the article, with the reason.
    pub dropped: Vec<(u32, &'static str)>,
}
