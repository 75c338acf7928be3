//! Pages made to hurt a parser: no crash, bounded depth, what follows is kept.

mod hostile;

use hostile::PAGES;
use warta_core::document::html::{Attr, Kind, Limits, NodeId, Step, Tree, parse};

/// Walks the tree: every link must be mutual. Returns the greatest depth.
fn checked_depth(tree: &Tree<'_>) -> usize {
    let (mut depth, mut deepest) = (0usize, 0);
    for step in tree.walk(tree.root()) {
        match step {
            Step::Enter(id) => {
                depth += 1;
                deepest = deepest.max(depth);
                let children: Vec<NodeId> = tree.children(id).collect();
                assert_eq!(children.first().copied(), tree.first_child(id));
                assert_eq!(children.last().copied(), tree.last_child(id));
                for pair in children.windows(2) {
                    assert_eq!(tree.prev_sibling(pair[1]), Some(pair[0]));
                }
                assert!(children.iter().all(|&child| tree.parent(child) == Some(id)));
                assert!(tree.kind(id) != Kind::Text || (children.is_empty() && tree.text(id) != Some("")));
                assert!(tree.attrs(id).all(|(name, _)| !name.is_empty()));
            }
            Step::Leave(_) => depth -= 1,
        }
    }
    assert_eq!(depth, 0);
    deepest
}

#[test]
fn trees_stay_sound_and_shallow() {
    for &(name, n, make) in PAGES {
        let page = make(n / 20);
        let tree = parse(&page, &Limits::default());
        let depth = checked_depth(&tree);
        assert!(depth <= 1100, "{name}: {depth} levels");
    }
}

fn text_of(tree: &Tree<'_>) -> String {
    let texts = tree.walk(tree.root()).filter_map(|step| match step {
        Step::Enter(id) => tree.text(id),
        Step::Leave(_) => None,
    });
    texts.collect()
}

#[test]
fn what_follows_the_depths_is_kept() {
    for n in [600, 100_000] {
        let page = format!(
            "<main>{}deep{}<p>after</p></main><footer>end</footer>",
            "<div>".repeat(n),
            "</div>".repeat(n)
        );
        let tree = parse(&page, &Limits::default());
        assert_eq!(text_of(&tree), "deepafterend");
        assert_eq!(tree.truncated(), ["depth"]);
        assert!(checked_depth(&tree) <= 514);
    }
    // Just past the limit, end tags still find the element they belong to.
    let page = format!(
        "<div id=wrap><main>{}x{}<p>after</p></main></div>",
        "<div>".repeat(600),
        "</div>".repeat(600)
    );
    let tree = parse(&page, &Limits::default());
    let steps =
        || tree.walk(tree.root()).filter_map(|s| if let Step::Enter(id) = s { Some(id) } else { None });
    let p = steps().find(|&id| tree.name(id) == "p").unwrap();
    assert_eq!(tree.name(tree.parent(p).unwrap()), "main");
}

#[test]
fn limits_are_reported() {
    let tree = parse("<p>plain", &Limits::default());
    assert!(tree.truncated().is_empty());
    let many: String = (0..2000).map(|i| format!("a{i}=1 ")).collect();
    let page = format!("<p {many} a1=2 class=c>x");
    let tree = parse(&page, &Limits::default());
    assert_eq!(tree.truncated(), ["attributes"]);
    let p = NodeId::clone(
        &tree
            .walk(tree.root())
            .find_map(|s| match s {
                Step::Enter(id) if tree.name(id) == "p" => Some(id),
                _ => None,
            })
            .unwrap(),
    );
    assert_eq!(
        (tree.attrs(p).count(), tree.attrs(p).find(|a| a.0 == "a1").map(|a| a.1), tree.attr(p, Attr::CLASS)),
        (1024, Some("1"), None)
    );
    let tree_of = "<p>".repeat((1 << 21) + 10);
    let tree = parse(&tree_of, &Limits::default());
    assert_eq!(tree.truncated(), ["nodes"]);
}

#[test]
fn random_soup_makes_sound_trees() {
    const PARTS: &[&str] = &[
        "<a href=1>",
        "</a>",
        "<b>",
        "</b>",
        "<i class='x y'>",
        "</i>",
        "<p>",
        "</p>",
        "<div>",
        "</div>",
        "<table>",
        "</table>",
        "<tr>",
        "</tr>",
        "<td>",
        "</td>",
        "<tbody>",
        "<caption>",
        "</caption>",
        "<colgroup>",
        "<col>",
        "<select>",
        "</select>",
        "<option>",
        "<template>",
        "</template>",
        "<svg>",
        "</svg>",
        "<math>",
        "</math>",
        "<mi>",
        "<desc>",
        "<title>",
        "</title>",
        "<script>",
        "</script>",
        "<style>",
        "</style>",
        "<!--",
        "-->",
        "<!",
        "<?",
        "]]>",
        "<![CDATA[",
        "&amp;",
        "&notit",
        "&#0;",
        "&#x110000;",
        "\0",
        "\r",
        "\r\n",
        "\n",
        " ",
        "é",
        "x",
        "<",
        ">",
        "\"",
        "'",
        "=",
        "/",
        "</",
        "<html lang=x>",
        "</html>",
        "<head>",
        "</head>",
        "<body x=1>",
        "</body>",
        "<frameset>",
        "</frameset>",
        "<frame>",
        "<noframes>",
        "</noframes>",
        "<noscript>",
        "</noscript>",
        "<form>",
        "</form>",
        "<button>",
        "</button>",
        "<nobr>",
        "</nobr>",
        "<object>",
        "</object>",
        "<li>",
        "</li>",
        "<ul>",
        "</ul>",
        "<dd>",
        "<dt>",
        "<h1>",
        "</h2>",
        "<pre>",
        "</pre>",
        "<textarea>",
        "</textarea>",
        "<plaintext>",
        "<input type=hidden>",
        "<img src=x alt>",
        "<br/>",
        "</br>",
        "<hr>",
        "<font color=1>",
        "</font>",
        "<ruby>",
        "<rt>",
        "<annotation-xml encoding=text/html>",
        "<foreignObject>",
        "<x-y>",
        "</x-y>",
        "<image>",
        "<iframe>",
        "</iframe>",
        "<!DOCTYPE html>",
        "<math/>",
        "<th>",
        "</th>",
        "<tfoot>",
        "<optgroup>",
    ];
    let mut state = 0x9e37_79b9_7f4a_7c15u64;
    let mut random = |n: usize| {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        (state >> 33) as usize % n
    };
    let limits = [
        Limits::default(),
        Limits { max_depth: 0, max_attributes: 0 },
        Limits { max_depth: 20, max_attributes: 2 },
    ];
    for round in 0..30_000 {
        let length = 1 + random(60);
        // The plain text element swallows the rest, so it comes seldom.
        let soup: String = (0..length)
            .map(|_| PARTS[random(PARTS.len())])
            .filter(|p| *p != "<plaintext>" || length == 7)
            .collect();
        checked_depth(&parse(&soup, &limits[round % 3]));
    }
}
