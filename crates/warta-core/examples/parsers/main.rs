//! Times HTML parsers side by side: `cargo run --release --example parsers -- FOLDER [ROUNDS]`, over
//! the `.html` and `.html.gz` files of a folder. Every parser gets the decoded text.

mod html5ever_arena;

use std::hint::black_box;
use std::io::Read;
use std::time::Instant;
use warta_core::document::decode::decode;
use warta_core::document::html::{Limits, parse};

fn pages(folder: &str) -> Vec<String> {
    let mut paths: Vec<_> = std::fs::read_dir(folder).expect("a folder").map(|e| e.expect("an entry").path()).collect();
    paths.sort();
    paths
        .iter()
        .map(|path| {
            let bytes = std::fs::read(path).expect("a file");
            let mut payload = Vec::new();
            match path.extension().is_some_and(|e| e == "gz") {
                true => drop(flate2::read::MultiGzDecoder::new(&bytes[..]).read_to_end(&mut payload)),
                false => payload = bytes,
            }
            decode(&payload, None, usize::MAX).text.into_owned()
        })
        .collect()
}

fn time(name: &str, pages: &[String], rounds: usize, run: impl Fn(&str) -> usize) {
    let mut best = f64::MAX;
    let mut made = 0;
    for _ in 0..rounds {
        let start = Instant::now();
        made = pages.iter().map(|page| run(page)).sum();
        best = best.min(start.elapsed().as_secs_f64());
    }
    let bytes: usize = pages.iter().map(String::len).sum();
    let rate = pages.len() as f64 / best;
    println!("{name:28} {rate:8.0} pages/s {:8.1} MB/s   {made} nodes or tokens", bytes as f64 / 1e6 / best);
}

fn main() {
    let mut args = std::env::args().skip(1);
    let folder = args.next().expect("a folder of pages");
    let rounds = args.next().map_or(3, |n| n.parse().expect("a number of rounds"));
    let only = args.next();
    let pages = pages(&folder);
    println!("{} pages, {:.1} MB", pages.len(), pages.iter().map(String::len).sum::<usize>() as f64 / 1e6);
    let wanted = |name: &str| only.as_deref().is_none_or(|only| name.contains(only));
    if wanted("warta") {
        time("warta", &pages, rounds, |page| black_box(parse(page, &Limits::default())).len());
    }
    if wanted("html5ever") {
        time("html5ever 0.40, arena", &pages, rounds, |page| black_box(html5ever_arena::parse(page)).len());
    }
    if wanted("html5gum") {
        time("html5gum 0.9, tokens only", &pages, rounds, |page| {
            html5gum::Tokenizer::new(page).map(|token| black_box(token)).count()
        });
    }
}
