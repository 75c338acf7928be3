//! Main content of a flattened page: text that has no structure left but its lines.
//!
//! Boosted trees judge each block by its words, its neighbours and its place; named rules drop what is
//! certain; the page's own scores set the bar. `training/flat_content.py` makes the trees.
//!
//! A block whose `breaks` is 0 goes on in the line of the one before it: where both are kept, they are one paragraph.

use std::sync::OnceLock;

use super::main_content::MainContent;
use super::model::Model;
use crate::document::Document;

mod decode;
mod doubts;
mod features;
mod line;
mod looks;
mod rules;
mod topic;

use features::Lines;
pub use looks::looks_flat;

/// Blocks of a page that are judged; articles have hundreds, and what comes after is a dump.
const MOST_BLOCKS: usize = 50_000;

/// Dropped blocks are listed up to this many blocks away from the main content.
const NEAR: u32 = 60;

/// Chooses the main content of a flattened page.
///
/// `headline` is what the page's metadata or its first lines give as one; `language` is its code, voted from the words where
/// it is `None`. Every dropped block near the main content gets a reason.
pub fn choose(document: &Document<'_>, headline: Option<&str>, language: Option<&str>) -> MainContent {
    let count = document.blocks.len().min(MOST_BLOCKS);
    if count == 0 {
        return MainContent::default();
    }
    let lines = Lines::new(line::lines(document, language, count));
    let mut p = probabilities(&lines);
    doubts::lower(&mut p, lines.lines());
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
    let mut made = MainContent {
        kept: (0..kept.len() as u32).filter(|i| kept[*i as usize]).collect(),
        ..MainContent::default()
    };
    let (first, last) = (made.kept.first().copied().unwrap_or(0), made.kept.last().copied().unwrap_or(0));
    made.dropped = (first.saturating_sub(NEAR)..(last + NEAR + 1).min(kept.len() as u32))
        .filter(|i| !kept[*i as usize])
        .map(|i| (i, reasons[i as usize].unwrap_or("low_score")))
        .collect();
    made
}

/// How likely each block is main content.
fn probabilities(lines: &Lines) -> Vec<f32> {
    let mut p = vec![0.0; lines.lines().len()];
    model().judge(&mut p, |at| !lines.is_hopeless(at), |at, row| lines.write(at, row));
    p
}

fn model() -> &'static Model {
    static MODEL: OnceLock<Model> = OnceLock::new();
    // A test reads the shipped table.
    MODEL.get_or_init(|| Model::parse(include_str!("../../models/flat_content.tsv")).unwrap_or_default())
}

/// What a trainer needs of a page.
#[doc(hidden)]
pub struct Dump {
    /// Names of the features.
    pub names: Vec<String>,
    /// One row a block.
    pub rows: Vec<Vec<f32>>,
}

/// The features of each block.
#[doc(hidden)]
pub fn dump(document: &Document<'_>, language: Option<&str>) -> Dump {
    let lines = Lines::new(line::lines(document, language, document.blocks.len()));
    let rows = (0..lines.lines().len())
        .map(|at| {
            let mut row = Vec::new();
            lines.write(at, &mut row);
            row
        })
        .collect();
    Dump { names: features::names(), rows }
}

#[cfg(test)]
mod tests;
