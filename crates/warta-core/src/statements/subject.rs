//! The subject before a verb of saying: the maximal noun phrase with its appositions, adjuncts left out.

use std::ops::Range;

use super::names;
use super::scene::Scene;
use super::source::{LONGEST, Voice, adjunct_at, full_name, is_pronominal, is_verb, opens, strip, voice};
use super::tokens::Shape;
use crate::languages::attribution::{Kind, Title};

/// The subject that ends at `end` (before a verb), inside the clause that begins at `start`.
///
/// Appositions between commas and a role before a comma belong to it: "Kepala BPBD, Budi, mengatakan".
pub fn before(scene: &Scene<'_>, start: usize, end: usize) -> Option<Range<usize>> {
    let tokens = scene.tokens;
    // "menyebut replik itu lucu [dan] menganggap ...": nothing that "dan" ends is a subject, where verbs are told by their form.
    if scene.lexicon.tells_verbs()
        && end > start
        && scene.is_small(end - 1)
        && scene.is(Kind::Joiner, end - 1, end)
    {
        return None;
    }
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
            // "saat hadir di Medan" is an adjunct, and "saat Budi" opens the verb's own clause.
            || adjunct_at(scene, from, last) && {
                let verb = strip(scene, from, last);
                is_clause(scene, verb, last) || scene.is(Kind::Finite, verb, last)
            }
            || adjunct_at(scene, strip(scene, from, last), last)
            || super::content::via_at(scene, from, last)
            || time_at(scene, from, last)
            || handle(scene, &commas[..left], start, from))
    {
        left -= 1;
        last = commas[left];
        from = left.checked_sub(1).map_or(start, |i| commas[i] + 1);
        closed_by_comma = true;
    }
    let from_here = strip(scene, from, last);
    if left == 0 && adjunct_at(scene, from_here, last) {
        from = trailing_name(scene, from, last)?;
    } else if left == 0
        && scene.is(Kind::Subordinator, from_here, last)
        && let Some(at) = trailing_name(scene, from, last)
        && is_clause(scene, from_here + 1, at)
    {
        // "Setelah dilakukan pemeriksaan [polisi] menyatakan": the comma between is missing.
        from = at;
    }
    let last = without_place(scene, from, name_end(scene, from, without_time(scene, from, last)));
    // "Kajati Jateng, Budi [dalam sambutannya] mengatakan": the adjunct is no part of the name that a role stands before.
    let named = if left > 0 { without_adjunct(scene, strip(scene, from, last), last) } else { last };
    // Take in what stands before a comma while it belongs to the same noun phrase.
    // What a relative clause follows is closed by its comma.
    let mut related = false;
    while left > 0 {
        let comma = commas[left - 1];
        let begin = if left >= 2 { commas[left - 2] + 1 } else { start };
        let enclosed = closed_by_comma && commas.get(left).is_none_or(|&c| c == last);
        // "Ketua BEM, Budi, yang hadir, ...": the name after a role ends with its own comma.
        let role = scene.title(strip(scene, begin, comma)).is_some();
        let named = commas.get(left).filter(|_| role).map_or(named, |&c| c.min(named));
        if !joins(scene, begin, comma, from, named, enclosed || related) {
            break;
        }
        related |= scene.is(Kind::Relative, from, last);
        from = begin;
        left -= 1;
    }
    // "..., setelah Kepala Dinas Sosial, [Rahmat Wulan], menyebut ...": the role opens the clause after a subordinator.
    if left > 0
        && full_name(scene, from..from.max(last))
        && let Some(role) =
            role_of_clause(scene, if left >= 2 { commas[left - 2] + 1 } else { start }, commas[left - 1])
    {
        return trim(scene, role..last);
    }
    let from = listed(scene, &commas[..left], start, from, last).unwrap_or_else(|| strip(scene, from, last));
    let until = without_place(scene, from, without_adjunct(scene, from, last));
    // "Pernyataan itu muncul saat X bertanya": what stands before "saat" is a clause of its own.
    // "Salah satu tandanya saat Rahmat mengumumkan ...": so is what says nothing, before a name.
    let opened = scene.phrase(Kind::OccasionOpener, until, last).map(|length| until + length);
    let inflected = scene.lexicon.tells_verbs();
    let named = |at: usize| inflected && at < last && voice(scene, &(at..last)) == Voice::Sure;
    let silent = || opened.is_some_and(named) && voice(scene, &(from..until)) < Voice::Sure;
    let range =
        if until < last && (is_clause(scene, from, until) || silent()) { opened?..last } else { from..until };
    // "Hal itu mencuat setelah Menteri X menyebut ...": a clause with a verb before the subordinator is another's.
    let range = match (range.start + 1..range.end).rev().find_map(|i| {
        let length = scene.phrase(Kind::Subordinator, i, range.end).filter(|_| scene.is_small(i))?;
        (i + length < range.end).then_some((i, i + length))
    }) {
        // So is one whose verb is no known one, before a role: "Harga turun sejak bupati itu mengumumkan ...".
        Some((at, after))
            if is_clause(scene, range.start, at)
                || matches!(scene.title(after), Some(Title::Person | Title::Body | Title::Group)) =>
        {
            strip(scene, after, range.end)..range.end
        }
        _ => range,
    };
    let mut subject = trim(scene, range)?;
    // "[Kalau] Budi mengatakan ...": what opens a supposition is nobody.
    if let Some(length) = scene.phrase(Kind::Hypothesis, subject.start, subject.end) {
        if length == subject.len() {
            return None;
        }
        subject.start += length;
    }
    // "Dalam Putusan MK Nomor 115 menyatakan bahwa ...": the document says it.
    if let Some(length) = scene.phrase(Kind::DocumentOpener, subject.start, subject.end)
        && voice(scene, &(subject.start + length..subject.end)) == Voice::Document
    {
        subject.start += length;
    }
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

