"""One public error, its kinds drawn in the docstring; what is misuse raises it and nothing else."""

import pickle
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

import warta
from tests.archive_pages import capture
from warta import Article, WartaError
from warta.archive import Archive
from warta.errors import KINDS
from warta.said import Which
from warta.statements import find


def test_the_tree_names_every_kind() -> None:
    assert set(re.findall(r"[├└]── (\w+)", WartaError.__doc__ or "")) == set(KINDS)


def test_kind_and_words_survive_pickling() -> None:
    error = pickle.loads(pickle.dumps(WartaError("path", "no such file: x")))
    assert (error.kind, str(error)) == ("path", "no such file: x")


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Archive]:
    with Archive(tmp_path_factory.mktemp("misuse") / "a.warta", create=True) as made:
        made.add_captures(capture(number) for number in range(3))
        yield made


READING: dict[str, tuple[str, Callable[[], Any]]] = {
    "options": ("option", lambda: warta.read("x", options=5)),  # type: ignore[arg-type]
    "options of many": ("option", lambda: warta.read_many(["x"], options={})),  # type: ignore[arg-type]
    "a name": ("option", lambda: warta.read("x", foo=1)),
    "a payload": ("payload", lambda: warta.read(None)),  # type: ignore[arg-type]
    "a source": ("path", lambda: warta.captures([5])),  # type: ignore[list-item]
    "bytes of a source": ("path", lambda: warta.captures([b"x"])),  # type: ignore[list-item]
    "a null in a source": ("path", lambda: warta.captures(["a\0b"])),
    "half a record": ("payload", lambda: Article.from_json("{")),
    "no object": ("payload", lambda: Article.from_json("[]")),
    "deep brackets": ("payload", lambda: Article.from_json('{"x":' + "[" * 100_000)),
    "no UTF-8": ("payload", lambda: Article.from_json(b'{"headline":"\xff"}')),
    "a lone surrogate": ("payload", lambda: Article.from_json('{"headline":"\ud800"}')),
    "no record": ("payload", lambda: Article.from_json(None)),  # type: ignore[arg-type]
    "a text": ("payload", lambda: find(5)),  # type: ignore[arg-type]
    "a path": ("path", lambda: Archive(None)),  # type: ignore[arg-type]
    "a null in a path": ("path", lambda: Archive("a\0b", create=True)),
    "an act": ("option", lambda: Which(act=["flies"])),
    "a day": ("option", lambda: Which(since=2015)),  # type: ignore[arg-type]
}


@pytest.mark.parametrize("what", READING)
def test_misuse_of_reading(what: str) -> None:
    kind, misuse = READING[what]
    with pytest.raises(WartaError) as caught:
        misuse()
    assert caught.value.kind == kind


ASKING: dict[str, tuple[str, Callable[[Any], Any]]] = {
    "an order": ("option", lambda a: a.search(order="x")),
    "an order of statements": ("option", lambda a: a.said(order=["newest"])),
    "a limit": ("option", lambda a: a.search(limit=1.5)),
    "no limit": ("option", lambda a: a.said(limit=None)),
    "true as a limit": ("option", lambda a: a.speakers(limit=True)),
    "an offset": ("option", lambda a: a.search(offset="1")),
    "no query": ("option", lambda a: a.search(None)),
    "half a surrogate pair": ("option", lambda a: a.search("\ud800")),
    "no query of a table": ("option", lambda a: a.table(None)),
    "a day": ("option", lambda a: a.search(since="yesterday")),
    "a year as a number": ("option", lambda a: a.histogram(until=2024)),
    "an outlet": ("option", lambda a: a.facets(outlet=5)),
    "outlets": ("option", lambda a: a.search(outlet=[5])),
    "an author": ("option", lambda a: a.search(author=["Rina"])),
    "filters": ("option", lambda a: a.search("x", {"outlet": "Kabar"})),
    "filters of statements": ("option", lambda a: a.said(warta.archive.Filters())),
    "a filter": ("option", lambda a: a.search(outlt="x")),
    "an act": ("option", lambda a: a.said(act="flies")),
    "a status": ("option", lambda a: a.said(status="supposed")),
    "a type": ("option", lambda a: a.said(type="loud")),
    "a kind": ("option", lambda a: a.search(kind="poem")),
    "an act of a table": ("option", lambda a: a.said_table(act=("says", "flies"))),
    "no id": ("option", lambda a: a.article(None)),
    "ids": ("option", lambda a: a.delete(["6ea0519d7374"])),
    "an id of statements": ("option", lambda a: a.statements_of(5)),
    "an id of revisions": ("option", lambda a: a.revisions(5)),
    "a speaker": ("option", lambda a: a.speaker(None)),
    "speakers": ("option", lambda a: a.speakers(None)),
    "no outlet": ("option", lambda a: a.outlet(None)),
    "a source": ("path", lambda a: a.add([5])),
    "options": ("option", lambda a: a.add([], options=5)),
    "a record": ("payload", lambda a: a.store([5])),
    "half a record": ("payload", lambda a: a.store([b"{"])),
    "a target": ("path", lambda a: a.backup(None)),
    "another archive": ("path", lambda a: a.merge(5)),
    "a folder": ("path", lambda a: a.use_names(None)),
}


@pytest.mark.parametrize("what", ASKING)
def test_misuse_of_an_archive(what: str, archive: Archive) -> None:
    kind, misuse = ASKING[what]
    with pytest.raises(WartaError) as caught:
        misuse(archive)
    assert caught.value.kind == kind
    assert archive.search().total.number == 3


CLOSED: list[Callable[[Archive], Any]] = [
    lambda a: a.search(),
    lambda a: a.said(),
    lambda a: a.articles(),
    lambda a: a.version(),
    lambda a: a.connection,
    lambda a: a.add_captures([capture(1)]),
    lambda a: a.check(),
    lambda a: list(a.table().rows()),
    lambda a: list(a.said_table().rows()),
]
"""What is asked of one that was closed."""


def test_a_closed_archive_answers_no_more(tmp_path: Path) -> None:
    archive = Archive(tmp_path / "a.warta", create=True)
    assert archive.search().total.number == 0
    table = archive.said_table()
    archive.close()
    archive.close()
    for ask in CLOSED:
        with pytest.raises(WartaError, match="is closed") as caught:
            ask(archive)
        assert caught.value.kind == "archive"
    with pytest.raises(WartaError, match="is closed"):
        list(table.rows())
    assert repr(archive) == f"Archive({str(tmp_path / 'a.warta')!r})"
