"""Commands that look after an archive: ``warta export``, ``check``, ``backup``."""

from pathlib import Path
from typing import Any, get_args

import click

from warta.archive import exports
from warta.cli.archives import archive_argument, filter_options, filters, left_out, opened
from warta.cli.group import main
from warta.cli.output import Guard, demand_file, destination, form_of
from warta.export.writers import Format

FORMATS = [*(name for name in get_args(Format) if name != "why"), "markdown"]


EXPORT_EXAMPLES = """
\b
Examples:
  warta export news.warta -o articles.jsonl
  warta export news.warta banjir --since 2024 --format csv
  warta export news.warta --outlet SINDOnews -o sindonews.parquet
"""

CHECK_EXAMPLES = """
\b
Example:
  warta check news.warta
"""

BEYOND_CHECK = ": take a backup, or add its pages to a new archive"
"""What is left to do with a file that cannot even be checked."""

BACKUP_EXAMPLES = """
\b
Example:
  warta backup news.warta news-2024-02-09.warta
"""


@main.command(epilog=EXPORT_EXAMPLES)
@archive_argument
@click.argument("words", nargs=-1, metavar="[WORDS]...")
@click.option(
    "--format",
    "form",
    type=click.Choice(FORMATS),
    help="By default jsonl, or what the suffix of --output says.",
)
@click.option("-o", "--output", metavar="FILE", help="Write here; - is standard output.")
@filter_options
def export(archive: str, words: tuple[str, ...], form: str | None, output: str | None, **chosen: Any) -> None:
    """Write articles out, all of them or what WORDS and filters find, newest first.

    Corrections and newsroom names are applied. The file appears when it is whole; pipes and devices are
    written as they are, and an archive is never written over.
    """
    with opened(archive) as store:
        if output and Path(output).exists() and Path(output).samefile(archive):
            raise click.UsageError("an archive is not written over itself")
        Guard(()).check(output)
        if form is None:
            form = (form_of(output) if output else None) or "jsonl"
        kind: Format = "md" if form == "markdown" else form  # type: ignore[assignment]
        demand_file(kind, output)
        damaged: list[str] = []
        with destination(output, kind, whole=True) as out:
            count = exports.export(
                store.connection, " ".join(words), filters(chosen), out, kind, damaged=damaged
            )
    click.echo(f"{count} articles", err=True)
    left_out(damaged)


@main.command(epilog=CHECK_EXAMPLES)
@archive_argument
@click.option("--rebuild", is_flag=True, help="Make the index anew from the tables before looking at it.")
def check(archive: str, rebuild: bool) -> None:
    """Verify the file, its tables and its index; the exit status is 1 where something is wrong.

    A damaged or missing index is made anew at once: it is derived from the tables.
    """
    with opened(archive, damaged=BEYOND_CHECK) as store:
        found = store.check(rebuild=rebuild)
        if not rebuild and found.problems and all("_index: " in problem for problem in found.problems):
            click.echo("the index is damaged, making it anew", err=True)
            found = store.check(rebuild=True)
    for problem in found.problems:
        click.echo(problem)
    if found.problems:
        raise SystemExit(1)
    click.echo(f"{found.articles} articles, nothing wrong{'; index made anew' if found.rebuilt else ''}")


@main.command(epilog=BACKUP_EXAMPLES)
@archive_argument
@click.argument("target", type=click.Path(dir_okay=False), metavar="FILE")
def backup(archive: str, target: str) -> None:
    """Copy an archive as it stands to a new file, while others read and write it."""
    if Path(target).exists():
        raise click.UsageError(f"{target} is there already")
    with opened(archive) as store:
        store.backup(target)
