//! html5lib's tree-construction tests over our parser.
//!
//! Fragment tests and those that need scripts to run are left out: warta reads whole pages and runs
//! nothing. The tests date from 2020; where we differ, the standard has changed (select elements may
//! hold any content since 2025), which html5ever, following the new text, confirms.

#[path = "../examples/parsers/html5ever_arena.rs"]
mod html5ever_arena;

use std::fmt::Write;
use std::path::Path;
use warta_core::document::decode::decode;
use warta_core::document::html::{Kind, Limits, Namespace, NodeId, Step, Tag, Tree, parse};

/// Tests that must pass, of those run; may only rise.
const FLOOR: usize = 1502;
const ENCODING_FLOOR: usize = 81;

struct Case {
    file: String,
    data: String,
    document: String,
}

fn cases() -> Vec<Case> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/html5lib/tree-construction");
    let mut files: Vec<_> = std::fs::read_dir(folder).unwrap().map(|e| e.unwrap().path()).collect();
    files.sort();
    let mut cases = Vec::new();
    for file in files {
        let text = String::from_utf8(std::fs::read(&file).unwrap()).unwrap();
        let name = file.file_name().unwrap().to_string_lossy().into_owned();
        for part in format!("\n{text}").split("\n#data\n").skip(1) {
            let mut sections = std::collections::HashMap::new();
            let mut key = "data".to_owned();
            let mut words = String::new();
            for line in part.split('\n') {
                let is_head = matches!(
                    line,
                    "#errors"
                        | "#new-errors"
                        | "#document"
                        | "#document-fragment"
                        | "#script-on"
                        | "#script-off"
                );
                if is_head && key != "document" {
                    sections.insert(
                        std::mem::replace(&mut key, line[1..].to_owned()),
                        std::mem::take(&mut words),
                    );
                } else {
                    words.push_str(line);
                    words.push('\n');
                }
            }
            sections.insert(key, words);
            if sections.contains_key("document-fragment") || sections.contains_key("script-on") {
                continue;
            }
            let data = sections.remove("data").unwrap();
            let document = sections.remove("document").unwrap_or_default();
            cases.push(Case {
                file: name.clone(),
                data: data.strip_suffix('\n').unwrap_or(&data).to_owned(),
                document: document.trim_end_matches('\n').to_owned(),
            });
        }
    }
    cases
}

/// The form in which the tests write a tree.
fn written(tree: &Tree<'_>) -> String {
    let mut out = String::new();
    let mut depth = 0usize;
    let mut indent: Vec<usize> = Vec::new();
    for step in tree.walk(tree.root()) {
        match step {
            Step::Enter(id) => {
                if id != tree.root() {
                    line(tree, id, depth, &mut out);
                }
                indent.push(depth);
                if id != tree.root() {
                    depth += 1;
                    if tree.tag(id) == Tag::TEMPLATE && tree.namespace(id) == Namespace::Html {
                        writeln!(out, "| {}content", "  ".repeat(depth)).unwrap();
                        depth += 1;
                    }
                }
            }
            Step::Leave(_) => depth = indent.pop().unwrap(),
        }
    }
    out.trim_end_matches('\n').to_owned()
}

fn line(tree: &Tree<'_>, id: NodeId, depth: usize, out: &mut String) {
    let pad = "  ".repeat(depth);
    match tree.kind(id) {
        Kind::Doctype => writeln!(out, "| {pad}<!DOCTYPE {}>", tree.doctype(id).unwrap()),
        Kind::Text => writeln!(out, "| {pad}\"{}\"", tree.text(id).unwrap()),
        Kind::Comment => writeln!(out, "| {pad}<!-- {} -->", tree.comment(id).unwrap()),
        _ => {
            let prefix = match tree.namespace(id) {
                Namespace::Html => "",
                Namespace::Svg => "svg ",
                Namespace::MathMl => "math ",
            };
            writeln!(out, "| {pad}<{prefix}{}>", tree.name(id)).unwrap();
            let foreign = tree.namespace(id) != Namespace::Html;
            let mut attrs: Vec<_> = tree
                .attrs(id)
                .map(|(name, value)| {
                    let spaced =
                        ["xlink:", "xml:", "xmlns:"].iter().find(|p| foreign && name.starts_with(*p));
                    let known = matches!(
                        name,
                        "xlink:actuate"
                            | "xlink:arcrole"
                            | "xlink:href"
                            | "xlink:role"
                            | "xlink:show"
                            | "xlink:title"
                            | "xlink:type"
                            | "xml:lang"
                            | "xml:space"
                            | "xmlns:xlink"
                    );
                    match spaced {
                        Some(_) if known => (name.replacen(':', " ", 1), value),
                        _ => (name.to_owned(), value),
                    }
                })
                .collect();
            attrs.sort();
            for (name, value) in attrs {
                writeln!(out, "| {pad}  {name}=\"{value}\"").unwrap();
            }
            Ok(())
        }
    }
    .unwrap();
}

