//! A panic of the core becomes a record: one bad page never stops a batch.

use std::panic::{AssertUnwindSafe, catch_unwind};

use crate::record::{Article, SCHEMA};

/// Reason for missing main content where the core panicked: a bug, worth a report with the page.
pub const INTERNAL_ERROR: &str = "internal_error";

/// What `read` gives, or the empty record with the reason where it panics.
pub fn guarded(read: impl FnOnce() -> Article) -> Article {
    guarded_or(read, || Article {
        schema: SCHEMA,
        kind: "other",
        missing: [("text", INTERNAL_ERROR), ("blocks", INTERNAL_ERROR)].into(),
        ..Default::default()
    })
}

/// What `read` gives, or `otherwise` where it panics.
pub fn guarded_or<T>(read: impl FnOnce() -> T, otherwise: impl FnOnce() -> T) -> T {
    // The core keeps nothing between pages that a panic could leave half changed.
    catch_unwind(AssertUnwindSafe(read)).unwrap_or_else(|_| otherwise())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_panic_is_a_record_with_the_reason() {
        let article = guarded(|| panic!("on purpose"));
        assert_eq!(article.missing["text"], INTERNAL_ERROR);
        assert_eq!(article.schema, SCHEMA);
    }
}
