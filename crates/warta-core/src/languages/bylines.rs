//! Words of bylines: what opens them, what joins names, what says a role, what is no person.

use std::sync::OnceLock;

use rustc_hash::{FxHashMap, FxHashSet};

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
    /// Makes what stands after a comma a person's position: "Jane Doe, Director of Studies".
    Title,
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
                let (Some(kind), Some(phrase), Some(role)) = (cells.next(), cells.next(), cells.next())
                else {
                    continue;
                };
                let kind = match kind {
                    "open" => Kind::Open,
                    "label" => Kind::Label,
                    "and" => Kind::And,
                    "title" => Kind::Title,
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
    static OF: OnceLock<[Vec<Row>; 5]> = OnceLock::new();
    let of = OF.get_or_init(|| {
        let of = |kind| rows().iter().filter(|r| r.kind == kind).copied().collect();
        [of(Kind::Open), of(Kind::Label), of(Kind::And), of(Kind::Desk), of(Kind::Title)]
    });
    of[kind as usize].iter().filter(move |r| counts(r, language))
}

/// Rows of one kind whose phrase begins with the first letter of a lower-case text, the longest phrase first.
pub fn starting(kind: Kind, lower: &str) -> impl Iterator<Item = &'static Row> + '_ {
    static INDEX: OnceLock<FxHashMap<char, Vec<&'static Row>>> = OnceLock::new();
    let index = INDEX.get_or_init(|| {
        let mut made: FxHashMap<char, Vec<&Row>> = FxHashMap::default();
        for row in rows() {
            if let Some(first) = row.phrase.chars().next() {
                made.entry(first).or_default().push(row);
            }
        }
        made
    });
    let rows = lower.chars().next().and_then(|c| index.get(&c)).map_or(&[][..], |r| &r[..]);
    rows.iter().copied().filter(move |r| r.kind == kind && lower.starts_with(r.phrase))
}

/// False where a text surely does not begin with a label, told by its first letter.
pub fn may_be_label(text: &str) -> bool {
    static FIRST: OnceLock<FxHashSet<char>> = OnceLock::new();
    let first = FIRST.get_or_init(|| of(Kind::Label, None).filter_map(|r| r.phrase.chars().next()).collect());
    text.chars().next().is_some_and(|c| c.to_lowercase().next().is_some_and(|c| first.contains(&c)))
}

/// The label that a lower-case text is, in any language.
pub fn label(lower: &str) -> Option<&'static Row> {
    starting(Kind::Label, lower).find(|r| r.phrase.len() == lower.len())
}

/// True where a lower-case text is a phrase that opens bylines and nothing else: "written by", "von".
pub fn is_opener(lower: &str, language: Option<&str>) -> bool {
    starting(Kind::Open, lower).any(|r| r.phrase.len() == lower.len() && counts(r, language))
}

/// True where a lower-case stretch after a comma holds a position's word.
pub fn is_title(lower: &str) -> bool {
    static WORDS: OnceLock<FxHashSet<&'static str>> = OnceLock::new();
    let words = WORDS.get_or_init(|| of(Kind::Title, None).map(|r| r.phrase).collect());
    lower.split(|c: char| !c.is_alphanumeric()).any(|word| words.contains(word))
}

/// True for a row that counts on a page in this language: its own, English, any where it is not known.
pub fn counts(row: &Row, language: Option<&str>) -> bool {
    language.is_none_or(|l| row.language == l || row.language == "en")
}

/// True where a lower-case name holds a desk's word as a word of its own.
///
/// Desk words of all languages: a page in German may be credited to "Staff".
pub fn is_desk(lower: &str) -> bool {
    static WORDS: OnceLock<(FxHashSet<&'static str>, Vec<&'static str>)> = OnceLock::new();
    let (single, others) = WORDS.get_or_init(|| {
        let cased = |p: &str| p.chars().all(char::is_alphabetic) && p.chars().any(char::is_lowercase);
        let (single, others): (Vec<_>, Vec<_>) =
            rows().iter().filter(|r| r.kind == Kind::Desk).map(|r| r.phrase).partition(|p| cased(p));
        (single.into_iter().collect(), others)
    });
    lower.split(|c: char| !c.is_alphanumeric()).any(|word| single.contains(word))
        || others.iter().any(|phrase| holds(lower, phrase))
}

/// True where `phrase` stands in `text` between word edges; scripts without case have none.
pub fn holds(text: &str, phrase: &str) -> bool {
    if !phrase.chars().any(|c| c.is_lowercase() || c.is_uppercase()) {
        return text.contains(phrase);
    }
    text.match_indices(phrase).any(|(at, _)| {
        !text[..at].ends_with(char::is_alphanumeric)
            && !text[at + phrase.len()..].starts_with(char::is_alphanumeric)
    })
}
