//! Phrases that pages print around their articles, looked up by word hashes.
//!
//! A phrase counts in its own language and where it is English, as English menus stand on pages of every
//! language; "di" opens an Italian byline and an Indonesian sentence.

use std::sync::OnceLock;

use rustc_hash::FxHashMap;

use super::words::each_word;

macro_rules! tables {
    ($($code:literal)*) => {
        const TABLES: &[(&str, &str)] = &[$(($code, include_str!(concat!("../../languages/", $code, "/boilerplate.tsv")))),*];
    };
}

tables! { "ar" "da" "de" "en" "es" "fr" "id" "it" "ja" "ko" "ms" "nb" "nl" "pl" "pt" "ru" "sv" "tr" }

/// What a phrase is a sign of; the order is the order of a model's features.
pub const REASONS: [&str; 16] = [
    "navigation",
    "corporate",
    "account",
    "share",
    "newsletter",
    "related_links",
    "comments",
    "copyright",
    "consent",
    "promotion",
    "byline",
    "author_box",
    "date_line",
    "caption",
    "page_timing",
    "form",
];

/// Where a phrase must stand in its block.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stand {
    /// It is the block.
    Whole,
    /// It opens the block.
    Start,
    /// Anywhere.
    Any,
}

/// A phrase found in a block.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Hit {
    /// Index into [`REASONS`].
    pub reason: usize,
    /// Where it stands.
    pub stand: Stand,
    /// Words of the phrase.
    pub words: usize,
}

/// The languages whose phrases count: bits over the tables.
#[derive(Clone, Copy, Debug)]
pub struct Languages(u32);

/// English and the language of this code; every language where the code is `None`.
pub fn languages(code: Option<&str>) -> Languages {
    let Some(code) = code.map(super::filed_under) else { return Languages(u32::MAX) };
    let bit = |code: &str| TABLES.iter().position(|(c, _)| *c == code).map_or(0, |bit| 1 << bit);
    // Malay pages print Indonesian phrases and the reverse.
    let kin = match code {
        "ms" => bit("id"),
        "id" | "jv" | "su" => bit("id") | bit("ms"),
        _ => 0,
    };
    Languages(bit("en") | bit(code) | kin)
}

#[derive(Clone, Copy)]
struct Entry {
    reason: u8,
    languages: u32,
}

#[derive(Default)]
struct Phrases {
    whole: FxHashMap<u64, Entry>,
    start: FxHashMap<u64, Entry>,
    any: FxHashMap<u64, Entry>,
    /// First words of `any` phrases: a bit for each of 4,096 classes of hashes, so that most words cost one look.
    first: Vec<u64>,
    /// The same for phrases that open a block or are one.
    opening: Vec<u64>,
    /// The same for those of two words and more.
    labels: Vec<u64>,
    /// Words of the longest phrase.
    longest: usize,
}

fn in_class(classes: &[u64], hash: u64) -> bool {
    classes[(hash >> 58) as usize] >> ((hash >> 52) & 63) & 1 != 0
}

fn mark(classes: &mut [u64], hash: u64) {
    classes[(hash >> 58) as usize] |= 1 << ((hash >> 52) & 63);
}

fn join(chain: u64, hash: u64) -> u64 {
    (chain.rotate_left(7) ^ hash).wrapping_mul(0x9e37_79b9_7f4a_7c15)
}

fn phrases() -> &'static Phrases {
    static PHRASES: OnceLock<Phrases> = OnceLock::new();
    PHRASES.get_or_init(|| {
        let mut made =
            Phrases { first: vec![0; 64], opening: vec![0; 64], labels: vec![0; 64], ..Phrases::default() };
        for (bit, (_, table)) in TABLES.iter().enumerate() {
            for line in table.lines().filter(|l| !l.starts_with('#')) {
                let Some((phrase, stand, reason)) = row(line) else { continue };
                let mut words = Vec::new();
                each_word(phrase, |w| words.push(w.hash));
                let Some(&first) = words.first() else { continue };
                let chain = words.iter().fold(0, |c, h| join(c, *h));
                let of = match stand {
                    Stand::Whole => &mut made.whole,
                    Stand::Start => &mut made.start,
                    Stand::Any => &mut made.any,
                };
                of.entry(chain).or_insert(Entry { reason: reason as u8, languages: 0 }).languages |= 1 << bit;
                if stand == Stand::Any {
                    mark(&mut made.first, first);
                } else {
                    mark(&mut made.opening, first);
                    if words.len() > 1 {
                        mark(&mut made.labels, first);
                    }
                }
                made.longest = made.longest.max(words.len());
            }
        }
        made
    })
}

