"""``warta said``: statements as a table, from pages, records and archives."""

from typing import Any

import click

from warta.archive import Archive, is_archive
from warta.cli.group import main
from warta.cli.terminal import standard_output
from warta.errors import WartaError
from warta.options import Options
from warta.said import FORMS, Found, Which, articles, show

SAID_EXAMPLES = """
\b
Examples:
  warta said page.html
  warta said pages/ --by Kartapolov --act claims
  warta said articles.jsonl --about ISIS --via Express --since 2015-10-01
  warta said news.warta --by Kartapolov --format csv
"""


@main.command(epilog=SAID_EXAMPLES)
@click.argument("paths", nargs=-1, required=True, metavar="PATH...")
@click.option("--by", metavar="NAME", help="Speakers or sources whose name holds these words.")
@click.option(
    "--act", metavar="ACT", multiple=True, help="Only this act (claims, denies, ...); may be repeated."
)
@click.option("--about", metavar="WORDS", help="Only where content or target holds all of these words.")
@click.option("--via", metavar="OUTLET", help="Only what was taken through this outlet.")
@click.option("--outlet", metavar="NAME", help="Only what this outlet printed.")
@click.option("--since", metavar="DAY", help="First day: 2015-10-01, 2015-10 or 2015.")
@click.option("--until", metavar="DAY", help="Last day, included.")
@click.option("--language", metavar="CODE", help="The pages' language, where the caller knows it.")
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
@click.option("-j", "--jobs", type=click.IntRange(min=1), help="Threads; by default one per processor.")
@click.option("-q", "--quiet", is_flag=True, help="No count at the end.")
def said(
    paths: tuple[str, ...],
    form_out: str,
    language: str | None,
    grammar_only: bool,
    jobs: int | None,
    limit: int | None,
    quiet: bool,
    **wanted: Any,
) -> None:
    """Who said what in news pages, in records that `warta read` has written, or in an archive.

    PATH is as for `warta read`; a JSONL file of article records is taken as it is, and an archive is told by
    its first bytes. In an archive --via and --outlet are whole names, --since and --until mean the day of
    publication, and the newest come first.
    """
    try:
        which = Which(**wanted)
        options = Options(language=language, statements=True, grammar_only=grammar_only)
        found: list[Found] = []
        for path in paths:
            if is_archive(path):
                with Archive(path) as archive:
                    found += archive.said_pairs(which, limit=limit)
            else:
                found += which.of(articles([path], options, jobs))
        found = found[:limit]
    except WartaError as error:
        raise click.UsageError(str(error)) from None
    standard_output("json" if form_out == "jsonl" else form_out).write(
        show(found, form_out).encode("utf-8", "replace")
    )
    if not quiet:
        click.echo(f"{len(found)} statement{'s' * (len(found) != 1)}", err=True)
