//! One statement for each cue: where two constructions claim the same one, the stronger stays.

use std::ops::Range;

use super::draft::Draft;

/// True where two runs of tokens share one.
pub fn overlap(a: &Range<usize>, b: &Range<usize>) -> bool {
    a.start < b.end && b.start < a.end
}

/// Keeps the drafts that agree with each other, in the order of the text.
pub fn merge(mut drafts: Vec<Draft>) -> Vec<Draft> {
    drafts.sort_by(|a, b| {
        let cue = |d: &Draft| d.cue.as_ref().map_or(0, |c| c.len());
        b.strength.cmp(&a.strength).then(cue(b).cmp(&cue(a)))
    });
    let mut kept: Vec<Draft> = Vec::new();
    // By sentence, so that a long text stays linear.
    let mut of_sentence: rustc_hash::FxHashMap<usize, Vec<usize>> = rustc_hash::FxHashMap::default();
    for draft in drafts {
        let rivals = of_sentence.entry(draft.sentence.start).or_default();
        if rivals.iter().all(|&i| agrees(&kept[i], &draft)) {
            rivals.push(kept.len());
            kept.push(draft);
        }
    }
    kept.sort_by_key(order);
    kept
}

/// Where a draft stands in the text.
pub fn order(draft: &Draft) -> (usize, usize) {
    let content = draft.content.first().map_or(usize::MAX, |c| c.start);
    (draft.cue.as_ref().map_or(content, |c| c.start), content)
}

fn agrees(kept: &Draft, new: &Draft) -> bool {
    let (Some(a), Some(b)) = (&kept.cue, &new.cue) else { return true };
    // A cue or a source inside another's cue or source is the same attribution read twice.
    if overlap(a, b) {
        return false;
    }
    let inside = |cue: &Range<usize>, other: &Draft| {
        other.source.as_ref().is_some_and(|s| !s.suffix && overlap(&s.tokens, cue))
    };
    if inside(a, new) || inside(b, kept) {
        return false;
    }
    // The same words from two cues of one sentence: only one inside the other is a nested statement.
    let shared = kept.content.iter().any(|x| new.content.iter().any(|y| overlap(x, y)));
    !shared || nests(kept, new) || nests(new, kept)
}

/// True where the cue and all content of `inner` stand inside one content span of `outer`.
pub fn nests(outer: &Draft, inner: &Draft) -> bool {
    let first = inner.cue.clone().or_else(|| inner.content.first().cloned());
    let Some(first) = first else { return false };
    outer.content.iter().any(|c| {
        c.start <= first.start
            && first.end <= c.end
            && inner.content.iter().all(|i| c.start <= i.start && i.end <= c.end)
    }) && outer.content != inner.content
}
