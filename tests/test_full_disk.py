"""Disks that are really full, files that may not grow or be written: said, and nothing lost."""

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest

from tests.archive_pages import dump, page
from warta.archive import Archive

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="limits and mounts are Linux's here")

PAGES = 400
ROOM = 3 << 20
"""Bytes of a disk that holds some of the pages but not all."""

CODE = """
import resource, sys
limit, *words = sys.argv[1:]
if int(limit):
    resource.setrlimit(resource.RLIMIT_FSIZE, (int(limit), int(limit)))
from warta.cli import main
main(words)
"""


def add(archive: Path, *sources: Path, limit: int = 0) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", CODE, str(limit), "add", str(archive), *map(str, sources), "--keep-payload"],
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """A few pages, and many."""
    few, many = tmp_path_factory.mktemp("few"), tmp_path_factory.mktemp("many")
    for number in range(PAGES):
        folder = few if number < 20 else many
        (folder / f"{number}.html").write_text(page(number, day=number % 28 + 1), "utf-8")
    return few, many


def whole(archive: Path) -> int:
    """Articles of an archive in which nothing is wrong."""
    with Archive(archive) as opened:
        assert not opened.check().problems
        return opened.search(limit=1).total.number


def finished(archive: Path, pages: tuple[Path, Path], tmp_path: Path) -> None:
    """One more run adds the rest, and the archive is what one undisturbed run would have made."""
    again = add(archive, *pages)
    assert again.returncode == 0, again.stderr
    assert add(tmp_path / "undisturbed.warta", *pages).returncode == 0
    with Archive(archive) as one, Archive(tmp_path / "undisturbed.warta") as other:
        assert dump(one.connection) == dump(other.connection)


def told(run: subprocess.CompletedProcess[str], archive: Path) -> None:
    """One sentence that says what is the matter and that nothing is lost."""
    assert run.returncode == 1
    (line,) = [each for each in run.stderr.splitlines() if each]
    assert line.startswith(
        (f"Error: no room left on the disk of {archive}", f"Error: {archive} cannot grow: no room left")
    )
    assert line.endswith("what was added before is safe")


def test_a_file_that_may_not_grow(tmp_path: Path, pages: tuple[Path, Path]) -> None:
    archive = tmp_path / "news.warta"
    assert add(archive, pages[0]).returncode == 0
    told(add(archive, pages[1], limit=archive.stat().st_size + 65_536), archive)
    assert 20 <= whole(archive) < PAGES
    finished(archive, pages, tmp_path)


def test_a_file_that_may_not_even_begin(tmp_path: Path, pages: tuple[Path, Path]) -> None:
    archive = tmp_path / "news.warta"
    told(add(archive, pages[0], limit=16_384), archive)
    finished(archive, pages, tmp_path)


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[Path]:
    """A file system of its own, of a few megabytes."""
    folder = tmp_path / "disk"
    folder.mkdir()
    made = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", f"size={ROOM}", "tmpfs", str(folder)], capture_output=True, check=False
    )
    if made.returncode:
        pytest.skip("mounting is not allowed here")
    yield folder
    subprocess.run(["umount", "--lazy", str(folder)], check=True)


def test_a_disk_that_is_full(tmp_path: Path, disk: Path, pages: tuple[Path, Path]) -> None:
    archive = disk / "news.warta"
    assert add(archive, pages[0]).returncode == 0
    told(add(archive, pages[1]), archive)
    told(add(archive, pages[1]), archive)
    assert 20 <= whole(archive) < PAGES
    subprocess.run(["mount", "-o", "remount,size=64m", str(disk)], check=True)
    finished(archive, pages, tmp_path)


def test_a_disk_without_a_byte(tmp_path: Path, disk: Path, pages: tuple[Path, Path]) -> None:
    archive, filler = disk / "news.warta", disk / "filler"
    assert add(archive, pages[0]).returncode == 0
    with filler.open("wb", buffering=0) as file, suppress(OSError):
        while True:
            file.write(b"\0" * 4096)
    told(add(archive, pages[1]), archive)
    with Archive(archive) as opened:
        assert opened.search(limit=1).total.number == 20
    filler.unlink()
    subprocess.run(["mount", "-o", "remount,size=64m", str(disk)], check=True)
    assert whole(archive) == 20
    finished(archive, pages, tmp_path)


def test_a_file_that_is_read_only(tmp_path: Path, pages: tuple[Path, Path]) -> None:
    """Root may write any file, so the mount is read-only there, and the mode elsewhere."""
    archive = tmp_path / "disk" / "news.warta"
    archive.parent.mkdir()
    assert add(archive, pages[0]).returncode == 0
    before = archive.read_bytes()
    folder = str(archive.parent)
    if os.geteuid() == 0:
        if subprocess.run(["mount", "--bind", folder, folder], capture_output=True, check=False).returncode:
            pytest.skip("mounting is not allowed here")
        subprocess.run(["mount", "-o", "remount,ro,bind", folder], check=True)
    else:
        archive.chmod(0o444)
        archive.parent.chmod(0o555)
    try:
        run = add(archive, pages[1])
        with Archive(archive) as opened:
            assert opened.search("banjir").total.number == 20
    finally:
        if os.geteuid() == 0:
            subprocess.run(["umount", "--lazy", folder], check=True)
        else:
            archive.parent.chmod(0o755)
            archive.chmod(0o644)
    assert run.returncode == 1
    assert run.stderr.startswith("Error: cannot write beside") or "is read-only" in run.stderr
    assert "Traceback" not in run.stderr
    assert archive.read_bytes() == before
