//! Is a payload HTML, or text that has lost its markup?
//!
//! An article about HTML names tags in its sentences and may show some lines of code; a fragment of HTML need not begin with
//! `<html>` or have it at all. What tells them apart is how tags stand: in markup they touch the words around them,
//! and hold most lines; in prose they stand between spaces or quotation marks, and most lines have none.

/// Bytes of the payload that are looked at.
const LOOK: usize = 65_536;

/// Names that make a `<` a tag.
const NAMES: &str = "a abbr article aside b blockquote body br button center dd div dl dt em figcaption figure font \
    footer form frameset g h1 h2 h3 h4 h5 h6 head header hr html i iframe img input label li link main meta nav noscript \
    ol option p path picture pre script section select small source span strong style sub sup svg table tbody td th \
    thead title tr u ul video";

/// Characters of text for each tag above which a line is prose with examples in it. Fragments of
/// news pages have a tag for every 20 to 100 characters, references of HTML one for every 200.
const TEXT_PER_TAG: usize = 130;

/// The same over all of a text whose lines are mostly plain: tags that go on over several lines leave such.
const DENSE: usize = 60;

/// Bytes from which a line is judged by how dense its tags are.
const LONG_LINE: usize = 1_000;

/// True where the text is flattened, false where it is HTML.
pub fn looks_flat(payload: &str) -> bool {
    let text = payload.trim_start_matches(|c: char| c.is_whitespace() || c == '\u{feff}' || c == '\0');
    if opens_as_page(text) || opens_as_fragment(text) {
        return false;
    }
    let mut end = LOOK.min(text.len());
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    // Text in lines that hold markup, and in lines that do not.
    let (mut marked, mut plain, mut tags) = (0, 0, 0);
    for line in text[..end].lines() {
        let (found, bytes) = count(line);
        tags += found;
        let prose = line.len() - bytes;
        let edged = line.starts_with('<') || closes(line.trim_end());
        if found > 0 && (edged || line.len() < LONG_LINE || prose / found < TEXT_PER_TAG) {
            // The tags count as well: most lines of a page's source hold nothing else.
            marked += line.len();
        } else {
            plain += prose;
        }
    }
    // A first character that opens a tag needs less: nobody begins an article so, unless it is about that tag.
    let least = if text.starts_with('<') { 1 } else { 2 };
    tags < least || (marked <= plain && plain / tags >= DENSE)
}

/// What only markup begins with.
const OPENINGS: [&str; 11] = [
    "<!doctype",
    "<html",
    "<head",
    "<body",
    "<?xml",
    "<frameset",
    "<style",
    "<script",
    "<link",
    "<meta",
    "<title",
];

/// A doctype, the page's outer elements or what stands in its head, comments aside.
fn opens_as_page(mut text: &str) -> bool {
    while let Some(rest) = text.strip_prefix("<!--") {
        let Some(end) = memchr::memmem::find(rest.as_bytes(), b"-->") else { return true };
        text = rest[end + 3..].trim_start();
    }
    OPENINGS.iter().any(|open| {
        text.as_bytes().get(..open.len()).is_some_and(|b| b.eq_ignore_ascii_case(open.as_bytes()))
            && !text.as_bytes().get(open.len()).is_some_and(u8::is_ascii_alphanumeric)
    })
}

/// A tag with attributes, or two tags in a row.
fn opens_as_fragment(text: &str) -> bool {
    tag(text.as_bytes()).is_some_and(|length| {
        attributes(&text.as_bytes()[..length]) || tag(text[length..].trim_start().as_bytes()).is_some()
    })
}

/// True for a line that ends with a closing tag, as paragraphs in markup do.
fn closes(line: &str) -> bool {
    line.ends_with('>')
        && line.rfind("</").is_some_and(|open| tag(&line.as_bytes()[open..]) == Some(line.len() - open))
}

