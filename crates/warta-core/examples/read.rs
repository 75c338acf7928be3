//! Reads pages and prints records: lines `key TAB path [TAB url]` on standard input, JSON lines `{"key", "record"}` out.

use std::io::{BufRead, Read, Write};

fn main() -> std::io::Result<()> {
    let evidence = std::env::args().any(|a| a == "--evidence");
    let flat = std::env::args().any(|a| a == "--flat");
    let mut out = std::io::BufWriter::new(std::io::stdout().lock());
    for line in std::io::stdin().lock().lines() {
        let line = line?;
        let mut fields = line.split('\t');
        let (key, path, url) =
            (fields.next().unwrap_or(""), fields.next().expect("key TAB path"), fields.next());
        let mut payload = std::fs::read(path)?;
        if payload.starts_with(&[0x1f, 0x8b]) {
            let mut plain = Vec::new();
            flate2::read::MultiGzDecoder::new(&payload[..]).read_to_end(&mut plain)?;
            payload = plain;
        }
        let form = if flat { warta_core::options::Form::Flat } else { Default::default() };
        let options =
            warta_core::Options { url: url.map(str::to_owned), evidence, form, ..Default::default() };
        let record = warta_core::read(&payload, &options);
        serde_json::to_writer(&mut out, &serde_json::json!({"key": key, "record": record}))?;
        writeln!(out)?;
    }
    Ok(())
}
