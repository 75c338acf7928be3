//! Runs `cases/dates/*.toml`: each line reads as it should, or as no time at all.

use std::path::Path;

use serde::Deserialize;
use warta_core::article::dates::parse::{Locale, Reading, readings};
use warta_core::languages::zones;

#[derive(Deserialize)]
struct File {
    language: Option<String>,
    country: Option<String>,
    case: Vec<Case>,
}

#[derive(Deserialize)]
struct Case {
    line: String,
    language: Option<String>,
    country: Option<String>,
    reads: Option<String>,
}

fn iso(reading: &Reading) -> String {
    let mut made = reading.date.to_string();
    if let Some(time) = reading.time {
        let seconds = if reading.seconds { format!(":{:02}", time.second()) } else { String::new() };
        made += &format!("T{:02}:{:02}{seconds}", time.hour(), time.minute());
    }
    if let Some(minutes) = reading.zone.and_then(|z| z.minutes_at(reading.local())) {
        made += &format!("{}{:02}:{:02}", if minutes < 0 { '-' } else { '+' }, minutes.abs() / 60, minutes.abs() % 60);
    }
    made
}

#[test]
fn cases() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../cases/dates");
    let mut wrong = Vec::new();
    for path in std::fs::read_dir(folder).unwrap().map(|e| e.unwrap().path()) {
        let file: File = toml::from_str(&std::fs::read_to_string(&path).unwrap()).unwrap();
        for case in file.case {
            let language = case.language.as_deref().or(file.language.as_deref());
            let country = case.country.as_deref().or(file.country.as_deref());
            let month_first = country.and_then(zones::country).is_some_and(|c| c.month_first);
            let said = readings(&case.line, Locale { language, country, month_first });
            let got = said.first().map(iso);
            if got != case.reads || said.len() > 1 {
                wrong.push(format!("{:?}: {:?}, not {:?} ({} readings)", case.line, got, case.reads, said.len()));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
