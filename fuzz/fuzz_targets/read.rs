//! `cargo +nightly fuzz run read`: decoding and the HTML parser, then the whole of `read`.
#![no_main]

use libfuzzer_sys::fuzz_target;
use warta_core::document::decode::decode;
use warta_core::document::html::{Limits, parse};

fuzz_target!(|payload: &[u8]| {
    let decoded = decode(payload, None, 1 << 20);
    let tree = parse(&decoded.text, &Limits::default());
    for step in tree.walk(tree.root()) {
        std::hint::black_box(step);
    }
    std::hint::black_box(warta_core::read(payload, &warta_core::Options::default()));
});
