"""Kills the filling of an archive with SIGKILL at random moments and looks at what is left.

    python -m fuzz.kill --kills 200 --folder /tmp/kills

A child process adds pages and reports each capture on its standard output once it is acknowledged (its
transaction was committed); records that are made already it stores in between. After each kill: everything
acknowledged is there, no article is half there, the integrity checks pass; at the end one more run finishes
the job and the archive is what one undisturbed run would have made. Prints one line of counts; the exit
status is 1 where anything was wrong.
"""

import argparse
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from tests.archive_pages import capture, dump
from warta import WartaError, read
from warta.archive import Archive
from warta.archive.identity import capture_id

PAGES = 1_500
"""Pages of one round: some two seconds of adding, so that kills hit opening, adding and committing."""

RECORDS = 400
"""Records of one round, stored in two parts: before the pages and after them."""


def child(path: str, pages: int) -> None:
    """Adds pages in small transactions, so that there are many moments to hit."""
    from warta.archive import archive as archives
    from warta.archive import checkpoints, filling

    filling.BATCH_ARTICLES = 16
    filling.FIRST_AHEAD = archives.PREPARED_AT_ONCE = 8
    archives.STORED_AT_ONCE = 32
    checkpoints.LOG_PAGES = 64
    with Archive(path, create=True) as archive:
        fill(archive, pages, jobs=1, acknowledge=lambda done: print(done, flush=True))


def fill(archive: Archive, pages: int, **settings: Any) -> None:
    """What every round fills an archive with; adding it again changes nothing."""
    archive.store(record(number) for number in range(RECORDS // 2))
    archive.add_captures(
        (capture(number, day=number % 28 + 1) for number in range(pages)), keep_payload=True, **settings
    )
    archive.store(record(number) for number in range(RECORDS // 2, RECORDS))


def record(number: int) -> bytes:
    """The record of a page that is not among those added."""
    made = capture(1_000_000 + number, day=number % 28 + 1)
    return read(made.payload, evidence=True, statements=True).to_json().encode()


def killed(path: Path, pages: int, delay: float) -> tuple[set[str], bool]:
    """What a child acknowledged before it was killed, and whether it had finished."""
    command = [sys.executable, "-m", "fuzz.kill", "--child", str(path), "--pages", str(pages)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True) as process:
        assert process.stdout is not None
        first = process.stdout.readline() if delay > 1 else ""
        time.sleep(delay % 1)
        process.send_signal(signal.SIGKILL)
        rest = process.stdout.read()
        finished = process.wait() == 0
    lines = (first + rest).split("\n")
    # The last line may be cut.
    return {line for line in lines[:-1] if line}, finished


def problems(path: Path, acknowledged: set[str]) -> list[str]:
    """What is wrong with an archive after a kill."""
    if not path.exists():
        return [f"{len(acknowledged)} acknowledged and no archive"] if acknowledged else []
    try:
        # Opened for writing, so that a making of the file that was cut off is finished.
        with Archive(path, create=True) as archive:
            found = list(archive.check().problems)
            present = {each for (each,) in archive.connection.execute("SELECT capture FROM captures")}
            # What was stored as a record has no payload, and no content type.
            half = archive.connection.execute(
                "SELECT count(*) FROM captures c LEFT JOIN payloads p USING (payload_hash) WHERE p.bytes IS NULL"
                " AND c.content_type IS NOT NULL"
            ).fetchone()[0]
    except WartaError as error:
        return [str(error)]
    if lost := acknowledged - present:
        found.append(f"{len(lost)} acknowledged captures lost")
    if half:
        found.append(f"{half} captures without the payload that was to be kept")
    return found


def run(kills: int, folder: Path, *, pages: int = PAGES, seed: int = 1) -> list[str]:
    """Kills so many times; gives what was wrong."""
    draw = random.Random(seed)
    wrong: list[str] = []
    expected: dict[str, list[tuple[object, ...]]] | None = None
    done = rounds = 0
    # A page takes some 0.7 ms here, most of it the commits; the records after them a tenth of a second.
    span = min(0.9, pages * 0.0007 + 0.1)
    while done < kills:
        rounds += 1
        path = folder / f"{rounds}.warta"
        acknowledged: set[str] = set()
        finished = False
        while done < kills and not finished:
            # Below 1: so long after the start of the process. Above: so long after the first acknowledgment.
            delay = draw.uniform(0, 0.6) if draw.random() < 0.3 else 1 + draw.uniform(0, span)
            more, finished = killed(path, pages, delay)
            acknowledged |= more
            done += not finished
            wrong += [f"kill {done}: {problem}" for problem in problems(path, acknowledged)]
        with Archive(path, create=True) as archive:
            fill(archive, pages)
            if expected is None:
                expected = undisturbed(folder, pages)
            if dump(archive.connection) != expected:
                wrong.append(f"round {rounds}: the finished archive differs from an undisturbed one")
            wrong += archive.check().problems
            names = {capture_id(capture(number, day=number % 28 + 1)) for number in range(pages)}
            if not acknowledged <= names:
                wrong.append(f"round {rounds}: acknowledged what was never added")
        print(
            f"round {rounds}: {done} kills, {len(acknowledged)} acknowledged, {len(wrong)} problems",
            flush=True,
        )
        for rest in folder.glob(f"{rounds}.warta*"):
            rest.unlink()
    return wrong


def undisturbed(folder: Path, pages: int) -> dict[str, list[tuple[object, ...]]]:
    """The archive that one run makes."""
    with Archive(folder / "undisturbed.warta", create=True) as archive:
        fill(archive, pages)
        return dump(archive.connection)


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--kills", type=int, default=200)
    parser.add_argument("--pages", type=int, default=PAGES)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--folder", type=Path)
    parser.add_argument("--child", metavar="ARCHIVE", help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if arguments.child:
        child(arguments.child, arguments.pages)
        return
    folder = arguments.folder or Path(tempfile.mkdtemp(prefix="warta-kill-"))
    folder.mkdir(parents=True, exist_ok=True)
    wrong = run(arguments.kills, folder, pages=arguments.pages, seed=arguments.seed)
    shutil.rmtree(folder)
    print(f"{arguments.kills} kills, {len(wrong)} problems")
    for problem in wrong[:20]:
        print(problem)
    raise SystemExit(bool(wrong))


if __name__ == "__main__":
    main()
