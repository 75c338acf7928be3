//! Main content: which blocks belong to the article.

/// Which blocks of the document were kept.
#[derive(Clone, Debug, Default)]
pub struct MainContent {
    /// Indexes into `Document::blocks`, in order.
    pub kept: Vec<u32>,
    /// Blocks left out near the article, with the reason.
    pub dropped: Vec<(u32, &'static str)>,
}
