//! A chain of labels over tokens: weights by hashed feature, the best chain and what each label's chance is.
//!
//! In a file a chain is three tensors: `NAME.hashes`, `NAME.weights` (a row of bytes for each hash, in steps of
//! [`STEP`]) and `NAME.steps` (weights of each label after each).

use safetensors::SafeTensors;

use super::tensors::{bytes, floats, numbers};

/// Most labels of a chain.
pub const MOST: usize = 5;
/// What one step of a stored weight is worth.
pub const STEP: f32 = 1.0 / 16.0;
/// The weight of what cannot be.
pub const NEVER: f32 = -1e4;

/// Features of a run of tokens, as hashes.
#[derive(Clone, Debug, Default)]
pub struct Rows {
    /// All hashes, token by token.
    pub flat: Vec<u32>,
    /// For each token where its hashes end.
    pub ends: Vec<u32>,
}

impl Rows {
    /// The hashes of token `i`.
    pub fn row(&self, i: usize) -> &[u32] {
        let start = if i == 0 { 0 } else { self.ends[i - 1] as usize };
        &self.flat[start..self.ends[i] as usize]
    }

    /// Tokens in all.
    pub fn len(&self) -> usize {
        self.ends.len()
    }

    /// True without a token.
    pub fn is_empty(&self) -> bool {
        self.ends.is_empty()
    }
}

/// Weights by label.
pub type Scores = [f32; MOST];

/// Weights of a label after another: `[before][label]`.
pub type Steps = [Scores; MOST];

/// True where label `to` may follow `from`: 0 is outside, odd labels open a span, even ones go on with it.
pub fn may_follow(from: usize, to: usize) -> bool {
    to == 0 || to % 2 == 1 || from == to || from + 1 == to
}

/// Weights of features and of steps between labels.
#[derive(Clone, Debug, Default)]
pub struct Chain {
    /// How many labels there are.
    pub labels: usize,
    /// Weights of steps.
    pub steps: Steps,
    /// Open addressing. A slot is a tag above a byte for each weight, moved up so that none is 0; 0 is empty.
    slots: Vec<u64>,
    /// A power of two: slots that a hash may begin at.
    places: usize,
    /// A bit for the upper bits of every hash: most features are unknown, and this is small enough to stay near.
    known: Vec<u64>,
}

/// Slots that are looked at without asking, as what cannot be foreseen is slow to ask.
const BESIDE: usize = 2;
/// Slots in which a hash may stand from its place on.
const FURTHEST: usize = 256;
/// So many that the rest of a hash fits beside the distance.
const LEAST_PLACES: usize = 1 << 16;
/// Features of a row that are looked up together, so that the machine waits for the memory once.
const TOGETHER: usize = 64;
/// What is added to a weight to make it a byte above 0.
const MIDDLE: i64 = 128;
/// Where the tag begins in a slot.
const TAG: u32 = 40;
/// Every second byte of the weights.
const SECOND: u64 = 0x00ff_00ff_00ff;
/// Bits of [`Chain::known`], as a power of two.
const KNOWN_BITS: u32 = 21;

/// The word and the bit that stand for a hash.
fn known_bit(hash: u32) -> (usize, u64) {
    let upper = hash >> (u32::BITS - KNOWN_BITS);
    ((upper / u64::BITS) as usize, 1 << (upper % u64::BITS))
}

impl Chain {
    /// Reads the chain called `name`; errors name the tensor.
    pub fn read(file: &SafeTensors<'_>, name: &str) -> Result<Chain, String> {
        let hashes = numbers(file, &format!("{name}.hashes"))?;
        let (labels, weights) = bytes(file, &format!("{name}.weights"))?;
        let flat = floats(file, &format!("{name}.steps"))?;
        if labels > MOST || weights.len() != hashes.len() * labels || flat.len() != labels * labels {
            return Err(format!("{name}: tensors do not fit"));
        }
        let mut steps = [[0.0; MOST]; MOST];
        for (row, flat) in steps.iter_mut().zip(flat.chunks_exact(labels)) {
            row[..labels].copy_from_slice(flat);
        }
        let rows = weights.chunks_exact(labels).map(|row| {
            let mut made = [0; MOST];
            made[..labels].copy_from_slice(row);
            made
        });
        Ok(Chain::new(labels, steps, hashes.into_iter().zip(rows)))
    }

    /// A chain with weights in steps of [`STEP`].
    pub fn new(labels: usize, steps: Steps, rows: impl Iterator<Item = (u32, [i8; MOST])>) -> Chain {
        let rows: Vec<_> = rows.collect();
        let mut made = Chain { labels, steps, ..Chain::default() };
        made.known = vec![0; 1 << (KNOWN_BITS - u64::BITS.trailing_zeros())];
        made.forbid();
        let mut places = (rows.len() * 2).next_power_of_two().max(LEAST_PLACES);
        while !made.fill(&rows, places) {
            places *= 2;
        }
        for (hash, _) in rows {
            let (word, bit) = known_bit(hash);
            made.known[word] |= bit;
        }
        made
    }

