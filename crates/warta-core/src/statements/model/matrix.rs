//! The few matrix operations of the network, compiled for what the machine at hand can do at once.
//!
//! Weights are bytes with a scale a column, and what they are multiplied with is brought to 15 bits a number by a scale a row, so
//! that products are sums of whole numbers: twice as many at once as of floats, and the same on every machine in any order.

use std::ops::Range;

use pulp::{Arch, NullaryFnOnce};

/// Columns of a tile: two vectors of sums on most machines.
pub const PANEL: usize = 16;
/// The largest whole number that a row is brought to; a sum of a thousand products with bytes stays below 2^31.
const MOST: f32 = 16_383.0;
/// Added to a small number, it leaves the nearest whole number in the lower bits.
const ROUND: f32 = 12_582_912.0;

/// Numbers in rows.
#[derive(Clone, Debug, Default)]
pub struct Matrix {
    /// Numbers in a row.
    pub width: usize,
    /// Row after row.
    pub values: Vec<f32>,
}

impl Matrix {
    /// All rows are `row`.
    pub fn repeated(rows: usize, row: &[f32]) -> Matrix {
        Matrix { width: row.len(), values: row.repeat(rows) }
    }

    /// Zeros.
    pub fn zeros(rows: usize, width: usize) -> Matrix {
        Matrix { width, values: vec![0.0; rows * width] }
    }

    /// How many rows there are.
    pub fn rows(&self) -> usize {
        self.values.len().checked_div(self.width).unwrap_or(0)
    }

    /// One row.
    #[inline(always)]
    pub fn row(&self, at: usize) -> &[f32] {
        &self.values[at * self.width..][..self.width]
    }

    /// One row, to be written.
    #[inline(always)]
    pub fn row_mut(&mut self, at: usize) -> &mut [f32] {
        &mut self.values[at * self.width..][..self.width]
    }
}

/// Weights of a product: panels of [`PANEL`] columns, two numbers of a column side by side, as they are multiplied together.
#[derive(Clone, Debug, Default)]
pub struct Weights {
    depth: usize,
    columns: usize,
    panels: Vec<[[i8; 2]; PANEL]>,
    scales: Vec<[f32; PANEL]>,
}

impl Weights {
    /// Of columns of `depth` bytes with a scale each; columns up to the next whole panel are zero.
    pub fn new(columns: &[i8], depth: usize, scales: &[f32]) -> Weights {
        let mut made = Weights { depth, ..Weights::default() };
        let size = depth * PANEL;
        if size == 0 {
            return made;
        }
        made.columns = columns.len() / depth;
        for (columns, scales) in columns.chunks(size).zip(scales.chunks(PANEL)) {
            for k in (0..depth).step_by(2) {
                let at = |column: usize, k: usize| match columns.get(column * depth + k) {
                    Some(&weight) if k < depth => weight,
                    _ => 0,
                };
                made.panels.push(std::array::from_fn(|column| [at(column, k), at(column, k + 1)]));
            }
            made.scales.push(std::array::from_fn(|column| scales.get(column).copied().unwrap_or(0.0)));
        }
        made
    }

    /// Numbers in a row of the product.
    pub fn width(&self) -> usize {
        self.scales.len() * PANEL
    }

    /// Numbers in a row of what is multiplied, whole panels.
    pub fn stride(&self) -> usize {
        self.depth.next_multiple_of(PANEL)
    }
}

/// Rows as whole numbers with a scale each.
#[derive(Clone, Debug, Default)]
pub struct Whole {
    pairs: usize,
    numbers: Vec<[i16; 2]>,
    scales: Vec<f32>,
}

impl Whole {
    /// Of rows of the stride of what they are multiplied with.
    pub fn of(x: &[f32], by: &Weights) -> Whole {
        let mut made = Whole::default();
        made.bring(x, by);
        made
    }

    /// As [`Whole::of`], in place of the rows that were there.
    pub fn bring(&mut self, x: &[f32], by: &Weights) {
        let stride = by.stride();
        let rows = x.len().checked_div(stride).unwrap_or(0);
        self.pairs = by.depth.div_ceil(2);
        self.numbers.resize(rows * self.pairs, [0; 2]);
        self.scales.resize(rows, 0.0);
        Arch::new().dispatch(Bring { x, stride, made: self });
    }
}

/// Adds the product of `rows` of `x` and `weights` to `out`, row by row.
pub fn multiply(x: &Whole, rows: Range<usize>, weights: &Weights, out: &mut [f32]) {
    dispatch(x, rows, weights, (), out);
}

