"""A newsroom's own names and a person's corrections, applied to what the engine says."""

import sqlite3
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any, Literal, TypeVar
from urllib.parse import urlsplit

import msgspec

from warta.addresses import address_of
from warta.archive.identity import is_time
from warta.archive.words import name_key
from warta.errors import WartaError
from warta.records import Article, Author, Dateline, DerivedPlace, Evidence, Moment, Rival, Statement

AliasKind = Literal["outlet", "speaker"]
FILES: Mapping[str, AliasKind] = {"outlets.tsv": "outlet", "speakers.tsv": "speaker"}

CORRECTABLE: Mapping[str, Any] = {
    "headline": str | None,
    "kicker": str | None,
    "byline": str | None,
    "initials": str | None,
    "outlet": str | None,
    "publisher": str | None,
    "agency": str | None,
    "section": str | None,
    "language": str | None,
    "kind": str,
    "access": str | None,
    "dateline": Dateline | None,
    "authors": tuple[Author, ...],
    "tags": tuple[str, ...],
    "published_at": Moment | None,
    "modified_at": Moment | None,
}
"""Fields that a person may correct. The text and the addresses are the identity and are not among them."""

SPEAKER = "speaker:"
"""A correction of ``speaker:andrey kartapolov`` renames that speaker in one article."""

RULE = "correction"

Aliases = dict[tuple[str, str], str]
"""Kind and folded alias to the name that stands for it."""

Corrections = Mapping[str, Any]
"""Field to the corrected value."""


class Named(msgspec.Struct):
    """What records have in common that names are applied to."""

    outlet: str | None
    url: str | None
    canonical_url: str | None
    statements: tuple[Statement, ...]


R = TypeVar("R", bound=msgspec.Struct)


def read_tables(folder: Path) -> Aliases:
    """The aliases of a folder with ``outlets.tsv`` and ``speakers.tsv``: alias, tab, name; ``#`` comments.

    An outlet's alias may be a host. Raises `WartaError` where neither file is there or a line is no pair.
    """
    found: Aliases = {}
    files = [folder / name for name in FILES if (folder / name).is_file()]
    if not files:
        raise WartaError("path", f"{folder} holds neither {' nor '.join(FILES)}")
    for file in files:
        for number, line in enumerate(file.read_text("utf-8-sig").splitlines(), 1):
            if not line.strip() or line.startswith("#"):
                continue
            alias, tab, name = line.partition("\t")
            name = name.partition("\t")[0].strip()
            if not tab or not name or not name_key(alias):
                raise WartaError("table", f"{file}:{number} is not 'alias, tab, name'")
            found[FILES[file.name], name_key(alias)] = name
    return found


def alias(connection: sqlite3.Connection, kind: AliasKind, name: str) -> str:
    """The name that an alias stands for, else the name as it is."""
    found = connection.execute(
        "SELECT name FROM aliases WHERE kind = ? AND alias = ?", (kind, name_key(name))
    ).fetchone()
    return str(found[0]) if found else name


def outlet_name(outlet: str | None, address: str | None, aliases: Aliases) -> str | None:
    """The newsroom's name of an outlet, by the printed name or by the host of its address.

    >>> outlet_name(None, "https://www.sindonews.com/a", {("outlet", "sindonews com"): "SINDOnews"})
    'SINDOnews'
    >>> outlet_name("Express", "https://express.example/a", {("outlet", "sindonews com"): "SINDOnews"})
    'Express'
    """
    if not aliases:
        return outlet
    if outlet and (name := aliases.get(("outlet", name_key(outlet)))):
        return name
    return aliases.get(("outlet", name_key(host(address))), outlet) if host(address) else outlet


def host(address: str | None) -> str:
    """The host of an address without www.

    >>> host("https://www.example.org:80/a")
    'example.org'
    """
    try:
        return (urlsplit(address or "").hostname or "").removeprefix("www.")
    except ValueError:
        return ""


