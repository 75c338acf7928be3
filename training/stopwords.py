"""Makes `languages/<code>/stopwords.tsv` from lists that Python packages ship.

    python training/stopwords.py crates/warta-core/languages

jusText counted the words of each Wikipedia: frequent, but "you" and "my" are missing and "player" is there.
stop-words and stopwords-iso gathered function words by hand: pronouns are there, but so are "home" and
"page". So a word is taken where jusText and one of them agree, or where a short one (stop-words;
scikit-learn for English) has it; languages that only jusText knows keep its `KEPT` most frequent words.
"""

from __future__ import annotations

import sys
import unicodedata
from importlib.metadata import version
from pathlib import Path

import justext
import stop_words
import stopwordsiso
from sklearn.feature_extraction.text import ENGLISH_STOP_WORDS

# Words a list where jusText stands alone: more add topic words only.
KEPT = 250

CODES = {
    "af": "Afrikaans",
    "ar": "Arabic",
    "az": "Azerbaijani",
    "be": "Belarusian",
    "bg": "Bulgarian",
    "bn": "Bengali",
    "ca": "Catalan",
    "cs": "Czech",
    "cy": "Welsh",
    "da": "Danish",
    "de": "German",
    "el": "Greek",
    "en": "English",
    "es": "Spanish",
    "et": "Estonian",
    "eu": "Basque",
    "fa": "Persian",
    "fi": "Finnish",
    "fr": "French",
    "ga": "Irish",
    "gl": "Galician",
    "he": "Hebrew",
    "hi": "Hindi",
    "hr": "Croatian",
    "hu": "Hungarian",
    "hy": "Armenian",
    "id": "Indonesian",
    "is": "Icelandic",
    "it": "Italian",
    "jv": "Javanese",
    "ka": "Georgian",
    "kk": "Kazakh",
    "ko": "Korean",
    "lt": "Lithuanian",
    "lv": "Latvian",
    "mk": "Macedonian",
    "ms": "Malay",
    "nb": "Norwegian_Bokmal",
    "nl": "Dutch",
    "pl": "Polish",
    "pt": "Portuguese",
    "ro": "Romanian",
    "ru": "Russian",
    "sk": "Slovak",
    "sl": "Slovenian",
    "sq": "Albanian",
    "sr": "Serbian",
    "su": "Sundanese",
    "sv": "Swedish",
    "sw": "Swahili",
    "ta": "Tamil",
    "te": "Telugu",
    "tl": "Tagalog",
    "tr": "Turkish",
    "uk": "Ukrainian",
    "ur": "Urdu",
    "uz": "Uzbek",
    "vi": "Vietnamese",
}

HEADER = """\
# Function words, most frequent first; one a line, lower case.
# Origin: jusText {justext} (stoplists/{name}.txt), stop-words {stop}, scikit-learn (English) and
# stopwords-iso {iso}; which words, training/stopwords.py says.
# Licence: BSD-2-Clause, Copyright (c) 2011 Jan Pomikalek, (c) 2013 Michal Belica;
# BSD-3-Clause, Copyright (c) 2014 Alireza Savand, (c) 2007 The scikit-learn developers;
# MIT, Copyright (c) 2016 Gene Diaz.
"""


def is_word(word: str) -> bool:
    return all(c.isalpha() or unicodedata.category(c).startswith("M") or c in "\u200c" for c in word)


def by_frequency(name: str) -> list[str]:
    """jusText's list, lower-cased, without the names: a word that it has in capitals only is one."""
    raw = (Path(justext.__file__).parent / "stoplists" / f"{name}.txt").read_text("utf-8").split()
    small = {w for w in raw if w == w.lower()}
    return list(dict.fromkeys(w.lower() for w in raw if w.lower() in small and is_word(w)))


def words(code: str, name: str) -> list[str]:
    frequent = by_frequency(name)
    code = "no" if code == "nb" else code
    by_hand = {w.lower() for w in stopwordsiso.stopwords(code)} if stopwordsiso.has_lang(code) else set()
    try:
        short = [w.lower() for w in stop_words.get_stop_words(code)]
    except stop_words.StopWordError:
        short = []
    if code == "en":
        # stop-words' English list is no shorter than stopwords-iso's, and holds "home" as well.
        short = sorted(ENGLISH_STOP_WORDS)
    if not by_hand and not short:
        return frequent[:KEPT]
    made = [w for w in frequent if w in by_hand or w in short]
    made += [w for w in short if is_word(w) and (len(short) < 2 * KEPT or w in by_hand)]
    if len(made) < KEPT // 2:
        made += frequent[:KEPT]
    return list(dict.fromkeys(made))


def main() -> None:
    root = Path(sys.argv[1])
    for code, name in CODES.items():
        made = words(code, name)
        folder = root / code
        folder.mkdir(parents=True, exist_ok=True)
        head = HEADER.format(
            justext=version("jusText"), stop=version("stop-words"), iso=version("stopwordsiso"), name=name
        )
        (folder / "stopwords.tsv").write_text(head + "\n".join(made) + "\n", "utf-8")
        print(code, len(made))


if __name__ == "__main__":
    main()
