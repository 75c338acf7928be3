//! The title on the page.
//!
//! What the page prints as its first-level heading wins where the metadata agrees that it is the title; else what the
//! metadata states, without the outlet's name behind a separator; else the heading alone. In flattened text it is the
//! line that is printed most often before the article, or the first.

use super::choice::{Choice, Found, Spot};
use super::main_content::hints::{CallsItself, fold};
use super::metadata::plain;
use super::page::Page;
use crate::document::BlockKind;
use crate::languages::boilerplate::{self, Stand};
use crate::languages::words;

/// Separators between a title and the outlet's name; the spaces are part of them.
const SEPARATORS: [&str; 10] = [" | ", " - ", " – ", " — ", " » ", " « ", " :: ", " · ", " • ", " / "];
/// Headings longer than this, in characters, are a paragraph in large type.
const LONGEST: usize = 300;
/// Words shared, as a share of the shorter text's, for two titles to be versions of one.
const ALIKE: f32 = 0.6;

/// Sources that give the title without the kicker printed before it.
const STATED_WITHOUT_KICKER: [&str; 2] = ["og_title", "json_ld_headline"];
/// Least folded bytes of such a title.
const LEAST_FOLDED: usize = 12;

/// Sources that are written for the page's title.
const SURE: [&str; 2] = ["og_title", "json_ld_headline"];
/// Rules of the two levels of headings.
const FIRST_LEVEL: &str = "first_heading";
const SECOND_LEVEL: &str = "second_level_heading";

/// Chooses the headline.
pub fn choose(page: &Page<'_>, site_names: &[String]) -> Choice<String> {
    if page.document.tree.is_none() {
        return flattened(page, site_names);
    }
    let folded_names: Vec<String> = site_names.iter().map(|name| fold(name)).collect();
    let mut stated = stated(page, site_names, &folded_names);
    let headings = headings(page);
    let stated_words: Vec<Vec<String>> = stated.iter().map(|s| fold_words(&s.value)).collect();
    // The printed heading that agrees with what is stated, word for word where there is one.
    let agreeing = headings
        .iter()
        .filter_map(|h| {
            let words = fold_words(&h.value);
            let (at, alike) = stated_words
                .iter()
                .enumerate()
                .map(|(i, stated)| (i, alike(&words, stated)))
                .max_by(|a, b| a.1.total_cmp(&b.1))?;
            (alike >= ALIKE).then_some((h, at, alike))
        })
        .max_by(|a, b| a.2.total_cmp(&b.2));
    let mut found = Vec::new();
    if let Some((heading, _, _)) = agreeing {
        let exact = stated.iter().any(|s| fold(&s.value) == fold(&heading.value));
        // A kicker may be printed inside the heading: then the stated title without it is the title.
        let printed = fold(&heading.value);
        let without_kicker = stated.iter().position(|s| {
            let said = fold(&s.value);
            STATED_WITHOUT_KICKER.contains(&s.rule)
                && said.len() >= LEAST_FOLDED
                && printed.len() > said.len()
                && printed.ends_with(&said)
        });
        // A stated title much shorter than the heading, and no other that says the same: the heading holds more.
        let holds_more =
            stated.iter().any(|s| s.rule == "json_ld_headline" && printed.len() > fold(&s.value).len() + 6);
        // A second-level heading that says it in other words is a part of the page.
        let part = heading.rule == SECOND_LEVEL && !exact && stated.iter().any(|s| SURE.contains(&s.rule));
        match without_kicker {
            Some(at) => found.push(stated.remove(at)),
            None if part => {}
            None if exact || !holds_more => found.push(heading.clone()),
            None => {}
        }
    }
    // The title element alone may say what searchers look for: the only main heading says what the page is about.
    if let (Some(only), true) = (main_heading(&headings), agreeing.is_none())
        && only.rule == FIRST_LEVEL
        && only.value.split_whitespace().count() >= FEWEST_WORDS
        && (headings.len() == 1 && !stated.iter().any(|s| SURE.contains(&s.rule))
            || is_other_title(page, &only.value, &stated_words))
        && !is_site(&only.value, &folded_names)
        && !page.metadata.title.is_some_and(|t| fold(t).ends_with(&fold(&only.value)))
    {
        found.push(only.clone());
    }
    found.append(&mut stated);
    found.extend(headings);
    if let Some(part) = found.first().and_then(|first| printed_part(page, first)) {
        found.insert(0, part);
    }
    outcome(found)
}

