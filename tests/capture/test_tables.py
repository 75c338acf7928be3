"""Tables of pages."""

import csv
import datetime
import gzip
import json
from pathlib import Path
from typing import Any

import pytest

from warta import Capture, Columns, Intake, WartaError, captures
from warta.capture.tables import fetched_at

ROWS: list[dict[str, Any]] = [
    {
        "html": "<p>Satu “é”\nbaris dua",
        "url": "https://example.org/1",
        "fetched_at": "2024-02-09T10:00:00Z",
        "n": 1,
    },
    {"html": "<p>Dua", "url": None, "fetched_at": None, "n": 2},
]

EXPECTED = [
    Capture(
        payload=ROWS[0]["html"].encode(),
        url="https://example.org/1",
        fetched_at="2024-02-09T10:00:00+00:00",
        content_type="; charset=utf-8",
        name="{}:1",
    ),
    Capture(payload=b"<p>Dua", content_type="; charset=utf-8", name="{}:2"),
]


def write(path: Path, rows: list[dict[str, Any]]) -> Path:
    if path.name.endswith(".parquet"):
        pa = pytest.importorskip("pyarrow")
        import pyarrow.parquet as pq

        pq.write_table(pa.Table.from_pylist(rows), path)
    elif ".csv" in path.name:
        with path.open("w", newline="", encoding="utf-8") as file:
            writer = csv.DictWriter(file, list(rows[0]))
            writer.writeheader()
            writer.writerows(rows)
    else:
        path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    if path.name.endswith(".gz"):
        path.write_bytes(gzip.compress(path.read_bytes()))
    return path


@pytest.mark.parametrize("name", ["t.jsonl", "t.ndjson", "t.csv", "t.parquet", "t.jsonl.gz", "t.csv.gz"])
def test_each_kind_of_table(tmp_path: Path, name: str) -> None:
    path = write(tmp_path / name, ROWS)
    # CSV rows are numbered with the header, as in an editor.
    offset = 1 if ".csv" in name else 0
    expected = [
        Capture(
            payload=each.payload,
            url=each.url,
            fetched_at=each.fetched_at,
            content_type=each.content_type,
            name=f"{path}:{number + offset}",
        )
        for number, each in enumerate(EXPECTED, 1)
    ]
    assert list(captures([path])) == expected


@pytest.mark.parametrize("name", ["t.jsonl", "t.csv", "t.parquet"])
def test_named_columns(tmp_path: Path, name: str) -> None:
    path = write(tmp_path / name, [{"page": "<p>x", "address": "https://example.org", "seen": "2024-02-09"}])
    (capture,) = captures([path], columns=Columns(payload="page", url="address", time="seen"))
    assert (capture.url, capture.fetched_at) == ("https://example.org", "2024-02-09T00:00:00+00:00")


@pytest.mark.parametrize("name", ["t.jsonl", "t.csv", "t.parquet"])
@pytest.mark.parametrize("columns", [Columns(payload="nope"), Columns(url="nope"), Columns(time="nope")])
def test_a_column_that_is_not_there_is_misuse(tmp_path: Path, name: str, columns: Columns) -> None:
    path = write(tmp_path / name, ROWS)
    with pytest.raises(WartaError, match=r"no column 'nope'; there are html, url, fetched_at, n") as caught:
        list(captures([path], columns=columns))
    assert caught.value.kind == "column"


def test_bad_rows_are_empty_captures_and_stop_nothing(tmp_path: Path) -> None:
    path = tmp_path / "t.jsonl"
    path.write_bytes(b'{"html": "a"}\nnot json\n[1]\n{"html": 3}\n\n{"html": "\xff"}\n{"html": "b"}\n')
    found = list(captures([path]))
    assert [capture.payload for capture in found] == [b"a", b"", b"", b"", b"", b"b"]
    assert [capture.cut for capture in found[1:5]] == [
        ("bad_row",),
        ("bad_row",),
        ("no_payload",),
        ("bad_row",),
    ]
    assert (found[-1].name or "").endswith(":7")


def test_parquet_bytes_and_times(tmp_path: Path) -> None:
    moment = datetime.datetime(2024, 2, 9, 10, tzinfo=datetime.UTC)
    path = write(tmp_path / "t.parquet", [{"html": b"<p>\xe9", "fetched_at": moment}])
    (capture,) = captures([path])
    assert (capture.payload, capture.content_type) == (b"<p>\xe9", None)
    assert capture.fetched_at == "2024-02-09T10:00:00+00:00"


def test_what_is_no_parquet_is_misuse(tmp_path: Path) -> None:
    pytest.importorskip("pyarrow")
    (tmp_path / "t.parquet").write_bytes(b"no")
    with pytest.raises(WartaError) as caught:
        list(captures([tmp_path / "t.parquet"]))
    assert caught.value.kind == "table"


def test_a_cut_table_is_reported(tmp_path: Path) -> None:
    path = write(tmp_path / "t.jsonl.gz", ROWS * 50)
    path.write_bytes(path.read_bytes()[:-20])
    intake = Intake()
    assert list(captures([path], intake=intake))
    assert "gzip_truncated" in intake.damage[0]


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (None, None),
        ("", None),
        ("kemarin", None),
        (True, None),
        (float("nan"), None),
        (1e300, None),
        ("1714557600", "2024-05-01T10:00:00+00:00"),
        (1714557600000, "2024-05-01T10:00:00+00:00"),
        ("2024-05-01T10:00:00+07:00", "2024-05-01T10:00:00+07:00"),
    ],
)
def test_times(value: object, expected: str | None) -> None:
    assert fetched_at(value) == expected
