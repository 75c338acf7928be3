//! Times in metadata: JSON-LD, `meta`, microdata, and `time` elements.

use super::choose::Candidate;
use super::parse::{self, Locale};
use crate::article::choice::Spot;
use crate::article::page::Page;

/// Keys of first publication, the surest first.
const PUBLISHED: [&str; 45] = [
    "article:published_time", "og:article:published_time", "og:published_time", "article:published", "itemprop:datepublished", "datepublished", "published_time",
    "parsely-pub-date", "sailthru.date", "cxenseparse:recs:publishtime", "cxenseparse:publishtime", "citation_publication_date", "citation_online_date", "publish-date", "publish_date", "publishdate",
    "published-date", "published_at", "pubdate", "publication_date", "publication-date", "rnews:datepublished", "article.published", "article_date_original", "originalpublicationdate",
    "dcterms.issued", "dc.date.issued", "dcterms.created", "dc.date.created", "dcterms.date", "dc.date", "dc.terms.date", "datecreated", "itemprop:datecreated", "article:created", "og:pubdate",
    "content_date", "release_date", "date", "created", "citation_date", "dc.created", "last-published", "ptime", "pdate",
];

/// Keys of the last change, the surest first.
const MODIFIED: [&str; 17] = [
    "article:modified_time", "og:updated_time", "og:modified_time", "article:updated_time", "article:modified", "itemprop:datemodified", "datemodified", "dcterms.modified", "dc.date.modified", "dc.modified",
    "modified_time", "lastmod", "last-modified", "last_modified", "revised", "updated_time", "lastupdate",
];

/// Rank of JSON-LD, of the surest key, and of the rest.
const JSON_RANK: i32 = 10;
const KEY_RANK: i32 = 11;

/// Every time that metadata states.
pub(super) fn candidates(page: &Page<'_>, locale: Locale<'_>) -> Vec<Candidate> {
    let metadata = page.metadata;
    let mut made = Vec::new();
    let mut add = |value: &str, rule, key: String, modified, rank| {
        if let Some(reading) = parse::metadata(value, locale) {
            made.push(Candidate { reading, raw: value.trim().to_owned(), rule, spot: Spot::Metadata(key), modified, rank });
        }
    };
    for (name, modified, rank) in [("datePublished", false, 0), ("dateCreated", false, 20), ("uploadDate", false, 21), ("dateModified", true, 0)] {
        if let Some(value) = metadata.article().and_then(|a| a.get(name)).and_then(|v| v.as_str()) {
            add(value, "json_ld", format!("json_ld:{name}"), modified, JSON_RANK + rank);
        }
    }
    for meta in &metadata.metas {
        let place = |keys: &[&str]| keys.iter().position(|k| *k == meta.key);
        if let Some(at) = place(&PUBLISHED) {
            add(meta.content, "meta", format!("meta[{}={}]", meta.attribute, meta.key), false, KEY_RANK + at as i32);
        } else if let Some(at) = place(&MODIFIED) {
            add(meta.content, "meta", format!("meta[{}={}]", meta.attribute, meta.key), true, KEY_RANK + at as i32);
        }
    }
    made
}
