"""The documentation: pages made from the code are up to date, examples run, links resolve."""

import ast
import doctest
import importlib.util
import re
import shlex
import shutil
import sqlite3
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

import pytest
import yaml
from click.testing import CliRunner

import warta
from tools import commands, comparison, fields
from warta.cli import main

ROOT = Path(__file__).parent.parent
DOCS = ROOT / "docs"
PAGES = sorted(DOCS.rglob("*.md"))
READ = [*PAGES, *sorted(ROOT.glob("*.md"))]
"""Everything that is held to compiling and to its links; only the pages of the documentation are run."""

FLAGS = doctest.ELLIPSIS | doctest.NORMALIZE_WHITESPACE


class Block(NamedTuple):
    """A fenced block."""

    kind: str
    text: str
    line: int


def blocks(page: Path) -> Iterator[Block]:
    kind: str | None = None
    lines: list[str] = []
    start = 0
    for number, line in enumerate(page.read_text(encoding="utf-8").splitlines(), 1):
        if line.startswith("```"):
            if kind is None:
                kind, lines, start = line[3:].strip(), [], number
            else:
                yield Block(kind, "".join(f"{each}\n" for each in lines), start)
                kind = None
        elif kind is not None:
            lines.append(line)
    assert kind is None, f"{page}: a block is not closed"


def name(page: Path) -> str:
    return str(page.relative_to(ROOT))


# Pages made from the code.


def test_the_command_page_is_up_to_date() -> None:
    assert commands.PAGE.read_text(encoding="utf-8") == commands.page(), "run `make reference`"


def test_the_field_pages_are_up_to_date() -> None:
    for page, text in fields.pages().items():
        assert (fields.FOLDER / page).read_text(encoding="utf-8") == text, "run `make reference`"


def test_the_comparison_is_up_to_date() -> None:
    assert comparison.PAGE.read_text(encoding="utf-8") == comparison.page(), "run `make reference`"


def test_every_field_is_described() -> None:
    said = fields.notes()
    described = {(struct, field) for struct, each in said.items() for field in each}
    assert described == set(fields.fields(warta.schema()))
    assert all(note["text"].endswith((".", ")")) for each in said.values() for note in each.values())


def test_every_struct_is_on_a_page() -> None:
    shown = {"Article", "Statement", *fields.ARTICLE, *fields.STATEMENT}
    assert shown == set(warta.schema()["$defs"])


def read_for_reasons() -> Iterator[warta.Article]:
    for page in sorted((ROOT / "cases/article").glob("*/page.*")):
        yield warta.read(page.read_bytes(), statements=True)
    for payload in (b"", b" ", b"<p></p>", b"<title>x</title>", b"\xff\x00" * 50, b"Tiga kata saja"):
        yield warta.read(payload, statements=True)
    yield warta.read("Satu dua tiga.", language="fr", statements=True)
    yield warta.read("<h1>Satu</h1><p>10 Mei 2030 10.00 WIB", fetched_at="2020-01-01T00:00:00Z")


def test_every_reason_is_described() -> None:
    said = fields.notes()
    for article in read_for_reasons():
        for field, reason in article.missing.items():
            assert reason in said["Article"][field].get("reasons", {}), (field, reason)
        for statement in article.statements:
            for field, reason in statement.missing.items():
                assert reason in said["Statement"][field].get("reasons", {}), (field, reason)


def test_every_described_reason_is_given_by_the_core() -> None:
    sources = "".join(
        path.read_text(encoding="utf-8") for path in (ROOT / "crates/warta-core/src").rglob("*.rs")
    )
    for each in fields.notes().values():
        for note in each.values():
            for reason in note.get("reasons", {}):
                assert f'"{reason}"' in sources, reason


# Examples.


@pytest.mark.parametrize("page", READ, ids=name)
def test_python_compiles(page: Path) -> None:
    for block in blocks(page):
        if block.kind == "python" and ">>>" not in block.text:
            compile(block.text, f"{page}:{block.line}", "exec")


