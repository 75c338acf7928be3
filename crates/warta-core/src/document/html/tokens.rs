//! The tokenizer: source into tags, text runs and comments, by the states of the HTML standard.
//!
//! States are not stepped through byte by byte: each construct is read whole, with `memchr` over
//! text, quoted values, comments and scripts. Every method moves forward only, so the cost is
//! linear in the source. Text and names are slices of the source unless something in them had to be
//! decoded or lower-cased.

use super::attr::{Attr, Attrs};
use super::references::{Meaning, reference};
use super::tag::Tag;
use super::tree::{Attribute, TextRef, Tree};
use memchr::{memchr, memchr2};
use rustc_hash::FxHashSet;

/// From this many attributes on, repeated names are found by hash.
const HASHED_FROM: usize = 32;

#[derive(Clone, Copy, Debug)]
pub(super) enum Token {
    Text(TextRef),
    Start(Start),
    End(End),
    Comment(TextRef),
    Doctype { words: TextRef, quirks: bool },
    Eof,
}

#[derive(Clone, Copy, Debug)]
pub(super) struct Start {
    pub(super) tag: Tag,
    /// The name where the tag is [`Tag::OTHER`].
    pub(super) name: TextRef,
    pub(super) attrs: u32,
    pub(super) attr_count: u16,
    pub(super) self_closing: bool,
}

impl Start {
    /// A tag without attributes that the source left out.
    pub(super) fn bare(tag: Tag) -> Start {
        Start { tag, name: TextRef::EMPTY, attrs: 0, attr_count: 0, self_closing: false }
    }
}

#[derive(Clone, Copy, Debug)]
pub(super) struct End {
    pub(super) tag: Tag,
    pub(super) name: TextRef,
}

/// How the content of an element that holds no markup is read.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Raw {
    /// References are decoded: `<title>`, `<textarea>`.
    Rcdata,
    /// Taken as it stands: `<style>`, `<xmp>`, `<iframe>`, ...
    Rawtext,
    /// As raw text, with the rules for `<!--` inside scripts.
    Script,
}

/// What becomes of U+0000 in text.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Nul {
    Drop,
    Replace,
}

pub(super) struct Tokenizer<'s> {
    pub(super) bytes: &'s [u8],
    pub(super) at: usize,
    /// The source has carriage returns or NULs, so that every slice must be looked through.
    odd: bool,
    max_attributes: usize,
    seen: FxHashSet<Box<[u8]>>,
}

const SPACE: u8 = 1;
pub(super) const NAME_END: u8 = 2;
const ATTR_END: u8 = 4;
const CHANGES: u8 = 8;

/// Byte classes; one look-up tells where names end and whether they must be rewritten.
static CLASS: [u8; 256] = {
    let mut class = [0u8; 256];
    let mut b = 0;
    while b < 256 {
        let byte = b as u8;
        if matches!(byte, b' ' | b'\t' | b'\n' | 0x0c | b'\r') {
            class[b] |= SPACE | NAME_END | ATTR_END;
        }
        if matches!(byte, b'/' | b'>') {
            class[b] |= NAME_END | ATTR_END;
        }
        if byte == b'=' {
            class[b] |= ATTR_END;
        }
        if byte.is_ascii_uppercase() || byte == 0 {
            class[b] |= CHANGES;
        }
        b += 1;
    }
    class
};

#[inline(always)]
pub(super) fn is(byte: u8, class: u8) -> bool {
    CLASS[byte as usize] & class != 0
}

