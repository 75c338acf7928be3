//! The second pass: what the first pass said of the blocks around a block, as numbers.

use super::features::{self, Measured, log1p};
use super::hints;
use super::structure::NONE;
use super::windows::{self, Counts};
use crate::document::Document;

/// Names of the features that the second pass adds to the first pass's row.
pub const NAMES: &[&str] = &[
    "p",
    "p_prev1",
    "p_prev2",
    "p_prev3",
    "p_next1",
    "p_next2",
    "p_next3",
    "p_window",
    "p_before",
    "p_after",
    "p_group",
    "p_e0",
    "p_e1",
    "p_e2",
    "p_e3",
    "mass_e0",
    "mass_e1",
    "mass_e2",
    "mass_before",
    "mass_after",
    "to_kept_before",
    "to_kept_after",
    "kept_blocks",
    "kept_chars",
    "p_max",
    "home2_levels",
    "home2_mass",
    "home2_inside_first",
    "home2_inside_last",
    "p_heading_next",
    "kind_mean_p",
    "first_kept_gap",
    "said_elsewhere",
];

/// Blocks with at least this probability count as kept by the first pass.
const KEPT: f32 = 0.5;
/// Blocks with at least this probability may yet be kept.
const MAYBE: f32 = 0.1;
/// Distances are cut here, in blocks.
const FAR: f32 = 40.0;
/// Blocks on either side that the window reaches.
const WINDOW: usize = 5;
/// Share of the page's expected article characters that makes an element the article's home.
const HOME_SHARE: f32 = 0.7;

/// Folded bytes of a block that another must repeat for it to count as said elsewhere.
const SAID_BYTES: usize = 20;

/// Folded bytes that repetitions are looked for in, and blocks that are looked up: an article has a tenth of it.
const SAID_MOST: usize = 100_000;
/// Blocks of a page above which none is looked up.
const LOOKED_UP: usize = 4_000;
/// Longest block that can be a pull quote, in words.
const PULL_QUOTE_WORDS: f32 = 60.0;

/// Sums over the page that every row needs, made once.
pub struct Context<'m> {
    made: &'m Measured,
    p: &'m [f32],
    /// Indexes of blocks with words.
    worded: Vec<u32>,
    /// Per block, its place in `worded`.
    place: Vec<u32>,
    /// Per place, characters times probability of all before it.
    mass: Vec<f32>,
    /// Per place, characters of all before it.
    chars: Vec<f32>,
    group: Vec<(f32, f32)>,
    kind: [(f32, f32); 10],
    kept: Vec<u32>,
    kept_chars: f32,
    most: f32,
    /// Folded words of all blocks that may be kept, to find pull quotes.
    said: Vec<u8>,
    counts: Counts,
}

const _: () = assert!(SAID_BYTES >= windows::COUNTED);

impl<'m> Context<'m> {
    /// Sums over the page; `p` has a probability per block.
    pub fn new(document: &Document<'_>, made: &'m Measured, p: &'m [f32]) -> Self {
        let mut c = Context {
            made,
            p,
            worded: Vec::new(),
            place: Vec::with_capacity(p.len()),
            mass: vec![0.0],
            chars: vec![0.0],
            group: vec![(0.0, 0.0); made.structure.groups.len()],
            kind: [(0.0, 0.0); 10],
            kept: Vec::new(),
            kept_chars: 0.0,
            most: 0.0,
            said: Vec::new(),
            counts: Counts::of(b""),
        };
        for (i, block) in document.blocks.iter().enumerate() {
            c.place.push(c.worded.len() as u32);
            if !block.has_words() {
                continue;
            }
            c.worded.push(i as u32);
            let chars = made.measures[i].chars as f32;
            c.mass.push(c.mass.last().unwrap_or(&0.0) + chars * p[i]);
            c.chars.push(c.chars.last().unwrap_or(&0.0) + chars);
            let group = &mut c.group[made.structure.group[i] as usize];
            *group = (group.0 + chars * p[i], group.1 + chars);
            let kind = &mut c.kind[features::kind_number(block.kind) as usize];
            *kind = (kind.0 + chars * p[i], kind.1 + chars);
            c.most = c.most.max(p[i]);
            if p[i] >= MAYBE && c.said.len() < SAID_MOST {
                hints::fold_onto(document.words(block), &mut c.said);
                c.said.push(b'\n');
            }
            if p[i] >= KEPT {
                c.kept.push(i as u32);
                c.kept_chars += chars;
            }
        }
        c.counts = Counts::of(&c.said);
        c
    }