/// As [`multiply`], but what the product is added to are rows of `base`, by number; `out` is written over.
pub fn multiply_onto(
    x: &Whole,
    rows: Range<usize>,
    weights: &Weights,
    base: (&[f32], &[u32]),
    out: &mut [f32],
) {
    dispatch(x, rows, weights, base, out);
}

fn dispatch<B: Base>(x: &Whole, rows: Range<usize>, weights: &Weights, base: B, out: &mut [f32]) {
    let pairs = x.pairs;
    let product = Product {
        x: &x.numbers[rows.start * pairs..rows.end * pairs],
        scales: &x.scales[rows],
        pairs,
        weights,
        base,
        out,
    };
    #[cfg(target_arch = "x86_64")]
    if let Some(simd) = pulp::x86::V3::try_new() {
        return simd.vectorize(wide::Wide(simd, product));
    }
    Arch::new().dispatch(product);
}

/// What a product is added to.
trait Base: Copy {
    /// The numbers for one row and panel, of which `out` may hold them.
    fn panel(self, row: usize, width: usize, panel: usize, out: &[f32; PANEL]) -> [f32; PANEL];
}

impl Base for () {
    #[inline(always)]
    fn panel(self, _: usize, _: usize, _: usize, out: &[f32; PANEL]) -> [f32; PANEL] {
        *out
    }
}

impl Base for (&[f32], &[u32]) {
    #[inline(always)]
    fn panel(self, row: usize, width: usize, panel: usize, _: &[f32; PANEL]) -> [f32; PANEL] {
        let from = self.1[row] as usize * width + panel * PANEL;
        *self.0[from..].first_chunk().expect("whole panels")
    }
}

/// Brings rows to whole numbers.
struct Bring<'a> {
    x: &'a [f32],
    stride: usize,
    made: &'a mut Whole,
}

impl NullaryFnOnce for Bring<'_> {
    type Output = ();

    #[inline(always)]
    fn call(self) {
        let Bring { x, stride, made: Whole { pairs, numbers, scales } } = self;
        let pairs = *pairs;
        for row in 0..scales.len() {
            let x = &x[row * stride..][..stride];
            let mut most = [0.0f32; PANEL];
            for at in (0..stride).step_by(PANEL) {
                let x = &x[at..at + PANEL];
                for lane in 0..PANEL {
                    most[lane] = if x[lane].abs() > most[lane] { x[lane].abs() } else { most[lane] };
                }
            }
            let mut largest = 1e-20f32;
            for lane in most {
                largest = if lane > largest { lane } else { largest };
            }
            let by = MOST / largest;
            scales[row] = largest / MOST;
            let numbers = &mut numbers[row * pairs..][..pairs];
            let x = &x[..2 * pairs];
            for at in 0..pairs {
                let near = |x: f32| (x * by + ROUND).to_bits() as i16;
                numbers[at] = [near(x[2 * at]), near(x[2 * at + 1])];
            }
        }
    }
}

/// A product of whole numbers.
struct Product<'a, B> {
    x: &'a [[i16; 2]],
    scales: &'a [f32],
    pairs: usize,
    weights: &'a Weights,
    base: B,
    out: &'a mut [f32],
}

impl<B: Base> NullaryFnOnce for Product<'_, B> {
    type Output = ();

    /// On machines without a tile of their own.
    #[inline(always)]
    fn call(self) {
        let Product { x, scales, pairs, weights, base, out } = self;
        let width = weights.width();
        for (row, &scale) in scales.iter().enumerate() {
            let x = &x[row * pairs..][..pairs];
            for panel in 0..weights.scales.len() {
                let lines = &weights.panels[panel * pairs..][..pairs];
                let mut sums = [0i32; PANEL];
                for k in 0..pairs {
                    let [a, b] = x[k].map(i32::from);
                    for column in 0..PANEL {
                        let [c, d] = lines[k][column].map(i32::from);
                        sums[column] += a * c + b * d;
                    }
                }
                let out = out[row * width + panel * PANEL..].first_chunk_mut().expect("whole panels");
                *out = sum(&base.panel(row, width, panel, out), &sums, scale, &weights.scales[panel]);
            }
        }
    }
}

/// What is there and the sums of one row and panel.
#[inline(always)]
fn sum(there: &[f32; PANEL], sums: &[i32; PANEL], scale: f32, scales: &[f32; PANEL]) -> [f32; PANEL] {
    let mut made = *there;
    for column in 0..PANEL {
        made[column] += sums[column] as f32 * (scale * scales[column]);
    }
    made
}

