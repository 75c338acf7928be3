//! A page printed on one line: cut where sentences begin, where a run of capitalised words (a menu, labels) ends, and
//! before labels that pages print around their articles ("Read more").

use crate::languages::boilerplate;
use crate::languages::words::{Shape, each_word};

/// Capitalised words in a row from which they count as labels and not as a name within a sentence.
const LABELS: usize = 6;

/// The pieces of a line, in order; together they hold all its words.
pub(super) struct Pieces<'t> {
    line: &'t str,
    at: usize,
    /// Where labels begin, the next one last.
    labels: Vec<u32>,
}

impl<'t> Pieces<'t> {
    pub(super) fn new(line: &'t str) -> Self {
        Pieces { line, at: 0, labels: labels(line) }
    }
}

impl<'t> Iterator for Pieces<'t> {
    type Item = &'t str;

    fn next(&mut self) -> Option<&'t str> {
        let rest = &self.line[self.at..];
        self.at += rest.len() - rest.trim_start().len();
        let rest = rest.trim_start();
        if rest.is_empty() {
            return None;
        }
        while self.labels.last().is_some_and(|label| *label as usize <= self.at) {
            self.labels.pop();
        }
        let end = match self.labels.last() {
            // A sentence that ends before the label is found without looking past it.
            Some(label) => end_of_piece(&rest[..*label as usize - self.at]),
            None => end_of_piece(rest),
        };
        self.at += end;
        Some(&rest[..end])
    }
}

/// Where capitalised labels begin, last first.
fn labels(line: &str) -> Vec<u32> {
    let (mut hashes, mut capitals) = (Vec::new(), Vec::new());
    each_word(line, |word| {
        if matches!(word.shape, Shape::Title | Shape::Caps | Shape::Caseless) {
            capitals.push((hashes.len(), word.start));
        }
        hashes.push(word.hash);
    });
    capitals
        .iter()
        .rev()
        .filter(|(i, _)| boilerplate::opens_with_label(&hashes[*i..]))
        .map(|(_, start)| *start)
        .collect()
}

/// Bytes of the first piece.
fn end_of_piece(text: &str) -> usize {
    let mut labels = 0;
    let mut last = 0;
    let mut at = 0;
    // Words are visited once a piece, and a piece ends before the last one visited: linear over the line.
    while at < text.len() {
        let word = word_at(text, at);
        let bare = word.trim_end();
        let next = at + word.len();
        if bare.is_empty() {
            at = next;
            continue;
        }
        let first =
            bare.trim_start_matches(['"', '\'', '“', '‘', '«', '(', '[', '¿', '¡', '„']).chars().next();
        match first {
            Some(c) if c.is_lowercase() => {
                // "News Sport Weather The minister said": the sentence begins at the last capitalised word.
                if labels >= LABELS && last > 0 {
                    return last;
                }
                labels = 0;
            }
            Some(c) if c.is_uppercase() => labels += 1,
            _ => labels += usize::from(labels > 0),
        }
        if let Some(end) = ideographic_end(bare) {
            return at + end;
        }
        if ends_sentence(bare) {
            let begins = text[next..].trim_start().chars().next();
            if begins.is_none_or(|c| !c.is_lowercase() && !matches!(c, ',' | ';' | ')')) {
                return next;
            }
        }
        last = at;
        at = next;
    }
    text.len()
}

/// Bytes at which a word without end is cut, as scripts without spaces have none.
const LONGEST_WORD: usize = 256;

/// The word at `at`, with the white space behind it.
fn word_at(text: &str, at: usize) -> &str {
    let rest = &text[at..];
    match rest.char_indices().find(|(i, c)| c.is_whitespace() || *i >= LONGEST_WORD) {
        Some((i, c)) if c.is_whitespace() => &rest[..i + c.len_utf8()],
        Some((i, _)) => &rest[..i],
        None => rest,
    }
}

/// True where a word closes a sentence and is no abbreviation.
fn ends_sentence(word: &str) -> bool {
    let bare = word.trim_end_matches(['"', '\'', '”', '’', '»', ')', ']', '“']);
    let Some(end) = bare.chars().next_back() else { return false };
    match end {
        '!' | '?' | '…' | '।' | '؟' | '۔' => true,
        '.' => {
            let stem = bare.trim_end_matches('.').trim_start_matches(|c: char| !c.is_alphanumeric());
            // "Mr.", "St.", "Gen.", "J.", "U.S.", "No.": capital and short. Numbers ("3." of a German date) too.
            let short = stem.chars().count() <= 3;
            let capital = stem.chars().next().is_some_and(char::is_uppercase);
            let dotted = stem.contains('.') && stem.chars().filter(|c| *c != '.').count() <= 4;
            let ordinal = short && stem.chars().count() <= 2 && stem.chars().all(|c| c.is_ascii_digit());
            !((short && capital) || dotted || ordinal)
        }
        _ => false,
    }
}

/// In scripts without spaces: bytes up to the end of the first sentence in a "word", where more follows.
fn ideographic_end(word: &str) -> Option<usize> {
    let at = word.find(['。', '！', '？'])?;
    let mut end = at;
    for (i, c) in word[at..].char_indices() {
        if matches!(c, '。' | '！' | '？' | '」' | '』' | '）' | '”') {
            end = at + i + c.len_utf8();
        } else {
            break;
        }
    }
    Some(end)
}
