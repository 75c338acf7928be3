//! What the page says of itself outside its visible text.

/// Head metadata: `meta`, `link`, JSON-LD, microdata.
#[derive(Default)]
pub struct Metadata<'p> {
    _page: std::marker::PhantomData<&'p ()>,
}
