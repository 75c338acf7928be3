//! Kicker and standfirst: the label above and the summary under the headline.

use super::choice::{Choice, Found, Spot};
use super::main_content::MainContent;
use super::main_content::hints::fold;
use super::metadata::plain;
use super::page::Page;
use crate::document::BlockKind;

/// Words of class or id that mark a standfirst.
const STANDFIRST_CLASSES: [&str; 24] = [
    "standfirst", "subtitle", "sub-title", "subhead", "subline", "dek", "deck", "lead", "lede", "intro", "summary", "excerpt", "teaser",
    "description", "sapo", "chapeau", "entradilla", "bajada", "epigraph", "abstract", "vorspann", "ingress", "sommario", "tagline",
];
/// Blocks with words between the headline and the standfirst at most.
const REACH: usize = 12;
/// Characters of a standfirst.
const LENGTH: std::ops::RangeInclusive<usize> = 30..=900;
/// Folded characters that a block and the description must share at their beginning.
const SHARED: usize = 40;

/// Chooses the standfirst: a visible block between headline and body that was not kept as body.
pub fn standfirst(page: &Page<'_>, headline: &Choice<String>, content: &MainContent) -> Choice<String> {
    let document = page.document;
    let mut found: Vec<Found<String>> = Vec::new();
    let description = page.metadata.meta("og:description").or_else(|| page.metadata.meta("description"));
    let stated = description.map(|m| fold(&plain(m.content))).unwrap_or_default();
    let heading = match &headline.chosen {
        Some(Found { spot: Spot::Document(span), .. }) => document.blocks.iter().rposition(|b| b.has_words() && span.contains(b.span)),
        _ => None,
    };
    let (Some(heading), Some(&first)) = (heading, content.kept.first()) else {
        return with_description(found, description);
    };
    let between = document.blocks.iter().enumerate().skip(heading + 1).take_while(|(i, _)| *i < first as usize);
    for (_, block) in between.filter(|(_, b)| b.has_words()).take(REACH) {
        let words = document.words(block);
        let length = words.chars().count();
        if !LENGTH.contains(&length) || block.linked as usize * 2 > block.span.len() || block.hidden || matches!(block.kind, BlockKind::Caption | BlockKind::Control) {
            continue;
        }
        let folded = fold(words);
        let cut = folded.char_indices().nth(SHARED).map_or(folded.len(), |(i, _)| i);
        let agrees = !stated.is_empty() && folded.len() > 20 && stated.starts_with(&folded[..cut]);
        let classed = block.node.is_some_and(|n| document.tree.as_ref().is_some_and(|t| says_standfirst(t, n)));
        if agrees || classed {
            let rule = if agrees { "agrees_with_description" } else { "standfirst_class" };
            found.push(Found { value: words.to_owned(), raw: words.to_owned(), rule, spot: Spot::Document(block.span) });
        }
    }
    with_description(found, description)
}

fn with_description(found: Vec<Found<String>>, description: Option<&super::metadata::Meta<'_>>) -> Choice<String> {
    let mut choice = Choice::ranked(found, "none_printed");
    if let Some(meta) = description {
        let rival = Found { value: plain(meta.content), raw: meta.content.to_owned(), rule: "meta_description", spot: Spot::Metadata(meta.place()) };
        choice.rivals.push((rival, "not_printed_on_the_page"));
    }
    choice
}

fn says_standfirst(tree: &crate::document::html::Tree<'_>, node: crate::document::html::NodeId) -> bool {
    std::iter::successors(Some(node), |&n| tree.parent(n)).take(2).any(|n| {
        ["class", "id", "itemprop", "data-testid", "data-component"].iter().filter_map(|a| tree.attr(n, a)).any(|v| {
            let v = v.to_ascii_lowercase();
            STANDFIRST_CLASSES.iter().any(|c| v.contains(c))
        })
    })
}

/// Words of class that mark a kicker.
const KICKER_CLASSES: [&str; 8] = ["kicker", "eyebrow", "overline", "topline", "roofline", "dachzeile", "overtitle", "pretitle"];
/// Longest kicker, in characters.
const LONGEST_KICKER: usize = 80;

/// Chooses the kicker: a short block right above the headline that calls itself one.
pub fn kicker(page: &Page<'_>, headline: &Choice<String>) -> Choice<String> {
    let document = page.document;
    let heading = match &headline.chosen {
        Some(Found { spot: Spot::Document(span), .. }) => document.blocks.iter().position(|b| b.span.contains(*span) && b.has_words()),
        _ => None,
    };
    let (Some(heading), Some(tree)) = (heading, &document.tree) else { return Choice::missing("no_printed_headline") };
    let from = heading.saturating_sub(4);
    let found = document.blocks[from..heading]
        .iter()
        .rev()
        .filter(|b| b.has_words() && document.words(b).chars().count() <= LONGEST_KICKER)
        .find(|b| {
            b.node.is_some_and(|n| {
                std::iter::successors(Some(n), |&n| tree.parent(n)).take(2).any(|n| {
                    tree.attr(n, "class").is_some_and(|c| {
                        let c = c.to_ascii_lowercase();
                        KICKER_CLASSES.iter().any(|k| c.contains(k))
                    })
                })
            })
        })
        .map(|b| {
            let words = document.words(b);
            Found { value: words.to_owned(), raw: words.to_owned(), rule: "kicker_class", spot: Spot::Document(b.span) }
        });
    Choice::ranked(found.into_iter().collect(), "none_printed")
}
