"""Gzip: members, damage and bombs."""

import gzip
import io
import random
import zlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from warta.capture.compressed import FREE_BYTES, MAX_RATIO, gunzip

MIB = 1 << 20


def unpack(data: bytes, max_bytes: int = 32 * MIB) -> tuple[bytes, tuple[str, ...]]:
    return gunzip(io.BytesIO(data), max_bytes)


@given(parts=st.lists(st.binary(max_size=5000), min_size=1, max_size=4), padding=st.integers(0, 600))
def test_members_are_joined_and_zero_padding_is_allowed(parts: list[bytes], padding: int) -> None:
    data = b"".join(gzip.compress(part) for part in parts) + b"\0" * padding
    assert unpack(data) == (b"".join(parts), ())


def test_a_large_page_comes_out_whole() -> None:
    page = random.Random(1).randbytes(3 * MIB)
    assert unpack(gzip.compress(page, 1)) == (page, ())


def test_truncated_at_every_byte() -> None:
    page = b"Banjir di Demak. " * 20
    data = gzip.compress(page)
    for length in range(3, len(data)):
        payload, cut = unpack(data[:length])
        assert cut == ("gzip_truncated",)
        assert page.startswith(payload)


def test_corrupt_data_keeps_what_came_before() -> None:
    first = gzip.compress(b"satu")
    assert unpack(first + b"no gzip at all") == (b"satu", ("gzip_corrupt",))
    assert unpack(b"\x1f\x8bnonsense")[1] == ("gzip_corrupt",)


@given(data=st.binary(max_size=300))
def test_random_bytes_never_raise(data: bytes) -> None:
    unpack(b"\x1f\x8b" + data)


def test_a_bomb_ends_with_its_reason() -> None:
    packer = zlib.compressobj(9, wbits=31)
    bomb = b"".join(packer.compress(bytes(MIB)) for _ in range(200)) + packer.flush()
    payload, cut = unpack(bomb, max_bytes=1 << 30)
    assert cut == ("gzip_ratio",)
    assert len(payload) <= MAX_RATIO * len(bomb) + 2 * MIB


@pytest.mark.parametrize("depth", [2, 3])
def test_nested_gzip_is_unpacked_once(depth: int) -> None:
    data = b"Banjir"
    for _ in range(depth):
        data = gzip.compress(data)
    assert gzip.decompress(data) == unpack(data)[0]


def test_one_byte_past_the_cap_tells_the_core() -> None:
    payload, cut = unpack(gzip.compress(b"a" * 5000), max_bytes=1000)
    assert (len(payload), cut) == (1001, ())


def test_blanks_below_the_free_size_pass() -> None:
    assert unpack(gzip.compress(b" " * FREE_BYTES)) == (b" " * FREE_BYTES, ())
