"""ninjs 3.1: only properties of the standard, with the types and formats that it asks for."""

import datetime
from typing import Any

import pytest

from tests.sample import HOSTILE, hostile, sample
from warta import Article
from warta.export.ninjs import ninjs

TYPES = {"text", "audio", "video", "picture", "graphic", "composite", "component", "event", "planning"}

STRINGS = {
    "uri", "type", "representationType", "firstCreated", "versionCreated", "copyrightHolder",
    "copyrightNotice", "usageTerms", "edNote", "language", "by", "slugline", "located", "name",
}  # fmt: skip

LISTS = {
    "headlines": {"role", "contentType", "value"},
    "descriptions": {"role", "contentType", "value"},
    "bodies": {"role", "contentType", "charCount", "wordCount", "value"},
    "subjects": {"name", "rel", "uri", "literal", "creator", "relevance", "confidence"},
    "infoSources": {"name", "role", "uri", "literal", "contactInfo"},
    "genres": {"name", "uri", "literal"},
    "altIds": {"role", "value"},
    "renditions": {"name", "href", "contentType", "title"},
}


def check(item: dict[str, Any]) -> None:
    """The rules of the standard's JSON schema for what this export uses of it."""
    assert item["uri"]
    assert ":" in item["uri"]
    for name, value in item.items():
        if name == "standard":
            assert value["version"] == "3.1"
            assert set(value) == {"name", "version", "schema"}
        elif name == "associations":
            for each in value:
                assert each["name"]
                check(each)
        elif name in LISTS:
            assert value
            for each in value:
                assert set(each) <= LISTS[name]
                assert all(
                    isinstance(cell, int if cell_name.endswith("Count") else str)
                    for cell_name, cell in each.items()
                )
        else:
            assert name in STRINGS
            assert isinstance(value, str)
    assert item["type"] in TYPES
    assert item.get("representationType", "full") in ("full", "partial")
    for name in ("firstCreated", "versionCreated"):
        if name in item:
            assert datetime.datetime.fromisoformat(item[name]).tzinfo is not None


def test_the_sample() -> None:
    item = ninjs(sample())
    check(item)
    assert item["firstCreated"] == "2024-02-09T08:30:00+07:00"
    assert item["edNote"] == "modified 2024-02-09"
    assert item["located"] == "DEMAK"
    assert [each["name"] for each in item["associations"]] == ["lead_image", "image_2"]


@pytest.mark.parametrize("words", HOSTILE)
def test_hostile_words(words: str) -> None:
    check(ninjs(hostile(words)))


def test_an_empty_record_has_the_required_uri() -> None:
    check(ninjs(Article()))
