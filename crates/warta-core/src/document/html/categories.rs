//! The sets of elements that the tree construction rules speak of, as one byte-sized flag set a tag.

use super::tag::Tag;
use super::tree::Namespace;

/// "Special" elements, which stop the search for the opener of an unknown end tag.
pub(super) const SPECIAL: u16 = 1;
/// End tag implied by what follows.
pub(super) const IMPLIED: u16 = 1 << 1;
/// End tag implied inside templates as well.
pub(super) const THOROUGH: u16 = 1 << 2;
/// Bounds "in scope".
pub(super) const SCOPE: u16 = 1 << 3;
/// Bounds "in button scope" besides.
pub(super) const BUTTON: u16 = 1 << 4;
/// Bounds "in list item scope" besides.
pub(super) const LIST: u16 = 1 << 5;
/// Bounds "in table scope".
pub(super) const TABLE: u16 = 1 << 6;
/// `<h1>` to `<h6>`.
pub(super) const HEADING: u16 = 1 << 7;
/// Text and unexpected elements right inside are put in front of the table.
pub(super) const FOSTERS: u16 = 1 << 8;
/// Special, and not one of address, div and p.
pub(super) const ENDS_ITEM: u16 = 1 << 9;
/// An integration point for HTML: its text and children follow the rules of HTML.
pub(super) const HTML_POINT: u16 = 1 << 10;
/// A text integration point of MathML.
pub(super) const TEXT_POINT: u16 = 1 << 11;
/// The element decides which insertion mode holds below it.
pub(super) const SETS_MODE: u16 = 1 << 12;

/// The flags of an element.
#[inline]
pub(super) fn flags(tag: Tag, namespace: Namespace) -> u16 {
    match namespace {
        Namespace::Html => FLAGS[tag.index()],
        Namespace::MathMl => match tag {
            Tag::MI | Tag::MO | Tag::MN | Tag::MS | Tag::MTEXT => SPECIAL | SCOPE | ENDS_ITEM | TEXT_POINT,
            Tag::ANNOTATION_XML => SPECIAL | SCOPE | ENDS_ITEM,
            _ => 0,
        },
        Namespace::Svg => match tag {
            Tag::FOREIGNOBJECT | Tag::DESC | Tag::TITLE => SPECIAL | SCOPE | ENDS_ITEM | HTML_POINT,
            _ => 0,
        },
    }
}

static FLAGS: [u16; Tag::COUNT] = build();

const fn build() -> [u16; Tag::COUNT] {
    let mut flags = [0; Tag::COUNT];
    set(&mut flags, SPECIAL | ENDS_ITEM, SPECIAL_TAGS);
    set(&mut flags, SPECIAL, &[Tag::ADDRESS, Tag::DIV, Tag::P]);
    set(
        &mut flags,
        IMPLIED | THOROUGH,
        &[Tag::DD, Tag::DT, Tag::LI, Tag::OPTGROUP, Tag::OPTION, Tag::P, Tag::RB, Tag::RP, Tag::RT, Tag::RTC],
    );
    set(
        &mut flags,
        THOROUGH,
        &[Tag::CAPTION, Tag::COLGROUP, Tag::TBODY, Tag::TD, Tag::TFOOT, Tag::TH, Tag::THEAD, Tag::TR],
    );
    set(
        &mut flags,
        SCOPE,
        &[
            Tag::APPLET,
            Tag::CAPTION,
            Tag::HTML,
            Tag::TABLE,
            Tag::TD,
            Tag::TH,
            Tag::MARQUEE,
            Tag::OBJECT,
            Tag::SELECT,
            Tag::TEMPLATE,
        ],
    );
    set(&mut flags, BUTTON, &[Tag::BUTTON]);
    set(&mut flags, LIST, &[Tag::OL, Tag::UL]);
    set(&mut flags, TABLE, &[Tag::HTML, Tag::TABLE, Tag::TEMPLATE]);
    set(&mut flags, HEADING, &[Tag::H1, Tag::H2, Tag::H3, Tag::H4, Tag::H5, Tag::H6]);
    set(&mut flags, FOSTERS, &[Tag::TABLE, Tag::TBODY, Tag::TFOOT, Tag::THEAD, Tag::TR]);
    set(
        &mut flags,
        SETS_MODE,
        &[
            Tag::TD,
            Tag::TH,
            Tag::TR,
            Tag::TBODY,
            Tag::THEAD,
            Tag::TFOOT,
            Tag::CAPTION,
            Tag::COLGROUP,
            Tag::TABLE,
            Tag::TEMPLATE,
            Tag::HEAD,
            Tag::BODY,
            Tag::FRAMESET,
            Tag::HTML,
        ],
    );
    flags
}

const fn set(flags: &mut [u16; Tag::COUNT], bits: u16, tags: &[Tag]) {
    let mut i = 0;
    while i < tags.len() {
        flags[tags[i].0 as usize] |= bits;
        i += 1;
    }
}

#[rustfmt::skip]
const SPECIAL_TAGS: &[Tag] = &[
    Tag::APPLET, Tag::AREA, Tag::ARTICLE, Tag::ASIDE, Tag::BASE, Tag::BASEFONT, Tag::BGSOUND,
    Tag::BLOCKQUOTE, Tag::BODY, Tag::BR, Tag::BUTTON, Tag::CAPTION, Tag::CENTER, Tag::COL,
    Tag::COLGROUP, Tag::DD, Tag::DETAILS, Tag::DIR, Tag::DL, Tag::DT, Tag::EMBED, Tag::FIELDSET,
    Tag::FIGCAPTION, Tag::FIGURE, Tag::FOOTER, Tag::FORM, Tag::FRAME, Tag::FRAMESET, Tag::H1, Tag::H2,
    Tag::H3, Tag::H4, Tag::H5, Tag::H6, Tag::HEAD, Tag::HEADER, Tag::HGROUP, Tag::HR, Tag::HTML,
    Tag::IFRAME, Tag::IMG, Tag::INPUT, Tag::KEYGEN, Tag::LI, Tag::LINK, Tag::LISTING, Tag::MAIN,
    Tag::MARQUEE, Tag::MENU, Tag::META, Tag::NAV, Tag::NOEMBED, Tag::NOFRAMES, Tag::NOSCRIPT,
    Tag::OBJECT, Tag::OL, Tag::PARAM, Tag::PLAINTEXT, Tag::PRE, Tag::SCRIPT, Tag::SEARCH,
    Tag::SECTION, Tag::SELECT, Tag::SOURCE, Tag::STYLE, Tag::SUMMARY, Tag::TABLE, Tag::TBODY, Tag::TD,
    Tag::TEMPLATE, Tag::TEXTAREA, Tag::TFOOT, Tag::TH, Tag::THEAD, Tag::TITLE, Tag::TR, Tag::TRACK,
    Tag::UL, Tag::WBR, Tag::XMP,
];
