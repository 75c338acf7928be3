//! `Hal itu disampaikan X`: what was said is the statement, or the sentence, before it.

use std::ops::Range;

use super::super::content;
use super::super::draft::{CueGroup, Draft, Source};
use super::super::scene::Scene;
use super::super::source::{self, Voice};
use crate::languages::attribution::{Cue, Kind, Stand, Takes};
use crate::languages::words::hash_of;
use crate::span::Span;

/// Tokens between the pointing words and the passive: "ini juga telah".
const GAP: usize = 4;

/// Proposes the statements of one sentence.
pub fn propose(scene: &Scene<'_>, sentence: &Range<usize>, drafts: &mut Vec<Draft>) {
    let start = after_opening(scene, source::strip(scene, sentence.start, sentence.end), sentence.end);
    for head in sentence.clone() {
        if !scene.outside(head) {
            continue;
        }
        let (cues, suffix) = scene.cues(head);
        let Some(meaning) = cues.iter().find(|c| c.stand == Stand::Passive) else { continue };
        let mut from = head + 1;
        // "disampaikan langsung oleh X"
        if let Some(length) = scene.phrase(Kind::Auxiliary, from, sentence.end)
            && scene.is(Kind::Agent, from + length, sentence.end)
        {
            from += length;
        }
        // "Hal itu tertuang dalam Surat Keputusan X": a document in the place of the agent.
        let written = meaning.takes == Takes::Thing;
        let agent = scene.phrase(if written { Kind::MediumOpener } else { Kind::Agent }, from, sentence.end);
        from += agent.unwrap_or(0);
        let source = if let Some(span) = suffix {
            Source { span, tokens: head..head + 1, suffix: true }
        } else if let Some(span) = agent_suffix(scene, from, sentence.end) {
            Source { span, tokens: from..from + 1, suffix: true }
        } else {
            if agent.is_none()
                && let Some(draft) = unnamed(scene, sentence, start, head, meaning, drafts)
            {
                drafts.push(draft);
                continue;
            }
            let Some(named) = source::after(scene, from, sentence.end) else { continue };
            if written && source::voice(scene, &named) != Voice::Document {
                continue;
            }
            if source::voice(scene, &named) < if agent.is_some() { Voice::Unsure } else { Voice::Sure } {
                continue;
            }
            Source::of(scene, named)
        };
        let group = CueGroup::around(scene, head, sentence.start);
        let before = group.before(scene, sentence.start);
        let pointing = scene
            .phrase(Kind::Anaphor, start, sentence.end)
            .filter(|&n| start + n <= before && before <= start + n + GAP)
            .filter(|_| reason(scene, start, before) == start);
        // "Warga diminta polisi menjauh": what is asked of somebody is read as agentless; "Hal itu diminta KPK" points.
        if meaning.takes == Takes::Purpose && pointing.is_none() {
            continue;
        }
        let mut spans = Vec::new();
        let told = source.tokens.end;
        let parted = scene.tokens.is_mark(told, ',');
        let that = scene.is(Kind::That, told + usize::from(parted), sentence.end);
        let relative = before > start && scene.is(Kind::Relative, before - 1, before);
        // "Disebutkan kelompok muda naik": without "oleh", a comma or a that-word the noun is no agent.
        let subject_after =
            before <= start && pointing.is_none() && agent.is_none() && !source.suffix && !parted && !that;
        // "Seperti (yang) disampaikan X, ..." and "..., sebagaimana disampaikan X".
        let lead = before - usize::from(relative);
        let lead = scene.phrase_before(Kind::ViaLead, lead, sentence.start).filter(|_| pointing.is_none());
        if group.negated || (relative || subject_after) && lead.is_none() {
            continue;
        }
        // "Vonis itu tertuang dalam putusan X": a thing stands there, and nothing said before.
        if written && pointing.is_none() && lead.is_none() {
            continue;
        }
        if let Some(lead) = lead {
            if lead <= start {
                let comma = (told..sentence.end).find(|&i| scene.tokens.is_mark(i, ',') && scene.outside(i));
                spans.extend(comma.and_then(|comma| content::clause(scene, comma + 1, sentence)));
            } else if scene.tokens.is_mark(lead - 1, ',') && start + 1 < lead {
                spans.push(start..lead - 1);
            }
        } else if pointing.is_some() {
            spans.extend(what_stands_before(scene, sentence, drafts));
            // At a text's start it points to the headline.
            if spans.is_empty() {
                spans.extend(pointing.map(|length| start..start + length));
            }
        } else {
            // "RUU yang sudah dibahas dan disetujui X": the second of two verbs has no subject before it.
            if before > start && scene.is(Kind::Joiner, before - 1, before) {
                continue;
            }
            if before > start + 1 {
                let comma = usize::from(scene.tokens.is_mark(before - 1, ','));
                spans.push(reason(scene, start, before)..before - comma);
            }
            // "Pembatalan itu disebutkan X dilakukan karena ...", "dikritik X karena ...": the clause goes on after its agent.
            let goes_on = scene.is_small(told)
                && (source::is_verb(scene, told)
                    || [Kind::Auxiliary, Kind::Negation]
                        .iter()
                        .any(|&kind| scene.is(kind, told, sentence.end))
                    || matches!(meaning.act, "criticises" | "praises")
                        && scene.is(Kind::Subordinator, told, sentence.end));
            // "Pembatalan itu, disebutkan X, dilakukan karena ...": in a pair of commas.
            let between = parted && before > start && scene.tokens.is_mark(before - 1, ',');
            if before <= start || that || goes_on || between {
                spans.extend(content::clause(scene, told + usize::from(parted), sentence));
            }
        }
        if spans.is_empty() {
            continue;
        }
        let whole = scene.span(&group.tokens);
        let cue_span =
            if suffix.is_some() { Span { start: whole.start, end: source.span.start } } else { whole };
        drafts.push(Draft {
            source: Some(source),
            cue: Some(group.tokens),
            cue_span: Some(cue_span),
            meaning: Some(*meaning),
            negated: group.negated,
            content: spans,
            addressee: None,
            construction: "pointing_back",
            strength: 5,
            sentence: sentence.clone(),
            score: None,
        });
    }
}

