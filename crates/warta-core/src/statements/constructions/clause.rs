//! `X mengatakan (bahwa) ...`, `X berkata: "..."`: a source, a verb of saying, and what is said.

use std::ops::Range;

use super::super::content;
use super::super::draft::{CueGroup, Draft, Source};
use super::super::scene::Scene;
use super::super::source::{self, Voice};
use super::super::subject;
use crate::languages::attribution::{Cue, Kind, Stand, Takes, Title};

/// Proposes the statements of one sentence.
pub fn propose(scene: &Scene<'_>, sentence: &Range<usize>, drafts: &mut Vec<Draft>) {
    let mut begins = sentence.start;
    for head in sentence.clone() {
        if !scene.outside(head) {
            begins = begins.max(head + 1);
            continue;
        }
        if scene.tokens.mark(head).is_some_and(|m| matches!(m, ';' | ':')) {
            begins = head + 1;
            continue;
        }
        // "menyampaikan pernyataan itu": the noun points back, and is no part of the cue.
        let long = scene.long_cue(head, sentence.end).filter(|(cue, length)| {
            cue.stand == Stand::Active && !scene.is(Kind::Demonstrative, head + length, sentence.end)
        });
        let (cues, suffix) = scene.cues(head);
        // "menyarankan[nya] agar ...": the ending is whom the verb asks.
        let asks = |c: &Cue| {
            matches!(c.act, "requests" | "urges" | "orders" | "suggests" | "warns")
                && [Kind::Purpose, Kind::That].iter().any(|&kind| scene.is(kind, head + 1, sentence.end))
        };
        let plain = cues.iter().find(|c| c.stand == Stand::Active && (suffix.is_none() || asks(c))).copied();
        let Some((meaning, mut length)) = long.or(plain.map(|cue| (cue, 1))) else { continue };
        // "menyampaikan [apresiasi atas ...]": the noun tells the act, and is what a verb of saying says.
        if length > 1 && meaning.takes == Takes::Thing && plain.is_some() {
            length = 1;
        }
        if scene.is(Kind::Trap, head, sentence.end) || in_a_name(scene, head, sentence) {
            continue;
        }
        if let Some(draft) = read(scene, sentence, begins, head..head + length, &meaning, drafts) {
            // What stands inside this content has its own subject after the that-word or the verb.
            begins = draft.content.last().map_or(head + 1, |c| c.start).max(head + 1);
            if spells_out(drafts.last(), &draft) {
                let whole = drafts.pop().and_then(|d| d.meaning);
                let meaning = draft.meaning.zip(whole).map(|(own, whole)| Cue { act: whole.act, ..own });
                drafts.push(Draft { meaning, ..draft });
            } else {
                drafts.push(draft);
            }
        }
    }
}

/// "diskusi 'Menjaga Stabilitas, Mendorong Pertumbuhan'", "the United States": a capital inside a sentence that is no headline.
fn in_a_name(scene: &Scene<'_>, head: usize, sentence: &Range<usize>) -> bool {
    let capitals = || sentence.clone().filter(|&i| scene.tokens.is_capital(i)).count();
    let small = || sentence.clone().filter(|&i| scene.is_small(i)).count();
    head > sentence.start
        && scene.tokens.is_capital(head)
        && scene.tokens.mark(head - 1).is_none_or(|m| !matches!(m, '.' | ':' | '"' | '“' | '”' | '-' | '–'))
        && small() > capitals()
}

/// "X mengkritik Y, menyebutnya ...": the second verb says what the first one names, and both are one statement.
fn spells_out(before: Option<&Draft>, draft: &Draft) -> bool {
    let (Some(before), Some(cue)) = (before, &draft.cue) else { return false };
    before.sentence == draft.sentence
        && before.source == draft.source
        && before.content.first().is_some_and(|c| c.contains(&cue.start))
        && before
            .meaning
            .is_some_and(|m| m.takes == Takes::Thing && matches!(m.act, "criticises" | "praises"))
        && draft.meaning.is_some_and(|m| m.act == "says")
}

