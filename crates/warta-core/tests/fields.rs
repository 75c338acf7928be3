//! Small fields of the record, each from a page of a few lines.

use warta_core::{Article, Options, read};

const BODY: &str = "<p>Warga desa itu menanam kembali bakau di sepanjang pantai, kata kepala desa pada hari Senin.</p>\
    <p>Menurut dia, pekerjaan itu akan selesai sebelum musim hujan karena banyak relawan yang datang membantu.</p>\
    <p>Pemerintah daerah menyediakan bibit dan perahu, sedangkan sekolah mengirim murid yang sudah besar.</p>";

fn page(head: &str, around: &str) -> Article {
    at("https://koran.example/bakau", head, around)
}

fn at(url: &str, head: &str, around: &str) -> Article {
    let body = around.replace("BODY", BODY);
    let html = format!("<!doctype html><html><head>{head}</head><body>{body}</body></html>");
    read(html.as_bytes(), &Options { url: Some(url.to_owned()), ..Options::default() })
}

fn article(head: &str) -> Article {
    page(head, "<article><h1>Warga menanam bakau lagi</h1>BODY</article>")
}

#[test]
fn a_standfirst_agrees_with_the_description_or_calls_itself_one() {
    let words = "Empat ratus bibit ditanam dalam satu hari oleh warga dan murid sekolah.";
    let around = format!(
        "<article><h1>Warga menanam bakau lagi</h1><div class=lead>{words}</div><div>BODY</div></article>"
    );
    assert_eq!(page("", &around).standfirst.as_deref(), Some(words));
    let said = page(&format!("<meta name=description content='{words}'>"), &around.replace("class=lead", ""));
    assert_eq!(said.standfirst.as_deref(), Some(words));
    let none = article("<meta name=description content='Tidak tercetak di halaman ini sama sekali.'>");
    assert_eq!((none.standfirst, none.missing.get("standfirst")), (None, Some(&"none_printed")));
}

#[test]
fn a_kicker_stands_above_the_headline_and_calls_itself_one() {
    let around = "<article><div class='article-kicker'>Lingkungan</div><h1>Warga menanam bakau lagi</h1>BODY</article>";
    assert_eq!(page("", around).kicker.as_deref(), Some("Lingkungan"));
    assert_eq!(page("", &around.replace("article-kicker", "box")).kicker, None);
}

#[test]
fn outlet_and_publisher_are_stated() {
    let made = article(
        "<meta property=og:site_name content='Koran Contoh'><script type=application/ld+json>\
         {\"@type\":\"NewsArticle\",\"publisher\":{\"@type\":\"Organization\",\"name\":\"PT Contoh Media\"}}</script>",
    );
    assert_eq!(made.outlet.as_deref(), Some("Koran Contoh"));
    assert_eq!(made.publisher.as_deref(), Some("PT Contoh Media"));
}

#[test]
fn the_words_tell_the_language_where_the_page_does_not() {
    let words = "<p>Die Leute im Dorf pflanzen wieder Bäume an der Küste, sagte der Bürgermeister am Montag.</p>\
        <p>Nach seinen Worten soll das noch vor dem Winter fertig werden, weil so viele dabei helfen.</p>";
    let german = page("", &format!("<article><h1>Das Dorf pflanzt Bäume</h1>{words}</article>"));
    assert_eq!(german.language.as_deref(), Some("de"));
    assert_eq!(article("<meta name=language content=id>").language.as_deref(), Some("id"));
}

#[test]
fn the_words_outvote_the_language_of_a_template() {
    let of = |lang: &str, words: &str| {
        let html = format!(
            "<!doctype html><html lang={lang}><body><article><h1>Bakau</h1>{words}</article></body></html>"
        );
        read(html.as_bytes(), &Options::default())
    };
    // Names and places leave few function words.
    let thin = "<p>Penyidik Polres Kotabaru melimpahkan Faisal (37) alias Komeng, anggota komplotan Banyu Minimi, ke Kejaksaan \
        Negeri Kotabaru, Selasa (20/10/2015). Kasat Reskrim Polres Kotabaru AKP Yasir menyebutkan, berkas Komeng itu sudah \
        lengkap (P21) dan akan disidangkan. Komeng didakwa melanggar Pasal 365 KUHP dan Pasal 2 Undang-Undang Darurat. Polisi \
        menyita sepucuk senjata api jenis AK-47, tiga magasin, serta puluhan amunisi. Namun, Komeng menolak karena senjata itu bukan miliknya.</p>";
    assert_eq!(of("en-US", thin).language.as_deref(), Some("id"));
    // A language without a list: the template's is refused, and none is guessed.
    let xhosa = "<p>Abantu basedolophini batyale imithi emitsha ngaselwandle ngoMvulo ukuze bakhusele umhlaba wabo. Umphathi \
        wedolophu uthe lo msebenzi uza kugqitywa phambi kwexesha lemvula kuba amavolontiya maninzi. Urhulumente wengingqi \
        unike imbewu nezikhephe, ngelixa izikolo zithumele abafundi abadala.</p>";
    let made = of("en", &xhosa.repeat(4));
    assert_eq!((made.language, made.missing.get("language")), (None, Some(&"words_of_another_language")));
    // What is no running text tells nothing.
    let list = "<p>Contoh Radio RX 9060 XT 16GB GDDR6 PCI Express 5.0 ATX Graphics Card Black Edition</p>";
    assert_eq!(of("en", &list.repeat(12)).language.as_deref(), Some("en"));
}

