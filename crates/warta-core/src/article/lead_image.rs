//! The picture that stands for the article, with the caption printed under it.

use serde_json::Value;
use url::Url;

use super::choice::{Choice, Found, Spot};
use super::content_blocks::absolute;
use super::metadata::first;
use super::page::Page;
use crate::record::{Block, Image};

/// Chooses the picture; caption and credit come from the content's picture of the same file, or its first.
pub fn choose(page: &Page<'_>, blocks: &[Block], base: Option<&Url>) -> Choice<Image> {
    let metadata = page.metadata;
    let mut found: Vec<Found<Image>> = Vec::new();
    let mut add = |raw: &str, rule: &'static str, place: String| {
        if let Some(url) = absolute(raw, base) {
            found.push(Found {
                value: dressed(url, blocks),
                raw: raw.to_owned(),
                rule,
                spot: Spot::Metadata(place),
            });
        }
    };
    for key in [
        "og:image",
        "og:image:url",
        "og:image:secure_url",
        "twitter:image",
        "twitter:image:src",
        "parsely-image-url",
        "sailthru.image.full",
    ] {
        if let Some(meta) = metadata.meta(key) {
            add(meta.content, if key.starts_with("og") { "og_image" } else { "meta_image" }, meta.place());
        }
    }
    if let Some(value) = metadata.article().and_then(|a| a.get("image")).map(first)
        && let Some(raw) = value.as_str().or_else(|| value.get("url").map(first).and_then(Value::as_str))
    {
        add(raw, "json_ld_image", metadata.json_place("image"));
    }
    if let Some(image) = blocks.iter().find_map(|b| b.image.as_ref()) {
        found.push(Found {
            value: image.clone(),
            raw: image.url.clone(),
            rule: "first_picture",
            spot: Spot::Derived,
        });
    }
    Choice::ranked(found, "no_picture")
}

fn dressed(url: String, blocks: &[Block]) -> Image {
    let images = || blocks.iter().filter_map(|b| b.image.as_ref());
    let file = |u: &str| u.split(['?', '#']).next().unwrap_or(u).rsplit('/').next().unwrap_or("").to_owned();
    let name = file(&url);
    let same = images()
        .find(|i| i.url == url || (name.len() > 6 && file(&i.url) == name))
        .or_else(|| blocks.iter().take(4).find_map(|b| b.image.as_ref()));
    match same {
        Some(image) => Image { url, ..image.clone() },
        None => Image { url, ..Image::default() },
    }
}
