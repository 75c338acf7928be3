//! Where a source begins and ends: the maximal noun phrase beside a cue, role and name together.

use std::ops::Range;

use super::scene::Scene;
use super::tokens::Shape;
use crate::languages::attribution::{Kind, Stand, Title};

/// Words in a bracket that belongs to a name: "(BKPM)", "(35)".
const BRACKET_WORDS: usize = 6;
/// Longest source, in tokens: longer ones are misread clauses.
const LONGEST: usize = 45;
/// Shortest word whose prefix tells a verb.
const VERB_LENGTH: usize = 6;

/// The noun phrase that opens at `start`: `kata [Kepala BPBD Jatim, Gatot Soebroto], Senin`.
pub fn after(scene: &Scene<'_>, start: usize, end: usize) -> Option<Range<usize>> {
    if opens(scene, start, end) { phrase(scene, start, end) } else { None }
}

/// The same after a quotation, where any noun may speak: `"...," sahut sang perekam`.
pub fn after_quotation(scene: &Scene<'_>, start: usize, end: usize) -> Option<Range<usize>> {
    let noun = scene.is_small(start) && !scene.is(Kind::Stop, start, end) && !is_verb(scene, start);
    if noun || opens(scene, start, end) { phrase(scene, start, end) } else { None }
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
                    && (scene.lexicon_outlet(i + 2, end).is_some() || scene.is(Kind::Agent, i + 2, end));
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
                if !preposition_in_relative && !role_goes_on {
                    break;
                }
            } else if scene.is_weekday(i)
                || small
                    && (scene.is(Kind::That, i, end)
                        || !relative && (is_verb(scene, i) || predicate_after_name(scene, i, end)))
            {
                break;
            }
        }
        i += 1;
    }
    while i > start
        && tokens.mark(i - 1).is_some_and(|m| matches!(m, ',' | '-' | '–' | '/' | '.' | '“' | '"'))
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
    if let Some(found) = &found
        && voice(scene, found) == Voice::Sure
        && (found.end >= end
            || !scene.tokens.is_word(found.end)
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
    if cues.iter().any(|c| matches!(c.stand, Stand::Active | Stand::Passive | Stand::Agentless)) {
        return true;
    }
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
    let goes_on = tokens.is_word(i + 1) && (tokens.is_capital(i + 1) || !tokens.all[i + 1].spaced);
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
    // A suffix title of a name: "Budi, S.H."
    if tokens.is_mark(next + 1, '.')
        && tokens.is_capital(next)
        && !tokens.all.get(next + 1).is_some_and(|t| t.spaced)
        && tokens.all[next].end - tokens.all[next].start <= 3
    {
        return true;
    }
    let role = scene.title(segment).is_some();
    // "salah satu pengemudi asal Genuk, Wawan (35)"
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
    let until = (next..stop).find(|&j| scene.is_small(j) && scene.is(Kind::Stop, j, end)).unwrap_or(stop);
    if named && !apposition {
        // A name holds no small words but those that join names.
        return (next..until)
            .all(|j| !scene.is_small(j) || scene.title(j).is_some() || scene.is(Kind::NameJoiner, j, until));
    }
    (next..until).all(|j| !(scene.is_small(j) && is_verb(scene, j)))
}

fn is_pronominal(scene: &Scene<'_>, i: usize) -> bool {
    scene.is(Kind::Pronoun, i, i + 1)
}

