"""Commands that look after an archive: ``warta export``, ``check``, ``backup``."""

from contextlib import ExitStack
from pathlib import Path
from typing import Any, get_args

import click

from warta.archive import exports
from warta.cli.archives import archive_argument, filter_options, filters, opened
from warta.cli.group import main
from warta.cli.terminal import standard_output
from warta.errors import WartaError
from warta.export.writers import SUFFIXES, Format

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

BACKUP_EXAMPLES = """
\b
Example:
  warta backup news.warta news-2024-02-09.warta
"""


@main.command(epilog=EXPORT_EXAMPLES)
@archive_argument
@click.argument("words", nargs=-1, metavar="[WORDS]...")
@click.option("--format", "form", type=click.Choice(FORMATS), help="By default jsonl, or by the suffix.")
@click.option("-o", "--output", metavar="FILE", help="Write here and not to standard output.")
@filter_options
def export(archive: str, words: tuple[str, ...], form: str | None, output: str | None, **chosen: Any) -> None:
    """Write articles out, all of them or what WORDS and filters find, newest first.

    Corrections and newsroom names are applied. The file appears when it is whole.
    """
    if form is None:
        by_length = sorted(SUFFIXES.items(), key=lambda item: -len(item[1]))
        form = next((name for name, suffix in by_length if output and output.endswith(suffix)), "jsonl")
    kind: Format = "md" if form == "markdown" else form  # type: ignore[assignment]
    with opened(archive) as store, ExitStack() as stack:
        if kind == "parquet" and output is None:
            raise click.UsageError("Parquet is binary: name a file with --output")
        if output and Path(output).exists() and Path(output).samefile(archive):
            raise click.UsageError("an archive is not written over itself")
        partial = Path(f"{output}.partial") if output else None
        try:
            out = stack.enter_context(partial.open("wb")) if partial else standard_output(kind)
            count = exports.export(store.connection, " ".join(words), filters(chosen), out, kind)
            stack.close()
            if partial:
                partial.replace(str(output))
        except OSError as error:
            raise WartaError(
                "output", f"cannot write {output or 'output'}: {error.strerror or error}"
            ) from None
        finally:
            if partial:
                partial.unlink(missing_ok=True)
    click.echo(f"{count} articles", err=True)


@main.command(epilog=CHECK_EXAMPLES)
@archive_argument
@click.option("--rebuild", is_flag=True, help="Make the index anew from the tables before looking at it.")
def check(archive: str, rebuild: bool) -> None:
    """Verify the file, its tables and its index; the exit status is 1 where something is wrong.

    A damaged index is made anew at once: it is derived from the tables.
    """
    with opened(archive) as store:
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
