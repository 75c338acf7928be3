//! A source taken apart: the name in it, the role before or after the name, the body inside the role.

use std::ops::Range;

use rustc_hash::FxHashMap;

use super::scene::Scene;
use super::tokens::Shape;
use crate::languages::attribution::{Kind, Stand, Title};

/// A noun phrase taken apart.
#[derive(Clone, Debug, Default)]
pub struct Parts {
    /// Tokens of the name.
    pub name: Option<Range<usize>>,
    /// Tokens of the role.
    pub role: Option<Range<usize>>,
    /// Tokens of the body inside the role.
    pub affiliation: Option<Range<usize>>,
    /// What its head says that it is.
    pub kind: Option<Title>,
}

/// For each capital word the first run of two or more names in the text that holds it.
pub fn name_runs(scene: &Scene<'_>) -> FxHashMap<u64, Range<usize>> {
    /// Words of the longest name.
    const LONGEST: usize = 4;
    let mut runs = FxHashMap::default();
    let tokens = scene.tokens;
    let mut i = 0;
    while i < tokens.len() {
        let named = |j: usize| {
            tokens.is_capital(j)
                && scene.title(j).is_none()
                && !scene.is_field(j)
                && !scene.cues(j).0.iter().any(|c| c.stand == Stand::Preposition)
                && !scene.is_weekday(j)
                && scene.outside(j)
                && !scene.is(Kind::Connective, j, j + 1)
                && !scene.is(Kind::Stop, j, j + 1)
        };
        if !named(i) {
            i += 1;
            continue;
        }
        let mut end = i + 1;
        while end < tokens.len() && named(end) && tokens.all[end].spaced {
            end += 1;
        }
        if (2..=LONGEST).contains(&(end - i)) {
            for j in i..end {
                runs.entry(tokens.all[j].hash).or_insert(i..end);
            }
        }
        i = end;
    }
    runs
}

/// Takes a source apart into name, role and body.
pub fn parts(scene: &Scene<'_>, range: &Range<usize>, runs: &FxHashMap<u64, Range<usize>>) -> Parts {
    let tokens = scene.tokens;
    // "The company", "A spokesman": the article says nothing of whom it is.
    let article = range.len() > 1 && scene.is(Kind::NameJoiner, range.start, range.end);
    let range = &(range.start + usize::from(article)..range.end);
    let kind = scene.title(range.start);
    let segments = segments(scene, range);
    // "Gatot Soebroto, Kepala BPBD" and "Kepala BPBD, Gatot Soebroto".
    if segments.len() >= 2 {
        let all_names = |s: &Range<usize>| {
            s.clone().any(|i| tokens.is_capital(i))
                && s.clone().all(|i| {
                    !scene.is_small(i)
                        || scene.is(Kind::NameJoiner, i, s.end)
                        || scene.title(i) == Some(Title::Person)
                })
        };
        // A name without a title first; then one that titles open.
        let plain = segments.iter().position(|s| scene.title(s.start).is_none() && all_names(s));
        let titled = || {
            // The longest, and of such the first: "Kapolres Selasih, AKBP [Niko Putra]".
            let words = |s: &Range<usize>| titled_name(scene, s).map_or(0, |name| name.len());
            (0..segments.len())
                .filter(|&i| scene.title(segments[i].start) == Some(Title::Person) && all_names(&segments[i]))
                .filter(|&i| words(&segments[i]) > 0)
                .min_by_key(|&i| std::cmp::Reverse(words(&segments[i])))
        };
        let named = plain.or_else(titled);
        if let Some(at) = named {
            let name = titled_name(scene, &segments[at]).unwrap_or(segments[at].clone());
            let role = if at == 0 {
                segments[1].start..range.end
            } else if name.start > segments[at].start {
                // A rank before the name belongs to the role: "Staf Umum, Kolonel [Andri]".
                range.start..name.start
            } else {
                range.start..segments[at - 1].end
            };
            let affiliation = body_in(scene, &role);
            return Parts { name: Some(name), role: Some(role), affiliation, kind: Some(Title::Person) };
        }
    }
    match kind {
        None if tokens.is_capital(range.start) => {
            let end = (range.start..range.end)
                .find(|&i| {
                    scene.is_small(i) && !scene.is(Kind::NameJoiner, i, range.end)
                        || tokens.is_mark(i, '(')
                        || tokens.is_mark(i, ',')
                })
                .unwrap_or(range.end);
            Parts { name: Some(range.start..end), ..Parts::default() }
        }
        Some(Title::Person) => {
            let Some(name) = titled_name(scene, range).or_else(|| known_name(scene, range, runs)) else {
                return Parts { kind, ..Parts::default() };
            };
            let role = range.start..name.start;
            let affiliation = body_in(scene, &role);
            Parts { role: (!role.is_empty()).then_some(role), name: Some(name), affiliation, kind }
        }
        Some(Title::Body) if range.clone().any(|i| tokens.is_capital(i)) => {
            Parts { name: Some(range.clone()), kind, ..Parts::default() }
        }
        _ if scene.is(Kind::Honorific, range.start, range.end) && range.len() > 1 => Parts {
            name: Some(range.start + 1..range.end),
            role: Some(range.start..range.start + 1),
            kind: Some(Title::Person),
            ..Parts::default()
        },
        kind => Parts { kind, ..Parts::default() },
    }
}

