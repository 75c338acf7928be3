"""What is asked of an archive; each function takes a connection of `warta.archive.connection`."""

from warta.archive.asked_article import article, identity_of, revisions
from warta.archive.asked_articles import facets, search
from warta.archive.asked_outlets import health, outlet, outlets
from warta.archive.asked_statements import said, speaker, speakers, statements_of
from warta.archive.over_time import histogram

DEFAULT_LIMIT = 20

__all__ = [
    "DEFAULT_LIMIT",
    "article",
    "facets",
    "health",
    "histogram",
    "identity_of",
    "outlet",
    "outlets",
    "revisions",
    "said",
    "search",
    "speaker",
    "speakers",
    "statements_of",
]
