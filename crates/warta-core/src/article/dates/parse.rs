//! The grammar of times: dates in words and numbers, with time of day and zone, in printed lines and in metadata.
//!
//! A line is cut into tokens once; at each token the date shapes below are tried in turn, and a date
//! that was found looks for its time of day after it, then before it. Nothing is guessed: a date has
//! day, month and a year of four digits (or two, where the shape leaves no doubt).

use jiff::civil::{Date, DateTime, Time};

use super::tokens::{Kind, Token, has_digits, tokens};
use crate::languages::months::{self, DateWord};
use crate::languages::zones::{self, Zone};
use crate::span::Span;

/// What decides between readings of one line.
#[derive(Clone, Copy, Debug, Default)]
pub struct Locale<'l> {
    /// Language code of the page.
    pub language: Option<&'l str>,
    /// Country of the outlet, lower-case.
    pub country: Option<&'l str>,
    /// Numeric dates have the month first.
    pub month_first: bool,
}

/// A date with as much as the line says of the time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Reading {
    /// The day.
    pub date: Date,
    /// The time of day.
    pub time: Option<Time>,
    /// Seconds were printed.
    pub seconds: bool,
    /// The zone as printed.
    pub zone: Option<Zone>,
    /// Bytes of the line that it was read from.
    pub span: Span,
    /// Day and month were told apart by the locale alone.
    pub ambiguous: bool,
}

impl Reading {
    /// The local time; midnight where none is printed.
    pub fn local(&self) -> DateTime {
        self.date.to_datetime(self.time.unwrap_or(Time::midnight()))
    }
}

/// Years that a page may be from.
const YEARS: std::ops::RangeInclusive<u32> = 1990..=2099;
/// Tokens between a date and its time of day: marks and words such as "|", "at", "pukul", a weekday.
const FILLERS: usize = 5;

/// Every date of a line, in order.
pub fn readings(line: &str, locale: Locale<'_>) -> Vec<Reading> {
    let mut made = Vec::new();
    if !has_digits(line) {
        return made;
    }
    let tokens = tokens(line);
    let reader = Reader { line, tokens: &tokens, locale };
    let (mut at, mut free) = (0, 0);
    while at < tokens.len() {
        match reader.date(at) {
            Some(day) => {
                let (reading, next) = reader.with_time(at, day, free);
                made.push(reading);
                at = next.max(at + 1);
                free = at;
            }
            None => at += 1,
        }
    }
    made
}

/// The one time of a metadata value or attribute: RFC 3339, RFC 2822, digits in a row, or as printed.
pub fn metadata(value: &str, locale: Locale<'_>) -> Option<Reading> {
    let value = value.trim();
    if value.len() > 120 {
        return None;
    }
    if let Some(first) = readings(value, locale).into_iter().next() {
        return Some(first);
    }
    if !value.bytes().all(|b| b.is_ascii_digit()) {
        // "20250311T101500Z"
        let (day, rest) = value.split_once(['T', ' ', '-'])?;
        let date = digits_date(day)?;
        let clock = rest.get(..6).or(rest.get(..4)).filter(|c| c.bytes().all(|b| b.is_ascii_digit()))?;
        let part = |i: usize| clock.get(i..i + 2).and_then(|p| p.parse::<i8>().ok());
        let time = Time::new(part(0)?, part(2)?, part(4).unwrap_or(0), 0).ok()?;
        let zone = rest[clock.len()..].starts_with('Z').then_some(Zone::Offset(0));
        return Some(Reading { date, time: Some(time), seconds: clock.len() == 6, zone, span: Span::new(0, value.len()), ambiguous: false });
    }
    let span = Span::new(0, value.len());
    match value.len() {
        8 => Some(Reading { date: digits_date(value)?, time: None, seconds: false, zone: None, span, ambiguous: false }),
        12 | 14 => {
            let part = |i: usize| value.get(i..i + 2).and_then(|p| p.parse::<i8>().ok());
            let time = Time::new(part(8)?, part(10)?, part(12).unwrap_or(0), 0).ok()?;
            Some(Reading { date: digits_date(&value[..8])?, time: Some(time), seconds: value.len() == 14, zone: None, span, ambiguous: false })
        }
        // Seconds or milliseconds since 1970.
        10 | 13 => {
            let number: i64 = value.parse().ok()?;
            let seconds = if value.len() == 13 { number / 1000 } else { number };
            let zoned = jiff::Timestamp::from_second(seconds).ok()?.to_zoned_datetime(jiff::tz::TimeZone::UTC);
            Some(Reading { date: zoned.date(), time: Some(zoned.time()), seconds: true, zone: Some(Zone::Offset(0)), span, ambiguous: false })
                .filter(|r| YEARS.contains(&(r.date.year() as u32)))
        }
        _ => None,
    }
}

