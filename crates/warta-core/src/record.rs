//! What leaves the crate: the article record, one documented line per field.
//!
//! Spans in a record are in *characters* (Unicode scalar values, as Python counts) and each says
//! which text it cuts. `None` means absent; `Article::missing` says why.

use serde::Serialize;
use std::collections::BTreeMap;

use crate::span::Span;

/// Version of this schema; raised when a field changes meaning or leaves.
pub const SCHEMA: &str = "warta/article/1";

/// One news page as a record.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Article {
    /// [`SCHEMA`].
    pub schema: &'static str,
    /// Stable identity from the content: the same headline and text give the same id.
    pub id: String,
    /// `blake3:` and the hash of the payload's bytes.
    pub payload_hash: String,
    /// Name of the capture as the caller gave it: a file, a row of a table, a WARC record.
    pub name: Option<String>,
    /// When the payload was fetched, as the caller gave it.
    pub fetched_at: Option<String>,
    /// Where the payload was fetched, as the caller gave it.
    pub url: Option<String>,
    /// The address that the page calls its own, made absolute.
    pub canonical_url: Option<String>,
    /// Address of the page's AMP version.
    pub amp_url: Option<String>,
    /// `html` or `flat`.
    pub form: &'static str,
    /// WHATWG name of the encoding that the payload was decoded from.
    pub encoding: String,
    /// article, live_blog, opinion, gallery, video, listing or other.
    pub kind: &'static str,
    /// BCP 47 primary language code.
    pub language: Option<String>,
    /// Title on the page.
    pub headline: Option<String>,
    /// Label above the headline.
    pub kicker: Option<String>,
    /// Summary under the headline.
    pub standfirst: Option<String>,
    /// Persons who made the article, in printed order.
    pub authors: Vec<Author>,
    /// The byline as printed.
    pub byline: Option<String>,
    /// Desk code such as `ian` in "(ian)".
    pub initials: Option<String>,
    /// Wire service that the text is credited to.
    pub agency: Option<String>,
    /// Place and agency that open the text.
    pub dateline: Option<Dateline>,
    /// Title readers know.
    pub outlet: Option<String>,
    /// Company behind the outlet.
    pub publisher: Option<String>,
    /// Section of the outlet.
    pub section: Option<String>,
    /// Topics the page lists.
    pub tags: Vec<String>,
    /// First publication.
    pub published_at: Option<Moment>,
    /// Last stated edit.
    pub modified_at: Option<Moment>,
    /// Picture that stands for the article.
    pub lead_image: Option<Image>,
    /// Main content in reading order.
    pub blocks: Vec<Block>,
    /// Standfirst, subheads and paragraphs in reading order, joined by a blank line.
    pub text: String,
    /// Where the page is one of several.
    pub pagination: Option<Pagination>,
    /// free, partial or paywalled; `None` where the page does not tell.
    pub access: Option<&'static str>,
    /// Reuse and text-mining reservations that the page states.
    pub reservations: Vec<Reservation>,
    /// What was cut before or while reading: bytes, nodes, depth, attributes, gzip_truncated, ...
    pub truncated: Vec<String>,
    /// Why a field is `None` or empty: field name to reason.
    pub missing: BTreeMap<&'static str, &'static str>,
    /// Evidence, where asked for.
    pub evidence: Vec<Evidence>,
    /// Blocks left out near the article, where evidence was asked for.
    pub dropped: Vec<Dropped>,
    /// The page's visible text, one block a line, where evidence was asked for.
    pub document_text: Option<String>,
    /// Who said what, where asked for, in the order of their cues.
    pub statements: Vec<Statement>,
}

/// A person who made the article.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Author {
    /// Name as printed, without role or title words.
    pub name: String,
    /// writer, editor, reporter, photographer, translator or contributor; `None` where not said.
    pub role: Option<&'static str>,
    /// The author's page.
    pub url: Option<String>,
}

/// Place and agency that open the text.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Dateline {
    /// As printed, up to the dash.
    pub raw: String,
    /// The place as printed.
    pub place: Option<String>,
    /// Agency or outlet that stands in it.
    pub agency: Option<String>,
}

/// A time as precise as the page states it.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Moment {
    /// ISO 8601: `2015-10-11`, `2015-10-11T14:07` or with seconds, with the offset where known.
    pub iso: String,
    /// The words it was read from.
    pub raw: String,
    /// How the zone was decided: stated, metadata, outlet, language, fetched or none.
    pub zone: &'static str,
}

/// A picture with what is printed about it.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Image {
    /// Absolute where a base is known.
    pub url: String,
    /// Text under the picture.
    pub caption: Option<String>,
    /// Photographer or agency.
    pub credit: Option<String>,
    /// Text alternative.
    pub alt: Option<String>,
}

/// One piece of main content.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Block {
    /// paragraph, subhead, list_item, quotation, preformatted, table, image or embed.
    pub kind: &'static str,
    /// Words of the block; empty for images and embeds.
    pub text: String,
    /// Where the words stand in `Article::text`, in characters; `None` where they do not.
    pub span: Option<Span>,
    /// Depth of a subhead (2 to 6) or list item (1 is outermost).
    pub level: Option<u8>,
    /// True for an item of a numbered list.
    pub ordered: bool,
    /// Rows of a table.
    pub rows: Vec<Vec<String>>,
    /// Links and emphasis inside the words, in characters of `text`.
    pub marks: Vec<Mark>,
    /// The picture of an image block.
    pub image: Option<Image>,
    /// Address of an embed.
    pub url: Option<String>,
}

