"""WARC and WET: which records are pages, and what damage hides."""

import gzip
import random
import zlib
from collections.abc import Callable
from pathlib import Path

import brotli
import pytest

from warta import Capture, Intake, captures


def record(
    number: int,
    body: bytes,
    *,
    kind: str = "response",
    content_type: str = "text/html; charset=utf-8",
    status: str = "200 OK",
    encoding: str | None = None,
    claimed: int = 0,
) -> bytes:
    """One WARC record; ``claimed`` is added to its true length."""
    http = kind == "response"
    head = f"HTTP/1.1 {status}\r\nContent-Type: {content_type}\r\n" if http else ""
    head += f"Content-Encoding: {encoding}\r\n" if encoding else ""
    block = (head + "\r\n").encode() + body if http else body
    outer = "application/http;msgtype=response" if http else content_type
    return (
        f"WARC/1.0\r\nWARC-Type: {kind}\r\nWARC-Record-ID: <urn:uuid:{number}>\r\n"
        f"WARC-Target-URI: https://example.org/{number}\r\nWARC-Date: 2024-02-09T10:00:00Z\r\n"
        f"Content-Type: {outer}\r\nContent-Length: {len(block) + claimed}\r\n\r\n"
    ).encode() + block + b"\r\n\r\n"  # fmt: skip


def read(path: Path, data: bytes, max_bytes: int = 1 << 20) -> tuple[list[Capture], Intake]:
    path.write_bytes(data)
    intake = Intake()
    return list(captures([path], intake=intake, max_bytes=max_bytes)), intake


PAGES = [record(number, b"<p>halaman %d" % number) for number in range(5)]


@pytest.mark.parametrize("packed", [False, True])
def test_pages_come_with_their_circumstances(tmp_path: Path, packed: bool) -> None:
    path = tmp_path / ("a.warc.gz" if packed else "a.warc")
    found, intake = read(path, b"".join(map(gzip.compress, PAGES) if packed else PAGES))
    assert len(found) == 5
    assert found[1] == Capture(
        payload=b"<p>halaman 1",
        url="https://example.org/1",
        fetched_at="2024-02-09T10:00:00+00:00",
        content_type="text/html; charset=utf-8",
        name=f"{path}#urn:uuid:1",
    )
    assert not intake.damage
    assert not intake.skipped


def test_the_kind_is_known_by_the_first_bytes(tmp_path: Path) -> None:
    assert len(read(tmp_path / "download", b"".join(PAGES))[0]) == 5


def test_what_is_no_page_is_counted(tmp_path: Path) -> None:
    data = b"".join(
        [
            record(0, b"<p>0"),
            record(1, b"GIF89a", content_type="image/gif"),
            record(2, b"gone", status="404 Not Found"),
            record(3, b"software: x\r\n", kind="warcinfo", content_type="application/warc-fields"),
            record(4, b"<p>4", kind="resource", content_type="text/html"),
        ]
    )
    found, intake = read(tmp_path / "a.warc", data)
    assert [capture.payload for capture in found] == [b"<p>0", b"<p>4"]
    assert intake.skipped == {"not_text": 1, "http_status": 1}


def test_wet_is_flattened_text(tmp_path: Path) -> None:
    data = record(0, "Banjir é".encode(), kind="conversion", content_type="text/plain")
    (capture,) = read(tmp_path / "a.wet.gz", gzip.compress(data))[0]
    assert (capture.form, capture.payload) == ("flat", "Banjir é".encode())


@pytest.mark.parametrize(
    ("encoding", "pack"),
    [("gzip", gzip.compress), ("x-gzip", gzip.compress), ("deflate", zlib.compress), ("br", brotli.compress)],
)
def test_content_encodings_are_undone(tmp_path: Path, encoding: str, pack: Callable[[bytes], bytes]) -> None:
    page = b"<p>Banjir di Demak. " * 9000
    (capture,) = read(tmp_path / "a.warc", record(0, pack(page), encoding=encoding))[0]
    assert (capture.payload, capture.cut) == (page, ())
    (capture,) = read(tmp_path / "b.warc", record(0, pack(bytes(40 << 20)), encoding=encoding), 32 << 20)[0]
    assert capture.cut[0].endswith("_ratio")
    assert len(capture.payload) < 16 << 20


