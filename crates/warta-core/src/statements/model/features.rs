//! What the sequence model sees of a token, as hashes; training learns from these very hashes.

use std::ops::Range;

use rustc_hash::FxHashMap;
use safetensors::SafeTensors;

use super::crf::Rows;
use super::tensors;
use crate::languages::words::hash_of;
use crate::statements::quotations::Quotation;
use crate::statements::tokens::{Shape, Tokens};

/// Tokens of the longest window on each side of a cue.
const REACH: usize = 110;

/// Classes of words of like use: a fine and a coarse one by the word's hash.
#[derive(Clone, Debug, Default)]
pub struct Clusters(FxHashMap<u32, (u16, u8)>);

impl Clusters {
    /// Reads the tensors `classes.words`, `classes.fine` and `classes.coarse`, one number a word each.
    pub fn read(file: &SafeTensors<'_>) -> Result<Clusters, String> {
        let [words, fine, coarse] =
            ["classes.words", "classes.fine", "classes.coarse"].map(|name| tensors::numbers(file, name));
        Ok(Clusters::new(
            words?.into_iter().zip(fine?).zip(coarse?).map(|((w, f), c)| (w, f as u16, c as u8)),
        ))
    }

    /// Short hashes of words with their fine and coarse class.
    pub fn new(rows: impl Iterator<Item = (u32, u16, u8)>) -> Clusters {
        Clusters(rows.map(|(word, fine, coarse)| (word, (fine, coarse))).collect())
    }

    fn of(&self, hash: u64) -> (u16, u8) {
        self.0.get(&short(hash)).copied().unwrap_or((0, 0))
    }
}

/// The half of a hash that tables hold.
pub fn short(hash: u64) -> u32 {
    ((hash >> 32) as u32).max(1)
}

/// A cue that the first stage found.
#[derive(Clone, Debug, PartialEq)]
pub struct Found {
    /// Its tokens.
    pub range: Range<usize>,
    /// How sure the first stage is.
    pub chance: f32,
}

/// Classes of the last letters of a word are numbers of so many bits.
const ENDING_BITS: u32 = 10;
/// An odd number near 2^64 divided by the golden ratio: its products spread over all bits (Knuth's multiplicative hash).
const SPREAD: u64 = 0x9e37_79b9_7f4a_7c15;

/// What the network sees of a token.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Seen {
    /// Short hash of the word; numbers by their length, quotation marks and dashes folded.
    pub word: u32,
    /// Class of the last three letters, below 1,024.
    pub ending: u16,
    /// Shape and place in a quotation: 4 * shape + place.
    pub form: u8,
    /// Number of the sentence from 1.
    pub sentence: u32,
    /// Number of the paragraph from 1.
    pub paragraph: u32,
}

/// Where a token stands from a cue, as the network's tables number it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Pair {
    /// Steps that grow, below 12 before the cue, 12 in it.
    pub distance: u8,
    /// Side, sentence, paragraph and quotation against the cue's.
    pub place: u8,
    /// Commas, quotation marks, other cues and a "that" between.
    pub between: u8,
}

/// A text with what is looked up once for each token.
pub struct Page<'p, 't> {
    /// Its tokens.
    pub tokens: &'p Tokens<'t>,
    /// Its quotations.
    pub quotations: &'p [Quotation],
    /// Number of the quotation from 1; 0 outside.
    quotation: Vec<u32>,
    sentence: Vec<u32>,
    paragraph: Vec<u32>,
    word: Vec<u64>,
    ending: Vec<u64>,
    fine: Vec<u64>,
    kind: Vec<u64>,
}

fn mix(template: u64, parts: &[u64]) -> u32 {
    let mut hash = template.wrapping_mul(SPREAD);
    for part in parts {
        hash = (hash.rotate_left(7) ^ part).wrapping_mul(0x517c_c1b7_2722_0a95);
        hash ^= hash >> 29;
    }
    short(hash.wrapping_mul(SPREAD))
}

/// A distance in steps that grow.
fn bucket(distance: usize) -> u64 {
    match distance {
        0..=5 => distance as u64,
        6..=7 => 6,
        8..=10 => 7,
        11..=15 => 8,
        16..=24 => 9,
        25..=49 => 10,
        _ => 11,
    }
}

