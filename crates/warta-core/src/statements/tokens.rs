//! Words and marks of a text with their paragraphs and sentences: what every construction reads.
//!
//! A token is a run of letters and digits or one mark, as the field's scorers count them
//! (`\w+|[^\w\s]`), so that spans made of whole tokens compare exactly; a doubled apostrophe is one mark, and never cut.

use std::ops::Range;

use crate::languages::abbreviations::is_abbreviation;
use crate::languages::words::{hash_of, is_word_character};

/// Endings of outlets' addresses that pages print with a capital: "Detik.Com".
const ADDRESS_ENDS: [&str; 5] = ["com", "net", "org", "news", "info"];

/// How a token is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Shape {
    /// Small letters first.
    Lower,
    /// Capital first, a small letter somewhere after it; or a single capital letter.
    Title,
    /// Two or more letters, no small one.
    Caps,
    /// Digits first.
    Digit,
    /// One character that is neither letter nor digit, or a doubled apostrophe.
    Mark,
}

/// A word or a mark.
#[derive(Clone, Copy, Debug)]
pub struct Token {
    /// First byte in the text.
    pub start: u32,
    /// One past the last byte.
    pub end: u32,
    /// Hash of the lower-cased word ([`hash_of`]); of the character itself for a mark, of `"` for a doubled apostrophe.
    pub hash: u64,
    /// How it is written.
    pub shape: Shape,
    /// True where white space, or the text's start, stands before it.
    pub spaced: bool,
}

/// A text cut into tokens, sentences and paragraphs; ranges are of token numbers.
pub struct Tokens<'t> {
    /// The text that every token cuts.
    pub text: &'t str,
    /// In order.
    pub all: Vec<Token>,
    /// Runs of tokens between line breaks; none is empty.
    pub paragraphs: Vec<Range<usize>>,
    /// Sentences, which never cross a paragraph; none is empty.
    pub sentences: Vec<Range<usize>>,
}

impl<'t> Tokens<'t> {
    /// Cuts `text`; linear in its length.
    pub fn new(text: &'t str) -> Self {
        Self::split(text, |_| Vec::new())
    }

    /// Cuts `text`, and words where `glued` says that spaces were lost, in bytes of the word.
    pub fn split(text: &'t str, glued: impl Fn(&str) -> Vec<usize>) -> Self {
        let all = tokens(text, glued);
        let paragraphs = paragraphs(text, &all);
        let mut made = Tokens { text, all, paragraphs, sentences: Vec::new() };
        made.sentences = made.cut_sentences();
        made
    }

    /// Tokens in all.
    pub fn len(&self) -> usize {
        self.all.len()
    }

    /// True for a text without a word or mark.
    pub fn is_empty(&self) -> bool {
        self.all.is_empty()
    }

