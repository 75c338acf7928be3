"""The fuzzer finds what it is to find, and a short run of it and of the leak check pass."""

import sys
from pathlib import Path

import pytest

import warta
from fuzz import leak, mutate, splice

SEEDS = mutate.pages_of([Path(__file__).parent.parent / "cases"])

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="workers fork, memory is told by /proc")


def test_pages_follow_from_seed_and_number() -> None:
    assert mutate.mutate(SEEDS, 1, 7) == mutate.mutate(SEEDS, 1, 7)
    assert len({mutate.mutate(SEEDS, 1, number) for number in range(100)}) > 80


def test_a_short_run_passes(tmp_path: Path) -> None:
    assert mutate.run(SEEDS, seed=2, pages=400, jobs=2, out=tmp_path) == 0


def test_a_page_on_which_a_worker_dies_is_kept(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    bad = mutate.mutate(SEEDS, 3, 5)

    def read(payload: bytes, *rest: object, **options: object) -> warta.Article:
        assert payload != bad, "on purpose"
        return warta.Article()

    monkeypatch.setattr(warta, "read", read)
    assert mutate.run(SEEDS, seed=3, pages=20, jobs=2, out=tmp_path) == 1
    assert (tmp_path / "3-5.page").read_bytes() == bad


def test_reading_holds_no_memory() -> None:
    assert leak.growth(SEEDS, 3000) <= leak.GROWTH


def test_sentences_cut_short_and_spliced() -> None:
    assert not list(splice.run(2000, seed=2))
