//! Whom a source resolves to: its name, role and body, and for a short mention, a pronoun or a role the first full mention.

use std::ops::Range;

use rustc_hash::FxHashMap;

use super::draft::{Draft, Source};
use super::scene::Scene;
use super::source;
use super::tokens::Shape;
use crate::languages::attribution::{Kind, Stand, Title};
use crate::record::Speaker;

/// A noun phrase taken apart.
#[derive(Clone, Debug, Default)]
struct Parts {
    /// Tokens of the name.
    name: Option<Range<usize>>,
    /// Tokens of the role.
    role: Option<Range<usize>>,
    /// Tokens of the body inside the role.
    affiliation: Option<Range<usize>>,
    kind: Option<Title>,
}

/// What is known of a speaker so far.
#[derive(Clone, Debug)]
struct Known {
    /// Hashes of the name's words.
    words: Vec<u64>,
    /// Hashes of the role's words.
    role_words: Vec<u64>,
    /// What a title or pronoun said of it.
    gender: Option<Gender>,
    speaker: Speaker,
}

/// What "he" and "Mrs" tell; Indonesian pronouns tell none.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Gender {
    He,
    She,
}

/// Speakers remembered at once: no article has as many, and a flood of names costs no more.
const MOST_KNOWN: usize = 500;

/// Resolves the sources of a text in order.
pub struct Speakers<'s, 't> {
    scene: &'s Scene<'t>,
    known: Vec<Known>,
    /// The speaker of the last statement that had one.
    last: Option<usize>,
    /// The speakers of statements so far, as they spoke.
    recent: Vec<usize>,
    /// What the last statement said that stands in no other's words.
    outer: Vec<Range<usize>>,
    /// For a name's word: the longest run of names that holds it first in the text.
    runs: FxHashMap<u64, Range<usize>>,
}

impl<'s, 't> Speakers<'s, 't> {
    /// Looks through the text for full names.
    pub fn new(scene: &'s Scene<'t>) -> Self {
        Speakers {
            scene,
            known: Vec::new(),
            last: None,
            recent: Vec::new(),
            outer: Vec::new(),
            runs: name_runs(scene),
        }
    }

