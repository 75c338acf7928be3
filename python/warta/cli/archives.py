"""What the archive's commands share: the argument, the filters, and how answers are printed."""

import sqlite3
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from typing import Any, TypeVar

import click
import msgspec

from warta.archive import Archive, Filters, queries
from warta.archive.connection import SEE_CHECK, translated
from warta.cli.terminal import standard_output
from warta.errors import WartaError

NAMED = 3
"""Articles that are named among those left out."""

F = TypeVar("F", bound=Callable[..., Any])

archive_argument = click.argument("archive", metavar="ARCHIVE", type=click.Path(dir_okay=False))

json_option = click.option(
    "--json", "as_json", is_flag=True, help="The answer as JSON, one object a line, for programs."
)

_FILTERS = (
    click.option("--outlet", multiple=True, metavar="NAME", help="An outlet's whole name; may be repeated."),
    click.option("--author", metavar="WORDS", help="Words of an author's name."),
    click.option("--dateline", metavar="WORDS", help="Words of the dateline's place."),
    click.option("--language", multiple=True, metavar="CODE", help="A language; may be repeated."),
    click.option("--kind", multiple=True, metavar="KIND", help="A kind of page (article, opinion, ...)."),
    click.option("--section", multiple=True, metavar="NAME", help="A section; may be repeated."),
    click.option("--since", metavar="DAY", help="First day: 2015-10-11, 2015-10 or 2015."),
    click.option("--until", metavar="DAY", help="Last day, included."),
    click.option("--old-versions", is_flag=True, help="Also versions that a later revision replaced."),
)


def filter_options(command: F) -> F:
    """Adds the options that narrow a list of articles."""
    for option in reversed(_FILTERS):
        command = option(command)
    return command


def filters(chosen: dict[str, Any]) -> Filters:
    """The filters that were chosen; other options are left alone."""
    return Filters(**{name: chosen[name] for name in Filters.__struct_fields__ if name in chosen})


@contextmanager
def told(damaged: str = SEE_CHECK) -> Iterator[None]:
    """Ends a command with a sentence: status 2 for misuse, 1 for a full disk, a busy or a damaged file.

    ``damaged`` says what to do about the last.
    """
    try:
        yield
    except WartaError as error:
        if error.kind == "damaged":
            raise click.ClickException(f"{str(error).removesuffix(SEE_CHECK)}{damaged}") from None
        if error.kind in ("locked", "output"):
            raise click.ClickException(str(error)) from None
        raise click.UsageError(str(error)) from None


@contextmanager
def opened(
    path: str, *, create: bool = False, wait: float | None = None, damaged: str = SEE_CHECK
) -> Iterator[Archive]:
    """An archive for one command; what goes wrong ends it as `told` says."""
    waiting = {} if wait is None else {"wait": wait}
    with told(damaged), Archive(path, create=create, **waiting) as archive:
        try:
            yield archive
        except sqlite3.DatabaseError as error:
            raise translated(error, archive.path) from None


def left_out(damaged: list[str]) -> None:
    """Names articles that were left out because their records are not whole, and ends the command with 1."""
    if damaged:
        named = ", ".join(each[:12] for each in damaged[:NAMED]) + (", ..." if len(damaged) > NAMED else "")
        left = f"left out {len(damaged)} article{'s' * (len(damaged) != 1)} whose record is damaged"
        raise click.ClickException(f"{left} ({named}){SEE_CHECK}")


def found(archive: Archive, article_id: str) -> str:
    """The whole id of an article."""
    identity = queries.identity_of(archive.connection, article_id)
    if identity is None:
        raise click.UsageError(f"no article {article_id} in {archive.path} (an id, or 6 letters of it)")
    return identity


def plain(text: object) -> str:
    """One line of printable characters: what a page says must not steer the terminal.

    >>> plain("a\\x1b[31m\\nb")
    'a�[31m b'
    """
    line = " ".join(str("" if text is None else text).split())
    return "".join(char if char.isprintable() else "�" for char in line)


def lines(rows: Iterable[object]) -> None:
    """Rows as JSON Lines on standard output."""
    out = standard_output("jsonl")
    for row in rows:
        out.write(msgspec.json.encode(row) + b"\n")


def table(header: tuple[str, ...], rows: Iterable[tuple[object, ...]]) -> None:
    """Rows as columns; numbers to the right."""
    cells = [tuple(plain(cell) for cell in row) for row in rows]
    widths = [max(map(len, column)) for column in zip(header, *cells, strict=True)]
    numeric = [bool(cells) and all(_number(row[at]) for row in cells) for at in range(len(header))]
    for row in (header, *cells):
        click.echo(
            "  ".join(
                cell.rjust(width) if right else cell.ljust(width)
                for cell, width, right in zip(row, widths, numeric, strict=True)
            ).rstrip()
        )


def _number(cell: str) -> bool:
    return cell.replace(",", "").replace(".", "").replace("%", "").isdigit() or not cell
