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
