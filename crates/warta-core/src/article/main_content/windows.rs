//! Windows of a text as classes, so that most searches in it need not be made.
//!
//! A window is [`WINDOW`] bytes that stand together. What is told of a class holds for all windows that fall into it, so an
//! answer may be yes in error and never no.

/// Bytes of a window.
const WINDOW: usize = 8;
/// Least bytes of words whose sayings are counted: wherever they stand, a window of theirs begins at a multiple of
/// [`WINDOW`].
pub const COUNTED: usize = 2 * WINDOW - 1;
/// Classes for each byte of a text: one in eight windows that do not stand in it falls together with one that does.
const CLASSES: usize = 8;
/// Classes for each counted window, of which there is one in eight bytes.
const CLASSES_COUNTED: usize = 16;

/// The class of a window among so many, a power of two.
fn class(window: &[u8; WINDOW], classes: usize) -> usize {
    let hash = u64::from_le_bytes(*window).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    (hash >> 32) as usize & (classes - 1)
}

/// All windows of a text, each of the bytes given.
fn windows(text: &[u8]) -> impl Iterator<Item = &[u8; WINDOW]> {
    text.windows(WINDOW).filter_map(|window| window.first_chunk())
}

/// Which windows stand in a text.
#[derive(Clone, Debug, Default)]
pub struct Standing {
    /// A bit for each class; none for a text shorter than a window.
    bits: Vec<u64>,
}

impl Standing {
    /// The windows of a text.
    pub fn of(text: &[u8]) -> Standing {
        let mut bits = match text.len() {
            0..WINDOW => Vec::new(),
            length => vec![0; (length * CLASSES).next_power_of_two() / 64],
        };
        for window in windows(text) {
            let class = class(window, bits.len() * 64);
            bits[class / 64] |= 1 << (class % 64);
        }
        Standing { bits }
    }

    /// False where `words` surely do not stand in the text; true for words shorter than a window.
    pub fn may_hold(&self, words: &[u8]) -> bool {
        let Some(last) = words.len().checked_sub(WINDOW) else { return true };
        !self.bits.is_empty()
            && [0, last / 2, last].into_iter().filter_map(|at| words[at..].first_chunk()).all(|window| {
                let class = class(window, self.bits.len() * 64);
                self.bits[class / 64] >> (class % 64) & 1 != 0
            })
    }
}

/// How often windows begin at a multiple of [`WINDOW`] in a text.
#[derive(Clone, Debug)]
pub struct Counts {
    /// Per class, 255 at most.
    counts: Vec<u8>,
}

impl Counts {
    /// The windows of a text.
    pub fn of(text: &[u8]) -> Counts {
        let (windows, _) = text.as_chunks();
        let mut counts = vec![0u8; (windows.len() * CLASSES_COUNTED).next_power_of_two()];
        for window in windows {
            let class = class(window, counts.len());
            counts[class] = counts[class].saturating_add(1);
        }
        Counts { counts }
    }

    /// How often `words`, of [`COUNTED`] bytes or more, stand in the text at most; right up to 255.
    pub fn most(&self, words: &[u8]) -> u32 {
        // Each time that they stand there, one window of any stretch of theirs is counted.
        let last = words.len() - COUNTED;
        let stretches = [0, last / 2, last].into_iter().map(|at| windows(&words[at..at + COUNTED]));
        let count = |window| u32::from(self.counts[class(window, self.counts.len())]);
        stretches.map(|stretch| stretch.map(count).sum()).min().unwrap_or(0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Text of few letters, so that stretches of it come again.
    fn text(length: usize) -> String {
        let mut state = 1u64;
        std::iter::repeat_with(|| {
            state = state.wrapping_mul(0x5851_f42d_4c95_7f2d).wrapping_add(1);
            if state >> 60 == 0 { 'b' } else { 'a' }
        })
        .take(length)
        .collect()
    }

    fn times(text: &str, words: &str) -> usize {
        text.as_bytes().windows(words.len()).filter(|w| *w == words.as_bytes()).count()
    }

    #[test]
    fn what_stands_there_is_never_denied() {
        for length in [0, 1, 7, 8, 9, 63, 500] {
            let text = text(length);
            let (standing, counts) = (Standing::of(text.as_bytes()), Counts::of(text.as_bytes()));
            for from in 0..length {
                assert!(standing.may_hold(&text.as_bytes()[from..]), "{length} {from}");
                if let Some(words) = text.get(from..from + COUNTED) {
                    let said = times(&text, words);
                    assert!(counts.most(words.as_bytes()) as usize >= said.min(255), "{length} {from}");
                }
            }
        }
    }

    #[test]
    fn most_of_what_does_not_stand_there_is_told() {
        let words: String = (0..200).map(|i| format!("kata{}", i * i)).collect();
        let others: Vec<String> = (0..200).map(|i| format!("{}lain-lain{i}", i * 7)).collect();
        let (standing, counts) = (Standing::of(words.as_bytes()), Counts::of(words.as_bytes()));
        let denied = others.iter().filter(|w| !standing.may_hold(w.as_bytes())).count();
        assert!(denied > 150, "{denied}");
        let long: Vec<&str> = others.iter().filter(|w| w.len() >= COUNTED).map(String::as_str).collect();
        assert!(long.iter().filter(|w| counts.most(w.as_bytes()) <= 1).count() * 2 > long.len());
        assert!(!Standing::default().may_hold(b"eight bytes"));
    }
}
