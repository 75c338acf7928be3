"""Requests made up from the API's own description: no failure of the server, nothing that it does not describe.

    python -m fuzz.api --requests 50000

schemathesis reads ``/api/openapi.json`` of a reading room over a small archive and asks every address with
values that the description allows and with values that it does not. Each answer is held against the
description: status, content type, body; what is not allowed has to be refused and what is allowed accepted.
Requests are made in parts, each over an archive of its own and with the next seed; after each part a line
tells what all of them came to, so that a run that is cut off has told what it did. A part with a fault says
its seed, and ``--seed N --requests 1`` makes that part alone. The exit status is 1 where anything was wrong.
"""

import argparse
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import uvicorn
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from tests.archive_pages import OUTLETS, capture
from warta.archive import Archive
from warta.server import app

SEED = 1

EXAMPLES = 300
"""Of one part at most, for each address: a part is some thousands of requests and a minute or two."""


class Counted:
    """The room behind a counter of its statuses, and of what took long."""

    def __init__(self, inner: ASGIApp) -> None:
        self._inner = inner
        self.statuses: Counter[int] = Counter()
        self.slowest = 0.0

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Passes a request on and counts its answer."""

        async def counted(message: Message) -> None:
            if message["type"] == "http.response.start":
                self.statuses[message["status"]] += 1
            await send(message)

        start = time.perf_counter()
        try:
            await self._inner(scope, receive, counted)
        finally:
            self.slowest = max(self.slowest, time.perf_counter() - start)


@contextmanager
def served(room: ASGIApp) -> Iterator[str]:
    """A room at a free port of loopback, for as long as the context lasts."""
    server = uvicorn.Server(uvicorn.Config(room, port=0, log_level="critical", ws="none", lifespan="off"))
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    while not server.started:
        time.sleep(0.02)
    try:
        yield f"http://127.0.0.1:{server.servers[0].sockets[0].getsockname()[1]}"
    finally:
        server.should_exit = True
        thread.join(5)


def fill(archive: Archive) -> None:
    """A few articles of each outlet, with versions and statements."""
    archive.add([Path("examples/sindonews-2015.txt").absolute()])
    archive.add_captures(
        capture(number, day=number % 28 + 1, outlet=OUTLETS[number % len(OUTLETS)]) for number in range(60)
    )
    archive.add_captures(capture(number, time="20:00", headline="Banjir surut") for number in range(5))


def run(folder: Path, examples: int, seed: int = SEED) -> tuple[int, str, Counted]:
    """Status of schemathesis, what it printed and the counter."""
    with Archive(folder / "news.warta", create=True) as archive:
        fill(archive)
        counted = Counted(app(archive))
        with served(counted) as address:
            made = subprocess.run(
                [
                    *(sys.executable, "-m", "schemathesis.cli"),
                    *("run", f"{address}/api/openapi.json", "--seed", str(seed), "-n", str(examples)),
                    *("--phases", "examples,coverage,fuzzing", "--checks", "all", "--workers", "1"),
                    *("--suppress-health-check", "all", "--no-color", "--continue-on-failure"),
                    *("--generation-database", "none", "--max-response-time", "2", "--warnings", "off"),
                ],
                cwd=folder,
                capture_output=True,
                text=True,
                check=False,
            )
    return made.returncode, made.stdout + made.stderr, counted


def parts(folder: Path, requests: int, examples: int, seed: int) -> Iterator[tuple[int, int, str, Counted]]:
    """Parts until there are so many requests: the seed of each, and what `run` gives."""
    made = 0
    while made < requests:
        (folder / str(seed)).mkdir()
        status, output, counted = run(folder / str(seed), examples, seed)
        yield seed, status, output, counted
        if not counted.statuses:
            return
        made += counted.statuses.total()
        seed += 1


def told(statuses: Counter[int], seconds: float, slowest: float) -> str:
    """Totals as a line.

    >>> told(Counter({200: 2, 404: 1}), 3.2, 0.0471)
    '3 requests in 3 s: 2 times 200, 1 times 404; the slowest took 47 ms'
    """
    return (
        f"{statuses.total()} requests in {seconds:.0f} s: "
        + ", ".join(f"{count} times {code}" for code, count in sorted(statuses.items()))
        + f"; the slowest took {slowest * 1000:.0f} ms"
    )


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--requests", type=int, default=50_000, help="at least, of all parts")
    parser.add_argument(
        "--examples", type=int, default=EXAMPLES, help="of one part at most, for each address"
    )
    parser.add_argument("--seed", type=int, default=SEED, help="of the first part")
    arguments = parser.parse_args()
    start, slowest = time.monotonic(), 0.0
    statuses: Counter[int] = Counter()
    faults: list[int] = []
    with tempfile.TemporaryDirectory() as folder:
        for seed, status, output, counted in parts(
            Path(folder), arguments.requests, arguments.examples, arguments.seed
        ):
            statuses.update(counted.statuses)
            slowest = max(slowest, counted.slowest)
            if status or not counted.statuses or any(code >= 500 for code in counted.statuses):
                faults.append(seed)
                print(f"{output}\nseed {seed}: a fault", flush=True)
            print(f"seed {seed}; {told(statuses, time.monotonic() - start, slowest)}", flush=True)
    print(f"faults: {', '.join(f'seed {seed}' for seed in faults) or 'none'}")
    raise SystemExit(bool(faults))


if __name__ == "__main__":
    main()
