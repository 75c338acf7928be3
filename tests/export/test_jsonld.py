"""JSON-LD: schema.org's names, and safe inside a script element."""

import json

import pytest

from tests.sample import HOSTILE, hostile, sample
from warta.export.jsonld import dumps, jsonld


def test_the_sample() -> None:
    document = jsonld(sample())
    assert document["@type"] == "NewsArticle"
    assert document["author"] == [
        {"@type": "Person", "name": "Sri Lestari", "url": "https://example.org/sri"}
    ]
    assert document["editor"] == [{"@type": "Person", "name": "Budi Santoso"}]
    assert document["datePublished"] == "2024-02-09T08:30+07:00"
    assert document["dateModified"] == "2024-02-09"
    assert document["isAccessibleForFree"] is True
    assert document["image"]["creditText"] == "Rina/Kabar"
    assert document["sourceOrganization"]["name"] == "Antara"


@pytest.mark.parametrize("words", HOSTILE)
def test_hostile_words_stay_inside_the_script(words: str) -> None:
    text = dumps(jsonld(hostile(words)))
    assert not set("<>&\u2028\u2029") & set(text)
    assert json.loads(text)["headline"] == words
