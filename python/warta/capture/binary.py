"""Whether bytes are text at all, told before anything is read from them.

The bytes that no text holds are the *binary data bytes* of the standard by which browsers tell what a
resource is (https://mimesniff.spec.whatwg.org/#binary-data-byte). A browser stops at the first of them;
pages in the wild hold a few, so that their share decides here.
"""

from pathlib import Path

NOT_TEXT = "not_text"
"""The reason for it."""

BINARY_DATA_BYTES = bytes((*range(0x09), 0x0B, *range(0x0E, 0x1B), *range(0x1C, 0x20)))

LOOKED_AT = 8_192
"""First bytes that are looked at, some 10 µs; a page takes a hundred times as long to read."""

MOST_SHARE = 0.05
"""Share of binary data bytes past which bytes are no text: compressed data has .11, programs more, and of
the 4,117 pages and texts of the data sets and cases none has one here."""

FEW = 8
"""So many harm no page, however short it is."""

DATABASE_MAGIC = b"SQLite format 3\0"

BESIDE_DATABASE = ("-wal", "-shm", "-journal", ".lock")
"""What SQLite, and the lock of an archive, put beside a database while it is written."""

MAGIC = (
    DATABASE_MAGIC,
    b"\x37\x7f\x06\x82",  # SQLite's log
    b"\x37\x7f\x06\x83",
    b"%PDF-",
    b"\x89PNG\r\n\x1a\n",
    b"\xff\xd8\xff",  # JPEG
    b"II*\0",  # TIFF
    b"MM\0*",
    b"PK\x03\x04",  # ZIP: also DOCX, XLSX, EPUB
    b"PK\x05\x06",
    b"\x1f\x8b\x08",  # gzip
    b"BZh91AY&SY",
    b"\xfd7zXZ\0",
    b"\x28\xb5\x2f\xfd",  # Zstandard
    b"7z\xbc\xaf\x27\x1c",
    b"Rar!\x1a\x07",
    b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",  # DOC, XLS
    b"\x7fELF",
    b"ID3\x03",  # MP3
    b"ID3\x04",
    b"OggS\0",
    b"fLaC\0",
)
"""How well-known files begin that may be small, or hold much text at first; the share tells the others."""

TAR_MAGIC, TAR_AT = b"ustar", 257
"""A tar begins with the name of its first file, and zeros behind it."""

WIDE = ("utf-16-le", "utf-16-be", "utf-32-le", "utf-32-be")
"""Encodings of text that are full of binary data bytes."""

_WIDEST = 4
"""Bytes of a character in them: a cut between may leave the last one open."""


def is_binary(payload: bytes) -> bool:
    """Whether bytes are no text in any encoding: a picture, an archive, a program.

    >>> is_binary(b"%PDF-1.7 ..."), is_binary(bytes(range(256)))
    (True, True)
    >>> is_binary(b"<p>Air\\0naik"), is_binary("<p>Air naik setinggi dada.".encode("utf-16-le"))
    (False, False)
    """
    head = payload[:LOOKED_AT]
    if head.startswith(MAGIC) or (head.startswith(TAR_MAGIC, TAR_AT) and b"\0" in head[:TAR_AT]):
        return True
    found = _binary_data(head)
    return found > FEW and found > len(head) * MOST_SHARE and not any(_reads(head, each) for each in WIDE)


def _binary_data(head: bytes) -> int:
    return len(head) - len(head.translate(None, BINARY_DATA_BYTES))


def _reads(head: bytes, encoding: str) -> bool:
    """Whether bytes are text in a wide encoding."""
    try:
        text = head[: len(head) // _WIDEST * _WIDEST].decode(encoding)
    except UnicodeDecodeError as error:
        # A pair of surrogates may be cut in two.
        if error.start < len(head) - 2 * _WIDEST:
            return False
        text = head[: error.start].decode(encoding)
    return _binary_data(text.encode()) <= len(text) * MOST_SHARE


def is_database(path: Path) -> bool:
    """Whether a file is an SQLite database, as archives are.

    >>> is_database(Path("README.md"))
    False
    """
    try:
        if not path.is_file():
            return False
        with path.open("rb") as file:
            return file.read(len(DATABASE_MAGIC)) == DATABASE_MAGIC
    except OSError:
        return False


def beside_database(path: Path) -> bool:
    """Whether a file is one that stands beside a database while it is written."""
    return any(
        path.name.endswith(suffix) and is_database(path.with_name(path.name.removesuffix(suffix)))
        for suffix in BESIDE_DATABASE
    )
