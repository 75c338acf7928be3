//! Desk initials that close the text: "(ian)", "(fyk/ash)".

use super::choice::{Choice, Found, Spot};
use super::layout::Layout;
use super::page::Page;
use crate::span::Span;

/// Letters of one code; the longest seen in Indonesian pages has five.
const LETTERS: std::ops::RangeInclusive<usize> = 2..=5;
/// Codes in one pair of brackets.
const CODES: usize = 4;
/// Blocks before and after the end of main content that are read.
const AROUND: usize = 6;
/// Blocks after it in which initials in a line of their own are looked for.
const AFTER: usize = 30;

/// The initials that stand alone in a line at the end of the text or close its last paragraph.
pub fn choose(page: &Page<'_>, layout: &Layout) -> Choice<String> {
    let document = page.document;
    let range = match layout.content_end {
        Some(end) => end.saturating_sub(AROUND)..(end + AFTER).min(document.blocks.len()),
        None => layout.headline.unwrap_or(0)..document.blocks.len(),
    };
    // The last that stands in the content's end; a line of its own is surer than a paragraph's end.
    let mut best: Option<(bool, Found<String>)> = None;
    let far = |at: usize| layout.content_end.is_some_and(|end| at >= end + AROUND);
    for at in range {
        let block = &document.blocks[at];
        let words = document.words(block).trim_end();
        let Some((from, code)) = closing(words) else { continue };
        let alone = from == 0;
        // Links to other articles may stand between the text and its initials; there only a line of its own counts.
        if (!alone && far(at)) || (far(at) && best.is_some()) {
            continue;
        }
        // A paragraph's end counts after a sentence: "… ISIS. (ian)".
        if !alone && !words[..from].trim_end().ends_with(['.', '"', '”', '!', '?', '…']) {
            continue;
        }
        if best.as_ref().is_some_and(|(was_alone, _)| *was_alone && !alone)
            || (layout.content_end.is_none() && best.is_some())
        {
            continue;
        }
        let start = block.span.start as usize + from;
        let span = Span::new(start, start + words.len() - from);
        best = Some((
            alone,
            Found {
                value: code.to_owned(),
                raw: words[from..].to_owned(),
                rule: "closing_brackets",
                spot: Spot::Document(span),
            },
        ));
    }
    match best {
        Some((_, found)) => Choice { chosen: Some(found), rivals: Vec::new(), missing: "" },
        None => Choice::missing("no_initials_printed"),
    }
}

/// Initials in the brackets that close a line: where the bracket opens, and the codes.
fn closing(words: &str) -> Option<(usize, &str)> {
    let inner = words.strip_suffix([')', ']'])?;
    let open = inner.rfind(['(', '['])?;
    let code = inner[open + 1..].trim();
    let parts = code.split(['/', '-', '|']);
    let fits =
        |p: &str| LETTERS.contains(&p.trim().chars().count()) && p.trim().chars().all(char::is_alphabetic);
    let all = parts.clone().count() <= CODES && parts.clone().all(fits);
    // One code alone in capitals is an abbreviation ("(WHO)"), and a capital first a word ("(Video)").
    let lower = parts.clone().count() > 1 || code.chars().all(char::is_lowercase);
    (all && lower).then_some((open, code))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn brackets() {
        assert_eq!(closing("(ian)"), Some((0, "ian")));
        assert_eq!(closing("selesai. (fyk/ash)"), Some((9, "fyk/ash")));
        assert_eq!(closing("(Cas/Isk)"), Some((0, "Cas/Isk")));
        assert_eq!(closing("(WHO)"), None);
        assert_eq!(closing("(11/10/2015)"), None);
    }
}