fn segments(scene: &Scene<'_>, range: &Range<usize>) -> Vec<Range<usize>> {
    let mut made = Vec::new();
    let mut start = range.start;
    for i in range.clone() {
        if scene.tokens.is_mark(i, ',') {
            if start < i {
                made.push(start..i);
            }
            start = i + 1;
        }
    }
    if start < range.end {
        made.push(start..range.end);
    }
    made
}

/// The name at the end of a phrase that opens with titles: "Kolonel Jenderal [Andrei Kartapolov]".
fn titled_name(scene: &Scene<'_>, range: &Range<usize>) -> Option<Range<usize>> {
    let from = (range.start..range.end).find(|&i| {
        scene.title(i) != Some(Title::Person)
            && !scene.is_field(i)
            && !scene.is(Kind::Honorific, i, range.end)
            && !scene.tokens.is_mark(i, '.')
    })?;
    // "Niko N. Putra": an initial counts as no word.
    let initial = |i: usize| {
        scene.tokens.is_mark(i, '.') && i > from || scene.tokens.is_mark(i + 1, '.') && i + 1 < range.end
    };
    let simple = (from..range.end).all(|i| is_name(scene, i) || initial(i));
    let words = (from..range.end).filter(|&i| !initial(i)).count();
    /// Words of the longest name that titles alone stand before.
    const LONGEST: usize = 3;
    (simple && words <= LONGEST && from > range.start).then_some(from..range.end)
}

/// A capital word that is neither a title, a word of a role nor an abbreviation.
fn is_name(scene: &Scene<'_>, i: usize) -> bool {
    scene.tokens.all[i].shape == Shape::Title && scene.title(i).is_none() && !scene.is_field(i)
}

