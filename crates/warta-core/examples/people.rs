//! Prints dates, authors, dateline and initials of pages, for the scorer.
//!
//! Standard input: lines `key TAB path TAB url`, pages plain or gzip. Standard output: a JSON line a page.
//! Main content is not known here, so the judgments stand on the page's layout alone.

use std::io::{BufRead, Read, Write};
use std::time::{Duration, Instant};

use warta_core::article::metadata::Metadata;
use warta_core::article::{authors, dateline, dates, initials, main_content::MainContent, page::Page};
use warta_core::document::{decode, flat, html, page};
use warta_core::languages::stopwords;
use warta_core::options::Options;

fn main() -> std::io::Result<()> {
    let mut out = std::io::stdout().lock();
    let (mut spent, mut pages) = (Duration::ZERO, 0u32);
    let mut times: Vec<(Duration, Duration, Duration)> = Vec::new();
    for line in std::io::stdin().lock().lines() {
        let line = line?;
        let mut cells = line.split('\t');
        let (Some(key), Some(path)) = (cells.next(), cells.next()) else { continue };
        let url = cells.next().and_then(|u| url::Url::parse(u).ok());
        let mut payload = std::fs::read(path)?;
        if payload.starts_with(&[0x1f, 0x8b]) {
            let mut plain = Vec::new();
            flate2::read::MultiGzDecoder::new(&payload[..]).read_to_end(&mut plain)?;
            payload = plain;
        }
        let decoded = decode::decode(&payload, None, 32 << 20);
        let document = if path.ends_with(".txt") {
            flat::document(&decoded.text)
        } else {
            page::document(html::parse(&decoded.text, &html::Limits::default()))
        };
        let metadata = document.tree.as_ref().map(Metadata::of).unwrap_or_default();
        let language = metadata.html_lang.as_deref().and_then(|l| l.split(['-', '_']).next()).map(str::to_lowercase).filter(|l| l.len() == 2);
        let voted = stopwords::vote(&document.text).filter(|(_, count)| count.density() > 0.1).map(|(code, _)| code.to_owned());
        let language = cells.next().map(str::to_owned).or(voted).or(language);
        let options = Options::default();
        let page = Page { document: &document, metadata: &metadata, url: url.as_ref(), options: &options };
        let content = MainContent::default();
        let start = Instant::now();
        let dates = dates::choose(&page, &content, language.as_deref(), None);
        let after_dates = start.elapsed();
        let people = authors::choose(&page, &content, language.as_deref());
        let after_people = start.elapsed();
        let place = dateline::choose(&page, &content);
        let code = initials::choose(&page, &content);
        let all = start.elapsed();
        spent += all;
        times.push((all, after_dates, after_people - after_dates));
        pages += 1;
        let moment = dates.published.chosen.as_ref();
        let made = serde_json::json!({
            "key": key,
            "published": moment.map(|m| &m.value.iso),
            "raw": moment.map(|m| &m.raw), "zone": moment.map(|m| m.value.zone), "rule": moment.map(|m| m.rule),
            "modified": dates.modified.value().map(|m| &m.iso),
            "rivals": dates.published.rivals.iter().map(|(f, why)| format!("{} {} {} {why}", f.value.iso, f.rule, f.raw)).collect::<Vec<_>>(),
            "authors": people.authors.value().map(|a| a.iter().map(|a| &a.name).collect::<Vec<_>>()).unwrap_or_default(),
            "roles": people.authors.value().map(|a| a.iter().map(|a| a.role).collect::<Vec<_>>()).unwrap_or_default(),
            "author_rule": people.authors.chosen.as_ref().map(|a| (a.rule, &a.raw)),
            "author_rivals": people.authors.rivals.iter().map(|(f, _)| format!("{} {}", f.rule, f.raw)).collect::<Vec<_>>(),
            "byline": people.byline.value(),
            "agencies": people.agency.value().map(|a| vec![a]).unwrap_or_default(),
            "dateline": place.value(), "initials": code.value(),
        });
        writeln!(out, "{made}")?;
    }
    times.sort();
    if let Some((all, dates, people)) = times.get(times.len() / 2) {
        eprintln!("median {all:?}, of it dates {dates:?}, authors {people:?}");
    }
    eprintln!("{pages} pages, {:.1} µs a page", spent.as_secs_f64() * 1e6 / f64::from(pages.max(1)));
    Ok(())
}
