//! What a language's tables say of attribution: cues, titles, outlets and the phrases beside them.

use std::sync::OnceLock;

use rustc_hash::{FxHashMap, FxHashSet};

use super::words::{hash_of, is_word_character};

/// Where a cue stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stand {
    /// A stem or verb that its source may follow: `"...," kata X`, `"...," said X`.
    Root,
    /// A verb that its source comes before.
    Active,
    /// "menurut X", "according to X".
    Preposition,
    /// A passive with its agent after it.
    Passive,
    /// A passive without an agent.
    Agentless,
    /// A verb of what stands in a document: "dalam surat itu tertulis".
    Written,
    /// A noun that names what was said: "demikian pernyataan X".
    Noun,
    /// A bare verb whose pronoun stands before it, and its object before that: "hal itu ia sampaikan".
    Object,
}

/// What a cue takes as its content.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Takes {
    /// A clause, a noun phrase or a quotation.
    Any,
    /// Only what a that-word, a comma, a colon or a quotation opens.
    Clause,
    /// Only what a that-word or a quotation opens.
    That,
    /// What a that-word, a quotation or a word about a topic opens.
    Topic,
    /// A noun phrase too, but only from a person or body.
    Thing,
    /// Somebody, and what is asked of them.
    Purpose,
    /// The same, only with the word that opens it: "menantang X untuk ...".
    Task,
    /// What is believed, hoped or wanted: an attitude.
    Wish,
}

/// One meaning of a cue's form.
#[derive(Clone, Copy, Debug)]
pub struct Cue {
    /// Dictionary form.
    pub lemma: &'static str,
    /// Word of the closed list of acts.
    pub act: &'static str,
    /// Where it stands.
    pub stand: Stand,
    /// What it takes.
    pub takes: Takes,
    /// claimed, asserted, alleged, denied or future.
    pub status: &'static str,
    /// PLOVER category where the verb alone decides.
    pub category: Option<&'static str>,
}

/// What the head of a noun phrase says of whom it names.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Title {
    /// "gubernur": a role of a person.
    Person,
    /// "kementerian".
    Body,
    /// "warga".
    Group,
    /// "laporan".
    Document,
}

impl Title {
    /// The record's word.
    pub fn name(self) -> &'static str {
        match self {
            Title::Person => "person",
            Title::Body => "body",
            Title::Group => "group",
            Title::Document => "document",
        }
    }
}

