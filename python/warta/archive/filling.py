"""Filling: captures through the core into an archive, in parallel and resumable."""

import time
from collections import Counter, deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from itertools import islice
from typing import Any, TypeVar

from zlib_ng import zlib_ng

from warta import _core
from warta.archive.identity import capture_id
from warta.archive.rows import DEFLATE, Prepared, Source
from warta.archive.writer import PassedOver, Stored, Transaction, Writer
from warta.article import read_many_json
from warta.capture import Capture
from warta.errors import WartaError
from warta.options import Options, options_of
from warta.outcome import glance, reasons

BATCH_ARTICLES = 256
BATCH_SECONDS = 2.0
"""A batch is stored, and so acknowledged, at either: a durable commit takes some 5 ms on a disk, and
nobody wants to lose much more than this to a kill."""

PREPARING = 2
"""Threads that deflate records: deflating works without the interpreter's lock."""

T = TypeVar("T")

FIRST_AHEAD = 256
"""Articles of the first batch of `ahead`."""

AHEAD_CHARACTERS = 1 << 24
"""Characters of text after which a batch of `ahead` ends: its rows take some ten times as many bytes."""

LOOK_AHEAD = 64
"""Captures whose being known is asked for at once."""


@dataclass(slots=True)
class Filled:
    """What became of the captures of one run."""

    captures: int = 0
    stored: Counter[Stored] = field(default_factory=Counter)
    known: int = 0
    """Captures that the archive had already, and that were not read again."""
    not_articles: Counter[str] = field(default_factory=Counter)
    failures: Counter[str] = field(default_factory=Counter)

    def line(self, seconds: float) -> str:
        """The counts as one line.

        >>> print(Filled(captures=3, known=2, stored=Counter(new=1)).line(0.5))
        3 captures: 1 new, 0 revisions, 2 known, 0 no articles, 0 failed; 0.50 s, 6 captures/s
        """
        parts = [
            f"{self.stored['new']} new",
            f"{self.stored['revision']} revisions",
            f"{self.known + self.stored['known']} known",
            f"{self.not_articles.total()} no articles{reasons(self.not_articles)}",
            f"{self.failures.total()} failed{reasons(self.failures)}",
        ]
        if self.stored["deleted"]:
            parts.append(f"{self.stored['deleted']} left out because they were deleted")
        speed = f"{seconds:.2f} s, {self.captures / max(seconds, 1e-9):,.0f} captures/s"
        return f"{self.captures} captures: {', '.join(parts)}; {speed}"


def fill(
    writer: Writer,
    transaction: Callable[[], Transaction],
    captures: Iterable[Capture],
    *,
    options: Options,
    jobs: int | None,
    keep_payload: bool,
    advance: Callable[[int], None] = lambda count: None,
    acknowledge: Callable[[str], None] = lambda capture: None,
) -> Filled:
    """Reads captures and stores them, batch by batch; a capture that is known is not read again.

    ``advance`` is told the number of captures that are done, ``acknowledge`` each capture that is safely
    on the disk. What a run had stored before it was cut off stays, and the next run goes on after it.
    """
    filled = Filled()
    drawn: deque[tuple[Capture, Source]] = deque()
    prepared: list[Future[Prepared]] = []
    passed: list[PassedOver] = []
    renamed: list[tuple[str, str | None]] = []
    pending: list[str] = []
    last = time.monotonic()

    def feed() -> Iterator[Capture]:
        seen: set[str] = set()
        for group in _groups(captures):
            known = writer.known([source.capture for _, source in group])
            for capture, source in group:
                if source.capture in known or source.capture in seen:
                    filled.known += 1
                    filled.captures += 1
                    renamed.append((source.capture, source.name))
                    continue
                seen.add(source.capture)
                drawn.append((capture, source))
                # The archive keeps the name beside the record, which is the same under every name.
                yield Capture(
                    payload=capture.payload,
                    url=capture.url,
                    fetched_at=capture.fetched_at,
                    content_type=capture.content_type,
                    form=capture.form,
                    cut=capture.cut,
                )

    def store() -> None:
        nonlocal last
        with transaction():
            filled.stored.update(writer.store([each.result() for each in prepared]))
            writer.pass_over(passed)
            writer.rename(renamed)
        for capture in pending:
            acknowledge(capture)
        for waiting in (prepared, passed, renamed, pending):
            waiting.clear()
        last = time.monotonic()

    def prepare(record: bytes, source: Source, payload: bytes | None) -> Prepared:
        if payload is not None:
            source.payload = zlib_ng.compress(payload, DEFLATE)
            source.payload_bytes = len(payload)
        made = Prepared.of(record, source)
        source.payload_hash = made.record.payload_hash
        made.draft = writer.draft(made)
        return made

    with ThreadPoolExecutor(PREPARING, thread_name_prefix="warta-prepare") as pool:
        try:
            for record in read_many_json(feed(), jobs=jobs, options=options):
                capture, source = drawn.popleft()
                filled.captures += 1
                result, reason = glance(record).outcome()
                if result == "article":
                    payload = capture.payload if keep_payload else None
                    prepared.append(pool.submit(prepare, record, source, payload))
                else:
                    counts = filled.not_articles if result == "not_article" else filled.failures
                    counts[reason or ""] += 1
                    passed.append(PassedOver(source, result, reason or ""))
                pending.append(source.capture)
                advance(filled.captures)
                if len(pending) >= BATCH_ARTICLES or time.monotonic() - last >= BATCH_SECONDS:
                    store()
        except WartaError:
            # A source that cannot be read ends the run; what was read before it stays.
            store()
            raise
    store()
    return filled


def ahead(prepare: Callable[[T], Prepared], items: Iterable[T], size: int) -> Iterator[list[Prepared]]:
    """Batches of prepared articles; the next is made by a thread while one is being stored, since SQLite
    works without the interpreter's lock. They grow up to ``size``: the first is not waited for long."""
    source = iter(items)

    def batch(most: int) -> list[Prepared]:
        made, characters = [], 0
        for item in islice(source, most):
            made.append(prepare(item))
            characters += len(made[-1].record.text)
            if characters >= AHEAD_CHARACTERS:
                break
        return made

    most = min(size, FIRST_AHEAD)
    with ThreadPoolExecutor(1, thread_name_prefix="warta-prepare") as pool:
        coming = pool.submit(batch, most)
        while found := coming.result():
            most = min(size, most * 2)
            coming = pool.submit(batch, most)
            yield found


def _groups(captures: Iterable[Capture]) -> Iterator[list[tuple[Capture, Source]]]:
    """Captures with their sources, in groups that grow, so that the first does not wait for many."""
    group: list[tuple[Capture, Source]] = []
    size = 1
    try:
        for capture in captures:
            group.append((capture, source_of(capture)))
            if len(group) >= size:
                yield group
                group, size = [], min(size * 2, LOOK_AHEAD)
    except GeneratorExit:
        raise
    except BaseException:
        if group:
            yield group
        raise
    if group:
        yield group


def source_of(capture: Capture) -> Source:
    """What is kept of a capture besides its record."""
    return Source(
        capture=capture_id(capture),
        payload_hash="",
        url=capture.url,
        fetched_at=capture.fetched_at,
        content_type=capture.content_type,
        form=capture.form,
        name=capture.name,
        engine=_core.VERSION,
    )


def reading(options: Options | None, changes: dict[str, Any]) -> Options:
    """The options of reading for an archive: with evidence and statements, whatever else is asked."""
    return options_of(options, {**changes, "evidence": True, "statements": True})
