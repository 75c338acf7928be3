//! A source taken apart: the name in it, the role before or after the name, the body inside the role.

use std::ops::Range;

use rustc_hash::{FxHashMap, FxHashSet};

use super::scene::Scene;
use super::tokens::Shape;
use crate::languages::attribution::{Kind, Stand, Title};
use crate::languages::stopwords::{is_stopword, stopwords};

/// A noun phrase taken apart.
#[derive(Clone, Debug, Default)]
pub struct Parts {
    /// Tokens of the name.
    pub name: Option<Range<usize>>,
    /// Tokens of the role.
    pub role: Option<Range<usize>>,
    /// Tokens of another name that stands after it, marks included: "(Bamsoet)".
    pub alias: Option<Range<usize>>,
    /// Tokens of the body inside the role.
    pub affiliation: Option<Range<usize>>,
    /// What its head says that it is.
    pub kind: Option<Title>,
}

/// For each capital word the full name in the text that it is short for: a run of two or more names that holds it, the most
/// frequent and of such the first. In English the word closes the name, or where none does opens it.
pub fn name_runs(scene: &Scene<'_>) -> FxHashMap<u64, Range<usize>> {
    /// Words of the longest name.
    const LONGEST: usize = 4;
    let tokens = scene.tokens;
    let small: FxHashSet<u64> =
        tokens.all.iter().filter(|t| t.shape == Shape::Lower).map(|t| t.hash).collect();
    let stopwords = stopwords(scene.lexicon.language);
    let mut counts: FxHashMap<u64, usize> = FxHashMap::default();
    let mut runs: Vec<(Range<usize>, u64)> = Vec::new();
    let mut i = 0;
    while i < tokens.len() {
        let named = |j: usize| {
            tokens.is_capital(j)
                && scene.title(j).is_none()
                && !scene.is_field(j)
                && !scene.cues(j).0.iter().any(|c| matches!(c.stand, Stand::Preposition | Stand::Root))
                && !scene.is_weekday(j)
                && scene.outside(j)
                && !stopwords.is_some_and(|set| is_stopword(tokens.all[j].hash, set))
                && ![Kind::Rank, Kind::Service, Kind::Hypothesis].iter().any(|&kind| scene.is(kind, j, j + 1))
                && !scene.is(Kind::Connective, j, j + 1)
                && !scene.is(Kind::Stop, j, j + 1)
        };
        if !named(i) {
            i += 1;
            continue;
        }
        let mut end = i + 1;
        // A heading is no name's first part.
        let paragraph = tokens.paragraph_of(i).end;
        // "Joseph R. Biden": an initial stands between.
        let initial = |j: usize| {
            !scene.lexicon.head_first()
                && tokens.is_mark(j, '.')
                && tokens.all[j - 1].end - tokens.all[j - 1].start == 1
        };
        while end < paragraph && (named(end) && tokens.all[end].spaced || initial(end)) {
            end += 1;
        }
        // "[Bagi] Megawati", "[Langkah] Apple", "[NasDem Sumut] Iskandar": a word that opens the sentence and is written
        // small elsewhere, an abbreviation and a place are no name's first part.
        let mut from = i;
        let opens = scene.sentences.binary_search_by_key(&from, |s| s.start).is_ok();
        if opens
            && (small.contains(&tokens.all[from].hash)
                || stopwords.is_some_and(|set| is_stopword(tokens.all[from].hash, set)))
        {
            from += 1;
        }
        if scene.lexicon.head_first() {
            while from < end && tokens.all[from].shape == Shape::Caps {
                from += 1;
            }
            from += scene.place(from, end).filter(|length| from + length < end).unwrap_or(0);
        }
        // "Simak Video: Tekad Prabowo Basmi Koruptor": a headline is no name.
        let headline = scene.lexicon.head_first() && i > 0 && tokens.is_mark(i - 1, ':');
        let words = (from..end).filter(|&j| tokens.is_word(j)).count();
        if !headline && (2..=LONGEST).contains(&words) && tokens.is_word(end - 1) {
            let i = from;
            let hash = (i..end).fold(0u64, |all, j| all.rotate_left(9) ^ tokens.all[j].hash);
            *counts.entry(hash).or_default() += 1;
            runs.push((i..end, hash));
        }
        i = end;
    }
    let mut made: FxHashMap<u64, (u8, usize, Range<usize>)> = FxHashMap::default();
    for (run, hash) in runs {
        let count = counts[&hash];
        let last = run.clone().rev().find(|&j| !scene.is(Kind::Degree, j, run.end)).unwrap_or(run.start);
        for j in run.clone() {
            let place = match j {
                // "Prabowo" is Prabowo Subianto before he is Listyo Sigit Prabowo.
                j if scene.lexicon.head_first() => 1 + u8::from(j == run.start),
                j if j == last => 2,
                j if j == run.start => 1,
                _ => continue,
            };
            let known = made.get(&tokens.all[j].hash);
            if known.is_none_or(|(rank, most, _)| (place, count) > (*rank, *most)) {
                made.insert(tokens.all[j].hash, (place, count, run.clone()));
            }
        }
    }
    made.into_iter().map(|(hash, (_, _, run))| (hash, run)).collect()
}