    /// The speaker of a draft; `Err` says why there is none.
    pub fn resolve(&mut self, draft: &Draft) -> Result<Speaker, &'static str> {
        // Who speaks inside another's words is nobody that the text goes on with.
        let at = draft.cue.as_ref().or(draft.content.first()).map_or(0, |first| first.start);
        let nested = self.outer.iter().any(|content| content.contains(&at));
        if !nested {
            self.outer = draft.content.clone();
        }
        let Some(source) = &draft.source else { return Err("nobody_named") };
        if source.suffix || self.is_pronoun(&source.tokens) {
            let rule = if source.suffix { "suffix" } else { "pronoun" };
            let known = self.meant(source).ok_or("unresolved_pronoun")?;
            if !nested {
                self.last = Some(known);
                self.recent.push(known);
            }
            return Ok(Speaker { rule, ..self.known[known].speaker.clone() });
        }
        let found = self.named(source);
        let document = found.1.kind == Some(Title::Document.name());
        // Nor does a document, or an outlet that the words are taken from.
        if !nested && !document && draft.construction != "reported_by" {
            self.last = Some(found.0);
            self.recent.push(found.0);
        }
        let told = source.tokens.clone().find_map(|i| gender(self.scene, i));
        if let (Some(told), Some(known)) = (told, self.known.get_mut(found.0)) {
            known.gender = Some(told);
        }
        Ok(found.1)
    }

    /// Whom a pronoun or ending means: the last speaker, or where the pronoun tells, the last one whom it can mean.
    fn meant(&mut self, source: &Source) -> Option<usize> {
        let told = if source.suffix { None } else { gender(self.scene, source.tokens.start) };
        let Some(told) = told else { return self.last };
        let can = |known: &Known| {
            known.gender.is_none_or(|g| g == told) && matches!(known.speaker.kind, None | Some("person"))
        };
        /// Statements that are looked back over.
        const REACH: usize = 50;
        let mut recent = self.recent.iter().rev().take(REACH).copied();
        let found = recent.find(|&at| self.known.get(at).is_some_and(&can));
        let found = found.or_else(|| self.named_before(source.tokens.start))?;
        self.known[found].gender = Some(told);
        Some(found)
    }

    /// The last person with a title who is named in the sentences before a pronoun, where nobody has spoken yet.
    fn named_before(&mut self, pronoun: usize) -> Option<usize> {
        /// Sentences that are looked through.
        const REACH: usize = 3;
        let scene = self.scene;
        if !self.recent.is_empty() {
            return None;
        }
        let at = scene.sentences.partition_point(|s| s.end <= pronoun);
        let from = scene.sentences.get(at.saturating_sub(REACH))?.start;
        let person = (from..pronoun).rev().find(|&i| {
            let opens = scene.title(i) == Some(Title::Person) || scene.is(Kind::Honorific, i, pronoun);
            opens && scene.outside(i) && scene.tokens.is_capital(i + 1)
        })?;
        let named = source::after(scene, person, pronoun)?;
        let found = self.named(&Source::of(scene, named));
        (found.1.kind == Some(Title::Person.name())).then_some(found.0)
    }

    fn is_pronoun(&self, tokens: &Range<usize>) -> bool {
        tokens.len() == 1 && self.scene.is(Kind::Pronoun, tokens.start, tokens.end)
    }

    fn named(&mut self, source: &Source) -> (usize, Speaker) {
        let scene = self.scene;
        let parts = parts(scene, &source.tokens, &self.runs);
        if let Some((body, words)) = metonym(scene, &source.tokens) {
            let speaker =
                Speaker { name: body.to_owned(), kind: Some("body"), rule: "metonym", ..Speaker::default() };
            return self.remember(words, Vec::new(), speaker);
        }
        let Some(name) = &parts.name else { return self.described(source, &parts) };
        let words: Vec<u64> = words(scene, name);
        // A short mention of somebody named before, or whose full name stands elsewhere in the text.
        // A body is not its head: "Dinas Pengairan" after "Kepala Dinas Pengairan".
        let its_head =
            |k: &Known| parts.kind == Some(Title::Body) && k.speaker.kind == Some(Title::Person.name());
        let named_so = |k: &Known| {
            words.iter().all(|w| k.words.contains(w))
                && (k.speaker.rule != "description" || !its_head(k) && described_so(scene, &k.speaker, name))
        };
        if let Some(at) = self.known.iter().rposition(named_so) {
            let known = &mut self.known[at];
            if known.speaker.role.is_none()
                && let Some(role) = &parts.role
            {
                known.speaker.role = Some(scene.tokens.slice(role).to_owned());
            }
            let full = known.words.len() == words.len();
            let speaker =
                Speaker { rule: if full { "same_name" } else { "short_name" }, ..known.speaker.clone() };
            return (at, speaker);
        }
        let full = (name.len() == 1).then(|| self.runs.get(&words[0])).flatten().filter(|run| run.len() > 1);
        let rule = if full.is_some() { "full_name_elsewhere" } else { "as_written" };
        let named = full.cloned().unwrap_or_else(|| name.clone());
        let kind =
            parts.kind.or(if named.len() > 1 && parts.role.is_some() { Some(Title::Person) } else { None });
        let speaker = Speaker {
            name: scene.tokens.slice(&named).to_owned(),
            role: parts.role.as_ref().map(|r| scene.tokens.slice(r).to_owned()),
            affiliation: parts.affiliation.as_ref().map(|r| scene.tokens.slice(r).to_owned()),
            kind: kind.map(Title::name),
            rule,
        };
        let role_words = parts.role.as_ref().map(|r| self::words(scene, r)).unwrap_or_default();
        let name_words = self::words(scene, &named);
        self.remember(name_words, role_words, speaker)
    }

    /// A role or description without a name: "jenderal itu", "warga setempat".
    fn described(&mut self, source: &Source, parts: &Parts) -> (usize, Speaker) {
        let scene = self.scene;
        let all = words(scene, &source.tokens);
        let points = scene.is(Kind::Demonstrative, source.tokens.end - 1, source.tokens.end);
        if points {
            let head = all.first().copied();
            let by_role = head.and_then(|h| self.known.iter().rposition(|k| k.role_words.contains(&h)));
            let person = parts.kind.is_none_or(|k| k == Title::Person);
            if let Some(at) = by_role.or(if person { self.last } else { None }) {
                return (at, Speaker { rule: "role_mention", ..self.known[at].speaker.clone() });
            }
        }
        let speaker = Speaker {
            name: scene.tokens.slice(&source.tokens).to_owned(),
            kind: parts.kind.map(Title::name),
            rule: "description",
            ..Speaker::default()
        };
        if let Some(at) = self.known.iter().rposition(|k| k.words == all) {
            return (at, self.known[at].speaker.clone());
        }
        self.remember(all, Vec::new(), speaker)
    }

    fn remember(&mut self, words: Vec<u64>, role_words: Vec<u64>, speaker: Speaker) -> (usize, Speaker) {
        if let Some(at) = self.known.iter().position(|k| k.words == words) {
            return (at, speaker);
        }
        if self.known.len() == MOST_KNOWN {
            self.known.clear();
            self.last = None;
            self.recent.clear();
        }
        self.known.push(Known { words, role_words, gender: None, speaker: speaker.clone() });
        (self.known.len() - 1, speaker)
    }
}

