"""The explanation names every field, rule, place, rival and dropped block."""

from tests.sample import hostile, sample
from warta.export.why import why


def test_the_sample() -> None:
    text = why(sample())
    for words in (
        "headline: Banjir di Demak",
        "read from 'Banjir di Demak - Kabar'",
        "by headline_h1, at line 2, characters 5 to 20",
        "not 'Kabar' by headline_og, in meta[property=og:title]: is_outlet",
        "by given, derived",
        "pagination: not_stated",
        "cut before or while reading: depth",
        "navigation: 'HOME'",
    ):
        assert words in text
    assert "evidence=True" not in text


def test_control_characters_do_not_reach_the_terminal() -> None:
    text = why(sample()) + why(hostile("\x1b[2J\x07"))
    assert all(char.isprintable() or char == "\n" for char in text)
