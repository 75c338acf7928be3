//! Where the page stands among the pages of one article.

use std::sync::LazyLock;

use rustc_hash::FxHashSet;
use url::Url;

use super::content_blocks::absolute;
use super::page::Page;
use crate::document::html::{Attr, Tag};
use crate::record::Pagination;

/// Query parameters that number the pages of an article or ask for all of them.
const PAGE_PARAMETERS: [&str; 6] = ["page", "halaman", "p", "pg", "seite", "single"];
const ALL_PARAMETERS: [(&str, &str); 5] =
    [("page", "all"), ("showpage", "all"), ("single", "1"), ("singlepage", "1"), ("view", "all")];
/// Words that print a page's number ("page" 1 "of" 3): kind and word.
const WORDS: &str = include_str!("../../languages/page_numbers.tsv");
/// Links of one page that are looked at.
const MOST_LINKS: usize = 20_000;

/// Reads the pagination; `None` where the page stands alone.
pub fn read(page: &Page<'_>, base: Option<&Url>) -> Option<Pagination> {
    let mut made = Pagination::default();
    let (number, pages) = printed(page);
    (made.page, made.pages) = (number, pages);
    if made.page.is_none() {
        made.page = page.url.and_then(|url| {
            url.query_pairs()
                .find(|(k, _)| PAGE_PARAMETERS[..3].contains(&k.as_ref()))
                .and_then(|(_, v)| v.parse().ok())
        });
    }
    // A blog states its next post like an article its next page: the link must carry the article's path.
    let path = page.url.map_or("", |u| u.path().trim_end_matches('/'));
    made.next_url = page
        .metadata
        .links
        .iter()
        .find(|l| !l.anchor && l.rel.eq_ignore_ascii_case("next") && path.len() > 1 && l.href.contains(path))
        .and_then(|l| absolute(l.href, base));
    let own = page.url;
    if let (Some(tree), Some(own)) = (&page.document.tree, own) {
        let own_path = own.path().trim_end_matches('/');
        for node in tree.nodes().filter(|&n| tree.tag(n) == Tag::A).take(MOST_LINKS) {
            let Some(href) = tree
                .attr(node, Attr::HREF)
                .filter(|h| h.contains(['?', '/']) && (h.contains('=') || h.ends_with("/all")))
            else {
                continue;
            };
            // Other pages of the same article carry its path, or a query alone.
            if !href.starts_with('?') && (own_path.len() < 2 || !href.contains(own_path)) {
                continue;
            }
            let Some(url) = own.join(href).ok() else { continue };
            if url.host_str() != own.host_str() {
                continue;
            }
            let same_path = url.path().trim_end_matches('/') == own.path().trim_end_matches('/');
            let all = same_path
                && url.query_pairs().any(|(k, v)| ALL_PARAMETERS.contains(&(k.as_ref(), v.as_ref())))
                || url.path().strip_suffix("/all").is_some_and(|p| p == own.path().trim_end_matches('/'));
            if all && made.whole_url.is_none() {
                made.whole_url = Some(url.to_string());
            } else if same_path
                && let Some(n) = url
                    .query_pairs()
                    .find(|(k, _)| PAGE_PARAMETERS[..3].contains(&k.as_ref()))
                    .and_then(|(_, v)| v.parse::<u32>().ok())
                && (2..=99).contains(&n)
            {
                made.pages = Some(made.pages.unwrap_or(0).max(n));
                made.page = made.page.or(Some(1));
                if made.next_url.is_none() && Some(n) == made.page.map(|p| p + 1) {
                    made.next_url = Some(url.to_string());
                }
            }
        }
    }
    let told = made.pages.is_some_and(|p| p > 1)
        || made.whole_url.is_some()
        || made.page.is_some_and(|p| p > 1)
        || made.next_url.is_some();
    told.then_some(made)
}

/// Kind and word of each row.
static SAID: LazyLock<FxHashSet<(&str, &str)>> =
    LazyLock::new(|| WORDS.lines().filter_map(|row| row.split_once('\t')).collect());

fn is_said(kind: &str, word: &str) -> bool {
    SAID.contains(&(kind, &word.to_lowercase()))
}

/// "Halaman 1 dari 3", "Page 2 of 4".
fn printed(page: &Page<'_>) -> (Option<u32>, Option<u32>) {
    for block in page.document.blocks.iter().filter(|b| (8..=40).contains(&b.span.len())) {
        let words = page.document.words(block);
        if !words.bytes().any(|b| b.is_ascii_digit()) {
            continue;
        }
        let mut parts = words.split_whitespace();
        if let (Some(word), Some(number), Some(of), Some(all)) =
            (parts.next(), parts.next(), parts.next(), parts.next())
            && let (Ok(number), Ok(all)) = (number.parse(), all.parse())
            && is_said("page", word)
            && is_said("of", of)
        {
            return (Some(number), Some(all));
        }
    }
    (None, None)
}
