"""Statements in a line of words, and marked in the blocks of the article that holds them."""

from collections.abc import Callable, Iterator

from msgspec.structs import replace

from warta.records import Article, Block, Mark, Span, Statement

ARROW = " > "
"""Between the outlets of a chain, nearest first."""


def who(statement: Statement) -> str | None:
    """The speaker's name, else the source as written; ``None`` where nobody is named."""
    if statement.speaker is not None:
        return statement.speaker.name
    return statement.source.text if statement.source else None


def words(statement: Statement) -> str:
    """The attributed words, spans joined by an ellipsis."""
    return " … ".join(passage.text for passage in statement.content)


def day(statement: Statement, article: Article) -> str | None:
    """The day that the statement names, else that of publication."""
    if statement.time is not None and statement.time.value is not None:
        return statement.time.value
    return str(article.published_at.date) if article.published_at else None


def line(statement: Statement, article: Article) -> str:
    """One statement as a person reads it.

    >>> from warta.records import Passage
    >>> said = Statement(
    ...     place="text", type="indirect", construction="clause", act="claims",
    ...     source=Passage(span=Span(0, 4), text="Budi"), cue=Passage(span=Span(5, 14), text="mengklaim"),
    ...     content=(Passage(span=Span(15, 27), text="bahwa ia menang"),),
    ... )
    >>> line(said, Article())
    'Budi · mengklaim · bahwa ia menang'
    """
    cue = statement.cue.text if statement.cue else None
    chain = ARROW.join(via.outlet for via in statement.via)
    parts = [who(statement) or "?", cue, words(statement)]
    parts += [f"via {chain}" if chain else None, day(statement, article)]
    return " · ".join(part for part in parts if part)


def label(statement: Statement) -> str:
    """Who, what act and through whom, for a mark in the text."""
    chain = ARROW.join(via.outlet for via in statement.via)
    parts = [who(statement) or "nobody named", statement.act, f"via {chain}" if chain else None]
    return " · ".join(part for part in parts if part)


def marked(article: Article, name: Callable[[int, Statement], str]) -> tuple[Block, ...]:
    """The blocks with a mark of kind ``statement`` over attributed words; its url is what ``name`` gives."""
    names = [name(number, statement) for number, statement in enumerate(article.statements)]
    passages = sorted(
        (passage.span.start, passage.span.end, number)
        for number, statement in enumerate(article.statements)
        if statement.place == "text" and statement.nested_in is None
        for passage in statement.content
    )
    return tuple(
        replace(block, marks=(*block.marks, *_marks(block, passages, names))) for block in article.blocks
    )


def _marks(block: Block, passages: list[tuple[int, int, int]], names: list[str]) -> Iterator[Mark]:
    if block.span is None:
        return
    start, end = block.span.start, block.span.end
    for first, last, number in passages:
        if first < end and start < last:
            span = Span(max(first, start) - start, min(last, end) - start)
            yield Mark(span=span, kind="statement", url=names[number])
