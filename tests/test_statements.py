"""Statements: the seed page, spans that cut the text, bad input, and the commands that show them."""

import json
import math
import re
import time
from pathlib import Path

import pytest
from click.testing import CliRunner
from hypothesis import given, settings
from hypothesis import strategies as st

import warta
from warta import _core, records
from warta.cli import main
from warta.closed import ACTS
from warta.said import COLUMNS, Which
from warta.statements import LANGUAGES, _Subject, find

SEED = Path(__file__).parent.parent / "examples/sindonews-2015.txt"
CUES = Path(__file__).parent.parent / "crates/warta-core/languages"


@pytest.fixture(scope="module")
def seed() -> warta.Article:
    return warta.read(SEED.read_bytes(), statements=True)


def brief(statement: warta.Statement) -> tuple[str | None, str | None, str, str | None]:
    source = statement.source.text if statement.source else None
    return source, statement.cue.text if statement.cue else None, statement.type, statement.act


def test_statements_are_read_in_the_languages_that_have_a_grammar() -> None:
    assert {path.parent.name for path in CUES.glob("*/attribution.tsv")} == set(LANGUAGES)


def test_the_seed_page(seed: warta.Article) -> None:
    assert [brief(s) for s in seed.statements] == [
        ("Presiden Rusia, Vladimir Putin", "telah menawarkan", "indirect", "offers"),
        (None, "diyakini", "sourceless", "believes"),
        (None, "diyakini", "sourceless", "believes"),
        (
            "Staf Umum Senior Militer Rusia, Kolonel Jenderal Andrei Kartapolov",
            "menurut",
            "indirect",
            "says",
        ),
        ("Kartapolov", "mengklaim", "indirect", "claims"),
        ("Kartapolov", "kata", "direct", "says"),
        ("Departemen Pertahanan AS", "mengatakan", "indirect", "says"),
        ("AS", "menuding", "indirect", "accuses"),
        ("Rusia", "menyatakan", "indirect", "says"),
    ]
    assert [[via.outlet for via in s.via] for s in seed.statements] == [[]] * 5 + [["Express"]] + [[]] * 3
    content = [[passage.text for passage in s.content] for s in seed.statements]
    assert content[1] == ["Kemitraan tersebut", "bisa memperpendek umur ISIS"]
    assert content[3] == ["pejabat militer di Washington telah mengabaikan permintaan mereka"]
    assert content[5] == ['"Alasan ini masih belum jelas,"']
    general = seed.statements[4].speaker
    assert general is not None
    assert (general.name, general.role) == (
        "Andrei Kartapolov",
        "Staf Umum Senior Militer Rusia, Kolonel Jenderal",
    )
    day = seed.statements[5].time
    assert day is not None
    assert (day.value, day.role) == ("2015-10-11", "report")


def check_spans(found: tuple[warta.Statement, ...], text: str, headline: str | None = None) -> None:
    for s in found:
        whole = text if s.place == "text" else headline or ""
        passages: list[warta.Passage | warta.StatedTime | None]
        passages = [s.source, s.cue, *s.content, s.addressee, s.target, s.medium, s.occasion, s.time]
        for passage in passages:
            if passage is None:
                continue
            assert passage.span.of(whole) == passage.text
            assert 0 <= passage.span.start < passage.span.end <= len(whole)
        assert all(0 <= via.span.start < via.span.end <= len(whole) for via in s.via)
        assert s.act is None or s.act in ACTS
        assert s.nested_in is None or 0 <= s.nested_in < len(found)


def test_every_span_cuts_the_text(seed: warta.Article) -> None:
    check_spans(seed.statements, seed.text, seed.headline)


WORDS = st.sampled_from(
    re.findall(
        r"\S+|\n",
        """kata ujar ujarnya menurut mengatakan bahwa Budi Santoso Camat Demak , . " “ ” ( ) : ; dikutip dari
        laman Express Senin 20/10/2025 hal itu disampaikan diyakini dan tidak said that told é 𝕏 -""",
    )
)


@settings(max_examples=300, deadline=None)
@given(st.lists(WORDS, max_size=60), st.sampled_from(["id", "en"]))
def test_spans_of_any_words(words: list[str], language: str) -> None:
    text = " ".join(words)
    check_spans(find(text, language=language).statements, text)


@settings(max_examples=100, deadline=None)
@given(st.text(max_size=200))
def test_any_text(text: str) -> None:
    check_spans(find(text, language="id").statements, text)


