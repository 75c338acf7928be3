//! Where the attributed words of a clause begin and end.

use std::ops::Range;

use super::scene::Scene;
use super::source;
use super::subject;
use crate::languages::attribution::{Kind, Stand};

/// The content of a clause that begins at `start` in `sentence`: to the sentence's end, less what stands beside it.
pub fn clause(scene: &Scene<'_>, start: usize, sentence: &Range<usize>) -> Option<Range<usize>> {
    let end = end(scene, start, sentence);
    (start < end && (start..end).any(|i| scene.tokens.is_word(i))).then_some(start..end)
}

/// Where content that begins at `start` ends.
pub fn end(scene: &Scene<'_>, start: usize, sentence: &Range<usize>) -> usize {
    let mut end = sentence.end;
    if let Some(at) = second_clause(scene, start, end) {
        end = at;
    }
    if let Some(at) = second_verb(scene, start, end) {
        end = at;
    }
    loop {
        end = without_stop(scene, start, end);
        match trailing(scene, start, end) {
            Some(at) => end = at,
            None => return end,
        }
    }
}

/// The final stop stays outside; inside a quotation it belongs to it.
fn without_stop(scene: &Scene<'_>, start: usize, end: usize) -> usize {
    let mut end = end;
    while end > start
        && scene
            .tokens
            .mark(end - 1)
            .is_some_and(|m| matches!(m, '.' | ',' | ';' | ':' | '!' | '?' | '-' | '–' | '—' | '…'))
        && scene.outside(end - 1)
    {
        end -= 1;
    }
    end
}

/// Where a time, via, medium or source that closes the sentence begins.
fn trailing(scene: &Scene<'_>, start: usize, end: usize) -> Option<usize> {
    /// Tokens of the longest closing phrase.
    const REACH: usize = 40;
    let tokens = scene.tokens;
    let low = end.saturating_sub(REACH).max(start + 1);
    for i in low..end {
        if !scene.outside(i) {
            continue;
        }
        let after_comma = tokens.is_mark(i - 1, ',') || !scene.outside(i - 1);
        if via_at(scene, i, end) {
            return Some(i);
        }
        if after_comma && closes_with_time(scene, i, end) {
            return Some(i);
        }
        if after_comma
            && (source::medium_at(scene, i, end) || scene.is(Kind::OccasionOpener, i, end))
            && closes_with_day(scene, i, end)
        {
            return Some(i);
        }
        if after_comma && parenthetical(scene, i, end) {
            return Some(i);
        }
    }
    None
}

/// "seperti dikutip dari X", "dilansir X".
pub fn via_at(scene: &Scene<'_>, i: usize, end: usize) -> bool {
    let lead = scene.phrase(Kind::ViaLead, i, end);
    let at = i + lead.unwrap_or(0);
    let Some(length) = scene.phrase(Kind::ViaCue, at, end) else { return false };
    let next = at + length;
    let reports = scene.cues(at).0.iter().any(|c| c.stand != Stand::Root);
    lead.is_some()
        || !reports
            && (scene.is(Kind::ViaLink, next, end)
                || scene.is(Kind::ViaKind, next, end)
                || scene.is_weekday(next)
                || scene.tokens.is_brand(next)
                || scene.lexicon_outlet(next, end).is_some())
}

/// A weekday with its date, and nothing after it; right after a quotation without "pada".
fn closes_with_time(scene: &Scene<'_>, i: usize, end: usize) -> bool {
    let opener = scene.tokens.is_mark(i - 1, ',') && scene.is(Kind::TimeOpener, i, end);
    let at = i + usize::from(opener);
    scene.is_weekday(at) && end - at <= 12
}

fn closes_with_day(scene: &Scene<'_>, i: usize, end: usize) -> bool {
    (i..end).any(|j| scene.is_weekday(j) && end - j <= 12)
}

/// ", kata dia" at the end.
fn parenthetical(scene: &Scene<'_>, i: usize, end: usize) -> bool {
    let (cues, suffix) = scene.cues(i);
    let root = cues.iter().any(|c| matches!(c.stand, Stand::Root | Stand::Preposition));
    root && (suffix.is_some()
        || source::after(scene, i + 1, end)
            .is_some_and(|s| source::voice(scene, &s) >= source::Voice::Unsure))
}

/// Where the same source says something else: "beralasan sakit [dan meminta ...]".
///
/// Only where the content before it has no subject of its own, whose verb the second one would be.
fn second_verb(scene: &Scene<'_>, start: usize, end: usize) -> Option<usize> {
    /// Words of content too short to hold a clause.
    const SHORT: usize = 3;
    let at = (start + 1..end).find(|&i| {
        scene.outside(i)
            && scene.is(Kind::Joiner, i, end)
            && i + 1 < end
            && scene.outside(i + 1)
            && scene.cues(i + 1).0.iter().any(|c| c.stand == Stand::Active)
    })?;
    let verb_first =
        scene.is_small(start) && (source::is_verb(scene, start) || scene.is(Kind::Auxiliary, start, end));
    (verb_first || at - start <= SHORT || noun_phrase(scene, start..at, end)).then_some(at)
}

/// Words without a verb, where a language tells verbs by their form: nothing that a second verb could go on with.
fn noun_phrase(scene: &Scene<'_>, range: Range<usize>, end: usize) -> bool {
    scene.lexicon.tells_verbs()
        && range.into_iter().all(|i| {
            let that = scene.is_small(i) && scene.is(Kind::That, i, end);
            scene.outside(i) && !that && !source::goes_on(scene, i, end)
        })
}

/// Where a second clause with a speaker of its own begins: ", sementara Y menyebut ...".
fn second_clause(scene: &Scene<'_>, start: usize, end: usize) -> Option<usize> {
    // "menyatakan kekhawatiran, dan Y meminta ...": no clause that the second one could go on with.
    (start + 1..end).find(|&i| {
        scene.outside(i)
            && scene.tokens.is_mark(i - 1, ',')
            && (scene.is(Kind::Clause, i, end)
                || scene.is(Kind::Joiner, i, end) && noun_phrase(scene, start..i - 1, end))
            && (i + 2..end).any(|j| {
                scene.outside(j)
                    && scene.cues(j).0.iter().any(|c| c.stand == Stand::Active)
                    && subject::before(scene, i + 1, j)
                        .is_some_and(|s| source::voice(scene, &s) == source::Voice::Sure)
            })
    })
}
