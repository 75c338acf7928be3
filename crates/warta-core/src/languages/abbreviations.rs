//! Words whose full stop rarely ends a sentence.

use std::sync::OnceLock;

use rustc_hash::FxHashSet;

use super::words::hash_of;

/// True for the hash of such a word.
pub fn is_abbreviation(hash: u64) -> bool {
    static WORDS: OnceLock<FxHashSet<u64>> = OnceLock::new();
    let words = WORDS.get_or_init(|| {
        let table = include_str!("../../languages/abbreviations.tsv");
        table.lines().filter(|line| !line.starts_with('#')).map(hash_of).collect()
    });
    words.contains(&hash)
}