/// The subject that ends at `end` (before a verb), inside the clause that begins at `start`.
///
/// Appositions between commas and a role before a comma belong to it: "Kepala BPBD, Budi, mengatakan".
pub fn before(scene: &Scene<'_>, start: usize, end: usize) -> Option<Range<usize>> {
    let tokens = scene.tokens;
    let closed_by_comma = end > start && tokens.is_mark(end - 1, ',');
    let last = if closed_by_comma { end - 1 } else { end };
    // A dateline, or an aside between dashes, ends before the subject.
    let start = (start..last).rev().find(|&i| spaced_dash(scene, i)).map_or(start, |i| i + 1);
    let commas = commas(scene, start, last);
    let mut from = commas.last().map_or(start, |&c| c + 1);
    let mut left = commas.len();
    let mut last = last;
    let mut closed_by_comma = closed_by_comma;
    // "Budi, saat ditemui di Jakarta, mengatakan": the subject stands before the adjunct.
    // So does "Budi di Medan, Kamis, mengatakan".
    while left > 0
        && (scene.is_weekday(from)
            || adjunct_at(scene, strip(scene, from, last), last)
            || super::content::via_at(scene, from, last))
    {
        left -= 1;
        last = commas[left];
        from = left.checked_sub(1).map_or(start, |i| commas[i] + 1);
        closed_by_comma = true;
    }
    let from_here = strip(scene, from, last);
    if left == 0 && adjunct_at(scene, from_here, last) {
        from = trailing_name(scene, from, last)?;
    }
    let last = without_place(scene, from, name_end(scene, from, last));
    // "Kajati Jateng, Budi [dalam sambutannya] mengatakan": the adjunct is no part of the name that a role stands before.
    let named = if left > 0 { without_adjunct(scene, strip(scene, from, last), last) } else { last };
    // Take in what stands before a comma while it belongs to the same noun phrase.
    // What a relative clause follows is closed by its comma.
    let mut related = false;
    while left > 0 {
        let comma = commas[left - 1];
        let begin = if left >= 2 { commas[left - 2] + 1 } else { start };
        let enclosed = closed_by_comma && commas.get(left).is_none_or(|&c| c == last);
        if !joins(scene, begin, comma, from, named, enclosed || related) {
            break;
        }
        related |= scene.is(Kind::Relative, from, last);
        from = begin;
        left -= 1;
    }
    let from = strip(scene, from, last);
    let until = without_place(scene, from, without_adjunct(scene, from, last));
    // "Pernyataan itu muncul saat X bertanya": what stands before "saat" is a clause of its own.
    let range = if until < last && is_clause(scene, from, until) {
        let length = scene.phrase(Kind::OccasionOpener, until, last)?;
        until + length..last
    } else {
        from..until
    };
    // "Hal itu mencuat setelah Menteri X menyebut ...": a clause with a verb before the subordinator is another's.
    let range = match (range.start + 1..range.end).rev().find_map(|i| {
        let length = scene.phrase(Kind::Subordinator, i, range.end).filter(|_| scene.is_small(i))?;
        (i + length < range.end).then_some((i, i + length))
    }) {
        Some((at, after)) if is_clause(scene, range.start, at) => strip(scene, after, range.end)..range.end,
        _ => range,
    };
    let subject = trim(scene, range)?;
    if scene.phrase(Kind::Connective, subject.start, subject.end) == Some(subject.len()) {
        return None;
    }
    if (subject.clone())
        .any(|j| scene.is_small(j) && is_verb(scene, j) && !relative_before(scene, subject.start, j))
    {
        return None;
    }
    (subject.len() <= LONGEST).then_some(subject)
}

/// "Dalam sidang itu [Budi] mengatakan": the name or pronoun that an adjunct without a comma leaves over.
fn trailing_name(scene: &Scene<'_>, from: usize, last: usize) -> Option<usize> {
    let mut at = last;
    while at > from
        && (scene.tokens.is_capital(at - 1)
            || scene.is(Kind::Pronoun, at - 1, at)
            || matches!(scene.title(at - 1), Some(Title::Person | Title::Body)))
    {
        at -= 1;
    }
    (at < last && at > from + 1).then_some(at)
}

fn spaced_dash(scene: &Scene<'_>, i: usize) -> bool {
    scene.tokens.mark(i).is_some_and(|m| matches!(m, '-' | '–' | '—')) && scene.tokens.all[i].spaced
}

/// A small word between a name and its verb is no name: "Endy [gencar] menyampaikan".
fn name_end(scene: &Scene<'_>, from: usize, last: usize) -> usize {
    let from = strip(scene, from, last);
    // "The storm": an article that opens the sentence is no name.
    let article = scene.is(Kind::NameJoiner, from, last);
    if from >= last || !scene.tokens.is_capital(from) || scene.title(from).is_some() || article {
        return last;
    }
    let Some(capital) = (from..last).rev().find(|&i| scene.tokens.is_capital(i)) else { return last };
    let plain = (capital + 1..last).all(|i| {
        scene.is_small(i)
            && scene.title(i).is_none()
            && !scene.is(Kind::Demonstrative, i, last)
            && !adjunct_at(scene, i, last)
    });
    let relative = (from..last).any(|i| scene.is(Kind::Relative, i, last));
    if plain && !relative && last - capital <= 2 { capital + 1 } else { last }
}

fn commas(scene: &Scene<'_>, start: usize, end: usize) -> Vec<usize> {
    let mut depth = 0usize;
    let mut made = Vec::new();
    for i in start..end {
        match scene.tokens.mark(i) {
            Some('(') => depth += 1,
            Some(')') => depth = depth.saturating_sub(1),
            // "Saifullah Yusuf, (Gus Ipul)": the other name belongs to the one before it.
            Some(',') if depth == 0 && !scene.tokens.is_mark(i + 1, '(') => made.push(i),
            _ => {}
        }
    }
    made
}

