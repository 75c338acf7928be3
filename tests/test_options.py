"""Options are checked where they are made."""

from typing import Any

import pytest

from warta import Options, WartaError, read
from warta.language import recorded


@pytest.mark.parametrize(
    "wrong",
    [
        {"form": "pdf"},
        {"form": None},
        {"url": b"https://example.org"},
        {"url": "https://example.org/\ud800"},
        {"fetched_at": 3},
        {"fetched_at": "kemarin"},
        {"fetched_at": "2024-02-09T10:00:00"},
        {"evidence": 1},
        {"max_bytes": 0},
        {"max_bytes": 1 << 40},
        {"max_bytes": True},
        {"max_depth": -1},
        {"max_attributes": 2.5},
        {"language": ["id"]},
        {"language": "klingon"},
        {"language": ""},
        {"language": "id,en"},
    ],
)
def test_wrong_values_are_misuse(wrong: dict[str, Any]) -> None:
    with pytest.raises(WartaError) as caught:
        Options(**wrong)
    assert caught.value.kind == "option"
    with pytest.raises(WartaError):
        read(b"x", **wrong)


def test_unknown_names_are_misuse_and_said() -> None:
    with pytest.raises(WartaError, match=r"no such option: evidenc \(there are .*evidence"):
        read(b"x", evidenc=True)


TAGS = ("id", "ID", "id-ID", "en_US", "pt-BR", "zh-Hant-TW", "in", "iw", "nb", "nn-NO", "no", "jv", "fil")


@pytest.mark.parametrize("tag", TAGS)
def test_a_language_is_told_as_the_core_tells_it(tag: str) -> None:
    stated = read(f'<html lang="{tag}"><title>x</title>').language
    assert read("x", language=tag).language == recorded(tag) == stated


def test_changes_go_on_top() -> None:
    base = Options(form="flat", language="id")
    assert base.with_({"language": "en"}) == Options(form="flat", language="en")
    assert base.with_({}) is base