/// Numbers the ranges from 1 by token.
fn numbers<'r>(length: usize, ranges: impl Iterator<Item = &'r Range<usize>>) -> Vec<u32> {
    let mut made = vec![0; length];
    for (number, range) in ranges.enumerate() {
        made[range.clone()].fill(number as u32 + 1);
    }
    made
}

/// What an ending says of the part of speech.
fn inflection(word: &str) -> u64 {
    let has = |end: &str| word.len() > end.len() + 2 && word.ends_with(end);
    if has("ed") {
        1
    } else if has("ing") {
        2
    } else if has("ly") {
        3
    } else if has("s") && !has("ss") {
        4
    } else if has("ion") || has("ment") || has("ity") || has("ness") {
        5
    } else if has("er") || has("or") || has("ist") {
        6
    } else {
        0
    }
}

impl<'p, 't> Page<'p, 't> {
    /// Looks everything up; linear in the text.
    pub fn new(tokens: &'p Tokens<'t>, quotations: &'p [Quotation], clusters: &Clusters) -> Self {
        let n = tokens.len();
        let mut page = Page {
            tokens,
            quotations,
            quotation: numbers(n, quotations.iter().map(|q| &q.range)),
            sentence: numbers(n, tokens.sentences.iter()),
            paragraph: numbers(n, tokens.paragraphs.iter()),
            word: Vec::with_capacity(n),
            ending: Vec::with_capacity(n),
            fine: Vec::with_capacity(n),
            kind: Vec::with_capacity(n),
        };
        for i in 0..n {
            let token = &tokens.all[i];
            let word = tokens.str(i);
            let (fine, coarse) = clusters.of(token.hash);
            let shape = token.shape as u64;
            if token.shape == Shape::Mark {
                let mark = match tokens.mark(i) {
                    Some('“' | '”' | '"' | '„' | '«' | '»') => u64::from(u32::from('"')),
                    Some('’' | '‘') => u64::from(u32::from('\'')),
                    Some('—' | '–') => u64::from(u32::from('-')),
                    _ => token.hash,
                };
                page.word.push(mark);
                page.ending.push(1);
                page.fine.push(1 << 20 | mark);
                page.kind.push(1 << 20 | mark);
                continue;
            }
            let from = word.char_indices().rev().nth(2).map_or(0, |(at, _)| at);
            let folded = if token.shape == Shape::Digit { 7 + word.len() as u64 } else { token.hash };
            page.word.push(folded);
            page.ending.push(hash_of(&word[from..]) ^ u64::from(from == 0));
            let inflected = inflection(word);
            let fine = if fine == 0 { 1 << 16 | inflected } else { u64::from(fine) };
            page.fine.push(fine << 3 | shape);
            page.kind.push((u64::from(coarse) << 8 | inflected << 3 | shape) + (1 << 24));
        }
        page
    }

    fn at(list: &[u64], i: isize) -> u64 {
        usize::try_from(i).ok().and_then(|i| list.get(i)).copied().unwrap_or(3)
    }

    fn quoted(&self, i: isize) -> u64 {
        usize::try_from(i).ok().and_then(|i| self.quotation.get(i)).map_or(2, |&q| u64::from(q != 0))
    }

    /// Where a token stands in its quotation: outside, its opening mark, inside, its closing mark.
    fn place(&self, i: usize) -> u64 {
        match self.quotation[i] {
            0 => 0,
            number => {
                let range = &self.quotations[number as usize - 1].range;
                if i == range.start {
                    1
                } else if i + 1 == range.end {
                    2
                } else {
                    3
                }
            }
        }
    }

    fn place_or(&self, i: isize) -> u64 {
        usize::try_from(i).ok().filter(|&i| i < self.tokens.len()).map_or(9, |i| self.place(i))
    }

    /// What the network sees of token `i`.
    pub fn seen(&self, i: usize) -> Seen {
        Seen {
            word: short(self.word[i].wrapping_mul(SPREAD)),
            ending: (self.ending[i].wrapping_mul(SPREAD) >> (u64::BITS - ENDING_BITS)) as u16,
            form: (self.tokens.all[i].shape as u64 * 4 + self.place(i)) as u8,
            sentence: self.sentence[i],
            paragraph: self.paragraph[i],
        }
    }

