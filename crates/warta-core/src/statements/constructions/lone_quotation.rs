//! A quotation that follows its speaker's sentence with no cue of its own: the same speaker goes on.

use rustc_hash::FxHashMap;

use super::super::draft::Draft;
use super::super::scene::Scene;

/// Words of the shortest quotation that is a sentence of its own.
const WORDS: usize = 3;

/// Proposes the quotations that nobody has claimed; `drafts` are those that were kept, in text order.
pub fn propose(scene: &Scene<'_>, drafts: &[Draft]) -> Vec<Draft> {
    let mut claimed = vec![false; scene.quotations.len()];
    let mut last_of: FxHashMap<usize, &Draft> = FxHashMap::default();
    for draft in drafts {
        for content in &draft.content {
            claimed[scene.quotations_in(content)].fill(true);
        }
        if draft.source.is_some() {
            last_of.insert(draft.sentence.start, draft);
            // What a quotation goes on with may stand after the sentence of its cue.
            for content in draft.content.iter().filter(|c| c.start >= draft.sentence.end) {
                let at = scene.sentences.partition_point(|s| s.end < content.end);
                if let Some(sentence) = scene.sentences.get(at) {
                    last_of.insert(sentence.start, draft);
                }
            }
        }
    }
    let mut made: Vec<Draft> = Vec::new();
    for (number, quotation) in scene.quotations.iter().enumerate() {
        let range = &quotation.range;
        if claimed[number] || range.clone().filter(|&i| scene.tokens.is_word(i)).count() < WORDS {
            continue;
        }
        let at = scene.sentences.partition_point(|s| s.end <= range.start);
        let Some(sentence) = scene.sentences.get(at) else { continue };
        // The quotation is the whole sentence, but for a closing stop.
        if sentence.start != range.start || range.end + 1 < sentence.end {
            continue;
        }
        let Some(previous) = at.checked_sub(1).map(|i| &scene.sentences[i]) else { continue };
        // It may itself follow a quotation that its speaker's sentence is followed by.
        let goes_on = made.last().filter(|d| d.sentence == *previous);
        let Some(before) = goes_on.or(last_of.get(&previous.start).copied()) else { continue };
        made.push(Draft {
            source: before.source.clone(),
            cue: None,
            cue_span: None,
            meaning: None,
            negated: false,
            content: vec![range.clone()],
            addressee: None,
            construction: "lone_quotation",
            strength: 3,
            sentence: sentence.clone(),
            score: None,
        });
    }
    made
}
