//! What can be counted in a block's words.

use crate::languages::letters::is_letter_or_digit;

/// Counts over the words of one block; one pass over its bytes.
#[derive(Clone, Copy, Debug, Default)]
pub struct Measures {
    /// Characters.
    pub chars: u32,
    /// Runs of letters and digits; CJK characters count a half each.
    pub words: f32,
    /// `.`, `!`, `?`, `…`, `。` that end a word.
    pub sentence_ends: u32,
    /// Commas.
    pub commas: u32,
    /// Words that begin with a capital.
    pub capitalised: u32,
    /// Digits.
    pub digits: u32,
    /// Letters.
    pub letters: u32,
    /// Upper-case letters.
    pub upper: u32,
    /// Quotation marks.
    pub quotes: u32,
    /// `|`, `/`, `›`, `»`, `·`, `•` that stand alone: separators of lists and trails.
    pub separators: u32,
    /// How the last character reads.
    pub end: End,
    /// How the first character reads.
    pub begin: Begin,
    /// Hash of the lower-cased letters and digits, to find repeated blocks.
    pub fingerprint: u64,
}

/// How a block ends.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum End {
    /// A word.
    #[default]
    Word,
    /// A full stop or its like, closing quotation marks and brackets after it passed over.
    Sentence,
    /// A colon.
    Colon,
    /// `…` or `...`
    Ellipsis,
    /// `,`, `;`, a dash or an arrow.
    Open,
}

/// How a block begins.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Begin {
    /// A capital letter.
    #[default]
    Capital,
    /// A small letter.
    Small,
    /// A digit.
    Digit,
    /// A quotation mark.
    Quote,
    /// A letter of a script without case.
    Caseless,
    /// Anything else.
    Other,
}

/// Characters hashed in their order, eight ASCII ones at a time: one after another would wait for a product each.
#[derive(Clone, Copy, Debug, Default)]
struct Hasher {
    hash: u64,
    held: u64,
    /// Bytes held, 8 at most.
    bytes: u32,
}

impl Hasher {
    /// The next character.
    #[inline]
    fn add(&mut self, c: u32) {
        self.held ^= u64::from(c).rotate_left(8 * self.bytes);
        self.bytes += 1 + u32::from(c >= 0x80);
        if self.bytes >= 8 {
            *self = Hasher { hash: self.mixed(), ..Hasher::default() };
        }
    }

    #[inline]
    fn mixed(self) -> u64 {
        (self.hash.rotate_left(5) ^ self.held).wrapping_mul(0x517c_c1b7_2722_0a95)
    }

    /// The hash of all characters.
    #[inline]
    fn finish(self) -> u64 {
        self.mixed()
    }
}

/// What an ASCII character is here.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Ascii {
    Small,
    Capital,
    Digit,
    Stop,
    Comma,
    Quote,
    Separator,
    /// Stands inside words.
    Joint,
    Other,
}

static ASCII: [Ascii; 128] = {
    let mut classes = [Ascii::Other; 128];
    let mut byte = 0;
    while byte < 128 {
        classes[byte] = match byte as u8 {
            b'a'..=b'z' => Ascii::Small,
            b'A'..=b'Z' => Ascii::Capital,
            b'0'..=b'9' => Ascii::Digit,
            b'.' | b'!' | b'?' => Ascii::Stop,
            b',' => Ascii::Comma,
            b'"' => Ascii::Quote,
            b'|' | b'/' | b'>' => Ascii::Separator,
            b'\'' | b'-' => Ascii::Joint,
            _ => Ascii::Other,
        };
        byte += 1;
    }
    classes
};

