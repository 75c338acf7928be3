"""The statements stage: who said what in a text that is already clean."""

import msgspec

from warta import _core
from warta.errors import WartaError
from warta.language import primary
from warta.records import Article, Statement

LANGUAGES = ("en", "id")
"""Languages that statements are read in."""


class _Subject(msgspec.Struct):
    """Mirrors ``warta_core::statements::Subject``; a test compares the fields."""

    text: str
    headline: str | None = None
    language: str | None = None
    published_at: str | None = None
    outlet: str | None = None
    grammar_only: bool = False


class Findings(msgspec.Struct, frozen=True, kw_only=True):
    """Statements of one text, or why there are none."""

    statements: tuple[Statement, ...]
    reason: str | None


_encode = msgspec.json.Encoder().encode
_decode = msgspec.json.Decoder(Findings).decode


def statements(
    article: Article | str, *, language: str | None = None, grammar_only: bool = False
) -> tuple[Statement, ...]:
    """Finds who said what in an article, or in plain text whose paragraphs are separated by line breaks.

    Spans are characters of ``article.text`` (of ``article.headline`` where a statement's ``place`` says so),
    or of the text given. ``language``, a BCP 47 tag, is needed for plain text; an article knows its own.
    A text in a language without a grammar gives an empty tuple; `find` says why. ``grammar_only`` leaves
    the sequence model out. Method: attribution relations as PARC defines them (Pareti 2015).

    Example:
        >>> (said,) = statements('"Air naik lagi," kata Camat Demak, Budi.', language="id")
        >>> said.source.text, said.cue.text, said.act
        ('Camat Demak, Budi', 'kata', 'says')
    """
    return find(article, language=language, grammar_only=grammar_only).statements


def find(article: Article | str, *, language: str | None = None, grammar_only: bool = False) -> Findings:
    """Like `statements`, with the reason where there are none.

    Example:
        >>> find("Bonjour à tous.", language="fr").reason
        'language'
    """
    if language is not None:
        language = primary(language)
    if isinstance(article, Article):
        moment = article.published_at
        subject = _Subject(
            text=article.text,
            headline=article.headline,
            language=language or article.language,
            published_at=moment.iso if moment else None,
            outlet=article.outlet,
            grammar_only=grammar_only,
        )
    elif isinstance(article, str):
        # A lone surrogate has no UTF-8 form and counts as one character either way.
        text = article.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
        subject = _Subject(text=text, language=language, grammar_only=grammar_only)
    else:
        raise WartaError(
            "payload", f"statements are found in an Article or a str, not {type(article).__name__}"
        )
    return _decode(_core.statements_batch([_encode(subject)])[0])
