//! What kind of page it is.

use super::choice::{Choice, Found, Spot};
use super::main_content::MainContent;
use super::main_content::hints::fold;
use super::page::Page;
use super::topics;

/// Least characters of main content for a page that does not call itself an article to be one.
const ENOUGH: usize = 600;

/// The same where the page states when it was published.
const FEW: usize = 120;

/// What outlets call their pages of opinion: a whole part of the address, or the section.
const OPINION: &str = include_str!("../../languages/opinion_sections.tsv");

/// article, live_blog, opinion, gallery, video, listing or other.
///
/// `dated` says that a headline and a time of publication were found.
pub fn choose(page: &Page<'_>, content: &MainContent, dated: bool) -> Choice<&'static str> {
    let metadata = page.metadata;
    let mut found: Vec<Found<&'static str>> = Vec::new();
    let mut add = |value, raw: &str, rule, spot| found.push(Found { value, raw: raw.to_owned(), rule, spot });
    let chars: usize = content.kept.iter().map(|&i| page.document.blocks[i as usize].span.len()).sum();
    if chars == 0 {
        add("other", "", "no_main_content", Spot::Derived);
    }
    let stated = metadata.article().and_then(|a| a.get("@type")).map(|t| t.to_string()).unwrap_or_default();
    let place = || Spot::Metadata(metadata.json_place("@type"));
    let path = page.url.map(|u| u.path().to_ascii_lowercase()).unwrap_or_default();
    for (word, kind) in [
        ("LiveBlogPosting", "live_blog"),
        ("OpinionNewsArticle", "opinion"),
        ("ImageGallery", "gallery"),
        ("MediaGallery", "gallery"),
        ("CollectionPage", "listing"),
    ] {
        if stated.contains(word) {
            add(kind, &stated, "json_ld_type", place());
        }
    }
    if chars > 0 {
        for (part, kind) in [
            ("live-blog", "live_blog"),
            ("liveblog", "live_blog"),
            ("/live/", "live_blog"),
            ("/opini", "opinion"),
            ("/opinion", "opinion"),
            ("/comment", "opinion"),
            ("/kolom/", "opinion"),
            ("/foto/", "gallery"),
            ("/photos/", "gallery"),
            ("/gallery/", "gallery"),
            ("/galeri", "gallery"),
        ] {
            if path.contains(part) && (kind != "gallery" || chars < ENOUGH) {
                add(kind, part, "address", Spot::Metadata("url".to_owned()));
            }
        }
    }
    let is_opinion = |words: &str| {
        let words = fold(words);
        OPINION.lines().any(|name| !name.starts_with('#') && words == name)
    };
    if chars > 0 {
        if let Some(part) = path.split('/').rev().skip(1).find(|part| is_opinion(part)) {
            add("opinion", part, "address", Spot::Metadata("url".to_owned()));
        }
        if let Some(section) = topics::section(page).chosen.filter(|section| is_opinion(&section.value)) {
            add("opinion", &section.raw, "section", section.spot);
        }
    }
    let og = metadata.meta("og:type");
    let is_front = page.url.is_some_and(|u| u.path().len() <= 1 && u.query().is_none());
    if is_front {
        add("listing", "/", "front_page_address", Spot::Metadata("url".to_owned()));
    }
    if (stated.contains("VideoObject") || og.is_some_and(|m| m.content.starts_with("video")))
        && chars < ENOUGH
    {
        add("video", &stated, "stated_video", place());
    }
    if stated.contains("Article") || stated.contains("Posting") || stated.contains("Report") {
        add("article", &stated, "json_ld_type", place());
    }
    if let Some(meta) = og.filter(|m| m.content.eq_ignore_ascii_case("article")) {
        add("article", meta.content, "og_type", Spot::Metadata(meta.place()));
    }
    let published = metadata
        .metas
        .iter()
        .find(|m| m.key == "article:published_time" || m.key == "itemprop:datepublished");
    if let Some(meta) = published.filter(|_| chars >= FEW) {
        add("article", meta.content, "states_publication", Spot::Metadata(meta.place()));
    }
    let linked: usize = page.document.blocks.iter().map(|b| b.linked as usize).sum();
    let all = page.document.text.len().max(1);
    if dated && chars >= FEW && !is_front {
        add("article", "", "headline_time_and_text", Spot::Derived);
    }
    let main = page.document.tree.as_ref().is_some_and(|tree| {
        content.kept.first().and_then(|&i| page.document.blocks[i as usize].node).is_some_and(|n| {
            std::iter::successors(Some(n), |&n| tree.parent(n))
                .any(|n| tree.tag(n) == crate::document::html::Tag::ARTICLE)
        })
    });
    if main && chars >= FEW && chars * 2 > all {
        add("article", "", "article_element", Spot::Derived);
    }
    if chars >= ENOUGH && chars * 8 > all {
        add("article", "", "main_content", Spot::Derived);
    } else if linked * 2 > all && page.document.tree.is_some() {
        add("listing", "", "mostly_links", Spot::Derived);
    } else if chars >= ENOUGH || (page.document.tree.is_none() && chars > 0) {
        add("article", "", "main_content", Spot::Derived);
    }
    add("other", "", "nothing_tells", Spot::Derived);
    Choice::ranked(found, "nothing_tells")
}
