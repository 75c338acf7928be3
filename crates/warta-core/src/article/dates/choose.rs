//! Which of a page's times is its publication and which its last change.

use jiff::civil::Date;

use super::keys;
use super::outlet::Outlet;
use super::parse::{self, Locale, Reading};
use super::visible::{self, Shown};
use crate::article::choice::{Choice, Found, Spot};
use crate::article::layout::Layout;
use crate::article::main_content::MainContent;
use crate::article::page::Page;
use crate::languages::times;
use crate::record::Moment;

/// Publication and last change.
#[derive(Clone, Debug)]
pub struct Dates {
    /// First publication.
    pub published: Choice<Moment>,
    /// Last stated change.
    pub modified: Choice<Moment>,
}

/// A time from any place, before zone and rank are decided.
#[derive(Clone, Debug)]
pub(super) struct Candidate {
    pub(super) reading: Reading,
    pub(super) raw: String,
    pub(super) rule: &'static str,
    pub(super) spot: Spot,
    pub(super) modified: bool,
    /// Lower is better.
    pub(super) rank: i32,
}

/// Rank of shown times that are sure enough; metadata stands before, the address after.
const SHOWN_RANK: i32 = 100;
/// Rank of a day in the address.
const ADDRESS_RANK: i32 = 200;
/// Rank of shown times that are less sure.
const UNSURE_RANK: i32 = 300;

/// What a shown day gains where the address has it too.
const AGREES: i32 = 30;

/// Chooses the page's times.
pub fn choose(page: &Page<'_>, content: &MainContent, language: Option<&str>, outlet_domain: Option<&str>) -> Dates {
    let outlet = Outlet::of(page, language, outlet_domain);
    let locale = Locale { language, country: outlet.country.as_deref(), month_first: outlet.month_first };
    let fetched = page.options.fetched_at.as_deref().and_then(|t| parse::metadata(t, Locale::default()));
    let layout = Layout::of(page, content);
    let mut all = keys::candidates(page, locale);
    let shown = visible::shown(page, &layout, locale);
    all.extend(shown.iter().map(of_shown));
    if let Some(candidate) = address(page) {
        // What is printed and stands in the address too is the article's.
        for shown in all.iter_mut().filter(|c| matches!(c.spot, Spot::Document(_)) && c.reading.date == candidate.reading.date) {
            shown.rank = shown.rank.min(SHOWN_RANK) - AGREES;
        }
        all.push(candidate);
    }
    unswap(&mut all);
    all.extend(relative(page, &layout, fetched));
    // A page cannot be from after its fetch; a day of grace for zones.
    if let Some(last) = fetched.and_then(|f| f.date.tomorrow().ok()) {
        all.retain(|c| c.reading.date <= last);
    }
    all.sort_by_key(|c| c.rank);
    let published = settle(all.iter().filter(|c| !c.modified), &all, &outlet);
    let modified = settle(all.iter().filter(|c| c.modified), &all, &outlet);
    let published = if published.chosen.is_none() {
        // A page that states only its last change was published then or before: the best that it says.
        let mut last = settle(all.iter().filter(|c| c.modified), &all, &outlet);
        if let Some(found) = &mut last.chosen {
            found.rule = "modified_alone";
        }
        last
    } else {
        published
    };
    let modified = Dates { published, modified };
    drop_contradiction(modified)
}

/// "11/01/2023" beside a plain "1. November 2023": the numbers are read as the plain day has them.
fn unswap(all: &mut [Candidate]) {
    let plain: Vec<Date> = all.iter().filter(|c| !c.reading.ambiguous).map(|c| c.reading.date).collect();
    for candidate in all.iter_mut().filter(|c| c.reading.ambiguous) {
        let date = candidate.reading.date;
        if let Ok(other) = Date::new(date.year(), date.day(), date.month()) {
            if plain.contains(&other) && !plain.contains(&date) {
                candidate.reading.date = other;
            }
        }
    }
}

/// A change before the publication is a wrong reading, unless both are the same day.
fn drop_contradiction(mut dates: Dates) -> Dates {
    if let (Some(p), Some(m)) = (&dates.published.chosen, &dates.modified.chosen) {
        if m.value.iso.get(..10) < p.value.iso.get(..10) {
            dates.modified = Choice::missing("before_publication");
        }
    }
    dates
}

fn of_shown(shown: &Shown) -> Candidate {
    let sure = shown.score >= visible::ENOUGH;
    Candidate {
        reading: shown.reading,
        raw: shown.raw.clone(),
        rule: shown.rule,
        spot: Spot::Document(shown.span),
        modified: shown.modified,
        rank: if sure { SHOWN_RANK - shown.score.min(50) } else { UNSURE_RANK - shown.score },
    }
}

