//! One printed stretch of names into persons: "By JANE DOE and John Roe, Science Editor" is Jane Doe and John Roe.

use crate::languages::agencies::agency;
use crate::languages::bylines::{self, Kind};
use crate::languages::times;
use crate::record::Author;

/// Longest name in characters; the longest of fundus-dev's gold has 26, titles and sentences are longer.
const LONGEST: usize = 60;
/// Most words of a name.
const MOST_WORDS: usize = 6;

/// Longest lower-case word in a name: "von", "della" has more but is rare.
const PARTICLE: usize = 4;

/// Role words from this length, in bytes, count in pages of any language; shorter ones ("red", "text") are names elsewhere.
const LONG_TITLE: usize = 8;

/// Longest word that joins names, in bytes.
const LONGEST_AND: usize = 6;

/// What a stretch of names holds.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Names {
    /// Persons in printed order.
    pub persons: Vec<Author>,
    /// Agencies as printed.
    pub agencies: Vec<String>,
    /// Desks and outlets as printed: "Redaktion", the outlet's own name.
    pub desks: Vec<String>,
}

impl Names {
    /// True where nobody is named.
    pub fn is_empty(&self) -> bool {
        self.persons.is_empty() && self.agencies.is_empty()
    }
}

/// Reads a stretch of names; `outlets` are names that are the page's own outlet.
pub fn names(text: &str, language: Option<&str>, outlets: &[String]) -> Names {
    let mut made = Names::default();
    let (text, role) = opened(text.trim(), language);
    if is_address(text) {
        return made;
    }
    let mut after_title = false;
    // "Head of Marketing and Design": what a position joins is no second person.
    let mut titled = false;
    for (part, first) in parts(text, language) {
        let (part, label) = labelled(part);
        let (part, label) = match suffixed(part, language) {
            Some((name, role)) => (name, label.or(role)),
            None => (part, label),
        };
        // "Kontributor Kota, Nama": the name stands after its title.
        let first = first || std::mem::take(&mut after_title);
        if starts_with_title(part, language) {
            after_title = true;
            continue;
        }
        let title = (titled || !first) && bylines::is_title(&part.to_lowercase());
        if title || !first && shouted(part) && !shouted(text) || titled && !part.contains(' ') {
            titled |= title;
            continue;
        }
        let role = label.or(role);
        if let Some(agency) = whole_agency(part) {
            if !made.agencies.contains(&agency) {
                made.agencies.push(agency);
            }
            continue;
        }
        let name = match read(part, outlets) {
            Some(Name::Person(name)) => Some(name),
            Some(Name::Desk(name)) => {
                made.desks.push(name);
                None
            }
            None => None,
        };
        if let Some(name) = name {
            // After a comma stands a title as often as a name: a name there has two words or more, with capitals.
            if !first && !looks_like_name(&name) {
                continue;
            }
            if !made.persons.iter().any(|p| p.name.eq_ignore_ascii_case(&name)) {
                made.persons.push(Author { name, role, url: None });
            }
        }
    }
    made
}

/// True for words in capitals only: behind a name in small letters they are its outlet or its degree.
fn shouted(part: &str) -> bool {
    part.chars().any(char::is_uppercase) && !part.chars().any(char::is_lowercase)
}

/// True for an address, which says who but not the name.
fn is_address(text: &str) -> bool {
    let text = text.trim_start();
    text.starts_with("http:")
        || text.starts_with("https:")
        || text.starts_with("www.")
        || text.starts_with('@')
}

/// "신현주 기자": a name with its role word after it.
fn suffixed<'t>(part: &'t str, language: Option<&str>) -> Option<(&'t str, Option<&'static str>)> {
    let (name, last) = part.rsplit_once(' ')?;
    let lower = last.to_lowercase();
    let row = bylines::label(&lower).filter(|r| r.role.is_some() && bylines::counts(r, language))?;
    Some((name.trim_end(), row.role))
}

/// "Kontributor Kota": a role word before something that is no colon.
fn starts_with_title(part: &str, language: Option<&str>) -> bool {
    part.split_once(' ').is_some_and(|(first, _)| {
        let lower = first.to_lowercase();
        bylines::label(&lower)
            .is_some_and(|r| r.role.is_some() && (lower.len() >= LONG_TITLE || bylines::counts(r, language)))
    })
}

