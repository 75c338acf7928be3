//! Function words of many languages: how much of a text they are tells prose from menus.
//!
//! A language is a bit of a mask, a word one probe into a table. Most pages are in one language, so a reader votes once
//! over the page ([`vote`]) and counts each block in the language that won ([`is_stopword`]).

use std::sync::OnceLock;

use super::words::{each_word, hash_of};

macro_rules! tables {
    ($($code:literal)*) => {
        /// Codes of the languages with a list, in the order of their bits, and the lists.
        const TABLES: &[(&str, &str)] = &[$(($code, include_str!(concat!("../../languages/", $code, "/stopwords.tsv")))),*];
    };
}

// At most 64: a language is a bit.
tables! {
    "af" "ar" "az" "be" "bg" "bn" "ca" "cs" "cy" "da" "de" "el" "en" "es" "et" "eu" "fa" "fi" "fr" "ga" "gl" "he" "hi" "hr" "hu" "hy" "id" "is" "it"
    "ja" "jv" "ka" "kk" "ko" "lt" "lv" "mk" "ms" "nb" "nl" "pl" "pt" "ro" "ru" "sk" "sl" "sq" "sr" "su" "sv" "sw" "ta" "te" "tl" "tr" "uk" "ur" "uz" "vi" "zh"
}

/// One or more languages' function words.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Stopwords(u64);

/// Every language's list at once, for a text whose language nobody knows.
pub const ANY: Stopwords = Stopwords(u64::MAX);

/// Words of one text, and how many of them are function words.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Count {
    /// Words in all.
    pub words: u32,
    /// Function words.
    pub stopwords: u32,
}

impl Count {
    /// Share of function words, 0 to 1; 0 for a text without words.
    pub fn density(self) -> f32 {
        if self.words == 0 { 0.0 } else { self.stopwords as f32 / self.words as f32 }
    }
}

/// Open addressing over word hashes; an empty place has mask 0. Two words with one 64-bit hash are not expected.
struct Table {
    places: Vec<(u64, u64)>,
    /// A bit for each of [`CLASSES`] classes of hashes that hold a word: most words of a text end here, in the first cache.
    classes: Vec<u64>,
}

/// Classes of hashes, a power of two; with 17,000 words one class in eight is taken.
const CLASSES: usize = 1 << 17;

fn table() -> &'static Table {
    static TABLE: OnceLock<Table> = OnceLock::new();
    TABLE.get_or_init(|| {
        // About 17,000 entries: a third full, so that most misses end at the first probe.
        let mut table = Table { places: vec![(0, 0); 1 << 16], classes: vec![0; CLASSES / 64] };
        for (bit, (_, list)) in TABLES.iter().enumerate() {
            for word in list.lines().filter(|l| !l.starts_with('#') && !l.is_empty()) {
                let hash = hash_of(word);
                let mut at = table.home(hash);
                while table.places[at].1 != 0 && table.places[at].0 != hash {
                    at = (at + 1) & (table.places.len() - 1);
                }
                table.places[at].0 = hash;
                table.places[at].1 |= 1 << bit;
                let class = Table::class(hash);
                table.classes[class / 64] |= 1 << (class % 64);
            }
        }
        table
    })
}

impl Table {
    #[inline]
    fn home(&self, hash: u64) -> usize {
        (hash >> 40) as usize & (self.places.len() - 1)
    }

    #[inline]
    fn class(hash: u64) -> usize {
        (hash >> 20) as usize & (CLASSES - 1)
    }

    #[inline]
    fn mask(&self, hash: u64) -> u64 {
        let class = Table::class(hash);
        if self.classes[class / 64] >> (class % 64) & 1 == 0 {
            return 0;
        }
        let mut at = self.home(hash);
        loop {
            match self.places[at] {
                (_, 0) => return 0,
                (found, mask) if found == hash => return mask,
                _ => at = (at + 1) & (self.places.len() - 1),
            }
        }
    }
}

