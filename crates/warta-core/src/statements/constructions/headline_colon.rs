//! `Prabowo: Kita Harus Kuat`: a headline that names its speaker before a colon.

use std::ops::Range;

use super::super::draft::{Draft, Source};
use super::super::scene::Scene;
use super::super::source::{self, Voice};
use crate::languages::attribution::Kind;

/// Tokens of the longest speaker before the colon.
const SPEAKER: usize = 8;
/// Words of the shortest thing said.
const LEAST: usize = 2;

/// Proposes the statement of a headline.
pub fn propose(scene: &Scene<'_>) -> Option<Draft> {
    let tokens = scene.tokens;
    let end = tokens.len();
    let colon = (1..end.min(SPEAKER + 1)).find(|&i| tokens.is_mark(i, ':') && scene.outside(i))?;
    if scene.is(Kind::Label, 0, colon) || !tokens.all.get(colon + 1)?.spaced {
        return None;
    }
    let speaker = 0..colon;
    let named = speaker.clone().all(|i| tokens.is_capital(i) || scene.is(Kind::NameJoiner, i, colon));
    if !named || source::voice(scene, &speaker) < Voice::Unsure {
        return None;
    }
    let content: Range<usize> = colon + 1..end;
    let words = content.clone().filter(|&i| tokens.is_word(i)).count();
    (words >= LEAST).then(|| Draft {
        source: Some(Source::of(scene, speaker)),
        cue: None,
        cue_span: None,
        meaning: None,
        negated: false,
        content: Vec::from([content]),
        addressee: None,
        construction: "headline_colon",
        strength: 2,
        sentence: 0..end,
        score: None,
    })
}
