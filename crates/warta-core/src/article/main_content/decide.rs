//! From probabilities to kept blocks, with a reason for every block left out near them.

use super::MainContent;
use super::context::Context;
use super::features::{self, Measured};
use super::hints::{self, CallsItself, Hints};
use super::measures::End;
use super::news;
use super::structure::within;
use crate::article::model::Model;
use crate::document::html::Attr;
use crate::document::{BlockKind, Document};
use crate::languages::boilerplate::REASONS;
use std::sync::LazyLock;

static FIRST: LazyLock<Model> = LazyLock::new(|| table(include_str!("../../../models/first_pass.tsv")));
static SECOND: LazyLock<Model> = LazyLock::new(|| table(include_str!("../../../models/second_pass.tsv")));

fn table(text: &str) -> Model {
    // A test reads both tables, so that a shipped one never fails here.
    Model::parse(text).unwrap_or_default()
}

/// Blocks with at least this probability are kept.
const KEPT: f32 = 0.5;
/// The same for pages that do not say what they are and of which the trees are not sure: lists, most of them. Lower bars won out
/// of fold on the tuning part, most for listings, collections and products.
const KEPT_OF_SILENT: f32 = 0.4;
/// The same for pages that call themselves news, which surround the article with more prose of other articles.
const KEPT_OF_NEWS: f32 = 0.55;
/// The second pass is not asked about blocks that the first holds for hopeless and that stand among such.
const HOPELESS: f32 = 0.02;
/// The same for pages in which the first pass is sure of some block: there the second finds no article elsewhere.
const HOPELESS_BESIDE_SURE: f32 = 0.09;
/// Sure of a block: from here.
const SURE: f32 = 0.8;
/// Fewer folded characters than this are too few to be called a repeated headline.
const LEAST_HEADLINE: usize = 12;
/// Blocks left out are reported up to this far from a kept one, in blocks.
const NEAR: usize = 12;

/// Chooses the main content of a page with markup.
pub fn choose(document: &Document<'_>, made: &Measured, hints: &Hints) -> MainContent {
    decide(document, made, hints, second_pass(document, made, &first_pass(document, made)))
}

/// Chooses the main content, given a probability per block.
pub fn decide(document: &Document<'_>, made: &Measured, hints: &Hints, mut p: Vec<f32>) -> MainContent {
    even_out_lines(document, made, &mut p);
    let is_news = hints.calls_itself == CallsItself::News;
    let least = match hints.calls_itself {
        CallsItself::News => KEPT_OF_NEWS,
        CallsItself::Silent if !is_sure(made, &p) => KEPT_OF_SILENT,
        _ => KEPT,
    };
    let mut content = MainContent { unjudged: made.unjudged, ..MainContent::default() };
    let mut verdicts: Vec<Option<&'static str>> = Vec::with_capacity(p.len());
    for (i, block) in document.blocks.iter().enumerate() {
        verdicts.push(match () {
            () if !block.has_words() => Some("wordless"),
            () if is_headline(made, hints, i) => Some("repeated_headline"),
            () if p[i] >= least => around_article(made, i),
            () => Some(reason(document, made, i)),
        });
    }
    if matches!(hints.calls_itself, CallsItself::Article | CallsItself::News) {
        news::around(document, made, &mut verdicts);
        islands(made, &p, &mut verdicts, is_news);
    }
    empty_headings(document, made, hints.calls_itself == CallsItself::Silent, &mut verdicts);
    for (i, verdict) in verdicts.iter().enumerate() {
        match verdict {
            None => content.kept.push(i as u32),
            Some("wordless") => {}
            Some(reason) => content.dropped.push((i as u32, reason)),
        }
    }
    content.images = images(document, made, &content.kept);
    let kept = &content.kept;
    content.dropped.retain(|&(i, _)| near(kept, i as usize));
    content
}

/// Share of the characters that could be kept that are sure, from which a page's bar is not lowered.
const SURE_SHARE: f32 = 0.2;

