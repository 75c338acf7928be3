//! A line cut into numbers, words and marks, for the grammar of times.

/// What a token is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// Decimal digits of any script; numbers of more than nine digits are words.
    Number {
        /// Its value.
        value: u32,
        /// How many digits were printed.
        digits: u8,
    },
    /// Letters; a run of ideographs is cut after each mark of year, month, day and hour.
    Word,
    /// Anything else that is not white space.
    Mark(char),
}

/// One token and where it stands in the line.
#[derive(Clone, Copy, Debug)]
pub(super) struct Token {
    pub(super) kind: Kind,
    pub(super) start: usize,
    pub(super) end: usize,
}

/// Tokens of a line are not made past this number: dates stand in short lines or early in long ones.
pub(super) const MOST_TOKENS: usize = 4_000;

/// Ideographs that mark the number before them, and so end a word.
const MARKS: [char; 9] = ['年', '月', '日', '時', '时', '点', '分', '號', '号'];

/// Cuts a line into tokens.
pub(super) fn tokens(text: &str) -> Vec<Token> {
    let mut made: Vec<Token> = Vec::with_capacity(16);
    let mut chars = text.char_indices().peekable();
    while let Some((start, c)) = chars.next() {
        if made.len() >= MOST_TOKENS {
            break;
        }
        let mut end = start + c.len_utf8();
        if let Some(digit) = digit(c) {
            let (mut value, mut digits) = (digit as u64, 1u8);
            while let Some(&(at, c)) = chars.peek() {
                let Some(digit) = self::digit(c) else { break };
                value = (value * 10 + digit as u64).min(u64::from(u32::MAX));
                digits = digits.saturating_add(1);
                end = at + c.len_utf8();
                chars.next();
            }
            let kind = if digits > 9 { Kind::Word } else { Kind::Number { value: value as u32, digits } };
            made.push(Token { kind, start, end });
        } else if is_letter(c) {
            if !MARKS.contains(&c) {
                while let Some(&(at, c)) = chars.peek() {
                    if !is_letter(c) || MARKS.contains(&c) {
                        break;
                    }
                    end = at + c.len_utf8();
                    chars.next();
                }
            }
            made.push(Token { kind: Kind::Word, start, end });
        } else if !c.is_whitespace() && !matches!(c, '\u{200b}'..='\u{200f}' | '\u{feff}') {
            made.push(Token { kind: Kind::Mark(c), start, end });
        }
    }
    made
}

fn is_letter(c: char) -> bool {
    // Combining vowel signs of Indic scripts are no letters for Unicode, but stand inside words.
    c.is_alphabetic() || matches!(c, '\u{300}'..='\u{36f}' | '\u{900}'..='\u{903}' | '\u{93a}'..='\u{94f}' | '\u{981}'..='\u{983}' | '\u{9bc}'..='\u{9cd}' | '\u{bbe}'..='\u{bcd}' | '\u{c3e}'..='\u{c4d}')
}

/// The value of a digit of the scripts that news pages print dates in.
fn digit(c: char) -> Option<u32> {
    Some(match c {
        '0'..='9' => c as u32 - '0' as u32,
        '٠'..='٩' => c as u32 - '٠' as u32,
        '۰'..='۹' => c as u32 - '۰' as u32,
        '०'..='९' => c as u32 - '०' as u32,
        '০'..='৯' => c as u32 - '০' as u32,
        '\u{ff10}'..='\u{ff19}' => c as u32 - 0xff10,
        _ => return None,
    })
}

/// True where a line may hold a date at all, at the cost of one look at its bytes: three digits, or those of other scripts.
pub(super) fn has_digits(text: &str) -> bool {
    let mut digits = 0;
    text.bytes().any(|b| {
        digits += u32::from(b.is_ascii_digit());
        digits >= 3 || matches!(b, 0xd9 | 0xdb | 0xe0 | 0xef)
    })
}