/// A day in the path of the page's address.
fn address(page: &Page<'_>) -> Option<Candidate> {
    let url = page.url?;
    let path = url.path();
    let date = address_day(path)?;
    let span = crate::span::Span::default();
    let reading = Reading { date, time: None, seconds: false, zone: None, span, ambiguous: false };
    Some(Candidate { reading, raw: path.to_owned(), rule: "address", spot: Spot::Derived, modified: false, rank: ADDRESS_RANK })
}

/// `/2016/12/23/`, `/2016-12-23-`, `/20161223/`.
fn address_day(path: &str) -> Option<Date> {
    let bytes = path.as_bytes();
    let mut numbers: Vec<(usize, &str)> = Vec::new();
    let mut at = 0;
    while at < bytes.len() && numbers.len() < 40 {
        if bytes[at].is_ascii_digit() {
            let from = at;
            while at < bytes.len() && bytes[at].is_ascii_digit() {
                at += 1;
            }
            numbers.push((from, &path[from..at]));
        } else {
            at += 1;
        }
    }
    for (i, (from, number)) in numbers.iter().enumerate() {
        if let Some(date) = parse::digits_date(number) {
            return Some(date);
        }
        if number.len() != 4 {
            // "/29-10-2021"
            if let (Some((m_at, month)), Some((y_at, year))) = (numbers.get(i + 1), numbers.get(i + 2)) {
                let joined = *m_at == from + number.len() + 1 && *y_at == m_at + month.len() + 1;
                if joined && number.len() <= 2 && month.len() == 2 && year.len() == 4 {
                    if let Some(date) = parse::day(year.parse().ok()?, month.parse().ok()?, number.parse().ok()?) {
                        return Some(date);
                    }
                }
            }
            continue;
        }
        if let (Some((m_at, month)), Some((d_at, day))) = (numbers.get(i + 1), numbers.get(i + 2)) {
            let joined = *m_at == from + 5 && *d_at == m_at + month.len() + 1 && month.len() <= 2 && day.len() <= 2;
            if joined {
                if let Some(date) = parse::day(number.parse().ok()?, month.parse().ok()?, day.parse().ok()?) {
                    return Some(date);
                }
            }
        }
    }
    None
}

/// "2 jam yang lalu" near the headline, counted back from the fetch.
fn relative(page: &Page<'_>, layout: &Layout, fetched: Option<Reading>) -> Option<Candidate> {
    let fetched = fetched?;
    let document = page.document;
    for block in &document.blocks[layout.head_start..layout.head_end] {
        let words = document.words(block);
        if words.len() > 60 || !words.bytes().any(|b| b.is_ascii_digit()) {
            continue;
        }
        if let Some(minutes) = times::minutes_ago(&words.to_lowercase()) {
            let then = fetched.local().checked_sub(jiff::Span::new().minutes(i64::from(minutes))).ok()?;
            let exact = minutes < 24 * 60;
            let reading = Reading { date: then.date(), time: exact.then(|| then.time()), zone: fetched.zone.filter(|_| exact), seconds: false, ..fetched };
            return Some(Candidate { reading, raw: words.to_owned(), rule: "relative", spot: Spot::Document(block.span), modified: false, rank: ADDRESS_RANK - 1 });
        }
    }
    None
}

/// Takes the first candidate, sharpens it by what the others say of the same moment, and decides its zone.
fn settle<'c>(candidates: impl Iterator<Item = &'c Candidate>, all: &[Candidate], outlet: &Outlet) -> Choice<Moment> {
    let mut candidates = candidates.peekable();
    let Some(first) = candidates.next() else { return Choice::missing("no_date_found") };
    let mut chosen = first;
    let mut rivals: Vec<&Candidate> = candidates.collect();
    // A day alone gives way to the same day with its time.
    if first.reading.time.is_none() {
        if let Some(at) = rivals.iter().position(|r| r.reading.time.is_some() && r.reading.date == first.reading.date) {
            chosen = rivals[at];
            rivals[at] = first;
        }
    }
    // Metadata in UTC gives way to the same instant in the outlet's own time.
    if let (Some(mine), Some(0)) = (instant(chosen, all, outlet), offset(chosen, all, outlet).0) {
        let local = rivals.iter().position(|r| {
            instant(r, all, outlet).is_some_and(|theirs| (theirs - mine).abs() < 60) && offset(r, all, outlet).0 != Some(0)
        });
        if let Some(at) = local {
            (chosen, rivals[at]) = (rivals[at], chosen);
        }
    }
    let moment = moment(chosen, all, outlet);
    let rivals = rivals
        .into_iter()
        .take(8)
        .map(|r| {
            let reason = if r.reading.date == chosen.reading.date { "same_day" } else { "lower_rank" };
            (Found { value: self::moment(r, all, outlet), raw: r.raw.clone(), rule: r.rule, spot: r.spot.clone() }, reason)
        })
        .collect();
    let found = Found { value: moment, raw: chosen.raw.clone(), rule: chosen.rule, spot: chosen.spot.clone() };
    Choice { chosen: Some(found), rivals, missing: "" }
}

