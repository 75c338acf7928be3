//! Pages a second of `read`, parsing apart: lines `path` on standard input, best of N rounds per page. With `read` as
//! second argument only the whole is run, for a profiler.

use std::io::{BufRead, Read};
use std::time::{Duration, Instant};

use warta_core::article::hints_of;
use warta_core::article::main_content::{decide, features};
use warta_core::document::{decode, html, page};
use warta_core::{Options, read};

fn main() -> std::io::Result<()> {
    let rounds = std::env::args().nth(1).and_then(|a| a.parse().ok()).unwrap_or(3);
    let mut pages = Vec::new();
    for line in std::io::stdin().lock().lines() {
        let mut payload = std::fs::read(line?.rsplit('\t').next().unwrap_or(""))?;
        if payload.starts_with(&[0x1f, 0x8b]) {
            let mut plain = Vec::new();
            flate2::read::MultiGzDecoder::new(&payload[..]).read_to_end(&mut plain)?;
            payload = plain;
        }
        pages.push(payload);
    }
    let options = Options::default();
    let bytes: usize = pages.iter().map(Vec::len).sum();
    let best = |work: &dyn Fn(&[u8])| -> Duration {
        pages
            .iter()
            .map(|payload| {
                (0..rounds)
                    .map(|_| {
                        let start = Instant::now();
                        work(payload);
                        start.elapsed()
                    })
                    .min()
                    .unwrap_or_default()
            })
            .sum()
    };
    let whole = || {
        best(&|payload| {
            std::hint::black_box(read(payload, &options));
        })
    };
    if std::env::args().nth(2).as_deref() == Some("read") {
        println!("{:.0} µs/page", 1e6 * whole().as_secs_f64() / pages.len() as f64);
        return Ok(());
    }
    let parsed = best(&|payload| {
        let decoded = decode::decode(payload, None, options.max_bytes);
        std::hint::black_box(html::parse(&decoded.text, &html::Limits::default()));
    });
    let laid_out = best(&|payload| {
        let decoded = decode::decode(payload, None, options.max_bytes);
        std::hint::black_box(page::document(html::parse(&decoded.text, &html::Limits::default())));
    });
    let hinted = best(&|payload| {
        let decoded = decode::decode(payload, None, options.max_bytes);
        let document = page::document(html::parse(&decoded.text, &html::Limits::default()));
        std::hint::black_box(hints_of(&document));
    });
    let measured = best(&|payload| {
        let decoded = decode::decode(payload, None, options.max_bytes);
        let document = page::document(html::parse(&decoded.text, &html::Limits::default()));
        std::hint::black_box(features::measured(&document, &hints_of(&document)));
    });
    let decided = best(&|payload| {
        let decoded = decode::decode(payload, None, options.max_bytes);
        let document = page::document(html::parse(&decoded.text, &html::Limits::default()));
        let hints = hints_of(&document);
        let made = features::measured(&document, &hints);
        std::hint::black_box(decide::choose(&document, &made, &hints));
    });
    for (name, time) in [
        ("decode and parse", parsed),
        ("and blocks", laid_out),
        ("and metadata", hinted),
        ("and features", measured),
        ("and decisions", decided),
        ("read", whole()),
    ] {
        let seconds = time.as_secs_f64();
        println!(
            "{name:16} {:8.0} µs/page {:8.0} pages/s {:8.1} MB/s",
            1e6 * seconds / pages.len() as f64,
            pages.len() as f64 / seconds,
            bytes as f64 / 1e6 / seconds
        );
    }
    Ok(())
}
