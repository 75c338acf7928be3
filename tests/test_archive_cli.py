"""The archive's commands."""

import csv
import io
import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from tests.archive_pages import page
from warta.cli import main


def run(*words: str, status: int = 0) -> Result:
    made = CliRunner().invoke(main, words)
    assert made.exit_code == status, made.output
    return made


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    pages = tmp_path / "pages"
    pages.mkdir()
    for number in range(1, 7):
        (pages / f"{number}.html").write_text(page(number, day=number), "utf-8")
    return tmp_path


@pytest.fixture
def archive(folder: Path) -> str:
    path = str(folder / "news.warta")
    run("add", path, str(folder / "pages"), "--keep-payload")
    return path


def rows(result: Result) -> list[dict[str, object]]:
    return [json.loads(line) for line in result.stdout.splitlines()]


def test_add_twice(folder: Path) -> None:
    path = str(folder / "news.warta")
    assert "6 captures: 6 new" in run("add", path, str(folder / "pages")).stderr
    assert "0 new, 0 revisions, 6 known" in run("add", path, str(folder / "pages")).stderr


def test_add_says_what_failed(folder: Path) -> None:
    (folder / "pages" / "none.html").write_bytes(b"<html></html>")
    made = run("add", str(folder / "news.warta"), str(folder / "pages"), status=1)
    assert "1 failed" in made.stderr


def test_search(archive: str) -> None:
    made = run("search", archive, "serangan", "perahu")
    assert "*menyerang*" in made.stdout
    assert "6 of 6 articles" in made.stderr
    assert len(rows(run("search", archive, "banjir", "--since", "2024-02-04", "--json"))) == 3
    assert "answered as words" in run("search", archive, 'banjir AND ("').stderr
    assert "a day is" in run("search", archive, "banjir", "--since", "x", status=2).stderr


def test_show_by_either_id(archive: str) -> None:
    (hit, *_) = rows(run("search", archive, "--json"))
    assert str(hit["headline"]) in run("show", archive, str(hit["id"])[:8]).stdout
    assert "by " in run("show", archive, str(hit["id"]), "--why").stdout
    record = json.loads(run("show", archive, str(hit["id"]), "--format", "json").stdout)
    assert record["id"] != hit["id"]
    assert str(hit["headline"]) in run("show", archive, record["id"]).stdout
    assert "no article" in run("show", archive, "ffffffff", status=2).stderr


def test_said_answers_from_an_archive_as_from_pages(archive: str, folder: Path) -> None:
    wanted = ("--by", "Santoso", "--about", "perahu", "--format", "jsonl", "-q")
    found = rows(run("said", archive, *wanted))
    pages = rows(run("said", str(folder / "pages"), *wanted))
    assert found

    def plain(each: list[dict[str, object]]) -> list[str]:
        return sorted(json.dumps({**row, "article_id": None}, sort_keys=True) for row in each)

    assert plain(found) == plain(pages)
    assert len(rows(run("said", archive, "--by", "Santoso", "--format", "jsonl", "-n", "1"))) == 1


def test_lists(archive: str) -> None:
    assert "Kabar Demak" in run("outlets", archive).stdout
    assert "Budi Santoso" in run("speakers", archive, "budi").stdout
    assert rows(run("outlets", archive, "--json"))[0]["articles"] == 6
    health = run("health", archive).stdout
    assert "6 articles" in health
    assert "100%" in health


def test_revisions(archive: str, folder: Path) -> None:
    (folder / "pages" / "later.html").write_text(
        page(2, day=2, time="15:00", headline="Banjir Demak surut"), "utf-8"
    )
    run("add", archive, str(folder / "pages"))
    made = run("revisions", archive).stdout
    assert "headline" in made
    assert "Banjir Demak surut" in made


def test_export_everything_and_a_part(archive: str, folder: Path) -> None:
    assert len(rows(run("export", archive))) == 6
    assert len(rows(run("export", archive, "banjir", "--until", "2024-02-02"))) == 2
    for form in ("csv", "parquet", "ninjs", "jsonld", "md"):
        target = folder / f"out.{form}"
        run("export", archive, "--format", form, "-o", str(target))
        assert target.stat().st_size
    assert not list(folder.glob("*.partial"))
    assert "Parquet is binary" in run("export", archive, "--format", "parquet", status=2).stderr


def test_articles_and_statements_join(archive: str, folder: Path) -> None:
    pq = pytest.importorskip("pyarrow.parquet")

    def table(*words: str) -> list[dict[str, str]]:
        return list(csv.DictReader(io.StringIO(run(*words).stdout)))

    hits = {str(hit["id"]) for hit in rows(run("search", archive, "--json"))}
    exported = table("export", archive, "--format", "csv")
    run("export", archive, "-o", str(folder / "a.parquet"))
    shown = [table("show", archive, each, "--format", "csv")[0] for each in sorted(hits)]
    for found in (exported, pq.read_table(folder / "a.parquet").to_pylist(), shown):
        assert {row["article_id"] for row in found} == hits
        assert {row["id"] for row in found}.isdisjoint(hits)
    both = {row["article_id"]: row["id"] for row in exported}
    for said in (table("said", archive, "--format", "csv"), rows(run("said", archive, "--format", "jsonl"))):
        assert {row["article_id"] for row in said} == hits
        assert all(both[str(row["article_id"])] == row["content_id"] for row in said)
    pages = rows(run("said", str(folder / "pages"), "--format", "jsonl"))
    assert {row["article_id"] for row in pages} == {None}
    assert {row["content_id"] for row in pages} == set(both.values())


def test_correct_delete_and_names(archive: str, folder: Path) -> None:
    identity = str(rows(run("search", archive, "--json"))[0]["id"])
    run("correct", archive, identity, "--author", "Ian", "--speaker", "Budi Santoso=Dr. Budi", "--by", "desk")
    assert "corrected by desk: authors" in run("show", archive, identity).stderr
    run("correct", archive, identity, "--undo", "author")
    assert "corrected by desk: authors" not in run("show", archive, identity).stderr
    assert "nothing to correct" in run("correct", archive, identity, status=2).stderr
    run("delete", archive, identity, "--yes", "--reason", "takedown")
    assert len(rows(run("search", archive, "--json"))) == 5
    (folder / "outlets.tsv").write_text("kabardemak.example\tHarian Demak\n", "utf-8")
    run("names", archive, str(folder))
    assert "Harian Demak" in run("outlets", archive).stdout


def test_check_backup_merge_refresh(archive: str, folder: Path) -> None:
    assert "nothing wrong" in run("check", archive).stdout
    copy = str(folder / "copy.warta")
    run("backup", archive, copy)
    assert "is there already" in run("backup", archive, copy, status=2).stderr
    assert "6 known" in run("merge", archive, copy).stderr
    new = str(folder / "new.warta")
    assert "6 new" in run("merge", new, copy).stderr
    assert "6 payloads read: 6 articles as before, 0 changed" in run("refresh", archive).stdout


def test_what_is_no_archive_is_said(folder: Path) -> None:
    page_file = str(folder / "pages" / "1.html")
    for command in ("search", "outlets", "health", "check", "export"):
        assert "no archive of warta" in run(command, page_file, status=2).stderr
    assert "no such archive" in run("search", str(folder / "none.warta"), status=2).stderr
    assert not (folder / "none.warta").exists()
