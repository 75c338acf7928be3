//! Character references: `&amp;`, `&#8217;`, `&#x2019;`, and those that lack their semicolon.

use super::named::NAMED;

/// Longest name in the table, in bytes.
#[cfg(test)]
const LONGEST_NAME: usize = 32;

/// What a reference stands for.
pub(super) enum Meaning {
    Char(char),
    Words(&'static str),
}

/// Reads the reference whose ampersand stands right before `rest`: its meaning and the bytes of
/// `rest` that it takes. None where the ampersand is plain text.
///
/// In attribute values a name without its semicolon counts only where no letter, digit or `=`
/// follows, so that `?a=1&copy=2` stays an address.
pub(super) fn reference(rest: &[u8], in_attribute: bool) -> Option<(Meaning, usize)> {
    match *rest.first()? {
        b'#' => numeric(rest),
        b'a'..=b'z' | b'A'..=b'Z' => named(rest, in_attribute),
        _ => None,
    }
}

fn numeric(rest: &[u8]) -> Option<(Meaning, usize)> {
    let (radix, start) = match rest.get(1)? {
        b'x' | b'X' => (16, 2),
        _ => (10, 1),
    };
    let mut at = start;
    let mut code = 0u32;
    while let Some(digit) = rest.get(at).and_then(|&b| (b as char).to_digit(radix)) {
        code = code.saturating_mul(radix).saturating_add(digit);
        at += 1;
    }
    if at == start {
        return None;
    }
    let end = at + usize::from(rest.get(at) == Some(&b';'));
    let meaning = match code {
        0 => '\u{fffd}',
        0x80..=0x9f => WINDOWS_1252[code as usize - 0x80],
        _ => char::from_u32(code).unwrap_or('\u{fffd}'),
    };
    Some((Meaning::Char(meaning), end))
}

/// The names that most references of most pages have: their meaning is the same wherever they stand.
const COMMON: [(&[u8], &str); 5] =
    [(b"amp;", "&"), (b"quot;", "\""), (b"nbsp;", "\u{a0}"), (b"lt;", "<"), (b"gt;", ">")];

fn named(rest: &[u8], in_attribute: bool) -> Option<(Meaning, usize)> {
    if let Some((name, words)) = COMMON.iter().find(|(name, _)| rest.starts_with(name)) {
        return Some((Meaning::Words(words), name.len()));
    }
    let first = (rest[0] - b'A') as usize;
    let (mut low, mut high) = (STARTS[first] as usize, STARTS[first + 1] as usize);
    let mut best = None;
    let mut at = 1;
    while low < high {
        let name = NAMED[low].0.as_bytes();
        if name.len() == at {
            best = Some(low);
            low += 1;
            continue;
        }
        let Some(&next) = rest.get(at) else { break };
        // Only one name is left: compare its tail at once.
        if high - low == 1 {
            if rest[at..].starts_with(&name[at..]) {
                best = Some(low);
            }
            break;
        }
        let range = &NAMED[low..high];
        let from = range.partition_point(|(n, _)| n.as_bytes()[at] < next);
        let to = range.partition_point(|(n, _)| n.as_bytes()[at] <= next);
        (low, high) = (low + from, low + to);
        at += 1;
    }
    let (name, words) = NAMED[best?];
    let follows = rest.get(name.len());
    if in_attribute
        && !name.ends_with(';')
        && follows.is_some_and(|&b| b == b'=' || b.is_ascii_alphanumeric())
    {
        return None;
    }
    Some((Meaning::Words(words), name.len()))
}

/// Where the names of each first byte from `A` on begin in the table.
static STARTS: [u16; 60] = build_starts();

const fn build_starts() -> [u16; 60] {
    let mut starts = [0u16; 60];
    let mut letter = 0;
    let mut i = 0;
    while letter < 60 {
        while i < NAMED.len() && (NAMED[i].0.as_bytes()[0] as usize) < letter + b'A' as usize {
            i += 1;
        }
        starts[letter] = i as u16;
        letter += 1;
    }
    starts
}

/// What the standard makes of numbers 0x80 to 0x9F, which pages mean as windows-1252.
#[rustfmt::skip]
const WINDOWS_1252: [char; 32] = [
    '\u{20ac}', '\u{81}', '\u{201a}', '\u{192}', '\u{201e}', '\u{2026}', '\u{2020}', '\u{2021}',
    '\u{2c6}', '\u{2030}', '\u{160}', '\u{2039}', '\u{152}', '\u{8d}', '\u{17d}', '\u{8f}',
    '\u{90}', '\u{2018}', '\u{2019}', '\u{201c}', '\u{201d}', '\u{2022}', '\u{2013}', '\u{2014}',
    '\u{2dc}', '\u{2122}', '\u{161}', '\u{203a}', '\u{153}', '\u{9d}', '\u{17e}', '\u{178}',
];

#[cfg(test)]
mod tests {
    use super::*;

    fn told(text: &str, in_attribute: bool) -> Option<(String, usize)> {
        reference(text.as_bytes(), in_attribute).map(|(meaning, taken)| match meaning {
            Meaning::Char(c) => (c.to_string(), taken),
            Meaning::Words(w) => (w.to_owned(), taken),
        })
    }

    #[test]
    fn every_name_is_read_whole() {
        for (name, words) in NAMED {
            assert!(name.len() <= LONGEST_NAME);
            assert_eq!(told(&format!("{name}!"), false), Some((words.to_owned(), name.len())), "{name}");
            assert_eq!(told(name, false), Some((words.to_owned(), name.len())), "{name}");
        }
        assert!(NAMED.is_sorted_by(|a, b| a.0 < b.0));
    }

    #[test]
    fn longest_name_wins_and_addresses_stay() {
        assert_eq!(told("notit;", false), Some(("¬".into(), 3)));
        assert_eq!(told("notin;", false), Some(("∉".into(), 6)));
        assert_eq!(told("copy=2", true), None);
        assert_eq!(told("copy=2", false), Some(("©".into(), 4)));
        assert_eq!(told("amp", true), Some(("&".into(), 3)));
        assert_eq!(told("nosuch;", false), None);
    }

    #[test]
    fn numbers() {
        assert_eq!(told("#8217;", false), Some(("’".into(), 6)));
        assert_eq!(told("#x2019", false), Some(("’".into(), 6)));
        assert_eq!(told("#146;", false), Some(("’".into(), 5)));
        assert_eq!(told("#0;", false), Some(("\u{fffd}".into(), 3)));
        assert_eq!(told("#xd800;", false), Some(("\u{fffd}".into(), 7)));
        assert_eq!(told("#99999999999;", false), Some(("\u{fffd}".into(), 13)));
        assert_eq!(told("#;", false), None);
        assert_eq!(told("#x;", false), None);
    }
}
