//! How a field is chosen: candidates with where they stand, one winner, rivals with why they lost.

use crate::record::{Evidence, Place, Rival};
use crate::span::{CharOffsets, Span};

/// Where a candidate stands, in bytes; the record has characters.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Spot {
    /// Bytes of `Document::text`.
    Document(Span),
    /// A metadata key such as `meta[property=og:title]` or `json_ld:NewsArticle.headline`.
    Metadata(String),
    /// Given by the caller or derived from other fields.
    Derived,
}

/// A value with the words it was made from, the rule that found it and where it stands.
#[derive(Clone, Debug)]
pub struct Found<T> {
    /// The value.
    pub value: T,
    /// The words it was made from.
    pub raw: String,
    /// snake_case name of the rule.
    pub rule: &'static str,
    /// Where it stands.
    pub spot: Spot,
}

/// The outcome of one field's judgment.
#[derive(Clone, Debug)]
pub struct Choice<T> {
    /// The winner.
    pub chosen: Option<Found<T>>,
    /// The others, each with the reason why it lost.
    pub rivals: Vec<(Found<T>, &'static str)>,
    /// snake_case reason where there is no winner.
    pub missing: &'static str,
}

impl<T> Choice<T> {
    /// Nothing was found, for this reason.
    pub fn missing(reason: &'static str) -> Self {
        Choice { chosen: None, rivals: Vec::new(), missing: reason }
    }

    /// The winner's value.
    pub fn value(&self) -> Option<&T> {
        self.chosen.as_ref().map(|found| &found.value)
    }

    /// The record's evidence for this field, values printed by `print`.
    pub fn evidence(
        &self,
        field: &'static str,
        offsets: &mut CharOffsets<'_>,
        print: impl Fn(&T) -> String,
    ) -> Option<Evidence> {
        let chosen = self.chosen.as_ref()?;
        Some(Evidence {
            field,
            value: print(&chosen.value),
            raw: chosen.raw.clone(),
            rule: chosen.rule,
            place: place(&chosen.spot, offsets),
            rivals: self
                .rivals
                .iter()
                .map(|(found, reason)| Rival {
                    value: print(&found.value),
                    rule: found.rule,
                    place: place(&found.spot, offsets),
                    reason,
                })
                .collect(),
        })
    }
}

fn place(spot: &Spot, offsets: &mut CharOffsets<'_>) -> Place {
    match spot {
        Spot::Document(span) => Place::Document { span: offsets.span(*span) },
        Spot::Metadata(key) => Place::Metadata { key: key.clone() },
        Spot::Derived => Place::Derived,
    }
}

impl<T: PartialEq> Choice<T> {
    /// The first found wins; the others lost because their source is ranked lower or says the same.
    pub fn ranked(found: Vec<Found<T>>, missing: &'static str) -> Self {
        let mut found = found.into_iter();
        let Some(chosen) = found.next() else { return Choice::missing(missing) };
        let rivals = found
            .map(|f| {
                let reason = if f.value == chosen.value { "says_the_same" } else { "lower_ranked_source" };
                (f, reason)
            })
            .collect();
        Choice { chosen: Some(chosen), rivals, missing: "" }
    }
}
