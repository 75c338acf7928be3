//! Letters and digits told by one look-up: the standard library searches its tables for every character outside Latin.

use std::sync::LazyLock;

/// Characters that have a bit: all before the ideographs, which are letters without exception.
const LOW: usize = 0x3400;

static BITS: LazyLock<[u64; LOW / 64]> = LazyLock::new(|| {
    let mut bits = [0; LOW / 64];
    for c in ('\0'..'\u{3400}').filter(|c| c.is_alphanumeric()) {
        bits[c as usize / 64] |= 1 << (c as usize % 64);
    }
    bits
});

/// As `char::is_alphanumeric`.
#[inline]
pub fn is_letter_or_digit(c: char) -> bool {
    match c {
        // Latin-1 and the first two extensions, and general punctuation, come most.
        '\u{c0}'..='\u{24f}' => !matches!(c, '×' | '÷'),
        '\u{2000}'..='\u{206f}' => false,
        '\0'..'\u{3400}' => BITS[c as usize / 64] >> (c as usize % 64) & 1 != 0,
        '\u{3400}'..='\u{4dbf}' | '\u{4e00}'..='\u{9fff}' | '\u{ac00}'..='\u{d7a3}' => true,
        _ => c.is_alphanumeric(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_agrees_with_the_standard_library() {
        for c in '\0'..=char::MAX {
            assert_eq!(is_letter_or_digit(c), c.is_alphanumeric(), "{c:?}");
        }
    }
}