/// "Hal itu karena [usulan warga ditolak X]": where a reason opens that the words before it point back from.
fn reason(scene: &Scene<'_>, start: usize, before: usize) -> usize {
    let pointing = scene.phrase(Kind::Anaphor, start, before).unwrap_or(0);
    let opener = scene.phrase(Kind::Subordinator, start + pointing, before).filter(|_| pointing > 0);
    opener.map_or(start, |length| start + pointing + length)
}

/// "Sebelum panen, [usulan itu disampaikan X]": a clause of time before the subject is no part of it.
pub fn after_opening(scene: &Scene<'_>, start: usize, end: usize) -> usize {
    /// Tokens of the longest such clause.
    const REACH: usize = 20;
    let opens = [Kind::Subordinator, Kind::Beforehand].iter().any(|&kind| scene.is(kind, start, end));
    let comma = (start..end.min(start + REACH)).find(|&i| scene.tokens.is_mark(i, ','));
    match comma {
        Some(comma) if opens && (start..comma).all(|i| scene.outside(i)) => {
            source::strip(scene, comma + 1, end)
        }
        _ => start,
    }
}

/// "Ajakan itu disampaikan saat ...": nobody is named.
fn unnamed(
    scene: &Scene<'_>,
    sentence: &Range<usize>,
    start: usize,
    head: usize,
    meaning: &Cue,
    drafts: &[Draft],
) -> Option<Draft> {
    let group = CueGroup::around(scene, head, sentence.start);
    let before = group.before(scene, sentence.start);
    let length = scene.phrase(Kind::Anaphor, start, sentence.end)?;
    let points = start + length == before && !group.negated;
    if !points || !source::adjunct_at(scene, head + 1, sentence.end) {
        return None;
    }
    let content = what_stands_before(scene, sentence, drafts);
    // What somebody is quoted with has its speaker.
    let quoted = content.first().is_some_and(|c| !scene.outside(c.start));
    (!content.is_empty() && !quoted).then(|| Draft {
        source: None,
        cue_span: Some(scene.span(&group.tokens)),
        cue: Some(group.tokens),
        meaning: Some(*meaning),
        negated: false,
        content,
        addressee: None,
        construction: "pointing_back",
        strength: 5,
        sentence: sentence.clone(),
        score: None,
    })
}

/// "olehnya": the ending that stands for the agent.
fn agent_suffix(scene: &Scene<'_>, at: usize, end: usize) -> Option<Span> {
    let word = (at < end).then(|| scene.tokens.str(at))?;
    let suffix = scene.lexicon.suffixes.iter().find(|suffix| {
        word.strip_suffix(**suffix).is_some_and(|stem| {
            scene.lexicon.phrases(Kind::Agent).at(hash_of(stem), std::iter::empty()).is_some()
        })
    })?;
    let token = &scene.tokens.all[at];
    Some(Span { start: token.end - suffix.len() as u32, end: token.end })
}

/// The content of the statement before, or the whole sentence where nobody says it.
pub fn what_stands_before(scene: &Scene<'_>, sentence: &Range<usize>, drafts: &[Draft]) -> Vec<Range<usize>> {
    let at = scene.sentences.partition_point(|s| s.start < sentence.start);
    let told = scene.sentences[..at].iter().rev().find(|s| !scene.is(Kind::Noise, s.start, s.end));
    let Some(before) = told.cloned() else { return Vec::new() };
    if let Some(draft) =
        drafts.iter().rev().take_while(|d| d.sentence.start >= before.start).find(|d| d.sentence == before)
    {
        return draft.content.clone();
    }
    // "Kini, pemerintah menetapkan ...": whatever leads over to the sentence is no part of it.
    let start = source::strip_connectives(scene, before.start, before.end);
    content::clause(scene, start, &before).into_iter().collect()
}
