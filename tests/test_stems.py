"""The stems that the core finds for the index are those of the words that the index has."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from warta.archive.words import LONGEST_WORD, stem, stems, words

LATIN = st.characters(min_codepoint=0x20, max_codepoint=0x24F) | st.characters(
    min_codepoint=0x1E00, max_codepoint=0x206F
)
TEXTS = st.text(LATIN | st.sampled_from("abdegiknrstu  ,.") | st.characters(), max_size=60)


def expected(text: str, language: str) -> set[str]:
    unique = set(words(text))
    return {stem(word, language) for word in unique} - unique


@given(TEXTS, st.sampled_from(["id", "en"]))
def test_any_text(text: str, language: str) -> None:
    assert set(stems(text, language).split()) == expected(text, language)


@pytest.mark.parametrize(
    "text",
    [
        "Serangan itu menyerang kota-kota, kata Café’s koki.",
        "MÜNCHEN: pertemuan_pertemuan di ¼ kota",
        "half \ud800 strikes",
        "мы бежали, running",
        "strikes" * (LONGEST_WORD // 7 + 1),
        "می\u200cروند running",
        "",
    ],
)
@pytest.mark.parametrize("language", ["id", "en"])
def test_texts(text: str, language: str) -> None:
    for _ in range(2):
        assert set(stems(text, language).split()) == expected(text, language)


def test_no_stems_without_a_stemmer() -> None:
    assert stems("Serangan itu", None) == ""
