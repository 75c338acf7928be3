"""Hits in snippets: found without stemming every word, and the same ones."""

from hypothesis import given
from hypothesis import strategies as st

from warta.archive.query_words import parse
from warta.archive.snippets import marked, snippet
from warta.archive.words import WORD, fold, stem, with_stems

ROOTS = (
    "serang",
    "banjir",
    "tulis",
    "pukul",
    "kata",
    "sapu",
    "ajar",
    "strike",
    "happ",
    "d",
    "l",
    "organ",
    "y",
)
PREFIXES = (
    "",
    "",
    "me",
    "men",
    "meny",
    "mem",
    "memper",
    "ber",
    "bel",
    "di",
    "ter",
    "pe",
    "pen",
    "peny",
    "ke",
)
SUFFIXES = (
    "",
    "",
    "kan",
    "an",
    "i",
    "nya",
    "kah",
    "lah",
    "s",
    "es",
    "ies",
    "y",
    "ying",
    "ing",
    "ed",
    "ational",
)
words_made = st.builds(
    lambda *parts: "".join(parts),
    st.sampled_from(PREFIXES),
    st.sampled_from(PREFIXES),
    st.one_of(st.sampled_from(ROOTS), st.text("abdegikmnprstuy", min_size=1, max_size=7)),
    st.sampled_from(SUFFIXES),
    st.sampled_from(SUFFIXES),
)


@given(
    found=st.lists(words_made, max_size=30),
    asked=st.lists(words_made, min_size=1, max_size=3),
    language=st.sampled_from(("id", "ms", "en", "de", None)),
)
def test_words_of_a_stem_are_found_without_stemming_all(
    found: list[str], asked: list[str], language: str | None
) -> None:
    wanted = {stem(word, language) for word in (*asked, *found[:2])}
    made = with_stems(found, wanted, language)
    assert made == {word: stem(word, language) for word in found if stem(word, language) in wanted}


@given(
    text=st.lists(
        st.one_of(words_made, st.sampled_from(("É", "ﬁ", "İ", "…", "“", "ß", "_", "\n\n", "Café-bar")))
    )
)
def test_fragments_are_the_text_and_hits_its_words(text: list[str]) -> None:
    line = " ".join(text)
    query = parse("serang OR banj* OR cafe")
    fragments = marked(line, query, "id")
    assert "".join(each.text for each in fragments) == line
    for each in fragments:
        word = fold(each.text)
        hit = word == "cafe" or word.startswith("banj") or stem(word, "id") in query.stems
        assert each.hit == (hit and bool(WORD.fullmatch(each.text)))
    shown = snippet(line, query, "id")
    if len(WORD.findall(line)) <= 32 and shown:
        assert [each.text for each in shown if each.hit] == [each.text for each in fragments if each.hit]