#[test]
fn captions_and_controls_name_no_byline() {
    let person = "<script type=application/ld+json>{\"@type\":\"NewsArticle\",\"author\":\
        {\"@type\":\"Person\",\"name\":\"Putri Anggraini\"}}</script>";
    for line in [
        "<figure><img src=a.jpg><figcaption><span class=caption-author>Ana Ejemplo / Europa Press</span></figcaption></figure>",
        "<button class=author>Lihat Gambar</button>",
        "<div class=breadcrumbs><p class=author>Beranda / Daerah</p></div>",
        "<a href=/author/putri class=avatar>PA</a>",
        "<h3 class=editor-title>Menjelang Musim Hujan</h3>",
    ] {
        let made = page(person, &format!("<article><h1>Warga menanam bakau lagi</h1>{line}BODY</article>"));
        assert_eq!((made.byline, made.agency), (None, None), "{line}");
        assert_eq!(made.authors.len(), 1, "{line}");
    }
    let own = "<figure class=author><img src=putri.jpg><figcaption>Putri Anggraini</figcaption></figure>";
    let made = page("", &format!("<article><h1>Warga menanam bakau lagi</h1>{own}BODY</article>"));
    assert_eq!(made.byline.as_deref(), Some("Putri Anggraini"));
    let linked = own
        .replace(" class=author", "")
        .replace("Putri Anggraini<", "Oleh <a rel=author href=/putri>Putri Anggraini</a><");
    let made = page("", &format!("<article><h1>Warga menanam bakau lagi</h1>{linked}BODY</article>"));
    assert_eq!(made.byline.as_deref(), Some("Oleh Putri Anggraini"));
}

#[test]
fn a_byline_is_printed_without_its_date() {
    for (line, byline) in [
        ("Putri Anggraini<time>24.04.2024, 19:35</time>", "Putri Anggraini"),
        ("Oleh Putri Anggraini | 3 Mei 2024", "Oleh Putri Anggraini"),
        ("03.05.2024 | Oleh Putri Anggraini", "Oleh Putri Anggraini"),
        ("03.05.24 | 14:07 WIB | Oleh Putri Anggraini", "Oleh Putri Anggraini"),
        ("Oleh Putri Anggraini, Demak pada Senin 3 Mei 2024", "Oleh Putri Anggraini, Demak"),
        ("Oleh Putri Anggraini | Diterbitkan: 3 Mei 2024", "Oleh Putri Anggraini"),
        ("Oleh Putri Anggraini, penulis lepas", "Oleh Putri Anggraini, penulis lepas"),
    ] {
        let around =
            format!("<article><h1>Warga menanam bakau lagi</h1><p class=author>{line}</p>BODY</article>");
        assert_eq!(page("", &around).byline.as_deref(), Some(byline), "{line}");
    }
}

#[test]
fn a_page_number_is_printed_or_linked() {
    let printed = page("", "<article><h1>Warga menanam bakau lagi</h1>BODY<p>Halaman 1 dari 3</p></article>");
    let pages = printed.pagination.expect("printed");
    assert_eq!((pages.page, pages.pages), (Some(1), Some(3)));
    let linked = page(
        "",
        "<article><h1>Warga menanam bakau lagi</h1>BODY<a href='/bakau?page=2'>2</a>\
         <a href='/bakau?page=all'>Semua halaman</a></article>",
    );
    let pages = linked.pagination.expect("linked");
    assert_eq!(pages.pages, Some(2));
    assert_eq!(pages.whole_url.as_deref(), Some("https://koran.example/bakau?page=all"));
    assert!(article("").pagination.is_none());
}

