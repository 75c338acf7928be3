//! The title readers know, the company behind it, and the country it works in.

use super::choice::{Choice, Found, Spot};
use super::main_content::hints::fold;
use super::metadata::plain;
use super::page::Page;

/// Names of the outlet that the page gives, best first.
pub fn choose(page: &Page<'_>) -> Choice<String> {
    let metadata = page.metadata;
    let mut found = Vec::new();
    let mut add = |raw: &str, rule: &'static str, spot: Spot| {
        let value = without_domain(&plain(raw));
        if !value.is_empty()
            && value.chars().count() <= LONGEST
            && !value.starts_with('@')
            && !value.contains("://")
        {
            found.push(Found { value, raw: raw.trim().to_owned(), rule, spot });
        }
    };
    for (key, rule) in [
        ("og:site_name", "og_site_name"),
        ("application-name", "application_name"),
        ("dc.publisher", "dc_publisher"),
    ] {
        if let Some(meta) = metadata.meta(key) {
            add(meta.content, rule, Spot::Metadata(meta.place()));
        }
    }
    for path in ["publisher.name", "publisher"] {
        if let Some(raw) = metadata.json_str(path).filter(|p| !p.starts_with("http")) {
            add(raw, "json_ld_publisher", Spot::Metadata(metadata.json_place(path)));
        }
    }
    if page.document.tree.is_none() {
        copyright_line(page, &mut add);
    }
    let label = page.url.and_then(registrable).map(|(label, _)| label);
    let tail = title_tail(page);
    // The title's end is the outlet where it is the domain's label in readable form.
    let agreed =
        tail.filter(|tail| label.as_ref().is_some_and(|label| fold(label) == fold(&without_domain(tail))));
    if let Some(tail) = agreed {
        add(tail, "title_suffix", Spot::Metadata("title".to_owned()));
    }
    if let Some(label) = label {
        add(&label, "domain", Spot::Metadata("url".to_owned()));
    }
    if let (Some(tail), None) = (tail, agreed) {
        add(tail, "title_suffix", Spot::Metadata("title".to_owned()));
    }
    Choice::ranked(found, "no_outlet_named")
}

/// Longest name of an outlet, in characters.
const LONGEST: usize = 60;

/// The company behind the outlet, where the page names one apart from the outlet.
pub fn publisher(page: &Page<'_>) -> Choice<String> {
    let metadata = page.metadata;
    let mut found = Vec::new();
    for path in
        ["publisher.legalName", "publisher.parentOrganization.name", "publisher.name", "copyrightHolder.name"]
    {
        if let Some(raw) = metadata.json_str(path).filter(|p| !p.starts_with("http")) {
            let value = plain(raw);
            found.push(Found {
                value,
                raw: raw.to_owned(),
                rule: "json_ld_publisher",
                spot: Spot::Metadata(metadata.json_place(path)),
            });
        }
    }
    if let Some(meta) = metadata.meta("article:publisher").filter(|m| !m.content.contains("://")) {
        found.push(Found {
            value: plain(meta.content),
            raw: meta.content.to_owned(),
            rule: "meta_publisher",
            spot: Spot::Metadata(meta.place()),
        });
    }
    Choice::ranked(found, "no_publisher_named")
}

/// All names under which the outlet may stand in titles and bylines: stated names and the domain.
pub fn names(page: &Page<'_>) -> Vec<String> {
    let metadata = page.metadata;
    let mut names: Vec<String> = Vec::new();
    for key in [
        "og:site_name",
        "application-name",
        "apple-mobile-web-app-title",
        "twitter:site",
        "dc.publisher",
        "al:ios:app_name",
    ] {
        names.extend(metadata.all(key).map(|m| plain(m.content.trim_start_matches('@'))));
    }
    for path in ["publisher.name", "publisher", "isPartOf.name", "copyrightHolder.name"] {
        names.extend(metadata.json_str(path).filter(|p| !p.starts_with("http")).map(plain));
    }
    names.extend(
        metadata
            .json_ld
            .iter()
            .filter(|n| n.get("@type").is_some_and(|t| t == "WebSite"))
            .filter_map(|n| n.get("name")?.as_str().map(plain)),
    );
    if let Some((label, domain)) = page.url.and_then(registrable) {
        names.push(domain);
        names.push(label);
    }
    if page.document.tree.is_none() {
        copyright_line(page, &mut |name: &str, _, _| names.extend([name.to_owned(), without_domain(name)]));
    }
    names.retain(|n| fold(n).len() >= 2);
    names
}

