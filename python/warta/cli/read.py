"""``warta read``: pages into records."""

import time
from collections.abc import Iterator
from contextlib import ExitStack
from itertools import chain, islice
from pathlib import Path
from typing import Any, get_args

import click

from warta.article import read_many_json, usable_processors
from warta.capture import Capture, Columns, Intake, captures
from warta.cli.group import main
from warta.cli.output import Guard, demand_file, destination, form_of
from warta.errors import WartaError
from warta.export.writers import SUFFIXES, TABLES, Format, Writer
from warta.language import recorded
from warta.options import Form, Options
from warta.outcome import Glance, Summary, glance, reasons
from warta.progress import progress

FORMATS = tuple(name for name in get_args(Format) if name != "why")

NAMED = 3
"""Databases that are named among those passed over."""

READ_EXAMPLES = """
\b
Examples:
  warta read page.html                        the record, as JSON
  warta read page.html --why                  why the record says what it says
  warta read pages/ -o articles.jsonl         a folder, one record a line
  warta read crawl.warc.gz --format csv       an archive, as a table
  warta read dump.parquet --column raw_html -o articles.parquet
  curl -s URL | warta read - --url URL --format md
"""


@main.command(epilog=READ_EXAMPLES)
@click.argument("paths", nargs=-1, metavar="PATH...")
@click.option(
    "--input-dir", multiple=True, metavar="DIR", help="Read the files of a folder; same as giving it as PATH."
)
@click.option(
    "--format",
    "--output-format",
    "form_out",
    type=click.Choice([*FORMATS, "markdown"]),
    help="What to write; by default json for one page, jsonl for many, or what the suffix of --output says.",
)
@click.option("--json", "form_out", flag_value="json", help="Same as --format json.")
@click.option("--csv", "form_out", flag_value="csv", help="Same as --format csv.")
@click.option("--markdown", "form_out", flag_value="md", help="Same as --format md.")
@click.option("--html", "form_out", flag_value="html", help="Same as --format html.")
@click.option(
    "-o",
    "--output",
    metavar="FILE",
    help="Write here, - is standard output; a folder (or a name that ends in /) gets one file a page.",
)
@click.option("--output-dir", metavar="DIR", help="Write one file a page into this folder.")
@click.option(
    "--why", is_flag=True, help="Say where each field was found, what lost against it and what was left out."
)
@click.option("--statements", is_flag=True, help="Find who said what in each article.")
@click.option("--grammar-only", is_flag=True, help="Find statements by the grammar alone, without the model.")
@click.option(
    "-j", "--jobs", "--parallel", type=click.IntRange(min=1), help="Threads; by default one per processor."
)
@click.option(
    "--url", metavar="URL", help="The page's address, where the page itself does not tell; of one page only."
)
@click.option(
    "--fetched-at", metavar="TIME", help="When the page was fetched, RFC 3339; anchors relative times."
)
@click.option("--language", metavar="CODE", help="The page's language, where the caller knows it.")
@click.option(
    "--flat", "form_in", flag_value="flat", help="The input is flattened text; same as --form flat."
)
@click.option(
    "--form",
    "form_in",
    type=click.Choice(get_args(Form)),
    help="HTML or flattened text; by default told apart by its looks.",
)
@click.option(
    "--column",
    default="html",
    show_default=True,
    metavar="NAME",
    help="Column of a table that holds the page.",
)
@click.option(
    "--url-column", metavar="NAME", help="Column with its address  [default: url, where there is one]"
)
@click.option(
    "--time-column",
    metavar="NAME",
    help="Column with the time of the fetch  [default: fetched_at, where there is one]",
)
@click.option("--target-language", metavar="CODE", help="Leave out articles in other languages.")
@click.option(
    "--only-with-metadata", is_flag=True, help="Leave out articles without headline, address or date."
)
@click.option("--max-bytes", type=click.IntRange(min=1), metavar="N", help="Read pages up to this size.")
@click.option("-q", "--quiet", is_flag=True, help="No progress bar and no summary.")
def read(
    paths: tuple[str, ...],
    input_dir: tuple[str, ...],
    form_out: str | None,
    output: str | None,
    output_dir: str | None,
    why: bool,
    jobs: int | None,
    form_in: str | None,
    column: str,
    url_column: str | None,
    time_column: str | None,
    target_language: str | None,
    only_with_metadata: bool,
    statements: bool,
    grammar_only: bool,
    quiet: bool,
    **settings: Any,
) -> None:
    """Read news pages into article records.

    PATH is a file, a folder, a pattern such as 'pages/**/*.html', or - for standard input. Pages may be
    HTML or flattened text; files may be gzip, WARC or WET, or tables of pages (JSONL, CSV, Parquet).

    Records come out in the order of the input. Neither an archive nor what is read is written over. A
    summary ends the run on standard error. The exit status is 0, 1 where some pages failed, 2 on misuse.
    """
    try:
        changes = {name: value for name, value in settings.items() if value is not None}
        options = Options(
            form=form_in or "auto",  # type: ignore[arg-type]
            evidence=why,
            statements=statements or grammar_only,
            grammar_only=grammar_only,
            **changes,
        )
        intake = Intake()
        sources = [*paths, *input_dir]
        if not sources:
            raise click.UsageError("no PATH: give a file, a folder, a pattern, or - for standard input")
        found = captures(
            sources,
            columns=Columns(payload=column, url=url_column, time=time_column),
            max_bytes=options.max_bytes,
            intake=intake,
        )
        first = list(islice(found, 2))
        single = len(first) < 2
        demand_one_page(options, first)
        folder = _folder(output, output_dir)
        guard = Guard(sources)
        guard.check(None if folder else output)
        form = _form(form_out, None if folder else output, why, single or folder is not None)
        demand_file(form, output)
        filters = _Filters(target_language, only_with_metadata)
        pages = chain(first, found)
        summary = _run(pages, options, jobs, form, single, output, folder, guard, filters, quiet)
    except WartaError as error:
        raise click.UsageError(str(error)) from None
    report(intake)
    if summary.failures or intake.damage:
        raise SystemExit(1)


