"""Commands that ask an archive: search, show, outlets, speakers, revisions, health."""

import sys
from typing import Any, get_args

import click
import msgspec

from warta.archive.results import Fragment, Health, Order
from warta.cli.archives import (
    archive_argument,
    filter_options,
    filters,
    json_option,
    lines,
    opened,
    plain,
    table,
)
from warta.cli.group import main
from warta.cli.terminal import standard_output
from warta.export.writers import Format, Writer

SEARCH_EXAMPLES = """
\b
Examples:
  warta search news.warta serangan udara
  warta search news.warta '"air strike" OR serang*' --since 2015-10 --outlet SINDOnews
  warta search news.warta banjir NOT Jakarta --order ranked --json
"""

SHOW_EXAMPLES = """
\b
Examples:
  warta show news.warta 6ea0519d7374
  warta show news.warta 6ea0519d7374 --why    where each field was found
  warta show news.warta 6ea0519d7374 --format json
"""

OUTLETS_EXAMPLES = """
\b
Example:
  warta outlets news.warta
"""

SPEAKERS_EXAMPLES = """
\b
Examples:
  warta speakers news.warta
  warta speakers news.warta kartapolov --json
"""

REVISIONS_EXAMPLES = """
\b
Examples:
  warta revisions news.warta                  every page that has several versions
  warta revisions news.warta 6ea0519d7374
"""

HEALTH_EXAMPLES = """
\b
Examples:
  warta health news.warta
  warta health news.warta --json
"""


@main.command(epilog=SEARCH_EXAMPLES)
@archive_argument
@click.argument("words", nargs=-1, metavar="WORDS...")
@click.option(
    "--order",
    type=click.Choice(get_args(Order)),
    default="newest",
    show_default=True,
    help="Newest or oldest first, or best first.",
)
@click.option(
    "-n", "--limit", type=click.IntRange(1, 1000), default=20, show_default=True, help="Hits shown."
)
@click.option("--offset", type=click.IntRange(min=0), default=0, help="Hits passed over.")
@filter_options
@json_option
def search(
    archive: str, words: tuple[str, ...], order: Order, limit: int, offset: int, as_json: bool, **chosen: Any
) -> None:
    """Find articles by their words, in every inflected form.

    "A phrase", AND, OR, NOT, parentheses and prefix* work; what is no valid syntax is answered as words.
    """
    with opened(archive) as store:
        answer = store.search(" ".join(words), filters(chosen), order=order, limit=limit, offset=offset)
    if as_json:
        lines(answer.hits)
        return
    for hit in answer.hits:
        click.echo(
            f"{click.style(hit.id[:12], dim=True)}  {hit.day or 'undated'}  {plain(hit.outlet or '?')}  "
            + _marked(hit.headline_fragments)
        )
        click.echo(f"    {_marked(hit.snippet)}")
    total = answer.total.number if answer.total.exact else f"more than {answer.total.number}"
    note = "; no valid syntax, answered as words" if answer.as_words else ""
    note += "; only the newest of very many were ranked" if answer.bounded else ""
    click.echo(f"{len(answer.hits)} of {total} articles{note}", err=True)


def _marked(fragments: tuple[Fragment, ...]) -> str:
    """Hits in bold on a terminal, between asterisks elsewhere."""
    parts = []
    for each in fragments:
        blank = (
            (each.text[:1].isspace() * " ", each.text[-1:].isspace() * " ") if each.text.strip() else ("", "")
        )
        words = f"{blank[0]}{plain(each.text)}{blank[1]}" if each.text.strip() else " " * bool(each.text)
        if each.hit:
            words = click.style(words, bold=True) if sys.stdout.isatty() else f"*{words}*"
        parts.append(words)
    return "".join(parts)


@main.command(epilog=SHOW_EXAMPLES)
@archive_argument
@click.argument("article_id", metavar="ID")
@click.option("--why", is_flag=True, help="Say where each field was found, what lost and what was left out.")
@click.option(
    "--format",
    "form",
    type=click.Choice([name for name in get_args(Format) if name not in ("parquet", "why")]),
    default="md",
    show_default=True,
)
def show(archive: str, article_id: str, why: bool, form: Format) -> None:
    """Show one article, by its id or the first 6 letters of it."""
    with opened(archive) as store:
        view = store.article(article_id)
    if view is None:
        raise click.UsageError(f"no article {article_id} in {archive} (an id, or 6 letters of it)")
    form = "why" if why else form
    with Writer(standard_output(form), form, single=True, archived=True) as writer:
        writer.write(view.article.to_json().encode(), view.id)
    if form == "md":
        click.echo(f"\n{len(view.article.statements)} statements: warta said; id {view.id}", err=True)
    if not view.current:
        click.echo("a later revision replaced this version: warta revisions", err=True)
    for each in view.corrections:
        value = msgspec.json.decode(each.value)
        click.echo(
            f"corrected by {plain(each.person or 'somebody')}: {plain(each.field)} = {plain(value)}", err=True
        )
    for hit in view.same_content:
        click.echo(f"the same words at {plain(hit.url)} ({hit.id[:12]})", err=True)


