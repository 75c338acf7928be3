//! What words of class, id and their like say an element is for; a table written by hand.

use std::sync::OnceLock;

use rustc_hash::FxHashMap;

const TABLE: &str = include_str!("../../languages/markup_words.tsv");

/// One or more things that an element may be for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Meaning(u16);

impl Meaning {
    /// Nothing known.
    pub const NONE: Meaning = Meaning(0);
    /// Names who wrote the page.
    pub const AUTHOR: Meaning = Meaning(1);
    /// In an address: the profile of an author.
    pub const PROFILE: Meaning = Meaning(2);
    /// Navigation, comments, lists of other articles.
    pub const FURNITURE: Meaning = Meaning(4);
    /// Prints a time.
    pub const DATE: Meaning = Meaning(8);
    /// Sums the article up under its headline.
    pub const STANDFIRST: Meaning = Meaning(16);
    /// A picture, its caption or credit.
    pub const PICTURE: Meaning = Meaning(32);
    /// Label above the headline.
    pub const KICKER: Meaning = Meaning(64);
    /// Asks the reader to pay before the text goes on.
    pub const PAYWALL: Meaning = Meaning(128);

    const NAMES: [(&'static str, Meaning); 8] = [
        ("author", Meaning::AUTHOR),
        ("profile", Meaning::PROFILE),
        ("furniture", Meaning::FURNITURE),
        ("date", Meaning::DATE),
        ("standfirst", Meaning::STANDFIRST),
        ("picture", Meaning::PICTURE),
        ("kicker", Meaning::KICKER),
        ("paywall", Meaning::PAYWALL),
    ];

    /// True where it holds any of `other`.
    pub fn says(self, other: Meaning) -> bool {
        self.0 & other.0 != 0
    }

    /// Both.
    pub fn and(self, other: Meaning) -> Meaning {
        Meaning(self.0 | other.0)
    }
}

struct Table {
    words: FxHashMap<&'static str, Meaning>,
    /// A bit for each opening of a word.
    openings: Openings,
    /// A bit for each opening of a part.
    part_openings: Openings,
    /// Parts, those of one opening together.
    parts: Vec<(&'static str, Meaning)>,
    /// Where the parts of each opening begin.
    starts: [u8; OPENINGS + 1],
}

/// Openings that are told apart.
const OPENINGS: usize = 1024;

/// A bit for each opening.
#[derive(Default)]
struct Openings([u64; OPENINGS / 64]);

impl Openings {
    fn add(&mut self, at: usize) {
        self.0[at / 64] |= 1 << (at % 64);
    }

    fn has(&self, at: usize) -> bool {
        self.0[at / 64] >> (at % 64) & 1 != 0
    }
}

/// The first two letters as a number; what is no letter falls together with one.
fn opening(bytes: &[u8]) -> Option<usize> {
    Some(usize::from(*bytes.first()? & 31) * 32 + usize::from(bytes.get(1)? & 31))
}

impl Table {
    /// False where surely no word of the table opens so.
    fn opens(&self, bytes: &[u8]) -> bool {
        opening(bytes).is_some_and(|at| self.openings.has(at))
    }

