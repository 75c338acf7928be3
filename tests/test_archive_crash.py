"""The archive when things go wrong: kills, full disks, read-only files, two writers, many readers."""

import multiprocessing
import os
import sqlite3
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from fuzz import kill
from tests.archive_pages import capture, dump
from warta import WartaError
from warta.archive import Archive, connection, writer
from warta.archive.lock import WriterLock

KILLS = 20
"""`fuzz.kill` does 200 and more."""

needs_posix = pytest.mark.skipif(sys.platform == "win32", reason="kills and file modes are POSIX's")


@needs_posix
def test_kills_lose_nothing_that_was_acknowledged(tmp_path: Path) -> None:
    assert kill.run(KILLS, tmp_path, pages=400) == []


def test_a_second_writer_is_told_who_holds_the_archive(tmp_path: Path) -> None:
    path = tmp_path / "a.warta"
    with Archive(path, create=True, wait=0.1) as archive, WriterLock(path):
        start = time.monotonic()
        with pytest.raises(WartaError, match=rf"is being written by process {os.getpid()} \(.*\) since 20"):
            archive.add_captures([capture(1)])
        assert time.monotonic() - start < 2
        assert archive.search().total.number == 0


def test_a_second_writer_waits_for_the_first(tmp_path: Path) -> None:
    path = tmp_path / "a.warta"
    with Archive(path, create=True, wait=10) as archive:
        lock = WriterLock(path)
        lock.acquire()
        threading.Timer(0.3, lock.release).start()
        archive.add_captures([capture(1)])
        assert archive.search().total.number == 1


@needs_posix
def test_a_lock_of_a_killed_holder_is_free(tmp_path: Path) -> None:
    path = tmp_path / "a.warta"
    code = (
        "import sys, time; from pathlib import Path; from warta.archive.lock import WriterLock;"
        " WriterLock(Path(sys.argv[1])).acquire(); print('held', flush=True); time.sleep(60)"
    )
    holder = subprocess.Popen([sys.executable, "-c", code, str(path)], stdout=subprocess.PIPE)
    assert holder.stdout is not None
    assert holder.stdout.readline().strip() == b"held"
    with pytest.raises(WartaError, match=f"process {holder.pid}"):
        WriterLock(path).acquire()
    holder.kill()
    holder.wait()
    holder.stdout.close()
    with WriterLock(path, wait=2):
        pass


def _full(path: Path, pages: int) -> sqlite3.Connection:
    """A writer's connection to an archive that may grow by so many pages, as on a disk that fills up."""
    made = connection.open_writer(path)
    now = made.execute("PRAGMA page_count").fetchone()[0]
    made.execute(f"PRAGMA max_page_count = {now + pages}")
    return made


def test_a_full_disk_is_said_and_harms_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "a.warta"
    with Archive(path, create=True) as archive:
        archive.add_captures([capture(number) for number in range(20)])
        before = dump(archive.connection)
        monkeypatch.setattr("warta.archive.archive.open_writer", lambda path: _full(path, 10))
        with pytest.raises(WartaError, match="no room left on the disk") as caught:
            archive.add_captures([capture(number) for number in range(20, 600)])
        assert caught.value.kind == "output"
        monkeypatch.undo()
        assert dump(archive.connection) == before
        assert not archive.check().problems
        archive.add_captures([capture(number) for number in range(20, 600)])
        assert archive.search().total.number == 600


@needs_posix
def test_a_read_only_file_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "a.warta"
    with Archive(path, create=True) as archive:
        archive.add_captures([capture(1)])
    path.chmod(0o444)
    if os.geteuid() == 0:  # Root may write it all the same.
        monkeypatch.setattr(os, "access", lambda *_: False)
    with Archive(path) as archive:
        assert archive.search().total.number == 1
        with pytest.raises(WartaError, match="read-only"):
            archive.add_captures([capture(2)])


def test_sqlite_s_words_become_sentences() -> None:
    for words, sentence in {
        "database or disk is full": "no room left",
        "attempt to write a readonly database": "read-only",
        "database is locked": "another program",
        "database disk image is malformed": "warta check",
    }.items():
        assert sentence in str(connection.translated(sqlite3.OperationalError(words), Path("a.warta")))


def _reader(path: str, until: float, found: "multiprocessing.SimpleQueue[tuple[int, str]]") -> None:
    asked = 0
    try:
        with Archive(path) as archive:
            while time.time() < until:
                answer = archive.search("banjir", limit=5)
                for hit in answer.hits[:1]:
                    assert archive.article(hit.id) is not None
                archive.said(by="Budi", limit=5)
                asked += 1
    except Exception as error:
        found.put((asked, repr(error)))
    else:
        found.put((asked, ""))


def test_readers_go_on_while_one_writes(tmp_path: Path) -> None:
    path = tmp_path / "a.warta"
    context = multiprocessing.get_context("spawn")
    with Archive(path, create=True) as archive:
        archive.add_captures([capture(number) for number in range(50)])
        found = context.SimpleQueue()
        until = time.time() + 4
        readers = [context.Process(target=_reader, args=(str(path), until, found)) for _ in range(4)]
        for reader in readers:
            reader.start()
        number = 50
        while time.time() < until:
            archive.add_captures([capture(each) for each in range(number, number + 20)])
            number += 20
        results = [found.get() for _ in readers]
        for reader in readers:
            reader.join()
        assert [error for _, error in results] == [""] * 4
        assert all(asked > 0 for asked, _ in results)
        assert archive.search().total.number == number


def test_a_transaction_that_fails_leaves_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object) -> None:
        raise RuntimeError("in the middle")

    with Archive(tmp_path / "a.warta", create=True) as archive:
        archive.add_captures([capture(1)])
        before = dump(archive.connection)
        monkeypatch.setattr(writer.Writer, "_order_versions", broken)
        with pytest.raises(RuntimeError, match="in the middle"):
            archive.add_captures([capture(2)])
        monkeypatch.undo()
        assert dump(archive.connection) == before
        assert not archive.check().problems


def test_a_making_that_was_cut_off_is_finished(tmp_path: Path) -> None:
    path = tmp_path / "a.warta"
    made = sqlite3.connect(path)
    made.execute("PRAGMA journal_mode = WAL")
    made.close()
    assert path.stat().st_size
    with Archive(path, create=True) as archive:
        archive.add_captures([capture(1)])
        assert archive.search().total.number == 1


def test_a_newer_schema_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.warta"
    Archive(path, create=True).close()
    with sqlite3.connect(path) as other:
        other.execute("PRAGMA user_version = 99")
    other.close()
    with pytest.raises(WartaError, match="newer than this warta knows"):
        Archive(path)
