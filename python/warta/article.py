"""The article stage: payloads into records, one or many.

The work is done by the Rust core with the interpreter lock released; this module turns arguments
into what the core takes and shares many pages out among threads.
"""

import os
from collections import deque
from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Any

import msgspec

from warta import _core
from warta.capture.binary import NOT_TEXT, is_binary
from warta.capture.record import Capture
from warta.errors import WartaError
from warta.options import Options, check_text, options_of
from warta.records import DECODER, Article

Payload = bytes | bytearray | memoryview | str
Item = Payload | tuple[Payload, str | None] | Capture
Page = tuple[bytes, str, str | None, list[str]]

BATCH_PAGES = 16
BATCH_BYTES = 1 << 20
"""A batch for one thread ends at either: sharing out costs about 50 µs, reading a page about 1 ms."""

RAMP = 4
"""Batches that each thread gets of one size before they become larger."""

BATCHES_AHEAD = 3
"""Batches waiting or at work per thread, so that none runs dry and memory stays bounded."""

_encode = msgspec.json.Encoder().encode


def read(
    payload: Payload, url: str | None = None, *, options: Options | None = None, **changes: Any
) -> Article:
    """Reads one news page, HTML or flattened text, into an `Article`.

    ``payload`` is bytes (decoded as browsers do) or str. ``url`` is its address, and any field of
    `Options` may be given by name on top of ``options``. Never raises for what a page contains: a
    hopeless page gives a record without main content and with the reason in ``missing``; bytes that are
    no text in any encoding (a picture, a PDF) are not read, and ``truncated`` holds ``not_text``. Misuse
    raises `WartaError`.

    Example:
        >>> article = read("<title>Banjir</title>", "https://example.org/banjir", form="html")
        >>> article.url
        'https://example.org/banjir'
    """
    options = options_of(options, changes)
    page = _page((payload, url), options, options.as_dict())
    return DECODER.decode(_core.read_batch([page])[0])


def read_many(
    payloads: Iterable[Item],
    *,
    jobs: int | None = None,
    options: Options | None = None,
    **changes: Any,
) -> Iterator[Article]:
    """Reads many pages in parallel and yields their records lazily, in the order of ``payloads``.

    Each item is bytes or str, a pair of payload and url, or a `Capture`. ``jobs`` is the number of
    threads, by default one per usable processor; the interpreter lock is released while they read. A
    bad page gives a record with the reason and never stops the rest; an item of a wrong type raises
    `WartaError` after everything before it was yielded.

    Example:
        >>> [article.form for article in read_many(["satu", ("dua", "https://example.org/2")], form="flat")]
        ['flat', 'flat']
    """
    return _articles(read_many_json(payloads, jobs=jobs, options=options, **changes))


def read_many_json(
    payloads: Iterable[Item],
    *,
    jobs: int | None = None,
    options: Options | None = None,
    **changes: Any,
) -> Iterator[bytes]:
    """Like `read_many`, but yields each record as the JSON line that the core made of it.

    Example:
        >>> next(read_many_json([b"satu"]))[:28]
        b'{"schema":"warta/article/1",'
    """
    options = options_of(options, changes)
    jobs = _jobs(jobs)
    batches = _batches(payloads, options, jobs)
    if jobs == 1:
        return (record for batch in batches for record in _core.read_batch(batch))
    return _in_threads(batches, jobs)


def _articles(records: Iterator[bytes]) -> Iterator[Article]:
    for record in records:
        yield DECODER.decode(record)


def usable_processors() -> int:
    """Processors that this process may run on."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0)) or 1
    return os.cpu_count() or 1


def _jobs(jobs: int | None) -> int:
    if jobs is None:
        return usable_processors()
    if type(jobs) is not int or jobs < 1:
        raise WartaError("option", f"jobs is a number of threads from 1, not {jobs!r}")
    return jobs


def _batches(items: Iterable[Item], options: Options, jobs: int) -> Iterator[list[Page]]:
    """Pages in batches; what goes wrong with an item is raised after the batch before it.

    The first batches are of one page and later ones larger, so that a few pages are shared out too and
    the first record does not wait for many.
    """
    base = options.as_dict()
    batch: list[Page] = []
    size = 0
    drawn = 0
    try:
        for item in items:
            page = _page(item, options, base)
            batch.append(page)
            size += len(page[0])
            drawn += 1
            if len(batch) >= min(BATCH_PAGES, drawn // (RAMP * jobs)) or size >= BATCH_BYTES:
                yield batch
                batch, size = [], 0
    except GeneratorExit:
        raise
    except BaseException:
        if batch:
            yield batch
        raise
    if batch:
        yield batch


def _in_threads(batches: Iterator[list[Page]], jobs: int) -> Iterator[bytes]:
    waiting: deque[Future[list[bytes]]] = deque()
    failure: BaseException | None = None
    pool = ThreadPoolExecutor(jobs, thread_name_prefix="warta")
    try:
        while True:
            while failure is None and len(waiting) < jobs * BATCHES_AHEAD:
                try:
                    waiting.append(pool.submit(_core.read_batch, next(batches)))
                except StopIteration:
                    break
                except BaseException as error:
                    failure = error
            if not waiting:
                break
            yield from waiting.popleft().result()
        if failure is not None:
            raise failure
    finally:
        pool.shutdown(wait=True, cancel_futures=True)


def _page(item: Item, options: Options, base: dict[str, Any]) -> Page:
    """One item as the core takes it: payload, options as JSON, name, what capture cut."""
    if isinstance(item, Capture):
        changes: dict[str, Any] = {
            "url": item.url,
            "fetched_at": item.fetched_at,
            "content_type": item.content_type,
        }
        changes = {name: value for name, value in changes.items() if value is not None}
        if item.form != "auto" and options.form == "auto":
            changes["form"] = item.form
        return _told_apart(item.payload, base, changes, item.name, list(item.cut))
    payload, url = item if isinstance(item, tuple) and len(item) == 2 else (item, None)
    check_text("url", url)
    changes = {} if url is None else {"url": url}
    if isinstance(payload, str):
        # Text is decoded already, whatever charset the page or the caller names.
        kind = (options.content_type or "").partition(";")[0]
        changes["content_type"] = f"{kind}; charset=utf-8"
        # A lone surrogate has no UTF-8 form; the decoder shows it as U+FFFD.
        return payload.encode("utf-8", "surrogatepass"), _json(base, changes), None, []
    if isinstance(payload, bytes | bytearray | memoryview):
        return _told_apart(bytes(payload), base, changes, None, [])
    raise WartaError("payload", f"a payload is bytes or str, not {type(payload).__name__}")


def _told_apart(
    payload: bytes, base: dict[str, Any], changes: dict[str, Any], name: str | None, cut: list[str]
) -> Page:
    """A page of bytes; of what is no text nothing is read, so that the record has its hash and the reason."""
    if is_binary(payload):
        return payload, _json(base, {**changes, "max_bytes": 0}), name, [*cut, NOT_TEXT]
    return payload, _json(base, changes), name, cut


def _json(base: dict[str, Any], changes: dict[str, Any]) -> str:
    return _encode({**base, **changes}).decode()
