//! Where a block stands in the tree: the elements around it and what they hold.

use rustc_hash::FxHashMap;

use super::class_words;
use super::measures::Measures;
use crate::document::Document;
use crate::document::html::{NodeId, Tag, Tree};

/// Index into [`Structure::elements`].
pub type ElementId = u32;
/// Above `body`, or no tree at all.
pub const NONE: ElementId = u32::MAX;

/// Elements around a block that are told apart, as bits.
pub mod within {
    #![allow(missing_docs)]
    pub const ARTICLE: u16 = 1;
    pub const MAIN: u16 = 1 << 1;
    pub const ASIDE: u16 = 1 << 2;
    pub const FOOTER: u16 = 1 << 3;
    pub const HEADER: u16 = 1 << 4;
    pub const NAV: u16 = 1 << 5;
    pub const FORM: u16 = 1 << 6;
    pub const FIGURE: u16 = 1 << 7;
    pub const LIST: u16 = 1 << 8;
    pub const TABLE: u16 = 1 << 9;
    pub const QUOTE: u16 = 1 << 10;
    pub const SECTION: u16 = 1 << 11;
    pub const HEADING: u16 = 1 << 12;
    pub const LINK: u16 = 1 << 13;
    pub const PARAGRAPH: u16 = 1 << 14;
    pub const ALL: [u16; 15] = [
        ARTICLE, MAIN, ASIDE, FOOTER, HEADER, NAV, FORM, FIGURE, LIST, TABLE, QUOTE, SECTION, HEADING, LINK,
        PARAGRAPH,
    ];
}

/// An element that holds blocks.
#[derive(Clone, Debug)]
pub struct Element {
    /// The element around it, [`NONE`] at the top.
    pub parent: ElementId,
    /// Its name.
    pub tag: Tag,
    /// Levels above it.
    pub depth: u16,
    /// [`within`] bits of it and all around it.
    pub within: u16,
    /// Class words' log-odds of itself.
    pub score: f32,
    /// The class word of itself that speaks most against an article.
    pub worst: f32,
    /// The same over it and all around it.
    pub worst_up: f32,
    /// The class word that speaks most for one, over it and all around it.
    pub best_up: f32,
    /// Sum, least and greatest of `score` over it and all around it.
    pub score_sum: f32,
    /// See `score_sum`.
    pub score_min: f32,
    /// See `score_sum`.
    pub score_max: f32,
    /// Hash of name and class of it and the one around it: elements made by one template agree.
    pub signature: u64,
    own_signature: u64,
    /// First block inside.
    pub first: u32,
    /// One past the last block inside.
    pub last: u32,
    /// Characters inside.
    pub chars: u32,
    /// Characters inside links.
    pub linked: u32,
    /// Characters of blocks that read like running text.
    pub prose: u32,
    /// How many blocks read like running text.
    pub prose_blocks: u32,
}

/// The elements around the blocks of a document.
pub struct Structure {
    /// Outer elements before inner ones.
    pub elements: Vec<Element>,
    /// Per block, its innermost element.
    pub of_block: Vec<ElementId>,
    /// Per block, a number shared by blocks of one signature.
    pub group: Vec<u32>,
    /// Per group.
    pub groups: Vec<Group>,
}

/// Blocks whose elements look alike.
#[derive(Clone, Copy, Debug, Default)]
pub struct Group {
    /// How many blocks.
    pub blocks: u32,
    /// Their characters.
    pub chars: u32,
    /// Their characters in links.
    pub linked: u32,
    /// How many read like running text.
    pub prose: u32,
}

/// Least words of a block that reads like running text.
const PROSE_WORDS: f32 = 12.0;
/// Greatest share of linked characters in it.
const PROSE_LINKED: f32 = 0.35;

/// True where a block's words read like running text.
pub fn is_prose(m: &Measures, linked: u32) -> bool {
    m.words >= PROSE_WORDS && (linked as f32) < PROSE_LINKED * m.chars as f32 && m.sentence_ends > 0
}

