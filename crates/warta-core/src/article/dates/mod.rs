//! First publication and last stated edit, each as precise as the page states it.

mod page_dates;
pub mod stamps;
mod unseen;

use super::choice::{Choice, Found, Spot};
use super::main_content::MainContent;
use super::page::Page;
use crate::languages::times;
use crate::record::Moment;
use jiff::tz::Offset;
use stamps::{Order, Stamp};

/// The two times of a page.
#[derive(Debug)]
pub struct Dates {
    /// First publication.
    pub published: Choice<Moment>,
    /// Last stated edit.
    pub modified: Choice<Moment>,
}

/// A time with the words it was read from and where they stand.
#[derive(Clone, Debug)]
struct Candidate {
    stamp: Stamp,
    raw: String,
    rule: &'static str,
    spot: Spot,
    /// True where it is the time of an edit.
    edit: bool,
    /// Smaller is better.
    rank: u32,
}

/// Metadata keys of the first publication, best first.
const PUBLISHED: [&str; 31] = [
    "article:published_time",
    "itemprop:datepublished",
    "og:article:published_time",
    "og:published_time",
    "article:published",
    "parsely-pub-date",
    "sailthru.date",
    "cxenseparse:recs:publishtime",
    "cxenseparse:publishtime",
    "published_time",
    "datepublished",
    "date_published",
    "pubdate",
    "publishdate",
    "publish_date",
    "publish-date",
    "published-date",
    "publication_date",
    "publisheddate",
    "rnews:datepublished",
    "citation_publication_date",
    "citation_date",
    "dc.date.issued",
    "dcterms.issued",
    "dcterms.created",
    "dc.date.created",
    "dc.date",
    "dcterms.date",
    "date",
    "originalpublicationdate",
    "itemprop:datecreated",
];
/// Metadata keys of the last edit, best first.
const MODIFIED: [&str; 12] = [
    "article:modified_time",
    "itemprop:datemodified",
    "og:modified_time",
    "og:updated_time",
    "article:modified",
    "modified_time",
    "dcterms.modified",
    "dc.date.modified",
    "lastmod",
    "last-modified",
    "date.modified",
    "revised",
];

/// Keys that date the page rather than its first publication: systems fill them with the last edit, too, so that a
/// time printed by the headline says more.
const UNSURE: [&str; 3] = ["dc.date", "dcterms.date", "date"];

/// Days by which zones and midnight part two tellings of one publication.
const TURN_OF_DAY: i64 = 1;

/// Ranks of the sources; visible times are ranked between by where they stand.
mod rank {
    pub const JSON_LD: u32 = 0;
    pub const META: u32 = 10;
    pub const UNSURE_META: u32 = 165;
    pub const URL: u32 = 400;
}

/// Chooses both times. `headline` is the block that prints it, `countries` are lower-cased ISO 3166 codes that the page gives for its outlet, best first.
pub fn choose(
    page: &Page<'_>,
    content: &MainContent,
    headline: Option<usize>,
    language: Option<&str>,
    countries: &[String],
) -> Dates {
    let order = if countries.first().is_some_and(|c| c == "us")
        || (language == Some("en") && countries.is_empty() && page.document.tree.is_some())
    {
        Order::MonthDay
    } else {
        Order::DayMonth
    };
    let mut found = stated(page, language, order);
    found.extend(page_dates::visible(page, content, headline, language, order));
    let address = from_url(page);
    if let Some(day) = &address {
        // Among printed times the day of the address tells which is the article's.
        for candidate in
            found.iter_mut().filter(|c| c.rank >= page_dates::VISIBLE && c.stamp.date == day.stamp.date)
        {
            candidate.rank = page_dates::VISIBLE + (candidate.rank - page_dates::VISIBLE) / 8;
        }
    }
    if let Some(mut day) = address {
        // An address is made once: a day in it that is earlier than all that is stated is the first publication.
        let later = day.stamp.date.saturating_add(jiff::Span::new().days(TURN_OF_DAY));
        let mut stated = found.iter().filter(|c| c.rank < rank::UNSURE_META).peekable();
        if stated.peek().is_some() && stated.all(|c| c.stamp.date > later) {
            day.rank = rank::JSON_LD;
            found.insert(0, day);
        } else {
            found.push(day);
        }
    }
    if !found.iter().any(|c| !c.edit) {
        found.extend(unseen::published(page, language, order));
    }
    let latest = page.options.fetched_at.as_deref().and_then(|f| stamps::first(f, None, Order::DayMonth));
    let (future, mut found): (Vec<_>, Vec<_>) = found.into_iter().partition(|c| {
        latest.as_ref().is_some_and(|l| c.stamp.date > l.date.saturating_add(jiff::Span::new().days(1)))
    });
    prefer_printed(&mut found);
    found.sort_by_key(|c| c.rank);
    let zones = Zones {
        printed: zoned(&found),
        country: countries.iter().find_map(|c| times::country_zone(c)),
        language: language.and_then(times::language_zone),
    };
    let published = pick(&found, &future, false, &zones);
    let modified = pick(&found, &future, true, &zones);
    Dates { published, modified }
}

