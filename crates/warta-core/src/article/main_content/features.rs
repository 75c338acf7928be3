//! The first pass: what one block says of itself, as numbers.

use std::sync::LazyLock;

use super::hints::{self, Heads, Hints};
use super::measures::{Begin, End, Measures, measure};
use super::structure::{ElementId, Structure, is_prose, structure, within};
use crate::document::html::Tag;
use crate::document::{BlockKind, Document};
use crate::languages::boilerplate::{self, Languages, Stand};
use crate::languages::stopwords::{self, Stopwords};
use crate::languages::words;

/// Names of the first pass's features, in order.
pub const NAMES: &[&str] = &[
    "log_chars",
    "words",
    "link_density",
    "sentence_ends",
    "commas_per_word",
    "end_sentence",
    "end_colon",
    "end_ellipsis",
    "end_open",
    "begin_capital",
    "begin_small",
    "begin_digit",
    "begin_quote",
    "begin_caseless",
    "capitalised",
    "digits",
    "upper",
    "quotes",
    "separators",
    "word_length",
    "repeats",
    "runs",
    "all_strong",
    "stopwords",
    "phrase_navigation",
    "phrase_corporate",
    "phrase_account",
    "phrase_share",
    "phrase_newsletter",
    "phrase_related_links",
    "phrase_comments",
    "phrase_copyright",
    "phrase_consent",
    "phrase_promotion",
    "phrase_byline",
    "phrase_author_box",
    "phrase_date_line",
    "phrase_caption",
    "phrase_page_timing",
    "phrase_form",
    "kind",
    "heading_level",
    "own_p",
    "own_div",
    "own_li",
    "own_section",
    "breaks",
    "hidden",
    "in_article",
    "in_main",
    "in_aside",
    "in_footer",
    "in_header",
    "in_nav",
    "in_form",
    "in_figure",
    "in_list",
    "in_table",
    "in_quote",
    "in_section",
    "in_heading",
    "in_link",
    "in_paragraph",
    "depth",
    "score",
    "score_up1",
    "score_up2",
    "score_sum",
    "score_min",
    "score_max",
    "worst",
    "worst_up1",
    "worst_all",
    "best_all",
    "index",
    "from_end",
    "chars_before",
    "after_headline",
    "headline_distance",
    "like_headline",
    "in_description",
    "in_body",
    "body_share",
    "calls_itself",
    "group_blocks",
    "group_chars",
    "group_link_density",
    "group_prose",
    "e0_chars",
    "e0_link_density",
    "e0_prose_share",
    "e0_blocks",
    "e1_chars",
    "e1_link_density",
    "e1_prose_share",
    "e1_blocks",
    "e2_chars",
    "e2_link_density",
    "e2_prose_share",
    "e2_blocks",
    "home_levels",
    "home_prose_share",
    "home_before",
    "home_after",
    "home_score_sum",
    "prose_before",
    "prose_after",
    "to_prose_before",
    "to_prose_after",
    "page_prose",
    "page_blocks",
    "prev_words",
    "prev_link_density",
    "prev_sentence",
    "prev_kind",
    "prev_same_group",
    "next_words",
    "next_link_density",
    "next_sentence",
    "next_kind",
    "next_same_group",
    "prev2_words",
    "next2_words",
];

/// Place of the first phrase feature; there is one per [`boilerplate::REASONS`].
pub const PHRASES: usize = 24;

/// A document with everything the two passes look at.
pub struct Measured {
    /// Per block.
    pub measures: Vec<Measures>,
    /// The elements around the blocks.
    pub structure: Structure,
    /// Row after row, [`NAMES`] long, of the blocks that are judged; see [`Measured::row`].
    rows: Vec<f32>,
    /// Per block, the number of its row; [`NO_ROW`] where it is not judged.
    places: Vec<u32>,
    /// Blocks left unjudged because the page has more than [`MOST_JUDGED`].
    pub unjudged: usize,
    /// Index of the block taken for the printed headline.
    pub headline: Option<u32>,
    /// Per block, the beginning of its words folded for comparing; none where it is not judged.
    pub heads: Heads,
}

const NO_ROW: u32 = u32::MAX;

