//! A payload decoded into ordered blocks with spans, no judgment yet.
//!
//! Two makers give the same type: [`page`] from an HTML tree and [`flat`] from text that has lost
//! its markup. Structure is optional in it, so that the stages after work on either.

pub mod blocks;
pub mod decode;
pub mod flat;
pub mod html;
pub mod page;

pub use blocks::{Block, BlockKind, Document, Run, RunKind};
