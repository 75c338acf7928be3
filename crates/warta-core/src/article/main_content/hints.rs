//! What the page's metadata says of the article's words, folded for comparing.

use super::measures::is_latin;

/// Words the page gives for the article outside its visible text.
#[derive(Clone, Debug, Default)]
pub struct Hints {
    /// Folded headline; empty where there is none.
    pub headline: String,
    /// Folded description.
    pub description: String,
    /// Folded JSON-LD `articleBody`.
    pub body: String,
    /// What the page calls itself.
    pub calls_itself: CallsItself,
}

/// What a page's metadata calls the page.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum CallsItself {
    /// Something that is not an article: a product, a forum thread, a profile.
    Other = -1,
    /// Nothing, or a page like any other.
    #[default]
    Silent = 0,
    /// An article or a blog's post.
    Article = 1,
    /// A news article.
    News = 2,
}

impl CallsItself {
    /// The greatest of several names; something else counts only where none is an article.
    pub fn strongest(names: impl Iterator<Item = String>) -> Self {
        let mut kind = CallsItself::Silent;
        for name in names {
            let new = CallsItself::of(&name);
            if new as i8 > kind as i8 || (kind == CallsItself::Silent && new == CallsItself::Other) {
                kind = new;
            }
        }
        kind
    }

    /// Reads a schema.org type or an `og:type`; the greatest of several counts.
    pub fn of(name: &str) -> Self {
        let name = name.to_ascii_lowercase();
        if name.contains("newsarticle") {
            CallsItself::News
        } else if name.contains("article") || name.contains("blogposting") || name.contains("report") {
            CallsItself::Article
        } else if ["product", "discussion", "qapage", "profile", "video", "recipe", "event", "collection"]
            .iter()
            .any(|k| name.contains(k))
        {
            CallsItself::Other
        } else {
            CallsItself::Silent
        }
    }
}

impl Hints {
    /// Folds the three.
    pub fn new(headline: Option<&str>, description: Option<&str>, body: Option<&str>) -> Self {
        Hints {
            headline: fold(headline.unwrap_or("")),
            description: fold(description.unwrap_or("")),
            body: fold(head(body.unwrap_or(""), BODY_BYTES)),
            calls_itself: CallsItself::Silent,
        }
    }
}

/// Bytes of the stated body that blocks are looked up in: longer ones are archives.
const BODY_BYTES: usize = 60_000;

/// The beginning of a text, cut at a character.
pub fn head(text: &str, bytes: usize) -> &str {
    let mut cut = text.len().min(bytes);
    while !text.is_char_boundary(cut) {
        cut -= 1;
    }
    &text[..cut]
}

/// Letters and digits alone, lower-cased.
pub fn fold(text: &str) -> String {
    let mut folded = String::with_capacity(text.len());
    for c in text.chars() {
        if c.is_ascii() {
            if c.is_ascii_alphanumeric() {
                folded.push(c.to_ascii_lowercase());
            }
        } else if is_latin(c) || c.is_alphanumeric() {
            folded.extend(c.to_lowercase());
        }
    }
    folded
}

/// Least folded bytes for a block's absence or presence in the hint to mean something.
const TELLING: usize = 12;
/// Folded bytes of a block that are looked up: a long paragraph need not agree to its end.
const PROBE: usize = 60;

/// Whether `folded`, a block's words, stands in `hint`: -1 where the hint is empty, 0 no, 1 yes,
/// 0.5 where the block is too short to tell but stands there.
pub fn stands_in(folded: &str, hint: &str) -> f32 {
    if hint.is_empty() {
        return -1.0;
    }
    if folded.is_empty() {
        return 0.0;
    }
    let found = memchr::memmem::find(hint.as_bytes(), head(folded, PROBE).as_bytes()).is_some();
    match (found, folded.len() >= TELLING) {
        (true, true) => 1.0,
        (true, false) => 0.5,
        (false, _) => 0.0,
    }
}

/// How alike a block and the headline are: 1 where equal, 0.7 where one holds the other, else 0.
pub fn like_headline(folded: &str, headline: &str) -> f32 {
    if headline.len() < 8 || folded.len() < 8 {
        0.0
    } else if folded == headline {
        1.0
    } else if (folded.len() < headline.len() && holds(headline, folded))
        || (headline.len() < folded.len() && folded.len() < 2 * headline.len() && holds(folded, headline))
    {
        0.7
    } else {
        0.0
    }
}

fn holds(text: &str, part: &str) -> bool {
    memchr::memmem::find(text.as_bytes(), part.as_bytes()).is_some()
}
