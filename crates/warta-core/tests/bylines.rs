//! Runs `cases/bylines/*.toml`: each stretch names the persons and agencies that it should, and nobody else.

use std::path::Path;

use serde::Deserialize;
use warta_core::article::authors::names::names;

#[derive(Deserialize)]
struct File {
    case: Vec<Case>,
}

#[derive(Deserialize)]
struct Case {
    line: String,
    language: String,
    #[serde(default)]
    persons: Vec<String>,
    #[serde(default)]
    roles: Vec<String>,
    #[serde(default)]
    agencies: Vec<String>,
}

#[test]
fn cases() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../cases/bylines");
    let mut wrong = Vec::new();
    for path in std::fs::read_dir(folder).unwrap().map(|e| e.unwrap().path()) {
        let file: File = toml::from_str(&std::fs::read_to_string(&path).unwrap()).unwrap();
        for case in file.case {
            let made = names(&case.line, Some(&case.language), &[]);
            let persons: Vec<_> = made.persons.iter().map(|p| p.name.clone()).collect();
            let roles: Vec<_> = made.persons.iter().map(|p| p.role.unwrap_or("").to_owned()).collect();
            if persons != case.persons
                || made.agencies != case.agencies
                || (!case.roles.is_empty() && roles != case.roles)
            {
                wrong.push(format!("{:?}: {persons:?} {roles:?} {:?}", case.line, made.agencies));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
