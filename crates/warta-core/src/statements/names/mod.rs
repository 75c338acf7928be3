//! A source taken apart: the name in it, the role before or after the name, the body inside the role.

use std::ops::Range;

use rustc_hash::FxHashMap;

use super::scene::Scene;
use super::tokens::Shape;
use crate::languages::attribution::{Kind, Title};

mod role_first;
mod role_last;
mod runs;

pub use runs::name_runs;

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
        role_first::head_first(scene, &range, runs)
    } else {
        role_last::head_last(scene, &range, whole.start)
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

/// "Mayjen [TNI] Budi", "Kombes [Pol] Budi": the service after a rank.
fn is_service(scene: &Scene<'_>, i: usize) -> bool {
    scene.is(Kind::Service, i, i + 1)
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
