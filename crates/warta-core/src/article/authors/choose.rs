//! Which of the names on a page are its authors.
//!
//! Metadata first, then bylines near the headline; a byline wins where metadata names the outlet only, and the
//! labelled names of the page ("Penulis: ... Editor: ...") are added to either.

use serde_json::Value;

use super::bylines::{self, Line};
use super::names::{Names, is_opened, looks_like_name, names, squeezed};
use crate::article::choice::{Choice, Found, Spot};
use crate::article::layout::Layout;
use crate::article::metadata::plain;
use crate::article::page::Page;
use crate::document::html::{Attr, NodeId, Tree};
use crate::languages::{agencies, bylines as words};
use crate::record::Author;

/// Who made the page.
#[derive(Clone, Debug)]
pub struct Authors {
    /// Persons, in printed order.
    pub authors: Choice<Vec<Author>>,
    /// The byline as printed.
    pub byline: Choice<String>,
    /// Wire service that the text is credited to, as printed.
    pub agency: Choice<String>,
}

/// Metadata keys that name authors, the surest first.
const KEYS: [&str; 20] = [
    "parsely-author",
    "citation_author",
    "sailthru.author",
    "article:author",
    "article:author_name",
    "og:article:author",
    "articleauthor",
    "article.author",
    "author",
    "authors",
    "dc.creator",
    "dcterms.creator",
    "dc.contributor",
    "byl",
    "cxenseparse:author",
    "cxenseparse:recs:author",
    "author_name",
    "itemprop:author",
    "rnews:author",
    // "twitter:misc:Written by": a name of several words is as many keys.
    "twitter:misc:written",
];

/// Names from one place.
pub(super) struct Source {
    pub(super) names: Names,
    pub(super) raw: String,
    pub(super) rule: &'static str,
    pub(super) spot: Spot,
}

/// Chooses the page's authors, byline and agency.
pub fn choose(page: &Page<'_>, layout: &Layout, language: Option<&str>) -> Authors {
    let outlets = outlets(page);
    let mut sources = Vec::new();
    sources.extend(json_ld(page, language, &outlets));
    sources.extend(keys(page, language, &outlets));
    let mut lines = bylines::lines(page, layout, language, &outlets);
    // Where metadata credits a desk, names far from the headline made a video or a picture.
    let desk = sources.iter().any(|s| !s.names.desks.is_empty());
    lines.retain(|l| l.head || l.labelled || !desk || is_opened(&l.source.raw, language));
    lines.retain(|l| !(is_avatar(l, &sources) || l.doubtful && is_denied(l, &sources)));
    let byline = byline(&lines, language);
    let mut added: Vec<Author> = lines
        .iter()
        .filter(|l| l.labelled)
        .flat_map(|l| {
            l.source
                .names
                .persons
                .iter()
                .filter(|p| !matches!(p.role, Some("photographer" | "translator")))
                .cloned()
        })
        .collect();
    sources.extend(lines.into_iter().map(|l| l.source));
    let named =
        |s: &Source| !s.names.agencies.is_empty() || s.names.persons.iter().any(|p| looks_like_name(&p.name));
    let account = sources.iter().flat_map(|s| &s.names.persons).any(is_account);
    if account || !sources.iter().any(named) {
        sources.splice(0..0, bylines::signature(page, layout, language, &outlets, account));
    }
    added.extend(bylines::closing(page, layout, language, &outlets));
    let agency = agency(&sources);
    Authors { authors: persons(sources, added), byline, agency }
}

