//! Where a source begins and ends: the maximal noun phrase beside a cue, role and name together.

use std::ops::Range;

use super::content;
use super::scene::Scene;
use super::tokens::Shape;
use crate::languages::attribution::{Kind, Stand, Title};

/// Words in a bracket that belongs to a name: "(BKPM)", "(35)".
const BRACKET_WORDS: usize = 6;
/// Longest source, in tokens: longer ones are misread clauses.
pub const LONGEST: usize = 45;
/// Shortest word whose prefix tells a verb.
const VERB_LENGTH: usize = 6;

/// The noun phrase that opens at `start`: `kata [Kepala BPBD Jatim, Gatot Soebroto], Senin`.
pub fn after(scene: &Scene<'_>, start: usize, end: usize) -> Option<Range<usize>> {
    if opens(scene, start, end) { phrase(scene, start, end) } else { None }
}

/// The same after a quotation, where any noun may speak: `"...," sahut sang perekam`.
pub fn after_quotation(scene: &Scene<'_>, start: usize, end: usize) -> Option<Range<usize>> {
    let noun = scene.is_small(start)
        && ![Kind::Stop, Kind::Relative].iter().any(|&kind| scene.is(kind, start, end))
        && !is_verb(scene, start);
    if noun || opens(scene, start, end) || counted(scene, start, end) {
        phrase(scene, start, end)
    } else {
        None
    }
}

fn phrase(scene: &Scene<'_>, start: usize, end: usize) -> Option<Range<usize>> {
    let tokens = scene.tokens;
    let mut i = start;
    let mut relative = false;
    let mut segment = start;
    while i < end && i < start + LONGEST {
        if let Some(mark) = tokens.mark(i) {
            match mark {
                ',' if aged(scene, i, end) => {
                    // "Rahmat, 63 tahun"
                    i += 3;
                    continue;
                }
                ',' if let Some(after) = listed_fields(scene, start, i, end) => {
                    i = after;
                    continue;
                }
                ',' if continues(scene, segment, i, end) => {
                    segment = i + 1;
                    i += 1;
                    continue;
                }
                '(' => match scene.bracket_end(i, end, BRACKET_WORDS) {
                    Some(close) if !dated(scene, i, close) => {
                        i = close + 1;
                        continue;
                    }
                    _ => break,
                },
                '.' if abbreviates(scene, i, end) => {}
                '-' | '–' if !tokens.all[i].spaced => {}
                '+' if !tokens.all[i].spaced => {}
                '/' | '&' | '\'' | '’' | '@' | '#' | '_' => {}
                '"' | '“' | '”' if nickname(scene, i) => {}
                _ => break,
            }
            i += 1;
            continue;
        }
        if i > start && !glued(scene, i) {
            let small = scene.is_small(i);
            if small && scene.is(Kind::Relative, i, end) {
                // "pria yang akrab disapa Dani": a relative clause that a comma opens is left out.
                // "surat itu yang dilihat detikcom": how it was learnt.
                let learnt = scene.is(Kind::Told, i + 1, end)
                    && (scene.lexicon_outlet(i + 2, end).is_some()
                        || scene.is(Kind::Agent, i + 2, end)
                        || scene.tokens.is_mark(i + 2, ','))
                    || scene.is(Kind::ViaCue, i + 1, end) && !scene.tokens.is_capital(i + 2);
                if i == segment || learnt {
                    break;
                }
                relative = true;
            } else if small && scene.is(Kind::Stop, i, end) {
                let preposition_in_relative = relative && !scene.is(Kind::OccasionOpener, i, end);
                // "peneliti [dari] BRIN, Budi": a role without its name yet.
                let role_goes_on = scene.is(Kind::RoleLink, i, end)
                    && tokens.is_capital(i + 1)
                    && !(start..i).any(|j| tokens.is_capital(j) && scene.title(j).is_none());
                // "Peraturan Pemerintah Nomor 75 Tahun 2021 tentang Statuta Universitas": so does a law before its title.
                let title = scene.is(Kind::Titled, i, end)
                    && tokens.is_capital(i + 1)
                    && scene.title(start) == Some(Title::Document);
                if !preposition_in_relative && !role_goes_on && !title {
                    break;
                }
            } else if scene.is_weekday(i)
                || small
                    && (scene.is(Kind::That, i, end)
                        || scene.is(Kind::ViaLead, i, end) && content::via_at(scene, i, end)
                        || !relative && (is_verb(scene, i) || predicate_after_name(scene, i, end)))
            {
                break;
            }
        }
        i += 1;
    }
    // "kata Silpia [yang] saat itu ...": nor does a relative clause without words.
    while i > start
        && (tokens.mark(i - 1).is_some_and(|m| matches!(m, ',' | '-' | '–' | '/' | '.' | '“' | '"'))
            || i > start + 1 && scene.is_small(i - 1) && scene.is(Kind::Relative, i - 1, i))
    {
        i -= 1;
    }
    (i > start).then_some(start..i)
}

