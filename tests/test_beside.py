"""A page's counts beside its list: in another thread, within the request's time."""

import sqlite3
import threading
import time
from pathlib import Path

import pytest

from warta import Archive
from warta.server.within import THREADS, Beside

LONG = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT count(*) FROM n"


@pytest.fixture
def archive(tmp_path: Path) -> Archive:
    return Archive(tmp_path / "news.db", create=True)


def test_answers_from_another_thread(archive: Archive) -> None:
    beside = Beside(archive)
    later = beside.start(lambda: (threading.get_ident(), archive.search().total), time.monotonic() + 5)
    thread, total = later.get()
    assert thread != threading.get_ident()
    assert total.number == 0


def test_is_given_up_after_the_time(archive: Archive) -> None:
    beside = Beside(archive)
    later = beside.start(lambda: archive.connection.execute(LONG).fetchone(), time.monotonic() + 0.05)
    with pytest.raises(sqlite3.OperationalError, match="interrupted"):
        later.get()


def test_counts_by_itself_where_all_threads_are_at_work(archive: Archive) -> None:
    beside, go = Beside(archive), threading.Event()
    end = time.monotonic() + 5
    busy = [beside.start(go.wait, end) for _ in range(THREADS)]
    assert beside.start(threading.get_ident, end).get() == threading.get_ident()
    go.set()
    assert all(each.get() for each in busy)
    assert beside.start(threading.get_ident, end).get() != threading.get_ident()
