//! Times of publication where no known metadata key and no printed line states one: keys of other vocabularies, the
//! `title` of a time that is printed as "yesterday", and what scripts say of the page.

use super::stamps::{self, Order};
use super::{Candidate, rank};
use crate::article::choice::Spot;
use crate::article::page::Page;
use crate::document::html::{Attr, Attrs, Step, Tag, Tree};
use crate::languages::markup::Meaning;

/// Parts of a `meta` key that say first publication: "site:uploaded", "publishdate-iso".
const KEY_PARTS: [&str; 4] = ["publish", "pubdate", "upload", "issued"];
/// Parts of such keys that name who published rather than when.
const NOT_KEY_PARTS: [&str; 2] = ["publisher", "modif"];
/// Names under which scripts keep the time of publication, lower-cased, best first.
const SCRIPT_KEYS: [&str; 9] = [
    "datepublished",
    "publishedfirst",
    "first-publication",
    "publisheddate",
    "publishdate",
    "publicationdate",
    "publishedat",
    "published_at",
    "publish_date",
];
/// Bytes between such a name and its value: quotes, a colon or an equals sign, blanks.
const MOST_BETWEEN: usize = 8;
/// Longest value, in bytes.
const LONGEST_VALUE: usize = 40;
/// Bytes of all scripts that are looked through.
const MOST_SCRIPT: usize = 4 << 20;
/// Values of one name that are compared.
const MOST_VALUES: usize = 50;
/// Elements whose `title` is looked at.
const MOST_TITLED: usize = 200;

/// The first time of publication that is found nowhere else.
pub(super) fn published(page: &Page<'_>, language: Option<&str>, order: Order) -> Option<Candidate> {
    let made = |stamp, raw: &str, rule, place: String| Candidate {
        stamp,
        raw: raw.trim().to_owned(),
        rule,
        spot: Spot::Metadata(place),
        edit: false,
        rank: rank::URL,
    };
    let known = page.metadata.metas.iter().find_map(|meta| {
        let says = |parts: &[&str]| parts.iter().any(|p| meta.key.contains(p));
        (says(&KEY_PARTS) && !says(&NOT_KEY_PARTS)).then_some(())?;
        Some(made(
            stamps::first(meta.content, language, order)?,
            meta.content,
            "meta_published",
            meta.place(),
        ))
    });
    let tree = page.document.tree.as_ref()?;
    let known = known.or_else(|| {
        let (stamp, raw) = titled(page, tree, language, order)?;
        Some(made(stamp, raw, "title_attribute", "attribute[title]".to_owned()))
    });
    known.or_else(|| {
        let (stamp, raw, key) = scripted(tree, order)?;
        Some(made(stamp, &raw, "script_published", format!("script:{key}")))
    })
}

/// Attributes by which an element with a `title` calls itself a time.
const DATING: Attrs = Attrs::of(&[Attr::CLASS, Attr::ITEMPROP]);

/// The `title` of an element that calls itself a time: `<abbr class="published" title="2015-10-11T14:07+07:00">`.
fn titled<'p>(
    page: &Page<'_>,
    tree: &'p Tree<'_>,
    language: Option<&str>,
    order: Order,
) -> Option<(stamps::Stamp, &'p str)> {
    let elements = tree.walk(tree.root()).filter_map(|step| match step {
        Step::Enter(node) => tree.attr(node, Attr::TITLE).map(|title| (node, title)),
        Step::Leave(_) => None,
    });
    one_day(elements.take(MOST_TITLED).filter_map(|(node, title)| {
        let short = title.len() <= 2 * LONGEST_VALUE && title.bytes().any(|b| b.is_ascii_digit());
        let dates = || page.marks.of_attributes(tree, node, DATING).says(Meaning::DATE);
        (short && (tree.tag(node) == Tag::ABBR || dates())).then_some(())?;
        Some((stamps::first(title, language, order)?, title))
    }))
}

/// A time of publication in the page's scripts, with the name that it has there.
fn scripted(tree: &Tree<'_>, order: Order) -> Option<(stamps::Stamp, String, &'static str)> {
    let mut left = MOST_SCRIPT;
    let mut scripts = Vec::new();
    for step in tree.walk(tree.root()) {
        if let Step::Enter(node) = step
            && tree.tag(node) == Tag::SCRIPT
            && let Some(text) = tree.first_child(node).and_then(|child| tree.text(child))
            && text.len() <= left
        {
            left -= text.len();
            scripts.push((text, text.to_ascii_lowercase()));
        }
    }
    SCRIPT_KEYS.iter().find_map(|key| {
        // Found without regard to case, taken as written: folding ASCII moves no byte.
        let values = scripts.iter().flat_map(|(text, folded)| {
            folded.match_indices(key).filter_map(|(at, _)| value(&text[at + key.len()..], order))
        });
        one_day(values.take(MOST_VALUES)).map(|(stamp, raw)| (stamp, raw, *key))
    })
}

/// The first of several times where all are of one day: times of several days are those of other pages, reviews or wares.
fn one_day<T>(mut times: impl Iterator<Item = (stamps::Stamp, T)>) -> Option<(stamps::Stamp, T)> {
    let first = times.next()?;
    times.all(|(other, _)| other.date == first.0.date).then_some(first)
}

/// `":"2020-01-28T15:28"` and `\":\"28.01.2020 15:28\"`: the value that follows a name.
fn value(after: &str, order: Order) -> Option<(stamps::Stamp, String)> {
    // Bounded looks: a hostile script repeats the name and never gives a value.
    let start = after.bytes().take(MOST_BETWEEN + 1).position(|b| b.is_ascii_digit())?;
    let between = &after[..start];
    if !between.contains([':', '=']) || between.contains(|c: char| c.is_alphanumeric()) {
        return None;
    }
    let rest = &after[start..];
    let ends = |b: u8| matches!(b, b'"' | b'\'' | b'\\' | b',' | b'}' | b'<' | b'&');
    let raw = &rest[..rest.bytes().take(LONGEST_VALUE + 1).position(ends)?];
    let stamp = stamps::first(raw, None, order)?;
    Some((stamp, raw.to_owned()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_of_script_names() {
        let iso = |after: &str| value(after, Order::DayMonth).map(|(stamp, _)| stamp.iso());
        assert_eq!(iso(r#"":"2020-01-28T15:28:00Z","x""#).as_deref(), Some("2020-01-28T15:28:00+00:00"));
        assert_eq!(iso(r#"\": \"28.01.2020 15:28\""#).as_deref(), Some("2020-01-28T15:28"));
        assert_eq!(iso(r#"label":"12 items""#), None);
        assert_eq!(iso(r#"":null,"age":"2020-01-28""#), None);
        assert_eq!(iso("\": \"2020-01-28"), None);
    }
}
