//! Times in the visible text, ranked by where they stand.

use super::{Candidate, stamps};
use crate::article::choice::Spot;
use crate::article::main_content::MainContent;
use crate::article::page::Page;
use crate::document::html::{Attr, Attrs, NodeId, Tag, Tree};
use crate::document::{Block, RunKind};
use crate::languages::markup::Meaning;
use crate::languages::{times, words};
use crate::span::Span;
use stamps::{Order, Stamp};

/// Blocks before and after the headline in which a printed time belongs to the article.
const NEAR_HEADLINE: (usize, usize) = (8, 14);
/// Blocks around the ends of the main content that are looked at.
const NEAR_CONTENT: usize = 8;
/// Blocks looked at from the top where nothing else is known.
const FROM_TOP: usize = 150;
/// Times found on a page before last resorts are no longer looked at.
const MOST: usize = 40;
/// Times of a page that are compared at all.
const MOST_CANDIDATES: usize = 200;
/// Longest block that prints a time rather than tells of one, in bytes.
const LONGEST_LINE: usize = 200;
/// A line by the headline this short, in bytes, is no sentence of the text: "Senin, 11 Oktober 2015 14:07 WIB".
const ONLY_TIME: usize = 40;
/// Longest block outside the main content that tells of its publication in a sentence, in bytes.
const LONGEST_SENTENCE: usize = 500;

/// Ranks of printed times begin here.
pub const VISIBLE: u32 = rank::TIME_ELEMENT;

mod rank {
    pub const TIME_ELEMENT: u32 = 100;
    pub const LABELLED: u32 = 104;
    pub const NEAR_HEADLINE: u32 = 120;
    pub const NEAR_CONTENT: u32 = 180;
    pub const DATE_CLASS: u32 = 220;
    pub const ANYWHERE: u32 = 420;
    pub const IN_CONTENT: u32 = 460;
    pub const LAST_RESORT: u32 = 500;
}

/// True for the rank of a time printed by the headline or labelled as the publication.
pub fn near_headline(rank: u32) -> bool {
    (rank::TIME_ELEMENT..rank::NEAR_CONTENT - 10).contains(&rank)
}

/// All times printed on the page that may be the article's.
pub fn visible(
    page: &Page<'_>,
    content: &MainContent,
    headline: Option<usize>,
    language: Option<&str>,
    order: Order,
) -> Vec<Candidate> {
    let document = page.document;
    let blocks = &document.blocks;
    let (first, last) = (content.kept.first().map(|&i| i as usize), content.kept.last().map(|&i| i as usize));
    let mut found = Vec::new();
    for (i, block) in blocks.iter().enumerate() {
        let kept = content.kept.binary_search(&(i as u32)).is_ok();
        let near_headline = headline
            .filter(|&h| i + NEAR_HEADLINE.0 >= h && i <= h + NEAR_HEADLINE.1)
            .map(|h| i.abs_diff(h) as u32);
        let near_content = first.is_some_and(|f| i < f && f - i <= NEAR_CONTENT)
            || last.is_some_and(|l| i > l && i - l <= NEAR_CONTENT);
        time_elements(page, block, i, near_headline, first, &mut found, language, order);
        let words = document.words(block);
        let short = words.len() <= LONGEST_LINE
            || (words.len() <= LONGEST_SENTENCE && !kept && labelled(words, words.len()) == Some(false));
        if !(short || (kept && first == Some(i))) || !words.bytes().any(|b| b.is_ascii_digit()) {
            continue;
        }
        let classed =
            block.node.is_some_and(|n| document.tree.as_ref().is_some_and(|tree| says_date(page, tree, n)));
        let base = match near_headline {
            Some(distance) if short && (!kept || words.len() <= ONLY_TIME) => {
                rank::NEAR_HEADLINE + distance * 2 - u32::from(classed) * 10
            }
            _ if short && near_content && !kept => rank::NEAR_CONTENT - u32::from(classed) * 10,
            _ if classed && short => rank::DATE_CLASS + (i as u32).min(150),
            _ if short && !kept && i < FROM_TOP => rank::ANYWHERE + (i as u32).min(30),
            _ if kept && first == Some(i) => rank::IN_CONTENT,
            _ if short && found.len() < MOST => rank::LAST_RESORT + (i as u32).min(400),
            _ => continue,
        };
        if found.len() >= MOST_CANDIDATES {
            break;
        }
        let is_footer = words.contains('©') || words.to_ascii_lowercase().contains("copyright");
        if is_footer {
            continue;
        }
        for (n, stamp) in stamps::scan(words, language, order).into_iter().take(3).enumerate() {
            // German tells of it after the time: "wurde am 3. Mai 2011 von ... veröffentlicht".
            let after = || labelled(&words[stamp.span.1..], words.len() - stamp.span.1).filter(|&edit| !edit);
            let label = labelled(words, stamp.span.0)
                .or_else(|| after().filter(|_| short && (!kept || last == Some(i)) && n == 0));
            let edit = label.unwrap_or(false);
            let base = if label == Some(false) { base.min(rank::LABELLED) } else { base };
            let span =
                Span::new(block.span.start as usize + stamp.span.0, block.span.start as usize + stamp.span.1);
            let raw = words[stamp.span.0..stamp.span.1].to_owned();
            // A line that is all time says more than a line that holds one.
            let alone = u32::from(words.len() > 2 * (stamp.span.1 - stamp.span.0) + 24) * 12;
            found.push(Candidate {
                raw,
                rule: "visible_time",
                spot: Spot::Document(span),
                edit,
                rank: base + alone + n as u32,
                stamp,
            });
        }
    }
    found
}