/// Lower-cased country codes that the page gives for its outlet: its top-level domain, then its locales.
pub fn countries(page: &Page<'_>) -> Vec<String> {
    let mut codes = Vec::new();
    if let Some(host) = page.url.and_then(url::Url::host_str)
        && let Some((_, last)) = host.rsplit_once('.')
        && last.len() == 2
    {
        codes.push(last.to_ascii_lowercase());
    }
    let locales =
        page.metadata.meta("og:locale").map(|m| m.content).into_iter().chain(page.metadata.html_lang);
    for locale in locales {
        if let Some((_, region)) = locale.trim().split_once(['-', '_'])
            && region.len() == 2
        {
            codes.push(region.to_ascii_lowercase());
        } else if locale.trim().eq_ignore_ascii_case("id") || locale.trim().eq_ignore_ascii_case("id-id") {
            codes.push("id".to_owned());
        }
    }
    codes.dedup();
    codes
}

/// The label and the whole of an address's registrable domain; a number (127.0.0.1) has none.
fn registrable(url: &url::Url) -> Option<(String, String)> {
    let host = url.domain()?;
    let domain = psl::domain_str(host)?;
    let label = domain.split('.').next()?;
    Some((label.to_owned(), domain.to_owned()))
}

/// "SINDOnews.com" is the outlet SINDOnews.
fn without_domain(name: &str) -> String {
    let name = name.trim().trim_start_matches("www.");
    if !name.contains(' ')
        && let Some((label, _)) = name.split_once('.')
        && psl::domain_str(&name.to_ascii_lowercase()).is_some()
        && label.len() >= 3
    {
        return label.to_owned();
    }
    name.to_owned()
}

/// Words after © and a year: the outlet of a flattened page.
fn copyright_line(page: &Page<'_>, add: &mut impl FnMut(&str, &'static str, Spot)) {
    let document = page.document;
    for block in document.blocks.iter().rev().take(60) {
        let words = document.words(block);
        let lower = words.to_lowercase();
        let Some(at) = words
            .find('©')
            .map(|at| at + '©'.len_utf8())
            .or_else(|| lower.find("copyright").map(|at| at + "copyright".len()))
        else {
            continue;
        };
        let Some(tail) = words.get(at..) else { continue };
        let name = tail.trim_start_matches(|c: char| !c.is_alphabetic());
        let name = name.trim_start_matches("Copyright").trim_start_matches(|c: char| !c.is_alphabetic());
        let name = name.split([',', '|', '-', '–']).next().unwrap_or("");
        let name = name.split(". ").next().unwrap_or("").trim().trim_end_matches('.');
        let name = name.split("All ").next().unwrap_or("").trim();
        if name.chars().count() >= 3 {
            let start = name.as_ptr() as usize - words.as_ptr() as usize + block.span.start as usize;
            add(name, "copyright_line", Spot::Document(crate::span::Span::new(start, start + name.len())));
            return;
        }
    }
}

/// What stands behind the last separator of the title.
fn title_tail<'p>(page: &Page<'p>) -> Option<&'p str> {
    let title = page.metadata.title?;
    [" | ", " - ", " – ", " — "].iter().find_map(|s| title.rsplit_once(s)).map(|(_, tail)| tail)
}