@main.command(epilog=OUTLETS_EXAMPLES)
@archive_argument
@json_option
def outlets(archive: str, as_json: bool) -> None:
    """List the outlets with their articles, statements and days."""
    with opened(archive) as store:
        rows = store.outlets()
    if as_json:
        lines(rows)
        return
    table(
        ("outlet", "articles", "statements", "first day", "last day", "languages"),
        (
            (
                row.name or "(none)",
                row.articles,
                row.statements,
                row.first_day,
                row.last_day,
                " ".join(f"{each.value or '?'}:{each.count}" for each in row.languages),
            )
            for row in rows
        ),
    )


@main.command(epilog=SPEAKERS_EXAMPLES)
@archive_argument
@click.argument("words", nargs=-1, metavar="[NAME]...")
@click.option("-n", "--limit", type=click.IntRange(1, 1000), default=50, show_default=True)
@json_option
def speakers(archive: str, words: tuple[str, ...], limit: int, as_json: bool) -> None:
    """List the speakers, the most quoted first; NAME narrows to names that hold these words."""
    with opened(archive) as store:
        rows = store.speakers(" ".join(words), limit=limit)
    if as_json:
        lines(rows)
        return
    table(
        ("speaker", "kind", "statements", "articles"),
        ((row.name, row.kind, row.statements, row.articles) for row in rows),
    )


@main.command(epilog=REVISIONS_EXAMPLES)
@archive_argument
@click.argument("article_id", required=False, metavar="[ID]")
@json_option
def revisions(archive: str, article_id: str | None, as_json: bool) -> None:
    """Show the versions of an article's page, oldest first, and how each differs from the one before.

    Without ID, all pages that have several versions.
    """
    with opened(archive) as store:
        view = store.article(article_id) if article_id else None
        if article_id and view is None:
            raise click.UsageError(f"no article {article_id} in {archive}")
        rows = view.revisions if view else store.revisions()
    if as_json:
        lines(rows)
        return
    table(
        ("id", "version", "modified", "characters", "difference", "headline"),
        (
            (
                row.id[:12],
                row.number,
                row.modified_at or row.published_at or row.fetched_at,
                row.characters,
                ", ".join(row.difference),
                row.headline,
            )
            for row in rows
        ),
    )


@main.command(epilog=HEALTH_EXAMPLES)
@archive_argument
@json_option
def health(archive: str, as_json: bool) -> None:
    """Say what the archive can be trusted for: shares by outlet, sudden changes, duplicates, languages."""
    with opened(archive) as store:
        found = store.health()
    if as_json:
        lines([found])
        return
    click.echo(
        f"{found.articles:,} articles ({found.versions:,} versions of them),"
        f" {found.statements:,} statements, {found.captures:,} captures;"
        f" {found.first_day or '?'} to {found.last_day or '?'}"
    )
    click.echo(f"exact duplicates: {found.exact_duplicates:,}")
    for name, facets in (
        ("languages", found.languages),
        ("no article", found.passed_over),
        ("engines", found.engines),
    ):
        if facets:
            click.echo(
                f"{name}: " + ", ".join(f"{plain(each.value or 'unknown')} {each.count:,}" for each in facets)
            )
    click.echo()
    _shares(found)
    for change in found.changes:
        click.echo(
            f"{plain(change.outlet or '(none)')}, {change.month}: {change.field} went from"
            f" {change.before:.0%} to {change.after:.0%}"
        )


def _shares(found: Health) -> None:
    fields = ("headline", "authors", "published", "zoned", "text", "statements")
    table(
        ("outlet", "articles", *fields),
        (
            (row.outlet or "(none)", row.articles, *(f"{getattr(row, field):.0%}" for field in fields))
            for row in found.outlets
        ),
    )
