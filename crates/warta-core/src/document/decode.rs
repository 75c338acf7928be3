//! Bytes of a payload into text: which charset, and how that was decided.
//!
//! The order is a browser's (byte order mark, `Content-Type`, `<meta>`, a guess), with one change
//! for pages as they are: a declared charset loses to bytes that are plainly UTF-8, because newsroom
//! systems leave stale declarations behind far more often than text in another charset happens to
//! be valid UTF-8. The prescan is that of the HTML standard ("prescan a byte stream to determine
//! its encoding").

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{Encoding, UTF_8, UTF_16BE, UTF_16LE, WINDOWS_1252, X_USER_DEFINED};
use std::borrow::Cow;

/// The standard looks for `<meta>` in the first 1,024 bytes; real pages have it later.
const PRESCAN_BYTES: usize = 1 << 16;
/// Bytes that the statistical guess reads; more does not change it.
const GUESS_BYTES: usize = 1 << 18;
/// Valid multi-byte UTF-8 sequences to one broken sequence from which a payload counts as damaged
/// UTF-8. Text in other multi-byte charsets stays far below one.
const VALID_PER_BROKEN: usize = 4;

/// A payload as text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Decoded<'p> {
    /// The text, without a byte order mark; borrowed where the payload is valid UTF-8.
    pub text: Cow<'p, str>,
    /// The charset used, by its name in the Encoding standard.
    pub encoding: &'static str,
    /// What decided: `byte_order_mark`, `content_type`, `meta`, `valid_utf8`, `mostly_utf8`, `guess`.
    pub rule: &'static str,
    /// True where bytes did not fit the charset and U+FFFD stands for them.
    pub replaced: bool,
    /// What was cut: `"bytes"`.
    pub truncated: Vec<&'static str>,
}

/// Decodes the first `max_bytes` bytes of a payload. Never fails.
///
/// ```
/// use warta_core::document::decode::decode;
/// let page = decode(b"<meta charset=latin1>caf\xe9", None, 1 << 20);
/// assert_eq!((&*page.text, page.encoding, page.rule),
///            ("<meta charset=latin1>café", "windows-1252", "meta"));
/// ```
pub fn decode<'p>(payload: &'p [u8], content_type: Option<&str>, max_bytes: usize) -> Decoded<'p> {
    let bytes = &payload[..payload.len().min(max_bytes)];
    let truncated = if bytes.len() < payload.len() { vec!["bytes"] } else { Vec::new() };
    let (encoding, rule) = choose(bytes, !truncated.is_empty(), content_type);
    let (text, replaced) = match encoding.decode_with_bom_removal(bytes) {
        // A sequence broken by our own cut is no fault of the payload.
        (Cow::Owned(mut text), true) if !truncated.is_empty() && text.ends_with('\u{fffd}') => {
            text.pop();
            let replaced = text.contains('\u{fffd}');
            (Cow::Owned(text), replaced)
        }
        found => found,
    };
    Decoded { text, encoding: encoding.name(), rule, replaced, truncated }
}

fn choose(bytes: &[u8], is_cut: bool, content_type: Option<&str>) -> (&'static Encoding, &'static str) {
    if let Some((encoding, _)) = Encoding::for_bom(bytes) {
        return (encoding, "byte_order_mark");
    }
    if let Some(encoding) = bare_utf16(bytes) {
        return (encoding, "guess");
    }
    let declared = content_type
        .and_then(|words| charset_of(words.as_bytes()))
        .map(|encoding| (encoding, "content_type"))
        .or_else(|| prescan(&bytes[..bytes.len().min(PRESCAN_BYTES)]).map(|e| (e, "meta")));
    let ascii = Encoding::ascii_valid_up_to(bytes);
    if ascii == bytes.len() {
        // Only escapes give such bytes another meaning.
        return match declared {
            Some(found) => found,
            None if bytes.contains(&0x1b) => (guess(bytes), "guess"),
            None => (UTF_8, "valid_utf8"),
        };
    }
    match (utf8_looks(&bytes[ascii..], is_cut), declared) {
        (Looks::Utf8, Some((encoding, rule))) if encoding == UTF_8 => (UTF_8, rule),
        (Looks::Utf8, _) => (UTF_8, "valid_utf8"),
        (Looks::Damaged, _) => (UTF_8, "mostly_utf8"),
        (Looks::Other, Some((encoding, rule))) if encoding != UTF_8 => (encoding, rule),
        (Looks::Other, _) => (guess(bytes), "guess"),
    }
}

enum Looks {
    Utf8,
    /// UTF-8 with a few broken sequences.
    Damaged,
    Other,
}

