//! `Dalam surat itu disebutkan bahwa ...`: what stands in a document is what it says.

use std::ops::Range;

use super::super::content;
use super::super::draft::{CueGroup, Draft, Source};
use super::super::scene::Scene;
use super::super::source::{self, Voice};
use crate::languages::attribution::{Kind, Stand};

/// Tokens of the longest name of a document.
const LONGEST: usize = 20;

/// Proposes the statements of one sentence.
pub fn propose(scene: &Scene<'_>, sentence: &Range<usize>, drafts: &mut Vec<Draft>) {
    for head in sentence.start + 2..sentence.end {
        if !scene.outside(head) {
            continue;
        }
        let (cues, suffix) = scene.cues(head);
        let written = cues.iter().find(|c| matches!(c.stand, Stand::Written));
        let Some(meaning) = written.or(cues.iter().find(|c| c.stand == Stand::Passive)) else { continue };
        let next = head + 1;
        let told_by = suffix.is_some()
            || [Kind::Agent, Kind::Addressee, Kind::Stop]
                .iter()
                .any(|&kind| scene.is(kind, next, sentence.end));
        if told_by {
            continue;
        }
        let group = CueGroup::around(scene, head, sentence.start);
        let before = group.before(scene, sentence.start);
        let Some(document) = document(scene, sentence, before, meaning.stand).filter(|_| !group.negated)
        else {
            continue;
        };
        let comma = usize::from(scene.tokens.is_mark(next, ',') || scene.tokens.is_mark(next, ':'));
        let Some(content) = content::clause(scene, next + comma, sentence) else { continue };
        drafts.push(Draft {
            source: Some(Source::of(scene, document)),
            cue_span: Some(scene.span(&group.tokens)),
            cue: Some(group.tokens),
            meaning: Some(*meaning),
            negated: false,
            content: vec![content],
            addressee: None,
            construction: "document",
            strength: 7,
            sentence: sentence.clone(),
            score: None,
        });
    }
}

/// The document that ends at `end`, after the word that opens it.
///
/// A medium says something too where somebody speaks in it ("dalam video itu disebutkan"), not where something is seen.
fn document(scene: &Scene<'_>, sentence: &Range<usize>, end: usize, stand: Stand) -> Option<Range<usize>> {
    let end = end - usize::from(end > sentence.start && scene.tokens.is_mark(end - 1, ','));
    let low = end.saturating_sub(LONGEST).max(sentence.start);
    let at = (low..end).find_map(|i| {
        let opens = i == sentence.start
            || scene.tokens.is_mark(i - 1, ',')
            || i == source::strip(scene, sentence.start, end)
            || scene.is(Kind::Joiner, i - 1, i);
        let length = scene.phrase(Kind::DocumentOpener, i, end).filter(|_| opens)?;
        let found = i + length..end;
        let written = !found.is_empty()
            && (source::voice(scene, &found) == Voice::Document
                || stand == Stand::Passive && scene.is(Kind::MediumHead, found.start, found.end));
        written.then_some(i + length)
    })?;
    let plain = (at..end).all(|i| {
        scene.outside(i)
            && !(scene.is_small(i)
                && source::is_verb(scene, i)
                && !(at..i).any(|j| scene.is(Kind::Relative, j, i)))
    });
    plain.then_some(at..end)
}
