"""Identities: of an article, of its page, of a capture, and the number of its row.

Nothing here depends on what was added before, so that the order of adding never matters.
"""

import datetime
import hashlib
import re

from warta.addresses import address_of
from warta.capture import Capture

ID_BYTES = 16

HASH_BITS = 8
"""Bits of the row that tell articles of one minute apart. Each further bit would make each entry of the
index larger (24 bits: the index by a fifth); articles that want the same row are put in order instead."""

NUMBER_BITS = 10
STATEMENTS_MOST = 1 << NUMBER_BITS
"""Statements of one article that get a row; more stand in the record only."""

_TIME = re.compile(r"\d{4}-\d\d-\d\d(T\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:\d\d)?)?")

EPOCH = datetime.datetime(1900, 1, 1, tzinfo=datetime.UTC)
MINUTES_MOST = (1 << 28) - 1
"""Minutes after `EPOCH` that fit: until 2410. Earlier and later times are clamped."""

UNDATED_BITS = 30

DAY_MINUTES = 60
"""Articles that state no hour share this many minutes after midnight, so that few want the same row."""


def article_id(content_id: str, page: str) -> str:
    """The identity of an article: what it says, and the address it says it at.

    >>> len(article_id("b3f1", "https://example.org/a"))
    32
    """
    return digest(content_id, page)


def page_of(canonical_url: str | None, url: str | None, number: int | None, content_id: str) -> str:
    """What versions of one page share: its own address, or the content where it has none.

    The second page of a long article often calls the first its canonical one, so that the number counts.

    >>> page_of("https://example.org/a", "https://example.org/a?x", 2, "b3f1")
    'https://example.org/a#page=2'
    """
    address = address_of(canonical_url, url)
    if address is None:
        return f"content:{content_id}"
    return f"{address}#page={number}" if number is not None and number > 1 else address


def capture_id(capture: Capture) -> str:
    """The identity of a capture: bytes, address and time; not what its file is called."""
    made = hashlib.blake2b(digest_size=ID_BYTES)
    for part in (capture.url, capture.fetched_at, capture.content_type, capture.form, *capture.cut):
        made.update(b"\0" if part is None else b"\1" + part.encode() + b"\0")
    made.update(b"\2")
    made.update(capture.payload)
    return made.hexdigest()


def row_of(identity: str, iso: str | None) -> int:
    """The row that an article wants: later articles have larger ones, undated ones negative ones.

    So the index itself gives the newest first.

    >>> low, high = "00" * 16, "ff" * 16
    >>> row_of(low, None) < 0 < row_of(high, "2015-10-11") < row_of(low, "2015-10-12") < 1 << 36
    True
    """
    number = int(identity, 16)
    if iso is None:
        return -1 - number % (1 << UNDATED_BITS)
    found = minutes(iso)
    if len(iso) == len("2015-10-11"):
        found += number // (1 << HASH_BITS) % DAY_MINUTES
    return found << HASH_BITS | number % (1 << HASH_BITS)


def is_time(iso: str) -> bool:
    """Whether words are a time as records state it: a day, or a time with or without its offset.

    >>> is_time("2015-10-11"), is_time("2015-10-11T14:07+07:00"), is_time("2015-13-01"), is_time("yesterday")
    (True, True, False, False)
    """
    if not _TIME.fullmatch(iso):
        return False
    try:
        datetime.datetime.fromisoformat(iso)
    except ValueError:
        return False
    return True


def minutes(iso: str) -> int:
    """Minutes from `EPOCH`; a time without zone counts as UTC, a day from its midnight."""
    instant = datetime.datetime.fromisoformat(iso)
    if instant.tzinfo is None:
        instant = instant.replace(tzinfo=datetime.UTC)
    return min(max(int((instant - EPOCH).total_seconds() // 60), 0), MINUTES_MOST)


def first_row(day: datetime.date) -> int:
    """A row before all articles that state ``day`` or a later one, whatever their zone."""
    return min(_midnight(day, -1), MINUTES_MOST) << HASH_BITS


def last_row(day: datetime.date) -> int:
    """A row after all articles that state ``day`` or an earlier one, whatever their zone."""
    return (_midnight(day, 2) + 1) << HASH_BITS


def utc_day(row: int) -> datetime.date:
    """The day in UTC that a row stands at, where it is not an undated article's."""
    return (EPOCH + datetime.timedelta(minutes=row >> HASH_BITS)).date()


def utc_midnight(day: datetime.date) -> int:
    """The first row of a day in UTC.

    >>> utc_day(utc_midnight(datetime.date(2015, 10, 11)))
    datetime.date(2015, 10, 11)
    """
    return _midnight(day, 0) << HASH_BITS


def _midnight(day: datetime.date, later: int) -> int:
    """Minutes from `EPOCH` to the beginning of the day so many days later, which no calendar need have."""
    return max((day.toordinal() - EPOCH.toordinal() + later) * 24 * 60, 0)


def statement_row(row: int, number: int) -> int:
    """The row of a statement: read downwards, newer articles first, each in the order of its text.

    >>> statement_row(7, 1) < statement_row(7, 0) < statement_row(8, 5)
    True
    """
    return row << NUMBER_BITS | STATEMENTS_MOST - 1 - number


def statement_rows(row: int) -> tuple[int, int]:
    """The first and last row that statements of an article may have."""
    return row << NUMBER_BITS, row << NUMBER_BITS | STATEMENTS_MOST - 1


def digest(*parts: str) -> str:
    """A hash of some words, in order."""
    made = hashlib.blake2b(digest_size=ID_BYTES)
    for part in parts:
        made.update(part.encode("utf-8", "surrogatepass") + b"\0")
    return made.hexdigest()
