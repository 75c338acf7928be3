//! The article that a page carries as data for its scripts, where it prints next to nothing.
//!
//! Pages that scripts draw in the browser hold what they draw as JSON in a script (`__NEXT_DATA__`, `window.state = {...}`,
//! `push({...})`) or in an attribute (`data-page`). The object that also holds the page's title is looked at; the texts of
//! most words in it that stand under one path are its body. It is put into the tree as a browser would have shown it, and
//! the page is judged again.

mod body;
mod lines;
mod names;
mod values;

use super::main_content::hints::{CallsItself, fold};
use super::metadata::Metadata;
use crate::document::html::{Limits, Tag, Tree, parse};

/// An article found in data.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Carried {
    /// Where it stands: the script or attribute, then the path of the body.
    pub place: String,
    /// Title and body as markup.
    pub html: String,
}

/// Bytes of text from which a body is worth showing.
const LEAST: usize = 600;

/// Folded bytes of the shortest title that tells an article from others.
const LEAST_TITLE: usize = 12;

/// Finds the longest article that stands beside one of the page's titles; with a time, where the page does not call itself an
/// article. Products have none. Where the page has `printed` something, only what stands right beside the title or holds it counts.
pub fn find(tree: &Tree<'_>, metadata: &Metadata<'_>, printed: &str) -> Option<Carried> {
    let titles = titles(metadata);
    let calls_itself = super::calls_itself(metadata);
    if titles.is_empty() || calls_itself == CallsItself::Other {
        return None;
    }
    let printed = fold(printed.lines().next().unwrap_or(""));
    let mut best: Option<(usize, Carried)> = None;
    values::each(tree, |place, value| {
        if let Some(body) = body::find(value, &|words| agrees(&titles, words))
            && (body.dated || calls_itself != CallsItself::Silent)
            && (printed.is_empty() || body.above == 0 || fold(&body.html).contains(&printed))
            && best.as_ref().is_none_or(|(bytes, _)| body.bytes > *bytes)
        {
            best = Some((body.bytes, Carried { place: format!("{place}: {}", body.path), html: body.html }));
        }
    });
    best.map(|(_, carried)| carried)
}

impl Carried {
    /// Puts the article at the end of the page's main part, else of its body.
    pub fn show(&self, tree: &mut Tree<'_>) {
        let fragment = parse(&self.html, &Limits::default());
        let article = fragment.nodes().find(|&node| fragment.tag(node) == Tag::ARTICLE);
        let place = [Tag::MAIN, Tag::BODY]
            .into_iter()
            .find_map(|tag| tree.nodes().find(|&node| tree.tag(node) == tag && tree.parent(node).is_some()));
        if let (Some(article), Some(place)) = (article, place) {
            tree.graft(place, &fragment, article);
        }
    }
}

/// The page's titles, folded.
fn titles(metadata: &Metadata<'_>) -> Vec<String> {
    let stated = ["og:title", "twitter:title"].map(|key| metadata.meta(key).map(|meta| meta.content));
    let mut made: Vec<String> = stated
        .into_iter()
        .chain([metadata.title, metadata.json_str("headline")])
        .flatten()
        .map(fold)
        .collect();
    made.retain(|title| title.len() >= LEAST_TITLE);
    made
}

/// True where words are a title of the page, or all of one but the outlet's name.
fn agrees(titles: &[String], words: &str) -> bool {
    if !(LEAST_TITLE..=MOST_TITLE).contains(&words.len()) {
        return false;
    }
    let words = fold(words);
    words.len() >= LEAST_TITLE
        && titles.iter().any(|title| words.len() * 2 >= title.len() && title.contains(words.as_str()))
}

