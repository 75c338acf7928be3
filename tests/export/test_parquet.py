"""Parquet keeps every field, nested, with instants as timestamps."""

import datetime
import io
import sys

import pytest

from tests.sample import HOSTILE, hostile, sample
from warta import Article, WartaError
from warta.export.parquet import ROW_GROUP, ParquetWriter, arrow_schema

pq = pytest.importorskip("pyarrow.parquet")


def test_it_reads_back() -> None:
    out = io.BytesIO()
    articles = [sample(), Article(), *map(hostile, HOSTILE)]
    with ParquetWriter(out) as writer:
        for article in articles:
            writer.write(article)
    table = pq.read_table(out)
    assert table.schema.equals(arrow_schema())
    assert table.column_names == list(Article.__struct_fields__)
    rows = table.to_pylist()
    first = rows[0]
    expected = sample().to_dict()
    assert first["blocks"] == expected["blocks"]
    assert first["authors"] == expected["authors"]
    assert first["published_at"]["instant"] == datetime.datetime(2024, 2, 9, 1, 30, tzinfo=datetime.UTC)
    assert first["modified_at"]["instant"] is None
    assert first["evidence"][0]["where"] == {"in": "document", "key": None, "span": {"start": 5, "end": 20}}
    assert [row["headline"] for row in rows[2:]] == list(HOSTILE)
    assert table.schema.metadata[b"warta:schema"] == b"warta/article/1"


def test_row_groups_and_the_empty_file() -> None:
    out = io.BytesIO()
    with ParquetWriter(out) as writer:
        for _ in range(ROW_GROUP + 1):
            writer.write(Article())
    assert pq.ParquetFile(out).num_row_groups == 2
    empty = io.BytesIO()
    with ParquetWriter(empty):
        pass
    assert pq.read_table(empty).num_rows == 0


def test_without_pyarrow_the_error_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    with pytest.raises(WartaError, match=r"pip install 'warta\[parquet\]'") as caught:
        ParquetWriter(io.BytesIO())
    assert caught.value.kind == "extra"
