"""The rooms of the demonstration archive in real Chromium: theme, charts, order, keyboard, a phone."""

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, quote, urlsplit

import pytest

CHROMIUM = shutil.which("chromium")
if CHROMIUM is None:
    pytest.skip("chromium is not installed (apt-get install chromium)", allow_module_level=True)
pytest.importorskip("uvicorn", reason="the extra serve is not installed")
pytest.importorskip("playwright.sync_api", reason="playwright is not installed")

from tests.browser.room import follow, opened, running  # noqa: E402
from warta import Capture  # noqa: E402
from warta.archive import Archive  # noqa: E402

PAPER = {"light": "rgb(253, 252, 249)", "dark": "rgb(23, 23, 21)"}
SPEAKER = f"/speaker/{quote('Harjo Wirasukma')}"
COLOUR = "getComputedStyle(document.body).backgroundColor"


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Archive]:
    with Archive(tmp_path_factory.mktemp("demo") / "demo.db", create=True) as made:
        made.add([Path("examples/demo")])
        yield made


@pytest.fixture(scope="module")
def base(archive: Archive) -> Iterator[str]:
    with running(archive) as address:
        yield address


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    with opened(CHROMIUM) as made:
        yield made


@pytest.fixture
def page(browser: Any) -> Iterator[Any]:
    made = browser.new_page(color_scheme="light", locale="en-GB")
    complaints: list[str] = []
    made.on("console", lambda message: complaints.append(message.text))
    made.on("pageerror", lambda error: complaints.append(str(error)))
    yield made
    made.close()
    assert [text for text in complaints if "404" not in text] == [], "the browser refused something"


def test_theme_is_chosen_and_remembered(base: str, page: Any) -> None:
    page.goto(base)
    button = page.get_by_role("button", name="Theme")
    assert button.inner_text() == "Theme: auto"
    assert page.evaluate(COLOUR) == PAPER["light"]
    button.click()
    assert button.inner_text() == "Theme: light"
    page.emulate_media(color_scheme="dark")
    assert page.evaluate(COLOUR) == PAPER["light"]
    button.click()
    page.emulate_media(color_scheme="light")
    page.goto(f"{base}/speakers?lang=id")
    assert page.evaluate(COLOUR) == PAPER["dark"]
    button = page.get_by_role("button", name="Tema")
    assert button.inner_text() == "Tema: gelap"
    button.click()
    assert button.inner_text() == "Tema: otomatis"
    assert page.evaluate(COLOUR) == PAPER["light"]


def test_without_script_the_system_decides(base: str, browser: Any) -> None:
    for theme, paper in PAPER.items():
        context = browser.new_context(java_script_enabled=False, color_scheme=theme)
        page = context.new_page()
        page.goto(base)
        assert page.locator("#theme").is_hidden()
        with_script = browser.new_page(color_scheme=theme)
        with_script.goto(base)
        assert with_script.evaluate(COLOUR) == paper
        same = page.screenshot(clip={"x": 2, "y": 300, "width": 8, "height": 8})
        assert same == with_script.screenshot(clip={"x": 2, "y": 300, "width": 8, "height": 8})
        with_script.close()
        context.close()


def test_histogram_narrows_without_script(base: str, archive: Archive, browser: Any) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{base}/search?q=bendungan+OR+dam&order=ranked&language=id")
    whole = page.locator(".chart a").count()
    found = page.locator(".hits > li").count()
    follow(page, page.locator(".chart a[aria-label^='2025-04-08']"))
    asked = parse_qs(urlsplit(page.url).query)
    assert asked == {
        "q": ["bendungan OR dam"], "order": ["ranked"], "language": ["id"],
        "since": ["2025-04-08"], "until": ["2025-04-08"],
    }  # fmt: skip
    assert 0 < page.locator(".hits > li").count() < found
    assert {each.inner_text() for each in page.locator(".hits time").all()} == {"2025-04-08"}
    assert page.locator(".chart a").count() == whole, "the days around stay in sight"
    assert page.locator(".chart a[aria-current]").count() == 1
    for _ in range(2):
        follow(page, page.locator(".chosen li a[aria-label*='2025']").first)
    assert page.locator(".hits > li").count() == found
    context.close()