/// Words of a printed heading that can outweigh stated titles: fewer name a blog or a section, more are an introduction.
const TITLE_WORDS: std::ops::RangeInclusive<usize> = 5..=30;
/// Likeness under which a stated title is no version of the printed one: it was written for searchers.
const UNLIKE: f32 = 0.5;

/// The only heading, or the first where those after it are too short to be another title: "More from the region".
fn main_heading(headings: &[Found<String>]) -> Option<&Found<String>> {
    let (first, after) = headings.split_first()?;
    let short = |h: &Found<String>| h.value.split_whitespace().count() < *TITLE_WORDS.start();
    after.iter().all(short).then_some(first)
}

/// True where an article prints a title of its own, which no stated one is a version of: its reader sees the printed one.
/// Other pages print a slogan there. `stated` are the words of the stated titles.
fn is_other_title(page: &Page<'_>, heading: &str, stated: &[Vec<String>]) -> bool {
    let words = fold_words(heading);
    matches!(super::calls_itself(page.metadata), CallsItself::Article | CallsItself::News)
        && TITLE_WORDS.contains(&heading.split_whitespace().count())
        && !heading.ends_with([':', '.'])
        && stated.iter().all(|title| alike(&words, title) < UNLIKE)
}

/// Fewest words of a part of a stated title that can be the title.
const FEWEST_WORDS: usize = 3;

/// The longest part of a stated title, at separators, that the page prints as a block of its own, where the whole is not
/// printed: section and outlet stand around it.
fn printed_part(page: &Page<'_>, stated: &Found<String>) -> Option<Found<String>> {
    if !matches!(stated.spot, Spot::Metadata(_)) {
        return None;
    }
    let document = page.document;
    let printed = |words: &str| {
        let folded = fold(words);
        let alike =
            |b: &crate::document::Block| b.span.len() + 8 >= words.len() && b.span.len() <= words.len() + 8;
        document.blocks.iter().find(|b| b.has_words() && alike(b) && fold(document.words(b)) == folded)
    };
    if printed(&stated.value).is_some() {
        return None;
    }
    let mut parts = vec![stated.value.as_str()];
    for separator in SEPARATORS.iter().chain(&[": "]) {
        parts = parts.iter().flat_map(|part| part.split(separator)).map(str::trim).collect();
    }
    parts.retain(|part| part.split_whitespace().count() >= FEWEST_WORDS);
    parts.sort_by_key(|part| std::cmp::Reverse(part.len()));
    parts.into_iter().take(4).find_map(|part| {
        let block = printed(part)?;
        Some(Found {
            value: part.to_owned(),
            raw: stated.raw.clone(),
            rule: "stated_and_printed",
            spot: Spot::Document(block.span),
        })
    })
}

/// The block that prints the headline, wherever the headline was read from.
pub fn block(page: &Page<'_>, headline: &Choice<String>) -> Option<usize> {
    let document = page.document;
    let chosen = headline.chosen.as_ref()?;
    if let Spot::Document(span) = chosen.spot {
        return document.blocks.iter().position(|b| b.has_words() && b.span.contains(span));
    }
    let folded = fold(&chosen.value);
    // Within a quarter, folding changes no length: most blocks are told apart without it.
    let alike = |b: &crate::document::Block| {
        b.span.len() >= folded.len() && b.span.len() <= 2 * chosen.value.len() + 16
    };
    document.blocks.iter().position(|b| b.has_words() && alike(b) && fold(document.words(b)) == folded)
}

fn outcome(found: Vec<Found<String>>) -> Choice<String> {
    let mut found = found.into_iter().filter(|f| !f.value.is_empty());
    let Some(chosen) = found.next() else { return Choice::missing("no_title_found") };
    let rivals = found
        .filter(|f| !(f.rule == chosen.rule && f.value == chosen.value))
        .map(|f| {
            let reason =
                if fold(&f.value) == fold(&chosen.value) { "says_the_same" } else { "lower_ranked_source" };
            (f, reason)
        })
        .collect();
    Choice { chosen: Some(chosen), rivals, missing: "" }
}