/// Tags of a line that stand as markup does, and the bytes they take.
fn count(line: &str) -> (usize, usize) {
    let bytes = line.as_bytes();
    let (mut tags, mut taken, mut at) = (0, 0, 0);
    while let Some(open) = memchr::memchr(b'<', &bytes[at..]).map(|i| at + i) {
        at = open + 1;
        let Some(length) = tag(&bytes[open..]) else { continue };
        let close = open + length;
        let before = line[..open].chars().next_back();
        let after = line[close..].chars().next();
        let apart =
            |c: Option<char>| c.is_none_or(|c| c.is_whitespace() || "\"'`“”‘’„«»(),.;:?!–-".contains(c));
        // "the <br> tag": named and not used. A tag alone in its line is used.
        let named = apart(before)
            && apart(after)
            && !(before.is_none() && after.is_none())
            && !attributes(&bytes[open..close]);
        if !named {
            tags += 1;
            taken += length;
        }
        at = close;
    }
    (tags, taken)
}

/// Bytes of the tag that opens here, if one does.
fn tag(bytes: &[u8]) -> Option<usize> {
    // Longer than any tag that is not an attack: bounds the search.
    const LONGEST: usize = 2_000;
    let name = bytes.strip_prefix(b"<")?;
    let name = name.strip_prefix(b"/").unwrap_or(name);
    let length = name.iter().take(12).take_while(|b| b.is_ascii_alphanumeric()).count();
    let known = length > 0 && NAMES.split(' ').any(|n| name[..length].eq_ignore_ascii_case(n.as_bytes()));
    let follows = name.get(length)?;
    if !known || !(matches!(follows, b'>' | b'/') || follows.is_ascii_whitespace()) {
        return None;
    }
    let mut cap = bytes.len().min(LONGEST);
    // The cap may stand inside a character: back to where that begins.
    while bytes.get(cap).is_some_and(|b| b & 0xC0 == 0x80) {
        cap -= 1;
    }
    // A tag whose attributes go on in the next line ends with the line.
    Some(memchr::memchr2(b'>', b'<', &bytes[1..cap]).map_or(cap, |i| i + 2).min(bytes.len()))
        .filter(|end| bytes.get(end - 1) != Some(&b'<'))
}

fn attributes(tag: &[u8]) -> bool {
    memchr::memchr(b'=', tag).is_some()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pages_and_fragments_are_html() {
        for html in [
            "<!DOCTYPE html><p>x",
            "\u{feff}  <!-- made by hand --><HTML>\n<body>Words",
            "<div class=\"story\">\n<h1>Storm</h1>\n<p>The storm came at night.</p>\n</div>",
            "<p>One paragraph, and nothing else, which goes on for a while before it ends.",
            "The storm came at night.<br>It left in the morning.<br><br>Nobody was hurt, <a href=\"/x\">the mayor said</a>.",
            "Storm\n<p>The storm came at night and tore down trees.</p>\n<p>It left in the morning.</p>",
        ] {
            assert!(!looks_flat(html), "{html}");
        }
    }

    #[test]
    fn text_is_flat() {
        for text in [
            "",
            "Storm over the coast\n\nThe storm came at night.",
            "Prices < 5 and > 3 are common; a <b without end is no tag.",
            "Why <br> is not <p>\n\nBeginners use the <br> tag where they should use `<p>`. A <div> is no paragraph either.\n\nWrite it so:\n\n<p>Hello</p>\n\nand the browser does the rest, as the standard has said for twenty years and more.",
            "<br> is the tag that beginners love most. It breaks a line, and that is all that it does; a paragraph needs a <p> tag.",
        ] {
            assert!(looks_flat(text), "{text}");
        }
    }

    #[test]
    fn an_article_on_one_line_about_html() {
        let page = format!(
            "{}An example is <p class=\"x\">Hello</p> in a page. {}",
            "Tags tell a browser what words are. ".repeat(30),
            "More of it here. ".repeat(30)
        );
        assert!(looks_flat(&page));
    }
}
