//! Flattened text into blocks: text that has lost its markup in a copy, a crawl or a converter.
//!
//! Each line that holds words is a block, and its `breaks` says how many line ends stand before it. Three layouts need
//! more: lines wrapped at a column are joined again, columns that were laid out with runs of spaces are cut apart, and
//! a page printed on one line is cut where sentences begin. A block cut out of a line has `breaks` 0: it goes on where
//! the one before it ended.

use super::blocks::{Block, BlockKind, Document};
use crate::span::Span;

mod glued;
mod wrapped;

/// Spaces in a row that part columns; converters put at most two between words of a sentence.
const COLUMN_GAP: usize = 4;

/// Bytes from which a line counts as several blocks, in a text with other lines. The longest paragraphs of news pages
/// measure about 3,000 (fundus-dev, wcxb-dev articles).
const GLUED_LINE: usize = 6_000;

/// Bytes from which a line counts as several blocks where the text has hardly another.
const GLUED_TEXT: usize = 300;

/// Makes the document of a flattened page.
pub fn document<'s>(source: &str) -> Document<'s> {
    let mut maker = Maker::default();
    let lines = || source.split(['\n', '\r', '\u{2028}', '\u{2029}']);
    let worded = lines().filter(|l| !l.trim().is_empty()).take(4).count();
    let column = wrapped::column(lines());
    let mut breaks = 0u8;
    let mut before = "";
    for line in lines() {
        let line = line.trim_end();
        let worded_line = !line.trim_start().is_empty();
        if worded_line {
            let bare = line.trim_start();
            if breaks == 1 && !is_bulleted(bare) && column.is_some_and(|c| c.goes_on(before, bare)) {
                maker.join(bare);
            } else {
                maker.line(bare, breaks, worded);
            }
            breaks = 0;
        }
        before = line;
        breaks = breaks.saturating_add(1);
    }
    maker.made
}

#[derive(Default)]
struct Maker<'s> {
    made: Document<'s>,
}

impl Maker<'_> {
    /// A line as one block or several.
    fn line(&mut self, line: &str, breaks: u8, worded: usize) {
        let glued = line.len() >= GLUED_LINE || (worded <= 3 && line.len() >= GLUED_TEXT);
        let (kind, line) = if is_bulleted(line) {
            (BlockKind::ListItem, line.trim_start_matches(BULLETS).trim_start())
        } else {
            (BlockKind::Paragraph, line)
        };
        let mut breaks = breaks;
        for cell in cells(line) {
            if glued {
                for piece in glued::Pieces::new(cell) {
                    self.block(piece, kind, breaks);
                    breaks = 0;
                }
            } else {
                self.block(cell, kind, breaks);
                breaks = 0;
            }
        }
    }

    /// One block, white space collapsed.
    fn block(&mut self, words: &str, kind: BlockKind, breaks: u8) {
        let text = &mut self.made.text;
        let start = text.len();
        append(text, words, start);
        if text.len() > start {
            self.made.blocks.push(Block {
                span: Span::new(start, text.len()),
                kind,
                breaks,
                ..Block::default()
            });
            text.push('\n');
        }
    }

    /// Goes on with the last block.
    fn join(&mut self, words: &str) {
        let Some(last) = self.made.blocks.last_mut() else { return };
        let text = &mut self.made.text;
        text.pop();
        append(text, words, last.span.start as usize);
        last.span.end = text.len() as u32;
        text.push('\n');
    }
}

fn append(text: &mut String, words: &str, start: usize) {
    for word in words
        .split(|c: char| c.is_whitespace() || c == '\u{200b}' || c == '\u{feff}' || c == '\0')
        .filter(|w| !w.is_empty())
    {
        if text.len() > start {
            text.push(' ');
        }
        text.push_str(word);
    }
}

const BULLETS: [char; 6] = ['*', '•', '‣', '◦', '▪', '●'];

fn is_bulleted(line: &str) -> bool {
    line.strip_prefix(BULLETS).is_some_and(|rest| rest.starts_with([' ', '\t']))
}

/// The stretches of a line between wide gaps.
fn cells(line: &str) -> impl Iterator<Item = &str> {
    let mut rest = Some(line);
    std::iter::from_fn(move || {
        let now = rest?;
        let mut from = 0;
        while let Some(found) = memchr::memchr2(b' ', b'\t', &now.as_bytes()[from..]) {
            let at = from + found;
            let gap = now[at..].bytes().take_while(|b| matches!(b, b' ' | b'\t')).count();
            if gap >= COLUMN_GAP || now[at..at + gap].contains('\t') {
                rest = Some(&now[at + gap..]);
                return Some(&now[..at]);
            }
            from = at + gap;
        }
        rest = None;
        Some(now)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn blocks(source: &str) -> Vec<(String, u8)> {
        let made = document(source);
        made.blocks.iter().map(|b| (made.words(b).to_owned(), b.breaks)).collect()
    }

    fn texts(source: &str) -> Vec<String> {
        blocks(source).into_iter().map(|b| b.0).collect()
    }

    #[test]
    fn one_line_one_block() {
        assert_eq!(
            blocks("One\u{a0} two\n\n\nThree\r\nFour"),
            [("One two".into(), 0), ("Three".into(), 3), ("Four".into(), 2)]
        );
        assert!(blocks(" \n\t\n").is_empty());
    }

    #[test]
    fn bullets_and_columns() {
        let made = document("  * News\n  * Sport");
        assert!(made.blocks.iter().all(|b| b.kind == BlockKind::ListItem));
        assert_eq!(
            blocks("Name      Born\tDied"),
            [("Name".into(), 0), ("Born".into(), 0), ("Died".into(), 0)]
        );
    }

    #[test]
    fn wrapped_lines_are_joined() {
        let wrapped = "The harbour was closed on Tuesday after a crane fell into\nthe water, the port authority said. Nobody was hurt, but\nthree ships have to wait until the crane is lifted out.\n\nIt is the second such accident in a year. In March a\ncontainer slid from a lorry and blocked the only road to\nthe quay for nine hours, and traders complained.\nShort.\nAnother line.";
        let made = texts(wrapped);
        assert_eq!(made.len(), 4, "{made:#?}");
        assert!(made[0].ends_with("lifted out.") && made[1].contains("In March a container slid"));
        // Lines as long as they happen to be are left alone.
        assert_eq!(
            texts("Politics\nThe harbour was closed on Tuesday after a crane fell into the water.\nMore")
                .len(),
            3
        );
    }

    #[test]
    fn a_page_on_one_line_is_cut_into_sentences() {
        let page = "Menu Home News Sport Contact The harbour was closed on Tuesday after Mr. Smith fell into the water. \
            \"Nobody was hurt,\" the port authority said. It took 3.5 hours to lift him out of the water again. Copyright 2020 The Daily Page All Rights Reserved";
        let padded = format!("{page} {}", "More words follow here and there. ".repeat(8));
        let made = blocks(&padded);
        assert!(made.len() >= 6, "{made:#?}");
        assert!(made.iter().skip(1).all(|b| b.1 == 0));
        assert!(
            made.iter().any(|b| b.0.starts_with("The harbour was closed on Tuesday after Mr. Smith fell")),
            "{made:#?}"
        );
        assert!(made.iter().any(|b| b.0.starts_with("It took 3.5 hours")));
        let page = "Berita Terkait Foto Video Login Indeks Mataram, NTB (ANTARA News) - Sebanyak delapan penerbangan batal. ".repeat(4);
        assert_eq!(texts(&page)[1], "Mataram, NTB (ANTARA News) - Sebanyak delapan penerbangan batal.");
    }
}
