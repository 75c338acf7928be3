//! Main content of a flattened page: text that has no structure left but its lines.
//!
//! Two passes of boosted trees judge each block by its words, its neighbours and its place; named rules drop what is
//! certain; the page's own scores set the bar. `training/flat_content.py` makes the trees.
//!
//! A block whose `breaks` is 0 goes on in the line of the one before it: where both are kept, they are one paragraph.

use std::sync::OnceLock;

use super::main_content::MainContent;
use super::model::{Model, logistic};
use crate::document::Document;

mod decode;
mod features;
mod looks;
mod rules;

use features::{First, Lines};
pub use looks::looks_flat;

/// Blocks of a page that are judged; articles have hundreds, and what comes after is a dump.
const MOST_BLOCKS: usize = 50_000;

/// Dropped blocks are listed up to this many blocks away from the main content.
const NEAR: u32 = 60;

/// A first-pass score (log odds) below which a block with no better one near is not judged again.
const HOPELESS: f32 = 0.01;

/// Chooses the main content of a flattened page.
///
/// `headline` is what the page's metadata or its first lines give as one; `language` is its code, voted from the words where
/// it is `None`. Every dropped block near the main content gets a reason.
pub fn choose(document: &Document<'_>, headline: Option<&str>, language: Option<&str>) -> MainContent {
    let count = document.blocks.len().min(MOST_BLOCKS);
    if count == 0 {
        return MainContent::default();
    }
    let lines = Lines::new(features::lines(document, language, count));
    let p = probabilities(&lines);
    let headline = headline.and_then(rules::Headline::new);
    let mut reasons: Vec<Option<&'static str>> = lines
        .lines()
        .iter()
        .zip(&document.blocks)
        .map(|(line, block)| rules::certain(document.words(block), line, headline.as_ref()))
        .collect();
    let kept = decode::keep(&p, lines.lines(), &reasons);
    for (at, reason) in reasons.iter_mut().enumerate() {
        if !kept[at] && reason.is_none() {
            *reason = Some(rules::probable(document.words(&document.blocks[at]), &lines.lines()[at]));
        }
    }
    collect(&kept, &reasons)
}

fn collect(kept: &[bool], reasons: &[Option<&'static str>]) -> MainContent {
    let mut made = MainContent::default();
    made.kept = (0..kept.len() as u32).filter(|i| kept[*i as usize]).collect();
    let (first, last) = (made.kept.first().copied().unwrap_or(0), made.kept.last().copied().unwrap_or(0));
    made.dropped = (first.saturating_sub(NEAR)..(last + NEAR + 1).min(kept.len() as u32))
        .filter(|i| !kept[*i as usize])
        .map(|i| (i, reasons[i as usize].unwrap_or("low_score")))
        .collect();
    made
}

/// How likely each block is main content, after both passes.
fn probabilities(lines: &Lines) -> Vec<f32> {
    let (first, second) = models();
    let mut row = Vec::with_capacity(second.features().len());
    let p: Vec<f32> = (0..lines.lines().len())
        .map(|at| {
            if lines.is_hopeless(at) {
                return 0.0;
            }
            row.clear();
            lines.write(at, &mut row);
            first.probability(&row)
        })
        .collect();
    let first = First::new(p, lines.lines());
    (0..lines.lines().len())
        .map(|at| {
            if first.most_near(at) < HOPELESS {
                return first.p[at];
            }
            row.clear();
            lines.write(at, &mut row);
            lines.write_second(at, &first, &mut row);
            logistic(second.score(&row))
        })
        .collect()
}

fn models() -> &'static (Model, Model) {
    static MODELS: OnceLock<(Model, Model)> = OnceLock::new();
    MODELS.get_or_init(|| {
        let read = |table: &str| Model::parse(table).expect("a test reads the shipped tables");
        (read(include_str!("../../models/flat_first.tsv")), read(include_str!("../../models/flat_second.tsv")))
    })
}

/// What a trainer needs of a page.
#[doc(hidden)]
pub struct Dump {
    /// Names of the features: of the first pass, or of the second where its input was given.
    pub names: Vec<String>,
    /// One row a block.
    pub rows: Vec<Vec<f32>>,
}

/// The features of each block; with the first pass's probabilities, the second's.
#[doc(hidden)]
pub fn dump(document: &Document<'_>, language: Option<&str>, first: Option<Vec<f32>>) -> Dump {
    let lines = Lines::new(features::lines(document, language, document.blocks.len()));
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

#[cfg(test)]
mod tests;
