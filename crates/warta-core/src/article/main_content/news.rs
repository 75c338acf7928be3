//! Rules for pages that call themselves news or an article: what such pages set between and around the paragraphs, and no
//! outlet counts to the article. Chosen on the tuning part of news pages; other kinds (guides, lists, forums) hold the same
//! things as content. Of what the trees alone kept there, these rules meet (wrong of all): linked headings 52 of 52, linked
//! list items 22 of 22, lines of pictures 51 of 51, unfilled templates 22 of 22, hidden blocks 105 of 107, labels of
//! advertisements 7 of 7 and short beginnings of captions 4 of 4.

use super::features::{self, Measured};
use super::measures::Measures;
use super::structure::within;
use crate::document::html::{Attr, NodeId, Tree};
use crate::document::{Block, BlockKind, Document};
use crate::languages::boilerplate::REASONS;

/// Share of a block's characters that stand in links from which it is a link through and through.
const ALL_LINKED: f32 = 0.95;
/// Words of a heading from which its being a link makes it another article's headline; "Update" may lead to a topic.
const LINKED_HEADING_WORDS: f32 = 4.0;
/// Levels of elements whose class may say that a block belongs to a picture.
const PICTURE_LEVELS: usize = 3;
/// Characters and blocks that such an element holds, at most: an element named after its picture may hold a whole article.
const PICTURE_CHARS: u32 = 800;
const PICTURE_BLOCKS: u32 = 3;
/// Words of a block that a phrase may rule as a whole.
const PHRASE_WORDS: f32 = 8.0;
/// Hidden blocks with more than this share of what is kept are the article, folded.
const HIDDEN_SHARE: f32 = 0.5;

/// Ends of words in classes that name a picture or what is written under it.
const PICTURE_WORDS: [&str; 16] = [
    "caption",
    "captions",
    "image",
    "images",
    "picture",
    "pictures",
    "photo",
    "photos",
    "foto",
    "fotos",
    "credit",
    "credits",
    "legend",
    "legende",
    "bildtext",
    "bildunterschrift",
];

/// Beginnings of a line that a template engine should have filled.
const UNFILLED: [&str; 6] = ["{{", "{*", "{%", "{#", "<%", "[["];

/// Gives a reason to kept blocks that pages set around their articles.
pub fn around(document: &Document<'_>, made: &Measured, verdicts: &mut [Option<&'static str>]) {
    let chars = |hidden: bool| -> u32 {
        let of = |i: usize| made.measures[i].chars;
        let kept = (0..verdicts.len()).filter(|&i| verdicts[i].is_none());
        kept.filter(|&i| document.blocks[i].hidden || !hidden).map(of).sum()
    };
    let is_folded = chars(true) as f32 > HIDDEN_SHARE * chars(false) as f32;
    for (i, verdict) in verdicts.iter_mut().enumerate() {
        if verdict.is_some() {
            continue;
        }
        let (block, m) = (&document.blocks[i], &made.measures[i]);
        *verdict = match () {
            () if block.hidden && !is_folded => Some("hidden"),
            () if leads_elsewhere(block, m) => Some("related_links"),
            () if is_unfilled(document.words(block)) => Some("template"),
            () => phrase(made, i).or_else(|| of_picture(document, made, i)),
        };
    }
}

/// Headings and list items that are links: the headlines of other articles.
fn leads_elsewhere(block: &Block, m: &Measures) -> bool {
    let least = match block.kind {
        BlockKind::Heading(_) => LINKED_HEADING_WORDS,
        BlockKind::ListItem => 0.0,
        _ => return false,
    };
    m.words >= least && block.linked as f32 >= ALL_LINKED * block.span.len() as f32
}

fn is_unfilled(text: &str) -> bool {
    UNFILLED.iter().any(|opening| text.starts_with(opening))
}

/// Short blocks that begin as an advertisement's label or a caption does.
fn phrase(made: &Measured, i: usize) -> Option<&'static str> {
    let row = made.row(i).filter(|_| made.measures[i].words <= PHRASE_WORDS)?;
    ["promotion", "caption"].into_iter().find(|reason| {
        REASONS.iter().position(|r| r == reason).is_some_and(|r| row[features::PHRASES + r] >= 2.0)
    })
}

/// Lines that a class names as a picture's.
fn of_picture(document: &Document<'_>, made: &Measured, i: usize) -> Option<&'static str> {
    let tree = document.tree.as_ref()?;
    let mut node = document.blocks[i].node;
    let elements = made.structure.around(made.structure.of_block[i]).take(PICTURE_LEVELS);
    for element in elements {
        let is_small = element.chars <= PICTURE_CHARS && element.last - element.first <= PICTURE_BLOCKS;
        let holds_headline = made.headline.is_some_and(|h| (element.first..element.last).contains(&h));
        if !is_small || holds_headline || element.within & within::QUOTE != 0 {
            return None;
        }
        let at = node?;
        if is_named_after_picture(tree, at) {
            return Some("caption");
        }
        node = tree.parent(at);
    }
    None
}

fn is_named_after_picture(tree: &Tree<'_>, node: NodeId) -> bool {
    let class = tree.attr(node, Attr::CLASS).unwrap_or_default();
    class.split(|c: char| !c.is_ascii_alphabetic()).any(|word| {
        PICTURE_WORDS.iter().any(|end| {
            word.len() >= end.len()
                && word.is_char_boundary(word.len() - end.len())
                && word[word.len() - end.len()..].eq_ignore_ascii_case(end)
        })
    })
}
