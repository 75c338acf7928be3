//! What can be counted in a block's words.

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

/// Counts over `text`.
pub fn measure(text: &str) -> Measures {
    let mut m = Measures::default();
    let mut in_word = false;
    let mut hash = 0xcbf2_9ce4_8422_2325_u64;
    let mut first = true;
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        m.chars += 1;
        if first {
            m.begin = begin(c);
            first = false;
        }
        if c.is_ascii_lowercase() {
            m.letters += 1;
            if !in_word {
                m.words += 1.0;
                in_word = true;
            }
            hash = mix(hash, c as u32);
            continue;
        }
        if c == ' ' {
            in_word = false;
            continue;
        }
        if c.is_ascii_digit() {
            m.digits += 1;
            if !in_word {
                m.words += 1.0;
                in_word = true;
            }
            hash = mix(hash, c as u32);
        } else if is_cjk(c) {
            m.letters += 1;
            m.words += 0.5;
            in_word = false;
            hash = mix(hash, c as u32);
        } else if is_latin(c) || is_letter_or_digit(c) {
            m.letters += 1;
            let upper = c.is_uppercase();
            m.upper += u32::from(upper);
            if !in_word {
                m.words += 1.0;
                m.capitalised += u32::from(upper);
                in_word = true;
            }
            hash = mix(hash, if c.is_ascii() { c.to_ascii_lowercase() as u32 } else { c as u32 | 0x20 });
        } else {
            match c {
                '.' | '!' | '?' | '…' | '。' | '！' | '？' | '।' | '؟'
                    if (chars.peek().is_none_or(|n| !n.is_alphanumeric()) || is_cjk_stop(c)) =>
                {
                    m.sentence_ends += 1;
                }
                ',' | '、' | '，' | '،' => m.commas += 1,
                '"' | '“' | '”' | '„' | '«' | '»' | '‹' | '›' => m.quotes += 1,
                '|' | '·' | '•' | '/' | '>' => m.separators += 1,
                '\'' | '’' | '-' => continue,
                _ => {}
            }
            in_word = false;
        }
    }
    m.end = end(text);
    m.fingerprint = hash;
    m
}

fn mix(hash: u64, c: u32) -> u64 {
    (hash ^ u64::from(c)).wrapping_mul(0x0100_0000_01b3)
}

/// Letters of Latin-1 and the first two Latin extensions, told without a table.
pub(super) fn is_latin(c: char) -> bool {
    matches!(c, '\u{c0}'..='\u{24f}') && !matches!(c, '×' | '÷')
}

/// `char::is_alphanumeric`, with general punctuation told without a table.
pub(super) fn is_letter_or_digit(c: char) -> bool {
    !matches!(c, '\u{2000}'..='\u{206f}') && c.is_alphanumeric()
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