/// "kata Rahmat [juga sudah sesuai]": a name ends where an auxiliary or negation goes on with the clause.
pub fn predicate_after_name(scene: &Scene<'_>, i: usize, end: usize) -> bool {
    if i == 0 || i >= end || !scene.is_small(i) {
        return false;
    }
    let at = i + scene.phrase(Kind::Particle, i, end).unwrap_or(0);
    scene.tokens.is_capital(i - 1)
        && [Kind::Auxiliary, Kind::Negation].iter().any(|&kind| scene.is(kind, at, end))
}

/// The noun phrase after "menurut", which a comma or the clause that follows ends.
pub fn after_preposition(scene: &Scene<'_>, start: usize, end: usize) -> Option<Range<usize>> {
    let found = after(scene, start, end);
    // "data BPBD Demak [hingga pukul 18.30 WIB]": until when it counts is no part of its name.
    if let Some(found) = &found
        && scene.title(found.start) == Some(Title::Document)
        && let Some(at) = (found.start + 1..found.end).find(|&i| until(scene, i, end).is_some())
    {
        return Some(found.start..at);
    }
    if let Some(found) = &found
        && voice(scene, found) == Voice::Sure
        && (found.end >= end
            || !scene.tokens.is_word(found.end)
            || content::via_at(scene, found.end, end)
            || found.len() > 1
            || predicate_after_name(scene, found.end, end))
    {
        return Some(names_only(scene, found.clone(), end));
    }
    // "Menurut kesepakatan yang dicapai pada 2023, ...": whatever a comma closes.
    let comma = (start..end.min(start + LONGEST)).find(|&i| scene.tokens.is_mark(i, ','));
    let stop = comma.or((end - start <= LONGEST && end > start).then_some(end)).map(|stop| {
        let mut stop = stop;
        while stop > start
            && scene.tokens.mark(stop - 1).is_some_and(|m| matches!(m, '.' | '?' | '!' | ':' | ';'))
        {
            stop -= 1;
        }
        stop
    });
    match (stop, found) {
        (Some(stop), found) if scene.tokens.is_word(start) && stop > start => {
            Some(found.filter(|f| f.end > stop).unwrap_or(start..stop))
        }
        (_, found) => found,
    }
}

/// "hingga pukul 18.30 WIB", "sampai Agustus 2025": where the words end that say until when, which open at `i`.
pub fn until(scene: &Scene<'_>, i: usize, end: usize) -> Option<usize> {
    let start = i + scene.phrase(Kind::Until, i, end).filter(|_| i < end && scene.is_small(i))?;
    let tokens = scene.tokens;
    let counts = |j: usize| {
        j < end
            && (tokens.all[j].shape == Shape::Digit
                || scene.is(Kind::TimeWord, j, end)
                || scene.is(Kind::DayPart, j, end)
                || scene.is_weekday(j)
                || scene.is_month(j))
    };
    let mut at = start;
    while counts(at)
        || at > start
            && tokens.mark(at).is_some_and(|m| matches!(m, '.' | ':' | '/'))
            && counts(at + 1)
            && at < end
    {
        at += 1;
    }
    (at > start).then_some(at)
}

