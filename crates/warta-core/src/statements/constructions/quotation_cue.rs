//! `"...," kata X`: a quotation, then a cue, then its source; or the source before the cue.
//!
//! A quotation that goes on after the source is the same statement: `"A," kata X, "B."`.

use std::ops::Range;

use super::super::draft::{CueGroup, Draft, Source};
use super::super::scene::Scene;
use super::super::source::{self, Voice};
use super::super::subject;
use crate::languages::attribution::{Cue, Kind, Stand};
use crate::span::Span;

/// Tokens between a quotation and its cue: a comma, "demikian", ...
const GAP: usize = 3;

/// Proposes the statements of one sentence.
pub fn propose(scene: &Scene<'_>, sentence: &Range<usize>, drafts: &mut Vec<Draft>) {
    let first = scene.quotations.partition_point(|q| q.range.end <= sentence.start);
    let mut continued = None;
    for number in first..scene.quotations.len() {
        let quotation = &scene.quotations[number].range;
        if quotation.start >= sentence.end {
            break;
        }
        if continued == Some(number) {
            continue;
        }
        let Some(mut draft) = inverted(scene, quotation, sentence)
            .or_else(|| written(scene, quotation, sentence))
            .or_else(|| named(scene, quotation, sentence))
            .or_else(|| subject_first(scene, quotation, sentence))
        else {
            continue;
        };
        // The rest of a split quotation follows the source in the same sentence.
        let told = draft.source.as_ref().map_or(quotation.end, |s| s.tokens.end);
        let told = draft.cue.as_ref().map_or(told, |cue| told.max(cue.end));
        if let Some(next) = scene.quotations.get(number + 1).map(|q| q.range.clone())
            && next.end <= sentence.end
            && next.start > told
            && scene.tokens.is_mark(next.start - 1, ',')
            && !(told..next.start).any(|i| {
                scene.tokens.is_mark(i, '.') || scene.cues(i).0.iter().any(|c| c.stand == Stand::Active)
            })
        {
            draft.content.push(next);
            continued = Some(number + 1);
        }
        drafts.push(draft);
    }
}

/// `"...," ia menguraikan.`: the source before a verb that takes nothing more.
fn subject_first(scene: &Scene<'_>, quotation: &Range<usize>, sentence: &Range<usize>) -> Option<Draft> {
    /// Tokens of the longest such clause.
    const REACH: usize = 16;
    let tokens = scene.tokens;
    let start = quotation.end + usize::from(tokens.is_mark(quotation.end, ','));
    let inner = tokens.mark(quotation.end.checked_sub(2)?);
    if start >= sentence.end || !(start > quotation.end || matches!(inner, Some(',' | '?' | '!'))) {
        return None;
    }
    let head = (start + 1..sentence.end.min(start + REACH))
        .find(|&i| scene.outside(i) && scene.cues(i).0.iter().any(|c| c.stand == Stand::Active))?;
    let meaning = *scene.cues(head).0.iter().find(|c| c.stand == Stand::Active)?;
    let after = head + 1;
    let closes = after >= sentence.end
        || tokens.mark(after).is_some_and(|m| matches!(m, '.' | ','))
        || source::adjunct_at(scene, after, sentence.end)
        || super::super::content::via_at(scene, after, sentence.end)
        || scene.is_weekday(after);
    let group = CueGroup::around(scene, head, start);
    let subject = subject::before(scene, start, group.before(scene, start))?;
    // `"...?" Holt asks as the tide comes in`: nothing but the subject stands before the verb.
    let directly = subject.start == start
        && subject.end == group.tokens.start
        && !scene.is(Kind::That, after, sentence.end);
    if !closes && !directly || source::voice(scene, &subject) < Voice::Unsure {
        return None;
    }
    let span = scene.span(&group.tokens);
    let draft = quoted(quotation, sentence, Source::of(scene, subject), (group.tokens, span), meaning);
    Some(Draft { negated: group.negated, ..draft })
}

