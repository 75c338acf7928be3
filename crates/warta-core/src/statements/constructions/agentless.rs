//! `X diyakini Y`, `diyakini X Y`: a passive that names nobody; its source stays empty.

use std::ops::Range;

use super::super::content;
use super::super::draft::{CueGroup, Draft, Source};
use super::super::scene::Scene;
use super::super::source;
use crate::languages::attribution::{Cue, Kind, Stand, Takes, Title};
use crate::span::Span;

/// Proposes the statements of one sentence.
pub fn propose(scene: &Scene<'_>, sentence: &Range<usize>, drafts: &mut Vec<Draft>) {
    for head in sentence.clone() {
        if !scene.outside(head) || scene.is(Kind::Trap, head, sentence.end) {
            continue;
        }
        let (cues, suffix) = scene.cues(head);
        let long = scene.long_cue(head, sentence.end).filter(|(cue, _)| cue.stand == Stand::Agentless);
        let plain = cues.iter().find(|c| c.stand == Stand::Agentless).map(|cue| (*cue, 1));
        let Some((meaning, length)) = long.or(plain) else { continue };
        let meaning = &meaning;
        let mut next = head + length;
        // "disebut-sebut": the doubled form is the same verb.
        if scene.tokens.is_mark(next, '-') && next + 1 < sentence.end && !scene.tokens.all[next + 1].spaced {
            next += 2;
        }
        // "Hutan di hulu disebutnya juga sudah hilang": who speaks already says it of what stands before.
        if suffix.is_some() {
            next += scene.phrase(Kind::Particle, next, sentence.end).unwrap_or(0);
            let goes_on = source::goes_on(scene, next, sentence.end);
            let before = CueGroup::around(scene, head, sentence.start).before(scene, sentence.start);
            if !goes_on || before <= sentence.start || scene.is(Kind::Relative, before - 1, before) {
                continue;
            }
        }
        // "seperti diberitakan Antara": an outlet is named, and reports it.
        let lead = scene.phrase_before(Kind::ViaLead, head, sentence.start).is_some();
        if lead
            && scene.is(Kind::ViaCue, head, sentence.end)
            && (scene.tokens.is_brand(next)
                || [Kind::ViaLink, Kind::ViaKind].iter().any(|&kind| scene.is(kind, next, sentence.end)))
        {
            continue;
        }
        // "Disebutkan bahwa ...": forms that elsewhere name their agent, where they open the sentence.
        let start = source::strip(scene, sentence.start, sentence.end);
        let mut group = CueGroup::around(scene, head, sentence.start);
        group.tokens.end = next.max(head + length);
        let opens = start == head || length > 1 && start == group.tokens.start;
        let subject = |i: usize| {
            scene.is(Kind::That, i, sentence.end)
                || scene.tokens.is_mark(i, ',')
                || scene.is_small(i)
                    // "Beredar kabar yang menyebut ...": its own verb tells it.
                    && !scene.is(Kind::Relative, i, sentence.end)
                    && !scene.is(Kind::Stop, i, sentence.end)
                    && !scene.is(Kind::Agent, i, sentence.end)
        };
        let after = next + scene.phrase(Kind::Particle, next, sentence.end).unwrap_or(0);
        if meaning.takes == Takes::That && !(opens && subject(after)) {
            continue;
        }
        // "disebut X" and "dikatakan X" name their agent; another construction reads them.
        if cues.iter().any(|c| c.stand == Stand::Passive)
            && drafts
                .iter()
                .rev()
                .take_while(|d| d.sentence.start >= sentence.start)
                .any(|d| d.cue.as_ref().is_some_and(|c| c.contains(&head)))
        {
            continue;
        }
        let mut source = suffix.map(|span| Source { span, tokens: head..head + 1, suffix: true });
        // "diduga [juga] akibat hujan": belongs to nothing.
        let mut from = next + scene.phrase(Kind::Also, next, sentence.end).unwrap_or(0);
        if source.is_none()
            && let Some(length) = scene.phrase(Kind::Agent, next, sentence.end)
        {
            let Some(named) = source::after(scene, next + length, sentence.end) else { continue };
            from = named.end;
            source = Some(Source::of(scene, named));
        }
        let raised = raised(scene, sentence, group.before(scene, sentence.start));
        // "RUU itu diprediksi [para ahli] akan ...": with its subject before it, a person after it is its agent.
        if raised.is_some()
            && source.is_none()
            && !(head > sentence.start && scene.tokens.is_mark(head - 1, ','))
            && let Some(agent) = agent(scene, next, sentence.end)
        {
            from = agent.end;
            source = Some(Source::of(scene, agent));
        }
        // "Hal itu dikatakan di acara ...": points back, and another construction reads it.
        let points =
            raised.as_ref().is_some_and(|r| scene.phrase(Kind::Anaphor, r.start, r.end) == Some(r.len()));
        if points
            && source.is_none()
            && (source::adjunct_at(scene, from, sentence.end) || scene.is(Kind::Place, from, sentence.end))
        {
            continue;
        }
        // "Warga diminta mengungsi": what is asked of somebody is done, so that a verb follows.
        let done = |i: usize| {
            scene.is_small(i) && source::is_verb(scene, i)
                || [Kind::Purpose, Kind::Negation, Kind::Auxiliary]
                    .iter()
                    .any(|&kind| scene.is(kind, i, sentence.end))
        };
        if meaning.takes == Takes::Purpose && (raised.is_none() || !done(from)) {
            continue;
        }
        // "Ia dinyatakan bersalah": of somebody.
        if meaning.takes == Takes::Thing && raised.is_none() {
            continue;
        }
        // "dilaporkan X atas dugaan ...": a complaint, no report.
        if (source.is_some() || source::opens(scene, from, sentence.end))
            && super::clause::lodged(scene, head, &(from..sentence.end))
        {
            continue;
        }
        // Whom it is asked of is told, and not part of what is asked.
        let (addressee, raised) =
            if meaning.takes == Takes::Purpose { (raised, None) } else { (None, raised) };
        let mut spans: Vec<Range<usize>> = raised.into_iter().collect();
        if meaning.takes == Takes::That {
            from = after;
        }
        if scene.tokens.is_mark(from, ',') {
            from += 1;
        }
        let relative = head > sentence.start && scene.is(Kind::Relative, group.tokens.start - 1, head);
        // "yang disebut Gunung Selasih" names; "yang dilaporkan pemerintah kota tercatat ..." tells whose report it is, and the
        // clause around it goes on.
        if relative
            && source.is_none()
            && (named(scene, meaning, from, sentence.end) || whose(scene, from, sentence.end))
        {
            continue;
        }
        let rest = content::clause(scene, from, sentence);
        // "Hal itu belum disimpulkan karena, kata Rahmat, ...": nothing is said but why.
        if rest.as_ref().is_some_and(|r| scene.phrase(Kind::Subordinator, r.start, r.end) == Some(r.len())) {
            continue;
        }
        spans.extend(rest.map(|rest| if relative { described(scene, rest) } else { rest }));
        if spans.is_empty() {
            continue;
        }
        let whole = scene.span(&group.tokens);
        drafts.push(Draft {
            source,
            cue_span: Some(suffix.map_or(whole, |span| Span { start: whole.start, end: span.start })),
            cue: Some(group.tokens),
            meaning: Some(*meaning),
            negated: group.negated,
            content: spans,
            addressee,
            construction: "agentless",
            strength: 4,
            sentence: sentence.clone(),
            score: None,
        });
    }
}

