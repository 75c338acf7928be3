//! What a construction proposes: a statement in tokens, before the fields around it are read.

use std::ops::Range;

use super::scene::Scene;
use crate::languages::attribution::{Cue, Kind};
use crate::span::Span;

/// A source: tokens, or the part of a cue's token that stands for one ("ujar-nya").
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Source {
    /// Bytes of the text.
    pub span: Span,
    /// The tokens it stands in.
    pub tokens: Range<usize>,
    /// True for an ending of the cue.
    pub suffix: bool,
}

impl Source {
    /// A source of whole tokens.
    pub fn of(scene: &Scene<'_>, tokens: Range<usize>) -> Self {
        Source { span: scene.span(&tokens), tokens, suffix: false }
    }
}

/// A statement as a construction found it.
#[derive(Clone, Debug)]
pub struct Draft {
    /// Who, where somebody is named.
    pub source: Option<Source>,
    /// Tokens of the cue; none for a quotation that follows its speaker's sentence.
    pub cue: Option<Range<usize>>,
    /// Bytes of the cue, without a suffix that stands for the source.
    pub cue_span: Option<Span>,
    /// What the cue means.
    pub meaning: Option<Cue>,
    /// A negation belongs to the cue.
    pub negated: bool,
    /// The attributed words.
    pub content: Vec<Range<usize>>,
    /// To whom, where the construction itself reads it.
    pub addressee: Option<Range<usize>>,
    /// Name of the construction.
    pub construction: &'static str,
    /// Which draft wins where two claim the same words.
    pub strength: u8,
    /// Where the words beside the statement are looked for: its sentence.
    pub sentence: Range<usize>,
    /// The model's own probability, uncalibrated; `None` for the grammar's drafts.
    pub score: Option<f32>,
}

/// A cue with its auxiliaries and negation.
#[derive(Clone, Debug)]
pub struct CueGroup {
    /// All its tokens.
    pub tokens: Range<usize>,
    /// A negation is among them.
    pub negated: bool,
}

impl CueGroup {
    /// Takes in what stands before the head at `head`, down to `start`.
    pub fn around(scene: &Scene<'_>, head: usize, start: usize) -> Self {
        let mut from = head;
        let mut negated = false;
        while from > start {
            // "di Jawa Tengah disebutkan": a capital inside the sentence is a name.
            if from - 1 > start && scene.tokens.is_capital(from - 1) {
                break;
            }
            if let Some(at) = scene.phrase_before(Kind::Negation, from, start) {
                negated = true;
                from = at;
            } else if let Some(at) = scene.phrase_before(Kind::Auxiliary, from, start) {
                from = at;
            } else if let Some(at) = scene.phrase_before(Kind::Particle, from, start)
                && at > start
                && !scene.tokens.is_capital(at - 1)
                && (scene.phrase_before(Kind::Auxiliary, at, start).is_some()
                    || scene.phrase_before(Kind::Negation, at, start).is_some())
            {
                from = at;
            } else {
                break;
            }
        }
        CueGroup { tokens: from..head + 1, negated }
    }

    /// Where the words before the cue end, particles left out.
    pub fn before(&self, scene: &Scene<'_>, start: usize) -> usize {
        let mut end = self.tokens.start;
        while end > start {
            let Some(at) =
                [Kind::Particle, Kind::Adverb].iter().find_map(|&kind| scene.phrase_before(kind, end, start))
            else {
                break;
            };
            end = at;
        }
        end
    }
}