/// Bytes of the longest title.
const MOST_TITLE: usize = 600;

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;

    const TITLE: &str = "Jembatan Demak dibuka lagi setelah setahun";

    fn paragraphs() -> [String; 3] {
        ["Jembatan itu dibuka pada Senin pagi.", "Warga menunggu setahun.", "Biayanya dua miliar rupiah."]
            .map(|words| {
                format!("{words} {}", "Antrean truk di kedua sisi sungai sudah tidak terlihat. ".repeat(5))
            })
    }

    /// What is found in a page of news with data.
    fn of_page(kind: &str, data: &Value) -> Option<Carried> {
        let html = format!(
            "<title>{TITLE} | Koran</title><meta property=og:type content={kind}><script id=d type=application/json>{data}</script>"
        );
        let tree = parse(&html, &Limits::default());
        find(&tree, &Metadata::of(&tree, None), "")
    }

    #[test]
    fn bodies_of_the_usual_shapes() {
        let [one, two, three] = paragraphs();
        let whole = format!("<p>{one}</p><p>{two}</p><p>{three}</p>");
        let elements = json!([
            {"type": "text", "content": one}, {"type": "image", "content": "x".repeat(90)},
            {"type": "header", "content": "Setahun"}, {"type": "text", "content": two}, {"type": "text", "content": three},
        ]);
        let piece = |words: &str| json!({"type": "text", "text": words});
        let (start, end) = one.split_at(13);
        let rich = json!([
            {"type": "paragraph", "children": [piece(start), {"type": "link", "children": [piece(end)]}]},
            {"type": "paragraph", "children": [piece(&two)]}, {"type": "paragraph", "children": [piece(&three)]},
        ]);
        let shown = |lines: String| format!("<article><header><h1>{TITLE}</h1></header>{lines}</article>");
        let [one, two, three] = [one, two, three].map(|words| format!("<p>{}</p>", words.trim()));
        for (body, path, html) in [
            (json!(whole), "props.article.body", whole.clone()),
            (elements, "props.article.body", format!("{one}<h2>Setahun</h2>{two}{three}")),
            (rich, "props.article.body", format!("{one}{two}{three}")),
        ] {
            let found = of_page("article", &json!({"props": {"article": {"title": TITLE, "body": body}}}));
            let found = found.expect(path);
            assert_eq!(found.place, format!("script[id=d]: {path}"));
            assert_eq!(found.html, shown(html));
        }
    }

    #[test]
    fn the_shortest_of_two_paths_to_one_text() {
        let body = paragraphs().concat();
        let data = json!({"title": TITLE, "state": {"copy": {"body": body}}, "body": body, "publishedAt": "1714730400000"});
        let found = of_page("article", &data).expect("an article");
        assert_eq!(found.place, "script[id=d]: body");
        assert!(!found.html.contains("<time"), "{}", found.html);
    }

    #[test]
    fn what_is_no_article_of_this_page() {
        let body = paragraphs().concat();
        let titled = |more: Value| json!({"title": TITLE, "body": body, "more": more});
        assert!(of_page("article", &titled(json!(null))).is_some());
        assert!(of_page("product", &titled(json!(null))).is_none());
        // A page that does not say what it is needs a time.
        assert!(of_page("website", &titled(json!(null))).is_none());
        let dated = json!({"title": TITLE, "body": body, "publishedAt": "2024-05-03T10:00:00Z"});
        let found = of_page("website", &dated).expect("an article");
        assert!(found.html.contains("<time datetime=\"2024-05-03T10:00:00Z\">"), "{}", found.html);
        for beside in [
            json!({"title": TITLE, "comments": [{"text": body}]}),
            json!({"title": TITLE, "related": {"text": body}}),
            json!({"title": TITLE, "list": [{"title": "Harga beras naik di Kudus", "url": "/b", "text": body}]}),
            json!({"title": "Harga beras naik di Kudus", "body": body}),
            json!({"title": TITLE, "styles": format!("a {{ b: c }} d {{ e: f }} {body}")}),
        ] {
            assert_eq!(of_page("article", &beside), None);
        }
    }

    #[test]
    fn what_is_printed_is_not_given_up_for_texts_far_from_the_title() {
        let body = paragraphs().concat();
        let html = |data: Value| {
            format!(
                "<title>{TITLE}</title><meta property=og:type content=article><script>d = {data}</script>"
            )
        };
        let found = |data: Value, printed: &str| {
            let html = html(data);
            let tree = parse(&html, &Limits::default());
            find(&tree, &Metadata::of(&tree, None), printed).is_some()
        };
        let far = json!({"seo": {"title": TITLE}, "text": body});
        assert!(found(far.clone(), ""));
        assert!(found(far.clone(), "Jembatan itu dibuka pada Senin pagi."));
        assert!(!found(far, "Hujan turun di Kudus sejak pagi."));
        assert!(found(json!({"title": TITLE, "text": body}), "Hujan turun di Kudus sejak pagi."));
    }

    #[test]
    fn it_is_shown_in_the_main_part() {
        let mut tree = parse("<body><main><div id=app></div></main><p>Koran</p>", &Limits::default());
        let carried = Carried {
            place: String::new(),
            html: "<article><h1 lang=id>Satu &amp; dua</h1></article>".into(),
        };
        carried.show(&mut tree);
        let main = tree.nodes().find(|&node| tree.tag(node) == Tag::MAIN).unwrap();
        let article = tree.last_child(main).unwrap();
        let heading = tree.first_child(article).unwrap();
        assert_eq!(tree.attr(heading, crate::document::html::Attr::LANG), Some("id"));
        assert_eq!(tree.text(tree.first_child(heading).unwrap()), Some("Satu & dua"));
    }
}
