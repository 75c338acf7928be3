//! Full names in a text, by the words that are short for them.

use std::ops::Range;

use rustc_hash::{FxHashMap, FxHashSet};

use crate::languages::attribution::{Kind, Stand};
use crate::languages::stopwords::{is_stopword, stopwords};
use crate::statements::scene::Scene;
use crate::statements::tokens::Shape;

/// For each capital word the full name in the text that it is short for: a run of two or more names that holds it, the most
/// frequent and of such the first. In English the word closes the name, or where none does opens it.
pub fn name_runs(scene: &Scene<'_>) -> FxHashMap<u64, Range<usize>> {
    /// Words of the longest name.
    const LONGEST: usize = 4;
    let tokens = scene.tokens;
    let small: FxHashSet<u64> =
        tokens.all.iter().filter(|t| t.shape == Shape::Lower).map(|t| t.hash).collect();
    let stopwords = stopwords(scene.lexicon.language);
    let mut counts: FxHashMap<u64, usize> = FxHashMap::default();
    let mut runs: Vec<(Range<usize>, u64)> = Vec::new();
    let mut i = 0;
    while i < tokens.len() {
        let named = |j: usize| {
            tokens.is_capital(j)
                && scene.title(j).is_none()
                && !scene.is_field(j)
                && !scene.cues(j).0.iter().any(|c| matches!(c.stand, Stand::Preposition | Stand::Root))
                && !scene.is_weekday(j)
                && scene.outside(j)
                && !stopwords.is_some_and(|set| is_stopword(tokens.all[j].hash, set))
                && ![Kind::Rank, Kind::Service, Kind::Hypothesis].iter().any(|&kind| scene.is(kind, j, j + 1))
                && !scene.is(Kind::Connective, j, j + 1)
                && !scene.is(Kind::Stop, j, j + 1)
        };
        if !named(i) {
            i += 1;
            continue;
        }
        let mut end = i + 1;
        // A heading is no name's first part.
        let paragraph = tokens.paragraph_of(i).end;
        // "Joseph R. Biden": an initial stands between.
        let initial = |j: usize| {
            !scene.lexicon.head_first()
                && tokens.is_mark(j, '.')
                && tokens.all[j - 1].end - tokens.all[j - 1].start == 1
        };
        while end < paragraph && (named(end) && tokens.all[end].spaced || initial(end)) {
            end += 1;
        }
        // "[Bagi] Megawati", "[Langkah] Apple", "[NasDem Sumut] Iskandar": a word that opens the sentence and is written
        // small elsewhere, an abbreviation and a place are no name's first part.
        let mut from = i;
        let opens = scene.sentences.binary_search_by_key(&from, |s| s.start).is_ok();
        if opens
            && (small.contains(&tokens.all[from].hash)
                || stopwords.is_some_and(|set| is_stopword(tokens.all[from].hash, set)))
        {
            from += 1;
        }
        if scene.lexicon.head_first() {
            while from < end && tokens.all[from].shape == Shape::Caps {
                from += 1;
            }
            from += scene.place(from, end).filter(|length| from + length < end).unwrap_or(0);
        }
        // "Simak Video: Tekad Prabowo Basmi Koruptor": a headline is no name.
        let headline = scene.lexicon.head_first() && i > 0 && tokens.is_mark(i - 1, ':');
        let words = (from..end).filter(|&j| tokens.is_word(j)).count();
        if !headline && (2..=LONGEST).contains(&words) && tokens.is_word(end - 1) {
            let i = from;
            let hash = (i..end).fold(0u64, |all, j| all.rotate_left(9) ^ tokens.all[j].hash);
            *counts.entry(hash).or_default() += 1;
            runs.push((i..end, hash));
        }
        i = end;
    }
    let mut made: FxHashMap<u64, (u8, usize, Range<usize>)> = FxHashMap::default();
    for (run, hash) in runs {
        let count = counts[&hash];
        let last = run.clone().rev().find(|&j| !scene.is(Kind::Degree, j, run.end)).unwrap_or(run.start);
        for j in run.clone() {
            let place = match j {
                // "Prabowo" is Prabowo Subianto before he is Listyo Sigit Prabowo.
                j if scene.lexicon.head_first() => 1 + u8::from(j == run.start),
                j if j == last => 2,
                j if j == run.start => 1,
                _ => continue,
            };
            let known = made.get(&tokens.all[j].hash);
            if known.is_none_or(|(rank, most, _)| (place, count) > (*rank, *most)) {
                made.insert(tokens.all[j].hash, (place, count, run.clone()));
            }
        }
    }
    made.into_iter().map(|(hash, (_, _, run))| (hash, run)).collect()
}
