//! Text tables per language.
