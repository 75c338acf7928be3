//! The body of the article in a JSON value: the texts of most words under one path of the object that has the title.

use rustc_hash::FxHashMap;
use serde_json::Value;

use super::lines::Lines;
use super::names::{is_about, is_beside, is_other_page, is_published, is_set_beside};
use super::{LEAST, lines};
use crate::languages::letters::is_letter_or_digit;

/// A body as found.
pub struct Body {
    /// Where it stands in the value.
    pub path: String,
    /// The title and the body as markup.
    pub html: String,
    /// How many objects stand between it and the title's object.
    pub above: usize,
    /// A time of publication stands beside it.
    pub dated: bool,
    /// Bytes of its texts.
    pub bytes: usize,
}

/// Objects with the page's title that are looked at.
const TITLED: usize = 8;
/// Bytes of long texts from which what they stand under may be a body: most of its texts can be short pieces of paragraphs.
const LEAST_WHOLE: usize = 400;
/// Bytes of the shortest text that tells where a body stands.
pub const PROSE: usize = 60;
/// Characters of a text that are looked at.
const LOOKED_AT: usize = 400;
/// Share of the body's bytes that its innermost container holds.
const NEARLY_ALL: f32 = 0.9;
/// Weight of a text that says what an article is about.
const WORTH_ABOUT: f32 = 0.3;

/// How far above the title's object the body may stand.
const ABOVE: usize = 3;
/// Bytes of a time.
const TIME: std::ops::RangeInclusive<usize> = 10..=40;

/// A step from a value to one in it.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Step<'v> {
    /// A member of an object.
    Key(&'v str),
    /// An element of an array.
    At(usize),
}

/// The values around one, itself last, each with the step to it.
type Around<'v> = Vec<(Step<'v>, &'v Value)>;

/// Texts under one path, whichever places of arrays it goes through.
struct Group<'v> {
    bytes: usize,
    worth: f32,
    path: Vec<Step<'v>>,
}

/// Finds the body beside a title that `agrees` with the page's.
pub fn find(value: &Value, agrees: &dyn Fn(&str) -> bool) -> Option<Body> {
    let mut titled = Vec::new();
    with_title((Step::At(0), value), agrees, &mut Vec::new(), &mut titled);
    let bodies = titled.iter().filter_map(|(around, title)| {
        // The nearest object around the title that holds a body.
        (0..=ABOVE.min(around.len() - 1)).find_map(|above| {
            Some(Body { above, ..of_object(&around[..around.len() - above], title, agrees)? })
        })
    });
    bodies.max_by_key(|body| body.bytes)
}

/// Objects with the page's title, and the title.
fn with_title<'v>(
    (step, value): (Step<'v>, &'v Value),
    agrees: &dyn Fn(&str) -> bool,
    around: &mut Around<'v>,
    found: &mut Vec<(Around<'v>, &'v str)>,
) {
    if found.len() >= TITLED || !(value.is_object() || value.is_array()) {
        return;
    }
    around.push((step, value));
    if let Value::Object(object) = value
        && let Some(title) = object.values().filter_map(Value::as_str).find(|words| agrees(words))
    {
        found.push((around.clone(), title));
    }
    for child in children(value) {
        with_title(child, agrees, around, found);
    }
    around.pop();
}

