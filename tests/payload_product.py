"""The large set of hostile strings: acts x places x encodings of `cases/hostile/product.tsv`."""

import itertools
import re
from functools import cache
from pathlib import Path

PRODUCT = Path(__file__).parent.parent / "cases/hostile/product.tsv"

FULL_WIDTH = 0xFEE0
"""From a character of ASCII to its full-width twin."""

_ESCAPE = re.compile(r"\\(?:([\\nt0])|x([0-9a-f]{2})|u([0-9a-f]{4}))")
_NAMED = {"\\": "\\", "n": "\n", "t": "\t", "0": "\0"}


def _unescaped(text: str) -> str:
    return _ESCAPE.sub(
        lambda match: _NAMED[match[1]] if match[1] else chr(int(match[2] or match[3], 16)), text
    )


def encoded(text: str, pattern: str, form: str) -> str:
    """A string with each match of a pattern put as an encoding's form says.

    >>> encoded("<b>", "[<>]", "&#{d};"), encoded("<b>", "[<>]", "%{h}"), encoded("<b>", "(?<=<)(?=b)", "/")
    ('&#60;b&#62;', '%3Cb%3E', '</b>')
    """

    def put(match: re.Match[str]) -> str:
        c = match[0]
        if not c:
            return form
        number = ord(c[0])
        full = chr(number + FULL_WIDTH)
        return form.format(
            c=c, u=c.upper(), d=number, x=f"{number:x}", x4=f"{number:04x}", h=f"{number:02X}", f=full
        )

    return re.sub(pattern, put, text)


@cache
def product() -> tuple[str, ...]:
    """All of them, each once, in the order of the table."""
    parts: dict[str, list[list[str]]] = {"act": [], "place": [], "encoding": []}
    for line in PRODUCT.read_text("utf-8").splitlines():
        if not line.startswith("#"):
            part, _, *rest = line.split("\t")
            parts[part].append(rest)
    made = (
        encoded(_unescaped(place).replace("{}", act), pattern, _unescaped(form))
        for (act,), (place,), (pattern, form) in itertools.product(*parts.values())
    )
    return tuple(dict.fromkeys(made))


def sample(count: int) -> list[str]:
    """So many of them, from all over the product."""
    every = product()
    step = max(len(every) // count, 1)
    # A step that has no factor in common with the lengths of the parts meets all rows of each.
    while any(step % prime == 0 for prime in (2, 3, 5, 7, 43)):
        step += 1
    return [every[number * step % len(every)] for number in range(min(count, len(every)))]
