//! A small recurrent network beside the chains' features: it reads every word in its context, once from the left and once from
//! the right, and adds what it holds to the scores of both stages.
//!
//! Words, endings and forms are looked up; a long short-term memory reads runs of whole paragraphs in both directions
//! (Hochreiter and Schmidhuber 1997); a linear layer scores cues. For each cue found, a token's part, the cue's part, and
//! what stands between them are added up and pass four dilated convolutions (Yu and Koltun 2016) that score source and
//! content. `training/network.py` fits it; weights are bytes with a scale a row, in a safetensors file.

use std::ops::Range;
use std::sync::{Mutex, PoisonError};

use rustc_hash::FxHashMap;
use safetensors::SafeTensors;

use super::crf::{MOST, Scores, Steps};
use super::features::{Page, Pair, Seen};
use super::matrix::{Matrix, PANEL, Weights, Whole, add_positive, multiply, multiply_onto, remember};
use super::tensors::{bytes, floats, numbers};

/// Paragraphs are read together up to this many tokens.
const CHUNK: usize = 160;
/// Tokens read at once: bounds the memory, and large products are fast.
const GROUP: usize = 4096;
/// Zero rows between two windows, so that no convolution sees the other: the widest dilation.
const GAP: usize = 8;
/// Dilations of the convolutions, in tokens.
const DILATIONS: [usize; 4] = [1, 2, 4, 8];

/// Row of words that training has not seen.
const UNKNOWN: usize = 1;

/// Kinds of tokens whose gates are kept from text to text, 4 kB each, in one table for each thread.
const KNOWN: usize = 4096;

/// Rows of bytes with a scale each.
#[derive(Clone, Debug, Default)]
struct Rows {
    width: usize,
    values: Vec<i8>,
    scales: Vec<f32>,
}

impl Rows {
    fn read(file: &SafeTensors<'_>, name: &str) -> Result<Rows, String> {
        let (width, values) = bytes(file, name)?;
        let scales = floats(file, &format!("{name}.scale"))?;
        if scales.len() * width != values.len() {
            return Err(format!("{name}: {} scales", scales.len()));
        }
        Ok(Rows { width, values, scales })
    }

    fn add_to(&self, row: usize, out: &mut [f32]) {
        let scale = self.scales[row];
        for (out, &value) in out.iter_mut().zip(&self.values[row * self.width..][..self.width]) {
            *out += f32::from(value) * scale;
        }
    }

    /// As columns of a product.
    fn weights(&self) -> Weights {
        Weights::new(&self.values, self.width, &self.scales)
    }

    /// As numbers, with zeros up to whole vectors in both directions.
    fn whole(&self) -> Matrix {
        let mut made = Matrix::zeros(whole_vectors(self.scales.len()), whole_vectors(self.width));
        for row in 0..self.scales.len() {
            self.add_to(row, made.row_mut(row));
        }
        made
    }
}

/// A product with a bias added to each row.
fn all_rows(x: &Whole, rows: usize, weights: &Weights, bias: &[f32]) -> Matrix {
    let mut made = Matrix::zeros(rows, weights.width());
    multiply_onto(x, 0..rows, weights, (bias, &vec![0; rows]), &mut made.values);
    made
}

/// The next whole panel, as all rows are.
fn whole_vectors(length: usize) -> usize {
    length.next_multiple_of(PANEL)
}

/// One direction of the memory; weights are transposed: inputs by gates, gates in the order in, forget, new, out.
#[derive(Clone, Debug)]
struct Direction {
    input: Weights,
    own: Weights,
    bias: Vec<f32>,
}

/// Gates of kinds of tokens (word, ending, form) before the memory's own part, a row each, in both directions.
#[derive(Debug, Default)]
struct Known {
    rows: FxHashMap<(u32, u16, u8), u32>,
    gates: [Matrix; 2],
}

/// Known kinds, one table for each thread that has read: taken out to read, then put back.
#[derive(Debug, Default)]
struct Kept(Mutex<Vec<Known>>);

impl Kept {
    fn take(&self) -> Known {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).pop().unwrap_or_default()
    }

    fn put(&self, known: Known) {
        // A long text with many rare words needs more rows than are worth keeping.
        if known.rows.len() <= KNOWN {
            self.0.lock().unwrap_or_else(PoisonError::into_inner).push(known);
        }
    }
}