/// What stands directly in a value.
pub fn children(value: &Value) -> Box<dyn Iterator<Item = (Step<'_>, &Value)> + '_> {
    match value {
        Value::Object(object) => Box::new(object.iter().map(|(key, value)| (Step::Key(key), value))),
        Value::Array(list) => Box::new(list.iter().enumerate().map(|(at, value)| (Step::At(at), value))),
        _ => Box::new(std::iter::empty()),
    }
}

/// The body in the last of the values of `around`, where it is an object that holds one.
fn of_object(around: &[(Step<'_>, &Value)], title: &str, agrees: &dyn Fn(&str) -> bool) -> Option<Body> {
    let object = around.last()?.1;
    if !object.is_object() {
        return None;
    }
    let mut groups = FxHashMap::default();
    group(object, &mut Vec::new(), 1.0, agrees, &mut groups);
    let weight = |group: &Group<'_>| group.bytes as f32 * group.worth;
    // Of the same text under several paths the shortest, so that the order of a table of hashes never decides.
    let order = |a: &Group<'_>, b: &Group<'_>| {
        let path = |group: &Group<'_>| (group.path.len(), written(&group.path));
        weight(a).total_cmp(&weight(b)).then_with(|| path(b).cmp(&path(a)))
    };
    let best = groups.into_values().max_by(order)?;
    if weight(&best) < LEAST_WHOLE as f32 {
        return None;
    }
    let (path, container) = container(object, &best);
    let mut lines = Lines::of(last_key(&best.path)?);
    lines.gather(container, &mut Vec::new(), "p");
    let bytes = lines.bytes();
    if bytes < LEAST {
        return None;
    }
    let time = around.iter().rev().find_map(|(_, value)| published(value));
    let dated = time.is_some();
    let time = time.map_or(String::new(), |time| format!("<time datetime=\"{time}\">{time}</time>"));
    let html = format!(
        "<article><header><h1>{}</h1>{time}</header>{}</article>",
        lines::escaped(title),
        lines.markup()
    );
    let path: Vec<Step<'_>> = around[1..].iter().map(|(step, _)| *step).chain(path).collect();
    Some(Body { path: written(&path), html, above: 0, dated, bytes })
}

/// The time of publication among an object's own texts.
fn published(value: &Value) -> Option<&str> {
    let time = |words: &&str| {
        TIME.contains(&words.len())
            && words.starts_with(|c: char| c.is_ascii_digit())
            && words.contains(['-', '.', '/'])
            && !words.contains(['<', '"'])
    };
    let object = value.as_object()?;
    object.iter().filter(|(key, _)| is_published(key)).filter_map(|(_, value)| value.as_str()).find(time)
}

/// Adds up the texts under each path.
fn group<'v>(
    value: &'v Value,
    path: &mut Vec<Step<'v>>,
    worth: f32,
    agrees: &dyn Fn(&str) -> bool,
    groups: &mut FxHashMap<Vec<Step<'v>>, Group<'v>>,
) {
    if let Value::String(words) = value {
        if is_prose(words) {
            let any = |step: &Step<'v>| if let Step::At(_) = step { Step::At(0) } else { *step };
            let any: Vec<Step<'v>> = path.iter().map(any).collect();
            groups.entry(any.clone()).or_insert(Group { bytes: 0, worth, path: any }).bytes += words.len();
        }
        return;
    }
    if !path.is_empty() && (is_set_beside(value) || is_other_page(value, agrees)) {
        return;
    }
    for (step, child) in children(value) {
        let worth = match step {
            Step::Key(key) if is_beside(key) => continue,
            Step::Key(key) if is_about(key) => worth * WORTH_ABOUT,
            _ => worth,
        };
        path.push(step);
        group(child, path, worth, agrees, groups);
        path.pop();
    }
}

/// True for sentences, also with markup: long, mostly letters, with blanks where the script has them, and no code.
fn is_prose(words: &str) -> bool {
    if words.len() < PROSE || words.starts_with("http") || words.trim_start().starts_with(['{', '[']) {
        return false;
    }
    let (mut all, mut letters, mut blanks, mut wide, mut braces) = (0, 0, 0, 0, 0);
    for c in words.chars().take(LOOKED_AT) {
        all += 1;
        letters += usize::from(is_letter_or_digit(c));
        blanks += usize::from(c.is_whitespace());
        wide += usize::from(c > '\u{2e80}');
        braces += usize::from(matches!(c, '{' | '}'));
    }
    letters * 2 >= all && (blanks * 20 >= all || wide * 2 >= all) && braces < 2
}

/// The innermost value that holds nearly all of a group, with its path.
fn container<'v>(object: &'v Value, group: &Group<'v>) -> (Vec<Step<'v>>, &'v Value) {
    let (mut path, mut at) = (Vec::new(), object);
    for depth in 0..group.path.len() {
        let all = under(at, &group.path[depth..]);
        let largest = children(at)
            .filter(|(step, _)| alike(*step, group.path[depth]))
            .map(|(step, child)| (under(child, &group.path[depth + 1..]), step, child))
            .max_by_key(|(bytes, ..)| *bytes);
        let Some((bytes, step, child)) = largest else { break };
        if (bytes as f32) < NEARLY_ALL * all as f32 {
            break;
        }
        path.push(step);
        at = child;
    }
    (path, at)
}

fn alike(a: Step<'_>, b: Step<'_>) -> bool {
    match (a, b) {
        (Step::Key(a), Step::Key(b)) => a == b,
        (Step::At(_), Step::At(_)) => true,
        _ => false,
    }
}

/// Bytes of a group's texts under a value.
fn under(value: &Value, path: &[Step<'_>]) -> usize {
    match path.split_first() {
        None => value.as_str().filter(|words| is_prose(words)).map_or(0, str::len),
        Some((Step::Key(key), rest)) => value.get(*key).map_or(0, |value| under(value, rest)),
        Some((Step::At(_), rest)) => {
            value.as_array().map_or(0, |list| list.iter().map(|value| under(value, rest)).sum())
        }
    }
}

/// The last key of a path.
pub fn last_key<'v>(path: &[Step<'v>]) -> Option<&'v str> {
    path.iter().rev().find_map(|step| match step {
        Step::Key(key) => Some(*key),
        Step::At(_) => None,
    })
}

/// A path as people write it: `props.article.body[0]`.
fn written(path: &[Step<'_>]) -> String {
    let mut made = String::new();
    for step in path {
        match step {
            Step::Key(key) if made.is_empty() => made.push_str(key),
            Step::Key(key) => made.push_str(&format!(".{key}")),
            Step::At(at) => made.push_str(&format!("[{at}]")),
        }
    }
    made
}
