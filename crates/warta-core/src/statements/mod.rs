//! Who said what: statements with their source, act and chain of outlets.
//!
//! A text is cut into tokens and quotations; each construction of the language's grammar proposes drafts; `merge` keeps
//! one draft for each cue; then the fields around the words (speaker, via, time, ...) are read.

pub mod acts;
pub mod beside;
pub mod confidence;
pub mod constructions;
pub mod content;
pub mod draft;
pub mod merge;
pub mod model;
mod names;
pub mod quotations;
pub mod repairs;
pub mod scene;
pub mod source;
pub mod speakers;
pub mod subject;
pub mod tokens;
pub mod voices;
pub mod write;

use serde::{Deserialize, Serialize};

use crate::languages::attribution;
use crate::record::Statement;
use scene::Scene;
use tokens::Tokens;

/// The text to read and what is known of it.
#[derive(Clone, Copy, Debug, Default)]
pub struct Input<'a> {
    /// The article's text, paragraphs separated by line breaks.
    pub text: &'a str,
    /// Its headline.
    pub headline: Option<&'a str>,
    /// BCP 47 primary language code.
    pub language: Option<&'a str>,
    /// ISO 8601 time of publication; anchors days without a year.
    pub published_at: Option<&'a str>,
    /// The printing outlet, which is never its own via.
    pub outlet: Option<&'a str>,
    /// Leave the sequence model out.
    pub grammar_only: bool,
    /// Give the model's own score as the confidence: for measuring.
    pub raw_scores: bool,
}

/// The same as it comes over the seam.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Subject {
    /// See [`Input`].
    pub text: String,
    /// See [`Input`].
    pub headline: Option<String>,
    /// See [`Input`].
    pub language: Option<String>,
    /// See [`Input`].
    pub published_at: Option<String>,
    /// See [`Input`].
    pub outlet: Option<String>,
    /// See [`Input`].
    pub grammar_only: bool,
    /// See [`Input`].
    pub raw_scores: bool,
}

/// Statements of one text, or why there are none.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Findings {
    /// In the order of their cues.
    pub statements: Vec<Statement>,
    /// Why the list is empty.
    pub reason: Option<&'static str>,
}

impl Findings {
    /// No statements, with the reason.
    pub fn failed(reason: &'static str) -> Self {
        Findings { statements: Vec::new(), reason: Some(reason) }
    }
}

/// Reads one subject.
pub fn read_subject(subject: &Subject) -> Findings {
    let found = read(&Input {
        text: &subject.text,
        headline: subject.headline.as_deref(),
        language: subject.language.as_deref(),
        published_at: subject.published_at.as_deref(),
        outlet: subject.outlet.as_deref(),
        grammar_only: subject.grammar_only,
        raw_scores: subject.raw_scores,
    });
    match found {
        Ok(statements) => Findings { statements, reason: None },
        Err(reason) => Findings::failed(reason),
    }
}

/// The statements of an article's text and headline; `Err` says why there are none.
pub fn read(input: &Input<'_>) -> Result<Vec<Statement>, &'static str> {
    if input.text.trim().is_empty() && input.headline.is_none() {
        return Err("no_text");
    }
    let lexicon = input.language.and_then(attribution::lexicon).ok_or("language")?;
    let tokens = Tokens::split(input.text, |word| lexicon.glued(word));
    let scene = Scene::new(&tokens, lexicon);
    let mut drafts = merge::merge(constructions::propose(&scene));
    if !input.grammar_only && lexicon.language == model::LANGUAGE {
        drafts = voices::join(&scene, drafts, model::propose(&tokens, &scene.quotations));
    }
    drafts.sort_by_key(merge::order);
    drafts.extend(constructions::lone_quotation::propose(&scene, &drafts));
    drafts.sort_by_key(merge::order);
    let mut made = write::statements(&scene, &drafts, input, "text");
    if let Some(headline) = input.headline {
        let said = in_headline(headline, lexicon, input, &made);
        made.extend(said);
    }
    if made.is_empty() { Err("none_found") } else { Ok(made) }
}

/// The statement that a headline makes; its speaker is the one that the text knows by the same name.
fn in_headline(
    headline: &str,
    lexicon: &'static attribution::Lexicon,
    input: &Input<'_>,
    in_text: &[Statement],
) -> Option<Statement> {
    let tokens = Tokens::split(headline, |word| lexicon.glued(word));
    let scene = Scene::new(&tokens, lexicon);
    let draft = constructions::headline_colon::propose(&scene)?;
    let mut made = write::statements(&scene, &[draft], input, "headline").pop()?;
    let name = made.source.as_ref().map(|source| source.text.to_lowercase())?;
    let known = in_text.iter().filter_map(|s| s.speaker.as_ref()).find(|speaker| {
        let full = speaker.name.to_lowercase();
        full == name || full.split(' ').any(|word| word == name)
    });
    if let Some(known) = known {
        made.speaker = Some(crate::record::Speaker { rule: "short_name", ..known.clone() });
    }
    Some(made)
}