    /// False where a slot would stand too far from its place.
    fn fill(&mut self, rows: &[(u32, [i8; MOST])], places: usize) -> bool {
        self.places = places;
        self.slots = vec![0; places + FURTHEST + BESIDE];
        for &(hash, weights) in rows {
            let place = hash as usize & (places - 1);
            let Some(beyond) = (0..FURTHEST).find(|&n| self.slots[place + n] == 0) else { return false };
            let bytes = weights.iter().rev().fold(0, |all, &w| all << 8 | (i64::from(w) + MIDDLE) as u64);
            self.slots[place + beyond] = (self.tag(hash) | beyond as u64) << TAG | bytes;
        }
        true
    }

    /// The part of a hash that its place does not tell, above a byte for the distance from the place.
    fn tag(&self, hash: u32) -> u64 {
        u64::from(hash >> self.places.trailing_zeros()) << 8
    }

    /// Rules out the steps that make no span.
    pub fn forbid(&mut self) {
        for (from, weights) in self.steps.iter_mut().enumerate() {
            for (to, weight) in weights.iter_mut().enumerate() {
                if !may_follow(from, to) || to >= self.labels {
                    *weight = NEVER;
                }
            }
        }
    }

    /// The slot of a hash beyond those beside its place, or 0.
    #[cold]
    fn further(&self, hash: u32) -> u64 {
        let from = hash as usize & (self.places - 1);
        let tag = self.tag(hash);
        let run = self.slots[from..from + FURTHEST].iter().take_while(|&&slot| slot != 0);
        let found = run.enumerate().find(|&(beyond, slot)| slot >> TAG == tag | beyond as u64);
        found.map_or(0, |(_, &slot)| slot)
    }

    /// What the features of each token say for each label.
    pub fn scores(&self, rows: &Rows) -> Vec<Scores> {
        let mut made = vec![[0.0; MOST]; rows.len()];
        if self.places == 0 {
            return made;
        }
        for (i, made) in made.iter_mut().enumerate() {
            // Sums of bytes, with room for carries: a row has less than 256 features.
            let (mut even, mut odd, mut count) = (0u64, 0u64, 0i64);
            for hashes in rows.row(i).chunks(TOGETHER) {
                let mut likely = [0u32; TOGETHER];
                let mut length = 0;
                for &hash in hashes {
                    let (word, bit) = known_bit(hash);
                    likely[length & (TOGETHER - 1)] = hash;
                    length += usize::from(self.known[word] & bit != 0);
                }
                let likely = &likely[..length];
                let mut found = [[0u64; BESIDE]; TOGETHER];
                for (found, &hash) in found.iter_mut().zip(likely) {
                    let at = hash as usize & (self.places - 1);
                    *found = [self.slots[at], self.slots[at + 1]];
                }
                for (&[first, second], &hash) in found.iter().zip(likely) {
                    let tag = self.tag(hash);
                    let of = |slot: u64, tag: u64| if slot >> TAG == tag && slot != 0 { slot } else { 0 };
                    let mut slot = of(first, tag) | of(second, tag | 1);
                    if slot == 0 && first != 0 && second != 0 {
                        slot = self.further(hash);
                    }
                    even += slot & SECOND;
                    odd += slot >> 8 & SECOND >> 16;
                    count += i64::from(slot != 0);
                }
            }
            for (label, made) in made.iter_mut().enumerate() {
                let sum = (if label % 2 == 0 { even } else { odd }) >> (label / 2 * 16) & 0xffff;
                *made = (sum as i64 - MIDDLE * count) as f32 * STEP;
            }
        }
        made
    }
}

/// The best chain of labels.
pub fn best(scores: &[Scores], labels: usize, steps: &Steps) -> Vec<u8> {
    let mut back = vec![[0u8; MOST]; scores.len()];
    let mut now = [NEVER; MOST];
    now[0] = 0.0;
    for (score, back) in scores.iter().zip(&mut back) {
        let mut next = [NEVER * 2.0; MOST];
        for to in 0..labels {
            for from in 0..labels {
                let value = now[from] + steps[from][to];
                if value > next[to] {
                    next[to] = value;
                    back[to] = from as u8;
                }
            }
            next[to] += score[to];
        }
        now = next;
    }
    let mut label = (0..labels).max_by(|&a, &b| now[a].total_cmp(&now[b])).unwrap_or(0) as u8;
    let mut made = vec![0; scores.len()];
    for i in (0..scores.len()).rev() {
        made[i] = label;
        label = back[i][usize::from(label)];
    }
    made
}

