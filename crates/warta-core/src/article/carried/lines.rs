//! The texts of a body as lines of markup: some hold markup themselves, some are pieces of one paragraph.

use rustc_hash::FxHashSet;
use serde_json::Value;

use super::body::{PROSE, Step, children, last_key};
use super::names::{element, is_beside, is_set_beside};

/// Texts of a container, those of one paragraph together.
pub struct Lines<'v> {
    /// The key that texts stand under.
    key: &'v str,
    made: Vec<Line<'v>>,
    /// Long texts that were added: data may hold them once whole and once in parts of the page.
    seen: FxHashSet<&'v str>,
}

struct Line<'v> {
    /// The element that shows it.
    element: &'static str,
    /// The list that its texts stand in.
    list: Vec<Step<'v>>,
    texts: Vec<&'v str>,
}

impl<'v> Lines<'v> {
    /// Of texts under a key.
    pub fn of(key: &'v str) -> Lines<'v> {
        Lines { key, made: Vec::new(), seen: FxHashSet::default() }
    }

    /// Adds the texts in a value, in order; the type of an object says how they are shown.
    pub fn gather(&mut self, value: &'v Value, path: &mut Vec<Step<'v>>, shown: &'static str) {
        if let Value::String(words) = value {
            let is_text = last_key(path).is_none_or(|key| key == self.key) && !words.is_empty();
            if is_text && (words.len() < PROSE || self.seen.insert(words)) {
                self.add(words, path, shown);
            }
            return;
        }
        if !path.is_empty() && is_set_beside(value) {
            return;
        }
        let shown = element(value).unwrap_or(shown);
        for (step, child) in children(value) {
            if !matches!(step, Step::Key(key) if is_beside(key)) {
                path.push(step);
                self.gather(child, path, shown);
                path.pop();
            }
        }
    }

    /// A text as a line of its own, or at the end of the last where both are pieces of one.
    fn add(&mut self, words: &'v str, path: &[Step<'v>], element: &'static str) {
        let end = path.iter().rposition(|step| matches!(step, Step::At(_))).unwrap_or(0);
        let list = &path[..end];
        if let Some(line) = self.made.last_mut()
            && !list.is_empty()
            && !line.list.is_empty()
            && (list.starts_with(&line.list) || line.list.starts_with(list))
            && goes_on(line.texts.last().unwrap_or(&""), words)
        {
            line.list.truncate(list.len());
            line.texts.push(words);
            return;
        }
        self.made.push(Line { element, list: list.to_vec(), texts: vec![words] });
    }

    /// Bytes of all texts.
    pub fn bytes(&self) -> usize {
        self.made.iter().flat_map(|line| &line.texts).map(|words| words.len()).sum()
    }

    /// All lines.
    pub fn markup(&self) -> String {
        let mut made = String::new();
        for line in &self.made {
            let words = without_slots(&line.texts.concat());
            if has_blocks(&words) {
                made.push_str(&words);
            } else {
                for part in escaped(&words).split('\n').map(str::trim).filter(|part| !part.is_empty()) {
                    made.push_str(&format!("<{0}>{part}</{0}>", line.element));
                }
            }
        }
        made
    }
}

/// Signs around the name of a slot that a page's program fills: `$$AD$$`, `{{ad}}`.
const SLOTS: [(&str, &str); 3] = [("$$", "$$"), ("{{", "}}"), ("%%", "%%")];
/// Bytes of the longest name of a slot.
const LONGEST_SLOT: usize = 40;

/// Words without the slots in them.
fn without_slots(words: &str) -> String {
    let mut made = String::with_capacity(words.len());
    let mut from = 0;
    while let Some(at) = memchr::memchr3(b'$', b'{', b'%', &words.as_bytes()[from..]).map(|at| from + at) {
        let end = slot(&words[at..]).map_or(at + 1, |length| at + length);
        made.push_str(&words[from..if end == at + 1 { end } else { at }]);
        from = end;
    }
    made.push_str(&words[from..]);
    made
}

/// Bytes of the slot that words begin with.
fn slot(words: &str) -> Option<usize> {
    let (open, close) = SLOTS.iter().find(|(open, _)| words.starts_with(open))?;
    let inner = &words[open.len()..];
    let is_name = |c: char| c.is_ascii_alphanumeric() || "_-.:".contains(c) || (c == ' ' && *open == "{{");
    let end = inner.bytes().take(LONGEST_SLOT).take_while(|&b| is_name(char::from(b))).count();
    (end > 0 && inner[end..].starts_with(close)).then_some(open.len() + end + close.len())
}

/// True where a text goes on in the next: none ends a sentence there, or a blank stands between.
fn goes_on(before: &str, words: &str) -> bool {
    !has_blocks(before)
        && !has_blocks(words)
        && (before.ends_with([' ', '\u{a0}', '(', '“', '"', '-'])
            || words.starts_with([' ', '\u{a0}', ',', '.', ';', ':', ')', '”', '"', '!', '?', '-', '’'])
            || !before.trim_end().ends_with(['.', '!', '?', ':', '”', '"', '»', '…', '。']))
}

/// Words that hold no markup with their signs for it escaped; others as they are.
pub fn escaped(words: &str) -> String {
    let opens = |rest: &str| rest.starts_with(|c: char| c.is_ascii_alphabetic() || c == '/' || c == '!');
    match words.match_indices('<').any(|(at, _)| opens(&words[at + 1..])) {
        true => words.to_owned(),
        false => words.replace('<', "&lt;"),
    }
}

/// True where markup parts its paragraphs itself.
fn has_blocks(words: &str) -> bool {
    ["<p", "<div", "<br", "<li", "<h2", "<h3", "<section", "<blockquote"]
        .iter()
        .any(|tag| words.contains(tag))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn slots_are_left_out() {
        assert_eq!(without_slots("<p>Satu</p>$$ARTICLEAD$$<p>Dua {{ ad-1 }}</p>"), "<p>Satu</p><p>Dua </p>");
        let kept = "Harga naik dari $$ ke $$$, kata mereka. Lalu {{ini bukan nama karena terlalu panjang untuk sebuah nama}}";
        assert_eq!(without_slots(kept), kept);
    }
}