/// Where JSON-LD and a `meta` element state different days of publication, the one that is printed by the headline is
/// right: the other is left from a draft or an earlier version.
fn prefer_printed(found: &mut [Candidate]) {
    let stated = |rule: &str| {
        let best =
            found.iter().filter(|c| c.rule == rule && c.rank < rank::UNSURE_META).min_by_key(|c| c.rank);
        best.map(|c| c.stamp.date)
    };
    let (Some(json), Some(meta)) = (stated("json_ld_published"), stated("meta_published")) else { return };
    let printed = |day: jiff::civil::Date| {
        found.iter().any(|c| !c.edit && c.stamp.date == day && page_dates::near_headline(c.rank))
    };
    if json != meta && printed(meta) && !printed(json) {
        for candidate in found.iter_mut().filter(|c| c.rule == "json_ld_published") {
            candidate.rank += rank::UNSURE_META;
        }
    }
}

fn stated(page: &Page<'_>, language: Option<&str>, order: Order) -> Vec<Candidate> {
    let metadata = page.metadata;
    let mut found = Vec::new();
    for (path, edit) in
        [("datePublished", false), ("dateCreated", false), ("uploadDate", false), ("dateModified", true)]
    {
        if let Some(raw) = metadata.json_str(path)
            && let Some(stamp) = stamps::first(raw, language, order)
        {
            let rank =
                rank::JSON_LD + u32::from(path == "dateCreated") * 60 + u32::from(path == "uploadDate") * 70;
            let rule = if edit { "json_ld_modified" } else { "json_ld_published" };
            found.push(Candidate {
                stamp,
                raw: raw.to_owned(),
                rule,
                spot: Spot::Metadata(metadata.json_place(path)),
                edit,
                rank,
            });
        }
    }
    for (keys, edit) in [(&PUBLISHED[..], false), (&MODIFIED[..], true)] {
        for (i, key) in keys.iter().enumerate() {
            for meta in metadata.all(key).take(2) {
                if let Some(stamp) = stamps::first(meta.content, language, order) {
                    let rule = if edit { "meta_modified" } else { "meta_published" };
                    let unsure = !edit && UNSURE.contains(key);
                    let rank = if unsure { rank::UNSURE_META } else { rank::META } + i as u32;
                    found.push(Candidate {
                        stamp,
                        raw: meta.content.trim().to_owned(),
                        rule,
                        spot: Spot::Metadata(meta.place()),
                        edit,
                        rank,
                    });
                }
            }
        }
    }
    found
}