#[test]
fn access_is_stated_or_told_by_a_wall_at_the_texts_end() {
    let stated = |free: &str| {
        let json = format!("{{\"@type\":\"NewsArticle\",\"isAccessibleForFree\":{free}}}");
        article(&format!("<script type=application/ld+json>{json}</script>")).access
    };
    assert_eq!((stated("true"), stated("\"False\"")), (Some("free"), Some("paywalled")));
    let wall = |class: &str| {
        let offer = format!("<div class='{class}'><p>Langganan</p><a href=/beli>Beli sekarang</a></div>");
        page("", &format!("<article><h1>Warga menanam bakau lagi</h1>BODY{offer}</article>")).access
    };
    assert_eq!((wall("c-paywall"), wall("c-box")), (Some("partial"), None));
}

#[test]
fn reservations_are_listed_with_their_key() {
    let made = article(
        "<meta name=robots content='noarchive, noai'><meta name=tdm-reservation content=1>\
         <link rel=license href=https://koran.example/lisensi>",
    );
    let kinds: Vec<_> = made.reservations.iter().map(|r| r.kind).collect();
    assert_eq!(kinds, ["noarchive", "noai", "tdm_reservation", "license"]);
}

#[test]
fn the_lead_image_and_addresses_are_absolute() {
    let made = article(
        "<meta property=og:image content=/foto.jpg><link rel=canonical href=/bakau><link rel=amphtml href=/amp/bakau>",
    );
    assert_eq!(made.lead_image.map(|i| i.url).as_deref(), Some("https://koran.example/foto.jpg"));
    assert_eq!(made.canonical_url.as_deref(), Some("https://koran.example/bakau"));
    assert_eq!(made.amp_url.as_deref(), Some("https://koran.example/amp/bakau"));
}

#[test]
fn section_and_tags_are_stated() {
    let made = article(
        "<meta property=article:section content=Lingkungan><meta property=article:tag content=bakau>\
         <meta property=article:tag content=pantai>",
    );
    assert_eq!(made.section.as_deref(), Some("Lingkungan"));
    assert_eq!(made.tags, ["bakau", "pantai"]);
}

#[test]
fn a_section_stands_in_the_breadcrumb_or_a_list() {
    let way = |steps: &str| {
        article(&format!(
            "<meta property=og:title content='Warga menanam bakau lagi'><script type=application/ld+json>\
             {{\"@type\":\"BreadcrumbList\",\"itemListElement\":[{steps}]}}</script>"
        ))
        .section
    };
    let steps = "{\"position\":3,\"name\":\"Warga menanam bakau lagi\"},\
        {\"position\":1,\"item\":{\"@id\":\"https://koran.example/\",\"name\":\"Depan\"}},\
        {\"position\":2,\"name\":\"Lingkungan\",\"item\":\"https://koran.example/lingkungan\"}";
    assert_eq!(way(steps).as_deref(), Some("Lingkungan"));
    assert_eq!(way("{\"position\":1,\"name\":\"Beranda\"},{\"position\":2,\"name\":\"Koran\"}"), None);
    let stated = |value: &str| {
        let head = format!("<meta property=article:section content='{value}'>");
        let around = "<article><h1>Warga menanam bakau lagi</h1>BODY</article>";
        at("https://koran.example/lingkungan/bakau", &head, around).section.unwrap()
    };
    assert_eq!(stated("Utama,Lingkungan"), "Lingkungan");
    assert_eq!(stated("Utama,Daerah"), "Utama");
    assert_eq!(stated("Makanan, Minuman"), "Makanan, Minuman");
    assert_eq!(stated("Di bawah 3,000 rupiah"), "Di bawah 3,000 rupiah");
}

#[test]
fn labels_of_machines_and_the_outlet_are_no_tags() {
    let made = article(
        "<meta property=og:site_name content='Koran Contoh'><meta name=keywords content='bakau,\
         26157981-b4f7-4929-adc1-e860c6f03636,stats-reach-team-all,koran contoh,Tehrik-e-Taliban,by-laws'>",
    );
    assert_eq!(made.tags, ["bakau", "Tehrik-e-Taliban", "by-laws"]);
}

#[test]
fn kinds_are_told_apart() {
    assert_eq!(article("<meta property=og:type content=article>").kind, "article");
    let json = "<script type=application/ld+json>{\"@type\":\"LiveBlogPosting\"}</script>";
    assert_eq!(article(json).kind, "live_blog");
    assert_eq!(page("", "<p>x</p>").kind, "other");
    assert_eq!(article("<meta property=article:section content=Debatte>").kind, "opinion");
    let around = "<article><h1>Warga menanam bakau lagi</h1>BODY</article>";
    let og = "<meta property=og:type content=article>";
    assert_eq!(at("https://koran.example/naujienos/nuomones/3/bakau", og, around).kind, "opinion");
    assert_eq!(at("https://koran.example/debatte-im-rat/bakau", og, around).kind, "article");
}

