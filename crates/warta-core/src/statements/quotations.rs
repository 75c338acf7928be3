//! Quotation marks paired into quotations, whatever glyphs a page uses for them.
//!
//! Real pages open with closing glyphs, mix straight and curly ones and forget to close; so a double mark is
//! told opening or closing by what stands around it, and the glyph only breaks ties. A quotation that is not closed
//! ends with its paragraph.

use std::ops::Range;

use super::tokens::{Shape, Tokens};

/// A quotation; the range holds its marks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Quotation {
    /// Token numbers, marks included.
    pub range: Range<usize>,
    /// False where the closing mark is missing.
    pub closed: bool,
}

fn is_double(mark: char) -> bool {
    matches!(mark, '"' | '“' | '”' | '„' | '‟' | '«' | '»' | '＂')
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Side {
    Opens,
    Closes,
    Either,
}

/// What stands around a mark says whether it opens or closes.
fn side(tokens: &Tokens<'_>, i: usize, start: usize, end: usize) -> Side {
    let spaced = tokens.all[i].spaced || i == start;
    let next_spaced = i + 1 >= end || tokens.all[i + 1].spaced;
    match (spaced, next_spaced) {
        (true, false) => Side::Opens,
        (false, true) => Side::Closes,
        _ if i > start && matches!(tokens.mark(i - 1), Some('(' | '[' | '-' | '—' | ':')) && !next_spaced => {
            Side::Opens
        }
        // "nasional."Dari kacamata ...": with the space lost, what is open tells.
        _ if i > start
            && matches!(tokens.mark(i - 1), Some('.' | '!' | '?' | ','))
            && matches!(tokens.mark(i), Some('"' | '“'))
            && tokens.all.get(i + 1).is_some_and(|t| t.shape == Shape::Title) =>
        {
            Side::Either
        }
        _ if i > start && matches!(tokens.mark(i - 1), Some('.' | ',' | '!' | '?' | '…')) => Side::Closes,
        _ if matches!(tokens.mark(i + 1), Some('.' | ',' | '!' | '?' | ')' | ';' | ':')) => Side::Closes,
        _ => match tokens.mark(i) {
            Some('“' | '„' | '«') => Side::Opens,
            Some('”' | '»') => Side::Closes,
            _ => Side::Either,
        },
    }
}

/// The quotations of a text in order; none overlap.
pub fn quotations(tokens: &Tokens<'_>) -> Vec<Quotation> {
    let mut made = Vec::new();
    for paragraph in &tokens.paragraphs {
        let mut open: Option<usize> = None;
        for i in paragraph.clone() {
            if !tokens.mark(i).is_some_and(is_double) {
                continue;
            }
            let side = side(tokens, i, paragraph.start, paragraph.end);
            match (open, side) {
                (None, Side::Closes) => {} // a stray closing mark belongs to nothing
                (None, _) => open = Some(i),
                (Some(start), Side::Opens) if i > start + 1 => {
                    // A new one opens: the one before was never closed, and ends with its sentence's last mark.
                    let end = tokens.sentence_of(start).end.min(i);
                    made.push(Quotation { range: start..end, closed: false });
                    open = Some(i);
                }
                (Some(start), _) => {
                    made.push(Quotation { range: start..i + 1, closed: true });
                    open = None;
                }
            }
        }
        if let Some(start) = open {
            made.push(Quotation { range: start..paragraph.end, closed: false });
        }
    }
    made
}

#[cfg(test)]
mod tests {
    use super::*;

    fn quoted(text: &str) -> Vec<&str> {
        let tokens = Tokens::new(text);
        quotations(&tokens).iter().map(|q| tokens.slice(&q.range)).collect()
    }

    #[test]
    fn glyphs_of_all_kinds() {
        assert_eq!(quoted("\"Satu,\" kata dia, “dua.”"), ["\"Satu,\"", "“dua.”"]);
        assert_eq!(quoted("”Tiga,” ujarnya. ”Empat.”"), ["”Tiga,”", "”Empat.”"]);
        assert_eq!(quoted("\"Lima,\"ujarnya."), ["\"Lima,\""]);
        assert_eq!(quoted("Ia melanjutkan,\"Enam. Tujuh.\""), ["\"Enam. Tujuh.\""]);
    }

    #[test]
    fn doubled_apostrophes() {
        assert_eq!(quoted("''Nine. Ten,'' she said, ''isn't it?''"), ["''Nine. Ten,''", "''isn't it?''"]);
        assert_eq!(quoted("``Eleven,'' he said."), ["``Eleven,''"]);
    }

    #[test]
    fn one_that_is_not_closed_ends_with_its_paragraph() {
        assert_eq!(quoted("Ia berkata, \"Enam. Tujuh.\nDelapan"), ["\"Enam. Tujuh."]);
    }
}
