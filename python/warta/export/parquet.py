"""Parquet through Arrow; needs the extra ``warta[parquet]`` (pyarrow)."""

from types import TracebackType
from typing import Any, BinaryIO, Self

from warta.errors import WartaError
from warta.export.csv import ARCHIVE_COLUMN
from warta.records import Article

ROW_GROUP = 512
"""Articles of one row group, held in memory until written: some 5 MB of text."""


def arrow_schema(*, archived: bool = False) -> Any:
    """The ``pyarrow.Schema`` of a table of articles; ``docs/schema/article-1.arrow.txt`` lists it.

    The fields of the record under their names and nested as in the JSON schema, with these
    differences: ``published_at`` and ``modified_at`` have ``instant`` besides, a UTC timestamp
    (null where the page gives no zone or hour); ``missing`` is a list of ``field`` and ``reason``;
    ``where`` of evidence is ``in``, ``key`` and ``span`` with nulls. What comes out of an archive
    (``archived``) has ``article_id`` besides, the archive's id of the article.
    """
    pa = _pyarrow()
    text = pa.string()

    def struct(**fields: Any) -> Any:
        return pa.struct(list(fields.items()))

    span = struct(start=pa.int64(), end=pa.int64())
    moment = struct(iso=text, raw=text, zone=text, instant=pa.timestamp("us", tz="UTC"))
    image = struct(url=text, caption=text, credit=text, alt=text)
    place = pa.struct([("in", text), ("key", text), ("span", span)])
    rival = struct(value=text, rule=text, where=place, reason=text)
    passage = struct(span=span, text=text)
    reason = struct(field=text, reason=text)
    nested = {
        "authors": pa.list_(struct(name=text, role=text, url=text)),
        "dateline": struct(raw=text, place=text, agency=text),
        "tags": pa.list_(text),
        "published_at": moment,
        "modified_at": moment,
        "lead_image": image,
        "blocks": pa.list_(
            struct(
                kind=text,
                text=text,
                span=span,
                level=pa.int32(),
                ordered=pa.bool_(),
                rows=pa.list_(pa.list_(text)),
                marks=pa.list_(struct(span=span, kind=text, url=text)),
                image=image,
                url=text,
            )
        ),
        "pagination": struct(page=pa.int64(), pages=pa.int64(), next_url=text, whole_url=text),
        "reservations": pa.list_(struct(kind=text, value=text, key=text)),
        "truncated": pa.list_(text),
        "missing": pa.list_(reason),
        "evidence": pa.list_(
            struct(field=text, value=text, raw=text, rule=text, where=place, rivals=pa.list_(rival))
        ),
        "dropped": pa.list_(struct(span=span, reason=text, text=text)),
        "statements": pa.list_(
            struct(
                place=text,
                source=passage,
                speaker=struct(name=text, role=text, affiliation=text, kind=text, rule=text),
                cue=passage,
                lemma=text,
                content=pa.list_(passage),
                type=text,
                act=text,
                category=text,
                status=text,
                attitude=pa.bool_(),
                addressee=passage,
                target=passage,
                via=pa.list_(struct(outlet=text, span=span)),
                medium=passage,
                occasion=passage,
                time=struct(span=span, text=text, value=text, role=text),
                nested_in=pa.int32(),
                construction=text,
                confidence=pa.float32(),
                missing=pa.list_(reason),
            )
        ),
    }
    columns = [(name, nested.get(name, text)) for name in Article.__struct_fields__]
    return pa.schema(
        [*columns, (ARCHIVE_COLUMN, text)] if archived else columns,
        metadata={"warta:schema": Article().schema},
    )


def row(article: Article, article_id: str | None = None) -> dict[str, Any]:
    """The article as a row of `arrow_schema`."""
    plain = article.to_dict()
    if article_id is not None:
        plain[ARCHIVE_COLUMN] = article_id
    for name, moment in (("published_at", article.published_at), ("modified_at", article.modified_at)):
        if moment is not None:
            plain[name]["instant"] = moment.instant
    for holder in (plain, *plain["statements"]):
        holder["missing"] = [
            {"field": field, "reason": reason} for field, reason in holder["missing"].items()
        ]
    return plain


class ParquetWriter:
    """Writes articles to a Parquet file, `ROW_GROUP` at a time.

    Example:
        >>> import io
        >>> out = io.BytesIO()
        >>> with ParquetWriter(out) as writer:
        ...     writer.write(Article(headline="Naik"))
        >>> import pyarrow.parquet
        >>> pyarrow.parquet.read_table(out)["headline"].to_pylist()
        ['Naik']
    """

    def __init__(self, out: BinaryIO, *, archived: bool = False) -> None:
        _pyarrow()
        import pyarrow.parquet as pq

        self._schema = arrow_schema(archived=archived)
        self._writer = pq.ParquetWriter(out, self._schema, compression="zstd")
        self._rows: list[dict[str, Any]] = []

    def write(self, article: Article, article_id: str | None = None) -> None:
        """Adds one article."""
        self._rows.append(row(article, article_id))
        if len(self._rows) == ROW_GROUP:
            self._flush()

    def _flush(self) -> None:
        table = _pyarrow().Table.from_pylist(self._rows, schema=self._schema)
        self._writer.write_table(table)
        self._rows.clear()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        if kind is None and self._rows:
            self._flush()
        self._writer.close()


def _pyarrow() -> Any:
    try:
        import pyarrow
    except ImportError:
        raise WartaError("extra", "Parquet needs pyarrow: pip install 'warta[parquet]'") from None
    return pyarrow
