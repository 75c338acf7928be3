//! What the page says of itself outside its visible text. Interim: branch meta1 owns this module.

use std::borrow::Cow;

use serde_json::{Map, Value};

use crate::document::html::{Step, Tag, Tree};

/// One statement.
#[derive(Clone, Debug)]
pub struct Meta<'p> {
    /// Lower-cased property, name, itemprop or http-equiv.
    pub key: Cow<'p, str>,
    /// Its value.
    pub content: &'p str,
    /// Attribute that held the key.
    pub attribute: &'static str,
}

/// Head metadata: `meta`, `link`, JSON-LD, microdata.
#[derive(Default)]
pub struct Metadata<'p> {
    /// Statements in order.
    pub metas: Vec<Meta<'p>>,
    /// `title`.
    pub title: Option<String>,
    /// `html lang`.
    pub html_lang: Option<&'p str>,
    /// JSON-LD objects, graphs opened.
    pub json_ld: Vec<Map<String, Value>>,
    /// The article among them.
    pub article: Option<usize>,
}

impl<'p> Metadata<'p> {
    /// First of a key.
    pub fn meta(&self, key: &str) -> Option<&Meta<'p>> {
        self.metas.iter().find(|m| m.key == key)
    }
    /// All of a key.
    pub fn all(&self, key: &str) -> impl Iterator<Item = &Meta<'p>> {
        self.metas.iter().filter(move |m| m.key == key)
    }
    /// The JSON-LD article.
    pub fn article(&self) -> Option<&Map<String, Value>> {
        self.json_ld.get(self.article?)
    }

    /// Interim maker.
    pub fn of(tree: &'p Tree<'_>) -> Metadata<'p> {
        let mut made = Metadata::default();
        for step in tree.walk(tree.root()) {
            let Step::Enter(node) = step else { continue };
            let tag = tree.tag(node);
            if tag == Tag::NONE {
                continue;
            }
            if tag == Tag::HTML {
                made.html_lang = tree.attr(node, "lang");
            }
            if tag == Tag::TITLE && made.title.is_none() {
                made.title = tree.children(node).find_map(|c| tree.text(c)).map(str::to_owned);
            }
            if tag == Tag::META {
                for attribute in ["property", "name", "itemprop", "http-equiv"] {
                    if let (Some(key), Some(content)) = (tree.attr(node, attribute), tree.attr(node, "content")) {
                        let prefix = if attribute == "itemprop" { "itemprop:" } else { "" };
                        made.metas.push(Meta { key: Cow::Owned(format!("{prefix}{}", key.to_lowercase())), content, attribute });
                    }
                }
            } else if let Some(key) = tree.attr(node, "itemprop") {
                if let Some(content) = tree.attr(node, "datetime").or(tree.attr(node, "content")).or_else(|| tree.children(node).find_map(|c| tree.text(c))) {
                    made.metas.push(Meta { key: Cow::Owned(format!("itemprop:{}", key.to_lowercase())), content, attribute: "itemprop" });
                }
            }
            if tag == Tag::SCRIPT && tree.attr(node, "type").is_some_and(|t| t.contains("ld+json")) {
                for text in tree.children(node).filter_map(|c| tree.text(c)) {
                    if let Ok(value) = serde_json::from_str::<Value>(text.trim()) {
                        let mut open = vec![value];
                        while let Some(value) = open.pop() {
                            match value {
                                Value::Array(items) => open.extend(items.into_iter().rev()),
                                Value::Object(mut map) => {
                                    if let Some(graph) = map.remove("@graph") {
                                        open.push(graph);
                                    }
                                    made.json_ld.push(map);
                                }
                                _ => {}
                            }
                        }
                    }
                }
            }
        }
        made.article = made.json_ld.iter().position(|m| {
            let kind = |v: &Value| v.as_str().is_some_and(|s| s.ends_with("Article") || s.ends_with("Posting"));
            m.get("@type").is_some_and(|t| kind(t) || t.as_array().is_some_and(|a| a.iter().any(kind)))
        });
        made
    }
}