/// Without a comma the name ends where small words go on: "menurut Budi [kondisi itu ...]".
fn names_only(scene: &Scene<'_>, found: Range<usize>, end: usize) -> Range<usize> {
    // "menurut Budi izin itu adil.": nothing in the clause tells a verb, and the phrase took it in.
    let all_taken = found.end >= end || scene.tokens.is_mark(found.end, '.');
    if all_taken && let Some(at) = clause_after_name(scene, &found).filter(|at| at + 1 < found.end) {
        return found.start..at;
    }
    if found.end >= end || !scene.tokens.is_word(found.end) {
        if scene.is(Kind::Pronoun, found.start, found.end)
            && found.len() > 1
            && scene.is_small(found.start + 1)
        {
            return found.start..found.start + 1;
        }
        return found;
    }
    if let Some(at) = clause_after_name(scene, &found) {
        return found.start..at;
    }
    let Some(last) = found.clone().rev().find(|&i| {
        scene.tokens.is_capital(i)
            || scene.is(Kind::Pronoun, i, found.end)
            || scene.is(Kind::Demonstrative, i, found.end)
    }) else {
        return found;
    };
    found.start..last + 1
}

/// "menurut Kepala Dinas Budi [kondisi itu ...]": what goes on in small letters after a name is the clause.
fn clause_after_name(scene: &Scene<'_>, found: &Range<usize>) -> Option<usize> {
    let related = found.clone().any(|i| scene.is_small(i) && scene.is(Kind::Relative, i, found.end));
    if related || scene.title(found.start) == Some(Title::Document) {
        return None;
    }
    found.clone().skip(1).find(|&i| {
        scene.tokens.is_capital(i - 1)
            && scene.is_small(i)
            // "Institute for Global Research" goes on with a name.
            && !scene.tokens.is_capital(i + 1)
            && scene.tokens.all[i].spaced
            && scene.title(i).is_none()
            && !scene.is_field(i)
            && ![Kind::NameJoiner, Kind::Demonstrative, Kind::RoleLink]
                .iter()
                .any(|&kind| scene.is(kind, i, found.end))
    })
}

/// True where a token may be the first of a source.
pub fn opens(scene: &Scene<'_>, i: usize, end: usize) -> bool {
    let tokens = scene.tokens;
    if i >= end || !tokens.is_word(i) || tokens.all[i].shape == Shape::Digit {
        return tokens.is_mark(i, '@');
    }
    if scene.is_weekday(i) {
        return false;
    }
    tokens.is_capital(i)
        || scene.is(Kind::Pronoun, i, end)
        || scene.title(i).is_some()
        || scene.is(Kind::Honorific, i, end)
        || scene.is(Kind::Determiner, i, end)
        || (scene.is_small(i) && demonstrative(scene, i, end))
}

/// "40 warga", "6 percent of drivers": a number of people. A share with its mark ("61,5% publik") is a result that a document
/// tells.
fn counted(scene: &Scene<'_>, i: usize, end: usize) -> bool {
    /// Words between the number and who is counted.
    const REACH: usize = 3;
    i < end
        && scene.tokens.all[i].shape == Shape::Digit
        && (i + 1..end.min(i + 1 + REACH + 1))
            .take_while(|&j| scene.is_small(j))
            .any(|j| matches!(scene.title(j), Some(Title::Group | Title::Person)))
}

/// "pebulu tangkis kelahiran Klaten itu": a description that a demonstrative closes within a few words.
fn demonstrative(scene: &Scene<'_>, i: usize, end: usize) -> bool {
    /// Words of the longest such description.
    const REACH: usize = 9;
    !scene.is(Kind::Stop, i, end)
        && !is_verb(scene, i)
        && (i + 1..end.min(i + REACH))
            .take_while(|&j| scene.tokens.is_word(j) && !(scene.is_small(j) && is_verb(scene, j)))
            .any(|j| scene.is(Kind::Demonstrative, j, end))
}

/// A token without white space before it goes on with what stands before: "Jateng-DIY", "Ma'mun".
fn glued(scene: &Scene<'_>, i: usize) -> bool {
    let token = &scene.tokens.all[i];
    !token.spaced && scene.tokens.mark(i - 1).is_none_or(|m| !matches!(m, ',' | '.' | ')'))
}

