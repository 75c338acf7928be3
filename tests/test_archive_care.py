"""What an archive's commands must never do, and what the order of acts must never change."""

import os
import random
import sqlite3
import subprocess
import sys
import threading
from contextlib import closing
from pathlib import Path
from typing import Any

import click
import msgspec
import pytest
from click.testing import CliRunner, Result
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.archive_pages import capture, dump, page
from tests.test_archive import captures
from warta import Article, Moment, WartaError
from warta.archive import Archive, Filters
from warta.archive.lock import WriterLock
from warta.cli import main

ASKING = ("search", "said", "show", "outlets", "speakers", "revisions", "health", "export")
ARCHIVE_COMMANDS = (*ASKING, "add", "check", "correct", "delete", "merge", "names", "backup", "refresh")


def run(*words: object) -> Result:
    return CliRunner().invoke(main, [str(word) for word in words])


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "pages").mkdir()
    for number in range(1, 5):
        (tmp_path / "pages" / f"{number}.html").write_text(page(number, day=number), "utf-8")
    return tmp_path


@pytest.fixture
def news(folder: Path) -> Path:
    assert run("add", folder / "news.warta", folder / "pages").exit_code == 0
    return folder / "news.warta"


def ids(archive: Archive) -> list[str]:
    return [hit.id for hit in archive.search("", Filters(old_versions=True), limit=100).hits]


@pytest.mark.parametrize("name", ARCHIVE_COMMANDS)
def test_every_help_has_an_example_of_the_command(name: str) -> None:
    assert f"\n    warta {name} " in run(name, "--help").stdout


def test_every_command_is_known_here() -> None:
    assert isinstance(main, click.Group)
    assert set(main.commands) - {"read"} >= set(ARCHIVE_COMMANDS)


def test_an_archive_is_not_written_over_itself(news: Path, folder: Path) -> None:
    before = news.read_bytes()
    (folder / "link.warta").symlink_to(news)
    for output in (news, folder / "pages" / ".." / "news.warta", folder / "link.warta"):
        result = run("export", news, "-o", output)
        assert result.exit_code == 2
        assert "over itself" in result.stderr
    assert news.read_bytes() == before


def test_another_archive_is_not_written_over_either(news: Path, folder: Path) -> None:
    assert run("backup", news, folder / "other.jsonl").exit_code == 0
    before = (folder / "other.jsonl").read_bytes()
    for words in (("export", news), ("read", folder / "pages" / "1.html")):
        result = run(*words, "-o", folder / "other.jsonl")
        assert result.exit_code == 2
        assert "is an archive" in result.stderr
    assert (folder / "other.jsonl").read_bytes() == before


def test_an_export_takes_the_place_of_a_file_and_of_nothing_else(news: Path, folder: Path) -> None:
    expected = run("export", news).stdout_bytes
    assert run("export", news, "-o", "-").stdout_bytes == expected
    target, link = folder / "target.jsonl", folder / "link.jsonl"
    target.write_text("old")
    target.chmod(0o600)
    link.symlink_to(target)
    assert run("export", news, "-o", link).exit_code == 0
    assert link.is_symlink()
    assert target.read_bytes() == expected
    assert target.stat().st_mode & 0o777 == 0o600
    assert run("export", news, "-o", folder / "pages").exit_code == 1
    assert run("export", news, "-o", folder / "x.xlsx").exit_code == 2
    assert not list(folder.glob("*.partial"))
    assert not (folder / "x.xlsx").exists()
    with pytest.raises(FileNotFoundError):
        Path("-").stat()