/// What a pronoun or title tells of whom it names.
fn gender(scene: &Scene<'_>, i: usize) -> Option<Gender> {
    if scene.is(Kind::Masculine, i, i + 1) {
        Some(Gender::He)
    } else {
        scene.is(Kind::Feminine, i, i + 1).then_some(Gender::She)
    }
}

fn metonym(scene: &Scene<'_>, tokens: &Range<usize>) -> Option<(&'static str, Vec<u64>)> {
    let all = &scene.tokens.all;
    let rest = all[tokens.start + 1..tokens.end].iter().map(|t| t.hash);
    let (length, body) = scene.lexicon.metonyms.at(all[tokens.start].hash, rest)?;
    (length == tokens.len() && scene.tokens.is_capital(tokens.start)).then(|| (body, words(scene, tokens)))
}

fn words(scene: &Scene<'_>, range: &Range<usize>) -> Vec<u64> {
    scene.tokens.all[range.clone()].iter().filter(|t| t.shape != Shape::Mark).map(|t| t.hash).collect()
}

/// For each capital word the first run of two or more names in the text that holds it.
fn name_runs(scene: &Scene<'_>) -> FxHashMap<u64, Range<usize>> {
    /// Words of the longest name.
    const LONGEST: usize = 4;
    let mut runs = FxHashMap::default();
    let tokens = scene.tokens;
    let mut i = 0;
    while i < tokens.len() {
        let named = |j: usize| {
            tokens.is_capital(j)
                && scene.title(j).is_none()
                && !scene.is_field(j)
                && !scene.cues(j).0.iter().any(|c| c.stand == Stand::Preposition)
                && !scene.is_weekday(j)
                && scene.outside(j)
                && !scene.is(Kind::Connective, j, j + 1)
                && !scene.is(Kind::Stop, j, j + 1)
        };
        if !named(i) {
            i += 1;
            continue;
        }
        let mut end = i + 1;
        while end < tokens.len() && named(end) && tokens.all[end].spaced {
            end += 1;
        }
        if (2..=LONGEST).contains(&(end - i)) {
            for j in i..end {
                runs.entry(tokens.all[j].hash).or_insert(i..end);
            }
        }
        i = end;
    }
    runs
}

