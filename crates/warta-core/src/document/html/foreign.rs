//! SVG and MathML inside HTML ("the rules for parsing tokens in foreign content").

use super::attr::Attr;
use super::builder::{Builder, Flow, Open};
use super::categories::{HTML_POINT, TEXT_POINT};
use super::tag::Tag;
use super::tokens::{End, Start, Token};
use super::tree::{Namespace, NodeId};

impl<'s> Builder<'s> {
    /// Whether a token is taken by these rules, given the current node, which is not of HTML.
    pub(super) fn is_foreign(&self, top: &Open, token: &Token) -> bool {
        match token {
            Token::Eof => false,
            Token::Text(_) => !top.has(HTML_POINT | TEXT_POINT),
            Token::Start(start) => {
                if top.has(TEXT_POINT) {
                    return matches!(start.tag, Tag::MGLYPH | Tag::MALIGNMARK);
                }
                let into_svg = top.tag == Tag::ANNOTATION_XML
                    && top.namespace == Namespace::MathMl
                    && start.tag == Tag::SVG;
                !into_svg && !top.has(HTML_POINT | TEXT_POINT)
            }
            _ => true,
        }
    }

    /// Whether an `<annotation-xml>` holds HTML.
    pub(super) fn holds_html(&self, node: NodeId) -> bool {
        self.tree.attr(node, Attr::ENCODING).is_some_and(|encoding| {
            encoding.eq_ignore_ascii_case("text/html")
                || encoding.eq_ignore_ascii_case("application/xhtml+xml")
        })
    }

    pub(super) fn in_foreign(&mut self, token: Token) -> Flow {
        match token {
            Token::Text(words) => {
                // NULs stand as U+FFFD here and, unlike other text, leave framesets possible.
                if self.frameset_ok {
                    let text = self.tree.words(words);
                    self.frameset_ok = text.chars().all(|c| c.is_ascii_whitespace() || c == '\u{fffd}');
                }
                self.text(words);
            }
            Token::Comment(words) => self.comment(words),
            Token::Doctype { .. } | Token::Eof => {}
            Token::Start(start) if self.breaks_out(&start) => {
                self.leave_foreign();
                return self.by_mode(token);
            }
            Token::Start(start) => {
                let namespace = self.stack.last().map_or(Namespace::Html, |top| top.namespace);
                self.insert_foreign(start, namespace);
            }
            Token::End(end) if matches!(end.tag, Tag::BR | Tag::P) => {
                self.leave_foreign();
                return self.by_mode(token);
            }
            Token::End(end) => return self.end_in_foreign(end),
        }
        Flow::Done
    }

    fn leave_foreign(&mut self) {
        while let Some(top) = self.stack.last() {
            if top.namespace == Namespace::Html || top.has(HTML_POINT | TEXT_POINT) || self.pop().is_none() {
                break;
            }
        }
    }

    fn end_in_foreign(&mut self, end: End) -> Flow {
        for at in (1..self.stack.len()).rev() {
            let open = self.stack[at];
            if open.namespace == Namespace::Html {
                return self.by_mode(Token::End(end));
            }
            let same = match end.tag {
                Tag::OTHER => {
                    open.tag == Tag::OTHER
                        && self.tree.name(open.node).eq_ignore_ascii_case(self.tree.words(end.name))
                }
                tag => open.tag == tag,
            };
            if same {
                self.pop_to(at);
                return Flow::Done;
            }
        }
        Flow::Done
    }

    /// Start tags that only HTML has end the foreign content.
    fn breaks_out(&self, start: &Start) -> bool {
        match start.tag {
            Tag::FONT => {
                let from = start.attrs as usize;
                let own = &self.tree.attributes[from..from + start.attr_count as usize];
                own.iter().any(|a| matches!(self.tree.words(a.name), "color" | "face" | "size"))
            }
            Tag::B | Tag::BIG | Tag::BLOCKQUOTE | Tag::BODY | Tag::BR | Tag::CENTER | Tag::CODE => true,
            Tag::DD | Tag::DIV | Tag::DL | Tag::DT | Tag::EM | Tag::EMBED => true,
            Tag::H1 | Tag::H2 | Tag::H3 | Tag::H4 | Tag::H5 | Tag::H6 | Tag::HEAD | Tag::HR => true,
            Tag::I | Tag::IMG | Tag::LI | Tag::LISTING | Tag::MENU | Tag::META | Tag::NOBR => true,
            Tag::OL | Tag::P | Tag::PRE | Tag::RUBY | Tag::S | Tag::SMALL | Tag::SPAN => true,
            Tag::STRONG | Tag::STRIKE | Tag::SUB | Tag::SUP | Tag::TABLE | Tag::TT | Tag::U => true,
            Tag::UL | Tag::VAR => true,
            _ => false,
        }
    }

