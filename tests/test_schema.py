"""docs/schema/article-1.json is what the records say; `make schema` writes it."""

import json
from pathlib import Path

import jsonschema
import pytest

import warta
from tests.sample import sample
from warta.export.parquet import arrow_schema

COMMITTED = Path(__file__).parent.parent / "docs/schema/article-1.json"
ARROW = COMMITTED.with_suffix(".arrow.txt")


def text() -> str:
    return json.dumps(warta.schema(), indent=2, ensure_ascii=False) + "\n"


def test_the_committed_schema_is_true() -> None:
    assert COMMITTED.read_text(encoding="utf-8") == text(), "run `make schema`, and raise SCHEMA if need be"


def arrow_text() -> str:
    """The Arrow schema, one column a line and its type."""
    return "".join(f"{field.name}: {field.type}\n" for field in arrow_schema())


def test_the_committed_arrow_schema_is_true() -> None:
    pytest.importorskip("pyarrow")
    assert ARROW.read_text(encoding="utf-8") == arrow_text(), "run `make schema`"


def test_records_are_valid_against_it() -> None:
    schema = dict(warta.schema())
    jsonschema.Draft202012Validator.check_schema(schema)
    jsonschema.validate(sample().to_dict(), schema)
    jsonschema.validate(warta.read("Satu", evidence=True).to_dict(), schema)


if __name__ == "__main__":
    COMMITTED.parent.mkdir(parents=True, exist_ok=True)
    COMMITTED.write_text(text(), encoding="utf-8")
    ARROW.write_text(arrow_text(), encoding="utf-8")
