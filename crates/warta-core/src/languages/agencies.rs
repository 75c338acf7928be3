//! Names of news agencies in the forms that pages print.

use std::sync::OnceLock;

use rustc_hash::FxHashMap;

const TABLE: &str = include_str!("../../languages/agencies.tsv");

/// The agency that a printed name is, as records name it: "Associated Press" is "AP".
///
/// Names of four letters or fewer count as printed (AP, dpa) or in capitals only, longer ones in any case.
pub fn agency(printed: &str) -> Option<&'static str> {
    static NAMES: OnceLock<FxHashMap<String, &'static str>> = OnceLock::new();
    let names = NAMES.get_or_init(|| {
        let mut made = FxHashMap::default();
        for row in TABLE.lines().filter(|r| !r.starts_with('#')) {
            let mut forms = row.split('\t');
            let Some(name) = forms.next() else { continue };
            for form in forms {
                made.insert(key(form), name);
                made.insert(key(&form.to_uppercase()), name);
            }
        }
        made
    });
    let printed = printed.trim_matches(|c: char| !c.is_alphanumeric());
    names.get(&key(printed)).copied()
}

fn key(name: &str) -> String {
    if name.chars().count() <= 4 { name.to_owned() } else { name.to_lowercase() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn forms() {
        assert_eq!(agency("The Associated Press"), Some("AP"));
        assert_eq!(agency("(dpa)"), Some("dpa"));
        assert_eq!(agency("DPA"), Some("dpa"));
        assert_eq!(agency("Ap"), None);
        assert_eq!(agency("Jane Doe"), None);
    }
}