/// The name at the end of a role, told by where the same words stand alone; else its last two capital words.
fn known_name(
    scene: &Scene<'_>,
    range: &Range<usize>,
    runs: &FxHashMap<u64, Range<usize>>,
) -> Option<Range<usize>> {
    let tokens = scene.tokens;
    let end = (range.start..range.end).rev().find(|&i| tokens.is_capital(i))? + 1;
    let mut from = end;
    let letters = |i: usize| tokens.all[i].end - tokens.all[i].start;
    while from > range.start && is_name(scene, from - 1) {
        // "Maria S Seriang": an initial stands between names.
        let initial = letters(from - 1) == 1;
        if initial && (from - 1 == range.start || !is_name(scene, from - 2) || letters(from - 2) == 1) {
            break;
        }
        from -= 1;
    }
    if from == end || from == range.start {
        return None;
    }
    // "Kepala Dinas [Pengairan] Rahmat Hidayat": the word after a body's head is the body's.
    let head = body_head(scene, range.start, from);
    // "Kepala Dinas Pengairan [Selasih]": a single word that nobody speaks by elsewhere is the body's.
    if scene.title(head) == Some(Title::Body)
        && tokens.all[head].shape == Shape::Title
        && end - from == 1
        && !is_alone_elsewhere(scene, tokens.all[from].hash, range)
    {
        return None;
    }
    // Another mention that uses one of the words alone shows where the name begins.
    let alone = (from..end).find(|&i| speaks_elsewhere(scene, tokens.all[i].hash, range)).or_else(|| {
        (from..end).find(|&i| {
            let hash = tokens.all[i].hash;
            runs.get(&hash).is_none_or(|run| run.start >= range.start)
                && is_alone_elsewhere(scene, hash, range)
        })
    });
    if let Some(at) = alone {
        let first = if at > from && end - at == 1 { at - 1 } else { at };
        return Some(first.max(from)..end);
    }
    /// Words of a name where nothing else tells.
    const USUAL: usize = 2;
    let mut first = end.saturating_sub(USUAL).max(from);
    while first > from && letters(first) == 1 {
        first -= 1;
    }
    Some(first..end)
}

/// What the words before `from` go on with, fields and brackets left out: "[Dinas] Sosial (Dinsos) Kota".
fn body_head(scene: &Scene<'_>, start: usize, from: usize) -> usize {
    let mut i = from;
    let mut bracket = false;
    while i > start {
        i -= 1;
        match scene.tokens.mark(i) {
            Some(')') => bracket = true,
            Some('(') => bracket = false,
            Some(_) => {}
            None if bracket || scene.is_field(i) => {}
            None => return i,
        }
    }
    start
}

/// True where the word alone is a source after the phrase: "kata [Hendra]", "[Hendra] mengatakan".
fn speaks_elsewhere(scene: &Scene<'_>, hash: u64, range: &Range<usize>) -> bool {
    let is_cue = |i: usize, stands: &[Stand]| {
        i < scene.tokens.len() && scene.cues(i).0.iter().any(|c| stands.contains(&c.stand))
    };
    alone_elsewhere(scene, hash, range).any(|i| {
        i > 0 && is_cue(i - 1, &[Stand::Root, Stand::Preposition]) || is_cue(i + 1, &[Stand::Active])
    })
}

/// True where the word stands as a source of its own somewhere after the phrase.
fn is_alone_elsewhere(scene: &Scene<'_>, hash: u64, range: &Range<usize>) -> bool {
    alone_elsewhere(scene, hash, range).next().is_some()
}

/// Where the word stands without another name beside it, after the phrase.
fn alone_elsewhere<'a>(
    scene: &'a Scene<'_>,
    hash: u64,
    range: &Range<usize>,
) -> impl Iterator<Item = usize> + 'a {
    /// Tokens looked at after the phrase.
    const REACH: usize = 1_500;
    let tokens = scene.tokens;
    (range.end..tokens.len().min(range.end + REACH)).filter(move |&i| {
        tokens.all[i].hash == hash
            && tokens.is_capital(i)
            && !(i > 0 && tokens.is_capital(i - 1) && tokens.all[i].spaced)
            && !(i > 0 && (scene.is_field(i - 1) || scene.is(Kind::Stop, i - 1, i)))
            && !tokens.is_capital(i + 1)
    })
}

/// The body inside a role: "Kepala [BPBD Jatim]".
fn body_in(scene: &Scene<'_>, role: &Range<usize>) -> Option<Range<usize>> {
    let at = role.clone().find(|&i| {
        scene.title(i) == Some(Title::Body) || i > role.start && scene.tokens.all[i].shape == Shape::Caps
    })?;
    (at < role.end).then_some(at..role.end)
}
