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

fn count_chars(bytes: &[u8]) -> usize {
    bytes.iter().filter(|&&b| (b as i8) >= -0x40).count()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bytes_to_characters_in_any_order() {
        let mut offsets = CharOffsets::new("aé“b”");
        assert_eq!(offsets.at(3), 2);
        assert_eq!(offsets.at("aé“b”".len()), 5);
        assert_eq!(offsets.at(1), 1);
    }
}
