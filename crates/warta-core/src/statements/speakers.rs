//! Whom a source resolves to: its name, role and body, and for a short mention, a pronoun or a role the first full mention.

use std::ops::Range;

use rustc_hash::FxHashMap;

use super::draft::{Draft, Source};
use super::names::{Parts, name_runs, parts, without_marks};
use super::scene::Scene;
use super::source;
use super::tokens::Shape;
use crate::languages::attribution::{Kind, Title};
use crate::record::Speaker;

/// What is known of a speaker so far.
#[derive(Clone, Debug)]
struct Known {
    /// Hashes of the name's words.
    words: Vec<u64>,
    /// Hashes of the role's words.
    role_words: Vec<u64>,
    /// What a title or pronoun said of it.
    gender: Option<Gender>,
    /// Two names that one speaker is: "Budi dan Rahmat".
    several: bool,
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
        // The reporter's own "I": whom it means stands in no text.
        let first = source.tokens.start;
        if source.tokens.len() == 1
            && self.scene.is(Kind::FirstPerson, first, first + 1)
            && self.scene.outside(first)
            && !nested
        {
            return Err("unresolved_pronoun");
        }
        // "Sheriff Joe Arpaio, [who] said": the name just before it.
        if source.tokens.len() == 1 && !source.suffix && self.scene.is(Kind::Relative, first, first + 1) {
            let comma = usize::from(first > 0 && self.scene.tokens.is_mark(first - 1, ','));
            let sentence = self.scene.tokens.sentence_of(first).start;
            let named = source::antecedent(self.scene, sentence, first - comma);
            let (_, found) = self.named(&Source::of(self.scene, named.ok_or("unresolved_pronoun")?));
            return Ok(Speaker { rule: "pronoun", ..found });
        }
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
        let first = source.tokens.start;
        let told = if source.suffix { None } else { gender(self.scene, first) };
        let Some(told) = told else {
            return if source.suffix || !self.scene.is(Kind::Plural, first, first + 1) {
                self.one(source)
            } else {
                self.many()
            };
        };
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

    /// Whom "ia" and "-nya" mean: the last speaker, or of the last few the last who is no group, body or document.
    fn one(&mut self, source: &Source) -> Option<usize> {
        /// Statements that are looked back over.
        const REACH: usize = 6;
        let single = |known: &Known| matches!(known.speaker.kind, None | Some("person"));
        let person = source.suffix || self.scene.is(Kind::Personal, source.tokens.start, source.tokens.end);
        if !person || self.last.and_then(|at| self.known.get(at)).is_some_and(single) {
            return self.last;
        }
        let mut recent = self.recent.iter().rev().take(REACH).copied();
        let found = recent.find(|&at| self.known.get(at).is_some_and(single));
        found.or_else(|| self.named_before(source.tokens.start)).or(self.last)
    }

    /// Whom "mereka" means: the last of the last few speakers who are more than one.
    fn many(&self) -> Option<usize> {
        /// Statements that are looked back over.
        const REACH: usize = 6;
        let several = |known: &Known| matches!(known.speaker.kind, Some("group" | "body")) || known.several;
        let mut recent = self.recent.iter().rev().take(REACH).copied();
        recent.find(|&at| self.known.get(at).is_some_and(several))
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
        // "Mayor John Miller [spoke ...]"
        let small = |i: &usize| {
            scene.is_small(*i) && scene.tokens.is_capital(i - 1) && !scene.is(Kind::NamePart, *i, named.end)
        };
        let end = (named.start + 1..named.end).find(small).unwrap_or(named.end);
        let named = named.start..end;
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
        // Nor is a person the body that has his name: "Mr. Rubio" after "the Rubio campaign".
        let person = parts.kind == Some(Title::Person)
            || !scene.lexicon.head_first() && words.iter().any(|w| self.runs.contains_key(w));
        let its_name = |k: &Known| {
            person
                && parts.kind != Some(Title::Body)
                && k.speaker.kind == Some(Title::Body.name())
                && k.words != words
        };
        let named_so = |k: &Known| {
            words.iter().all(|w| k.words.contains(w))
                && !its_name(k)
                && (k.speaker.rule != "description" || !its_head(k) && described_so(scene, &k.speaker, name))
        };
        // "Prabowo" is Prabowo Subianto before he is Listyo Sigit Prabowo.
        let opens = |k: &Known| scene.lexicon.head_first() && k.words.first() == words.first() && named_so(k);
        let found = self.known.iter().rposition(opens).or_else(|| self.known.iter().rposition(named_so));
        if let Some(at) = found {
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
        let found = self.remember(name_words, role_words, speaker);
        let alias = parts.alias.as_ref().map(|alias| other_name(scene, alias)).unwrap_or_default();
        self.known[found.0].words.extend(alias);
        found
    }

    /// A role or description without a name: "jenderal itu", "warga setempat".
    fn described(&mut self, source: &Source, parts: &Parts) -> (usize, Speaker) {
        let scene = self.scene;
        let all = words(scene, &source.tokens);
        let points = scene.is(Kind::Demonstrative, source.tokens.end - 1, source.tokens.end);
        if points {
            let head = all.first().copied();
            let by_role = head.and_then(|h| self.known.iter().rposition(|k| k.role_words.contains(&h)));
            // "pebulu tangkis kelahiran Klaten itu" is somebody; "kasus ini" is nobody.
            let person = match parts.kind {
                Some(kind) => kind == Title::Person,
                None => source.tokens.len() >= 3,
            };
            if let Some(at) = by_role.or(if person { self.last } else { None }) {
                return (at, Speaker { rule: "role_mention", ..self.known[at].speaker.clone() });
            }
        }
        let speaker = Speaker {
            name: scene.tokens.slice(&without_marks(scene, &source.tokens)).to_owned(),
            kind: parts.kind.map(Title::name),
            rule: "description",
            ..Speaker::default()
        };
        if let Some(at) = self.known.iter().rposition(|k| k.words == all) {
            return (at, self.known[at].speaker.clone());
        }
        let found = self.remember(all, Vec::new(), speaker);
        let tokens = source.tokens.clone();
        self.known[found.0].several =
            tokens.clone().any(|i| scene.is_small(i) && scene.is(Kind::Joiner, i, tokens.end));
        found
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
        self.known.push(Known { words, role_words, gender: None, several: false, speaker: speaker.clone() });
        (self.known.len() - 1, speaker)
    }
}

/// The words of another name, "(Bamsoet)" or "alias Zulhas"; none of an age or a party: "(40)", "(R-TX)".
fn other_name(scene: &Scene<'_>, alias: &Range<usize>) -> Vec<u64> {
    let tokens = scene.tokens;
    let name = |i: usize| tokens.is_capital(i) || matches!(tokens.mark(i), Some('(' | ')'));
    let opened = scene.phrase(Kind::Alias, alias.start, alias.end).unwrap_or(0);
    let rest = alias.start + opened..alias.end;
    if rest.clone().all(name) { words(scene, &rest) } else { Vec::new() }
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

/// True where a name inside a description is whom it describes: no document, and no body's short name but in brackets.
fn described_so(scene: &Scene<'_>, speaker: &Speaker, name: &Range<usize>) -> bool {
    let short = scene.tokens.slice(name);
    // In English a name inside a description is another's: "Mr. Effron and Mr. Pruzan".
    let written =
        scene.lexicon.head_first() && name.clone().all(|i| scene.tokens.all[i].shape == Shape::Title);
    speaker.kind != Some(Title::Document.name()) && (written || speaker.name.ends_with(&format!("({short})")))
}