/// A stretch of a block's words that the page marks.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Mark {
    /// In characters of the block's text.
    pub span: Span,
    /// link, strong or emphasis.
    pub kind: &'static str,
    /// Where a link leads.
    pub url: Option<String>,
}

/// Where a page stands among the pages of one article.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Pagination {
    /// Number of this page, from 1.
    pub page: Option<u32>,
    /// Pages in all.
    pub pages: Option<u32>,
    /// The next page.
    pub next_url: Option<String>,
    /// The whole article on one page.
    pub whole_url: Option<String>,
}

/// A reservation of rights that the page states.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Reservation {
    /// noindex, noarchive, noai, noimageai, tdm_reservation, license or copyright.
    pub kind: &'static str,
    /// As stated.
    pub value: String,
    /// Metadata key or rule.
    pub key: String,
}

/// Where a field's value stands, the rule that chose it, and its rivals.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Evidence {
    /// Name of the record's field.
    pub field: &'static str,
    /// The value as chosen.
    pub value: String,
    /// The words it was made from.
    pub raw: String,
    /// Rule that chose it.
    pub rule: &'static str,
    /// Where it stands.
    #[serde(rename = "where")]
    pub place: Place,
    /// What else was found, and why it lost.
    pub rivals: Vec<Rival>,
}

/// A value that was found and not taken.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Rival {
    /// The value.
    pub value: String,
    /// Rule that found it.
    pub rule: &'static str,
    /// Where it stands.
    #[serde(rename = "where")]
    pub place: Place,
    /// Why it lost.
    pub reason: &'static str,
}

/// Where a value stands.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
#[serde(tag = "in", rename_all = "snake_case")]
pub enum Place {
    /// In the visible text: characters of `document.text`.
    Document {
        /// Half-open range.
        span: Span,
    },
    /// In the page's metadata.
    Metadata {
        /// For example `meta[property=og:title]` or `json_ld:NewsArticle.headline`.
        key: String,
    },
    /// Given by the caller, or derived from other fields.
    #[default]
    Derived,
}

/// A block that was left out.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Dropped {
    /// Characters of `document.text`.
    pub span: Span,
    /// Why.
    pub reason: &'static str,
    /// Its words.
    pub text: String,
}

/// Words attributed to a source by a cue (the PARC scheme: Pareti 2015).
///
/// Every span in it cuts the text that `place` names.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Statement {
    /// Which text the spans cut: `text` or `headline` of the article.
    pub place: &'static str,
    /// Who is credited, as written; a pronoun or the suffix -nya counts, `None` where nobody is named.
    pub source: Option<Passage>,
    /// The person or body that the source resolves to.
    pub speaker: Option<Speaker>,
    /// The attribution word with its auxiliaries and negation.
    pub cue: Option<Passage>,
    /// Dictionary form of the cue's head.
    pub lemma: Option<&'static str>,
    /// The attributed words, one or more spans in text order.
    pub content: Vec<Passage>,
    /// direct, indirect, mixed or sourceless.
    #[serde(rename = "type")]
    pub kind: &'static str,
    /// What the source does by saying it: a word of the closed list, from the cue and its negation.
    pub act: Option<&'static str>,
    /// PLOVER category, only where the verb alone decides.
    pub category: Option<&'static str>,
    /// asserted, claimed, alleged, denied, future, conditional or negated.
    pub status: &'static str,
    /// True for a belief, wish or intention without speech.
    pub attitude: bool,
    /// To whom, with the preposition.
    pub addressee: Option<Passage>,
    /// About or against whom, where the act has one.
    pub target: Option<Passage>,
    /// Outlets behind the printing one, nearest first.
    pub via: Vec<Via>,
    /// "dalam keterangan tertulis".
    pub medium: Option<Passage>,
    /// "saat ditemui di Jakarta".
    pub occasion: Option<Passage>,
    /// When it was said or reported, as written, and the day it names.
    pub time: Option<StatedTime>,
    /// Index of the statement whose content holds this one.
    pub nested_in: Option<u32>,
    /// The rule that found it, or `model`.
    pub construction: &'static str,
    /// Calibrated probability that content and source are right; `None` where it was not measured.
    pub confidence: Option<f32>,
    /// Why a field is `None`: field name to reason.
    pub missing: BTreeMap<&'static str, &'static str>,
}

/// Words as written and where they stand.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Passage {
    /// In characters of the text that the statement's `place` names.
    pub span: Span,
    /// The words.
    pub text: String,
}

/// Whom a source resolves to.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Speaker {
    /// Name as first fully mentioned, without role and title words; a body's own name.
    pub name: String,
    /// What the text says the speaker is, titles and honorifics included.
    pub role: Option<String>,
    /// The body that the role belongs to.
    pub affiliation: Option<String>,
    /// person, body, group, document or outlet; `None` where the words do not tell.
    pub kind: Option<&'static str>,
    /// How it was resolved: `as_written`, `last_name`, `pronoun`, ...
    pub rule: &'static str,
}

/// An outlet that a statement was taken through.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Via {
    /// Name as the outlet table has it, else as written.
    pub outlet: String,
    /// Where the name stands, in characters.
    pub span: Span,
}

/// A time that a statement names.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct StatedTime {
    /// In characters.
    pub span: Span,
    /// The words.
    pub text: String,
    /// ISO day; `None` where the words do not fix one.
    pub value: Option<String>,
    /// said, report (the day printed after an outlet) or access (the day alone after "dikutip").
    pub role: &'static str,
}
