//! `Menurut X, ...`, `..., menurut X`, `Menurutnya, ...`.

use std::ops::Range;

use super::super::content;
use super::super::draft::{Draft, Source};
use super::super::scene::Scene;
use super::super::source::{self, Voice};
use crate::languages::attribution::{Cue, Kind, Stand, Takes};
use crate::span::Span;

/// Tokens of the longest adjunct between a source and what it says.
const ADJUNCT: usize = 20;

/// Proposes the statements of one sentence.
pub fn propose(scene: &Scene<'_>, sentence: &Range<usize>, drafts: &mut Vec<Draft>) {
    let tokens = scene.tokens;
    for head in sentence.clone() {
        if !scene.outside(head) || scene.is(Kind::Trap, head, sentence.end) {
            continue;
        }
        let (cues, suffix) = scene.cues(head);
        let long = scene.long_cue(head, sentence.end).filter(|(cue, _)| cue.stand == Stand::Preposition);
        let plain = cues.iter().find(|c| c.stand == Stand::Preposition).map(|cue| (*cue, 1));
        let Some((meaning, length)) = long.or(plain) else { continue };
        let suffix = suffix.filter(|_| long.is_none());
        let whole = scene.span(&(head..head + length));
        let cue = (suffix.is_none()).then(|| source::after_preposition(scene, head + length, sentence.end));
        let (source, cue_span, told) = match (suffix, cue) {
            (Some(span), _) => (
                Source { span, tokens: head..head + 1, suffix: true },
                Span { start: whole.start, end: span.start },
                head + 1,
            ),
            (None, Some(Some(named))) => {
                let told = named.end;
                (Source::of(scene, named), whole, told)
            }
            _ => continue,
        };
        if meaning.takes == Takes::Clause && source::voice(scene, &source.tokens) != Voice::Document {
            continue;
        }
        let follows = head > sentence.start
            && scene.outside(head - 1)
            && (scene.is(Kind::That, head - 1, head)
                || scene.cues(head - 1).0.iter().any(|c| c.stand == Stand::Active));
        let opens = follows
            || source::strip(scene, sentence.start, head) >= head
            || (head > sentence.start
                && tokens.is_mark(head - 1, ',')
                && head - sentence.start <= 6
                && only_connective(scene, sentence.start, head));
        // "X mengatakan ... berdasarkan data Y": what is said so is X's.
        let inside = || {
            (sentence.start..head)
                .any(|i| scene.outside(i) && scene.cues(i).0.iter().any(|c| c.stand == Stand::Active))
        };
        if meaning.takes == Takes::Clause && !opens && inside() {
            continue;
        }
        let comma = tokens.is_mark(told, ',');
        let mut spans = Vec::new();
        if !(opens || comma && only_connective(scene, sentence.start, head)) {
            let from = source::strip(scene, sentence.start, head);
            let until = if tokens.is_mark(head - 1, ',') { head - 1 } else { head };
            if from < until {
                spans.push(from..until);
            }
        }
        let mut from = told + usize::from(comma);
        // "Berdasarkan data Bloomberg, Jumat (17/10/2025), ...": the day stands between.
        if opens
            && (scene.is_weekday(from) || scene.is(Kind::TimeOpener, from, sentence.end))
            && let Some(after) = (from..sentence.end).find(|&i| tokens.is_mark(i, ','))
        {
            from = after + 1;
        }
        // "Menurut Budi, dalam rapat itu, ...": an adjunct that a comma closes stands between.
        if opens
            && source::adjunct_at(scene, from, sentence.end)
            && let Some(after) = (from..sentence.end.min(from + ADJUNCT)).find(|&i| tokens.is_mark(i, ','))
            && (from..after).all(|i| scene.outside(i) && !(scene.is_small(i) && source::is_verb(scene, i)))
            && after + 1 < sentence.end
        {
            from = after + 1;
        }
        if (opens || comma || !spans.is_empty() && goes_on(scene, from, sentence.end))
            && let Some(rest) = content::clause(scene, from, sentence)
        {
            let beside = scene.is_weekday(from) || content::via_at(scene, from, sentence.end);
            if !beside {
                spans.push(rest);
            }
        }
        if spans.is_empty() {
            continue;
        }
        // "Berdasarkan survei itu, disebutkan warga puas": what the document says has a verb of its own.
        let mut cue = head..head + length;
        let (mut cue_span, mut meaning) = (cue_span, meaning);
        if meaning.takes == Takes::Clause
            && let [only] = spans.as_slice()
            && only.start > told
            && let Some((verb, content)) = told_by_passive(scene, only)
        {
            cue = only.start..only.start + 1;
            (cue_span, meaning) = (scene.span(&cue), verb);
            spans = Vec::from([content]);
        }
        drafts.push(Draft {
            source: Some(source),
            cue: Some(cue),
            cue_span: Some(cue_span),
            meaning: Some(meaning),
            negated: false,
            content: spans,
            addressee: None,
            construction: "according",
            strength: 8,
            sentence: sentence.clone(),
            score: None,
        });
    }
}

/// A passive of saying that opens a document's content, and the words after it.
fn told_by_passive(scene: &Scene<'_>, content: &Range<usize>) -> Option<(Cue, Range<usize>)> {
    let cues = scene.cues(content.start).0;
    let verb = cues.iter().find(|c| c.stand == Stand::Agentless && c.takes == Takes::That)?;
    (content.len() > 1).then(|| (*verb, content.start + 1..content.end))
}

/// "soal itu menurutnya [harus dibuka]": where the clause goes on after a source that no comma parts from it.
fn goes_on(scene: &Scene<'_>, at: usize, end: usize) -> bool {
    at + 1 < end
        && scene.is_small(at)
        && [Kind::Auxiliary, Kind::Negation, Kind::Finite].iter().any(|&kind| scene.is(kind, at, end))
}

fn only_connective(scene: &Scene<'_>, start: usize, end: usize) -> bool {
    scene.phrase(Kind::Connective, start, end).is_some_and(|n| start + n + 1 >= end)
}
