//! The page's own addresses: canonical and AMP, made absolute.

use url::Url;

use super::choice::{Choice, Found, Spot};
use super::metadata::Metadata;

/// Where relative addresses start: `base href`, resolved against the page's address.
pub fn base(metadata: &Metadata<'_>, url: Option<&Url>) -> Option<Url> {
    match (metadata.base, url) {
        (Some(base), Some(url)) => url.join(base.trim()).ok().or_else(|| Some(url.clone())),
        (Some(base), None) => Url::parse(base.trim()).ok(),
        (None, url) => url.cloned(),
    }
}

/// The address that the page calls its own.
pub fn canonical(metadata: &Metadata<'_>, base: Option<&Url>) -> Choice<String> {
    let mut found = Vec::new();
    let mut add = |raw: &str, rule: &'static str, place: String| {
        if let Some(value) = super::content_blocks::absolute(raw, base) {
            found.push(Found { value, raw: raw.to_owned(), rule, spot: Spot::Metadata(place) });
        }
    };
    if let Some(link) = metadata.links.iter().find(|l| !l.anchor && l.rel.eq_ignore_ascii_case("canonical")) {
        add(link.href, "link_canonical", "link[rel=canonical]".to_owned());
    }
    if let Some(meta) = metadata.meta("og:url") {
        add(meta.content, "og_url", meta.place());
    }
    for path in ["url", "mainEntityOfPage", "mainEntityOfPage.@id"] {
        if let Some(raw) = metadata.json_str(path).filter(|u| u.starts_with("http")) {
            add(raw, "json_ld_url", metadata.json_place(path));
        }
    }
    Choice::ranked(found, "no_canonical_address")
}

/// The address of the AMP version.
pub fn amp(metadata: &Metadata<'_>, base: Option<&Url>) -> Choice<String> {
    let found = metadata.link("amphtml").and_then(|link| {
        let value = super::content_blocks::absolute(link.href, base)?;
        Some(Found {
            value,
            raw: link.href.to_owned(),
            rule: "link_amphtml",
            spot: Spot::Metadata("link[rel=amphtml]".to_owned()),
        })
    });
    Choice::ranked(found.into_iter().collect(), "no_amp_link")
}
