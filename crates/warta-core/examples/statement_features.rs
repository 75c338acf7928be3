//! Features of the statements' sequence model for training: `statement_features cues|roles < list > out`.
//!
//! `cues`: each line of the list is `key TAB path`; a line `# key` opens a text, an empty line ends a paragraph, and a token
//! is `start TAB end TAB hash hash ...` (characters, hexadecimal). `roles`: each line is `key TAB path TAB start TAB end`, a cue in
//! characters; a line `# key start end` opens its window. `found`: cues that the first stage finds, as `key TAB start TAB end TAB p`.

use std::io::{BufRead, Write};

use warta_core::span::CharIndex;
use warta_core::statements::model::{CUE_LABELS, crf::Crf, features::Page, find_cues};
use warta_core::statements::{quotations::quotations, tokens::Tokens};

fn main() {
    let mode = std::env::args().nth(1).expect("cues, roles or found");
    let table = std::env::args().nth(2).map(|path| std::fs::read_to_string(path).expect("the table"));
    let crf = Crf::read(table.as_deref().unwrap_or(""), &CUE_LABELS);
    let mut out = std::io::BufWriter::new(std::io::stdout().lock());
    let mut last = (String::new(), String::new());
    for line in std::io::stdin().lock().lines() {
        let line = line.expect("standard input");
        let cells: Vec<&str> = line.split('\t').collect();
        if last.0 != cells[1] {
            last = (cells[1].to_owned(), std::fs::read_to_string(cells[1]).expect(cells[1]));
        }
        let text = &last.1;
        let tokens = Tokens::new(text);
        let marks = quotations(&tokens);
        let page = Page::new(&tokens, &marks);
        let index = CharIndex::new(text);
        let row = |out: &mut dyn Write, i: usize, features: &[u64]| {
            let token = &tokens.all[i];
            write!(out, "{}\t{}\t", index.at(token.start as usize), index.at(token.end as usize))
                .expect("output");
            for feature in features {
                write!(out, "{feature:x} ").expect("output");
            }
            writeln!(out).expect("output");
        };
        match mode.as_str() {
            "cues" => {
                writeln!(out, "# {}", cells[0]).expect("output");
                for paragraph in &tokens.paragraphs {
                    for (i, features) in paragraph.clone().zip(page.cue_features(paragraph)) {
                        row(&mut out, i, &features);
                    }
                    writeln!(out).expect("output");
                }
            }
            "found" => {
                for (cue, likely) in find_cues(&page, &crf, 0.2) {
                    let (start, end) = (tokens.all[cue.start].start, tokens.all[cue.end - 1].end);
                    writeln!(
                        out,
                        "{}\t{}\t{}\t{likely:.3}",
                        cells[0],
                        index.at(start as usize),
                        index.at(end as usize)
                    )
                    .expect("output");
                }
            }
            _ => {
                let (start, end): (usize, usize) =
                    (cells[2].parse().expect("start"), cells[3].parse().expect("end"));
                let at = |i: usize| index.at(tokens.all[i].start as usize);
                let first = (0..tokens.len()).find(|&i| at(i) >= start).expect("the cue's first token");
                let last = (first..tokens.len()).take_while(|&i| at(i) < end).last().unwrap_or(first);
                let cue = first..last + 1;
                let window = page.window(&cue);
                writeln!(out, "# {}\t{start}\t{end}", cells[0]).expect("output");
                for (i, features) in window.clone().zip(page.role_features(&cue, &window)) {
                    row(&mut out, i, &features);
                }
                writeln!(out).expect("output");
            }
        }
    }
}