/// Measures the elements around the blocks.
pub fn structure(document: &Document<'_>, measures: &[Measures]) -> Structure {
    let mut made = Structure {
        elements: Vec::new(),
        of_block: Vec::with_capacity(document.blocks.len()),
        group: Vec::new(),
        groups: Vec::new(),
    };
    let Some(tree) = &document.tree else {
        made.of_block = vec![NONE; document.blocks.len()];
        made.group = vec![0; document.blocks.len()];
        made.groups = vec![Group::default()];
        return made;
    };
    let mut index = vec![NONE; tree.len()];
    let mut climb = Vec::new();
    let mut scores = class_words::Scores::default();
    for (i, block) in document.blocks.iter().enumerate() {
        let Some(node) = block.node else {
            made.of_block.push(NONE);
            continue;
        };
        let mut at = Some(node);
        while let Some(n) = at {
            if index[n.index()] != NONE || tree.tag(n) == Tag::NONE {
                break;
            }
            climb.push(n);
            at = tree.parent(n);
        }
        let mut parent = at.map_or(NONE, |n| index[n.index()]);
        while let Some(n) = climb.pop() {
            let id = made.elements.len() as ElementId;
            let element = element(tree, n, parent, made.elements.get(parent as usize), i as u32, &mut scores);
            made.elements.push(element);
            index[n.index()] = id;
            parent = id;
        }
        made.of_block.push(index[node.index()]);
    }
    for (i, &e) in made.of_block.iter().enumerate() {
        if e == NONE {
            continue;
        }
        let (m, linked) = (&measures[i], document.blocks[i].linked);
        let prose = is_prose(m, linked);
        let element = &mut made.elements[e as usize];
        element.chars += m.chars;
        element.linked += linked;
        element.last = element.last.max(i as u32 + 1);
        if prose {
            element.prose += m.chars;
            element.prose_blocks += 1;
        }
    }
    for i in (0..made.elements.len()).rev() {
        let e = made.elements[i].clone();
        if let Some(parent) = made.elements.get_mut(e.parent as usize) {
            parent.chars += e.chars;
            parent.linked += e.linked;
            parent.prose += e.prose;
            parent.prose_blocks += e.prose_blocks;
            parent.first = parent.first.min(e.first);
            parent.last = parent.last.max(e.last);
        }
    }
    group(&mut made, document, measures);
    made
}

fn group(made: &mut Structure, document: &Document<'_>, measures: &[Measures]) {
    let mut numbers: FxHashMap<u64, u32> = FxHashMap::default();
    for (i, &e) in made.of_block.iter().enumerate() {
        let signature = made.elements.get(e as usize).map_or(0, |e| e.signature);
        let next = numbers.len() as u32;
        let number = *numbers.entry(signature).or_insert(next);
        if number == next {
            made.groups.push(Group::default());
        }
        made.group.push(number);
        let group = &mut made.groups[number as usize];
        group.blocks += 1;
        group.chars += measures[i].chars;
        group.linked += document.blocks[i].linked;
        group.prose += u32::from(is_prose(&measures[i], document.blocks[i].linked));
    }
}

fn element(
    tree: &Tree<'_>,
    node: NodeId,
    parent_id: ElementId,
    parent: Option<&Element>,
    block: u32,
    scores: &mut class_words::Scores,
) -> Element {
    let tag = tree.tag(node);
    let (score, class) = scores.of(tree, node);
    let own_signature = class.wrapping_add(tag.index() as u64 + 1).wrapping_mul(0x0100_0000_01b3);
    let class_words::Score { sum: score, worst, best } = score;
    let (worst_up, best_up) = parent.map_or((worst, best), |p| (p.worst_up.min(worst), p.best_up.max(best)));
    let (depth, within, sum, min, max, signature) = match parent {
        Some(p) => (
            p.depth.saturating_add(1),
            p.within,
            p.score_sum,
            p.score_min,
            p.score_max,
            own_signature.wrapping_mul(0x9e37_79b9_7f4a_7c15) ^ p.own_signature.rotate_left(17),
        ),
        None => (0, 0, 0.0, 0.0, 0.0, own_signature),
    };
    Element {
        parent: parent_id,
        tag,
        depth,
        within: within | bit(tag),
        score,
        worst,
        worst_up,
        best_up,
        score_sum: sum + score,
        score_min: min.min(score),
        score_max: max.max(score),
        signature,
        own_signature,
        first: block,
        last: block,
        chars: 0,
        linked: 0,
        prose: 0,
        prose_blocks: 0,
    }
}

fn bit(tag: Tag) -> u16 {
    match tag {
        Tag::ARTICLE => within::ARTICLE,
        Tag::MAIN => within::MAIN,
        Tag::ASIDE => within::ASIDE,
        Tag::FOOTER => within::FOOTER,
        Tag::HEADER => within::HEADER,
        Tag::NAV => within::NAV,
        Tag::FORM => within::FORM,
        Tag::FIGURE => within::FIGURE,
        Tag::UL | Tag::OL | Tag::DL => within::LIST,
        Tag::TABLE => within::TABLE,
        Tag::BLOCKQUOTE => within::QUOTE,
        Tag::SECTION => within::SECTION,
        Tag::H1 | Tag::H2 | Tag::H3 | Tag::H4 | Tag::H5 | Tag::H6 => within::HEADING,
        Tag::A => within::LINK,
        Tag::P => within::PARAGRAPH,
        _ => 0,
    }
}

impl Structure {
    /// The element and all around it, innermost first.
    pub fn around(&self, element: ElementId) -> impl Iterator<Item = &Element> {
        std::iter::successors(self.elements.get(element as usize), |e| self.elements.get(e.parent as usize))
    }
}