/// A lower-case word that looks like a verb: a cue, or a verb's prefix on a long word.
pub fn is_verb(scene: &Scene<'_>, i: usize) -> bool {
    let (cues, _) = scene.cues(i);
    cues.iter().any(|c| matches!(c.stand, Stand::Active | Stand::Passive | Stand::Agentless))
        || verb_shaped(scene, i)
}

/// A long word that begins as verbs do.
pub fn verb_shaped(scene: &Scene<'_>, i: usize) -> bool {
    let word = scene.tokens.str(i);
    // "pria bermarga Wang": such a word before a name describes.
    let describes = scene.tokens.is_capital(i + 1)
        && scene.lexicon.describing_prefixes.iter().any(|p| word.starts_with(p));
    word.len() >= VERB_LENGTH
        && !describes
        && scene.title(i).is_none()
        && !scene.is(Kind::NoVerb, i, i + 1)
        && !scene.is(Kind::Demonstrative, i, i + 1)
        && scene.lexicon.verb_prefixes.iter().any(|prefix| word.starts_with(prefix))
}

/// A verb whose subject does nothing: "dihubungi".
pub fn is_passive(scene: &Scene<'_>, i: usize) -> bool {
    let word = scene.tokens.str(i);
    scene.lexicon.passive_prefixes.iter().any(|prefix| word.starts_with(prefix))
}

/// A full stop inside a name: "Ir. Budi", "S.H.", "J. Habibie".
fn abbreviates(scene: &Scene<'_>, i: usize, end: usize) -> bool {
    let tokens = scene.tokens;
    if i + 1 >= end || i == 0 || tokens.all[i].spaced {
        return false;
    }
    let short = tokens.str(i - 1).chars().count() <= 4 && tokens.is_capital(i - 1);
    // "Surat Keputusan No. 24" too.
    let number = || tokens.all[i + 1].shape == Shape::Digit && tokens.all[i - 1].shape == Shape::Title;
    let goes_on =
        tokens.is_word(i + 1) && (number() || tokens.is_capital(i + 1) || !tokens.all[i + 1].spaced);
    (short && goes_on) || (tokens.is_word(i + 1) && !tokens.all[i + 1].spaced)
}

/// An age after the comma at `i`: "Rahmat, 63 tahun".
fn aged(scene: &Scene<'_>, i: usize, end: usize) -> bool {
    scene.tokens.all.get(i + 1).is_some_and(|t| t.shape == Shape::Digit) && scene.is(Kind::Age, i + 2, end)
}

/// Quotation marks around one or two words inside a name.
fn nickname(scene: &Scene<'_>, i: usize) -> bool {
    scene.quotation(i).is_some_and(|q| q.range.len() <= 5 && q.closed)
}

/// Digits with strokes in a bracket are a day: "(20/10)".
fn dated(scene: &Scene<'_>, open: usize, close: usize) -> bool {
    let digit = |i: usize| scene.tokens.all[i].shape == Shape::Digit;
    open + 1 < close && digit(open + 1) && (open + 1..close).any(|i| scene.tokens.is_mark(i, '/'))
}

