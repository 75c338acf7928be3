//! Flattened text into blocks: one line, one block.

use super::blocks::{Block, Document};
use crate::span::Span;

/// Makes the document of a flattened page: each line that holds words is a block, and its
/// `breaks` says how many line ends stand before it.
pub fn document<'s>(source: &str) -> Document<'s> {
    let mut made = Document::default();
    let mut breaks = 0u8;
    for line in source.split(['\n', '\r', '\u{2028}', '\u{2029}']) {
        let start = made.text.len();
        for (i, word) in line.split_whitespace().enumerate() {
            if i > 0 {
                made.text.push(' ');
            }
            made.text.push_str(word);
        }
        if made.text.len() > start {
            made.blocks.push(Block { span: Span::new(start, made.text.len()), breaks, ..Block::default() });
            made.text.push('\n');
            breaks = 0;
        }
        breaks = breaks.saturating_add(1);
    }
    made
}
