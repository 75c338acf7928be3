//! Bylines that the page prints: lines with a byline's class words, opener or label.

use super::choose::{Source, merge};
use super::names::{self, Names, looks_like_name, names};
use crate::article::choice::Spot;
use crate::article::content_blocks::absolute;
use crate::article::dates::stamps::{self, Order};
use crate::article::layout::{self, Layout};
use crate::article::page::Page;
use crate::document::html::{Attr, NodeId, Step, Tag, Tree};
use crate::document::{Block, BlockKind, RunKind};
use crate::languages::bylines as words;
use crate::languages::markup::{self, Meaning};
use crate::languages::times;
use crate::record::Author;

/// A line that names authors.
pub(super) struct Line {
    pub(super) source: Source,
    /// Every name has its role printed before it ("Penulis: ...").
    pub(super) labelled: bool,
    /// It counts only where metadata names nobody else.
    pub(super) doubtful: bool,
    /// It stands near the headline.
    pub(super) head: bool,
    /// Higher is surer.
    score: i32,
}

/// Longer lines are prose or a biography, in bytes.
const LONGEST: usize = 220;
/// A line of one name, in bytes.
const SHORT: usize = 48;
/// Blocks after the head that may hold a byline with class words.
const FURTHER: usize = 300;
/// A date that begins before this byte of a line stands first: a weekday may open it.
const FIRST: usize = 4;
/// Elements that are looked at under one block for a name's own element.
const MOST_ELEMENTS: usize = 12;
/// Elements around a block whose class words count.
const LEVELS: usize = 3;

/// Lines that name authors, the surest first.
pub(super) fn lines(
    page: &Page<'_>,
    layout: &Layout,
    language: Option<&str>,
    outlets: &[String],
) -> Vec<Line> {
    let document = page.document;
    let mut made: Vec<Line> = Vec::new();
    let tail = layout.content_end.map(|end| end.saturating_sub(3)..end + 8);
    for (at, block) in document.blocks.iter().enumerate() {
        if block.span.is_empty() || block.span.len() > LONGEST {
            continue;
        }
        let text = document.words(block);
        let head = layout.in_head(at);
        let near = head || tail.as_ref().is_some_and(|t| t.contains(&at));
        let joined = label_alone(text, language).then(|| joined_next(page, at)).flatten();
        let text = joined.as_deref().unwrap_or(text);
        let labelled = is_labelled(text);
        // Class words count near the headline and further down: some pages print a banner between.
        if !labelled && !near && at >= layout.head_end + FURTHER {
            continue;
        }
        let mut class = document.tree.as_ref().map_or(usize::MAX, |tree| class_level(page, tree, block.node));
        let inner = head
            && class == usize::MAX
            && document
                .tree
                .as_ref()
                .zip(block.node)
                .is_some_and(|(tree, node)| !marked(page, tree, node).is_empty());
        if inner {
            class = 0;
        }
        let opened = near && names::is_opened(text, language);
        if class == usize::MAX && !opened && !labelled && !has_author_link(page, block) {
            continue;
        }
        let link = has_author_link(page, block);
        // A profile link in a caption is under the author's picture.
        if layout.in_furniture(page, block.node) || of_picture(page, block.node) && (labelled || !link) {
            continue;
        }
        let mut found = of_line(page, block, text, labelled, language, outlets);
        // In a short line that its own element or a profile link calls the author, one word is a name too.
        let sure = (class == 0 && text.len() < SHORT) || link || inner;
        if !(sure || (class <= 1 && opened)) {
            // Without "by" a line must look like names and nothing else.
            found.persons.retain(|p| looks_like_name(&p.name) || (labelled && p.name.len() < SHORT));
        } else {
            found.persons.retain(|p| p.name.chars().next().is_some_and(|c| !c.is_lowercase()) || link);
        }
        if labelled && !opened {
            // What stands before the label is a caption or a sentence unless it looks like a name in a byline.
            found.persons.retain(|p| p.role.is_some() || (class <= 1 && looks_like_name(&p.name)));
        }
        if class == usize::MAX {
            // "Foto: ..." under a picture credits the picture.
            found.persons.retain(|p| p.role != Some("photographer"));
        }
        if found.is_empty() {
            continue;
        }
        let mut score = if head { 3 } else { 0 };
        score += if class == usize::MAX { 0 } else { 4 - class as i32 };
        score += if opened { 3 } else { 0 } + if labelled { 3 } else { 0 };
        if !head && !labelled && class == usize::MAX {
            score -= 3;
        }
        let spot = Spot::Document(block.span);
        let rule = if labelled {
            "byline_label"
        } else if class != usize::MAX {
            "byline_class"
        } else if opened {
            "byline_opener"
        } else {
            "author_link"
        };
        made.push(Line {
            source: Source { names: found, raw: text.to_owned(), rule, spot },
            labelled,
            doubtful: !opened && !labelled && !link && is_doubtful(page, block),
            head,
            score,
        });
    }
    // A stable sort: of equals the first printed stands first.
    made.sort_by_key(|l| std::cmp::Reverse(l.score));
    made.retain(|l| l.score >= 3);
    made
}

