//! Phrases whose role ends before the name, as English ones do: "Sky News reporter [Becky Johnson]".

use std::ops::Range;

use super::{Parts, head, is_alone_elsewhere, segments};
use crate::languages::attribution::{Kind, Title};
use crate::statements::scene::Scene;
use crate::statements::tokens::Shape;

/// An English phrase: what stands before the name ends with the role's head; an apposition may follow.
pub(super) fn head_last(scene: &Scene<'_>, range: &Range<usize>, written: usize) -> Parts {
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