    /// Features of the first stage, a row for each token of a paragraph, empty where the token (by its number in the paragraph) is
    /// not asked about.
    pub fn cues(&self, paragraph: &Range<usize>, asked: impl Fn(usize) -> bool) -> Rows {
        let mut rows = Rows::default();
        for i in paragraph.clone() {
            if asked(i - paragraph.start) {
                self.cue_row(i, paragraph, &mut rows.flat);
            }
            rows.ends.push(rows.flat.len() as u32);
        }
        rows
    }

    fn cue_row(&self, i: usize, paragraph: &Range<usize>, row: &mut Vec<u32>) {
        let at = i as isize;
        let w = |d: isize| Self::at(&self.word, at + d);
        let c = |d: isize| Self::at(&self.fine, at + d);
        let k = |d: isize| Self::at(&self.kind, at + d);
        row.push(mix(1, &[]));
        for d in -3..=3isize {
            let n = (d + 3) as u64;
            row.extend([mix(10 + n, &[w(d)]), mix(20 + n, &[c(d)]), mix(30 + n, &[k(d)])]);
        }
        let quotes = self.quoted(at - 1) + 3 * self.quoted(at) + 9 * self.quoted(at + 1);
        let before = (paragraph.start..i).rev().take(12).position(|j| self.quotation[j] != 0);
        let after = (i + 1..paragraph.end).take(12).position(|j| self.quotation[j] != 0);
        let near = |d: Option<usize>| d.map_or(99, bucket);
        let sentence = &self.tokens.sentences[self.sentence[i] as usize - 1];
        let that = (i + 1..sentence.end)
            .take(4)
            .position(|j| self.word[j] == *THAT || self.tokens.is_mark(j, ':'))
            .map_or(9, |d| d as u64);
        row.extend([
            mix(40, &[self.ending[i]]),
            mix(41, &[w(-1), w(0)]),
            mix(42, &[w(0), w(1)]),
            mix(43, &[w(-1), w(0), w(1)]),
            mix(44, &[k(-1), k(0), k(1)]),
            mix(45, &[k(-2), k(-1), k(0)]),
            mix(46, &[k(0), k(1), k(2)]),
            mix(47, &[w(0), k(1)]),
            mix(48, &[w(0), k(-1)]),
            mix(49, &[w(0), k(-2), k(-1)]),
            mix(50, &[w(0), k(1), k(2)]),
            mix(51, &[c(0), k(1)]),
            mix(52, &[c(0), k(-1)]),
            mix(53, &[c(-1), c(0)]),
            mix(54, &[c(0), c(1)]),
            mix(55, &[w(-2), w(-1), w(0)]),
            mix(56, &[w(0), w(1), w(2)]),
            mix(57, &[w(0), quotes]),
            mix(58, &[c(0), quotes]),
            mix(59, &[near(before), near(after), k(0)]),
            mix(60, &[near(before), w(0)]),
            mix(61, &[near(after), w(0)]),
            mix(62, &[near(before), c(0)]),
            mix(63, &[near(after), c(0)]),
            mix(64, &[bucket(i - sentence.start), k(0)]),
            mix(65, &[bucket(sentence.end - i), k(0)]),
            mix(66, &[u64::from(i == paragraph.start), w(0)]),
            mix(67, &[that, w(0)]),
            mix(68, &[that, c(0)]),
            mix(69, &[self.ending[i], k(-1), k(1)]),
            mix(70, &[w(-1), k(0)]),
            mix(71, &[w(1), k(0)]),
            mix(72, &[k(-1), k(0)]),
            mix(73, &[k(0), k(1)]),
            mix(74, &[c(-1), w(0)]),
            mix(75, &[w(0), c(1)]),
        ]);
    }

    /// The tokens around a cue that may hold its source and content: its sentence, those beside it in reach and the
    /// quotations that these cut.
    pub fn window(&self, cue: &Range<usize>) -> Range<usize> {
        let sentences = &self.tokens.sentences;
        let at = self.sentence[cue.start] as usize - 1;
        let mut start = sentences[at.saturating_sub(1)].start;
        let mut end = sentences[(at + 1).min(sentences.len() - 1)].end;
        let whole = |i: usize| match self.quotation[i] {
            0 => i..i + 1,
            number => self.quotations[number as usize - 1].range.clone(),
        };
        start = start.min(whole(start).start).max(cue.start.saturating_sub(REACH));
        end = end.max(whole(end - 1).end).min(cue.end + REACH);
        start..end
    }

