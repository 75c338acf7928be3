//! The hot path of warta: the bytes of a news page in, an accountable record out.
//!
//! One path, and the same words name the modules: [`document`] decodes a payload into ordered
//! blocks without judging them, [`article`] chooses main content and metadata, [`statements`] finds who said
//! what in it, [`record`] is what leaves the crate. No I/O, no threads, no Python.

pub mod article;
pub mod document;
pub mod guard;
pub mod languages;
pub mod options;
pub mod record;
pub mod span;
pub mod statements;
pub mod stems;

pub use article::read;
pub use options::Options;
pub use record::Article;