    /// The words of token `i` as written.
    pub fn str(&self, i: usize) -> &'t str {
        let token = &self.all[i];
        &self.text[token.start as usize..token.end as usize]
    }

    /// The text from the first to the last token of `range`, marks and spaces between included.
    pub fn slice(&self, range: &Range<usize>) -> &'t str {
        if range.is_empty() {
            return "";
        }
        &self.text[self.all[range.start].start as usize..self.all[range.end - 1].end as usize]
    }

    /// True where token `i` is the mark `c`.
    pub fn is_mark(&self, i: usize, c: char) -> bool {
        self.all.get(i).is_some_and(|t| t.shape == Shape::Mark && t.hash == u64::from(u32::from(c)))
    }

    /// The character of a mark, `"` of a doubled apostrophe; `None` for a word.
    pub fn mark(&self, i: usize) -> Option<char> {
        let token = self.all.get(i).filter(|t| t.shape == Shape::Mark)?;
        u32::try_from(token.hash).ok().and_then(char::from_u32)
    }

    /// True where token `i` is a word or number.
    pub fn is_word(&self, i: usize) -> bool {
        self.all.get(i).is_some_and(|t| t.shape != Shape::Mark)
    }

    /// True where token `i` begins with a capital letter.
    pub fn is_capital(&self, i: usize) -> bool {
        self.all.get(i).is_some_and(|t| matches!(t.shape, Shape::Title | Shape::Caps))
    }

    /// True for a word that a name may begin with: a capital, or a brand with one inside ("iNews", "tvOne").
    pub fn is_brand(&self, i: usize) -> bool {
        self.is_capital(i)
            || self.all.get(i).is_some_and(|t| t.shape == Shape::Lower)
                && self.str(i).bytes().any(|b| b.is_ascii_uppercase())
    }

    /// The sentence that holds token `i`.
    pub fn sentence_of(&self, i: usize) -> Range<usize> {
        let at = self.sentences.partition_point(|s| s.end <= i);
        self.sentences.get(at).cloned().unwrap_or(i..i)
    }

    /// The paragraph that holds token `i`.
    pub fn paragraph_of(&self, i: usize) -> Range<usize> {
        let at = self.paragraphs.partition_point(|p| p.end <= i);
        self.paragraphs.get(at).cloned().unwrap_or(i..i)
    }

    fn cut_sentences(&self) -> Vec<Range<usize>> {
        let mut sentences = Vec::new();
        for paragraph in &self.paragraphs {
            let mut start = paragraph.start;
            let mut i = paragraph.start;
            let mut open = false;
            while i < paragraph.end {
                open ^= self.is_mark(i, '"');
                if matches!(self.mark(i), Some('.' | '!' | '?' | '…')) && self.ends_sentence(i, start) {
                    let mut end = i + 1;
                    if !open && self.quotation_glued_on(i, paragraph.end) {
                        sentences.push(start..end);
                        start = end;
                        i = end;
                        continue;
                    }
                    // Closing marks glued to the stop belong to the sentence that they close.
                    while end < paragraph.end && !self.all[end].spaced && self.all[end].shape == Shape::Mark {
                        end += 1;
                    }
                    // "Siti, M.Kes., mengatakan": a comma goes on.
                    let goes_on = end < paragraph.end && (i + 1..end).any(|j| self.is_mark(j, ','));
                    if !goes_on
                        && (end == paragraph.end
                            || self.opens_sentence(end)
                            || self.glued_on(i, paragraph.end))
                    {
                        sentences.push(start..end);
                        start = end;
                    }
                    open ^= (i + 1..end).any(|j| self.is_mark(j, '"'));
                    i = end;
                } else {
                    i += 1;
                }
            }
            if start < paragraph.end {
                sentences.push(start..paragraph.end);
            }
        }
        sentences
    }

    fn ends_sentence(&self, i: usize, start: usize) -> bool {
        if !self.is_mark(i, '.') || i == start || self.all[i].spaced {
            return true;
        }
        let before = &self.all[i - 1];
        // "eselon I. "Kami ...": an initial stands before a name, and not before a quotation.
        let quoted = matches!(self.mark(i + 1), Some('"' | '“')) && self.all[i + 1].spaced;
        let single_letter = before.end - before.start == 1 && matches!(before.shape, Shape::Title) && !quoted;
        !(single_letter || is_abbreviation(before.hash))
    }

    /// "tanpa arah.Keputusan itu": a sentence that lost the space after its stop. "word.Word.word" is an address.
    fn glued_on(&self, i: usize, end: usize) -> bool {
        /// Bytes of the shortest word before such a stop: shorter ones may be abbreviations.
        const WORD: u32 = 3;
        /// The same of a name: "Pol.Rahmat" is a rank.
        const NAME: u32 = 5;
        let long = |t: &Token| t.end - t.start >= WORD;
        // "kata Wiranti.Kandang itu" too, but "Detik.Com" is an address.
        let name = || {
            let name = &self.all[i - 1];
            name.shape == Shape::Title
                && name.end - name.start >= NAME
                && long(&self.all[i + 1])
                && !ADDRESS_ENDS.iter().any(|ending| self.str(i + 1).eq_ignore_ascii_case(ending))
        };
        i > 0
            && i + 2 < end
            && !self.all[i].spaced
            && (self.is_mark(i - 1, ')')
                || (self.all[i - 1].shape == Shape::Lower || name()) && long(&self.all[i - 1]))
            && !self.mark(i.wrapping_sub(2)).is_some_and(|m| matches!(m, '.' | '/' | '@'))
            && self.all[i + 1].shape == Shape::Title
            && !self.all[i + 1].spaced
            && (self.all[i + 2].spaced || self.is_mark(i + 2, ','))
    }

    /// `nasional."Dari kacamata ...`: a quotation that lost the space before it.
    fn quotation_glued_on(&self, i: usize, end: usize) -> bool {
        i > 0
            && i + 2 < end
            && self.all[i - 1].shape == Shape::Lower
            && self.is_mark(i + 1, '"')
            && !self.all[i + 1].spaced
            && !self.all[i + 2].spaced
            && self.all[i + 2].shape == Shape::Title
    }

    /// True where token `i` may open a sentence: spaced, and neither a small letter nor a mark that goes on.
    fn opens_sentence(&self, i: usize) -> bool {
        let token = &self.all[i];
        token.spaced
            && match token.shape {
                Shape::Lower => false,
                Shape::Mark => !matches!(self.mark(i), Some(',' | ';' | ':' | ')' | '-' | '–' | '—')),
                _ => true,
            }
    }
}