/// "Dinas Sosial melalui akun resminya, [@dinsos], menjelaskan": the account is the medium's.
fn handle(scene: &Scene<'_>, commas: &[usize], start: usize, from: usize) -> bool {
    let Some((&comma, before)) = commas.split_last() else { return false };
    let begin = before.last().map_or(start, |&c| c + 1);
    scene.tokens.is_mark(from, '@') && (begin + 1..comma).any(|i| super::source::medium_at(scene, i, comma))
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

/// "permohonan itu dikabulkan setelah [Kepala Dinas Sosial], ...": the role between a subordinator and its name's comma.
fn role_of_clause(scene: &Scene<'_>, begin: usize, comma: usize) -> Option<usize> {
    let (at, length) = (begin + 1..comma).rev().find_map(|i| {
        scene.phrase(Kind::Subordinator, i, comma).filter(|_| scene.is_small(i)).map(|length| (i, length))
    })?;
    let role = at + length;
    let plain = (role..comma).all(|i| !(scene.is_small(i) && is_verb(scene, i)));
    (role < comma && plain && scene.title(role) == Some(Title::Person)).then_some(role)
}

/// "Direktur Penyuluhan, Pelayanan, [dan Humas] ...": where the role opens whose fields are listed.
fn listed(scene: &Scene<'_>, commas: &[usize], start: usize, from: usize, end: usize) -> Option<usize> {
    /// Words of the longest field between two commas.
    const FIELD: usize = 4;
    if !scene.is(Kind::Joiner, from, from + 1) {
        return None;
    }
    // "Legislator yang membidangi pariwisata, perindustrian, dan Ekonomi Kreatif itu": a relative clause that its
    // demonstrative closes.
    let closed = end > from && scene.is(Kind::Demonstrative, end - 1, end);
    for (at, &comma) in commas.iter().enumerate().rev() {
        let begin = at.checked_sub(1).map_or(start, |at| commas[at] + 1);
        let begin = strip(scene, begin, comma);
        let related = closed && (begin + 1..comma).any(|i| scene.is(Kind::Relative, i, comma));
        if related && scene.title(begin) == Some(Title::Person) {
            return Some(begin);
        }
        let named = (begin..comma).all(|i| {
            scene.tokens.is_capital(i)
                || scene.title(i).is_some()
                || scene.is_field(i)
                || closed && scene.is_small(i) && !is_verb(scene, i)
        });
        if !named {
            return None;
        }
        // So are those of a ministry: "Kementerian Pendidikan, Kebudayaan, [dan Teknologi]".
        // "Dinas Pendidikan, [Pemuda], dan Olahraga": a field that is a title elsewhere.
        let field = at > 0 && comma - begin == 1 && scene.is_field(begin);
        let whole = !field && matches!(scene.title(begin), Some(Title::Person | Title::Body));
        if whole && (scene.title(begin) == Some(Title::Person) || scene.tokens.is_capital(from + 1)) {
            return Some(begin);
        }
        if comma - begin > FIELD {
            return None;
        }
    }
    None
}

fn commas(scene: &Scene<'_>, start: usize, end: usize) -> Vec<usize> {
    let mut depth = 0usize;
    let mut made = Vec::new();
    for i in start..end {
        match scene.tokens.mark(i) {
            Some('(') => depth += 1,
            Some(')') => depth = depth.saturating_sub(1),
            // "Saifullah Yusuf, (Gus Ipul)": the other name belongs to the one before it.
            Some(',') if depth == 0 && !scene.tokens.is_mark(i + 1, '(') && !scene.in_number(i) => {
                made.push(i)
            }
            _ => {}
        }
    }
    // "Budi Rahmat, S.I.K., M.H. mengatakan": degrees belong to the name before them.
    let closes = |n: usize| made.get(n + 1).copied().unwrap_or(end);
    let degrees = |n: usize| names::degrees(scene, &(made[n] + 1..closes(n)));
    let kept: Vec<bool> = (0..made.len()).map(|n| !degrees(n)).collect();
    let mut kept = kept.into_iter();
    made.retain(|_| kept.next().unwrap_or(true));
    made
}

/// True where the segment `begin..comma` and what follows the comma are one noun phrase.
fn joins(scene: &Scene<'_>, begin: usize, comma: usize, from: usize, last: usize, enclosed: bool) -> bool {
    let tokens = scene.tokens;
    // "Meski ada petani yang menolak, [Budi] menilai": a clause of its own.
    let written = (begin..comma).find(|&i| tokens.is_word(i)).unwrap_or(begin);
    let begin = strip(scene, begin, comma);
    // "Rahmat Wulan (40) alias Wulan"
    let bare = (from..last)
        .find(|&i| tokens.is_mark(i, '(') || scene.is_small(i) && scene.is(Kind::NameJoiner, i, last))
        .unwrap_or(last);
    if unknown_role(scene, begin..comma, from..bare) {
        return true;
    }
    let opened = scene.is_small(written) || written == scene.tokens.sentence_of(written).start;
    let named = matches!(scene.title(begin), Some(Title::Person | Title::Body));
    // "Sedangkan Budi Rahmat, analis, menyebut ...": the same word before a name alone opens no clause.
    let name_alone = (begin..comma).all(|i| tokens.is_capital(i));
    if opened && scene.is(Kind::Subordinator, written, comma) && !named && !name_alone {
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

/// "[Penjaga Pintu Air Dusun Selasih], [Rahmat Wulan] mengatakan": a role that no table knows, which opens the sentence.
fn unknown_role(scene: &Scene<'_>, role: Range<usize>, name: Range<usize>) -> bool {
    let tokens = scene.tokens;
    if !full_name(scene, name) || role.len() < 3 || !tokens.is_capital(role.end - 1) {
        return false;
    }
    let opens_sentence = strip(scene, tokens.sentence_of(role.start).start, role.end) == role.start;
    let no_role = [
        Kind::Stop,
        Kind::Subordinator,
        Kind::Connective,
        Kind::OccasionOpener,
        Kind::TimeOpener,
        Kind::Beforehand,
        Kind::Demonstrative,
    ];
    let plain = |j: usize| {
        tokens.is_word(j)
            && !scene.is_weekday(j)
            && !((scene.is_small(j) || j == role.start)
                && (is_verb(scene, j) || no_role.iter().any(|&kind| scene.is(kind, j, role.end))))
    };
    // A known role says where the phrase opens; a name alone is no role.
    let known = role.clone().skip(1).any(|j| scene.is_small(j - 1) && scene.title(j) == Some(Title::Person));
    let told = |j: usize| scene.is_small(j) || scene.title(j) == Some(Title::Body) || scene.is_field(j);
    opens_sentence && !known && role.clone().all(plain) && role.clone().any(told)
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

/// Where the place begins that closes a subject: "Eka Asmadi [di Mataram]"; else `end`.
fn without_place(scene: &Scene<'_>, from: usize, end: usize) -> usize {
    let Some(at) = (from + 1..end).rev().find(|&i| scene.is_small(i)) else { return end };
    let place = scene.is(Kind::Place, at, end) && at + 1 < end && scene.tokens.is_capital(at - 1);
    let named = scene.title(at - 1).is_none() && !scene.is_field(at - 1);
    if place && named { at } else { end }
}

/// "pada April lalu", "pada 2023", "pada Senin": words of when, which open at `i`.
fn time_at(scene: &Scene<'_>, i: usize, end: usize) -> bool {
    let Some(length) = scene.phrase(Kind::TimeOpener, i, end) else { return false };
    let next = i + length;
    next < end
        && (scene.is_weekday(next)
            || scene.tokens.all[next].shape == Shape::Digit
            || scene.tokens.is_capital(next) && scene.is_month(next))
}

/// Where words of when begin that stand between a subject and its verb; else `end`.
fn without_time(scene: &Scene<'_>, from: usize, end: usize) -> usize {
    // "studi Stanford pada 2025": when a document was written is part of its name.
    if scene.title(strip(scene, from, end)) == Some(Title::Document) {
        return end;
    }
    // "kejadian itu berawal pada 27 Juni saat Budi ...": the time of another clause.
    let last = |i: usize| (i + 1..end).all(|j| !scene.is(Kind::OccasionOpener, j, end));
    (from + 1..end)
        .find(|&i| scene.is_small(i) && time_at(scene, i, end) && !relative_before(scene, from, i) && last(i))
        .unwrap_or(end)
}

/// Where a medium, occasion or addressee that stands between subject and verb begins; else `end`.
fn without_adjunct(scene: &Scene<'_>, from: usize, end: usize) -> usize {
    for i in from + 1..end {
        if scene.is_small(i) && adjunct_at(scene, i, end) && !relative_before(scene, from, i) {
            return i;
        }
    }
    end
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
