//! A linear-chain conditional random field over hashed features: reading its table, best labels, probabilities.

use rustc_hash::FxHashMap;

/// Weights of `L` labels.
pub struct Crf<const L: usize> {
    states: FxHashMap<u64, [f32; L]>,
    transitions: [[f32; L]; L],
}

/// Hashed features of each token of a sequence.
pub type Rows = Vec<Vec<u64>>;

impl<const L: usize> Crf<L> {
    /// Reads a table: `T from to weight` and `hash label weight`, tabs between, comments after `#`.
    pub fn read(table: &str, labels: &[&str; L]) -> Self {
        let label = |name: &str| labels.iter().position(|l| *l == name);
        let mut made = Crf { states: FxHashMap::default(), transitions: [[0.0; L]; L] };
        for line in table.lines().filter(|line| !line.starts_with('#')) {
            let cells: Vec<&str> = line.split('\t').collect();
            match cells[..] {
                ["T", from, to, weight] => {
                    if let (Some(from), Some(to), Ok(weight)) = (label(from), label(to), weight.parse()) {
                        made.transitions[from][to] = weight;
                    }
                }
                [hash, name, weight] => {
                    if let (Ok(hash), Some(name), Ok(weight)) =
                        (u64::from_str_radix(hash, 16), label(name), weight.parse())
                    {
                        made.states.entry(hash).or_insert([0.0; L])[name] = weight;
                    }
                }
                _ => {}
            }
        }
        made
    }

    /// Weights that it holds.
    pub fn len(&self) -> usize {
        self.states.len()
    }

    /// True for an empty table.
    pub fn is_empty(&self) -> bool {
        self.states.is_empty()
    }

    fn scores(&self, rows: &Rows) -> Vec<[f32; L]> {
        rows.iter()
            .map(|row| {
                let mut sum = [0.0; L];
                for feature in row {
                    if let Some(weights) = self.states.get(feature) {
                        for (total, weight) in sum.iter_mut().zip(weights) {
                            *total += weight;
                        }
                    }
                }
                sum
            })
            .collect()
    }

    /// The best labels (Viterbi) and their probability to the power of one over their length's root: a path over many
    /// tokens is not held against it for its length alone.
    pub fn best(&self, rows: &Rows) -> (Vec<usize>, f32) {
        let scores = self.scores(rows);
        let Some(first) = scores.first() else { return (Vec::new(), 0.0) };
        let mut best = *first;
        let mut back: Vec<[u8; L]> = Vec::with_capacity(scores.len());
        for row in &scores[1..] {
            let mut next = [0.0; L];
            let mut from = [0u8; L];
            for to in 0..L {
                let (at, value) = (0..L)
                    .map(|i| (i, best[i] + self.transitions[i][to]))
                    .max_by(|a, b| a.1.total_cmp(&b.1))
                    .expect("there are labels");
                next[to] = value + row[to];
                from[to] = at as u8;
            }
            best = next;
            back.push(from);
        }
        let (mut at, value) =
            best.iter().copied().enumerate().max_by(|a, b| a.1.total_cmp(&b.1)).expect("there are labels");
        let mut labels = vec![at];
        for from in back.iter().rev() {
            at = from[at] as usize;
            labels.push(at);
        }
        labels.reverse();
        let total = self.total(&scores);
        let root = (scores.len() as f32).sqrt().max(1.0);
        (labels, ((value - total) / root).exp().min(1.0))
    }

    /// The logarithm of the sum over all labellings.
    fn total(&self, scores: &[[f32; L]]) -> f32 {
        let mut forward = scores[0];
        for row in &scores[1..] {
            forward = self.step(&forward, row);
        }
        log_sum(&forward)
    }

    fn step(&self, forward: &[f32; L], row: &[f32; L]) -> [f32; L] {
        std::array::from_fn(|to| {
            let terms: [f32; L] = std::array::from_fn(|from| forward[from] + self.transitions[from][to]);
            log_sum(&terms) + row[to]
        })
    }

    /// The probability of each label at each token (forward-backward).
    pub fn marginals(&self, rows: &Rows) -> Vec<[f32; L]> {
        let scores = self.scores(rows);
        if scores.is_empty() {
            return Vec::new();
        }
        let mut forward = vec![scores[0]];
        for row in &scores[1..] {
            let next = self.step(&forward[forward.len() - 1], row);
            forward.push(next);
        }
        let total = log_sum(&forward[forward.len() - 1]);
        let mut backward = [0.0f32; L];
        let mut made = vec![[0.0; L]; scores.len()];
        for i in (0..scores.len()).rev() {
            for label in 0..L {
                made[i][label] = (forward[i][label] + backward[label] - total).exp();
            }
            let row = scores[i];
            backward = std::array::from_fn(|from| {
                let terms: [f32; L] =
                    std::array::from_fn(|to| self.transitions[from][to] + row[to] + backward[to]);
                log_sum(&terms)
            });
        }
        made
    }
}

fn log_sum<const L: usize>(terms: &[f32; L]) -> f32 {
    let most = terms.iter().copied().fold(f32::NEG_INFINITY, f32::max);
    most + terms.iter().map(|term| (term - most).exp()).sum::<f32>().ln()
}

#[cfg(test)]
mod tests {
    use super::*;

    const TABLE: &str = "# a test\nT\tO\tI\t-9\na\tB\t3\nb\tI\t2\nc\tO\t1\n";

    #[test]
    fn labels_and_probabilities_agree() {
        let crf = Crf::<3>::read(TABLE, &["O", "B", "I"]);
        let rows = vec![vec![0xa], vec![0xb], vec![0xc]];
        let (labels, path) = crf.best(&rows);
        assert_eq!(labels, [1, 2, 0]);
        assert!(path > 0.0 && path <= 1.0);
        for row in crf.marginals(&rows) {
            assert!((row.iter().sum::<f32>() - 1.0).abs() < 1e-4);
        }
        assert!(crf.best(&Vec::new()).0.is_empty());
    }
}
