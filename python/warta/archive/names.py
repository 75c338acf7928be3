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
from warta.closed import CLOSED
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

    An outlet's alias may be a host. Raises `WartaError` where neither file is there, a file is no UTF-8, a
    line is no pair, or two lines give one alias to different names.
    """
    found: Aliases = {}
    files = [folder / name for name in FILES if (folder / name).is_file()]
    if not files:
        raise WartaError("path", f"{folder} holds neither {' nor '.join(FILES)}")
    for file in files:
        kind = FILES[file.name]
        lines: dict[str, int] = {}
        for number, line in enumerate(_text(file).splitlines(), 1):
            if not line.strip() or line.startswith("#"):
                continue
            alias, _, name = line.partition("\t")
            name, folded = name.strip(), name_key(alias)
            if not name or not folded:
                raise WartaError("table", f"{file}:{number} is not 'alias, tab, name'")
            if "\t" in name:
                raise WartaError("table", f"{file}:{number} has more columns than alias and name")
            if found.get((kind, folded), name) != name:
                other = f"line {lines[folded]} {found[kind, folded]!r}"
                raise WartaError(
                    "table", f"{file}:{number} gives {alias.strip()!r} the name {name!r}, {other}"
                )
            found[kind, folded] = name
            lines.setdefault(folded, number)
    return found


def alias(connection: sqlite3.Connection, kind: AliasKind, name: str) -> str:
    """The name that an alias stands for, else the name as it is."""
    found = connection.execute(
        "SELECT name FROM aliases WHERE kind = ? AND alias = ?", (kind, name_key(name))
    ).fetchone()
    return str(found[0]) if found else name


def _text(file: Path) -> str:
    data = file.read_bytes()
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise WartaError("table", f"{file}:{line} is not UTF-8: save the table as UTF-8") from None


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


def demand_right(corrections: Corrections, statements: Iterable[Statement], corrected: Iterable[str]) -> None:
    """Raises `WartaError` where a correction cannot be meant: `value_of` takes what was kept before, too.

    A field is one that may be corrected and its value not empty, a word of a closed list is one of it, a
    speaker is one of the article's ``statements``, and what is taken back is among the ``corrected``.
    """
    speakers = {name_key(each.speaker.name): each.speaker.name for each in statements if each.speaker}
    for field, value in corrections.items():
        if value is msgspec.UNSET:
            if field not in corrected:
                raise WartaError("option", f"{field} was not corrected, so that nothing can be taken back")
            continue
        made = value_of(field, value)
        if _is_empty(made):
            raise WartaError("option", f"{field} is empty")
        if field in CLOSED and made is not None and made not in CLOSED[field]:
            raise WartaError("option", f"{field} is one of {', '.join(CLOSED[field])}, not {made!r}")
        if field.startswith(SPEAKER) and field[len(SPEAKER) :] not in speakers:
            there = f"there are {', '.join(sorted(speakers.values()))}" if speakers else "there is none"
            raise WartaError(
                "option", f"no statement of the article has the speaker {field[len(SPEAKER) :]!r}; {there}"
            )


def _is_empty(value: object) -> bool:
    """Whether a value says nothing; ``None`` and an empty list say that the page has none."""
    if isinstance(value, tuple):
        return any(_is_empty(each) for each in value)
    return value is not None and not in_words(value).strip()


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
                value=in_words(getattr(made, field)),
                raw=in_words(getattr(made, field)),
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


def in_words(value: Any) -> str:
    """A field's value as persons read it.

    >>> in_words((Author(name="Budi"), Author(name="Siti"))), in_words(None)
    ('Budi; Siti', '')
    """
    if value is None:
        return ""
    if isinstance(value, tuple):
        return "; ".join(in_words(each) for each in value)
    if isinstance(value, Moment):
        return value.iso
    if isinstance(value, Author):
        return value.name
    return value.raw if isinstance(value, Dateline) else str(value)
