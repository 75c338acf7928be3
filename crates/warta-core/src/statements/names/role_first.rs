//! Phrases that open with a role, as Indonesian ones do: "Bupati Sukabumi [Asep Japar]".

use std::ops::Range;

use rustc_hash::FxHashMap;

use super::{
    Parts, alone_elsewhere, degrees, is_alone_elsewhere, is_given, is_name, is_rank, is_service, place_at,
    segments,
};
use crate::languages::attribution::{Kind, Stand, Title};
use crate::statements::scene::Scene;
use crate::statements::tokens::Shape;

/// An Indonesian phrase: the role first, then its body or place, then the name.
pub(super) fn head_first(
    scene: &Scene<'_>,
    range: &Range<usize>,
    runs: &FxHashMap<u64, Range<usize>>,
) -> Parts {
    let tokens = scene.tokens;
    let kind = scene.title(range.start);
    let mut segments = segments(scene, range);
    segments.retain(|s| !degrees(scene, s));
    // "Gatot Soebroto, Kepala BPBD" and "Kepala BPBD, Gatot Soebroto".
    if segments.len() >= 2 {
        let all_names = |s: &Range<usize>| {
            !scene.is_field(s.start)
                && s.clone().any(|i| tokens.is_capital(i))
                && s.clone().all(|i| {
                    !scene.is_small(i)
                        || !tokens.all[i].spaced
                        || scene.is(Kind::NameJoiner, i, s.end)
                        || scene.title(i) == Some(Title::Person)
                })
        };
        // A name after a rank first; then one without a title; then one that titles open.
        let ranked = segments.iter().position(|s| ranked_name(scene, s).is_some() && all_names(s));
        let plain = || {
            let plain = |s: &Range<usize>| {
                let bare = bare(scene, s);
                // "Communications Director Danone, [Arif Mujahidin]": a title inside makes it a role.
                let title = |i: usize| scene.title(i) == Some(Title::Person) && !is_given(scene, i);
                let role =
                    (s.start + 1..bare.end).any(|i| tokens.is_capital(i) && title(i) && i + 1 < bare.end);
                !role
                    && (is_given(scene, s.start)
                        || scene.title(s.start).is_none() && !place_at(scene, bare.start, bare.end))
            };
            let at = segments.iter().position(|s| plain(s) && !body_among(scene, s) && all_names(s));
            at.filter(|_| kind != Some(Title::Body))
        };
        let titled = || {
            // The longest, and of such the first: "Kapolres Selasih, AKBP [Niko Putra]".
            let words = |s: &Range<usize>| titled_name(scene, s).map_or(0, |name| name.len());
            (0..segments.len())
                .filter(|&i| scene.title(segments[i].start) == Some(Title::Person) && all_names(&segments[i]))
                .filter(|&i| words(&segments[i]) > 0)
                .min_by_key(|&i| std::cmp::Reverse(words(&segments[i])))
        };
        let named = ranked.or_else(plain).or_else(titled);
        if let Some(at) = named {
            let segment = &segments[at];
            let bare = bare(scene, segment);
            let titled = || if is_given(scene, bare.start) { None } else { titled_name(scene, &bare) };
            let name = ranked_name(scene, segment).or_else(titled).unwrap_or(bare.clone());
            let role = if at == 0 {
                segments[1].start..range.end
            } else if name.start > segment.start {
                // A rank before the name belongs to the role: "Staf Umum, Kolonel [Andri]".
                range.start..name.start
            } else {
                range.start..segments[at - 1].end
            };
            let alias = (name.end < segment.end).then_some(name.end..segment.end);
            return Parts {
                name: Some(name),
                role: Some(role),
                alias,
                kind: Some(Title::Person),
                affiliation: None,
            };
        }
    }
    let range = match &segments[..] {
        [alone] => alone,
        _ => range,
    };
    match kind {
        None if tokens.is_capital(range.start) => {
            let end = (range.start..range.end)
                .find(|&i| {
                    scene.is_small(i) && tokens.all[i].spaced && !scene.is(Kind::NameJoiner, i, range.end)
                        || scene.is(Kind::Alias, i, range.end)
                        || tokens.is_mark(i, '(')
                        || tokens.is_mark(i, ',')
                })
                .unwrap_or(range.end);
            // "Dirtipidter Bareskrim Polri Brigjen [Nunung Syaifuddin]": a role that no table knows.
            if let Some(name) = ranked_name(scene, range).filter(|name| name.start > range.start + 1) {
                let role = Some(range.start..name.start);
                return Parts { name: Some(name), role, kind: Some(Title::Person), ..Parts::default() };
            }
            // "Jika pemerintah", "Gambaran ini": a word that opens the sentence is no name where small ones follow.
            let opens = scene.sentences.binary_search_by_key(&range.start, |s| s.start).is_ok();
            if opens && end == range.start + 1 && end < range.end && scene.is_small(end) {
                return Parts::default();
            }
            let alias = (end < range.end).then_some(end..range.end);
            Parts { name: Some(range.start..end), alias, ..Parts::default() }
        }
        // "pengusaha Mesir [itu]": who was told of before.
        Some(Title::Person) if scene.is(Kind::Demonstrative, range.end - 1, range.end) => {
            Parts { kind, ..Parts::default() }
        }
        Some(Title::Person) => {
            let bare = bare(scene, range);
            let found = ranked_name(scene, &bare)
                .or_else(|| titled_name(scene, &bare))
                .or_else(|| known_name(scene, &bare, runs));
            // "Petani kopi di [Flores]": what a preposition opens is a place.
            let placed = |name: &Range<usize>| {
                name.start > range.start && scene.is(Kind::Place, name.start - 1, range.end)
            };
            let Some(name) = found.filter(|name| !placed(name)) else {
                return Parts { kind, ..Parts::default() };
            };
            let role = range.start..name.start;
            let alias = (bare.end < range.end).then_some(bare.end..range.end);
            Parts {
                role: (!role.is_empty()).then_some(role),
                name: Some(name),
                alias,
                kind,
                affiliation: None,
            }
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

/// A name without the bracket or other name after it: "Bambang Soesatyo [(Bamsoet)]", "Siti [(40)]", "Zulkifli [alias Zulhas]".
fn bare(scene: &Scene<'_>, range: &Range<usize>) -> Range<usize> {
    let tokens = scene.tokens;
    let mut end = range.end;
    if let Some(alias) = (range.start + 1..end).find(|&i| scene.is_small(i) && scene.is(Kind::Alias, i, end))
    {
        end = alias;
    }
    if tokens.is_mark(end - 1, ')')
        && let Some(open) = (range.start + 1..end).rev().find(|&i| tokens.is_mark(i, '('))
    {
        end = open;
    }
    range.start..end
}

fn body_among(scene: &Scene<'_>, range: &Range<usize>) -> bool {
    range.clone().any(|i| scene.title(i) == Some(Title::Body) && !joined(scene, i))
}

/// "[Ma]'ruf": what an apostrophe joins is one word, whatever its first part means.
fn joined(scene: &Scene<'_>, i: usize) -> bool {
    let glued = |i: usize| scene.tokens.all.get(i).is_some_and(|t| !t.spaced);
    glued(i + 1)
        && glued(i + 2)
        && matches!(scene.tokens.mark(i + 1), Some('\'' | '’'))
        && scene.is_small(i + 2)
}

/// The name after the last rank or honorific: "Kapolres Bangka Barat AKBP [Pradana Aditya Nugraha]".
fn ranked_name(scene: &Scene<'_>, range: &Range<usize>) -> Option<Range<usize>> {
    let bare = bare(scene, range);
    let rank = bare.clone().rev().find(|&i| is_rank(scene, i) || scene.is(Kind::Honorific, i, bare.end))?;
    let mut from = rank + 1;
    while from < bare.end
        && (scene.tokens.is_mark(from, '.') || is_service(scene, from) && from + 1 < bare.end)
    {
        from += 1;
    }
    let named = from < bare.end && run_before(scene, from, bare.end) == from;
    (named && (scene.tokens.is_capital(rank) || is_rank(scene, rank))).then_some(from..bare.end)
}

/// Where the run of a name's words begins that ends at `end`.
fn run_before(scene: &Scene<'_>, start: usize, end: usize) -> usize {
    let tokens = scene.tokens;
    let glued = |i: usize| i < end && !tokens.all[i].spaced;
    let mut from = end;
    while from > start {
        let at = from - 1;
        let part = match tokens.mark(at) {
            Some('.') => at > start && tokens.is_capital(at - 1) && !tokens.all[at].spaced,
            Some('\'' | '’' | '"' | '“' | '”') => true,
            Some('-') => glued(at) && glued(at + 1),
            Some(_) => false,
            None if is_name(scene, at) => true,
            None if joined(scene, at) => tokens.is_capital(at),
            // "Niko Adi [Putra]": a name that is a title elsewhere closes it.
            None if tokens.all[at].shape == Shape::Title && scene.title(at) == Some(Title::Person) => {
                from == end && at > start && is_name(scene, at - 1)
            }
            None => {
                scene.is_small(at)
                    && (glued(at)
                        || at > start && scene.is(Kind::NamePart, at, end) && is_name(scene, at - 1))
            }
        };
        if !part {
            break;
        }
        from = at;
    }
    while from < end && !tokens.is_word(from) && !matches!(tokens.mark(from), Some('"' | '“' | '\'')) {
        from += 1;
    }
    from
}

/// Where a name begins after the place that an office has: "Wali Kota Pekanbaru [Agung Nugroho]"; `None` where all is a place.
fn after_place(scene: &Scene<'_>, from: usize, end: usize) -> Option<usize> {
    /// Words of the shortest name that a place which no table knows may stand before.
    const NAME: usize = 2;
    if let Some(length) = scene.place(from, end) {
        return (from + length < end).then_some(from + length);
    }
    let words = (from..end).filter(|&i| is_name(scene, i)).count();
    let takes_place =
        from > 0 && [Kind::PlaceHead, Kind::PlaceOffice].iter().any(|&kind| scene.is(kind, from - 1, from));
    Some(if takes_place && words > NAME { from + 1 } else { from })
}

/// The name at the end of a phrase that opens with titles: "Kolonel Jenderal [Andrei Kartapolov]".
fn titled_name(scene: &Scene<'_>, range: &Range<usize>) -> Option<Range<usize>> {
    let from = (range.start..range.end).find(|&i| {
        scene.title(i) != Some(Title::Person)
            && !scene.is_field(i)
            && !scene.is(Kind::Honorific, i, range.end)
            && !scene.tokens.is_mark(i, '.')
    })?;
    if from == range.start || run_before(scene, from, range.end) > from {
        return None;
    }
    let from = after_place(scene, from, range.end)?;
    // "Niko N. Putra": an initial counts as no word.
    let initial = |i: usize| scene.tokens.is_mark(i + 1, '.') && i + 1 < range.end;
    let words = (from..range.end).filter(|&i| scene.tokens.is_word(i) && !initial(i)).count();
    /// Words of the longest name that titles alone stand before.
    const LONGEST: usize = 3;
    (words > 0 && words <= LONGEST).then_some(from..range.end)
}

/// The name at the end of a role, told by where the same words stand alone; else by what stands before it.
fn known_name(
    scene: &Scene<'_>,
    range: &Range<usize>,
    runs: &FxHashMap<u64, Range<usize>>,
) -> Option<Range<usize>> {
    let tokens = scene.tokens;
    let letters = |i: usize| tokens.all[i].end - tokens.all[i].start;
    let end = (range.start..range.end).rev().find(|&i| tokens.is_capital(i))? + 1;
    // "Tae-yong", "Mu'ti" close with what is glued on.
    let end = (end..range.end)
        .find(|&i| tokens.all[i].spaced || tokens.is_mark(i, '.'))
        .unwrap_or(range.end)
        .max(end);
    let from = run_before(scene, range.start, end);
    if from >= end || from == range.start {
        return None;
    }
    let placed = after_place(scene, from, end)?;
    // "Ketua KPU Bangli [I Ketut Wulan]"
    let opener = (placed..end - 1).find(|&i| tokens.is_capital(i) && scene.is(Kind::NameOpener, i, end));
    if let Some(at) = opener.filter(|&at| is_name(scene, at + 1)) {
        return Some(at..end);
    }
    /// Words of the longest place.
    const PLACE: usize = 4;
    let of_place = placed > from
        || (from.saturating_sub(PLACE).max(range.start)..from).any(|i| place_at(scene, i, from));
    // Another mention that uses one of the words alone shows where the name begins.
    let alone = (placed..end).filter(|&i| tokens.is_capital(i));
    let alone = alone.clone().find(|&i| speaks_elsewhere(scene, tokens.all[i].hash, range)).or_else(|| {
        alone.clone().find(|&i| {
            let hash = tokens.all[i].hash;
            runs.get(&hash).is_none_or(|run| run.start >= range.start)
                && is_alone_elsewhere(scene, hash, range)
        })
    });
    // "Kepala Dinas [Pengairan] Rahmat Hidayat": the word after a body's head is the body's.
    let head = body_head(scene, range.start, from);
    // "Kepala Dinas Pengairan [Selasih]": a single word that nobody speaks by elsewhere is the body's.
    if scene.title(head) == Some(Title::Body)
        && tokens.all[head].shape == Shape::Title
        && end - from == 1
        && alone.is_none()
    {
        return None;
    }
    let bracket = tokens.is_mark(from - 1, ')');
    let words = (placed..end).filter(|&i| tokens.is_capital(i) && letters(i) > 1).count();
    /// Words of a name where nothing else tells.
    const USUAL: usize = 2;
    /// Words of the longest name after an abbreviation, number or field: "peneliti BRIN Muhammad Reza Cordova".
    const AFTER_SHORT: usize = 3;
    /// The same after a bracket or place.
    const AFTER_MARK: usize = 5;
    let before = placed - 1;
    let most = if bracket || of_place {
        AFTER_MARK
    } else if matches!(tokens.all[before].shape, Shape::Caps | Shape::Digit) || scene.is_field(before) {
        AFTER_SHORT
    } else {
        USUAL
    };
    if let Some(at) = alone {
        // What closes a body stands before the name's first word, whichever of its words is used alone.
        let first = if most > USUAL && words <= most { placed } else { at };
        let first = if first == at && at > placed && end - at == 1 { at - 1 } else { first };
        return Some(with_initials(scene, first, placed)..end);
    }
    if words <= most {
        return Some(placed..end);
    }
    let mut first = end;
    for _ in 0..USUAL {
        first = (placed..first).rev().find(|&i| tokens.is_capital(i) && letters(i) > 1).unwrap_or(placed);
    }
    Some(with_initials(scene, first, placed)..end)
}

/// "I Ketut", "R Sony": the single letters before a name's first word belong to it.
fn with_initials(scene: &Scene<'_>, mut first: usize, from: usize) -> usize {
    let tokens = scene.tokens;
    let letters = |i: usize| tokens.all[i].end - tokens.all[i].start;
    let single = |i: usize| tokens.is_capital(i) && letters(i) == 1;
    // "Wa Ode", "La Ode"
    let first_part = |i: usize| tokens.all[i].shape == Shape::Title && letters(i) == 2;
    while first > from && first_part(first - 1) {
        first -= 1;
    }
    while first > from
        && (single(first - 1) || tokens.is_mark(first - 1, '.') && first > from + 1 && single(first - 2))
    {
        first -= 1;
    }
    // "Dedi A Rahmat": an initial stands between names.
    if single(first) && first > from && is_name(scene, first - 1) {
        first -= 1;
    }
    first
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