/// True where the comma at `i` stands inside one source: between role and name, or before an apposition.
fn continues(scene: &Scene<'_>, segment: usize, i: usize, end: usize) -> bool {
    let tokens = scene.tokens;
    let next = i + 1;
    if next >= end || scene.is_weekday(next) || !tokens.is_word(next) {
        return false;
    }
    // A suffix title of a name: "Budi, S.H.", "Budi, SH"
    if scene.is(Kind::Degree, next, end) && tokens.all[next].shape == Shape::Caps && tokens.is_capital(i - 1)
    {
        return true;
    }
    if tokens.is_mark(next + 1, '.')
        && tokens.is_capital(next)
        && !tokens.all.get(next + 1).is_some_and(|t| t.spaced)
        && tokens.all[next].end - tokens.all[next].start <= 3
    {
        return true;
    }
    let role = scene.title(segment).is_some();
    // "salah satu pedagang asal Sukaraja, Tarsih (52)"
    let aged = tokens.is_capital(next)
        && (next + 1..end).find(|&j| !tokens.is_capital(j)).is_some_and(|open| {
            tokens.is_mark(open, '(')
                && tokens.all.get(open + 1).is_some_and(|t| t.shape == Shape::Digit)
                && tokens.is_mark(open + 2, ')')
        });
    if aged {
        return true;
    }
    let named = role && tokens.is_capital(next) && !scene.is(Kind::Connective, next, end);
    let apposition = scene.title(next).is_some_and(|t| t == Title::Person) && !is_pronominal(scene, next);
    if !(named || apposition) {
        return false;
    }
    // What follows must be names and roles up to the next comma or stop.
    let stop = (next..end).find(|&j| {
        tokens.mark(j).is_some_and(|m| matches!(m, ',' | ':' | ';' | '"' | '“'))
            || (tokens.is_mark(j, '.') && !abbreviates(scene, j, end))
    });
    let stop = stop.unwrap_or(end);
    // "Rahmat, juru bicara warga ditemui di ...": nor what tells when it was said.
    let ends = |j: usize| scene.is(Kind::Stop, j, end) || j > next && scene.is(Kind::Told, j, end);
    let until = (next..stop).find(|&j| scene.is_small(j) && ends(j)).unwrap_or(stop);
    if named && !apposition {
        // A name holds no small words but those that join names.
        return (next..until)
            .all(|j| !scene.is_small(j) || scene.title(j).is_some() || scene.is(Kind::NameJoiner, j, until));
    }
    (next..until).all(|j| !(scene.is_small(j) && is_verb(scene, j)))
}

/// "Badan Meteorologi[, Klimatologi, dan Geofisika] (BMKG)": where the fields of one body end whose first comma is at `comma`.
fn listed_fields(scene: &Scene<'_>, start: usize, comma: usize, end: usize) -> Option<usize> {
    /// Fields of the longest such name.
    const FIELDS: usize = 6;
    let capital = |i: usize| i < end && scene.tokens.is_capital(i);
    let joins = |i: usize| i < end && scene.is_small(i) && scene.is(Kind::Joiner, i, end);
    let whose = |i: usize| matches!(scene.title(i), Some(Title::Body | Title::Person));
    let mut before = (start..comma).rev().take_while(|&i| capital(i));
    if !before.any(|i| scene.title(i) == Some(Title::Body)) {
        return None;
    }
    let mut at = comma;
    for _ in 0..FIELDS {
        let from = at + usize::from(scene.tokens.is_mark(at, ','));
        if joins(from) {
            let last = (from + 1..end).take_while(|&i| capital(i)).count();
            // "Badan X, Y, dan Kementerian Z": another body speaks too.
            return (last > 0 && !whose(from + 1)).then_some(from + 1 + last);
        }
        let field = (from..end).take_while(|&i| capital(i) && !whose(i)).count();
        if field == 0 || from == at {
            return None;
        }
        at = from + field;
    }
    None
}

/// True for a pronoun.
pub fn is_pronominal(scene: &Scene<'_>, i: usize) -> bool {
    scene.is(Kind::Pronoun, i, i + 1)
}

/// Leaves leading connectives out, and whence a sentence was taken: "Namun Budi", "Sementara itu, Budi", "Dilansir Antara, Budi".
pub fn strip(scene: &Scene<'_>, from: usize, end: usize) -> usize {
    let at = strip_connectives(scene, from, end);
    let opens = || scene.sentences.binary_search_by_key(&from, |s| s.start).is_ok();
    match after_report(scene, at, end).filter(|_| opens()) {
        Some(after) => strip_connectives(scene, after, end),
        None => at,
    }
}

/// "Dilansir Antara, Senin (20/10), [warga ...]": where a sentence goes on after whence it was taken.
fn after_report(scene: &Scene<'_>, from: usize, end: usize) -> Option<usize> {
    /// Tokens of the longest such opening.
    const REACH: usize = 24;
    if !content::via_at(scene, from, end) {
        return None;
    }
    let comma = |from: usize| {
        (from..end.min(from + REACH)).find(|&i| scene.tokens.is_mark(i, ',') && !scene.in_number(i))
    };
    let mut after = comma(from)? + 1;
    if scene.is_weekday(after) || scene.is(Kind::TimeOpener, after, end) && scene.is_weekday(after + 1) {
        after = comma(after)? + 1;
    }
    (after <= end && (from..after).all(|i| scene.outside(i))).then_some(after)
}

