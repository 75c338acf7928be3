//! Month names of many languages, and the marks that stand beside numbers in dates.

use std::sync::OnceLock;

use rustc_hash::FxHashMap;

macro_rules! tables {
    ($($code:literal)*) => {
        const TABLES: &[(&str, &str)] = &[$(($code, include_str!(concat!("../../languages/", $code, "/months.tsv")))),*];
    };
}

tables! {
    "en" "id" "de" "fr" "es" "pt" "it" "nl" "af" "ar" "az" "be" "bg" "bn" "ca" "cs" "cy" "da" "el" "et" "eu" "fa" "fi" "ga" "gl" "he" "hi" "hr" "hu" "hy" "is"
    "ja" "jv" "ka" "kk" "ko" "lt" "lv" "mk" "ms" "nb" "pl" "ro" "ru" "sk" "sl" "sq" "sr" "su" "sv" "sw" "ta" "te" "tl" "tr" "uk" "ur" "uz" "vi" "zh"
}

/// What a word says in a date.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DateWord {
    /// A month, 1 to 12.
    Month(u8),
    /// Follows a year's number: 年.
    YearMark,
    /// Follows a month's number: 月.
    MonthMark,
    /// Stands before a month's number: "tháng".
    MonthBefore,
    /// Follows a day's number: 日.
    DayMark,
    /// Follows an hour's number: "Uhr", "h".
    HourMark,
    /// Before noon.
    Am,
    /// After noon.
    Pm,
}

/// Longest word of the tables, in bytes; longer ones are not looked up.
pub const LONGEST: usize = 48;

type Table = FxHashMap<&'static str, Vec<(&'static str, DateWord)>>;

fn table() -> &'static Table {
    static TABLE: OnceLock<Table> = OnceLock::new();
    TABLE.get_or_init(|| {
        let mut made = Table::default();
        for (code, rows) in TABLES {
            for row in rows.lines().filter(|r| !r.starts_with('#')) {
                let Some((mark, form)) = row.split_once('\t') else { continue };
                let word = match mark {
                    "y" => DateWord::YearMark,
                    "m" => DateWord::MonthMark,
                    "M" => DateWord::MonthBefore,
                    "d" => DateWord::DayMark,
                    "h" => DateWord::HourMark,
                    "am" => DateWord::Am,
                    "pm" => DateWord::Pm,
                    number => match number.parse() {
                        Ok(month @ 1..=12) => DateWord::Month(month),
                        _ => continue,
                    },
                };
                made.entry(form).or_default().push((code, word));
            }
        }
        made
    })
}

/// What a lower-case word says in a date: in `language` where that has the word, else as most languages have it.
pub fn date_word(word: &str, language: Option<&str>) -> Option<DateWord> {
    let said = table().get(word)?;
    let own = language.and_then(|l| said.iter().find(|(code, _)| *code == l));
    Some(own.map_or_else(|| most(said), |(_, word)| *word))
}

fn most(said: &[(&str, DateWord)]) -> DateWord {
    let count = |word: DateWord| said.iter().filter(|(_, w)| *w == word).count();
    // The first of equals wins, and the tables stand with the languages of most pages first.
    said.iter().rev().map(|(_, w)| *w).max_by_key(|w| count(*w)).unwrap_or(said[0].1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_by_language() {
        assert_eq!(date_word("oktober", Some("id")), Some(DateWord::Month(10)));
        assert_eq!(date_word("nop", Some("id")), Some(DateWord::Month(11)));
        assert_eq!(date_word("listopada", Some("pl")), Some(DateWord::Month(11)));
        assert_eq!(date_word("listopada", Some("hr")), Some(DateWord::Month(10)));
        assert_eq!(date_word("väinö", None), None);
    }
}
