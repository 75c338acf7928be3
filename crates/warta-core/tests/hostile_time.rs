//! Time over pages made to hurt a parser grows with the page. Alone in its file, so that no other test
//! of it runs at the same time; by the processor's time, not the clock's.

mod hostile;

use cpu_time::ThreadTime;
use hostile::PAGES;
use std::time::Duration;
use warta_core::document::html::{Limits, parse};

/// Most that a page four times as long may multiply the time: linear work gives four, quadratic sixteen;
/// what lies between is room for a busy machine and for memory that no longer fits its caches.
const MAX_GROWTH: f64 = 8.0;
/// Slowest that any page may be read, in bytes a second (the target is one megabyte a second).
const MIN_RATE: f64 = 2e6;
/// Measurements from which a page may show that it is linear.
const ATTEMPTS: usize = 8;
/// The pages' sizes are divided by this, so that both trees fit the processor's cache: beyond it, fresh
/// memory costs more than the parser's work.
const SHRINK: usize = if cfg!(debug_assertions) { 20 } else { 4 };

fn best_of(rounds: usize, page: &str) -> Duration {
    let run = || {
        let start = ThreadTime::now();
        std::hint::black_box(parse(page, &Limits::default()).len());
        start.elapsed()
    };
    (0..rounds).map(|_| run()).min().unwrap()
}

#[test]
fn time_grows_with_the_page() {
    for &(name, n, make) in PAGES {
        let n = n / SHRINK;
        let (one, two) = (make(n), make(4 * n));
        // A ratio above the bound must show every time to count: other work shares the machine.
        let mut growth = f64::MAX;
        let mut rate = 0f64;
        for _ in 0..ATTEMPTS {
            let (short, long) = (best_of(3, &one).as_secs_f64(), best_of(3, &two).as_secs_f64());
            growth = growth.min(long / short.max(1e-4));
            rate = rate.max(two.len() as f64 / long);
            if growth <= MAX_GROWTH && rate >= MIN_RATE {
                break;
            }
        }
        println!("{name:34} growth {growth:5.2}   {:8.1} MB/s", rate / 1e6);
        if std::env::var_os("SHOW").is_some() {
            continue;
        }
        assert!(growth <= MAX_GROWTH, "{name}: four times the page takes {growth:.2} times as long");
        assert!(cfg!(debug_assertions) || rate >= MIN_RATE, "{name}: {rate:.0} bytes a second");
    }
}
