"""What ``read`` may be told: one frozen options class, defaults in one place."""

import os
from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from datetime import datetime
from typing import Any, Literal, Self, get_args

from warta.errors import WartaError
from warta.language import primary

Form = Literal["auto", "html", "flat"]

MAX_BYTES = 1 << 30
"""Largest ``max_bytes``: spans are 32-bit, and decoding may triple a payload's size."""

MAX_COUNT = 1 << 20
"""Largest ``max_depth`` and ``max_attributes``; real pages stay under 100 of either."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Options:
    """How a payload is to be read.

    Mirrors ``warta_core::Options``; a test compares names and defaults. A wrong type or value raises
    `WartaError` of kind ``option``, a name that is no option ``TypeError`` here and `WartaError` in `with_`
    and in functions that take options by name.

    Example:
        >>> Options(form="flat", language="id").max_depth
        512
        >>> Options(max_bytes=0)
        Traceback (most recent call last):
        warta.errors.WartaError: max_bytes is a whole number from 1 to 1073741824, not 0
    """

    form: Form = "auto"
    """``html`` or ``flat`` where the caller knows it; ``auto`` tells them apart by their looks."""
    url: str | None = None
    """The page's address, where the caller knows it better than the page does."""
    fetched_at: str | None = None
    """When the payload was fetched, RFC 3339; anchors relative times."""
    content_type: str | None = None
    """The ``Content-Type`` that came with the payload."""
    language: str | None = None
    """Language where the caller knows it: a BCP 47 tag, of which the primary code is kept."""
    evidence: bool = False
    """Make ``evidence``, ``dropped`` and ``document_text``."""
    statements: bool = False
    """Find the statements in the article: who said what, through which outlet."""
    grammar_only: bool = False
    """Find statements by the grammar alone, without the sequence model."""
    max_bytes: int = 32 << 20
    """Payloads are read up to here, in bytes after decompression."""
    max_depth: int = 512
    """Elements nested deeper become siblings, as in browsers."""
    max_attributes: int = 1024
    """Attributes of one element past this number are left out."""

    def __post_init__(self) -> None:
        if self.form not in get_args(Form):
            raise WartaError("option", f"form is one of {', '.join(get_args(Form))}, not {self.form!r}")
        for name in ("url", "content_type"):
            check_text(name, getattr(self, name))
        if self.language is not None:
            object.__setattr__(self, "language", primary(self.language))
        check_time("fetched_at", self.fetched_at)
        for name in ("evidence", "statements", "grammar_only"):
            if not isinstance(value := getattr(self, name), bool):
                raise WartaError("option", f"{name} is True or False, not {value!r}")
        _check_count("max_bytes", self.max_bytes, MAX_BYTES)
        _check_count("max_depth", self.max_depth, MAX_COUNT)
        _check_count("max_attributes", self.max_attributes, MAX_COUNT)

    def with_(self, changes: Mapping[str, Any]) -> Self:
        """A copy with some options changed; a name that is no option raises `WartaError`.

        >>> Options().with_({"form": "flat"}).form
        'flat'
        """
        if unknown := sorted(changes.keys() - NAMES):
            raise WartaError(
                "option", f"no such option: {', '.join(unknown)} (there are {', '.join(sorted(NAMES))})"
            )
        return replace(self, **changes) if changes else self

    def as_dict(self) -> dict[str, Any]:
        """The options as the core takes them, one entry a field."""
        return {name: getattr(self, name) for name in NAMES}


NAMES = frozenset(field.name for field in fields(Options))


def check_text(name: str, value: object, *, needed: bool = False) -> None:
    """Raises `WartaError` where ``value`` is no text that has a UTF-8 form; ``None`` may stand where it is
    not ``needed``."""
    if value is None and not needed:
        return
    if not isinstance(value, str):
        kinds = "a str" if needed else "a str or None"
        raise WartaError("option", f"{name} is {kinds}, not {type(value).__name__}")
    try:
        value.encode()
    except UnicodeEncodeError:
        raise WartaError("option", f"{name} holds a lone surrogate: {value!a}") from None


def check_time(name: str, value: object) -> None:
    """Raises `WartaError` where ``value`` is neither ``None`` nor an instant with its offset.

    >>> check_time("fetched_at", "2024-02-09")
    Traceback (most recent call last):
    warta.errors.WartaError: fetched_at is a time with its offset, as 2024-02-09T10:00:00Z, not '2024-02-09'
    """
    check_text(name, value)
    if not isinstance(value, str):
        return
    try:
        aware = datetime.fromisoformat(value).tzinfo is not None
    except ValueError:
        aware = False
    if not aware:
        raise WartaError(
            "option", f"{name} is a time with its offset, as 2024-02-09T10:00:00Z, not {value!r}"
        )


def path_words(name: str, value: object) -> str:
    """A path of the file system, as words. Raises `WartaError` where ``value`` is none.

    >>> path_words("an archive", None)
    Traceback (most recent call last):
    warta.errors.WartaError: an archive is a str or a path, not NoneType
    """
    words = os.fspath(value) if isinstance(value, str | os.PathLike) else None
    if not isinstance(words, str):
        raise WartaError("path", f"{name} is a str or a path, not {type(value).__name__}")
    if "\0" in words:
        raise WartaError("path", f"{name} holds a null: {words!a}")
    return words


def _check_count(name: str, value: object, most: int) -> None:
    if not isinstance(value, int) or isinstance(value, bool) or not 1 <= value <= most:
        raise WartaError("option", f"{name} is a whole number from 1 to {most}, not {value!r}")


_USUAL = Options()


def options_of(options: object, changes: Mapping[str, Any]) -> Options:
    """The options of a call: those given, or the usual ones, and changes by name on top.

    >>> options_of(5, {})
    Traceback (most recent call last):
    warta.errors.WartaError: options are Options or None, not int
    """
    if options is None:
        return _USUAL.with_(changes)
    if not isinstance(options, Options):
        raise WartaError("option", f"options are Options or None, not {type(options).__name__}")
    return options.with_(changes)