@pytest.mark.parametrize(
    "piece",
    [
        '"',
        "“”",
        '"Satu," kata Budi, ',
        "Budi mengatakan bahwa ",
        "menurut ",
        "air yang menurutnya naik ",
        "data Badan Air, Sungai, dan Embung hingga 5 ",
        "DIYAKINI BUDI MENGATAKAN ",
        "( , ",
        "Budi, Camat Demak, ",
        "dikutip dari ",
        "dikutipdaridetikNewsdariAntara",
        "Dilansir Antara, ",
        ", demikian dilansir Antara dari ",
        "Satu dua tiga. ",
        '"Satu," kata Budi.\n',
    ],
)
def test_a_long_paragraph_takes_linear_time(piece: str) -> None:
    def seconds(length: int) -> float:
        text = piece * (length // len(piece))
        start = time.process_time()
        find(text, language="id")
        return time.process_time() - start

    # The least of several, over sixteen times the text: where others work too, a run may take twice its
    # time or more.
    small, large = math.inf, math.inf
    for _ in range(8):
        small, large = min(small, seconds(25_000)), min(large, seconds(400_000))
        # 2.3 for each doubling.
        if large < 0.5 or large < 2.3**4 * small:
            break
    assert large < 0.5 or large < 2.3**4 * small, (small, large)
    assert large < 4, large


def test_the_documentation_names_every_column() -> None:
    page = (Path(__file__).parent.parent / "docs/how-to/dataframes.md").read_text("utf-8")
    listed = page.partition("one row a statement: ")[2].partition(".\n")[0]
    assert tuple(re.findall(r"`(\w+)`", listed)) == COLUMNS


def test_why_there_are_none() -> None:
    assert find("Bonjour à tous.", language="fr").reason == "language"
    assert find("Bonjour.").reason == "language"
    for tag in ("ID", "id-ID", "in"):
        assert find("Air naik.", language=tag).reason == "none_found"
    with pytest.raises(warta.WartaError, match="a language is"):
        find("Air naik.", language="klingon")
    assert find("  ", language="id").reason == "no_text"
    assert find("Air naik.", language="id").reason == "none_found"
    assert warta.read(SEED.read_bytes()).missing["statements"] == "not_asked"
    with pytest.raises(warta.WartaError):
        find(b"Air")  # type: ignore[arg-type]


def test_a_headline_names_its_speaker() -> None:
    article = warta.Article(
        headline="Budi: Kita Harus Kuat",
        text="Camat Demak, Budi Santoso, mengatakan air naik.",
        language="id",
    )
    *_, said = warta.statements(article)
    assert (said.place, said.construction) == ("headline", "headline_colon")
    assert said.speaker is not None
    assert said.speaker.name == "Budi Santoso"
    check_spans(warta.statements(article), article.text, article.headline)


def test_the_acts_of_the_tables_are_of_the_closed_list() -> None:
    for path in CUES.glob("*/cues.tsv"):
        rows = [line.split("\t") for line in path.read_text(encoding="utf-8").splitlines() if line[:1] != "#"]
        assert all(len(row) == 7 for row in rows), path
        assert {row[3] for row in rows} <= set(ACTS), path
        assert {row[5] for row in rows} <= {"claimed", "asserted", "alleged", "denied", "future"}, path


def test_the_subject_is_the_core_s() -> None:
    for field in _Subject.__struct_fields__:
        _core.statements_batch(
            [json.dumps({field: None if field != "text" else ""} | {"grammar_only": False}).encode()]
        )
    with pytest.raises(ValueError, match="unknown field"):
        _core.statements_batch([b'{"nothing": 1}'])
    assert records.Statement.__struct_fields__[0] == "place"


def test_said_of_pages_and_of_records(tmp_path: Path) -> None:
    said = CliRunner().invoke(main, ["said", str(SEED), "--by", "kartapolov", "--act", "claims"])
    assert said.exit_code == 0
    assert said.stdout.startswith("Andrei Kartapolov · mengklaim · bahwa kurangnya respon AS")
    records_file = tmp_path / "articles.jsonl"
    records_file.write_text(warta.read(SEED.read_bytes()).to_json() + "\n")
    rows = CliRunner().invoke(main, ["said", str(records_file), "--via", "express", "--format", "jsonl"])
    (row,) = map(json.loads, rows.stdout.splitlines())
    assert (row["speaker"], row["day"], row["outlet"]) == ("Andrei Kartapolov", "2015-10-11", "SINDOnews")
    table = CliRunner().invoke(main, ["said", str(SEED), "--format", "csv", "-q", "--about", "55 target"])
    assert len(table.stdout.splitlines()) == 2
    wrong = CliRunner().invoke(main, ["said", str(SEED), "--act", "mumbles"])
    assert wrong.exit_code == 2
    assert "no such act" in wrong.stderr


def test_days_are_compared(seed: warta.Article) -> None:
    assert len(list(Which(since="2015-10-11", until="2015-10-11").of([seed]))) == 9
    assert not list(Which(since="2015-10-12").of([seed]))


def test_exports_mark_them(seed: warta.Article) -> None:
    assert '<mark title="Andrei Kartapolov · says · via Express">' in seed.html()
    assert "[^6]: Andrei Kartapolov · says · via Express" in seed.markdown()
