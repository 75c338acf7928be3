//! What a model sees of each block of a flattened page: its words, its neighbours, its place.
//!
//! One pass over the text makes a [`Line`] per block; the context is read from the lines around it. All of it is
//! linear in the text.

use super::line::{Line, log, share};
use super::topic::runs;
use crate::languages::boilerplate::REASONS;

/// Names of the features, in the order in which [`Lines::write`] gives them.
pub(super) fn names() -> Vec<String> {
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
pub(super) struct Lines {
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::article::flat_content::line::lines;
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