/// Leaves leading connectives out.
pub fn strip_connectives(scene: &Scene<'_>, mut from: usize, end: usize) -> usize {
    loop {
        while from < end
            && scene
                .tokens
                .mark(from)
                .is_some_and(|m| matches!(m, ',' | '-' | '–' | '—' | '.' | ')' | '•' | '*'))
        {
            from += 1;
        }
        // "Kini, pemerintah ...": a comma parts the particle from the clause.
        let particle =
            scene.phrase(Kind::Particle, from, end).filter(|n| scene.tokens.is_mark(from + n, ','));
        match scene.phrase(Kind::Connective, from, end).or(particle) {
            Some(length) if from + length < end => from += length,
            _ => return from,
        }
    }
}

/// Two or more words that are written as a person's name is: "Rahmat Wulan".
pub fn full_name(scene: &Scene<'_>, words: Range<usize>) -> bool {
    words.len() >= 2 && words.into_iter().all(|i| scene.tokens.all[i].shape == Shape::Title)
}

/// True where a small word at `i` goes on with a clause: a verb, an auxiliary, a negation.
pub fn goes_on(scene: &Scene<'_>, i: usize, end: usize) -> bool {
    scene.is_small(i)
        && ([Kind::Auxiliary, Kind::Negation, Kind::Finite].iter().any(|&kind| scene.is(kind, i, end))
            || is_verb(scene, i))
}

/// "media Ukraina[, UNN,] ...": the name that a pair of commas, the first at `comma`, holds.
pub fn between_commas(scene: &Scene<'_>, comma: usize, end: usize) -> Option<Range<usize>> {
    let from = comma + 1;
    if from >= end
        || !scene.tokens.is_mark(comma, ',')
        || scene.is_weekday(from)
        || scene.title(from).is_some()
    {
        return None;
    }
    let close = (from..end).find(|&i| !scene.tokens.is_brand(i))?;
    (close > from && scene.tokens.is_mark(close, ',')).then_some(from..close)
}

/// True where a phrase about medium, occasion or addressee opens at `i`.
pub fn adjunct_at(scene: &Scene<'_>, i: usize, end: usize) -> bool {
    scene.is(Kind::OccasionOpener, i, end) || scene.is(Kind::Addressee, i, end) || medium_at(scene, i, end)
}

/// True for "dalam keterangan tertulis", "through a statement".
pub fn medium_at(scene: &Scene<'_>, i: usize, end: usize) -> bool {
    /// Words between the preposition and the medium's head.
    const BETWEEN: usize = 2;
    scene.is(Kind::MediumOpener, i, end)
        && (i + 1..end.min(i + 2 + BETWEEN)).any(|j| scene.is(Kind::MediumHead, j, end))
}

/// The name that a relative clause at `end` describes, with the titles before it.
pub fn antecedent(scene: &Scene<'_>, start: usize, end: usize) -> Option<Range<usize>> {
    let mut from = end;
    loop {
        if from > start
            && (scene.tokens.is_capital(from - 1)
                || scene.title(from - 1).is_some()
                || scene.is_field(from - 1))
        {
            from -= 1;
        } else if from > start + 2
            && from < end
            && scene.tokens.is_mark(from - 1, ')')
            && scene.tokens.is_mark(from - 3, '(')
            && scene.tokens.is_capital(from - 2)
        {
            // "jaksa penuntut umum (JPU) Budi"
            from -= 3;
        } else {
            break;
        }
    }
    // "pengacara Departemen Hukum, [Rahmat Wulan], yang menyebut ...": the role stands before the name's comma.
    if from > start + 1 && scene.tokens.is_mark(from - 1, ',') && full_name(scene, from..end) {
        let part = |i: usize| scene.tokens.is_capital(i) || scene.title(i).is_some() || scene.is_field(i);
        let words = (start..from - 1).rev().take_while(|&i| part(i)).count();
        let role = from - 1 - words;
        if words > 0 && scene.title(role) == Some(Title::Person) {
            from = role;
        }
    }
    while from < end && scene.is_small(from) && scene.title(from).is_none() {
        from += 1;
    }
    // "pernyataan Menteri Budi yang menyebut": who is named in the document says it.
    while from < end && scene.title(from) == Some(Title::Document) {
        from += 1;
    }
    (from < end && scene.tokens.is_capital(end - 1)).then_some(from..end)
}

