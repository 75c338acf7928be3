//! Times as pages write them: a scan over words and numbers, linear in the text.

use jiff::civil::{Date, DateTime, Time};
use jiff::tz::{Offset, TimeZone};

use crate::languages::times::{self, Zone};
use crate::languages::words::in_lower_case;

/// A time found in a text, as precise as it is written there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stamp {
    /// The day.
    pub date: Date,
    /// Hour, minute, second where written.
    pub clock: Option<Time>,
    /// True where seconds are written.
    pub seconds: bool,
    /// Offset from UTC where written.
    pub offset: Option<Offset>,
    /// Bytes of the text, from the first digit or month to the zone.
    pub span: (usize, usize),
}

impl Stamp {
    /// ISO 8601, as precise as the stamp.
    pub fn iso(&self) -> String {
        let Some(clock) = self.clock else { return self.date.to_string() };
        let time = if self.seconds {
            format!("{:02}:{:02}:{:02}", clock.hour(), clock.minute(), clock.second())
        } else {
            format!("{:02}:{:02}", clock.hour(), clock.minute())
        };
        let offset = self.offset.map_or(String::new(), |o| {
            let minutes = o.seconds() / 60;
            format!(
                "{}{:02}:{:02}",
                if minutes < 0 { '-' } else { '+' },
                minutes.abs() / 60,
                minutes.abs() % 60
            )
        });
        format!("{}T{time}{offset}", self.date)
    }

    /// The same time in a zone of the IANA database.
    pub fn in_zone(&self, name: &str) -> Option<Stamp> {
        let zone = TimeZone::get(name).ok()?;
        let offset = zone
            .to_ambiguous_timestamp(DateTime::from_parts(self.date, self.clock?))
            .compatible()
            .ok()
            .map(|t| zone.to_offset(t))?;
        Some(Stamp { offset: Some(offset), ..self.clone() })
    }

    /// Seconds since 1970, where clock and offset are known.
    pub fn instant(&self) -> Option<i64> {
        let timestamp = self.offset?.to_timestamp(DateTime::from_parts(self.date, self.clock?)).ok()?;
        Some(timestamp.as_second())
    }

    /// True where both name the same day and minute on the clock.
    pub fn same_clock(&self, other: &Stamp) -> bool {
        self.date == other.date
            && matches!((self.clock, other.clock), (Some(a), Some(b)) if (a.hour(), a.minute()) == (b.hour(), b.minute()))
    }
}

/// How numbers like 05/03/2025 are read.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Order {
    /// Day before month, as nearly everywhere.
    #[default]
    DayMonth,
    /// Month before day, as in the United States.
    MonthDay,
}

#[derive(Clone, Copy, Debug)]
struct Token<'t> {
    kind: Kind,
    text: &'t str,
    start: usize,
    end: usize,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    Number(u32),
    Word,
    Mark(char),
}

/// Years that a page can be from.
const YEARS: std::ops::RangeInclusive<u32> = 1990..=2099;
/// Longest text that is scanned, in bytes.
const LONGEST: usize = 600;

/// All times in a text.
pub fn scan(text: &str, language: Option<&str>, order: Order) -> Vec<Stamp> {
    let tokens = tokens(text);
    let mut found = Vec::new();
    let mut at = 0;
    while at < tokens.len() {
        match date(&tokens, at, language, order) {
            Some((date, next)) => {
                let start = weekday_before(&tokens, at).unwrap_or(tokens[at].start);
                let mut stamp = Stamp {
                    date,
                    clock: None,
                    seconds: false,
                    offset: None,
                    span: (start, tokens[next - 1].end),
                };
                let after = clock_after(&tokens, next, &mut stamp);
                at = after;
                if stamp.clock.is_none() {
                    clock_before(&tokens, &found, stamp.span.0, &mut stamp);
                }
                found.push(stamp);
            }
            None => at += 1,
        }
    }
    found
}

