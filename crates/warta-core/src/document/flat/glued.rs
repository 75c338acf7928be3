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

/// Words after a dateline's dash within which the sentence shows its first small letter.
const DATELINE_REACH: usize = 6;

/// Bytes of the first piece.
fn end_of_piece(text: &str) -> usize {
    let mut labels = 0;
    // Where the words of the piece begin.
    let mut starts: Vec<usize> = Vec::new();
    // Where a dateline begins, and how many words the piece had at its dash.
    let mut dateline: Option<(usize, usize)> = None;
    let mut at = 0;
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
                // "News Sport Weather The minister said": the sentence begins at the last capitalised word;
                // "News Sport MOSKOW - Presiden Rusia telah" at the place.
                if labels >= LABELS {
                    let near = dateline
                        .filter(|(_, words)| starts.len() - words <= DATELINE_REACH)
                        .map(|(start, _)| start);
                    if let Some(cut) = near.or(starts.last().copied()).filter(|cut| *cut > 0) {
                        return cut;
                    }
                }
                labels = 0;
            }
            Some(c) if c.is_uppercase() => labels += 1,
            _ => labels += usize::from(labels > 0),
        }
        if matches!(bare, "-" | "–" | "—" | "--") {
            dateline = place(text, &starts).map(|start| (start, starts.len()));
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
        starts.push(at);
        at = next;
    }
    text.len()
}

/// Where the place before a dash begins: "MOSKOW", "Mataram, NTB (ANTARA News)".
fn place(text: &str, starts: &[usize]) -> Option<usize> {
    let words = |i: usize| word_at(text, starts[i]).trim_end();
    let mut i = starts.len().checked_sub(1)?;
    if words(i).ends_with(')') {
        // The agency in brackets has a few words at most.
        i = (i.saturating_sub(4)..=i).rev().find(|i| words(*i).starts_with('('))?.checked_sub(1)?;
    }
    if i > 0 && words(i - 1).ends_with(',') {
        i -= 1;
    }
    Some(starts[i])
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