    /// The parts that may stand at the beginning of these bytes.
    fn parts(&self, bytes: &[u8]) -> &[(&'static str, Meaning)] {
        match opening(bytes) {
            Some(at) if self.part_openings.has(at) => {
                &self.parts[self.starts[at].into()..self.starts[at + 1].into()]
            }
            _ => &[],
        }
    }
}

fn row(line: &'static str) -> Option<(Meaning, bool, &'static str)> {
    let mut cells = line.split('\t');
    let (name, how, word) = (cells.next()?, cells.next()?, cells.next()?);
    let meaning = Meaning::NAMES.iter().find(|(n, _)| *n == name)?.1;
    let whole = match how {
        "word" => true,
        "part" => false,
        _ => return None,
    };
    (word.len() > 1).then_some((meaning, whole, word))
}

fn table() -> &'static Table {
    static TABLE_READ: OnceLock<Table> = OnceLock::new();
    TABLE_READ.get_or_init(|| {
        let mut made = Table {
            words: FxHashMap::default(),
            openings: Openings::default(),
            part_openings: Openings::default(),
            parts: Vec::new(),
            starts: [0; OPENINGS + 1],
        };
        for (meaning, whole, word) in TABLE.lines().filter(|l| !l.starts_with('#')).filter_map(row) {
            if whole {
                let known = made.words.entry(word).or_default();
                *known = known.and(meaning);
                made.openings.add(opening(word.as_bytes()).unwrap_or(0));
            } else {
                made.parts.push((word, meaning));
                made.part_openings.add(opening(word.as_bytes()).unwrap_or(0));
            }
        }
        made.parts.sort_by_key(|(part, _)| opening(part.as_bytes()));
        for (at, start) in made.starts.iter_mut().enumerate() {
            let before = |part: &&(&str, Meaning)| opening(part.0.as_bytes()).is_some_and(|o| o < at);
            *start = made.parts.iter().filter(before).count() as u8;
        }
        made
    })
}

/// What one lower-case word says.
pub fn of_word(word: &str) -> Meaning {
    table().words.get(word).copied().unwrap_or_default()
}

/// True for the address of an author's profile: one of its words says so.
pub fn is_profile(address: &str) -> bool {
    let table = table();
    address.as_bytes().split(|b| matches!(b, b'/' | b'?')).any(|word| {
        table.opens(word) && std::str::from_utf8(word).is_ok_and(|word| of_word(word).says(Meaning::PROFILE))
    })
}

/// Bytes of an attribute that are looked at: what tells stands at its beginning.
const LOOKED_AT: usize = 300;
/// Longest word that is looked up, in bytes; of a longer one the beginning.
const LONGEST_WORD: usize = 24;

/// What the value of a class or id says: its words, split at punctuation and changes of case, and its parts.
pub fn of_value(value: &str) -> Meaning {
    let table = table();
    let mut bytes = [0u8; LOOKED_AT];
    let length = value.len().min(LOOKED_AT);
    bytes[..length].copy_from_slice(&value.as_bytes()[..length]);
    bytes.make_ascii_lowercase();
    let lower = &bytes[..length];
    let mut said = Meaning::NONE;
    for (at, pair) in lower.windows(2).enumerate() {
        for (part, meaning) in table.parts(pair) {
            if lower[at..].starts_with(part.as_bytes()) {
                said = said.and(*meaning);
            }
        }
    }
    let written = &value.as_bytes()[..length];
    let mut start = 0;
    for at in 0..=length {
        let ends = at == length
            || !written[at].is_ascii_alphabetic()
            || (at > start && written[at].is_ascii_uppercase() && written[at - 1].is_ascii_lowercase());
        if !ends {
            continue;
        }
        if at > start
            && table.opens(&lower[start..at])
            && let Ok(word) = std::str::from_utf8(&lower[start..at.min(start + LONGEST_WORD)])
        {
            said = said.and(of_word(word));
        }
        start = if at < length && written[at].is_ascii_alphabetic() { at } else { at + 1 };
    }
    said
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_row_is_read() {
        assert!(table().parts.len() <= u8::MAX.into());
        for line in TABLE.lines().filter(|l| !l.starts_with('#')) {
            assert!(row(line).is_some(), "{line}");
        }
    }

    #[test]
    fn values_speak_by_words_and_parts() {
        assert!(of_value("article__authorName big").says(Meaning::AUTHOR));
        assert!(of_value("entry-datum2").says(Meaning::DATE));
        assert!(of_value("sidebar").says(Meaning::FURNITURE));
        // "nav" is a word of its own, not a part.
        assert!(!of_value("navy-blue").says(Meaning::FURNITURE));
        assert!(!of_value("authority").says(Meaning::AUTHOR));
        assert_eq!(of_value(""), Meaning::NONE);
        assert!(of_value(&format!("{}author", "é ".repeat(80))).says(Meaning::AUTHOR));
    }
}