/// True where enough of what could be kept is sure to be.
fn is_sure(made: &Measured, p: &[f32]) -> bool {
    let chars = |least: f32| {
        made.measures.iter().zip(p).filter(|(_, p)| **p >= least).map(|(m, _)| m.chars as f32).sum::<f32>()
    };
    let maybe = chars(KEPT_OF_SILENT);
    maybe > 0.0 && chars(SURE) >= SURE_SHARE * maybe
}

/// Probabilities of the first pass; 0 for blocks without words.
pub fn first_pass(document: &Document<'_>, made: &Measured) -> Vec<f32> {
    let mut p = vec![0.0; document.blocks.len()];
    FIRST.judge(&mut p, |i| made.row(i).is_some(), |i, row| row.extend(made.row(i).into_iter().flatten()));
    p
}

/// Probabilities of the second pass.
fn second_pass(document: &Document<'_>, made: &Measured, first: &[f32]) -> Vec<f32> {
    let context = Context::new(document, made, first);
    let is_sure = first.iter().any(|&p| p >= SURE);
    let hopeless = if is_sure { HOPELESS_BESIDE_SURE } else { HOPELESS };
    let around = |i: usize| &first[i.saturating_sub(3)..(i + 4).min(first.len())];
    let mut p = first.to_vec();
    SECOND.judge(
        &mut p,
        |i| made.row(i).is_some() && around(i).iter().any(|&p| p >= hopeless),
        |i, row| context.row(document, i, row),
    );
    p
}

/// Reasons whose phrases, at a short block's beginning, stand around articles and never in them.
const NEVER_WITHIN: [&str; 6] =
    ["related_links", "newsletter", "share", "comments", "copyright", "page_timing"];
/// Words of a block that such a phrase can rule, at most.
const RULED_WORDS: f32 = 25.0;

/// Words of a printed byline, at most; "By Tuesday all was over." ends as a sentence.
const BYLINE_WORDS: f32 = 8.0;

/// The reason, where a block begins with such a phrase: "Baca juga: ...".
fn around_article(made: &Measured, i: usize) -> Option<&'static str> {
    let row = made.row(i)?;
    if made.measures[i].words > RULED_WORDS {
        return None;
    }
    let m = &made.measures[i];
    let is_byline = m.words <= BYLINE_WORDS && m.end != End::Sentence;
    if is_byline
        && REASONS.iter().position(|r| *r == "byline").is_some_and(|r| row[features::PHRASES + r] >= 2.0)
    {
        return Some("byline");
    }
    (0..REASONS.len())
        .find(|&r| row[features::PHRASES + r] >= 2.0 && NEVER_WITHIN.contains(&REASONS[r]))
        .map(|r| REASONS[r])
}

/// Lines of one preformatted element belong together: each gets the mean, weighted by characters.
fn even_out_lines(document: &Document<'_>, made: &Measured, p: &mut [f32]) {
    let mut i = 0;
    while i < p.len() {
        let block = &document.blocks[i];
        let mut end = i + 1;
        if block.kind == BlockKind::Preformatted {
            while end < p.len()
                && document.blocks[end].kind == BlockKind::Preformatted
                && document.blocks[end].node == block.node
            {
                end += 1;
            }
            let chars = |k: usize| made.measures[k].chars as f32;
            let mean =
                (i..end).map(|k| p[k] * chars(k)).sum::<f32>() / (i..end).map(chars).sum::<f32>().max(1.0);
            p[i..end].fill(mean);
        }
        i = end;
    }
}

/// Share of the kept characters that the article's home must hold.
const HOME_SHARE: f32 = 0.6;
/// The same for an element that calls itself main or article, where the other is the page as a whole.
const MAIN_SHARE: f32 = 0.4;
/// An island outside the home with less than this share of the kept characters is dropped, and any outside what calls itself
/// main...
const ISLAND_SHARE: f32 = 0.15;
/// ...where at least this many blocks with words that were not kept part it from the home.
const ISLAND_GAP: usize = 6;

