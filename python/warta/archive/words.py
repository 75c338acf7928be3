"""Words as the index has them: folded, cut as FTS5's unicode61 cuts them, and their stems."""

import hashlib
import re
import unicodedata
from collections.abc import Callable, Iterable
from functools import cache, lru_cache

import snowballstemmer

STEMMERS = {
    "id": "indonesian",
    "en": "english",
    "ms": "indonesian",
    "de": "german",
    "fr": "french",
    "es": "spanish",
    "it": "italian",
    "nl": "dutch",
    "pt": "portuguese",
}
"""Language code to Snowball's algorithm. Malay takes Indonesian's: the affixes are the same."""

QUERY_LANGUAGES = ("id", "en")
"""Words of a query are stemmed in these, since a query does not say its language."""

WORD = re.compile(r"[^\W_]+")

LONGEST_WORD = 64
"""Characters; longer runs (addresses, hashes) are no words that have a stem."""

KNOWN_STEMS = 1 << 17
"""Stems kept in memory: Snowball in Python takes about 30 µs a word, and few words are new on a page."""


def fold(text: str) -> str:
    """Lower case without accents, as ``unicode61 remove_diacritics 2`` folds it.

    >>> fold("Café MÜNCHEN")
    'cafe munchen'
    """
    if text.isascii():
        return text.lower()
    decomposed = unicodedata.normalize("NFD", text.lower())
    return "".join(char for char in decomposed if not unicodedata.combining(char))


def words(text: str) -> list[str]:
    """The folded words of a text.

    >>> words("Abu-abu, kata Budi's")
    ['abu', 'abu', 'kata', 'budi', 's']
    """
    return WORD.findall(fold(text))


def name_key(name: str) -> str:
    """What names are compared by: folded words, one space between.

    >>> name_key("  Jenderal  Andrey KARTAPOLOV ")
    'jenderal andrey kartapolov'
    """
    return " ".join(words(name))


@cache
def _algorithm(language: str) -> Callable[[str], str]:
    stemmer = snowballstemmer.stemmer(STEMMERS[language])

    @lru_cache(KNOWN_STEMS)
    def stem(word: str) -> str:
        return str(stemmer.stemWord(word)) if len(word) <= LONGEST_WORD else word

    return stem


def stem(word: str, language: str | None) -> str:
    """The stem of a folded word; the word itself in a language without stemmer.

    >>> stem("memperbaiki", "id"), stem("strikes", "en"), stem("memperbaiki", None)
    ('baik', 'strike', 'memperbaiki')
    """
    return _algorithm(language)(word) if language in STEMMERS else word


def stems(found: Iterable[str], language: str | None) -> str:
    """The stems that differ from their words, each once, sorted: what the index needs besides the words.

    >>> stems(["serangan", "menyerang", "kota"], "id")
    'serang'
    """
    if language not in STEMMERS:
        return ""
    algorithm = _algorithm(language)
    return " ".join(sorted({made for word in set(found) if (made := algorithm(word)) != word}))


def query_stems(word: str) -> set[str]:
    """The stems that a word of a query may have."""
    return {stem(word, language) for language in QUERY_LANGUAGES}


def key(kind: str, value: str | None) -> str:
    """One token of the index that stands for a value of a field, so that a filter is a word of the query.

    >>> key("language", "id"), key("outlet", "SINDOnews")
    ('zlanguage0id', 'zoutlet0sindonews')
    """
    value = name_key(value or "")
    if not (value.isalnum() and value.isascii()):
        value = hashlib.blake2b(value.encode(), digest_size=6).hexdigest()
    return f"z{kind}0{value}"
