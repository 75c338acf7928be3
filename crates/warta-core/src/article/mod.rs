//! A document into an article: main content and metadata, each field by one module.

pub mod addresses;
pub mod authors;
mod carried;
pub mod choice;
pub mod content_blocks;
pub mod dateline;
pub mod dates;
pub mod fields;
pub mod flat_content;
pub mod headline;
pub mod initials;
pub mod kind;
pub mod language;
pub mod layout;
pub mod lead_image;
pub mod main_content;
pub mod marks;
pub mod metadata;
pub mod model;
pub mod outlet;
pub mod page;
pub mod pagination;
pub mod rights;
pub mod summary;
pub mod topics;

use url::Url;

use crate::document::{Document, decode, flat, html, page as page_document};
use crate::options::{Form, Options};
use crate::record;
use crate::statements;
use carried::Carried;
use choice::{Choice, Found, Spot};
use content_blocks::Content;
use main_content::hints::{CallsItself, Hints};
use main_content::{MainContent, decide, features};
use marks::Marks;
use metadata::Metadata;
use page::Page;

/// Reads one payload; never fails for what the payload contains.
pub fn read(payload: &[u8], options: &Options) -> record::Article {
    let decoded = decode::decode(payload, options.content_type.as_deref(), options.max_bytes);
    let form = match options.form {
        Form::Auto if flat_content::looks_flat(&decoded.text) => Form::Flat,
        Form::Auto => Form::Html,
        told => told,
    };
    let mut truncated: Vec<String> = decoded.truncated.iter().map(|&cut| cut.to_owned()).collect();
    let mut document = if form == Form::Flat {
        flat::document(&decoded.text)
    } else {
        let limits = html::Limits { max_depth: options.max_depth, max_attributes: options.max_attributes };
        let tree = html::parse(&decoded.text, &limits);
        truncated.extend(tree.truncated().iter().map(|&cut| cut.to_owned()));
        page_document::document(tree)
    };
    let mut article = record::Article {
        schema: record::SCHEMA,
        payload_hash: format!("blake3:{}", blake3::hash(payload).to_hex()),
        fetched_at: options.fetched_at.clone(),
        url: options.url.clone(),
        form: if form == Form::Flat { "flat" } else { "html" },
        encoding: decoded.encoding.to_owned(),
        truncated,
        ..Default::default()
    };
    if let Some(carried) = judge(&mut article, &document, options, None)
        && let Some(mut tree) = document.tree.take()
    {
        carried.show(&mut tree);
        document = page_document::document(tree);
        judge(&mut article, &document, options, Some(&carried));
    }
    if payload.is_empty() {
        article.missing.insert("text", "empty_payload");
    }
    article.id = identity(&article);
    add_statements(&mut article, options);
    article
}

/// Who said what, where the options ask for it; otherwise the reason.
fn add_statements(article: &mut record::Article, options: &Options) {
    let found = if options.statements {
        statements::read(&statements::Input {
            text: &article.text,
            headline: article.headline.as_deref(),
            language: article.language.as_deref(),
            published_at: article.published_at.as_ref().map(|moment| moment.iso.as_str()),
            outlet: article.outlet.as_deref(),
            grammar_only: options.grammar_only,
            raw_scores: false,
        })
    } else {
        Err("not_asked")
    };
    match found {
        Ok(statements) => article.statements = statements,
        Err(reason) => {
            article.missing.insert("statements", reason);
        }
    }
}

/// Judges a document and fills the record. Where it holds next to no main content, but data for scripts does, that is given
/// instead, to be `shown` and judged once more.
fn judge(
    article: &mut record::Article,
    document: &Document<'_>,
    options: &Options,
    shown: Option<&Carried>,
) -> Option<Carried> {
    let given = options.url.as_deref().and_then(|u| Url::parse(u).ok());
    let metadata =
        document.tree.as_ref().map_or_else(Metadata::default, |tree| Metadata::of(tree, given.as_ref()));
    let base = addresses::base(&metadata, given.as_ref());
    let canonical = addresses::canonical(&metadata, base.as_ref());
    let own = canonical.value().and_then(|u| Url::parse(u).ok());
    let url = given.as_ref().or(own.as_ref());
    let page = Page { document, metadata: &metadata, url, options, marks: Marks::default() };

    let names = outlet::names(&page);
    let headline = headline::choose(&page, &names);
    let content = main_content(&page, &headline);
    let standfirst = summary::standfirst(&page, &headline, &content);
    let base = base.or_else(|| url.cloned());
    let mut made = content_of(&page, &content, &standfirst, base.as_ref());
    match shown {
        Some(_) if made.text.is_empty() => {}
        Some(carried) => made.stated_in = Some(("script_data", carried.place.clone())),
        None if made.text.len() < FEW => {
            let carried = document.tree.as_ref().and_then(|tree| carried::find(tree, &metadata, &made.text));
            if carried.is_some() {
                return carried;
            }
        }
        None => {}
    }
    let judged = fields::Judged { names, headline, standfirst, canonical, content, made, base };
    fields::fill(article, &page, judged);
    None
}

