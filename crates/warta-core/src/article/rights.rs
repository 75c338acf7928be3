//! Access (free, partial, paywalled) and the reservations of rights that the page states.

use serde_json::Value;

use super::choice::{Choice, Found, Spot};
use super::metadata::first;
use super::page::Page;
use crate::record::Reservation;

/// free, partial or paywalled; absent where the page does not tell.
pub fn access(page: &Page<'_>) -> Choice<&'static str> {
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
    Choice::ranked(found, "page_does_not_tell")
}

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
