//! What every judgment may look at.

use url::Url;

use super::marks::Marks;
use super::metadata::Metadata;
use crate::document::Document;
use crate::options::Options;

/// One page, read but not judged.
pub struct Page<'p> {
    /// Visible text in blocks, and the tree.
    pub document: &'p Document<'p>,
    /// What the page says of itself outside its visible text.
    pub metadata: &'p Metadata<'p>,
    /// The page's address as far as it is known: the caller's, else the canonical one.
    pub url: Option<&'p Url>,
    /// What the caller said.
    pub options: &'p Options,
    /// What its elements say they are for.
    pub marks: Marks,
}
