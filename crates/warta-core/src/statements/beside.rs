//! What stands beside a statement in its sentence: via, time, medium, occasion, addressee.

use std::ops::Range;

use super::draft::Draft;
use super::scene::Scene;
use super::source;
use super::tokens::Shape;
use crate::languages::attribution::Kind;
use crate::languages::times;
use crate::span::Span;

/// An outlet in a chain.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Outlet {
    /// Bytes of the name.
    pub span: Span,
    /// Name as the table has it; `None` for one that it does not know.
    pub name: Option<&'static str>,
}

/// What a day is said of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DayRole {
    /// The words were said on it.
    Said,
    /// Printed after an outlet.
    Report,
    /// Printed after "dikutip" alone.
    Access,
}

/// Day, month and year, as far as they are written.
pub type Date = (u8, u8, Option<i16>);

/// A day as written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Day {
    /// Its tokens.
    pub tokens: Range<usize>,
    /// Day, month and year, as far as they are written.
    pub date: Option<Date>,
    /// What it is the day of.
    pub role: DayRole,
}

/// Tokens of the longest phrase between a telling verb and what it tells.
const TOLD: usize = 8;

/// The phrases beside one statement.
#[derive(Clone, Debug, Default)]
pub struct Beside {
    /// Nearest first.
    pub via: Vec<Outlet>,
    /// The day.
    pub day: Option<Day>,
    /// "dalam keterangan tertulis".
    pub medium: Option<Range<usize>>,
    /// "saat ditemui".
    pub occasion: Option<Range<usize>>,
    /// "kepada wartawan".
    pub addressee: Option<Range<usize>>,
}