/// "[seorang warga] yang mengaku ...", "[laporan] yang menyebut ...": somebody, or a document, that has no name.
pub fn unnamed(scene: &Scene<'_>, start: usize, end: usize) -> Option<Range<usize>> {
    /// Words of the longest such phrase.
    const REACH: usize = 5;
    // Only where verbs are told by their form is it sure that none stands in it.
    if !scene.lexicon.tells_verbs() {
        return None;
    }
    let low = end.saturating_sub(REACH).max(start);
    let plain = |i: usize| scene.is_small(i) && !is_verb(scene, i) && !scene.is(Kind::Stop, i, end);
    let from = (low..end).rev().take_while(|&i| plain(i)).filter(|&i| scene.title(i).is_some()).last()?;
    let phrase = from..end;
    match scene.title(from)? {
        Title::Document => Some(phrase),
        // "hadir seorang warga yang ...": counted, so that the phrase opens there. "beberapa hal" are nobody.
        Title::Group => matches!(scene.title(from + 1), Some(Title::Person | Title::Body)).then_some(phrase),
        Title::Person | Title::Body => counted(scene, from.checked_sub(1)?, end).then(|| from - 1..end),
    }
}

/// How sure it is that a noun phrase can say something.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Voice {
    /// "hal ini", "pertumbuhan": says nothing.
    None,
    /// Could be anything.
    Unsure,
    /// A document: "laporan itu".
    Document,
    /// A person, body or group, or a name.
    Sure,
}

/// Whether a noun phrase can be a source.
pub fn voice(scene: &Scene<'_>, range: &Range<usize>) -> Voice {
    let end = range.end;
    // "The mayor": the article says nothing of whom it is.
    let start = range.start + usize::from(range.len() > 1 && scene.is(Kind::NameJoiner, range.start, end));
    // "Sebuah studi": the head tells what it is.
    let start = start + scene.phrase(Kind::Determiner, start, end).filter(|n| start + n < end).unwrap_or(0);
    if [Kind::NoSubject, Kind::Negation, Kind::Auxiliary].iter().any(|&kind| scene.is(kind, start, end)) {
        return Voice::None;
    }
    if scene.is(Kind::Pronoun, start, end) || scene.is(Kind::Honorific, start, end) {
        return Voice::Sure;
    }
    match scene.title(start) {
        Some(Title::Document) => return Voice::Document,
        // "sejumlah data"
        Some(Title::Group) if start + 1 < end && scene.title(start + 1) == Some(Title::Document) => {
            return Voice::Document;
        }
        Some(_) => return Voice::Sure,
        None => {}
    }
    if counted(scene, start, end) {
        return Voice::Sure;
    }
    if !opens(scene, start, end) {
        // "penjaga pintu air Selasih, Rahmat Wulan": whoever has a full name speaks.
        let comma = (start..end).rev().find(|&i| scene.tokens.is_mark(i, ','));
        let named = comma.is_some_and(|comma| full_name(scene, comma + 1..end));
        return if named && scene.is_small(start) { Voice::Sure } else { Voice::None };
    }
    // A capital inside the sentence is a name; one that opens it may be any word.
    let names = range.clone().filter(|&i| scene.tokens.is_capital(i)).count();
    let opens_sentence = scene.sentences.binary_search_by_key(&start, |s| s.start).is_ok()
        || start > 0
            && scene
                .tokens
                .mark(start - 1)
                .is_some_and(|m| matches!(m, '"' | '“' | '”' | '.' | '!' | '?' | '-' | '–'));
    // "Ibnu, mahasiswa lain": who the word is stands after its comma.
    let described = || {
        range.clone().skip(1).any(|i| {
            scene.tokens.is_mark(i - 1, ',')
                && (scene.title(i) == Some(Title::Person) || scene.is(Kind::Determiner, i, end))
        })
    };
    if names >= 2 || names == 1 && (!opens_sentence || range.len() == 1 || described()) {
        Voice::Sure
    } else {
        Voice::Unsure
    }
}
