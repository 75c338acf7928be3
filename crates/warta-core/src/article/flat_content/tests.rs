use super::*;
use crate::document::flat;

/// The texts of the kept blocks, and reason and text of the dropped ones.
fn chosen(page: &str, headline: Option<&str>) -> (Vec<String>, Vec<(String, &'static str)>) {
    let document = flat::document(page);
    let made = choose(&document, headline, None);
    let words = |i: u32| document.words(&document.blocks[i as usize]).to_owned();
    (
        made.kept.iter().map(|i| words(*i)).collect(),
        made.dropped.iter().map(|(i, reason)| (words(*i), *reason)).collect(),
    )
}

#[test]
fn the_table_has_the_features_that_are_given() {
    assert_eq!(model().features(), features::names());
}

#[test]
fn nothing_makes_nothing() {
    assert!(chosen("", None).0.is_empty());
    assert!(chosen("\n \n", None).0.is_empty());
    assert!(chosen("Home\nNews\nSport\nLog in\nAll rights reserved", None).0.is_empty());
}

#[test]
fn the_seed_page() {
    let page = include_str!("../../../../../examples/sindonews-2015.txt");
    let (kept, dropped) = chosen(page, Some("Rusia Bingung, AS Acuhkan Tawaran Kerjasama Hancurkan ISIS"));
    assert_eq!(kept.len(), 7, "{kept:#?}");
    assert!(kept[0].starts_with("MOSKOW - Presiden Rusia") && kept[6].ends_with("target milik ISIS."));
    let dropped: Vec<_> = dropped.iter().map(|(words, reason)| (words.as_str(), *reason)).collect();
    assert_eq!(
        dropped,
        [
            ("Rusia Bingung, AS Acuhkan Tawaran Kerjasama Hancurkan ISIS", "headline"),
            ("Minggu, 11 Oktober 2015 - 14:07 WIB", "date_line"),
            ("Rusia Bingung, AS Acuhkan Tawaran Kerjasama Hancurkan ISIS", "repeated_headline"),
            ("Rusia Bingung, AS Acuhkan Tawaran Kerjasama Hancurkan ISIS", "repeated_headline"),
            ("A A A", "font_buttons"),
            ("(ian)", "initials"),
            ("Copyright © 2024 SINDOnews.com", "copyright"),
            ("All Rights Reserved", "copyright"),
            ("berita/ rendering in 0.4629 seconds (0.1#10.140)", "page_timing"),
        ]
    );
    // Without a headline from elsewhere, its copies are dropped all the same.
    assert_eq!(chosen(page, None).0, kept);
}

#[test]
fn an_article_among_its_page() {
    let page = "Harbour News\nHome\nPolitics\nSport\nSubscribe\n\nCrane falls into the harbour\nBy Ann Example\n12 March 2024, 10:15\nShare on Facebook\n\n\
        The harbour was closed on Tuesday after a crane fell into the water, the port authority said. Nobody was hurt, but three ships have to wait.\n\n\
        \"We heard a noise like thunder, and then the crane was gone,\" said a sailor who was on the quay when it happened in the morning.\n\n\
        It is the second such accident in a year. In March a container slid from a lorry and blocked the only road to the quay for nine hours.\n\n\
        The authority wants to lift the crane out by Friday. Until then ships are sent to the northern port, which has no rail link.\n\n\
        Related articles\nWhy cranes fall\nTen harbours to see before you die\n\nLeave a comment\nYour email address will not be published.\nCopyright 2024 Harbour News. All rights reserved.";
    let (kept, dropped) = chosen(page, Some("Crane falls into the harbour"));
    assert_eq!(kept.len(), 4, "{kept:#?}");
    let reason = |words: &str| dropped.iter().find(|(w, _)| w == words).map(|d| d.1);
    assert_eq!(reason("Crane falls into the harbour"), Some("headline"));
    assert_eq!(reason("Share on Facebook"), Some("share"));
    assert_eq!(reason("12 March 2024, 10:15"), Some("date_line"));
    assert_eq!(reason("Related articles"), Some("related_links"));
    assert_eq!(reason("Leave a comment"), Some("comments"));
    assert_eq!(reason("Copyright 2024 Harbour News. All rights reserved."), Some("copyright"));
}

#[test]
fn sentences_of_one_line_are_one_paragraph() {
    let sentence =
        "The harbour was closed on Tuesday after a crane fell into the water, the port authority said. ";
    let document = flat::document(&sentence.repeat(5));
    assert_eq!(document.blocks.len(), 5);
    let made = crate::article::content_blocks::content(&document, &[0, 1, 2, 4], None, None);
    assert_eq!(made.blocks.len(), 2);
    assert_eq!(made.blocks[0].text, sentence.repeat(3).trim_end());
}
