//! Blocks that are no main content whatever stands around them, and the reason that a dropped block is given.

use super::line::Line;
use crate::languages::boilerplate::REASONS;
use crate::languages::words::each_word;

/// Words that a line of labels, dates or initials has at most.
const SHORT: u32 = 12;

/// Words that a footer line has at most.
const FOOTER: u32 = 40;

/// The reason why a block is certainly none of the main content.
pub(super) fn certain(words: &str, line: &Line, headline: Option<&Headline>) -> Option<&'static str> {
    if line.words == 0 {
        return Some("no_words");
    }
    if let Some(headline) = headline
        && headline.is(line)
    {
        return Some(if line.copies_before == 0 { "headline" } else { "repeated_headline" });
    }
    if is_font_buttons(words) {
        return Some("font_buttons");
    }
    if is_initials(words) {
        return Some("initials");
    }
    if line.copyright && line.words <= FOOTER && has(line, "copyright") {
        return Some("copyright");
    }
    if line.words <= SHORT && has(line, "copyright") && line.phrases[index("copyright")] >= 2 {
        return Some("copyright");
    }
    if line.words <= SHORT && has(line, "page_timing") && line.digits > 0 {
        return Some("page_timing");
    }
    // "Minggu, 11 Oktober 2015 - 14:07 WIB": a day with its hour makes no sentence.
    if line.clock && line.year && line.words <= SHORT && !line.ends_sentence {
        return Some("date_line");
    }
    None
}

/// The reason of a block that the model dropped: a named cause where its words show one.
pub(super) fn probable(words: &str, line: &Line) -> &'static str {
    let strongest = (0..REASONS.len()).max_by_key(|r| (line.phrases[*r], std::cmp::Reverse(*r))).unwrap_or(0);
    let strength = line.phrases[strongest];
    if strength == 4 || (strength >= 2 && line.words <= FOOTER) {
        return REASONS[strongest];
    }
    if line.words <= SHORT && !line.ends_sentence && (line.clock || line.year) && line.digits >= 4 {
        return "date_line";
    }
    if line.words <= SHORT && line.copies > 1 {
        return "repeated";
    }
    if line.words <= SHORT && line.address {
        return "address";
    }
    if line.words <= SHORT && !line.ends_sentence && (line.bulleted || !words.contains(' ')) {
        return "navigation";
    }
    "low_score"
}

fn index(reason: &str) -> usize {
    REASONS.iter().position(|r| *r == reason).unwrap_or(0)
}

fn has(line: &Line, reason: &str) -> bool {
    line.phrases[index(reason)] > 0
}

/// "A A A", "A- A A+": the buttons that change the size of the print.
fn is_font_buttons(words: &str) -> bool {
    let mut letters = 0;
    let only = words.chars().all(|c| {
        letters += usize::from(matches!(c, 'A' | 'a'));
        matches!(c, 'A' | 'a' | ' ' | '+' | '-' | '−' | '–' | '|')
    });
    only && (2..=5).contains(&letters)
        && words.split([' ', '|']).all(|w| w.chars().filter(|c| c.is_alphabetic()).count() <= 1)
}

/// "(ian)", "(ant/abc)": the desk's code that closes an Indonesian article.
fn is_initials(words: &str) -> bool {
    words.strip_prefix(['(', '[']).and_then(|w| w.strip_suffix([')', ']'])).is_some_and(|inner| {
        inner.len() <= 16
            && inner
                .split(['/', '-', ' '])
                .all(|code| (1..=5).contains(&code.len()) && code.bytes().all(|b| b.is_ascii_alphanumeric()))
            && inner.bytes().any(|b| b.is_ascii_alphabetic())
    })
}

/// The headline, to know its copies by.
pub(super) struct Headline {
    hash: u64,
    words: u32,
}

impl Headline {
    pub(super) fn new(words: &str) -> Option<Self> {
        let mut made = Headline { hash: 0, words: 0 };
        each_word(words, |word| {
            made.hash = Line::chain(made.hash, word.hash);
            made.words += 1;
        });
        // A headline of one or two words may well be a line of a text.
        (made.words >= 3).then_some(made)
    }

    fn is(&self, line: &Line) -> bool {
        line.hash == self.hash && line.words == self.words
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn buttons_and_initials() {
        for buttons in ["A A A", "A A", "A- A A+", "A | A | A"] {
            assert!(is_font_buttons(buttons), "{buttons}");
        }
        for words in ["A", "AAA", "Aa Aa", "A B", "A A A A A A"] {
            assert!(!is_font_buttons(words), "{words}");
        }
        for initials in ["(ian)", "(ant/abc)", "[rz]", "(K32)"] {
            assert!(is_initials(initials), "{initials}");
        }
        for words in ["(Photo by someone)", "ian", "(11/10/2015)", "()"] {
            assert!(!is_initials(words), "{words}");
        }
    }
}
