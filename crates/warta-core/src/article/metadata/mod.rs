//! What the page says of itself outside its visible text.

mod head;
mod json_ld;

use serde_json::{Map, Value};
use url::Url;

use crate::document::html::{NodeId, Tree};

/// Head metadata and microdata: `meta`, `link`, `title`, JSON-LD, `itemprop`.
#[derive(Default)]
pub struct Metadata<'p> {
    /// `meta` elements and microdata, in order.
    pub metas: Vec<Meta<'p>>,
    /// `link` elements, and `a` elements with a `rel`, in order.
    pub links: Vec<Link<'p>>,
    /// `<title>`.
    pub title: Option<&'p str>,
    /// `lang` of the root element.
    pub html_lang: Option<&'p str>,
    /// `base href`.
    pub base: Option<&'p str>,
    /// JSON-LD nodes, graphs and lists laid out flat, outer nodes first.
    pub json_ld: Vec<Map<String, Value>>,
    /// The node among them that is the page's article.
    pub article: Option<usize>,
}

/// One `meta` element, or one element with `itemprop`.
#[derive(Clone, Debug)]
pub struct Meta<'p> {
    /// Lower-cased `property`, `name`, `itemprop` or `http-equiv`; microdata of visible elements as `itemprop:name`.
    pub key: String,
    /// The stated value.
    pub content: &'p str,
    /// The attribute that named it.
    pub attribute: &'static str,
    /// The element.
    pub node: NodeId,
}

impl Meta<'_> {
    /// How evidence names it: `meta[property=og:title]`.
    pub fn place(&self) -> String {
        match self.key.strip_prefix("itemprop:") {
            Some(name) => format!("microdata[itemprop={name}]"),
            None => format!("meta[{}={}]", self.attribute, self.key),
        }
    }
}

/// One `link` element, or one anchor with `rel`.
#[derive(Clone, Copy, Debug)]
pub struct Link<'p> {
    /// As stated.
    pub rel: &'p str,
    /// As stated.
    pub href: &'p str,
    /// True for an anchor.
    pub anchor: bool,
    /// The element.
    pub node: NodeId,
}

impl<'p> Metadata<'p> {
    /// Reads the metadata of a page; `url` helps to tell the page's article among several JSON-LD nodes.
    pub fn of(tree: &'p Tree<'_>, url: Option<&Url>) -> Metadata<'p> {
        let mut made = Metadata::default();
        let scripts = head::read(tree, &mut made);
        for script in scripts {
            json_ld::read(script, &mut made.json_ld);
        }
        made.article = json_ld::article(&made.json_ld, url, made.title);
        made
    }

    /// The first stated value of a key that is not blank.
    pub fn meta(&self, key: &str) -> Option<&Meta<'p>> {
        self.metas.iter().find(|m| m.key == key && !m.content.trim().is_empty())
    }

    /// All stated values of a key that are not blank.
    pub fn all<'m>(&'m self, key: &'m str) -> impl Iterator<Item = &'m Meta<'p>> {
        self.metas.iter().filter(move |m| m.key == key && !m.content.trim().is_empty())
    }

    /// The JSON-LD node of the page's article.
    pub fn article(&self) -> Option<&Map<String, Value>> {
        self.article.and_then(|i| self.json_ld.get(i))
    }

    /// A string of the article's node by its path, such as `publisher.name`; lists give their first element.
    pub fn json_str(&self, path: &str) -> Option<&str> {
        let mut at = None;
        for (i, name) in path.split('.').enumerate() {
            let node = if i == 0 { self.article()? } else { self.resolved(first(at?).as_object()?) };
            at = Some(node.get(name)?);
        }
        let text = first(at?).as_str()?.trim();
        (!text.is_empty()).then_some(text)
    }

    /// How evidence names a path of the article's node: `json_ld:NewsArticle.headline`.
    pub fn json_place(&self, path: &str) -> String {
        let kind =
            self.article().and_then(|a| a.get("@type")).map(first).and_then(Value::as_str).unwrap_or("Thing");
        format!("json_ld:{kind}.{path}")
    }

    /// The node itself, or the one that it refers to where it is a bare `{"@id": ...}`.
    fn resolved<'m>(&'m self, node: &'m Map<String, Value>) -> &'m Map<String, Value> {
        match node.get("@id").and_then(Value::as_str) {
            Some(id) if node.len() <= 2 && !node.contains_key("name") => self.by_id(id).unwrap_or(node),
            _ => node,
        }
    }

    /// The node that an `{"@id": ...}` reference means.
    pub fn by_id(&self, id: &str) -> Option<&Map<String, Value>> {
        self.json_ld.iter().find(|n| n.len() > 1 && n.get("@id").and_then(Value::as_str) == Some(id))
    }

    /// The address of the first link with this relation.
    pub fn link(&self, rel: &str) -> Option<&Link<'p>> {
        self.links.iter().find(|l| l.rel.split_ascii_whitespace().any(|r| r.eq_ignore_ascii_case(rel)))
    }
}

/// The first element of a list, or the value itself.
pub fn first(value: &Value) -> &Value {
    match value {
        Value::Array(list) => list.first().unwrap_or(&Value::Null),
        other => other,
    }
}

/// Entities and tags that metadata values carry although they are text already.
pub fn plain(text: &str) -> String {
    let mut made = String::with_capacity(text.len());
    if text.contains('&') || text.contains('<') {
        let tree = crate::document::html::parse(text, &crate::document::html::Limits::default());
        for step in tree.walk(tree.root()) {
            if let crate::document::html::Step::Enter(node) = step
                && let Some(words) = tree.text(node)
            {
                made.push_str(words);
            }
        }
    } else {
        made.push_str(text);
    }
    made.split_whitespace().collect::<Vec<_>>().join(" ")
}
