//! Main content of a flattened page.

pub(crate) mod features;

use crate::document::Document;
use features::{First, Lines};

/// What a trainer needs of a page: names of the features, and per block its words and features.
pub struct Dump {
    /// The features of the first pass; with `first`, those of the second.
    pub names: Vec<String>,
    /// One row a block.
    pub rows: Vec<Vec<f32>>,
}

/// The features of each block, for `training/flat_content.py`; with the first pass's probabilities, the second's.
pub fn dump(document: &Document<'_>, language: Option<&str>, first: Option<Vec<f32>>) -> Dump {
    let lines = Lines::new(features::lines(document, language));
    let names = if first.is_some() { features::second_names() } else { features::names() };
    let first = first.map(|p| First::new(p, lines.lines()));
    let rows = (0..lines.lines().len())
        .map(|at| {
            let mut row = Vec::with_capacity(names.len());
            lines.write(at, &mut row);
            if let Some(first) = &first {
                lines.write_second(at, first, &mut row);
            }
            row
        })
        .collect();
    Dump { names, rows }
}
