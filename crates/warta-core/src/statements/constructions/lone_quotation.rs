//! A quotation that follows its speaker's sentence with no cue of its own: the same speaker goes on.

use super::super::draft::Draft;
use super::super::scene::Scene;

/// Words of the shortest quotation that is a sentence of its own.
const WORDS: usize = 3;

/// Proposes the quotations that nobody has claimed; `drafts` are those that were kept, in text order.
pub fn propose(scene: &Scene<'_>, drafts: &[Draft]) -> Vec<Draft> {
    let mut made: Vec<Draft> = Vec::new();
    for quotation in &scene.quotations {
        let range = &quotation.range;
        if range.clone().filter(|&i| scene.tokens.is_word(i)).count() < WORDS {
            continue;
        }
        if drafts.iter().any(|d| d.content.iter().any(|c| c.start < range.end && range.start < c.end)) {
            continue;
        }
        let at = scene.sentences.partition_point(|s| s.end <= range.start);
        let Some(sentence) = scene.sentences.get(at) else { continue };
        // The quotation is the whole sentence, but for a closing stop.
        if sentence.start != range.start || range.end + 1 < sentence.end {
            continue;
        }
        let Some(previous) = at.checked_sub(1).map(|i| &scene.sentences[i]) else { continue };
        let before = drafts
            .iter()
            .chain(&made)
            .filter(|d| d.sentence == *previous && d.source.is_some())
            .max_by_key(|d| d.cue.as_ref().map_or(0, |c| c.start));
        let Some(before) = before else { continue };
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
        });
    }
    made
}