/// Cuts "By", "Oleh:", "Penulis:" from the start, with the role that it says.
pub fn opened<'t>(text: &'t str, language: Option<&str>) -> (&'t str, Option<&'static str>) {
    let mut text = text.trim_start_matches(|c: char| {
        matches!(c, '|' | '-' | '–' | '—' | '•' | '·' | ',' | '/' | '*') || c.is_whitespace()
    });
    let mut role = None;
    // "Written by: By Jane Doe" is seen; twice is enough.
    for _ in 0..2 {
        if !bylines::may_start(text) {
            break;
        }
        let lower = lower_start(text);
        let label = bylines::starting(Kind::Label, &lower)
            .find(|row| lower[row.phrase.len()..].trim_start().starts_with([':', '：']));
        let open = || {
            bylines::starting(Kind::Open, &lower).find(|row| {
                bylines::counts(row, language)
                    && (lower[row.phrase.len()..].starts_with([' ', ':', '\u{a0}'])
                        || glued(text, row.phrase))
            })
        };
        let Some(row) = label.or_else(open) else { break };
        role = role.or(row.role);
        // Lower-casing may change lengths in a few scripts: count characters, not bytes.
        let cut = text.char_indices().nth(row.phrase.chars().count()).map_or(text.len(), |(i, _)| i);
        text = text[cut..].trim_start_matches(|c: char| matches!(c, ':' | '：' | '|') || c.is_whitespace());
    }
    (text, role)
}

/// True where a name begins right behind the phrase that opens the line: "Written byJane Doe".
fn glued(text: &str, phrase: &str) -> bool {
    let mut after = text.chars().skip(phrase.chars().count());
    phrase.contains(' ')
        && after.next().is_some_and(char::is_uppercase)
        && after.next().is_some_and(char::is_lowercase)
}

/// True where a line begins as bylines do.
pub fn is_opened(text: &str, language: Option<&str>) -> bool {
    let text = text.trim_start_matches(|c: char| c == '|' || c.is_whitespace());
    text.starts_with(char::is_alphabetic) && opened(text, language).0.len() < text.len()
}

fn lower_start(text: &str) -> String {
    text.chars().take(48).flat_map(char::to_lowercase).collect()
}

/// Cuts a stretch at commas, semicolons, slashes, bars and words such as "and". With each part goes true where it is
/// not after a comma.
fn parts<'t>(text: &'t str, language: Option<&str>) -> Vec<(&'t str, bool)> {
    let mut made = Vec::new();
    let mut first = true;
    let mut rest = text;
    loop {
        let cut = rest.char_indices().find_map(|(at, c)| match c {
            ',' | ';' | '|' | '&' | '/' | '·' | '•' | '、' | '،' | '\n' => {
                Some((at, c.len_utf8(), c != ','))
            }
            '+' => Some((at, 1, true)),
            '–' | '—' | '-' if rest[..at].ends_with(' ') => Some((at, c.len_utf8(), false)),
            ' ' => joiner(&rest[at + 1..], language).map(|len| (at, len + 1, true)),
            _ => None,
        });
        let Some((at, len, strong)) = cut else { break };
        if !rest[..at].trim().is_empty() {
            made.push((rest[..at].trim(), first));
            first = strong;
        } else {
            first |= strong;
        }
        rest = &rest[at + len..];
        if made.len() > 20 {
            break;
        }
    }
    if !rest.trim().is_empty() {
        made.push((rest.trim(), first));
    }
    made
}

/// Bytes of an "and" with its space at the start of `rest`.
fn joiner(rest: &str, language: Option<&str>) -> Option<usize> {
    let word = &rest[..rest.find(' ').filter(|len| *len <= LONGEST_AND)?];
    bylines::of(Kind::And, language)
        .any(|row| word.eq_ignore_ascii_case(row.phrase))
        .then_some(word.len() + 1)
}

/// "Penulis: Jane Doe", "Jane Doe (Editor)": the name and the role.
fn labelled(part: &str) -> (&str, Option<&'static str>) {
    // "Autor:innen" is one label.
    if bylines::label(&part.to_lowercase()).is_some() {
        return (part, None);
    }
    if let Some((label, name)) = part.split_once([':', '：']) {
        let lower = label.trim().to_lowercase();
        if let Some(row) = bylines::label(&lower) {
            return (name.trim(), row.role);
        }
    }
    if let Some((name, rest)) = part.split_once('(') {
        let lower = rest.trim_end_matches(')').trim().to_lowercase();
        let role = bylines::label(&lower).and_then(|r| r.role);
        if !name.trim().is_empty() {
            return (name.trim(), role);
        }
    }
    (part, None)
}

fn whole_agency(part: &str) -> Option<String> {
    let part = part.split(" in ").next().unwrap_or(part);
    let bare = part.trim_matches(|c: char| matches!(c, '(' | ')' | '.' | '[' | ']') || c.is_whitespace());
    agency(bare).map(|_| bare.to_owned())
}