/// A name, or words in quotation marks, after "disebut": what something is called.
fn named(scene: &Scene<'_>, meaning: &Cue, at: usize, end: usize) -> bool {
    let at = at + scene.phrase(Kind::Naming, at, end).unwrap_or(0);
    meaning.lemma == "sebut" && at < end && (scene.tokens.is_capital(at) || !scene.outside(at))
}

/// A person or body right after the passive of a relative clause.
fn whose(scene: &Scene<'_>, at: usize, end: usize) -> bool {
    at < end && matches!(scene.title(at), Some(Title::Group | Title::Person | Title::Body))
}

/// A person or group between the passive and its clause.
fn agent(scene: &Scene<'_>, start: usize, end: usize) -> Option<Range<usize>> {
    /// Tokens of the longest one.
    const LONGEST: usize = 6;
    let group = matches!(scene.title(start), Some(Title::Group | Title::Person | Title::Body));
    if !group && !scene.is(Kind::Pronoun, start, end) {
        return None;
    }
    let named = source::after(scene, start, end)?;
    let goes_on =
        [Kind::Auxiliary, Kind::Negation, Kind::Stop].iter().any(|&kind| scene.is(kind, named.end, end));
    (goes_on && named.len() <= LONGEST).then_some(named)
}

/// "Kapal yang disebut [milik juragan] itu sudah tenggelam": a relative clause ends with its demonstrative.
fn described(scene: &Scene<'_>, content: Range<usize>) -> Range<usize> {
    let closes = |&i: &usize| {
        scene.is(Kind::Demonstrative, i, content.end) && i + 1 < content.end && scene.is_small(i + 1)
    };
    match (content.start + 1..content.end).take_while(|&i| scene.tokens.is_word(i)).find(closes) {
        Some(at) => content.start..at,
        None => content,
    }
}