    /// Where the tokens of a window stand from its cue; `starts` are the first tokens of all cues, in order.
    pub fn pairs(&self, cue: &Range<usize>, starts: &[usize], window: &Range<usize>) -> Vec<Pair> {
        let mut between = vec![0u8; window.len()];
        let mut walk = |run: &mut dyn Iterator<Item = usize>| {
            let (mut commas, mut marks, mut cues, mut that) = (0, 0, 0, 0);
            for i in run {
                between[i - window.start] = commas + 4 * marks + 16 * cues + 48 * that;
                match self.tokens.mark(i) {
                    Some(',') => commas = (commas + 1).min(3),
                    Some('"' | '“' | '”') => marks = (marks + 1).min(3),
                    Some(_) => {}
                    None if self.word[i] == *THAT => that = 1,
                    None => {}
                }
                if !cue.contains(&i) && starts.binary_search(&i).is_ok() {
                    cues = (cues + 1).min(2);
                }
            }
        };
        walk(&mut (window.start..cue.start).rev());
        walk(&mut (cue.end..window.end));
        let own = self.quotation[cue.start];
        window
            .clone()
            .map(|i| {
                let (side, distance) = if i < cue.start {
                    (0, bucket(cue.start - i))
                } else if i < cue.end {
                    (1, 12)
                } else {
                    (2, 12 + bucket(i - cue.end + 1))
                };
                let sentence =
                    (i64::from(self.sentence[i]) - i64::from(self.sentence[cue.start]) + 2).clamp(0, 4);
                let quoted = self.quotation[i] != 0;
                let place = side
                    + 3 * sentence as u8
                    + 15 * u8::from(quoted)
                    + 30 * u8::from(self.paragraph[i] == self.paragraph[cue.start])
                    + 60 * u8::from(quoted && self.quotation[i] == own);
                Pair { distance: distance as u8, place, between: between[i - window.start] }
            })
            .collect()
    }