fn tokens(text: &str, glued: impl Fn(&str) -> Vec<usize>) -> Vec<Token> {
    /// Bytes of a word that may hide a lost space, though it has no capital inside.
    const LONG: usize = 10;
    let mut made: Vec<Token> = Vec::with_capacity(text.len() / 5);
    let mut spaced = true;
    let mut chars = text.char_indices().peekable();
    while let Some((start, c)) = chars.next() {
        if c.is_whitespace() {
            spaced = true;
            continue;
        }
        let mut end = start + c.len_utf8();
        let mut inside = false;
        let shape = if is_word_character(c) {
            let mut capitals = usize::from(c.is_uppercase());
            let mut small = usize::from(c.is_lowercase());
            while let Some(&(at, next)) = chars.peek() {
                if !is_word_character(next) {
                    break;
                }
                capitals += usize::from(next.is_uppercase());
                small += usize::from(next.is_lowercase());
                end = at + next.len_utf8();
                chars.next();
            }
            inside = small > 1 && (capitals > usize::from(c.is_uppercase()) || end - start >= LONG);
            if c.is_numeric() {
                Shape::Digit
            } else if !c.is_uppercase() {
                Shape::Lower
            } else if small > 0 || capitals == 1 {
                Shape::Title
            } else {
                Shape::Caps
            }
        } else {
            // ''The well is dry,'' as some agencies and papers write a quotation.
            if let Some(&(at, next)) = chars.peek()
                && is_doubled(&text[start..at + next.len_utf8()])
            {
                end = at + next.len_utf8();
                chars.next();
            }
            Shape::Mark
        };
        let cuts = if inside { glued(&text[start..end]) } else { Vec::new() };
        if !cuts.is_empty() {
            // The parts after the first count as spaced: the page lost the space, not the writer.
            let mut from = start;
            for at in cuts.into_iter().map(|at| start + at).chain([end]) {
                let part = &text[from..at];
                made.push(Token {
                    start: from as u32,
                    end: at as u32,
                    hash: hash_of(part),
                    shape: if part.starts_with(char::is_uppercase) { Shape::Title } else { Shape::Lower },
                    spaced: spaced || from > start,
                });
                from = at;
            }
            spaced = false;
            continue;
        }
        let hash = match shape {
            Shape::Mark if end - start > c.len_utf8() => u64::from(u32::from('"')),
            Shape::Mark => u64::from(u32::from(c)),
            _ => hash_of(&text[start..end]),
        };
        made.push(Token { start: start as u32, end: end as u32, hash, shape, spaced });
        spaced = false;
    }
    made
}

/// Two apostrophes or accents that stand for one double quotation mark.
fn is_doubled(mark: &str) -> bool {
    matches!(mark, "''" | "``" | "‘‘" | "’’")
}

fn paragraphs(text: &str, all: &[Token]) -> Vec<Range<usize>> {
    let bytes = text.as_bytes();
    let mut made = Vec::new();
    let mut start = 0;
    for i in 1..all.len() {
        let between = all[i - 1].end as usize..all[i].start as usize;
        if memchr::memchr2(b'\n', b'\r', &bytes[between]).is_some() {
            made.push(start..i);
            start = i;
        }
    }
    if start < all.len() {
        made.push(start..all.len());
    }
    made
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_marks_sentences_paragraphs() {
        let tokens = Tokens::new("\"Benar,\" kata Gen. J. Budi. Ia pergi.\nRp 2.500 saja");
        let sentences: Vec<&str> = tokens.sentences.iter().map(|s| tokens.slice(s)).collect();
        assert_eq!(sentences, ["\"Benar,\" kata Gen. J. Budi.", "Ia pergi.", "Rp 2.500 saja"]);
        assert_eq!(tokens.paragraphs.len(), 2);
        assert_eq!(tokens.all[0].hash, u64::from(u32::from('"')));
        assert!(tokens.is_capital(tokens.len() - 5) && tokens.str(tokens.len() - 5) == "Rp");
    }

    #[test]
    fn a_stop_inside_a_quotation_closes_with_its_mark() {
        let tokens = Tokens::new("“Kami siap.” Ia pergi.");
        assert_eq!(tokens.sentences.len(), 2);
        assert_eq!(tokens.slice(&tokens.sentences[0]), "“Kami siap.”");
    }
}