impl Clone for Kept {
    fn clone(&self) -> Kept {
        Kept::default()
    }
}

/// The weights of the network.
#[derive(Clone, Debug)]
pub struct Network {
    kept: Kept,
    words: FxHashMap<u32, u32>,
    word: Rows,
    ending: Matrix,
    form: Matrix,
    /// Numbers of an ending and of a form.
    widths: [usize; 2],
    directions: [Direction; 2],
    cue: Weights,
    cue_bias: Vec<f32>,
    token: Weights,
    token_bias: Vec<f32>,
    first: Weights,
    last: Weights,
    distance: Matrix,
    place: Matrix,
    between: Matrix,
    chance: Vec<f32>,
    convolutions: Vec<([Weights; 3], Vec<f32>)>,
    out: Weights,
    out_bias: Vec<f32>,
    /// Weights of steps between labels of the first stage.
    pub cue_steps: Steps,
    /// As above, of the second.
    pub role_steps: Steps,
}

/// What the first pass keeps of each token for the second stage.
#[derive(Clone, Debug, Default)]
pub struct Read {
    /// The tokens that were read.
    pub range: Range<usize>,
    /// Scores of cues by token.
    pub cues: Vec<Scores>,
    /// Chance that a token belongs to a cue.
    pub chances: Vec<f32>,
    context: Matrix,
    /// The token's part of every pair.
    pub parts: Matrix,
}

impl Network {
    /// Reads a safetensors file; errors name the tensor.
    pub fn parse(weights: &[u8]) -> Result<Network, String> {
        let file = SafeTensors::deserialize(weights).map_err(|e| e.to_string())?;
        let matrix = |name: &str| Rows::read(&file, name).map(|rows| rows.whole());
        let turned = |name: &str| Rows::read(&file, name).map(|rows| rows.weights());
        let vector = |name: &str| -> Result<Vec<f32>, String> {
            let mut made = floats(&file, name)?;
            made.resize(whole_vectors(made.len()), 0.0);
            Ok(made)
        };
        let steps = |name: &str, labels: usize| -> Result<Steps, String> {
            let flat = floats(&file, name)?;
            let mut made = [[0.0; MOST]; MOST];
            for (from, row) in flat.chunks_exact(labels).enumerate().take(labels) {
                made[from][..labels].copy_from_slice(row);
            }
            Ok(made)
        };
        let words = numbers(&file, "words")?.into_iter().zip(UNKNOWN as u32 + 1..).collect();
        let direction = |name: &str| -> Result<Direction, String> {
            Ok(Direction {
                input: turned(&format!("{name}.input"))?,
                own: turned(&format!("{name}.own"))?,
                bias: vector(&format!("{name}.bias"))?,
            })
        };
        let convolutions = (0..DILATIONS.len())
            .map(|n| {
                let tap = |t: usize| turned(&format!("convolution.{n}.{t}"));
                Ok(([tap(0)?, tap(1)?, tap(2)?], vector(&format!("convolution.{n}.bias"))?))
            })
            .collect::<Result<_, String>>()?;
        Ok(Network {
            kept: Kept::default(),
            words,
            word: Rows::read(&file, "word")?,
            ending: matrix("ending")?,
            form: matrix("form")?,
            widths: [bytes(&file, "ending")?.0, bytes(&file, "form")?.0],
            directions: [direction("forward")?, direction("backward")?],
            cue: turned("cue")?,
            cue_bias: vector("cue.bias")?,
            token: turned("token")?,
            token_bias: vector("token.bias")?,
            first: turned("first")?,
            last: turned("last")?,
            distance: matrix("distance")?,
            place: matrix("place")?,
            between: matrix("between")?,
            chance: vector("chance")?,
            convolutions,
            out: turned("out")?,
            out_bias: vector("out.bias")?,
            cue_steps: steps("steps.cues", 3)?,
            role_steps: steps("steps.roles", MOST)?,
        })
    }

