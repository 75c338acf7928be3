//! Content that holds no markup: scripts, styles, titles, and what follows `<plaintext>`.

use super::tokens::{NAME_END, Nul, Raw, Tokenizer, has_byte, is};
use super::tree::{TextRef, Tree};
use memchr::{memchr, memchr2};

impl<'s> Tokenizer<'s> {
    /// The content of an element that holds no markup, up to and with its end tag.
    pub(super) fn raw(&mut self, tree: &mut Tree<'s>, kind: Raw, name: &str) -> TextRef {
        let start = self.at;
        let end = match kind {
            Raw::Script => self.script_end(),
            _ => self.raw_end(name.as_bytes()),
        };
        let has_reference = kind == Raw::Rcdata && has_byte(b'&', &self.bytes[start..end]);
        self.at = end;
        if end < self.bytes.len() {
            self.at += 2 + name.len();
            let (attributes, side) = (tree.attributes.len(), tree.side.len());
            if self.attributes(tree, false).is_none() {
                self.at = self.bytes.len();
            }
            tree.attributes.truncate(attributes);
            tree.side.truncate(side);
        }
        self.words(tree, start, end, has_reference, false, Nul::Replace)
    }

    /// Everything to the end of the source (`<plaintext>`).
    pub(super) fn rest(&mut self, tree: &mut Tree<'s>) -> TextRef {
        let start = std::mem::replace(&mut self.at, self.bytes.len());
        self.words(tree, start, self.bytes.len(), false, false, Nul::Replace)
    }

    fn raw_end(&self, name: &[u8]) -> usize {
        let mut at = self.at;
        while let Some(found) = memchr(b'<', &self.bytes[at..]) {
            at += found;
            if closes(&self.bytes[at..], name) {
                return at;
            }
            at += 1;
        }
        self.bytes.len()
    }

    /// The script data states: inside `<!-- <script>` an end tag closes the inner script only.
    fn script_end(&self) -> usize {
        let bytes = self.bytes;
        let mut at = self.at;
        let (mut escaped, mut double) = (false, false);
        loop {
            let found = match escaped {
                false => memchr(b'<', &bytes[at..]),
                true => memchr2(b'<', b'-', &bytes[at..]),
            };
            let Some(found) = found else {
                return bytes.len();
            };
            at += found;
            let rest = &bytes[at..];
            if rest[0] == b'-' {
                if rest.starts_with(b"-->") {
                    (escaped, double) = (false, false);
                }
                at += 1;
            } else if closes(rest, b"script") {
                if !double {
                    return at;
                }
                double = false;
                at += 8;
            } else if !escaped && rest.starts_with(b"<!--") {
                escaped = true;
                at += 2;
            } else if escaped && !double && opens_script(rest) {
                double = true;
                at += 7;
            } else {
                at += 1;
            }
        }
    }
}

fn closes(rest: &[u8], name: &[u8]) -> bool {
    rest.len() > name.len() + 2
        && rest[1] == b'/'
        && is(rest[name.len() + 2], NAME_END)
        && rest[2..name.len() + 2].eq_ignore_ascii_case(name)
}

fn opens_script(rest: &[u8]) -> bool {
    rest.len() > 7 && rest[1..7].eq_ignore_ascii_case(b"script") && is(rest[7], NAME_END)
}
