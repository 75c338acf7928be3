//! The second voice: a compact sequence model that finds cues, then the source and content of each.
//!
//! Two linear-chain conditional random fields (Lafferty et al. 2001) in the manner of PolNeAR's two stages: the first
//! labels cues, the second labels source and content around one cue, and may reject it by labelling no content. Features
//! are hashed; weights are text tables made by `training/statements.py`, which reads the features from here.

pub mod crf;
pub mod features;

use std::ops::Range;
use std::sync::OnceLock;

use super::quotations::Quotation;
use super::tokens::Tokens;
use crf::Crf;
use features::Page;

/// A statement as the model sees it; ranges are of tokens.
#[derive(Clone, Debug, PartialEq)]
pub struct Proposal {
    /// Tokens of the source, where it finds one.
    pub source: Option<Range<usize>>,
    /// Tokens of the cue.
    pub cue: Range<usize>,
    /// Tokens of the content, in text order.
    pub content: Vec<Range<usize>>,
    /// Probability of the labels, of the cue and of what stands around it; raw, see [`Proposal::score`].
    pub score: f32,
}

/// The language that it was trained on.
pub const LANGUAGE: &str = "en";

/// Labels of the first stage.
pub const CUE_LABELS: [&str; 3] = ["O", "B", "I"];
/// Labels of the second stage: outside, source, content.
pub const ROLE_LABELS: [&str; 5] = ["O", "BS", "IS", "BC", "IC"];

fn tables() -> &'static (Crf<3>, Crf<5>) {
    static TABLES: OnceLock<(Crf<3>, Crf<5>)> = OnceLock::new();
    TABLES.get_or_init(|| {
        (
            Crf::read(include_str!("../../../models/statements_cues.tsv"), &CUE_LABELS),
            Crf::read(include_str!("../../../models/statements_roles.tsv"), &ROLE_LABELS),
        )
    })
}

/// A first-stage probability from which a cue is looked at in the second stage.
const LIKELY_CUE: f32 = 0.30;

/// The statements of an English text.
pub fn propose(tokens: &Tokens<'_>, quotations: &[Quotation]) -> Vec<Proposal> {
    let (cues, roles) = tables();
    let page = Page::new(tokens, quotations);
    let mut made = Vec::new();
    for (cue, likely) in find_cues(&page, cues, LIKELY_CUE) {
        let window = page.window(&cue);
        let rows = page.role_features(&cue, &window);
        let (labels, path) = roles.best(&rows);
        let mut source = None;
        let mut content = Vec::new();
        for (range, kind) in spans(&labels, &[(1, 2), (3, 4)]) {
            let range = window.start + range.start..window.start + range.end;
            match kind {
                0 if source.is_none() => source = Some(range),
                1 => content.push(range),
                _ => {}
            }
        }
        if !content.is_empty() {
            made.push(Proposal { source, cue, content, score: likely * path });
        }
    }
    made
}

/// Cues whose tokens the first stage labels with at least this probability, and that probability.
pub fn find_cues(page: &Page<'_, '_>, crf: &Crf<3>, least: f32) -> Vec<(Range<usize>, f32)> {
    let mut made = Vec::new();
    for paragraph in &page.tokens.paragraphs {
        let rows = page.cue_features(paragraph);
        let marginals = crf.marginals(&rows);
        let mut i = 0;
        while i < marginals.len() {
            let opens = marginals[i][1];
            if opens < least {
                i += 1;
                continue;
            }
            let mut end = i + 1;
            let mut sum = opens;
            while end < marginals.len() && marginals[end][2] > marginals[end][0].max(marginals[end][1]) {
                sum += marginals[end][2];
                end += 1;
            }
            made.push((paragraph.start + i..paragraph.start + end, sum / (end - i) as f32));
            i = end;
        }
    }
    made
}

/// Runs of a label that opens and its label that goes on; `kinds` holds both.
fn spans(labels: &[usize], kinds: &[(usize, usize)]) -> Vec<(Range<usize>, usize)> {
    let mut made: Vec<(Range<usize>, usize)> = Vec::new();
    for (i, &label) in labels.iter().enumerate() {
        for (kind, &(opens, goes_on)) in kinds.iter().enumerate() {
            if label == opens {
                made.push((i..i + 1, kind));
            } else if label == goes_on {
                match made.last_mut() {
                    Some((range, last)) if *last == kind && range.end == i => range.end = i + 1,
                    _ => made.push((i..i + 1, kind)),
                }
            }
        }
    }
    made
}
