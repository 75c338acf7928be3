//! What the sequence model sees of a token, as hashes; `training/statements.py` learns from these very hashes.

use std::ops::Range;

use super::super::quotations::Quotation;
use super::super::tokens::{Shape, Tokens};
use crate::languages::attribution::{Kind, Lexicon, Stand, Title, lexicon};
use crate::languages::words::hash_of;

/// Tokens of the longest window on each side of a cue.
const REACH: usize = 120;
/// Letters of the endings that tell a word's kind.
const ENDING: usize = 3;
/// Hashes are cut to this many bits, which keeps tables small and collisions rare (a table has some 10^5 rows).
const BITS: u32 = 44;

/// A text with what is looked up once for each token.
pub struct Page<'p, 't> {
    /// Its tokens.
    pub tokens: &'p Tokens<'t>,
    quotation_of: Vec<u32>,
    quotations: &'p [Quotation],
    words: Vec<u64>,
    endings: Vec<u64>,
    looks: Vec<u64>,
    sentence_of: Vec<u32>,
}

/// Mixes numbers into one feature.
fn mix(template: u64, parts: &[u64]) -> u64 {
    let mut hash = template.wrapping_mul(0x9e37_79b9_7f4a_7c15);
    for part in parts {
        hash = (hash.rotate_left(7) ^ part).wrapping_mul(0x517c_c1b7_2722_0a95);
        hash ^= hash >> 29;
    }
    hash >> (64 - BITS)
}

/// A distance in steps that grow.
fn bucket(distance: usize) -> u64 {
    match distance {
        0..=4 => distance as u64,
        5..=6 => 5,
        7..=9 => 6,
        10..=14 => 7,
        15..=24 => 8,
        25..=49 => 9,
        _ => 10,
    }
}

impl<'p, 't> Page<'p, 't> {
    /// Looks everything up; linear in the text.
    pub fn new(tokens: &'p Tokens<'t>, quotations: &'p [Quotation]) -> Self {
        let lexicon = lexicon("en").expect("English has tables");
        let mut quotation_of = vec![0; tokens.len()];
        for (number, quotation) in quotations.iter().enumerate() {
            quotation_of[quotation.range.clone()].fill(number as u32 + 1);
        }
        let mut sentence_of = vec![0; tokens.len()];
        for (number, sentence) in tokens.sentences.iter().enumerate() {
            sentence_of[sentence.clone()].fill(number as u32);
        }
        let words = (0..tokens.len()).map(|i| word(tokens, i)).collect();
        let endings = (0..tokens.len()).map(|i| ending(tokens, i)).collect();
        let looks = (0..tokens.len()).map(|i| look(tokens, lexicon, i)).collect();
        Page { tokens, quotation_of, quotations, words, endings, looks, sentence_of }
    }

    fn word(&self, i: isize) -> u64 {
        usize::try_from(i).ok().and_then(|i| self.words.get(i)).copied().unwrap_or(1)
    }

    fn look(&self, i: isize) -> u64 {
        usize::try_from(i).ok().and_then(|i| self.looks.get(i)).copied().unwrap_or(1)
    }

    fn quoted(&self, i: isize) -> u64 {
        let quoted = |i: usize| self.quotation_of.get(i).is_some_and(|&number| number != 0);
        usize::try_from(i).map_or(2, |i| u64::from(quoted(i)))
    }

