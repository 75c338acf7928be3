//! Who made the page.

mod bylines;
mod choose;
pub mod names;

pub use choose::{Authors, choose};
