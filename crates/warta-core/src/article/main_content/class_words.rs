//! What the words of class, id, role and itemprop say of an element, learned from labelled pages.

use std::hash::{Hash, Hasher};
use std::sync::LazyLock;

use rustc_hash::{FxHashMap, FxHasher};

use crate::document::html::{Attr, Attrs, NodeId, Tree};

/// The learned table; see its first lines for origin and licence.
const TABLE: &str = include_str!("../../../models/class_words.tsv");

/// Weights by the words' hashes.
static WEIGHTS: LazyLock<FxHashMap<u64, f32>> = LazyLock::new(|| {
    TABLE
        .lines()
        .filter(|line| !line.starts_with('#'))
        .filter_map(|line| {
            let (word, weight) = line.split_once('\t')?;
            Some((word.bytes().fold(SEED, step), weight.parse().ok()?))
        })
        .collect()
});

/// FNV-1a, begun.
const SEED: u64 = 0xcbf2_9ce4_8422_2325;

/// FNV-1a, a byte on.
fn step(hash: u64, byte: u8) -> u64 {
    (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
}

/// Longest word that is looked up, in bytes; longer ones are generated names.
const LONGEST_WORD: usize = 24;
/// Words looked at per attribute; utility-class style sheets put dozens there.
const MOST_WORDS: usize = 24;

/// What the words of one element say.
#[derive(Clone, Copy, Debug, Default)]
pub struct Score {
    /// Log-odds that a block inside the element belongs to the article, summed over its words.
    pub sum: f32,
    /// The word that speaks most against it, 0 where none does.
    pub worst: f32,
    /// The word that speaks most for it, 0 where none does.
    pub best: f32,
}

/// Words of any other attribute that are looked at.
const MOST_OTHER_WORDS: usize = 6;

/// Attributes whose words count.
const COUNTED: Attrs = Attrs::of(&[
    Attr::CLASS,
    Attr::ID,
    Attr::ROLE,
    Attr::ITEMPROP,
    Attr::DATA_COMPONENT,
    Attr::DATA_TESTID,
    Attr::DATA_COMPONENT_NAME,
    Attr::DATA_TYPE,
]);

/// Scores of one page's elements: elements of one template have the same attributes, and are looked up once.
#[derive(Default)]
pub struct Scores {
    known: FxHashMap<u64, (Score, u64)>,
}

impl Scores {
    /// Looks up the words of the element (its name has features of its own and does not count here), and a hash of its
    /// class without digits, in which elements of one template differ ("item-3").
    pub fn of(&mut self, tree: &Tree<'_>, node: NodeId) -> (Score, u64) {
        let mut hasher = FxHasher::default();
        let mut any = false;
        for (name, value) in tree.attrs_of(node, COUNTED) {
            any = true;
            name.hash(&mut hasher);
            hasher.write(value.as_bytes());
        }
        if !any {
            return (Score::default(), 0);
        }
        *self.known.entry(hasher.finish()).or_insert_with(|| (score(tree, node), class_hash(tree, node)))
    }
}

/// Bytes of a class that tell templates apart.
const CLASS_BYTES: usize = 200;

fn class_hash(tree: &Tree<'_>, node: NodeId) -> u64 {
    let class = tree.attr(node, Attr::CLASS).unwrap_or("");
    let bytes = class.bytes().take(CLASS_BYTES).filter(|b| !b.is_ascii_digit());
    bytes.fold(SEED, step)
}

fn score(tree: &Tree<'_>, node: NodeId) -> Score {
    let weights = &*WEIGHTS;
    let mut score = Score::default();
    class_words(tree, node, |_, hash| {
        let weight = weights.get(&hash).copied().unwrap_or(0.0);
        score.sum += weight;
        score.worst = score.worst.min(weight);
        score.best = score.best.max(weight);
    });
    score.sum = score.sum.clamp(-6.0, 6.0);
    score
}

/// Calls `each` with every token of the element: `<name`, and the words of class, id, role and
/// itemprop, split at punctuation and at changes of case, lower-cased; each once.
pub fn tokens(tree: &Tree<'_>, node: NodeId, mut each: impl FnMut(&str)) {
    let token = format!("<{}", tree.name(node));
    if token.len() <= LONGEST_WORD {
        each(&token);
    }
    class_words(tree, node, |word, _| each(&word.to_ascii_lowercase()));
}

/// Calls `each` with every word of the element's attributes that count, as written, and the hash of its lower case; each
/// once.
fn class_words(tree: &Tree<'_>, node: NodeId, mut each: impl FnMut(&str, u64)) {
    let mut seen = [0u64; MOST_WORDS * 2];
    let mut count = 0;
    for (name, value) in tree.attrs_of(node, COUNTED) {
        let most = if matches!(name, Attr::CLASS | Attr::ID) { MOST_WORDS } else { MOST_OTHER_WORDS };
        words(value, most, |word, hash| {
            if count < seen.len() && !seen[..count].contains(&hash) {
                seen[count] = hash;
                count += 1;
                each(word, hash);
            }
        });
    }
}

/// Bytes of an attribute that are looked at: what tells stands at its beginning.
const LOOKED_AT: usize = 400;

fn words(value: &str, most: usize, mut each: impl FnMut(&str, u64)) {
    let mut left = most;
    let bytes = &value.as_bytes()[..value.len().min(LOOKED_AT)];
    let (mut start, mut hash) = (0, SEED);
    for at in 0..=bytes.len() {
        let byte = bytes.get(at).copied().unwrap_or(b' ');
        let letter = byte.is_ascii_alphabetic();
        let breaks =
            !letter || (byte.is_ascii_uppercase() && at > start && bytes[at - 1].is_ascii_lowercase());
        if breaks {
            if (2..=LONGEST_WORD).contains(&(at - start)) {
                each(&value[start..at], hash);
                left -= 1;
                if left == 0 {
                    return;
                }
            }
            (start, hash) = (at + usize::from(!letter), SEED);
        }
        if letter {
            hash = step(hash, byte.to_ascii_lowercase());
        }
    }
}

#[cfg(test)]
mod tests {
    #[test]
    fn words_split_at_punctuation_and_case() {
        let mut found = Vec::new();
        super::words("post__articleBody related-links2 ab-C", 9, |w, _| found.push(w.to_owned()));
        assert_eq!(found, ["post", "article", "Body", "related", "links", "ab"]);
    }
}
