"""warta: raw news pages in, an accountable article record out.

Example:
    >>> import warta
    >>> page = open("examples/sindonews-2015.txt", "rb").read()
    >>> article = warta.read(page)
    >>> article.schema
    'warta/article/1'
"""

from warta._core import VERSION as __version__
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
    Place,
    Reservation,
    Rival,
    Span,
    schema,
)

__all__ = [
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
    "Place",
    "Reservation",
    "Rival",
    "Span",
    "WartaError",
    "__version__",
    "captures",
    "read",
    "read_many",
    "schema",
]
