"""The archive's commands."""

import csv
import io
import json
import re
from pathlib import Path

import click
import pytest
from click.testing import CliRunner, Result

from tests.archive_pages import page
from warta import WartaError, schema
from warta.archive import Archive, Filters, SaidFilters
from warta.cli import main
from warta.closed import ACCESS, KINDS, STATUSES, TYPES
from warta.said import Which
from warta.server import api


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


def test_said_has_every_filter_of_the_api_and_of_python(archive: str) -> None:
    assert isinstance(main, click.Group)
    options = {parameter.name for parameter in main.commands["said"].params}
    assert options >= {*SaidFilters.__struct_fields__, *Filters.__struct_fields__}
    (_, _, parameters, _) = api.TABLE["/api/said"]
    assert options >= set(parameters)


@pytest.mark.parametrize(
    ("words", "found"),
    [
        (("--speaker", "budi santoso"), "some"),
        (("--speaker", "budi"), "none"),
        (("--status", "claimed", "--status", "future"), "all"),
        (("--status", "denied"), "none"),
        (("--type", "indirect"), "some"),
        (("--outlet", "Kabar Demak", "--outlet", "Harian Muria"), "all"),
        (("--outlet", "Harian Muria"), "none"),
        (("--author", "wulandari"), "all"),
        (("--author", "nobody"), "none"),
        (("--dateline", "demak"), "all"),
        (("--dateline", "Kudus"), "none"),
        (("--kind", "article", "--kind", "opinion"), "all"),
        (("--kind", "opinion"), "none"),
        (("--section", "Banjir"), "none"),
        (("--since", "2024-02-02", "--until", "2024-02-03"), "some"),
    ],
)
def test_a_filter_of_said_means_the_same_for_pages_and_archives(
    archive: str, folder: Path, words: tuple[str, ...], found: str
) -> None:
    one, other = (
        sorted(json.dumps(row["content"]) for row in rows(run("said", source, *words, "--format", "jsonl")))
        for source in (archive, str(folder / "pages"))
    )
    assert one == other
    most = len(rows(run("said", archive, "--format", "jsonl")))
    assert found == ("none" if not one else "all" if len(one) == most else "some")


def test_said_of_an_archive_by_language_version_order_and_page(archive: str, folder: Path) -> None:
    (folder / "en.html").write_text(
        page(9).replace('lang="id"', 'lang="en"').split("<p>DEMAK")[0]
        + "<p>The water rose to the chest of grown people and the agency needs many more boats today.</p>"
        + '<p>"We need forty boats," said Budi Santoso, the head of the agency, in the town on Friday.</p>'
        + "</article></body></html>",
        "utf-8",
    )
    run("add", archive, str(folder / "en.html"))
    everything = rows(run("said", archive, "--format", "jsonl"))
    parts = [
        rows(run("said", archive, "--language", code, "--format", "jsonl")) for code in ("id", "en", "fr")
    ]
    assert [len(part) > 0 for part in parts] == [True, True, False]
    assert len(parts[0]) + len(parts[1]) == len(everything)
    assert "0 statements" in run("said", archive, "--language", "fr").stderr
    both = rows(run("said", archive, "--language", "id", "--language", "en", "--format", "jsonl"))
    assert both == everything

    days = [row["day"] for row in rows(run("said", archive, "--order", "oldest", "--format", "jsonl"))]
    assert days == sorted(days, key=str)
    shown = rows(run("said", archive, "-n", "3", "--offset", "2", "--format", "jsonl"))
    assert shown == everything[2:5]
    assert rows(run("said", archive, "--offset", "2", "--format", "jsonl")) == everything[2:]

    (folder / "pages" / "1.html").write_text(page(1, day=1, time="15:00", more="<p>Ralat.</p>"), "utf-8")
    run("add", archive, str(folder / "pages"))
    old = rows(run("said", archive, "--old-versions", "--format", "jsonl"))
    assert len(old) > len(rows(run("said", archive, "--format", "jsonl")))


def test_what_cannot_apply_to_said_is_refused(archive: str, folder: Path) -> None:
    pages = str(folder / "pages")
    for words in (("--order", "oldest"), ("--old-versions",)):
        assert "are for archives" in run("said", archive, pages, *words, status=2).stderr
    assert "give it once" in run("said", pages, "--language", "id", "--language", "en", status=2).stderr
    for words in (("--grammar-only",), ("-j", "2")):
        assert "are for pages" in run("said", archive, *words, status=2).stderr
    assert "'loud' is not" in run("said", archive, "--status", "loud", status=2).stderr
    for wrong in ("loud", ("loud",)):
        with pytest.raises(WartaError, match="no such status: loud"):
            Which(status=wrong)
    with Archive(archive) as store:
        assert store.said_pairs(Which(outlet="Kabar Demak")) == store.said_pairs(Which())


