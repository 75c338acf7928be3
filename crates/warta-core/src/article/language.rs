//! The language of the main content: what the page states, checked against its words.

use super::choice::{Choice, Found, Spot};
use super::main_content::hints::head;
use super::page::Page;
use crate::languages::stopwords::{self, Count, Votes};
use crate::languages::words::{Shape, each_word};

/// Share of function words from which the words outvote what the page states.
const SURE: f32 = 0.25;
/// Least words that may outvote it.
const ENOUGH: u32 = 40;
/// The words' vote wins where the stated language has less than this share of its function words.
const CONTRADICTED: f32 = 0.6;
/// With less of them yet, a smaller share of function words is enough to outvote it...
const NEARLY_NONE: f32 = 0.2;
/// ...from here on: names and places thin out an Indonesian report to 0.24.
const LIKELY: f32 = 0.15;

/// Running text with a smaller share of its stated language's function words is in another: of pages that state
/// theirs rightly, Korean ones have least, 0.04.
const ABSENT: f32 = 0.02;
/// Least words of such a text.
const MANY: u32 = 100;

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
    let stated = found.first().and_then(|f| stopwords::stopwords(&f.value)).map(|set| votes.count(set));
    if stated.is_some_and(|stated| outvotes(count, stated)) || found.is_empty() {
        found.insert(0, vote);
    } else if stated.is_some_and(|stated| is_absent(stated, words)) {
        return Choice::missing("words_of_another_language");
    } else {
        found.push(vote);
    }
    Choice::ranked(found, "no_language")
}

/// True where the count of the language with most function words tells against the stated one's.
fn outvotes(most: Count, stated: Count) -> bool {
    let share = stated.stopwords as f32 / most.stopwords.max(1) as f32;
    most.words >= ENOUGH
        && (most.density() >= SURE && share < CONTRADICTED || most.density() >= LIKELY && share < NEARLY_NONE)
}

/// True for running text without the function words of its stated language: a template's language around a text in
/// one that has no list.
fn is_absent(stated: Count, words: &str) -> bool {
    if stated.words < MANY || stated.density() >= ABSENT {
        return false;
    }
    // Lists of products and results are capitals and digits.
    let mut running = 0;
    each_word(words, |word| running += u32::from(matches!(word.shape, Shape::Lower | Shape::Caseless)));
    running * 2 >= stated.words
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