fn persons(sources: Vec<Source>, added: Vec<Author>) -> Choice<Vec<Author>> {
    let desk = desk(&sources);
    let mut found = sources.into_iter().filter(|s| !s.names.persons.is_empty()).map(|s| Found {
        value: s.names.persons,
        raw: s.raw,
        rule: s.rule,
        spot: s.spot,
    });
    let Some(mut chosen) = found.next() else {
        return desk.map_or(Choice::missing("no_author_named"), |desk| Choice {
            chosen: Some(desk),
            rivals: Vec::new(),
            missing: "",
        });
    };
    let mut rivals: Vec<_> = found.take(8).map(|f| (f, "lower_rank")).collect();
    let holds = |list: &[Author], name: &str| list.iter().any(|a| squeezed(&a.name) == squeezed(name));
    // Metadata that names all of these and more, or in full, is the better.
    let fuller = rivals.iter().position(|(f, _)| {
        let all = |whole: &dyn Fn(&Author, &Author) -> bool| {
            chosen.value.iter().all(|a| f.value.iter().any(|b| whole(a, b)))
        };
        let more = f.rule == "meta"
            && f.value.len() > chosen.value.len()
            && all(&|a, b| squeezed(&a.name) == squeezed(&b.name));
        let in_full = f.value.len() == chosen.value.len()
            && all(&|a, b| {
                !a.name.contains(' ')
                    && b.name.contains(' ')
                    && squeezed(&b.name).starts_with(&squeezed(&a.name))
            });
        more || in_full
    });
    if let Some(at) = fuller {
        std::mem::swap(&mut chosen, &mut rivals[at].0);
    }
    // A `meta` author whom no byline names gives way to the labelled byline: it is the publisher or the poster.
    let printed = rivals
        .iter()
        .any(|(f, _)| f.rule.starts_with("byline") && f.value.iter().any(|a| holds(&chosen.value, &a.name)));
    if chosen.rule == "meta"
        && !printed
        && !added.is_empty()
        && let Some(at) = rivals.iter().position(|(f, _)| f.rule == "byline_label")
    {
        std::mem::swap(&mut chosen, &mut rivals[at].0);
        rivals[at].1 = "not_in_byline";
    }
    // A profile address or a role that another place gives for the same name.
    for author in &mut chosen.value {
        let same = |a: &&Author| squeezed(&a.name) == squeezed(&author.name);
        let others: Vec<&Author> =
            rivals.iter().flat_map(|(f, _)| f.value.iter()).chain(&added).filter(same).collect();
        author.url = author.url.take().or_else(|| others.iter().find_map(|a| a.url.clone()));
        author.role = author.role.or_else(|| others.iter().find_map(|a| a.role));
    }
    for author in added {
        if !chosen.value.iter().any(|a| squeezed(&a.name) == squeezed(&author.name)) {
            chosen.value.push(author);
        }
    }
    Choice { chosen: Some(chosen), rivals, missing: "" }
}

/// The desk or outlet that metadata states as the author, for pages that name no person and no agency.
fn desk(sources: &[Source]) -> Option<Found<Vec<Author>>> {
    if sources.iter().any(|s| !s.names.agencies.is_empty()) {
        return None;
    }
    let (source, name) = sources.iter().filter(|s| matches!(s.spot, Spot::Metadata(_))).find_map(|s| {
        let name = s.names.desks.iter().find(|d| !words::is_nobody(&d.to_lowercase()))?;
        Some((s, name))
    })?;
    let value = vec![Author { name: name.clone(), role: None, url: None }];
    Some(Found { value, raw: source.raw.clone(), rule: "desk", spot: source.spot.clone() })
}

/// True for the profile of an account that posts what others wrote: ".../author/admin/".
fn is_account(author: &Author) -> bool {
    let last = author.url.as_deref().and_then(|url| url.trim_end_matches('/').rsplit('/').next());
    last.is_some_and(|last| words::is_nobody(&last.to_lowercase()))
}

fn byline(lines: &[Line], language: Option<&str>) -> Choice<String> {
    let Some(line) = lines.iter().find(|l| !l.source.names.is_empty()) else {
        return Choice::missing("no_byline_printed");
    };
    let found = Found {
        value: bylines::without_date(&line.source.raw, &line.source.names, language).to_owned(),
        raw: line.source.raw.clone(),
        rule: line.source.rule,
        spot: line.source.spot.clone(),
    };
    Choice { chosen: Some(found), rivals: Vec::new(), missing: "" }
}

fn agency(sources: &[Source]) -> Choice<String> {
    let mut found = sources.iter().filter_map(|s| {
        let value = s.names.agencies.first()?.clone();
        Some(Found { value, raw: s.raw.clone(), rule: s.rule, spot: s.spot.clone() })
    });
    match found.next() {
        Some(chosen) => {
            let rivals = found.take(4).map(|f| (f, "lower_rank")).collect();
            Choice { chosen: Some(chosen), rivals, missing: "" }
        }
        None => Choice::missing("no_agency_named"),
    }
}

/// True for a line that holds an agency's code alone where metadata names a person with these initials: what stands in
/// place of the person's picture.
fn is_avatar(line: &Line, sources: &[Source]) -> bool {
    let [code] = &line.source.names.agencies[..] else { return false };
    let initials =
        |name: &str| -> String { name.split_whitespace().filter_map(|w| w.chars().next()).collect() };
    line.source.names.persons.is_empty()
        && line.source.raw.trim() == code
        && sources.iter().flat_map(|s| &s.names.persons).any(|p| initials(&p.name) == *code)
}

/// True for a line that names nobody whom metadata names, where that names persons.
fn is_denied(line: &Line, sources: &[Source]) -> bool {
    let mut stated = sources.iter().flat_map(|s| &s.names.persons).peekable();
    let line = squeezed(&line.source.raw);
    stated.peek().is_some() && !stated.any(|p| line.contains(&squeezed(&p.name)))
}

