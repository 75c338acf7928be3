//! Section and tags.

use serde_json::Value;

use super::choice::{Choice, Found, Spot};
use super::headline::is_boilerplate;
use super::main_content::hints::fold;
use super::metadata::{first, plain};
use super::outlet;
use super::page::Page;

/// Longest name of a section or tag, in characters.
const LONGEST: usize = 60;
/// Tags kept of one page.
const MOST_TAGS: usize = 60;

/// Words of a breadcrumb's step that may be a section; more are a title.
const MOST_WORDS: usize = 5;
/// Hyphens from which a lower-case word is a machine's label: "stats-reach-team".
const HYPHENS: usize = 2;
/// Characters of a UUID and where its hyphens stand.
const UUID: (usize, [usize; 4]) = (36, [8, 13, 18, 23]);

/// The section of the outlet.
pub fn section(page: &Page<'_>) -> Choice<String> {
    let metadata = page.metadata;
    let mut found = Vec::new();
    let path = page.url.map(|url| fold(url.path())).unwrap_or_default();
    let mut add = |raw: &str, rule: &'static str, place: String| {
        let value = one_of_list(plain(raw), &path);
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
        "prism.section",
        "section",
        "cxenseparse:pageclass",
        "dc.subject",
    ] {
        if let Some(meta) = metadata.meta(key) {
            add(meta.content, "meta_section", meta.place());
        }
    }
    if let Some(name) = breadcrumb(page) {
        add(&name, "breadcrumb", "json_ld:BreadcrumbList".to_owned());
    }
    Choice::ranked(found, "no_section_stated")
}

/// "Front,Society" is a list: the one of its names that the address has, else the first.
fn one_of_list(value: String, path: &str) -> String {
    // In a name, a comma has a space behind it or stands between digits.
    let parts = |pair: &[u8]| pair[0] == b',' && !(pair[1] == b' ' || pair[1].is_ascii_digit());
    if value.contains(", ") || !value.as_bytes().windows(2).any(parts) {
        return value;
    }
    let names = || value.split(',').map(str::trim).filter(|name| !name.is_empty());
    let in_path = |name: &&str| !fold(name).is_empty() && path.contains(&fold(name));
    names().find(in_path).or_else(|| names().next()).unwrap_or("").to_owned()
}

/// The first name of the page's way down from its front page that is neither the outlet nor the article.
fn breadcrumb(page: &Page<'_>) -> Option<String> {
    let metadata = page.metadata;
    let list = metadata.json_ld.iter().find(|n| n.get("@type").is_some_and(|t| t == "BreadcrumbList"))?;
    let items = list.get("itemListElement")?.as_array()?;
    let text = |v: &Value, key: &str| v.get(key).and_then(Value::as_str).map(str::to_owned);
    let mut way: Vec<(u64, String, Option<String>)> = items
        .iter()
        .filter_map(|step| {
            let item = step.get("item");
            let name = text(step, "name").or_else(|| text(item?, "name"))?;
            let url = item.and_then(|i| {
                i.as_str().map(str::to_owned).or_else(|| text(i, "@id")).or_else(|| text(i, "url"))
            });
            let position = step.get("position");
            let at = position.and_then(|p| p.as_u64().or_else(|| p.as_str()?.parse().ok())).unwrap_or(0);
            Some((at, name, url))
        })
        .collect();
    way.sort_by_key(|(at, ..)| *at);
    let front = |url: &String| url::Url::parse(url).map_or(url == "/", |u| u.path().len() <= 1);
    let names: Vec<String> = outlet::names(page).iter().map(|name| fold(name)).collect();
    let title = metadata.meta("og:title").map(|m| m.content).or(metadata.title).map(fold).unwrap_or_default();
    let is_page = |name: &str, url: &Option<String>| {
        (name.split_whitespace().count() > 2 && title.contains(&fold(name)))
            || url.as_deref().zip(page.url).is_some_and(|(one, own)| {
                url::Url::parse(one).is_ok_and(|one| one.path() == own.path() && one.host() == own.host())
            })
    };
    way.into_iter()
        .map(|(_, name, url)| (plain(&name), url))
        .find(|(name, url)| {
            name.split_whitespace().count() <= MOST_WORDS
                && !url.as_ref().is_some_and(front)
                && !names.contains(&fold(name))
                && !is_boilerplate(name)
                && !is_page(name, url)
        })
        .map(|(name, _)| name)
}

/// True for what a program sorts pages by: a UUID, a number, a slug of several words.
fn is_label(tag: &str) -> bool {
    let (length, hyphens) = UUID;
    let uuid = tag.len() == length
        && tag.bytes().enumerate().all(
            |(at, b)| {
                if hyphens.contains(&at) { b == b'-' } else { b.is_ascii_hexdigit() }
            },
        );
    let slug = !tag.contains(' ')
        && tag.matches('-').count() >= HYPHENS
        && tag.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-');
    uuid || slug
}

/// The topics the page lists.
pub fn tags(page: &Page<'_>) -> Choice<Vec<String>> {
    let metadata = page.metadata;
    let mut found = Vec::new();
    let names: Vec<String> = outlet::names(page).iter().map(|name| fold(name)).collect();
    let split = |raw: &str| -> Vec<String> { raw.split([',', ';']).map(plain).collect() };
    let mut add = |mut value: Vec<String>, raw: String, rule: &'static str, place: String| {
        let mut seen = rustc_hash::FxHashSet::default();
        value.retain(|t| {
            !t.is_empty()
                && t.chars().count() <= LONGEST
                && !is_label(t)
                && !names.contains(&fold(t))
                && seen.insert(t.to_lowercase())
        });
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