/// The raised subject: the noun phrase before the passive; before "yang", the phrase that the relative clause describes.
fn raised(scene: &Scene<'_>, sentence: &Range<usize>, end: usize) -> Option<Range<usize>> {
    let tokens = scene.tokens;
    if end > sentence.start && tokens.is_mark(end - 1, ',') {
        // "Dengan menggabungkan ..., diyakini ...": what stands before the comma belongs to what is believed.
        let from = source::strip(scene, sentence.start, end - 1);
        if scene.is(Kind::OccasionOpener, from, end)
            || scene.is(Kind::Subordinator, from, end)
            || scene.is(Kind::Beforehand, from, end)
            || scene.phrase(Kind::Connective, from, end - 1) == Some(end - 1 - from)
        {
            return None;
        }
        return (from < end - 1 && (from..end - 1).all(|i| scene.outside(i))).then_some(from..end - 1);
    }
    let mut last = end;
    if last > sentence.start && scene.is(Kind::Relative, last - 1, last) {
        last -= 1;
    }
    let from = (sentence.start..last)
        .rev()
        .find(|&i| {
            !scene.outside(i)
                || tokens.mark(i).is_some_and(|m| matches!(m, ',' | ';' | ':' | '–') && !scene.in_number(i))
                || scene.is(Kind::That, i, last)
                || (scene.is_small(i) && i + 1 < last && source::is_verb(scene, i) && last < end)
        })
        .map_or(sentence.start, |i| i + 1);
    let mut from = source::strip(scene, from, last);
    // "Sudah ada [sejumlah nama] yang disebut ...": what there is.
    if last < end
        && let Some(at) = (from..last).rev().find(|&i| scene.is_small(i) && scene.is(Kind::Exists, i, last))
    {
        from = at + 1;
    }
    // "berjalan seperti yang diberitakan": a word that compares is no subject.
    while last < end && last > from && scene.is_small(last - 1) && scene.is(Kind::ViaLead, last - 1, last) {
        last -= 1;
    }
    // "didukung [dengan] kinerja yang diklaim ...": what leads over to the phrase described.
    let leads = |i: usize| [Kind::Stop, Kind::Topic].iter().any(|&kind| scene.is(kind, i, last));
    let opener = |i: usize| scene.is_small(i) && leads(i) && !scene.is(Kind::Place, i, last);
    if last < end && from + 1 < last && opener(from) && !leads(last - 1) {
        from += 1;
    }
    // "razia di [sejumlah titik] yang dinilai ...": only the people or things described.
    let described = |&i: &usize| {
        scene.is_small(i) && matches!(scene.title(i), Some(Title::Group | Title::Person)) && leads(i - 1)
    };
    if last < end
        && let Some(at) = (from + 2..last).rev().find(described)
    {
        from = at;
    }
    let verb = |i: usize| {
        scene.is_small(i)
            && (source::is_verb(scene, i)
                || [Kind::Auxiliary, Kind::Negation].iter().any(|&kind| scene.is(kind, i, last)))
    };
    // "Video itu menuai kritik karena dianggap ...": the subject of the clause that the subordinator opens.
    let opened = (from + 1..last).rev().find_map(|i| {
        let opens = scene.is_small(i) && !scene.is(Kind::Now, i, last);
        let length = scene.phrase(Kind::Subordinator, i, last).filter(|_| opens)?;
        // "realisasi hingga kuartal ketiga": without a verb before it, it opens no clause.
        (from..i).any(verb).then_some(i + length)
    });
    let from = opened.map_or(from, |at| at.max(from));
    // "Informasi itu segera diverifikasi dan dinilai ...": the subject ends before its first verb.
    let joined = last > from && scene.is_small(last - 1) && scene.is(Kind::Joiner, last - 1, last);
    let last = if joined { (from + 1..last - 1).find(|&i| verb(i)).unwrap_or(last - 1) } else { last };
    (from < last).then_some(from..last)
}
