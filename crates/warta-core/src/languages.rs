//! Text tables per language.

pub mod boilerplate;
pub mod stopwords;
pub mod times;
pub mod words;
