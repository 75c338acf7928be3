//! Times in the visible text: which of them is the article's.
//!
//! Every line near the headline, and every line that says by its class words or a `time` element that it
//! holds a date, is read; a score ranks what was found.

use super::parse::{self, Locale, Reading};
use super::tokens::has_digits;
use crate::article::layout::{self, Layout};
use crate::article::page::Page;
use crate::document::RunKind;
use crate::languages::times::{self, Says};
use crate::span::Span;

/// A time that the page shows.
#[derive(Clone, Debug)]
pub(super) struct Shown {
    pub(super) reading: Reading,
    /// Bytes of `Document::text`.
    pub(super) span: Span,
    pub(super) raw: String,
    pub(super) rule: &'static str,
    pub(super) modified: bool,
    /// How likely it is the article's own; see [`ENOUGH`].
    pub(super) score: i32,
}

/// From this score a shown time may stand for the article; below it is only a witness (tuning part of htmldate's and fundus's pages).
pub(super) const ENOUGH: i32 = 3;
/// Lines longer than this many bytes are prose; the dates in them are the story's.
const LINE: usize = 240;
/// Blocks that are read at most, so that a calendar of thousands costs no more than a page.
const MOST: usize = 400;

/// Class words of elements that hold dates.
fn is_date_word(token: &str) -> bool {
    matches!(
        token,
        "date" | "dates" | "datum" | "datetime" | "time" | "timestamp" | "published" | "publish" | "pubdate" | "publication" | "posted" | "postdate" | "dateline" | "tanggal" | "tgl" | "waktu"
            | "fecha" | "data" | "datepublished" | "updated" | "created" | "postmetadata" | "zeit" | "day" | "dt" | "calendar"
    )
}

fn is_near_word(token: &str) -> bool {
    matches!(token, "meta" | "byline" | "info" | "author" | "submitted" | "postmeta" | "details" | "postinfo" | "credit" | "penulis" | "infos" | "posts" | "post" | "entry" | "header" | "tagline")
}

/// Reads the page's visible times, in reading order.
pub(super) fn shown(page: &Page<'_>, layout: &Layout, locale: Locale<'_>) -> Vec<Shown> {
    let document = page.document;
    let mut made = Vec::new();
    let mut read = 0;
    for (at, block) in document.blocks.iter().enumerate() {
        if block.span.is_empty() || read >= MOST {
            continue;
        }
        let line = document.words(block);
        let head = layout.in_head(at);
        let mut line = line;
        if line.len() > LINE {
            if !head {
                continue;
            }
            // A dateline may open the first paragraph: "Jakarta, 5 Maret 2025 -"
            let mut end = 80.min(line.len());
            while !line.is_char_boundary(end) {
                end -= 1;
            }
            line = &line[..end];
        }
        if !has_digits(line) {
            continue;
        }
        read += 1;
        let readings = parse::readings(line, locale);
        if readings.is_empty() {
            continue;
        }
        let mut score = 0;
        let (mut date_class, mut near_class) = (false, false);
        layout::classes(document, block.node, |level, token| {
            date_class |= level < 3 && is_date_word(token);
            near_class |= is_near_word(token);
        });
        let mut time_element = false;
        let runs = &document.runs[block.runs.start as usize..block.runs.end as usize];
        if let Some(tree) = &document.tree {
            for run in runs {
                time_element |= run.kind == RunKind::Time;
                layout::own_classes(tree, run.node, |t| date_class |= is_date_word(t));
            }
        }
        if date_class || time_element {
            score += 3;
        } else if near_class {
            score += 1;
        }
        if head {
            score += 3;
            // What stands just under the headline is the likeliest, above it the next.
            if let Some(headline) = layout.headline {
                score += match at as i32 - headline as i32 {
                    1..=6 => 2,
                    7..=12 | -4..=-1 => 1,
                    // A date in the headline is part of the story.
                    0 => -2,
                    _ => 0,
                };
            }
        }
        if layout.in_furniture(document, block.node) {
            score -= 4;
        }
        if block.hidden {
            score -= 1;
        }
        if block.linked as usize * 2 > block.span.len() && !date_class {
            score -= 2;
        }
        let mut from = 0;
        let several = readings.len() > 2;
        for reading in readings {
            let before = line[from..reading.span.start as usize].to_lowercase();
            let around = line.to_lowercase();
            let mut score = score;
            let said = times::last_said(&before);
            match said {
                Some(Says::Footer) => {
                    from = reading.span.end as usize;
                    continue;
                }
                Some(_) => score += 3,
                None => {}
            }
            let words = reading.span.len();
            if words * 2 >= line.len() {
                score += 2;
            } else if line.len() > 120 {
                score -= 2;
            }
            if reading.time.is_some() {
                score += 1;
            }
            if several || around.contains('©') {
                score -= 2;
            }
            let span = Span { start: block.span.start + reading.span.start, end: block.span.start + reading.span.end };
            from = reading.span.end as usize;
            let rule = if time_element {
                "time_element"
            } else if date_class {
                "date_class"
            } else if head {
                "near_headline"
            } else {
                "text"
            };
            made.push(Shown { reading, span, raw: reading.span.of(line).to_owned(), rule, modified: said == Some(Says::Modified), score });
        }
    }
    made
}
