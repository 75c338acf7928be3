"""What changed between two versions of a page, typed."""

import difflib
import re
from importlib import resources
from typing import Literal

from warta.archive.words import fold, words

Difference = Literal["headline", "number", "quotation", "correction_notice", "time_only", "other"]

_TOKEN = re.compile(r"\d+(?:[.,:]\d+)*|[^\W_]+|[“”\"«»]")
_TIME = re.compile(r"\d{1,2}[.:]\d{2}(?:[.:]\d{2})?|(?:19|20)\d\d")
_QUOTED = re.compile('[“"«]([^”"»]{3,2000})[”"»]')


def _table(kind: str) -> frozenset[str]:
    """The words of one kind in the tables of all languages."""
    folder = resources.files("warta.archive") / "languages"
    lines = (
        line
        for language in sorted(folder.iterdir(), key=lambda each: each.name)
        for line in (language / "changes.tsv").read_text("utf-8").splitlines()
        if not line.startswith("#")
    )
    return frozenset(words for found, _, words in (line.partition("\t") for line in lines) if found == kind)


TIME_WORDS = _table("time")
NOTICES = re.compile(rf"\b(?:{'|'.join(sorted(map(re.escape, _table('notice')), reverse=True))})\b")
"""Words by which outlets mark a correction."""

TOKENS_MOST = 20_000
"""Longer texts are compared by their lines, since comparing takes the square of what differs."""


def differences(before: tuple[str, str], after: tuple[str, str]) -> tuple[Difference, ...]:
    """The kinds of difference from one headline and text to the next; always at least one.

    >>> differences(("Banjir", "200 rumah terendam."), ("Banjir", "250 rumah terendam."))
    ('number',)
    >>> differences(("Banjir", "Diperbarui 10:05."), ("Banjir", "Diperbarui 11:40."))
    ('time_only',)
    >>> differences(("Banjir", "Air naik."), ("Banjir surut", "Air naik. Ralat: sudah surut."))
    ('headline', 'correction_notice')
    """
    found: list[Difference] = []
    if words(before[0]) != words(after[0]):
        found.append("headline")
    gone, come = _changed(before[1], after[1])
    tokens = gone + come
    if tokens and all(_TIME.fullmatch(token) or token in TIME_WORDS for token in tokens):
        return (*found, "time_only")
    if _numbers(gone) != _numbers(come):
        found.append("number")
    if _quotations(before[1]) != _quotations(after[1]):
        found.append("quotation")
    if len(NOTICES.findall(fold(after[1]))) > len(NOTICES.findall(fold(before[1]))):
        found.append("correction_notice")
    return tuple(found) or ("other",)


def _changed(before: str, after: str) -> tuple[list[str], list[str]]:
    old, new = _TOKEN.findall(fold(before)), _TOKEN.findall(fold(after))
    if len(old) + len(new) > TOKENS_MOST:
        lines_old, lines_new = fold(before).split("\n"), fold(after).split("\n")
        both = set(lines_old) & set(lines_new)
        return (
            [token for line in lines_old if line not in both for token in _TOKEN.findall(line)],
            [token for line in lines_new if line not in both for token in _TOKEN.findall(line)],
        )
    gone, come = [], []
    for tag, old_start, old_end, new_start, new_end in difflib.SequenceMatcher(
        None, old, new, autojunk=len(old) > 2000
    ).get_opcodes():
        if tag != "equal":
            gone += old[old_start:old_end]
            come += new[new_start:new_end]
    return gone, come


def _numbers(tokens: list[str]) -> list[str]:
    return sorted(token for token in tokens if token[0].isdigit())


def _quotations(text: str) -> list[list[str]]:
    return [words(quoted) for quoted in _QUOTED.findall(text)]