macro_rules! kinds {
    ($($(#[$doc:meta])* $kind:ident $name:literal)*) => {
        /// What a phrase beside a cue does; the table's first lines explain each.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        #[repr(u8)]
        pub enum Kind { $($(#[$doc])* $kind),* }

        const KINDS: &[(&str, Kind)] = &[$(($name, Kind::$kind)),*];
    };
}

kinds! {
    /// Belongs to the cue: "telah", "has".
    Auxiliary "auxiliary"
    /// Belongs to the cue and turns its act: "tidak".
    Negation "negation"
    /// Stands between source and cue and belongs to nothing: "juga".
    Particle "particle"
    /// The same, but where it follows the cue it belongs to the content: "awalnya".
    Adverb "adverb"
    /// Belongs to nothing, on either side of the cue: "juga".
    Also "also"
    /// Opens a sentence and belongs to nothing: "namun".
    Connective "connective"
    /// Opens a second clause that ends the content before it: "sementara".
    Clause "clause"
    /// "ia", "she".
    Pronoun "pronoun"
    /// "bahwa", "that".
    That "that"
    /// Opens what is asked of somebody: "untuk", "to".
    Purpose "purpose"
    /// Ends a source that follows its cue: "saat".
    Stop "stop"
    /// "kepada".
    Addressee "addressee"
    /// Opens a medium: "dalam".
    MediumOpener "medium_opener"
    /// Its head: "keterangan".
    MediumHead "medium_head"
    /// "saat", "di sela".
    OccasionOpener "occasion_opener"
    /// "dikutip".
    ViaCue "via_cue"
    /// "seperti".
    ViaLead "via_lead"
    /// "dari".
    ViaLink "via_link"
    /// "laman", "kantor berita".
    ViaKind "via_kind"
    /// Of what kind a noun of saying is: "pernyataan resmi".
    SpeechKind "speech_kind"
    /// Opens as an occasion does and tells the time of what is said: "saat ini".
    Now "now"
    /// A medium or document that is no outlet: "keterangan".
    NoOutlet "no_outlet"
    /// "Pak", "Mr".
    Honorific "honorific"
    /// Heads that say nothing themselves: "hal".
    NoSubject "no_subject"
    /// Points back to what was said: "hal itu".
    Anaphor "anaphor"
    /// Names the agent of a passive: "oleh".
    Agent "agent"
    /// Opens a relative clause: "yang".
    Relative "relative"
    /// "itu", "this": closes a description.
    Demonstrative "demonstrative"
    /// A small word inside names: "bin", "van".
    NameJoiner "name_joiner"
    /// Stands before a day: "pada".
    TimeOpener "time_opener"
    /// "malam": part of a day, after its name.
    DayPart "day_part"
    /// A negation that refuses: "enggan".
    Refusal "refusal"
    /// Opens what somebody is urged to do: "agar".
    Urging "urging"
    /// A military or academic rank or a form of address that a name follows at once: "AKBP".
    Rank "rank"
    /// The service after a rank: "Pol".
    Service "service"
    /// Opens another name of the same person: "alias".
    Alias "alias"
    /// An academic degree after a name: "SH".
    Degree "degree"
    /// The first word of a person's name, never a later one: "I" in Bali.
    NameOpener "name_opener"
    /// A title that is a given name too: "putri".
    GivenName "given_name"
    /// A small word inside a person's name: "bin".
    NamePart "name_part"
    /// An office that the name of its place follows: "bupati".
    PlaceOffice "place_office"
    /// A word that the name of a place follows: "desa".
    PlaceHead "place_head"
    /// A pronoun of more than one: "mereka".
    Plural "plural"
    /// A pronoun of a person: "ia".
    Personal "personal"
    /// Who says it of himself: "saya", "we".
    FirstPerson "first_person"
    /// Opens a condition: "jika".
    Condition "condition"
    /// Opens a clause that only supposes: "kalau", "if".
    Hypothesis "hypothesis"
    /// An auxiliary of what is still to come: "akan".
    Future "future"
    /// Joins two verbs: "dan".
    Joiner "joiner"
    /// Opens to whom something is offered: "kepada".
    Recipient "recipient"
    /// Day of the week; its other languages' abbreviations are names here ("Sri").
    Weekday "weekday"
    /// How an outlet was told: "dihubungi".
    Told "told"
    /// A label before a headline's colon that is no speaker: "foto".
    Label "label"
    /// Begins as a verb does and is none: "berbagai".
    NoVerb "no_verb"
    /// Joins a role to its body: "peneliti dari BRIN".
    RoleLink "role_link"
    /// Opens a place: "di".
    Place "place"
    /// Tells that a clause follows, beside auxiliaries: "ada".
    Finite "finite"
    /// Before a verb: an aim, no statement ("untuk").
    Aim "aim"
    /// Opens a noun phrase and leaves its head to tell what it is: "sebuah".
    Determiner "determiner"
    /// After a number, closes an age: "63 tahun".
    Age "age"
    /// Opens a clause inside a sentence, whose verb has its own subject: "setelah".
    Subordinator "subordinator"
    /// Opens a clause of time: "sebelum", "before".
    Beforehand "beforehand"
    /// Opens nothing but relative clauses, so that what follows is no verb of the clause around it: "yang".
    Adds "adds"
    /// Stands between "disebut" and what something is called: "sebagai".
    Naming "naming"
    /// Makes an adverb of the word after it: "secara".
    Manner "manner"
    /// Tells that a man is meant: "he", "Mr".
    Masculine "masculine"
    /// Tells that a woman is meant: "she", "Ms".
    Feminine "feminine"
    /// A cue whose object is whom it tells: "told reporters that".
    Tells "tells"
    /// Makes a passive of the verb after it: "was".
    Passive "passive"
    /// The last word of an outlet's name that no table knows: "the Springfield Times".
    OutletHead "outlet_head"
    /// Opens a mention of a document that says something: "dalam".
    DocumentOpener "document_opener"
    /// Opens a list that follows: "berikut".
    Lists "lists"
    /// Opens what something is about: "terkait".
    Topic "topic"
    /// What somebody who points at it finds fault with: "kurangnya".
    Fault "fault"
    /// A verb that points at a fault where its object names one: "menyoroti".
    PointsAt "points_at"
    /// A verb that also lodges a complaint: "melaporkan".
    Lodges "lodges"
    /// Opens with whom, and about what, one is lodged: "ke".
    LodgedWith "lodged_with"
    /// A cue that is nothing else, so that it may interrupt a clause without a closing comma: "kata".
    Interrupts "interrupts"
    /// Is asked for, so that it is nobody who is asked: "izin".
    AskedFor "asked_for"
    /// Opens the title of a law, which belongs to its name: "Peraturan X tentang Y".
    Titled "titled"
    /// Where a broadcaster has a channel of its own: "YouTube".
    Platform "platform"
    /// What an outlet writes: "laporan AFP".
    Report "report"
    /// Says that there is something: "ada".
    Exists "exists"
    /// A verb by which a document says something where it shows nothing: "menyebut".
    States "states"
    /// A document that is nobody's: "kabar yang menyebut ...".
    Rumour "rumour"
    /// Opens until when a document counts: "hingga".
    Until "until"
    /// A word of when beside numbers, months and weekdays: "pukul".
    TimeWord "time_word"
    /// Goes with what one does while saying something else: "seraya".
    While "while"
    /// Looks like a cue and is none.
    Trap "trap"
    /// Opens a line of promotion.
    Noise "noise"
}

/// Phrases by the hash of their first word, the longest first.
#[derive(Default)]
pub struct Phrases(FxHashMap<u64, Vec<Row>>);

/// A phrase's words as hashes, and what it stands for.
type Row = (Box<[u64]>, &'static str);

impl Phrases {
    fn add(&mut self, phrase: &str, value: &'static str) {
        let hashes = hashes(phrase);
        if let Some(&first) = hashes.first() {
            let row = self.0.entry(first).or_default();
            row.push((hashes.into(), value));
            row.sort_by_key(|(words, _)| std::cmp::Reverse(words.len()));
        }
    }

    /// Tokens and value of the longest phrase that the hashes open with.
    pub fn at(&self, first: u64, rest: impl Iterator<Item = u64> + Clone) -> Option<(usize, &'static str)> {
        self.0.get(&first)?.iter().find_map(|(words, value)| {
            let fits = words[1..].iter().copied().eq(rest.clone().take(words.len() - 1));
            fits.then_some((words.len(), *value))
        })
    }
}

/// A cue of several words, as hashes.
type LongCue = (Box<[u64]>, Cue);

/// The tables of one language.
pub struct Lexicon {
    /// BCP 47 primary code.
    pub language: &'static str,
    cues: FxHashMap<u64, Vec<Cue>>,
    long_cues: FxHashMap<u64, Vec<LongCue>>,
    phrases: Vec<Phrases>,
    fields: FxHashSet<u64>,
    titles: FxHashMap<u64, Title>,
    /// A noun phrase opens with its head.
    head_first: bool,
    /// What words mean as cues of the sequence model that no construction knows.
    meanings: FxHashMap<u64, Cue>,
    /// Endings of a cue that stand for its source: "nya".
    pub suffixes: Vec<&'static str>,
    /// Prefixes that tell verbs from nouns: "meng".
    pub verb_prefixes: Vec<&'static str>,
    /// Endings of a verb that goes on with the subject of another: "adding".
    pub participle_endings: Vec<&'static str>,
    /// Beginnings of verbs whose subject does nothing: \"di\".
    pub passive_prefixes: Vec<&'static str>,
    /// Prefixes of words that describe where a name follows: "ber".
    pub describing_prefixes: Vec<&'static str>,
    /// Opens a noun made of a verb: "per-" of "percepatan".
    pub action_prefixes: Vec<&'static str>,
    /// And closes it: "-an".
    pub action_endings: Vec<&'static str>,
    /// Outlets by their spellings.
    pub outlets: Phrases,
    /// How their last words end, in small letters.
    outlet_endings: FxHashSet<[u8; 4]>,
    /// Places that stand for a body.
    pub metonyms: Phrases,
    /// Places that an office may have.
    pub places: Phrases,
}

impl Lexicon {
    /// True where verbs are told by their form, as by the prefixes of Indonesian.
    pub fn tells_verbs(&self) -> bool {
        !self.verb_prefixes.is_empty()
    }

    /// True where a noun phrase opens with its head: "Kepala Dinas".
    pub fn head_first(&self) -> bool {
        self.head_first
    }

    /// Meanings of a word as a cue.
    pub fn cues(&self, hash: u64) -> &[Cue] {
        self.cues.get(&hash).map_or(&[], Vec::as_slice)
    }

    /// What a word means as a cue of the sequence model, where no construction knows it.
    pub fn meaning(&self, hash: u64) -> Option<Cue> {
        self.meanings.get(&hash).copied()
    }

    /// The cue of several words that the hashes open with, and how many they are.
    pub fn long_cue(&self, first: u64, rest: impl Iterator<Item = u64> + Clone) -> Option<(Cue, usize)> {
        self.long_cues.get(&first)?.iter().find_map(|(words, cue)| {
            let fits = words[1..].iter().copied().eq(rest.clone().take(words.len() - 1));
            fits.then_some((*cue, words.len()))
        })
    }

    /// Where lost spaces stood in a word: "dari|detikSport", "kata|Faruk", "kepada|detikJateng|di".
    ///
    /// What stands before must be a word that attribution uses, what follows a capital or a known outlet; after an
    /// outlet a word that ends a source.
    pub fn glued(&self, word: &str) -> Vec<usize> {
        /// Letters of the longest word that is looked into: each part is hashed.
        const MOST: usize = 80;
        if word.len() > MOST || !word.is_ascii() || !word.starts_with(|c: char| c.is_ascii_alphabetic()) {
            return Vec::new();
        }
        // Letters of the shortest word before: "diBBC", but "InDesign" is a name.
        let least = if word.starts_with(|c: char| c.is_ascii_lowercase()) { 2 } else { 3 };
        let small = 1 + word.bytes().skip(1).take_while(u8::is_ascii_lowercase).count();
        let uses = |part: &str, kinds: &[Kind]| {
            let hash = hash_of(part);
            kinds.iter().any(|&kind| self.phrases(kind).at(hash, std::iter::empty()).is_some())
        };
        if small == word.len() {
            // "kepadadetikcom": nothing but the outlet tells, so that what stands before must be clear.
            let clear = [Kind::ViaCue, Kind::ViaLink, Kind::Addressee, Kind::Told];
            let ends =
                word.as_bytes().last_chunk().is_some_and(|ending| self.outlet_endings.contains(ending));
            let cut = |&at: &usize| self.is_outlet(&word[at..]) && uses(&word[..at], &clear);
            return (least..word.len()).filter(|_| ends).find(cut).into_iter().collect();
        }
        let leads = |part: &str| {
            self.cues.contains_key(&hash_of(part))
                || uses(part, &[Kind::ViaLink, Kind::ViaCue, Kind::NoOutlet, Kind::Stop, Kind::Told])
        };
        let outlet = |part: &str| self.is_outlet(part);
        let starts = (least..=small.min(word.len() - 1)).rev();
        for at in starts.filter(|&at| leads(&word[..at])) {
            if outlet(&word[at..]) {
                return Vec::from([at]);
            }
            if let Some(ends) = self.outlet_and_more(&word[at..]) {
                return std::iter::once(at).chain(ends.into_iter().map(|end| at + end)).collect();
            }
            if at == small {
                return Vec::from([at]);
            }
        }
        if outlet(word) { Vec::new() } else { self.outlet_and_more(word).unwrap_or_default() }
    }

    fn is_outlet(&self, word: &str) -> bool {
        self.outlets.at(hash_of(word), std::iter::empty()).is_some()
    }

    /// Where an outlet's name ends in a word that goes on with a preposition, a day, or the outlet behind it:
    /// "detikJateng|di", "detikNews|Rabu", "detikNews|dari|Antara".
    fn outlet_and_more(&self, word: &str) -> Option<Vec<usize>> {
        let is = |kind: Kind, part: &str| self.phrases(kind).at(hash_of(part), std::iter::empty()).is_some();
        let outlet = |part: &str| self.is_outlet(part);
        (1..word.len()).filter(|&at| outlet(&word[..at])).find_map(|at| {
            let rest = &word[at..];
            let small = rest.bytes().take_while(u8::is_ascii_lowercase).count();
            if small == rest.len() && is(Kind::Stop, rest) || small == 0 && is(Kind::Weekday, rest) {
                return Some(Vec::from([at]));
            }
            (1..=small.min(rest.len() - 1)).filter(|&to| is(Kind::ViaLink, &rest[..to])).find_map(|to| {
                if outlet(&rest[to..]) {
                    return Some(Vec::from([at, at + to]));
                }
                let Some(more) = self.outlet_and_more(&rest[to..]) else {
                    // "detikNews|dari|New Arab": one that no table knows.
                    return rest[to..]
                        .starts_with(|c: char| c.is_ascii_uppercase())
                        .then(|| Vec::from([at, at + to]));
                };
                Some([at, at + to].into_iter().chain(more.into_iter().map(|m| at + to + m)).collect())
            })
        })
    }

    /// True for a word that goes on with a role: "Menteri [Keuangan]".
    pub fn is_field(&self, hash: u64) -> bool {
        self.fields.contains(&hash)
    }

    /// The phrases of a kind.
    pub fn phrases(&self, kind: Kind) -> &Phrases {
        &self.phrases[kind as usize]
    }

    /// What a word says as the head of a noun phrase.
    pub fn title(&self, hash: u64) -> Option<Title> {
        self.titles.get(&hash).copied()
    }

    fn read(tables: &Tables) -> Self {
        let mut made = Lexicon {
            language: tables.language,
            cues: FxHashMap::default(),
            long_cues: FxHashMap::default(),
            fields: FxHashSet::default(),
            phrases: KINDS.iter().map(|_| Phrases::default()).collect(),
            titles: FxHashMap::default(),
            head_first: false,
            meanings: FxHashMap::default(),
            suffixes: Vec::new(),
            verb_prefixes: Vec::new(),
            participle_endings: Vec::new(),
            passive_prefixes: Vec::new(),
            describing_prefixes: Vec::new(),
            action_prefixes: Vec::new(),
            action_endings: Vec::new(),
            outlets: Phrases::default(),
            outlet_endings: FxHashSet::default(),
            metonyms: Phrases::default(),
            places: Phrases::default(),
        };
        for cells in rows(tables.cues) {
            let [forms, stand, lemma, act, takes, status, category] = cells[..] else { continue };
            let cue = Cue {
                lemma,
                act,
                stand: match stand {
                    "root" => Stand::Root,
                    "active" => Stand::Active,
                    "preposition" => Stand::Preposition,
                    "passive" => Stand::Passive,
                    "written" => Stand::Written,
                    "noun" => Stand::Noun,
                    "object" => Stand::Object,
                    _ => Stand::Agentless,
                },
                takes: match takes {
                    "clause" => Takes::Clause,
                    "that" => Takes::That,
                    "topic" => Takes::Topic,
                    "thing" => Takes::Thing,
                    "purpose" => Takes::Purpose,
                    "task" => Takes::Task,
                    "wish" => Takes::Wish,
                    _ => Takes::Any,
                },
                status,
                category: Some(category).filter(|c| *c != "-"),
            };
            for form in forms.split(' ') {
                if stand == "model" {
                    made.meanings.insert(hash_of(form), cue);
                } else if form.contains('_') {
                    let words = hashes(&form.replace('_', " "));
                    made.long_cues.entry(words[0]).or_default().push((words.into(), cue));
                } else {
                    made.cues.entry(hash_of(form)).or_default().push(cue);
                }
            }
        }
        for cells in rows(tables.phrases) {
            let [kind, phrase] = cells[..] else { continue };
            match kind {
                "head" => made.head_first = phrase == "first",
                "suffix" => made.suffixes.push(phrase),
                "verb_prefix" => made.verb_prefixes.push(phrase),
                "participle_ending" => made.participle_endings.push(phrase),
                "passive_prefix" => made.passive_prefixes.push(phrase),
                "describing_prefix" => made.describing_prefixes.push(phrase),
                "action_prefix" => made.action_prefixes.push(phrase),
                "action_ending" => made.action_endings.push(phrase),
                _ => {}
            }
            if let Some((_, kind)) = KINDS.iter().find(|(name, _)| *name == kind) {
                made.phrases[*kind as usize].add(phrase, phrase);
            }
        }
        for cells in rows(tables.titles) {
            let [word, kind] = cells[..] else { continue };
            let title = match kind {
                "field" => {
                    made.fields.insert(hash_of(word));
                    continue;
                }
                "person" => Title::Person,
                "body" => Title::Body,
                "group" => Title::Group,
                _ => Title::Document,
            };
            made.titles.insert(hash_of(word), title);
        }
        for cells in rows(tables.outlets) {
            if let [spelling, name] = cells[..] {
                made.outlets.add(spelling, name);
                made.outlet_endings.extend(spelling.to_ascii_lowercase().as_bytes().last_chunk());
            }
        }
        for cells in rows(tables.metonyms) {
            if let [word, body] = cells[..] {
                made.metonyms.add(word, body);
            }
        }
        for cells in rows(tables.places) {
            if let [place] = cells[..] {
                made.places.add(place, place);
            }
        }
        made
    }
}

fn rows(table: &'static str) -> impl Iterator<Item = Vec<&'static str>> {
    table.lines().filter(|line| !line.starts_with('#')).map(|line| line.split('\t').collect())
}

/// Hashes of a phrase's words and marks, as `Tokens` cuts them.
fn hashes(phrase: &str) -> Vec<u64> {
    let mut made = Vec::new();
    let mut rest = phrase;
    while let Some(c) = rest.chars().next() {
        let word = rest.find(|c| !is_word_character(c)).unwrap_or(rest.len());
        if word > 0 {
            made.push(hash_of(&rest[..word]));
            rest = &rest[word..];
        } else {
            if !c.is_whitespace() {
                made.push(u64::from(u32::from(c)));
            }
            rest = &rest[c.len_utf8()..];
        }
    }
    made
}

struct Tables {
    language: &'static str,
    cues: &'static str,
    phrases: &'static str,
    titles: &'static str,
    outlets: &'static str,
    metonyms: &'static str,
    places: &'static str,
}

macro_rules! tables {
    ($($code:literal)*) => {
        const TABLES: &[Tables] = &[$(Tables {
            language: $code,
            cues: include_str!(concat!("../../languages/", $code, "/cues.tsv")),
            phrases: include_str!(concat!("../../languages/", $code, "/attribution.tsv")),
            titles: include_str!(concat!("../../languages/", $code, "/titles.tsv")),
            outlets: include_str!(concat!("../../languages/", $code, "/outlets.tsv")),
            metonyms: include_str!(concat!("../../languages/", $code, "/metonyms.tsv")),
            places: include_str!(concat!("../../languages/", $code, "/places.tsv")),
        }),*];
    };
}

tables! { "id" "en" }

/// The tables of a language; `None` where nobody has written them.
pub fn lexicon(language: &str) -> Option<&'static Lexicon> {
    static LEXICONS: OnceLock<Vec<OnceLock<Lexicon>>> = OnceLock::new();
    let at = TABLES.iter().position(|tables| tables.language == language)?;
    let all = LEXICONS.get_or_init(|| TABLES.iter().map(|_| OnceLock::new()).collect());
    Some(all[at].get_or_init(|| Lexicon::read(&TABLES[at])))
}
