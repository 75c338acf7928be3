"""The reading room's words and colours: both languages whole, every colour with enough contrast."""

import re
from importlib import resources
from pathlib import Path

import pytest

pytest.importorskip("starlette", reason="the extra serve is not installed")

from warta.server.marks import GROUPS
from warta.server.pages import messages

CSS = (resources.files("warta.server") / "static" / "room.css").read_text("utf-8")
TEMPLATES = Path(str(resources.files("warta.server"))) / "templates"
PALE = ("say", "claim", "deny", "agree", "accuse", "ask", "hit")
BOLD = tuple(f"{name}-bold" for name in (*PALE[:6], "rest"))


def colours(theme: int) -> dict[str, str]:
    return {name: pair[theme] for name, *pair in re.findall(r"--([\w-]+): light-dark\((#\w+), (#\w+)\)", CSS)}


def luminance(colour: str) -> float:
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("theme", [0, 1], ids=["light", "dark"])
def test_words_and_shapes_stand_out(theme: int) -> None:
    known = colours(theme)
    for words in ("ink", "quiet", "link"):
        assert contrast(known[words], known["paper"]) >= 4.5, words
    for pale in PALE:
        for words in ("ink", "link"):
            assert contrast(known[words], known[pale]) >= 4.5, (words, pale)
    for bold in BOLD:
        assert contrast(known[bold], known["paper"]) >= 3, bold


def test_both_languages_have_every_word() -> None:
    english, indonesian = messages()["en"], messages()["id"]
    assert english.keys() == indonesian.keys()
    assert all(english.values())
    assert all(indonesian.values())
    assert not english.keys() & set(dir(dict)), "a template would find the method"
    for group, acts in GROUPS.items():
        assert {f"group.{group}", *(f"act.{act}" for act in acts.split())} <= english.keys()


def test_every_language_with_a_table_has_a_name() -> None:
    tables = Path("crates/warta-core/languages")
    codes = {path.name for path in tables.iterdir() if path.is_dir()}
    assert {f"language.{code}" for code in codes} <= messages()["en"].keys()


def test_templates_ask_for_known_words_only() -> None:
    used = set()
    for template in TEMPLATES.glob("*.html"):
        used |= set(re.findall(r"\bt\.(\w+)", template.read_text("utf-8")))
    assert used <= messages()["en"].keys()
    unused = messages()["en"].keys() - used - {key for key in messages()["en"] if "." in key}
    assert unused == {"day", "month", "year", "from", "nooutlet", "others"}
