//! What a model sees of each block of a flattened page: its words, its neighbours, its place.
//!
//! One pass over the text makes a [`Line`] per block; the context is read from the lines around it. All of it is
//! linear in the text.

use rustc_hash::FxHashMap;

use crate::document::{Block, BlockKind, Document};
use crate::languages::boilerplate::{self, REASONS, Stand};
use crate::languages::stopwords::{self, Stopwords};
use crate::languages::words::{Shape, each_word};

/// Bytes of the page from which its language is voted.
const VOTE_BYTES: usize = 60_000;

/// Words from which a block with a sentence's end counts as prose.
const PROSE_WORDS: u32 = 10;

/// What one block shows by itself.
#[derive(Clone, Debug, Default)]
pub(crate) struct Line {
    pub words: u32,
    pub chars: u32,
    pub stopwords: u32,
    pub sentences: u32,
    pub title_words: u32,
    pub caps_words: u32,
    pub digit_words: u32,
    pub digits: u32,
    pub commas: u32,
    pub quotes: u32,
    pub separators: u32,
    pub opens_lower: bool,
    pub opens_digit: bool,
    pub opens_mark: bool,
    pub ends_sentence: bool,
    pub ends_colon: bool,
    pub ends_open: bool,
    pub address: bool,
    pub copyright: bool,
    pub clock: bool,
    pub year: bool,
    pub bulleted: bool,
    pub breaks: u8,
    /// 4 where a phrase is the block, 3 where it opens it, and 1 or 2 by how much of it it fills.
    pub phrases: [u8; REASONS.len()],
    /// Share of the words that the page's first line has too.
    pub title: f32,
    /// How often the same words make a block of the page, and how often before.
    pub copies: u32,
    pub copies_before: u32,
    pub hash: u64,
    /// How many blocks open with the same five words, and how many before.
    pub openings: u32,
    pub openings_before: u32,
    /// Share of the content words that another block of prose has, and that the longest run of prose has elsewhere.
    pub shared: f32,
    pub main: f32,
    /// Share of the words that are among the page's most spread ones.
    pub topic: f32,
}

impl Line {
    pub fn is_prose(&self) -> bool {
        self.words >= PROSE_WORDS && self.sentences > 0
    }

    /// The hash of a sequence of words, from that of the words before and the next word's.
    pub fn chain(before: u64, word: u64) -> u64 {
        (before.rotate_left(7) ^ word).wrapping_mul(0x9e37_79b9_7f4a_7c15)
    }

    fn density(&self) -> f32 {
        share(self.stopwords, self.words)
    }

    /// The strongest phrase.
    fn boilerplate(&self) -> f32 {
        self.phrases.iter().copied().max().unwrap_or(0).into()
    }

    /// A heading over something that is not the article.
    fn heads(&self, reason: usize) -> bool {
        self.phrases[reason] >= 3 && self.words <= 8
    }
}

fn share(part: u32, all: u32) -> f32 {
    if all == 0 { 0.0 } else { part as f32 / all as f32 }
}

fn log(n: u32) -> f32 {
    (1.0 + n as f32).ln()
}

/// The first `count` lines of a document.
pub(crate) fn lines(document: &Document<'_>, language: Option<&str>, count: usize) -> Vec<Line> {
    let text = &document.text;
    let voted = match language {
        Some(_) => None,
        None => stopwords::vote(&text[..floor(text, VOTE_BYTES)]).map(|v| v.0),
    };
    let code = language.map(|l| l.split(['-', '_']).next().unwrap_or(l)).or(voted);
    let stop = code.and_then(stopwords::stopwords).unwrap_or(stopwords::ANY);
    let phrases = boilerplate::languages(code);
    let mut seen: FxHashMap<u64, u32> = FxHashMap::default();
    let mut openings: Vec<(usize, u64)> = Vec::new();
    let mut title: Vec<u64> = Vec::new();
    let mut hashes = Vec::new();
    let mut content = Content::default();
    let mut made: Vec<Line> = Vec::with_capacity(count);
    for block in document.blocks.iter().take(count) {
        hashes.clear();
        let mut line = line(document.words(block), block, stop, &mut hashes);
        boilerplate::hits(&hashes, phrases, |hit| {
            let strength = match hit.stand {
                Stand::Whole => 4,
                Stand::Start => 3,
                Stand::Any => 1 + u8::from(hit.words * 4 >= hashes.len()),
            };
            let at = &mut line.phrases[hit.reason];
            *at = strength.max(*at);
        });
        if made.is_empty() {
            title.extend(hashes.iter().take(40));
            title.sort_unstable();
        } else if hashes.len() <= 60 {
            let same = hashes.iter().filter(|h| title.binary_search(h).is_ok()).count();
            line.title = share(same as u32, hashes.len() as u32);
        }
        let count = seen.entry(line.hash).or_default();
        line.copies_before = *count;
        *count += 1;
        if hashes.len() >= OPENING {
            let opening = hashes[..OPENING].iter().fold(OPENING as u64, |c, h| Line::chain(c, *h));
            let count = seen.entry(opening).or_default();
            line.openings_before = *count;
            *count += 1;
            openings.push((made.len(), opening));
        }
        content.add(&hashes, stop);
        made.push(line);
    }
    for line in &mut made {
        line.copies = seen[&line.hash];
    }
    for (at, opening) in openings {
        made[at].openings = seen[&opening];
    }
    content.judge(&mut made);
    made
}