    /// Where a token stands in its quotation: outside, its opening mark, inside, its closing mark.
    fn quote_place(&self, i: usize) -> u64 {
        match self.quotation_of[i] {
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

    /// Features of the first stage, one row for each token of a paragraph.
    pub fn cue_features(&self, paragraph: &Range<usize>) -> Vec<Vec<u64>> {
        paragraph.clone().map(|i| self.cue_row(i, paragraph)).collect()
    }

    fn cue_row(&self, i: usize, paragraph: &Range<usize>) -> Vec<u64> {
        let at = i as isize;
        let (w, l) = (|d: isize| self.word(at + d), |d: isize| self.look(at + d));
        let mut row = vec![mix(1, &[])];
        for (n, d) in (-3..=3isize).enumerate() {
            row.push(mix(10 + n as u64, &[w(d)]));
            row.push(mix(20 + n as u64, &[l(d)]));
        }
        row.push(mix(30, &[self.endings[i]]));
        row.push(mix(31, &[w(-1), w(0)]));
        row.push(mix(32, &[w(0), w(1)]));
        row.push(mix(33, &[w(-1), w(0), w(1)]));
        row.push(mix(34, &[l(-1), l(0), l(1)]));
        row.push(mix(35, &[l(-2), l(-1), l(0)]));
        row.push(mix(36, &[l(0), l(1), l(2)]));
        row.push(mix(37, &[w(0), l(1)]));
        row.push(mix(38, &[w(0), l(-1)]));
        row.push(mix(39, &[w(0), l(-2), l(-1)]));
        row.push(mix(40, &[w(0), l(1), l(2)]));
        row.push(mix(41, &[w(1), l(0)]));
        row.push(mix(42, &[w(-1), l(0)]));
        let quotes = [self.quoted(at - 1), self.quoted(at), self.quoted(at + 1)];
        row.push(mix(43, &quotes));
        row.push(mix(44, &[w(0), quotes[0], quotes[1], quotes[2]]));
        // How far the quotation is that ends before, or opens after.
        let before = (paragraph.start..i).rev().take(12).position(|j| self.quotation_of[j] != 0);
        let after = (i + 1..paragraph.end).take(12).position(|j| self.quotation_of[j] != 0);
        let near = |d: Option<usize>| d.map_or(99, bucket);
        row.push(mix(45, &[near(before), near(after), l(0)]));
        row.push(mix(46, &[near(before), w(0)]));
        row.push(mix(47, &[near(after), w(0)]));
        let sentence = &self.tokens.sentences[self.sentence_of[i] as usize];
        row.push(mix(48, &[bucket(i - sentence.start), l(0)]));
        row.push(mix(49, &[bucket(sentence.end - i), l(0)]));
        row.push(mix(50, &[u64::from(i == paragraph.start), w(0)]));
        row.push(mix(51, &[self.endings[i], l(-1), l(1)]));
        row
    }

    /// The tokens around a cue that may hold its source and content: its sentence, the one before and the one after,
    /// and the quotations that these cut.
    pub fn window(&self, cue: &Range<usize>) -> Range<usize> {
        let sentences = &self.tokens.sentences;
        let at = self.sentence_of[cue.start] as usize;
        let mut start = sentences[at.saturating_sub(1)].start;
        let mut end = sentences[(at + 1).min(sentences.len() - 1)].end;
        let whole = |i: usize| match self.quotation_of[i] {
            0 => i..i + 1,
            number => self.quotations[number as usize - 1].range.clone(),
        };
        start = start.min(whole(start).start).max(cue.start.saturating_sub(REACH));
        end = end.max(whole(end - 1).end).min(cue.end + REACH);
        start..end
    }

    /// Features of the second stage, one row for each token of the window.
    pub fn role_features(&self, cue: &Range<usize>, window: &Range<usize>) -> Vec<Vec<u64>> {
        let mut made = Vec::with_capacity(window.len());
        let head = (cue.end - 1) as isize;
        let cue_word = self.word(cue.start as isize);
        let cue_last = self.word(head);
        let cue_ending = self.endings[cue.end - 1];
        // What stands around the cue tells on which side its content is.
        let sides = mix(
            2,
            &[
                self.quote_place_or(cue.start as isize - 1),
                self.quote_place_or(cue.end as isize),
                self.look(cue.end as isize),
            ],
        );
        let beside = mix(3, &[self.look(cue.start as isize - 1), self.look(cue.end as isize)]);
        let cue_sentence = self.sentence_of[cue.start];
        // Marks between a token and the cue, counted outwards.
        let mut between = vec![[0u8; 3]; window.len()];
        let (left, right) = ((window.start..cue.start).rev(), cue.end..window.end);
        for outwards in [left.collect::<Vec<_>>(), right.collect()] {
            let mut counts = [0u8; 3];
            for i in outwards {
                between[i - window.start] = counts;
                match self.tokens.mark(i) {
                    Some(',') => counts[0] = (counts[0] + 1).min(3),
                    Some('"' | '“' | '”') => counts[1] = (counts[1] + 1).min(3),
                    _ => {}
                }
                if is_cue_look(self.looks[i]) {
                    counts[2] = (counts[2] + 1).min(2);
                }
            }
        }
        for i in window.clone() {
            let at = i as isize;
            let (w, l) = (|d: isize| self.word(at + d), |d: isize| self.look(at + d));
            let side = if i < cue.start {
                0
            } else if cue.contains(&i) {
                1
            } else {
                2
            };
            let distance = match side {
                0 => bucket(cue.start - i),
                1 => 0,
                _ => bucket(i - cue.end + 1),
            };
            let sentence = (i64::from(self.sentence_of[i]) - i64::from(cue_sentence) + 2) as u64;
            let quote = self.quote_place(i);
            let [commas, quotes, cues] = between[i - window.start].map(u64::from);
            let place = mix(4, &[side, sentence, u64::from(quote != 0)]);
            let own = &self.tokens.sentences[self.sentence_of[i] as usize];
            let first = u64::from(i == own.start) + 2 * u64::from(i + 1 == own.end);
            let mut row = vec![mix(60, &[side]), mix(61, &[side, distance])];
            row.extend([
                mix(62, &[side, sentence, quote, quotes]),
                mix(63, &[place, sides]),
                mix(64, &[place, cue_last]),
                mix(65, &[side, commas, quotes, cues]),
                mix(66, &[place, commas, beside]),
                mix(67, &[place, l(0), commas]),
                mix(68, &[place, first]),
                mix(69, &[side, distance, l(0)]),
                mix(70, &[side, distance, l(0), l(1)]),
                mix(71, &[side, distance, l(-1), l(0)]),
                mix(72, &[side, w(0)]),
                mix(73, &[side, w(-1)]),
                mix(74, &[side, w(1)]),
                mix(75, &[side, w(-1), w(0)]),
                mix(76, &[side, w(0), w(1)]),
                mix(77, &[place, l(-1), l(0), l(1)]),
                mix(78, &[place, l(-2), l(-1), l(0)]),
                mix(79, &[place, l(0), l(1), l(2)]),
                mix(80, &[side, distance, cue_last]),
                mix(81, &[side, distance, cue_word, l(0)]),
                mix(82, &[side, distance, w(0)]),
                mix(83, &[place, w(0)]),
                mix(84, &[side, self.endings[i]]),
                mix(85, &[place, cues, quotes, first]),
                mix(86, &[side, distance, sides]),
                mix(87, &[place, quote, sides, cue_ending]),
                mix(88, &[side, l(0), sides]),
                mix(89, &[place, l(-1), w(0)]),
                mix(90, &[place, w(-1), l(0)]),
                mix(91, &[place, l(0), w(1)]),
                mix(92, &[side, cues, l(0), l(-1)]),
                mix(93, &[side, distance, beside]),
                mix(94, &[place, cue_last, l(0)]),
                mix(95, &[side, commas, w(0), u64::from(quote != 0)]),
                mix(96, &[place, quote, w(0)]),
                mix(97, &[quote, w(-1), self.quoted(at - 1), self.quoted(at + 1)]),
            ]);
            made.push(row);
        }
        made
    }

    fn quote_place_or(&self, i: isize) -> u64 {
        usize::try_from(i).ok().filter(|&i| i < self.tokens.len()).map_or(9, |i| self.quote_place(i))
    }
}

/// The word, digits folded.
fn word(tokens: &Tokens<'_>, i: usize) -> u64 {
    let token = &tokens.all[i];
    if token.shape == Shape::Digit { 7 + u64::from(token.end - token.start) } else { token.hash }
}

/// The last letters of a word.
fn ending(tokens: &Tokens<'_>, i: usize) -> u64 {
    let word = tokens.str(i);
    let from = word.char_indices().rev().nth(ENDING - 1).map_or(0, |(at, _)| at);
    hash_of(&word[from..]) ^ u64::from(from == 0)
}

const CUE_LOOK: u64 = 1 << 8;

fn is_cue_look(look: u64) -> bool {
    look & CUE_LOOK != 0
}

/// Shape, and what the tables say of the word.
fn look(tokens: &Tokens<'_>, lexicon: &Lexicon, i: usize) -> u64 {
    let token = &tokens.all[i];
    let alone = |kind: Kind| lexicon.phrases(kind).at(token.hash, std::iter::empty()).is_some();
    if token.shape == Shape::Mark {
        return (1 << 20) | (token.hash & 0xffff);
    }
    let mut look = token.shape as u64;
    if alone(Kind::Pronoun) {
        return look | 1 << 4;
    }
    let cues = lexicon.cues(token.hash);
    if token.shape == Shape::Lower && !cues.is_empty() {
        let root = cues.iter().any(|c| c.stand == Stand::Root);
        return look | CUE_LOOK | u64::from(root) << 9;
    }
    for (bit, kind) in [
        Kind::That,
        Kind::Auxiliary,
        Kind::Negation,
        Kind::Stop,
        Kind::Connective,
        Kind::Weekday,
        Kind::NameJoiner,
    ]
    .into_iter()
    .enumerate()
    {
        if alone(kind) {
            look |= 1 << (10 + bit);
        }
    }
    match lexicon.title(token.hash) {
        Some(Title::Person) => look |= 1 << 5,
        Some(Title::Body) => look |= 1 << 6,
        Some(Title::Group) => look |= 1 << 7,
        Some(Title::Document) => look |= 3 << 5,
        None => {}
    }
    look
}