/// Takes a source apart into name, role and body.
///
/// In Indonesian a role opens the phrase and its body or place follows: "Bupati Sukabumi [Asep Japar]". In English the role's
/// head stands before the name: "Sky News reporter [Becky Johnson]".
pub fn parts(scene: &Scene<'_>, source: &Range<usize>, runs: &FxHashMap<u64, Range<usize>>) -> Parts {
    let whole = trim(scene, source.clone());
    // "The company", "A spokesman": the article says nothing of whom it is.
    let article = whole.len() > 1 && scene.is(Kind::NameJoiner, whole.start, whole.end);
    let range = whole.start + usize::from(article)..whole.end;
    if pair(scene, &range) {
        return Parts { kind: head(scene, &range), ..Parts::default() };
    }
    let mut found = if scene.lexicon.head_first() {
        head_first(scene, &range, runs)
    } else {
        head_last(scene, &range, whole.start)
    };
    if let Some(role) = &found.role {
        found.affiliation = body_in(scene, role);
    }
    found
}

/// A source as it is told where it has no name: without marks at its end.
pub fn without_marks(scene: &Scene<'_>, source: &Range<usize>) -> Range<usize> {
    let words = source.clone().rev().find(|&i| {
        scene.tokens.is_word(i) || matches!(scene.tokens.mark(i), Some(')' | '"' | '”' | '.' | '\'' | '’'))
    });
    source.start..words.map_or(source.end, |last| last + 1)
}

/// Without what says when, a relative clause that closes it, and marks at its end.
fn trim(scene: &Scene<'_>, mut range: Range<usize>) -> Range<usize> {
    let tokens = scene.tokens;
    let cut = (range.start + 1..range.end).find(|&i| {
        let at = usize::from(scene.is_small(i) && scene.is(Kind::TimeOpener, i, range.end));
        scene.is_weekday(i + at)
            || scene.is_small(i)
                && scene.is(Kind::Relative, i, range.end)
                && (range.start..i).any(|j| tokens.is_capital(j) && scene.title(j).is_none())
    });
    range.end = cut.unwrap_or(range.end);
    while range.len() > 1
        && tokens.mark(range.end - 1).is_some_and(|m| !matches!(m, ')' | '"' | '”' | '\'' | '’'))
        && !(tokens.is_mark(range.end - 1, '.') && is_degree(scene, range.end - 2))
    {
        range.end -= 1;
    }
    range
}

/// What the head of a noun phrase says that it is.
fn head(scene: &Scene<'_>, range: &Range<usize>) -> Option<Title> {
    if scene.lexicon.head_first() {
        return scene.title(range.start);
    }
    head_of(scene, range).and_then(|at| scene.title(at))
}

