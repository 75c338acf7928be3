"""read and read_many: what goes in, in which order it comes out, and that a page never raises."""

import itertools
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import warta
from tests.test_records import strict
from warta import Article, Capture, DocumentPlace, Options, WartaError
from warta.article import BATCH_PAGES, read_many_json

TAGS = (
    "p",
    "div",
    "h1",
    "title",
    "script",
    "table",
    "ul",
    "li",
    "a href='/x'",
    "time datetime='2024-02-09'",
    "!--",
)


def check(article: Article) -> None:
    """What holds for every record, whatever the page."""
    assert article.schema == "warta/article/1"
    for block in article.blocks:
        if block.span is not None:
            assert block.span.of(article.text) == block.text
        for mark in block.marks:
            assert 0 <= mark.span.start < mark.span.end <= len(block.text)
    text = article.document_text
    for evidence in article.evidence:
        assert evidence.field in Article.__struct_fields__
        for where in (evidence.where, *(rival.where for rival in evidence.rivals)):
            if isinstance(where, DocumentPlace):
                assert text is not None
                assert 0 <= where.span.start <= where.span.end <= len(text)
    for dropped in article.dropped:
        assert text is not None
        assert dropped.span.of(text) == dropped.text
    for moment in (article.published_at, article.modified_at):
        if moment is not None:
            assert moment.date is not None
            assert moment.instant is None or moment.instant.tzinfo is not None
    for name in article.missing:
        assert name in Article.__struct_fields__
    for export in (article.markdown, article.html, article.to_jsonld, article.to_ninjs, article.why):
        assert export()


pages = st.one_of(
    st.binary(max_size=600),
    st.text(max_size=600),
    st.lists(
        st.one_of(
            st.sampled_from([f"<{tag}>" for tag in TAGS] + ["</p>", "</div>", "-->", "&amp;", "&#x;"]),
            st.text(max_size=40),
        ),
        max_size=40,
    ).map("".join),
)


@given(page=pages, form=st.sampled_from(["auto", "html", "flat"]))
def test_any_page_gives_a_record_whose_spans_cut_exactly(page: bytes | str, form: Any) -> None:
    check(warta.read(page, "https://example.org/a", form=form, evidence=True))
    check(warta.read(page, form=form))


@given(page=pages)
def test_the_record_is_the_same_with_and_without_evidence(page: bytes | str) -> None:
    bare = warta.read(page).to_dict()
    full = warta.read(page, evidence=True).to_dict()
    for name in ("evidence", "dropped", "document_text"):
        bare.pop(name)
        full.pop(name)
    assert bare == full


@pytest.mark.parametrize("payload", [None, 3, ["<p>"], object(), ("a", "b", "c")])
def test_what_is_no_payload_is_misuse(payload: Any) -> None:
    with pytest.raises(WartaError) as caught:
        warta.read(payload)
    assert caught.value.kind == "payload"


def test_bytes_like_payloads_are_bytes() -> None:
    page = b"<title>Banjir</title>"
    expected = warta.read(page)
    assert warta.read(bytearray(page)) == expected
    assert warta.read(memoryview(page)) == expected


def test_str_is_read_as_it_is_whatever_charset_it_names() -> None:
    page = '<meta charset="iso-8859-1"><title>Café “Ünder”</title>'
    for content_type in (None, "text/html; charset=windows-1251"):
        article = warta.read(page, content_type=content_type)
        assert article.encoding in ("UTF-8", "")
        assert article.headline in (None, "Café “Ünder”")


def test_lone_surrogates_do_not_raise() -> None:
    check(warta.read("<p>a\ud800b", evidence=True))


def test_the_url_is_kept() -> None:
    record = warta.read(b"<p>x", "https://example.org/a")
    assert next(warta.read_many([(b"<p>x", "https://example.org/a")])) == record


@pytest.mark.parametrize("jobs", [1, 2, 8, None])
def test_read_many_keeps_order_and_equals_read(jobs: int | None) -> None:
    payloads = [
        f"<title>{number}</title>" + "<p>kata " * (number % 7) for number in range(BATCH_PAGES * 5 + 3)
    ]
    assert list(warta.read_many(payloads, jobs=jobs)) == [warta.read(page) for page in payloads]


def test_read_many_is_lazy() -> None:
    drawn = 0

    def endless() -> Iterator[str]:
        nonlocal drawn
        for number in itertools.count():
            drawn += 1
            yield f"halaman {number}"

    records = warta.read_many(endless(), jobs=2)
    assert drawn == 0
    assert len(list(itertools.islice(records, 5))) == 5
    assert drawn <= BATCH_PAGES * 2 * 4
    del records


@pytest.mark.parametrize("jobs", [1, 2])
def test_a_wrong_item_raises_after_what_came_before(jobs: int) -> None:
    records = warta.read_many([b"a", b"b", None, b"c"], jobs=jobs)  # type: ignore[list-item]
    assert isinstance(next(records), Article)
    assert isinstance(next(records), Article)
    with pytest.raises(WartaError) as caught:
        next(records)
    assert caught.value.kind == "payload"


@pytest.mark.parametrize("jobs", [1, 2])
def test_an_error_of_the_caller_s_iterator_passes_through(jobs: int) -> None:
    def broken() -> Iterator[bytes]:
        yield b"a"
        raise OSError("disk")

    records = warta.read_many(broken(), jobs=jobs)
    assert isinstance(next(records), Article)
    with pytest.raises(OSError, match="disk"):
        next(records)


@pytest.mark.parametrize("jobs", [0, -1, True, "2"])
def test_wrong_jobs_are_misuse(jobs: Any) -> None:
    with pytest.raises(WartaError):
        warta.read_many([b"a"], jobs=jobs)


def test_a_capture_brings_its_circumstances() -> None:
    capture = Capture(
        payload=b"Satu",
        url="https://example.org/a",
        fetched_at="2024-02-09T10:00:00+00:00",
        name="crawl.wet#1",
        form="flat",
        cut=("warc_cut",),
    )
    (record,) = warta.read_many([capture])
    assert record.name == "crawl.wet#1"
    assert record.truncated[-1:] == ("warc_cut",)
    (line,) = read_many_json([capture], options=Options(evidence=True))
    strict(line)


def test_eight_threads_at_once_agree() -> None:
    payloads = [f"<title>{number}</title><p>Satu dua tiga." for number in range(200)]
    expected = [warta.read(page) for page in payloads]
    with ThreadPoolExecutor(8) as pool:
        for _ in range(3):
            assert list(pool.map(warta.read, payloads)) == expected


@pytest.mark.parametrize("host", ["127.0.0.1", "192.168.1.10", "[::1]"])
def test_a_number_is_no_outlet(host: str) -> None:
    page = (
        "<html><body><article><h1>Air naik</h1><p>" + "Air naik lagi di enam desa. " * 20 + "</p></article>"
    )
    assert warta.read(page, url=f"http://{host}/x").outlet is None
    assert warta.read(page, url="https://www.kabar.example/x").outlet == "kabar"
