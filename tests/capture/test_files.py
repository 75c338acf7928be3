"""Files, folders, globs and standard input."""

import gzip
import io
import os
import sys
import tempfile
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import warta
from warta import Capture, Intake, WartaError, captures


def names(*sources: object) -> list[str | None]:
    return [capture.name for capture in captures([str(source) for source in sources])]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name in ("b.html", "a.html", "sub/c.html.gz", ".hidden", ".git/x", "sub/a.html"):
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(gzip.compress(b"<p>c") if name.endswith(".gz") else b"<p>" + name.encode())
    return tmp_path


def test_a_file(folder: Path) -> None:
    (capture,) = captures([folder / "a.html"])
    assert capture == Capture(payload=b"<p>a.html", name=str(folder / "a.html"))


def test_a_folder_is_read_sorted_and_deep_without_hidden_files(folder: Path) -> None:
    found = [Path(name or "").relative_to(folder).as_posix() for name in names(folder)]
    assert found == ["a.html", "b.html", "sub/a.html", "sub/c.html.gz"]


def test_gzip_is_unpacked(folder: Path) -> None:
    assert [capture.payload for capture in captures([folder / "sub/c.html.gz"])] == [b"<p>c"]


def test_gzip_is_known_by_its_bytes(tmp_path: Path) -> None:
    (tmp_path / "page.html").write_bytes(gzip.compress(b"<p>c"))
    assert [capture.payload for capture in captures([tmp_path / "page.html"])] == [b"<p>c"]


def test_a_glob_is_sorted(folder: Path) -> None:
    assert names(folder / "*.html") == [str(folder / "a.html"), str(folder / "b.html")]
    assert len(names(folder / "**/*.html")) == 3


def test_a_file_with_brackets_in_its_name_is_a_file(tmp_path: Path) -> None:
    (tmp_path / "a[1].html").write_bytes(b"x")
    assert len(names(tmp_path / "a[1].html")) == 1


@pytest.mark.parametrize(
    ("source", "kind"),
    [
        ("nothing/here.html", "path"),
        ("nothing/*.html", "path"),
        ("https://example.org/a", "url"),
        ("FTP://x/y", "url"),
    ],
)
def test_what_is_not_there_is_misuse_at_once(source: str, kind: str) -> None:
    with pytest.raises(WartaError) as caught:
        captures(["examples", source])
    assert caught.value.kind == kind
    assert source in str(caught.value)


def test_a_network_address_gets_a_clear_word() -> None:
    with pytest.raises(WartaError, match="fetching comes later"):
        captures(["https://example.org"])


def test_standard_input(monkeypatch: pytest.MonkeyPatch) -> None:
    stdin = io.TextIOWrapper(io.BytesIO(gzip.compress(b"<p>x")))
    monkeypatch.setattr(sys, "stdin", stdin)
    assert list(captures(["-"])) == [Capture(payload=b"<p>x", name="-")]


def test_an_unreadable_file_is_an_empty_capture_with_the_reason(tmp_path: Path) -> None:
    (tmp_path / "gone.html").symlink_to(tmp_path / "nowhere")
    intake = Intake()
    (capture,) = captures([tmp_path / "gone.html"], intake=intake)
    assert (capture.payload, capture.cut) == (b"", ("unreadable",))
    assert "gone.html" in intake.damage[0]


def test_a_large_file_is_read_to_one_byte_past_the_cap(tmp_path: Path) -> None:
    (tmp_path / "a.html").write_bytes(b"a" * 5000)
    (capture,) = captures([tmp_path / "a.html"], max_bytes=1000)
    assert len(capture.payload) == 1001


def test_an_empty_file_is_a_capture(tmp_path: Path) -> None:
    (tmp_path / "a.html").touch()
    assert [capture.payload for capture in captures([tmp_path])] == [b""]


@pytest.mark.skipif(sys.platform != "linux", reason="names that are no UTF-8 exist on Linux")
def test_names_that_are_no_utf_8(tmp_path: Path) -> None:
    path = os.fsencode(tmp_path) + b"/\xff.html"
    with open(path, "wb") as file:  # noqa: PTH123 - a bytes path
        file.write(b"x")
    (name,) = names(tmp_path)
    assert name is not None
    assert name.endswith("\ufffd.html")


SEEDS = (
    b"",
    b"<p>x",
    gzip.compress(b"<p>x"),
    b"WARC/1.0\r\nWARC-Type: response\r\nContent-Length: 9\r\n\r\nHTTP/1.1 200 OK\r\n\r\n<p>\r\n\r\n",
    b'{"html": "<p>", "url": 3}\n',
    b'html,url\n"<p>",x\n',
)


@given(
    seed=st.sampled_from(SEEDS),
    place=st.integers(0, 80),
    noise=st.binary(max_size=60),
    name=st.sampled_from(
        ["a.html", "a.html.gz", "a.warc", "a.warc.gz", "a.wet.gz", "a.jsonl", "a.csv", "a.csv.gz"]
    ),
)
def test_whatever_a_file_holds_only_misuse_raises(seed: bytes, place: int, noise: bytes, name: str) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, name)
        path.write_bytes(seed[:place] + noise + seed[place:])
        try:
            found = list(captures([path]))
        except WartaError as error:
            if error.kind != "column":
                raise
        else:
            assert len(list(warta.read_many(found, jobs=1))) == len(found)