/// Reads the free words of the draft's sentence.
pub fn read(scene: &Scene<'_>, draft: &Draft) -> Beside {
    let mut made = Beside { addressee: draft.addressee.clone(), ..Beside::default() };
    let mut taken: Vec<Range<usize>> = draft.content.clone();
    if let Some(source) = draft.source.as_ref().filter(|s| !s.suffix) {
        taken.push(source.tokens.clone());
    }
    taken.extend(draft.cue.clone());
    if draft.construction == "reported_by"
        && let Some(source) = &draft.source
    {
        let mut outlet = source.tokens.clone();
        while let Some(length) = scene.phrase(Kind::ViaKind, outlet.start, outlet.end)
            && length < outlet.len()
        {
            outlet.start += length;
        }
        if !scene.is(Kind::NoOutlet, outlet.start, outlet.end) {
            made.via.extend(nearer_outlet(scene, draft.sentence.start, source.tokens.start));
            match scene.lexicon_outlet(outlet.start, outlet.end) {
                // "AFP, BBC, dan CNN"
                Some((length, _)) if length < outlet.len() => made.via.extend(outlets(scene, &outlet)),
                known => {
                    outlet.end = without_year(scene, &outlet);
                    made.via.push(Outlet { span: scene.span(&outlet), name: known.map(|(_, n)| n) });
                }
            }
        } else {
            // A document is no outlet, but an outlet may have written it.
            made.via.extend(source.tokens.clone().find_map(|i| {
                let (length, name) = scene.lexicon_outlet(i, source.tokens.end)?;
                Some(Outlet { span: scene.span(&(i..i + length)), name: Some(name) })
            }));
        }
    }
    // "menurut laporan The Guardian": who reports is an outlet; whose data are used ("data Reuters") is none.
    if draft.construction != "reported_by"
        && let Some(source) = draft.source.as_ref().filter(|s| !s.suffix)
        && scene.is(Kind::Report, source.tokens.start, source.tokens.end)
    {
        made.via.extend(source.tokens.clone().skip(1).find_map(|i| {
            let (length, name) = scene.lexicon_outlet(i, source.tokens.end)?;
            let whole = i + length == source.tokens.end && scene.tokens.is_capital(i);
            whole.then(|| Outlet { span: scene.span(&(i..i + length)), name: Some(name) })
        }));
    }
    // "told the Springfield Times that ...": the model gives only what was told.
    if made.addressee.is_none()
        && let Some(cue) = draft.cue.as_ref().filter(|cue| scene.is(Kind::Tells, cue.end - 1, cue.end))
        && let Some(content) = draft.content.iter().map(|c| c.start).find(|&start| start > cue.end)
    {
        let mut whom = cue.end..content;
        while whom.end > whom.start && !scene.tokens.is_word(whom.end - 1) {
            whom.end -= 1;
        }
        let free = !whom.is_empty()
            && whom.len() <= TOLD
            && draft.source.as_ref().is_none_or(|s| s.tokens.end <= whom.start || whom.end <= s.tokens.start)
            && whom.clone().all(|i| scene.outside(i) && !scene.tokens.is_mark(i, ','));
        if free {
            made.addressee = Some(whom);
        }
    } else if made.addressee.is_none()
        && let Some(cue) = draft.cue.as_ref().filter(|cue| scene.is(Kind::Tells, cue.end - 1, cue.end))
        && !scene.lexicon.tells_verbs()
        && let Some(whom) = source::after(scene, cue.end, draft.sentence.end)
    {
        // "...," Smith told reporters on Monday
        let free = |i: usize| scene.outside(i) && !taken.iter().any(|t| t.contains(&i));
        if whom.len() <= TOLD && whom.clone().all(free) {
            made.addressee = Some(whom);
        }
    }
    if let Some(whom) = made.addressee.clone().filter(|_| draft.construction != "reported_by") {
        told_outlet(scene, whom.start, whom.end, &mut made);
        taken.push(whom);
    }
    let free = |i: usize| !taken.iter().any(|t| t.contains(&i));
    let end = draft.sentence.end;
    let mut i = draft.sentence.start;
    // A via holds for the words after it until the next day: its day is the day of the report.
    let mut role = DayRole::Said;
    while i < end {
        if !free(i) || !scene.outside(i) {
            i += 1;
            continue;
        }
        let limit = (i..end).find(|&j| !free(j)).unwrap_or(end);
        i = if let Some(next) = via(scene, i, limit, &mut made, &mut role) {
            next
        } else if let Some(day) = day(scene, i, limit, role) {
            let next = day.tokens.end;
            made.day.get_or_insert(day);
            next
        } else if source::medium_at(scene, i, limit) {
            let until = phrase_end(scene, i, limit);
            // "melalui pesan WhatsApp pada detikJateng"
            let to = (i + 1..until).find(|&j| {
                scene.is(Kind::Recipient, j, until) && scene.lexicon_outlet(j + 1, until).is_some()
            });
            let until = to.unwrap_or(until);
            // "in an interview with Reuters"
            if let Some(told) = (i..until).find(|&j| scene.is(Kind::Told, j, until)) {
                let known = made.via.len();
                told_outlet(scene, i, until, &mut made);
                if made.via.len() == known {
                    made.via.extend(interviewer(scene, told + 1, until));
                }
            }
            made.medium.get_or_insert(i..until);
            until
        } else if let Some(length) = scene.phrase(Kind::Addressee, i, limit) {
            // "kepada acara Fox News"
            let kind = scene.phrase(Kind::ViaKind, i + length, limit).unwrap_or(0);
            let until = source::after(scene, i + length + kind, limit).map_or(i + length, |w| w.end);
            if until > i + length {
                told_outlet(scene, i + length, until, &mut made);
                made.addressee.get_or_insert(i..until);
            }
            until
        } else if scene.is(Kind::OccasionOpener, i, limit) {
            let until = phrase_end(scene, i, limit);
            // "saat dihubungi detikJateng", and not "saat rapat Tani Merdeka".
            if (i..until).any(|j| scene.is(Kind::Told, j, until)) {
                told_outlet(scene, i, until, &mut made);
            }
            // "said when" tells no occasion.
            if until > i + scene.phrase(Kind::OccasionOpener, i, limit).unwrap_or(0) {
                made.occasion.get_or_insert(i..until);
            }
            until.max(i + 1)
        } else {
            // "lewat pesan pada detikJateng": told to an outlet.
            // "surat yang dilihat detikcom": seen by one.
            // "ujar Rahmat di BBC Sport": or read there.
            let told = i > 0
                && ([Kind::Recipient, Kind::Told].iter().any(|&kind| scene.is(kind, i - 1, i))
                    || scene.is(Kind::Place, i - 1, i)
                        && draft.source.as_ref().is_some_and(|s| s.tokens.end == i - 1));
            if told && scene.lexicon_outlet(i, limit).is_some() {
                told_outlet(scene, i, limit, &mut made);
            }
            i + 1
        };
    }
    made
}

