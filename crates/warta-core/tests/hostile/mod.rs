//! Pages made to hurt a parser, by size.

fn repeat(unit: &str, n: usize) -> String {
    unit.repeat(n)
}

fn numbered(n: usize, one: impl Fn(usize) -> String) -> String {
    (0..n).map(one).collect()
}

/// Name, size at which it takes some milliseconds, and maker.
pub type Hostile = (&'static str, usize, fn(usize) -> String);

/// All of them.
pub const PAGES: &[Hostile] = &[
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
    ("misnested b p", 20_000, |n| repeat("<b><p></b>x", n)),
    ("misnested a div", 20_000, |n| repeat("<a href=x><div>", n)),
    ("misnested deep then closed", 20_000, |n| repeat("<b><div>", 250) + &repeat("</b>x", n)),
    ("formatting of many kinds", 10_000, |n| {
        numbered(n, |i| format!("<b id=b{i}>")) + &repeat("<p>x</p>", n)
    }),
    ("formatting left open", 20_000, |n| repeat("<font size=1><b><i><u><p>x</p>", n)),
    ("nobr", 20_000, |n| repeat("<nobr><div>x", n)),
    ("markers", 20_000, |n| repeat("<div><object><b></div>", n)),
    ("fostered text in turns", 30_000, |n| String::from("<table>") + &repeat(" </x>a</x>", n)),
    ("fostered elements", 30_000, |n| String::from("<table>") + &repeat("<p>x<tr>", n)),
    ("attributes", 100_000, |n| format!("<p {}>x", numbered(n, |i| format!("a{i}=1 ")))),
    ("same attribute", 100_000, |n| format!("<p {}>x", repeat("a=1 ", n))),
    ("attributes of html", 2_000, |n| repeat("<html a b c d e f g h i j k l m n o p>", n)),
    ("entities", 200_000, |n| repeat("&amp;", n)),
    ("entities half written", 200_000, |n| repeat("&am&#&#x&not", n / 3)),
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