#[test]
fn tree_construction() {
    let (mut passed, mut changed, mut failed) = (0, 0, Vec::new());
    for case in cases() {
        let tree = parse(&case.data, &Limits::default());
        let got = written(&tree);
        if got == case.document {
            passed += 1;
        } else {
            changed += usize::from(html5ever_arena::agrees(&html5ever_arena::parse(&case.data), &tree));
            failed.push((case, got));
        }
    }
    println!("html5lib tree construction: {passed} of {} pass", passed + failed.len());
    println!("of the {} others, {changed} give the same tree as html5ever 0.40", failed.len());
    for (case, got) in &failed {
        println!("--- {}: {:?}", case.file, case.data);
        if std::env::var_os("SHOW").is_some() {
            println!("expected\n{}\ngot\n{got}", case.document);
        }
    }
    assert_eq!(changed, failed.len(), "a difference that the changed standard does not explain");
    assert!(passed >= FLOOR, "{passed} pass, fewer than {FLOOR}");
}

/// html5lib's tests of the declared encoding. Where nothing is declared they expect a default that
/// we do not have (we look at the bytes), so only the declaration is compared.
#[test]
fn encoding_declarations() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/html5lib/encoding");
    let (mut passed, mut failed) = (0, Vec::new());
    for file in ["tests1.dat", "tests2.dat", "test-yahoo-jp.dat"] {
        let bytes = std::fs::read(folder.join(file)).unwrap();
        let finder = |from: usize, what: &[u8]| {
            bytes[from..].windows(what.len()).position(|w| w == what).map(|p| p + from)
        };
        let mut at = 0;
        while let Some(start) = finder(at, b"#data\n") {
            let end = finder(start, b"#encoding\n").unwrap();
            let line = &bytes[end + 10..];
            let wanted = String::from_utf8_lossy(line.split(|&b| b == b'\n').next().unwrap())
                .trim()
                .to_ascii_lowercase();
            at = end;
            let data = &bytes[start + 6..end];
            let got = decode(data, None, usize::MAX);
            let found = match got.rule {
                "meta" | "byte_order_mark" => got.encoding.to_ascii_lowercase(),
                _ if data.is_ascii() => "windows-1252".to_owned(),
                _ => got.encoding.to_ascii_lowercase(),
            };
            match found == wanted {
                true => passed += 1,
                false => failed.push((String::from_utf8_lossy(data).into_owned(), wanted, found, got.rule)),
            }
        }
    }
    println!("html5lib encoding: {passed} of {} pass", passed + failed.len());
    for case in &failed {
        println!("+++ {case:?}");
    }
    assert!(passed >= ENCODING_FLOOR);
}

/// The comparison with html5ever tells trees apart.
#[test]
fn agreement_is_not_vacuous() {
    for (one, other) in [
        ("<p>a", "<p>b"),
        ("<p a=1>", "<p a=2>"),
        ("<p>", "<p><b>"),
        ("<!--a-->", "<!--b-->"),
        ("<p>", "<div>"),
    ] {
        let nodes = html5ever_arena::parse(one);
        assert!(html5ever_arena::agrees(&nodes, &parse(one, &Limits::default())));
        assert!(!html5ever_arena::agrees(&nodes, &parse(other, &Limits::default())));
    }
}