    /// Runs of whole paragraphs that are read together, and groups of them.
    pub fn groups(paragraphs: &[Range<usize>]) -> Vec<Vec<Range<usize>>> {
        let mut groups: Vec<Vec<Range<usize>>> = Vec::new();
        for paragraph in paragraphs {
            let group = groups.last_mut().filter(|g| paragraph.end - g[0].start <= GROUP);
            let Some(group) = group else {
                groups.push(vec![paragraph.clone()]);
                continue;
            };
            let chunk = group.last_mut().expect("groups are not empty");
            if paragraph.end - chunk.start <= CHUNK {
                chunk.end = paragraph.end;
            } else {
                group.push(paragraph.clone());
            }
        }
        groups
    }

    /// The row of gates of each token's kind; rows of kinds that are not known yet are made.
    fn kinds(&self, page: &Page<'_, '_>, range: &Range<usize>, known: &mut Known) -> Vec<u32> {
        let (mut new, mut before) = (Vec::new(), known.rows.len());
        let number = |known: &mut Known, new: &mut Vec<Seen>| -> Vec<u32> {
            let kind = |i| {
                let seen = page.seen(i);
                let next = known.rows.len() as u32;
                *known.rows.entry((seen.word, seen.ending, seen.form)).or_insert_with(|| {
                    new.push(seen);
                    next
                })
            };
            range.clone().map(kind).collect()
        };
        let mut kinds = number(known, &mut new);
        if known.rows.len() > KNOWN && before > 0 {
            (known.rows, before) = (FxHashMap::default(), 0);
            new.clear();
            kinds = number(known, &mut new);
        }
        let x = Whole::of(&self.embedded(&new).values, &self.directions[0].input);
        for (direction, gates) in self.directions.iter().zip(&mut known.gates) {
            let width = direction.input.width();
            gates.width = width;
            gates.values.resize(known.rows.len() * width, 0.0);
            let made = &mut gates.values[before * width..];
            multiply_onto(&x, 0..new.len(), &direction.input, (&direction.bias, &vec![0; new.len()]), made);
        }
        kinds
    }

    /// What stands for each of some kinds of tokens.
    fn embedded(&self, kinds: &[Seen]) -> Matrix {
        let (words, endings, forms) = (self.word.width, self.widths[0], self.widths[1]);
        let mut made = Matrix::zeros(kinds.len(), self.directions[0].input.stride());
        for (at, &Seen { word, ending, form, .. }) in kinds.iter().enumerate() {
            let (row, rest) = made.row_mut(at).split_at_mut(words);
            self.word.add_to(self.words.get(&word).map_or(UNKNOWN, |&w| w as usize), row);
            let (row, rest) = rest.split_at_mut(endings);
            row.copy_from_slice(&self.ending.row(usize::from(ending))[..endings]);
            rest[..forms].copy_from_slice(&self.form.row(usize::from(form))[..forms]);
        }
        made
    }

    /// Reads a group of chunks: scores of cues, and what pairs are made of.
    pub fn read(&self, page: &Page<'_, '_>, chunks: &[Range<usize>]) -> Read {
        let range = chunks[0].start..chunks[chunks.len() - 1].end;
        let rows = range.len();
        let mut known = self.kept.take();
        let kinds = self.kinds(page, &range, &mut known);
        let size = self.directions[0].own.stride();
        let mut context = Matrix::zeros(rows, 2 * size);
        for (at, direction) in self.directions.iter().enumerate() {
            direction.run(&known.gates[at], &kinds, chunks, at == 1, &mut context);
        }
        self.kept.put(known);
        let whole = Whole::of(&context.values, &self.cue);
        let cues = all_rows(&whole, rows, &self.cue, &self.cue_bias);
        let parts = all_rows(&whole, rows, &self.token, &self.token_bias);
        let cues: Vec<Scores> =
            cues.values.chunks_exact(cues.width).map(|r| [r[0], r[1], r[2], 0.0, 0.0]).collect();
        let chances = cues.iter().map(|r| 1.0 - 1.0 / (1.0 + (r[1] - r[0]).exp() + (r[2] - r[0]).exp()));
        Read { chances: chances.collect(), range, cues, context, parts }
    }

