"""The records mirror record.rs, and their values do what they say."""

import datetime
import pickle
import re
from pathlib import Path

import msgspec
import pytest

import warta
from tests.sample import sample
from warta import records

RECORD_RS = Path(__file__).parent.parent / "crates/warta-core/src/record.rs"

PLACES = {"Document": "DocumentPlace", "Metadata": "MetadataPlace", "Derived": "DerivedPlace"}


def strict(record: bytes, kind: type = warta.Article) -> None:
    """Fails where the JSON has a field that the struct has not, at any depth."""
    plain = msgspec.json.decode(record)
    back = msgspec.json.decode(msgspec.json.encode(msgspec.json.decode(record, type=kind)))
    assert back == plain


@pytest.mark.skipif(not RECORD_RS.exists(), reason="the core's sources are not here")
def test_structs_have_the_fields_of_record_rs_in_its_order() -> None:
    source = RECORD_RS.read_text()
    structs = re.findall(r"pub struct (\w+) \{(.*?)\n\}", source, re.DOTALL)
    assert len(structs) >= 11
    for name, body in structs:
        renamed = dict(re.findall(r'rename = "(\w+)"\)\]\s*pub (\w+)', body))
        back = {rust: json for json, rust in renamed.items()}
        fields = [back.get(field, field) for field in re.findall(r"^\s+pub (\w+):", body, re.MULTILINE)]
        struct = getattr(records, name)
        assert list(struct.__struct_fields__) == fields, name


@pytest.mark.skipif(not RECORD_RS.exists(), reason="the core's sources are not here")
def test_places_have_the_variants_of_record_rs() -> None:
    body = re.search(r"pub enum Place \{(.*?)\n\}", RECORD_RS.read_text(), re.DOTALL)
    assert body is not None
    assert re.findall(r"^    (\w+)", body[1], re.MULTILINE) == list(PLACES)
    for variant, name in PLACES.items():
        assert getattr(records, name).__struct_config__.tag == variant.lower()


@pytest.mark.parametrize("payload", [b"", b"<p>Satu", b"MOSKOW - Satu dua tiga.\n\nEmpat lima."])
def test_what_the_core_writes_has_no_field_that_python_lacks(payload: bytes) -> None:
    options = warta.Options(evidence=True)
    (record,) = warta.article.read_many_json([payload], options=options)
    strict(record)
    assert list(msgspec.json.decode(record)) == list(warta.Article.__struct_fields__)


def test_every_field_is_documented() -> None:
    for struct in vars(records).values():
        if isinstance(struct, type) and issubclass(struct, msgspec.Struct):
            for field in msgspec.inspect.type_info(struct).fields:  # type: ignore[attr-defined]
                extra = field.type.extra_json_schema if hasattr(field.type, "extra_json_schema") else None
                assert (extra or {}).get("description", "").endswith("."), (struct.__name__, field.name)


def test_json_and_dict_go_round() -> None:
    article = sample()
    assert warta.Article.from_json(article.to_json()) == article
    assert warta.Article.from_json(article.to_json(indent=2)) == article
    assert msgspec.convert(article.to_dict(), warta.Article) == article
    assert pickle.loads(pickle.dumps(article)) == article


def test_records_are_frozen() -> None:
    with pytest.raises(AttributeError):
        sample().headline = "x"  # type: ignore[misc]


def test_the_sample_fills_every_field() -> None:
    article = sample()
    for name in article.__struct_fields__:
        assert getattr(article, name), name


def test_spans_cut_the_text() -> None:
    article = sample()
    for block in article.blocks:
        if block.span is not None:
            assert block.span.of(article.text) == block.text


@pytest.mark.parametrize(
    ("iso", "instant", "day"),
    [
        ("2015-10-11", None, (2015, 10, 11)),
        ("2015-10-11T14:07", None, (2015, 10, 11)),
        ("2015-10-11T14:07:30", None, (2015, 10, 11)),
        ("2015-10-11T14:07+07:00", "2015-10-11T07:07:00+00:00", (2015, 10, 11)),
        ("2015-10-11T23:07:01Z", "2015-10-11T23:07:01+00:00", (2015, 10, 11)),
        ("2015-10-11T23:07:01-03:30", "2015-10-12T02:37:01+00:00", (2015, 10, 11)),
    ],
)
def test_moments(iso: str, instant: str | None, day: tuple[int, int, int]) -> None:
    moment = warta.Moment(iso=iso, raw="", zone="none")
    assert str(moment) == iso
    assert moment.date == datetime.date(*day)
    if instant is None:
        assert moment.instant is None
    else:
        assert moment.instant == datetime.datetime.fromisoformat(instant)
        assert moment.instant.utcoffset() is not None


def test_from_json_refuses_what_is_no_article() -> None:
    with pytest.raises(warta.WartaError, match="no record"):
        warta.Article.from_json('{"headline": 3}')
