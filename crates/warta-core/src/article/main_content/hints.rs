//! What the page's metadata says of the article's words, folded for comparing.

use memchr::memmem;

use super::windows::Standing;
use crate::languages::letters::is_letter_or_digit;

/// Words the page gives for the article outside its visible text.
#[derive(Clone, Debug, Default)]
pub struct Hints {
    /// Folded headline; empty where there is none.
    pub headline: Hint,
    /// Folded description.
    pub description: Hint,
    /// Folded JSON-LD `articleBody`.
    pub body: Hint,
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
            headline: Hint::new(headline.unwrap_or("")),
            description: Hint::new(description.unwrap_or("")),
            body: Hint::new(head(body.unwrap_or(""), BODY_BYTES)),
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
    let mut folded = Vec::new();
    fold_onto(text, &mut folded);
    String::from_utf8(folded).unwrap_or_default()
}

/// ASCII letters in lower case and digits as they are, 0 for what is left out.
static FOLDED: [u8; 128] = {
    let mut folded = [0; 128];
    let mut byte = 0;
    while byte < 128 {
        if (byte as u8).is_ascii_alphanumeric() {
            folded[byte] = (byte as u8).to_ascii_lowercase();
        }
        byte += 1;
    }
    folded
};

/// Appends the letters and digits of `text`, lower-cased.
pub fn fold_onto(text: &str, folded: &mut Vec<u8>) {
    let bytes = text.as_bytes();
    let mut kept = folded.len();
    // In lower case a character of two bytes may have three.
    folded.resize(kept + bytes.len() + bytes.len().div_ceil(2), 0);
    let mut at = 0;
    while let Some(&byte) = bytes.get(at) {
        if byte.is_ascii() {
            // Each is written, and the next over it where it was no letter or digit.
            folded[kept] = FOLDED[usize::from(byte)];
            kept += usize::from(folded[kept] != 0);
            at += 1;
            continue;
        }
        let Some(c) = text[at..].chars().next() else { break };
        at += c.len_utf8();
        if is_letter_or_digit(c) {
            for lower in c.to_lowercase() {
                kept += lower.encode_utf8(&mut folded[kept..]).len();
            }
        }
    }
    folded.truncate(kept);
}

/// Folded bytes are only compared over a block's beginning.
const HEAD_BYTES: usize = 240;

/// The beginnings of blocks, folded, one after another.
#[derive(Debug, Default)]
pub struct Heads {
    folded: Vec<u8>,
    ends: Vec<usize>,
}

impl Heads {
    /// The next block's, given its words; none for a block that is not compared.
    pub fn push(&mut self, words: &str) {
        fold_onto(head(words, HEAD_BYTES), &mut self.folded);
        self.ends.push(self.folded.len());
    }

    /// That of a block.
    pub fn of(&self, block: usize) -> &[u8] {
        let start = block.checked_sub(1).map_or(0, |before| self.ends[before]);
        &self.folded[start..self.ends[block]]
    }
}

/// A folded text that many blocks are looked up in.
#[derive(Clone, Debug, Default)]
pub struct Hint {
    /// The folded words.
    pub folded: Vec<u8>,
    /// Its windows, so that most blocks need no search.
    windows: Standing,
}

impl Hint {
    fn new(text: &str) -> Hint {
        let mut folded = Vec::new();
        fold_onto(text, &mut folded);
        Hint { windows: Standing::of(&folded), folded }
    }

    /// True where it holds these words.
    fn holds(&self, words: &[u8]) -> bool {
        words.len() <= self.folded.len()
            && self.windows.may_hold(words)
            && memmem::find(&self.folded, words).is_some()
    }

    /// True where it stands in a text that is longer, and less than twice as long.
    fn stands_within(&self, text: &[u8]) -> bool {
        // Wherever it stands, it covers the middle.
        let middle = &text[text.len() - self.folded.len()..self.folded.len()];
        self.windows.may_hold(middle) && memmem::find(text, &self.folded).is_some()
    }
}

/// Least folded bytes for a block's absence or presence in the hint to mean something.
const TELLING: usize = 12;
/// Folded bytes of a block that are looked up: a long paragraph need not agree to its end.
const PROBE: usize = 60;

/// Whether `folded`, a block's words, stands in `hint`: -1 where the hint is empty, 0 no, 1 yes,
/// 0.5 where the block is too short to tell but stands there.
pub fn stands_in(folded: &[u8], hint: &Hint) -> f32 {
    if hint.folded.is_empty() {
        return -1.0;
    }
    if folded.is_empty() {
        return 0.0;
    }
    let mut cut = folded.len().min(PROBE);
    // A character that is cut in two stands nowhere.
    while folded.get(cut).is_some_and(|byte| byte & 0xc0 == 0x80) {
        cut -= 1;
    }
    let probe = &folded[..cut];
    match (hint.holds(probe), folded.len() >= TELLING) {
        (true, true) => 1.0,
        (true, false) => 0.5,
        (false, _) => 0.0,
    }
}

/// Folded bytes of words that can be alike at least.
const ALIKE: usize = 8;

/// How alike a block and the headline are: 1 where equal, 0.7 where one holds the other, else 0.
pub fn like_headline(folded: &[u8], headline: &Hint) -> f32 {
    let words = headline.folded.as_slice();
    if words.len() < ALIKE || folded.len() < ALIKE {
        0.0
    } else if folded == words {
        1.0
    } else if headline.holds(folded)
        || (words.len() < folded.len() && folded.len() < 2 * words.len() && headline.stands_within(folded))
    {
        0.7
    } else {
        0.0
    }
}
