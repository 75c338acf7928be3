//! Words of times: months, zones, countries' zones, labels.

use std::sync::LazyLock;

use rustc_hash::{FxHashMap, FxHashSet};

use super::words::each_word;

/// A month's number and the languages that have the name for it.
type Reading = (u8, Vec<&'static str>);

/// Month names: the name's readings, each with the languages that have it.
static MONTHS: LazyLock<FxHashMap<&'static str, Vec<Reading>>> = LazyLock::new(|| {
    let mut made: FxHashMap<&'static str, Vec<Reading>> = FxHashMap::default();
    for row in rows(include_str!("../../languages/months.tsv")) {
        if let [name, number, codes] = row[..]
            && let Ok(number) = number.parse()
        {
            made.entry(name).or_default().push((number, codes.split(' ').collect()));
        }
    }
    made
});
static ZONES: LazyLock<FxHashMap<&'static str, Zone>> = LazyLock::new(|| {
    rows(include_str!("../../languages/zones.tsv"))
        .filter_map(|row| {
            let [word, zone] = row[..] else { return None };
            Some((word, zone.parse().map_or(Zone::Named(zone), Zone::Minutes)))
        })
        .collect()
});
static COUNTRIES: LazyLock<FxHashMap<&'static str, &'static str>> = LazyLock::new(|| {
    rows(include_str!("../../languages/countries.tsv"))
        .filter_map(|row| Some((*row.first()?, *row.get(1)?)))
        .collect()
});
static LANGUAGES: LazyLock<FxHashMap<&'static str, &'static str>> = LazyLock::new(|| {
    rows(include_str!("../../languages/language_zones.tsv"))
        .filter_map(|row| Some((*row.first()?, *row.get(1)?)))
        .collect()
});
static WEEKDAYS: LazyLock<FxHashSet<&'static str>> = LazyLock::new(|| {
    rows(include_str!("../../languages/weekdays.tsv")).filter_map(|row| row.first().copied()).collect()
});
static LABELS: LazyLock<FxHashMap<&'static str, bool>> = LazyLock::new(|| {
    rows(include_str!("../../languages/date_labels.tsv"))
        .filter_map(|row| Some((*row.first()?, *row.get(1)? == "modified")))
        .collect()
});
/// The labels that are one word, by its hash.
static LABEL_WORDS: LazyLock<FxHashMap<u64, bool>> = LazyLock::new(|| {
    let word = |label: &str| {
        let mut words = Vec::new();
        each_word(label, |word| words.push(word.hash));
        words.pop().filter(|_| words.is_empty())
    };
    LABELS.iter().filter_map(|(label, edit)| Some((word(label)?, *edit))).collect()
});

fn rows(table: &'static str) -> impl Iterator<Item = Vec<&'static str>> {
    table
        .lines()
        .filter(|line| !line.starts_with('#') && !line.is_empty())
        .map(|line| line.split('\t').collect())
}

/// What a zone word means.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Zone {
    /// Minutes east of UTC.
    Minutes(i32),
    /// A zone of the IANA database.
    Named(&'static str),
}

/// The month a lower-cased name means, in a language where that is known.
pub fn month(name: &str, language: Option<&str>) -> Option<u8> {
    let readings = MONTHS.get(name)?;
    let own = language.and_then(|code| readings.iter().find(|(_, codes)| codes.contains(&code)));
    own.or_else(|| readings.iter().max_by_key(|(_, codes)| codes.len())).map(|(number, _)| *number)
}

/// The zone that a lower-cased word names.
pub fn zone(word: &str) -> Option<Zone> {
    ZONES.get(word).copied()
}

/// The one zone of a country, by its lower-cased ISO 3166 code.
pub fn country_zone(code: &str) -> Option<&'static str> {
    COUNTRIES.get(code).copied()
}

/// The zone in which the newsrooms of a language work, where that is one.
pub fn language_zone(code: &str) -> Option<&'static str> {
    LANGUAGES.get(code).copied()
}

/// True for the lower-cased name of a day of the week.
pub fn is_weekday(word: &str) -> bool {
    WEEKDAYS.contains(word)
}

/// Whether a lower-cased word labels a time, and then whether as that of an edit.
pub fn label(word: &str) -> Option<bool> {
    LABELS.get(word).copied()
}

/// [`label`] of a word that is given by its hash ([`super::words`]).
pub fn label_of(hash: u64) -> Option<bool> {
    LABEL_WORDS.get(&hash).copied()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_read_in_their_language() {
        assert_eq!(month("listopad", Some("hr")), Some(10));
        assert_eq!(month("listopad", Some("pl")), Some(11));
        assert_eq!(month("ags", Some("id")), Some(8));
        assert_eq!(zone("wita"), Some(Zone::Minutes(480)));
        assert_eq!(country_zone("id"), Some("Asia/Jakarta"));
        assert_eq!(label("diperbarui"), Some(true));
    }
}