#[test]
fn an_organization_is_no_person() {
    let head = "<script type=application/ld+json>{\"@type\":\"NewsArticle\",\"author\":\
        {\"@type\":\"Organization\",\"name\":\"Kelompok Tani\"}}</script><meta name='twitter:misc:Written by' content='Sari Dewi'>";
    let names: Vec<String> = article(head).authors.into_iter().map(|a| a.name).collect();
    assert_eq!(names, ["Sari Dewi"]);
}

/// The time of publication that a page of this head and these lines under the headline states.
fn published(url: &str, head: &str, line: &str) -> Option<String> {
    let around = format!("<article><h1>Warga menanam bakau lagi</h1>{line}BODY</article>");
    at(url, head, &around).published_at.map(|m| m.iso)
}

const PLAIN: &str = "https://koran.example/bakau";

#[test]
fn a_date_of_the_page_gives_way_to_the_time_by_the_headline() {
    let head = "<meta name=date content=2015-10-12>";
    assert_eq!(published(PLAIN, head, "<p>11.10.2015</p>").as_deref(), Some("2015-10-11"));
    assert_eq!(published(PLAIN, head, "").as_deref(), Some("2015-10-12"));
    let sure = "<meta property=article:published_time content=2015-10-12>";
    assert_eq!(published(PLAIN, sure, "<p>11.10.2015</p>").as_deref(), Some("2015-10-12"));
}

#[test]
fn of_two_stated_days_the_printed_one_is_right() {
    let head = "<script type=application/ld+json>{\"@type\":\"NewsArticle\",\"datePublished\":\"2015-10-09\"}</script>\
        <meta property=article:published_time content=2015-10-11>";
    assert_eq!(published(PLAIN, head, "<p>11.10.2015</p>").as_deref(), Some("2015-10-11"));
    assert_eq!(published(PLAIN, head, "").as_deref(), Some("2015-10-09"));
}

#[test]
fn a_sentence_that_tells_of_the_publication_dates_the_page() {
    let line = "<p class=postmetadata>Dieser Beitrag wurde am Sonntag, 11. Oktober 2015 von der Redaktion veröffentlicht.</p>";
    let comment = "<p class=comment-date>12. Oktober 2015</p>";
    let around = format!("<article><h1>Das Dorf pflanzt Bäume</h1>BODY</article>{comment}{line}");
    let made = page("<meta name=language content=de>", &around);
    assert_eq!(made.published_at.map(|m| m.iso).as_deref(), Some("2015-10-11"));
}

#[test]
fn a_time_in_utc_is_told_on_the_newsrooms_day() {
    let head = "<meta property=article:published_time content=2015-10-10T18:30:00Z><html lang=id>";
    let dated = "https://koran.example/2015/10/11/bakau";
    assert_eq!(published(dated, head, "").as_deref(), Some("2015-10-11T01:30:00+07:00"));
    assert_eq!(published(PLAIN, head, "").as_deref(), Some("2015-10-10T18:30:00+00:00"));
    let printed = "<time datetime=2015-10-11T03:30:00>11.10.2015 03:30</time>";
    assert_eq!(published(dated, head, printed).as_deref(), Some("2015-10-11T03:30:00+09:00"));
}

#[test]
fn unknown_keys_titles_and_scripts_are_the_last_resort() {
    let key = "<meta property=gallery:uploaded content=2015-10-11T14:07:00+07:00>";
    assert_eq!(published(PLAIN, key, "").as_deref(), Some("2015-10-11T14:07:00+07:00"));
    let title = "<p><abbr title=2015-10-11T14:07+07:00>kemarin</abbr></p>";
    assert_eq!(published(PLAIN, "", title).as_deref(), Some("2015-10-11T14:07+07:00"));
    let script = "<script>var page = {\"publishedAt\": \"2015-10-11T14:07:00+07:00\"};</script>";
    assert_eq!(published(PLAIN, script, "").as_deref(), Some("2015-10-11T14:07:00+07:00"));
    let evidence = at(PLAIN, script, "<article><h1>Warga menanam bakau lagi</h1>BODY</article>").published_at;
    assert_eq!(evidence.map(|m| m.raw).as_deref(), Some("2015-10-11T14:07:00+07:00"));
    // Several days are those of several pages.
    let list = "<script>[{\"publishedAt\":\"2015-10-11\"},{\"publishedAt\":\"2015-10-09\"}]</script>";
    assert_eq!(published(PLAIN, list, ""), None);
}

