//! The language of the main content: what the page states, checked against its words.

use super::choice::{Choice, Found, Spot};
use super::main_content::hints::head;
use super::page::Page;
use crate::languages::stopwords::{self, Votes};

/// Share of function words from which the words outvote what the page states.
const SURE: f32 = 0.25;
/// Least words that may outvote it.
const ENOUGH: u32 = 40;
/// The words' vote wins where the stated language has less than this share of its function words.
const CONTRADICTED: f32 = 0.6;

/// Bytes of the article that vote.
const SAMPLE: usize = 4_000;

/// Chooses the language, given the article's words.
pub fn choose(page: &Page<'_>, words: &str) -> Choice<String> {
    let mut found = Vec::new();
    let metadata = page.metadata;
    let mut add = |raw: &str, rule: &'static str, spot: Spot| {
        if let Some(value) = primary(raw) {
            found.push(Found { value, raw: raw.trim().to_owned(), rule, spot });
        }
    };
    if let Some(code) = &page.options.language {
        add(code, "caller", Spot::Derived);
        return Choice::ranked(found, "no_language");
    }
    if let Some(lang) = metadata.html_lang {
        add(lang, "html_lang", Spot::Metadata("html[lang]".to_owned()));
    }
    if let Some(raw) = metadata.json_str("inLanguage") {
        add(raw, "json_ld_language", Spot::Metadata(metadata.json_place("inLanguage")));
    }
    for key in ["content-language", "og:locale", "dc.language", "language"] {
        if let Some(meta) = metadata.meta(key) {
            add(meta.content, "meta_language", Spot::Metadata(meta.place()));
        }
    }
    let words = head(words, SAMPLE);
    let votes = Votes::of(words);
    let Some((voted, count)) = votes.winner() else {
        return Choice::ranked(found, "no_words_to_tell_by");
    };
    let vote = Found {
        value: canonical(voted).to_owned(),
        raw: String::new(),
        rule: "function_words",
        spot: Spot::Derived,
    };
    let stated_share = found
        .first()
        .and_then(|f| stopwords::stopwords(&f.value))
        .map(|set| votes.count(set).stopwords as f32 / count.stopwords.max(1) as f32);
    let outvoted = count.words >= ENOUGH
        && count.density() >= SURE
        && stated_share.is_some_and(|share| share < CONTRADICTED);
    if outvoted || found.is_empty() {
        found.insert(0, vote);
    } else {
        found.push(vote);
    }
    Choice::ranked(found, "no_language")
}

fn canonical(code: &str) -> &str {
    match code {
        "nb" | "nn" => "no",
        "in" => "id",
        "iw" => "he",
        other => other,
    }
}

/// The primary code of a language tag.
fn primary(tag: &str) -> Option<String> {
    let code = tag.trim().split(['-', '_', ',', ';', ' ']).next()?.to_ascii_lowercase();
    ((2..=3).contains(&code.len()) && code.bytes().all(|b| b.is_ascii_lowercase()))
        .then(|| canonical(&code).to_owned())
}
