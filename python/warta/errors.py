"""The one public error, with kinds."""

from typing import Literal, get_args

Kind = Literal[
    "payload",
    "option",
    "path",
    "url",
    "table",
    "column",
    "output",
    "extra",
    "archive",
    "damaged",
    "locked",
]


class WartaError(Exception):
    """Misuse of warta: a wrong value, never something that a page contains.

    What a page contains does not raise: the record says it in ``missing`` and ``truncated``. A name that
    a function or class does not take is Python's own ``TypeError``, as everywhere; where settings go by
    name on top of others (`read`, `Archive.search`) it is a `WartaError` that lists the names.
    ``kind`` tells what was wrong, ``str(error)`` says it to a person::

        WartaError
        ├── payload   neither bytes nor str, or an item that is no page or no record
        ├── option    unknown name, wrong type or value out of range
        ├── path      nothing there, or a pattern that matches nothing
        ├── url       a network address: fetching comes later
        ├── table     a table of pages that cannot be opened
        │   └── column   the table has no such column
        ├── output    a format that does not go where it was asked to go
        ├── extra     an optional package is not installed
        ├── archive   a file that is no archive, or one of another version; one that was closed
        │   └── damaged   an archive whose bytes are not what was written
        └── locked    another process is writing the archive

    Example:
        >>> import warta
        >>> try:
        ...     warta.read(3.14)
        ... except warta.WartaError as error:
        ...     print(error.kind, "-", error)
        payload - a payload is bytes or str, not float
    """

    def __init__(self, kind: Kind, message: str) -> None:
        super().__init__(message)
        self.kind: Kind = kind

    def __reduce__(self) -> tuple[type["WartaError"], tuple[Kind, str]]:
        return type(self), (self.kind, str(self))


KINDS: tuple[str, ...] = get_args(Kind)