fn row(line: &str) -> Option<(&str, Stand, usize)> {
    let mut fields = line.split('\t');
    let phrase = fields.next()?;
    let stand = match fields.next()? {
        "whole" => Stand::Whole,
        "start" => Stand::Start,
        "any" => Stand::Any,
        _ => return None,
    };
    let reason = fields.next()?;
    Some((phrase, stand, REASONS.iter().position(|r| *r == reason)?))
}

/// Calls `take` for each phrase in a block, given the hashes of its words.
pub fn hits(words: &[u64], languages: Languages, mut take: impl FnMut(Hit)) {
    let phrases = phrases();
    let mut look = |of: &FxHashMap<u64, Entry>, chain: u64, stand: Stand, words: usize| {
        if let Some(entry) = of.get(&chain)
            && entry.languages & languages.0 != 0
        {
            take(Hit { reason: entry.reason.into(), stand, words });
        }
    };
    let opens = words.first().is_some_and(|first| in_class(&phrases.opening, *first));
    let mut chain = 0;
    for (i, hash) in words.iter().take(if opens { phrases.longest } else { 0 }).enumerate() {
        chain = join(chain, *hash);
        look(&phrases.start, chain, Stand::Start, i + 1);
        if i + 1 == words.len() {
            look(&phrases.whole, chain, Stand::Whole, i + 1);
        }
    }
    for (at, first) in words.iter().enumerate() {
        if !in_class(&phrases.first, *first) {
            continue;
        }
        let mut chain = 0;
        for (i, hash) in words[at..].iter().take(phrases.longest).enumerate() {
            chain = join(chain, *hash);
            look(&phrases.any, chain, Stand::Any, i + 1);
        }
    }
}

/// True where these words open with a label of two words and more, in whatever language: "Read more", "Baca juga".
pub fn opens_with_label(words: &[u64]) -> bool {
    let phrases = phrases();
    if !words.first().is_some_and(|first| in_class(&phrases.labels, *first)) {
        return false;
    }
    let mut chain = 0;
    words.iter().take(phrases.longest).enumerate().any(|(i, hash)| {
        chain = join(chain, *hash);
        i > 0 && (phrases.start.contains_key(&chain) || phrases.whole.contains_key(&chain))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(text: &str, code: Option<&str>) -> Vec<(&'static str, Stand)> {
        let mut words = Vec::new();
        each_word(text, |w| words.push(w.hash));
        let mut made = Vec::new();
        hits(&words, languages(code), |hit| made.push((REASONS[hit.reason], hit.stand)));
        made
    }

    #[test]
    fn every_row_is_read() {
        for (code, table) in TABLES {
            assert!(table.starts_with("# ") && table.contains("Licence: "), "{code}");
            for line in table.lines().filter(|l| !l.starts_with('#')) {
                assert!(row(line).is_some(), "{code}: {line}");
            }
        }
    }

    #[test]
    fn phrases_stand_where_they_must() {
        assert!(found("A A A", Some("id")).contains(&("navigation", Stand::Whole)));
        assert!(found("Baca Juga: Presiden tiba", Some("id")).contains(&("related_links", Stand::Start)));
        assert!(
            found("Copyright © 2024 X. All Rights Reserved", Some("id")).contains(&("copyright", Stand::Any))
        );
        assert_eq!(found("Di Jakarta, dia tiba", Some("id")), []);
        assert!(found("Di Mario Rossi", Some("it")).contains(&("byline", Stand::Start)));
    }
}
