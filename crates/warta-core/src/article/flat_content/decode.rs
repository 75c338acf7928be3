//! From probabilities to blocks: the bar that makes the expected word F1 of this page best.

use super::features::Line;

/// The bar lies between these: a page that is sure of nothing must not keep everything, and a sure page loses nothing by one
/// half. Measured on the tuning part of wcxb-dev and fundus-dev.
const BAR: std::ops::RangeInclusive<f32> = 0.1..=0.5;

/// Share of a bar that a block between two kept ones must reach.
const BETWEEN: f32 = 0.7;

/// Which blocks are kept; those with a reason already are not.
pub(super) fn keep(p: &[f32], lines: &[Line], certain: &[Option<&'static str>]) -> Vec<bool> {
    let bar = bar(p, lines);
    let mut kept: Vec<bool> = p.iter().zip(certain).map(|(p, reason)| *p > bar && reason.is_none()).collect();
    for at in 1..p.len().saturating_sub(1) {
        if !kept[at] && certain[at].is_none() && kept[at - 1] && p[at + 1] > bar && certain[at + 1].is_none() && p[at] > bar * BETWEEN {
            kept[at] = true;
        }
    }
    kept
}

/// With blocks taken from the likeliest down, expected F1 is twice the expected hits over the words taken and the words
/// expected in all. It is best where a block's probability is half of it (Lipton, Elkan and Naryanaswamy 2014).
fn bar(p: &[f32], lines: &[Line]) -> f32 {
    let mut order: Vec<usize> = (0..p.len()).filter(|i| p[*i] > 0.05).collect();
    order.sort_by(|a, b| p[*b].total_cmp(&p[*a]));
    let all: f32 = p.iter().zip(lines).map(|(p, l)| p * l.words as f32).sum();
    let (mut hit, mut taken, mut best) = (0.0, 0.0, 0.0f32);
    for i in order {
        let words = lines[i].words as f32;
        hit += p[i] * words;
        taken += words;
        best = best.max(2.0 * hit / (taken + all).max(1.0));
    }
    (best / 2.0).clamp(*BAR.start(), *BAR.end())
}