/// The head of an English noun phrase: its last word before "of", "for", a bracket or its end.
fn head_of(scene: &Scene<'_>, range: &Range<usize>) -> Option<usize> {
    let tokens = scene.tokens;
    let end = (range.start + 1..range.end)
        .find(|&i| {
            scene.is_small(i) && scene.is(Kind::Stop, i, range.end)
                || scene.is_small(i) && scene.is(Kind::RoleLink, i, range.end)
                || tokens.is_mark(i, '(')
                || tokens.is_mark(i, ',')
        })
        .unwrap_or(range.end);
    (range.start..end).rev().find(|&i| tokens.is_word(i))
}

/// Two names that "and" joins: who says it is more than one.
fn pair(scene: &Scene<'_>, range: &Range<usize>) -> bool {
    let tokens = scene.tokens;
    (range.start + 1..range.end.saturating_sub(1)).any(|i| {
        // "Chris Collins (R-N.Y.) and Duncan Hunter", "he and Brafman"
        let before = is_name(scene, i - 1)
            || tokens.is_mark(i - 1, ')')
            || scene.is(Kind::Pronoun, i - 1, i) && i - 1 == range.start;
        if !scene.is_small(i) || !scene.is(Kind::Joiner, i, range.end) || !before {
            return false;
        }
        if scene.lexicon.head_first() {
            // "Ketua DPR [Budi Rahmat] dan Wakil Ketua ..."; "Badan Riset dan Inovasi" is one body.
            return i >= range.start + 2
                && is_name(scene, i - 2)
                && (scene.title(i + 1) == Some(Title::Person) || is_rank(scene, i + 1))
                && !place_at(scene, i - 2, i)
                && !place_at(scene, i - 1, i);
        }
        let body = matches!(head(scene, range), Some(Title::Body | Title::Document));
        let article = usize::from(scene.is(Kind::NameJoiner, i + 1, range.end) && i + 2 < range.end);
        !body && (tokens.is_capital(i + 1 + article) || scene.is(Kind::Determiner, i + 1, range.end))
    })
}

