//! What class, id and their like say of an element, remembered for the page: one template gives hundreds of elements the
//! same attributes.

use std::cell::RefCell;
use std::hash::Hasher;

use rustc_hash::{FxHashMap, FxHasher};

use crate::document::html::{Attr, Attrs, NodeId, Tag, Tree};
use crate::languages::markup::{self, Meaning};

/// Attributes whose words say what an element is for.
pub const ATTRIBUTES: Attrs =
    Attrs::of(&[Attr::CLASS, Attr::ID, Attr::ITEMPROP, Attr::REL, Attr::DATA_TESTID]);

/// Bytes of a value that are compared.
const COMPARED: usize = 400;

/// Nodes from the first on whose meaning is kept: few pages have as many, hostile ones have millions.
const REMEMBERED: usize = 1 << 18;

/// What was looked up already.
#[derive(Debug, Default)]
pub struct Marks {
    values: RefCell<FxHashMap<u64, Meaning>>,
    /// Per node, what [`Marks::of`] gave.
    nodes: RefCell<Vec<Option<Meaning>>>,
}

impl Marks {
    /// What the element's name and attributes say.
    pub fn of(&self, tree: &Tree<'_>, node: NodeId) -> Meaning {
        if let Some(Some(known)) = self.nodes.borrow().get(node.index()) {
            return *known;
        }
        let name =
            if tree.tag(node) == Tag::OTHER { markup::of_word(tree.name(node)) } else { Meaning::NONE };
        let said = name.and(self.of_attributes(tree, node, ATTRIBUTES));
        let mut nodes = self.nodes.borrow_mut();
        nodes.resize(tree.len().min(REMEMBERED), None);
        if let Some(place) = nodes.get_mut(node.index()) {
            *place = Some(said);
        }
        said
    }

    /// What these attributes of the element say.
    pub fn of_attributes(&self, tree: &Tree<'_>, node: NodeId, names: Attrs) -> Meaning {
        tree.attrs_of(node, names).fold(Meaning::NONE, |said, (_, value)| said.and(self.of_value(value)))
    }

    fn of_value(&self, value: &str) -> Meaning {
        let mut hasher = FxHasher::default();
        hasher.write(&value.as_bytes()[..value.len().min(COMPARED)]);
        *self.values.borrow_mut().entry(hasher.finish()).or_insert_with(|| markup::of_value(value))
    }
}
