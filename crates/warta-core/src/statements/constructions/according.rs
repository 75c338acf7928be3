//! `Menurut X, ...`, `..., menurut X`, `Menurutnya, ...`.

use std::ops::Range;

use super::super::content;
use super::super::draft::{Draft, Source};
use super::super::scene::Scene;
use super::super::source::{self, Voice};
use crate::languages::attribution::{Cue, Kind, Stand, Takes};
use crate::span::Span;

/// Tokens before a cue in which another one is looked for.
const NEAR: usize = 200;
/// Tokens of the longest adjunct between a source and what it says.
const ADJUNCT: usize = 20;

/// Proposes the statements of one sentence.
pub fn propose(scene: &Scene<'_>, sentence: &Range<usize>, drafts: &mut Vec<Draft>) {
    let tokens = scene.tokens;
    for head in sentence.clone() {
        if !scene.outside(head) || scene.is(Kind::Trap, head, sentence.end) {
            continue;
        }
        let (cues, suffix) = scene.cues(head);
        let long = scene.long_cue(head, sentence.end).filter(|(cue, _)| cue.stand == Stand::Preposition);
        let plain = cues.iter().find(|c| c.stand == Stand::Preposition).map(|cue| (*cue, 1));
        let Some((meaning, length)) = long.or(plain) else { continue };
        let suffix = suffix.filter(|_| long.is_none());
        let whole = scene.span(&(head..head + length));
        let cue = (suffix.is_none()).then(|| source::after_preposition(scene, head + length, sentence.end));
        let (mut source, cue_span, told) = match (suffix, cue) {
            (Some(span), _) => (
                Source { span, tokens: head..head + 1, suffix: true },
                Span { start: whole.start, end: span.start },
                head + 1,
            ),
            (None, Some(Some(named))) => {
                let told = named.end;
                (Source::of(scene, named), whole, told)
            }
            _ => continue,
        };
        if meaning.takes == Takes::Clause && source::voice(scene, &source.tokens) != Voice::Document {
            continue;
        }
        let follows = head > sentence.start
            && scene.outside(head - 1)
            && (scene.is(Kind::That, head - 1, head)
                || scene.cues(head - 1).0.iter().any(|c| c.stand == Stand::Active));
        // "..., karena menurut X ...": the clause that it opens is X's, and the one before is not; the cue may stand in commas.
        let opener = head - usize::from(head > sentence.start && tokens.is_mark(head - 1, ','));
        let because = scene.phrase_before(Kind::Subordinator, opener, sentence.start).is_some();
        let opens = follows
            || because
            || source::strip(scene, sentence.start, head) >= head
            || scene.phrase(Kind::Connective, sentence.start, head) == Some(head - sentence.start)
            || (head > sentence.start
                && tokens.is_mark(head - 1, ',')
                && head - sentence.start <= 6
                && only_connective(scene, sentence.start, head));
        // "X mengatakan ... berdasarkan data Y": what is said so is X's.
        let says = |i: usize| scene.outside(i) && scene.cues(i).0.iter().any(|c| c.stand == Stand::Active);
        let near = sentence.start.max(head.saturating_sub(NEAR))..head;
        let inside = || near.clone().any(says);
        if meaning.takes == Takes::Clause && !opens && inside() {
            continue;
        }
        // "Setelah rupiah, menurutnya harga beras ...": what stands before the comma only says when or how.
        // "Soal beras, menurutnya masih cukup": a topic is content where the clause has no subject of its own.
        let topic = scene.is(Kind::Topic, source::strip(scene, sentence.start, head), head)
            && source::goes_on(scene, told, sentence.end);
        let opens = opens
            || head > sentence.start
                && !topic
                && tokens.is_mark(head - 1, ',')
                && !tokens.is_mark(told, ',')
                && told < sentence.end
                && scene.lexicon.tells_verbs()
                && adjunct(scene, source::strip(scene, sentence.start, head - 1), head - 1);
        let mut told = told;
        if opens
            && suffix.is_none()
            && let Some(at) = unclosed(scene, &source.tokens, sentence.end)
        {
            source = Source::of(scene, source.tokens.start..at);
            told = at;
        }
        let comma = tokens.is_mark(told, ',');
        let mut spans = Vec::new();
        if !(opens || comma && only_connective(scene, sentence.start, head)) {
            // "..., demikian menurut X"
            let until = scene.phrase_before(Kind::ViaLead, head, sentence.start).unwrap_or(head);
            let until =
                if until > sentence.start && tokens.is_mark(until - 1, ',') { until - 1 } else { until };
            // "Rahmat menyebut ada pertanyaan [yang menurutnya] ...": only what the clause goes on with.
            let related = scene.is(Kind::Relative, head - 1, head);
            let cue = |&(from, _): &(usize, usize)| !(from.max(near.start)..head).any(says);
            let (from, until) = described(scene, sentence.start, until)
                .filter(|found| !related || cue(found))
                .or_else(|| (related && inside()).then_some((until, until)))
                .unwrap_or_else(|| (source::strip(scene, sentence.start, head), until));
            if from < until {
                spans.push(from..until);
            }
        }
        let mut from = told + usize::from(comma);
        // "Berdasarkan data Bloomberg, Jumat (17/10/2025), ...": the day stands between.
        // "Berdasarkan data BPBD hingga pukul 18.30 WIB ...": until when it counts stands between.
        // What somebody says may open so: "Menurut Rahmat, hingga tahun ini ...".
        if source::voice(scene, &source.tokens) == Voice::Document
            && let Some(after) = source::until(scene, told, sentence.end)
        {
            from = after + usize::from(tokens.is_mark(after, ','));
        }
        let day = from + scene.phrase(Kind::TimeOpener, from, sentence.end).unwrap_or(0);
        if opens
            && scene.is_weekday(day)
            && let Some(after) = (from..sentence.end).find(|&i| tokens.is_mark(i, ','))
        {
            from = after + 1;
        }
        // "Menurut Budi, dalam rapat itu, ...": an adjunct that a comma closes stands between.
        if opens
            && source::adjunct_at(scene, from, sentence.end)
            && let Some(after) = (from..sentence.end.min(from + ADJUNCT)).find(|&i| tokens.is_mark(i, ','))
            && (from..after).all(|i| scene.outside(i) && !(scene.is_small(i) && source::is_verb(scene, i)))
            && after + 1 < sentence.end
        {
            from = after + 1;
        }
        // "soal itu menurutnya [harus dibuka]": the clause goes on after a source that no comma parts from it.
        let goes_on = |at: usize| at + 1 < sentence.end && source::goes_on(scene, at, sentence.end);
        if (opens || comma || !spans.is_empty() && goes_on(from))
            && let Some(rest) = content::clause(scene, from, sentence)
        {
            let beside = scene.is_weekday(from) || content::via_at(scene, from, sentence.end);
            if !beside {
                spans.push(rest);
            }
        }
        // "Menurut Budi air yang naik sudah surut": no comma closes the name, and the phrase took the clause in.
        if spans.is_empty() && opens {
            let name = source.tokens.clone().take_while(|&i| !scene.is_small(i)).count();
            let after = source.tokens.start + name;
            if name > 0
                && after < source.tokens.end
                && let Some(rest) = content::clause(scene, after, sentence)
            {
                source = Source::of(scene, source.tokens.start..after);
                spans.push(rest);
            }
        }
        if spans.is_empty() {
            continue;
        }
        // "Hal ini berdasarkan perhitungan itu": what it rests on, and nothing said.
        let rests = meaning.takes == Takes::Clause
            && spans.iter().all(|s| scene.phrase(Kind::Anaphor, s.start, s.end) == Some(s.len()));
        if rests {
            continue;
        }
        // "Berdasarkan survei itu, disebutkan warga puas": what the document says has a verb of its own.
        let mut cue = head..head + length;
        let (mut cue_span, mut meaning) = (cue_span, meaning);
        if meaning.takes == Takes::Clause
            && let [only] = spans.as_slice()
            && only.start > told
            && let Some((verb, content)) = told_by_passive(scene, only)
        {
            cue = only.start..only.start + 1;
            (cue_span, meaning) = (scene.span(&cue), verb);
            spans = Vec::from([content]);
        }
        drafts.push(Draft {
            source: Some(source),
            cue: Some(cue),
            cue_span: Some(cue_span),
            meaning: Some(meaning),
            negated: false,
            content: spans,
            addressee: None,
            construction: "according",
            strength: 8,
            sentence: sentence.clone(),
            score: None,
        });
    }
}