/// Titles that the metadata states, best source first, outlet names cut off.
fn stated(page: &Page<'_>, site_names: &[String], folded_names: &[String]) -> Vec<Found<String>> {
    let metadata = page.metadata;
    let mut found: Vec<Found<String>> = Vec::new();
    let mut add = |raw: &str, rule: &'static str, place: String| {
        let value = without_site(&plain(raw), site_names);
        let folded = fold(&value);
        if !folded.is_empty() && !folded_names.contains(&folded) {
            found.push(Found { value, raw: raw.trim().to_owned(), rule, spot: Spot::Metadata(place) });
        }
    };
    if let Some(raw) = metadata.json_str("headline") {
        add(raw, "json_ld_headline", metadata.json_place("headline"));
    }
    for (key, rule) in [
        ("og:title", "og_title"),
        ("itemprop:headline", "microdata_headline"),
        ("parsely-title", "parsely_title"),
        ("sailthru.title", "sailthru_title"),
        ("twitter:title", "twitter_title"),
        ("dc.title", "dc_title"),
        ("dcterms.title", "dc_title"),
        ("title", "meta_title"),
    ] {
        if let Some(meta) = metadata.meta(key) {
            add(meta.content, rule, meta.place());
        }
    }
    if let Some(raw) = metadata.title {
        add(raw, "title_element", "title".to_owned());
    }
    if let Some(raw) = metadata.json_str("name") {
        add(raw, "json_ld_name", metadata.json_place("name"));
    }
    found
}

/// First-level headings with words, in order; second-level ones where there are none.
fn headings(page: &Page<'_>) -> Vec<Found<String>> {
    let document = page.document;
    let of_level = |level: u8, rule: &'static str| -> Vec<Found<String>> {
        let mut found: Vec<Found<String>> = Vec::new();
        let mut last = None;
        for block in document.blocks.iter().filter(|b| b.kind == BlockKind::Heading(level) && b.has_words()) {
            let words = document.words(block);
            // Lines of one heading are one title.
            if block.breaks > 0 && last == Some(block.node) {
                if let Some(open) = found.last_mut() {
                    open.value.push(' ');
                    open.value.push_str(words);
                    open.raw = open.value.clone();
                }
                continue;
            }
            last = Some(block.node);
            if words.chars().count() <= LONGEST {
                found.push(Found {
                    value: words.to_owned(),
                    raw: words.to_owned(),
                    rule,
                    spot: Spot::Document(block.span),
                });
            }
        }
        found
    };
    let first = of_level(1, FIRST_LEVEL);
    if first.is_empty() { of_level(2, SECOND_LEVEL).into_iter().take(6).collect() } else { first }
}

/// Cuts the outlet's name, behind or before a separator, where it is known to be one.
pub fn without_site(title: &str, site_names: &[String]) -> String {
    let mut title = title.trim();
    if !may_be_parted(title) {
        return title.to_owned();
    }
    let site_names: Vec<String> = site_names.iter().map(|name| fold(name)).collect();
    loop {
        let mut cut = None;
        for separator in SEPARATORS {
            if let Some((head, tail)) = title.rsplit_once(separator)
                && is_site(tail, &site_names)
                && !head.trim().is_empty()
                && cut.is_none_or(|c: &str| head.len() > c.len())
            {
                cut = Some(head);
            }
        }
        if cut.is_none() {
            for separator in SEPARATORS {
                if let Some((head, tail)) = title.split_once(separator)
                    && is_site(head, &site_names)
                    && !tail.trim().is_empty()
                {
                    cut = Some(tail);
                }
            }
        }
        match cut {
            Some(rest) => title = rest.trim(),
            None => return title.to_owned(),
        }
    }
}

/// False where surely no separator stands in a title: each begins with a blank and a sign.
fn may_be_parted(title: &str) -> bool {
    let mut pairs = title.as_bytes().windows(2);
    pairs.any(|pair| pair[0] == b' ' && (matches!(pair[1], b'|' | b'-' | b':' | b'/') || !pair[1].is_ascii()))
}

/// Tenths of an outlet's name that words must be to stand for it: "Post" is not The Washington Post.
const LEAST_TENTHS: usize = 7;

