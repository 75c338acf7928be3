//! The few matrix operations of the network, compiled for what the machine at hand can do at once.
//!
//! Weights are small and stay in the cache as they are, so nothing is packed: at these sizes that halves the time of
//! a general library's product (measured on 140 articles).

use pulp::{Arch, NullaryFnOnce, Simd, WithSimd};

/// Rows that one tile of a product keeps in registers.
const HIGH: usize = 6;
/// Vectors of columns of it.
const WIDE: usize = 2;

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

    /// Columns as rows.
    pub fn turned(&self) -> Matrix {
        let rows = self.rows();
        let values = (0..self.width).flat_map(|c| (0..rows).map(move |r| self.values[r * self.width + c]));
        Matrix { width: rows, values: values.collect() }
    }
}

/// Adds the product of `x` (rows of `weights`' height) and `weights` to `out`, row by row.
pub fn multiply(x: &[f32], weights: &Matrix, out: &mut [f32]) {
    Arch::new().dispatch(Product { x, weights, out });
}

struct Product<'a> {
    x: &'a [f32],
    weights: &'a Matrix,
    out: &'a mut [f32],
}

impl WithSimd for Product<'_> {
    type Output = ();

    #[inline(always)]
    fn with_simd<S: Simd>(self, simd: S) {
        let Product { x, weights, out } = self;
        let (depth, width) = (weights.rows(), weights.width);
        if depth == 0 || width == 0 {
            return;
        }
        let rows = out.len() / width;
        let vectors = width / S::F32_LANES;
        let mut row = 0;
        while row < rows {
            let high = match rows - row {
                HIGH.. => HIGH,
                4.. => 4,
                2.. => 2,
                _ => 1,
            };
            let x = &x[row * depth..(row + high) * depth];
            let out = &mut out[row * width..(row + high) * width];
            let mut at = 0;
            while at < vectors {
                let wide = if vectors - at >= WIDE { WIDE } else { 1 };
                match (high, wide) {
                    (HIGH, WIDE) => tile::<S, HIGH, WIDE>(simd, x, weights, out, at),
                    (HIGH, _) => tile::<S, HIGH, 1>(simd, x, weights, out, at),
                    (4, WIDE) => tile::<S, 4, WIDE>(simd, x, weights, out, at),
                    (4, _) => tile::<S, 4, 1>(simd, x, weights, out, at),
                    (2, WIDE) => tile::<S, 2, WIDE>(simd, x, weights, out, at),
                    (2, _) => tile::<S, 2, 1>(simd, x, weights, out, at),
                    (_, WIDE) => tile::<S, 1, WIDE>(simd, x, weights, out, at),
                    _ => tile::<S, 1, 1>(simd, x, weights, out, at),
                }
                at += wide;
            }
            for column in vectors * S::F32_LANES..width {
                for (x, out) in x.chunks_exact(depth).zip(out.chunks_exact_mut(width)) {
                    for (by, weights) in x.iter().zip(weights.values.chunks_exact(width)) {
                        out[column] += by * weights[column];
                    }
                }
            }
            row += high;
        }
    }
}

/// `ROWS` rows and `VECTORS` vectors of columns from vector `at` on.
#[inline(always)]
fn tile<S: Simd, const ROWS: usize, const VECTORS: usize>(
    simd: S,
    x: &[f32],
    weights: &Matrix,
    out: &mut [f32],
    at: usize,
) {
    let (depth, width) = (weights.rows(), weights.width);
    let columns = at * S::F32_LANES..(at + VECTORS) * S::F32_LANES;
    let mut sums = [[simd.splat_f32s(0.0); VECTORS]; ROWS];
    let x: [&[f32]; ROWS] = std::array::from_fn(|row| &x[row * depth..][..depth]);
    let mut start = columns.start;
    // By number: iterators over rows of a length that is not known are not inlined here, and cost half the time.
    #[allow(clippy::needless_range_loop)]
    for k in 0..depth {
        let line = &S::as_simd_f32s(&weights.values[start..start + VECTORS * S::F32_LANES]).0[..VECTORS];
        start += width;
        for row in 0..ROWS {
            let by = simd.splat_f32s(x[row][k]);
            for vector in 0..VECTORS {
                sums[row][vector] = simd.mul_add_f32s(by, line[vector], sums[row][vector]);
            }
        }
    }
    for (row, sums) in sums.into_iter().enumerate() {
        let out = S::as_mut_simd_f32s(&mut out[row * width..][columns.clone()]).0;
        for (out, sum) in out.iter_mut().zip(sums) {
            *out = simd.add_f32s(*out, sum);
        }
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
                cell[i] = sigmoid(forget[i]) * cell[i] + sigmoid(input[i]) * tanh(new[i]);
                hidden[i] = sigmoid(output[i]) * tanh(cell[i]);
            }
        }
    }
    Arch::new().dispatch(Step(gates, cell, hidden));
}

/// `tanh` as a quotient of polynomials, within a millionth (coefficients of Eigen's `ptanh`).
#[inline(always)]
fn tanh(x: f32) -> f32 {
    let x = x.clamp(-7.9, 7.9);
    let y = x * x;
    let above = -2.760_768_5e-16_f32;
    let above = y * above + 2.000_188e-13;
    let above = y * above - 8.604_672e-11;
    let above = y * above + 5.122_297e-8;
    let above = y * above + 1.485_722_4e-5;
    let above = y * above + 6.372_619_3e-4;
    let above = y * above + 4.893_524_6e-3;
    let below = 1.198_258_4e-6_f32;
    let below = y * below + 1.185_347e-4;
    let below = y * below + 2.268_434_6e-3;
    let below = y * below + 4.893_525e-3;
    x * above / below
}

/// The logistic function.
#[inline(always)]
fn sigmoid(x: f32) -> f32 {
    0.5 + 0.5 * tanh(0.5 * x)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tanh_is_close() {
        for i in -1000..=1000 {
            let x = i as f32 / 100.0;
            assert!((tanh(x) - x.tanh()).abs() < 2e-6, "{x}");
        }
    }

    #[test]
    fn products_of_all_sizes() {
        for (rows, depth, width) in [(1, 1, 1), (4, 3, 32), (5, 7, 35), (9, 2, 64), (3, 40, 5)] {
            let number = |i: usize| ((i * 37 % 11) as f32) - 5.0;
            let x: Vec<f32> = (0..rows * depth).map(number).collect();
            let weights = Matrix { width, values: (0..depth * width).map(|i| number(i + 3)).collect() };
            let mut out = vec![1.0; rows * width];
            multiply(&x, &weights, &mut out);
            for r in 0..rows {
                for c in 0..width {
                    let sum: f32 = (0..depth).map(|k| x[r * depth + k] * weights.row(k)[c]).sum();
                    assert_eq!(out[r * width + c], 1.0 + sum);
                }
            }
        }
    }
}
