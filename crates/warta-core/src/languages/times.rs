//! Phrases that say which time a printed time is.

use std::sync::OnceLock;

use aho_corasick::{AhoCorasick, MatchKind};

use super::bylines::holds;

const TABLE: &str = include_str!("../../languages/times.tsv");

/// What a phrase says of the time after it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Says {
    /// First publication.
    Published,
    /// Last change.
    Modified,
    /// The line of rights under a page.
    Footer,
}

struct Phrases {
    finder: AhoCorasick,
    says: Vec<Says>,
}

fn phrases() -> &'static Phrases {
    static PHRASES: OnceLock<Phrases> = OnceLock::new();
    PHRASES.get_or_init(|| {
        let rows: Vec<(Says, &str)> = TABLE
            .lines()
            .filter(|r| !r.starts_with('#'))
            .filter_map(|row| {
                let (kind, phrase) = row.split_once('\t')?;
                let says = match kind {
                    "published" => Says::Published,
                    "modified" => Says::Modified,
                    "footer" => Says::Footer,
                    _ => return None,
                };
                Some((says, phrase))
            })
            .collect();
        let finder = AhoCorasick::builder()
            .match_kind(MatchKind::LeftmostLongest)
            .build(rows.iter().map(|r| r.1))
            .expect("the table's phrases are few and short");
        Phrases { finder, says: rows.iter().map(|r| r.0).collect() }
    })
}

/// The last phrase of a lower-case text that stands between word edges.
pub fn last_said(lower: &str) -> Option<Says> {
    let phrases = phrases();
    phrases
        .finder
        .find_iter(lower)
        .filter(|m| {
            let edge = |c: Option<char>| c.is_none_or(|c| !c.is_alphanumeric());
            // Scripts without spaces have no word edges.
            !lower[m.start()..m.end()].is_ascii()
                || (edge(lower[..m.start()].chars().next_back()) && edge(lower[m.end()..].chars().next()))
        })
        .last()
        .map(|m| phrases.says[m.pattern().as_usize()])
}

/// Minutes that a relative time such as "3 hours ago" or "2 jam yang lalu" goes back.
pub fn minutes_ago(lower: &str) -> Option<u32> {
    let number: u32 = lower.split(|c: char| !c.is_ascii_digit()).find(|n| !n.is_empty() && n.len() <= 3)?.parse().ok()?;
    TABLE
        .lines()
        .filter_map(|row| row.strip_prefix("ago\t"))
        .filter_map(|row| {
            let mut cells = row.split('\t');
            Some((cells.next()?.parse::<u32>().ok()?, cells.next()?, cells.next()?))
        })
        .find(|(_, unit, ago)| holds(lower, unit) && holds(lower, ago))
        .map(|(minutes, ..)| minutes * number)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn phrases_and_relative_times() {
        assert_eq!(last_said("published 1 may, updated "), Some(Says::Modified));
        assert_eq!(last_said("the standing "), None);
        assert_eq!(minutes_ago("2 jam yang lalu"), Some(120));
        assert_eq!(minutes_ago("vor 5 minuten"), Some(5));
        assert_eq!(minutes_ago("2 hours later"), None);
    }
}