/// The name that signs the text: one name in bold at the end of the main content, or at its start where an account posted
/// it, or at the right edge behind it.
pub(super) fn signature(
    page: &Page<'_>,
    layout: &Layout,
    language: Option<&str>,
    outlets: &[String],
    account: bool,
) -> Option<Source> {
    let document = page.document;
    let tree = document.tree.as_ref()?;
    let end = layout.content_end?;
    // The main content may end before the name.
    let ends = end.saturating_sub(1)..end + 2;
    layout.content_start.filter(|_| account).into_iter().chain(ends).find_map(|at| {
        let block = document.blocks.get(at)?;
        let text = document.words(block);
        let short = block.has_words() && text.len() <= SHORT && block.kind == BlockKind::Paragraph;
        (short && looks_like_name(text)).then_some(())?;
        let set_apart = tree.walk(block.node?).take(MOST_ELEMENTS).any(|step| match step {
            Step::Enter(id) => {
                (at < end && matches!(tree.tag(id), Tag::STRONG | Tag::B | Tag::EM | Tag::I))
                    || [Attr::ALIGN, Attr::STYLE]
                        .into_iter()
                        .any(|a| tree.attr(id, a).is_some_and(|v| v.contains("right")))
            }
            Step::Leave(_) => false,
        });
        let mut runs = document.runs[block.runs.start as usize..block.runs.end as usize].iter();
        (set_apart && !runs.any(|run| run.kind == RunKind::Link)).then_some(())?;
        let names = names(text, language, outlets);
        let [person] = &names.persons[..] else { return None };
        looks_like_name(&person.name).then_some(())?;
        Some(Source { names, raw: text.to_owned(), rule: "signature", spot: Spot::Document(block.span) })
    })
}

/// The contributor whose name in bold and in brackets closes the text: "... pada Rabu. (<b>Budi Contoh</b>)".
pub(super) fn closing(
    page: &Page<'_>,
    layout: &Layout,
    language: Option<&str>,
    outlets: &[String],
) -> Option<Author> {
    let document = page.document;
    let tree = document.tree.as_ref()?;
    let end = layout.content_end?;
    let block = document.blocks[..end].iter().rev().find(|b| b.has_words())?;
    let (text, name) = document.words(block).strip_suffix(')')?.rsplit_once('(')?;
    let name = name.trim();
    let emphasized = |id: NodeId| {
        matches!(tree.tag(id), Tag::STRONG | Tag::B | Tag::EM | Tag::I)
            && tree.walk(id).any(|step| {
                matches!(step, Step::Enter(n) if tree.text(n).is_some_and(|t| t.trim().trim_matches(['(', ')']) == name))
            })
    };
    let set_apart = || tree.walk(block.node?).find(|step| matches!(step, Step::Enter(id) if emphasized(*id)));
    (text.trim_end().ends_with(['.', '"', '”', '!', '?']) && looks_like_name(name)).then(set_apart)??;
    let mut names = names(name, language, outlets);
    names.persons.pop().filter(|_| names.persons.is_empty())
}

/// How far above the block an element's class words say author; `usize::MAX` where none does.
fn class_level(page: &Page<'_>, tree: &Tree<'_>, node: Option<NodeId>) -> usize {
    let mut node = node;
    for level in 0..LEVELS {
        let Some(id) = node.filter(|&id| !layout::is_wide(tree.tag(id))) else { break };
        if page.marks.of(tree, id).says(Meaning::AUTHOR) {
            return level;
        }
        node = tree.parent(id);
    }
    usize::MAX
}