/// Main content, by the judge of the document's form.
fn main_content(page: &Page<'_>, headline: &Choice<String>) -> MainContent {
    let document = page.document;
    if document.tree.is_none() {
        return flat_content::choose(
            document,
            headline.value().map(String::as_str),
            page.options.language.as_deref(),
        );
    }
    let hints = hints(page, headline);
    let made = features::measured(document, &hints);
    decide::choose(document, &made, &hints)
}

/// What the metadata says of the article's words, for the judge of main content.
pub fn hints(page: &Page<'_>, headline: &Choice<String>) -> Hints {
    let metadata = page.metadata;
    let description =
        metadata.meta("og:description").or_else(|| metadata.meta("description")).map(|m| m.content);
    let title = headline.value().map(String::as_str).or(metadata.title);
    Hints {
        calls_itself: calls_itself(metadata),
        ..Hints::new(title, description, metadata.json_str("articleBody"))
    }
}

/// What the metadata calls the page.
fn calls_itself(metadata: &Metadata<'_>) -> CallsItself {
    let types = metadata.json_ld.iter().filter_map(|n| n.get("@type")).map(ToString::to_string);
    let og = metadata.meta("og:type").map(|m| m.content.to_owned());
    CallsItself::strongest(og.into_iter().chain(types))
}

/// The hints of a document alone, as training sees it.
pub fn hints_of(document: &Document<'_>) -> Hints {
    let Some(tree) = &document.tree else { return Hints::default() };
    let metadata = Metadata::of(tree, None);
    let own = addresses::canonical(&metadata, None).value().and_then(|u| Url::parse(u).ok());
    let options = Options::default();
    let page =
        Page { document, metadata: &metadata, url: own.as_ref(), options: &options, marks: Marks::default() };
    let headline = headline::choose(&page, &outlet::names(&page));
    hints(&page, &headline)
}

/// With fewer characters of visible main content than this, the body that the metadata states is looked at...
const FEW: usize = 400;
/// ...and taken where it is this many times as long.
const LONGER: usize = 2;

/// Kept blocks as the record has them; the JSON-LD body where a page prints next to nothing.
fn content_of(
    page: &Page<'_>,
    content: &MainContent,
    standfirst: &Choice<String>,
    base: Option<&Url>,
) -> Content {
    let mut kept: Vec<u32> = content.kept.iter().chain(&content.images).copied().collect();
    kept.sort_unstable();
    let summary = match &standfirst.chosen {
        Some(Found { value, spot: Spot::Document(span), .. }) => {
            let is_kept = content.kept.iter().any(|&i| page.document.blocks[i as usize].span == *span);
            (!is_kept).then_some(value.as_str())
        }
        _ => None,
    };
    let made = content_blocks::content(page.document, &kept, summary, base);
    if made.text.len() < FEW
        && let Some(body) = page.metadata.json_str("articleBody")
        && body.len() > FEW.max(LONGER * made.text.len())
    {
        return content_blocks::stated(body, page.metadata.json_place("articleBody"));
    }
    made
}

/// Characters of the id: 128 bits as hex.
const ID_LENGTH: usize = 32;

/// The same headline and text give the same id, wherever and whenever they were fetched.
fn identity(article: &record::Article) -> String {
    let mut hasher = blake3::Hasher::new();
    hasher.update(article.headline.as_deref().unwrap_or("").as_bytes());
    hasher.update(b"\n\n");
    hasher.update(article.text.as_bytes());
    if article.text.is_empty() {
        hasher.update(article.payload_hash.as_bytes());
    }
    hasher.finalize().to_hex()[..ID_LENGTH].to_owned()
}
