//! Text tables per language.

pub mod abbreviations;
pub mod agencies;
pub mod attribution;
pub mod boilerplate;
pub mod bylines;
pub mod letters;
pub mod markup;
pub mod stopwords;
pub mod times;
pub mod words;

/// The code that tables file a language under: pages and people tell the two written forms of Norwegian apart, tables do not.
pub(crate) fn filed_under(code: &str) -> &str {
    match code {
        "no" | "nn" => "nb",
        other => other,
    }
}