/// The outlet's own names, squeezed: site name, publisher, the host's label.
fn outlets(page: &Page<'_>) -> Vec<String> {
    let metadata = page.metadata;
    let mut made: Vec<String> = Vec::new();
    for key in ["og:site_name", "application-name", "twitter:site", "publisher", "dc.publisher"] {
        made.extend(metadata.meta(key).map(|m| squeezed(m.content)));
    }
    made.extend(
        ["publisher.name", "publisher"].iter().find_map(|path| metadata.json_str(path)).map(squeezed),
    );
    made.retain(|o| o.len() > 2 && agencies::agency(o).is_none());
    made
}

fn json_ld(page: &Page<'_>, language: Option<&str>, outlets: &[String]) -> Option<Source> {
    let article = page.metadata.article()?;
    let value = ["author", "creator"].iter().find_map(|key| article.get(*key))?;
    let mut made = Names::default();
    let mut raw = Vec::new();
    let mut open = vec![value];
    let mut looked = 0;
    while let Some(value) = open.pop() {
        looked += 1;
        if looked > 64 {
            break;
        }
        let (name, url) = match value {
            Value::Array(items) => {
                open.extend(items.iter().rev());
                continue;
            }
            Value::String(name) => (name.as_str(), None),
            Value::Object(map) => match map.get("name") {
                Some(Value::Array(items)) => {
                    open.extend(items.iter().rev());
                    continue;
                }
                Some(name) => (name.as_str().unwrap_or(""), map.get("url").and_then(Value::as_str)),
                None => {
                    // A reference to another object of the page.
                    let id = map.get("@id").and_then(Value::as_str);
                    let other = id.and_then(|id| {
                        page.metadata.json_ld.iter().find(|m| {
                            m.get("@id").and_then(Value::as_str) == Some(id) && m.contains_key("name")
                        })
                    });
                    match other {
                        Some(other) => (
                            other.get("name").and_then(Value::as_str).unwrap_or(""),
                            other.get("url").and_then(Value::as_str),
                        ),
                        None => continue,
                    }
                }
            },
            _ => continue,
        };
        raw.push(name.trim().to_owned());
        let mut named = names(name, language, outlets);
        if is_organization(value) {
            named.desks.extend(named.persons.drain(..).map(|p| p.name));
        }
        merge(&mut made, named, url);
    }
    Some(Source {
        names: made,
        raw: raw.join(", "),
        rule: "json_ld",
        spot: Spot::Metadata("json_ld:author".to_owned()),
    })
}

/// True where an author is stated to be an organization.
fn is_organization(author: &Value) -> bool {
    author.get("@type").and_then(Value::as_str).is_some_and(|t| t.ends_with("Organization"))
}

fn keys(page: &Page<'_>, language: Option<&str>, outlets: &[String]) -> Vec<Source> {
    let metadata = page.metadata;
    let mut made = Vec::new();
    let twitter = ["twitter:label1", "twitter:label2"]
        .iter()
        .zip(["twitter:data1", "twitter:data2"])
        .find_map(|(label, data)| {
            let label = metadata.meta(label)?.content.trim().to_lowercase();
            (words::label(&label).is_some() || words::of(words::Kind::Open, None).any(|r| r.phrase == label))
                .then_some(data)
        });
    for key in KEYS.into_iter().chain(twitter) {
        let mut names_of_key = Names::default();
        let mut raw = Vec::new();
        let mut attribute = "name";
        let mut scope = None;
        for meta in metadata.all(key).take(40) {
            // In threads and under articles each post states its author: the first is the page's.
            if let Some(tree) = page.document.tree.as_ref().filter(|_| key == "itemprop:author") {
                let own = item_of(tree, meta.node);
                if *scope.get_or_insert(own) != own {
                    continue;
                }
            }
            merge(&mut names_of_key, names(&plain(meta.content), language, outlets), None);
            raw.push(meta.content.trim().to_owned());
            attribute = meta.attribute;
        }
        if !raw.is_empty() {
            made.push(Source {
                names: names_of_key,
                raw: raw.join(", "),
                rule: "meta",
                spot: Spot::Metadata(format!("meta[{attribute}={key}]")),
            });
        }
    }
    made
}

/// The described thing that an `itemprop` belongs to: the nearest element around it with `itemscope`.
fn item_of(tree: &Tree<'_>, node: NodeId) -> Option<NodeId> {
    std::iter::successors(tree.parent(node), |&n| tree.parent(n))
        .find(|&n| tree.attr(n, Attr::ITEMSCOPE).is_some())
}

pub(super) fn merge(into: &mut Names, names: Names, url: Option<&str>) {
    let url = url.filter(|u| u.starts_with("http") && names.persons.len() == 1);
    for mut person in names.persons {
        person.url = person.url.or(url.map(str::to_owned));
        if !into.persons.iter().any(|p| squeezed(&p.name) == squeezed(&person.name)) {
            into.persons.push(person);
        }
    }
    into.desks.extend(names.desks);
    for agency in names.agencies {
        if !into.agencies.contains(&agency) {
            into.agencies.push(agency);
        }
    }
}
