//! Two voices into one list: the grammar's drafts and what the sequence model proposes.
//!
//! The model decides which cues attribute and who and what belongs to them; the grammar keeps what it is surer of
//! (a quotation beside a cue that the model has not seen), and what it alone knows of a cue: lemma, act, status.

use std::ops::Range;

use rustc_hash::FxHashMap;

use super::acts;
use super::draft::{Draft, Source};
use super::merge;
use super::model::Proposal;
use super::repairs;
use super::scene::Scene;
use super::source::{self, Voice};
use super::subject;
use crate::languages::attribution::{Cue, Kind, Stand};

/// Drafts of both voices; the model's own say `model`.
pub fn join(scene: &Scene<'_>, grammar: Vec<Draft>, proposals: Vec<Proposal>) -> Vec<Draft> {
    // A transcript's turns and a credit are told by marks alone: the model saw few.
    let (marked, grammar): (Vec<Draft>, Vec<Draft>) =
        grammar.into_iter().partition(|d| matches!(d.construction, "transcript" | "dash_credit"));
    let told = |cue: &Range<usize>| {
        let at = marked.partition_point(|d| d.cue.as_ref().is_some_and(|c| c.end <= cue.start));
        marked.get(at).and_then(|d| d.cue.as_ref()).is_some_and(|c| merge::overlap(c, cue))
    };
    let mut made: Vec<Draft> = proposals
        .into_iter()
        .filter_map(|proposal| draft(scene, proposal))
        .filter(|d| !d.cue.as_ref().is_some_and(&told))
        .collect();
    made.sort_by_key(merge::order);
    repairs::repair(scene, &mut made);
    let mut claimed = vec![false; scene.quotations.len()];
    let mut cues: Vec<Range<usize>> = Vec::new();
    for draft in &made {
        cues.extend(draft.cue.clone());
        for content in &draft.content {
            claimed[scene.quotations_in(content)].fill(true);
        }
    }
    cues.sort_by_key(|cue| cue.start);
    lend_sources(scene, &mut made, &grammar);
    for draft in grammar {
        let seen = draft.cue.as_ref().is_some_and(|cue| {
            let at = cues.partition_point(|other| other.end <= cue.start);
            cues.get(at).is_some_and(|other| merge::overlap(other, cue))
        });
        let taken = draft
            .content
            .first()
            .is_some_and(|content| scene.quotations_in(content).next().is_some_and(|first| claimed[first]));
        let sure =
            matches!(draft.construction, "quotation_cue" | "cue_quotation" | "according" | "parenthetical");
        if !seen && !taken && sure {
            made.push(draft);
        }
    }
    made.extend(marked);
    made
}

/// Where the model names nobody, the grammar's source of the same cue stands, else the noun phrase beside the cue.
fn lend_sources(scene: &Scene<'_>, made: &mut [Draft], grammar: &[Draft]) {
    let mut of_cue: FxHashMap<usize, &Source> = FxHashMap::default();
    for draft in grammar {
        if let (Some(cue), Some(source)) = (&draft.cue, &draft.source) {
            for i in cue.clone() {
                of_cue.insert(i, source);
            }
        }
    }
    for draft in made.iter_mut().filter(|d| d.source.is_none() && !unnamed(scene, d)) {
        let Some(cue) = draft.cue.clone() else { continue };
        let known = cue.clone().find_map(|i| of_cue.get(&i).copied().cloned());
        draft.source = known
            .or_else(|| beside(scene, &cue, draft))
            .filter(|source| !draft.content.iter().any(|c| merge::overlap(c, &source.tokens)));
    }
}

/// A passive that repairs left without a source: who said it is not named.
fn unnamed(scene: &Scene<'_>, draft: &Draft) -> bool {
    draft.addressee.is_some()
        || draft.cue.as_ref().is_some_and(|cue| cue.clone().any(|i| scene.is(Kind::Passive, i, cue.end)))
}

/// The subject before a verb that speaks, or the name after it.
fn beside(scene: &Scene<'_>, cue: &Range<usize>, draft: &Draft) -> Option<Source> {
    draft.meaning.filter(|m| matches!(m.stand, Stand::Root | Stand::Active))?;
    let sure = |s: &Range<usize>| source::voice(scene, s) == Voice::Sure;
    let begins = draft.content.iter().map(|c| c.end).filter(|&end| end <= cue.start).max();
    let begins = begins.unwrap_or(draft.sentence.start).max(draft.sentence.start);
    let before = subject::before(scene, begins, cue.start).filter(sure);
    let after = || source::after(scene, cue.end, draft.sentence.end).filter(sure);
    before.or_else(after).map(|range| Source::of(scene, range))
}

fn draft(scene: &Scene<'_>, proposal: Proposal) -> Option<Draft> {
    let Proposal { source, cue, content, score } = proposal;
    let cue = cue.into_iter().next()?;
    let source = source.into_iter().next().map(|source| without_day(scene, source));
    let meaning = meaning(scene, &cue);
    let at = scene.sentences.partition_point(|s| s.end <= cue.start);
    let sentence = scene.sentences.get(at).cloned().unwrap_or(cue.clone());
    let negated = cue.clone().any(|i| scene.is(Kind::Negation, i, cue.end));
    Some(Draft {
        source: source.map(|range| Source::of(scene, range)),
        cue_span: Some(scene.span(&cue)),
        cue: Some(cue),
        meaning,
        negated,
        content,
        addressee: None,
        construction: "model",
        strength: 0,
        sentence,
        score: Some(score),
    })
}

/// "Mayor Jane Doe [on Tuesday]": when it was said is no part of who said it.
fn without_day(scene: &Scene<'_>, source: Range<usize>) -> Range<usize> {
    let opens = |i: usize| scene.is_small(i) && scene.is(Kind::TimeOpener, i, source.end);
    let day =
        (source.start + 1..source.end).find(|&i| scene.is_weekday(i) || opens(i) && scene.is_weekday(i + 1));
    let closes = |i: &usize| (i + 1..source.end).all(|j| !scene.tokens.is_capital(j) || scene.is_weekday(j));
    // "a statement released on Monday" is that one.
    let named = |i: &usize| scene.tokens.is_capital(i - 1);
    source.start..day.filter(closes).filter(named).unwrap_or(source.end)
}

/// What the tables know of a cue: of its last word that they hold.
fn meaning(scene: &Scene<'_>, cue: &Range<usize>) -> Option<Cue> {
    if let Some((meaning, _)) = scene.long_cue(cue.start, cue.end) {
        return Some(meaning);
    }
    let known = |i: usize| scene.cues(i).0.iter().max_by_key(|c| acts::strength(c)).copied();
    // "has railed against": the verb tells, whatever small words follow it.
    let named = |i: usize| known(i).or_else(|| scene.lexicon.meaning(scene.tokens.all[i].hash));
    cue.clone().rev().find_map(named)
}