/// What a part names.
enum Name {
    Person(String),
    Desk(String),
}

/// What a part names; `None` where it is no name.
fn read(part: &str, outlets: &[String]) -> Option<Name> {
    let name = part.trim_matches(|c: char| {
        matches!(
            c,
            '.' | ':'
                | '-'
                | '–'
                | '—'
                | '"'
                | '“'
                | '”'
                | '*'
                | '('
                | ')'
                | '['
                | ']'
                | '@'
                | '>'
                | '<'
                | '‹'
                | '›'
        ) || c.is_whitespace()
    });
    // "Jane Doe in Berlin": what follows a lower-case preposition is where.
    let name = match name.find(" @").or_else(|| name.find(" in ")).or_else(|| name.find(" aus ")) {
        Some(at) => &name[..at],
        None => name,
    };
    let words = name.split_whitespace().count();
    if name.chars().count() < 2 || name.chars().count() > LONGEST || words > MOST_WORDS {
        return None;
    }
    if name.contains([':', '@', '{', '=', '…', '?', '!', '_', '#'])
        || name.contains("://")
        || name.contains("www.")
        || name.bytes().any(|b| b.is_ascii_digit())
    {
        return None;
    }
    // "ndr.de", "Liputan6.com": a host's name.
    if words == 1
        && name.contains('.')
        && name.split('.').next_back().is_some_and(|e| e.len() >= 2 && e.chars().all(char::is_lowercase))
    {
        return Some(Name::Desk(name.to_owned()));
    }
    let lower = name.to_lowercase();
    // "jane-doe" is an address's word.
    if lower == name && name.contains('-') && name.is_ascii() {
        return None;
    }
    // "Artikel von" has lost its name.
    if lower.rsplit_once(' ').is_some_and(|(_, last)| bylines::is_opener(last, None)) {
        return None;
    }
    if bylines::label(&lower).is_some() || lower.split_whitespace().any(|w| times::label(w).is_some()) {
        return None;
    }
    let name = name.split_whitespace().collect::<Vec<_>>().join(" ");
    if bylines::is_desk(&lower) || bylines::is_nobody(&lower) || outlets.contains(&squeezed(&lower)) {
        return Some(Name::Desk(name));
    }
    Some(Name::Person(name))
}

/// Letters and digits of a name, for comparing names of outlets.
pub fn squeezed(lower: &str) -> String {
    lower.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

/// Two to five words, each with a capital except particles.
pub fn looks_like_name(name: &str) -> bool {
    let words: Vec<&str> = name.split_whitespace().collect();
    let cased = name.chars().any(char::is_lowercase) || name.chars().any(char::is_uppercase);
    if !cased {
        // Scripts without case: short is all that can be asked.
        return name.chars().count() <= 20;
    }
    let capitals = words.iter().filter(|w| w.chars().next().is_some_and(char::is_uppercase)).count();
    (2..=MOST_WORDS).contains(&words.len())
        && capitals >= 2
        && words
            .iter()
            .all(|w| w.chars().next().is_none_or(|c| !c.is_lowercase()) || w.chars().count() <= PARTICLE)
        && words.first().zip(words.last()).is_some_and(|(_, last)| last.chars().any(char::is_uppercase))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn people(text: &str, language: &str) -> Vec<String> {
        names(text, Some(language), &["thedailyexample".to_owned()])
            .persons
            .into_iter()
            .map(|p| p.name)
            .collect()
    }

    #[test]
    fn joined_names() {
        assert_eq!(people("By Jane Doe and John Roe, Science Editor", "en"), ["Jane Doe", "John Roe"]);
        assert_eq!(people("Von Anna Muster und Karl Beispiel", "de"), ["Anna Muster", "Karl Beispiel"]);
        assert_eq!(people("JANE DOE, JOHN ROE & MAX ROE", "en"), ["JANE DOE", "JOHN ROE", "MAX ROE"]);
        assert_eq!(people("The Daily Example", "en"), Vec::<String>::new());
        assert_eq!(people("Redaktion", "de"), Vec::<String>::new());
        assert_eq!(names("Jane Doe/AFP", Some("en"), &[]).agencies, ["AFP"]);
    }

    #[test]
    fn roles() {
        let made = names("Penulis: Budi Contoh | Editor: Sari Contoh", Some("id"), &[]);
        assert_eq!(made.persons[0], Author { name: "Budi Contoh".into(), role: Some("writer"), url: None });
        assert_eq!(made.persons[1].role, Some("editor"));
    }
}
