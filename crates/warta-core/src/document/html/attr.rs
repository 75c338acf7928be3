//! Attribute names as small integers, told apart once, in the tokenizer.

use super::slots::Slots;

/// The name of an attribute that is asked for anywhere, [`Attr::OTHER`] for the rest.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Default)]
pub struct Attr(u8);

macro_rules! attributes {
    ($($id:ident = $name:literal),* $(,)?) => {
        #[allow(non_camel_case_types, clippy::upper_case_acronyms)]
        #[repr(u8)]
        enum Index { OTHER, $($id),* }

        #[allow(missing_docs)]
        impl Attr {
            $(pub const $id: Attr = Attr(Index::$id as u8);)*
        }

        /// Names by index; the first stands for the rest.
        const NAMES: &[&str] = &["", $($name),*];
    };
}

attributes! {
    ALIGN = "align", ALT = "alt", ARIA_HIDDEN = "aria-hidden", CLASS = "class", CONTENT = "content", DATA = "data",
    DATA_COMPONENT = "data-component", DATA_COMPONENT_NAME = "data-component-name", DATA_LAZY_SRC = "data-lazy-src",
    DATA_ORIGINAL = "data-original", DATA_SRC = "data-src", DATA_SRCSET = "data-srcset", DATA_TESTID = "data-testid",
    DATA_TYPE = "data-type", DATETIME = "datetime", ENCODING = "encoding", HEIGHT = "height", HIDDEN = "hidden",
    HREF = "href", HTTP_EQUIV = "http-equiv", ID = "id", ITEMPROP = "itemprop", ITEMSCOPE = "itemscope", LANG = "lang",
    NAME = "name", PROPERTY = "property", REL = "rel", ROLE = "role", SRC = "src", SRCSET = "srcset", STYLE = "style",
    TITLE = "title", TYPE = "type", VALUE = "value", WIDTH = "width", XML_LANG = "xml:lang",
}

static SLOTS: Slots<512> = Slots::of(NAMES);

impl Attr {
    /// A name that is not in the table.
    pub const OTHER: Attr = Attr(Index::OTHER as u8);

    /// The attribute of a name in either case.
    #[inline]
    pub(super) fn of(name: &[u8]) -> Attr {
        Attr(SLOTS.find(NAMES, name))
    }

    /// The name, lower-case; empty for [`Attr::OTHER`].
    pub fn name(self) -> &'static str {
        NAMES[self.0 as usize]
    }
}

/// A set of attribute names.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Attrs(u64);

impl Attrs {
    /// The set of some names.
    pub const fn of(names: &[Attr]) -> Attrs {
        let (mut set, mut i) = (0, 0);
        while i < names.len() {
            set |= 1 << names[i].0;
            i += 1;
        }
        Attrs(set)
    }

    /// True where the name is in it.
    #[inline]
    pub fn has(self, name: Attr) -> bool {
        self.0 >> name.0 & 1 != 0
    }

    /// True where a name is in both.
    #[inline]
    pub(super) fn meets(self, other: Attrs) -> bool {
        self.0 & other.0 != 0
    }

    #[inline]
    pub(super) fn add(&mut self, name: Attr) {
        self.0 |= 1 << name.0;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_name_is_found() {
        assert!(NAMES.len() <= 64, "a set is 64 bits");
        for (i, name) in NAMES.iter().enumerate().skip(1) {
            assert_eq!(Attr::of(name.as_bytes()), Attr(i as u8));
            assert_eq!(Attr::of(name.to_ascii_uppercase().as_bytes()).name(), *name);
        }
        assert_eq!(Attr::of(b"onclick"), Attr::OTHER);
        let set = Attrs::of(&[Attr::HREF, Attr::XML_LANG]);
        assert!(set.has(Attr::HREF) && set.has(Attr::XML_LANG) && !set.has(Attr::SRC));
    }
}