/// Names of the authors of a page with these lines around the text.
fn authors(head: &str, around: &str) -> Vec<String> {
    let around = format!("<article><h1>Warga menanam bakau lagi</h1>{around}</article>");
    page(head, &around).authors.into_iter().map(|a| a.name).collect()
}

#[test]
fn each_post_of_a_thread_states_its_author_and_the_first_is_the_pages() {
    let post = |name: &str| format!("<div itemscope><span itemprop=author>{name}</span>BODY</div>");
    assert_eq!(authors("", &format!("{}{}", post("Sari Dewi"), post("Budi Contoh"))), ["Sari Dewi"]);
    let both = "<div itemscope><span itemprop=author>Sari Dewi</span><span itemprop=author>Budi Contoh</span>BODY</div>";
    assert_eq!(authors("", both), ["Sari Dewi", "Budi Contoh"]);
}

#[test]
fn an_opener_in_an_element_of_its_own_names_who_follows() {
    let around = "<div class=byline><div>Written by</div><div>Sari Dewi</div></div>BODY";
    assert_eq!(authors("<meta name=language content=en>", around), ["Sari Dewi"]);
}

#[test]
fn a_name_set_apart_at_the_end_signs_the_text() {
    assert_eq!(authors("", "BODY<p style='text-align:right'><strong>Sari Dewi</strong></p>"), ["Sari Dewi"]);
    let stated = "<meta name=author content='Budi Contoh'>";
    assert_eq!(authors(stated, "BODY<p style='text-align:right'>Sari Dewi</p>"), ["Budi Contoh"]);
}

#[test]
fn names_far_from_the_headline_yield_to_the_stated_desk() {
    let far = format!("{}<div class=author>Sari Dewi</div>", "<p>Sebuah baris lain.</p>".repeat(40));
    let desk = "<meta name=author content='Redaksi Koran'>";
    assert_eq!(authors(desk, &format!("BODY{far}")), ["Redaksi Koran"]);
    assert_eq!(authors("", &format!("BODY{far}")), ["Sari Dewi"]);
}

/// The headline of a page with this head and body.
fn headline(head: &str, around: &str) -> Option<String> {
    page(head, around).headline
}

#[test]
fn the_only_main_heading_says_more_than_a_title_element_alone() {
    let around = "<article><h1>Warga menanam bakau lagi</h1>BODY</article>";
    let title = "<title>Cara merawat pantai dan hutan dengan mudah</title>";
    assert_eq!(headline(title, around).as_deref(), Some("Warga menanam bakau lagi"));
    let stated = format!("{title}<meta property=og:title content='Cara merawat pantai dan hutan'>");
    assert_eq!(headline(&stated, around).as_deref(), Some("Cara merawat pantai dan hutan"));
    // The outlet's name in a main heading ends the title.
    let title = "Cara merawat pantai dan hutan di desa nelayan supaya tahan lama";
    let outlet = format!("<title>{title} - Kabar Pagi Desa</title>");
    let named = format!("<h1>Kabar Pagi Desa</h1><article><h2>{title}</h2>BODY</article>");
    assert_eq!(headline(&outlet, &named).as_deref(), Some(title));
}

#[test]
fn a_second_level_heading_in_other_words_is_a_part_of_the_page() {
    let around = "<article><h2>Beli Kapal Bakau sekarang</h2>BODY</article>";
    let stated = "<meta property=og:title content='Kapal Bakau'>";
    assert_eq!(headline(stated, around).as_deref(), Some("Kapal Bakau"));
    let same = "<meta property=og:title content='Beli Kapal Bakau Sekarang'>";
    assert_eq!(headline(same, around).as_deref(), Some("Beli Kapal Bakau sekarang"));
}

#[test]
fn a_day_in_the_address_before_all_that_is_stated_is_the_first_publication() {
    let head = "<meta property=article:published_time content=2015-10-30T09:00:00+07:00>";
    let dated = "https://koran.example/2015/10/11/bakau";
    assert_eq!(published(dated, head, "").as_deref(), Some("2015-10-11"));
    // Midnight and zones part the two by a day.
    let next = "<meta property=article:published_time content=2015-10-12T00:30:00+07:00>";
    assert_eq!(published(dated, next, "").as_deref(), Some("2015-10-12T00:30:00+07:00"));
}
