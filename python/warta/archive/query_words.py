"""The language of queries: words, phrases, AND, OR, NOT, parentheses, prefixes; made into FTS5's own."""

import re
from dataclasses import dataclass, field

from warta.archive.words import is_key, key, query_stems, words
from warta.closed import KINDS

_TOKEN = re.compile(r'"[^"]*"\*?|[()]|[^\s()"]+|"')

LONGEST_QUERY = 2_000
"""Characters; a longer query is cut."""

TERMS_MOST = 64
"""Words and phrases of one query; FTS5's own limit of depth is 256."""

DEPTH_MOST = 32

NOT_KEYS = "{headline text stems} : "
"""Before a word that could be one of the column ``keys``; others stand in no such column anyway, and FTS5
takes a quarter less time where it need not look at columns."""

EVERY = "keys : (" + " OR ".join(f'"{key("kind", kind)}"' for kind in KINDS) + ")"
"""Every article, for it has a kind: FTS5 takes words away from what was found only."""

PHRASE_COLUMNS = "{headline text}"


class _InvalidError(Exception):
    pass


@dataclass(slots=True)
class Query:
    """A query as FTS5 takes it, and what its hits are to be marked by."""

    match: str
    """Empty where the query holds no word."""
    as_words: bool = False
    """True where it was no valid syntax."""
    forms: set[str] = field(default_factory=set)
    """Folded words."""
    stems: set[str] = field(default_factory=set)
    prefixes: set[str] = field(default_factory=set)
    phrases: list[list[str]] = field(default_factory=list)
    terms: int = 0


def parse(text: str) -> Query:
    """Reads a query; what is no valid syntax is read as words that all have to stand in the article.

    >>> parse('banjir AND "air naik"').match
    '("banjir") AND {headline text} : ("air naik")'
    >>> parse('banjir AND (').as_words, parse('banjir AND (').match
    (True, '("banjir") AND ("and")')
    >>> parse("-demak").match.endswith('"zk0other")) NOT ("demak")')
    True
    >>> parse("demak*").match
    '{headline text} : ("demak" *)'
    """
    text = text[:LONGEST_QUERY].replace("\0", " ")
    for quote in "“”„«»":
        text = text.replace(quote, '"')
    try:
        reader = _Reader(_TOKEN.findall(text))
        match = reader.either(0)
        if reader.left():
            raise _InvalidError
        query = reader.query
        query.match = match
        return query
    except _InvalidError:
        query = Query("", as_words=True)
        parts = [_word(word, query) for word in dict.fromkeys(words(text)[:TERMS_MOST])]
        query.match = " AND ".join(parts)
        return query


def all_words(text: str, columns: str) -> str:
    """Words, or forms of them, that all have to stand in some columns; for filters that are no query.

    >>> all_words("Andrey Kartapolov", "who")
    'who : ("andrey") AND who : ("kartapolov")'
    """
    found = dict.fromkeys(words(text[:LONGEST_QUERY])[:TERMS_MOST])
    return " AND ".join(f'{columns} : ("{word}")' for word in found)


def all_stems(text: str, columns: str) -> str:
    """Like `all_words`, in every inflected form."""
    found = dict.fromkeys(words(text[:LONGEST_QUERY])[:TERMS_MOST])
    return " AND ".join(f"{columns} : {_any(_forms(word))}" for word in found)


def _forms(word: str) -> list[str]:
    return sorted({word, *query_stems(word)})


def _any(forms: list[str]) -> str:
    return "(" + " OR ".join(f'"{form}"' for form in forms) + ")"


def _word(word: str, query: Query) -> str:
    query.forms.add(word)
    query.stems |= query_stems(word)
    query.terms += 1
    forms = _forms(word)
    return f"{NOT_KEYS if any(map(is_key, forms)) else ''}{_any(forms)}"


class _Reader:
    """Recursive descent, no deeper than `DEPTH_MOST`."""

    def __init__(self, tokens: list[str]) -> None:
        self._tokens = tokens
        self._at = 0
        self.query = Query("")

    def left(self) -> bool:
        return self._at < len(self._tokens)

    def _peek(self) -> str | None:
        return self._tokens[self._at] if self.left() else None

    def either(self, depth: int) -> str:
        if depth > DEPTH_MOST:
            raise _InvalidError
        parts = [self._both(depth)]
        while self._peek() == "OR":
            self._at += 1
            parts.append(self._both(depth))
        found = [part for part in parts if part]
        if len(found) < len(parts) and len(parts) > 1:
            raise _InvalidError
        return f"({' OR '.join(found)})" if len(found) > 1 else "".join(found)

    def _both(self, depth: int) -> str:
        wanted: list[str] = []
        unwanted: list[str] = []
        expect = False
        while (token := self._peek()) is not None and token not in ("OR", ")"):
            if token == "AND":
                if expect or not (wanted or unwanted):
                    raise _InvalidError
                expect = True
                self._at += 1
                continue
            negated = token == "NOT"
            if negated:
                self._at += 1
            elif token.startswith("-") and len(token) > 1:
                self._tokens[self._at] = token[1:]
                negated = True
            part = self._one(depth)
            expect = False
            if part:
                (unwanted if negated else wanted).append(part)
            elif negated:
                raise _InvalidError
        if expect:
            raise _InvalidError
        if unwanted and not wanted:
            wanted = [EVERY]
        made = " AND ".join(wanted)
        for part in unwanted:
            made = f"({made}) NOT {part if part.startswith('(') else f'({part})'}"
        return made

    def _one(self, depth: int) -> str:
        token = self._peek()
        if token is None or token in ("AND", "OR", "NOT", ")", '"'):
            raise _InvalidError
        self._at += 1
        if token == "(":
            made = self.either(depth + 1)
            if self._peek() != ")":
                raise _InvalidError
            self._at += 1
            return f"({made})" if made else ""
        self.query.terms += 1
        if self.query.terms > TERMS_MOST:
            raise _InvalidError
        found = words(token)
        if not found:
            return ""
        if token.startswith('"') and (len(found) > 1 or token.endswith("*")):
            return self._phrase(found, prefix=token.endswith("*"))
        if token.startswith('"'):
            # One word in quotation marks is meant as it is written.
            self.query.forms.add(found[0])
            return f'{PHRASE_COLUMNS} : ("{found[0]}")'
        if token.endswith("*"):
            return self._phrase(found, prefix=True)
        if len(found) > 1:
            return self._phrase(found)
        return _word(found[0], self.query)

    def _phrase(self, found: list[str], *, prefix: bool = False) -> str:
        if prefix:
            self.query.prefixes.add(found[-1])
            self.query.phrases.append(found[:-1])
        else:
            self.query.phrases.append(found)
        return f'{PHRASE_COLUMNS} : ("{" ".join(found)}"{" *" if prefix else ""})'
