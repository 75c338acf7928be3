//! JSON values in a page's scripts and attributes.

use serde_json::Value;

use super::LEAST;
use crate::document::html::{Attr, NodeId, Tag, Tree};

/// Scripts larger than this, in bytes, are left out: values take several times their memory.
const LARGEST: usize = 4 << 20;
/// Places of one script at which a value is tried.
const TRIES: usize = 64;
/// Bytes of scripts and attributes that are read in all.
const IN_ALL: usize = 16 << 20;

/// Calls `found` with each value, and where it stands.
pub fn each(tree: &Tree<'_>, mut found: impl FnMut(&str, &Value)) {
    let mut left = IN_ALL;
    for node in tree.nodes() {
        if tree.tag(node) == Tag::NONE || tree.parent(node).is_none() {
            continue;
        }
        if tree.tag(node) == Tag::SCRIPT {
            if let Some(words) = script(tree, node).filter(|words| words.len() <= left) {
                left -= words.len();
                let place = match tree.attr(node, Attr::ID) {
                    Some(id) => format!("script[id={id}]"),
                    None => "script".to_owned(),
                };
                of_script(words, |value| found(&place, value));
            }
            continue;
        }
        for (name, value) in tree.attrs(node) {
            let value = value.trim_start();
            if (LEAST..=left.min(LARGEST)).contains(&value.len())
                && value.starts_with(['{', '['])
                && let Ok(value) = serde_json::from_str::<Value>(value)
            {
                left -= LEAST;
                found(&format!("{}[{name}]", tree.name(node)), &value);
            }
        }
    }
}

/// The words of a script that may hold data; JSON-LD is metadata and read as such.
fn script<'t>(tree: &'t Tree<'_>, node: NodeId) -> Option<&'t str> {
    if tree.attr(node, Attr::TYPE).is_some_and(|kind| kind.to_ascii_lowercase().contains("ld+json")) {
        return None;
    }
    let words = tree.text(tree.first_child(node)?)?.trim();
    (LEAST..=LARGEST).contains(&words.len()).then_some(words)
}

/// The values of one script: the whole, or those that are assigned or passed to a function.
fn of_script(words: &str, mut found: impl FnMut(&Value)) {
    if let Ok(value) = serde_json::from_str::<Value>(words) {
        return found(&value);
    }
    // What JavaScript may write and JSON may not.
    let mended;
    let words = match words.contains(":undefined") {
        true => {
            mended = words.replace(":undefined", ":null");
            mended.as_str()
        }
        false => words,
    };
    let mut at = 0;
    for _ in 0..TRIES {
        let Some(next) = start(words, at) else { break };
        let mut values = serde_json::Deserializer::from_str(&words[next..]).into_iter::<Value>();
        at = next + 1;
        if let Some(Ok(value)) = values.next() {
            at = next + values.byte_offset().max(1);
            match &value {
                // JSON in a string: JSON.parse("...").
                Value::String(inner) if inner.len() >= LEAST => {
                    if let Ok(value) = serde_json::from_str::<Value>(inner) {
                        found(&value);
                    }
                }
                value => found(value),
            }
        }
    }
}

/// Where the next value may begin from `from` on: after a sign that assigns or passes it.
fn start(words: &str, from: usize) -> Option<usize> {
    let bytes = words.as_bytes();
    let mut at = from;
    loop {
        at += memchr::memchr2(b'=', b'(', &bytes[at..])? + 1;
        let begins = at + bytes[at..].iter().take_while(|b| b.is_ascii_whitespace()).count();
        if matches!(bytes.get(begins), Some(b'{' | b'[' | b'"')) {
            return Some(begins);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::html::{Limits, parse};

    fn values(html: &str) -> Vec<(String, String)> {
        let mut made = Vec::new();
        each(&parse(html, &Limits::default()), |place, value| {
            made.push((place.to_owned(), value.to_string()))
        });
        made
    }

    #[test]
    fn whole_assigned_passed_quoted_and_in_attributes() {
        let long = "x".repeat(LEAST);
        let json = format!("{{\"a\":\"{long}\"}}");
        let quoted = serde_json::to_string(&json).unwrap();
        for (html, place) in [
            (format!("<script type=application/json id=d>{json}</script>"), "script[id=d]"),
            (format!("<script>var n = 1; window.state = {json};</script>"), "script"),
            (format!("<script>(window.q = []).push({json})</script>"), "script"),
            (format!("<script>window.d = JSON.parse({quoted})</script>"), "script"),
            (format!("<div data-page='{json}'></div>"), "div[data-page]"),
        ] {
            assert!(values(&html).contains(&(place.into(), json.clone())), "{html}");
        }
        let loose = format!("<script>s = {{\"b\":undefined,\"a\":\"{long}\"}}</script>");
        assert_eq!(values(&loose).len(), 1);
        assert!(values(&format!("<script type=application/ld+json>{json}</script>")).is_empty());
        assert!(values(&format!("<script>{}</script>", "=[{(".repeat(500))).is_empty());
    }
}