def test_order_numbers_and_link(base: str, page: Any) -> None:
    page.goto(f"{base}/search?q=harjo")
    follow(page, page.get_by_role("link", name="Best match first"))
    assert page.locator(".choice [aria-current]").inner_text() == "Best match first"
    first = page.locator(".hits h2").first.inner_text()
    follow(page, page.get_by_role("link", name="Link to this list"))
    assert parse_qs(urlsplit(page.url).query) == {"q": ["harjo"], "order": ["ranked"]}
    assert page.locator(".hits h2").first.inner_text() == first
    follow(page, page.get_by_role("link", name="Oldest first"))
    days = [each.inner_text() for each in page.locator(".hits time").all()]
    assert days == sorted(days)
    page.goto(f"{base}/search?offset=10")
    assert page.locator("ol.hits").get_attribute("start") == "11"
    page.fill("input[name=since]", "2025-04-10")
    follow(page, page.get_by_role("button", name="Narrow"))
    assert "offset" not in page.url
    assert page.locator("ol.hits").get_attribute("start") == "1"


def test_speaker_chart_tells_acts_and_outlets_apart(base: str, archive: Archive, page: Any) -> None:
    view = archive.speaker("Harjo Wirasukma")
    assert view is not None
    page.goto(base + SPEAKER)
    assert page.locator(".choice [aria-current]").inner_text() == "By act"
    acts = page.locator(".chart .part").evaluate_all("all => [...new Set(all.map(one => one.classList[1]))]")
    assert {"say", "claim", "agree", "ask"} <= set(acts)
    fills = page.locator(".chart .part").evaluate_all(
        "a => [...new Set(a.map(b => getComputedStyle(b).fill))]"
    )
    assert len(fills) == len(acts)
    assert page.locator(".chart table").is_hidden()
    page.locator(".chart summary").click()
    numbers = page.locator(".chart tbody td:last-child").all_inner_texts()
    assert sum(int(number) for number in numbers) == view.statements
    follow(page, page.get_by_role("link", name="By outlet"))
    legend = page.locator(".chart .legend li").all_inner_texts()
    assert len(legend) == len(view.outlets) == 5
    follow(page, page.locator(".chart a").first)
    assert "chart=outlet" in page.url
    assert 0 < page.locator(".hits > li").count() < view.statements
    follow(page, page.get_by_role("link", name="Whole time"))
    assert "since" not in page.url
    names = page.locator("aside section").first.all_inner_texts()[0]
    assert "Kepala BPBD Muara Rindang, Harjo Wirasukma" in names
    assert "Dia" not in names


def test_keyboard(base: str, page: Any) -> None:
    page.goto(base)
    focused = "document.activeElement.textContent.trim() || document.activeElement.id"
    order = []
    for _ in range(9):
        page.keyboard.press("Tab")
        order.append(page.evaluate(focused))
    assert order[:3] == ["Skip to the text", "warta", "q"]
    assert order[3:] == ["Search", "Speakers", "Statements", "Outlets", "Bahasa Indonesia", "Theme: auto"]
    page.keyboard.press("Enter")
    assert page.evaluate(COLOUR) == PAPER["light"]
    assert page.evaluate(focused) == "Theme: light"
    page.goto(base)
    page.keyboard.press("Tab")
    assert page.locator(".skip").bounding_box()["x"] > 0
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main"
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.getAttribute('aria-label')").startswith("2025-04-05: 1")
    page.keyboard.press("Enter")
    page.wait_for_url("**/search?since=2025-04-05&until=2025-04-05")


