//! Pages made to hurt a parser: no crash, bounded depth, what follows is kept, linear time.

use std::time::{Duration, Instant};
use warta_core::document::html::{Kind, Limits, NodeId, Step, Tree, parse};

/// Most that doubling a page may multiply its time; two, with room for a busy machine.
const MAX_GROWTH: f64 = 3.0;
/// Slowest that any page may be read, in bytes a second (the target is one megabyte a second).
const MIN_RATE: f64 = 4e6;

fn repeat(unit: &str, n: usize) -> String {
    unit.repeat(n)
}

fn numbered(n: usize, one: impl Fn(usize) -> String) -> String {
    (0..n).map(one).collect()
}

/// Name, size at which it takes some milliseconds, and maker.
type Hostile = (&'static str, usize, fn(usize) -> String);

const PAGES: &[Hostile] = &[
    ("nested div", 50_000, |n| repeat("<div>", n) + "deep" + &repeat("</div>", n)),
    ("nested unclosed span", 50_000, |n| repeat("<span>x", n)),
    ("nested ul li", 30_000, |n| repeat("<ul><li>", n)),
    ("nested blockquote p", 30_000, |n| repeat("<blockquote><p>", n)),
    ("nested table", 20_000, |n| repeat("<table><tr><td>", n)),
    ("nested table without cells", 30_000, |n| repeat("<table>", n)),
    ("nested template", 30_000, |n| repeat("<template>", n)),
    ("nested select", 30_000, |n| repeat("<select><option>", n)),
    ("nested svg", 30_000, |n| repeat("<svg><g>", n)),
    ("nested svg point", 20_000, |n| repeat("<svg><desc>", n)),
    ("nested button", 30_000, |n| repeat("<button><div>", n)),
    ("nested form", 30_000, |n| repeat("<form><div></form>", n)),
    ("misnested b i", 30_000, |n| repeat("<b><i>", n) + &repeat("</b></i>", n)),
    ("misnested b p", 80_000, |n| repeat("<b><p></b>x", n)),
    ("misnested a div", 80_000, |n| repeat("<a href=x><div>", n)),
    ("misnested deep then closed", 20_000, |n| repeat("<b><div>", 250) + &repeat("</b>x", n)),
    ("formatting of many kinds", 10_000, |n| {
        numbered(n, |i| format!("<b id=b{i}>")) + &repeat("<p>x</p>", n)
    }),
    ("formatting left open", 20_000, |n| repeat("<font size=1><b><i><u><p>x</p>", n)),
    ("nobr", 80_000, |n| repeat("<nobr><div>x", n)),
    ("markers", 20_000, |n| repeat("<div><object><b></div>", n)),
    ("fostered text in turns", 30_000, |n| String::from("<table>") + &repeat(" </x>a</x>", n)),
    ("fostered elements", 30_000, |n| String::from("<table>") + &repeat("<p>x<tr>", n)),
    ("attributes", 100_000, |n| format!("<p {}>x", numbered(n, |i| format!("a{i}=1 ")))),
    ("same attribute", 100_000, |n| format!("<p {}>x", repeat("a=1 ", n))),
    ("attributes of html", 2_000, |n| repeat("<html a b c d e f g h i j k l m n o p>", n)),
    ("entities", 400_000, |n| repeat("&amp;", n)),
    ("entities half written", 600_000, |n| repeat("&am&#&#x&not", n / 3)),
    ("long entity", 400_000, |n| format!("&#{};&{}", repeat("9", n), repeat("a", n))),
    ("paragraphs", 200_000, |n| repeat("<p>", n)),
    ("links", 50_000, |n| repeat("<a href=/x>y</a>", n)),
    ("unclosed links", 50_000, |n| repeat("<a href=/x>y", n)),
    ("comments", 100_000, |n| repeat("<!-- -->", n)),
    ("comment openers", 100_000, |n| repeat("<!--", n)),
    ("comment with ends that are none", 300_000, |n| String::from("<!--") + &repeat(">->", n)),
    ("processing instructions", 100_000, |n| repeat("<?x", n)),
    ("doctypes", 100_000, |n| repeat("<!doctype x>", n)),
    ("cdata", 100_000, |n| String::from("<svg>") + &repeat("<![CDATA[", n)),
    ("nul", 1_000_000, |n| repeat("\0", n)),
    ("nul in tags", 100_000, |n| repeat("<\0a\0 b\0=\0>", n)),
    ("carriage returns", 400_000, |n| repeat("\r\r\n", n)),
    ("less-than", 1_000_000, |n| repeat("<", n)),
    ("less-than slash", 400_000, |n| repeat("</", n)),
    ("unclosed tag", 400_000, |n| String::from("<a ") + &repeat("b='", n)),
    ("unclosed script", 200_000, |n| String::from("<script>") + &repeat("<!--<script", n)),
    ("unclosed titles", 100_000, |n| repeat("<title>", n)),
    ("scripts", 50_000, |n| repeat("<script>x</script>", n)),
    ("stray end tags", 100_000, |n| repeat("</div></p></b></x>", n)),
    ("stray end tags in depth", 60_000, |n| repeat("<x>", 600) + &repeat("</y></div></span>", n)),
    ("unknown end tags in depth", 60_000, |n| repeat("<x>", 600) + &repeat("</y>", n)),
    ("p in depth", 60_000, |n| String::from("<p>") + &repeat("<span>", 600) + &repeat("<b></p>", n)),
    ("li in depth", 60_000, |n| repeat("<span>", 600) + &repeat("<li>", n)),
    ("annotations", 30_000, |n| {
        format!("<math><annotation-xml {}>", numbered(1000, |i| format!("a{i} "))) + &repeat("x<g/>", n)
    }),
    ("framesets", 100_000, |n| repeat("<frameset>", n)),
    ("heads", 100_000, |n| repeat("<head></head><body></body></html>", n)),
];

fn best_of(rounds: usize, page: &str) -> Duration {
    let run = || {
        let start = Instant::now();
        std::hint::black_box(parse(page, &Limits::default()).len());
        start.elapsed()
    };
    (0..rounds).map(|_| run()).min().unwrap()
}

#[test]
fn time_grows_with_the_page() {
    for &(name, n, make) in PAGES {
        let (one, two) = (make(n), make(2 * n));
        // A ratio above the bound must show three times to count: other work shares the machine.
        let mut growth = f64::MAX;
        let mut rate = 0f64;
        for _ in 0..3 {
            let (short, long) = (best_of(3, &one).as_secs_f64(), best_of(3, &two).as_secs_f64());
            growth = growth.min(long / short.max(2e-4));
            rate = rate.max(two.len() as f64 / long);
            if growth <= MAX_GROWTH && rate >= MIN_RATE {
                break;
            }
        }
        println!("{name:34} growth {growth:5.2}   {:8.1} MB/s", rate / 1e6);
        if std::env::var_os("SHOW").is_some() {
            continue;
        }
        assert!(growth <= MAX_GROWTH, "{name}: twice the page takes {growth:.2} times as long");
        assert!(cfg!(debug_assertions) || rate >= MIN_RATE, "{name}: {rate:.0} bytes a second");
    }
}

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
    assert_eq!((tree.attrs(p).count(), tree.attr(p, "a1"), tree.attr(p, "class")), (1024, Some("1"), None));
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