@pytest.mark.skipif(sys.platform == "win32", reason="pipes have names on Unix")
def test_an_export_writes_into_pipes_and_standard_output(news: Path, folder: Path) -> None:
    expected = run("export", news).stdout_bytes
    pipe = folder / "pipe"
    os.mkfifo(pipe)
    got: list[bytes] = []
    reader = threading.Thread(target=lambda: got.append(pipe.read_bytes()))
    reader.start()
    assert run("export", news, "-o", pipe).exit_code == 0
    reader.join(10)
    assert got == [expected]
    assert pipe.is_fifo()
    (folder / "out").symlink_to("/proc/self/fd/1" if sys.platform == "linux" else "/dev/fd/1")
    words = [sys.executable, "-m", "warta", "export", str(news), "-o", str(folder / "out")]
    assert subprocess.run(words, capture_output=True, check=True).stdout == expected
    assert (folder / "out").is_symlink()


def test_an_archive_is_not_added_to_itself(news: Path, folder: Path) -> None:
    for _ in range(3):
        result = run("add", news, folder, news)
        assert "4 known" in result.stderr
        assert f"passed over: 2 databases ({news}, {news})" in result.stderr
        assert result.exit_code == 0
    run("backup", news, folder / "other.warta")
    result = run("add", news, folder / "other.warta")
    assert result.exit_code == 2
    assert "see warta merge" in result.stderr
    assert "passed over: 2 databases" in run("add", news, folder).stderr
    with Archive(news) as archive:
        assert archive.search().total.number == 4


def test_what_is_no_text_is_no_article(news: Path, folder: Path) -> None:
    (folder / "pages" / "a.pdf").write_bytes(b"%PDF-1.4\n" + b"Banjir merendam rumah di Demak. " * 99)
    result = run("add", news, folder / "pages")
    assert "4 known, 0 no articles, 1 failed (not_text 1)" in result.stderr
    assert result.exit_code == 1


def test_a_wrong_path_leaves_nothing_behind(tmp_path: Path) -> None:
    for words in (("add", "nowhere"), ("add", "https://example.org/"), ("merge", "nowhere.warta")):
        result = run(
            words[0], tmp_path / "new.warta", tmp_path / words[1] if "://" not in words[1] else words[1]
        )
        assert result.exit_code == 2
        assert list(tmp_path.iterdir()) == []


def test_a_page_is_not_taken_for_an_archive(folder: Path) -> None:
    path = folder / "pages" / "1.html"
    before = path.read_bytes()
    assert "no archive of warta" in run("add", path, folder / "pages" / "2.html").stderr
    assert path.read_bytes() == before


def test_add_takes_records_that_read_has_written(news: Path, folder: Path) -> None:
    made = run("read", folder / "pages", "--why", "--statements", "-o", folder / "records.jsonl")
    assert made.exit_code == 0
    assert "4 new" in run("add", folder / "other.warta", folder / "records.jsonl").stderr
    with Archive(news) as one, Archive(folder / "other.warta") as two:
        assert ids(one) == ids(two)
        assert one.said().rows == two.said().rows


def test_a_busy_archive_is_no_misuse(news: Path, folder: Path) -> None:
    with WriterLock(news):
        result = run("add", news, folder / "pages", "--wait", 0)
    assert result.exit_code == 1
    assert "is being written by process" in result.stderr
    assert "Usage" not in result.stderr


def test_delete_takes_all_or_none(news: Path) -> None:
    with Archive(news) as archive:
        first, second, *_ = ids(archive)
        assert run("delete", news, first, "ffffffffffff", "--yes").exit_code == 2
        assert archive.search().total.number == 4
        assert run("delete", news, first, second, first, "--yes").exit_code == 0
        assert archive.search().total.number == 2


@pytest.mark.parametrize("time", ["yesterday", "2015", "2015-13-01", "2015-W41-7", "20151011", "11/10/2015"])
def test_a_time_that_is_none_is_refused(news: Path, time: str) -> None:
    with Archive(news) as archive:
        before = dump(archive.connection)
        for field in ("published_at", "modified_at"):
            result = run("correct", news, ids(archive)[0], "--field", f"{field}={time}")
            assert result.exit_code == 2
            assert "is a day or a time" in result.stderr
            record = msgspec.structs.replace(
                Article(id="0" * 32, headline="Banjir"),
                **{field: Moment(iso=time, raw=time, zone="none")},
            )
            with pytest.raises(WartaError, match="is no time"):
                archive.store([record])
        with pytest.raises(WartaError, match="fetched_at"):
            archive.store([Article(id="0" * 32, fetched_at=time)])
        assert dump(archive.connection) == before