/// Products on machines with AVX2.
#[cfg(target_arch = "x86_64")]
mod wide {
    use std::arch::x86_64::__m128i;

    use pulp::NullaryFnOnce;
    use pulp::bytemuck::cast;
    use pulp::x86::V3;

    use super::{Base, PANEL, Product, sum};

    /// Rows that one tile of a product keeps in registers.
    const HIGH: usize = 6;

    pub(super) struct Wide<'a, B>(pub V3, pub Product<'a, B>);

    impl<B: Base> NullaryFnOnce for Wide<'_, B> {
        type Output = ();

        #[inline(always)]
        fn call(self) {
            let Wide(simd, mut product) = self;
            for panel in 0..product.weights.scales.len() {
                if product.weights.columns.saturating_sub(panel * PANEL) > PANEL / 2 {
                    rows::<2, B>(simd, &mut product, panel);
                } else {
                    // Forty columns are two panels and a half.
                    rows::<1, B>(simd, &mut product, panel);
                }
            }
        }
    }

    /// All rows of `HALVES` of one panel.
    #[inline(always)]
    fn rows<const HALVES: usize, B: Base>(simd: V3, product: &mut Product<'_, B>, panel: usize) {
        let mut row = 0;
        while row < product.scales.len() {
            // As even as can be: one row alone loads as many weights as six.
            let left = product.scales.len() - row;
            row += match left.div_ceil(left.div_ceil(HIGH)) {
                1 => tile::<1, HALVES, B>(simd, product, panel, row),
                2 => tile::<2, HALVES, B>(simd, product, panel, row),
                3 => tile::<3, HALVES, B>(simd, product, panel, row),
                4 => tile::<4, HALVES, B>(simd, product, panel, row),
                5 => tile::<5, HALVES, B>(simd, product, panel, row),
                _ => tile::<HIGH, HALVES, B>(simd, product, panel, row),
            };
        }
    }

    /// `ROWS` rows of one panel from `from` on; gives their number.
    #[inline(always)]
    fn tile<const ROWS: usize, const HALVES: usize, B: Base>(
        simd: V3,
        product: &mut Product<'_, B>,
        panel: usize,
        from: usize,
    ) -> usize {
        let Product { x, scales, pairs, weights, base, out } = product;
        let pairs = *pairs;
        let lines = &weights.panels[panel * pairs..][..pairs];
        let x = &x[from * pairs..];
        let zero = simd.avx._mm256_setzero_si256();
        let mut sums = [[zero; HALVES]; ROWS];
        let x: [&[[i16; 2]]; ROWS] = std::array::from_fn(|row| &x[row * pairs..][..pairs]);
        // By number: iterators are not inlined into what is compiled for other instructions than the rest.
        #[allow(clippy::needless_range_loop)]
        for k in 0..pairs {
            let halves: [__m128i; 2] = cast(lines[k]);
            let line = [simd.avx2._mm256_cvtepi8_epi16(halves[0]), simd.avx2._mm256_cvtepi8_epi16(halves[1])];
            for row in 0..ROWS {
                let by = simd.avx._mm256_set1_epi32(cast(x[row][k]));
                for half in 0..HALVES {
                    let product = simd.avx2._mm256_madd_epi16(by, line[half]);
                    sums[row][half] = simd.avx2._mm256_add_epi32(sums[row][half], product);
                }
            }
        }
        let width = weights.width();
        for row in 0..ROWS {
            let at = (from + row) * width + panel * PANEL;
            let out = out[at..].first_chunk_mut().expect("whole panels");
            let there = base.panel(from + row, width, panel, out);
            let mut whole = [zero; 2];
            whole[..HALVES].copy_from_slice(&sums[row]);
            *out = sum(&there, &cast(whole), scales[from + row], &weights.scales[panel]);
        }
        ROWS
    }
}

/// Adds what is positive in `more` to `sum`.
pub fn add_positive(sum: &mut [f32], more: &[f32]) {
    struct Sum<'a>(&'a mut [f32], &'a [f32]);
    impl NullaryFnOnce for Sum<'_> {
        type Output = ();

        #[inline(always)]
        fn call(self) {
            let length = self.0.len().min(self.1.len());
            let (sum, more) = (&mut self.0[..length], &self.1[..length]);
            for i in 0..length {
                sum[i] += more[i].max(0.0);
            }
        }
    }
    Arch::new().dispatch(Sum(sum, more));
}

