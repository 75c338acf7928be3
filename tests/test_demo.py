"""The invented pages under examples/demo: what their archive holds; adding them again changes nothing."""

from pathlib import Path

import pytest

from warta.archive import Archive

PAGES = Path("examples/demo")


@pytest.fixture
def demo(tmp_path: Path) -> Archive:
    archive = Archive(tmp_path / "demo.db", create=True)
    archive.add([PAGES])
    return archive


def test_the_pages_make_fifteen_articles_and_one_revision(demo: Archive) -> None:
    with demo:
        health = demo.health()
        assert (health.captures, health.articles, health.versions) == (16, 15, 16)
        first, second = demo.revisions()
        assert first.headline == "Bendungan Karangwening Retak, 300 Warga Mengungsi"
        assert second.headline == "Bendungan Karangwening Retak, 850 Warga Mengungsi"
        assert second.current
        assert {"headline", "number"} <= set(second.difference)
        assert {row.name: row.articles for row in demo.outlets()} == {
            "Gema Muara": 3, "Lentera Timur": 3, "Pena Selasih": 3,
            "Port Ellery Ledger": 4, "Strait Courier": 2,
        }  # fmt: skip
        assert all(hit.day and hit.headline for hit in demo.search(limit=50).hits)
        again = demo.add([PAGES])
        assert (dict(again.stored), again.known) == ({}, 16)


def test_both_languages_say_something(demo: Archive) -> None:
    with demo:
        for language in ("id", "en"):
            rows = demo.said(language=language, limit=100).rows
            assert len(rows) > 20
            assert {row.speaker for row in rows} >= {"Harjo Wirasukma", "Dimas Aryaguna"}
        view = demo.speaker("Harjo Wirasukma")
        assert view is not None
        assert len(view.outlets) == 5
        # Of the page with two versions only the later one counts.
        assert view.statements == demo.said(speaker="Harjo Wirasukma").total.number
        for timeline in (view.timeline, view.timeline_outlets):
            assert sum(count for _, _, count in timeline) == view.statements
        assert [row.via for row in demo.said(via="Gema Muara").rows] == [("Gema Muara",)]