impl Measured {
    /// The first pass's row of a block; `None` where it is not judged: no words, or hopeless by its looks.
    pub fn row(&self, block: usize) -> Option<&[f32]> {
        let place = self.places[block];
        (place != NO_ROW)
            .then(|| &self.rows[place as usize * NAMES.len()..(place as usize + 1) * NAMES.len()])
    }
}

/// Blocks of a page that are judged at most: the page with most of 2,476 has 17,211.
const MOST_JUDGED: usize = 40_000;
/// A block of so few words...
const FEW_WORDS: f32 = 12.0;
/// ...that is all link...
const ALL_LINKED: f32 = 0.9;
/// ...and this far from running text is a menu's, in blocks.
const FROM_PROSE: u32 = 3;

/// True where a block is a menu's by its looks alone; most blocks of a page are.
fn is_hopeless(linked: u32, m: &Measures, from_prose: u32) -> bool {
    from_prose > FROM_PROSE && m.words <= FEW_WORDS && linked as f32 >= ALL_LINKED * m.chars as f32
}

/// Words that a `prose` share is measured against at least, in characters.
const LEAST_PROSE: f32 = 200.0;
/// Share of the page's running text that an element must hold to be a block's home.
const HOME_SHARE: f32 = 0.4;
/// Distances are cut here, in blocks.
const FAR: f32 = 40.0;

/// Measures a document.
pub fn measured(document: &Document<'_>, hints: &Hints) -> Measured {
    let measures: Vec<Measures> = document.blocks.iter().map(|b| measure(document.words(b))).collect();
    let structure = structure(document, &measures);
    let distances = from_prose(document, &measures);
    let hopeless = |i: usize| {
        let block = &document.blocks[i];
        !block.has_words()
            || (is_hopeless(block.linked, &measures[i], distances[i])
                && !matches!(block.kind, BlockKind::Heading(_)))
    };
    let hopeless: Vec<bool> = (0..document.blocks.len()).map(hopeless).collect();
    let mut heads = Heads::default();
    for (block, hopeless) in document.blocks.iter().zip(&hopeless) {
        heads.push(if *hopeless { "" } else { document.words(block) });
    }
    let headline = headline_block(document, &heads, hints);
    let places = vec![NO_ROW; document.blocks.len()];
    let wanted = hopeless.iter().filter(|h| !**h).count().min(MOST_JUDGED);
    let mut made = Measured {
        rows: Vec::with_capacity(wanted * NAMES.len()),
        places,
        unjudged: 0,
        measures,
        structure,
        headline,
        heads,
    };
    let mut page = Sweep::new(document, &made);
    let mut judged = 0;
    for (i, &hopeless) in hopeless.iter().enumerate() {
        if hopeless || judged == MOST_JUDGED {
            made.unjudged += usize::from(!hopeless);
            page.pass(&made.measures[i]);
            continue;
        }
        let row = page.row(document, &made, hints, i);
        made.places[i] = judged as u32;
        judged += 1;
        made.rows.extend_from_slice(&row);
    }
    made
}

/// Blocks between each block and the nearest running text.
fn from_prose(document: &Document<'_>, measures: &[Measures]) -> Vec<u32> {
    let mut distances: Vec<u32> = document
        .blocks
        .iter()
        .zip(measures)
        .map(|(b, m)| if is_prose(m, b.linked) { 0 } else { u32::MAX })
        .collect();
    for i in 1..distances.len() {
        distances[i] = distances[i].min(distances[i - 1].saturating_add(1));
    }
    for i in (1..distances.len()).rev() {
        distances[i - 1] = distances[i - 1].min(distances[i].saturating_add(1));
    }
    distances
}

fn headline_block(document: &Document<'_>, heads: &Heads, hints: &Hints) -> Option<u32> {
    let mut best: Option<(f32, u32)> = None;
    for (i, block) in document.blocks.iter().enumerate() {
        let alike = hints::like_headline(heads.of(i), &hints.headline);
        let worth = match block.kind {
            BlockKind::Heading(1) => alike + 0.5,
            BlockKind::Heading(_) if alike > 0.0 => alike + 0.2,
            _ => alike,
        };
        if worth > 0.0 && best.is_none_or(|(b, _)| worth > b) {
            best = Some((worth, i as u32));
        }
    }
    best.map(|(_, i)| i)
}

/// Blocks of running text that vote on the page's language.
const VOTERS: usize = 12;