def demand_one_page(options: Options, first: list[Capture]) -> None:
    """Raises `WartaError` where several pages would get one address."""
    if options.url is not None and len(first) > 1:
        raise WartaError("option", "--url is the address of one page, and there are several")


class _Filters:
    """What trafilatura's filters of the same names leave out."""

    def __init__(self, language: str | None, metadata: bool) -> None:
        self._language = None if language is None else recorded(language)
        self._metadata = metadata

    def reason(self, page: Glance) -> str | None:
        """Why a page is left out, ``None`` where it stays."""
        if self._language and page.language != self._language:
            return "language"
        if self._metadata and not (page.headline and page.published_at and (page.url or page.canonical_url)):
            return "metadata"
        return None


def _form(asked: str | None, output: str | None, why: bool, single: bool) -> Format:
    if asked is not None:
        return "md" if asked == "markdown" else asked  # type: ignore[return-value]
    form = form_of(output) if output is not None else None
    if form is not None and not (why and form == "txt"):
        return form
    if why:
        return "why"
    return "json" if single else "jsonl"


def _folder(output: str | None, output_dir: str | None) -> Path | None:
    if output_dir is not None:
        if output is not None:
            raise WartaError("output", "--output and --output-dir exclude each other")
        return Path(output_dir)
    if output is not None and (output.endswith(("/", "\\")) or Path(output).is_dir()):
        return Path(output)
    return None


def _run(
    pages: Iterator[Capture],
    options: Options,
    jobs: int | None,
    form: Format,
    single: bool,
    output: str | None,
    folder: Path | None,
    guard: Guard,
    filters: _Filters,
    quiet: bool,
) -> Summary:
    summary = Summary()
    start = time.perf_counter()
    with ExitStack() as stack:
        sink: Writer | _FolderWriter
        if folder is not None:
            sink = _FolderWriter(folder, form, guard)
        else:
            out = stack.enter_context(destination(output, form))
            sink = stack.enter_context(Writer(out, form, single=single))
        advance = stack.enter_context(progress(enabled=not quiet and not single))
        for record in read_many_json(pages, jobs=jobs or usable_processors(), options=options):
            page = glance(record)
            summary.count(page)
            if reason := filters.reason(page):
                summary.left_out[reason] += 1
            else:
                sink.write(record)
            advance(summary.pages)
    if not quiet:
        click.echo(summary.line(time.perf_counter() - start), err=True)
    return summary


class _FolderWriter:
    """One file a page, named after the capture; a second one of the same name gets a number."""

    def __init__(self, folder: Path, form: Format, guard: Guard) -> None:
        if form in TABLES - {"jsonl"}:
            raise WartaError("output", f"{form} is a table: name a file with --output, not a folder")
        self._folder = folder
        self._form = form
        self._guard = guard
        self._taken: set[str] = set()
        try:
            folder.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise WartaError("output", f"cannot write {folder}: {error.strerror or error}") from None

    def write(self, record: bytes) -> None:
        """Writes one record to its own file."""
        path = self._path(glance(record).name)
        self._guard.check(path)
        with destination(str(path), self._form) as out, Writer(out, self._form, single=True) as writer:
            writer.write(record)

    def _path(self, name: str | None) -> Path:
        stem = Path((name or "page").replace("#", "/").rpartition("/")[2]).stem
        stem = (
            "".join(char if char.isalnum() or char in "-_." else "_" for char in stem).strip(".")[:120]
            or "page"
        )
        number, unique = 1, stem
        while unique in self._taken:
            number += 1
            unique = f"{stem}-{number}"
        self._taken.add(unique)
        return self._folder / f"{unique}{SUFFIXES[self._form]}"


def report(intake: Intake) -> None:
    """Says on standard error what capture passed over and what was damaged."""
    if intake.skipped:
        click.echo(f"passed over: {intake.skipped.total()} records{reasons(intake.skipped)}", err=True)
    if intake.databases:
        several = len(intake.databases) != 1
        named = ", ".join(intake.databases[:NAMED]) + (", ..." if len(intake.databases) > NAMED else "")
        click.echo(f"passed over: {len(intake.databases)} database{'s' * several} ({named})", err=True)
    for line in intake.damage:
        click.echo(f"damaged: {line}", err=True)
