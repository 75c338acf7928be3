"""The command, as a person runs it."""

import csv
import io
import json
import os
import subprocess
import sys
import threading
from pathlib import Path

import msgspec
import pytest
import yaml
from click.testing import CliRunner, Result

import warta
from warta.cli import FORMATS, main

EXAMPLE = Path(__file__).parent.parent / "examples/sindonews-2015.txt"


def run(*arguments: object, stdin: bytes | None = None) -> Result:
    return CliRunner().invoke(main, [str(argument) for argument in arguments], input=stdin)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    pages = tmp_path / "pages"
    pages.mkdir()
    for number in range(40):
        (pages / f"{number:02}.html").write_text(f"<title>Banjir {number}</title><p>Air setinggi dada.")
    return pages


def test_one_page_is_readable_json() -> None:
    result = run("read", EXAMPLE)
    assert result.stdout.startswith('{\n  "schema": "warta/article/1",\n')
    expected = warta.read(EXAMPLE.read_bytes())
    assert warta.Article.from_json(result.stdout) == msgspec.structs.replace(expected, name=str(EXAMPLE))


def test_many_pages_are_json_lines_in_order(folder: Path) -> None:
    result = run("read", folder, "--jobs", 2)
    records = [warta.Article.from_json(line) for line in result.stdout.splitlines()]
    assert [record.name for record in records] == sorted(map(str, folder.iterdir()))
    assert result.stderr.startswith("40 pages: ")


def test_many_pages_as_json_are_one_array(folder: Path) -> None:
    assert len(json.loads(run("read", folder, "--format", "json").stdout)) == 40


@pytest.mark.parametrize("form", [name for name in FORMATS if name != "parquet"])
def test_every_format_for_one_and_many(folder: Path, form: str) -> None:
    for source in (EXAMPLE, folder):
        result = run("read", source, "--format", form, "--form", "html")
        assert result.exit_code in (0, 1)
        assert result.stdout


def test_the_suffix_of_the_output_chooses_the_format(folder: Path, tmp_path: Path) -> None:
    pq = pytest.importorskip("pyarrow.parquet")
    run("read", folder, "-o", tmp_path / "a.parquet")
    assert pq.read_table(tmp_path / "a.parquet").num_rows == 40
    run("read", folder, "-o", tmp_path / "a.csv")
    with (tmp_path / "a.csv").open(newline="", encoding="utf-8") as file:
        assert len(list(csv.DictReader(file))) == 40


def test_one_address_is_not_given_to_several_pages(folder: Path, tmp_path: Path) -> None:
    address = ("--url", "https://kabar.example/a")
    for words in (("read", folder), ("read", EXAMPLE, folder / "00.html"), ("add", tmp_path / "a", folder)):
        result = run(*words, *address)
        assert result.exit_code == 2
        assert "--url is the address of one page" in result.stderr
    assert not (tmp_path / "a").exists()
    one = tmp_path / "one"
    one.mkdir()
    (one / "a.txt").write_bytes(EXAMPLE.read_bytes())
    for source in (EXAMPLE, one, one / "*.txt"):
        result = run("read", source, *address)
        assert warta.Article.from_json(result.stdout).url == address[1]
    assert "1 new" in run("add", tmp_path / "a.warta", one, *address).stderr


def test_a_language_is_a_tag_of_any_case_and_region() -> None:
    for tag in ("id", "ID", "id-ID"):
        for option in ("--target-language", "--language"):
            result = run("read", EXAMPLE, option, tag)
            assert warta.Article.from_json(result.stdout).language == "id"
        assert run("said", EXAMPLE, "--language", tag, "-q").stdout.count("\n") == 9
    for words in (("read", "--language"), ("read", "--target-language"), ("said", "--language")):
        result = run(*words, "klingon", EXAMPLE)
        assert result.exit_code == 2
        assert "a language is a code" in result.stderr


def test_markdown_has_front_matter() -> None:
    for name in ("md", "markdown"):
        text = run("read", EXAMPLE, "--output-format", name).stdout
        front = text.removeprefix("---\n").partition("\n---\n")[0]
        assert text.startswith("---\n")
        assert isinstance(yaml.safe_load(front) or {}, dict)


def test_a_folder_gets_one_file_a_page(folder: Path, tmp_path: Path) -> None:
    for arguments in (("-o", f"{tmp_path}/one/"), ("--output-dir", tmp_path / "two")):
        result = run("read", folder, folder / "00.html", "--format", "md", *arguments)
        assert result.exit_code in (0, 1)
        written = sorted(Path(str(arguments[1])).iterdir())
        assert len(written) == 41
        assert (written[0].name, written[1].name) == ("00-2.md", "00.md")