fn read(
    scene: &Scene<'_>,
    sentence: &Range<usize>,
    begins: usize,
    words: Range<usize>,
    meaning: &Cue,
    drafts: &[Draft],
) -> Option<Draft> {
    let head = words.start;
    let mut group = CueGroup::around(scene, head, begins);
    group.tokens.end = words.end;
    // "The storm is expected": nobody before the verb says so.
    if group.tokens.start < head && scene.is(Kind::Passive, head - 1, head) {
        return None;
    }
    let subject_end = group.before(scene, begins);
    let begins = opening(scene, begins, subject_end);
    let least = match meaning.takes {
        Takes::Any => Voice::Unsure,
        Takes::Wish => Voice::Sure,
        _ => Voice::Document,
    };
    // "siaga untuk memastikan ...": an aim, not a statement.
    if group.tokens.start > begins && scene.is(Kind::Aim, group.tokens.start - 1, group.tokens.start) {
        return None;
    }
    let related = relative(scene, subject_end, begins);
    let source = if let Some(opened) = related {
        // "Presiden Prabowo yang mendorong ...": the antecedent says it.
        let antecedent = source::antecedent(scene, begins, opened)
            .filter(|s| source::voice(scene, s) == Voice::Sure)
            .or_else(|| source::unnamed(scene, begins, opened))
            // "dokumen yang menunjukkan bahwa ..." proves; "laporan yang menyebut ..." says.
            .filter(|s| source::voice(scene, s) == Voice::Sure || scene.is(Kind::States, head, words.end))?;
        if meaning.takes == Takes::Wish {
            return None;
        }
        Source::of(scene, antecedent)
    } else {
        // "X mengkritik Y di media, menyebutnya ...": what a verb's object ends with a comma is no subject of the next.
        let object = begins > sentence.start
            && scene.tokens.is_mark(subject_end - 1, ',')
            && (begins..subject_end - 1).all(|i| !scene.tokens.is_mark(i, ','))
            && drafts.last().is_some_and(|d| d.content.first().is_some_and(|c| c.start == begins));
        let subject = if object { None } else { subject::before(scene, begins, subject_end) };
        match subject.filter(|s| source::voice(scene, s) >= least) {
            Some(range) => Source::of(scene, range),
            // "..., menyebutnya ...", "dan mengatakan ...": the subject of the sentence goes on.
            None => coordinated(scene, sentence, subject_end, meaning, drafts)?,
        }
    };
    let mut at = words.end;
    // "mengaku [hanya menjawab ...]": an adverb belongs to what is said.
    let particle = |at: usize| {
        scene.phrase(Kind::Particle, at, sentence.end).filter(|_| !scene.is(Kind::Adverb, at, sentence.end))
    };
    while let Some(length) = particle(at).or_else(|| in_a_manner(scene, at, sentence.end)) {
        at += length;
    }
    let mut addressee = None;
    while let Some(next) = beside(scene, at, sentence.end, &mut addressee) {
        at = next;
    }
    let tells = scene.is(Kind::Tells, head, words.end);
    let inflected = scene.lexicon.tells_verbs();
    if (tells && inflected || matches!(meaning.takes, Takes::Purpose | Takes::Task))
        && !scene.is(Kind::That, at, sentence.end)
        && !scene.is(Kind::Purpose, at, sentence.end)
        && scene.outside(at)
        && let Some((whom, next)) = asked(scene, at, sentence.end)
        // "mengingatkan [warga] agar ...", and not "mengingatkan pentingnya sabar agar ...".
        && (!tells || source::voice(scene, &whom) == Voice::Sure)
    {
        addressee = Some(whom);
        at = next;
    }
    // "told [reporters] that ...": the object is whom it tells.
    if addressee.is_none()
        && tells
        && let Some(whom) = told(scene, at, sentence.end)
        && (!inflected
            || scene.is(Kind::Topic, whom.end, sentence.end) && source::voice(scene, &whom) == Voice::Sure)
    {
        at = whom.end;
        addressee = Some(whom);
    }
    at = manner(scene, at, sentence.end);
    // "menyampaikan pesan [penting] bahwa": a word that goes on with the cue's noun.
    if words.len() > 1
        && scene.is_small(at)
        && !scene.is(Kind::That, at, sentence.end)
        && !scene.is(Kind::Topic, at, sentence.end)
        && [Kind::That, Kind::Topic].iter().any(|&kind| scene.is(kind, at + 1, sentence.end))
    {
        at += 1;
    }
    // "meminta maaf (kepada warga) dan berjanji ...": the next verb says its own, and nothing is said by this one.
    let verb = |i: usize| i < sentence.end && scene.cues(i).0.iter().any(|c| c.stand == Stand::Active);
    let joined = |i: usize| i > words.start && scene.is(Kind::Joiner, i, sentence.end);
    // "Korban menyetujui dan membuat perjanjian": nor by a verb that stands alone before any other.
    // "Ia membantah, menegaskan bahwa ...": nor by one that the next spells out.
    if joined(at) && (verb(at + 1) || scene.is_small(at + 1) && source::is_verb(scene, at + 1))
        || inflected
            && scene.tokens.is_mark(at, ',')
            && verb(at + 1)
            && scene.is(Kind::That, at + 2, sentence.end)
        || joined(at - 1) && verb(at)
    {
        return None;
    }
    let mut parted = scene.tokens.mark(at).is_some_and(|m| matches!(m, ',' | ':'));
    at += usize::from(parted);
    let (range, direct) = match said(scene, at, sentence, parted) {
        Some(said) => said,
        // "menyampaikan apresiasi kepada PMI": nothing is left, so that to whom is what it is about.
        None => {
            at = addressee
                .take()
                .filter(|_| matches!(meaning.act, "praises" | "criticises" | "accuses"))?
                .start;
            parted = false;
            said(scene, at, sentence, parted)?
        }
    };
    // "X mengatakan hal itu di Bandung": what was said stands before.
    let points =
        matches!(meaning.act, "says" | "explains" | "adds") && !group.negated && points_back(scene, &range);
    let contents = if points {
        let before = super::pointing_back::what_stands_before(scene, sentence, drafts);
        if before.is_empty() {
            let words = scene.phrase(Kind::Anaphor, range.start, range.end).unwrap_or(range.len());
            std::iter::once(range.start..range.start + words).collect()
        } else {
            before
        }
    } else if let Some((thing, whom, task)) = asked_of(scene, meaning, &range) {
        addressee = Some(whom);
        vec![thing, task]
    } else {
        supposed(scene, sentence, &source, meaning).into_iter().chain([range.clone()]).collect()
    };
    let that = scene.is(Kind::That, at, sentence.end);
    // "Data BPS menunjukkan kenaikan": what a document shows is what it says.
    let document = source::voice(scene, &source.tokens) == Voice::Document;
    let fits = match meaning.takes {
        // "melaporkan kasus itu ke polisi": nothing is said but to whom.
        Takes::Clause if !that && !direct && lodged(scene, words.start, &range) => false,
        Takes::Clause | Takes::That if document => true,
        Takes::Clause => that || parted || direct || finite(scene, &range),
        Takes::That => that || direct && inflected,
        // "belum memberikan keterangan soal X": nothing is said.
        Takes::Topic if group.negated && !refused(scene, &group.tokens) => false,
        Takes::Topic => {
            that || direct
                || scene.is(Kind::Topic, at, sentence.end)
                || meaning.act == "hopes" && scene.is(Kind::Purpose, at, sentence.end)
        }
        Takes::Task => that || scene.is(Kind::Purpose, at, sentence.end),
        // "Perjanjian itu mendorong perdagangan": a document orders and asks, but pushes only as things do.
        Takes::Purpose if document => that || meaning.act != "urges",
        Takes::Thing | Takes::Purpose | Takes::Any | Takes::Wish => true,
    };
    if !fits {
        return None;
    }
    let cue = group.tokens.clone();
    // "Beredar kabar yang menyebut ...": a rumour is nobody's.
    let rumour = related.is_some() && scene.is(Kind::Rumour, source.tokens.start, sentence.end);
    Some(Draft {
        source: Some(source).filter(|_| !rumour),
        cue_span: Some(scene.span(&cue)),
        cue: Some(cue),
        meaning: Some(*meaning),
        negated: group.negated,
        content: contents,
        addressee,
        construction: match (related, direct) {
            _ if points => "pointing_back",
            (Some(_), _) => "relative",
            (None, true) => "cue_quotation",
            (None, false) => "clause",
        },
        strength: if that || direct { 7 } else { 6 },
        sentence: sentence.clone(),
        score: None,
    })
}

