//! Words of a text and their stems, for the archive's index.
//!
//! Words are cut and folded as the index cuts and folds them (FTS5's `unicode61 remove_diacritics 2`). Stems are taught by whoever
//! holds the stemmer; a text's new words are few.

use std::borrow::Cow;

use icu_normalizer::DecomposingNormalizerBorrowed;
use icu_normalizer::properties::CanonicalCombiningClassMapBorrowed;
use rustc_hash::{FxBuildHasher, FxHashMap, FxHashSet};

use crate::languages::words::{each_word, hash_of};

/// Words kept at most, as `warta.archive.words` keeps them.
const MOST: usize = 1 << 17;
/// Characters of the longest word that has a stem, as there; longer runs are addresses and hashes.
const LONGEST: usize = 64;

/// A stem in the letters of its table, and its hash; without letters where a word is its own stem.
#[derive(Clone, Copy, Debug)]
struct Stem {
    hash: u64,
    start: u32,
    end: u32,
}

/// The stems of one language's words, as far as they were taught; words are known by their hashes, as in every table.
#[derive(Clone, Debug, Default)]
pub struct StemTable {
    known: FxHashMap<u64, Stem>,
    letters: String,
}

/// What a table says of a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Stems {
    /// The stems that are no words of the text, each once, a blank between.
    Known(String),
    /// Words that have to be taught first.
    Unknown(Vec<String>),
    /// A text in a script that is not cut here.
    OtherScript,
}

impl StemTable {
    /// Takes words with their stems; forgets all others where it grew too large.
    pub fn learn(&mut self, words: impl IntoIterator<Item = (String, String)>) {
        if self.known.len() >= MOST {
            self.known.clear();
            self.letters.clear();
        }
        for (word, stem) in words {
            let start = self.letters.len() as u32;
            self.letters.push_str(if stem == word { "" } else { &stem });
            let end = self.letters.len() as u32;
            self.known.insert(hash_of(&word), Stem { hash: hash_of(&stem), start, end });
        }
    }

    /// The stems of a text that its words are not.
    pub fn stems(&self, text: &str) -> Stems {
        let Some(folded) = folded(text) else { return Stems::OtherScript };
        let mut words: FxHashSet<u64> = FxHashSet::with_capacity_and_hasher(text.len() / 10, FxBuildHasher);
        let mut stems: Vec<Stem> = Vec::new();
        let mut unknown: Vec<String> = Vec::new();
        each_word(&folded, |word| {
            if !words.insert(word.hash) {
                return;
            }
            match self.known.get(&word.hash) {
                Some(stem) => stems.extend(Some(*stem).filter(|stem| stem.start < stem.end)),
                None => {
                    let letters = folded[word.start as usize..word.end as usize].to_ascii_lowercase();
                    if letters.chars().count() <= LONGEST {
                        unknown.push(letters);
                    }
                }
            }
        });
        if !unknown.is_empty() {
            return Stems::Unknown(unknown);
        }
        // Several words have one stem.
        stems.retain(|stem| words.insert(stem.hash));
        let letters = |stem: &Stem| &self.letters[stem.start as usize..stem.end as usize];
        Stems::Known(stems.iter().map(letters).collect::<Vec<_>>().join(" "))
    }
}

/// The text, in small letters without accents where it has any; `None` for scripts other than the Latin one.
fn folded(text: &str) -> Option<Cow<'_, str>> {
    let mut accented = false;
    for c in text.chars().filter(|c| !c.is_ascii()) {
        match c {
            '\u{80}'..='\u{24f}' | '\u{1e00}'..='\u{1eff}' => accented |= c.is_alphanumeric(),
            // Dashes, quotation marks, signs of money: they stand between words.
            '\u{2000}'..='\u{200b}' | '\u{200d}'..='\u{206f}' | '\u{20a0}'..='\u{20bf}' => {}
            _ => return None,
        }
    }
    if !accented {
        return Some(Cow::Borrowed(text));
    }
    let apart = DecomposingNormalizerBorrowed::new_nfd();
    let class = CanonicalCombiningClassMapBorrowed::new();
    let lower = text.to_lowercase();
    Some(Cow::Owned(apart.normalize_iter(lower.chars()).filter(|&c| class.get_u8(c) == 0).collect()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_s_stems_are_known_once_its_words_are_taught() {
        let mut table = StemTable::default();
        let text = "Serangan itu, kata Café’s koki, menyerang kota_kota";
        let Stems::Unknown(words) = table.stems(text) else { panic!("nothing is taught") };
        assert_eq!(words, ["serangan", "itu", "kata", "cafe", "s", "koki", "menyerang", "kota"]);
        let stem = |word: &str| if word.contains("serang") { "serang".to_owned() } else { word.to_owned() };
        table.learn(words.into_iter().map(|word| (word.clone(), stem(&word))));
        assert_eq!(table.stems(text), Stems::Known("serang".to_owned()));
        assert_eq!(table.stems("Serangan SERANG"), Stems::Unknown(vec!["serang".to_owned()]));
        assert_eq!(table.stems("атака"), Stems::OtherScript);
        assert_eq!(table.stems(&"a".repeat(65)), Stems::Known(String::new()));
    }
}