@pytest.mark.parametrize(
    ("time", "zone"),
    [
        ("2024-02-01", "none"),
        ("2024-02-01T08:00:00", "none"),
        ("2024-02-01T08:00+07:00", "stated"),
        ("2024-02-01T08:00Z", "stated"),
        ("2024-02-01T08:00-05:00", "stated"),
    ],
)
def test_a_corrected_time_knows_its_zone(news: Path, time: str, zone: str) -> None:
    with Archive(news) as archive:
        identity = ids(archive)[0]
        assert run("correct", news, identity, "--field", f"published_at={time}").exit_code == 0
        view = archive.article(identity)
        assert view is not None
        assert view.article.published_at is not None
        assert (view.article.published_at.iso, view.article.published_at.zone) == (time, zone)


def test_a_damaged_file_is_told_by_every_command(news: Path, folder: Path) -> None:
    data = bytearray(news.read_bytes())
    for start in range(4096, len(data) - 64, 4096):
        data[start : start + 64] = b"\xff" * 64
    news.write_bytes(data)
    for words in (("search", "banjir"), ("said",), ("health",), ("check",), ("add", str(folder / "pages"))):
        result = run(words[0], news, *words[1:])
        assert result.exit_code in (1, 2)
        assert "is damaged" in result.stderr


def changed(path: Path, *statements: str) -> None:
    with closing(sqlite3.connect(path)) as connection:
        for statement in statements:
            connection.execute(statement)
        connection.commit()


@pytest.mark.parametrize("byte", [0x00, 0x41, 0xB4, 0xFF])
def test_damage_at_any_place_is_said_and_found_by_check(news: Path, folder: Path, byte: int) -> None:
    data = news.read_bytes()
    draw = random.Random(byte)
    hurt = folder / "hurt.warta"
    for _ in range(12):
        spoiled = bytearray(data)
        for _ in range(draw.choice((1, 30, 1000))):
            spoiled[draw.randrange(100, len(data))] = byte
        hurt.write_bytes(spoiled)
        failed = set()
        for name in ASKING:
            words = {"search": ("banjir",), "show": ("ffffff",)}.get(name, ())
            result = run(name, hurt, *words)
            assert isinstance(result.exception, SystemExit | None), (name, result.exception)
            if name != "show" and result.exit_code:
                assert result.exit_code == 1
                assert "damaged" in result.stderr
                failed.add(name)
        result = run("check", hurt)
        assert isinstance(result.exception, SystemExit | None), result.exception
        assert "see warta check" not in result.stderr
        assert not failed or result.exit_code == 1, failed
        for each in folder.glob("hurt.warta*"):
            each.unlink()


