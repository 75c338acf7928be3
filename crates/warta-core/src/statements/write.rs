//! Drafts into the record: spans in characters, words beside the statement, speaker, act, status.

use super::Input;
use super::acts;
use super::beside::{self, Beside, Day, DayRole};
use super::confidence;
use super::draft::Draft;
use super::merge;
use super::scene::Scene;
use super::speakers::Speakers;
use crate::languages::attribution::Kind;
use crate::record::{Passage, StatedTime, Statement, Via};
use crate::span::{CharIndex, Span};

/// The record's statements, in the order of the drafts; `place` names the text that they cut.
pub fn statements(
    scene: &Scene<'_>,
    drafts: &[Draft],
    input: &Input<'_>,
    place: &'static str,
) -> Vec<Statement> {
    let mut speakers = Speakers::new(scene);
    let passages = Passages { text: scene.tokens.text, offsets: CharIndex::new(scene.tokens.text) };
    let mut made: Vec<Statement> =
        drafts.iter().map(|draft| statement(scene, draft, input, place, &mut speakers, &passages)).collect();
    nest(drafts, &mut made);
    made
}

/// Cuts passages out of one text.
struct Passages<'t> {
    text: &'t str,
    offsets: CharIndex<'t>,
}

impl Passages<'_> {
    fn cut(&self, span: Span) -> Passage {
        Passage { span: self.offsets.span(span), text: span.of(self.text).to_owned() }
    }
}

fn statement(
    scene: &Scene<'_>,
    draft: &Draft,
    input: &Input<'_>,
    place: &'static str,
    speakers: &mut Speakers<'_, '_>,
    passages: &Passages<'_>,
) -> Statement {
    let beside = beside::read(scene, draft);
    let act = acts::act(scene, draft);
    let mut made = Statement {
        place,
        source: draft.source.as_ref().map(|s| passages.cut(s.span)),
        cue: draft.cue_span.map(|s| passages.cut(s)),
        lemma: draft.meaning.map(|m| m.lemma),
        content: draft.content.iter().map(|c| passages.cut(scene.span(c))).collect(),
        kind: acts::kind(scene, draft),
        act,
        category: draft.meaning.filter(|m| act == Some(m.act)).and_then(|m| m.category),
        status: acts::status(scene, draft, act),
        attitude: acts::attitude(draft),
        construction: draft.construction,
        confidence: if input.raw_scores {
            draft.score
        } else {
            confidence::of(draft, scene.lexicon.language)
        },
        ..Statement::default()
    };
    match speakers.resolve(draft) {
        Ok(speaker) => made.speaker = Some(speaker),
        Err(reason) => {
            made.missing.insert("speaker", reason);
        }
    }
    if made.source.is_none() {
        made.missing.insert("source", "nobody_named");
    }
    if made.cue.is_none() {
        made.missing.insert("cue", "speaker_goes_on");
    }
    if made.act.is_none() {
        made.missing.insert("act", "no_cue");
    }
    around(scene, &beside, input, &mut made, passages);
    made.target = target(scene, draft, act).map(|t| passages.cut(scene.span(&t)));
    made
}

/// The phrases beside the statement.
fn around(
    scene: &Scene<'_>,
    beside: &Beside,
    input: &Input<'_>,
    made: &mut Statement,
    passages: &Passages<'_>,
) {
    let cut = |range: &Option<std::ops::Range<usize>>| range.as_ref().map(|r| passages.cut(scene.span(r)));
    made.addressee = cut(&beside.addressee);
    made.medium = cut(&beside.medium);
    made.occasion = cut(&beside.occasion);
    for outlet in &beside.via {
        let passage = passages.cut(outlet.span);
        let name = outlet.name.map_or_else(|| passage.text.clone(), str::to_owned);
        if input.outlet.is_none_or(|own| !own.eq_ignore_ascii_case(&name)) {
            made.via.push(Via { outlet: name, span: passage.span });
        }
    }
    made.time = beside.day.as_ref().map(|day| {
        let passage = passages.cut(scene.span(&day.tokens));
        StatedTime {
            span: passage.span,
            text: passage.text,
            value: iso(day, input.published_at),
            role: role(day.role),
        }
    });
}

