//! `"The river gave us everything." — Mary Holt, farmer`: a quotation with its speaker after a dash.

use std::ops::Range;

use super::super::draft::{Draft, Source};
use super::super::scene::Scene;
use super::super::source;
use super::transcript::SAYS;
use crate::languages::attribution::Cue;

/// Tokens of the longest credit.
const CREDIT: usize = 20;

/// Proposes the quotations that a dash credits.
pub fn propose(scene: &Scene<'_>) -> Vec<Draft> {
    scene.quotations.iter().filter_map(|quotation| read(scene, &quotation.range)).collect()
}

fn read(scene: &Scene<'_>, quotation: &Range<usize>) -> Option<Draft> {
    let tokens = scene.tokens;
    let paragraph = tokens.paragraph_of(quotation.start);
    // The quotation stands alone: before it only its paragraph's start.
    if quotation.start != paragraph.start {
        return None;
    }
    let dash = quotation.end + usize::from(tokens.is_mark(quotation.end, '.'));
    let next_line = dash == paragraph.end;
    if dash >= tokens.len() || !tokens.mark(dash).is_some_and(|m| matches!(m, '-' | '–' | '—' | '―')) {
        return None;
    }
    // "--" for a dash.
    let name = dash + 1 + usize::from(tokens.is_mark(dash + 1, '-') && !tokens.all[dash + 1].spaced);
    let end = tokens.paragraph_of(dash).end;
    if next_line && tokens.paragraph_of(dash).start != dash || name >= end || end - name > CREDIT {
        return None;
    }
    if !tokens.is_capital(name) || (name..end).any(|i| scene.is_small(i) && source::is_verb(scene, i)) {
        return None;
    }
    // Nothing but the name and who that is.
    let credit = source::after(scene, name, end)?;
    let rest = credit.end + usize::from(tokens.is_mark(credit.end, ','));
    let plain = (rest..end).all(|i| !tokens.is_mark(i, '.') || i + 1 == end);
    let until = if plain { end - usize::from(tokens.is_mark(end - 1, '.')) } else { return None };
    let cue = dash..name;
    Some(Draft {
        source: Some(Source::of(scene, name..until)),
        cue_span: Some(scene.span(&cue)),
        cue: Some(cue),
        meaning: Some(Cue { lemma: "—", ..SAYS }),
        negated: false,
        content: Vec::from([quotation.clone()]),
        addressee: None,
        construction: "dash_credit",
        strength: 9,
        sentence: tokens.sentence_of(quotation.start),
        score: None,
    })
}
