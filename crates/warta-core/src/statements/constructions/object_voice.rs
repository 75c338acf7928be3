//! `Hal itu ia sampaikan`, `Program itu dia nilai berhasil`: a bare verb after its pronoun, and what is said before both.

use std::ops::Range;

use super::super::content;
use super::super::draft::{Draft, Source};
use super::super::scene::Scene;
use super::super::source;
use super::pointing_back::{after_opening, what_stands_before};
use crate::languages::attribution::{Kind, Stand};

/// Proposes the statements of one sentence.
pub fn propose(scene: &Scene<'_>, sentence: &Range<usize>, drafts: &mut Vec<Draft>) {
    let mut opening = None;
    for head in sentence.start + 2..sentence.end {
        let Some(meaning) = scene.cues(head).0.iter().find(|c| c.stand == Stand::Object) else { continue };
        let who = head - 1;
        let spoken = scene.outside(head) && scene.is_small(head) && scene.cues(head).1.is_none();
        if !spoken || !scene.is(Kind::Pronoun, who, head) {
            continue;
        }
        let start = *opening.get_or_insert_with(|| {
            after_opening(scene, source::strip(scene, sentence.start, sentence.end), sentence.end)
        });
        let before = scene.phrase_before(Kind::Particle, who, start).unwrap_or(who);
        // "cerita yang ia sampaikan": a noun, and what was said stands elsewhere.
        let object = start..before;
        let plain = object.clone().all(|i| {
            scene.outside(i) && scene.tokens.is_word(i) && !(scene.is_small(i) && source::is_verb(scene, i))
        });
        if object.is_empty() || !plain || scene.is(Kind::Relative, before - 1, before) {
            continue;
        }
        let content = if scene.phrase(Kind::Anaphor, start, before) == Some(object.len()) {
            let told = what_stands_before(scene, sentence, drafts);
            if told.is_empty() { Vec::from([object]) } else { told }
        } else {
            let Some(rest) = content::clause(scene, head + 1, sentence) else { continue };
            Vec::from([object, rest])
        };
        let cue = head..head + 1;
        drafts.push(Draft {
            source: Some(Source::of(scene, who..head)),
            cue_span: Some(scene.span(&cue)),
            cue: Some(cue),
            meaning: Some(*meaning),
            negated: false,
            content,
            addressee: None,
            construction: "object_voice",
            strength: 5,
            sentence: sentence.clone(),
            score: None,
        });
    }
}
