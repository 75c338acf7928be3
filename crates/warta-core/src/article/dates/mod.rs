//! When the page was published and last changed.
//!
//! [`parse`] reads times, each other file makes one judgment about them.

pub mod parse;
mod tokens;
