//! The place and agency that open the text: "MOSKOW -", "Jakarta (ANTARA) -", "JAKARTA, OUTLET.com -".

use super::choice::{Choice, Found, Spot};
use super::layout::Layout;
use super::main_content::MainContent;
use super::main_content::hints::fold;
use super::page::Page;
use crate::languages::agencies;
use crate::record::Dateline;
use crate::span::Span;

/// Longest dateline in bytes: place, region, outlet or agency and a day.
const LONGEST: usize = 80;
/// Most words of its place.
const WORDS: usize = 5;
/// Paragraphs of the text that may open with it: a standfirst or caption may stand before.
const PARAGRAPHS: usize = 4;

/// The dateline of the first paragraphs.
pub fn choose(page: &Page<'_>, content: &MainContent, layout: &Layout, names: &[String]) -> Choice<Dateline> {
    let document = page.document;
    let first: Vec<usize> = if content.kept.is_empty() {
        let from = layout.headline.map_or(0, |h| h + 1);
        // Without main content: the first paragraphs of running text.
        (from..document.blocks.len())
            .filter(|&i| document.blocks[i].span.len() > 100)
            .take(PARAGRAPHS)
            .collect()
    } else {
        content
            .kept
            .iter()
            .map(|&i| i as usize)
            .filter(|&i| document.blocks[i].has_words())
            .take(PARAGRAPHS)
            .collect()
    };
    for at in first {
        let block = &document.blocks[at];
        if let Some((line, end)) = opening(document.words(block), names) {
            let start = block.span.start as usize;
            let found = Found {
                raw: line.raw.clone(),
                value: line,
                rule: "opens_paragraph",
                spot: Spot::Document(Span::new(start, start + end)),
            };
            return Choice { chosen: Some(found), rivals: Vec::new(), missing: "" };
        }
    }
    Choice::missing("no_dateline_printed")
}

/// A dateline at the start of a paragraph and where it ends, in bytes.
fn opening(words: &str, names: &[String]) -> Option<(Dateline, usize)> {
    let dash = words.char_indices().take_while(|(i, _)| *i < LONGEST).find(|(i, c)| {
        let spaced = words[..*i].ends_with([' ', ')', '.']) || matches!(c, '–' | '—');
        matches!(c, '-' | '–' | '—')
            && spaced
            && words[i + c.len_utf8()..].starts_with([' ', '\u{a0}', '"', '“', '-'])
    });
    let (end, raw) = match dash {
        Some((at, _)) => {
            let raw = words[..at].trim();
            (raw.len(), raw)
        }
        // "WASHINGTON (AP) The", "(Reuters) -" have a dash; "Berlin (dpa/tmn) –" too.
        None => return None,
    };
    if raw.is_empty() || words.len() < end + 40 {
        return None;
    }
    let mut line = Dateline { raw: raw.to_owned(), place: None, agency: None };
    let mut place = raw;
    if let Some((before, rest)) = raw.split_once(['(', '[']) {
        let inner = rest.split([')', ']']).next().unwrap_or("").trim();
        place = before.trim();
        let named = inner.split(['/', ',']).find_map(|p| agencies::agency(p.trim()).map(|_| p.trim()));
        line.agency = Some(named.unwrap_or(inner))
            .filter(|a| !a.is_empty() && !a.bytes().any(|b| b.is_ascii_digit()))
            .map(str::to_owned);
    }
    // Outlets and agencies stand before or after the place, parted by commas or slashes.
    let mut places = Vec::new();
    let mut outlet = false;
    for part in place.split([',', '/']).map(str::trim).filter(|p| !p.is_empty()) {
        let is_host = part.contains('.')
            && !part.ends_with('.')
            && !part.contains(' ')
            && part.rsplit('.').next().is_some_and(|e| (2..=4).contains(&e.len()));
        // A short code after a place is a province as often as an agency: "Mataram, NTB".
        let named = agencies::agency(part).is_some() && (part.len() > 3 || places.is_empty());
        let is_outlet = names.iter().any(|n| fold(n) == fold(part));
        if is_host || named || is_outlet || part.to_uppercase().ends_with(".COM") {
            outlet = true;
            line.agency.get_or_insert_with(|| part.to_owned());
        } else if part.bytes().any(|b| b.is_ascii_digit()) {
            // A day: "BERLIN, 3 May".
            continue;
        } else {
            places.push(part);
        }
    }
    let words_ok = |p: &str| {
        let list: Vec<&str> = p.split_whitespace().collect();
        list.len() <= WORDS
            && list.iter().all(|w| {
                w.chars().next().is_some_and(|c| c.is_uppercase() || !c.is_alphabetic()) || w.len() <= 3
            })
            && p.chars().next().is_some_and(char::is_alphabetic)
    };
    if !places.iter().all(|p| words_ok(p)) || places.len() > 3 {
        return None;
    }
    // Without brackets, capitals or an outlet a dash after one capitalised word may be any sentence; a place of one
    // to three words is let through, as "Jakarta -" has no more than that.
    let capitals = place.chars().filter(|c| c.is_alphabetic()).all(char::is_uppercase);
    let short = place.split_whitespace().count() <= 3;
    if places.is_empty() && line.agency.is_none() {
        return None;
    }
    if !(capitals || outlet || line.agency.is_some() || short) {
        return None;
    }
    line.place = (!places.is_empty()).then(|| places.join(", "));
    Some((line, end))
}

#[cfg(test)]
mod tests {
    use super::*;

    const REST: &str = " Seorang pejabat mengatakan bahwa rapat itu berjalan dengan baik sekali.";

    fn read(start: &str) -> Option<(String, Option<String>, Option<String>)> {
        opening(&format!("{start}{REST}"), &["Kabar Kota".to_owned()])
            .map(|(d, _)| (d.raw, d.place, d.agency))
    }

    #[test]
    fn forms() {
        let some = |s: &str| Some(s.to_owned());
        assert_eq!(read("MOSKOW -"), Some(("MOSKOW".into(), some("MOSKOW"), None)));
        assert_eq!(
            read("Jakarta (ANTARA) -"),
            Some(("Jakarta (ANTARA)".into(), some("Jakarta"), some("ANTARA")))
        );
        assert_eq!(read("JAKARTA, CONTOH.com -").unwrap().1, some("JAKARTA"));
        assert_eq!(read("Contoh6.com, Jakarta -").unwrap().1, some("Jakarta"));
        assert_eq!(read("DEMAK, KABAR KOTA -").unwrap().1, some("DEMAK"));
        assert_eq!(read("WESTFIELD, Mass. (AP) —").unwrap().1, some("WESTFIELD, Mass."));
        assert_eq!(read("Mataram, NTB -").unwrap().1, some("Mataram, NTB"));
        assert_eq!(read("WASHINGTON (AP) —").unwrap().2, some("AP"));
        assert_eq!(read("The meeting went well and then everybody left"), None);
        assert_eq!(read("He said that it was – in the end – fine"), None);
    }
}
