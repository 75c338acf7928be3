//! One options record for the whole path, defaults in one place.

use serde::{Deserialize, Serialize};

/// How the payload is to be taken.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Form {
    /// Told apart by its looks.
    #[default]
    Auto,
    /// HTML, whatever it looks like.
    Html,
    /// Flattened text, whatever it looks like.
    Flat,
}

/// What `read` may be told.
///
/// The caps cost nothing on real pages: of 1,032 evaluation pages the deepest has 42 levels, the
/// most attributes on one element are 38 and the largest page has 1.6 MB.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Options {
    /// HTML or flattened text.
    pub form: Form,
    /// The page's address, where the caller knows it better than the page does.
    pub url: Option<String>,
    /// When the payload was fetched, RFC 3339; anchors relative times.
    pub fetched_at: Option<String>,
    /// The `Content-Type` that came with the payload.
    pub content_type: Option<String>,
    /// Language code (BCP 47 primary) where the caller knows it.
    pub language: Option<String>,
    /// Make evidence, dropped blocks and `document_text`.
    pub evidence: bool,
    /// Find the statements in the article.
    pub statements: bool,
    /// Find statements by the grammar alone, without the sequence model.
    pub grammar_only: bool,
    /// Payloads are read up to here, in bytes after decompression.
    pub max_bytes: usize,
    /// Elements nested deeper become siblings, as in browsers.
    pub max_depth: usize,
    /// Attributes of one element past this number are left out.
    pub max_attributes: usize,
}

impl Default for Options {
    fn default() -> Self {
        Options {
            form: Form::Auto,
            url: None,
            fetched_at: None,
            content_type: None,
            language: None,
            evidence: false,
            statements: false,
            grammar_only: false,
            max_bytes: 32 << 20,
            max_depth: 512,
            max_attributes: 1024,
        }
    }
}