/// Words that make a block's opening: a teaser and the paragraph that it was cut from share them.
const OPENING: usize = 5;

/// Content words of a page that are counted; an article's page has a few thousand.
const MOST_WORDS: usize = 400_000;

/// Blocks that have a word for it to be a topic of the page, at least.
const SPREAD: u32 = 4;

/// Most spread words of a page that are its topic.
const TOPICS: usize = 15;

/// The content words of each block, to tell what is about the page's subject from what is about another.
#[derive(Default)]
struct Content {
    words: Vec<u64>,
    /// End of each block in `words`.
    ends: Vec<usize>,
}

#[derive(Default)]
struct Spread {
    /// Blocks of prose, and of these blocks of the longest run, that have the word.
    prose: u32,
    main: u32,
    /// The last block counted, plus one.
    last: u32,
}

impl Content {
    fn add(&mut self, hashes: &[u64], stop: Stopwords) {
        if self.words.len() < MOST_WORDS {
            self.words.extend(hashes.iter().filter(|h| !stopwords::is_stopword(**h, stop)));
        }
        self.ends.push(self.words.len());
    }

    fn judge(&self, lines: &mut [Line]) {
        let runs = runs(lines);
        let in_main: Vec<bool> =
            runs.iter().zip(lines.iter()).map(|((_, rank, _), l)| *rank == 0 && l.is_prose()).collect();
        let mut spread: FxHashMap<u64, Spread> = FxHashMap::default();
        let block = |at: usize| &self.words[if at == 0 { 0 } else { self.ends[at - 1] }..self.ends[at]];
        for at in (0..lines.len()).filter(|at| lines[*at].is_prose()) {
            for word in block(at) {
                let found = spread.entry(*word).or_default();
                if found.last != at as u32 + 1 {
                    found.last = at as u32 + 1;
                    found.prose += 1;
                    found.main += u32::from(in_main[at]);
                }
            }
        }
        let mut topics: Vec<(u32, u64)> =
            spread.iter().filter(|(_, s)| s.prose >= SPREAD).map(|(w, s)| (s.prose, *w)).collect();
        topics.sort_unstable_by(|a, b| b.cmp(a));
        topics.truncate(TOPICS);
        for (at, line) in lines.iter_mut().enumerate() {
            let words = block(at);
            let (mut shared, mut main, mut topic) = (0, 0, 0);
            let own = u32::from(line.is_prose());
            let own_main = u32::from(in_main[at]);
            for word in words {
                if let Some(found) = spread.get(word) {
                    shared += u32::from(found.prose > own);
                    main += u32::from(found.main > own_main);
                    topic += u32::from(found.prose >= SPREAD && topics.iter().any(|t| t.1 == *word));
                }
            }
            let all = words.len() as u32;
            (line.shared, line.main, line.topic) = (share(shared, all), share(main, all), share(topic, all));
        }
    }
}

fn floor(text: &str, mut at: usize) -> usize {
    at = at.min(text.len());
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    at
}

