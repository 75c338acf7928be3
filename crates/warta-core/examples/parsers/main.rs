//! Times HTML parsers side by side: `cargo run --release --example parsers -- FOLDER [ROUNDS]`, over
//! the `.html` and `.html.gz` files of a folder; `hostile` in place of a folder times pages made to
//! hurt. Every parser gets the decoded text.

mod html5ever_arena;

use std::hint::black_box;
use std::io::Read;
use std::time::Instant;
use warta_core::document::decode::decode;
use warta_core::document::html::{Limits, parse};

fn pages(folder: &str) -> Vec<String> {
    let mut paths: Vec<_> =
        std::fs::read_dir(folder).expect("a folder").map(|e| e.expect("an entry").path()).collect();
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

/// Prints the rate over all pages, each at the best of its rounds: other work on the machine then
/// counts for little.
fn time(name: &str, pages: &[String], rounds: usize, run: impl Fn(&str) -> usize) {
    let mut best = vec![f64::MAX; pages.len()];
    let mut made = 0;
    for _ in 0..rounds {
        made = 0;
        for (page, best) in pages.iter().zip(&mut best) {
            let start = Instant::now();
            made += run(page);
            *best = best.min(start.elapsed().as_secs_f64());
        }
    }
    let seconds: f64 = best.iter().sum();
    let bytes: usize = pages.iter().map(String::len).sum();
    let rate = pages.len() as f64 / seconds;
    println!(
        "{name:28} {rate:8.0} pages/s {:8.1} MB/s   {made} nodes or tokens",
        bytes as f64 / 1e6 / seconds
    );
}

/// A name and what makes the page of a size.
type Hostile = (&'static str, fn(usize) -> String);

/// Seconds for a hostile page and for one twice as long.
fn hostile() {
    let kinds: [Hostile; 4] = [
        ("nested div", |n| "<div>".repeat(n)),
        ("misnested b p", |n| "<b><p></b>x".repeat(n)),
        ("formatting left open", |n| "<font size=1><b><i><u><p>x</p>".repeat(n)),
        ("attributes", |n| format!("<p {}>", (0..n).map(|i| format!("a{i}=1 ")).collect::<String>())),
    ];
    for (name, make) in kinds {
        for n in [10_000, 20_000] {
            let page = make(n);
            let mut seconds = [f64::MAX; 2];
            for round in 0..6 {
                let start = Instant::now();
                match round % 2 {
                    0 => drop(black_box(parse(&page, &Limits::default()))),
                    _ => drop(black_box(html5ever_arena::parse(&page))),
                }
                let best = &mut seconds[round % 2];
                *best = best.min(start.elapsed().as_secs_f64());
            }
            println!("{name:24} {n:6}   warta {:.4} s   html5ever {:.4} s", seconds[0], seconds[1]);
        }
    }
}

fn main() {
    let mut args = std::env::args().skip(1);
    let folder = args.next().expect("a folder of pages");
    if folder == "hostile" {
        return hostile();
    }
    let rounds = args.next().map_or(3, |n| n.parse().expect("a number of rounds"));
    let only = args.next();
    let pages = pages(&folder);
    println!("{} pages, {:.1} MB", pages.len(), pages.iter().map(String::len).sum::<usize>() as f64 / 1e6);
    let wanted = |name: &str| only.as_deref().is_none_or(|only| name.contains(only));
    if wanted("agree") {
        let agrees = |page: &String| {
            html5ever_arena::agrees(&html5ever_arena::parse(page), &parse(page, &Limits::default()))
        };
        let differing: Vec<_> = (0..pages.len()).filter(|&at| !agrees(&pages[at])).collect();
        let agreeing = pages.len() - differing.len();
        println!("warta and html5ever make the same tree of {agreeing} of {} pages", pages.len());
        println!("not of those with number {differing:?}");
    }
    if wanted("warta") {
        time("warta", &pages, rounds, |page| black_box(parse(page, &Limits::default())).len());
    }
    if wanted("html5ever") {
        time("html5ever 0.40, arena", &pages, rounds, |page| black_box(html5ever_arena::parse(page)).len());
    }
    if wanted("html5gum") {
        time("html5gum 0.9, tokens only", &pages, rounds, |page| {
            html5gum::Tokenizer::new(page).inspect(|token| _ = black_box(token)).count()
        });
    }
}