fn utf8_looks(bytes: &[u8], is_cut: bool) -> Looks {
    if Encoding::utf8_valid_up_to(bytes) == bytes.len() {
        return Looks::Utf8;
    }
    let (mut valid, mut broken) = (0usize, 0usize);
    for chunk in bytes.utf8_chunks() {
        valid += chunk.valid().bytes().filter(|&b| b >= 0xc0).count();
        broken += usize::from(!chunk.invalid().is_empty());
    }
    match broken {
        // The payload ends inside a character; a lone last byte may as well be of another charset.
        1 if (is_cut || valid > 0) && std::str::from_utf8(bytes).is_err_and(|e| e.error_len().is_none()) => {
            Looks::Utf8
        }
        _ if valid >= broken * VALID_PER_BROKEN => Looks::Damaged,
        _ => Looks::Other,
    }
}

fn guess(bytes: &[u8]) -> &'static Encoding {
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Allow);
    detector.feed(&bytes[..bytes.len().min(GUESS_BYTES)], true);
    detector.guess(None, Utf8Detection::Allow)
}

/// UTF-16 without a mark, known by the zeros beside the first ASCII characters.
fn bare_utf16(bytes: &[u8]) -> Option<&'static Encoding> {
    match bytes {
        [b'<', 0, b, 0, ..] if *b != 0 => Some(UTF_16LE),
        [0, b'<', 0, b, ..] if *b != 0 => Some(UTF_16BE),
        _ => None,
    }
}

/// The charset that a `Content-Type` names ("extracting a character encoding").
fn charset_of(words: &[u8]) -> Option<&'static Encoding> {
    let mut rest = words;
    loop {
        let at = rest.windows(7).position(|w| w.eq_ignore_ascii_case(b"charset"))?;
        rest = rest[at + 7..].trim_ascii_start();
        let Some(value) = rest.strip_prefix(b"=") else {
            continue;
        };
        let value = value.trim_ascii_start();
        let label = match value.first()? {
            quote @ (b'"' | b'\'') => value[1..].split(|b| b == quote).next()?,
            _ => value.split(|&b| b == b';' || b.is_ascii_whitespace()).next()?,
        };
        if matches!(value.first(), Some(q @ (b'"' | b'\'')) if !value[1..].contains(q)) {
            return None;
        }
        return usable(label);
    }
}

/// An encoding that a page in ASCII-compatible bytes may declare of itself.
fn usable(label: &[u8]) -> Option<&'static Encoding> {
    match Encoding::for_label(label)? {
        e if e == UTF_16LE || e == UTF_16BE => Some(UTF_8),
        e if e == X_USER_DEFINED => Some(WINDOWS_1252),
        e => Some(e),
    }
}

/// The encoding declared in markup.
fn prescan(bytes: &[u8]) -> Option<&'static Encoding> {
    let mut at = 0;
    if bytes.starts_with(b"<?xml") {
        let end = memchr::memchr(b'>', bytes)?;
        if let Some(found) = xml_encoding(&bytes[..end]) {
            return Some(found);
        }
    }
    // The end of comments is looked for once; without it nothing behind is markup.
    while let Some(found) = memchr::memchr(b'<', &bytes[at..]) {
        at += found;
        let rest = &bytes[at..];
        if rest.starts_with(b"<!--") {
            at += 2 + memchr::memmem::find(&rest[2..], b"-->")? + 3;
        } else if rest.len() > 5
            && rest[1..5].eq_ignore_ascii_case(b"meta")
            && (rest[5].is_ascii_whitespace() || rest[5] == b'/')
        {
            at += 5;
            if let Some(found) = meta(bytes, &mut at) {
                return Some(found);
            }
        } else if matches!(rest, [_, b, ..] if b.is_ascii_alphabetic())
            || matches!(rest, [_, b'/', b, ..] if b.is_ascii_alphabetic())
        {
            let is_end = |b: &u8| b.is_ascii_whitespace() || *b == b'>';
            at += rest.iter().position(is_end)?;
            while attribute(bytes, &mut at).is_some() {}
        } else if matches!(rest, [_, b'!' | b'/' | b'?', ..]) {
            at += memchr::memchr(b'>', rest)?;
        } else {
            at += 1;
        }
    }
    None
}

fn xml_encoding(declaration: &[u8]) -> Option<&'static Encoding> {
    let at = memchr::memmem::find(declaration, b"encoding")? + 8;
    let rest = declaration[at..].trim_ascii_start().strip_prefix(b"=")?.trim_ascii_start();
    let quote = *rest.first().filter(|&&b| b == b'"' || b == b'\'')?;
    let end = memchr::memchr(quote, &rest[1..])?;
    usable(&rest[1..=end])
}

