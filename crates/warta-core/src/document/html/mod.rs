//! HTML source into a tree, by the HTML standard, in linear time and bounded memory.

pub mod attr;
pub mod tag;
pub mod tree;

mod builder;
mod categories;
mod doctype;
mod foreign;
mod formatting;
mod in_body;
mod making;
mod modes;
mod named;
mod raw_text;
mod references;
mod slots;
mod stack;
mod tables;
mod tokens;

pub use attr::{Attr, Attrs};
pub use tag::Tag;
pub use tree::{Kind, Namespace, NodeId, Step, Tree};

/// Bounds on what one page may cost. Real pages stay far below; what is cut is reported by
/// [`Tree::truncated`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// Elements nested deeper become siblings, as in browsers.
    pub max_depth: usize,
    /// Attributes of one element past this number are left out.
    pub max_attributes: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Limits { max_depth: 512, max_attributes: 1024 }
    }
}

/// Parses a whole page. Never fails: every input has a tree.
pub fn parse<'s>(html: &'s str, limits: &Limits) -> Tree<'s> {
    builder::Builder::new(html, limits).run()
}