/// True in a picture, its caption and on a button: what is printed there is a credit or a thing to press. In the author's
/// own element it is of the author.
fn of_picture(page: &Page<'_>, node: Option<NodeId>) -> bool {
    let Some(tree) = &page.document.tree else { return false };
    let mut around = std::iter::successors(node, |&id| tree.parent(id))
        .take_while(|&id| !layout::is_wide(tree.tag(id)))
        .skip_while(|&id| !matches!(tree.tag(id), Tag::FIGURE | Tag::FIGCAPTION | Tag::BUTTON));
    let Some(of) = around.next() else { return false };
    let own = if tree.tag(of) == Tag::FIGURE { Some(of) } else { tree.parent(of) };
    class_level(page, tree, own) == usize::MAX
}

/// True for a heading or a button, which have class words of author for other reasons too ("editor-heading").
fn is_doubtful(page: &Page<'_>, block: &Block) -> bool {
    let button = |id| page.document.tree.as_ref().is_some_and(|tree| tree.tag(id) == Tag::BUTTON);
    matches!(block.kind, BlockKind::Heading(_)) || block.node.is_some_and(button)
}

/// "Penulis" or "Written by" in an element of its own, the name in the next.
fn label_alone(text: &str, language: Option<&str>) -> bool {
    if text.len() > 24 || !words::may_start(text) {
        return false;
    }
    let lower = text.trim_end_matches([':', ' ']).to_lowercase();
    words::label(&lower).is_some() || words::is_opener(&lower, language)
}

/// A label with the words of the next block.
fn joined_next(page: &Page<'_>, at: usize) -> Option<String> {
    let document = page.document;
    let next = document.blocks[at + 1..].iter().find(|b| b.has_words())?;
    let words = document.words(next);
    let label = document.words(&document.blocks[at]);
    let colon = words.starts_with(':') || label.trim_end().ends_with(':');
    // "Author" may stand over a table's column; "written by" wants a name.
    let wants = colon || words::is_opener(&label.trim().to_lowercase(), None);
    (wants && words.len() < 80).then(|| {
        if !colon {
            return format!("{} {words}", label.trim());
        }
        format!(
            "{}: {}",
            document.words(&document.blocks[at]).trim_end_matches([':', ' ']),
            words.trim_start_matches([':', ' '])
        )
    })
}

/// "Penulis: Jane Doe", "Jane Doe | Editor: John Roe".
fn is_labelled(text: &str) -> bool {
    // The second is the first byte of a full-width colon.
    if memchr::memchr2(b':', 0xef, text.as_bytes()).is_none() {
        return false;
    }
    text.match_indices([':', '：']).any(|(at, _)| {
        let label = text[..at].trim_end();
        // In a longer line a label stands first or after a bar.
        if text.len() > 100 && label.len() > 24 && !label.contains('|') {
            return false;
        }
        let lower = label.rsplit(['|', ',', '/', '-', '•', '\n']).next().unwrap_or("").trim().to_lowercase();
        words::label(&lower).is_some()
    })
}

fn has_author_link(page: &Page<'_>, block: &Block) -> bool {
    let Some(tree) = &page.document.tree else { return false };
    page.document.runs[block.runs.start as usize..block.runs.end as usize]
        .iter()
        .any(|run| run.kind == RunKind::Link && is_author_link(tree, run.node))
}

fn is_author_link(tree: &Tree<'_>, node: NodeId) -> bool {
    tree.attr(node, Attr::REL).is_some_and(|r| r.split_ascii_whitespace().any(|w| w == "author"))
        || tree.attr(node, Attr::HREF).is_some_and(markup::is_profile)
}

fn of_line(
    page: &Page<'_>,
    block: &Block,
    text: &str,
    labelled: bool,
    language: Option<&str>,
    outlets: &[String],
) -> Names {
    let document = page.document;
    let mut made = Names::default();
    if let Some(tree) = &document.tree {
        // Links to profiles name persons one by one.
        for run in &document.runs[block.runs.start as usize..block.runs.end as usize] {
            if run.kind == RunKind::Link && is_author_link(tree, run.node) {
                let url = tree.attr(run.node, Attr::HREF).and_then(|h| absolute(h, page.url));
                merge(&mut made, names(run.span.of(&document.text), language, outlets), url.as_deref());
            }
        }
        if !made.persons.is_empty() {
            // What the line says around the links: agencies, and the role that opens it.
            let whole = names(text, language, outlets);
            for person in &mut made.persons {
                person.role = person
                    .role
                    .or_else(|| whole.persons.iter().find(|p| p.name == person.name).and_then(|p| p.role));
            }
            merge(&mut made, Names { agencies: whole.agencies, ..Names::default() }, None);
            return made;
        }
        if let Some(node) = block.node.filter(|_| !labelled) {
            for inner in marked(page, tree, node) {
                merge(&mut made, names(&inner, language, outlets), None);
            }
            if !made.is_empty() {
                return made;
            }
        }
    }
    names(before_date(text), language, outlets)
}

