"""The progress bar, on standard error and only where that is a terminal."""

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager

REDRAWS_PER_SECOND = 8
"""Often enough to be seen moving, too seldom to cost anything."""


@contextmanager
def progress(*, enabled: bool = True) -> Iterator[Callable[[int], None]]:
    """Shows pages read and pages/s while the context lasts; gives the function to call with the count.

    The total is not known beforehand, so that the bar shows the count and the speed, no end.
    """
    if not enabled or not sys.stderr.isatty():
        yield lambda pages: None
        return
    from rich.console import Console
    from rich.progress import Progress, SpinnerColumn, TaskProgressColumn, TextColumn, TimeElapsedColumn

    columns = (
        SpinnerColumn(),
        TextColumn("{task.completed:,} pages"),
        TaskProgressColumn(show_speed=True),
        TimeElapsedColumn(),
    )
    console = Console(stderr=True)
    with Progress(*columns, console=console, transient=True, refresh_per_second=REDRAWS_PER_SECOND) as bar:
        task = bar.add_task("read", total=None)
        yield lambda pages: bar.update(task, completed=pages)
