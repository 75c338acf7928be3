//! SVG and MathML inside HTML ("the rules for parsing tokens in foreign content").

use super::builder::{Builder, Flow, Open};
use super::categories::{HTML_POINT, TEXT_POINT};
use super::tag::Tag;
use super::tokens::{End, Start, Token};
use super::tree::Namespace;

impl<'s> Builder<'s> {
    /// Whether a token is taken by these rules, given the current node, which is not of HTML.
    pub(super) fn is_foreign(&self, top: &Open, token: &Token) -> bool {
        match token {
            Token::Eof => false,
            Token::Text(_) => !self.is_html_point(top),
            Token::Start(start) => {
                if top.has(TEXT_POINT) {
                    return matches!(start.tag, Tag::MGLYPH | Tag::MALIGNMARK);
                }
                let into_svg = top.tag == Tag::ANNOTATION_XML
                    && top.namespace == Namespace::MathMl
                    && start.tag == Tag::SVG;
                !into_svg && !self.is_html_point(top)
            }
            _ => true,
        }
    }

    /// Whether text right inside is text of HTML.
    pub(super) fn is_html_point(&self, open: &Open) -> bool {
        if open.has(HTML_POINT | TEXT_POINT) {
            return true;
        }
        open.tag == Tag::ANNOTATION_XML
            && open.namespace == Namespace::MathMl
            && self.tree.attr(open.node, "encoding").is_some_and(|encoding| {
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
            if top.namespace == Namespace::Html || self.is_html_point(top) || self.pop().is_none() {
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
        if let Some(name) = camel(SVG_NAMES, self.tree.words(start.name)) {
            start.name = self.tree.keep(name);
        }
    }

    fn adjust_attributes(&mut self, start: &Start, namespace: Namespace) {
        let from = start.attrs as usize;
        for at in from..from + start.attr_count as usize {
            let name = self.tree.words(self.tree.attributes[at].name);
            let adjusted = match namespace {
                Namespace::Svg => camel(SVG_ATTRIBUTES, name),
                _ if name == "definitionurl" => Some("definitionURL"),
                _ => None,
            };
            if let Some(adjusted) = adjusted {
                self.tree.attributes[at].name = self.tree.keep(adjusted);
            }
        }
    }
}

/// The spelling of a lower-case name in a list sorted without regard to case.
fn camel(list: &[&'static str], name: &str) -> Option<&'static str> {
    let lower = |s: &str| -> [u8; 24] {
        let mut key = [0; 24];
        for (to, from) in key.iter_mut().zip(s.bytes()) {
            *to = from.to_ascii_lowercase();
        }
        key
    };
    if name.len() > 24 {
        return None;
    }
    let key = lower(name);
    list.binary_search_by_key(&key, |entry| lower(entry)).ok().map(|at| list[at])
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
const SVG_ATTRIBUTES: &[&str] = &[
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
    fn lists_are_sorted_and_found() {
        for list in [SVG_NAMES, SVG_ATTRIBUTES] {
            for entry in list {
                assert!(entry.len() <= 24);
                assert_eq!(camel(list, &entry.to_ascii_lowercase()), Some(*entry));
            }
        }
        assert_eq!(camel(SVG_NAMES, "rect"), None);
    }
}