def value_of(field: str, value: object) -> Any:
    """A correction's value in the field's type; raises `WartaError` where it has another.

    >>> value_of("authors", [{"name": "Budi"}])
    (Author(name='Budi', role=None, url=None),)
    """
    if field.startswith(SPEAKER):
        wanted: Any = str
    elif field in CORRECTABLE:
        wanted = CORRECTABLE[field]
    else:
        raise WartaError(
            "option", f"{field} cannot be corrected; there are {', '.join(CORRECTABLE)}, speaker"
        )
    try:
        made = msgspec.convert(value, wanted)
    except msgspec.ValidationError as error:
        raise WartaError("option", f"{field}: {error}") from None
    if isinstance(made, Moment) and not is_time(made.iso):
        raise WartaError("option", f"{field} is a day or a time as 2015-10-11T14:07+07:00, not {made.iso!r}")
    return made


def applied(record: R, corrections: Corrections, aliases: Aliases) -> R:
    """The record with the newsroom's names, and over them what a person corrected."""
    if not corrections and not aliases:
        return record
    now: Any = record
    changes: dict[str, Any] = {}
    outlet = outlet_name(now.outlet, address_of(now.canonical_url, now.url), aliases)
    if outlet != now.outlet:
        changes["outlet"] = outlet
    for field, value in corrections.items():
        if not field.startswith(SPEAKER):
            changes[field] = value
    statements = _statements(now.statements, corrections, aliases)
    if statements is not now.statements:
        changes["statements"] = statements
    return msgspec.structs.replace(record, **changes) if changes else record


def _statements(
    statements: tuple[Statement, ...], corrections: Corrections, aliases: Aliases
) -> tuple[Statement, ...]:
    made, changed = [], False
    for each in statements:
        speaker = each.speaker
        if speaker is not None:
            key = name_key(speaker.name)
            name = corrections.get(SPEAKER + key)
            rule = RULE
            if name is None:
                name, rule = aliases.get(("speaker", key)), "newsroom"
            if name is not None and name != speaker.name:
                changed = True
                each = msgspec.structs.replace(
                    each, speaker=msgspec.structs.replace(speaker, name=name, rule=rule)
                )
        if any(("outlet", name_key(via.outlet)) in aliases for via in each.via):
            changed = True
            each = msgspec.structs.replace(
                each,
                via=tuple(
                    msgspec.structs.replace(
                        via, outlet=aliases.get(("outlet", name_key(via.outlet)), via.outlet)
                    )
                    for via in each.via
                ),
            )
        made.append(each)
    return tuple(made) if changed else statements


def shown(article: Article, corrections: Corrections, aliases: Aliases) -> Article:
    """The article with names and corrections applied, and evidence that says so."""
    made = applied(article, corrections, aliases)
    if made is article:
        return article
    evidence = list(article.evidence)
    changed = [field for field in CORRECTABLE if getattr(made, field) != getattr(article, field)]
    for field in changed:
        before = [each for each in evidence if each.field == field]
        evidence = [each for each in evidence if each.field != field]
        rule = RULE if field in corrections else "newsroom"
        evidence.append(
            Evidence(
                field=field,
                value=_words(getattr(made, field)),
                raw=_words(getattr(made, field)),
                rule=rule,
                where=DerivedPlace(),
                rivals=(
                    *_losers(before, rule),
                    *(rival for each in before for rival in each.rivals),
                ),
            )
        )
    missing = {field: why for field, why in article.missing.items() if field not in changed}
    return msgspec.structs.replace(made, evidence=tuple(evidence), missing=missing)


def _losers(before: Iterable[Evidence], rule: str) -> Iterable[Rival]:
    reason = "corrected" if rule == RULE else "newsroom_name"
    for each in before:
        yield Rival(value=each.value, rule=each.rule, where=each.where, reason=reason)


def _words(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, tuple):
        return "; ".join(_words(each) for each in value)
    if isinstance(value, Moment):
        return value.iso
    if isinstance(value, Author):
        return value.name
    return value.raw if isinstance(value, Dateline) else str(value)
