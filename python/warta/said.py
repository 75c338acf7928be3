"""Statements of many articles as a table: which ones, and how they are shown."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

import msgspec

from warta.addresses import address_of
from warta.article import read_many_json
from warta.capture import Intake, captures
from warta.closed import check
from warta.days import day
from warta.errors import WartaError
from warta.export import said as words_of
from warta.export.csv import joined, safe
from warta.options import Options
from warta.outcome import Summary, glance
from warta.records import DECODER, Article, Statement
from warta.statements import find

FORMS = ("table", "jsonl", "csv")
"""How statements can be shown."""

COLUMNS = (
    "speaker",
    "role",
    "cue",
    "act",
    "content",
    "target",
    "addressee",
    "via",
    "day",
    "outlet",
    "headline",
    "url",
    "article_id",
    "content_id",
    "source",
    "type",
    "status",
    "attitude",
    "construction",
    "confidence",
)
"""Fields of a row, in the order of the CSV's columns."""


class Found(NamedTuple):
    """A statement with its article."""

    article: Article
    statement: Statement
    article_id: str | None = None
    """The archive's id of the article, where it comes from an archive."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Which:
    """Which statements are wanted; every condition that is given must hold.

    Words are compared without case; of a field with several values any will do, and one may be given as a
    str. Raises `WartaError` where an act, a status, a type, a kind or a day is none.

    Example:
        >>> Which(since="2015-13-01")
        Traceback (most recent call last):
        warta.errors.WartaError: a day is YYYY-MM-DD, YYYY-MM or YYYY, not '2015-13-01'
    """

    by: str | None = None
    """Words of the speaker's name or of the source."""
    speaker: str | None = None
    """A speaker's whole name."""
    act: Sequence[str] = ()
    """Any of these acts."""
    about: str | None = None
    """Words of content or target, all of them."""
    via: str | None = None
    """An outlet of the chain."""
    status: Sequence[str] = ()
    """Any of `warta.closed.STATUSES`."""
    type: Sequence[str] = ()
    """Any of `warta.closed.TYPES`."""
    outlet: Sequence[str] = ()
    """The printing outlets."""
    author: str | None = None
    """Words of an author's name."""
    dateline: str | None = None
    """Words of the dateline's place."""
    kind: Sequence[str] = ()
    """Kinds of page."""
    section: Sequence[str] = ()
    """Sections of the outlet."""
    since: str | None = None
    """First day: 2015-10-11, 2015-10 or 2015."""
    until: str | None = None
    """Last day, included."""

    def __post_init__(self) -> None:
        for name in ("act", "status", "type", "outlet", "kind", "section"):
            if isinstance(value := getattr(self, name), str):
                object.__setattr__(self, name, (value,))
        for name in ("act", "status", "type", "kind"):
            check(name, getattr(self, name))
        for name in ("since", "until"):
            value = getattr(self, name)
            if value is not None:
                object.__setattr__(self, name, day(value, last=name == "until").isoformat())

    def of(self, articles: Iterable[Article]) -> Iterator[Found]:
        """The wanted statements with their articles, in order."""
        for article in articles:
            for statement in article.statements:
                if self.wants(statement, article):
                    yield Found(article, statement)

    def wants(self, statement: Statement, article: Article) -> bool:
        """True where every condition holds."""
        source = statement.source.text if statement.source else ""
        target = statement.target.text if statement.target else ""
        chain = " ".join(via.outlet for via in statement.via)
        said_on = words_of.day(statement, article) or ""
        return (
            _holds(self.by, f"{words_of.who(statement) or ''} {source}")
            and (not self.act or statement.act in self.act)
            and _holds(self.about, f"{words_of.words(statement)} {target}")
            and _holds(self.via, chain)
            and _is(self.speaker, words_of.who(statement))
            and (not self.status or statement.status in self.status)
            and (not self.type or statement.type in self.type)
            and self._wants_article(article)
            and (self.since is None or said_on >= self.since)
            and (self.until is None or (said_on != "" and said_on <= self.until))
        )

    def _wants_article(self, article: Article) -> bool:
        dateline = article.dateline
        return (
            (not self.outlet or any(_holds(each, article.outlet or "") for each in self.outlet))
            and _holds(self.author, " ".join(each.name for each in article.authors))
            and _holds(self.dateline, (dateline.place or dateline.raw) if dateline else "")
            and (not self.kind or article.kind in self.kind)
            and (not self.section or any(_is(each, article.section) for each in self.section))
        )


