//! Words of bylines: what opens them, what joins names, what says a role, what is no person.

use std::sync::OnceLock;

macro_rules! tables {
    ($($code:literal)*) => {
        const TABLES: &[(&str, &str)] = &[$(($code, include_str!(concat!("../../languages/", $code, "/bylines.tsv")))),*];
    };
}

tables! {
    "en" "id" "de" "fr" "es" "pt" "it" "nl" "pl" "sv" "da" "nb" "tr" "ru" "uk" "ro" "cs" "hu" "fi" "vi" "ms" "ko" "ja" "af"
}

/// What a phrase does in a byline.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Stands before names: "by".
    Open,
    /// Stands before names with a colon, or after a name: "Penulis:".
    Label,
    /// Joins two names: "and".
    And,
    /// A name that holds it is no person: "Redaktion".
    Desk,
}

/// One row of a table.
#[derive(Clone, Copy, Debug)]
pub struct Row {
    /// Language of the table.
    pub language: &'static str,
    /// What the phrase does.
    pub kind: Kind,
    /// In lower case.
    pub phrase: &'static str,
    /// writer, editor, reporter, photographer or contributor.
    pub role: Option<&'static str>,
}

fn rows() -> &'static [Row] {
    static ROWS: OnceLock<Vec<Row>> = OnceLock::new();
    ROWS.get_or_init(|| {
        let mut made: Vec<Row> = Vec::new();
        for (language, table) in TABLES {
            for line in table.lines().filter(|l| !l.starts_with('#')) {
                let mut cells = line.split('\t');
                let (Some(kind), Some(phrase), Some(role)) = (cells.next(), cells.next(), cells.next()) else { continue };
                let kind = match kind {
                    "open" => Kind::Open,
                    "label" => Kind::Label,
                    "and" => Kind::And,
                    _ => Kind::Desk,
                };
                made.push(Row { language, kind, phrase, role: Some(role).filter(|r| *r != "-") });
            }
        }
        // The longest phrase that fits is the one meant.
        made.sort_by_key(|r| std::cmp::Reverse(r.phrase.len()));
        made
    })
}

/// Rows of one kind that count on a page: those of its language and of English; all where it is not known.
pub fn of(kind: Kind, language: Option<&str>) -> impl Iterator<Item = &'static Row> + '_ {
    rows().iter().filter(move |r| r.kind == kind && language.is_none_or(|l| r.language == l || r.language == "en"))
}

/// Labels of every language: they have a colon, which few other words have.
pub fn labels() -> impl Iterator<Item = &'static Row> {
    rows().iter().filter(|r| r.kind == Kind::Label)
}

/// True where a lower-case name holds a desk's word as a word of its own.
pub fn is_desk(lower: &str) -> bool {
    // Desk words of all languages: a page in German may be credited to "Staff".
    rows().iter().filter(|r| r.kind == Kind::Desk).any(|r| holds(lower, r.phrase))
}

/// True where `phrase` stands in `text` between word edges; scripts without case have none.
pub fn holds(text: &str, phrase: &str) -> bool {
    if !phrase.chars().any(|c| c.is_lowercase() || c.is_uppercase()) {
        return text.contains(phrase);
    }
    text.match_indices(phrase).any(|(at, _)| {
        !text[..at].ends_with(char::is_alphanumeric) && !text[at + phrase.len()..].starts_with(char::is_alphanumeric)
    })
}