/// True where the segment `begin..comma` and what follows the comma are one noun phrase.
fn joins(scene: &Scene<'_>, begin: usize, comma: usize, from: usize, last: usize, enclosed: bool) -> bool {
    let tokens = scene.tokens;
    // "Meski banyak kritik yang muncul, [Budi] menilai": a clause of its own.
    let written = (begin..comma).find(|&i| tokens.is_word(i)).unwrap_or(begin);
    let begin = strip(scene, begin, comma);
    let opened = scene.is_small(written) || written == scene.tokens.sentence_of(written).start;
    let named = matches!(scene.title(begin), Some(Title::Person | Title::Body));
    if opened && scene.is(Kind::Subordinator, written, comma) && !named {
        return false;
    }
    if begin >= comma || !opens(scene, begin, comma) || is_pronominal(scene, begin) {
        return false;
    }
    if (begin..comma).any(|j| scene.is_small(j) && is_verb(scene, j) && !relative_before(scene, begin, j)) {
        return false;
    }
    let name = tokens.is_capital(from)
        && (from..last).all(|j| !scene.is_small(j) || !tokens.all[j].spaced || scene.title(j).is_some());
    let role_before = scene.title(begin).is_some_and(|t| t != Title::Document);
    let clause = scene.is(Kind::Relative, from, last);
    let described = name || scene.title(from).is_some() || scene.is(Kind::Determiner, from, last);
    // "Budi, yang juga menjabat Ketua BEM mengatakan": the comma that closes the relative clause may be missing.
    // So may the one after "Budi Rahmat, Ketua BEM mengatakan": a full name that opens the sentence.
    let full_name = comma - begin >= 2
        && (begin..comma)
            .all(|j| tokens.all[j].shape == Shape::Title && !scene.is_field(j) && scene.title(j).is_none())
        && scene.sentences.binary_search_by_key(&begin, |s| s.start).is_ok()
        && scene.cues(begin).0.is_empty()
        && !scene.is(Kind::ViaCue, begin, comma)
        && scene.title(from) == Some(Title::Person);
    ((enclosed && described || clause) && (tokens.is_capital(begin) || role_before))
        || full_name
        || (role_before && name && scene.title(from).is_none_or(|t| t == Title::Person))
}

/// A noun phrase that goes on after its demonstrative, or holds a verb, is a clause.
fn is_clause(scene: &Scene<'_>, from: usize, until: usize) -> bool {
    (from..until).any(|i| {
        scene.is_small(i)
            && !relative_before(scene, from, i)
            && (is_verb(scene, i)
                || i + 1 < until && scene.is(Kind::Demonstrative, i, until) && scene.is_small(i + 1))
    })
}

fn relative_before(scene: &Scene<'_>, begin: usize, j: usize) -> bool {
    (begin..j).any(|k| scene.is(Kind::Relative, k, j))
}

/// Leaves leading connectives out: "Namun Budi", "Sementara itu, Budi".
pub fn strip(scene: &Scene<'_>, mut from: usize, end: usize) -> usize {
    loop {
        while from < end
            && scene
                .tokens
                .mark(from)
                .is_some_and(|m| matches!(m, ',' | '-' | '–' | '—' | '.' | ')' | '•' | '*'))
        {
            from += 1;
        }
        match scene.phrase(Kind::Connective, from, end) {
            Some(length) if from + length < end => from += length,
            _ => return from,
        }
    }
}

/// Where the place begins that closes a subject: "Eka Asmadi [di Mataram]"; else `end`.
fn without_place(scene: &Scene<'_>, from: usize, end: usize) -> usize {
    let Some(at) = (from + 1..end).rev().find(|&i| scene.is_small(i)) else { return end };
    let place = scene.is(Kind::Place, at, end) && at + 1 < end && scene.tokens.is_capital(at - 1);
    let named = scene.title(at - 1).is_none() && !scene.is_field(at - 1);
    if place && named { at } else { end }
}

/// Where a medium, occasion or addressee that stands between subject and verb begins; else `end`.
fn without_adjunct(scene: &Scene<'_>, from: usize, end: usize) -> usize {
    for i in from + 1..end {
        if scene.is_small(i) && adjunct_at(scene, i, end) {
            return i;
        }
    }
    end
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

/// Leaves out what cannot open or close a noun phrase.
fn trim(scene: &Scene<'_>, range: Range<usize>) -> Option<Range<usize>> {
    let mut range = range;
    while range.end > range.start
        && (scene.tokens.mark(range.end - 1).is_some_and(|m| !matches!(m, ')' | '"' | '”' | '.'))
            || scene.is_small(range.end - 1)
                && [Kind::Particle, Kind::Adverb]
                    .iter()
                    .any(|&kind| scene.is(kind, range.end - 1, range.end)))
    {
        range.end -= 1;
    }
    (!range.is_empty()).then_some(range)
}

/// The name that a relative clause at `end` describes, with the titles before it.
pub fn antecedent(scene: &Scene<'_>, start: usize, end: usize) -> Option<Range<usize>> {
    let mut from = end;
    while from > start && (scene.tokens.is_capital(from - 1) || scene.title(from - 1).is_some()) {
        from -= 1;
    }
    (from < end && scene.tokens.is_capital(end - 1)).then_some(from..end)
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
        Some(_) => return Voice::Sure,
        None => {}
    }
    if !opens(scene, start, end) {
        return Voice::None;
    }
    // A capital inside the sentence is a name; one that opens it may be any word.
    let names = range.clone().filter(|&i| scene.tokens.is_capital(i)).count();
    let opens_sentence = scene.sentences.binary_search_by_key(&start, |s| s.start).is_ok()
        || start > 0
            && scene
                .tokens
                .mark(start - 1)
                .is_some_and(|m| matches!(m, '"' | '“' | '”' | '.' | '!' | '?' | '-' | '–'));
    if names >= 2 || names == 1 && (!opens_sentence || range.len() == 1) {
        Voice::Sure
    } else {
        Voice::Unsure
    }
}
