//! Half-open ranges in a named text, and the one place that converts bytes to characters.

use serde::{Deserialize, Serialize};

/// A half-open range of UTF-8 bytes in a text that the holder names.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Span {
    /// First byte.
    pub start: u32,
    /// One past the last byte.
    pub end: u32,
}

impl Span {
    /// The range `start..end`, in bytes.
    pub fn new(start: usize, end: usize) -> Self {
        debug_assert!(start <= end && end <= u32::MAX as usize);
        Span { start: start as u32, end: end as u32 }
    }

    /// Bytes covered.
    pub fn len(self) -> usize {
        (self.end - self.start) as usize
    }

    /// True where nothing is covered.
    pub fn is_empty(self) -> bool {
        self.start == self.end
    }

    /// The words that stand in this range of `text`.
    pub fn of(self, text: &str) -> &str {
        &text[self.start as usize..self.end as usize]
    }

    /// True where `other` lies wholly inside.
    pub fn contains(self, other: Span) -> bool {
        self.start <= other.start && other.end <= self.end
    }
}

/// Converts byte offsets of one text to character (Unicode scalar) offsets in one pass.
///
/// Offsets may be asked for in any order; those that grow are answered from where the last one
/// stood, so that a sorted list costs one walk over the text.
pub struct CharOffsets<'t> {
    text: &'t str,
    ascii: bool,
    byte: usize,
    chars: usize,
}

impl<'t> CharOffsets<'t> {
    /// Offsets into `text`.
    pub fn new(text: &'t str) -> Self {
        CharOffsets { text, ascii: text.is_ascii(), byte: 0, chars: 0 }
    }

    /// Characters before byte `byte`, which must lie on a character boundary.
    pub fn at(&mut self, byte: usize) -> usize {
        if self.ascii {
            return byte;
        }
        if byte < self.byte {
            (self.byte, self.chars) = (0, 0);
        }
        self.chars += count_chars(&self.text.as_bytes()[self.byte..byte]);
        self.byte = byte;
        self.chars
    }

    /// The same range in characters.
    pub fn span(&mut self, span: Span) -> Span {
        let start = self.at(span.start as usize);
        let end = self.at(span.end as usize);
        Span::new(start, end)
    }
}

/// Converts byte offsets of one text to character offsets in any order, each at the same small cost.
pub struct CharIndex<'t> {
    text: &'t str,
    /// Characters before each [`CharIndex::STEP`] bytes; empty for ASCII.
    before: Vec<u32>,
}

impl<'t> CharIndex<'t> {
    /// Bytes between two counts.
    const STEP: usize = 256;

    /// Counts the characters of `text` once.
    pub fn new(text: &'t str) -> Self {
        let mut before = Vec::new();
        if !text.is_ascii() {
            let mut chars = 0;
            for piece in text.as_bytes().chunks(Self::STEP) {
                before.push(chars);
                chars += count_chars(piece) as u32;
            }
        }
        CharIndex { text, before }
    }

    /// Characters before byte `byte`, which must lie on a character boundary.
    pub fn at(&self, byte: usize) -> usize {
        let Some(last) = self.before.len().checked_sub(1) else { return byte };
        let step = (byte / Self::STEP).min(last);
        self.before[step] as usize + count_chars(&self.text.as_bytes()[step * Self::STEP..byte])
    }

    /// The same range in characters.
    pub fn span(&self, span: Span) -> Span {
        Span::new(self.at(span.start as usize), self.at(span.end as usize))
    }
}

fn count_chars(bytes: &[u8]) -> usize {
    bytes.iter().filter(|&&b| (b as i8) >= -0x40).count()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_index_counts_as_the_walk_does() {
        let text = "aé“b” ".repeat(200);
        let index = CharIndex::new(&text);
        for (chars, (byte, _)) in text.char_indices().enumerate() {
            assert_eq!(index.at(byte), chars);
        }
        assert_eq!(index.at(text.len()), text.chars().count());
        assert_eq!(CharIndex::new("abc").at(2), 2);
    }

    #[test]
    fn bytes_to_characters_in_any_order() {
        let mut offsets = CharOffsets::new("aé“b”");
        assert_eq!(offsets.at(3), 2);
        assert_eq!(offsets.at("aé“b”".len()), 5);
        assert_eq!(offsets.at(1), 1);
    }
}
