"""The progress bar, on standard error and only where that is a terminal."""

import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

REDRAWS_PER_SECOND = 8
"""Often enough to be seen moving, too seldom to cost anything."""


@contextmanager
def progress(*, enabled: bool = True) -> Iterator[Callable[[int], None]]:
    """Shows pages read and pages/s while the context lasts; gives the function to call with the count.

    The total is not known beforehand, so that it shows a count and the speed, no end.
    """
    if not enabled or not sys.stderr.isatty():
        yield lambda pages: None
        return
    from rich.console import Console
    from rich.status import Status

    start = drawn = time.monotonic()

    def advance(pages: int) -> None:
        nonlocal drawn
        now = time.monotonic()
        if now - drawn >= 1 / REDRAWS_PER_SECOND:
            drawn = now
            status.update(f"{pages:,} pages, {pages / (now - start):,.0f} pages/s")

    with Status("reading", console=Console(stderr=True), refresh_per_second=REDRAWS_PER_SECOND) as status:
        yield advance