@pytest.mark.parametrize("page", PAGES, ids=name)
def test_examples_run(page: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Runs a page from top to bottom in a folder that holds ``examples``.

    ``console`` blocks: commands ``$ warta ...`` with their output; other programs are passed over.
    ``python`` blocks with a prompt: doctests that share their names. ``sql`` blocks: each gives a row of
    ``news.warta``. ``tsv`` blocks: files, named by the comment in their first line.
    """
    found = [block for block in blocks(page) if block.kind in ("console", "python", "sql", "tsv")]
    shutil.copytree(ROOT / "examples", tmp_path / "examples")
    monkeypatch.chdir(tmp_path)
    names: dict[str, Any] = {}
    for block in found:
        where = f"{name(page)}:{block.line}"
        if block.kind == "console":
            run_console(block.text, where)
        elif block.kind == "sql":
            run_sql(block.text, where)
        elif block.kind == "tsv":
            write_table(block.text)
        elif ">>>" in block.text:
            run_python(block, names, where)


def run_console(text: str, where: str) -> None:
    for part in re.split(r"^\$ ", text, flags=re.MULTILINE)[1:]:
        command, _, wanted = part.partition("\n")
        words = shlex.split(command, comments=True)
        if words[0] != "warta":
            continue
        result = CliRunner().invoke(main, words[1:])
        if result.exception and not isinstance(result.exception, SystemExit):
            raise result.exception
        checker = doctest.OutputChecker()
        assert checker.check_output(wanted, result.output, FLAGS), f"{where}: {command}\n{result.output}"


def run_sql(text: str, where: str) -> None:
    connection = sqlite3.connect("file:news.warta?mode=ro", uri=True)
    try:
        assert connection.execute(text).fetchall(), f"{where}: no row"
    finally:
        connection.close()


def write_table(text: str) -> None:
    path = Path(text.partition("\n")[0].removeprefix("# "))
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")


def run_python(block: Block, names: dict[str, Any], where: str) -> None:
    test = doctest.DocTestParser().get_doctest(block.text, names, where, None, block.line)
    source = "".join(example.source for example in test.examples)
    if not all(importlib.util.find_spec(module) for module in modules(source)):
        return
    runner = doctest.DocTestRunner(optionflags=FLAGS, verbose=False)
    said: list[str] = []
    runner.run(test, out=said.append, clear_globs=False)
    names.update(test.globs)
    assert not runner.failures, f"{where}\n{''.join(said)}"


def modules(source: str) -> set[str]:
    """Top-level modules that the source imports."""
    found = set()
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            found |= {alias.name.partition(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found.add(node.module.partition(".")[0])
    return found


# Links.

LINK = re.compile(r"(?<!!)\[[^\]]*\]\(([^)\s]+)\)")


def anchors(page: Path) -> set[str]:
    """What the headings of a page may be linked by, as MkDocs makes them."""
    found = set()
    text = re.sub(r"^```.*?^```", "", page.read_text(encoding="utf-8"), flags=re.MULTILINE | re.DOTALL)
    for heading in re.findall(r"^#+ +(.+)$", text, flags=re.MULTILINE):
        slug = re.sub(r"[^\w\s-]", "", heading).strip().lower()
        found.add(re.sub(r"[\s-]+", "-", slug))
    return found


@pytest.mark.parametrize("page", READ, ids=name)
def test_links_resolve(page: Path) -> None:
    text = re.sub(r"^```.*?^```", "", page.read_text(encoding="utf-8"), flags=re.MULTILINE | re.DOTALL)
    for link in LINK.findall(text):
        if "://" in link:
            continue
        path, _, anchor = link.partition("#")
        target = (page.parent / path).resolve() if path else page
        assert target.exists(), f"{name(page)}: {link}"
        if DOCS in page.parents:
            assert DOCS in target.parents, f"{name(page)}: {link} leaves the built pages"
        if anchor:
            assert anchor in anchors(target), f"{name(page)}: {link}"


def test_every_page_is_in_the_navigation() -> None:
    settings = yaml.safe_load((ROOT / "mkdocs.yml").read_text(encoding="utf-8"))

    def listed(entries: list[Any]) -> Iterator[str]:
        for entry in entries:
            if isinstance(entry, dict):
                for inner in entry.values():
                    yield from listed(inner) if isinstance(inner, list) else [inner]
            else:
                yield entry

    assert sorted(listed(settings["nav"])) == sorted(str(page.relative_to(DOCS)) for page in PAGES)
