//! Section and tags.

use super::choice::{Choice, Found, Spot};
use super::metadata::{first, plain};
use super::page::Page;

/// Longest name of a section or tag, in characters.
const LONGEST: usize = 60;
/// Tags kept of one page.
const MOST_TAGS: usize = 60;

/// The section of the outlet.
pub fn section(page: &Page<'_>) -> Choice<String> {
    let metadata = page.metadata;
    let mut found = Vec::new();
    let mut add = |raw: &str, rule: &'static str, place: String| {
        let value = plain(raw);
        if !value.is_empty() && value.chars().count() <= LONGEST {
            found.push(Found { value, raw: raw.to_owned(), rule, spot: Spot::Metadata(place) });
        }
    };
    if let Some(raw) = metadata.json_str("articleSection") {
        add(raw, "json_ld_section", metadata.json_place("articleSection"));
    }
    for key in [
        "article:section",
        "og:article:section",
        "itemprop:articlesection",
        "parsely-section",
        "section",
        "cxenseparse:pageclass",
        "dc.subject",
    ] {
        if let Some(meta) = metadata.meta(key) {
            add(meta.content, "meta_section", meta.place());
        }
    }
    Choice::ranked(found, "no_section_stated")
}

/// The topics the page lists.
pub fn tags(page: &Page<'_>) -> Choice<Vec<String>> {
    let metadata = page.metadata;
    let mut found = Vec::new();
    let split = |raw: &str| -> Vec<String> { raw.split([',', ';']).map(plain).collect() };
    let mut add = |mut value: Vec<String>, raw: String, rule: &'static str, place: String| {
        let mut seen = rustc_hash::FxHashSet::default();
        value.retain(|t| !t.is_empty() && t.chars().count() <= LONGEST && seen.insert(t.to_lowercase()));
        value.truncate(MOST_TAGS);
        if !value.is_empty() {
            found.push(Found { value, raw, rule, spot: Spot::Metadata(place) });
        }
    };
    if let Some(value) = metadata.article().and_then(|a| a.get("keywords")) {
        let (tags, raw) = match value {
            serde_json::Value::Array(list) => {
                let names: Vec<String> = list
                    .iter()
                    .filter_map(|v| first(v).as_str().or_else(|| v.get("name")?.as_str()))
                    .map(plain)
                    .collect();
                let raw = names.join(", ");
                (names, raw)
            }
            serde_json::Value::String(text) => (split(text), text.clone()),
            _ => (Vec::new(), String::new()),
        };
        add(tags, raw, "json_ld_keywords", metadata.json_place("keywords"));
    }
    for key in ["article:tag", "og:article:tag"] {
        let all: Vec<&str> = metadata.all(key).map(|m| m.content).collect();
        add(
            all.iter().flat_map(|raw| split(raw)).collect(),
            all.join(", "),
            "meta_tags",
            format!("meta[property={key}]"),
        );
    }
    for key in ["news_keywords", "parsely-tags", "sailthru.tags", "itemprop:keywords", "keywords"] {
        if let Some(meta) = metadata.meta(key) {
            add(split(meta.content), meta.content.to_owned(), "meta_keywords", meta.place());
        }
    }
    Choice::ranked(found, "no_tags_stated")
}
