"""Snippets: the stretch of a text with the most hits, hits marked."""

from itertools import islice

from warta.archive.query_words import Query
from warta.archive.results import Fragment
from warta.archive.words import WORD, fold, stem, with_stems, words

WORDS_SHOWN = 32
WORDS_BEFORE = 6
"""Words shown before the first hit of the stretch."""

SCANNED = 24_000
"""Characters of a text in which hits are looked for: one snippet takes some 2 ms at this length."""


def snippet(text: str, query: Query, language: str | None) -> tuple[Fragment, ...]:
    """The stretch of `WORDS_SHOWN` words with the most different hits, the first of equals.

    >>> from warta.archive.query_words import parse
    >>> found = snippet("Air naik. Banjir merendam kota.", parse("rendam"), "id")
    >>> [(each.text, each.hit) for each in found]
    [('Air naik. Banjir ', False), ('merendam', True), (' kota.', False)]
    """
    text = text[:SCANNED]
    found = _words(text)
    if not found:
        return ()
    marked = _hits(found, query, language)
    first = _best(marked)
    last = min(first + WORDS_SHOWN, len(found)) - 1
    # Where a word stands is asked only of those that are shown.
    shown = [each.span() for each in islice(WORD.finditer(text), first, last + 1)]
    start = 0 if first == 0 else shown[0][0]
    end = len(text) if last == len(found) - 1 else shown[-1][1]
    fragments = [Fragment("… ")] if start else []
    at = start
    for (begin, stop), hit in zip(shown, marked[first : last + 1], strict=True):
        if hit is not None:
            if begin > at:
                fragments.append(Fragment(_line(text[at:begin])))
            fragments.append(Fragment(text[begin:stop], hit=True))
            at = stop
    if end > at:
        fragments.append(Fragment(_line(text[at:end])))
    if end < len(text):
        fragments.append(Fragment(" …"))
    return tuple(fragments)


def marked(text: str, query: Query, language: str | None) -> tuple[Fragment, ...]:
    """A whole short text with its hits marked, such as a headline."""
    fragments, at = [], 0
    for match, hit in zip(WORD.finditer(text), _hits(_words(text), query, language), strict=True):
        if hit is not None:
            begin, stop = match.span()
            if begin > at:
                fragments.append(Fragment(text[at:begin]))
            fragments.append(Fragment(text[begin:stop], hit=True))
            at = stop
    if at < len(text):
        fragments.append(Fragment(text[at:]))
    return tuple(fragments)


def _words(text: str) -> list[str]:
    """The folded words of a text, one for each match of `WORD`; folding a whole text may join or cut some."""
    return words(text) if text.isascii() else list(map(fold, WORD.findall(text)))


def _hits(found: list[str], query: Query, language: str | None) -> list[str | None]:
    """What of the query each word is a hit for, ``None`` where of nothing."""
    unique = set(found)
    hits_of = {word: prefix for prefix in query.prefixes for word in unique if word.startswith(prefix)}
    hits_of |= with_stems(unique, query.stems, language)
    hits_of |= {word: stem(word, language) for word in unique & query.forms}
    hits = list(map(hits_of.get, found))
    for phrase in query.phrases:
        for index in range(len(found) - len(phrase) + 1) if phrase else ():
            if found[index] == phrase[0] and found[index : index + len(phrase)] == phrase:
                hits[index : index + len(phrase)] = [f"{' '.join(phrase)}"] * len(phrase)
    return hits


def _best(hits: list[str | None]) -> int:
    best, first, last = 0, 0, -WORDS_SHOWN
    for index, hit in enumerate(hits):
        if hit is None or index < last + WORDS_SHOWN // 4:
            continue
        last = index
        window = hits[index : index + WORDS_SHOWN - WORDS_BEFORE]
        score = 8 * len({each for each in window if each}) + sum(each is not None for each in window)
        if score > best:
            best, first = score, max(index - WORDS_BEFORE, 0)
    return first


def _line(text: str) -> str:
    """Line breaks as blanks."""
    return text.replace("\n\n", " ").replace("\n", " ")
