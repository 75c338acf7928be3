//! A small recurrent network beside the chains' features: it reads every word in its context, once from the left and once from
//! the right, and adds what it holds to the scores of both stages.
//!
//! Words, endings and forms are looked up; a long short-term memory reads runs of whole paragraphs in both directions
//! (Hochreiter and Schmidhuber 1997); a linear layer scores cues. For each cue found, a token's part, the cue's part, and
//! what stands between them are added up and pass four dilated convolutions (Yu and Koltun 2016) that score source and
//! content. `training/network.py` fits it; weights are bytes with a scale a row, in a safetensors file.

use std::ops::Range;

use ndarray::linalg::general_mat_mul;
use ndarray::{Array1, Array2, ArrayView2, ArrayViewMut2, Axis, Slice};
use rustc_hash::FxHashMap;
use safetensors::{Dtype, SafeTensors};

use super::crf::{MOST, Scores, Steps};
use super::features::{Page, Pair, Seen};

/// Paragraphs are read together up to this many tokens.
const CHUNK: usize = 160;
/// Tokens read at once: bounds the memory, and large products are fast.
const GROUP: usize = 4096;
/// Zero rows between two windows, so that no convolution sees the other: the widest dilation.
const GAP: usize = 8;
/// Dilations of the convolutions, in tokens.
const DILATIONS: [usize; 4] = [1, 2, 4, 8];

/// Rows of bytes with a scale each.
#[derive(Clone, Debug, Default)]
struct Rows {
    width: usize,
    values: Vec<i8>,
    scales: Vec<f32>,
}

impl Rows {
    fn read(file: &SafeTensors<'_>, name: &str) -> Result<Rows, String> {
        let tensor = file.tensor(name).map_err(|e| format!("{name}: {e}"))?;
        let [height, width] = tensor.shape()[..] else { return Err(format!("{name}: no matrix")) };
        if tensor.dtype() != Dtype::I8 {
            return Err(format!("{name}: no bytes"));
        }
        let scales = floats(file, &format!("{name}.scale"))?;
        if scales.len() != height || width == 0 {
            return Err(format!("{name}: {} scales for {height} rows", scales.len()));
        }
        Ok(Rows { width, values: tensor.data().iter().map(|&b| b as i8).collect(), scales })
    }

    fn add_to(&self, row: usize, out: &mut [f32]) {
        let scale = self.scales[row];
        for (out, &value) in out.iter_mut().zip(&self.values[row * self.width..][..self.width]) {
            *out += f32::from(value) * scale;
        }
    }

    fn whole(&self) -> Array2<f32> {
        let mut made = Array2::zeros((self.scales.len(), self.width));
        for (row, mut out) in made.rows_mut().into_iter().enumerate() {
            self.add_to(row, out.as_slice_mut().expect("rows lie together"));
        }
        made
    }
}

fn floats(file: &SafeTensors<'_>, name: &str) -> Result<Vec<f32>, String> {
    let tensor = file.tensor(name).map_err(|e| format!("{name}: {e}"))?;
    if tensor.dtype() != Dtype::F32 {
        return Err(format!("{name}: no floats"));
    }
    Ok(tensor.data().chunks_exact(4).map(|b| f32::from_le_bytes([b[0], b[1], b[2], b[3]])).collect())
}

/// One direction of the memory; weights are transposed: inputs by gates, gates in the order in, forget, new, out.
#[derive(Clone, Debug)]
struct Direction {
    input: Array2<f32>,
    own: Array2<f32>,
    bias: Array1<f32>,
}

/// The weights of the network.
#[derive(Clone, Debug)]
pub struct Network {
    words: FxHashMap<u32, u32>,
    word: Rows,
    ending: Array2<f32>,
    form: Array2<f32>,
    directions: [Direction; 2],
    cue: Array2<f32>,
    cue_bias: Array1<f32>,
    token: Array2<f32>,
    token_bias: Array1<f32>,
    first: Array2<f32>,
    last: Array2<f32>,
    distance: Array2<f32>,
    place: Array2<f32>,
    between: Array2<f32>,
    chance: Array1<f32>,
    convolutions: Vec<([Array2<f32>; 3], Array1<f32>)>,
    out: Array2<f32>,
    out_bias: Array1<f32>,
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
    context: Array2<f32>,
    /// The token's part of every pair.
    pub parts: Array2<f32>,
}

/// `tanh` as a quotient of polynomials, within 4e-7 (coefficients of Eigen's `ptanh`).
#[inline(always)]
fn tanh(x: f32) -> f32 {
    let x = x.clamp(-7.9, 7.9);
    let y = x * x;
    let p = -2.760_768_5e-16_f32;
    let p = y.mul_add_or(p, 2.000_188e-13);
    let p = y.mul_add_or(p, -8.604_672e-11);
    let p = y.mul_add_or(p, 5.122_297_1e-8);
    let p = y.mul_add_or(p, 1.485_722_4e-5);
    let p = y.mul_add_or(p, 6.372_619_3e-4);
    let p = y.mul_add_or(p, 4.893_525e-3);
    let q = 1.198_258_4e-6_f32;
    let q = y.mul_add_or(q, 1.185_347_1e-4);
    let q = y.mul_add_or(q, 2.268_434_6e-3);
    let q = y.mul_add_or(q, 4.893_525_2e-3);
    x * p / q
}