def test_why_explains_to_a_person() -> None:
    text = run("read", EXAMPLE, "--why").stdout
    assert "page, form" in text
    assert "no evidence" not in text


def test_why_with_a_format_brings_the_evidence() -> None:
    record = warta.Article.from_json(run("read", EXAMPLE, "--why", "--json").stdout)
    assert record == msgspec.structs.replace(
        warta.read(EXAMPLE.read_bytes(), evidence=True), name=str(EXAMPLE)
    )


def test_why_into_a_file(tmp_path: Path) -> None:
    run("read", EXAMPLE, "--why", "-o", tmp_path / "a.txt")
    assert "page, form" in (tmp_path / "a.txt").read_text(encoding="utf-8")
    run("read", EXAMPLE, "--why", "-o", tmp_path / "a.json")
    assert json.loads((tmp_path / "a.json").read_text(encoding="utf-8"))["document_text"] is not None


def test_standard_input() -> None:
    result = run("read", "-", "--url", "https://example.org/a", stdin=b"<title>Banjir</title>")
    assert warta.Article.from_json(result.stdout).name == "-"


def test_an_ending_of_no_letters_asks_for_no_format(tmp_path: Path) -> None:
    for name in ("records", "records-2024.05"):
        assert run("read", EXAMPLE, "-o", tmp_path / name).exit_code == 0
        assert json.loads((tmp_path / name).read_text("utf-8"))["outlet"] == "SINDOnews"
    assert run("read", EXAMPLE, "-o", tmp_path / "a.xml", "--format", "json").exit_code == 0
    for name, begin in (("a.ndjson", '{"schema'), ("a.markdown", "---"), ("a.HTM", "<!doctype")):
        run("read", EXAMPLE, "-o", tmp_path / name)
        assert (tmp_path / name).read_text("utf-8").startswith(begin)


def test_what_is_read_is_never_written_over(folder: Path, tmp_path: Path) -> None:
    page = folder / "00.html"
    before = page.read_bytes()
    (tmp_path / "link").symlink_to(page)
    (tmp_path / "hard").hardlink_to(page)
    for source in (page, folder, folder / "0*.html", tmp_path / "link"):
        for output in (page, tmp_path / "link", tmp_path / "hard", folder / ".." / "pages" / "00.html"):
            if source == folder and output == tmp_path / "hard":
                continue  # A folder is walked by names, and this is another name.
            result = run("read", source, "-o", output, "--format", "jsonl")
            assert result.exit_code == 2
            assert "is among what is read" in result.stderr
    result = run("read", folder, "--output-dir", folder, "--format", "html")
    assert result.exit_code == 2
    assert page.read_bytes() == before
    assert run("read", page, "-o", folder / "other.jsonl").exit_code in (0, 1)


@pytest.mark.skipif(sys.platform == "win32", reason="pipes have names on Unix")
def test_pipes_and_links_are_written_through(tmp_path: Path) -> None:
    expected = run("read", EXAMPLE, "--format", "jsonl").stdout_bytes
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    got: list[bytes] = []
    reader = threading.Thread(target=lambda: got.append(pipe.read_bytes()))
    reader.start()
    assert run("read", EXAMPLE, "--format", "jsonl", "-o", pipe).exit_code == 0
    reader.join(10)
    assert got == [expected]
    assert pipe.is_fifo()
    (tmp_path / "link.jsonl").symlink_to(tmp_path / "file.jsonl")
    run("read", EXAMPLE, "-o", tmp_path / "link.jsonl")
    assert (tmp_path / "link.jsonl").is_symlink()
    assert (tmp_path / "file.jsonl").read_bytes() == expected


@pytest.fixture
def full(tmp_path: Path) -> Path:
    """A device that takes nothing, of our own."""
    try:
        os.mknod(tmp_path / "full", 0o20666, os.makedev(1, 7))
        with pytest.raises(OSError, match="space"), (tmp_path / "full").open("wb", buffering=0) as file:
            file.write(b"x")
    except (OSError, AttributeError):
        pytest.skip("devices cannot be made here")
    return tmp_path / "full"


