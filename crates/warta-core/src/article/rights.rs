//! Access (free, partial, paywalled) and the reservations of rights that the page states.

use serde_json::Value;

use super::choice::{Choice, Found, Spot};
use super::layout::is_wide;
use super::main_content::MainContent;
use super::metadata::first;
use super::page::Page;
use crate::document::html::{Attr, Attrs, NodeId};
use crate::languages::markup::Meaning;
use crate::record::Reservation;

/// free, partial or paywalled; absent where the page does not tell.
pub fn access(page: &Page<'_>, content: &MainContent) -> Choice<&'static str> {
    let metadata = page.metadata;
    let mut found = Vec::new();
    if let Some(value) = metadata.article().and_then(|a| a.get("isAccessibleForFree")).map(first) {
        let free = match value {
            Value::Bool(free) => Some(*free),
            Value::String(text) => match text
                .to_ascii_lowercase()
                .trim_start_matches("http://schema.org/")
                .trim_start_matches("https://schema.org/")
            {
                "true" | "yes" => Some(true),
                "false" | "no" => Some(false),
                _ => None,
            },
            _ => None,
        };
        if let Some(free) = free {
            let parts = metadata.article().is_some_and(|a| a.contains_key("hasPart"));
            let access = if free {
                "free"
            } else if parts {
                "partial"
            } else {
                "paywalled"
            };
            let spot = Spot::Metadata(metadata.json_place("isAccessibleForFree"));
            found.push(Found { value: access, raw: value.to_string(), rule: "json_ld_free", spot });
        }
    }
    for key in ["article:content_tier", "og:article:content_tier"] {
        if let Some(meta) = metadata.meta(key) {
            let value = match meta.content.to_ascii_lowercase().as_str() {
                "free" => "free",
                "metered" => "partial",
                "locked" => "paywalled",
                _ => continue,
            };
            found.push(Found {
                value,
                raw: meta.content.to_owned(),
                rule: "content_tier",
                spot: Spot::Metadata(meta.place()),
            });
        }
    }
    found.extend(paywall(page, content));
    Choice::ranked(found, "page_does_not_tell")
}

/// Attributes by which an element calls itself a paywall.
const NAMES: Attrs = Attrs::of(&[Attr::CLASS, Attr::ID]);

/// Words of a visible block that a paywall prints, in bytes, at most: longer ones are the article.
const LONGEST_OFFER: usize = 200;

/// Blocks after the text's last in which a paywall stands.
const AFTER: usize = 8;

/// A visible block outside the text, at its end, whose element, or one near around it, calls itself a paywall: the page
/// shows part of the article.
fn paywall(page: &Page<'_>, content: &MainContent) -> Option<Found<&'static str>> {
    let document = page.document;
    let tree = document.tree.as_ref()?;
    let (first, last) = (*content.kept.first()? as usize, *content.kept.last()? as usize);
    // What holds the text too is no wall, whatever it calls itself.
    let around_text: Vec<NodeId> = [first, last]
        .iter()
        .filter_map(|&i| document.blocks[i].node)
        .flat_map(|node| std::iter::successors(Some(node), |&n| tree.parent(n)))
        .collect();
    let is_wall = |block: &&crate::document::Block| {
        block.has_words()
            && !block.hidden
            && block.span.len() <= LONGEST_OFFER
            && block.node.is_some_and(|node| {
                std::iter::successors(Some(node), |&n| tree.parent(n))
                    .take_while(|&n| !is_wide(tree.tag(n)))
                    .take(PAYWALL_LEVELS)
                    .any(|n| {
                        !around_text.contains(&n)
                            && page.marks.of_attributes(tree, n, NAMES).says(Meaning::PAYWALL)
                    })
            })
    };
    let near = document.blocks.iter().enumerate().take(last + 1 + AFTER).skip(first);
    let block = near
        .filter(|(i, _)| content.kept.binary_search(&(*i as u32)).is_err())
        .map(|(_, block)| block)
        .find(is_wall)?;
    let words = document.words(block);
    Some(Found {
        value: "partial",
        raw: words.to_owned(),
        rule: "paywall_class",
        spot: Spot::Document(block.span),
    })
}

/// Elements around a block that are asked whether they are a paywall.
const PAYWALL_LEVELS: usize = 4;

/// What the page reserves: robots directives, text and data mining, licence.
pub fn reservations(page: &Page<'_>) -> Vec<Reservation> {
    let metadata = page.metadata;
    let mut made: Vec<Reservation> = Vec::new();
    let mut add = |kind: &'static str, value: &str, key: String| {
        let new = Reservation { kind, value: value.trim().to_owned(), key };
        if !made.contains(&new) {
            made.push(new);
        }
    };
    for meta in &metadata.metas {
        match meta.key.as_str() {
            "robots" | "googlebot" | "googlebot-news" => {
                for word in meta.content.split([',', ' ']).map(|w| w.trim().to_ascii_lowercase()) {
                    let kind = match word.as_str() {
                        "noindex" | "none" => "noindex",
                        "noarchive" | "nocache" => "noarchive",
                        "noai" => "noai",
                        "noimageai" => "noimageai",
                        _ => continue,
                    };
                    add(kind, meta.content, meta.place());
                }
            }
            "tdm-reservation" | "tdm-policy" => add("tdm_reservation", meta.content, meta.place()),
            "copyright" | "dcterms.rights" | "dc.rights" => add("copyright", meta.content, meta.place()),
            _ => {}
        }
    }
    if let Some(link) = metadata.link("license") {
        add("license", link.href, "link[rel=license]".to_owned());
    }
    if let Some(raw) = metadata.json_str("license") {
        add("license", raw, metadata.json_place("license"));
    }
    made
}