/// `exp` of what is not above 0, within a hundred-thousandth of it: a whole power of 2, and a polynomial (Taylor's) for the rest.
#[inline(always)]
fn exp(x: f32) -> f32 {
    /// Added to a small number, it leaves the nearest whole number in the lower bits.
    const ROUND: f32 = 12_582_912.0;
    let x = (x * std::f32::consts::LOG2_E).max(-126.0);
    let rounded = x + ROUND;
    let rest = (x - (rounded - ROUND)) * std::f32::consts::LN_2;
    let power = f32::from_bits((rounded.to_bits().wrapping_sub(ROUND.to_bits()).wrapping_add(127)) << 23);
    let made = 1.0 / 720.0_f32;
    let made = made * rest + 1.0 / 120.0;
    let made = made * rest + 1.0 / 24.0;
    let made = made * rest + 1.0 / 6.0;
    let made = made * rest + 0.5;
    let made = made * rest + 1.0;
    (made * rest + 1.0) * power
}

/// The chance of each label at each token; `forward` and `made` are reused.
pub fn chances(
    scores: &[Scores],
    labels: usize,
    steps: &Steps,
    forward: &mut Vec<Scores>,
    made: &mut Vec<Scores>,
) {
    let n = scores.len();
    forward.clear();
    forward.resize(n, [0.0; MOST]);
    made.clear();
    made.resize(n, [0.0; MOST]);
    let steps = steps.map(|row| row.map(f32::exp));
    let mut now = [0.0f32; MOST];
    now[0] = 1.0;
    for i in 0..n {
        let most = scores[i][..labels].iter().copied().fold(f32::MIN, f32::max);
        let mut next = [0.0; MOST];
        let mut sum = 0.0;
        for to in 0..labels {
            // Kept here until the way back.
            made[i][to] = exp(scores[i][to] - most);
            let reached: f32 = (0..labels).map(|from| now[from] * steps[from][to]).sum();
            next[to] = reached * made[i][to];
            sum += next[to];
        }
        now = next.map(|x| x / sum.max(1e-30));
        forward[i] = now;
    }
    let mut later = [1.0f32; MOST];
    for i in (0..n).rev() {
        let own = made[i];
        for ((made, forward), later) in made[i].iter_mut().zip(&forward[i]).zip(&later) {
            *made = forward * later;
        }
        let sum: f32 = made[i].iter().sum();
        made[i] = made[i].map(|x| x / sum.max(1e-30));
        let mut before = [0.0; MOST];
        let mut sum = 0.0;
        for (from, before) in before.iter_mut().enumerate().take(labels) {
            *before = (0..labels).map(|to| steps[from][to] * own[to] * later[to]).sum();
            sum += *before;
        }
        later = before.map(|x| x / sum.max(1e-30));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn exp_is_close() {
        for i in 0..=8000 {
            let x = i as f32 / -100.0;
            assert!((exp(x) - x.exp()).abs() < 1e-5 * x.exp() + 1e-30, "{x}");
        }
        assert!(exp(-1e9) < 1e-30);
    }

    #[test]
    fn the_best_chain_opens_before_it_goes_on() {
        let mut steps = [[0.0; MOST]; MOST];
        steps[0][0] = 0.5;
        let rows = [(0xff, [0, 48, 0, 0, 0]), (0xa0, [0, 0, 32, 0, 0]), (0xb0, [16, 0, 0, 0, 0])];
        let chain = Chain::new(3, steps, rows.into_iter());
        let rows = Rows { flat: vec![0xa0, 0xff, 0xa0, 0xb0], ends: vec![1, 2, 3, 4] };
        let scores = chain.scores(&rows);
        assert_eq!(scores[1][1], 3.0);
        let labels = best(&scores, 3, &chain.steps);
        assert_eq!(labels, [0, 1, 2, 0]);
        let (mut forward, mut made) = (Vec::new(), Vec::new());
        chances(&scores, 3, &chain.steps, &mut forward, &mut made);
        assert!(made[1][1] > 0.8 && made[0][2] < 1e-6);
        assert!(made.iter().all(|row| (row.iter().sum::<f32>() - 1.0).abs() < 1e-3));
    }

    #[test]
    fn tensors_that_do_not_fit_are_named() {
        let data = [0u8; 8];
        let view = |kind, shape: &[usize], length| {
            safetensors::tensor::TensorView::new(kind, shape.to_vec(), &data[..length]).unwrap()
        };
        use safetensors::Dtype::{F32, I8, U32};
        let tensors = [
            ("a.hashes", view(U32, &[2], 8)),
            ("a.weights", view(I8, &[1, 2], 2)),
            ("a.steps", view(F32, &[1], 4)),
        ];
        let bytes = safetensors::serialize(tensors, None).unwrap();
        let file = SafeTensors::deserialize(&bytes).unwrap();
        assert_eq!(Chain::read(&file, "a").unwrap_err(), "a: tensors do not fit");
        assert!(Chain::read(&file, "b").unwrap_err().starts_with("b.hashes"));
    }
}
