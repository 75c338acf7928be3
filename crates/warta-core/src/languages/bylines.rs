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
    /// A section or an account, which as a whole name credits nobody: "Nachrichten", "admin".
    Nobody,
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
    /// writer, editor, reporter, photographer, translator or contributor.
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
                    "nobody" => Kind::Nobody,
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
    static OF: OnceLock<[Vec<Row>; 6]> = OnceLock::new();
    let of = OF.get_or_init(|| {
        let of = |kind| rows().iter().filter(|r| r.kind == kind).copied().collect();
        [of(Kind::Open), of(Kind::Label), of(Kind::And), of(Kind::Desk), of(Kind::Title), of(Kind::Nobody)]
    });
    of[kind as usize].iter().filter(move |r| counts(r, language))
}

/// The first two characters of a text, the second `None` in a text of one.
type Beginning = (char, Option<char>);

fn beginning(mut chars: impl Iterator<Item = char>) -> Option<Beginning> {
    Some((chars.next()?, chars.next()))
}

fn index() -> &'static FxHashMap<Beginning, Vec<&'static Row>> {
    static INDEX: OnceLock<FxHashMap<Beginning, Vec<&'static Row>>> = OnceLock::new();
    INDEX.get_or_init(|| {
        let mut made: FxHashMap<Beginning, Vec<&Row>> = FxHashMap::default();
        for row in rows() {
            if let Some(beginning) = beginning(row.phrase.chars()) {
                made.entry(beginning).or_default().push(row);
            }
        }
        made
    })
}

/// Rows of one kind whose phrase a lower-case text begins with, the longest phrase first.
pub fn starting(kind: Kind, lower: &str) -> impl Iterator<Item = &'static Row> + '_ {
    let of = |beginning: Beginning| index().get(&beginning).map_or(&[][..], |rows| &rows[..]);
    // Phrases of one character come after all others.
    let [long, short] = match beginning(lower.chars()) {
        Some((first, None)) => [&[][..], of((first, None))],
        Some((first, second)) => [of((first, second)), of((first, None))],
        None => [&[][..]; 2],
    };
    long.iter().chain(short).copied().filter(move |r| r.kind == kind && lower.starts_with(r.phrase))
}

/// False where a text, lower-cased, surely begins with no phrase, told by its first two characters.
pub fn may_start(text: &str) -> bool {
    beginning(text.chars().flat_map(char::to_lowercase)).is_some_and(|(first, second)| {
        index().contains_key(&(first, second)) || index().contains_key(&(first, None))
    })
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
    language.is_none_or(|l| row.language == super::filed_under(l) || row.language == "en")
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

/// True where a lower-case name is a section's or an account's and nothing else.
pub fn is_nobody(lower: &str) -> bool {
    starting(Kind::Nobody, lower).any(|r| r.phrase.len() == lower.len())
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