/// Drops stretches of kept blocks that stand outside the element which holds most of the article, far from it: dialogs,
/// sign-up forms and teasers that read like prose. Pages that do not call themselves news lose only what stands outside an
/// element that calls itself main or article.
fn islands(made: &Measured, p: &[f32], verdicts: &mut [Option<&'static str>], is_news: bool) {
    let kept: Vec<usize> = (0..p.len()).filter(|&i| verdicts[i].is_none()).collect();
    let chars = |i: usize| made.measures[i].chars as f32;
    // Per block, the kept characters before it.
    let mut before = Vec::with_capacity(p.len() + 1);
    let mut all = 0.0;
    for (i, verdict) in verdicts.iter().enumerate() {
        before.push(all);
        all += if verdict.is_none() { chars(i) } else { 0.0 };
    }
    before.push(all);
    let deepest = |share: f32, bits: u16| {
        made.structure.elements.iter().rev().find(|e| {
            (bits == 0 || e.within & bits != 0)
                && before[e.last as usize] - before[e.first as usize] >= share * all
        })
    };
    let Some(home) = deepest(HOME_SHARE, 0) else { return };
    let main = within::MAIN | within::ARTICLE;
    let (home, most) = match deepest(MAIN_SHARE, main) {
        Some(inner) if home.within & main == 0 => (inner, 1.0),
        _ if is_news => (home, ISLAND_SHARE),
        _ => return,
    };
    let inside = |k: usize| home.first <= k as u32 && (k as u32) < home.last;
    let mut at = 0;
    while at < kept.len() {
        let mut end = at + 1;
        let gap =
            |a: usize, b: usize| (a + 1..b).filter(|&i| verdicts[i].is_some_and(|v| v != "wordless")).count();
        while end < kept.len() && gap(kept[end - 1], kept[end]) < ISLAND_GAP {
            end += 1;
        }
        let stretch = &kept[at..end];
        let share = stretch.iter().map(|&k| chars(k)).sum::<f32>() / all.max(1.0);
        if share < most && !stretch.iter().any(|&k| inside(k)) {
            for &k in stretch {
                verdicts[k] = Some("island");
            }
        }
        at = end;
    }
}

/// Blocks with words that may stand between a heading and the text it leads.
const HEADING_REACH: usize = 3;

/// Share of the kept characters above which headings without text are what a listing holds: its cards.
const CARDS_SHARE: f32 = 0.2;

/// Drops kept headings that no kept text follows, but for a listing's.
fn empty_headings(
    document: &Document<'_>,
    made: &Measured,
    may_be_cards: bool,
    verdicts: &mut [Option<&'static str>],
) {
    let chars = |i: usize| made.measures[i].chars as f32;
    let kept: f32 = (0..verdicts.len()).filter(|&i| verdicts[i].is_none()).map(chars).sum();
    let before = verdicts.to_vec();
    let mut dropped = 0.0;
    for i in (0..verdicts.len()).rev() {
        if verdicts[i].is_some() || !matches!(document.blocks[i].kind, BlockKind::Heading(_)) {
            continue;
        }
        let mut following =
            (i + 1..verdicts.len()).filter(|&k| document.blocks[k].has_words()).take(HEADING_REACH);
        if !following.any(|k| verdicts[k].is_none()) {
            verdicts[i] = Some("heading_without_text");
            dropped += chars(i);
        }
    }
    if may_be_cards && dropped > CARDS_SHARE * kept {
        verdicts.copy_from_slice(&before);
    }
}

fn is_headline(made: &Measured, hints: &Hints, i: usize) -> bool {
    let folded = made.heads.of(i);
    folded.len() >= LEAST_HEADLINE
        && (folded == hints.headline.folded
            || (made.headline == Some(i as u32) && hints::like_headline(folded, &hints.headline) > 0.0))
}

fn near(kept: &[u32], i: usize) -> bool {
    let after = kept.partition_point(|&k| (k as usize) < i);
    let close = |k: Option<&u32>| k.is_some_and(|&k| (k as usize).abs_diff(i) <= NEAR);
    close(kept.get(after)) || close(after.checked_sub(1).and_then(|k| kept.get(k)))
}

/// Why a block was left out, from what is certain of it; `low_score` where only the trees know.
fn reason(document: &Document<'_>, made: &Measured, i: usize) -> &'static str {
    let phrases = features::PHRASES;
    if let Some(row) = made.row(i)
        && let Some(hit) = (0..REASONS.len()).find(|&r| row[phrases + r] >= 2.0)
    {
        return REASONS[hit];
    }
    let block = &document.blocks[i];
    let bits = made.structure.elements.get(made.structure.of_block[i] as usize).map_or(0, |e| e.within);
    let linked = block.linked as usize * 2 > block.span.len();
    match () {
        () if block.kind == BlockKind::Caption || bits & within::FIGURE != 0 => "caption",
        () if block.kind == BlockKind::Control || bits & within::FORM != 0 => "form",
        () if bits & within::NAV != 0 => "navigation",
        () if bits & within::FOOTER != 0 => "footer",
        () if bits & within::ASIDE != 0 => "aside",
        () if block.hidden => "hidden",
        () if linked => "related_links",
        () if bits & within::HEADER != 0 => "header",
        () => "low_score",
    }
}

/// Levels that a picture may stand below the element it shares with a kept block.
const PICTURE_LEVELS: usize = 6;
/// Pictures that state a smaller width or height, in pixels, are icons.
const ICON: u32 = 64;

/// Pictures, embeds and captions among the kept blocks.
fn images(document: &Document<'_>, made: &Measured, kept: &[u32]) -> Vec<u32> {
    let (Some(&first), Some(&last), Some(tree)) = (kept.first(), kept.last(), &document.tree) else {
        return Vec::new();
    };
    // Per block, how many kept blocks stand before it.
    let mut kept_before = vec![0u32; document.blocks.len() + 1];
    for &k in kept {
        kept_before[k as usize + 1] = 1;
    }
    for i in 1..kept_before.len() {
        kept_before[i] += kept_before[i - 1];
    }
    let mut chosen = Vec::new();
    let from = (first as usize).saturating_sub(8);
    for i in from..last as usize {
        let block = &document.blocks[i];
        let element = made.structure.of_block[i];
        match block.kind {
            BlockKind::Image | BlockKind::Embed => {
                let small = block.node.is_some_and(|n| {
                    [Attr::WIDTH, Attr::HEIGHT].into_iter().any(|a| {
                        tree.attr(n, a).and_then(|v| v.parse::<u32>().ok()).is_some_and(|v| v < ICON)
                    })
                });
                let shares = made.structure.around(element).take(PICTURE_LEVELS).any(|e| {
                    (kept_before[e.last as usize] - kept_before[e.first as usize]) as usize * 2 > kept.len()
                });
                let bits = made.structure.elements.get(element as usize).map_or(0, |e| e.within);
                if shares && !small && bits & (within::NAV | within::FOOTER | within::ASIDE) == 0 {
                    chosen.push(i as u32);
                }
            }
            BlockKind::Caption
                if chosen.last().is_some_and(|&c| i as u32 - c <= 4)
                    && kept_before[i + 1] == kept_before[i] =>
            {
                chosen.push(i as u32)
            }
            _ => {}
        }
    }
    chosen
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_shipped_trees_ask_for_the_features_that_are_made() {
        let names: Vec<&str> = features::NAMES.to_vec();
        let both: Vec<&str> = names.iter().chain(super::super::context::NAMES).copied().collect();
        assert_eq!(Model::parse(include_str!("../../../models/first_pass.tsv")).unwrap().features(), names);
        assert_eq!(Model::parse(include_str!("../../../models/second_pass.tsv")).unwrap().features(), both);
    }
}