/// Takes a source apart into name, role and body.
fn parts(scene: &Scene<'_>, range: &Range<usize>, runs: &FxHashMap<u64, Range<usize>>) -> Parts {
    let tokens = scene.tokens;
    // "The company", "A spokesman": the article says nothing of whom it is.
    let article = range.len() > 1 && scene.is(Kind::NameJoiner, range.start, range.end);
    let range = &(range.start + usize::from(article)..range.end);
    let kind = scene.title(range.start);
    let segments = segments(scene, range);
    // "Gatot Soebroto, Kepala BPBD" and "Kepala BPBD, Gatot Soebroto".
    if segments.len() >= 2 {
        let all_names = |s: &Range<usize>| {
            s.clone().any(|i| tokens.is_capital(i))
                && s.clone().all(|i| {
                    !scene.is_small(i)
                        || scene.is(Kind::NameJoiner, i, s.end)
                        || scene.title(i) == Some(Title::Person)
                })
        };
        // A name without a title first; then one that titles open.
        let plain = segments.iter().position(|s| scene.title(s.start).is_none() && all_names(s));
        let titled = || {
            // The longest, and of such the first: "Kapolres Selasih, AKBP [Niko Putra]".
            let words = |s: &Range<usize>| titled_name(scene, s).map_or(0, |name| name.len());
            (0..segments.len())
                .filter(|&i| scene.title(segments[i].start) == Some(Title::Person) && all_names(&segments[i]))
                .filter(|&i| words(&segments[i]) > 0)
                .min_by_key(|&i| std::cmp::Reverse(words(&segments[i])))
        };
        let named = plain.or_else(titled);
        if let Some(at) = named {
            let name = titled_name(scene, &segments[at]).unwrap_or(segments[at].clone());
            let role = if at == 0 {
                segments[1].start..range.end
            } else if name.start > segments[at].start {
                // A rank before the name belongs to the role: "Staf Umum, Kolonel [Andri]".
                range.start..name.start
            } else {
                range.start..segments[at - 1].end
            };
            let affiliation = body_in(scene, &role);
            return Parts { name: Some(name), role: Some(role), affiliation, kind: Some(Title::Person) };
        }
    }
    match kind {
        None if tokens.is_capital(range.start) => {
            let end = (range.start..range.end)
                .find(|&i| {
                    scene.is_small(i) && !scene.is(Kind::NameJoiner, i, range.end)
                        || tokens.is_mark(i, '(')
                        || tokens.is_mark(i, ',')
                })
                .unwrap_or(range.end);
            Parts { name: Some(range.start..end), ..Parts::default() }
        }
        Some(Title::Person) => {
            let Some(name) = titled_name(scene, range).or_else(|| known_name(scene, range, runs)) else {
                return Parts { kind, ..Parts::default() };
            };
            let role = range.start..name.start;
            let affiliation = body_in(scene, &role);
            Parts { role: (!role.is_empty()).then_some(role), name: Some(name), affiliation, kind }
        }
        Some(Title::Body) if range.clone().any(|i| tokens.is_capital(i)) => {
            Parts { name: Some(range.clone()), kind, ..Parts::default() }
        }
        _ if scene.is(Kind::Honorific, range.start, range.end) && range.len() > 1 => Parts {
            name: Some(range.start + 1..range.end),
            role: Some(range.start..range.start + 1),
            kind: Some(Title::Person),
            ..Parts::default()
        },
        kind => Parts { kind, ..Parts::default() },
    }
}

fn segments(scene: &Scene<'_>, range: &Range<usize>) -> Vec<Range<usize>> {
    let mut made = Vec::new();
    let mut start = range.start;
    for i in range.clone() {
        if scene.tokens.is_mark(i, ',') {
            if start < i {
                made.push(start..i);
            }
            start = i + 1;
        }
    }
    if start < range.end {
        made.push(start..range.end);
    }
    made
}

/// The name at the end of a phrase that opens with titles: "Kolonel Jenderal [Andrei Kartapolov]".
fn titled_name(scene: &Scene<'_>, range: &Range<usize>) -> Option<Range<usize>> {
    let from = (range.start..range.end).find(|&i| {
        scene.title(i) != Some(Title::Person)
            && !scene.is_field(i)
            && !scene.is(Kind::Honorific, i, range.end)
            && !scene.tokens.is_mark(i, '.')
    })?;
    // "Niko N. Putra": an initial counts as no word.
    let initial = |i: usize| {
        scene.tokens.is_mark(i, '.') && i > from || scene.tokens.is_mark(i + 1, '.') && i + 1 < range.end
    };
    let simple = (from..range.end).all(|i| is_name(scene, i) || initial(i));
    let words = (from..range.end).filter(|&i| !initial(i)).count();
    /// Words of the longest name that titles alone stand before.
    const LONGEST: usize = 3;
    (simple && words <= LONGEST && from > range.start).then_some(from..range.end)
}

/// A capital word that is neither a title, a word of a role nor an abbreviation.
fn is_name(scene: &Scene<'_>, i: usize) -> bool {
    scene.tokens.all[i].shape == Shape::Title && scene.title(i).is_none() && !scene.is_field(i)
}

