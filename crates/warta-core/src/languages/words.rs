//! Words of running text as hashes: one pass, nothing allocated.
//!
//! Tables of words are looked up by these hashes, so that a page's words are never copied.

use super::letters::is_letter_or_digit;

/// How a word's first letter is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shape {
    /// Small letter.
    Lower,
    /// Capital first, small after.
    Title,
    /// Two or more letters, all capitals.
    Caps,
    /// Begins with a digit.
    Digit,
    /// A script without case.
    Caseless,
}

/// A word of a text.
#[derive(Clone, Copy, Debug)]
pub struct Word {
    /// Hash of the lower-cased letters; the same for the same word on every machine, as learned weights are found by it.
    pub hash: u64,
    /// First byte.
    pub start: u32,
    /// One past the last byte.
    pub end: u32,
    /// How it is written.
    pub shape: Shape,
}

const SEED: u64 = 0x9e37_79b9_7f4a_7c15;

/// A hash that goes on by one character.
#[inline]
fn step(hash: u64, c: u32) -> u64 {
    (hash.rotate_left(5) ^ u64::from(c)).wrapping_mul(0x517c_c1b7_2722_0a95)
}

/// Chinese characters and kana: written without spaces, so each is a word of its own.
#[inline]
pub fn stands_alone(c: char) -> bool {
    matches!(c, '\u{3040}'..='\u{30ff}' | '\u{3400}'..='\u{9fff}' | '\u{f900}'..='\u{faff}')
}

/// Letters, digits and the marks that belong to them.
#[inline]
fn belongs(c: char) -> bool {
    // Vowel signs and viramas of the Indic scripts, Arabic and Hebrew points, and the non-joiner inside Persian words.
    is_letter_or_digit(c)
        || matches!(c, '\u{0300}'..='\u{036f}' | '\u{0591}'..='\u{05c7}' | '\u{064b}'..='\u{065f}' | '\u{0900}'..='\u{0963}' | '\u{0980}'..='\u{0dff}' | '\u{200c}')
}

/// Calls `take` for each word of `text`, in order.
pub fn each_word(text: &str, mut take: impl FnMut(Word)) {
    let mut start = usize::MAX;
    let mut hash = SEED;
    let mut shape = Shape::Lower;
    let mut letters = 0u32;
    let bytes = text.as_bytes();
    let mut at = 0;
    while let Some(&byte) = bytes.get(at) {
        if byte.is_ascii() {
            // Most of most texts; the same as below, byte by byte.
            if !byte.is_ascii_alphanumeric() {
                if start != usize::MAX {
                    take(Word { hash, start: start as u32, end: at as u32, shape });
                    start = usize::MAX;
                }
                at += 1;
                continue;
            }
            let upper = byte.is_ascii_uppercase();
            if start == usize::MAX {
                start = at;
                hash = SEED;
                letters = 0;
                shape = if upper {
                    Shape::Title
                } else if byte.is_ascii_digit() {
                    Shape::Digit
                } else {
                    Shape::Lower
                };
            } else if letters == 1 && shape == Shape::Title && upper {
                shape = Shape::Caps;
            } else if shape == Shape::Caps && byte.is_ascii_lowercase() {
                shape = Shape::Title;
            }
            letters += 1;
            hash = step(hash, u32::from(byte.to_ascii_lowercase()));
            at += 1;
            if shape != Shape::Caps {
                while let Some(&small) = bytes.get(at).filter(|b| b.is_ascii_lowercase()) {
                    letters += 1;
                    hash = step(hash, u32::from(small));
                    at += 1;
                }
            }
            continue;
        }
        let Some(c) = text[at..].chars().next() else { break };
        let from = at;
        at += c.len_utf8();
        let (inside, folded, upper) = if stands_alone(c) {
            if start != usize::MAX {
                take(Word { hash, start: start as u32, end: from as u32, shape });
                start = usize::MAX;
            }
            let alone = step(SEED, c as u32);
            take(Word { hash: alone, start: from as u32, end: at as u32, shape: Shape::Caseless });
            continue;
        } else {
            let upper = c.is_uppercase();
            (belongs(c), if upper { c.to_lowercase().next().unwrap_or(c) } else { c }, upper)
        };
        if !inside {
            if start != usize::MAX {
                take(Word { hash, start: start as u32, end: from as u32, shape });
                start = usize::MAX;
            }
            continue;
        }
        if start == usize::MAX {
            start = from;
            hash = SEED;
            letters = 0;
            shape = if upper {
                Shape::Title
            } else if c.is_lowercase() {
                Shape::Lower
            } else if c.is_numeric() {
                Shape::Digit
            } else {
                Shape::Caseless
            };
        } else if letters == 1 && shape == Shape::Title && upper {
            shape = Shape::Caps;
        } else if shape == Shape::Caps && !upper && c.is_alphabetic() {
            shape = Shape::Title;
        }
        letters += 1;
        hash = step(hash, folded as u32);
    }
    if start != usize::MAX {
        take(Word { hash, start: start as u32, end: text.len() as u32, shape });
    }
}

/// True for what a word is made of: letters, digits, and the marks that belong to them.
#[inline]
pub fn is_word_character(c: char) -> bool {
    if c.is_ascii() { c.is_ascii_alphanumeric() || c == '_' } else { belongs(c) }
}

/// Longest ASCII word that is lower-cased in place, in bytes.
const LONGEST_IN_PLACE: usize = 32;

/// What `take` makes of a word in lower case; nothing is allocated for a short ASCII one.
pub fn in_lower_case<T>(word: &str, take: impl FnOnce(&str) -> T) -> T {
    let mut bytes = [0; LONGEST_IN_PLACE];
    if let Some(bytes) = bytes.get_mut(..word.len()).filter(|_| word.is_ascii()) {
        bytes.copy_from_slice(word.as_bytes());
        bytes.make_ascii_lowercase();
        if let Ok(lower) = std::str::from_utf8(bytes) {
            return take(lower);
        }
    }
    take(&word.to_lowercase())
}

/// The hash that [`each_word`] gives to a single word.
pub fn hash_of(word: &str) -> u64 {
    let mut found = SEED;
    each_word(word, |w| found = w.hash);
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(text: &str) -> Vec<(&str, Shape)> {
        let mut made = Vec::new();
        each_word(text, |w| made.push((&text[w.start as usize..w.end as usize], w.shape)));
        made
    }

    #[test]
    fn words_and_shapes() {
        assert_eq!(
            words("Presiden AS, 11/10 kata-nya."),
            [
                ("Presiden", Shape::Title),
                ("AS", Shape::Caps),
                ("11", Shape::Digit),
                ("10", Shape::Digit),
                ("kata", Shape::Lower),
                ("nya", Shape::Lower)
            ]
        );
        assert_eq!(
            words("東京は"),
            [("東", Shape::Caseless), ("京", Shape::Caseless), ("は", Shape::Caseless)]
        );
        assert_eq!(words("हिन्दी").len(), 1);
    }

    #[test]
    fn lower_case_is_the_standard_librarys() {
        let long = "AB".repeat(40);
        for word in ["", "März", "APRIL", "ΣΑΣ", long.as_str()] {
            in_lower_case(word, |lower| assert_eq!(lower, word.to_lowercase()));
        }
    }

    #[test]
    fn hash_ignores_case() {
        assert_eq!(hash_of("ÜBER"), hash_of("über"));
        assert_ne!(hash_of("the"), hash_of("teh"));
    }
}