/// "Ensiklopedia Tanaman [(2023)]": the end of a name without the year that it came out.
fn without_year(scene: &Scene<'_>, name: &Range<usize>) -> usize {
    let bracket = name.end.saturating_sub(3);
    let year = bracket > name.start
        && scene.tokens.is_mark(bracket, '(')
        && scene.tokens.all[bracket + 1].shape == Shape::Digit
        && scene.tokens.is_mark(bracket + 2, ')');
    if year { bracket } else { name.end }
}

/// "(dikutip dari kanal) [YouTube Dinas Sosial]": a broadcaster's channel, with where it ends.
fn channel(scene: &Scene<'_>, start: usize, limit: usize) -> Option<(Outlet, usize)> {
    let mut at = start;
    while !scene.is(Kind::Platform, at, limit) {
        at += scene.phrase(Kind::NoOutlet, at, limit)?;
    }
    let named = at + 1 < limit && scene.tokens.is_capital(at + 1) && !scene.is_weekday(at + 1);
    let name = source::after(scene, at + 1, limit).filter(|_| named)?;
    Some((Outlet { span: scene.span(&(at..name.end)), name: None }, name.end))
}

/// Every outlet that a list names, in its order.
fn outlets(scene: &Scene<'_>, list: &Range<usize>) -> Vec<Outlet> {
    let mut made = Vec::new();
    let mut at = list.start;
    while at < list.end {
        match scene.lexicon_outlet(at, list.end) {
            Some((length, name)) => {
                made.push(Outlet { span: scene.span(&(at..at + length)), name: Some(name) });
                at += length;
            }
            None => at += 1,
        }
    }
    made
}

/// "Dilansir [detikNews] dari AFP": the outlet through which the one at `at` was taken.
fn nearer_outlet(scene: &Scene<'_>, start: usize, at: usize) -> Option<Outlet> {
    let link = scene.phrase_before(Kind::ViaLink, at, start)?;
    (start + 1..link).find_map(|i| {
        let (length, name) = scene.lexicon_outlet(i, link)?;
        (i + length == link).then(|| Outlet { span: scene.span(&(i..link)), name: Some(name) })
    })
}

/// A phrase ends before a comma, a day, a via or what another phrase opens.
fn phrase_end(scene: &Scene<'_>, start: usize, limit: usize) -> usize {
    let mut i = start + 1;
    while i < limit {
        if scene.is_weekday(i)
            || super::content::via_at(scene, i, limit)
            || scene.tokens.mark(i).is_some_and(|m| matches!(m, ';' | ':' | '.' | '"' | '“' | '”'))
                && (scene.tokens.all.get(i + 1).is_none_or(|t| t.spaced) || i + 1 >= limit)
        {
            break;
        }
        if scene.tokens.is_mark(i, ',')
            && !(scene.tokens.is_capital(i + 1)
                && i + 1 < limit
                && !scene.is_weekday(i + 1)
                && place_list(scene, i, limit))
        {
            break;
        }
        i += 1;
    }
    while i > start + 1
        && (scene.tokens.mark(i - 1).is_some_and(|m| m == ',' || m == '.')
            || scene.is(Kind::TimeOpener, i - 1, i))
    {
        i -= 1;
    }
    i
}

/// "di Istana Negara, Jakarta Pusat, Senin": places in a row.
fn place_list(scene: &Scene<'_>, comma: usize, limit: usize) -> bool {
    scene.tokens.is_capital(comma - 1)
        && (comma + 1..limit)
            .take_while(|&j| !scene.tokens.is_mark(j, ','))
            .all(|j| !scene.is_small(j) && scene.outside(j))
}

