"""The cases under cases/article: a page, and what a reader of news would say the record must hold.

``expected.json`` holds ``article`` (some of the record's fields; dicts may hold fewer keys, lists are
whole), ``text_has`` and ``text_lacks`` (words), ``dropped`` (blocks that must be left out with a reason),
and ``url`` and ``options`` to read the page with. Adding a case is adding a folder.
"""

import json
from pathlib import Path
from typing import Any

import pytest

import warta

CASES = sorted((Path(__file__).parent.parent / "cases/article").iterdir())


def differences(expected: Any, found: Any, place: str = "") -> list[str]:
    """Where ``found`` is not what ``expected`` asks for, one line each."""
    if isinstance(expected, dict) and isinstance(found, dict):
        return [
            line
            for key, value in expected.items()
            for line in differences(value, found.get(key), f"{place}.{key}")
        ]
    if isinstance(expected, list) and isinstance(found, list) and len(expected) == len(found):
        return [
            line
            for number, (one, other) in enumerate(zip(expected, found, strict=True))
            for line in differences(one, other, f"{place}[{number}]")
        ]
    return [] if expected == found else [f"{place.lstrip('.')}: expected {expected!r}, found {found!r}"]


@pytest.mark.parametrize("folder", CASES, ids=lambda folder: folder.name)
def test_case(folder: Path) -> None:
    (page,) = folder.glob("page.*")
    case = json.loads((folder / "expected.json").read_text(encoding="utf-8"))
    assert set(case) <= {"about", "url", "options", "article", "text_has", "text_lacks", "dropped"}
    article = warta.read(page.read_bytes(), case.get("url"), evidence=True, **case.get("options", {}))
    wrong = differences(case["article"], article.to_dict())
    wrong += [f"text: lacks {words!r}" for words in case.get("text_has", ()) if words not in article.text]
    wrong += [f"text: has {words!r}" for words in case.get("text_lacks", ()) if words in article.text]
    left_out = {dropped.text for dropped in article.dropped if dropped.reason}
    wrong += [f"dropped: lacks {words!r}" for words in case.get("dropped", ()) if words not in left_out]
    assert not wrong, "\n".join(["", *wrong])


def test_a_difference_is_seen() -> None:
    assert differences({"a": [{"b": 1}]}, {"a": [{"b": 1, "c": 2}]}) == []
    assert differences({"a": [{"b": 1}]}, {"a": [{"b": 2}]}) == ["a[0].b: expected 1, found 2"]
    assert differences({"a": []}, {"a": [1]}) == ["a: expected [], found [1]"]
    assert differences({"a": None}, {}) == []


def test_what_is_absent_has_a_reason() -> None:
    page = (CASES[0].parent / "nothing-to-read/page.html").read_bytes()
    article = warta.read(page)
    assert article.kind == "other"
    for name in ("text", "headline", "published_at", "authors"):
        assert article.missing[name]