/// An Indonesian phrase: the role first, then its body or place, then the name.
fn head_first(scene: &Scene<'_>, range: &Range<usize>, runs: &FxHashMap<u64, Range<usize>>) -> Parts {
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
                is_given(scene, s.start)
                    || scene.title(s.start).is_none() && !place_at(scene, bare.start, bare.end)
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
            let Some(name) = found else {
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

/// An English phrase: what stands before the name ends with the role's head; an apposition may follow.
fn head_last(scene: &Scene<'_>, range: &Range<usize>, written: usize) -> Parts {
    let segments = segments(scene, range);
    let Some(first) = segments.first().cloned() else { return Parts::default() };
    let kind = head(scene, &first);
    if matches!(kind, Some(Title::Body | Title::Group | Title::Document)) {
        let named = kind == Some(Title::Body) && first.clone().any(|i| scene.tokens.is_capital(i));
        return Parts { name: named.then_some(first), kind, ..Parts::default() };
    }
    // "Carole Bower, 75, a retiree": an age is no role.
    let age = |s: &Range<usize>| s.clone().all(|i| scene.tokens.all[i].shape == Shape::Digit);
    // Nor is what somebody does: "John Archer, [wearing a shirt]", "Fields, [along with Ben Terris]".
    let describes = |s: &Range<usize>| {
        let links = [Kind::Stop, Kind::RoleLink].iter().any(|&kind| scene.is(kind, s.start + 1, s.end));
        let participle =
            scene.lexicon.participle_endings.iter().any(|e| scene.tokens.str(s.start).ends_with(e));
        !(scene.is_small(s.start)
            && scene.title(s.start).is_none()
            && (scene.is(Kind::Stop, s.start, s.end) || participle || links && s.len() > 2))
    };
    let rest = segments.iter().skip(1).find(|s| !age(s)).filter(|s| describes(s)).map(|s| s.start..range.end);
    let opens = scene.sentences.binary_search_by_key(&first.start, |s| s.start).is_ok();
    // "Polling of voters", "Nobody in Selasih": a word that opens the sentence is no name where small ones follow.
    let word = |name: &Range<usize>| {
        opens
            && name.len() == 1
            && name.start == first.start
            && name.end < first.end
            && scene.is_small(name.end)
            && !is_alone_elsewhere(scene, scene.tokens.all[name.start].hash, &first)
    };
    if let Some(name) = person_in(scene, &first).filter(|name| !word(name)) {
        let before = written..name.start;
        let told = before.clone().any(|i| scene.title(i) == Some(Title::Person));
        let called = told || before.clone().any(|i| scene.is(Kind::Honorific, i, before.end));
        // "a constellation of super PACs": a short form that no role stands before is nobody's name.
        let short = scene.tokens.slice(&name).chars().filter(|c| c.is_uppercase()).count() > 1;
        if name.len() == 1
            && short
            && !called
            && before.clone().any(|i| !scene.is(Kind::NameJoiner, i, before.end))
        {
            return Parts { kind, ..Parts::default() };
        }
        // "Mr. Ryan, the speaker": what follows says more than an honorific.
        let says =
            before.clone().any(|i| scene.tokens.is_word(i) && !scene.is(Kind::NameJoiner, i, before.end));
        let role = if told { Some(before) } else { rest.or(says.then_some(before)) };
        let kind = role.is_some().then_some(Title::Person);
        return Parts { name: Some(name), role, kind, ..Parts::default() };
    }
    // "the company's chief executive, [Jack Dorsey]"
    for (at, segment) in segments.iter().enumerate().skip(1) {
        if kind == Some(Title::Person)
            && let Some(name) = person_in(scene, segment)
        {
            let end = if name.start > segment.start { name.start } else { segments[at - 1].end };
            return Parts { name: Some(name), role: Some(written..end), kind, ..Parts::default() };
        }
    }
    // "the harbour master, [Edmund Thackwell]": a role that no table knows.
    let plain = first.clone().all(|i| scene.is_small(i) && scene.title(i).is_none());
    let named = segments.get(1).filter(|s| kind.is_none() && plain && s.len() >= 2);
    if let Some(name) = named.and_then(|s| person_in(scene, s).filter(|name| name == s)) {
        return Parts { role: Some(written..first.end), name: Some(name), ..Parts::default() };
    }
    Parts { kind, ..Parts::default() }
}

/// The name in one stretch between commas, after the last word of a role where there is one: "Senator [Chris Murphy] of
/// Connecticut". What a preposition opens names others: "a spokesman for Mayor Jackson".
fn person_in(scene: &Scene<'_>, segment: &Range<usize>) -> Option<Range<usize>> {
    let tokens = scene.tokens;
    let links = |i: usize| {
        scene.is_small(i)
            && (scene.is(Kind::RoleLink, i, segment.end)
                || scene.is(Kind::Stop, i, segment.end) && !scene.is(Kind::Joiner, i, segment.end))
    };
    let link = (segment.start + 1..segment.end).find(|&i| links(i));
    let found = name_at_end(scene, segment.start..link.unwrap_or(segment.end));
    // "Former Secretary of State and presidential candidate [Hillary Clinton]"
    let office = |at: usize| {
        tokens.is_capital(at - 1)
            && scene.title(at - 1) == Some(Title::Person)
            && (at + 1..segment.end).any(|i| scene.is_small(i) && scene.title(i) == Some(Title::Person))
            && !(at + 1..segment.end).any(links)
    };
    found.or_else(|| name_at_end(scene, link.filter(|&at| office(at))?..segment.end))
}

/// The run of capital words at the end, without titles and what stands before them.
fn name_at_end(scene: &Scene<'_>, stretch: Range<usize>) -> Option<Range<usize>> {
    let tokens = scene.tokens;
    let end = stretch.clone().find(|&i| tokens.is_mark(i, '(')).unwrap_or(stretch.end);
    let part = |i: usize| {
        tokens.is_capital(i)
            || matches!(tokens.mark(i), Some('.' | '-' | '\'' | '’' | '"' | '“' | '”'))
            || scene.is_small(i) && (!tokens.all[i].spaced || scene.is(Kind::NamePart, i, end))
    };
    let mut from = end;
    while from > stretch.start && part(from - 1) {
        from -= 1;
    }
    // "an anti-Trump PAC"
    while from > stretch.start && from < end && tokens.is_mark(from, '-') {
        from += 2;
    }
    // What a title or honorific ends is the role; so is a possessive.
    let title = |i: usize| {
        scene.title(i) == Some(Title::Person)
            || scene.is(Kind::Honorific, i, end)
            || i > stretch.start && tokens.str(i) == "s" && matches!(tokens.mark(i - 1), Some('\'' | '’'))
    };
    if let Some(last) = (from..end).rev().find(|&i| title(i)) {
        from = last + 1;
    }
    while from < end && !tokens.is_capital(from) {
        from += 1;
    }
    let mut end = end;
    while end > from && matches!(tokens.mark(end - 1), Some('-' | '\'' | '’')) {
        end -= 1;
    }
    let body = |i: usize| matches!(scene.title(i), Some(Title::Body | Title::Document | Title::Group));
    (from < end && !body(end - 1)).then_some(from..end)
}

fn segments(scene: &Scene<'_>, range: &Range<usize>) -> Vec<Range<usize>> {
    let mut made: Vec<Range<usize>> = Vec::new();
    let mut start = range.start;
    let mut bracket = false;
    for i in range.clone() {
        bracket = scene.tokens.is_mark(i, '(') || bracket && !scene.tokens.is_mark(i, ')');
        if scene.tokens.is_mark(i, ',') && !bracket {
            if start < i {
                made.push(start..i);
            }
            start = i + 1;
        }
    }
    if start < range.end {
        made.push(start..range.end);
    }
    // "Menteri Pendidikan, Riset, [dan Teknologi] Budi": what "dan" closes is one role.
    let joined = |s: &Range<usize>| scene.is_small(s.start) && scene.is(Kind::Joiner, s.start, s.end);
    if let Some(last) = made.iter().skip(1).rposition(joined).filter(|_| scene.lexicon.head_first()) {
        let end = made[last + 1].end;
        made.drain(..=last);
        made[0] = range.start..end;
    }
    made
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

/// True for stretches between commas that are academic degrees: "S.H., M.H.".
pub fn degrees(scene: &Scene<'_>, range: &Range<usize>) -> bool {
    !range.is_empty() && range.clone().all(|i| !scene.tokens.is_word(i) || is_degree(scene, i))
}

/// A degree or a part of one that a full stop closes: "SH", "S.I.K.", "M.Kes".
fn is_degree(scene: &Scene<'_>, i: usize) -> bool {
    /// Letters of the longest part.
    const LONGEST: u32 = 4;
    let tokens = scene.tokens;
    let Some(token) = tokens.all.get(i) else { return false };
    let glued = |i: usize| tokens.is_mark(i, '.') && tokens.all[i].end - tokens.all[i].start == 1;
    scene.is(Kind::Degree, i, i + 1)
        || tokens.is_capital(i)
            && token.end - token.start <= LONGEST
            && (glued(i + 1) && !tokens.all[i + 1].spaced || i > 0 && glued(i - 1) && !token.spaced)
}

fn is_rank(scene: &Scene<'_>, i: usize) -> bool {
    scene.is(Kind::Rank, i, i + 1)
}

/// True where a place stands from `i` to exactly `end`.
fn place_at(scene: &Scene<'_>, i: usize, end: usize) -> bool {
    scene.place(i, end) == Some(end - i)
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

/// "Mayjen [TNI] Budi", "Kombes [Pol] Budi": the service after a rank.
fn is_service(scene: &Scene<'_>, i: usize) -> bool {
    scene.is(Kind::Service, i, i + 1)
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

/// A capital word that is neither a title, a word of a role nor an abbreviation.
fn is_name(scene: &Scene<'_>, i: usize) -> bool {
    scene.tokens.all[i].shape == Shape::Title
        && !scene.is_field(i)
        && (scene.title(i).is_none() || is_given(scene, i))
}

/// A title that is a given name too, with a name beside it: "[Putri] Maya Rumanti".
fn is_given(scene: &Scene<'_>, i: usize) -> bool {
    let named = |i: usize| {
        scene.tokens.all.get(i).is_some_and(|t| t.shape == Shape::Title)
            && scene.title(i).is_none()
            && !scene.is_field(i)
    };
    scene.is(Kind::GivenName, i, i + 1) && (named(i + 1) || i > 0 && named(i - 1))
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
    if let Some(at) = alone {
        // What a bracket or a place stands before is the name's first word.
        let first = if bracket || of_place { placed } else { at };
        let first = if first == at && at > placed && end - at == 1 { at - 1 } else { first };
        return Some(with_initials(scene, first, placed)..end);
    }
    let words = (placed..end).filter(|&i| tokens.is_capital(i) && letters(i) > 1).count();
    /// Words of a name where nothing else tells.
    const USUAL: usize = 2;
    /// Words of the longest name after an abbreviation or number: "peneliti BRIN Muhammad Reza Cordova".
    const AFTER_SHORT: usize = 3;
    /// The same after a bracket or place.
    const AFTER_MARK: usize = 5;
    let before = &tokens.all[placed - 1];
    let most = if bracket || of_place {
        AFTER_MARK
    } else if matches!(before.shape, Shape::Caps | Shape::Digit) {
        AFTER_SHORT
    } else {
        USUAL
    };
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

/// The body inside a role: "Kepala [BPBD Jatim]", "Kapolres [Polres Demak], AKBP".
fn body_in(scene: &Scene<'_>, role: &Range<usize>) -> Option<Range<usize>> {
    let tokens = scene.tokens;
    if !scene.lexicon.head_first() {
        // "[Harvard University] professor", "director for [ACLU of Oregon]"
        let person = |i: usize| scene.title(i) == Some(Title::Person);
        let named = |i: usize| i < role.end && tokens.is_capital(i) && !person(i);
        let at = role.clone().find(|&i| {
            named(i) && (scene.title(i) == Some(Title::Body) || tokens.all[i].shape == Shape::Caps)
        })?;
        let start = (role.start..at).rev().take_while(|&i| named(i)).last().unwrap_or(at);
        let mut end = at + 1;
        while scene.is(Kind::RoleLink, end, role.end) && named(end + 1) {
            end += 1 + (end + 1..role.end).take_while(|&i| named(i)).count();
        }
        return Some(start..end);
    }
    let mut bracket = false;
    let at = role.clone().find(|&i| {
        bracket = tokens.is_mark(i, '(') || bracket && !tokens.is_mark(i, ')');
        let short = i > role.start && tokens.all[i].shape == Shape::Caps;
        !bracket && !is_rank(scene, i) && (scene.title(i) == Some(Title::Body) || short)
    })?;
    let mut end = (at..role.end).find(|&i| tokens.is_mark(i, ',')).unwrap_or(role.end);
    let own = |i: usize| {
        is_rank(scene, i)
            || is_service(scene, i) && is_rank(scene, i - 1)
            || scene.is(Kind::Honorific, i, role.end)
            || tokens.is_mark(i, '.')
    };
    while end > at + 1 && own(end - 1) {
        end -= 1;
    }
    Some(at..end)
}
