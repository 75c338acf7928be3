//! From probabilities to blocks: the bar that makes the expected word F1 of this page best.

use super::line::Line;

/// The bar lies between these: where the model is sure of little, a low bar keeps the article of a page of lists;
/// a sure page loses nothing by one half. Measured on the tuning part of wcxb-dev and fundus-dev.
const BAR: std::ops::RangeInclusive<f32> = 0.1..=0.5;

/// Bar inside the article, as a share of the page's bar: a list item between paragraphs needs less.
const INSIDE: f32 = 0.8;

/// Bar outside it: a teaser below the last paragraph needs more.
const OUTSIDE: f32 = 1.3;

/// Share of the evidence for the article that may lie before its first and after its last block: a stray teaser is no
/// edge of an article.
const STRAY: f32 = 0.02;

/// A page none of whose blocks is this likely has no article.
const SURE: f32 = 0.2;

/// Which blocks are kept; those with a reason already are not.
pub(super) fn keep(p: &[f32], lines: &[Line], certain: &[Option<&'static str>]) -> Vec<bool> {
    if p.iter().all(|p| *p < SURE) {
        return vec![false; p.len()];
    }
    let bar = bar(p, lines);
    let inside = inside(p, lines, bar);
    p.iter()
        .enumerate()
        .map(|(at, p)| {
            certain[at].is_none() && *p > if inside.contains(&at) { bar * INSIDE } else { bar * OUTSIDE }
        })
        .collect()
}

/// From the first block that surely is main content to the last.
fn inside(p: &[f32], lines: &[Line], bar: f32) -> std::ops::Range<usize> {
    let evidence = |at: usize| (p[at] - bar).max(0.0) * lines[at].words as f32;
    let all: f32 = (0..p.len()).map(evidence).sum();
    let (mut before, mut after) = (0.0, 0.0);
    let passes = |sum: &mut f32, at: usize| {
        *sum += evidence(at);
        *sum > all * STRAY
    };
    let first = (0..p.len()).find(|at| passes(&mut before, *at));
    let last = (0..p.len()).rev().find(|at| passes(&mut after, *at));
    match (first, last) {
        (Some(first), Some(last)) => first..last + 1,
        _ => 0..0,
    }
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
