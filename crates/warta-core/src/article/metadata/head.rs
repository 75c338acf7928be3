//! One walk over the tree for everything that metadata elements and attributes say.

use super::{Link, Meta, Metadata};
use crate::document::html::{Attr, NodeId, Step, Tag, Tree};

/// Names whose visible microdata is read.
const ITEMPROPS: [&str; 9] = [
    "headline",
    "datepublished",
    "datecreated",
    "datemodified",
    "author",
    "name",
    "articlesection",
    "keywords",
    "description",
];
/// Microdata elements longer than this, in bytes, hold more than the value.
const LONGEST_ITEM: usize = 300;

/// Fills `made` and returns the sources of the JSON-LD scripts.
pub fn read<'p>(tree: &'p Tree<'_>, made: &mut Metadata<'p>) -> Vec<&'p str> {
    let mut scripts = Vec::new();
    for step in tree.walk(tree.root()) {
        let Step::Enter(node) = step else { continue };
        match tree.tag(node) {
            Tag::NONE => {}
            Tag::HTML => {
                made.html_lang = made
                    .html_lang
                    .or_else(|| tree.attr(node, Attr::LANG).or_else(|| tree.attr(node, Attr::XML_LANG)))
            }
            Tag::TITLE if made.title.is_none() && in_html(tree, node) => made.title = text(tree, node),
            Tag::BASE => made.base = made.base.or_else(|| tree.attr(node, Attr::HREF)),
            Tag::META => meta(tree, node, made),
            Tag::LINK => link(tree, node, false, made),
            Tag::A => {
                if tree.attr(node, Attr::REL).is_some() {
                    link(tree, node, true, made);
                }
                item(tree, node, made);
            }
            Tag::SCRIPT => {
                if tree.attr(node, Attr::TYPE).is_some_and(|t| t.to_ascii_lowercase().contains("ld+json")) {
                    scripts.extend(text(tree, node));
                }
            }
            _ => item(tree, node, made),
        }
    }
    scripts
}

/// False inside an inline drawing, which has titles of its own.
fn in_html(tree: &Tree<'_>, node: NodeId) -> bool {
    !std::iter::successors(tree.parent(node), |&n| tree.parent(n)).take(6).any(|n| tree.tag(n) == Tag::SVG)
}

fn text<'p>(tree: &'p Tree<'_>, node: NodeId) -> Option<&'p str> {
    tree.first_child(node).and_then(|child| tree.text(child))
}

fn meta<'p>(tree: &'p Tree<'_>, node: NodeId, made: &mut Metadata<'p>) {
    let Some(content) = tree.attr(node, Attr::CONTENT).or_else(|| tree.attr(node, Attr::VALUE)) else {
        return;
    };
    for name in [Attr::PROPERTY, Attr::NAME, Attr::ITEMPROP, Attr::HTTP_EQUIV] {
        let attribute = name.name();
        if let Some(keys) = tree.attr(node, name) {
            for key in keys.split_ascii_whitespace() {
                let key = key.to_ascii_lowercase();
                let key = if name == Attr::ITEMPROP { format!("itemprop:{key}") } else { key };
                made.metas.push(Meta { key, content, attribute, node });
            }
        }
    }
}

fn link<'p>(tree: &'p Tree<'_>, node: NodeId, anchor: bool, made: &mut Metadata<'p>) {
    if let (Some(rel), Some(href)) = (tree.attr(node, Attr::REL), tree.attr(node, Attr::HREF)) {
        made.links.push(Link { rel, href, anchor, node });
    }
}

/// An element with `itemprop`: its `content`, `datetime`, or its words where they are one short text.
fn item<'p>(tree: &'p Tree<'_>, node: NodeId, made: &mut Metadata<'p>) {
    let Some(names) = tree.attr(node, Attr::ITEMPROP) else { return };
    for name in names.split_ascii_whitespace() {
        let name = name.to_ascii_lowercase();
        if !ITEMPROPS.contains(&name.as_str()) {
            continue;
        }
        let content = tree
            .attr(node, Attr::CONTENT)
            .or_else(|| tree.attr(node, Attr::DATETIME))
            .or_else(|| only_text(tree, node));
        if let Some(content) = content.filter(|c| c.len() <= LONGEST_ITEM) {
            made.metas.push(Meta { key: format!("itemprop:{name}"), content, attribute: "itemprop", node });
        }
    }
}

/// The words of an element that holds one text, however deep.
fn only_text<'p>(tree: &'p Tree<'_>, node: NodeId) -> Option<&'p str> {
    let mut found = None;
    for step in tree.walk(node).take(40) {
        if let Step::Enter(n) = step
            && let Some(words) = tree.text(n)
            && !words.trim().is_empty()
        {
            if found.is_some() {
                return None;
            }
            found = Some(words);
        }
    }
    found
}