def test_a_payload_stored_decoded_under_its_old_header_is_read(tmp_path: Path) -> None:
    (capture,) = read(tmp_path / "a.warc", record(0, b"<p>x", encoding="gzip"))[0]
    assert (capture.payload, capture.cut) == (b"<p>x", ())


def test_chunks_are_joined(tmp_path: Path) -> None:
    body = b"4\r\n<p>x\r\n3\r\nyz.\r\n0\r\n\r\n"
    data = record(0, body, content_type="text/html\r\nTransfer-Encoding: chunked")
    assert read(tmp_path / "a.warc", data)[0][0].payload == b"<p>xyz."


@pytest.mark.parametrize("encoding", ["gzip", "deflate", "br"])
def test_damaged_content_encoding_has_its_reason(tmp_path: Path, encoding: str) -> None:
    page = random.Random(1).randbytes(300_000)
    pack = {"gzip": gzip.compress, "deflate": zlib.compress, "br": brotli.compress}[encoding]
    packed = pack(page)
    data = packed[:200_000] + b"\xff" * 400 + packed[200_400:-20] + b"\xff" * 20
    (capture,) = read(tmp_path / "a.warc", record(0, data, encoding=encoding))[0]
    assert capture.cut in (("gzip_corrupt",), ("content_corrupt",))
    assert len(capture.payload) > 100_000


def test_a_gzip_payload_that_ends_early_is_marked(tmp_path: Path) -> None:
    data = gzip.compress(b"Banjir di Demak. " * 99)[:-9]
    (capture,) = read(tmp_path / "a.warc", record(0, data, encoding="gzip"))[0]
    assert capture.cut == ("gzip_truncated",)


def test_a_record_cut_by_the_end_of_the_file_is_marked(tmp_path: Path) -> None:
    found, intake = read(tmp_path / "a.warc", b"".join(PAGES)[:-10])
    assert [capture.cut for capture in found] == [(), (), (), (), ("warc_cut",)]
    assert "has" in intake.damage[0]


def test_a_gzip_that_ends_inside_a_member_is_reported(tmp_path: Path) -> None:
    _, intake = read(tmp_path / "a.warc.gz", b"".join(map(gzip.compress, PAGES))[:-30])
    assert intake.damage


@pytest.mark.parametrize("kept", [5, 20, 40])
def test_a_gzip_that_ends_inside_a_records_headers_is_reported(tmp_path: Path, kept: int) -> None:
    """FastWARC passes over such a record without a word."""
    packed = [gzip.compress(page) for page in PAGES]
    found, intake = read(tmp_path / "a.warc.gz", b"".join(packed[:4]) + packed[4][:kept])
    assert len(found) == 4
    assert len(intake.damage) == 1
    assert "number 4" in intake.damage[0]
    assert not read(tmp_path / "b.warc.gz", b"".join(packed))[1].damage


@pytest.mark.parametrize("packed", [False, True])
def test_damage_in_the_middle_is_reported_with_what_it_hides(tmp_path: Path, packed: bool) -> None:
    parts = [gzip.compress(page) for page in PAGES] if packed else list(PAGES)
    parts[2] = b"XXXXXXXX" + parts[2][8:]
    data = b"".join(parts)
    found, intake = read(tmp_path / "a.warc", data)
    assert [capture.payload for capture in found] == [b"<p>halaman 0", b"<p>halaman 1"]
    last = len(parts[0])
    assert f"after the record at byte {last}, number 2" in intake.damage[0]
    assert f"{len(data) - last} bytes from there to the end" in intake.damage[0]


def test_a_length_that_lies_is_reported(tmp_path: Path) -> None:
    data = b"".join([PAGES[0], record(1, b"<p>1", claimed=300), *PAGES[2:]])
    _, intake = read(tmp_path / "a.warc", data)
    assert intake.damage


def test_what_is_no_warc_is_reported(tmp_path: Path) -> None:
    assert read(tmp_path / "a.warc", b"no archive at all")[1].damage
    assert read(tmp_path / "b.warc", b"")[1].damage


def test_large_records_end_at_the_cap(tmp_path: Path) -> None:
    (capture,) = read(tmp_path / "a.warc", record(0, b"a" * 5000), max_bytes=1000)[0]
    assert len(capture.payload) == 1001
