//! `X, kata Budi, Y`: an unquoted clause that a cue and its source interrupt or close.

use std::ops::Range;

use super::super::content;
use super::super::draft::{CueGroup, Draft, Source};
use super::super::scene::Scene;
use super::super::source::{self, Voice};
use super::super::subject;
use crate::languages::attribution::{Kind, Stand, Takes};
use crate::span::Span;

/// Proposes the statements of one sentence.
pub fn propose(scene: &Scene<'_>, sentence: &Range<usize>, drafts: &mut Vec<Draft>) {
    let tokens = scene.tokens;
    if let Some(draft) = subject_first(scene, sentence) {
        drafts.push(draft);
    }
    if let Some(draft) = cue_first(scene, sentence) {
        drafts.push(draft);
    }
    for head in sentence.start + 2..sentence.end {
        if !scene.outside(head) || !scene.outside(head - 1) || !tokens.is_mark(head - 1, ',') {
            continue;
        }
        let (cues, suffix) = scene.cues(head);
        let Some(meaning) = cues.iter().find(|c| c.stand == Stand::Root) else { continue };
        let whole = scene.span(&(head..head + 1));
        let (source, cue_span, told) = if let Some(span) = suffix {
            let source = Source { span, tokens: head..head + 1, suffix: true };
            (source, Span { start: whole.start, end: span.start }, head + 1)
        } else {
            let Some(named) = source::after(scene, head + 1, sentence.end) else { continue };
            if source::voice(scene, &named) < Voice::Document {
                continue;
            }
            let told = named.end;
            (Source::of(scene, named), whole, told)
        };
        // The cue must end the clause or be closed by a comma; "tambah besar" goes on.
        if told < sentence.end
            && tokens.is_word(told)
            && suffix.is_some()
            && !content::via_at(scene, told, sentence.end)
            && !source::adjunct_at(scene, told, sentence.end)
            && !scene.is_weekday(told)
        {
            continue;
        }
        let from = source::strip(scene, sentence.start, head - 1);
        if from >= head - 1 {
            continue;
        }
        // "Pembukaan itu, kata Rahmat sudah sesuai": the comma after the name is missing.
        let unclosed = suffix.is_none() && source::predicate_after_name(scene, told, sentence.end);
        // "..., pesan Rahmat bukan ...": a noun and whose it is.
        if unclosed && !scene.is(Kind::Interrupts, head, sentence.end) {
            continue;
        }
        let mut spans = Vec::new();
        // "Sementara itu, kata Rahmat, ...": a connective is no content.
        if scene.phrase(Kind::Connective, from, head - 1) != Some(head - 1 - from) {
            spans.push(from..head - 1);
        }
        if told < sentence.end && (unclosed || tokens.is_mark(told, ',')) {
            let goes_on = told + usize::from(!unclosed);
            let beside = goes_on < sentence.end
                && (scene.is_weekday(goes_on)
                    || source::adjunct_at(scene, goes_on, sentence.end)
                    || content::via_at(scene, goes_on, sentence.end));
            if !beside && let Some(rest) = content::clause(scene, goes_on, sentence) {
                spans.push(rest);
            }
        }
        if spans.is_empty() {
            continue;
        }
        drafts.push(Draft {
            source: Some(source),
            cue: Some(head..head + 1),
            cue_span: Some(cue_span),
            meaning: Some(*meaning),
            negated: false,
            content: spans,
            addressee: None,
            construction: "parenthetical",
            strength: 8,
            sentence: sentence.clone(),
            score: None,
        });
    }
}

/// `Kata Budi, ...`: the cue opens the sentence.
fn cue_first(scene: &Scene<'_>, sentence: &Range<usize>) -> Option<Draft> {
    let head = source::strip(scene, sentence.start, sentence.end);
    if head >= sentence.end || !scene.outside(head) || scene.is(Kind::Trap, head, sentence.end) {
        return None;
    }
    let (cues, suffix) = scene.cues(head);
    let meaning = *cues.iter().find(|c| c.stand == Stand::Root)?;
    if suffix.is_some() || !scene.is(Kind::Interrupts, head, sentence.end) {
        return None;
    }
    let named = source::after(scene, head + 1, sentence.end)?;
    if source::voice(scene, &named) < Voice::Sure || !scene.tokens.is_mark(named.end, ',') {
        return None;
    }
    let content = content::clause(scene, named.end + 1, sentence)?;
    let cue = head..head + 1;
    Some(Draft {
        source: Some(Source::of(scene, named)),
        cue_span: Some(scene.span(&cue)),
        cue: Some(cue),
        meaning: Some(meaning),
        negated: false,
        content: Vec::from([content]),
        addressee: None,
        construction: "parenthetical",
        strength: 8,
        sentence: sentence.clone(),
        score: None,
    })
}

/// `..., officials said.`: the source before a verb that closes the sentence.
fn subject_first(scene: &Scene<'_>, sentence: &Range<usize>) -> Option<Draft> {
    /// Tokens after the last comma but one that are looked at.
    const REACH: usize = 40;
    let tokens = scene.tokens;
    let low = sentence.end.saturating_sub(REACH).max(sentence.start + 2);
    let head = (low..sentence.end).rev().find(|&i| {
        scene.outside(i)
            && scene.cues(i).1.is_none()
            && scene.cues(i).0.iter().any(|c| c.stand == Stand::Active)
    })?;
    let meaning = *scene.cues(head).0.iter().find(|c| c.stand == Stand::Active && c.takes != Takes::Wish)?;
    let after = head + 1;
    let closes = after >= sentence.end
        || tokens.is_mark(after, '.')
        || scene.is_weekday(after)
        || source::medium_at(scene, after, sentence.end)
        || scene.is(Kind::TimeOpener, after, sentence.end) && scene.is_weekday(after + 1);
    let comma = (low - 1..head).rev().find(|&i| tokens.is_mark(i, ',') && scene.outside(i))?;
    let group = CueGroup::around(scene, head, comma + 1);
    let subject = subject::before(scene, comma + 1, group.before(scene, comma + 1))?;
    let from = source::strip(scene, sentence.start, comma);
    let plain = (from..comma).all(|i| scene.outside(i));
    // "Rahmat mengatakan, alat itu menolong anak yang sulit berbicara.": the verb before the comma says what follows.
    let opened =
        scene.lexicon.tells_verbs() && scene.cues(comma - 1).0.iter().any(|c| c.stand == Stand::Active);
    if !closes
        || opened
        || from >= comma
        || !plain
        || subject.start != comma + 1
        || source::voice(scene, &subject) < Voice::Sure
    {
        return None;
    }
    Some(Draft {
        source: Some(Source::of(scene, subject)),
        cue_span: Some(scene.span(&group.tokens)),
        cue: Some(group.tokens),
        meaning: Some(meaning),
        negated: group.negated,
        content: std::iter::once(from..comma).collect(),
        addressee: None,
        construction: "parenthetical",
        strength: 8,
        sentence: sentence.clone(),
        score: None,
    })
}