/// Bytes of each that are read.
const VOTE_BYTES: usize = 300;

/// The language whose function words the running text has most of.
fn language(document: &Document<'_>, prose: &[u32]) -> Option<&'static str> {
    let mut sample = String::new();
    for &i in prose.iter().step_by(prose.len().div_ceil(VOTERS).max(1)) {
        sample.push_str(hints::head(document.words(&document.blocks[i as usize]), VOTE_BYTES));
        sample.push(' ');
    }
    stopwords::vote(&sample).map(|(code, _)| code)
}

/// What is known of the page while its blocks are gone through in order.
struct Sweep {
    total_chars: f32,
    total_prose: f32,
    prose: Vec<u32>,
    repeats: rustc_hash::FxHashMap<u64, u32>,
    chars_before: f32,
    prose_seen: usize,
    stopwords: Stopwords,
    languages: Languages,
    /// Hashes of the words of the block at hand.
    words: Vec<u64>,
}

impl Sweep {
    fn new(document: &Document<'_>, made: &Measured) -> Self {
        let mut repeats = rustc_hash::FxHashMap::default();
        let mut prose = Vec::new();
        let (mut total_chars, mut total_prose) = (0.0, 0.0);
        for (i, m) in made.measures.iter().enumerate() {
            *repeats.entry(m.fingerprint).or_insert(0) += 1;
            total_chars += m.chars as f32;
            if is_prose(m, document.blocks[i].linked) {
                total_prose += m.chars as f32;
                prose.push(i as u32);
            }
        }
        let language = language(document, &prose);
        Sweep {
            total_chars,
            total_prose,
            prose,
            repeats,
            chars_before: 0.0,
            prose_seen: 0,
            stopwords: language.and_then(stopwords::stopwords).unwrap_or(stopwords::ANY),
            languages: boilerplate::languages(language),
            words: Vec::new(),
        }
    }

    /// Goes past a block.
    fn pass(&mut self, m: &Measures) {
        self.chars_before += m.chars as f32;
    }

    fn row(
        &mut self,
        document: &Document<'_>,
        made: &Measured,
        hints: &Hints,
        i: usize,
    ) -> [f32; NAMES.len()] {
        let mut row = [0.0; NAMES.len()];
        let folded = made.heads.of(i);
        let block = &document.blocks[i];
        let m = &made.measures[i];
        let blocks = document.blocks.len() as f32;
        let mut put = Row { row: &mut row, at: 0 };
        count_words(&mut put, document, made, self, i);
        kind(&mut put, document, block);
        let own = made.structure.of_block[i];
        ancestors(&mut put, &made.structure, own);

        put.add(i as f32 / blocks);
        put.add((blocks - i as f32).ln());
        put.add(self.chars_before / self.total_chars.max(1.0));
        self.pass(m);
        match made.headline {
            Some(h) => {
                put.add(if i as u32 > h { 1.0 } else { 0.0 });
                put.add((i as f32 - h as f32).clamp(-FAR, 4.0 * FAR));
            }
            None => {
                put.add(0.5);
                put.add(4.0 * FAR + 1.0);
            }
        }
        put.add(hints::like_headline(folded, &hints.headline));
        put.add(hints::stands_in(folded, &hints.description));
        put.add(hints::stands_in(folded, &hints.body));
        let body_share = hints.body.folded.len() as f32 / self.total_prose.max(LEAST_PROSE);
        put.add(if hints.body.folded.is_empty() { -1.0 } else { body_share.min(4.0) });
        put.add(f32::from(hints.calls_itself as i8));

        let group = made.structure.groups[made.structure.group[i] as usize];
        put.add(log1p(group.blocks as f32));
        put.add(log1p(group.chars as f32 / group.blocks as f32));
        put.add(group.linked as f32 / group.chars.max(1) as f32);
        put.add(group.prose as f32 / group.blocks as f32);
        self.containers(&mut put, made, own, i);
        self.neighbours(&mut put, document, made, i);
        debug_assert_eq!(put.at, NAMES.len());
        row
    }

    fn containers(&self, put: &mut Row<'_>, made: &Measured, own: ElementId, i: usize) {
        let all_prose = self.total_prose.max(LEAST_PROSE);
        let mut up = made.structure.around(own);
        for _ in 0..3 {
            match up.next() {
                Some(e) => {
                    put.add(log1p(e.chars as f32));
                    put.add(e.linked as f32 / e.chars.max(1) as f32);
                    put.add(e.prose as f32 / all_prose);
                    put.add(log1p((e.last - e.first) as f32));
                }
                None => put.skip(4),
            }
        }
        let home =
            made.structure.around(own).enumerate().find(|(_, e)| e.prose as f32 >= HOME_SHARE * all_prose);
        match home {
            Some((levels, e)) => {
                put.add(levels as f32);
                put.add(e.prose as f32 / all_prose);
                put.add((i as f32 - e.first as f32).min(FAR));
                put.add((e.last as f32 - i as f32).min(FAR));
                put.add(e.score_sum);
            }
            None => {
                put.add(30.0);
                put.skip(4);
            }
        }
    }

    fn neighbours(&mut self, put: &mut Row<'_>, document: &Document<'_>, made: &Measured, i: usize) {
        while self.prose.get(self.prose_seen).is_some_and(|&p| (p as usize) < i) {
            self.prose_seen += 1;
        }
        let here = self.prose.get(self.prose_seen).is_some_and(|&p| p as usize == i);
        let after = self.prose_seen + usize::from(here);
        put.add(log1p(self.prose_seen as f32));
        put.add(log1p((self.prose.len() - after) as f32));
        put.add(self.prose_seen.checked_sub(1).map_or(FAR, |p| (i as f32 - self.prose[p] as f32).min(FAR)));
        put.add(self.prose.get(after).map_or(FAR, |&p| (p as f32 - i as f32).min(FAR)));
        put.add(log1p(self.total_prose));
        put.add(log1p(document.blocks.len() as f32));
        for step in [-1i64, 1] {
            match worded(document, i, step) {
                Some(j) => {
                    let (b, n) = (&document.blocks[j], &made.measures[j]);
                    put.add(log1p(n.words));
                    put.add(b.linked as f32 / n.chars.max(1) as f32);
                    put.add(if n.end == End::Sentence { 1.0 } else { 0.0 });
                    put.add(kind_number(b.kind));
                    put.add(if made.structure.group[j] == made.structure.group[i] { 1.0 } else { 0.0 });
                }
                None => put.skip(5),
            }
        }
        for step in [-1i64, 1] {
            let two = worded(document, i, step).and_then(|j| worded(document, j, step));
            put.add(two.map_or(0.0, |j| log1p(made.measures[j].words)));
        }
    }
}

/// The next block with words in a direction.
fn worded(document: &Document<'_>, from: usize, step: i64) -> Option<usize> {
    // Runs of pictures are short on real pages; a long one ends the search.
    (1..=8)
        .map(|n| from as i64 + n * step)
        .take_while(|&j| j >= 0 && (j as usize) < document.blocks.len())
        .map(|j| j as usize)
        .find(|&j| document.blocks[j].has_words())
}

fn count_words(put: &mut Row<'_>, document: &Document<'_>, made: &Measured, sweep: &mut Sweep, i: usize) {
    let (block, m) = (&document.blocks[i], &made.measures[i]);
    let (chars, count) = (m.chars.max(1) as f32, m.words.max(0.5));
    put.add(chars.ln());
    put.add(m.words.min(300.0));
    put.add(block.linked as f32 / block.span.len() as f32);
    put.add((m.sentence_ends as f32).min(20.0));
    put.add(m.commas as f32 / count);
    for end in [End::Sentence, End::Colon, End::Ellipsis, End::Open] {
        put.add(if m.end == end { 1.0 } else { 0.0 });
    }
    for begin in [Begin::Capital, Begin::Small, Begin::Digit, Begin::Quote, Begin::Caseless] {
        put.add(if m.begin == begin { 1.0 } else { 0.0 });
    }
    put.add(m.capitalised as f32 / count);
    put.add(m.digits as f32 / chars);
    put.add(m.upper as f32 / m.letters.max(1) as f32);
    put.add((m.quotes as f32).min(8.0));
    put.add((m.separators as f32).min(8.0));
    put.add(m.letters as f32 / count);
    put.add(log1p(sweep.repeats[&m.fingerprint] as f32 - 1.0));
    put.add((block.runs.len() as f32).min(20.0));
    let strong = document.runs[block.runs.start as usize..block.runs.end as usize]
        .iter()
        .filter(|r| r.kind == crate::document::RunKind::Strong)
        .map(|r| r.span.len())
        .sum::<usize>();
    put.add(strong as f32 / block.span.len() as f32);
    phrases(put, document.words(block), sweep);
}

/// Bytes of a block that are searched for phrases: a long paragraph is no phrase.
const PHRASE_BYTES: u32 = 400;

/// Share of function words; per reason how a boilerplate phrase stands in the block: 0 not, 1 anywhere, 2 at its
/// beginning, 3 as the whole.
fn phrases(put: &mut Row<'_>, words: &str, sweep: &mut Sweep) {
    let (mut count, mut stops) = (0, 0);
    sweep.words.clear();
    words::each_word(words, |word| {
        count += 1;
        stops += u32::from(stopwords::is_stopword(word.hash, sweep.stopwords));
        if word.start <= PHRASE_BYTES {
            sweep.words.push(word.hash);
        }
    });
    put.add(stops as f32 / count.max(1) as f32);
    let mut stands = [0.0_f32; boilerplate::REASONS.len()];
    boilerplate::hits(&sweep.words, sweep.languages, |hit| {
        let stand = match hit.stand {
            Stand::Any => 1.0,
            Stand::Start => 2.0,
            Stand::Whole => 3.0,
        };
        stands[hit.reason] = stands[hit.reason].max(stand);
    });
    for stand in stands {
        put.add(stand);
    }
}

fn kind(put: &mut Row<'_>, document: &Document<'_>, block: &crate::document::Block) {
    put.add(kind_number(block.kind));
    put.add(if let BlockKind::Heading(level) = block.kind { f32::from(level) } else { 0.0 });
    let tag = document.tree.as_ref().zip(block.node).map_or(Tag::NONE, |(tree, node)| tree.tag(node));
    for own in [Tag::P, Tag::DIV, Tag::LI, Tag::SECTION] {
        put.add(if tag == own { 1.0 } else { 0.0 });
    }
    put.add(f32::from(block.breaks.min(3)));
    put.add(if block.hidden { 1.0 } else { 0.0 });
}

pub(super) fn kind_number(kind: BlockKind) -> f32 {
    match kind {
        BlockKind::Paragraph => 0.0,
        BlockKind::Heading(_) => 1.0,
        BlockKind::ListItem => 2.0,
        BlockKind::Quotation => 3.0,
        BlockKind::Preformatted => 4.0,
        BlockKind::Cell => 5.0,
        BlockKind::Caption => 6.0,
        BlockKind::Control => 7.0,
        BlockKind::Image => 8.0,
        BlockKind::Embed => 9.0,
    }
}

fn ancestors(put: &mut Row<'_>, structure: &Structure, own: ElementId) {
    let bits = structure.elements.get(own as usize).map_or(0, |e| e.within);
    for bit in within::ALL {
        put.add(if bits & bit != 0 { 1.0 } else { 0.0 });
    }
    let mut around = structure.around(own);
    match around.next() {
        Some(e) => {
            put.add(f32::from(e.depth.min(60)));
            put.add(e.score);
            let up = around.next();
            put.add(up.map_or(0.0, |e| e.score));
            put.add(around.next().map_or(0.0, |e| e.score));
            put.add(e.score_sum);
            put.add(e.score_min);
            put.add(e.score_max);
            put.add(e.worst);
            put.add(up.map_or(0.0, |e| e.worst));
            put.add(e.worst_up);
            put.add(e.best_up);
        }
        None => put.skip(11),
    }
}

struct Row<'r> {
    row: &'r mut [f32; NAMES.len()],
    at: usize,
}

impl Row<'_> {
    fn add(&mut self, value: f32) {
        self.row[self.at] = value;
        self.at += 1;
    }

    fn skip(&mut self, count: usize) {
        self.at += count;
    }
}

/// The logarithms of the first whole numbers, as most counts are small.
static LOGARITHMS: LazyLock<[f32; 1024]> = LazyLock::new(|| std::array::from_fn(|x| (x as f32).ln_1p()));

pub(super) fn log1p(x: f32) -> f32 {
    let x = x.max(0.0);
    match LOGARITHMS.get(x as usize) {
        Some(&known) if x == (x as usize) as f32 => known,
        _ => x.ln_1p(),
    }
}