#[allow(clippy::too_many_arguments)]
fn time_elements(
    page: &Page<'_>,
    block: &Block,
    i: usize,
    near_headline: Option<u32>,
    first_kept: Option<usize>,
    found: &mut Vec<Candidate>,
    language: Option<&str>,
    order: Order,
) {
    let document = page.document;
    let Some(tree) = &document.tree else { return };
    for run in &document.runs[block.runs.start as usize..block.runs.end as usize] {
        if run.kind != RunKind::Time {
            continue;
        }
        let printed = run.span.of(&document.text);
        let stated: Option<Stamp> =
            tree.attr(run.node, Attr::DATETIME).and_then(|d| stamps::first(d, language, order));
        let Some(stamp) = stated.or_else(|| stamps::first(printed, language, order)) else { continue };
        let before = &document.text[block.span.start as usize..run.span.start as usize];
        let edit =
            labelled(before, before.len()).or_else(|| class_says_edit(tree, run.node)).unwrap_or(false);
        let raw = tree
            .attr(run.node, Attr::DATETIME)
            .filter(|d| !d.trim().is_empty())
            .unwrap_or(printed)
            .trim()
            .to_owned();
        let distance =
            near_headline.unwrap_or_else(|| 40 + first_kept.map_or(40, |f| i.abs_diff(f).min(60) as u32));
        found.push(Candidate {
            stamp,
            raw,
            rule: "time_element",
            spot: Spot::Document(run.span),
            edit,
            rank: rank::TIME_ELEMENT + distance * 2,
        });
    }
}

/// Whether the last label before byte `at` says edit (true) or publication (false).
fn labelled(text: &str, at: usize) -> Option<bool> {
    let mut said = None;
    words::each_word(&text[..at], |word| {
        said = times::label_of(word.hash).or(said);
    });
    said
}

fn class_says_edit(tree: &Tree<'_>, node: NodeId) -> Option<bool> {
    let class =
        tree.attr(node, Attr::CLASS).or_else(|| tree.attr(node, Attr::ITEMPROP))?.to_ascii_lowercase();
    if class.contains("modif") || class.contains("updat") {
        Some(true)
    } else if class.contains("publi") {
        Some(false)
    } else {
        None
    }
}

/// Attributes by which an element calls itself a time.
const DATING: Attrs = Attrs::of(&[Attr::CLASS, Attr::ID, Attr::ITEMPROP]);

/// True where the element or one of the two around it calls itself a time.
fn says_date(page: &Page<'_>, tree: &Tree<'_>, node: NodeId) -> bool {
    std::iter::successors(Some(node), |&n| tree.parent(n))
        .take(3)
        .filter(|&n| tree.tag(n) != Tag::BODY)
        .any(|n| page.marks.of_attributes(tree, n, DATING).says(Meaning::DATE))
}
