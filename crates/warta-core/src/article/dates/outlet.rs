//! What the outlet's country and the page's language say of its times: zone and numeric order.

use crate::article::page::Page;
use crate::languages::zones::{self, Zone};

/// Country endings of addresses that anyone may have.
const GENERIC: [&str; 15] = ["co", "io", "tv", "me", "ai", "eu", "am", "fm", "cc", "ws", "to", "ly", "gg", "nu", "la"];

/// Zone and numeric order of an outlet's times.
#[derive(Clone, Debug, Default)]
pub struct Outlet {
    /// Lower-case country code.
    pub country: Option<String>,
    /// The zone that its times are in, where there is one.
    pub zone: Option<Zone>,
    /// How the zone was decided: outlet or language.
    pub how: &'static str,
    /// Numeric dates have the month first.
    pub month_first: bool,
}

impl Outlet {
    /// From the address's ending, else the region that the page states, else its language.
    pub fn of(page: &Page<'_>, language: Option<&str>, domain: Option<&str>) -> Outlet {
        let host = domain.or_else(|| page.url.and_then(|u| u.host_str())).unwrap_or("");
        let ending = host.rsplit('.').next().filter(|e| e.len() == 2 && !GENERIC.contains(e)).map(|e| if e == "uk" { "gb" } else { e }.to_owned());
        let ending = ending.filter(|e| zones::country(e).is_some());
        let stated = || {
            let locale = page.metadata.meta("og:locale").map(|m| m.content);
            // "en-US" is what publishing software says unasked.
            [page.metadata.html_lang.as_deref(), locale].into_iter().flatten().filter_map(region).find(|r| r != "us")
        };
        let country = ending.or_else(stated);
        let known = country.as_deref().and_then(zones::country);
        let tongue = language.and_then(|l| zones::country(&format!("lang:{l}")));
        let (zone, how) = match (known.and_then(|k| k.zone), tongue.and_then(|t| t.zone)) {
            (Some(zone), _) => (Some(zone), "outlet"),
            (None, Some(zone)) if country.is_none() => (Some(zone), "language"),
            _ => (None, "none"),
        };
        // English without a country is American more often than not.
        let month_first = known.map_or(country.is_none() && language.is_none_or(|l| l == "en"), |k| k.month_first);
        Outlet { country, zone, how, month_first }
    }
}

/// "de-AT", "id_ID": the region.
fn region(locale: &str) -> Option<String> {
    let region = locale.trim().split(['-', '_']).nth(1)?;
    (region.len() == 2).then(|| region.to_ascii_lowercase())
}
