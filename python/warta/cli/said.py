"""``warta said``: statements as a table, from pages, records and archives."""

from typing import Any, get_args

import click

from warta.archive import is_archive
from warta.archive.results import Order
from warta.capture import Intake
from warta.cli.archives import left_out, opened, told
from warta.cli.group import main
from warta.cli.output import destination
from warta.cli.read import report
from warta.closed import STATUSES, TYPES
from warta.options import Options
from warta.outcome import Summary, reasons
from warta.said import FORMS, Found, Which, articles, show

SAID_EXAMPLES = """
\b
Examples:
  warta said page.html
  warta said pages/ --by Kartapolov --act claims
  warta said articles.jsonl --about ISIS --via Express --since 2015-10-01
  warta said news.warta --by Kartapolov --format csv
  warta said news.warta --language id --status denied --order oldest
"""


@main.command(epilog=SAID_EXAMPLES)
@click.argument("paths", nargs=-1, required=True, metavar="PATH...")
@click.option("--by", metavar="NAME", help="Speakers or sources whose name holds these words.")
@click.option("--speaker", metavar="NAME", help="Only the speaker of this whole name.")
@click.option(
    "--act", metavar="ACT", multiple=True, help="Only this act (claims, denies, ...); may be repeated."
)
@click.option("--about", metavar="WORDS", help="Only where content or target holds all of these words.")
@click.option("--via", metavar="OUTLET", help="Only what was taken through this outlet.")
@click.option("--status", type=click.Choice(STATUSES), multiple=True, help="Only these; may be repeated.")
@click.option("--type", type=click.Choice(TYPES), multiple=True, help="Only these; may be repeated.")
@click.option(
    "--outlet", metavar="NAME", multiple=True, help="Only what this outlet printed; may be repeated."
)
@click.option("--author", metavar="WORDS", help="Only articles with these words in an author's name.")
@click.option("--dateline", metavar="WORDS", help="Only articles with these words in the dateline's place.")
@click.option(
    "--kind",
    metavar="KIND",
    multiple=True,
    help="Only pages of this kind (article, opinion, ...); may be repeated.",
)
@click.option("--section", metavar="NAME", multiple=True, help="Only this section; may be repeated.")
@click.option("--since", metavar="DAY", help="First day: 2015-10-01, 2015-10 or 2015.")
@click.option("--until", metavar="DAY", help="Last day, included.")
@click.option(
    "--language",
    metavar="CODE",
    multiple=True,
    help="Of an archive, only articles in this one, may be repeated; of pages, the one they are in.",
)
@click.option(
    "--old-versions", is_flag=True, help="Of an archive, also versions that a later revision replaced."
)
@click.option(
    "--order",
    type=click.Choice([order for order in get_args(Order) if order != "ranked"]),
    help="Of an archive, newest or oldest first  [default: newest]",
)
@click.option("--grammar-only", is_flag=True, help="Find statements by the grammar alone, without the model.")
@click.option(
    "--format",
    "form_out",
    type=click.Choice(FORMS),
    default="table",
    show_default=True,
    help="A table to read, or one statement a line as JSON, or CSV.",
)
@click.option("--json", "form_out", flag_value="jsonl", help="Same as --format jsonl.")
@click.option(
    "-n", "--limit", type=click.IntRange(min=1), help="At most this many, of an archive the newest."
)
@click.option("--offset", type=click.IntRange(min=0), default=0, help="Statements passed over.")
@click.option("-j", "--jobs", type=click.IntRange(min=1), help="Threads; by default one per processor.")
@click.option("-q", "--quiet", is_flag=True, help="No count at the end.")
def said(
    paths: tuple[str, ...],
    form_out: str,
    language: tuple[str, ...],
    old_versions: bool,
    order: Order | None,
    grammar_only: bool,
    jobs: int | None,
    limit: int | None,
    offset: int,
    quiet: bool,
    **wanted: Any,
) -> None:
    """Who said what in news pages, in records that `warta read` has written, or in an archive.

    PATH is as for `warta read`; a JSONL file of article records is taken as it is, and an archive is told by
    its first bytes. In an archive --via and --outlet are whole names, --since and --until mean the day of
    publication, and the newest come first. The exit status is 1 where some pages failed.
    """
    archives = [path for path in paths if is_archive(path)]
    if len(archives) < len(paths):
        page = next(path for path in paths if path not in archives)
        if old_versions or order:
            raise click.UsageError(f"--order and --old-versions are for archives, and {page} is none")
        if len(language) > 1:
            raise click.UsageError(f"--language says which language {page} is in: give it once")
    elif grammar_only or jobs:
        raise click.UsageError("--grammar-only and --jobs are for pages: an archive's are read already")
    found: list[Found] = []
    intake, summary, damaged = Intake(), Summary(), list[str]()
    with told():
        which = Which(**wanted)
        options = Options(
            language=language[0] if language and len(archives) < len(paths) else None,
            statements=True,
            grammar_only=grammar_only,
        )
        for path in paths:
            if path in archives:
                with opened(path) as archive:
                    found += archive.said_pairs(
                        which,
                        language=language,
                        old_versions=old_versions,
                        order=order or "newest",
                        limit=limit + offset if limit else None,
                        damaged=damaged,
                    )
            else:
                found += which.of(articles([path], options, jobs, intake=intake, summary=summary))
        found = found[offset : offset + limit if limit else None]
        with destination(None, "json" if form_out == "jsonl" else form_out) as out:
            out.write(show(found, form_out).encode("utf-8", "replace"))
    if not quiet:
        failed = f"; {summary.failures.total()} of {summary.pages} pages failed{reasons(summary.failures)}"
        click.echo(
            f"{len(found)} statement{'s' * (len(found) != 1)}{failed if summary.failures else ''}", err=True
        )
    report(intake)
    left_out(damaged)
    if summary.failures or intake.damage:
        raise SystemExit(1)
