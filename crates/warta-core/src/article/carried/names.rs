//! What the names of keys and types say of the texts under them, as sites' data have them in any language: in English.

use serde_json::Value;

/// Parts of names of what stands beside an article.
const BESIDE: [&str; 34] = [
    "comment",
    "related",
    "recommend",
    "mostread",
    "mostviewed",
    "popular",
    "trending",
    "teaser",
    "promo",
    "advert",
    "caption",
    "alttext",
    "author",
    "bio",
    "contributor",
    "footer",
    "header",
    "menu",
    "navigation",
    "sitemap",
    "disclaimer",
    "copyright",
    "policy",
    "consent",
    "terms",
    "newsletter",
    "translation",
    "image",
    "photo",
    "picture",
    "gallery",
    "video",
    "embed",
    "css",
];
/// Parts of names of texts about an article.
const ABOUT: [&str; 9] =
    ["description", "summary", "excerpt", "abstract", "seo", "meta", "intro", "lead", "subtitle"];
/// Keys that say what an object is.
const TYPES: [&str; 6] = ["type", "_type", "nodeType", "kind", "tag", "__typename"];
/// Keys of an object's title, and of its address.
const TITLES: [&str; 3] = ["title", "headline", "name"];
const ADDRESSES: [&str; 6] = ["url", "link", "slug", "href", "path", "permalink"];

/// Parts of names of the time of publication, and of what else has one.
const PUBLISHED: [&str; 5] = ["publi", "posted", "postdate", "pubdate", "deploy"];
const NOT_PUBLISHED: [&str; 6] = ["re", "un", "end", "expire", "schedule", "last"];

/// True for a key of the time of publication: `datePublished`, not `republished_at`.
pub fn is_published(key: &str) -> bool {
    let found = |parts: &[&str]| named(key, parts);
    (key == "date" || found(&PUBLISHED))
        && !NOT_PUBLISHED.iter().any(|part| key.to_ascii_lowercase().starts_with(part))
}

/// True for a key under which texts beside the article stand.
pub fn is_beside(key: &str) -> bool {
    named(key, &BESIDE)
}

/// True for a key under which texts about the article stand.
pub fn is_about(key: &str) -> bool {
    named(key, &ABOUT)
}

/// True for an object whose type says that it stands beside the text; a header is a heading there.
pub fn is_set_beside(value: &Value) -> bool {
    kind(value).is_some_and(|kind| !kind.contains("head") && named(&kind, &BESIDE))
}

/// True for an object with a title and an address of its own, which is another page.
pub fn is_other_page(value: &Value, agrees: &dyn Fn(&str) -> bool) -> bool {
    let Value::Object(object) = value else { return false };
    let said = |keys: &[&str]| {
        keys.iter().find_map(|key| object.get(*key)?.as_str().filter(|words| !words.is_empty()))
    };
    said(&TITLES).is_some_and(|title| !agrees(title)) && said(&ADDRESSES).is_some()
}

/// The element that shows the texts of an object of this type.
pub fn element(value: &Value) -> Option<&'static str> {
    let kind = kind(value)?;
    match kind.as_bytes() {
        [b'h', b'1'..=b'6'] => Some("h2"),
        b"li" => Some("li"),
        _ if kind.contains("head") || kind.contains("title") => Some("h2"),
        _ if kind.contains("quote") => Some("blockquote"),
        _ if kind.contains("list") => Some("li"),
        _ => None,
    }
}

/// What an object calls itself, lower-cased.
fn kind(value: &Value) -> Option<String> {
    let object = value.as_object()?;
    TYPES.iter().find_map(|key| object.get(*key)?.as_str()).map(str::to_ascii_lowercase)
}

fn named(name: &str, parts: &[&str]) -> bool {
    let name: String =
        name.chars().filter(char::is_ascii_alphanumeric).map(|c| c.to_ascii_lowercase()).collect();
    parts.iter().any(|part| name.contains(part))
}