/// "meminta [izin] [kepada camat] [untuk menebang pohon]": what is asked for, of whom, and to what end.
fn asked_of(
    scene: &Scene<'_>,
    meaning: &Cue,
    range: &Range<usize>,
) -> Option<(Range<usize>, Range<usize>, Range<usize>)> {
    if !matches!(meaning.act, "requests" | "demands" | "hopes") {
        return None;
    }
    let at = (range.start + 1..range.end)
        .find(|&i| scene.outside(i) && scene.is(Kind::Addressee, i, range.end))?;
    let whom = source::after(scene, at + scene.phrase(Kind::Addressee, at, range.end)?, range.end)?;
    let thing = range.start..at;
    let opens_clause =
        |i: usize| [Kind::That, Kind::Purpose].iter().any(|&kind| scene.is(kind, i, range.end));
    let named = thing.clone().all(|i| {
        let verb = scene.is_small(i) && source::is_verb(scene, i);
        scene.outside(i) && !(verb || scene.tokens.is_mark(i, ',') || opens_clause(i))
    });
    (named && scene.is(Kind::Purpose, whom.end, range.end)).then_some((
        thing,
        at..whom.end,
        whom.end..range.end,
    ))
}

/// "[Jika kalah], Rahmat berjanji mundur": on what condition something is promised or threatened belongs to it.
fn supposed(
    scene: &Scene<'_>,
    sentence: &Range<usize>,
    source: &Source,
    meaning: &Cue,
) -> Option<Range<usize>> {
    if !matches!(meaning.act, "threatens" | "promises" | "offers") {
        return None;
    }
    let start = source::strip_connectives(scene, sentence.start, sentence.end);
    let comma = source.tokens.start.checked_sub(1).filter(|&comma| {
        comma > start + 1 && scene.tokens.is_mark(comma, ',') && scene.is(Kind::Condition, start, comma)
    })?;
    (start..comma).all(|i| scene.outside(i)).then_some(start..comma)
}

