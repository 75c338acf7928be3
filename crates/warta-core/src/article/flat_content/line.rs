//! What a block of a flattened page shows by itself, and how it stands to the page's subject.

use rustc_hash::FxHashMap;

use super::topic::Content;
use crate::document::{Block, BlockKind, Document};
use crate::languages::boilerplate::{self, REASONS, Stand};
use crate::languages::stopwords::{self, Stopwords};
use crate::languages::words::{Shape, each_word, stands_alone};

/// Bytes of the page from which its language is voted.
const VOTE_BYTES: usize = 60_000;

/// Words from which a block with a sentence's end counts as prose.
const PROSE_WORDS: u32 = 10;

/// What one block shows by itself.
#[derive(Clone, Debug, Default)]
pub(super) struct Line {
    pub words: u32,
    pub chars: u32,
    pub stopwords: u32,
    pub sentences: u32,
    pub title_words: u32,
    pub caps_words: u32,
    pub digit_words: u32,
    pub digits: u32,
    pub commas: u32,
    pub quotes: u32,
    /// Chinese characters and kana.
    pub ideographs: u32,
    /// A sentence ends with "。".
    pub full_stops: bool,
    pub separators: u32,
    pub opens_lower: bool,
    pub opens_digit: bool,
    pub opens_mark: bool,
    pub ends_sentence: bool,
    pub ends_colon: bool,
    pub ends_open: bool,
    pub address: bool,
    pub copyright: bool,
    pub clock: bool,
    pub year: bool,
    pub bulleted: bool,
    pub breaks: u8,
    /// 4 where a phrase is the block, 3 where it opens it, and 1 or 2 by how much of it it fills.
    pub phrases: [u8; REASONS.len()],
    /// Share of the words that the page's first line has too.
    pub title: f32,
    /// How often the same words make a block of the page, and how often before.
    pub copies: u32,
    pub copies_before: u32,
    pub hash: u64,
    /// How many blocks open with the same five words, and how many before.
    pub openings: u32,
    pub openings_before: u32,
    /// Share of the content words that another block of prose has, and that the longest run of prose has elsewhere.
    pub shared: f32,
    pub main: f32,
    /// Share of the words that are among the page's most spread ones.
    pub topic: f32,
}

impl Line {
    pub fn is_prose(&self) -> bool {
        self.words >= PROSE_WORDS && self.sentences > 0
    }

    /// True where most characters are Chinese or kana.
    pub fn is_ideographic(&self) -> bool {
        self.ideographs * 2 > self.chars
    }

    /// The hash of a sequence of words, from that of the words before and the next word's.
    pub fn chain(before: u64, word: u64) -> u64 {
        (before.rotate_left(7) ^ word).wrapping_mul(0x9e37_79b9_7f4a_7c15)
    }

    pub fn density(&self) -> f32 {
        share(self.stopwords, self.words)
    }

    /// The strongest phrase.
    pub fn boilerplate(&self) -> f32 {
        self.phrases.iter().copied().max().unwrap_or(0).into()
    }

    /// A heading over something that is not the article.
    pub fn heads(&self, reason: usize) -> bool {
        self.phrases[reason] >= 3 && self.words <= 8
    }
}

/// A share that is 0 of nothing.
pub(super) fn share(part: u32, all: u32) -> f32 {
    if all == 0 { 0.0 } else { part as f32 / all as f32 }
}

/// Logarithm of a count.
pub(super) fn log(n: u32) -> f32 {
    (1.0 + n as f32).ln()
}

/// Words that make a block's opening: a teaser and the paragraph that it was cut from share them.
const OPENING: usize = 5;

