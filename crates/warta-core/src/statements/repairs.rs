//! What the model's proposals owe each other: one tagging of a cue does not know what the next one says.

use std::ops::Range;

use super::draft::{Draft, Source};
use super::merge::overlap;
use super::scene::Scene;
use crate::languages::attribution::{Kind, Stand, Takes};

/// Repairs the proposals of a text; `made` are in the order of their cues.
pub fn repair(scene: &Scene<'_>, made: &mut [Draft]) {
    for draft in made.iter_mut() {
        asked(scene, draft);
    }
    for at in 1..made.len() {
        let (before, rest) = made.split_at_mut(at);
        goes_on(scene, before, &mut rest[0]);
    }
    coordinate(scene, made);
    nearest(scene, made);
}

/// "Holt was asked whether ...", "Asked whether ..., Holt", "He was criticised for ...": the subject of a passive is no source.
///
/// Of whom something is asked is told; of whom something is said belongs to what is said.
fn asked(scene: &Scene<'_>, draft: &mut Draft) {
    let (Some(cue), Some(source), Some(meaning)) = (&draft.cue, &draft.source, draft.meaning) else { return };
    let verb = scene.cues(cue.end - 1).0.iter().any(|c| matches!(c.stand, Stand::Active | Stand::Root));
    // "is saying" and "is working to explain" are no passives of their last verb.
    let active = participle(scene, cue.end - 1)
        || cue.len() > 1 && scene.is(Kind::Aim, cue.end - 2, cue.end) && scene.outside(cue.end - 2);
    let passive = cue.clone().any(|i| scene.is(Kind::Passive, i, cue.end)) && verb && !active;
    let asks = meaning.act == "asks";
    let opened = asks
        && (cue.start == draft.sentence.start
            || cue.start > 0
                && scene.is(Kind::Connective, cue.start - 1, cue.start)
                && scene.is(Kind::OccasionOpener, cue.start - 1, cue.start));
    let by = scene.is(Kind::Agent, cue.end, draft.sentence.end)
        || source.tokens.start > 0 && scene.is(Kind::Agent, source.tokens.start - 1, source.tokens.start);
    if !(passive || opened) || by || source.suffix || meaning.takes == Takes::Wish {
        return;
    }
    let subject = source.tokens.clone();
    if asks || scene.is(Kind::Tells, cue.end - 1, cue.end) {
        draft.addressee = Some(subject);
    } else if subject.end <= cue.start && !draft.content.iter().any(|c| overlap(c, &subject)) {
        draft.content.insert(0, subject);
    } else {
        return;
    }
    draft.source = None;
}

fn participle(scene: &Scene<'_>, i: usize) -> bool {
    scene.lexicon.participle_endings.iter().any(|ending| scene.tokens.str(i).ends_with(ending))
}

/// "..., Holt said, adding that ...": a participle has the source of the statement before it in its sentence.
fn goes_on(scene: &Scene<'_>, before: &[Draft], draft: &mut Draft) {
    let Some(cue) = draft.cue.as_ref().filter(|_| draft.source.is_none()) else { return };
    let attached = cue.len() == 1
        && participle(scene, cue.start)
        && cue.start > draft.sentence.start
        && (scene.tokens.is_mark(cue.start - 1, ',') || scene.is(Kind::While, cue.start - 1, cue.start));
    if attached
        && let Some(last) =
            before.iter().rev().take_while(|d| d.sentence == draft.sentence).find(|d| d.source.is_some())
        && let Some(source) = last.source.clone()
        && !draft.content.iter().any(|c| overlap(c, &source.tokens))
    {
        draft.source = Some(source);
    }
}

/// "He says he respects her and [calls her ...]": a second verb of the same source ends what the first one says.
fn coordinate(scene: &Scene<'_>, made: &mut [Draft]) {
    /// Statements after the first that are looked at.
    const NEXT: usize = 3;
    let same = |a: &Option<Source>, b: &Option<Source>| matches!((a, b), (Some(a), Some(b)) if a.tokens == b.tokens && a.suffix == b.suffix);
    for at in 0..made.len() {
        let ends = made[at + 1..].iter().take(NEXT).find_map(|next| {
            let cue = next.cue.as_ref()?;
            let joined =
                cue.start > 0 && scene.is(Kind::Joiner, cue.start - 1, cue.start) && scene.outside(cue.start);
            let inside = made[at].content.iter().position(|c| c.start < cue.start && cue.start < c.end)?;
            (joined && same(&made[at].source, &next.source)).then_some((inside, cue.start - 1))
        });
        if let Some((inside, end)) = ends {
            let content = &mut made[at].content[inside];
            let comma = usize::from(end > content.start && scene.tokens.is_mark(end - 1, ','));
            if content.start < end - comma {
                content.end = end - comma;
            }
        }
    }
}

/// A quotation that two cues claim belongs to the one beside it.
fn nearest(scene: &Scene<'_>, made: &mut [Draft]) {
    /// Statements on both sides that are looked at.
    const BESIDE: usize = 3;
    let distance = |cue: &Range<usize>, content: &Range<usize>| {
        if cue.end <= content.start { content.start - cue.end } else { cue.start.saturating_sub(content.end) }
    };
    for at in 0..made.len() {
        if made[at].content.len() < 2 {
            continue;
        }
        let Some(cue) = made[at].cue.clone() else { continue };
        let near = at.saturating_sub(BESIDE)..made.len().min(at + BESIDE + 1);
        let taken: Vec<bool> = made[at]
            .content
            .iter()
            .map(|content| {
                !scene.outside(content.start)
                    && near.clone().filter(|&other| other != at).any(|other| {
                        let Some(rival) = &made[other].cue else { return false };
                        made[other].content.iter().any(|c| overlap(c, content))
                            && distance(rival, content) < distance(&cue, content)
                    })
            })
            .collect();
        if taken.iter().any(|&t| !t) {
            let mut taken = taken.into_iter();
            made[at].content.retain(|_| !taken.next().unwrap_or(false));
        }
    }
}