def test_a_damaged_schema_is_said(news: Path) -> None:
    data = news.read_bytes()
    for index, spoiled in (
        (b"INDEX articles_by_outlet", b"\xb4NDEX articles_by_outlet"),
        (b"(outlet", b"(\xb4utlet"),
    ):
        news.write_bytes(data.replace(index, spoiled))
        assert news.read_bytes() != data
        for words in (("search", "banjir"), ("said",), ("export",), ("check",)):
            result = run(words[0], news, *words[1:])
            assert result.exit_code == 1
            assert "is damaged" in result.stderr


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE records SET packed = zeroblob(100) WHERE row = (SELECT max(row) FROM articles)",
        "UPDATE records SET packed = substr(packed, 1, 300) WHERE row = (SELECT max(row) FROM articles)",
        "UPDATE records SET packed = 'text' WHERE row = (SELECT max(row) FROM articles)",
        "UPDATE bodies SET text = text || '.' WHERE row = (SELECT max(row) FROM articles)",
        "UPDATE bodies SET text = CAST(x'c328' AS TEXT) WHERE row = (SELECT max(row) FROM articles)",
    ],
)
def test_one_damaged_record_is_left_out_named_and_repaired(news: Path, folder: Path, statement: str) -> None:
    assert run("add", news, folder / "pages", "--keep-payload").exit_code == 0
    kept = folder / "kept.warta"
    assert run("add", kept, folder / "pages", "--keep-payload").exit_code == 0
    for path in (news, kept):
        with Archive(path) as archive:
            newest = ids(archive)[0]
        said = len(run("said", path, "-q").stdout.splitlines())
        changed(path, statement)
        exported = run("export", path)
        assert exported.exit_code == 1
        assert len(exported.stdout.splitlines()) == 3
        assert f"left out 1 article whose record is damaged ({newest[:12]})" in exported.stderr
        result = run("said", path)
        assert result.exit_code == 1
        assert 0 < len(result.stdout.splitlines()) < said
        assert newest[:12] in result.stderr
        for words in (("show", newest), ("correct", newest, "--headline", "x")):
            result = run(words[0], path, *words[1:])
            assert result.exit_code == 1
            assert newest in result.stderr
        result = run("check", path)
        assert result.exit_code == 1
        assert f"the record of article {newest} is damaged" in result.stdout
        with Archive(path) as archive:
            with pytest.raises(WartaError, match=newest) as caught:
                list(archive.articles())
            assert caught.value.kind == "damaged"
    if "bodies" not in statement:
        assert run("refresh", kept).exit_code == 0
        assert run("check", kept).exit_code == 0
        assert len(run("export", kept).stdout.splitlines()) == 4
    if "c328" not in statement:
        assert run("delete", news, newest, "--yes").exit_code == 0
        assert run("export", news).exit_code == 0


@pytest.mark.parametrize("part", ["", "_data", "_idx", "_config", "_docsize"])
def test_a_missing_index_is_made_anew(news: Path, part: str) -> None:
    before = run("search", news, "banjir", "--json").stdout
    changed(news, f"DROP TABLE article_index{part}", "DROP TABLE statement_index")
    result = run("said", news, "--by", "Santoso")
    assert result.exit_code == 1
    assert "is damaged" in result.stderr
    result = run("check", news)
    assert result.exit_code == 0
    assert "making it anew" in result.stderr
    assert "nothing wrong; index made anew" in result.stdout
    assert run("check", news).stdout == "4 articles, nothing wrong\n"
    assert run("search", news, "banjir", "--json").stdout == before
    assert run("said", news, "--by", "Santoso").stdout


def test_what_check_cannot_mend_it_says(news: Path) -> None:
    changed(news, "DROP TABLE bodies")
    result = run("check", news)
    assert result.exit_code == 1
    assert "no such table: bodies" in result.stdout
    news.write_bytes(news.read_bytes()[:70_000])
    result = run("check", news)
    assert result.exit_code == 1
    assert "take a backup" in result.stderr
    assert "see warta check" not in result.stderr


def test_a_line_that_is_no_record_is_no_damage(news: Path, folder: Path) -> None:
    line = run("export", news).stdout.splitlines()[0]
    (folder / "records.jsonl").write_text(f"{line}\n{line[:200]}\n", "utf-8")
    result = run("add", folder / "other.warta", folder / "records.jsonl")
    assert result.exit_code == 2
    assert "no record" in result.stderr


def test_what_a_page_says_does_not_steer_the_terminal(folder: Path) -> None:
    path = folder / "steer.html"
    path.write_text(page(9, headline="Banjir &#27;[31mmerah&#7; di Demak"), "utf-8")
    news = folder / "steer.warta"
    assert run("add", news, path).exit_code == 0
    for words in (("search", "banjir"), ("said",), ("outlets",), ("speakers",), ("revisions",), ("health",)):
        assert not set(run(words[0], news, *words[1:]).output) & {"\x1b", "\x07"}


