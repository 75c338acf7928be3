"""Words as the index has them: folded, cut as FTS5's unicode61 cuts them, and their stems."""

import hashlib
import re
import threading
import unicodedata
from collections.abc import Iterable
from functools import lru_cache

import Stemmer

from warta import _core

STEMMERS = {"id": "indonesian", "ms": "indonesian", "en": "english"}
"""Language code to Snowball's algorithm. Malay takes Indonesian's: the affixes are the same. A language is
added here and in `QUERY_LANGUAGES`."""

QUERY_LANGUAGES = ("id", "en")
"""Words of a query are stemmed in these, since a query does not say its language."""

WORD = re.compile(r"[^\W_]+")

_ASCII = bytes(ord(chr(code).lower()) if code < 128 and chr(code).isalnum() else 32 for code in range(256))
"""Letters of ASCII to lower case, everything else to a blank: five times as fast as the expression."""

_BEYOND_ASCII = re.compile("[^\x00-\x7f]+")

_MARKS = re.compile("[\u00a0\u00ab\u00bb\u2010-\u2015\u2018-\u201f\u2022\u2026]")
"""Marks outside ASCII that stand between words in most texts; without them most are ASCII."""

LONGEST_WORD = 64
"""Characters; longer runs (addresses, hashes) are no words that have a stem."""

KNOWN_STEMS = 1 << 17
"""Stems kept in memory: Snowball takes about 2 µs a word, and few words are new on a page."""


def fold(text: str) -> str:
    """Lower case without accents, as ``unicode61 remove_diacritics 2`` folds it.

    >>> fold("Café MÜNCHEN")
    'cafe munchen'
    """
    if text.isascii():
        return text.lower()
    decomposed = unicodedata.normalize("NFD", text.lower())
    return _BEYOND_ASCII.sub(_without_accents, decomposed)


def _without_accents(match: re.Match[str]) -> str:
    return "".join(char for char in match[0] if not unicodedata.combining(char))


def words(text: str) -> list[str]:
    """The folded words of a text.

    >>> words("Abu-abu, kata Budi's")
    ['abu', 'abu', 'kata', 'budi', 's']
    """
    if not text.isascii():
        text = _MARKS.sub(" ", text)
        if not text.isascii():
            return WORD.findall(fold(text))
    return text.encode().translate(_ASCII).decode().split()


def name_key(name: str) -> str:
    """What names are compared by: folded words, one space between.

    >>> name_key("  Jenderal  Andrey KARTAPOLOV ")
    'jenderal andrey kartapolov'
    """
    return " ".join(words(name))


LETTERS = {
    "outlet": "o",
    "language": "l",
    "kind": "k",
    "section": "s",
    "dateline": "d",
    "author": "a",
    "act": "b",
    "status": "c",
    "type": "t",
    "via": "v",
    "speaker": "p",
}
"""Fields that are filtered by, short because every article and statement carries them in the index."""

KNOWN_KEYS = 1 << 14
"""Filter words kept in memory; outlets and authors recur."""


class _Stems(dict[str, str]):
    """Words of one language with their stems, made as they are asked for; threads share it."""

    def __init__(self, language: str) -> None:
        super().__init__()
        self._language = language
        # A stemmer holds the word it works on, so that threads do not share one.
        self._local = threading.local()
        self._table = _core.StemTable()

    def __missing__(self, word: str) -> str:
        if len(word) > LONGEST_WORD:
            return word
        if len(self) >= KNOWN_STEMS:
            self.clear()
        stem = self[word] = self._stemmed([word])[0]
        return stem

    def _stemmed(self, found: list[str]) -> list[str]:
        stemmer = getattr(self._local, "stemmer", None)
        if stemmer is None:
            stemmer = self._local.stemmer = Stemmer.Stemmer(STEMMERS[self._language])
        made: list[str] = stemmer.stemWords(found)
        return made

    def of_text(self, text: str) -> str:
        """The stems of a text that its words are not."""
        try:
            made, unknown = self._table.stems(text)
        except UnicodeEncodeError:  # half a surrogate pair
            made, unknown = None, []
        if unknown:
            self._table.learn(unknown, self._stemmed(unknown))
            made, _ = self._table.stems(text)
        if made is not None:
            return made
        # Another script, or the table was emptied by another thread in between.
        unique = set(words(text))
        return " ".join(set(map(self.__getitem__, unique)) - unique)


_STEMS = {language: _Stems(language) for language in STEMMERS}


def stem(word: str, language: str | None) -> str:
    """The stem of a folded word; the word itself in a language without stemmer.

    >>> stem("memperbaiki", "id"), stem("strikes", "en"), stem("memperbaiki", None)
    ('baik', 'strike', 'memperbaiki')
    """
    return _STEMS[language][word] if language in _STEMS else word


def with_stems(found: Iterable[str], wanted: Iterable[str], language: str | None) -> dict[str, str]:
    """The words that have one of some stems, with it.

    Few are asked for their stem, which takes long where it is not known: English words keep their first
    letter, Indonesian ones all of the stem but its first letter.

    >>> with_stems(["menyerang", "serangga", "kota"], {"serang"}, "id")
    {'menyerang': 'serang'}
    """
    wanted = set(wanted)
    if language not in _STEMS:
        return {word: word for word in wanted.intersection(found)}
    kept = slice(1) if STEMMERS[language] == "english" else slice(1, None)
    parts = "|".join(sorted(re.escape(each[kept]) for each in wanted))
    may_have = re.compile(parts if kept.start is None else f".*?(?:{parts})").match
    return {word: made for word in filter(may_have, found) if (made := stem(word, language)) in wanted}


def stems(text: str, language: str | None) -> str:
    """The stems that differ from a text's words, each once: what the index needs besides the words.

    >>> stems("Serangan itu menyerang kota.", "id")
    'serang'
    """
    return _STEMS[language].of_text(text) if language in _STEMS else ""


def query_stems(word: str) -> set[str]:
    """The stems that a word of a query may have."""
    return {stem(word, language) for language in QUERY_LANGUAGES}


_KEY = re.compile(rf"z[{''.join(sorted(LETTERS.values()))}]0")


def is_key(word: str) -> bool:
    """Whether a folded word could be one that `key` makes.

    >>> is_key("zo0sindonews"), is_key("zoom")
    (True, False)
    """
    return _KEY.match(word) is not None


@lru_cache(KNOWN_KEYS)
def key(kind: str, value: str | None) -> str:
    """One token of the index that stands for a value of a field, so that a filter is a word of the query.

    >>> key("language", "id"), key("outlet", "SINDOnews")
    ('zl0id', 'zo0sindonews')
    """
    value = name_key(value or "")
    if not (value.isalnum() and value.isascii()):
        value = hashlib.blake2b(value.encode(), digest_size=6).hexdigest()
    return f"z{LETTERS[kind]}0{value}"