def _is(wanted: str | None, text: str | None) -> bool:
    return wanted is None or (text is not None and text.casefold() == wanted.casefold())


def _holds(wanted: str | None, text: str) -> bool:
    folded = text.casefold()
    return wanted is None or all(word in folded for word in wanted.casefold().split())


def articles(
    paths: Sequence[str],
    options: Options,
    jobs: int | None = None,
    *,
    intake: Intake | None = None,
    summary: Summary | None = None,
) -> Iterator[Article]:
    """Articles with statements, from pages or from JSONL files of article records.

    What became of pages is counted in ``summary``, what capture passed over in ``intake``.
    """
    summary = summary or Summary()
    for path in paths:
        if holds_records(path):
            yield from _records(path, options)
            continue
        found = captures([path], max_bytes=options.max_bytes, intake=intake)
        for record in read_many_json(found, options=options, jobs=jobs):
            summary.count(glance(record))
            yield DECODER.decode(record)


def holds_records(path: str) -> bool:
    """True for a file whose first line is an article record; a pipe is not looked into."""
    try:
        if not Path(path).is_file():
            return False
        with Path(path).open("rb") as file:
            return file.readline(64).lstrip().startswith(b'{"schema":"warta/article/')
    except OSError:
        return False


def _records(path: str, options: Options) -> Iterator[Article]:
    with Path(path).open("rb") as file:
        for number, line in enumerate(file, 1):
            if not line.strip():
                continue
            try:
                article = DECODER.decode(line)
            except msgspec.DecodeError as error:
                raise WartaError("payload", f"{path}, line {number} is no article record: {error}") from None
            if not article.statements and article.missing.get("statements") in (None, "not_asked"):
                found = find(article, language=options.language, grammar_only=options.grammar_only)
                article = msgspec.structs.replace(article, statements=found.statements)
            yield article


def row(article: Article, statement: Statement, article_id: str | None = None) -> dict[str, object]:
    """One statement as plain values, one for each of `COLUMNS`.

    ``content_id`` is the record's ``id``; ``article_id`` is the archive's, which covers the address too.
    """
    speaker = statement.speaker
    return {
        "speaker": words_of.who(statement),
        "role": speaker.role if speaker else None,
        "cue": statement.cue.text if statement.cue else None,
        "act": statement.act,
        "content": words_of.words(statement),
        "target": statement.target.text if statement.target else None,
        "addressee": statement.addressee.text if statement.addressee else None,
        "via": words_of.ARROW.join(via.outlet for via in statement.via) or None,
        "day": words_of.day(statement, article),
        "outlet": article.outlet,
        "headline": article.headline,
        "url": address_of(article.canonical_url, article.url),
        "article_id": article_id,
        "content_id": article.id,
        "source": statement.source.text if statement.source else None,
        "type": statement.type,
        "status": statement.status,
        "attitude": statement.attitude,
        "construction": statement.construction,
        "confidence": statement.confidence,
    }


def show(found: Sequence[Found], form: str = "table") -> str:
    """Statements as text: lines to read, JSON Lines, or CSV.

    Example:
        >>> from warta import Passage, Span
        >>> said = Statement(
        ...     place="text", type="indirect", construction="clause",
        ...     content=(Passage(span=Span(0, 4), text="Naik"),),
        ... )
        >>> print(show([Found(Article(outlet="Kabar"), said)]), end="")
        ? · Naik · Kabar
    """
    if form == "jsonl":
        return "".join(msgspec.json.encode(row(*each)).decode() + "\n" for each in found)
    if form == "csv":
        lines = [COLUMNS, *(_cells(row(*each)) for each in found)]
        return "".join(joined(cells) for cells in lines)
    return "".join(f"{_line(each.article, each.statement)}\n" for each in found)


def _cells(values: dict[str, object]) -> tuple[object, ...]:
    return tuple(safe(each) if isinstance(each, str) else each for each in values.values())


def _line(article: Article, statement: Statement) -> str:
    line = words_of.line(statement, article)
    line = f"{line} · {article.outlet}" if article.outlet else line
    # What a page says must not steer the terminal.
    return "".join(c if c.isprintable() else "�" for c in " ".join(line.split()))