fn line(words: &str, block: &Block, stop: Stopwords, hashes: &mut Vec<u64>) -> Line {
    let mut made =
        Line { breaks: block.breaks, bulleted: block.kind == BlockKind::ListItem, ..Line::default() };
    let mut all = 0u64;
    each_word(words, |word| {
        hashes.push(word.hash);
        all = Line::chain(all, word.hash);
        made.words += 1;
        made.stopwords += u32::from(stopwords::is_stopword(word.hash, stop));
        match word.shape {
            Shape::Title => made.title_words += 1,
            Shape::Caps => made.caps_words += 1,
            Shape::Digit => {
                made.digit_words += 1;
                let digits = &words.as_bytes()[word.start as usize..word.end as usize];
                made.year |= digits.len() == 4 && (digits.starts_with(b"20") || digits.starts_with(b"19"));
            }
            Shape::Lower | Shape::Caseless => {}
        }
    });
    made.hash = all;
    let mut before = ' ';
    let mut rest = words.chars().peekable();
    while let Some(c) = rest.next() {
        made.chars += 1;
        match c {
            '0'..='9' => {
                made.digits += 1;
            }
            '.' | '!' | '?' | '…' | '।' | '؟' | '۔' => {
                let next = rest.peek().copied().unwrap_or(' ');
                if (next.is_whitespace() || matches!(next, '"' | '”' | '’' | '»' | '\'' | ')' | '“' | '['))
                    && before != c
                {
                    made.sentences += 1;
                }
            }
            '。' | '！' | '？' => made.sentences += 1,
            ',' | '、' | '،' | '，' => made.commas += 1,
            '"' | '“' | '”' | '«' | '»' | '„' | '「' => made.quotes += 1,
            '|' | '›' | '·' | '→' | '•' | '>' | '/' | '▶' | '►' => made.separators += 1,
            ':' => {
                let digit = rest.peek().is_some_and(char::is_ascii_digit);
                made.clock |= before.is_ascii_digit() && digit;
                made.address |= before == 'p' || before == 's';
            }
            '@' => made.address = true,
            '©' => made.copyright = true,
            _ => {}
        }
        before = c;
    }
    let address = made.address;
    made.address = address && (words.contains("://") || words.contains('@'));
    let first = words.chars().next().unwrap_or(' ');
    made.opens_lower = first.is_lowercase();
    made.opens_digit = first.is_ascii_digit();
    made.opens_mark = !first.is_alphanumeric();
    let bare = words.trim_end_matches(['"', '”', '’', '»', '\'', ')', '“', ']', '」', '』']);
    let last = bare.chars().next_back().unwrap_or(' ');
    made.ends_open = bare.ends_with("...") || last == '…';
    made.ends_sentence =
        matches!(last, '.' | '!' | '?' | '。' | '！' | '？' | '।' | '؟' | '۔') && !made.ends_open;
    made.ends_colon = last == ':';
    made
}

/// Names of the features, in the order in which [`Lines::write`] gives them.
pub(crate) fn names() -> Vec<String> {
    let mut names: Vec<String> = OWN.iter().map(|n| (*n).to_owned()).collect();
    names.extend(REASONS.iter().map(|r| format!("phrase_{r}")));
    for d in OFFSETS {
        for what in NEIGHBOUR {
            names.push(format!("{what}_{d:+}"));
        }
    }
    names.extend(CONTEXT.iter().map(|n| (*n).to_owned()));
    names
}

const OWN: [&str; 36] = [
    "words",
    "chars_per_word",
    "sentences",
    "words_per_sentence",
    "ends_sentence",
    "ends_colon",
    "ends_open",
    "commas_per_word",
    "stopword_density",
    "stopwords",
    "title_share",
    "caps_share",
    "digit_word_share",
    "digit_share",
    "opens_lower",
    "opens_digit",
    "opens_mark",
    "quotes",
    "separators",
    "address",
    "copyright",
    "clock",
    "year",
    "bulleted",
    "breaks",
    "breaks_after",
    "title_likeness",
    "copies",
    "copies_before",
    "prose",
    "boilerplate",
    "openings",
    "openings_before",
    "shared",
    "main_likeness",
    "topic",
];
const OFFSETS: [i32; 6] = [-3, -2, -1, 1, 2, 3];
const NEIGHBOUR: [&str; 5] = ["words", "stopword_density", "sentence", "boilerplate", "title_share"];
const CONTEXT: [&str; 27] = [
    "index",
    "index_from_end",
    "place",
    "prose_before",
    "prose_after",
    "prose_near",
    "prose_wide",
    "prose_around_share",
    "short_near",
    "boilerplate_near",
    "since_prose",
    "until_prose",
    "run_words",
    "run_share",
    "run_rank",
    "run_place",
    "since_title",
    "since_related",
    "since_comments",
    "since_corporate",
    "until_related",
    "page_words",
    "page_prose_share",
    "page_glued",
    "shared_near",
    "main_near",
    "topic_near",
];
/// Lines of one page with what is counted over all of them.
pub(crate) struct Lines {
    lines: Vec<Line>,
    /// Words of prose before each line.
    prose: Vec<u32>,
    short: Vec<u32>,
    phrased: Vec<u32>,
    /// The run of prose that a line is in or nearest after: words, rank among runs, place in the run.
    runs: Vec<(u32, u32, f32)>,
    since_prose: Vec<u32>,
    until_prose: Vec<u32>,
    since_title: Vec<u32>,
    since: [Vec<u32>; 3],
    until_related: Vec<u32>,
    words: u32,
    glued: f32,
}

