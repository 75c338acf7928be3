"""Where a command writes its answer, in which format, and what it must not write over."""

import errno
import os
import shutil
import stat
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any, BinaryIO

import click

from warta.archive import is_archive
from warta.capture.files import paths_of
from warta.cli.terminal import standard_output
from warta.errors import WartaError
from warta.export.writers import SUFFIXES, Format

SYNONYMS: dict[str, Format] = {".ndjson": "jsonl", ".markdown": "md", ".htm": "html"}
"""Endings that are in use beside those of `SUFFIXES`."""

File = tuple[int, int]
"""Device and number of a file, which all its names share."""


def form_of(output: str) -> Format | None:
    """The format that a file's name asks for by its ending; ``None`` where it has no ending of letters.

    An ending that stands for no format of warta's ends the command: a table in a file called ``.xlsx``
    would be no help to anybody.

    >>> form_of("news.jsonl"), form_of("NEWS.MD"), form_of("news.ninjs.json"), form_of("news-2024.05")
    ('jsonl', 'md', 'ninjs', None)
    """
    endings = {**{suffix: form for form, suffix in SUFFIXES.items()}, **SYNONYMS}
    for ending, form in sorted(endings.items(), key=lambda item: -len(item[0])):
        if output.lower().endswith(ending):
            return form
    ending = Path(output).suffix
    if ending[1:2].isalpha() and not _is_special(output):
        known = ", ".join(sorted(endings))
        raise click.UsageError(
            f"no format goes by {ending}: choose one with --format, or a name that ends in one of {known}"
        )
    return None


def demand_file(form: Format, output: str | None) -> None:
    """Ends the command where a binary format would go to a terminal, or nobody said where to."""
    if form == "parquet" and (output is None or (output == "-" and sys.stdout.isatty())):
        raise click.UsageError("Parquet is binary: name a file with --output")


class Guard:
    """Knows what a command reads, and ends it before it would write over that or over an archive."""

    def __init__(self, inputs: Iterable[str]) -> None:
        self._files: set[File] = set()
        self._folders: list[Path] = []
        for path in (path for source in inputs for path in paths_of(source)):
            if Path(path).is_dir():
                self._folders.append(Path(path).resolve())
            elif found := _file(path):
                self._files.add(found)
        if "-" in inputs:
            with suppress(OSError, ValueError):
                self._files.add(_number(os.fstat(sys.stdin.fileno())))

    def check(self, output: str | os.PathLike[str] | None) -> None:
        """Raises a usage error where the file is one that must stay."""
        if output is None or output == "-" or not Path(output).is_file():
            return
        if is_archive(output):
            raise click.UsageError(f"{output} is an archive, which is not written over: name another file")
        real = Path(output).resolve()
        if _file(output) in self._files or any(_walked(real, folder) for folder in self._folders):
            raise click.UsageError(f"{output} is among what is read: name another file")


def _walked(file: Path, folder: Path) -> bool:
    """Whether a walk through a folder comes to a file; hidden ones are passed over."""
    return file.is_relative_to(folder) and not any(
        part.startswith(".") for part in file.relative_to(folder).parts
    )


@contextmanager
def destination(output: str | None, form: str, *, whole: bool = False) -> Iterator[Any]:
    """The stream that an answer goes to; nothing and ``-`` mean standard output.

    Links are followed, and pipes and devices are written as they are. With ``whole`` a file appears, or
    changes, only when all of it is written. Raises `WartaError` where it cannot be opened, and ends the
    command with status 1 where no more can be written, as on a full disk.
    """
    printed = output is None or output == "-" or _is_standard_output(output)
    try:
        if output is None or printed:
            yield standard_output(form)
            sys.stdout.buffer.flush()
        elif whole and (real := _replaceable(output)):
            with _replacing(real, output) as out:
                yield out
        else:
            with _opened(Path(output), output) as out:
                yield out
    except OSError as error:
        # A reader that has gone away is no fault: the command ends as others in a pipeline do.
        if error.errno == errno.EPIPE:
            raise
        if printed:
            _close_standard_output()
        name = "to standard output" if printed else output
        raise click.ClickException(f"cannot write {name}: {error.strerror or error}") from None


def _opened(path: Path, output: str) -> BinaryIO:
    try:
        return path.open("wb")
    except OSError as error:
        raise WartaError("output", f"cannot write {output}: {error.strerror or error}") from None


@contextmanager
def _replacing(file: Path, output: str) -> Iterator[BinaryIO]:
    partial = file.with_name(f"{file.name}.partial")
    try:
        with _opened(partial, output) as out:
            yield out
        if file.exists():
            shutil.copymode(file, partial)
        partial.replace(file)
    finally:
        partial.unlink(missing_ok=True)


def _close_standard_output() -> None:
    """Lets what is left in its buffer go nowhere, or Python would fail on it once more at the end."""
    with suppress(OSError, ValueError):
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, sys.stdout.fileno())
        os.close(nowhere)


def _replaceable(output: str) -> Path | None:
    """The file itself, behind all links, where another one may take its place."""
    real = Path(os.path.realpath(output))
    if not os.path.lexists(output):
        return real
    if _is_special(output) or (Path(output).exists() and _file(output) != _file(real)):
        return None
    return real


def _is_special(output: str) -> bool:
    """Whether a path names a pipe, a device or a folder."""
    with suppress(OSError):
        return not stat.S_ISREG(Path(output).stat().st_mode)
    return False


def _is_standard_output(output: str) -> bool:
    """Whether a path such as ``/dev/stdout`` names what standard output is already."""
    with suppress(OSError, ValueError):
        return _file(output) == _number(os.fstat(sys.stdout.fileno()))
    return False


def _file(path: str | os.PathLike[str]) -> File | None:
    with suppress(OSError):
        return _number(Path(path).stat())
    return None


def _number(status: os.stat_result) -> File:
    return status.st_dev, status.st_ino