trait MulAddOr {
    fn mul_add_or(self, by: f32, plus: f32) -> f32;
}

impl MulAddOr for f32 {
    #[inline(always)]
    fn mul_add_or(self, by: f32, plus: f32) -> f32 {
        // `mul_add` calls a library where the machine's oldest form has no such instruction.
        self * by + plus
    }
}

#[inline(always)]
fn sigmoid(x: f32) -> f32 {
    0.5 + 0.5 * tanh(0.5 * x)
}

impl Network {
    /// Reads a safetensors file; errors name the tensor.
    pub fn parse(bytes: &[u8]) -> Result<Network, String> {
        let file = SafeTensors::deserialize(bytes).map_err(|e| e.to_string())?;
        let matrix = |name: &str| Rows::read(&file, name).map(|rows| rows.whole());
        let turned = |name: &str| matrix(name).map(|m| m.t().as_standard_layout().into_owned());
        let vector = |name: &str| floats(&file, name).map(Array1::from);
        let steps = |name: &str, labels: usize| -> Result<Steps, String> {
            let flat = floats(&file, name)?;
            let mut made = [[0.0; MOST]; MOST];
            for (from, row) in flat.chunks_exact(labels).enumerate().take(labels) {
                made[from][..labels].copy_from_slice(row);
            }
            Ok(made)
        };
        let keys = file.tensor("words").map_err(|e| format!("words: {e}"))?;
        let words = keys
            .data()
            .chunks_exact(4)
            .map(|b| u32::from_le_bytes([b[0], b[1], b[2], b[3]]))
            .zip(2u32..)
            .collect();
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
            words,
            word: Rows::read(&file, "word")?,
            ending: matrix("ending")?,
            form: matrix("form")?,
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

    fn embedded(&self, page: &Page<'_, '_>, range: &Range<usize>) -> Array2<f32> {
        let (words, endings) = (self.word.width, self.ending.ncols());
        let width = words + endings + self.form.ncols();
        let mut made = Array2::zeros((range.len(), width));
        for (mut row, i) in made.rows_mut().into_iter().zip(range.clone()) {
            let Seen { word, ending, form, .. } = page.seen(i);
            let row = row.as_slice_mut().expect("rows lie together");
            self.word.add_to(self.words.get(&word).map_or(1, |&w| w as usize), &mut row[..words]);
            row[words..words + endings].copy_from_slice(table(&self.ending, usize::from(ending)));
            row[words + endings..].copy_from_slice(table(&self.form, usize::from(form)));
        }
        made
    }

    /// Reads a group of chunks: scores of cues, and what pairs are made of.
    pub fn read(&self, page: &Page<'_, '_>, chunks: &[Range<usize>]) -> Read {
        let range = chunks[0].start..chunks[chunks.len() - 1].end;
        let x = self.embedded(page, &range);
        let size = self.directions[0].own.nrows();
        let mut context = Array2::zeros((range.len(), 2 * size));
        for (at, direction) in self.directions.iter().enumerate() {
            let mut gates = Array2::zeros((range.len(), 4 * size));
            gates += &direction.bias;
            general_mat_mul(1.0, &x, &direction.input, 1.0, &mut gates);
            let out = context.slice_axis_mut(Axis(1), Slice::from(at * size..(at + 1) * size));
            direction.run(&gates, chunks, range.start, at == 1, out);
        }
        let mut cues = Array2::zeros((range.len(), 3));
        cues += &self.cue_bias;
        general_mat_mul(1.0, &context, &self.cue, 1.0, &mut cues);
        let mut parts = Array2::zeros((range.len(), self.token.ncols()));
        parts += &self.token_bias;
        general_mat_mul(1.0, &context, &self.token, 1.0, &mut parts);
        let cues: Vec<Scores> = cues.rows().into_iter().map(|r| [r[0], r[1], r[2], 0.0, 0.0]).collect();
        let chances = cues.iter().map(|r| 1.0 - 1.0 / (1.0 + (r[1] - r[0]).exp() + (r[2] - r[0]).exp()));
        Read { chances: chances.collect(), range, cues, context, parts }
    }

    /// The cue's part of its pairs.
    pub fn query(&self, read: &Read, cue: &Range<usize>) -> Vec<f32> {
        let row = |i: usize| read.context.row(i - read.range.start);
        let made = row(cue.start).dot(&self.first) + row(cue.end - 1).dot(&self.last);
        made.to_vec()
    }

    /// Scores of roles in each window; `parts` and `chances` are of all tokens.
    pub fn roles(
        &self,
        parts: &Array2<f32>,
        chances: &[f32],
        pairs: &[(Range<usize>, &[f32], Vec<Pair>)],
    ) -> Vec<Vec<Scores>> {
        let width = self.token.ncols();
        let rows = GAP + pairs.iter().map(|(window, _, _)| window.len() + GAP).sum::<usize>();
        let mut x = Array2::<f32>::zeros((rows, width));
        let mut filled = vec![false; rows];
        let mut at = GAP;
        for (window, query, codes) in pairs {
            for (i, code) in window.clone().zip(codes) {
                let mut row = x.row_mut(at);
                let row = row.as_slice_mut().expect("rows lie together");
                let part = parts.row(i);
                let part = part.as_slice().expect("rows lie together");
                let chance = chances[i];
                let (d, p, b) = (
                    table(&self.distance, usize::from(code.distance)),
                    table(&self.place, usize::from(code.place)),
                    table(&self.between, usize::from(code.between)),
                );
                let scale = self.chance.as_slice().expect("one row");
                for (n, out) in row.iter_mut().enumerate() {
                    let sum = part[n] + query[n] + d[n] + p[n] + b[n] + chance * scale[n];
                    *out = sum.max(0.0);
                }
                filled[at] = true;
                at += 1;
            }
            at += GAP;
        }
        let mut y = Array2::<f32>::zeros((rows, width));
        for ((taps, bias), dilation) in self.convolutions.iter().zip(DILATIONS) {
            y.fill(0.0);
            y += bias;
            for (tap, weights) in taps.iter().enumerate() {
                // Row r sees rows r - dilation, r and r + dilation.
                let (from, to, length) = match tap {
                    0 => (0, dilation, rows - dilation),
                    1 => (0, 0, rows),
                    _ => (dilation, 0, rows - dilation),
                };
                let seen: ArrayView2<'_, f32> = x.slice_axis(Axis(0), Slice::from(from..from + length));
                let mut out = y.slice_axis_mut(Axis(0), Slice::from(to..to + length));
                general_mat_mul(1.0, &seen, weights, 1.0, &mut out);
            }
            for ((mut x, y), &filled) in x.rows_mut().into_iter().zip(y.rows()).zip(&filled) {
                if filled {
                    x.zip_mut_with(&y, |x, y| *x += y.max(0.0));
                }
            }
        }
        let mut scores = Array2::zeros((rows, MOST));
        scores += &self.out_bias;
        general_mat_mul(1.0, &x, &self.out, 1.0, &mut scores);
        let mut at = GAP;
        pairs
            .iter()
            .map(|(window, _, _)| {
                let rows = scores.slice_axis(Axis(0), Slice::from(at..at + window.len()));
                at += window.len() + GAP;
                rows.axis_iter(Axis(0)).map(|r| std::array::from_fn(|l| r[l])).collect()
            })
            .collect()
    }
}

fn table(rows: &Array2<f32>, at: usize) -> &[f32] {
    let width = rows.ncols();
    &rows.as_slice().expect("rows lie together")[at * width..][..width]
}

impl Direction {
    /// Steps through all chunks at once, the longest first, so that what still runs is a block of rows.
    fn run(
        &self,
        gates: &Array2<f32>,
        chunks: &[Range<usize>],
        base: usize,
        backward: bool,
        mut out: ArrayViewMut2<'_, f32>,
    ) {
        let size = self.own.nrows();
        let mut order: Vec<&Range<usize>> = chunks.iter().collect();
        order.sort_by_key(|chunk| std::cmp::Reverse(chunk.len()));
        let mut hidden = Array2::<f32>::zeros((order.len(), size));
        let mut cell = vec![0.0f32; order.len() * size];
        let mut now = Array2::<f32>::zeros((order.len(), 4 * size));
        for step in 0..order[0].len() {
            let running = order.partition_point(|chunk| chunk.len() > step);
            let token =
                |chunk: &Range<usize>| if backward { chunk.end - 1 - step } else { chunk.start + step } - base;
            for (n, chunk) in order[..running].iter().enumerate() {
                now.row_mut(n).assign(&gates.row(token(chunk)));
            }
            let mut block = now.slice_axis_mut(Axis(0), Slice::from(..running));
            general_mat_mul(1.0, &hidden.slice_axis(Axis(0), Slice::from(..running)), &self.own, 1.0, &mut block);
            for (n, chunk) in order[..running].iter().enumerate() {
                let gates = table(&now, n);
                let (input, rest) = gates.split_at(size);
                let (forget, rest) = rest.split_at(size);
                let (new, output) = rest.split_at(size);
                let cell = &mut cell[n * size..][..size];
                let mut row = hidden.row_mut(n);
                let row = row.as_slice_mut().expect("rows lie together");
                for i in 0..size {
                    cell[i] = sigmoid(forget[i]) * cell[i] + sigmoid(input[i]) * tanh(new[i]);
                    row[i] = sigmoid(output[i]) * tanh(cell[i]);
                }
                out.row_mut(token(chunk)).assign(&hidden.row(n));
            }
        }
    }
}
