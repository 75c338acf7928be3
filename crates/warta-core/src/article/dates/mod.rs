//! When the page was published and last changed.
//!
//! [`parse`] reads times, each other file makes one judgment about them.

mod choose;
mod keys;
pub mod outlet;
pub mod parse;
mod tokens;
mod visible;

pub use choose::{Dates, choose};
