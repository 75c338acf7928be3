//! Doctypes: name and identifiers, and whether they ask for quirks mode (in which a table does not
//! close a paragraph).

pub(super) struct Doctype {
    /// As the html5lib tests write it: name, then both identifiers in quotes if there is one.
    pub(super) words: String,
    pub(super) quirks: bool,
}

/// Reads what stands between `<!DOCTYPE` and `>`; `closed` is false where the source ended first.
pub(super) fn read(body: &[u8], closed: bool) -> Doctype {
    let text =
        String::from_utf8_lossy(body).replace('\0', "\u{fffd}").replace("\r\n", "\n").replace('\r', "\n");
    let space = |c: char| c.is_ascii_whitespace();
    let text = text.trim_start_matches(space);
    let end = text.find(space).unwrap_or(text.len());
    let name = text[..end].to_ascii_lowercase();
    let mut rest = text[end..].trim_start_matches(space);
    let mut forced = !closed || name.is_empty();
    let (mut public, mut system) = (None, None);
    let keyword = rest.get(..6).map(str::to_ascii_lowercase);
    match keyword.as_deref() {
        Some("public") => {
            rest = rest[6..].trim_start_matches(space);
            public = quoted(&mut rest, &mut forced);
            forced |= public.is_none();
            rest = rest.trim_start_matches(space);
            if public.is_some() && !rest.is_empty() {
                system = quoted(&mut rest, &mut forced);
                forced |= system.is_none();
            }
        }
        Some("system") => {
            rest = rest[6..].trim_start_matches(space);
            system = quoted(&mut rest, &mut forced);
            forced |= system.is_none();
        }
        _ => forced |= !rest.is_empty(),
    }
    let quirks = forced || name != "html" || is_quirky(public, system);
    let words = match (public, system) {
        (None, None) => name,
        _ => format!("{name} \"{}\" \"{}\"", public.unwrap_or(""), system.unwrap_or("")),
    };
    Doctype { words, quirks }
}

/// A quoted identifier; one that is not closed is kept and forces quirks.
fn quoted<'t>(rest: &mut &'t str, forced: &mut bool) -> Option<&'t str> {
    let quote = rest.chars().next().filter(|c| matches!(c, '"' | '\''))?;
    let body = &rest[1..];
    let (words, after) = match body.find(quote) {
        Some(end) => (&body[..end], &body[end + 1..]),
        None => {
            *forced = true;
            (body, "")
        }
    };
    *rest = after;
    Some(words)
}

fn is_quirky(public: Option<&str>, system: Option<&str>) -> bool {
    let system_lower = system.map(str::to_ascii_lowercase);
    if system_lower.as_deref() == Some("http://www.ibm.com/data/dtd/v11/ibmxhtml1-transitional.dtd") {
        return true;
    }
    let Some(public) = public.map(str::to_ascii_lowercase) else {
        return false;
    };
    let starts = |prefixes: &[&str]| prefixes.iter().any(|prefix| public.starts_with(prefix));
    matches!(
        public.as_str(),
        "-//w3o//dtd w3 html strict 3.0//en//" | "-/w3c/dtd html 4.0 transitional/en" | "html"
    ) || starts(QUIRKY_PREFIXES)
        || (system.is_none()
            && starts(&["-//w3c//dtd html 4.01 frameset//", "-//w3c//dtd html 4.01 transitional//"]))
}

/// Public identifiers of the standard's list for quirks mode, lower-case.
const QUIRKY_PREFIXES: &[&str] = &[
    "+//silmaril//dtd html pro v0r11 19970101//",
    "-//advasoft ltd//dtd html 3.0 aswedit + extensions//",
    "-//as//dtd html 3.0 aswedit + extensions//",
    "-//ietf//dtd html 2.0 level 1//",
    "-//ietf//dtd html 2.0 level 2//",
    "-//ietf//dtd html 2.0 strict level 1//",
    "-//ietf//dtd html 2.0 strict level 2//",
    "-//ietf//dtd html 2.0 strict//",
    "-//ietf//dtd html 2.0//",
    "-//ietf//dtd html 2.1e//",
    "-//ietf//dtd html 3.0//",
    "-//ietf//dtd html 3.2 final//",
    "-//ietf//dtd html 3.2//",
    "-//ietf//dtd html 3//",
    "-//ietf//dtd html level 0//",
    "-//ietf//dtd html level 1//",
    "-//ietf//dtd html level 2//",
    "-//ietf//dtd html level 3//",
    "-//ietf//dtd html strict level 0//",
    "-//ietf//dtd html strict level 1//",
    "-//ietf//dtd html strict level 2//",
    "-//ietf//dtd html strict level 3//",
    "-//ietf//dtd html strict//",
    "-//ietf//dtd html//",
    "-//metrius//dtd metrius presentational//",
    "-//microsoft//dtd internet explorer 2.0 html strict//",
    "-//microsoft//dtd internet explorer 2.0 html//",
    "-//microsoft//dtd internet explorer 2.0 tables//",
    "-//microsoft//dtd internet explorer 3.0 html strict//",
    "-//microsoft//dtd internet explorer 3.0 html//",
    "-//microsoft//dtd internet explorer 3.0 tables//",
    "-//netscape comm. corp.//dtd html//",
    "-//netscape comm. corp.//dtd strict html//",
    "-//o'reilly and associates//dtd html 2.0//",
    "-//o'reilly and associates//dtd html extended 1.0//",
    "-//o'reilly and associates//dtd html extended relaxed 1.0//",
    "-//softquad software//dtd hotmetal pro 6.0::19990601::extensions to html 4.0//",
    "-//softquad//dtd hotmetal pro 4.0::19971010::extensions to html 4.0//",
    "-//spyglass//dtd html 2.0 extended//",
    "-//sq//dtd html 2.0 hotmetal + extensions//",
    "-//sun microsystems corp.//dtd hotjava html//",
    "-//sun microsystems corp.//dtd hotjava strict html//",
    "-//w3c//dtd html 3 1995-03-24//",
    "-//w3c//dtd html 3.2 draft//",
    "-//w3c//dtd html 3.2 final//",
    "-//w3c//dtd html 3.2//",
    "-//w3c//dtd html 3.2s draft//",
    "-//w3c//dtd html 4.0 frameset//",
    "-//w3c//dtd html 4.0 transitional//",
    "-//w3c//dtd html experimental 19960712//",
    "-//w3c//dtd html experimental 970421//",
    "-//w3c//dtd w3 html//",
    "-//w3o//dtd w3 html 3.0//",
    "-//webtechs//dtd mozilla html 2.0//",
    "-//webtechs//dtd mozilla html//",
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quirks_as_the_standard_lists_them() {
        assert!(!read(b" html", true).quirks);
        assert!(read(b"", true).quirks);
        assert!(read(b" html", false).quirks);
        assert!(!read(b" html SYSTEM 'about:legacy-compat'", true).quirks);
        assert!(read(b" HTML PUBLIC \"-//W3C//DTD HTML 3.2//EN\"", true).quirks);
        assert!(read(b" HTML PUBLIC \"-//W3C//DTD HTML 4.01 Transitional//EN\"", true).quirks);
        let full = read(
            b" HTML PUBLIC \"-//W3C//DTD HTML 4.01//EN\" \"http://www.w3.org/TR/html4/strict.dtd\"",
            true,
        );
        assert!(!full.quirks);
        assert_eq!(
            full.words,
            "html \"-//W3C//DTD HTML 4.01//EN\" \"http://www.w3.org/TR/html4/strict.dtd\""
        );
    }
}
