"""warta: raw news pages in, an accountable article record out.

Example:
    >>> import warta
    >>> article = warta.read("<title>Banjir</title><h1>Banjir di Demak</h1><p>Air setinggi dada.")
    >>> article.schema
    'warta/article/1'
"""

from typing import TYPE_CHECKING, Any

from warta import _core
from warta.article import read, read_many
from warta.capture import Capture, Columns, Intake, captures
from warta.errors import WartaError
from warta.options import Options
from warta.records import (
    Article,
    Author,
    Block,
    Dateline,
    DerivedPlace,
    DocumentPlace,
    Dropped,
    Evidence,
    Image,
    Mark,
    MetadataPlace,
    Moment,
    Pagination,
    Passage,
    Place,
    Reservation,
    Rival,
    Span,
    Speaker,
    StatedTime,
    Statement,
    Via,
    schema,
)
from warta.statements import statements

if TYPE_CHECKING:
    from warta.archive import Archive

__version__ = _core.VERSION


def __getattr__(name: str) -> Any:
    # Reading pages is not to wait for what only the archive needs.
    if name == "Archive":
        from warta.archive import Archive

        return Archive
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


__all__ = [
    "Archive",
    "Article",
    "Author",
    "Block",
    "Capture",
    "Columns",
    "Dateline",
    "DerivedPlace",
    "DocumentPlace",
    "Dropped",
    "Evidence",
    "Image",
    "Intake",
    "Mark",
    "MetadataPlace",
    "Moment",
    "Options",
    "Pagination",
    "Passage",
    "Place",
    "Reservation",
    "Rival",
    "Span",
    "Speaker",
    "StatedTime",
    "Statement",
    "Via",
    "WartaError",
    "__version__",
    "captures",
    "read",
    "read_many",
    "schema",
    "statements",
]
