//! Runs `cases/dates/*.toml`: each line reads as it should, or as no time at all.

use std::path::Path;

use serde::Deserialize;
use warta_core::article::dates::stamps::{Order, Stamp, scan};

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

#[test]
fn cases() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../cases/dates");
    let mut wrong = Vec::new();
    for path in std::fs::read_dir(folder).unwrap().map(|e| e.unwrap().path()) {
        let file: File = toml::from_str(&std::fs::read_to_string(&path).unwrap()).unwrap();
        for case in file.case {
            let language = case.language.as_deref().or(file.language.as_deref());
            let country = case.country.as_deref().or(file.country.as_deref());
            let order = if country == Some("us") { Order::MonthDay } else { Order::DayMonth };
            let said = scan(&case.line, language, order);
            let got = said.first().map(Stamp::iso);
            if got != case.reads || said.len() > 1 {
                wrong.push(format!(
                    "{:?}: {:?}, not {:?} ({} readings)",
                    case.line,
                    got,
                    case.reads,
                    said.len()
                ));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
