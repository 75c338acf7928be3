use super::*;
use crate::document::flat;

/// The texts of the kept blocks, and reason and text of the dropped ones.
fn chosen(page: &str, headline: Option<&str>) -> (Vec<String>, Vec<(String, &'static str)>) {
    let document = flat::document(page);
    let made = choose(&document, headline, None);
    let words = |i: u32| document.words(&document.blocks[i as usize]).to_owned();
    (made.kept.iter().map(|i| words(*i)).collect(), made.dropped.iter().map(|(i, reason)| (words(*i), *reason)).collect())
}

#[test]
fn the_tables_have_the_features_that_are_given() {
    let (first, second) = models();
    assert_eq!(first.features(), features::names());
    assert_eq!(second.features(), features::second_names());
}

#[test]
fn nothing_makes_nothing() {
    assert!(chosen("", None).0.is_empty());
    assert!(chosen("\n \n", None).0.is_empty());
    assert!(chosen("Home\nNews\nSport\nLog in\nAll rights reserved", None).0.is_empty());
}
