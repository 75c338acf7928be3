//! Zone words of printed times, and the zones and numeric order of countries.

use std::sync::OnceLock;

use jiff::tz::TimeZone;
use rustc_hash::FxHashMap;

const ZONES: &str = include_str!("../../languages/zones.tsv");
const COUNTRIES: &str = include_str!("../../languages/countries.tsv");

/// What a zone word stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Zone {
    /// Minutes east of Greenwich.
    Offset(i32),
    /// An IANA name whose offset depends on the day.
    Named(&'static str),
}

impl Zone {
    /// The zone by what a table says: `+07:00` or an IANA name.
    fn of(value: &'static str) -> Zone {
        let Some(sign) = value.strip_prefix('+').map(|_| 1).or(value.strip_prefix('-').map(|_| -1)) else {
            return Zone::Named(value);
        };
        let (hours, minutes) = value[1..].split_once(':').unwrap_or((&value[1..], "0"));
        Zone::Offset(sign * (hours.parse().unwrap_or(0) * 60 + minutes.parse().unwrap_or(0)))
    }

    /// Minutes east of Greenwich at a local time; `None` where the zone's data is not at hand.
    pub fn minutes_at(self, local: jiff::civil::DateTime) -> Option<i32> {
        match self {
            Zone::Offset(minutes) => Some(minutes),
            Zone::Named(name) => Some(time_zone(name)?.to_ambiguous_zoned_datetime(local).compatible().ok()?.offset().seconds() / 60),
        }
    }
}

fn time_zone(name: &'static str) -> Option<TimeZone> {
    TimeZone::get(name).ok()
}

struct Row {
    zone: Zone,
    countries: &'static str,
}

/// The zone that a word of capitals stands for in the country of an outlet.
pub fn zone_word(word: &str, country: Option<&str>) -> Option<Zone> {
    static TABLE: OnceLock<FxHashMap<&'static str, Vec<Row>>> = OnceLock::new();
    let table = TABLE.get_or_init(|| {
        let mut made: FxHashMap<&str, Vec<Row>> = FxHashMap::default();
        for row in ZONES.lines().filter(|r| !r.starts_with('#')) {
            let mut cells = row.split('\t');
            if let (Some(word), Some(value), Some(countries)) = (cells.next(), cells.next(), cells.next()) {
                made.entry(word).or_default().push(Row { zone: Zone::of(value), countries });
            }
        }
        made
    });
    let rows = table.get(word)?;
    let own = country.and_then(|c| rows.iter().find(|r| r.countries.split(' ').any(|x| x == c)));
    Some(own.unwrap_or(&rows[0]).zone)
}

/// What a country's outlets have in common.
#[derive(Clone, Copy, Debug)]
pub struct Country {
    /// Its zone, where it has one.
    pub zone: Option<Zone>,
    /// Numeric dates have the month first.
    pub month_first: bool,
}

/// A country by its lower-case code, or a language as `lang:de`.
pub fn country(code: &str) -> Option<Country> {
    static TABLE: OnceLock<FxHashMap<&'static str, Country>> = OnceLock::new();
    let table = TABLE.get_or_init(|| {
        COUNTRIES
            .lines()
            .filter(|r| !r.starts_with('#'))
            .filter_map(|row| {
                let mut cells = row.split('\t');
                let (code, zone, order) = (cells.next()?, cells.next()?, cells.next()?);
                let zone = (zone != "-").then(|| Zone::of(zone));
                Some((code, Country { zone, month_first: order == "mdy" }))
            })
            .collect()
    });
    table.get(code).copied()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_and_countries() {
        assert_eq!(zone_word("WITA", None), Some(Zone::Offset(480)));
        assert_eq!(zone_word("IST", Some("ie")), Some(Zone::Offset(60)));
        let summer = jiff::civil::date(2024, 7, 1).at(12, 0, 0, 0);
        assert_eq!(country("de").unwrap().zone.unwrap().minutes_at(summer), Some(120));
        assert_eq!(country("id").unwrap().zone.unwrap().minutes_at(summer), Some(420));
        assert!(country("us").unwrap().zone.is_none() && country("us").unwrap().month_first);
    }
}
