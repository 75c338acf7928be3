"""The log copied into the archive while the writer goes on."""

import sqlite3
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any

from warta.archive.connection import CHECKPOINT_PAGES, PAGE_BYTES, open_copier

LOG_PAGES = (1 << 29) // PAGE_BYTES
"""Pages of the log for which the writer waits: a log begins anew only where all of it was copied before a
transaction begins."""

AHEAD_MOST = 2
"""Transactions that the writer may be ahead of a checkpoint."""


class Checkpoints(AbstractContextManager["Checkpoints"]):
    """Checkpoints by a thread with a connection of its own, while the writer goes on.

    Most of a checkpoint is waiting for the disk, and nothing committed depends on it: what one leaves, the
    next one copies, or whoever opens the file.
    """

    def __init__(self, path: Path, writer: sqlite3.Connection) -> None:
        self._writer = writer
        self._pool = ThreadPoolExecutor(1, thread_name_prefix="warta-checkpoint")
        self._copier = open_copier(path)
        self._running: Future[int] | None = None
        self._log = 0
        """Pages of the log when it was last copied."""
        self._ahead = 0

    def __enter__(self) -> "Checkpoints":
        self._writer.execute("PRAGMA wal_autocheckpoint = 0")
        return self

    def __exit__(self, *_: Any) -> None:
        self._pool.shutdown()
        self._copier.close()
        self._writer.execute(f"PRAGMA wal_autocheckpoint = {CHECKPOINT_PAGES}")

    def committed(self) -> None:
        """Says that the log has grown; waits where it has become long."""
        if self._running is not None:
            if self._log < LOG_PAGES and self._ahead < AHEAD_MOST and not self._running.done():
                self._ahead += 1
                return
            self._log = self._running.result()
        self._running, self._ahead = self._pool.submit(self._copy), 0
        if self._log >= LOG_PAGES:
            self._running.result()
            self._running, self._log = None, 0

    def _copy(self) -> int:
        try:
            return int(self._copier.execute("PRAGMA wal_checkpoint(PASSIVE)").fetchone()[1])
        except sqlite3.Error:
            # As SQLite does after a commit of its own: a full disk is told by what is committed next.
            return 0
