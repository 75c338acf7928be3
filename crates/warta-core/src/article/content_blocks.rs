//! Kept blocks of the document into the ordered blocks and the text of the record.

use url::Url;

use crate::document::html::{Attr, NodeId, Tag, Tree};
use crate::document::{Block, BlockKind, Document, RunKind};
use crate::record;
use crate::span::{CharOffsets, Span};

/// The record's main content.
#[derive(Debug, Default)]
pub struct Content {
    /// In reading order, `span` in characters of `text`.
    pub blocks: Vec<record::Block>,
    /// Blocks joined by a blank line.
    pub text: String,
    /// Where the words come from and by which rule, where not from the visible text.
    pub stated_in: Option<(&'static str, String)>,
}

/// The body that the metadata states, a line a paragraph, for a page that prints next to nothing.
pub fn stated(body: &str, key: String) -> Content {
    let document = Document::default();
    let mut maker = Maker {
        document: &document,
        base: None,
        made: Content::default(),
        chars: 0,
        table: None,
        figures: Vec::new(),
    };
    for line in body.split(['\n', '\r']) {
        let text = super::metadata::plain(line);
        if !text.is_empty() {
            maker.push(record::Block { kind: "paragraph", text, ..Default::default() });
        }
    }
    Content { stated_in: Some(("json_ld_body", key)), ..maker.made }
}

/// Between two blocks of the text.
const BETWEEN: &str = "\n\n";

/// Makes blocks and text. `standfirst` is printed first where it is not among the kept blocks;
/// `kept` are indexes of document blocks in order, words or not.
pub fn content(
    document: &Document<'_>,
    kept: &[u32],
    standfirst: Option<&str>,
    base: Option<&Url>,
) -> Content {
    let mut maker =
        Maker { document, base, made: Content::default(), chars: 0, table: None, figures: Vec::new() };
    if let Some(words) = standfirst {
        maker.push(record::Block { kind: "paragraph", text: words.to_owned(), ..Default::default() });
    }
    let mut i = 0;
    while i < kept.len() {
        // Lines parted by a single <br> are one paragraph.
        let mut end = i + 1;
        while end < kept.len() && kept[end] == kept[end - 1] + 1 && continues(document, kept[end] as usize) {
            end += 1;
        }
        maker.lines(&kept[i..end]);
        i = end;
    }
    maker.end_table();
    maker.made
}

fn continues(document: &Document<'_>, i: usize) -> bool {
    let (before, here) = (&document.blocks[i - 1], &document.blocks[i]);
    if document.tree.is_none() {
        // A line of flattened text that was cut where its sentences begin.
        return here.breaks == 0;
    }
    here.breaks > 0
        && here.node == before.node
        && document.tree.is_some()
        && (here.breaks == 1 || here.kind == BlockKind::Preformatted)
        && before.has_words()
        && here.has_words()
}

struct Maker<'m> {
    document: &'m Document<'m>,
    base: Option<&'m Url>,
    made: Content,
    /// Characters in `made.text`.
    chars: usize,
    /// The table being gathered, its rows and the element of the last row.
    table: Option<(NodeId, Vec<Vec<String>>, Option<NodeId>)>,
    /// Figures whose caption has been given to their image.
    figures: Vec<NodeId>,
}

