"""CSV reads back as it went in."""

import csv
import io

import pytest

from tests.sample import HOSTILE, hostile, sample
from warta.export.csv import COLUMNS, header, line, safe


def read_back(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text, newline="")))


@pytest.mark.parametrize("words", HOSTILE)
def test_cells_read_back(words: str) -> None:
    (row,) = read_back(header() + line(hostile(words)))
    assert row["headline"] == safe(words)
    assert row["text"] == safe(words)


@pytest.mark.parametrize("words", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "＝1+1"])
def test_a_formula_becomes_words(words: str) -> None:
    (row,) = read_back(header() + line(hostile(words)))
    assert row["headline"] == f"'{words}"
    assert safe(safe(words)) == f"''{words}"


def test_all_columns() -> None:
    (row,) = read_back(header() + line(sample()))
    assert tuple(row) == COLUMNS
    assert all(row.values())
    assert row["authors"] == "Sri Lestari; Budi Santoso; Rina"
    assert row["published_at"] == "2024-02-09T08:30+07:00"
