//! How likely a statement's content and source are right, from the table that training/confidence.py measures.

use std::sync::OnceLock;

use super::draft::Draft;

/// A row: what found the statement, from which score on, and the share that was right.
struct Row {
    language: &'static str,
    construction: &'static str,
    least: f32,
    share: f32,
}

fn rows() -> &'static [Row] {
    static ROWS: OnceLock<Vec<Row>> = OnceLock::new();
    ROWS.get_or_init(|| {
        include_str!("../../models/statements_confidence.tsv")
            .lines()
            .filter(|line| !line.starts_with('#'))
            .filter_map(|line| match line.split('\t').collect::<Vec<_>>()[..] {
                [language, construction, least, share, _] => Some(Row {
                    language,
                    construction,
                    least: least.parse().ok()?,
                    share: share.parse().ok()?,
                }),
                _ => None,
            })
            .collect()
    })
}

/// The measured share for a draft; `None` where nothing was measured for it.
pub fn of(draft: &Draft, language: &str) -> Option<f32> {
    let score = draft.score.unwrap_or(0.0);
    rows()
        .iter()
        .filter(|row| {
            row.language == language && row.construction == draft.construction && row.least <= score
        })
        .max_by(|a, b| a.least.total_cmp(&b.least))
        .map(|row| row.share)
}
