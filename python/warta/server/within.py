"""A request's time, and a second thread for what one page counts while it lists."""

import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from typing import Generic, TypeVar

from warta.archive.archive import Archive

T = TypeVar("T")

STEPS_BETWEEN_LOOKS = 10_000
"""Instructions of SQLite's machine between two looks at the clock, about 1 ms."""

THREADS = 4
"""Threads that count beside the ones that answer, two for each processor of the machine that was measured.

Where all are at work a request counts by itself.
"""


@contextmanager
def within(archive: Archive, end: float) -> Iterator[None]:
    """Interrupts what this thread asks of the archive after ``end``, a `time.monotonic`."""
    connection = archive.connection
    connection.set_progress_handler(lambda: time.monotonic() > end, STEPS_BETWEEN_LOOKS)
    try:
        yield
    finally:
        connection.set_progress_handler(None, 0)


class Later(Generic[T]):
    """An answer that another thread makes, or the one that asks for it."""

    def __init__(self, make: Callable[[], T], started: Future[T] | None) -> None:
        self._make, self._started = make, started

    def get(self) -> T:
        """The answer, as soon as it is made; raises what making it raised."""
        return self._make() if self._started is None else self._started.result()


class Beside:
    """Makes answers in threads of its own while the one that asks goes on.

    SQLite runs without the interpreter's lock.
    """

    def __init__(self, archive: Archive) -> None:
        self._archive = archive
        self._threads = ThreadPoolExecutor(THREADS, thread_name_prefix="warta-beside")
        self._free = threading.Semaphore(THREADS)

    def start(self, make: Callable[[], T], end: float) -> Later[T]:
        """Begins to make an answer that is given up after ``end``."""
        if not self._free.acquire(blocking=False):
            return Later(make, None)

        def made() -> T:
            try:
                with within(self._archive, end):
                    return make()
            finally:
                self._free.release()

        return Later(make, self._threads.submit(made))