/// "hal itu di Bandung", "hal tersebut dalam rapat": words that point back, and nothing beside them but an adjunct.
fn points_back(scene: &Scene<'_>, range: &Range<usize>) -> bool {
    let Some(length) = scene.phrase(Kind::Anaphor, range.start, range.end).filter(|&n| n > 1) else {
        return false;
    };
    let next = range.start + length;
    next >= range.end
        || scene.is(Kind::Place, next, range.end)
        || source::adjunct_at(scene, next, range.end)
        || scene.is(Kind::Stop, next, range.end)
            && scene.cues(next).0.iter().any(|c| c.stand == Stand::Preposition)
}

/// "melaporkan kasus itu ke polisi", "mengadukan X atas Y".
pub fn lodged(scene: &Scene<'_>, verb: usize, range: &Range<usize>) -> bool {
    /// Tokens between the verb and with whom it is lodged.
    const REACH: usize = 12;
    let near = range.start..range.end.min(range.start + REACH);
    scene.is(Kind::Lodges, verb, verb + 1)
        && near
            .clone()
            .take_while(|&i| !scene.tokens.is_mark(i, ','))
            .any(|i| scene.is_small(i) && scene.is(Kind::LodgedWith, i, range.end))
}

/// "enggan memberikan keterangan": a refusal is said.
fn refused(scene: &Scene<'_>, cue: &Range<usize>) -> bool {
    cue.clone().any(|i| scene.is(Kind::Refusal, i, cue.end))
}