def test_said_says_what_failed(folder: Path) -> None:
    (folder / "pages" / "other.sqlite").write_bytes(b"SQLite format 3\0" + bytes(1000))
    made = run("said", str(folder / "pages"))
    assert "passed over: 1 database" in made.stderr
    made = run("said", str(folder / "pages" / "other.sqlite"), status=1)
    assert made.stdout == ""
    assert "0 statements; 1 of 1 pages failed (not_text 1)" in made.stderr
    made = run("said", str(folder / "pages" / "1.html"), str(folder / "pages" / "other.sqlite"), status=1)
    assert made.stdout


def test_closed_lists_are_those_of_the_records() -> None:
    documented = schema()["$defs"]
    for struct, field, words in (
        ("Statement", "type", TYPES),
        ("Statement", "status", STATUSES),
        ("Article", "kind", KINDS),
        ("Article", "access", ACCESS),
    ):
        text = documented[struct]["properties"][field]["description"].partition(";")[0]
        assert re.split(r", | or ", text.strip(".")) == list(words)


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
    assert (
        "nothing can be taken back" in run("correct", archive, identity, "--undo", "author", status=2).stderr
    )
    run("delete", archive, identity, "--yes", "--reason", "takedown")
    assert len(rows(run("search", archive, "--json"))) == 5
    (folder / "outlets.tsv").write_text("kabardemak.example\tHarian Demak\n", "utf-8")
    run("names", archive, str(folder))
    assert "Harian Demak" in run("outlets", archive).stdout


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--field", "kind=artcle"), "kind is one of article, live_blog"),
        (("--field", "kind="), "kind is empty"),
        (("--field", "access=fre"), "access is one of free, partial, paywalled, not 'fre'"),
        (("--speaker", "Budi Santos=Budi"), "no speaker"),
        (("--speaker", "Budi Santoso="), "is empty"),
        (("--headline", ""), "headline is empty"),
        (("--headline", " "), "headline is empty"),
        (("--outlet", ""), "outlet is empty"),
        (("--author", ""), "authors is empty"),
        (("--author", "Ian", "--author", " "), "authors is empty"),
        (("--undo", "bogus"), "bogus was not corrected"),
        (("--undo", "section"), "section was not corrected"),
        (("--undo", "speaker:Budi Santoso"), "was not corrected"),
        (("--field", "section=Dunia", "--undo", "section"), "section is corrected twice"),
        (("--headline", "a", "--field", "headline=b"), "headline is corrected twice"),
    ],
)
def test_a_correction_that_cannot_be_meant_is_refused(
    archive: str, words: tuple[str, ...], said: str
) -> None:
    identity = str(rows(run("search", archive, "--json"))[0]["id"])
    made = run("correct", archive, identity, "--field", "publisher=X", *words, status=2)
    assert (
        said.replace("no speaker", "no statement of the article has the speaker 'budi santos'") in made.stderr
    )
    assert "corrected" not in run("show", archive, identity).stderr


def test_a_correction_is_said(archive: str) -> None:
    identity = str(rows(run("search", archive, "--json"))[0]["id"])
    name = str(rows(run("said", archive, "--format", "jsonl"))[0]["speaker"])
    words = ("--author", "Ian", "--author", "Ana", "--field", "kind=opinion", "--speaker", f"{name}=Dr. X")
    made = run("correct", archive, identity, *words)
    assert made.stderr == (
        f"corrected {identity[:12]}: authors = Ian; Ana; speaker:{name} = Dr. X; kind = opinion\n"
    )
    made = run(
        "correct", archive, identity, "--undo", "author", "--field", "kind=article", "--field", "section="
    )
    assert made.stderr.endswith(": kind = article; section = none; authors taken back\n")
    made = run("correct", archive, identity, "--undo", f"speaker:{name}")
    assert made.stderr.endswith(f": speaker:{name} taken back\n")


@pytest.mark.parametrize(
    ("table", "said"),
    [
        (b"kabar\tKabar\n\nmuria\tHarian M\xfcria\n", "outlets.tsv:3 is not UTF-8"),
        ("kabar\tKabar\n".encode("utf-16"), "outlets.tsv:1 is not UTF-8"),
        (b"kabar\tKabar\tJakarta\n", "outlets.tsv:1 has more columns than alias and name"),
        (
            b"# names\nkabar\tKabar\nKABAR.\tHarian\n",
            "outlets.tsv:3 gives 'KABAR.' the name 'Harian', line 2 'Kabar'",
        ),
        (b"kabar\n", "outlets.tsv:1 is not 'alias, tab, name'"),
    ],
)
def test_a_table_of_names_that_cannot_be_meant_is_refused(
    archive: str, folder: Path, table: bytes, said: str
) -> None:
    (folder / "outlets.tsv").write_bytes(table)
    assert said in " ".join(run("names", archive, str(folder), status=2).stderr.split())
    (folder / "outlets.tsv").write_bytes(b"\xef\xbb\xbfkabar demak\tKabar\t\t\r\nKabar  Demak\tKabar\r\n")
    assert "6 articles" in run("names", archive, str(folder)).stderr


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