impl<'s> Tokenizer<'s> {
    pub(super) fn new(source: &'s str, max_attributes: usize) -> Tokenizer<'s> {
        let bytes = source.as_bytes();
        Tokenizer {
            bytes,
            at: 0,
            odd: memchr2(b'\r', 0, bytes).is_some(),
            max_attributes: max_attributes.min(u16::MAX as usize),
            seen: FxHashSet::default(),
        }
    }

    /// The next token. `foreign`: the current node is not of HTML, so `<![CDATA[` opens text;
    /// `keep_nul`: NULs in text become U+FFFD instead of nothing.
    #[inline]
    pub(super) fn next(&mut self, tree: &mut Tree<'s>, foreign: bool, keep_nul: bool) -> Token {
        loop {
            let start = self.at;
            let has_reference = self.skip_text();
            if self.at > start {
                let nul = if keep_nul { Nul::Replace } else { Nul::Drop };
                let words = self.words(tree, start, self.at, has_reference, false, nul);
                if words.is_empty() {
                    continue;
                }
                return Token::Text(words);
            }
            let Some(&next) = self.bytes.get(self.at + 1) else {
                return Token::Eof;
            };
            let found = match next {
                b'/' => self.end_tag(tree),
                b'!' => Some(self.declaration(tree, foreign)),
                b'?' => Some(self.bogus_comment(tree, self.at + 1)),
                _ => self.start_tag(tree),
            };
            if let Some(token) = found {
                return token;
            }
        }
    }

    /// Moves to the next `<` that opens markup; true where an ampersand was passed.
    #[inline]
    fn skip_text(&mut self) -> bool {
        let bytes = self.bytes;
        let mut has_reference = false;
        loop {
            // Most runs between tags are a few blanks long.
            let near = (self.at + 16).min(bytes.len());
            let mut at = self.at;
            while at < near && bytes[at] != b'<' && bytes[at] != b'&' {
                at += 1;
            }
            if at == near {
                let found = match has_reference {
                    true => memchr(b'<', &bytes[at..]),
                    false => memchr2(b'<', b'&', &bytes[at..]),
                };
                match found {
                    Some(more) => at += more,
                    None => {
                        self.at = bytes.len();
                        return has_reference;
                    }
                }
            }
            if bytes[at] == b'&' {
                has_reference = true;
                self.at = at + 1;
                continue;
            }
            self.at = at;
            if opens_markup(&bytes[at..]) {
                return has_reference;
            }
            self.at += 1;
        }
    }

    /// A stretch of the source as words, decoded where it must be.
    #[inline]
    pub(super) fn words(
        &self,
        tree: &mut Tree<'s>,
        start: usize,
        end: usize,
        has_reference: bool,
        in_attribute: bool,
        nul: Nul,
    ) -> TextRef {
        if !has_reference && (!self.odd || memchr2(b'\r', 0, &self.bytes[start..end]).is_none()) {
            return TextRef::source(start, end);
        }
        self.decoded(tree, start, end, has_reference, in_attribute, nul)
    }

    #[cold]
    fn decoded(
        &self,
        tree: &mut Tree<'s>,
        start: usize,
        end: usize,
        has_reference: bool,
        in_attribute: bool,
        nul: Nul,
    ) -> TextRef {
        let from = tree.side.len();
        let (source, bytes) = (tree.source, &self.bytes[..end]);
        let (mut copied, mut at) = (start, start);
        loop {
            let rest = &bytes[at..];
            let found = match (has_reference, self.odd) {
                (true, true) => memchr::memchr3(b'&', b'\r', 0, rest),
                (true, false) => memchr(b'&', rest),
                _ => memchr2(b'\r', 0, rest),
            };
            let Some(found) = found else { break };
            at += found;
            let (meaning, taken) = match bytes[at] {
                b'&' => match reference(&bytes[at + 1..], in_attribute) {
                    Some((meaning, taken)) => (meaning, taken + 1),
                    None => {
                        at += 1;
                        continue;
                    }
                },
                b'\r' if bytes.get(at + 1) == Some(&b'\n') => (Meaning::Words(""), 1),
                b'\r' => (Meaning::Char('\n'), 1),
                _ if nul == Nul::Replace => (Meaning::Char('\u{fffd}'), 1),
                _ => (Meaning::Words(""), 1),
            };
            tree.side.push_str(&source[copied..at]);
            match meaning {
                Meaning::Char(c) => tree.side.push(c),
                Meaning::Words(w) => tree.side.push_str(w),
            }
            at += taken;
            copied = at;
        }
        if copied == start {
            return TextRef::source(start, end);
        }
        tree.side.push_str(&source[copied..end]);
        TextRef::aside(from, tree.side.len())
    }

    /// `</x ...>`, `</>` (nothing) or `</ ...>` (a comment); nothing where the source ends inside.
    fn end_tag(&mut self, tree: &mut Tree<'s>) -> Option<Token> {
        match self.bytes.get(self.at + 2) {
            Some(b) if b.is_ascii_alphabetic() => {}
            Some(b'>') => {
                self.at += 3;
                return None;
            }
            _ => return Some(self.bogus_comment(tree, self.at + 2)),
        }
        self.at += 2;
        let (tag, name) = self.tag_name(tree);
        if self.bytes.get(self.at) == Some(&b'>') {
            self.at += 1;
            return Some(Token::End(End { tag, name }));
        }
        let (attributes, side) = (tree.attributes.len(), tree.side.len());
        let closed = self.attributes(tree, false);
        tree.attributes.truncate(attributes);
        // The name, if it was lower-cased, stands before the attributes' words.
        tree.side.truncate(side);
        if closed.is_none() {
            self.at = self.bytes.len();
        }
        closed.map(|_| Token::End(End { tag, name }))
    }

    #[inline]
    fn start_tag(&mut self, tree: &mut Tree<'s>) -> Option<Token> {
        self.at += 1;
        let (tag, name) = self.tag_name(tree);
        let attrs = tree.attributes.len();
        let self_closing = match self.bytes.get(self.at) {
            Some(b'>') => {
                self.at += 1;
                false
            }
            _ => match self.attributes(tree, true) {
                Some(self_closing) => self_closing,
                None => {
                    // The source ends inside the tag, which then counts for nothing.
                    tree.attributes.truncate(attrs);
                    self.at = self.bytes.len();
                    return None;
                }
            },
        };
        let attr_count = (tree.attributes.len() - attrs) as u16;
        Some(Token::Start(Start { tag, name, attrs: attrs as u32, attr_count, self_closing }))
    }

    #[inline]
    fn tag_name(&mut self, tree: &mut Tree<'s>) -> (Tag, TextRef) {
        let start = self.at;
        let bytes = self.bytes;
        let mut at = start;
        let mut changes = 0;
        while at < bytes.len() && !is(bytes[at], NAME_END) {
            changes |= CLASS[bytes[at] as usize];
            at += 1;
        }
        self.at = at;
        let tag = Tag::of_bytes(&bytes[start..at]);
        if tag != Tag::OTHER {
            return (tag, TextRef::EMPTY);
        }
        match changes & CHANGES {
            0 => (tag, TextRef::source(start, at)),
            _ => (tag, lowered(tree, start, at)),
        }
    }

    /// Reads attributes up to and with the `>`: whether a `/` stood before it. None where the
    /// source ends first.
    pub(super) fn attributes(&mut self, tree: &mut Tree<'s>, keep: bool) -> Option<bool> {
        let bytes = self.bytes;
        let first = tree.attributes.len();
        // One bit for each (length, first byte, last byte) seen: most other names need no comparison.
        let mut sieve = 0u64;
        let mut hashed = false;
        let mut said = Attrs::default();
        let mut at = self.at;
        loop {
            while is(*bytes.get(at)?, SPACE) {
                at += 1;
            }
            match bytes[at] {
                b'>' => {
                    self.at = at + 1;
                    return Some(false);
                }
                b'/' => {
                    at += 1;
                    if bytes.get(at) == Some(&b'>') {
                        self.at = at + 1;
                        return Some(true);
                    }
                    continue;
                }
                _ => {}
            }
            let name_start = at;
            let mut changes = CLASS[bytes[at] as usize];
            at += 1;
            while !is(*bytes.get(at)?, ATTR_END) {
                changes |= CLASS[bytes[at] as usize];
                at += 1;
            }
            let name_end = at;
            while is(*bytes.get(at)?, SPACE) {
                at += 1;
            }
            let mut value = (at, at);
            let mut has_reference = false;
            if bytes[at] == b'=' {
                at += 1;
                while is(*bytes.get(at)?, SPACE) {
                    at += 1;
                }
                match bytes[at] {
                    quote @ (b'"' | b'\'') => {
                        at += 1;
                        let (length, ampersand) = quoted(quote, &bytes[at..])?;
                        (value, has_reference) = ((at, at + length), ampersand);
                        at += length + 1;
                    }
                    b'>' => value = (at, at),
                    _ => {
                        let start = at;
                        while !is(*bytes.get(at)?, SPACE) && bytes[at] != b'>' {
                            at += 1;
                        }
                        (value, has_reference) = ((start, at), bytes[start..at].contains(&b'&'));
                    }
                }
            }
            if !keep {
                continue;
            }
            if tree.attributes.len() - first >= self.max_attributes {
                tree.cut("attributes");
                continue;
            }
            let name = match changes & CHANGES {
                0 => TextRef::source(name_start, name_end),
                _ => lowered(tree, name_start, name_end),
            };
            let known = Attr::of(&bytes[name_start..name_end]);
            let repeated = match known {
                Attr::OTHER => self.is_repeated(tree, first, name, &mut sieve, &mut hashed),
                known => said.has(known),
            };
            if repeated {
                continue;
            }
            said.add(known);
            let value = self.words(tree, value.0, value.1, has_reference, true, Nul::Replace);
            tree.said.add(known);
            tree.attributes.push(Attribute { name, known, value });
        }
    }

    #[inline]
    fn is_repeated(
        &mut self,
        tree: &Tree<'s>,
        first: usize,
        name: TextRef,
        sieve: &mut u64,
        hashed: &mut bool,
    ) -> bool {
        let own = &tree.attributes[first..];
        let words = tree.words(name).as_bytes();
        if own.len() >= HASHED_FROM {
            if !std::mem::replace(hashed, true) {
                self.seen.clear();
                self.seen.extend(own.iter().map(|a| tree.words(a.name).as_bytes().into()));
            }
            return !self.seen.insert(words.into());
        }
        let (one, other) = (words[0] as u32, words[words.len() - 1] as u32);
        let bit = 1u64 << ((words.len() as u32 * 7 + one * 5 + other * 3) % 64);
        let known = *sieve & bit != 0;
        *sieve |= bit;
        known && own.iter().any(|a| tree.words(a.name).as_bytes() == words)
    }

    fn declaration(&mut self, tree: &mut Tree<'s>, foreign: bool) -> Token {
        let rest = &self.bytes[self.at..];
        if rest.starts_with(b"<!--") {
            return self.comment(tree);
        }
        if rest.len() >= 9 && rest[2..9].eq_ignore_ascii_case(b"doctype") {
            return self.doctype(tree);
        }
        if foreign && rest.starts_with(b"<![CDATA[") {
            let start = self.at + 9;
            let length = memchr::memmem::find(&self.bytes[start..], b"]]>");
            let end = length.map_or(self.bytes.len(), |l| start + l);
            self.at = length.map_or(end, |_| end + 3);
            return Token::Text(self.words(tree, start, end, false, false, Nul::Replace));
        }
        self.bogus_comment(tree, self.at + 2)
    }

    fn comment(&mut self, tree: &mut Tree<'s>) -> Token {
        let start = self.at + 4;
        let body = &self.bytes[start..];
        let mut from = 0;
        let (end, after) = loop {
            let Some(found) = memchr(b'>', &body[from..]) else {
                let cut = match body {
                    [.., b'-', b'-', b'!'] => 3,
                    [.., b'-', b'-'] => 2,
                    [.., b'-'] => 1,
                    _ => 0,
                };
                break (body.len() - cut, body.len());
            };
            let at = from + found;
            match &body[..at] {
                [] | [b'-'] => break (0, at + 1),
                [.., b'-', b'-'] => break (at - 2, at + 1),
                [.., b'-', b'-', b'!'] => break (at - 3, at + 1),
                _ => from = at + 1,
            }
        };
        self.at = start + after;
        Token::Comment(self.words(tree, start, start + end, false, false, Nul::Replace))
    }

    fn bogus_comment(&mut self, tree: &mut Tree<'s>, start: usize) -> Token {
        let length = memchr(b'>', &self.bytes[start..]);
        let end = length.map_or(self.bytes.len(), |l| start + l);
        self.at = length.map_or(end, |_| end + 1);
        Token::Comment(self.words(tree, start, end, false, false, Nul::Replace))
    }

    /// A doctype ends at the first `>`, even inside quotes.
    fn doctype(&mut self, tree: &mut Tree<'s>) -> Token {
        let start = self.at + 9;
        let length = memchr(b'>', &self.bytes[start..]);
        let end = length.map_or(self.bytes.len(), |l| start + l);
        self.at = length.map_or(end, |_| end + 1);
        let doctype = super::doctype::read(&self.bytes[start..end], length.is_some());
        Token::Doctype { words: tree.keep(&doctype.words), quirks: doctype.quirks }
    }
}

/// Whether a `<` opens markup rather than standing for itself.
#[inline]
fn opens_markup(rest: &[u8]) -> bool {
    match rest.get(1) {
        Some(b'!' | b'?') => true,
        Some(b'/') => rest.len() > 2,
        Some(b) => b.is_ascii_alphabetic(),
        None => false,
    }
}

/// `memchr` with a short way for short stretches.
#[inline]
pub(super) fn has_byte(byte: u8, stretch: &[u8]) -> bool {
    match stretch.len() {
        0..16 => stretch.contains(&byte),
        _ => memchr(byte, stretch).is_some(),
    }
}

/// Each byte of a word is this.
const EACH: u64 = 0x0101_0101_0101_0101;
/// Bytes of a value that are looked at eight by eight: longer ones are worth a call of `memchr`.
const NEAR: usize = 64;

/// The highest bit of each byte of `word` that is `byte`; above the first, bits may be set in error.
#[inline]
fn marked(word: u64, byte: u8) -> u64 {
    let other = word ^ (EACH * u64::from(byte));
    other.wrapping_sub(EACH) & !other & (EACH << 7)
}

/// How far the closing quote is, and whether an ampersand stands before it; nothing where the source ends first.
#[inline]
fn quoted(quote: u8, rest: &[u8]) -> Option<(usize, bool)> {
    let mut ampersand = false;
    let (words, _) = rest[..rest.len().min(NEAR)].as_chunks();
    for (n, bytes) in words.iter().enumerate() {
        let word = u64::from_le_bytes(*bytes);
        let (quotes, ampersands) = (marked(word, quote), marked(word, b'&'));
        if quotes != 0 {
            let before = quotes & quotes.wrapping_neg();
            ampersand |= ampersands & (before - 1) != 0;
            return Some((8 * n + quotes.trailing_zeros() as usize / 8, ampersand));
        }
        ampersand |= ampersands != 0;
    }
    let near = 8 * words.len();
    let length = near + memchr(quote, &rest[near..])?;
    Some((length, ampersand || has_byte(b'&', &rest[near..length])))
}

#[cold]
fn lowered(tree: &mut Tree<'_>, start: usize, end: usize) -> TextRef {
    let source = tree.source;
    let from = tree.side.len();
    let lower = |c: char| {
        if c == '\0' { '\u{fffd}' } else { c.to_ascii_lowercase() }
    };
    tree.side.extend(source[start..end].chars().map(lower));
    TextRef::aside(from, tree.side.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quoted_values_end_at_their_quote() {
        for length in 0..80 {
            let words = "x".repeat(length);
            assert_eq!(quoted(b'"', format!("{words}\" &'\"").as_bytes()), Some((length, false)));
            assert_eq!(quoted(b'\'', format!("{words}&\"'").as_bytes()), Some((length + 2, true)));
            assert_eq!(quoted(b'\'', format!("&{words}\"&'").as_bytes()), Some((length + 3, true)));
            assert_eq!(quoted(b'\'', format!("{words}&\"").as_bytes()), None);
        }
    }
}