/// `"...," demikian tertulis dalam surat itu.`
fn written(scene: &Scene<'_>, quotation: &Range<usize>, sentence: &Range<usize>) -> Option<Draft> {
    let mut head = quotation.end;
    while head < sentence.end
        && head < quotation.end + GAP
        && (scene.tokens.is_mark(head, ',') || scene.is(Kind::ViaLead, head, sentence.end))
    {
        head += 1;
    }
    if head >= sentence.end {
        return None;
    }
    let meaning = *scene.cues(head).0.iter().find(|c| c.stand == Stand::Written)?;
    let from = head + 1 + scene.phrase(Kind::DocumentOpener, head + 1, sentence.end)?;
    let named = source::after_quotation(scene, from, sentence.end)?;
    if source::voice(scene, &named) != Voice::Document {
        return None;
    }
    let cue = head..head + 1;
    let span = scene.span(&cue);
    Some(quoted(quotation, sentence, Source::of(scene, named), (cue, span), meaning))
}

/// `"...," demikian pernyataan (resmi) (dari) kementerian itu`: a noun names what was said.
fn named(scene: &Scene<'_>, quotation: &Range<usize>, sentence: &Range<usize>) -> Option<Draft> {
    let end = sentence.end;
    let lead = quotation.end + usize::from(scene.tokens.is_mark(quotation.end, ','));
    let noun = lead + scene.phrase(Kind::ViaLead, lead, end)?;
    let meaning = *scene.cues(noun).0.iter().find(|c| c.stand == Stand::Noun)?;
    let mut from = noun + 1;
    from += scene.phrase(Kind::SpeechKind, from, end).unwrap_or(0);
    from += scene.phrase(Kind::ViaLink, from, end).unwrap_or(0);
    // "demikian pesan yang diterima keluarga": of whom it is, nobody says.
    if scene.is(Kind::Relative, from, end) {
        return None;
    }
    let who = source::after_quotation(scene, from, end)?;
    if source::voice(scene, &who) < Voice::Unsure {
        return None;
    }
    let cue = noun..noun + 1;
    let span = scene.span(&cue);
    Some(quoted(quotation, sentence, Source::of(scene, who), (cue, span), meaning))
}

fn inverted(scene: &Scene<'_>, quotation: &Range<usize>, sentence: &Range<usize>) -> Option<Draft> {
    let tokens = scene.tokens;
    let mut head = quotation.end;
    while head < sentence.end
        && head < quotation.end + GAP
        && (tokens.is_mark(head, ',')
            || tokens.is_mark(head, '-')
            || scene.is(Kind::ViaLead, head, sentence.end)
            || scene.is(Kind::Particle, head, sentence.end)
            || scene.is(Kind::Auxiliary, head, sentence.end))
    {
        head += 1;
    }
    if head >= sentence.end {
        return None;
    }
    let root = |i: usize| scene.cues(i).0.iter().any(|c| c.stand == Stand::Root);
    let first = head;
    let meaning = *scene.cues(head).0.iter().find(|c| matches!(c.stand, Stand::Root | Stand::Preposition))?;
    // "lanjut bunyi surat itu", "tambah jelasnya": both verbs are the cue, and the first tells the act.
    // "bunyi pesan itu" has one.
    let joined = head + 1 < sentence.end
        && scene.cues(head).1.is_none()
        && scene.is_small(head + 1)
        && !scene.is(Kind::MediumHead, head + 1, sentence.end);
    if joined && root(head + 1) {
        head += 1;
    }
    let suffix = scene.cues(head).1;
    let named = source::after_quotation(scene, head + 1, sentence.end);
    let whole = scene.span(&(first..head + 1));
    let (source, span) = match (suffix, named) {
        (Some(span), _) => {
            let source = Source { span, tokens: head..head + 1, suffix: true };
            (source, Span { start: whole.start, end: span.start })
        }
        (None, Some(named)) => (Source::of(scene, named), whole),
        _ => return None,
    };
    let negated = CueGroup::around(scene, first, first).negated;
    Some(Draft { negated, ..quoted(quotation, sentence, source, (first..head + 1, span), meaning) })
}

/// A quotation, who is quoted, and the cue with where it stands.
fn quoted(
    quotation: &Range<usize>,
    sentence: &Range<usize>,
    source: Source,
    (cue, span): (Range<usize>, Span),
    meaning: Cue,
) -> Draft {
    Draft {
        source: Some(source),
        cue: Some(cue),
        cue_span: Some(span),
        meaning: Some(meaning),
        negated: false,
        content: Vec::from([quotation.clone()]),
        addressee: None,
        construction: "quotation_cue",
        strength: 9,
        sentence: sentence.clone(),
        score: None,
    }
}