/// A clause with its own verb group: "penerima program [sudah mencapai] ...", "Selasih Energi [membuka] lowongan"; what a
/// relative clause holds ("tersangka yang [turut] ditahan") is not its own.
fn finite(scene: &Scene<'_>, range: &Range<usize>) -> bool {
    let name = range.clone().take_while(|&i| scene.tokens.is_capital(i)).count();
    let verb = range.start + name;
    let verb = verb + scene.phrase(Kind::Adverb, verb, range.end).unwrap_or(0);
    // "melaporkan (hanya) memiliki tanah": so does a verb that opens it.
    let opens = name == 0 && !scene.is(Kind::Purpose, verb, range.end) && !source::is_passive(scene, verb);
    if (name > 0 || opens) && verb < range.end && scene.is_small(verb) && source::verb_shaped(scene, verb) {
        return true;
    }
    // "jembatan itu hanyut": what follows the demonstrative of a subject.
    let subject = range
        .clone()
        .take_while(|&i| {
            scene.tokens.is_word(i)
                && ![Kind::Subordinator, Kind::Beforehand, Kind::Stop]
                    .iter()
                    .any(|&kind| scene.is(kind, i, range.end))
        })
        .find(|&i| scene.is(Kind::Demonstrative, i, range.end));
    let predicate = |i: usize| {
        subject.is_some_and(|at| at + 1 == i)
            && ![Kind::Stop, Kind::Relative, Kind::Joiner, Kind::Particle, Kind::Purpose]
                .iter()
                .any(|&kind| scene.is(kind, i, range.end))
    };
    range.clone().any(|i| {
        scene.is_small(i)
            && !(i > range.start && scene.is(Kind::Adds, i - 1, i))
            && (predicate(i)
                || [Kind::Auxiliary, Kind::Negation, Kind::Finite]
                    .iter()
                    .any(|&kind| scene.is(kind, i, range.end)))
    })
}

/// "menyebut [secara detail]": two words of how it was said.
fn in_a_manner(scene: &Scene<'_>, at: usize, end: usize) -> Option<usize> {
    (at + 2 < end && scene.is(Kind::Manner, at, end) && scene.is_small(at + 1) && scene.outside(at + 1))
        .then_some(2)
}

/// Steps over how it was said: `menjawab [santai], "..."`.
fn manner(scene: &Scene<'_>, at: usize, end: usize) -> usize {
    /// Words of the longest such phrase.
    const LONGEST: usize = 4;
    let words = (at..end).take_while(|&i| scene.is_small(i) && scene.outside(i)).take(LONGEST).count();
    let mark = at + words;
    let quoted = scene.tokens.mark(mark).is_some_and(|m| matches!(m, ',' | ':'))
        && mark + 1 < end
        && !scene.outside(mark + 1);
    if words > 0 && quoted { mark } else { at }
}

/// Where the clause of a verb opens: after a that-word or a subordinator before it.
fn opening(scene: &Scene<'_>, begins: usize, end: usize) -> usize {
    (begins..end).rev().find(|&i| scene.is_small(i) && scene.is(Kind::That, i, end)).map_or(begins, |i| i + 1)
}

/// "yang mengatakan": where the relative clause opens whose verb has no subject of its own.
fn relative(scene: &Scene<'_>, before: usize, begins: usize) -> Option<usize> {
    let at = before.checked_sub(1).filter(|&at| at > begins && scene.is(Kind::Relative, at, before))?;
    Some(at - usize::from(scene.tokens.is_mark(at - 1, ',')))
}

/// The source of a verb that goes on after "dan" or a comma.
fn coordinated(
    scene: &Scene<'_>,
    sentence: &Range<usize>,
    cue: usize,
    meaning: &Cue,
    drafts: &[Draft],
) -> Option<Source> {
    let joined = cue > sentence.start
        && (scene.tokens.is_mark(cue - 1, ',')
            || scene.is(Kind::NameJoiner, cue - 1, cue)
            || scene.is(Kind::Connective, cue - 1, cue));
    // "..., kata X, seraya menambahkan bahwa ...": also after what X is quoted with.
    let meanwhile = cue > sentence.start && scene.is(Kind::While, cue - 1, cue);
    if !joined && !meanwhile {
        return None;
    }
    let before = drafts.iter().rev().take_while(|d| d.sentence.start >= sentence.start).find(|d| {
        d.sentence == *sentence
            && (matches!(d.construction, "clause" | "cue_quotation")
                || meanwhile && matches!(d.construction, "quotation_cue" | "parenthetical" | "according"))
    });
    match before {
        Some(before) => before.source.clone().filter(|s| meanwhile || !s.suffix),
        None if matches!(meaning.takes, Takes::Any | Takes::Clause | Takes::Purpose)
            && meaning.act != "urges" =>
        {
            acting(scene, sentence, cue)
        }
        None => None,
    }
}