    /// Inserts an element of SVG or MathML, with the names that those write in camel case.
    pub(super) fn insert_foreign(&mut self, mut start: Start, namespace: Namespace) {
        if namespace == Namespace::Svg && matches!(start.tag, Tag::OTHER | Tag::FOREIGNOBJECT) {
            self.adjust_name(&mut start);
        }
        self.adjust_attributes(&start, namespace);
        if start.self_closing {
            self.insert_void_in(&start, namespace);
        } else {
            self.insert_in(&start, namespace);
        }
    }

    fn adjust_name(&mut self, start: &mut Start) {
        if start.tag == Tag::FOREIGNOBJECT {
            start.name = self.tree.keep("foreignObject");
            return;
        }
        if let Some(name) = camel(&SVG_ELEMENTS, self.tree.words(start.name)) {
            start.name = self.tree.keep(name);
        }
    }

    fn adjust_attributes(&mut self, start: &Start, namespace: Namespace) {
        let from = start.attrs as usize;
        for at in from..from + start.attr_count as usize {
            let name = self.tree.words(self.tree.attributes[at].name);
            let adjusted = match namespace {
                Namespace::Svg => camel(&SVG_ATTRIBUTES, name),
                _ if name == "definitionurl" => Some("definitionURL"),
                _ => None,
            };
            if let Some(adjusted) = adjusted {
                self.tree.attributes[at].name = self.tree.keep(adjusted);
            }
        }
    }
}

/// The spelling of a lower-case name in a list.
fn camel(list: &'static CamelCase, name: &str) -> Option<&'static str> {
    let first = *name.as_bytes().first()?;
    let lengths = *list.lengths.get(first.wrapping_sub(b'a') as usize)?;
    if name.len() > LONGEST_CAMEL || lengths & (1 << name.len()) == 0 {
        return None;
    }
    list.names.iter().find(|entry| entry.eq_ignore_ascii_case(name)).copied()
}

/// Names in camel case, with the lengths in which they come by first letter: almost no name on a
/// page needs to be looked for.
struct CamelCase {
    names: &'static [&'static str],
    lengths: [u32; 26],
}

const LONGEST_CAMEL: usize = 24;
static SVG_ELEMENTS: CamelCase = camel_case(SVG_NAMES);
static SVG_ATTRIBUTES: CamelCase = camel_case(SVG_ATTRIBUTE_NAMES);

const fn camel_case(names: &'static [&'static str]) -> CamelCase {
    let mut lengths = [0; 26];
    let mut i = 0;
    while i < names.len() {
        let name = names[i].as_bytes();
        assert!(name.len() <= LONGEST_CAMEL);
        lengths[(name[0] - b'a') as usize] |= 1 << name.len();
        i += 1;
    }
    CamelCase { names, lengths }
}

#[rustfmt::skip]
const SVG_NAMES: &[&str] = &[
    "altGlyph", "altGlyphDef", "altGlyphItem", "animateColor", "animateMotion", "animateTransform",
    "clipPath", "feBlend", "feColorMatrix", "feComponentTransfer", "feComposite",
    "feConvolveMatrix", "feDiffuseLighting", "feDisplacementMap", "feDistantLight", "feDropShadow",
    "feFlood", "feFuncA", "feFuncB", "feFuncG", "feFuncR", "feGaussianBlur", "feImage", "feMerge",
    "feMergeNode", "feMorphology", "feOffset", "fePointLight", "feSpecularLighting", "feSpotLight",
    "feTile", "feTurbulence", "glyphRef", "linearGradient", "radialGradient", "textPath",
];

#[rustfmt::skip]
const SVG_ATTRIBUTE_NAMES: &[&str] = &[
    "attributeName", "attributeType", "baseFrequency", "baseProfile", "calcMode", "clipPathUnits",
    "diffuseConstant", "edgeMode", "filterUnits", "glyphRef", "gradientTransform", "gradientUnits",
    "kernelMatrix", "kernelUnitLength", "keyPoints", "keySplines", "keyTimes", "lengthAdjust",
    "limitingConeAngle", "markerHeight", "markerUnits", "markerWidth", "maskContentUnits",
    "maskUnits", "numOctaves", "pathLength", "patternContentUnits", "patternTransform",
    "patternUnits", "pointsAtX", "pointsAtY", "pointsAtZ", "preserveAlpha", "preserveAspectRatio",
    "primitiveUnits", "refX", "refY", "repeatCount", "repeatDur", "requiredExtensions",
    "requiredFeatures", "specularConstant", "specularExponent", "spreadMethod", "startOffset",
    "stdDeviation", "stitchTiles", "surfaceScale", "systemLanguage", "tableValues", "targetX",
    "targetY", "textLength", "viewBox", "viewTarget", "xChannelSelector", "yChannelSelector",
    "zoomAndPan",
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_name_is_found() {
        for list in [&SVG_ELEMENTS, &SVG_ATTRIBUTES] {
            for entry in list.names {
                assert_eq!(camel(list, &entry.to_ascii_lowercase()), Some(*entry));
            }
            assert_eq!(camel(list, "rect"), None);
            assert_eq!(camel(list, ""), None);
        }
    }
}
