//! JSON-LD as pages really print it: broken in small ways, in graphs and lists, several a page.

use serde_json::{Map, Value};
use url::Url;

use super::first;

/// Nodes kept of one page; a page of comments can state thousands.
const MOST_NODES: usize = 2_000;
/// Scripts larger than this, in bytes, are data, not metadata.
const LARGEST: usize = 4 << 20;

/// Appends the nodes of one script to `nodes`, outer ones first.
pub fn read(script: &str, nodes: &mut Vec<Map<String, Value>>) {
    if script.len() > LARGEST {
        return;
    }
    let trimmed = trim(script);
    // serde_json refuses nesting past 128 levels, so that a bomb costs nothing.
    let values: Vec<Value> = match serde_json::from_str::<Value>(trimmed) {
        Ok(value) => vec![value],
        Err(_) => {
            let mended = mend(trimmed);
            serde_json::Deserializer::from_str(&mended).into_iter::<Value>().map_while(Result::ok).collect()
        }
    };
    for value in values {
        flatten(value, nodes);
    }
}

/// Without comment and CDATA wrappers and a closing semicolon.
fn trim(script: &str) -> &str {
    let mut text = script.trim();
    for (open, close) in
        [("<!--", "-->"), ("//<![CDATA[", "//]]>"), ("/*<![CDATA[*/", "/*]]>*/"), ("<![CDATA[", "]]>")]
    {
        text = text.strip_prefix(open).unwrap_or(text).trim();
        text = text.strip_suffix(close).unwrap_or(text).trim();
    }
    text.strip_suffix(';').unwrap_or(text).trim_start_matches('\u{feff}')
}

/// Escapes raw control characters in strings and backslashes that escape nothing, drops commas before a closing
/// bracket: the slips that account for nearly all JSON-LD that a strict reader refuses.
fn mend(text: &str) -> String {
    let mut made = String::with_capacity(text.len() + 16);
    let mut in_string = false;
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        if in_string {
            match c {
                '\\' => match chars.peek() {
                    Some('"' | '\\' | '/' | 'b' | 'f' | 'n' | 'r' | 't' | 'u') => {
                        made.push('\\');
                        made.extend(chars.next());
                    }
                    _ => made.push_str("\\\\"),
                },
                '"' => {
                    made.push('"');
                    in_string = false;
                }
                '\n' => made.push_str("\\n"),
                '\t' => made.push_str("\\t"),
                c if (c as u32) < 0x20 => made.push(' '),
                c => made.push(c),
            }
        } else {
            match c {
                '"' => {
                    in_string = true;
                    made.push('"');
                }
                ',' => {
                    let mut ahead = chars.clone();
                    let next = ahead.by_ref().find(|c| !c.is_whitespace());
                    if !matches!(next, Some(']' | '}')) {
                        made.push(',');
                    } else {
                        made.push(' ');
                    }
                }
                c => made.push(c),
            }
        }
    }
    made
}

fn flatten(value: Value, nodes: &mut Vec<Map<String, Value>>) {
    let mut open = std::collections::VecDeque::from([value]);
    while let Some(value) = open.pop_front() {
        if nodes.len() >= MOST_NODES {
            return;
        }
        match value {
            Value::Array(list) => open.extend(list),
            Value::Object(mut node) => {
                for name in [
                    "@graph",
                    "mainEntity",
                    "mainEntityOfPage",
                    "hasPart",
                    "itemListElement",
                    "liveBlogUpdate",
                ] {
                    match node.get(name) {
                        Some(Value::Array(_)) if name == "liveBlogUpdate" => {}
                        Some(Value::Array(_) | Value::Object(_)) => open.push_back(node[name].clone()),
                        _ => {}
                    }
                }
                node.remove("@graph");
                if !node.is_empty() {
                    nodes.push(node);
                }
            }
            _ => {}
        }
    }
}

/// How well a type fits the page's article: 0 where it does not.
fn fit(kind: &str) -> u32 {
    match kind {
        "NewsArticle"
        | "ReportageNewsArticle"
        | "AnalysisNewsArticle"
        | "OpinionNewsArticle"
        | "BackgroundNewsArticle"
        | "ReviewNewsArticle"
        | "AskPublicNewsArticle"
        | "LiveBlogPosting" => 40,
        "Article"
        | "BlogPosting"
        | "TechArticle"
        | "ScholarlyArticle"
        | "Report"
        | "AdvertiserContentArticle"
        | "SatiricalArticle"
        | "SocialMediaPosting" => 35,
        _ if kind.ends_with("Article") || kind.ends_with("Posting") => 30,
        "VideoObject" | "Recipe" | "Review" | "PodcastEpisode" | "ImageGallery" | "QAPage" => 12,
        "WebPage" | "ItemPage" => 5,
        _ => 0,
    }
}

/// The node that is the page's article.
pub fn article(nodes: &[Map<String, Value>], url: Option<&Url>, title: Option<&str>) -> Option<usize> {
    let path = url.map(|u| u.path().trim_end_matches('/'));
    let mut best: Option<(u32, usize)> = None;
    for (i, node) in nodes.iter().enumerate() {
        let kinds = match node.get("@type") {
            Some(Value::Array(list)) => list.iter().filter_map(Value::as_str).map(fit).max().unwrap_or(0),
            Some(Value::String(kind)) => fit(kind.rsplit('/').next().unwrap_or(kind)),
            _ => 0,
        };
        if kinds == 0 {
            continue;
        }
        let mut worth = kinds * 4;
        let text = |name: &str| {
            node.get(name)
                .map(first)
                .and_then(|v| v.as_str().or_else(|| v.get("@id").and_then(Value::as_str)))
        };
        if let Some(path) = path.filter(|p| p.len() > 1)
            && ["url", "mainEntityOfPage", "@id"].iter().any(|n| text(n).is_some_and(|u| u.contains(path)))
        {
            worth += 30;
        }
        if let (Some(headline), Some(title)) = (text("headline").or_else(|| text("name")), title)
            && title.contains(headline.trim())
        {
            worth += 25;
        }
        worth +=
            u32::from(node.contains_key("datePublished")) * 8 + u32::from(node.contains_key("author")) * 4;
        if best.is_none_or(|(b, _)| worth > b) {
            best = Some((worth, i));
        }
    }
    best.map(|(_, i)| i)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn broken_json_is_mended() {
        let mut nodes = Vec::new();
        read(
            "<!-- {\"@type\":\"NewsArticle\",\"headline\":\"A \nB\",\"author\":[{\"name\":\"C\"},],} -->",
            &mut nodes,
        );
        assert_eq!(nodes[0]["headline"], "A \nB");
    }

    #[test]
    fn the_article_is_found_in_a_graph() {
        let mut nodes = Vec::new();
        read(
            r#"{"@graph":[{"@type":"WebPage","name":"x"},{"@type":["Article","BlogPosting"],"headline":"Judul"}]}"#,
            &mut nodes,
        );
        assert_eq!(
            article(&nodes, None, Some("Judul - Koran")).map(|i| nodes[i]["headline"].clone()),
            Some(Value::from("Judul"))
        );
    }
}
