//! What a statement does: its act, its type and how far the printing outlet stands behind it.

use std::ops::Range;

use super::draft::Draft;
use super::scene::Scene;
use crate::languages::attribution::{Cue, Kind, Takes};

/// The act of the cue, turned by its negation: "tak menampik" confirms, "enggan menyebutkan" refuses.
pub fn act(scene: &Scene<'_>, draft: &Draft) -> Option<&'static str> {
    let meaning = draft.meaning?;
    let cue = draft.cue.clone()?;
    if cue.clone().any(|i| scene.is(Kind::Refusal, i, cue.end) && i + 1 < cue.end) {
        return Some("refuses");
    }
    if draft.negated {
        return Some(match meaning.act {
            "denies" => "confirms",
            "admits" => "denies",
            "agrees" => "rejects",
            act => act,
        });
    }
    // "menyoroti lemahnya pengawasan": what is pointed at is a fault.
    if scene.is(Kind::PointsAt, cue.end - 1, cue.end)
        && draft.content.first().is_some_and(|c| names_fault(scene, c))
    {
        return Some("criticises");
    }
    let purpose =
        draft.content.first().is_some_and(|c| scene.is(Kind::Urging, c.start, c.end) && !aims(scene, c));
    Some(match meaning.act {
        "says" | "explains" | "adds" | "suggests" if purpose => "urges",
        act => act,
    })
}

/// "mengatakan untuk menekan banjir, sungai dikeruk": an aim and, after its comma, what is said of it.
fn aims(scene: &Scene<'_>, content: &Range<usize>) -> bool {
    scene.is(Kind::Aim, content.start, content.end)
        && content.clone().any(|i| scene.outside(i) && scene.tokens.is_mark(i, ',') && !scene.in_number(i))
}

/// A fault among the first words of the content.
fn names_fault(scene: &Scene<'_>, content: &Range<usize>) -> bool {
    /// Words that are looked at.
    const REACH: usize = 3;
    (content.start..content.end.min(content.start + REACH)).any(|i| scene.is(Kind::Fault, i, content.end))
}

/// direct, indirect, mixed or sourceless.
pub fn kind(scene: &Scene<'_>, draft: &Draft) -> &'static str {
    if draft.source.is_none() {
        return "sourceless";
    }
    // The turns of a transcript are the speaker's own words.
    if draft.construction == "transcript" {
        return "direct";
    }
    let quoted = |i: usize| !scene.outside(i);
    if draft.content.iter().all(|c| {
        quoted(c.start)
            && quoted(c.end - 1)
            && scene.quotation(c.start).is_some_and(|q| q.range.start == c.start)
    }) {
        return "direct";
    }
    if draft.content.iter().any(|c| c.clone().any(quoted)) { "mixed" } else { "indirect" }
}

/// How far the printing outlet stands behind the content.
pub fn status(scene: &Scene<'_>, draft: &Draft, act: Option<&str>) -> &'static str {
    let Some(meaning) = draft.meaning else { return "claimed" };
    let opens = |kind: Kind| draft.content.first().is_some_and(|c| scene.is(kind, c.start, c.end));
    if draft.negated && act == Some(meaning.act) {
        return "negated";
    }
    // "menjelaskan jika pelaku berpura-pura": without a clause that follows from it "jika" says what is said.
    let follows = |c: &Range<usize>| {
        c.clone().any(|i| scene.outside(i) && scene.tokens.is_mark(i, ',') && !scene.in_number(i))
    };
    if opens(Kind::Condition) && draft.content.first().is_some_and(follows) || supposed(scene, draft) {
        return "conditional";
    }
    let cue = draft.cue.clone().unwrap_or_default();
    if meaning.status == "claimed" && cue.clone().any(|i| scene.is(Kind::Future, i, cue.end)) {
        return "future";
    }
    match (meaning.status, act) {
        (_, Some("confirms")) => "asserted",
        (_, Some("denies")) => "denied",
        (status, _) => status,
    }
}

/// "[Kalau] Budi mengatakan air naik, ...": nobody has said it yet.
fn supposed(scene: &Scene<'_>, draft: &Draft) -> bool {
    let Some(cue) = &draft.cue else { return false };
    let source = draft.source.as_ref().filter(|s| !s.suffix && s.tokens.start >= draft.sentence.start);
    let first = source.map_or(cue.start, |s| s.tokens.start.min(cue.start));
    let before = |i: usize| scene.is(Kind::Hypothesis, i, i + 1);
    let article = usize::from(first > draft.sentence.start && scene.is(Kind::NameJoiner, first - 1, first));
    first > draft.sentence.start + article && before(first - 1 - article)
}

/// Which of a form's meanings a cue has where nothing else tells: speech before belief.
pub fn strength(meaning: &Cue) -> u8 {
    u8::from(meaning.takes != Takes::Wish)
}

/// True for a belief, wish or intention without speech.
pub fn attitude(draft: &Draft) -> bool {
    draft.meaning.is_some_and(|m| m.takes == Takes::Wish)
}
