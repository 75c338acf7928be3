//! Prints what `training/flat_content.py` learns from: the blocks of flattened pages and their features.
//!
//! Standard input: JSON lines with `text`.
//! Standard output, a page at a time: bytes of a JSON line, rows and columns (three little-endian u32), the JSON line
//! (`names`, `blocks`, `breaks`), and the rows as little-endian f32.

use std::io::{BufRead, BufWriter, Write};

use serde::Deserialize;
use warta_core::article::flat_content;
use warta_core::document::flat;

#[derive(Deserialize)]
struct Page {
    text: String,
}

fn main() -> std::io::Result<()> {
    let mut out = BufWriter::new(std::io::stdout().lock());
    for line in std::io::stdin().lock().lines() {
        let page: Page = serde_json::from_str(&line?)?;
        let document = flat::document(&page.text);
        let dump = flat_content::dump(&document, None);
        let blocks: Vec<&str> = document.blocks.iter().map(|b| document.words(b)).collect();
        let breaks: Vec<u8> = document.blocks.iter().map(|b| b.breaks).collect();
        let head = serde_json::json!({"names": dump.names, "blocks": blocks, "breaks": breaks}).to_string();
        for number in [head.len(), dump.rows.len(), dump.names.len()] {
            out.write_all(&(number as u32).to_le_bytes())?;
        }
        out.write_all(head.as_bytes())?;
        for value in dump.rows.iter().flatten() {
            out.write_all(&value.to_le_bytes())?;
        }
    }
    Ok(())
}
