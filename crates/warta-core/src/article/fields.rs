//! The fields of the record from the judgments, with evidence and reasons for what is missing.

use url::Url;

use super::choice::{Choice, Found};
use super::content_blocks::Content;
use super::layout::Layout;
use super::main_content::MainContent;
use super::page::Page;
use super::{
    addresses, authors, dateline, dates, headline, initials, kind, language, lead_image, outlet, pagination,
    rights, summary, topics,
};
use crate::languages::agencies;
use crate::record::{Article, Dateline, Dropped, Evidence, Moment};
use crate::span::CharOffsets;

/// What was judged before the fields that need it.
pub struct Judged {
    /// Names of the outlet.
    pub names: Vec<String>,
    /// The headline.
    pub headline: Choice<String>,
    /// The standfirst.
    pub standfirst: Choice<String>,
    /// The canonical address.
    pub canonical: Choice<String>,
    /// Which blocks were kept.
    pub content: MainContent,
    /// They, as the record has them.
    pub made: Content,
    /// Where relative addresses start.
    pub base: Option<Url>,
}

/// Fills the record.
pub fn fill(article: &mut Article, page: &Page<'_>, judged: Judged) {
    let Judged { names, headline, standfirst, canonical, content, made, base } = judged;
    let language = language::choose(page, &made.text);
    let countries = outlet::countries(page);
    let printed = headline::block(page, &headline);
    let dates = dates::choose(page, &content, printed, language.value().map(String::as_str), &countries);
    let kind = kind::choose(page, &content, printed.is_some() && dates.published.chosen.is_some());
    let said = language.value().cloned();

    let mut put =
        Put { article, offsets: CharOffsets::new(&page.document.text), wanted: page.options.evidence };
    put.article.kind = kind.value().copied().unwrap_or("other");
    put.note("kind", &kind, |k| (*k).to_owned());
    let kicker = summary::kicker(page, &headline);
    put.article.headline = put.text("headline", headline);
    put.article.kicker = put.text("kicker", kicker);
    put.article.standfirst = put.text("standfirst", standfirst);
    put.article.canonical_url = put.text("canonical_url", canonical);
    put.article.amp_url = put.text("amp_url", addresses::amp(page.metadata, base.as_ref()));
    put.article.language = put.text("language", language);
    put.article.outlet = put.text("outlet", outlet::choose(page));
    put.article.publisher = put.text("publisher", outlet::publisher(page));
    put.article.section = put.text("section", topics::section(page));
    let tags = topics::tags(page);
    put.note("tags", &tags, |t| t.join(", "));
    put.article.tags = tags.chosen.map(|f| f.value).unwrap_or_default();
    let layout = Layout::of(page, &content);
    let people = authors::choose(page, &layout, said.as_deref());
    put.note("authors", &people.authors, |a| {
        a.iter().map(|a| a.name.as_str()).collect::<Vec<_>>().join(", ")
    });
    put.article.authors = people.authors.chosen.map(|f| f.value).unwrap_or_default();
    put.article.byline = put.text("byline", people.byline);
    put.article.initials = put.text("initials", initials::choose(page, &layout));
    let dateline = dateline::choose(page, &content, &layout, &names);
    put.article.agency = put.text("agency", with_dateline(people.agency, &dateline));
    put.note("dateline", &dateline, |d| d.raw.clone());
    put.article.dateline = dateline.chosen.map(|f| f.value);
    put.article.published_at = put.moment("published_at", dates.published);
    put.article.modified_at = put.moment("modified_at", dates.modified);
    let image = lead_image::choose(page, &made.blocks, base.as_ref());
    put.note("lead_image", &image, |i| i.url.clone());
    put.article.lead_image = image.chosen.map(|f| f.value);
    let access = rights::access(page, &content);
    put.note("access", &access, |a| (*a).to_owned());
    put.article.access = access.value().copied();
    put.article.reservations = rights::reservations(page);
    put.article.pagination = pagination::read(page, base.as_ref());

    if made.text.is_empty() {
        let reason = if page.document.text.is_empty() { "no_visible_text" } else { "no_main_content" };
        article.missing.insert("text", reason);
    }
    if content.unjudged > 0 {
        article.truncated.push("blocks".to_owned());
    }
    article.blocks = made.blocks;
    article.text = made.text;
    if page.options.evidence {
        trace(article, page, &content, made.stated_in);
    }
}

/// Dropped blocks and the visible text; where the text came from, if not from there.
fn trace(
    article: &mut Article,
    page: &Page<'_>,
    content: &MainContent,
    stated_in: Option<(&'static str, String)>,
) {
    let document = page.document;
    let mut offsets = CharOffsets::new(&document.text);
    for &(i, reason) in &content.dropped {
        let block = &document.blocks[i as usize];
        article.dropped.push(Dropped {
            span: offsets.span(block.span),
            reason,
            text: document.words(block).to_owned(),
        });
    }
    if let Some((rule, key)) = stated_in {
        article.evidence.push(Evidence {
            field: "text",
            rule,
            place: crate::record::Place::Metadata { key },
            ..Evidence::default()
        });
    }
    article.document_text = Some(document.text.clone());
}

/// The agency of the dateline, where no byline names one.
fn with_dateline(agency: Choice<String>, dateline: &Choice<Dateline>) -> Choice<String> {
    let Some(found) = dateline.chosen.as_ref().filter(|_| agency.chosen.is_none()) else { return agency };
    let named = found
        .value
        .agency
        .as_deref()
        .and_then(|printed| agencies::agency(printed).map(|name| (printed, name)));
    let Some((printed, name)) = named else { return agency };
    let chosen =
        Found { value: name.to_owned(), raw: printed.to_owned(), rule: "dateline", spot: found.spot.clone() };
    Choice { chosen: Some(chosen), ..agency }
}

struct Put<'a, 't> {
    article: &'a mut Article,
    offsets: CharOffsets<'t>,
    wanted: bool,
}

impl Put<'_, '_> {
    /// Notes evidence, or why there is no value.
    fn note<T>(&mut self, field: &'static str, choice: &Choice<T>, print: impl Fn(&T) -> String) {
        if choice.chosen.is_none() {
            self.article.missing.insert(field, choice.missing);
        }
        if self.wanted
            && let Some(evidence) = choice.evidence(field, &mut self.offsets, print)
        {
            self.article.evidence.push(evidence);
        }
    }

    fn text(&mut self, field: &'static str, choice: Choice<String>) -> Option<String> {
        self.note(field, &choice, String::clone);
        choice.chosen.map(|f| f.value)
    }

    fn moment(&mut self, field: &'static str, choice: Choice<Moment>) -> Option<Moment> {
        self.note(field, &choice, |m| m.iso.clone());
        choice.chosen.map(|f| f.value)
    }
}
