//! A document into an article: main content and metadata, each field by one module.

pub mod choice;
pub mod content_blocks;
pub mod dates;
pub mod flat_content;
pub mod headline;
pub mod main_content;
pub mod metadata;
pub mod model;
pub mod page;

use crate::document::{Document, decode, flat, html, page as page_document};
use crate::options::{Form, Options};
use crate::record;
use crate::span::CharOffsets;
use main_content::hints::Hints;
use main_content::{MainContent, decide, features};

/// Reads one payload; never fails for what the payload contains.
pub fn read(payload: &[u8], options: &Options) -> record::Article {
    let decoded = decode::decode(payload, options.content_type.as_deref(), options.max_bytes);
    let mut article = record::Article {
        schema: record::SCHEMA,
        payload_hash: format!("blake3:{}", blake3::hash(payload).to_hex()),
        fetched_at: options.fetched_at.clone(),
        url: options.url.clone(),
        encoding: decoded.encoding.to_owned(),
        truncated: decoded.truncated.iter().map(|&cut| cut.to_owned()).collect(),
        kind: "other",
        ..Default::default()
    };
    if options.form == Form::Flat {
        article.form = "flat";
        let document = flat::document(&decoded.text);
        finish(&mut article, &document, &MainContent::default(), options);
    } else {
        article.form = "html";
        let limits = html::Limits { max_depth: options.max_depth, max_attributes: options.max_attributes, ..Default::default() };
        let tree = html::parse(&decoded.text, &limits);
        article.truncated.extend(tree.truncated().iter().map(|&cut| cut.to_owned()));
        let hints = Hints::of(&tree);
        let document = page_document::document(tree);
        let made = features::measured(&document, &hints);
        let content = decide::choose(&document, &made, &hints);
        finish(&mut article, &document, &content, options);
    }
    article
}

fn finish(article: &mut record::Article, document: &Document<'_>, content: &MainContent, options: &Options) {
    let base = options.url.as_deref().and_then(|u| url::Url::parse(u).ok());
    let mut kept: Vec<u32> = content.kept.iter().chain(&content.images).copied().collect();
    kept.sort_unstable();
    let made = content_blocks::content(document, &kept, None, base.as_ref());
    article.blocks = made.blocks;
    article.text = made.text;
    if article.text.is_empty() {
        article.missing.insert("text", if document.text.is_empty() { "no_visible_text" } else { "no_main_content" });
    }
    if options.evidence {
        let mut offsets = CharOffsets::new(&document.text);
        for &(i, reason) in &content.dropped {
            let block = &document.blocks[i as usize];
            article.dropped.push(record::Dropped {
                span: offsets.span(block.span),
                reason,
                text: document.words(block).to_owned(),
            });
        }
        article.document_text = Some(document.text.clone());
    }
}
