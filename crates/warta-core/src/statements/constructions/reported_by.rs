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
        // "Dilansir Antara, dalam surat itu disebutkan ...": the document says it, and all of it.
        if d.construction == "document" {
            return true;
        }
        let first = d
            .content
            .iter()
            .map(|c| c.start)
            .chain([source.tokens.start])
            .chain(d.cue.iter().map(|c| c.start))
            .min();
        // "Dilansir Antara, usai rapat, Budi menyebut ...": after a clause of time it is his, too.
        let opens = source::strip(scene, reported, sentence.end);
        let opens = super::pointing_back::after_opening(scene, opens, sentence.end);
        first.is_some_and(|first| first <= opens)
    };
    if drafts.iter().rev().take_while(|d| d.sentence == *sentence).any(own) {
        return;
    }
    drafts.push(draft);
}

/// Whence words are taken, as "dilansir (dari) X" names it.
struct Taken {
    /// The cue's first token.
    cue: usize,
    /// Where the outlet's phrase begins and ends.
    from: usize,
    named: Range<usize>,
    /// True where the clause follows the name without a comma.
    unparted: bool,
}

fn read(scene: &Scene<'_>, sentence: &Range<usize>) -> Option<Draft> {
    let start = source::strip_connectives(scene, sentence.start, sentence.end);
    let end = sentence.end;
    let Some(taken) = taken(scene, start, end) else { return closing(scene, sentence) };
    let comma = |from: usize| (from..end).find(|&i| scene.tokens.is_mark(i, ',') && !scene.in_number(i));
    let beside = |i: usize| scene.is_weekday(i) || scene.is(Kind::TimeOpener, i, end);
    let told = taken.named.end;
    let mut opens = if taken.unparted { told } else { comma(told)? + 1 };
    if beside(opens) {
        opens = comma(opens)? + 1;
    }
    let content =
        content::clause(scene, opens, sentence).filter(|c| !scene.is(Kind::Lists, c.start, c.end))?;
    draft(scene, sentence, &taken, content)
}

/// `Warga mengungsi, demikian dilansir Antara, Senin (20/10)`: the same at the end of a sentence that nobody else says.
fn closing(scene: &Scene<'_>, sentence: &Range<usize>) -> Option<Draft> {
    let start = source::strip_connectives(scene, sentence.start, sentence.end);
    let at = (start + 1..sentence.end).find(|&i| {
        scene.outside(i)
            && (scene.tokens.is_mark(i - 1, ',') || !scene.outside(i - 1))
            && content::via_at(scene, i, sentence.end)
    })?;
    let taken = taken(scene, at, sentence.end)?;
    let stop = at - usize::from(scene.tokens.is_mark(at - 1, ','));
    // Nothing but a day, or whom the outlet has it from, follows.
    let rest = taken.named.end + usize::from(scene.tokens.is_mark(taken.named.end, ','));
    let ends = (rest..sentence.end).all(|i| !scene.tokens.is_word(i))
        || scene.is_weekday(rest)
        || content::via_at(scene, rest, sentence.end);
    let content = start..stop;
    (ends && content.clone().any(|i| scene.tokens.is_word(i)))
        .then(|| draft(scene, sentence, &taken, content))
        .flatten()
}

fn taken(scene: &Scene<'_>, start: usize, end: usize) -> Option<Taken> {
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
        && (scene.is(Kind::NoOutlet, at, end) || !scene.tokens.is_brand(at) || scene.is_weekday(at))
    {
        return None;
    }
    // The outlet, and perhaps the day, end at the comma before what it reports.
    let mut told = match known {
        Some((length, _)) => at + length,
        None => source::after(scene, owner.unwrap_or(at), end)?.end,
    };
    // "Mengutip media Ukraina, presiden ...": what the kind names ends at its comma.
    if at > from && known.is_none() {
        let comma = (at..told).find(|&i| scene.tokens.is_mark(i, ','));
        told = comma.filter(|&comma| comma > at).unwrap_or(told);
        // "Mengutip media Ukraina, UNN, ...": or names the outlet that it describes.
        if let Some(named) = source::between_commas(scene, told, end) {
            return Some(Taken { cue, from: named.start, named, unparted: false });
        }
    }
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
    Some(Taken { cue, from, named: at..told, unparted: unparted.is_some() })
}

fn draft(scene: &Scene<'_>, sentence: &Range<usize>, taken: &Taken, content: Range<usize>) -> Option<Draft> {
    let words = taken.cue..taken.from.min(taken.cue + 1);
    let lemma = scene.phrase_as_listed(Kind::ViaCue, taken.cue, sentence.end)?;
    Some(Draft {
        source: Some(Source::of(scene, taken.named.clone())),
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
    // "laman Dinas Sosial dan buku X, ...": a second one follows.
    let small = small.filter(|&i| !scene.is(Kind::Joiner, i - 1, i));
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
