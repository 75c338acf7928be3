//! `WALLACE: Why is that?`: the turns of a transcript, each a speaker's own words.

use std::ops::Range;

use super::super::draft::{Draft, Source};
use super::super::scene::Scene;
use super::super::tokens::Shape;
use crate::languages::attribution::{Cue, Stand, Takes};

/// Tokens of the longest label before its colon: "REP. DANIEL WEBSTER, R-FLA.".
const LABEL: usize = 14;
/// Turns of the shortest transcript: a single line in capitals is a heading.
const TURNS: usize = 2;

/// What stands before a turn.
struct Label {
    /// Tokens of the speaker's name.
    name: Range<usize>,
    colon: usize,
    /// Number of its paragraph.
    paragraph: usize,
}

/// Proposes the turns of a text.
pub fn propose(scene: &Scene<'_>) -> Vec<Draft> {
    let paragraphs = &scene.tokens.paragraphs;
    let labels: Vec<Label> =
        (0..paragraphs.len()).filter_map(|number| label(scene, number, &paragraphs[number])).collect();
    if labels.len() < TURNS {
        return Vec::new();
    }
    let mut made = Vec::new();
    for (at, label) in labels.iter().enumerate() {
        // A turn goes on to the next one; where the last one ends nothing tells but its paragraph.
        let until = labels.get(at + 1).map_or(label.paragraph + 1, |next| next.paragraph);
        let first = label.colon + 1..paragraphs[label.paragraph].end;
        let content: Vec<Range<usize>> = std::iter::once(first)
            .chain(paragraphs[label.paragraph + 1..until].iter().cloned())
            .filter(|turn| spoken(scene, turn))
            .collect();
        if !content.is_empty() {
            made.push(draft(scene, label, content));
        }
    }
    made
}

/// Words, and no stage direction: "(APPLAUSE)", "[END VIDEO CLIP]".
fn spoken(scene: &Scene<'_>, turn: &Range<usize>) -> bool {
    let aside = !turn.is_empty()
        && scene.tokens.mark(turn.start).is_some_and(|m| matches!(m, '(' | '['))
        && scene.tokens.mark(turn.end - 1).is_some_and(|m| matches!(m, ')' | ']'));
    !aside && turn.clone().any(|i| scene.tokens.is_word(i))
}

/// A name in capitals at a paragraph's start, what is said of it, and a colon.
fn label(scene: &Scene<'_>, number: usize, paragraph: &Range<usize>) -> Option<Label> {
    let tokens = scene.tokens;
    let start = paragraph.start;
    let colon = (start + 1..paragraph.end.min(start + LABEL)).find(|&i| tokens.is_mark(i, ':'))?;
    if tokens.all[start].shape != Shape::Caps {
        return None;
    }
    let name_end = (start..colon)
        .find(|&i| tokens.mark(i).is_some_and(|m| matches!(m, ',' | '(' | '[')))
        .unwrap_or(colon);
    // "REP. DANIEL McHALE": no small word, and a letter of its own at most for an initial.
    let name = (start..name_end).all(|i| match tokens.all[i].shape {
        Shape::Caps => true,
        Shape::Title => tokens.all[i].end - tokens.all[i].start == 1 || mixed(tokens.str(i)),
        Shape::Mark => matches!(tokens.mark(i), Some('.' | '-' | '\'' | '’')),
        Shape::Lower | Shape::Digit => false,
    });
    (name && spoken(scene, &(colon + 1..paragraph.end))).then(|| Label {
        name: start..name_end,
        colon,
        paragraph: number,
    })
}

/// "McHALE": a name in capitals but for a prefix.
fn mixed(word: &str) -> bool {
    word.chars().filter(|c| c.is_uppercase()).count() > 2
}

fn draft(scene: &Scene<'_>, label: &Label, content: Vec<Range<usize>>) -> Draft {
    let cue = label.colon..label.colon + 1;
    Draft {
        source: Some(Source::of(scene, label.name.clone())),
        cue_span: Some(scene.span(&cue)),
        cue: Some(cue),
        meaning: Some(SAYS),
        negated: false,
        content,
        addressee: None,
        construction: "transcript",
        strength: 10,
        sentence: scene.tokens.sentence_of(label.name.start),
        score: None,
    }
}

/// What a mark between a speaker and his words says of them.
pub const SAYS: Cue =
    Cue { lemma: ":", act: "says", stand: Stand::Root, takes: Takes::Any, status: "claimed", category: None };