    /// Features of the second stage, a row for each token of the window, empty where it is not asked about; `all` are the cues of
    /// the text in order.
    pub fn roles(
        &self,
        cue: &Found,
        all: &[Found],
        window: &Range<usize>,
        asked: impl Fn(usize) -> bool,
    ) -> Rows {
        let Found { range: cue, chance } = cue;
        let first = cue.start as isize;
        let last = cue.end as isize - 1;
        let (cue_first, cue_last) = (self.word[cue.start], self.word[cue.end - 1]);
        let cue_fine = self.fine[cue.end - 1];
        let chance = (chance * 9.99) as u64;
        let kind = |i: isize| Self::at(&self.kind, i);
        let edges =
            mix(2, &[self.place_or(first - 1), self.place_or(last + 1), kind(last + 1) & 0xff_ffff]) as u64;
        let beside = mix(3, &[kind(first - 1), kind(last + 1)]) as u64;
        let next = Self::at(&self.word, last + 1);
        let n = window.len();
        // What stands between a token and the cue: commas, quotation marks, other cues, that-words.
        let mut between = vec![[0u8; 4]; n];
        let mut inside = vec![0u64; n];
        let from = all.partition_point(|f| f.range.end <= window.start);
        for other in all[from..].iter().take_while(|f| f.range.start < window.end) {
            if other.range != *cue {
                for i in other.range.start.max(window.start)..other.range.end.min(window.end) {
                    inside[i - window.start] = 1 + u64::from(i == other.range.start);
                }
            }
        }
        let mut count = |i: usize, counts: &mut [u8; 4]| {
            between[i - window.start] = *counts;
            match self.tokens.mark(i) {
                Some(',') => counts[0] = (counts[0] + 1).min(3),
                Some('"' | '“' | '”') => counts[1] = (counts[1] + 1).min(3),
                Some(_) => {}
                None => {
                    if self.word[i] == *THAT {
                        counts[3] = 1;
                    }
                }
            }
            if inside[i - window.start] == 2 {
                counts[2] = (counts[2] + 1).min(2);
            }
        };
        let mut counts = [0; 4];
        (window.start..cue.start).rev().for_each(|i| count(i, &mut counts));
        counts = [0; 4];
        (cue.end..window.end).for_each(|i| count(i, &mut counts));

        let mut rows = Rows::default();
        for i in window.clone() {
            if !asked(i - window.start) {
                rows.ends.push(rows.flat.len() as u32);
                continue;
            }
            let at = i as isize;
            let w = |d: isize| Self::at(&self.word, at + d);
            let c = |d: isize| Self::at(&self.fine, at + d);
            let k = |d: isize| Self::at(&self.kind, at + d);
            let (side, distance) = if i < cue.start {
                (0, bucket(cue.start - i))
            } else if i < cue.end {
                (1, 0)
            } else {
                (2, bucket(i - cue.end + 1))
            };
            let sentence =
                (i64::from(self.sentence[i]) - i64::from(self.sentence[cue.start]) + 2).clamp(0, 4) as u64;
            let paragraph = u64::from(self.paragraph[i] == self.paragraph[cue.start]);
            let quote = self.place(i);
            let q = u64::from(quote != 0);
            let same = u64::from(quote != 0 && self.quotation[i] == self.quotation[cue.start]);
            let [commas, quotes, cues, thats] = between[i - window.start].map(u64::from);
            let other = inside[i - window.start];
            let place = side | sentence << 2 | q << 5 | paragraph << 6 | same << 7;
            let own = &self.tokens.sentences[self.sentence[i] as usize - 1];
            let edge =
                u64::from(i == own.start) + 2 * u64::from(i + 1 == own.end) + 3 * u64::from(i + 2 == own.end);
            let quotes_near = self.quoted(at - 1) * 3 + self.quoted(at + 1);
            rows.flat.extend([
                mix(100, &[side]),
                mix(101, &[side, distance]),
                mix(102, &[place, quote, quotes]),
                mix(103, &[place, edges]),
                mix(104, &[place, cue_last]),
                mix(105, &[place, cue_first, cue_last, next]),
                mix(106, &[place, commas, quotes, cues]),
                mix(107, &[place, commas, beside]),
                mix(108, &[place, k(0), commas]),
                mix(109, &[place, edge]),
                mix(110, &[side, distance, k(0)]),
                mix(111, &[side, distance, k(0), k(1)]),
                mix(112, &[side, distance, k(-1), k(0)]),
                mix(113, &[side, w(0)]),
                mix(114, &[side, w(-1)]),
                mix(115, &[side, w(1)]),
                mix(116, &[side, w(-1), w(0)]),
                mix(117, &[side, w(0), w(1)]),
                mix(118, &[place, k(-1), k(0), k(1)]),
                mix(119, &[place, k(-2), k(-1), k(0)]),
                mix(120, &[place, k(0), k(1), k(2)]),
                mix(121, &[side, distance, cue_last]),
                mix(122, &[side, distance, cue_fine, k(0)]),
                mix(123, &[side, distance, w(0)]),
                mix(124, &[place, w(0)]),
                mix(125, &[side, self.ending[i]]),
                mix(126, &[place, cues, quotes, edge]),
                mix(127, &[side, distance, edges]),
                mix(128, &[place, quote, edges, cue_fine]),
                mix(129, &[side, k(0), edges]),
                mix(130, &[place, k(-1), w(0)]),
                mix(131, &[place, w(-1), k(0)]),
                mix(132, &[place, k(0), w(1)]),
                mix(133, &[side, cues, k(0), k(-1)]),
                mix(134, &[side, distance, beside]),
                mix(135, &[place, cue_last, k(0)]),
                mix(136, &[place, commas, w(0)]),
                mix(137, &[place, quote, w(0), edge]),
                mix(138, &[quote, w(-1), quotes_near]),
                mix(139, &[place, chance]),
                mix(140, &[place, c(0)]),
                mix(141, &[side, c(-1), c(0)]),
                mix(142, &[side, c(0), c(1)]),
                mix(143, &[place, cue_fine, thats, commas]),
                mix(144, &[place, other, k(0)]),
                mix(145, &[side, distance, next]),
                mix(146, &[place, next, edges]),
                mix(147, &[side, w(-1), cue_last, distance]),
                mix(148, &[place, thats, w(0), w(-1)]),
                mix(149, &[side, distance, c(0)]),
            ]);
            rows.ends.push(rows.flat.len() as u32);
        }
        rows
    }
}

static THAT: std::sync::LazyLock<u64> = std::sync::LazyLock::new(|| hash_of("that"));
