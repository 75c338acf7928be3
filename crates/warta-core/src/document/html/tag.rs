//! Element names as small integers, told apart once, in the tokenizer.

use super::slots::Slots;

/// An element name: a known name of HTML (and the few of SVG and MathML that steer the tree
/// builder) as an integer, [`Tag::OTHER`] for the rest and [`Tag::NONE`] for what is no element.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Tag(pub(super) u8);

macro_rules! tags {
    ($($id:ident = $name:literal),* $(,)?) => {
        #[allow(non_camel_case_types, clippy::upper_case_acronyms)]
        #[repr(u8)]
        enum Index { NONE, OTHER, $($id),* }

        #[allow(missing_docs)]
        impl Tag {
            $(pub const $id: Tag = Tag(Index::$id as u8);)*
        }

        /// Names by index; the first two stand for none and other.
        const NAMES: &[&str] = &["", "", $($name),*];
    };
}

tags! {
    A = "a", ABBR = "abbr", ACRONYM = "acronym", ADDRESS = "address", APPLET = "applet",
    AREA = "area", ARTICLE = "article", ASIDE = "aside", AUDIO = "audio", B = "b", BASE = "base",
    BASEFONT = "basefont", BDI = "bdi", BDO = "bdo", BGSOUND = "bgsound", BIG = "big",
    BLOCKQUOTE = "blockquote", BODY = "body", BR = "br", BUTTON = "button", CANVAS = "canvas",
    CAPTION = "caption", CENTER = "center", CITE = "cite", CODE = "code", COL = "col",
    COLGROUP = "colgroup", DATA = "data", DATALIST = "datalist", DD = "dd", DEL = "del",
    DETAILS = "details", DFN = "dfn", DIALOG = "dialog", DIR = "dir", DIV = "div", DL = "dl",
    DT = "dt", EM = "em", EMBED = "embed", FIELDSET = "fieldset", FIGCAPTION = "figcaption",
    FIGURE = "figure", FONT = "font", FOOTER = "footer", FORM = "form", FRAME = "frame",
    FRAMESET = "frameset", H1 = "h1", H2 = "h2", H3 = "h3", H4 = "h4", H5 = "h5", H6 = "h6",
    HEAD = "head", HEADER = "header", HGROUP = "hgroup", HR = "hr", HTML = "html", I = "i",
    IFRAME = "iframe", IMAGE = "image", IMG = "img", INPUT = "input", INS = "ins", KBD = "kbd",
    KEYGEN = "keygen", LABEL = "label", LEGEND = "legend", LI = "li", LINK = "link",
    LISTING = "listing", MAIN = "main", MAP = "map", MARK = "mark", MARQUEE = "marquee",
    MENU = "menu", MENUITEM = "menuitem", META = "meta", METER = "meter", NAV = "nav",
    NOBR = "nobr", NOEMBED = "noembed", NOFRAMES = "noframes", NOSCRIPT = "noscript",
    OBJECT = "object", OL = "ol", OPTGROUP = "optgroup", OPTION = "option", OUTPUT = "output",
    P = "p", PARAM = "param", PICTURE = "picture", PLAINTEXT = "plaintext", PRE = "pre",
    PROGRESS = "progress", Q = "q", RB = "rb", RP = "rp", RT = "rt", RTC = "rtc", RUBY = "ruby",
    S = "s", SAMP = "samp", SCRIPT = "script", SEARCH = "search", SECTION = "section",
    SELECT = "select", SELECTEDCONTENT = "selectedcontent", SLOT = "slot", SMALL = "small",
    SOURCE = "source", SPAN = "span", STRIKE = "strike", STRONG = "strong", STYLE = "style",
    SUB = "sub", SUMMARY = "summary", SUP = "sup", TABLE = "table", TBODY = "tbody", TD = "td",
    TEMPLATE = "template", TEXTAREA = "textarea", TFOOT = "tfoot", TH = "th", THEAD = "thead",
    TIME = "time", TITLE = "title", TR = "tr", TRACK = "track", TT = "tt", U = "u", UL = "ul",
    VAR = "var", VIDEO = "video", WBR = "wbr", XMP = "xmp",
    AMP_IMG = "amp-img", SVG = "svg", MATH = "math", MI = "mi", MO = "mo", MN = "mn", MS = "ms",
    MTEXT = "mtext", ANNOTATION_XML = "annotation-xml", MGLYPH = "mglyph",
    MALIGNMARK = "malignmark", FOREIGNOBJECT = "foreignobject", DESC = "desc", G = "g",
    PATH = "path", USE = "use",
}

impl Tag {
    /// Not an element.
    pub const NONE: Tag = Tag(Index::NONE as u8);
    /// An element whose name is not in the table, or one of SVG or MathML below its root.
    pub const OTHER: Tag = Tag(Index::OTHER as u8);
    /// Number of tags, for tables by tag.
    pub const COUNT: usize = NAMES.len();

    /// The tag of a lower-case name, [`Tag::OTHER`] where it is unknown.
    pub fn of(name: &str) -> Tag {
        Tag::of_bytes(name.as_bytes())
    }

    /// The name, lower-case; empty for [`Tag::NONE`] and [`Tag::OTHER`].
    pub fn name(self) -> &'static str {
        NAMES[self.0 as usize]
    }

    /// Position in tables of [`Tag::COUNT`] entries.
    pub fn index(self) -> usize {
        self.0 as usize
    }

    /// As [`Tag::of`], from bytes that may have upper-case letters.
    #[inline]
    pub(super) fn of_bytes(name: &[u8]) -> Tag {
        match SLOTS.find(NAMES, name) {
            0 => Tag::OTHER,
            known => Tag(known),
        }
    }
}

impl std::fmt::Debug for Tag {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match *self {
            Tag::NONE => "(none)",
            Tag::OTHER => "(other)",
            tag => tag.name(),
        })
    }
}

static SLOTS: Slots<2048> = Slots::of(NAMES);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_name_finds_its_tag() {
        for (i, name) in NAMES.iter().enumerate().skip(2) {
            assert_eq!(Tag::of(name).index(), i);
            assert_eq!(Tag::of_bytes(name.to_ascii_uppercase().as_bytes()).index(), i);
        }
        assert_eq!(Tag::of("marvel"), Tag::OTHER);
        assert_eq!(Tag::of(""), Tag::OTHER);
    }
}