/// The name at the end of a role, told by where the same words stand alone; else its last two capital words.
fn known_name(
    scene: &Scene<'_>,
    range: &Range<usize>,
    runs: &FxHashMap<u64, Range<usize>>,
) -> Option<Range<usize>> {
    let tokens = scene.tokens;
    let end = (range.start..range.end).rev().find(|&i| tokens.is_capital(i))? + 1;
    let mut from = end;
    let letters = |i: usize| tokens.all[i].end - tokens.all[i].start;
    while from > range.start && is_name(scene, from - 1) {
        // "Maria S Seriang": an initial stands between names.
        let initial = letters(from - 1) == 1;
        if initial && (from - 1 == range.start || !is_name(scene, from - 2) || letters(from - 2) == 1) {
            break;
        }
        from -= 1;
    }
    if from == end || from == range.start {
        return None;
    }
    // "Kepala Dinas [Pengairan] Rahmat Hidayat": the word after a body's head is the body's.
    let head = body_head(scene, range.start, from);
    // "Kepala Dinas Pengairan [Selasih]": a single word that nobody speaks by elsewhere is the body's.
    if scene.title(head) == Some(Title::Body)
        && tokens.all[head].shape == Shape::Title
        && end - from == 1
        && !is_alone_elsewhere(scene, tokens.all[from].hash, range)
    {
        return None;
    }
    // Another mention that uses one of the words alone shows where the name begins.
    let alone = (from..end).find(|&i| speaks_elsewhere(scene, tokens.all[i].hash, range)).or_else(|| {
        (from..end).find(|&i| {
            let hash = tokens.all[i].hash;
            runs.get(&hash).is_none_or(|run| run.start >= range.start)
                && is_alone_elsewhere(scene, hash, range)
        })
    });
    if let Some(at) = alone {
        let first = if at > from && end - at == 1 { at - 1 } else { at };
        return Some(first.max(from)..end);
    }
    /// Words of a name where nothing else tells.
    const USUAL: usize = 2;
    let mut first = end.saturating_sub(USUAL).max(from);
    while first > from && letters(first) == 1 {
        first -= 1;
    }
    Some(first..end)
}

/// True where a name inside a description is whom it describes: no document, and no body's short name but in brackets.
fn described_so(scene: &Scene<'_>, speaker: &Speaker, name: &Range<usize>) -> bool {
    let short = scene.tokens.slice(name);
    speaker.kind != Some(Title::Document.name())
        && (name.clone().all(|i| scene.tokens.all[i].shape == Shape::Title)
            || speaker.name.ends_with(&format!("({short})")))
}

/// What the words before `from` go on with, fields and brackets left out: "[Dinas] Sosial (Dinsos) Kota".
fn body_head(scene: &Scene<'_>, start: usize, from: usize) -> usize {
    let mut i = from;
    let mut bracket = false;
    while i > start {
        i -= 1;
        match scene.tokens.mark(i) {
            Some(')') => bracket = true,
            Some('(') => bracket = false,
            Some(_) => {}
            None if bracket || scene.is_field(i) => {}
            None => return i,
        }
    }
    start
}

/// True where the word alone is a source after the phrase: "kata [Hendra]", "[Hendra] mengatakan".
fn speaks_elsewhere(scene: &Scene<'_>, hash: u64, range: &Range<usize>) -> bool {
    let is_cue = |i: usize, stands: &[Stand]| {
        i < scene.tokens.len() && scene.cues(i).0.iter().any(|c| stands.contains(&c.stand))
    };
    alone_elsewhere(scene, hash, range).any(|i| {
        i > 0 && is_cue(i - 1, &[Stand::Root, Stand::Preposition]) || is_cue(i + 1, &[Stand::Active])
    })
}

/// True where the word stands as a source of its own somewhere after the phrase.
fn is_alone_elsewhere(scene: &Scene<'_>, hash: u64, range: &Range<usize>) -> bool {
    alone_elsewhere(scene, hash, range).next().is_some()
}

/// Where the word stands without another name beside it, after the phrase.
fn alone_elsewhere<'a>(
    scene: &'a Scene<'_>,
    hash: u64,
    range: &Range<usize>,
) -> impl Iterator<Item = usize> + 'a {
    /// Tokens looked at after the phrase.
    const REACH: usize = 1_500;
    let tokens = scene.tokens;
    (range.end..tokens.len().min(range.end + REACH)).filter(move |&i| {
        tokens.all[i].hash == hash
            && tokens.is_capital(i)
            && !(i > 0 && tokens.is_capital(i - 1) && tokens.all[i].spaced)
            && !(i > 0 && (scene.is_field(i - 1) || scene.is(Kind::Stop, i - 1, i)))
            && !tokens.is_capital(i + 1)
    })
}

/// The body inside a role: "Kepala [BPBD Jatim]".
fn body_in(scene: &Scene<'_>, role: &Range<usize>) -> Option<Range<usize>> {
    let at = role.clone().find(|&i| {
        scene.title(i) == Some(Title::Body) || i > role.start && scene.tokens.all[i].shape == Shape::Caps
    })?;
    (at < role.end).then_some(at..role.end)
}