/// One step of a long short-term memory: gates in the order in, forget, new, out, of `cell`'s length each.
pub fn remember(gates: &mut [f32], cell: &mut [f32], hidden: &mut [f32]) {
    struct Step<'a>(&'a mut [f32], &'a mut [f32], &'a mut [f32]);
    impl NullaryFnOnce for Step<'_> {
        type Output = ();

        #[inline(always)]
        fn call(self) {
            let Step(gates, cell, hidden) = self;
            let size = cell.len();
            let (input, rest) = gates.split_at_mut(size);
            let (forget, rest) = rest.split_at_mut(size);
            let (new, output) = rest.split_at_mut(size);
            let (output, hidden) = (&mut output[..size], &mut hidden[..size]);
            for i in 0..size {
                // Quotients with one division for the sum, and one for the product.
                let ((kept, by_kept), (let_in, by_let_in)) = (sigmoid(forget[i]), sigmoid(input[i]));
                let (fresh, by_fresh) = tanh(new[i]);
                let by_added = by_let_in * by_fresh;
                cell[i] = (kept * cell[i]).mul_add(by_added, let_in * fresh * by_kept) / (by_kept * by_added);
                let ((shown, by_shown), (told, by_told)) = (sigmoid(output[i]), tanh(cell[i]));
                hidden[i] = shown * told / (by_shown * by_told);
            }
        }
    }
    Arch::new().dispatch(Step(gates, cell, hidden));
}

/// `tanh` as a quotient of polynomials, within two millionths (fitted for the least largest error up to 7.2): what is above and
/// below the line.
#[inline(always)]
fn tanh(x: f32) -> (f32, f32) {
    let x = x.clamp(-7.2, 7.2);
    let y = x * x;
    let above = 3.821_385_2e-6_f32;
    let above = above.mul_add(y, 0.002_253_729_2);
    let above = above.mul_add(y, 0.122_759_61);
    let above = above.mul_add(y, 0.999_994_7);
    let below = 1.398_363_8e-4_f32;
    let below = below.mul_add(y, 0.020_963_32);
    let below = below.mul_add(y, 0.456_075);
    let below = below.mul_add(y, 1.0);
    (x * above, below)
}

/// The logistic function, likewise.
#[inline(always)]
fn sigmoid(x: f32) -> (f32, f32) {
    let (above, below) = tanh(0.5 * x);
    (above + below, 2.0 * below)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tanh_is_close() {
        for i in -1000..=1000 {
            let x = i as f32 / 100.0;
            let (above, below) = tanh(x);
            assert!((above / below - x.tanh()).abs() < 2e-6, "{x}");
        }
    }

    #[test]
    fn a_product_is_the_same_on_every_machine() {
        for (rows, depth, width) in [(1, 1, 1), (4, 3, 32), (5, 7, 35), (9, 37, 48), (3, 40, 5)] {
            let number = |i: usize| ((i * 7919 % 1009) as f32 - 500.0) / 311.0;
            let columns: Vec<i8> = (0..depth * width).map(|i| (i * 37 % 255) as i8).collect();
            let scales: Vec<f32> = (0..width).map(|i| number(i + 17) / 100.0).collect();
            let weights = Weights::new(&columns, depth, &scales);
            let stride = weights.stride();
            let x: Vec<f32> =
                (0..rows * stride).map(|i| if i % stride < depth { number(i) } else { 0.0 }).collect();
            let (mut out, mut plain) = (vec![1.0; rows * weights.width()], vec![1.0; rows * weights.width()]);
            let whole = Whole::of(&x, &weights);
            multiply(&whole, 0..rows, &weights, &mut out);
            let Whole { pairs, numbers: x_whole, scales: by } = &whole;
            let base = ();
            Product { x: x_whole, scales: by, pairs: *pairs, weights: &weights, base, out: &mut plain }
                .call();
            assert_eq!(out, plain);
            let mut onto = vec![9.0; out.len()];
            let same = vec![0; rows];
            multiply_onto(&whole, 0..rows, &weights, (&vec![1.0; weights.width()], &same), &mut onto);
            assert_eq!(out, onto);
            for r in 0..rows {
                for c in 0..width {
                    let sum: f32 =
                        (0..depth).map(|k| x[r * stride + k] * f32::from(columns[c * depth + k])).sum();
                    let close = 1.0 + sum * scales[c] - out[r * weights.width() + c];
                    assert!(close.abs() < 1e-2, "{close}");
                }
            }
        }
    }
}