def test_nothing_is_wider_than_a_phone(base: str, archive: Archive, page: Any) -> None:
    found = archive.search(limit=50).hits
    revised = next(row.id for row in archive.revisions() if row.current)
    paths = [
        "/", "/search?q=bendungan&order=ranked&since=2025-04-07&until=2025-04-12&outlet=Gema+Muara", SPEAKER,
        f"{SPEAKER}?chart=outlet&lang=id", "/speakers", "/statements?act=denies", "/outlets",
        f"/article/{revised}/changes", "/nothing",
        *(f"/outlet/{quote(row.name or '')}" for row in archive.outlets()),
        *(f"/article/{hit.id}" for hit in found),
    ]  # fmt: skip
    for width in (320, 390):
        page.set_viewport_size({"width": width, "height": 700})
        for path in paths:
            page.goto(base + path)
            page.evaluate("for (const each of document.querySelectorAll('details')) each.open = true")
            wide = page.evaluate("document.documentElement.scrollWidth")
            assert wide <= width, (path, width, wide)


def test_a_phone_shows_the_legend_above_the_text_and_notes_lead_back(
    base: str, archive: Archive, page: Any
) -> None:
    page.goto(f"{base}/article/{archive.search().hits[0].id}")
    text, legend = page.locator("article"), page.locator(".article > .legend")
    assert legend.bounding_box()["x"] > text.bounding_box()["x"] + text.bounding_box()["width"]
    page.set_viewport_size({"width": 390, "height": 700})
    assert legend.bounding_box()["y"] < text.bounding_box()["y"]
    page.locator("#m0").focus()
    assert page.locator("#s0").evaluate("one => one.classList.contains('lit')")
    page.keyboard.press("Enter")
    page.wait_for_url("**#s0")
    page.locator("#s0 .act").click()
    page.wait_for_url("**#m0")


def test_print_is_dark_on_light_and_without_navigation(base: str, archive: Archive, page: Any) -> None:
    page.goto(f"{base}/article/{archive.search().hits[0].id}")
    for _ in range(2):
        page.locator("#theme").click()
    assert page.evaluate(COLOUR) == PAPER["dark"]
    page.emulate_media(media="print")
    assert page.evaluate(COLOUR) == PAPER["light"]
    assert page.locator(".top").is_hidden()
    assert page.locator("article h1").is_visible()


def test_long_names_stay_in_the_margin(browser: Any, tmp_path: Path) -> None:
    name = "Abdurrahmansyahbuddinwicaksono" * 2
    text = f"<p>{'Air naik di kota tua sejak pagi dan warga mengungsi ke bukit. ' * 4}</p>"
    html = (
        '<html lang="id"><head><title>Banjir</title><meta property="og:site_name" content="Kabar Demak">'
        f'</head><body><article><h1>Banjir di kota tua</h1>{text}<p>"Air naik sejak pagi," kata {name}, di'
        " Demak, Senin.</p></article></body></html>"
    )
    with Archive(tmp_path / "a.db", create=True) as made:
        made.add_captures([Capture(payload=html.encode(), name="a.html", content_type="text/html")])
        (row,) = made.said().rows
        assert row.speaker == name
        with running(made) as address:
            narrow = browser.new_page(viewport={"width": 320, "height": 700})
            for path in (f"/article/{row.id}", f"/speaker/{name}", "/statements", "/outlet/Kabar%20Demak"):
                narrow.goto(address + path)
                assert narrow.evaluate("document.documentElement.scrollWidth") <= 320, path
            narrow.close()


def test_every_page_is_well_formed(base: str, archive: Archive, page: Any) -> None:
    for path in (
        "/",
        "/search?q=dam",
        SPEAKER,
        f"/article/{archive.search().hits[0].id}",
        "/speakers",
        "/outlets",
    ):
        for language in ("en", "id"):
            page.goto(f"{base}{path}{'&' if '?' in path else '?'}lang={language}")
            assert page.locator("html").get_attribute("lang") == language
            assert page.locator("h1").count() == 1, path
            assert page.locator("main, header.top, nav[aria-label]").count() >= 3
            named = "all => all.filter(one => !(one.labels?.length || one.type === 'hidden')).length"
            assert page.locator("input").evaluate_all(named) == 0, path
            silent = "all => all.filter(one => !(one.textContent.trim() || one.ariaLabel)).length"
            assert page.locator("a, button").evaluate_all(silent) == 0, path
            twice = "all => all.length - new Set(all.map(one => one.id)).size"
            assert page.locator("[id]").evaluate_all(twice) == 0, path