/// Where the day of the week before a date begins: "Minggu, 11 Oktober 2015".
fn weekday_before(tokens: &[Token<'_>], at: usize) -> Option<usize> {
    let parted = at.checked_sub(1).is_some_and(|b| mark(tokens, b, &[',', '.']).is_some());
    let day = tokens.get(at.checked_sub(1 + usize::from(parted))?)?;
    (day.kind == Kind::Word && in_lower_case(day.text, times::is_weekday)).then_some(day.start)
}

/// The first time of a metadata value.
pub fn first(text: &str, language: Option<&str>, order: Order) -> Option<Stamp> {
    let text = text.trim();
    scan(text, language, order).into_iter().next().or_else(|| compact(text)).or_else(|| epoch(text))
}

/// `20250305`, `20250305T101500`.
fn compact(text: &str) -> Option<Stamp> {
    let digits: String = text.chars().take_while(char::is_ascii_digit).collect();
    if !matches!(digits.len(), 8 | 12 | 14) || !text.is_char_boundary(8) {
        return None;
    }
    let number = |from: usize, to: usize| digits[from..to].parse::<i16>().ok();
    let date = make_date(number(0, 4)? as u32, number(4, 6)? as u32, number(6, 8)? as u32)?;
    let mut stamp = Stamp { date, clock: None, seconds: false, offset: None, span: (0, digits.len()) };
    if digits.len() >= 12 {
        stamp.clock = Time::new(number(8, 10)? as i8, number(10, 12)? as i8, 0, 0).ok();
    }
    Some(stamp)
}

/// Seconds or milliseconds since 1970.
fn epoch(text: &str) -> Option<Stamp> {
    let number: i64 = text.parse().ok()?;
    let seconds = match text.len() {
        10 => number,
        13 => number / 1000,
        _ => return None,
    };
    let time = TimeZone::UTC.to_datetime(jiff::Timestamp::from_second(seconds).ok()?);
    let year = time.year() as u32;
    YEARS.contains(&year).then(|| Stamp {
        date: time.date(),
        clock: Some(time.time()),
        seconds: true,
        offset: Some(Offset::UTC),
        span: (0, text.len()),
    })
}

fn tokens(text: &str) -> Vec<Token<'_>> {
    let mut made = Vec::new();
    let mut chars = text.char_indices().peekable();
    while let Some(&(start, c)) = chars.peek() {
        if start > LONGEST {
            break;
        }
        let class = |c: char| {
            if c.is_ascii_digit() {
                1
            } else if c.is_alphabetic()
                && !matches!(c, '年' | '月' | '日' | '년' | '월' | '일' | '時' | '分' | '시' | '분')
            {
                2
            } else {
                0
            }
        };
        let kind = class(c);
        chars.next();
        if c.is_whitespace() {
            continue;
        }
        let mut end = start + c.len_utf8();
        if kind > 0 {
            while let Some(&(at, next)) = chars.peek() {
                // Vowel signs belong to the word before them.
                let goes_on = class(next) == kind
                    || (kind == 2 && !next.is_ascii() && class(next) == 0 && next.is_alphanumeric());
                if !goes_on {
                    break;
                }
                end = at + next.len_utf8();
                chars.next();
            }
        }
        let words = &text[start..end];
        let kind = match kind {
            1 => Kind::Number(words.parse().unwrap_or(u32::MAX)),
            2 => Kind::Word,
            _ => Kind::Mark(c),
        };
        made.push(Token { kind, text: words, start, end });
    }
    made
}

fn make_date(year: u32, month: u32, day: u32) -> Option<Date> {
    if !YEARS.contains(&year) || month > 12 || day > 31 {
        return None;
    }
    Date::new(year as i16, month as i8, day as i8).ok()
}

