//! The page's subject: which words its prose has in common, and which runs of prose it has.
//!
//! A teaser for another story or a comment shares few words with the paragraphs of the article.

use rustc_hash::FxHashMap;

use super::line::{Line, share};
use crate::languages::stopwords::{self, Stopwords};

/// Content words of a page that are counted; an article's page has a few thousand.
const MOST_WORDS: usize = 400_000;

/// Blocks that have a word for it to be a topic of the page, at least.
const SPREAD: u32 = 4;

/// Most spread words of a page that are its topic.
const TOPICS: usize = 15;

/// The content words of each block, to tell what is about the page's subject from what is about another.
#[derive(Default)]
pub(super) struct Content {
    words: Vec<u64>,
    /// End of each block in `words`.
    ends: Vec<usize>,
}

#[derive(Default)]
struct Spread {
    /// Blocks of prose, and of these blocks of the longest run, that have the word.
    prose: u32,
    main: u32,
    /// The last block counted, plus one.
    last: u32,
}

impl Content {
    /// Notes the content words of the next block.
    pub(super) fn add(&mut self, hashes: &[u64], stop: Stopwords) {
        if self.words.len() < MOST_WORDS {
            self.words.extend(hashes.iter().filter(|h| !stopwords::is_stopword(**h, stop)));
        }
        self.ends.push(self.words.len());
    }

    /// Says of each line what it shares with the others.
    pub(super) fn judge(&self, lines: &mut [Line]) {
        let runs = runs(lines);
        let in_main: Vec<bool> =
            runs.iter().zip(lines.iter()).map(|((_, rank, _), l)| *rank == 0 && l.is_prose()).collect();
        let mut spread: FxHashMap<u64, Spread> = FxHashMap::default();
        let block = |at: usize| &self.words[if at == 0 { 0 } else { self.ends[at - 1] }..self.ends[at]];
        for at in (0..lines.len()).filter(|at| lines[*at].is_prose()) {
            for word in block(at) {
                let found = spread.entry(*word).or_default();
                if found.last != at as u32 + 1 {
                    found.last = at as u32 + 1;
                    found.prose += 1;
                    found.main += u32::from(in_main[at]);
                }
            }
        }
        let mut topics: Vec<(u32, u64)> =
            spread.iter().filter(|(_, s)| s.prose >= SPREAD).map(|(w, s)| (s.prose, *w)).collect();
        topics.sort_unstable_by(|a, b| b.cmp(a));
        topics.truncate(TOPICS);
        for (at, line) in lines.iter_mut().enumerate() {
            let words = block(at);
            let (mut shared, mut main, mut topic) = (0, 0, 0);
            let own = u32::from(line.is_prose());
            let own_main = u32::from(in_main[at]);
            for word in words {
                if let Some(found) = spread.get(word) {
                    shared += u32::from(found.prose > own);
                    main += u32::from(found.main > own_main);
                    topic += u32::from(found.prose >= SPREAD && topics.iter().any(|t| t.1 == *word));
                }
            }
            let all = words.len() as u32;
            (line.shared, line.main, line.topic) = (share(shared, all), share(main, all), share(topic, all));
        }
    }
}

/// Lines without prose that a run of prose may have inside.
const RUN_GAP: u32 = 3;

/// For each line, the run of prose it belongs to (or that follows within the gap): words, rank by words, place in it.
pub(super) fn runs(lines: &[Line]) -> Vec<(u32, u32, f32)> {
    let mut found: Vec<(usize, usize, u32)> = Vec::new();
    for (i, line) in lines.iter().enumerate().filter(|(_, l)| l.is_prose()) {
        match found.last_mut() {
            Some((_, end, words)) if i - *end <= RUN_GAP as usize + 1 => {
                *end = i;
                *words += line.words;
            }
            _ => found.push((i, i, line.words)),
        }
    }
    let mut order: Vec<usize> = (0..found.len()).collect();
    order.sort_by_key(|r| std::cmp::Reverse(found[*r].2));
    let mut made = vec![(0, 20, -1.0); lines.len()];
    for (rank, run) in order.into_iter().enumerate() {
        let (from, to, words) = found[run];
        for (i, at) in made.iter_mut().enumerate().take(to + 1).skip(from) {
            *at = (words, rank.min(20) as u32, (i - from) as f32 / (to - from).max(1) as f32);
        }
    }
    made
}