/// A via chain's link at `i`; gives where it ends.
fn via(
    scene: &Scene<'_>,
    start: usize,
    limit: usize,
    made: &mut Beside,
    role: &mut DayRole,
) -> Option<usize> {
    let lead = scene.phrase(Kind::ViaLead, start, limit).unwrap_or(0);
    let mut i = start + lead;
    let cue = scene.phrase(Kind::ViaCue, i, limit);
    i += cue?;
    let farther = start > 0 && scene.is(Kind::Relative, start - 1, start)
        || i - 1 > start && lead == 0 && !made.via.is_empty() && !scene.tokens.is_mark(start - 1, ',');
    i += scene.phrase(Kind::ViaLink, i, limit).unwrap_or(0);
    let mut kind = false;
    while let Some(length) = scene.phrase(Kind::ViaKind, i, limit) {
        kind = true;
        i += length;
    }
    if scene.is_weekday(i) || scene.tokens.is_mark(i, ',') && scene.is_weekday(i + 1) {
        *role = DayRole::Access;
        made.via.extend(read_in(scene, start));
        return Some(i);
    }
    if let Some((outlet, next)) = channel(scene, i, limit) {
        let place = if farther { made.via.len() } else { 0 };
        made.via.insert(place, outlet);
        *role = DayRole::Report;
        return Some(next);
    }
    if scene.is(Kind::NoOutlet, i, limit) {
        let until = phrase_end(scene, i, limit);
        made.medium.get_or_insert(i..until);
        *role = DayRole::Access;
        return Some(until);
    }
    let found = if let Some((length, name)) = scene.lexicon_outlet(i, limit) {
        Some((Outlet { span: scene.span(&(i..i + length)), name: Some(name) }, i + length))
    } else if scene.tokens.is_brand(i) && i < limit || kind && i < limit && scene.tokens.is_word(i) {
        let until = name_end(scene, i, limit);
        // "media Ukraina, UNN, ...": the kind only describes it.
        let named = source::between_commas(scene, until, limit).filter(|_| kind).unwrap_or(i..until);
        Some((Outlet { span: scene.span(&named), name: None }, named.end))
    } else {
        None
    };
    let (outlet, next) = found?;
    let place = if farther { made.via.len() } else { 0 };
    made.via.insert(place, outlet);
    *role = DayRole::Report;
    // "dikutip detikNews dari Antara": the second one lies behind the first.
    if let Some(link) = scene.phrase(Kind::ViaLink, next, limit) {
        let at = next + link;
        if let Some((length, name)) = scene.lexicon_outlet(at, limit) {
            let outlet = Outlet { span: scene.span(&(at..at + length)), name: Some(name) };
            made.via.insert(place + 1, outlet);
            return Some(at + length);
        }
        if at < limit && scene.tokens.is_capital(at) && !scene.is_weekday(at) {
            let until = name_end(scene, at, limit);
            made.via.insert(place + 1, Outlet { span: scene.span(&(at..until)), name: None });
            return Some(until);
        }
    }
    Some(next)
}

/// An outlet's name that no table knows: capital words and the marks inside them.
fn name_end(scene: &Scene<'_>, start: usize, limit: usize) -> usize {
    let mut i = start + 1;
    while i < limit {
        let glued = !scene.tokens.all[i].spaced
            && !scene.tokens.mark(i).is_some_and(|m| matches!(m, ',' | '(' | '"' | '”' | ';'));
        let capital = scene.tokens.is_capital(i) && !scene.is_weekday(i);
        if !(glued && (scene.tokens.is_word(i) || scene.tokens.all.get(i + 1).is_some_and(|t| !t.spaced))
            || capital)
        {
            break;
        }
        i += 1;
    }
    i
}