/// "Rahmat mendatangi kantor itu dan meminta ...": the subject of a verb that says nothing, where the cue goes on with it.
fn acting(scene: &Scene<'_>, sentence: &Range<usize>, cue: usize) -> Option<Source> {
    /// Tokens between the two verbs.
    const REACH: usize = 30;
    // "..., lalu meminta", "..., bahkan meminta"
    let then = [Kind::Particle, Kind::Connective].iter().all(|&kind| scene.is(kind, cue - 1, cue));
    // "Rahmat merespons Lestari, menyebut ...": after a verb of saying that says nothing itself.
    let comma = scene.tokens.is_mark(cue - 1, ',');
    if !(scene.is(Kind::Joiner, cue - 1, cue) || then || comma) {
        return None;
    }
    // "Setelah pergi dari kantor itu, Rahmat mendatangi ...": the clause of time before has a verb of its own.
    let start =
        super::pointing_back::after_opening(scene, source::strip(scene, sentence.start, cue), sentence.end);
    let verb = (start + 1..cue).find(|&i| {
        scene.is_small(i) && scene.outside(i) && source::is_verb(scene, i) && scene.title(i).is_none()
    })?;
    if comma && !scene.cues(verb).0.iter().any(|c| c.stand == Stand::Active) {
        return None;
    }
    let plain = (verb..cue).all(|i| {
        scene.outside(i)
            && ![Kind::That, Kind::Relative, Kind::Clause, Kind::Subordinator, Kind::Aim]
                .iter()
                .any(|&kind| scene.is(kind, i, cue))
            && !scene.tokens.mark(i).is_some_and(|m| matches!(m, ';' | ':'))
    });
    if !plain || cue - verb > REACH {
        return None;
    }
    if source::is_passive(scene, verb) {
        // "Warga dihubungi Rahmat dan meminta ...": who does the one says the other.
        let from = verb + 1 + scene.phrase(Kind::Agent, verb + 1, cue).unwrap_or(0);
        let agent = source::after(scene, from, cue - 1)?;
        let ends = agent.end + 1 == cue;
        return (ends && source::voice(scene, &agent) == Voice::Sure).then(|| Source::of(scene, agent));
    }
    let group = CueGroup::around(scene, verb, start);
    let subject = subject::before(scene, start, group.before(scene, start))?;
    let pronoun = subject.len() == 1 || !scene.is(Kind::Pronoun, subject.start, subject.end);
    let noun =
        ![Kind::Subordinator, Kind::Stop].iter().any(|&kind| scene.is(kind, subject.start, subject.end));
    (pronoun && noun && source::voice(scene, &subject) == Voice::Sure).then(|| Source::of(scene, subject))
}

/// Steps over "kepada X", "dalam keterangan tertulis" and the like between cue and content.
fn beside(scene: &Scene<'_>, at: usize, end: usize, addressee: &mut Option<Range<usize>>) -> Option<usize> {
    // "mengatakan berdasarkan keterangan X, ...": who that is taken from is told in the content.
    if at >= end || !scene.is_small(at) || scene.cues(at).0.iter().any(|c| c.stand == Stand::Preposition) {
        return None;
    }
    if let Some(length) = scene.phrase(Kind::Addressee, at, end) {
        let named = source::after(scene, at + length, end).map(|w| w.end);
        let whom = named.or_else(|| plain_noun(scene, at + length, end)).unwrap_or(at + length);
        *addressee = Some(at..whom);
        return Some(skip_apposition(scene, whom, end));
    }
    let occasion = scene.is(Kind::OccasionOpener, at, end) && !scene.is(Kind::Now, at, end);
    if source::medium_at(scene, at, end) || occasion {
        // Only where a comma, a that-word or a quotation tells where it ends.
        return (at..end)
            .find(|&i| scene.tokens.is_mark(i, ',') || scene.is(Kind::That, i, end) || !scene.outside(i));
    }
    None
}