/// "Menurut jaksa[,] Sri saat itu ...": the comma that ends a source, where what follows it is no apposition that another comma
/// closes but opens what is said.
fn unclosed(scene: &Scene<'_>, named: &Range<usize>, end: usize) -> Option<usize> {
    let comma = named.clone().rev().find(|&i| scene.tokens.is_mark(i, ',') && !scene.in_number(i))?;
    let goes_on = named.end < end && scene.tokens.is_word(named.end) && scene.is_small(named.end);
    // "Menurut Kepala BPBD Jatim, Gatot Soebroto air sudah surut": a full name after a role that is one.
    let full = source::full_name(scene, comma + 1..named.end)
        && (named.start..comma).any(|i| scene.tokens.is_capital(i));
    (goes_on && !full).then_some(comma)
}

/// "Perang pecah, [yang menewaskan ribuan orang], menurut X", "Bank itu menahan bunga, [sebuah langkah] yang menurut X ...": what
/// is added after the last comma is X's, and the clause before it the outlet's.
fn described(scene: &Scene<'_>, start: usize, until: usize) -> Option<(usize, usize)> {
    let relative = |i: usize| scene.outside(i) && scene.is_small(i) && scene.is(Kind::Adds, i, until);
    let comma = |i: usize| scene.outside(i) && scene.tokens.is_mark(i, ',');
    if until > start + 1 && relative(until - 1) {
        let from = (start..until).rev().find(|&i| comma(i))? + 1;
        return (from + 1 < until).then_some((from, until - 1));
    }
    let from = (start + 1..until).rev().find(|&i| relative(i) && comma(i - 1))?;
    Some((from, until))
}

/// A passive of saying that opens a document's content, and the words after it.
fn told_by_passive(scene: &Scene<'_>, content: &Range<usize>) -> Option<(Cue, Range<usize>)> {
    let cues = scene.cues(content.start).0;
    let verb = cues.iter().find(|c| c.stand == Stand::Agentless && c.takes == Takes::That)?;
    (content.len() > 1).then(|| (*verb, content.start + 1..content.end))
}

/// "Setelah rupiah", "Dalam kondisi itu": words that a preposition or subordinator opens, without a verb.
fn adjunct(scene: &Scene<'_>, start: usize, end: usize) -> bool {
    let opens = [Kind::Subordinator, Kind::Stop, Kind::Beforehand, Kind::OccasionOpener]
        .iter()
        .any(|&kind| scene.is(kind, start, end));
    opens && (start..end).all(|i| scene.outside(i) && (i == start || !source::goes_on(scene, i, end)))
}

fn only_connective(scene: &Scene<'_>, start: usize, end: usize) -> bool {
    scene.phrase(Kind::Connective, start, end).is_some_and(|n| start + n + 1 >= end)
}
