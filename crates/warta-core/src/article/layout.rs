//! Where on the page the headline stands, and what class words say of a block: shared by dates and authors.

use super::main_content::MainContent;
use super::page::Page;
use crate::document::html::{NodeId, Tag};
use crate::document::{Block, BlockKind};
use crate::languages::markup::Meaning;

/// Blocks before the headline that may hold its date or byline.
const BEFORE: usize = 15;
/// Blocks after the headline that may hold its date or byline: standfirst, share buttons and a picture stand between.
const AFTER: usize = 30;

/// Bytes of an only main heading that cannot be a logo's.
const SURE_HEADLINE: usize = 30;

/// Blocks between the main heading and the headline where the main heading is the outlet's name.
const FAR: usize = 60;

/// The parts of a page by block index.
#[derive(Clone, Debug)]
pub struct Layout {
    /// The headline, where one was made out.
    pub headline: Option<usize>,
    /// First block that may hold the article's date or byline.
    pub head_start: usize,
    /// One past the last such block.
    pub head_end: usize,
    /// First block of main content, where that is known.
    pub content_start: Option<usize>,
    /// One past the last block of main content, where that is known.
    pub content_end: Option<usize>,
    /// Elements around the headline.
    around: Vec<NodeId>,
}

impl Layout {
    /// Finds the headline: the main heading whose words the page's title has, else the first main heading.
    pub fn of(page: &Page<'_>, content: &MainContent) -> Layout {
        let document = page.document;
        let blocks = &document.blocks;
        let title = page.metadata.meta("og:title").map(|m| m.content).or(page.metadata.title).unwrap_or("");
        let title = squeezed(title);
        let in_title = |block: &Block| {
            let words = document.words(block);
            words.len() >= 12 && !title.is_empty() && {
                let words = squeezed(words);
                // The outlet's name stands in titles too: a headline is at least a third of it.
                (words.len() * 3 >= title.len() && title.contains(&words)) || words.contains(&title)
            }
        };
        let headings = |most: u8| {
            blocks
                .iter()
                .enumerate()
                .filter(move |(_, b)| matches!(b.kind, BlockKind::Heading(n) if n <= most) && b.has_words())
        };
        let headline = match &document.tree {
            Some(_) => headings(1)
                .find(|(_, b)| in_title(b))
                // A heading far below the main one is a teaser or the comments', whatever its words.
                .or_else(|| {
                    let (first, _) = headings(1).find(|(_, b)| b.span.len() >= SURE_HEADLINE)?;
                    let titled = headings(3).find(|(_, b)| in_title(b));
                    titled.filter(|(i, _)| *i < first + FAR).or_else(|| blocks.get(first).map(|b| (first, b)))
                })
                .or_else(|| headings(3).find(|(_, b)| in_title(b)))
                .or_else(|| headings(1).find(|(_, b)| b.span.len() >= 12))
                .or_else(|| headings(1).next())
                .or_else(|| {
                    blocks
                        .iter()
                        .enumerate()
                        .find(|(_, b)| b.has_words() && b.span.len() < 300 && in_title(b))
                })
                .or_else(|| headings(2).next())
                .map(|(i, _)| i),
            None => None,
        };
        let first_kept = content.kept.first().map(|&i| i as usize);
        let content_end = content.kept.last().map(|&i| i as usize + 1);
        let mut around = Vec::new();
        if let (Some(tree), Some(at)) = (&document.tree, headline) {
            around.extend(std::iter::successors(blocks[at].node, |&n| tree.parent(n)));
        }
        let content_start = first_kept;
        let middle = headline.or(first_kept).unwrap_or(0);
        Layout {
            headline,
            head_start: middle.saturating_sub(BEFORE),
            head_end: (middle + AFTER).min(blocks.len()),
            content_start,
            content_end,
            around,
        }
    }

    /// True for a block near the headline.
    pub fn in_head(&self, block: usize) -> bool {
        (self.head_start..self.head_end).contains(&block)
    }
}

fn squeezed(text: &str) -> String {
    text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).take(300).collect()
}

/// True for elements so wide that their class words say nothing of one block.
pub fn is_wide(tag: Tag) -> bool {
    matches!(tag, Tag::BODY | Tag::HTML | Tag::MAIN | Tag::ARTICLE)
}

impl Layout {
    /// True where an element around the block, and not around the headline, is furniture: navigation, a footer, a list of
    /// other articles, comments.
    pub fn in_furniture(&self, page: &Page<'_>, node: Option<NodeId>) -> bool {
        let Some(tree) = &page.document.tree else { return false };
        let mut node = node;
        while let Some(id) = node {
            if self.around.contains(&id) {
                return false;
            }
            match tree.tag(id) {
                Tag::NAV | Tag::FOOTER | Tag::ASIDE | Tag::FORM => return true,
                Tag::BODY | Tag::ARTICLE | Tag::MAIN => return false,
                _ => {}
            }
            if page.marks.of(tree, id).says(Meaning::FURNITURE) {
                return true;
            }
            node = tree.parent(id);
        }
        false
    }
}