/// The first `count` lines of a document.
pub(super) fn lines(document: &Document<'_>, language: Option<&str>, count: usize) -> Vec<Line> {
    let text = &document.text;
    let voted = match language {
        Some(_) => None,
        None => stopwords::vote(&text[..floor(text, VOTE_BYTES)]).map(|v| v.0),
    };
    let code = language.map(|l| l.split(['-', '_']).next().unwrap_or(l)).or(voted);
    let stop = code.and_then(stopwords::stopwords).unwrap_or(stopwords::ANY);
    let phrases = boilerplate::languages(code);
    let mut seen: FxHashMap<u64, u32> = FxHashMap::default();
    let mut openings: Vec<(usize, u64)> = Vec::new();
    let mut title: Vec<u64> = Vec::new();
    let mut hashes = Vec::new();
    let mut content = Content::default();
    let mut made: Vec<Line> = Vec::with_capacity(count);
    for block in document.blocks.iter().take(count) {
        hashes.clear();
        let mut line = line(document.words(block), block, stop, &mut hashes);
        boilerplate::hits(&hashes, phrases, |hit| {
            let strength = match hit.stand {
                Stand::Whole => 4,
                Stand::Start => 3,
                Stand::Any => 1 + u8::from(hit.words * 4 >= hashes.len()),
            };
            let at = &mut line.phrases[hit.reason];
            *at = strength.max(*at);
        });
        if made.is_empty() {
            title.extend(hashes.iter().take(40));
            title.sort_unstable();
        } else if hashes.len() <= 60 {
            let same = hashes.iter().filter(|h| title.binary_search(h).is_ok()).count();
            line.title = share(same as u32, hashes.len() as u32);
        }
        let count = seen.entry(line.hash).or_default();
        line.copies_before = *count;
        *count += 1;
        if hashes.len() >= OPENING {
            let opening = hashes[..OPENING].iter().fold(OPENING as u64, |c, h| Line::chain(c, *h));
            let count = seen.entry(opening).or_default();
            line.openings_before = *count;
            *count += 1;
            openings.push((made.len(), opening));
        }
        content.add(&hashes, stop);
        made.push(line);
    }
    for line in &mut made {
        line.copies = seen[&line.hash];
    }
    for (at, opening) in openings {
        made[at].openings = seen[&opening];
    }
    content.judge(&mut made);
    made
}

fn floor(text: &str, mut at: usize) -> usize {
    at = at.min(text.len());
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    at
}

fn line(words: &str, block: &Block, stop: Stopwords, hashes: &mut Vec<u64>) -> Line {
    let mut made =
        Line { breaks: block.breaks, bulleted: block.kind == BlockKind::ListItem, ..Line::default() };
    let mut all = 0u64;
    each_word(words, |word| {
        hashes.push(word.hash);
        all = Line::chain(all, word.hash);
        made.words += 1;
        made.stopwords += u32::from(stopwords::is_stopword(word.hash, stop));
        match word.shape {
            Shape::Title => made.title_words += 1,
            Shape::Caps => made.caps_words += 1,
            Shape::Digit => {
                made.digit_words += 1;
                let digits = &words.as_bytes()[word.start as usize..word.end as usize];
                made.year |= digits.len() == 4 && (digits.starts_with(b"20") || digits.starts_with(b"19"));
            }
            Shape::Lower | Shape::Caseless => {}
        }
    });
    made.hash = all;
    let mut before = ' ';
    let mut rest = words.chars().peekable();
    while let Some(c) = rest.next() {
        made.chars += 1;
        match c {
            '0'..='9' => {
                made.digits += 1;
            }
            '.' | '!' | '?' | '…' | '।' | '؟' | '۔' => {
                let next = rest.peek().copied().unwrap_or(' ');
                if (next.is_whitespace() || matches!(next, '"' | '”' | '’' | '»' | '\'' | ')' | '“' | '['))
                    && before != c
                {
                    made.sentences += 1;
                }
            }
            '。' | '！' | '？' => {
                made.sentences += 1;
                made.full_stops |= c == '。';
            }
            ',' | '、' | '،' | '，' => made.commas += 1,
            '"' | '“' | '”' | '«' | '»' | '„' | '「' => made.quotes += 1,
            '|' | '›' | '·' | '→' | '•' | '>' | '/' | '▶' | '►' => made.separators += 1,
            ':' => {
                let digit = rest.peek().is_some_and(char::is_ascii_digit);
                made.clock |= before.is_ascii_digit() && digit;
                made.address |= before == 'p' || before == 's';
            }
            '@' => made.address = true,
            '©' => made.copyright = true,
            _ => made.ideographs += u32::from(stands_alone(c)),
        }
        before = c;
    }
    let address = made.address;
    made.address = address && (words.contains("://") || words.contains('@'));
    let first = words.chars().next().unwrap_or(' ');
    made.opens_lower = first.is_lowercase();
    made.opens_digit = first.is_ascii_digit();
    made.opens_mark = !first.is_alphanumeric();
    let bare = words.trim_end_matches(['"', '”', '’', '»', '\'', ')', '“', ']', '」', '』']);
    let last = bare.chars().next_back().unwrap_or(' ');
    made.ends_open = bare.ends_with("...") || last == '…';
    made.ends_sentence =
        matches!(last, '.' | '!' | '?' | '。' | '！' | '？' | '।' | '؟' | '۔') && !made.ends_open;
    made.ends_colon = last == ':';
    made
}
