"""Commands that fill an archive: ``warta add``, ``refresh``, ``merge``."""

import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from itertools import chain, islice
from pathlib import Path
from typing import Any, get_args

import click

from warta.archive import is_archive
from warta.capture import Columns, Intake, captures
from warta.cli.archives import archive_argument, json_option, lines, opened, told
from warta.cli.group import main
from warta.cli.read import demand_one_page, report
from warta.options import Form, Options
from warta.progress import progress
from warta.said import holds_records

ADD_EXAMPLES = """
\b
Examples:
  warta add news.warta pages/
  warta add news.warta crawl.warc.gz --keep-payload
  warta add news.warta dump.parquet --column raw_html
  warta add news.warta articles.jsonl         records that `warta read` has written
"""

REFRESH_EXAMPLES = """
\b
Example:
  warta refresh news.warta                    after an update of warta
"""

MERGE_EXAMPLES = """
\b
Example:
  warta merge news.warta other.warta          other.warta stays as it is
"""

COUNTED_FILES = 200_000
"""Files of a source that are counted for the time left; counting more would itself take long."""

_TABLES = (".warc", ".warc.gz", ".wet", ".wet.gz", ".arc.gz", ".jsonl", ".jsonl.gz", ".ndjson", ".csv",
           ".csv.gz", ".parquet")  # fmt: skip


@main.command(epilog=ADD_EXAMPLES)
@archive_argument
@click.argument("paths", nargs=-1, required=True, metavar="PATH...")
@click.option("--keep-payload", is_flag=True, help="Keep the captured bytes, for refresh.")
@click.option("-j", "--jobs", type=click.IntRange(min=1), help="Threads; by default one per processor.")
@click.option(
    "--url", metavar="URL", help="The page's address, where the page itself does not tell; of one page only."
)
@click.option("--fetched-at", metavar="TIME", help="When the pages were fetched, RFC 3339.")
@click.option("--language", metavar="CODE", help="The pages' language, where the caller knows it.")
@click.option("--form", type=click.Choice(get_args(Form)), default="auto", help="HTML or flattened text.")
@click.option(
    "--grammar-only", is_flag=True, help="Statements by the grammar alone: less in English, and much faster."
)
@click.option(
    "--column", default="html", show_default=True, metavar="NAME", help="Column that holds the page."
)
@click.option("--url-column", metavar="NAME", help="Column with its address.")
@click.option("--time-column", metavar="NAME", help="Column with the time of the fetch.")
@click.option(
    "--wait", type=float, default=10.0, show_default=True, help="Seconds to wait for another writer."
)
@click.option("-q", "--quiet", is_flag=True, help="No progress bar and no summary.")
def add(
    archive: str,
    paths: tuple[str, ...],
    keep_payload: bool,
    jobs: int | None,
    column: str,
    url_column: str | None,
    time_column: str | None,
    wait: float,
    quiet: bool,
    **settings: Any,
) -> None:
    """Add pages to an archive, which is made where it is not there.

    PATH is as for `warta read`; a JSONL file of article records, as `warta read --why --statements` writes
    them, is taken as it is; another archive is for `warta merge`. Each page is read with evidence and
    statements. What is in the archive already is passed over, so that a run that was cut off is simply
    started again, and neither the order of adding nor the names of files matter. The exit status is 1
    where some pages failed.
    """
    intake = Intake()
    for path in paths:
        if is_archive(path):
            if not Path(archive).exists() or not Path(path).samefile(archive):
                raise click.UsageError(f"{path} is an archive: see warta merge")
            # As a shell's * gives it.
            intake.databases.append(path)
    records = [path for path in paths if holds_records(path)]
    pages = [path for path in paths if path not in records and path not in intake.databases]
    columns = Columns(payload=column, url=url_column, time=time_column)
    with told():
        options = Options(**{name: value for name, value in settings.items() if value is not None})
        # A wrong path is told before the archive is made.
        source = captures(pages, columns=columns, max_bytes=options.max_bytes, intake=intake)
        if options.url is not None:
            first = list(islice(source, 2))
            demand_one_page(options, first)
            source = chain(first, source)
    with opened(archive, create=True, wait=wait) as store:
        start = time.perf_counter()
        with _progress(pages, quiet) as advance:
            filled = store.add_captures(
                source, keep_payload=keep_payload, jobs=jobs, options=options, advance=advance
            )
        for path in records:
            outcome = store.store(_record_lines(path))
            filled.captures += len(outcome)
            filled.stored.update(outcome)
    if not quiet:
        click.echo(filled.line(time.perf_counter() - start), err=True)
    report(intake)
    if filled.failures or intake.damage:
        raise SystemExit(1)


def _record_lines(path: str) -> Iterator[bytes]:
    with Path(path).open("rb") as file:
        yield from (line for line in file if line.strip())


@contextmanager
def _progress(paths: Sequence[str], quiet: bool) -> Iterator[Callable[[int], None]]:
    """A bar with the time left where the number of pages is known, else their count and speed."""
    import sys

    total = None if quiet or not sys.stderr.isatty() else _pages(paths)
    if total is None:
        with progress(enabled=not quiet) as advance:
            yield advance
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    columns = (
        TextColumn("adding"),
        BarColumn(),
        MofNCompleteColumn(),
        TextColumn("{task.fields[speed]}"),
        TimeRemainingColumn(),
    )
    start = time.monotonic()
    with Progress(*columns, console=Console(stderr=True)) as bar:
        task = bar.add_task("adding", total=total, speed="")

        def shown(pages: int) -> None:
            bar.update(task, completed=pages, speed=f"{pages / (time.monotonic() - start):,.0f} pages/s")

        yield shown


def _pages(paths: Sequence[str]) -> int | None:
    """How many pages there are to read; ``None`` where tables and WARC files hold an unknown number."""
    count = 0
    for path in paths:
        files = Path(path).rglob("*") if Path(path).is_dir() else [Path(path)]
        for file in files:
            if file.name.lower().endswith(_TABLES) or not file.exists() or count > COUNTED_FILES:
                return None
            count += not file.is_dir()
    return count


@main.command(epilog=REFRESH_EXAMPLES)
@archive_argument
@click.option("-j", "--jobs", type=click.IntRange(min=1), help="Threads; by default one per processor.")
@json_option
def refresh(archive: str, jobs: int | None, as_json: bool) -> None:
    """Read all kept payloads again with this version, and say what changed.

    Needs pages that were added with --keep-payload; others stay as they are. Corrections stay.
    """
    with opened(archive) as store, progress() as advance:
        done = store.refresh(jobs=jobs, advance=advance)
    if as_json:
        lines([done])
        return
    click.echo(
        f"{done.payloads} payloads read: {done.same} articles as before, {done.changed} changed,"
        f" {done.renamed} with another text, {done.lost} no article any more"
    )
    for field, number in done.fields.items():
        click.echo(f"  {field}: {number}")
    if done.without_payload:
        click.echo(f"{done.without_payload} captures have no payload in the archive and stay as they are")


@main.command(epilog=MERGE_EXAMPLES)
@archive_argument
@click.argument("other", type=click.Path(dir_okay=False), metavar="OTHER")
def merge(archive: str, other: str) -> None:
    """Add everything of another archive; the result is as if all had been added to one.

    Captures, payloads, corrections and deletions come too.
    """
    with opened(other):
        pass  # What is no archive is told before this one is made.
    with opened(archive, create=True) as store:
        counted = store.merge(other)
    words = ", ".join(f"{number} {outcome}" for outcome, number in sorted(counted.items()))
    click.echo(words or "nothing to add", err=True)