/// "kepada situs Page Six", "saat dihubungi detikJateng": told to an outlet, so taken through it.
fn told_outlet(scene: &Scene<'_>, start: usize, end: usize, made: &mut Beside) {
    for i in start..end {
        let inside = i > start && scene.tokens.is_capital(i - 1) && scene.tokens.all[i].spaced;
        let known = scene
            .lexicon_outlet(i, end)
            .filter(|_| !inside && scene.tokens.str(i).bytes().any(|b| b.is_ascii_uppercase()));
        if let Some((length, name)) = known {
            let outlet = Outlet { span: scene.span(&(i..i + length)), name: Some(name) };
            made.via.push(outlet);
            return;
        }
        // "the Springfield Times": a name that closes as an outlet's does.
        let close = i > start
            && scene.tokens.is_capital(i)
            && scene.tokens.is_capital(i - 1)
            && scene.is(Kind::OutletHead, i, end)
            && !(i + 1 < end && scene.tokens.is_capital(i + 1));
        if close {
            let first = (start..i).rev().take_while(|&j| scene.tokens.is_capital(j)).last().unwrap_or(i);
            made.via.push(Outlet { span: scene.span(&(first..i + 1)), name: None });
            return;
        }
    }
}

/// "wawancara dengan [Kabar]": one word that no table knows.
fn interviewer(scene: &Scene<'_>, at: usize, end: usize) -> Option<Outlet> {
    let from = at + scene.phrase(Kind::Recipient, at, end)?;
    let name = (from..end).take_while(|&i| scene.tokens.is_brand(i)).count();
    let ends = from + name >= end || !scene.tokens.is_mark(from + name, '(');
    let one = name == 1 && scene.title(from).is_none() && !scene.is_weekday(from) && ends;
    one.then(|| Outlet { span: scene.span(&(from..from + 1)), name: None })
}

/// "dalam [The Guardian], dikutip Selasa": the outlet where the words were read that the via at `at` gives only a day of.
fn read_in(scene: &Scene<'_>, at: usize) -> Option<Outlet> {
    /// Tokens of the longest such name, and its opening.
    const REACH: usize = 6;
    let end = at - usize::from(at > 0 && scene.tokens.is_mark(at - 1, ','));
    let opener = (end.saturating_sub(REACH)..end)
        .rev()
        .find(|&i| scene.is_small(i) && scene.is(Kind::MediumOpener, i, end))?;
    let (length, name) = scene.lexicon_outlet(opener + 1, end)?;
    let outlet = opener + 1..opener + 1 + length;
    (outlet.end == end).then(|| Outlet { span: scene.span(&outlet), name: Some(name) })
}

/// "Senin (20/10/2025)", "Minggu, 11 Oktober 2015", "Kamis".
fn day(scene: &Scene<'_>, start: usize, limit: usize, role: DayRole) -> Option<Day> {
    let tokens = scene.tokens;
    if !scene.is_weekday(start) {
        return None;
    }
    let mut i = start + 1;
    let mut date = None;
    let open = tokens.is_mark(i, '(');
    let from = if open || tokens.is_mark(i, ',') { i + 1 } else { i };
    if let Some((found, next)) = numbers(scene, from, limit) {
        date = Some(found);
        i = next + usize::from(open && tokens.is_mark(next, ')'));
    }
    while i < limit && scene.is(Kind::DayPart, i, limit) {
        i += 1;
    }
    Some(Day { tokens: start..i, date, role })
}

/// "20/10/2025", "20/10", "11 Oktober 2015"; with where it ends.
fn numbers(scene: &Scene<'_>, i: usize, limit: usize) -> Option<(Date, usize)> {
    let tokens = scene.tokens;
    let number = |i: usize| -> Option<i16> {
        (i < limit && tokens.all[i].shape == Shape::Digit).then(|| tokens.str(i).parse().ok())?
    };
    let day = u8::try_from(number(i)?).ok().filter(|d| (1..=31).contains(d))?;
    if tokens.is_mark(i + 1, '/') {
        let month = u8::try_from(number(i + 2)?).ok().filter(|m| (1..=12).contains(m))?;
        let year = tokens.is_mark(i + 3, '/').then(|| number(i + 4)).flatten();
        return Some((
            (day, month, year.map(|y| if y < 100 { 2000 + y } else { y })),
            i + 3 + 2 * usize::from(year.is_some()),
        ));
    }
    let month = times::month(
        &tokens.all.get(i + 1).map(|_| tokens.str(i + 1).to_lowercase())?,
        Some(scene.lexicon.language),
    )?;
    let year = number(i + 2).filter(|y| (1900..2200).contains(y));
    Some(((day, month, year), i + 2 + usize::from(year.is_some())))
}
