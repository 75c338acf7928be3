"""Plain text."""

from tests.sample import sample
from warta import Article
from warta.export.text import text


def test_headline_and_text() -> None:
    assert text(sample()).startswith("Banjir di Demak\n\nAir setinggi dada.\n\nWarga mengungsi\n\n")
    assert text(Article()) == "\n"
