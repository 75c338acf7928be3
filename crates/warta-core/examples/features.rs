//! Writes the rows of the two passes over many pages, for training.
//!
//! `features first OUT < pages.tsv` (lines `key TAB path`, pages plain or gzip) writes OUT.blocks.jsonl
//! (a line a page: key, texts and kinds of its blocks), OUT.rows.f32 and OUT.tokens.txt (class words
//! around each block). `features second OUT P.f32 < pages.tsv` reads a probability per block and
//! writes OUT.rows2.f32. `features decide OUT P.f32` writes the kept blocks,
//! given final probabilities. `features names` prints the names of both passes' features.

use std::io::{BufRead, BufWriter, Read, Write};

use warta_core::article::main_content::{class_words, context::Context, decide, features};
use warta_core::document::html::Attr;
use warta_core::document::{decode, html, page};

fn main() -> std::io::Result<()> {
    let args: Vec<String> = std::env::args().collect();
    if args[1] == "names" {
        println!("{}", features::NAMES.join(" "));
        println!("{}", warta_core::article::main_content::context::NAMES.join(" "));
        return Ok(());
    }
    let (pass, out) = (args[1].as_str(), args[2].as_str());
    let file = |name: &str| std::fs::File::create(format!("{out}.{name}")).map(BufWriter::new);
    let given: Vec<f32> = match args.get(3) {
        Some(path) => {
            std::fs::read(path)?.chunks_exact(4).map(|b| f32::from_le_bytes(b.try_into().unwrap())).collect()
        }
        None => Vec::new(),
    };
    let mut at = 0;
    let (mut blocks, mut rows, mut tokens) = match pass {
        "decide" => (Some(file("decided.jsonl")?), file("unused")?, None),
        "first" => (Some(file("blocks.jsonl")?), file("rows.f32")?, Some(file("tokens.txt")?)),
        _ => (None, file("rows2.f32")?, None),
    };
    for line in std::io::stdin().lock().lines() {
        let line = line?;
        let (key, path) = line.split_once('\t').expect("key TAB path");
        let mut payload = std::fs::read(path)?;
        if payload.starts_with(&[0x1f, 0x8b]) {
            let mut plain = Vec::new();
            flate2::read::MultiGzDecoder::new(&payload[..]).read_to_end(&mut plain)?;
            payload = plain;
        }
        let decoded = decode::decode(&payload, None, 32 << 20);
        let tree = html::parse(&decoded.text, &html::Limits::default());
        let document = page::document(tree);
        let hints = warta_core::article::hints_of(&document);
        let made = features::measured(&document, &hints);
        if let ("first", Some(blocks), Some(tokens)) = (pass, &mut blocks, &mut tokens) {
            let tree = document.tree.as_ref().unwrap();
            let texts: Vec<&str> = document.blocks.iter().map(|b| document.words(b)).collect();
            let kinds: Vec<String> = document.blocks.iter().map(|b| format!("{:?}", b.kind)).collect();
            let paths: Vec<String> = document
                .blocks
                .iter()
                .map(|b| {
                    let mut names = Vec::new();
                    let mut up = b.node;
                    while let (Some(n), true) = (up, names.len() < 4) {
                        names.push(format!(
                            "{}.{}",
                            tree.name(n),
                            tree.attr(n, Attr::CLASS).unwrap_or("").chars().take(60).collect::<String>()
                        ));
                        up = tree.parent(n);
                    }
                    names.join(" < ")
                })
                .collect();
            serde_json::to_writer(
                &mut *blocks,
                &serde_json::json!({"key": key, "texts": texts, "kinds": kinds, "paths": paths}),
            )?;
            writeln!(blocks)?;
            for block in &document.blocks {
                let mut words = Vec::new();
                let mut node = block.node;
                while let Some(n) = node {
                    class_words::tokens(tree, n, |t| words.push(t.to_owned()));
                    node = tree.parent(n);
                }
                writeln!(tokens, "{}", words.join(" "))?;
            }
            // A block that is not judged has a row of zeros, which training leaves out.
            let none = vec![0.0; features::NAMES.len()];
            for i in 0..document.blocks.len() {
                for x in made.row(i).unwrap_or(&none) {
                    rows.write_all(&x.to_le_bytes())?;
                }
            }
        } else if let Some(decided) = &mut blocks {
            let n = document.blocks.len();
            let content = decide::decide(&document, &made, &hints, given[at..at + n].to_vec());
            at += n;
            serde_json::to_writer(&mut *decided, &serde_json::json!({"key": key, "kept": content.kept}))?;
            writeln!(decided)?;
        } else {
            let n = document.blocks.len();
            let p = &given[at..at + n];
            at += n;
            let context = Context::new(&document, &made, p);
            let width = features::NAMES.len() + warta_core::article::main_content::context::NAMES.len();
            let mut row = Vec::with_capacity(width);
            for i in 0..document.blocks.len() {
                row.clear();
                if made.row(i).is_some() {
                    context.row(&document, i, &mut row);
                } else {
                    row.resize(width, 0.0);
                }
                for x in &row {
                    rows.write_all(&x.to_le_bytes())?;
                }
            }
        }
    }
    Ok(())
}