/// Seconds since 1970, for comparing.
fn instant(candidate: &Candidate, all: &[Candidate], outlet: &Outlet) -> Option<i64> {
    candidate.reading.time?;
    let minutes = offset(candidate, all, outlet).0?;
    let utc = candidate.reading.local().to_zoned_datetime(jiff::tz::TimeZone::UTC).ok()?;
    Some(utc.timestamp().as_second() - i64::from(minutes) * 60)
}

fn moment(candidate: &Candidate, all: &[Candidate], outlet: &Outlet) -> Moment {
    let reading = &candidate.reading;
    let mut iso = reading.date.to_string();
    let mut zone = "none";
    if let Some(time) = reading.time {
        iso.push_str(&format!("T{:02}:{:02}", time.hour(), time.minute()));
        if reading.seconds {
            iso.push_str(&format!(":{:02}", time.second()));
        }
        let (minutes, how) = offset(candidate, all, outlet);
        zone = how;
        if let Some(minutes) = minutes {
            let sign = if minutes < 0 { '-' } else { '+' };
            iso.push_str(&format!("{sign}{:02}:{:02}", minutes.abs() / 60, minutes.abs() % 60));
        }
    }
    Moment { iso, raw: candidate.raw.clone(), zone }
}

/// Minutes east of Greenwich, and how they were decided.
fn offset(candidate: &Candidate, all: &[Candidate], outlet: &Outlet) -> (Option<i32>, &'static str) {
    let reading = &candidate.reading;
    let local = reading.local();
    let stated = reading.zone.and_then(|z| z.minutes_at(local));
    if stated == Some(0) && matches!(candidate.spot, Spot::Metadata(_)) {
        // Software that writes "Z" after a local time is found out by the same time printed with its zone.
        let clock = |r: &Reading| (r.date, r.time.map(|t| (t.hour(), t.minute())));
        let printed = all.iter().find(|c| {
            matches!(c.spot, Spot::Document(_)) && c.reading.zone.is_some() && clock(&c.reading) == clock(reading)
        });
        if let Some(minutes) = printed.and_then(|c| c.reading.zone).and_then(|z| z.minutes_at(local)) {
            return (Some(minutes), "stated");
        }
    }
    if let Some(minutes) = stated {
        return (Some(minutes), if candidate.rule == "relative" { "fetched" } else { "stated" });
    }
    let sharp = |r: &Reading| (r.date, r.time.map(|t| (t.hour(), t.minute())));
    // The same wall time elsewhere on the page, with its zone.
    let same = all.iter().find(|c| c.reading.zone.is_some() && sharp(&c.reading) == sharp(reading));
    if let Some(minutes) = same.and_then(|c| c.reading.zone).and_then(|z| z.minutes_at(local)) {
        let how = if matches!(same.map(|c| &c.spot), Some(Spot::Metadata(_))) { "metadata" } else { "stated" };
        return (Some(minutes), how);
    }
    // The same minute of another hour, with its zone: metadata in UTC beside a printed local time.
    for other in all {
        let (Some(zone), Some(_), Some(_)) = (other.reading.zone, other.reading.time, reading.time) else { continue };
        let Some(theirs) = zone.minutes_at(other.reading.local()) else { continue };
        let Ok(between) = other.reading.local().until((jiff::Unit::Minute, local)) else { continue };
        let minutes = between.get_minutes() + i64::from(theirs);
        let apart = between.get_minutes();
        if apart != 0 && apart.abs() <= 14 * 60 && apart % 30 == 0 && matches!(other.spot, Spot::Metadata(_)) && minutes.abs() <= 14 * 60 {
            // Only where the outlet's own zone agrees, or is not known.
            let own = outlet.zone.and_then(|z| z.minutes_at(local));
            if own.is_none_or(|own| i64::from(own) == minutes) {
                return (Some(minutes as i32), "metadata");
            }
        }
    }
    // A zone word in the visible text counts for naive metadata of the page too.
    let printed = all.iter().find(|c| matches!(c.spot, Spot::Document(_)) && c.reading.zone.is_some() && c.rank < UNSURE_RANK && c.reading.date == reading.date);
    if let Some(minutes) = printed.and_then(|c| c.reading.zone).and_then(|z| z.minutes_at(local)) {
        return (Some(minutes), "stated");
    }
    if let Some(minutes) = outlet.zone.and_then(|z| z.minutes_at(local)) {
        return (Some(minutes), outlet.how);
    }
    (None, "none")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_in_addresses() {
        let day = |path| address_day(path).map(|d| d.to_string());
        assert_eq!(day("/2016/12/23/python").as_deref(), Some("2016-12-23"));
        assert_eq!(day("/news-2016-12-23-x").as_deref(), Some("2016-12-23"));
        assert_eq!(day("/read/20151105/1").as_deref(), Some("2015-11-05"));
        assert_eq!(day("/2016/12/python-3"), None);
        assert_eq!(day("/99999999/1"), None);
    }
}