fn meta(bytes: &[u8], at: &mut usize) -> Option<&'static Encoding> {
    let (mut is_pragma, mut needs_pragma, mut found) = (false, None, None);
    let (mut seen_pragma, mut seen_content, mut seen_charset) = (false, false, false);
    while let Some((name, value)) = attribute(bytes, at) {
        if name.eq_ignore_ascii_case(b"http-equiv") && !seen_pragma {
            seen_pragma = true;
            is_pragma = value.eq_ignore_ascii_case(b"content-type");
        } else if name.eq_ignore_ascii_case(b"content") && !seen_content {
            seen_content = true;
            if found.is_none() {
                found = charset_of(value);
                needs_pragma = found.map(|_| true);
            }
        } else if name.eq_ignore_ascii_case(b"charset") && !seen_charset {
            seen_charset = true;
            found = usable(value);
            needs_pragma = Some(false);
        }
    }
    // A tag that the bytes end in declares nothing.
    bytes.get(*at)?;
    match needs_pragma? {
        true if !is_pragma => None,
        _ => found,
    }
}

/// The next attribute of a tag ("get an attribute"); none at the tag's end.
fn attribute<'b>(bytes: &'b [u8], at: &mut usize) -> Option<(&'b [u8], &'b [u8])> {
    let space = |b: u8| b.is_ascii_whitespace();
    let skip = |at: &mut usize, test: &dyn Fn(u8) -> bool| {
        while bytes.get(*at).is_some_and(|&b| test(b)) {
            *at += 1;
        }
    };
    skip(at, &|b| space(b) || b == b'/');
    if *bytes.get(*at)? == b'>' {
        return None;
    }
    let start = *at;
    *at += 1;
    skip(at, &|b| !space(b) && !matches!(b, b'=' | b'/' | b'>'));
    let name = &bytes[start..*at];
    skip(at, &space);
    if *bytes.get(*at)? != b'=' {
        return Some((name, b""));
    }
    *at += 1;
    skip(at, &space);
    match *bytes.get(*at)? {
        quote @ (b'"' | b'\'') => {
            let start = *at + 1;
            let end = start + memchr::memchr(quote, &bytes[start..])?;
            *at = end + 1;
            Some((name, &bytes[start..end]))
        }
        b'>' => Some((name, b"")),
        _ => {
            let start = *at;
            skip(at, &|b| !space(b) && b != b'>');
            bytes.get(*at)?;
            Some((name, &bytes[start..*at]))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(bytes: &[u8], content_type: Option<&str>) -> (String, &'static str, &'static str) {
        let d = decode(bytes, content_type, 1 << 20);
        (d.text.into_owned(), d.encoding, d.rule)
    }

    #[test]
    fn order_of_evidence() {
        assert_eq!(told(b"\xef\xbb\xbfa", Some("text/html; charset=gbk")).2, "byte_order_mark");
        assert_eq!(told(b"\xff\xfea\0", None), ("a".into(), "UTF-16LE", "byte_order_mark"));
        assert_eq!(told(b"<\0p\0>\0", None).1, "UTF-16LE");
        let header = Some("text/html; Charset = \"windows-1251\"");
        assert_eq!(told(b"\xcc\xe8\xf0", header), ("Мир".into(), "windows-1251", "content_type"));
        assert_eq!(told(b"<meta charset='shift_jis'>\x93\xfa", None).0, "<meta charset='shift_jis'>日");
        let pragma = b"<meta content='text/html; charset=iso-8859-2' http-equiv=Content-Type>\xb3";
        assert!(told(pragma, None).0.ends_with('ł'));
        assert_eq!(told("Müller".as_bytes(), Some("charset=latin1")).1, "UTF-8");
        assert_eq!(told("Müller".as_bytes(), Some("charset=utf-8")).2, "content_type");
        assert_eq!(told(b"plain", None).1, "UTF-8");
    }

    #[test]
    fn damaged_and_cut_utf8_stays_utf8() {
        let mut bytes = "Ein Stück über Öl, gefällig".repeat(3).into_bytes();
        bytes.push(0xfc);
        bytes.extend(b" Ende");
        let d = decode(&bytes, Some("text/html; charset=utf-8"), 1 << 20);
        assert_eq!((d.rule, d.replaced), ("mostly_utf8", true));
        let d = decode("ab\u{20ac}".as_bytes(), None, 4);
        assert_eq!((&*d.text, d.encoding, d.replaced), ("ab", "UTF-8", false));
        assert_eq!(d.truncated, ["bytes"]);
    }

    #[test]
    fn utf8_is_borrowed_and_nothing_panics() {
        assert!(matches!(decode("é".as_bytes(), None, 9).text, Cow::Borrowed(_)));
        for bytes in [&b""[..], b"\0", b"<meta", b"<meta charset", b"<meta charset=", b"<!--", b"<", b"\xff"]
        {
            for header in [None, Some("charset"), Some("charset="), Some("charset=\""), Some("charset='x")] {
                decode(bytes, header, 1 << 20);
            }
        }
    }
}