/// A day in the address: /2016/12/23/ or /20161223.
fn from_url(page: &Page<'_>) -> Option<Candidate> {
    let path = page.url?.path();
    let parts: Vec<&str> = path.split(['/', '-', '_', '.']).filter(|p| !p.is_empty()).collect();
    let day = |y: &str, m: &str, d: &str| {
        (y.len() == 4 && m.len() <= 2 && d.len() <= 2)
            .then(|| stamps::first(&format!("{y}-{m}-{d}"), None, Order::DayMonth))
            .flatten()
    };
    let stamp =
        parts.windows(3).find_map(|w| day(w[0], w[1], w[2]).or_else(|| day(w[2], w[1], w[0]))).or_else(
            || parts.iter().filter(|p| p.len() == 8).find_map(|p| stamps::first(p, None, Order::DayMonth)),
        )?;
    Some(Candidate {
        stamp,
        raw: path.to_owned(),
        rule: "url_date",
        spot: Spot::Metadata("url".to_owned()),
        edit: false,
        rank: rank::URL,
    })
}

/// What can decide the zone of a time that states none.
struct Zones {
    /// Times of the page that state clock and offset, printed ones first.
    printed: Vec<(Stamp, bool)>,
    /// Zone of the outlet's country.
    country: Option<&'static str>,
    /// Zone of the language's newsrooms.
    language: Option<&'static str>,
}

/// Times of the page that state clock and offset, and whether they are printed.
fn zoned(found: &[Candidate]) -> Vec<(Stamp, bool)> {
    let mut zoned: Vec<_> = found
        .iter()
        .filter(|c| c.stamp.clock.is_some() && c.stamp.offset.is_some())
        .map(|c| (c.stamp.clone(), c.rule == "visible_time"))
        .collect();
    zoned.sort_by_key(|(_, printed)| !printed);
    zoned
}

fn pick(found: &[Candidate], future: &[Candidate], edit: bool, zones: &Zones) -> Choice<Moment> {
    let mut own = found.iter().filter(|c| c.edit == edit);
    let Some(first) = own.next() else {
        let mut none = Choice::missing(if future.iter().any(|c| c.edit == edit) {
            "only_future_times"
        } else {
            "no_time_found"
        });
        none.rivals =
            future.iter().filter(|c| c.edit == edit).map(|c| (settle(c, zones), "in_the_future")).collect();
        return none;
    };
    // A source of a day alone gives way to one of the same day with its clock.
    let chosen = found
        .iter()
        .filter(|c| c.edit == edit && c.stamp.date == first.stamp.date)
        .max_by_key(|c| {
            let precise = u8::from(c.stamp.clock.is_some()) + u8::from(c.stamp.offset.is_some());
            (
                if first.stamp.clock.is_some() && first.stamp.offset.is_some() { 0 } else { precise },
                std::cmp::Reverse(c.rank),
            )
        })
        .unwrap_or(first);
    // The same instant may be stated in UTC and with the outlet's offset: the outlet's day is the reader's.
    let local =
        chosen.stamp.instant().filter(|_| chosen.stamp.offset == Some(Offset::UTC)).and_then(|instant| {
            found.iter().find(|c| {
                c.edit == edit
                    && c.stamp.offset != Some(Offset::UTC)
                    && c.stamp.instant().is_some_and(|i| i.abs_diff(instant) < 60)
            })
        });
    let chosen = local.unwrap_or(chosen);
    let placed = newsroom_day(chosen, found, zones);
    let settled = |c: &Candidate| match &placed {
        Some(placed) if std::ptr::eq(c, chosen) => placed.clone(),
        _ => settle(c, zones),
    };
    let rivals = found
        .iter()
        .filter(|c| c.edit == edit && !std::ptr::eq(*c, chosen))
        .map(|c| {
            let reason = if c.stamp == chosen.stamp {
                "says_the_same"
            } else if c.stamp.date == chosen.stamp.date {
                "less_precise_or_lower_ranked"
            } else {
                "lower_ranked_source"
            };
            (settle(c, zones), reason)
        })
        .collect();
    Choice { chosen: Some(settled(chosen)), rivals, missing: "" }
}

/// Furthest offset from UTC that a newsroom has, in minutes.
const FURTHEST_OFFSET: i64 = 14 * 60;