def test_a_difference_is_against_the_version_before_even_after_a_deletion(tmp_path: Path) -> None:
    texts = (("09:00", "Banjir Demak"), ("10:00", "Banjir Demak meluas"), ("11:00", "Banjir Demak"))
    with Archive(tmp_path / "a.warta", create=True) as archive:
        archive.add_captures(
            [
                capture(
                    1, time=time, headline=headline, more="<p>Dan 7 rumah hanyut.</p>" * (time == "11:00")
                )
                for time, headline in texts
            ]
        )
        versions = archive.revisions(ids(archive)[0])
        assert "headline" in versions[2].difference
        archive.delete(versions[1].id)
        left = archive.revisions(versions[0].id)
        assert [version.id for version in left] == [versions[0].id, versions[2].id]
        assert "headline" not in left[1].difference


def test_captures_of_what_another_archive_deleted_are_known_as_deleted(tmp_path: Path) -> None:
    fetches = [capture(3, fetched_at=f"2024-02-1{day}T00:00:00Z") for day in range(3)]
    with Archive(tmp_path / "a.warta", create=True) as one, Archive(tmp_path / "b.warta", create=True) as two:
        one.add_captures(fetches[:1])
        two.add_captures(fetches)
        one.delete(ids(one)[0])
        one.merge(two.path)
        assert one.search().total.number == 0
        assert one.add_captures(fetches).known == 3


CHANGES: list[dict[str, Any]] = [
    {"published_at": {"iso": "2024-02-01", "raw": "", "zone": "none"}},
    {"modified_at": {"iso": "2024-03-01T00:00+07:00", "raw": "", "zone": "stated"}},
    {"outlet": "Harian Lain", "headline": "Judul benar"},
]


@settings(max_examples=15, deadline=None)
@given(seed=st.integers(0, 1 << 32))
def test_deleting_correcting_and_merging_give_the_same_in_any_order(
    seed: int, tmp_path_factory: pytest.TempPathFactory
) -> None:
    draw = random.Random(seed)
    folder = tmp_path_factory.mktemp("acts")
    pages = captures()
    draw.shuffle(pages)
    half = draw.randrange(len(pages))

    def archive(name: str, *parts: list[Any]) -> Archive:
        made = Archive(folder / name, create=True)
        for part in parts:
            made.add_captures(part, keep_payload=True, jobs=1)
        return made

    late, one, two = archive("late", pages), archive("one", pages[:half]), archive("two", pages[half:])
    gone, corrected = draw.sample(ids(late), 2)
    change = draw.choice(CHANGES)
    late.correct(corrected, change)
    late.delete(gone)
    for each in (one, two):
        if each.article(gone):
            each.delete(gone)
            break
    for each in (one, two):
        if each.article(corrected):
            each.correct(corrected, change)
            break
    ways = [archive(name) for name in ("ab", "ba")]
    for way, parts in zip(ways, ((one, two), (two, one)), strict=True):
        for part in parts:
            way.merge(part.path)
    middle = archive("middle", pages[:half])
    for act in ("delete", "correct"):
        if middle.article(gone if act == "delete" else corrected):
            middle.delete(gone) if act == "delete" else middle.correct(corrected, change)
    middle.add_captures(pages, keep_payload=True, jobs=1)
    if middle.article(gone):
        middle.delete(gone)
    middle.correct(corrected, change)
    expected = dump(late.connection)
    for each in (*ways, middle):
        assert dump(each.connection) == expected
        assert each.check().problems == ()
    late.refresh(jobs=1)
    assert dump(late.connection) == expected
    late.correct(corrected, dict.fromkeys(change, msgspec.UNSET))
    plain = archive("plain", pages)
    plain.delete(gone)
    assert dump(late.connection) == dump(plain.connection)
    for each in (late, one, two, *ways, middle, plain):
        each.close()


def test_a_reader_sees_no_change_of_schema(news: Path) -> None:
    with Archive(news) as archive, pytest.raises(sqlite3.OperationalError, match="readonly"):
        archive.connection.execute("DELETE FROM articles")
