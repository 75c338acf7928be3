//! html5lib's tree-construction tests over our parser.
//!
//! Fragment tests and those that need scripts to run are left out: warta reads whole pages and runs
//! nothing. Tests whose expectation the HTML standard has changed since are listed by name.

use std::fmt::Write;
use std::path::Path;
use warta_core::document::html::{Kind, Limits, Namespace, NodeId, Step, Tag, Tree, parse};

/// Tests that must pass, of those run; may only rise.
const FLOOR: usize = 1502;

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
                    "#errors" | "#new-errors" | "#document" | "#document-fragment" | "#script-on" | "#script-off"
                );
                if is_head && !(key == "document") {
                    sections.insert(std::mem::replace(&mut key, line[1..].to_owned()), std::mem::take(&mut words));
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
                    let spaced = ["xlink:", "xml:", "xmlns:"].iter().find(|p| foreign && name.starts_with(*p));
                    let known = matches!(
                        name,
                        "xlink:actuate" | "xlink:arcrole" | "xlink:href" | "xlink:role" | "xlink:show" | "xlink:title"
                            | "xlink:type" | "xml:lang" | "xml:space" | "xmlns:xlink"
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
    let (mut passed, mut failed) = (0, Vec::new());
    for case in cases() {
        let got = written(&parse(&case.data, &Limits::default()));
        if got == case.document {
            passed += 1;
        } else {
            failed.push((case, got));
        }
    }
    println!("html5lib tree construction: {passed} of {} pass", passed + failed.len());
    for (case, got) in &failed {
        println!("--- {}: {:?}", case.file, case.data);
        if std::env::var_os("SHOW").is_some() {
            println!("expected\n{}\ngot\n{got}", case.document);
        }
    }
    assert!(passed >= FLOOR, "{passed} pass, fewer than {FLOOR}");
}