/// A time stated in UTC, told with the newsroom's offset, where the address or the line by the headline gives the day
/// before or after: the page's own day is the reader's. The offset is that of the same time printed without a zone, else
/// of the outlet's country, else of its language.
fn newsroom_day(chosen: &Candidate, found: &[Candidate], zones: &Zones) -> Option<Found<Moment>> {
    let instant = chosen.stamp.instant().filter(|_| chosen.stamp.offset == Some(Offset::UTC))?;
    let own_day = |c: &&Candidate| {
        c.edit == chosen.edit
            && (c.rule == "url_date" || (page_dates::near_headline(c.rank) && c.rank >= page_dates::VISIBLE))
    };
    let days: Vec<_> = found.iter().filter(own_day).map(|c| c.stamp.date).collect();
    if days.is_empty() || days.contains(&chosen.stamp.date) {
        return None;
    }
    let printed = found.iter().filter(|c| c.edit == chosen.edit && c.stamp.offset.is_none()).find_map(|c| {
        let clock = jiff::civil::DateTime::from_parts(c.stamp.date, c.stamp.clock?);
        let away = Offset::UTC.to_timestamp(clock).ok()?.as_second() - instant;
        // Clocks without seconds are up to a minute early.
        let minutes = (away + 59).div_euclid(60);
        let offset = Offset::from_seconds(i32::try_from(minutes * 60).ok()?).ok()?;
        (minutes % 15 == 0 && minutes.abs() <= FURTHEST_OFFSET).then_some((offset, "stated"))
    });
    let named = |zone: Option<&'static str>, how: &'static str| {
        let zone = jiff::tz::TimeZone::get(zone?).ok()?;
        Some((zone.to_offset(jiff::Timestamp::from_second(instant).ok()?), how))
    };
    let candidates = [printed, named(zones.country, "outlet"), named(zones.language, "language")];
    candidates.into_iter().flatten().find_map(|(offset, zone)| {
        let local = offset.to_datetime(jiff::Timestamp::from_second(instant).ok()?);
        days.contains(&local.date()).then(|| {
            let stamp = Stamp {
                date: local.date(),
                clock: Some(local.time()),
                offset: Some(offset),
                ..chosen.stamp.clone()
            };
            let moment = Moment { iso: stamp.iso(), raw: chosen.raw.clone(), zone };
            Found { value: moment, raw: chosen.raw.clone(), rule: chosen.rule, spot: chosen.spot.clone() }
        })
    })
}

/// The candidate as a moment, its zone decided.
fn settle(candidate: &Candidate, zones: &Zones) -> Found<Moment> {
    let stamp = &candidate.stamp;
    let metadata = matches!(candidate.spot, Spot::Metadata(_));
    let twin = |printed_only: bool| {
        let found =
            zones.printed.iter().find(|(z, printed)| z.same_clock(stamp) && (*printed || !printed_only));
        found.map(|(z, _)| Stamp { offset: z.offset, ..stamp.clone() })
    };
    let (stamp, zone) = match (stamp.clock, stamp.offset) {
        (None, _) => (stamp.clone(), "none"),
        // "Z" behind a local clock is a common slip: the same clock printed with another zone is right.
        (Some(_), Some(offset)) => {
            match twin(true).filter(|t| metadata && offset == Offset::UTC && t.offset != Some(offset)) {
                Some(twin) => (twin, "stated"),
                None => (stamp.clone(), if metadata { "metadata" } else { "stated" }),
            }
        }
        (Some(_), None) => match (
            twin(false),
            zones.country.and_then(|z| stamp.in_zone(z)),
            zones.language.and_then(|z| stamp.in_zone(z)),
        ) {
            (Some(twin), ..) => (twin, "stated"),
            (None, Some(placed), _) => (placed, "outlet"),
            (None, None, Some(placed)) => (placed, "language"),
            (None, None, None) => (stamp.clone(), "none"),
        },
    };
    let moment = Moment { iso: stamp.iso(), raw: candidate.raw.clone(), zone };
    Found { value: moment, raw: candidate.raw.clone(), rule: candidate.rule, spot: candidate.spot.clone() }
}