/// "kepada [kader partai] untuk ...": words without a verb up to what opens the content.
fn plain_noun(scene: &Scene<'_>, at: usize, end: usize) -> Option<usize> {
    /// Words of the longest such phrase.
    const REACH: usize = 10;
    let to = (at + 1..end.min(at + REACH))
        .find(|&i| [Kind::Purpose, Kind::That, Kind::Topic].iter().any(|&kind| scene.is(kind, i, end)))?;
    (at..to)
        .all(|i| {
            scene.tokens.is_word(i) && scene.outside(i) && !(scene.is_small(i) && source::is_verb(scene, i))
        })
        .then_some(to)
}

/// ", Duta Besar untuk AS, bahwa": an apposition of the addressee.
fn skip_apposition(scene: &Scene<'_>, at: usize, end: usize) -> usize {
    let that = (at..end).find(|&i| scene.outside(i) && scene.is(Kind::That, i, end));
    that.filter(|&i| (at + 1..i).all(|j| !source::is_verb(scene, j))).unwrap_or(at)
}

/// Whom a telling verb tells: a noun phrase that a that-word, a quotation or a pronoun's clause ends.
fn told(scene: &Scene<'_>, at: usize, end: usize) -> Option<Range<usize>> {
    /// Tokens of the longest one.
    const REACH: usize = 12;
    if at >= end || !scene.outside(at) || !scene.tokens.is_word(at) || scene.is(Kind::That, at, end) {
        return None;
    }
    let stop = (at + 1..end.min(at + REACH)).find(|&i| {
        scene.is(Kind::That, i, end)
            || scene.is(Kind::Topic, i, end)
            || !scene.outside(i)
            || scene.tokens.mark(i).is_some_and(|m| matches!(m, ',' | ':'))
            || scene.is_small(i) && scene.is(Kind::Pronoun, i, end)
            || scene.is(Kind::Purpose, i, end)
    })?;
    (at..stop).all(|i| !(scene.is_small(i) && source::is_verb(scene, i))).then_some(at..stop)
}

/// "meminta [warga] [untuk tenang]": whom, and where what is asked begins.
fn asked(scene: &Scene<'_>, at: usize, end: usize) -> Option<(Range<usize>, usize)> {
    /// Tokens of the longest name of whom is asked.
    const REACH: usize = 18;
    let to = (at + 1..end.min(at + REACH))
        .find(|&i| scene.outside(i) && (scene.is(Kind::Purpose, i, end) || scene.is(Kind::That, i, end)))?;
    let clean = (at..to).all(|i| {
        scene.outside(i)
            && scene.tokens.mark(i).is_none_or(|m| m != ',')
            && !(scene.is_small(i) && source::is_verb(scene, i))
    });
    // "meminta percepatan perbaikan untuk ...", "meminta beberapa langkah untuk ...": what is asked for, and nobody.
    let counted = at + usize::from(matches!(scene.title(at), Some(Title::Group)));
    let nobody = scene.names_action(at) || scene.is(Kind::AskedFor, counted, to);
    (clean && !nobody).then_some((at..to, to))
}

/// What is said: a quotation that ends the sentence, or a clause.
fn said(scene: &Scene<'_>, at: usize, sentence: &Range<usize>, parted: bool) -> Option<(Range<usize>, bool)> {
    if let Some(quotation) = scene.quotation(at)
        && quotation.range.start == at
    {
        let end = quotation.range.end;
        let ends = end >= sentence.end || content::end(scene, at, sentence) <= end;
        if parted || ends {
            return Some((quotation.range.clone(), true));
        }
    }
    let range = content::clause(scene, at, sentence)?;
    // "mengatakan demikian" says nothing that stands here.
    let points = range.len() == 1 && scene.is(Kind::Anaphor, range.start, range.end);
    (!points).then_some((range, false))
}