impl Maker<'_> {
    fn lines(&mut self, kept: &[u32]) {
        let document = self.document;
        let block = &document.blocks[kept[0] as usize];
        if let (Some(tree), Some(node)) = (&document.tree, block.node) {
            match block.kind {
                BlockKind::Cell => return self.cell(tree, node, document.words(block)),
                BlockKind::Image => return self.image(tree, node),
                BlockKind::Embed => return self.embed(tree, node),
                BlockKind::Caption if self.caption(tree, node, document.words(block)) => return,
                _ => {}
            }
        }
        self.end_table();
        let mut text = String::new();
        let mut marks = Vec::new();
        for &k in kept {
            let line = &document.blocks[k as usize];
            if !text.is_empty() {
                text.push(if document.tree.is_some() { '\n' } else { ' ' });
            }
            // Counting what stands before costs as much as the text: only where something is marked.
            if !line.runs.is_empty() {
                self.marks(line, text.chars().count(), &mut marks);
            }
            text.push_str(document.words(line));
        }
        if text.is_empty() {
            return;
        }
        let mut made = record::Block { kind: "paragraph", text, marks, ..Default::default() };
        match block.kind {
            BlockKind::Heading(level) => (made.kind, made.level) = ("subhead", Some(level.max(2))),
            BlockKind::ListItem => {
                let (level, ordered) = self.list_place(block);
                (made.kind, made.level, made.ordered) = ("list_item", Some(level), ordered);
            }
            BlockKind::Quotation => made.kind = "quotation",
            BlockKind::Preformatted => made.kind = "preformatted",
            _ => {}
        }
        self.push(made);
    }

    /// Appends a block whose words stand in the text.
    fn push(&mut self, mut block: record::Block) {
        if !block.text.is_empty() {
            if !self.made.text.is_empty() {
                self.made.text.push_str(BETWEEN);
                self.chars += BETWEEN.len();
            }
            let start = self.chars;
            self.chars += block.text.chars().count();
            self.made.text.push_str(&block.text);
            block.span = Some(Span::new(start, self.chars));
        }
        self.made.blocks.push(block);
    }

    fn marks(&self, block: &Block, shift: usize, marks: &mut Vec<record::Mark>) {
        let Some(tree) = &self.document.tree else { return };
        let words = self.document.words(block);
        let mut offsets = CharOffsets::new(words);
        let from = block.span.start;
        for run in &self.document.runs[block.runs.start as usize..block.runs.end as usize] {
            let (kind, url) = match run.kind {
                RunKind::Link => {
                    match tree.attr(run.node, Attr::HREF).and_then(|href| absolute(href, self.base)) {
                        Some(url) => ("link", Some(url)),
                        None => continue,
                    }
                }
                RunKind::Strong => ("strong", None),
                RunKind::Emphasis => ("emphasis", None),
                RunKind::Time => continue,
            };
            let span = offsets.span(Span { start: run.span.start - from, end: run.span.end - from });
            marks.push(record::Mark {
                span: Span { start: span.start + shift as u32, end: span.end + shift as u32 },
                kind,
                url,
            });
        }
        marks.sort_by_key(|m| (m.span.start, std::cmp::Reverse(m.span.end)));
    }

    fn list_place(&self, block: &Block) -> (u8, bool) {
        let Some((tree, node)) = self.document.tree.as_ref().zip(block.node) else { return (1, false) };
        let mut lists =
            around(tree, node).map(|n| tree.tag(n)).filter(|t| matches!(*t, Tag::UL | Tag::OL | Tag::DL));
        let ordered = lists.next() == Some(Tag::OL);
        (1 + lists.count().min(8) as u8, ordered)
    }

    fn cell(&mut self, tree: &Tree<'_>, node: NodeId, words: &str) {
        let table = around(tree, node).find(|&n| tree.tag(n) == Tag::TABLE);
        let row = around(tree, node).find(|&n| tree.tag(n) == Tag::TR);
        let cell = around(tree, node).find(|&n| matches!(tree.tag(n), Tag::TD | Tag::TH));
        let Some(table) = table else {
            return self.push(record::Block {
                kind: "paragraph",
                text: words.to_owned(),
                ..Default::default()
            });
        };
        // A cell that holds paragraphs is layout, not data.
        if cell.is_some_and(|c| tree.children(c).filter(|&n| tree.tag(n) == Tag::P).count() > 1) {
            self.end_table();
            return self.push(record::Block {
                kind: "paragraph",
                text: words.to_owned(),
                ..Default::default()
            });
        }
        if self.table.as_ref().is_some_and(|(open, ..)| *open != table) {
            self.end_table();
        }
        let (_, rows, last) = self.table.get_or_insert_with(|| (table, Vec::new(), None));
        if *last != row || rows.is_empty() {
            rows.push(Vec::new());
            *last = row;
        }
        rows.last_mut().expect("a row was pushed").push(words.to_owned());
    }

    fn end_table(&mut self) {
        let Some((_, rows, _)) = self.table.take() else { return };
        let text = rows.iter().map(|row| row.join("\t")).collect::<Vec<_>>().join("\n");
        self.push(record::Block { kind: "table", text, rows, ..Default::default() });
    }

    fn image(&mut self, tree: &Tree<'_>, node: NodeId) {
        let Some(url) = image_address(tree, node).and_then(|src| absolute(src, self.base)) else { return };
        self.end_table();
        let alt = tree.attr(node, Attr::ALT).map(str::trim).filter(|a| !a.is_empty()).map(str::to_owned);
        let image = record::Image { url, alt, caption: None, credit: None };
        self.push(record::Block { kind: "image", image: Some(image), ..Default::default() });
    }

    /// Gives the caption to the image of its figure; false where there is none.
    fn caption(&mut self, tree: &Tree<'_>, node: NodeId, words: &str) -> bool {
        let Some(figure) = around(tree, node).find(|&n| tree.tag(n) == Tag::FIGURE) else { return false };
        let Some(image) = self.made.blocks.iter_mut().rev().take(4).find_map(|b| b.image.as_mut()) else {
            return false;
        };
        if image.caption.is_some() && self.figures.last() != Some(&figure) {
            return false;
        }
        match &mut image.caption {
            Some(caption) => {
                caption.push(' ');
                caption.push_str(words);
            }
            None => image.caption = Some(words.to_owned()),
        }
        self.figures.push(figure);
        true
    }

    fn embed(&mut self, tree: &Tree<'_>, node: NodeId) {
        let address = tree
            .attr(node, Attr::SRC)
            .or_else(|| tree.attr(node, Attr::DATA_SRC))
            .or_else(|| tree.attr(node, Attr::DATA));
        if let Some(url) = address.and_then(|src| absolute(src, self.base)) {
            self.end_table();
            self.push(record::Block { kind: "embed", url: Some(url), ..Default::default() });
        }
    }
}

/// The element and those around it, innermost first.
fn around<'t>(tree: &'t Tree<'_>, node: NodeId) -> impl Iterator<Item = NodeId> + 't {
    std::iter::successors(Some(node), |&n| tree.parent(n))
}

/// A picture's address: lazy-loading attributes before `src`, which then holds a placeholder.
pub fn image_address<'t>(tree: &'t Tree<'_>, node: NodeId) -> Option<&'t str> {
    const LAZY: [Attr; 4] = [Attr::DATA_SRC, Attr::DATA_ORIGINAL, Attr::DATA_LAZY_SRC, Attr::DATA_SRCSET];
    LAZY.into_iter()
        .find_map(|name| tree.attr(node, name))
        .or_else(|| tree.attr(node, Attr::SRC).filter(|src| !src.starts_with("data:")))
        .or_else(|| tree.attr(node, Attr::SRCSET))
        .map(|value| value.split_whitespace().next().unwrap_or("").trim_end_matches(','))
        .filter(|src| !src.is_empty() && !src.starts_with("data:"))
}

/// An address made absolute; only `http` and `https` survive.
pub fn absolute(address: &str, base: Option<&Url>) -> Option<String> {
    let address = address.trim();
    let url = match base {
        Some(base) => base.join(address).ok()?,
        None => Url::parse(address).ok()?,
    };
    matches!(url.scheme(), "http" | "https").then(|| url.into())
}
