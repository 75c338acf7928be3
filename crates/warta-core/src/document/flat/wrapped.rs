//! Lines wrapped at a column: found by what their ends have in common.

/// The column at which a text was wrapped, in characters.
#[derive(Clone, Copy, Debug)]
pub(super) struct Column {
    width: usize,
    /// Shortest line that a wrapped paragraph goes on from: the next word would not have fitted.
    least: usize,
}

/// Widths that people and mailers wrap at; narrower is verse or a table, wider is a paragraph.
const WIDTHS: std::ops::RangeInclusive<usize> = 40..=160;

/// Lines near the column that a text must have.
const MIN_FULL: usize = 4;

/// A line is full when this share of the column is used: words of news text rarely have more than a dozen letters.
const FULL: f32 = 0.8;

/// The column, where the text looks wrapped: no line is longer, most lines that hold prose come near it, and full
/// lines break inside their sentences.
pub(super) fn column<'l>(lines: impl Iterator<Item = &'l str>) -> Option<Column> {
    // Counts of line lengths; one longer than the widest column ends the search, as most texts do soon.
    let mut lengths = [0u32; 162];
    let mut ends: Vec<(u8, bool)> = Vec::new();
    for line in lines {
        let line = line.trim_end();
        let length = if line.len() <= *WIDTHS.end() {
            line.chars().count()
        } else {
            line.chars().take(*WIDTHS.end() * 4).count()
        };
        if length > *WIDTHS.end() {
            return None;
        }
        if length > 0 {
            lengths[length] += 1;
            ends.push((length as u8, ends_sentence(line)));
        }
    }
    let width = lengths.iter().rposition(|n| *n > 0)?;
    if !WIDTHS.contains(&width) {
        return None;
    }
    let least = (width as f32 * FULL) as usize;
    let half = (width / 2) as u8;
    let full = ends.iter().filter(|(length, _)| usize::from(*length) >= least).count();
    let open = ends.iter().filter(|(length, ends)| usize::from(*length) >= least && !ends).count();
    // Lines between half and full width: rare where paragraphs are wrapped (only their last lines), common where lines
    // are paragraphs, captions or headlines of any length.
    let between = ends.iter().filter(|(length, _)| *length >= half && usize::from(*length) < least).count();
    (full >= MIN_FULL && open * 10 >= full * 6 && full >= 2 * between).then_some(Column { width, least })
}

impl Column {
    /// True where the paragraph of a line goes on in the `next`: the line reaches the column, and either its sentence is
    /// open or the next word would not have fitted.
    pub(super) fn goes_on(self, line: &str, next: &str) -> bool {
        let length = line.chars().count();
        let word = next.split_whitespace().next().unwrap_or_default().chars().count();
        (self.least..=self.width).contains(&length)
            && (!ends_sentence(line) || length + 1 + word > self.width)
    }
}

fn ends_sentence(line: &str) -> bool {
    line.trim_end_matches(['"', '\'', '”', '’', '»', ')']).ends_with(['.', '!', '?', ':', '…'])
}
