"""Commands by which persons change an archive: ``warta correct``, ``delete``, ``names``."""

from typing import Any

import click
import msgspec

from warta.archive.names import CORRECTABLE, SPEAKER
from warta.cli.archives import archive_argument, found, opened
from warta.cli.group import main
from warta.errors import WartaError

CORRECT_EXAMPLES = """
\b
Examples:
  warta correct news.warta 6ea0519d7374 --author 'Ian Prasetyo' --by desk
  warta correct news.warta 6ea0519d7374 --speaker 'Andrei Kartapolov=Andrey Kartapolov'
  warta correct news.warta 6ea0519d7374 --field published_at=2015-10-11T14:07+07:00
  warta correct news.warta 6ea0519d7374 --field section=Dunia --undo author
"""


@main.command(epilog=CORRECT_EXAMPLES)
@archive_argument
@click.argument("article_id", metavar="ID")
@click.option("--headline", metavar="TEXT")
@click.option("--author", multiple=True, metavar="NAME", help="All authors, in order; may be repeated.")
@click.option("--outlet", metavar="NAME")
@click.option(
    "--speaker", multiple=True, metavar="FOUND=RIGHT", help="Another name for a speaker of this article."
)
@click.option("--field", multiple=True, metavar="FIELD=VALUE", help=f"One of {', '.join(CORRECTABLE)}.")
@click.option("--undo", multiple=True, metavar="FIELD", help="Take a correction back.")
@click.option("--by", "person", metavar="NAME", help="Who says so.")
@click.option("--note", metavar="TEXT", help="Why.")
def correct(
    archive: str,
    article_id: str,
    headline: str | None,
    author: tuple[str, ...],
    outlet: str | None,
    speaker: tuple[str, ...],
    field: tuple[str, ...],
    undo: tuple[str, ...],
    person: str | None,
    note: str | None,
) -> None:
    """Set a person's word over the engine's. It is shown as evidence and survives refresh."""
    changes: dict[str, Any] = {}
    if headline is not None:
        changes["headline"] = headline
    if author:
        changes["authors"] = [{"name": name} for name in author]
    if outlet is not None:
        changes["outlet"] = outlet
    for pair in speaker:
        name, right = _pair(pair, "--speaker FOUND=RIGHT")
        changes[SPEAKER + name] = right
    for pair in field:
        name, value = _pair(pair, "--field FIELD=VALUE")
        changes[name] = _value(name, value)
    for name in undo:
        changes["authors" if name == "author" else name] = msgspec.UNSET
    if not changes:
        raise click.UsageError("nothing to correct: see --help")
    with opened(archive) as store:
        store.correct(found(store, article_id), changes, person=person, note=note)


def _pair(text: str, form: str) -> tuple[str, str]:
    name, sign, value = text.partition("=")
    if not sign or not name.strip():
        raise click.UsageError(f"{text!r} is not {form}")
    return name.strip(), value.strip()


def _value(field: str, text: str) -> Any:
    """A field's value from the command line; nothing means that the field is absent."""
    if field in ("published_at", "modified_at"):
        return {"iso": text, "raw": text, "zone": "stated" if len(text) > 16 else "none"} if text else None
    if field == "dateline":
        return {"raw": text, "place": text} if text else None
    if field == "authors":
        return [{"name": name.strip()} for name in text.split(";") if name.strip()]
    if field == "tags":
        return [tag.strip() for tag in text.split(";") if tag.strip()]
    return text or None


@main.command()
@archive_argument
@click.argument("article_ids", nargs=-1, required=True, metavar="ID...")
@click.option("--by", "person", metavar="NAME", help="Who asked for it.")
@click.option("--reason", metavar="TEXT", help="Why.")
@click.option("--yes", is_flag=True, help="Do not ask.")
def delete(
    archive: str, article_ids: tuple[str, ...], person: str | None, reason: str | None, yes: bool
) -> None:
    """Take articles out, payloads included. A trace without their words stays, and keeps them out.

    Words may linger in free parts of the index until `warta check --rebuild` makes it anew.
    """
    with opened(archive) as store:
        for article_id in article_ids:
            view = store.article(article_id)
            if view is None:
                raise WartaError("path", f"no article {article_id} in {archive}")
            if not yes and not click.confirm(f"delete {view.id}: {view.article.headline!a}?"):
                continue
            store.delete(view.id, person=person, reason=reason)
            click.echo(f"deleted {view.id}", err=True)


@main.command()
@archive_argument
@click.argument("folder", type=click.Path(file_okay=False, exists=True), metavar="FOLDER")
def names(archive: str, folder: str) -> None:
    """Use a newsroom's own names: outlets.tsv and speakers.tsv in FOLDER, each line 'alias, tab, name'.

    They take the place of those used before and are kept in the archive.
    """
    with opened(archive) as store:
        count = store.use_names(folder)
    click.echo(f"{count} articles under the new names", err=True)
