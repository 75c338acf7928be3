//! Why a block is less likely than the trees say, on pages of which they saw too few to learn it.
//!
//! Japanese and Chinese prose ends its sentences with "。"; headlines and menus do not, and neither is longer for the
//! trees, to which each character is a word. And where a page is printed on one line, the title of a list of other articles
//! opens a block that is too long to head anything: "関連記事 ...", "Das könnte Sie auch interessieren ...".

use super::line::Line;
use crate::languages::boilerplate::REASONS;

/// What is left of a block's probability. Measured, as the numbers below, on the tuning parts of fundus-dev and wcxb-dev.
const NO_FULL_STOP: f32 = 0.4;
const BEHIND_THE_END: f32 = 0.5;

/// Probability above which a block is evidence for the article.
const EVIDENCE: f32 = 0.3;
/// Share of all evidence that stands before the end of an article.
const BEFORE_THE_END: f32 = 0.7;
/// Mean probability of what stands behind it, at most.
const MEAN_BEHIND: f32 = 0.3;

/// Reasons of the phrases that end an article.
const ENDS: [&str; 2] = ["related_links", "comments"];
/// Strength of a phrase that opens its block.
const OPENS: u8 = 3;

/// Lowers the probabilities of a page.
pub(super) fn lower(p: &mut [f32], lines: &[Line]) {
    if lines.iter().any(|l| l.full_stops) {
        for (p, _) in p.iter_mut().zip(lines).filter(|(_, l)| l.is_ideographic() && !l.full_stops) {
            *p *= NO_FULL_STOP;
        }
    }
    if let Some(end) = end(p, lines) {
        p[end..].iter_mut().for_each(|p| *p *= BEHIND_THE_END);
    }
}

/// The block cut out of a line that opens with the title of other articles or of comments, where the article is behind it.
fn end(p: &[f32], lines: &[Line]) -> Option<usize> {
    let words = |at: usize| lines[at].words as f32;
    let evidence = |at: usize| (p[at] - EVIDENCE).max(0.0) * words(at);
    let all: f32 = (0..p.len()).map(evidence).sum();
    let (mut expected, mut counted): (f32, u32) =
        ((0..p.len()).map(|at| p[at] * words(at)).sum(), lines.iter().map(|l| l.words).sum());
    let mut before = 0.0;
    (0..p.len()).find(|&at| {
        before += evidence(at);
        let behind = expected / counted.max(1) as f32;
        expected -= p[at] * words(at);
        counted -= lines[at].words;
        all > 0.0 && before >= all * BEFORE_THE_END && behind < MEAN_BEHIND && ends(&lines[at])
    })
}

fn ends(line: &Line) -> bool {
    line.breaks == 0
        && REASONS
            .iter()
            .zip(line.phrases)
            .any(|(reason, strength)| strength >= OPENS && ENDS.contains(reason))
}
