//! Two voices into one list: the grammar's drafts and what the sequence model proposes.
//!
//! The model decides which cues attribute and who and what belongs to them; the grammar keeps what it is surer of
//! (a quotation beside a cue that the model has not seen), and what it alone knows of a cue: lemma, act, status.

use std::ops::Range;

use super::acts;
use super::draft::{Draft, Source};
use super::model::Proposal;
use super::scene::Scene;
use crate::languages::attribution::{Cue, Kind};

/// Drafts of both voices; the model's own say `model`.
pub fn join(scene: &Scene<'_>, grammar: Vec<Draft>, proposals: Vec<Proposal>) -> Vec<Draft> {
    let mut made: Vec<Draft> = proposals.into_iter().map(|proposal| draft(scene, proposal)).collect();
    let overlaps = |a: &Range<usize>, b: &Range<usize>| a.start < b.end && b.start < a.end;
    let mut claimed = vec![false; scene.quotations.len()];
    let mut cues: Vec<Range<usize>> = Vec::new();
    for draft in &made {
        cues.extend(draft.cue.clone());
        for content in &draft.content {
            let first = scene.quotations.partition_point(|q| q.range.end <= content.start);
            let held = scene.quotations[first..].iter().take_while(|q| q.range.start < content.end).count();
            claimed[first..first + held].fill(true);
        }
    }
    cues.sort_by_key(|cue| cue.start);
    for draft in grammar {
        let seen = draft.cue.as_ref().is_some_and(|cue| {
            let at = cues.partition_point(|other| other.end <= cue.start);
            cues.get(at).is_some_and(|other| overlaps(other, cue))
        });
        let first = scene.quotations.partition_point(|q| q.range.end <= draft.content[0].start);
        let taken = scene.quotations.get(first).is_some_and(|q| q.range.start < draft.content[0].end)
            && claimed[first];
        if !seen && !taken && matches!(draft.construction, "quotation_cue" | "cue_quotation") {
            made.push(draft);
        }
    }
    made
}

fn draft(scene: &Scene<'_>, proposal: Proposal) -> Draft {
    let Proposal { source, cue, content, score } = proposal;
    let meaning = meaning(scene, &cue);
    let content: Vec<Range<usize>> =
        content.into_iter().map(|range| whole_quotations(scene, range)).collect();
    let at = scene.sentences.partition_point(|s| s.end <= cue.start);
    let sentence = scene.sentences.get(at).cloned().unwrap_or(cue.clone());
    let negated = cue.clone().any(|i| scene.is(Kind::Negation, i, cue.end));
    Draft {
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
    }
}

/// What the tables know of a cue: of its last word that they hold.
fn meaning(scene: &Scene<'_>, cue: &Range<usize>) -> Option<Cue> {
    if let Some((meaning, _)) = scene.long_cue(cue.start, cue.end) {
        return Some(meaning);
    }
    cue.clone().rev().find_map(|i| scene.cues(i).0.iter().max_by_key(|c| acts::strength(c)).copied())
}

/// Never cuts inside a quotation: content that holds most of one, or one of its marks, takes all of it.
fn whole_quotations(scene: &Scene<'_>, range: Range<usize>) -> Range<usize> {
    let mut range = range;
    for end in [range.start, range.end - 1] {
        if let Some(quotation) = scene.quotation(end)
            && quotation.closed
        {
            let inside = range.end.min(quotation.range.end) - range.start.max(quotation.range.start);
            if 2 * inside > quotation.range.len() {
                range = range.start.min(quotation.range.start)..range.end.max(quotation.range.end);
            }
        }
    }
    range
}