fn number(tokens: &[Token<'_>], at: usize, digits: std::ops::RangeInclusive<usize>) -> Option<u32> {
    let token = tokens.get(at)?;
    match token.kind {
        Kind::Number(value) if digits.contains(&token.text.len()) => Some(value),
        _ => None,
    }
}

fn mark(tokens: &[Token<'_>], at: usize, marks: &[char]) -> Option<char> {
    match tokens.get(at)?.kind {
        Kind::Mark(c) if marks.contains(&c) => Some(c),
        _ => None,
    }
}

fn month(tokens: &[Token<'_>], at: usize, language: Option<&str>) -> Option<u32> {
    let token = tokens.get(at).filter(|t| t.kind == Kind::Word && t.text.len() >= 2)?;
    in_lower_case(token.text, |word| times::month(word, language)).map(u32::from)
}

/// A date that begins at token `at`, and the token after it.
fn date(tokens: &[Token<'_>], at: usize, language: Option<&str>, order: Order) -> Option<(Date, usize)> {
    match tokens[at].kind {
        Kind::Number(_) => year_first(tokens, at)
            .or_else(|| year_and_name(tokens, at, language))
            .or_else(|| numeric(tokens, at, order))
            .or_else(|| day_first(tokens, at, language)),
        Kind::Word => month_first(tokens, at, language),
        Kind::Mark(_) => None,
    }
}

/// 2025-03-05, 2025/3/5, 2025. 3. 5., 2025年3月5日, 2025년 3월 5일.
fn year_first(tokens: &[Token<'_>], at: usize) -> Option<(Date, usize)> {
    let year = number(tokens, at, 4..=4)?;
    let first = mark(tokens, at + 1, &['-', '/', '.', '年', '년', '–'])?;
    let month = number(tokens, at + 2, 1..=2)?;
    let second = mark(tokens, at + 3, &['-', '/', '.', '月', '월', '–'])?;
    let day = number(tokens, at + 4, 1..=2)?;
    let written = matches!((first, second), ('年', '月') | ('년', '월'));
    if !written && first != second {
        return None;
    }
    let next = at + 5 + usize::from(mark(tokens, at + 5, &['日', '일', '.']).is_some());
    Some((make_date(year, month, day)?, next))
}

/// 2025. április 3.
fn year_and_name(tokens: &[Token<'_>], at: usize, language: Option<&str>) -> Option<(Date, usize)> {
    let year = number(tokens, at, 4..=4)?;
    let mut next = at + 1 + usize::from(mark(tokens, at + 1, &['.', ',', '-']).is_some());
    let month = month(tokens, next, language)?;
    next += 1 + usize::from(mark(tokens, next + 1, &['.', '-']).is_some());
    let day = number(tokens, next, 1..=2)?;
    Some((make_date(year, month, day)?, next + 1 + usize::from(mark(tokens, next + 1, &['.']).is_some())))
}

/// 05/03/2025, 5.3.2025, 05-03-25.
fn numeric(tokens: &[Token<'_>], at: usize, order: Order) -> Option<(Date, usize)> {
    let first = number(tokens, at, 1..=2)?;
    let one = mark(tokens, at + 1, &['/', '.', '-'])?;
    let second = number(tokens, at + 2, 1..=2)?;
    if mark(tokens, at + 3, &['/', '.', '-'])? != one {
        return None;
    }
    let year = match number(tokens, at + 4, 2..=4)? {
        // Two digits are a year only where a date is all they can be: "05.03.25" and no version.
        short
            if tokens[at + 4].text.len() == 2
                && (one == '/'
                    || (one == '.' && tokens[at].text.len() == 2 && tokens[at + 2].text.len() == 2)) =>
        {
            2000 + short
        }
        long if tokens[at + 4].text.len() == 4 => long,
        _ => return None,
    };
    let (day, month) = match order {
        Order::MonthDay if first <= 12 => (second, first),
        _ if second > 12 => (second, first),
        _ => (first, second),
    };
    Some((make_date(year, month, day)?, at + 5))
}

/// 5 Maret 2025, 5. März 2025, 5 de marzo de 2025, 1st March 2025, 05-Mar-2025.
fn day_first(tokens: &[Token<'_>], at: usize, language: Option<&str>) -> Option<(Date, usize)> {
    let day = number(tokens, at, 1..=2)?;
    let mut next = at + 1;
    if tokens.get(next).is_some_and(|t| matches!(t.text, "st" | "nd" | "rd" | "th" | "er" | "º" | "°")) {
        next += 1;
    }
    next += usize::from(mark(tokens, next, &['.', '-', ',', '/', 'º', '°']).is_some());
    if tokens.get(next).is_some_and(|t| matches!(t.text, "de" | "di" | "of" | "ta")) {
        next += 1;
    }
    let month = month(tokens, next, language)?;
    next += 1;
    for _ in 0..2 {
        next += usize::from(mark(tokens, next, &['.', ',', '-', '/', '\'', '’']).is_some());
    }
    if tokens.get(next).is_some_and(|t| matches!(t.text, "de" | "del" | "of")) {
        next += 1;
    }
    let year = number(tokens, next, 4..=4).or_else(|| number(tokens, next, 2..=2).map(|y| 2000 + y))?;
    Some((make_date(year, month, day)?, next + 1))
}

/// March 5, 2025; Mar. 5th 2025.
fn month_first(tokens: &[Token<'_>], at: usize, language: Option<&str>) -> Option<(Date, usize)> {
    let month = month(tokens, at, language)?;
    let mut next = at + 1;
    next += usize::from(mark(tokens, next, &['.', '-', '/']).is_some());
    let day = number(tokens, next, 1..=2)?;
    next += 1;
    if tokens.get(next).is_some_and(|t| matches!(t.text, "st" | "nd" | "rd" | "th")) {
        next += 1;
    }
    next += usize::from(mark(tokens, next, &[',', '.', '-', '/']).is_some());
    let year = number(tokens, next, 4..=4)?;
    Some((make_date(year, month, day)?, next + 1))
}

/// Tokens that may stand between a date and its clock.
const REACH: usize = 5;

/// Reads a clock and zone after the date; returns the token after what was read.
fn clock_after(tokens: &[Token<'_>], next: usize, stamp: &mut Stamp) -> usize {
    let mut led = false;
    let mut afternoon = false;
    for at in next..(next + REACH).min(tokens.len()) {
        let token = &tokens[at];
        match token.kind {
            Kind::Number(_) => {
                let zone_follows = tokens
                    .get(at + 3)
                    .is_some_and(|t| zone_word(t).is_some() || t.text.eq_ignore_ascii_case("uhr"));
                return match clock(tokens, at, led || zone_follows || token.text.len() == 2) {
                    Some((time, seconds, after)) => {
                        let late = afternoon && time.hour() < 12;
                        stamp.clock = if late {
                            Time::new(time.hour() + 12, time.minute(), time.second(), 0).ok()
                        } else {
                            Some(time)
                        };
                        stamp.seconds = seconds;
                        stamp.span.1 = tokens[after - 1].end;
                        offset(tokens, after, stamp)
                    }
                    None => next,
                };
            }
            Kind::Word => {
                // "T", "pukul", "at", "um", a weekday, "WIB" between date and clock: one or two words may lead it.
                if token.text.len() > 12 {
                    return next;
                }
                led = true;
                afternoon = matches!(token.text, "오후" | "午後" | "下午");
                if let Some(zone) = zone_word(token).filter(|_| token.text.len() >= 3) {
                    set_zone(stamp, zone);
                }
            }
            Kind::Mark(
                '|' | ',' | '-' | '–' | '—' | '/' | '·' | '•' | '(' | ')' | '.' | ':' | '@' | '，',
            ) => {}
            Kind::Mark(_) => return next,
        }
    }
    next
}

/// 14:07, 14.07, 14h07, 2:07 pm, 14:07:33.
fn clock(tokens: &[Token<'_>], at: usize, dot: bool) -> Option<(Time, bool, usize)> {
    let hour = number(tokens, at, 1..=2).filter(|&h| h < 24)?;
    let mut next;
    let (mut minute, mut second, mut seconds) = (0, 0, false);
    let separated = mark(tokens, at + 1, &[':', '.', '：']).filter(|&c| c != '.' || dot).is_some()
        || tokens.get(at + 1).is_some_and(|t| matches!(t.text, "h" | "H" | "u") && tokens[at].end == t.start)
        || mark(tokens, at + 1, &['時', '시']).is_some();
    match number(tokens, at + 2, 2..=2).filter(|&m| separated && m < 60) {
        Some(m) => {
            minute = m;
            next = at + 3;
            next += usize::from(mark(tokens, next, &['分', '분']).is_some());
            if let (Some(_), Some(s)) =
                (mark(tokens, next, &[':']), number(tokens, next + 1, 2..=2).filter(|&s| s < 60))
            {
                (second, seconds) = (s, true);
                next += 2;
                if mark(tokens, next, &['.', ',']).is_some()
                    && tokens.get(next).is_some_and(|t| t.start == tokens[next - 1].end)
                    && number(tokens, next + 1, 1..=9).is_some()
                {
                    next += 2;
                }
            }
        }
        None if tokens.get(at + 1).is_some_and(|t| is_meridiem(t.text)) => next = at + 1,
        None => return None,
    }
    let mut hour = hour;
    if let Some(word) = tokens.get(next).filter(|t| is_meridiem(t.text)) {
        let afternoon = word.text.starts_with(['p', 'P']);
        hour = match (hour, afternoon) {
            (12, false) => 0,
            (h, true) if h < 12 => h + 12,
            (h, _) => h,
        };
        next += 1;
        // "p.m."
        if mark(tokens, next, &['.']).is_some()
            && tokens.get(next + 1).is_some_and(|t| matches!(t.text, "m" | "M"))
        {
            next += 2;
            next += usize::from(mark(tokens, next, &['.']).is_some());
        }
    }
    Some((Time::new(hour as i8, minute as i8, second as i8, 0).ok()?, seconds, next))
}

fn is_meridiem(word: &str) -> bool {
    matches!(word, "am" | "pm" | "AM" | "PM" | "a" | "p" | "Am" | "Pm")
}

fn zone_word(token: &Token<'_>) -> Option<Zone> {
    // Small letters could be any word ("et", "mt"); zone words are printed in capitals.
    if token.kind != Kind::Word || token.text.chars().any(char::is_lowercase) && token.text.len() < 3 {
        return None;
    }
    in_lower_case(token.text, times::zone)
}

fn set_zone(stamp: &mut Stamp, zone: Zone) {
    match zone {
        Zone::Minutes(minutes) => stamp.offset = Offset::from_seconds(minutes * 60).ok(),
        Zone::Named(name) => {
            if let Some(placed) = stamp.in_zone(name) {
                stamp.offset = placed.offset;
            }
        }
    }
}

/// Reads +07:00, +0700, GMT+7, WIB after a clock; returns the token after it.
fn offset(tokens: &[Token<'_>], next: usize, stamp: &mut Stamp) -> usize {
    let mut at = next;
    at += usize::from(mark(tokens, at, &['(']).is_some());
    if tokens.get(at).is_some_and(|t| t.text.eq_ignore_ascii_case("uhr")) {
        at += 1;
    }
    let mut read = next;
    if let Some(token) = tokens.get(at)
        && let Some(zone) = zone_word(token)
    {
        set_zone(stamp, zone);
        stamp.span.1 = token.end;
        at += 1;
        read = at;
    }
    if let Some(sign) = mark(tokens, at, &['+', '-', '−'])
        && let Some(value) = number(tokens, at + 1, 1..=4)
    {
        // A dash with white space around it is no sign: "14:07 - 12 comments".
        let tight =
            tokens[at].end == tokens[at + 1].start && (sign == '+' || tokens[at - 1].end == tokens[at].start);
        let (hours, minutes, after) = match tokens[at + 1].text.len() {
            4 => (value / 100, value % 100, at + 2),
            1 | 2 => match (mark(tokens, at + 2, &[':']), number(tokens, at + 3, 2..=2)) {
                (Some(_), Some(minutes)) => (value, minutes, at + 4),
                _ => (value, 0, at + 2),
            },
            _ => return read,
        };
        if tight && hours <= 14 && minutes < 60 {
            let seconds = (hours * 3600 + minutes * 60) as i32;
            stamp.offset = Offset::from_seconds(if sign == '+' { seconds } else { -seconds }).ok();
            stamp.span.1 = tokens[after - 1].end;
            read = after;
        }
    }
    read
}

/// Bytes before a date in which its clock may stand ("14:07, 11 Oktober 2015").
const BEFORE: usize = 24;

fn clock_before(tokens: &[Token<'_>], found: &[Stamp], date_start: usize, stamp: &mut Stamp) {
    let taken = found.last().map_or(0, |s| s.span.1);
    for at in 0..tokens.len() {
        if tokens[at].start >= date_start {
            break;
        }
        if tokens[at].start < taken
            || tokens[at].start + BEFORE < date_start
            || mark(tokens, at + 1, &[':']).is_none()
        {
            continue;
        }
        if let Some((time, seconds, after)) = clock(tokens, at, false)
            && tokens[after - 1].end <= date_start
        {
            stamp.clock = Some(time);
            stamp.seconds = seconds;
            stamp.span.0 = tokens[at].start;
            let end = stamp.span.1;
            offset(tokens, after, stamp);
            stamp.span.1 = end;
            return;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn iso(text: &str, language: &str) -> String {
        scan(text, Some(language), Order::DayMonth).first().map_or("-".into(), Stamp::iso)
    }

    #[test]
    fn indonesian_pages() {
        for (text, expected) in [
            ("Minggu, 11 Oktober 2015 - 14:07 WIB", "2015-10-11T14:07+07:00"),
            ("Rabu, 05 Mar 2025 00:15 WIB", "2025-03-05T00:15+07:00"),
            ("05/03/2025, 21:08 WIB", "2025-03-05T21:08+07:00"),
            ("17 Agustus 2025 | 15.00 WITA", "2025-08-17T15:00+08:00"),
            ("Tayang: Rabu, 5 Maret 2025 10:21 WIB", "2025-03-05T10:21+07:00"),
            ("7 Ags 2020", "2020-08-07"),
            ("2019-09-28WIB19:17:34+07:00", "2019-09-28T19:17:34+07:00"),
        ] {
            assert_eq!(iso(text, "id"), expected, "{text}");
        }
    }

    #[test]
    fn other_pages() {
        for (text, language, expected) in [
            ("Published March 5, 2025 at 2:07 p.m. EST", "en", "2025-03-05T14:07-05:00"),
            ("14:07, 11 October 2015", "en", "2015-10-11T14:07"),
            ("5. März 2025, 10.30 Uhr", "de", "2025-03-05T10:30"),
            ("5 de marzo de 2025", "es", "2025-03-05"),
            ("2025年3月5日 10:21", "ja", "2025-03-05T10:21"),
            ("2025. 3. 5. 오후", "ko", "2025-03-05"),
            ("2024-01-07T01:20:00.000Z", "en", "2024-01-07T01:20:00+00:00"),
            ("2024-01-07T01:20:00-0330", "en", "2024-01-07T01:20:00-03:30"),
            ("1. 2. 2003 copies", "en", "2003-02-01"),
            ("version 1.2.3", "en", "-"),
        ] {
            assert_eq!(iso(text, language), expected, "{text}");
        }
        assert_eq!(first("1715000000", None, Order::DayMonth).unwrap().iso(), "2024-05-06T12:53:20+00:00");
        assert_eq!(first("20250305", None, Order::DayMonth).unwrap().iso(), "2025-03-05");
    }
}