/// Counts over `text`.
pub fn measure(text: &str) -> Measures {
    let mut m =
        Measures { begin: text.chars().next().map_or_else(Begin::default, begin), ..Measures::default() };
    let mut in_word = false;
    let mut hash = Hasher::default();
    let bytes = text.as_bytes();
    let mut at = 0;
    while let Some(&byte) = bytes.get(at) {
        m.chars += 1;
        let Some(&class) = ASCII.get(usize::from(byte)) else {
            let Some(c) = text[at..].chars().next() else { break };
            at += c.len_utf8();
            other(&mut m, c, text[at..].chars().next(), &mut in_word, &mut hash);
            continue;
        };
        at += 1;
        let goes_on = in_word;
        in_word = match class {
            Ascii::Small | Ascii::Capital | Ascii::Digit => true,
            Ascii::Joint => in_word,
            _ => false,
        };
        match class {
            Ascii::Small | Ascii::Capital | Ascii::Digit => {
                let upper = u32::from(class == Ascii::Capital);
                m.words += if goes_on { 0.0 } else { 1.0 };
                m.capitalised += if goes_on { 0 } else { upper };
                m.upper += upper;
                m.digits += u32::from(class == Ascii::Digit);
                m.letters += u32::from(class != Ascii::Digit);
                hash.add(u32::from(byte.to_ascii_lowercase()));
                // Most of most texts; the same as above.
                let from = at;
                while let Some(&small) = bytes.get(at).filter(|b| b.is_ascii_lowercase()) {
                    hash.add(u32::from(small));
                    at += 1;
                }
                m.chars += (at - from) as u32;
                m.letters += (at - from) as u32;
            }
            Ascii::Stop => {
                let goes_on = text[at..].chars().next().is_some_and(is_letter_or_digit);
                m.sentence_ends += u32::from(!goes_on);
            }
            Ascii::Comma => m.commas += 1,
            Ascii::Quote => m.quotes += 1,
            Ascii::Separator => m.separators += 1,
            Ascii::Joint | Ascii::Other => {}
        }
    }
    m.end = end(text);
    m.fingerprint = hash.finish();
    m
}

/// Counts a character that is not ASCII.
fn other(m: &mut Measures, c: char, next: Option<char>, in_word: &mut bool, hash: &mut Hasher) {
    if is_cjk(c) {
        m.letters += 1;
        m.words += 0.5;
        *in_word = false;
        hash.add(c as u32);
    } else if is_letter_or_digit(c) {
        m.letters += 1;
        let upper = c.is_uppercase();
        m.upper += u32::from(upper);
        if !*in_word {
            m.words += 1.0;
            m.capitalised += u32::from(upper);
        }
        *in_word = true;
        hash.add(c as u32 | 0x20);
    } else {
        match c {
            '…' | '。' | '！' | '？' | '।' | '؟'
                if !next.is_some_and(is_letter_or_digit) || is_cjk_stop(c) =>
            {
                m.sentence_ends += 1;
            }
            '、' | '，' | '،' => m.commas += 1,
            '“' | '”' | '„' | '«' | '»' | '‹' | '›' => m.quotes += 1,
            '·' | '•' => m.separators += 1,
            '’' => return,
            _ => {}
        }
        *in_word = false;
    }
}

fn is_cjk(c: char) -> bool {
    matches!(c as u32, 0x3040..=0x30ff | 0x3400..=0x9fff | 0xf900..=0xfaff | 0x0e00..=0x0e7f)
}

fn is_cjk_stop(c: char) -> bool {
    matches!(c, '。' | '！' | '？')
}

fn begin(c: char) -> Begin {
    if c.is_ascii_digit() {
        Begin::Digit
    } else if c.is_uppercase() {
        Begin::Capital
    } else if c.is_lowercase() {
        Begin::Small
    } else if matches!(c, '"' | '“' | '„' | '«' | '‘' | '\'' | '»' | '‚' | '”') {
        Begin::Quote
    } else if c.is_alphabetic() {
        Begin::Caseless
    } else {
        Begin::Other
    }
}

fn end(text: &str) -> End {
    let tail = text.trim_end_matches(['"', '”', '“', '»', '«', '’', '\'', ')', ']', ' ']);
    match tail.chars().next_back() {
        Some('…') => End::Ellipsis,
        Some('.') if tail.ends_with("...") => End::Ellipsis,
        Some('.' | '!' | '?' | '。' | '！' | '？' | '।' | '؟') => End::Sentence,
        Some(':' | '：') => End::Colon,
        Some(',' | ';' | '-' | '–' | '—' | '→' | '>' | '›') => End::Open,
        _ => End::Word,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counts_words_and_sentences() {
        let m = measure("“Alasan ini masih belum jelas,” kata Kartapolov. Rusia 55 target.");
        assert_eq!((m.words, m.sentence_ends, m.commas, m.capitalised, m.digits), (10.0, 2, 1, 3, 2));
        assert_eq!((m.begin, m.end), (Begin::Quote, End::Sentence));
    }

    #[test]
    fn case_does_not_change_the_fingerprint() {
        assert_eq!(measure("Baca juga:").fingerprint, measure("BACA JUGA").fingerprint);
        assert_ne!(measure("Baca juga").fingerprint, measure("Baca lagi").fingerprint);
    }
}
