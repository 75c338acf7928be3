"""Query strings as filters: what a request asks for, checked."""

import re
from collections.abc import Collection
from typing import Any, cast, get_args

from starlette.exceptions import HTTPException
from starlette.requests import Request

from warta import days
from warta.archive.results import Filters, Order, SaidFilters
from warta.errors import WartaError

ROWS_MOST = 100
OFFSET_MOST = 10_000
WORDS_MOST = 500
"""Characters of one value."""

VALUES_MOST = 20
"""Values of one name."""

_DAY = re.compile(r"[0-9]{4}(?:-[0-9]{2}(?:-[0-9]{2})?)?")


def text(request: Request, name: str) -> str | None:
    """One value, ``None`` where it is empty or not given."""
    value = request.query_params.get(name, "")
    if len(value) > WORDS_MOST or "\0" in value:
        raise HTTPException(400, f"{name} is too long or holds a null")
    return value.strip() or None


def number(request: Request, name: str, default: int, most: int) -> int:
    """A whole number from 0 to ``most``."""
    value = request.query_params.get(name)
    if value is None:
        return default
    if not (value.isascii() and value.isdigit() and len(value) < 9 and int(value) <= most):
        raise HTTPException(400, f"{name} is a whole number from 0 to {most}")
    return int(value)


def several(request: Request, name: str) -> tuple[str, ...]:
    """All values of one name."""
    values = request.query_params.getlist(name)
    if len(values) > VALUES_MOST or any(len(value) > WORDS_MOST or "\0" in value for value in values):
        raise HTTPException(400, f"{name} is given too often, is too long or holds a null")
    return tuple(value for value in values if value)


def day(request: Request, name: str, *, form: bool) -> str | None:
    """A day such as 2015-10-11, for ``until`` the last one of a month or year, else the first.

    ``form`` takes an empty one for none, as unfilled forms send it.
    """
    value = request.query_params.get(name)
    if value is None or (form and not value):
        return None
    try:
        if not _DAY.fullmatch(value):
            raise WartaError("option", "no day")
        return days.day(value, last=name == "until").isoformat()
    except WartaError:
        raise HTTPException(400, f"{name} is a day such as 2015-10-11, a month or a year") from None


def known(request: Request, names: Collection[str]) -> None:
    """Refuses names that an address does not know: a misspelt filter would narrow nothing."""
    unknown = [name for name in dict.fromkeys(request.query_params.keys()) if name not in names]
    if unknown:
        there = ", ".join(names) or "none"
        raise HTTPException(400, f"no such parameter: {', '.join(unknown)[:WORDS_MOST]} (there are {there})")


def filters(request: Request, *, form: bool = False) -> Filters:
    """What articles are narrowed to; ``form`` tells that a page's form may have been left unfilled."""
    return Filters(
        outlet=several(request, "outlet"),
        author=text(request, "author"),
        language=several(request, "language"),
        kind=several(request, "kind"),
        section=several(request, "section"),
        since=day(request, "since", form=form),
        until=day(request, "until", form=form),
    )


def said(request: Request) -> SaidFilters:
    """What statements are narrowed to."""
    return SaidFilters(
        by=text(request, "by"),
        speaker=text(request, "speaker"),
        act=several(request, "act"),
        status=several(request, "status"),
        type=several(request, "type"),
        about=text(request, "about"),
        via=text(request, "via"),
    )


def order(request: Request) -> Order:
    """newest, oldest or ranked."""
    value: Any = request.query_params.get("order", "newest")
    if value not in get_args(Order):
        raise HTTPException(400, "order is newest, oldest or ranked")
    return cast(Order, value)