/// Words of the inline elements under a block whose own class words say author.
fn marked(page: &Page<'_>, tree: &Tree<'_>, node: NodeId) -> Vec<String> {
    let mut made: Vec<String> = Vec::new();
    let mut inside: Option<NodeId> = None;
    for step in tree.walk(node).take(MOST_ELEMENTS * 2) {
        match step {
            Step::Enter(id) => {
                if let (Some(_), Some(text)) = (inside, tree.text(id)) {
                    if let Some(last) = made.last_mut() {
                        last.push_str(text);
                    }
                } else if inside.is_none()
                    && id != node
                    && tree.tag(id) != Tag::NONE
                    && page.marks.of(tree, id).says(Meaning::AUTHOR)
                {
                    inside = Some(id);
                    made.push(String::new());
                }
            }
            Step::Leave(id) => {
                if inside == Some(id) {
                    inside = None;
                }
            }
        }
    }
    made.retain(|m| !m.trim().is_empty());
    made
}

/// The printed byline without a date that opens or closes it, which is a field of its own.
pub(super) fn without_date<'t>(line: &'t str, names: &Names, language: Option<&str>) -> &'t str {
    let Some(reading) = stamps::scan(line, None, Order::DayMonth).into_iter().next() else { return line };
    let (start, end) = reading.span;
    let between = |c: char| !(c.is_alphanumeric() || matches!(c, '(' | ')' | '"' | '“' | '”'));
    let mut cut = line[..start].trim_end_matches(between);
    // "on", "published", a weekday.
    while let Some((rest, last)) = cut.rsplit_once(|c: char| c.is_whitespace() || c == '|')
        && (last.starts_with(char::is_lowercase)
            || times::is_weekday(last)
            || times::label(&last.to_lowercase()).is_some())
    {
        cut = rest.trim_end_matches(between);
    }
    if start < FIRST {
        cut = line[end..].trim_matches(between);
        // "14:07 Uhr | Von Anna Muster"
        if let Some((_, rest)) = cut.split_once(' ')
            && names::is_opened(rest.trim_start_matches(between), language)
        {
            cut = rest.trim_start_matches(between);
        }
    }
    let mut named = names.persons.iter().map(|p| &p.name).chain(&names.agencies);
    if named.all(|name| cut.contains(name.as_str())) { cut } else { line }
}

/// A line up to its date and the words that lead to it: "By Jane Doe on 3 May 2024" is "By Jane Doe".
fn before_date(text: &str) -> &str {
    let Some(reading) = stamps::scan(text, None, Order::DayMonth).into_iter().next() else { return text };
    let (start, end) = reading.span;
    if start < FIRST {
        // The date stands first.
        return text[end..].trim();
    }
    let mut cut = text[..start].trim_end_matches(|c: char| !c.is_alphanumeric());
    // Words between name and date: lower-case ones ("on", "am") and a weekday after a comma.
    while let Some((rest, last)) = cut.rsplit_once(' ') {
        let comma = rest.ends_with([',', '|', '-', '–', '•', '·']);
        let lower = last.chars().next().is_some_and(char::is_lowercase);
        if !(lower || (comma && !rest.trim_end_matches([',', ' ']).is_empty() && rest.contains(' '))) {
            break;
        }
        cut = rest.trim_end();
        if !lower {
            break;
        }
    }
    cut.trim_end_matches([',', '|', '-', '–', ' ', '•', '·'])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_date_at_either_end_is_cut_off() {
        let of = |line, language| without_date(line, &Names::default(), Some(language)).to_owned();
        assert_eq!(of("Do 25.04.24 | 14:07 Uhr | Von Anna Muster", "de"), "Von Anna Muster");
        assert_eq!(of("Von Anna Muster, Lille 05.08.2024, 20:59 Uhr", "de"), "Von Anna Muster, Lille");
        assert_eq!(of("Anna Muster | lundi 9 décembre 2019", "fr"), "Anna Muster");
        assert_eq!(of("By Jane Doe (Paris)", "en"), "By Jane Doe (Paris)");
        // What names somebody stays.
        let jane = names::names("Jane Doe", Some("en"), &[]);
        assert_eq!(
            without_date("Posted 3 May 2024 by Jane Doe", &jane, Some("en")),
            "Posted 3 May 2024 by Jane Doe"
        );
    }
}