    /// The second pass's row of block `i`, which must have words, appended to `row`.
    pub fn row(&self, document: &Document<'_>, i: usize, row: &mut Vec<f32>) {
        let at = self.place[i] as usize;
        match self.made.row(i) {
            Some(first_pass) => row.extend_from_slice(first_pass),
            None => row.resize(row.len() + features::NAMES.len(), 0.0),
        }
        let from = row.len();
        row.push(self.p[i]);
        for back in 1..=3 {
            row.push(at.checked_sub(back).map_or(-0.1, |w| self.p[self.worded[w] as usize]));
        }
        for ahead in 1..=3 {
            row.push(self.worded.get(at + ahead).map_or(-0.1, |&w| self.p[w as usize]));
        }
        let (low, high) = (at.saturating_sub(WINDOW), (at + WINDOW + 1).min(self.worded.len()));
        row.push(self.mean(low, high));
        row.push(self.mean(low, at));
        row.push(self.mean(at + 1, high));
        let group = self.group[self.made.structure.group[i] as usize];
        row.push(group.0 / group.1.max(1.0));
        let all = self.mass.last().copied().unwrap_or(0.0).max(1.0);
        let own = self.made.structure.of_block[i];
        let mut shares = [1.0; 3];
        let mut up = self.made.structure.around(own);
        for level in 0..4 {
            let Some(e) = up.next() else {
                row.push(-0.1);
                continue;
            };
            let (low, high) = self.places(e.first, e.last);
            row.push(self.mean(low, high));
            if let Some(share) = shares.get_mut(level) {
                *share = (self.mass[high] - self.mass[low]) / all;
            }
        }
        row.extend(shares);
        row.push(self.mass[at] / all);
        row.push((all - self.mass[(at + 1).min(self.mass.len() - 1)]).max(0.0) / all);
        let after = self.kept.partition_point(|&k| (k as usize) <= i);
        let before = self.kept.partition_point(|&k| (k as usize) < i);
        row.push(before.checked_sub(1).map_or(FAR, |k| self.distance(at, self.kept[k])));
        row.push(self.kept.get(after).map_or(FAR, |&k| self.distance(at, k)));
        row.push(log1p(self.kept.len() as f32));
        row.push(log1p(self.kept_chars));
        row.push(self.most);
        let home = self.made.structure.around(own).enumerate().find(|(_, e)| {
            let (low, high) = self.places(e.first, e.last);
            self.mass[high] - self.mass[low] >= HOME_SHARE * all
        });
        match home {
            Some((levels, e)) if own != NONE => {
                let (low, high) = self.places(e.first, e.last);
                row.push(levels as f32);
                row.push((self.mass[high] - self.mass[low]) / all);
                row.push(((at - low) as f32).min(FAR));
                row.push(((high - at) as f32).min(FAR));
            }
            _ => row.extend([30.0, 0.0, 0.0, 0.0]),
        }
        let next_heading = self.worded[at + 1..]
            .iter()
            .take(12)
            .find(|&&w| matches!(document.blocks[w as usize].kind, crate::document::BlockKind::Heading(_)));
        row.push(next_heading.map_or(-0.1, |&w| self.p[w as usize]));
        let kind = self.kind[features::kind_number(document.blocks[i].kind) as usize];
        row.push(kind.0 / kind.1.max(1.0));
        row.push(self.kept.first().map_or(FAR, |&k| (i as f32 - k as f32).clamp(-FAR, FAR)));
        row.push(self.said_elsewhere(i));
        debug_assert_eq!(row.len() - from, NAMES.len());
    }

    /// How often the block's words stand in blocks that may be kept, itself not counted.
    fn said_elsewhere(&self, i: usize) -> f32 {
        let folded = self.made.heads.of(i);
        let many = self.worded.len() > LOOKED_UP;
        if folded.len() < SAID_BYTES
            || self.p[i] < MAYBE
            || self.made.measures[i].words > PULL_QUOTE_WORDS
            || many
        {
            return 0.0;
        }
        // Once they are said by the block itself.
        if self.counts.most(folded) <= 1 {
            return 0.0;
        }
        let found = memchr::memmem::find_iter(&self.said, folded).take(3).count();
        (found as f32 - 1.0).max(0.0)
    }

    fn distance(&self, at: usize, block: u32) -> f32 {
        (at as f32 - self.place[block as usize] as f32).abs().min(FAR)
    }

    fn places(&self, first: u32, last: u32) -> (usize, usize) {
        let low = self.place[first as usize] as usize;
        let high = self.place.get(last as usize).map_or(self.worded.len(), |&p| p as usize);
        (low, high.max(low))
    }

    /// Mean probability, weighted by characters, of places `low..high`.
    fn mean(&self, low: usize, high: usize) -> f32 {
        if low >= high {
            return -0.1;
        }
        (self.mass[high] - self.mass[low]) / (self.chars[high] - self.chars[low]).max(1.0)
    }
}
