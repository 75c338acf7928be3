"""Commands by which persons change an archive: ``warta correct``, ``delete``, ``names``."""

from typing import Any

import click
import msgspec

from warta.archive import Archive
from warta.archive.names import CORRECTABLE, SPEAKER
from warta.cli.archives import archive_argument, found, opened, plain
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
    """Set a person's word over the engine's. It is shown as evidence and survives refresh.

    FIELD= with nothing behind it says that the page has none. Nothing is corrected where one of the
    corrections is wrong.
    """
    changes: dict[str, Any] = {}

    def change(field: str, value: Any) -> None:
        if field in changes:
            raise click.UsageError(f"{field} is corrected twice")
        changes[field] = value

    if headline is not None:
        change("headline", headline.strip())
    if author:
        change("authors", [{"name": name.strip()} for name in author])
    if outlet is not None:
        change("outlet", outlet.strip())
    for pair in speaker:
        name, right = _pair(pair, "--speaker FOUND=RIGHT")
        change(SPEAKER + name, right)
    for pair in field:
        name, value = _pair(pair, "--field FIELD=VALUE")
        change(name, _value(name, value))
    for name in undo:
        change("authors" if name == "author" else name, msgspec.UNSET)
    if not changes:
        raise click.UsageError("nothing to correct: see --help")
    with opened(archive) as store:
        identity = found(store, article_id)
        store.correct(identity, changes, person=person, note=note)
        view = store.article(identity)
    # As they are kept, which may be another way of writing them.
    kept = {each.field: msgspec.json.decode(each.value) for each in view.corrections} if view else {}
    words = [_said(field, kept.get(field, value)) for field, value in changes.items()]
    click.echo(f"corrected {identity[:12]}: {'; '.join(words)}", err=True)


def _said(field: str, value: Any) -> str:
    """A correction in words.

    >>> _said("authors", [{"name": "Budi"}, {"name": "Siti"}]), _said("section", None)
    ('authors = Budi; Siti', 'section = none')
    """
    if value is msgspec.UNSET:
        return f"{plain(field)} taken back"
    parts = value if isinstance(value, list) else [value]
    words = [next(iter(part.values())) if isinstance(part, dict) else part for part in parts]
    return f"{plain(field)} = {plain('; '.join(map(str, words)) if value else 'none')}"


def _pair(text: str, form: str) -> tuple[str, str]:
    name, sign, value = text.partition("=")
    if not sign or not name.strip():
        raise click.UsageError(f"{text!r} is not {form}")
    return name.strip(), value.strip()


def _value(field: str, text: str) -> Any:
    """A field's value from the command line; nothing means that the page has none."""
    if field in ("published_at", "modified_at"):
        return {"iso": text, "raw": text, "zone": "stated" if _zoned(text) else "none"} if text else None
    if field == "dateline":
        return {"raw": text, "place": text} if text else None
    if field == "authors":
        return [{"name": name.strip()} for name in text.split(";") if name.strip()]
    if field == "tags":
        return [tag.strip() for tag in text.split(";") if tag.strip()]
    return text or (None if field != "kind" else "")


def _zoned(iso: str) -> bool:
    return iso.endswith("Z") or "+" in iso or iso.count("-") > 2


DELETE_EXAMPLES = """
\b
Examples:
  warta delete news.warta 6ea0519d7374 --by desk --reason 'takedown, letter of 3 May'
  warta delete news.warta 6ea0519d7374 f24a1643c219 --yes
"""

NAMES_EXAMPLES = """
\b
Example:
  warta names news.warta newsroom/
"""


@main.command(epilog=DELETE_EXAMPLES)
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
        for identity in dict.fromkeys([found(store, article_id) for article_id in article_ids]):
            if not yes and not click.confirm(f"delete {identity}: {_headline(store, identity)}?"):
                continue
            store.delete(identity, person=person, reason=reason)
            click.echo(f"deleted {identity}", err=True)


def _headline(store: Archive, identity: str) -> str:
    try:
        view = store.article(identity)
    except WartaError as error:
        return str(error)
    return ascii(view.article.headline) if view else ""


@main.command(epilog=NAMES_EXAMPLES)
@archive_argument
@click.argument("folder", type=click.Path(file_okay=False, exists=True), metavar="FOLDER")
def names(archive: str, folder: str) -> None:
    """Use a newsroom's own names: outlets.tsv and speakers.tsv in FOLDER, each line 'alias, tab, name'.

    They take the place of those used before and are kept in the archive.
    """
    with opened(archive) as store:
        count = store.use_names(folder)
    click.echo(f"{count} articles under the new names", err=True)