fn role(role: DayRole) -> &'static str {
    match role {
        DayRole::Said => "said",
        DayRole::Report => "report",
        DayRole::Access => "access",
    }
}

/// The ISO day; a day without a year is in the year of publication, or the one before where it would lie ahead.
fn iso(day: &Day, published_at: Option<&str>) -> Option<String> {
    let (number, month, year) = day.date?;
    let published: Option<jiff::civil::Date> =
        published_at.and_then(|at| at.get(..10)).and_then(|at| at.parse().ok());
    let date = match (year, published) {
        (Some(year), _) => jiff::civil::Date::new(year, month as i8, number as i8).ok()?,
        (None, Some(published)) => {
            let date = jiff::civil::Date::new(published.year(), month as i8, number as i8).ok()?;
            if date > published.saturating_add(jiff::Span::new().days(1)) {
                jiff::civil::Date::new(published.year() - 1, month as i8, number as i8).ok()?
            } else {
                date
            }
        }
        _ => return None,
    };
    Some(date.to_string())
}

/// About or against whom: the agent of what is alleged, else the first name in the content, for acts that have a target.
fn target(scene: &Scene<'_>, draft: &Draft, act: Option<&str>) -> Option<std::ops::Range<usize>> {
    let content = draft.content.last()?;
    if act? == "offers" {
        // To whom: "dengan koalisi ...", "kepada ...".
        return content.clone().find_map(|i| {
            let length = scene.phrase(Kind::Recipient, i, content.end)?;
            let named = (i + length..content.end).any(|j| scene.tokens.is_capital(j));
            named.then_some(i + length..content.end)
        });
    }
    if !matches!(act?, "accuses" | "criticises" | "praises" | "threatens") {
        return None;
    }
    let tokens = scene.tokens;
    let names = |from: usize| -> Option<std::ops::Range<usize>> {
        let start = (from..content.end).find(|&i| tokens.is_capital(i) && scene.outside(i))?;
        // "Secretary of State John Kerry", "Mr. Rubio", "E-TLE": what joins two capital words belongs to one name.
        let joins = |i: usize| {
            i + 1 < content.end
                && tokens.is_capital(i + 1)
                && (scene.is(Kind::RoleLink, i, content.end) && scene.title(i - 1).is_some()
                    || tokens.is_mark(i, '.') && tokens.all[i - 1].end - tokens.all[i - 1].start <= 3
                    || matches!(tokens.mark(i), Some('-' | '\'' | '’'))
                        && !tokens.all[i].spaced
                        && !tokens.all[i + 1].spaced)
        };
        let end = (start..content.end).find(|&i| !tokens.is_capital(i) && !joins(i)).unwrap_or(content.end);
        Some(start..end)
    };
    let agent = content.clone().find_map(|i| {
        let length = scene.phrase(Kind::Agent, i, content.end)?;
        scene.tokens.is_capital(i + length).then(|| names(i + length)).flatten()
    });
    agent.or_else(|| names(content.start))
}

/// The innermost statement whose content holds a statement is the one it is nested in.
fn nest(drafts: &[Draft], made: &mut [Statement]) {
    let mut of_sentence: rustc_hash::FxHashMap<usize, Vec<usize>> = rustc_hash::FxHashMap::default();
    for (i, draft) in drafts.iter().enumerate() {
        of_sentence.entry(draft.sentence.start).or_default().push(i);
    }
    for (i, inner) in drafts.iter().enumerate() {
        let holds = |&&j: &&usize| j != i && merge::nests(&drafts[j], inner);
        let length = |&&j: &&usize| drafts[j].content.iter().map(std::ops::Range::len).sum::<usize>();
        let outer = of_sentence[&inner.sentence.start].iter().filter(holds).min_by_key(length);
        made[i].nested_in = outer.map(|&j| j as u32);
    }
}
