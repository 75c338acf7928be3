"""A capture checks what it is made from."""

from typing import Any

import pytest

from warta import Capture, WartaError


@pytest.mark.parametrize(
    "wrong",
    [
        {"payload": "text"},
        {"payload": None},
        {"url": b"x"},
        {"name": "\ud800"},
        {"fetched_at": "kemarin"},
        {"cut": ["x"]},
        {"cut": (3,)},
    ],
)
def test_wrong_types_are_misuse(wrong: dict[str, Any]) -> None:
    with pytest.raises(WartaError):
        Capture(**{"payload": b"", **wrong})
