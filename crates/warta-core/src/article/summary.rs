//! Kicker and standfirst: the label above and the summary under the headline.

use super::choice::{Choice, Found, Spot};
use super::main_content::MainContent;
use super::main_content::hints::fold;
use super::main_content::measures::{End, measure};
use super::metadata::plain;
use super::page::Page;
use crate::document::BlockKind;
use crate::document::html::{Attr, Attrs, NodeId, Tree};
use crate::languages::markup::Meaning;

/// Blocks with words between the headline and the standfirst at most.
const REACH: usize = 12;
/// Characters of a standfirst.
const LENGTH: std::ops::RangeInclusive<usize> = 30..=900;
/// Fewest words of a block that is a standfirst by its class alone.
const FEWEST_WORDS: f32 = 6.0;
/// Folded characters that a block and the description must share at their beginning.
const SHARED: usize = 40;

/// Chooses the standfirst: a visible block between headline and body, or the first of the body.
pub fn standfirst(page: &Page<'_>, headline: &Choice<String>, content: &MainContent) -> Choice<String> {
    let document = page.document;
    let mut found: Vec<Found<String>> = Vec::new();
    let description = page.metadata.meta("og:description").or_else(|| page.metadata.meta("description"));
    let stated = description.map(|m| fold(&plain(m.content))).unwrap_or_default();
    let heading = super::headline::block(page, headline);
    let (Some(heading), Some(&first)) = (heading, content.kept.first()) else {
        return with_description(found, description);
    };
    // The first kept block may be the standfirst itself.
    let between =
        document.blocks.iter().enumerate().skip(heading + 1).take_while(|(i, _)| *i <= first as usize);
    let lede = opens_body(page, content);
    for (i, block) in between.filter(|(_, b)| b.has_words()).take(REACH) {
        let is_lede = i == first as usize && lede;
        let words = document.words(block);
        let length = words.chars().count();
        if !LENGTH.contains(&length)
            || block.linked as usize * 2 > block.span.len()
            || block.hidden
            || matches!(block.kind, BlockKind::Caption | BlockKind::Control)
        {
            continue;
        }
        let folded = fold(words);
        let cut = folded.char_indices().nth(SHARED).map_or(folded.len(), |(i, _)| i);
        let agrees =
            !is_lede && !stated.is_empty() && folded.len() > 20 && stated.starts_with(&folded[..cut]);
        let measured = measure(words);
        let reads = measured.end == End::Sentence && measured.words >= FEWEST_WORDS;
        let classed = reads
            && block.node.is_some_and(|n| {
                document
                    .tree
                    .as_ref()
                    .is_some_and(|t| says_standfirst(page, t, n, if is_lede { 1 } else { 2 }))
            });
        if agrees || classed {
            let rule = if agrees { "agrees_with_description" } else { "standfirst_class" };
            found.push(Found {
                value: words.to_owned(),
                raw: words.to_owned(),
                rule,
                spot: Spot::Document(block.span),
            });
        }
    }
    with_description(found, description)
}

/// True where the first two kept blocks stand in one element: the first is then the lede, not a standfirst.
fn opens_body(page: &Page<'_>, content: &MainContent) -> bool {
    let parent =
        |i: &u32| page.document.blocks[*i as usize].node.and_then(|n| page.document.tree.as_ref()?.parent(n));
    match (content.kept.first().map(parent), content.kept.get(1).map(parent)) {
        (Some(one), Some(two)) => one == two,
        _ => true,
    }
}

fn with_description(
    found: Vec<Found<String>>,
    description: Option<&super::metadata::Meta<'_>>,
) -> Choice<String> {
    let mut choice = Choice::ranked(found, "none_printed");
    if let Some(meta) = description {
        let rival = Found {
            value: plain(meta.content),
            raw: meta.content.to_owned(),
            rule: "meta_description",
            spot: Spot::Metadata(meta.place()),
        };
        choice.rivals.push((rival, "not_printed_on_the_page"));
    }
    choice
}

/// Attributes whose words mark a standfirst.
const STANDFIRST_ATTRIBUTES: Attrs =
    Attrs::of(&[Attr::CLASS, Attr::ID, Attr::ITEMPROP, Attr::DATA_TESTID, Attr::DATA_COMPONENT]);

/// True where class words of the element, or of `levels` from it upwards, say standfirst.
fn says_standfirst(page: &Page<'_>, tree: &Tree<'_>, node: NodeId, levels: usize) -> bool {
    let says = |meaning: Meaning, levels: usize| {
        std::iter::successors(Some(node), |&n| tree.parent(n))
            .take(levels)
            .any(|n| page.marks.of_attributes(tree, n, STANDFIRST_ATTRIBUTES).says(meaning))
    };
    says(Meaning::STANDFIRST, levels) && !says(Meaning::PICTURE, 3)
}

/// Longest kicker, in characters.
const LONGEST_KICKER: usize = 80;

/// Chooses the kicker: a short block right above the headline that calls itself one.
pub fn kicker(page: &Page<'_>, headline: &Choice<String>) -> Choice<String> {
    let document = page.document;
    let heading = super::headline::block(page, headline);
    let (Some(heading), Some(tree)) = (heading, &document.tree) else {
        return Choice::missing("no_printed_headline");
    };
    let from = heading.saturating_sub(4);
    let found = document.blocks[from..heading]
        .iter()
        .rev()
        .filter(|b| b.has_words() && document.words(b).chars().count() <= LONGEST_KICKER)
        .find(|b| {
            b.node.is_some_and(|n| {
                std::iter::successors(Some(n), |&n| tree.parent(n)).take(2).any(|n| {
                    page.marks.of_attributes(tree, n, Attrs::of(&[Attr::CLASS])).says(Meaning::KICKER)
                })
            })
        })
        .map(|b| {
            let words = document.words(b);
            Found {
                value: words.to_owned(),
                raw: words.to_owned(),
                rule: "kicker_class",
                spot: Spot::Document(b.span),
            }
        });
    Choice::ranked(found.into_iter().collect(), "none_printed")
}
