//! Statements of texts, one JSON line each: `cargo run --example statements [--grammar-only] < list`,
//! where each line of the list is `key TAB language TAB path`.

use std::io::{BufRead, Write};

use warta_core::statements::{Subject, read_subject};

fn main() {
    let grammar_only = std::env::args().any(|a| a == "--grammar-only");
    let mut out = std::io::BufWriter::new(std::io::stdout().lock());
    for line in std::io::stdin().lock().lines() {
        let line = line.expect("standard input");
        let [key, language, path] = line.split('\t').collect::<Vec<_>>()[..] else {
            panic!("key TAB language TAB path")
        };
        let text = std::fs::read_to_string(path).expect(path);
        let subject =
            Subject { text, language: Some(language.to_owned()), grammar_only, ..Subject::default() };
        let found = read_subject(&subject);
        serde_json::to_writer(&mut out, &serde_json::json!({ "key": key, "found": found })).expect("JSON");
        writeln!(out).expect("standard output");
    }
}