/// The function words of a language by its code (`no` and `nn` are read as `nb`); `None` where there is no list.
pub fn stopwords(code: &str) -> Option<Stopwords> {
    let primary = code.split(['-', '_']).next().unwrap_or(code);
    let primary = match super::filed_under(primary) {
        "in" => "id",
        "iw" => "he",
        "bs" | "sh" => "hr",
        other => other,
    };
    TABLES.iter().position(|(c, _)| *c == primary).map(|bit| Stopwords(1 << bit))
}

/// True where a word of this hash ([`super::words`]) is a function word.
#[inline]
pub fn is_stopword(hash: u64, set: Stopwords) -> bool {
    table().mask(hash) & set.0 != 0
}

/// How many words of a text are function words of each language.
#[derive(Clone, Copy, Debug)]
pub struct Votes {
    words: u32,
    /// By the languages' bits.
    stopwords: [u32; 64],
}

impl Votes {
    /// Counts over a text.
    pub fn of(text: &str) -> Votes {
        let table = table();
        // Sixty-four counters side by side: plane k has the k-th binary digit of each.
        let mut planes = [0u64; 32];
        let mut words = 0;
        each_word(text, |word| {
            words += 1;
            let mut carry = table.mask(word.hash);
            for plane in &mut planes {
                if carry == 0 {
                    break;
                }
                (*plane, carry) = (*plane ^ carry, *plane & carry);
            }
        });
        let mut stopwords = [0u32; 64];
        for (digit, plane) in planes.iter().enumerate().filter(|(_, plane)| **plane != 0) {
            for (bit, stopwords) in stopwords.iter_mut().enumerate() {
                *stopwords |= ((plane >> bit & 1) as u32) << digit;
            }
        }
        Votes { words, stopwords }
    }

    /// The count of the one language of a set.
    pub fn count(&self, language: Stopwords) -> Count {
        let stopwords = self.stopwords.get(language.0.trailing_zeros() as usize).copied().unwrap_or(0);
        Count { words: self.words, stopwords }
    }

    /// The language with the most function words, with the count; `None` where no word is one.
    pub fn winner(&self) -> Option<(&'static str, Count)> {
        let (bit, &most) = self
            .stopwords
            .iter()
            .enumerate()
            .take(TABLES.len())
            .max_by_key(|(bit, votes)| (**votes, std::cmp::Reverse(*bit)))?;
        (most > 0).then(|| (TABLES[bit].0, Count { words: self.words, stopwords: most }))
    }
}

/// The language with the most function words in a text, with the count; `None` where no word is one.
pub fn vote(text: &str) -> Option<(&'static str, Count)> {
    Votes::of(text).winner()
}

/// Share of function words in a text, in the language that has most of them; 0 to 1.
pub fn stopword_density(text: &str) -> f32 {
    vote(text).map_or(0.0, |(_, count)| count.density())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn prose_is_denser_than_menus() {
        assert!(stopword_density("The minister said that he would not go to the meeting with them") > 0.5);
        assert!(stopword_density("Politics Sport Weather Video Podcasts Newsletter") < 0.2);
        assert_eq!(stopword_density(""), 0.0);
    }

    #[test]
    fn the_language_is_voted() {
        for (code, text) in [
            (
                "id",
                "Menurut dia, hal itu tidak akan terjadi karena mereka sudah bertemu dengan pihak yang berwenang",
            ),
            ("de", "Das ist nicht der Grund, aus dem wir uns mit ihm getroffen haben"),
            ("ja", "首相は東京で会見し、これを認めた"),
        ] {
            assert_eq!(vote(text).map(|v| v.0), Some(code), "{text}");
            assert_eq!(
                vote(text).map(|v| v.1),
                Some(Votes::of(text).count(stopwords(code).unwrap())),
                "{text}"
            );
        }
    }

    #[test]
    fn lists_are_stated_and_known_by_code() {
        assert!(TABLES.len() <= 64 && TABLES.is_sorted());
        for (code, list) in TABLES {
            assert!(list.starts_with("# ") && list.contains("Licence: "), "{code}");
            assert!(list.lines().count() > 20, "{code}");
        }
        assert!(stopwords("de-AT").is_some() && stopwords("xx").is_none());
        assert!(is_stopword(hash_of("yang"), stopwords("id").unwrap()));
    }
}