def test_a_full_device_is_said_in_one_sentence(full: Path) -> None:
    for form in ("json", "parquet"):
        result = run("read", EXAMPLE, "--format", form, "-o", full)
        assert result.exit_code == 1
        assert result.stderr.startswith(f"Error: cannot write {full}: No space left")
    assert full.is_char_device()
    with full.open("wb") as out:
        made = subprocess.run(
            [sys.executable, "-m", "warta", "read", str(EXAMPLE)], stdout=out, stderr=subprocess.PIPE
        )
    assert made.returncode == 1
    assert made.stderr.decode() == "Error: cannot write to standard output: No space left on device\n"


def test_what_is_no_text_fails_and_stops_nothing(tmp_path: Path) -> None:
    (tmp_path / "a.png").write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(100))
    (tmp_path / "b.txt").write_bytes(EXAMPLE.read_bytes())
    result = run("read", tmp_path)
    assert result.exit_code == 1
    assert result.stderr.startswith("2 pages: 1 article, 0 not articles, 1 failed (not_text 1)")


def test_columns_of_tables(tmp_path: Path) -> None:
    path = tmp_path / "t.jsonl"
    path.write_text('{"page": "<title>x</title>"}\n{"page": "<title>y</title>"}\n')
    result = run("read", path, "--column", "page")
    assert len(result.stdout.splitlines()) == 2
    wrong = run("read", path)
    assert wrong.exit_code == 2
    assert "no column 'html'; there are page" in wrong.stderr


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["read"], "no PATH"),
        (["read", "nowhere.html"], "no such file or folder: nowhere.html"),
        (["read", "nowhere/*.html"], "no file matches"),
        (["read", "https://example.org/a"], "fetching comes later"),
        (["read", EXAMPLE, "--format", "docx"], "'docx' is not one of"),
        (["read", EXAMPLE, "--format", "parquet"], "name a file with --output"),
        (["read", EXAMPLE, "--jobs", "0"], "0 is not in the range"),
        (["read", EXAMPLE, "--max-bytes", "99999999999"], "max_bytes is a whole number"),
        (["read", EXAMPLE, "--nope"], "No such option"),
        (["read", EXAMPLE, "-o", "nowhere/at/all.json"], "cannot write nowhere/at/all.json"),
        (["read", EXAMPLE, "-o", "x", "--output-dir", "y"], "exclude each other"),
        (["read", EXAMPLE, "-o", "nowhere/x.xml"], "no format goes by .xml"),
        (["read", EXAMPLE, "-o", "nowhere/x.XLSX"], "no format goes by .XLSX"),
        (["read", EXAMPLE, "--output-dir", EXAMPLE], "cannot write"),
        (["read", EXAMPLE, "--format", "csv", "--output-dir", "y"], "csv is a table"),
        (["nope"], "No such command"),
    ],
)
def test_misuse_is_said_and_ends_with_2(arguments: list[str], words: str) -> None:
    result = run(*arguments)
    assert result.exit_code == 2
    assert words in result.stderr
    assert not result.stdout


def test_a_page_that_failed_ends_with_1_and_stops_nothing(tmp_path: Path) -> None:
    (tmp_path / "a.html").symlink_to(tmp_path / "nowhere")
    (tmp_path / "b.html").write_text("<title>Banjir</title>")
    result = run("read", tmp_path)
    assert result.exit_code == 1
    assert len(result.stdout.splitlines()) == 2
    assert "damaged: " in result.stderr


def test_trafilatura_s_filters(folder: Path) -> None:
    result = run("read", folder, "--target-language", "xx")
    assert result.stdout == ""
    assert "40 left out (language 40)" in result.stderr
    assert "left out (metadata" in run("read", folder, "--only-with-metadata").stderr


def test_quiet_is_quiet(folder: Path) -> None:
    assert run("read", folder, "-q").stderr == ""


def test_output_that_is_no_terminal_has_no_progress_bar(folder: Path) -> None:
    assert run("read", folder).stderr.count("\n") == 1


def test_help_has_an_example() -> None:
    assert "Example" in run("--help").stdout
    assert "warta read page.html --why" in run("read", "--help").stdout


def test_version() -> None:
    assert run("--version").stdout == f"warta, version {warta.__version__}\n"


def test_jsonl_is_what_the_core_wrote(folder: Path) -> None:
    lines = run("read", folder, "--format", "jsonl").stdout_bytes.splitlines()
    pages = list(warta.captures([folder]))
    assert lines == list(warta.article.read_many_json(pages))
    assert io.BytesIO(b"\n".join(lines)).readline()
