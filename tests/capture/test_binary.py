"""Bytes that are no text at all, and text that looks a little like them."""

import io
import random
import sqlite3
import tarfile
import zipfile
from contextlib import closing
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import warta
from warta import Intake, captures
from warta.capture.binary import is_binary
from warta.outcome import glance

PAGE = "<!doctype html><title>Banjir</title><p>Air naik sampai setinggi dada orang dewasa di 涓 Demak.</p>\n"


def tar(text: str) -> bytes:
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w") as archive:
        entry = tarfile.TarInfo("page.html")
        entry.size = len(text.encode())
        archive.addfile(entry, io.BytesIO(text.encode()))
    return out.getvalue()


def zipped(text: str) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("page.html", text)
    return out.getvalue()


BINARY = {
    "png": b"\x89PNG\r\n\x1a\n" + b"text " * 2000,
    "pdf": b"%PDF-1.7\n" + b"1 0 obj << /Type /Catalog >> endobj\n" * 300,
    "sqlite": b"SQLite format 3\0" + b"text " * 2000,
    "program": b"\x7fELF\x02\x01\x01" + bytes(9) + b"\x03\x00\x3e\x00" * 400,
    "tar of a page": tar(PAGE * 200),
    "zip of a page, stored": zipped(PAGE * 200),
    "zeros": bytes(5_000),
    "compressed, as it looks": random.Random(0).randbytes(4_000),
    "pixel": b"GIF89a\1\0\1\0\x80\0\0\xff\xff\xff\0\0\0!\xf9\4\0\0\0\0\0,\0\0",
}


@pytest.mark.parametrize("payload", BINARY.values(), ids=BINARY)
def test_what_is_no_text_is_told_by_its_bytes(payload: bytes) -> None:
    assert is_binary(payload)
    article = warta.read(payload)
    assert (article.kind, article.text, article.headline) == ("other", "", None)
    assert article.missing["text"] == "no_visible_text"
    assert article.truncated[-1] == "not_text"
    (record,) = warta.article.read_many_json([payload])
    assert glance(record).outcome() == ("failed", "not_text")


def test_the_record_of_what_is_no_text_has_its_hash() -> None:
    one, other = (warta.read(BINARY[name]) for name in ("png", "pdf"))
    assert one.payload_hash != other.payload_hash != warta.read(b"").payload_hash


@pytest.mark.parametrize(
    "encoding",
    ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "utf-32-le", "utf-32-be", "gb18030"],
)
@pytest.mark.parametrize("text", [PAGE, PAGE * 400, "涓丁七万丈三上下不与丐丑\n" * 900])
def test_text_stays_text_in_every_encoding(encoding: str, text: str) -> None:
    assert not is_binary(text.encode(encoding))
    assert not is_binary(text.encode(encoding)[:-1])


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be"])
def test_a_page_in_utf_16_is_read(encoding: str) -> None:
    assert warta.read(PAGE.encode(encoding)).headline == "Banjir"


def test_stray_zeros_are_no_harm() -> None:
    short = b"<title>Banjir\0</title>\0\0<p>Air\0 naik\0</p>"
    assert not is_binary(short)
    assert not is_binary(PAGE.encode().replace(b" ", b"\0 ") * 3 + PAGE.encode() * 50)
    assert not is_binary(b"mustard " * 32 + b"ustar of the month" + b" and more" * 50)
    assert warta.read(short).headline is not None


@given(st.text(alphabet=st.characters(exclude_categories=["Cs", "Cc"]), max_size=300))
def test_no_text_is_taken_for_binary(text: str) -> None:
    assert not is_binary(text.encode()) or text.startswith(("%PDF-", "BZh91AY&SY"))


def test_str_is_text_whatever_it_holds() -> None:
    assert "not_text" not in warta.read("%PDF-1.7 stands at the head of a file").truncated


def test_databases_in_folders_are_passed_over_and_named(tmp_path: Path) -> None:
    with closing(sqlite3.connect(tmp_path / "other.db")) as connection:
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("CREATE TABLE t (a)")
        connection.commit()
        (tmp_path / "page.html").write_text(PAGE, "utf-8")
        (tmp_path / "other.db.lock").write_text("{}")
        (tmp_path / "page.lock").write_text(PAGE, "utf-8")
        assert (tmp_path / "other.db-wal").exists()
        for source in (tmp_path, tmp_path / "*"):
            intake = Intake()
            found = [Path(each.name or "").name for each in captures([source], intake=intake)]
            assert found == ["page.html", "page.lock"]
            assert [Path(name).name for name in intake.databases] == ["other.db"]
        (named,) = captures([tmp_path / "other.db"])
        assert is_binary(named.payload)