/// `20250311` as a day.
pub fn digits_date(digits: &str) -> Option<Date> {
    if digits.len() != 8 || !digits.bytes().all(|b| b.is_ascii_digit()) {
        return None;
    }
    day(digits[..4].parse().ok()?, digits[4..6].parse().ok()?, digits[6..].parse().ok()?)
}

/// A day that exists, in the years that pages are from.
pub fn day(year: u32, month: u32, day: u32) -> Option<Date> {
    if !YEARS.contains(&year) || month > 12 || day > 31 {
        return None;
    }
    Date::new(year as i16, month as i8, day as i8).ok()
}

struct Day {
    date: Date,
    next: usize,
    ambiguous: bool,
}

struct Reader<'r> {
    line: &'r str,
    tokens: &'r [Token],
    locale: Locale<'r>,
}

impl Reader<'_> {
    fn number(&self, at: usize) -> Option<(u32, u8)> {
        match self.tokens.get(at)?.kind {
            Kind::Number { value, digits } => Some((value, digits)),
            _ => None,
        }
    }

    fn year(&self, at: usize) -> Option<u32> {
        self.number(at).filter(|(v, d)| *d == 4 && YEARS.contains(v)).map(|(v, _)| v)
    }

    /// A number of one or two digits.
    fn small(&self, at: usize) -> Option<u32> {
        self.number(at).filter(|(_, d)| *d <= 2).map(|(v, _)| v)
    }

    fn mark(&self, at: usize) -> Option<char> {
        match self.tokens.get(at)?.kind {
            Kind::Mark(c) => Some(c),
            _ => None,
        }
    }

    fn slice(&self, at: usize) -> &str {
        self.tokens.get(at).map_or("", |t| &self.line[t.start..t.end])
    }

    fn is_word(&self, at: usize) -> bool {
        self.tokens.get(at).is_some_and(|t| t.kind == Kind::Word)
    }

    /// White space or a line's edge stands before token `at`.
    fn space_before(&self, at: usize) -> bool {
        at == 0 || self.tokens.get(at).is_none_or(|t| t.start > self.tokens[at - 1].end)
    }

    fn date_word(&self, at: usize) -> Option<DateWord> {
        let token = self.tokens.get(at).filter(|t| t.kind == Kind::Word)?;
        let word = &self.line[token.start..token.end];
        if word.len() > months::LONGEST {
            return None;
        }
        months::date_word(&word.to_lowercase(), self.locale.language)
    }

    /// A month's name; "tháng 10" counts as one. The token after it.
    fn month(&self, at: usize) -> Option<(u32, usize)> {
        match self.date_word(at)? {
            DateWord::Month(month) => Some((u32::from(month), at + 1 + usize::from(self.mark(at + 1) == Some('.')))),
            DateWord::MonthBefore => self.small(at + 1).map(|m| (m, at + 2)),
            _ => None,
        }
    }

    /// Skips words such as "de", "of", "th", "st" and up to one mark; at most two tokens.
    fn joiner(&self, at: usize) -> usize {
        let mut at = at;
        for _ in 0..3 {
            let skips = match self.tokens.get(at).map(|t| t.kind) {
                Some(Kind::Mark(c)) => matches!(c, '.' | ',' | '-' | '–' | '/' | '،' | 'º' | '°' | '\'' | '’'),
                // Ordinal endings and articles: "th", "er", "de", "of", "del", "m" in Lithuanian.
                Some(Kind::Word) => self.slice(at).chars().count() <= 3 && self.date_word(at).is_none_or(|w| !matches!(w, DateWord::Month(_) | DateWord::MonthBefore)),
                _ => false,
            };
            if !skips {
                break;
            }
            at += 1;
        }
        at
    }

    fn date(&self, at: usize) -> Option<Day> {
        if at > 0 && !self.space_before(at) && matches!(self.tokens[at - 1].kind, Kind::Number { .. }) {
            return None;
        }
        match self.tokens[at].kind {
            Kind::Number { value, digits: 4 } if YEARS.contains(&value) => self.year_first(at, value),
            Kind::Number { value, digits: 1 | 2 } => self.numeric(at).or_else(|| self.day_first(at, value)),
            Kind::Word => self.month_first(at),
            _ => None,
        }
    }

    /// 2025-03-11, 2025.3.11, 2025年3月11日, 2025. április 3., 2025 March 11.
    fn year_first(&self, at: usize, year: u32) -> Option<Day> {
        if let Some(sep @ ('-' | '/' | '.' | '‑' | '–')) = self.mark(at + 1) {
            if let (Some(month), Some(second), Some(number)) = (self.small(at + 2), self.mark(at + 3), self.small(at + 4)) {
                if second == sep {
                    if let Some(date) = day(year, month, number).or_else(|| day(year, number, month)) {
                        return Some(Day { date, next: at + 5, ambiguous: false });
                    }
                }
            }
        }
        if self.date_word(at + 1) == Some(DateWord::YearMark) {
            if let (Some(month), Some(DateWord::MonthMark), Some(number)) = (self.small(at + 2), self.date_word(at + 3), self.small(at + 4)) {
                let next = at + 5 + usize::from(self.date_word(at + 5) == Some(DateWord::DayMark));
                return day(year, month, number).map(|date| Day { date, next, ambiguous: false });
            }
        }
        let at = self.joiner(at + 1);
        let (month, next) = self.month(at)?;
        let next = if matches!(self.mark(next), Some('-' | '/' | ',')) { next + 1 } else { next };
        let number = self.small(next)?;
        // "2025 March 11:30" has no day.
        if self.mark(next + 1) == Some(':') {
            return None;
        }
        day(year, month, number).map(|date| Day { date, next: next + 1, ambiguous: false })
    }

    /// 11/10/2015, 10.11.15, 11-10-2015.
    fn numeric(&self, at: usize) -> Option<Day> {
        let (first, sep, second) = (self.small(at)?, self.mark(at + 1)?, self.small(at + 2)?);
        if !matches!(sep, '/' | '.' | '-' | '‑' | '–') || self.mark(at + 3) != Some(sep) {
            return None;
        }
        if at > 0 && !self.space_before(at) && matches!(self.mark(at - 1), Some('.' | '/' | '-' | '$' | '€' | '+')) {
            return None;
        }
        let (year, digits) = self.number(at + 4)?;
        let short = digits == 2;
        let year = match digits {
            4 => year,
            // "1.2.10" may be a version; a dotted or dashed short date has two digits everywhere.
            2 if sep == '/' || (self.tokens[at].end - self.tokens[at].start == 2 && self.number(at + 2)?.1 == 2) => 2000 + year,
            _ => return None,
        };
        if short && matches!(self.mark(at + 5), Some('.' | '/' | '-')) && !self.space_before(at + 5) && self.number(at + 6).is_some() {
            return None;
        }
        let month_first = self.locale.month_first && sep != '.';
        let (day_first, swapped) = (day(year, second, first), day(year, first, second));
        let date = if month_first { swapped.or(day_first) } else { day_first.or(swapped) }?;
        Some(Day { date, next: at + 5, ambiguous: day_first.is_some() && swapped.is_some() && first != second })
    }

    /// 11 Oktober 2015, 11. Okt. 15, 3rd of March, 2025, 05-Mar-2025.
    fn day_first(&self, at: usize, number: u32) -> Option<Day> {
        if number == 0 || number > 31 || (at > 0 && self.mark(at - 1) == Some(':') && !self.space_before(at)) {
            return None;
        }
        let (month, next) = match self.month(at + 1) {
            Some(found) => found,
            None => self.month(self.joiner(at + 1))?,
        };
        let next = if self.year(next).is_some() { next } else { self.joiner(next) };
        let year = match self.number(next)? {
            (value, 4) => value,
            // "11 Okt 15" but not "11 Okt 15:30".
            (value, 2) if !matches!(self.mark(next + 1), Some(':' | '.' | 'h')) && self.date_word(next + 1) != Some(DateWord::HourMark) && (2..=40).contains(&value) => 2000 + value,
            _ => return None,
        };
        day(year, month, number).map(|date| Day { date, next: next + 1, ambiguous: false })
    }

    /// October 11, 2015; Oct. 11th 2015; Oct 11 2015.
    fn month_first(&self, at: usize) -> Option<Day> {
        let (month, next) = self.month(at)?;
        let next = if matches!(self.mark(next), Some('-' | '/' | ',')) { next + 1 } else { next };
        let number = self.small(next)?;
        let after = if self.year(next + 1).is_some() { next + 1 } else { self.joiner(next + 1) };
        let (year, digits) = self.number(after)?;
        // "August 18, 24" is too thin, "Oct 11, 8:30" is no year.
        (digits == 4).then_some(())?;
        day(year, month, number).map(|date| Day { date, next: after + 1, ambiguous: false })
    }

    /// Adds the time of day that stands after the date, else before it (not before token `free`).
    fn with_time(&self, at: usize, found: Day, free: usize) -> (Reading, usize) {
        let mut reading = Reading {
            date: found.date,
            time: None,
            seconds: false,
            zone: None,
            span: Span::new(self.tokens[at].start, self.tokens[found.next - 1].end),
            ambiguous: found.ambiguous,
        };
        if let Some((clock, next)) = self.clock_after(found.next) {
            clock.into(&mut reading);
            reading.span.end = self.tokens[next - 1].end as u32;
            return (reading, next);
        }
        if let Some((clock, start)) = self.clock_before(at, free) {
            clock.into(&mut reading);
            reading.span.start = self.tokens[start].start as u32;
        }
        (reading, found.next)
    }

    fn clock_after(&self, from: usize) -> Option<(Clock, usize)> {
        let (mut at, mut half, mut zone) = (from, None, None);
        for _ in 0..=FILLERS {
            if let Some((mut clock, next)) = self.clock(at, half) {
                clock.zone = clock.zone.or(zone);
                return Some((clock, next));
            }
            match self.tokens.get(at)?.kind {
                // A number that is no time ends the search, and so does the end of a sentence.
                Kind::Number { .. } => return None,
                Kind::Word => match self.date_word(at) {
                    Some(DateWord::Am) => half = Some(false),
                    Some(DateWord::Pm) => half = Some(true),
                    Some(DateWord::Month(_)) if self.small(at + 1).is_some_and(|n| n > 0 && self.mark(at + 2) != Some(':')) => return None,
                    _ => zone = zone.or_else(|| self.zone_name(at)),
                },
                Kind::Mark(_) => {}
            }
            at += 1;
        }
        None
    }

    fn clock_before(&self, date: usize, free: usize) -> Option<(Clock, usize)> {
        // The nearest time that ends at most a few tokens before the date; a time has up to eight tokens.
        let first = date.saturating_sub(FILLERS + 8).max(free);
        let mut best = None;
        let mut at = first;
        while at < date {
            if let Some((clock, next)) = self.clock(at, None).filter(|(_, next)| *next <= date) {
                if date - next <= FILLERS {
                    best = Some((clock, at));
                }
                at = next;
            } else {
                at += 1;
            }
        }
        best
    }

    /// A time of day at token `at`: 14:07, 15.00, 14:07:33.5, 8 pm, 18h30, 21時37分, with half of day and zone.
    fn clock(&self, at: usize, half: Option<bool>) -> Option<(Clock, usize)> {
        let hour = self.small(at)?;
        if at > 0 && !self.space_before(at) && matches!(self.mark(at - 1), Some(':' | '/')) {
            return None;
        }
        let (mut minute, mut second, mut next) = (None, None, at + 1);
        match self.tokens.get(at + 1).map(|t| t.kind) {
            Some(Kind::Mark(sep @ (':' | '.' | '：'))) => {
                if let Some((value, 2)) = self.number(at + 2) {
                    // "11.10.2015" is no time.
                    if sep == '.' && (self.mark(at + 3) == Some('.') && !self.space_before(at + 4) && self.number(at + 4).is_some()) {
                        return None;
                    }
                    minute = Some(value);
                    next = at + 3;
                    if let (Some(':' | '：' | '.'), Some((value, 2))) = (self.mark(next), self.number(next + 1)) {
                        second = Some(value);
                        next += 2;
                        // Fractions.
                        if matches!(self.mark(next), Some('.' | ',')) && !self.space_before(next + 1) && self.number(next + 1).is_some() {
                            next += 2;
                        }
                    }
                }
            }
            Some(Kind::Word) if self.date_word(at + 1) == Some(DateWord::HourMark) => {
                minute = Some(self.small(at + 2).filter(|_| !self.space_before(at + 2) || self.slice(at + 3) == "分").unwrap_or(0));
                next = at + 2 + usize::from(self.small(at + 2) == minute && self.number(at + 2).is_some());
                if self.slice(next) == "分" || self.slice(next) == "분" {
                    next += 1;
                }
            }
            _ => {}
        }
        let mut half = half;
        match self.date_word(next) {
            Some(DateWord::Am) => (half, next) = (Some(false), next + 1),
            Some(DateWord::Pm) => (half, next) = (Some(true), next + 1),
            // "14.30 Uhr", "18:00 h"
            Some(DateWord::HourMark) if minute.is_some() => next += 1,
            // "p.m."
            _ => {
                if let (word @ ("a" | "p" | "A" | "P"), Some('.'), "m" | "M") = (self.slice(next), self.mark(next + 1), self.slice(next + 2)) {
                    half = Some(word.eq_ignore_ascii_case("p"));
                    next += 3 + usize::from(self.mark(next + 3) == Some('.'));
                }
            }
        }
        if minute.is_none() && (half.is_none() || next == at + 1) {
            return None;
        }
        let hour = match half {
            Some(true) if hour < 12 => hour + 12,
            Some(false) if hour == 12 => 0,
            _ => hour,
        };
        let time = Time::new(i8::try_from(hour).ok()?, i8::try_from(minute.unwrap_or(0)).ok()?, i8::try_from(second.unwrap_or(0)).ok()?, 0).ok()?;
        let (zone, next) = self.zone(next);
        Some((Clock { time, seconds: second.is_some(), zone }, next))
    }

    fn zone_name(&self, at: usize) -> Option<Zone> {
        if !self.is_word(at) {
            return None;
        }
        let word = self.slice(at);
        // Turkish "TSİ" and the like are capitals, "est" and "et" are words.
        if word.len() > 8 || !word.chars().all(char::is_uppercase) {
            return None;
        }
        zones::zone_word(word, self.locale.country)
    }

    /// A zone after a time: Z, +07:00, +0700, GMT+7, WIB, (MEZ). The token after it.
    fn zone(&self, at: usize) -> (Option<Zone>, usize) {
        let open = usize::from(matches!(self.mark(at), Some('(' | '[' | ',')));
        let mut here = at + open;
        if self.is_word(here) && self.slice(here) == "Z" {
            return (Some(Zone::Offset(0)), here + 1);
        }
        let named = self.zone_name(here);
        if named.is_some() {
            here += 1;
            if !matches!(named, Some(Zone::Offset(0))) {
                return (named, here);
            }
        }
        if let Some(sign @ ('+' | '-' | '−')) = self.mark(here) {
            // "14:07 - 15" is a dash; an offset touches its number, and follows the time or GMT directly.
            if !self.space_before(here + 1) && (sign == '+' || !self.space_before(here) || self.number(here + 1).is_some_and(|(_, d)| d == 4)) {
                let sign = if sign == '+' { 1 } else { -1 };
                let found = match self.number(here + 1) {
                    Some((value, 4)) if value % 100 < 60 && value <= 1400 => Some((value / 100 * 60 + value % 100, here + 2)),
                    Some((hours, 1 | 2)) if hours <= 14 => match (self.mark(here + 2), self.number(here + 3)) {
                        (Some(':'), Some((minutes @ 0..60, 2))) => Some((hours * 60 + minutes, here + 4)),
                        _ => Some((hours * 60, here + 2)),
                    },
                    _ => None,
                };
                if let Some((minutes, next)) = found {
                    return (Some(Zone::Offset(sign * minutes as i32)), next);
                }
            }
        }
        if named.is_some() { (named, here) } else { (None, at) }
    }
}

struct Clock {
    time: Time,
    seconds: bool,
    zone: Option<Zone>,
}

impl Clock {
    fn into(self, reading: &mut Reading) {
        reading.time = Some(self.time);
        reading.seconds = self.seconds;
        reading.zone = self.zone;
    }
}
