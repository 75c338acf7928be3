//! `Dilansir Antara, ...`: an outlet that the printing one takes a whole sentence from is its source, and its via.

use std::ops::Range;

use super::super::content;
use super::super::draft::{Draft, Source};
use super::super::scene::Scene;
use super::super::source;
use crate::languages::attribution::{Cue, Kind, Stand, Takes};

/// Proposes the statement of one sentence; `drafts` are those of the sentence so far.
pub fn propose(scene: &Scene<'_>, sentence: &Range<usize>, drafts: &mut Vec<Draft>) {
    let Some(draft) = read(scene, sentence) else { return };
    let reported = draft.content[0].start;
    // What somebody says in the sentence is his; a passive that names nobody, and what is said in a clause inside,
    // stay inside what is reported.
    let own = |d: &Draft| {
        let Some(source) = &d.source else { return false };
        let first = d
            .content
            .iter()
            .map(|c| c.start)
            .chain([source.tokens.start])
            .chain(d.cue.iter().map(|c| c.start))
            .min();
        first.is_some_and(|first| first <= source::strip(scene, reported, sentence.end))
    };
    if drafts.iter().rev().take_while(|d| d.sentence == *sentence).any(own) {
        return;
    }
    drafts.push(draft);
}

fn read(scene: &Scene<'_>, sentence: &Range<usize>) -> Option<Draft> {
    let start = source::strip(scene, sentence.start, sentence.end);
    let end = sentence.end;
    let cue = start + scene.phrase(Kind::ViaLead, start, end).unwrap_or(0);
    let mut at = cue + scene.phrase(Kind::ViaCue, cue, end)?;
    at += scene.phrase(Kind::ViaLink, at, end).unwrap_or(0);
    let from = at;
    while let Some(length) = scene.phrase(Kind::ViaKind, at, end) {
        at += length;
    }
    let known = scene.lexicon_outlet(at, end);
    let owner = document(scene, at, end);
    if known.is_none()
        && owner.is_none()
        && (scene.is(Kind::NoOutlet, at, end) || !scene.tokens.is_capital(at) || scene.is_weekday(at))
    {
        return None;
    }
    // The outlet, and perhaps the day, end at the comma before what it reports.
    let mut told = match known {
        Some((length, _)) => at + length,
        None => source::after(scene, owner.unwrap_or(at), end)?.end,
    };
    // "Dilansir AFP, BBC, dan CNN, ...": several report it.
    while known.is_some()
        && let Some(next) = also(scene, told, end)
    {
        told = next;
    }
    // "Melansir laman Dinas Sosial Selasih (Dinsos) bantuan itu cair": the kind tells an outlet, so that the comma may be missing.
    let unparted = (at > from && known.is_none()).then(|| name_alone(scene, at, told)).flatten();
    told = unparted.unwrap_or(told);
    // "Dikutip dari [laman Reuters]"
    at = from;
    // "Dilansir detikNews dari AFP": the second outlet is whom it comes from.
    if known.is_some()
        && let Some(link) = scene.phrase(Kind::ViaLink, told, end)
        && let Some((length, _)) = scene.lexicon_outlet(told + link, end)
    {
        at = told + link;
        told = at + length;
    }
    let comma = |from: usize| (from..end).find(|&i| scene.tokens.is_mark(i, ',') && !scene.in_number(i));
    let beside = |i: usize| scene.is_weekday(i) || scene.is(Kind::TimeOpener, i, end);
    let mut opens = if unparted.is_some() { told } else { comma(told)? + 1 };
    if beside(opens) {
        opens = comma(opens)? + 1;
    }
    let content =
        content::clause(scene, opens, sentence).filter(|c| !scene.is(Kind::Lists, c.start, c.end))?;
    let words = cue..from.min(cue + 1);
    let lemma = scene.phrase_as_listed(Kind::ViaCue, cue, end)?;
    Some(Draft {
        source: Some(Source::of(scene, at..told)),
        cue_span: Some(scene.span(&words)),
        cue: Some(words),
        meaning: Some(Cue {
            lemma,
            act: "says",
            stand: Stand::Preposition,
            takes: Takes::Any,
            status: "claimed",
            category: None,
        }),
        negated: false,
        content: Vec::from([content]),
        addressee: None,
        construction: "reported_by",
        strength: 1,
        sentence: sentence.clone(),
        score: None,
    })
}

/// Where the outlet ends that a comma or "dan" adds at `at`.
fn also(scene: &Scene<'_>, at: usize, end: usize) -> Option<usize> {
    let comma = at + usize::from(scene.tokens.is_mark(at, ','));
    let joined = comma + scene.phrase(Kind::Joiner, comma, end).unwrap_or(0);
    let (length, _) = scene.lexicon_outlet(joined, end).filter(|_| joined > at)?;
    Some(joined + length)
}

/// Where an outlet's name ends that the clause follows without a comma: at its bracket, or before a small letter.
fn name_alone(scene: &Scene<'_>, at: usize, end: usize) -> Option<usize> {
    let bracket = (at..end).find(|&i| scene.tokens.is_mark(i, ')')).map(|i| i + 1);
    let small = (at + 1..end).find(|&i| scene.is_small(i) && !scene.is(Kind::NameJoiner, i, end));
    bracket.into_iter().chain(small).min().filter(|&i| i < end && scene.tokens.is_word(i))
}

/// Where the owner of a document stands that is taken from: "data [Bloomberg]", "keterangan [Tim Media Presiden]". What
/// nobody is named to have written ("keterangan tertulis") is a medium.
fn document(scene: &Scene<'_>, at: usize, end: usize) -> Option<usize> {
    let length = scene.phrase(Kind::NoOutlet, at, end)?;
    let linked = at + length + scene.phrase(Kind::ViaLink, at + length, end).unwrap_or(0);
    let named = linked < end && scene.tokens.is_capital(linked) && !scene.is_weekday(linked);
    named.then_some(linked)
}