/// Distances are counted up to this many lines.
const FAR: u32 = 200;

/// Lines without prose that a run of prose may have inside.
const RUN_GAP: u32 = 3;

fn since(lines: &[Line], is: impl Fn(&Line) -> bool) -> Vec<u32> {
    let mut away = FAR;
    lines
        .iter()
        .map(|line| {
            let now = away;
            away = if is(line) { 1 } else { (away + 1).min(FAR) };
            now
        })
        .collect()
}

fn until(lines: &[Line], is: impl Fn(&Line) -> bool) -> Vec<u32> {
    let mut away = FAR;
    let mut made: Vec<u32> = lines
        .iter()
        .rev()
        .map(|line| {
            let now = away;
            away = if is(line) { 1 } else { (away + 1).min(FAR) };
            now
        })
        .collect();
    made.reverse();
    made
}

fn sums(lines: &[Line], of: impl Fn(&Line) -> u32) -> Vec<u32> {
    let mut sum = 0;
    let mut made = vec![0];
    made.extend(lines.iter().map(|line| {
        sum += of(line);
        sum
    }));
    made
}

/// Index of a phrase's reason; checked by a test.
fn reason(name: &str) -> usize {
    REASONS.iter().position(|r| *r == name).unwrap_or(0)
}

impl Lines {
    pub fn new(lines: Vec<Line>) -> Self {
        let (related, comments, corporate) =
            (reason("related_links"), reason("comments"), reason("corporate"));
        let prose_words = |l: &Line| if l.is_prose() { l.words } else { 0 };
        let words = lines.iter().map(|l| l.words).sum();
        let glued = share(lines.iter().filter(|l| l.breaks == 0).count() as u32, lines.len() as u32);
        let since_prose = since(&lines, Line::is_prose);
        Lines {
            prose: sums(&lines, prose_words),
            short: sums(&lines, |l| u32::from(l.words <= 4)),
            phrased: sums(&lines, |l| u32::from(l.boilerplate() >= 3.0)),
            runs: runs(&lines),
            until_prose: until(&lines, Line::is_prose),
            since_title: since(&lines, |l| l.title >= 0.7 && l.words >= 4),
            since: [
                since(&lines, |l| l.heads(related)),
                since(&lines, |l| l.heads(comments)),
                since(&lines, |l| l.heads(corporate)),
            ],
            until_related: until(&lines, |l| l.heads(related)),
            since_prose,
            words,
            glued,
            lines,
        }
    }

    pub fn lines(&self) -> &[Line] {
        &self.lines
    }

    /// True for a short line with no prose near it, on a page that has prose: not worth a model's time.
    pub fn is_hopeless(&self, at: usize) -> bool {
        self.lines[at].words <= 3
            && self.prose[self.lines.len()] > 0
            && self.window(&self.prose, at, 12) == 0.0
    }

    fn window(&self, of: &[u32], at: usize, reach: usize) -> f32 {
        let last = self.lines.len();
        (of[(at + reach + 1).min(last)] - of[at.saturating_sub(reach)]) as f32
    }