    /// The cue's part of its pairs.
    pub fn query(&self, read: &Read, cue: &Range<usize>) -> Vec<f32> {
        let mut made = vec![0.0; self.first.width()];
        for (token, weights) in [(cue.start, &self.first), (cue.end - 1, &self.last)] {
            let whole = Whole::of(read.context.row(token - read.range.start), weights);
            multiply(&whole, 0..1, weights, &mut made);
        }
        made
    }

    /// Scores of roles in each window; `parts` and `chances` are of all tokens.
    pub fn roles(
        &self,
        parts: &Matrix,
        chances: &[f32],
        pairs: &[(Range<usize>, &[f32], Vec<Pair>)],
    ) -> Vec<Vec<Scores>> {
        let width = self.token.width();
        let rows = GAP + pairs.iter().map(|(window, _, _)| window.len() + GAP).sum::<usize>();
        let mut x = Matrix::zeros(rows, width);
        let mut at = GAP;
        for (window, query, codes) in pairs {
            for (i, code) in window.clone().zip(codes) {
                let distance = self.distance.row(usize::from(code.distance));
                let place = self.place.row(usize::from(code.place));
                let between = self.between.row(usize::from(code.between));
                let (part, row) = (parts.row(i), x.row_mut(at));
                for n in 0..width {
                    let beside = query[n] + distance[n] + place[n] + between[n];
                    row[n] = (part[n] + beside + chances[i] * self.chance[n]).max(0.0);
                }
                at += 1;
            }
            at += GAP;
        }
        for ((taps, bias), dilation) in self.convolutions.iter().zip(DILATIONS) {
            let mut y = Matrix::repeated(rows, bias);
            let whole = Whole::of(&x.values, &taps[0]);
            for (tap, weights) in taps.iter().enumerate() {
                // A row sees itself and the rows a dilation before and after it.
                let (from, to) = match tap {
                    0 => (0, dilation),
                    1 => (0, 0),
                    _ => (dilation, 0),
                };
                let length = rows - from.max(to);
                multiply(
                    &whole,
                    from..from + length,
                    weights,
                    &mut y.values[to * width..(to + length) * width],
                );
            }
            let mut at = GAP * width;
            for (window, _, _) in pairs {
                let end = at + window.len() * width;
                add_positive(&mut x.values[at..end], &y.values[at..end]);
                at = end + GAP * width;
            }
        }
        let scores = all_rows(&Whole::of(&x.values, &self.out), rows, &self.out, &self.out_bias);
        let mut at = GAP;
        pairs
            .iter()
            .map(|(window, _, _)| {
                let rows = at..at + window.len();
                at += window.len() + GAP;
                rows.map(|row| std::array::from_fn(|label| scores.row(row)[label])).collect()
            })
            .collect()
    }
}

impl Direction {
    /// Steps through all chunks at once, the longest first, so that what still runs is a block of rows.
    fn run(&self, gates: &Matrix, kinds: &[u32], chunks: &[Range<usize>], backward: bool, out: &mut Matrix) {
        let (size, base) = (self.own.stride(), chunks[0].start);
        let mut order: Vec<&Range<usize>> = chunks.iter().collect();
        order.sort_by_key(|chunk| std::cmp::Reverse(chunk.len()));
        let mut hidden = Matrix::zeros(order.len(), size);
        let mut cell = Matrix::zeros(order.len(), size);
        let mut now = Matrix::zeros(order.len(), 4 * size);
        let mut read = Vec::with_capacity(order.len());
        let mut whole = Whole::default();
        for step in 0..order[0].len() {
            let running = order.partition_point(|chunk| chunk.len() > step);
            let token =
                |chunk: &Range<usize>| if backward { chunk.end - 1 - step } else { chunk.start + step } - base;
            read.clear();
            read.extend(order[..running].iter().map(|chunk| kinds[token(chunk)]));
            whole.bring(&hidden.values[..running * size], &self.own);
            multiply_onto(&whole, 0..running, &self.own, (&gates.values, &read), &mut now.values);
            for (n, chunk) in order[..running].iter().enumerate() {
                let hidden = hidden.row_mut(n);
                remember(now.row_mut(n), cell.row_mut(n), hidden);
                let side = usize::from(backward) * size;
                out.row_mut(token(chunk))[side..side + size].copy_from_slice(hidden);
            }
        }
    }
}
