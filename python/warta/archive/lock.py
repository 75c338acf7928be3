"""One writer at a time, and whoever waits is told for whom."""

import json
import os
import sys
import time
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType
from typing import Self

from warta.errors import WartaError

TRY_EVERY = 0.05
"""Seconds between attempts."""


class WriterLock:
    """A lock of the operating system on ``ARCHIVE.lock``, which says in words who holds it.

    The system frees it when its holder dies, however that happens. Raises `WartaError` of kind ``locked``
    with the holder's process and command where it is not free after ``wait`` seconds.

    Example:
        >>> import tempfile
        >>> path = Path(tempfile.mkdtemp(), "a.warta")
        >>> with WriterLock(path):
        ...     Path(f"{path}.lock").exists()
        True
        >>> Path(f"{path}.lock").exists()
        False
    """

    def __init__(self, archive: Path, *, wait: float = 0.0) -> None:
        self._archive = archive
        self._path = Path(f"{archive}.lock")
        self._wait = wait
        self._file: int | None = None

    def acquire(self) -> None:
        """Takes the lock."""
        until = time.monotonic() + self._wait
        while True:
            try:
                file = os.open(self._path, os.O_RDWR | os.O_CREAT, 0o644)
            except OSError as error:
                raise WartaError(
                    "output", f"cannot write beside {self._archive}: {error.strerror or error}"
                ) from None
            if _take(file):
                # Its holder may have removed the file between the two calls: then this is another one.
                if self._is(file):
                    break
                os.close(file)
                continue
            holder = _holder(file)
            os.close(file)
            if time.monotonic() >= until:
                raise WartaError("locked", f"{self._archive} is being written by {holder}")
            time.sleep(TRY_EVERY)
        self._file = file
        command = " ".join(Path(word).name if number == 0 else word for number, word in enumerate(sys.argv))
        note = {"process": os.getpid(), "command": command[:200], "since": _now()}
        # The lock stands even where the disk has no room for the note.
        try:
            os.ftruncate(file, 0)
            os.pwrite(file, json.dumps(note).encode(), 0)
        except OSError:
            pass

    def release(self) -> None:
        """Gives it back."""
        if self._file is not None:
            self._path.unlink(missing_ok=True)
            os.close(self._file)
            self._file = None

    def _is(self, file: int) -> bool:
        try:
            return os.path.samestat(os.fstat(file), self._path.stat())
        except OSError:
            return False

    def __enter__(self) -> Self:
        self.acquire()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self.release()


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")


def _holder(file: int) -> str:
    try:
        note = json.loads(os.pread(file, 4096, 0))
        return f"process {note['process']} ({note['command']}) since {note['since']}"
    except (OSError, ValueError, KeyError, TypeError):
        return "another process"


if sys.platform == "win32":
    import msvcrt

    def _take(file: int) -> bool:
        # A byte far behind the note, so that others can read the note.
        os.lseek(file, 1 << 30, os.SEEK_SET)
        try:
            msvcrt.locking(file, msvcrt.LK_NBLCK, 1)
        except OSError:
            return False
        return True

else:
    import fcntl

    def _take(file: int) -> bool:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            return False
        return True