/// True where words are one of the outlet's names (folded), most of one, or one with a top-level domain.
fn is_site(words: &str, site_names: &[String]) -> bool {
    let words = fold(words);
    if words.is_empty() {
        return true;
    }
    site_names.iter().any(|name| {
        !name.is_empty()
            && (words == *name
                || (name.len() >= 4 && words.len() <= 2 * name.len() + 8 && words.contains(name))
                || (words.len() * 10 >= name.len() * LEAST_TENTHS && name.contains(&words)))
    })
}

/// Share of words two titles have in common, of the shorter one's.
fn alike(a: &[String], b: &[String]) -> f32 {
    let (short, long) = if a.len() <= b.len() { (a, b) } else { (b, a) };
    if short.is_empty() {
        return 0.0;
    }
    let shared = short.iter().filter(|w| long.contains(w)).count();
    // A title of one word in a long other says little.
    let share = shared as f32 / short.len() as f32;
    if short.len() * 3 < long.len() {
        share * 0.5
    } else {
        share + 0.001 * short.len() as f32 / long.len() as f32
    }
}

fn fold_words(text: &str) -> Vec<String> {
    text.split_whitespace().take(60).map(fold).filter(|w| !w.is_empty()).collect()
}

/// Lines looked at in flattened text.
const FIRST_LINES: usize = 40;
/// Least characters of a headline's line.
const SHORTEST: usize = 15;

/// True where a phrase that pages print around articles is the whole line.
pub(super) fn is_boilerplate(line: &str) -> bool {
    let mut hashes = Vec::new();
    words::each_word(line, |w| hashes.push(w.hash));
    let mut whole = false;
    boilerplate::hits(&hashes, boilerplate::languages(None), |hit| whole |= hit.stand == Stand::Whole);
    whole
}

fn flattened(page: &Page<'_>, site_names: &[String]) -> Choice<String> {
    let document = page.document;
    let lines: Vec<(&str, crate::span::Span)> =
        document.blocks.iter().take(FIRST_LINES).map(|b| (document.words(b), b.span)).collect();
    let is_title = |words: &str| {
        let count = words.chars().count();
        (SHORTEST..=LONGEST / 2).contains(&count)
            && words.split_whitespace().count() >= 3
            && !words.ends_with('.')
            && !words.ends_with(':')
            && !is_boilerplate(words)
            && !site_names.iter().any(|n| fold(n) == fold(words))
    };
    let times = |words: &str| lines.iter().filter(|(w, _)| *w == words).count();
    let mut found: Vec<(usize, Found<String>)> = Vec::new();
    for (words, span) in lines.iter().filter(|(w, _)| is_title(w)) {
        if found.iter().any(|(_, f)| f.value == *words) {
            continue;
        }
        let count = times(words);
        let rule = if count > 1 { "repeated_line" } else { "first_line" };
        found.push((
            count,
            Found { value: (*words).to_owned(), raw: (*words).to_owned(), rule, spot: Spot::Document(*span) },
        ));
    }
    // Stable: among lines printed equally often the first stays first.
    found.sort_by_key(|(count, _)| std::cmp::Reverse(*count));
    let mut found = found.into_iter().map(|(_, f)| f);
    match found.next() {
        Some(chosen) => Choice {
            chosen: Some(chosen),
            rivals: found.take(3).map(|f| (f, "printed_later_or_less_often")).collect(),
            missing: "",
        },
        None => Choice::missing("no_title_found"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_outlet_is_cut_off_and_nothing_else() {
        let names = ["Koran Pagi".to_owned(), "koranpagi".to_owned()];
        assert_eq!(without_site("Harga beras naik - Koran Pagi", &names), "Harga beras naik");
        assert_eq!(without_site("Koran Pagi | Harga beras naik | koranpagi.id", &names), "Harga beras naik");
        assert_eq!(without_site("Rapat rahasia - Pagi", &names), "Rapat rahasia - Pagi");
        assert_eq!(without_site("Jakarta - Bandung ditutup", &names), "Jakarta - Bandung ditutup");
    }

    #[test]
    fn versions_of_one_title_are_alike() {
        let alike = |a, b| alike(&fold_words(a), &fold_words(b));
        assert!(alike("Harga beras naik lagi", "Harga Beras Naik Lagi Jelang Lebaran") >= ALIKE);
        assert!(alike("Berita", "Harga Beras Naik Lagi Jelang Lebaran") < ALIKE);
    }
}