    /// Writes the features of line `at`, in the order of [`names`].
    pub fn write(&self, at: usize, to: &mut Vec<f32>) {
        let line = &self.lines[at];
        let count = self.lines.len();
        let words = line.words.max(1) as f32;
        let flag = |b: bool| f32::from(u8::from(b));
        let breaks = |b: Option<&Line>| b.map_or(4.0, |l| f32::from(l.breaks.min(4)));
        to.extend_from_slice(&[
            log(line.words),
            line.chars as f32 / words,
            line.sentences as f32,
            words / (line.sentences + 1) as f32,
            flag(line.ends_sentence),
            flag(line.ends_colon),
            flag(line.ends_open),
            line.commas as f32 / words,
            line.density(),
            log(line.stopwords),
            share(line.title_words, line.words),
            share(line.caps_words, line.words),
            share(line.digit_words, line.words),
            share(line.digits, line.chars),
            flag(line.opens_lower),
            flag(line.opens_digit),
            flag(line.opens_mark),
            line.quotes.min(9) as f32,
            line.separators.min(9) as f32,
            flag(line.address),
            flag(line.copyright),
            flag(line.clock),
            flag(line.year),
            flag(line.bulleted),
            f32::from(line.breaks.min(4)),
            breaks(self.lines.get(at + 1)),
            line.title,
            line.copies.min(9) as f32,
            line.copies_before.min(9) as f32,
            flag(line.is_prose()),
            line.boilerplate(),
            line.openings.min(9) as f32,
            line.openings_before.min(9) as f32,
            line.shared,
            line.main,
            line.topic,
        ]);
        to.extend(line.phrases.iter().map(|p| f32::from(*p)));
        for d in OFFSETS {
            match at.checked_add_signed(d as isize).and_then(|i| self.lines.get(i)) {
                Some(l) => to.extend_from_slice(&[
                    log(l.words),
                    l.density(),
                    flag(l.ends_sentence),
                    l.boilerplate(),
                    share(l.title_words, l.words),
                ]),
                None => to.extend_from_slice(&[-1.0; NEIGHBOUR.len()]),
            }
        }
        let prose_all = self.prose[count];
        let (run_words, run_rank, run_place) = self.runs[at];
        to.extend_from_slice(&[
            log(at as u32),
            log((count - 1 - at) as u32),
            at as f32 / count as f32,
            share(self.prose[at], prose_all),
            share(prose_all - self.prose[at + 1], prose_all),
            self.window(&self.prose, at, 4),
            self.window(&self.prose, at, 12),
            self.window(&self.prose, at, 12) / prose_all.max(1) as f32,
            self.window(&self.short, at, 6),
            self.window(&self.phrased, at, 6),
            self.since_prose[at] as f32,
            self.until_prose[at] as f32,
            log(run_words),
            share(run_words, prose_all),
            run_rank as f32,
            run_place,
            self.since_title[at] as f32,
            self.since[0][at] as f32,
            self.since[1][at] as f32,
            self.since[2][at] as f32,
            self.until_related[at] as f32,
            log(self.words),
            share(prose_all, self.words),
            self.glued,
        ]);
        let near = &self.lines[at.saturating_sub(3)..(at + 4).min(count)];
        let words: f32 = near.iter().map(|l| l.words as f32).sum::<f32>().max(1.0);
        let mean = |of: fn(&Line) -> f32| near.iter().map(|l| of(l) * l.words as f32).sum::<f32>() / words;
        to.extend_from_slice(&[mean(|l| l.shared), mean(|l| l.main), mean(|l| l.topic)]);
    }
}

/// For each line, the run of prose it belongs to (or that follows within the gap): words, rank by words, place in it.
fn runs(lines: &[Line]) -> Vec<(u32, u32, f32)> {
    let mut found: Vec<(usize, usize, u32)> = Vec::new();
    for (i, line) in lines.iter().enumerate().filter(|(_, l)| l.is_prose()) {
        match found.last_mut() {
            Some((_, end, words)) if i - *end <= RUN_GAP as usize + 1 => {
                *end = i;
                *words += line.words;
            }
            _ => found.push((i, i, line.words)),
        }
    }
    let mut order: Vec<usize> = (0..found.len()).collect();
    order.sort_by_key(|r| std::cmp::Reverse(found[*r].2));
    let mut made = vec![(0, 20, -1.0); lines.len()];
    for (rank, run) in order.into_iter().enumerate() {
        let (from, to, words) = found[run];
        for (i, at) in made.iter_mut().enumerate().take(to + 1).skip(from) {
            *at = (words, rank.min(20) as u32, (i - from) as f32 / (to - from).max(1) as f32);
        }
    }
    made
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::flat;

    #[test]
    fn as_many_features_as_names() {
        let document = flat::document(
            "Home\nNews\n\nThe harbour was closed on Tuesday after a crane fell into the water, it said.\n\nAll rights reserved",
        );
        let lines = Lines::new(lines(&document, None, 9));
        let mut row = Vec::new();
        lines.write(2, &mut row);
        assert_eq!(row.len(), names().len());
        assert!(row.iter().all(|v| v.is_finite()));
        assert!(lines.lines()[2].is_prose() && lines.lines()[3].phrases[reason("copyright")] > 0);
        for name in ["related_links", "comments", "corporate"] {
            assert_eq!(REASONS[reason(name)], name);
        }
    }
}
