"""The reading room: every page, the headers, and fields that try to be markup."""

import re
import socket
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

import pytest

pytest.importorskip("starlette", reason="the extra serve is not installed")
pytest.importorskip("httpx2", reason="starlette's test client needs httpx2")

from click.testing import CliRunner
from starlette.testclient import TestClient

from tests.archive_pages import capture, page
from warta import Article, Block, Capture, Passage, Span, Statement
from warta.archive import Archive, SaidFilters
from warta.cli import main
from warta.server import api, app, kept
from warta.server.marks import body
from warta.server.pages import difference


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Archive]:
    with Archive(tmp_path_factory.mktemp("room") / "news.warta", create=True) as made:
        made.add([Path("examples/sindonews-2015.txt")])
        yield made


@pytest.fixture(scope="module")
def demo_archive(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Archive]:
    with Archive(tmp_path_factory.mktemp("demo") / "demo.db", create=True) as made:
        made.add([Path("examples/demo")])
        yield made


@pytest.fixture(scope="module")
def demo(demo_archive: Archive) -> TestClient:
    return TestClient(app(demo_archive), base_url="http://localhost")


@pytest.fixture(scope="module")
def client(archive: Archive) -> TestClient:
    return TestClient(app(archive), base_url="http://localhost")


def test_every_address_answers(archive: Archive, client: TestClient) -> None:
    found = archive.search().hits[0].id
    speaker = quote(archive.speakers()[0].name, safe="")
    outlet = quote(archive.outlets()[0].name or "", safe="")
    for path in (
        *(
            "/",
            "/search?q=serangan",
            "/speakers",
            "/outlets",
            "/static/room.css",
            "/static/room.js",
            "/?lang=id",
        ),
        *(f"/article/{found}", f"/article/{found}/download/md", f"/speaker/{speaker}", f"/outlet/{outlet}"),
        *(f"/api/articles/{found}", f"/api/articles/{found}/statements", f"/api/outlets/{outlet}"),
        *("/api/search?q=serangan", "/api/said", "/api/facets", "/api/histogram", "/api/health"),
        *("/api/openapi.json", "/api/speakers", f"/api/speakers/{speaker}", "/api/outlets"),
    ):
        answer = client.get(path)
        assert answer.status_code == 200, path
        assert "script-src 'self'" in answer.headers["content-security-policy"]
        assert answer.headers["x-content-type-options"] == "nosniff"
        assert client.get(path, headers={"if-none-match": answer.headers["etag"]}).status_code == 304


def test_a_narrowed_speaker_without_statements_there(archive: Archive, client: TestClient) -> None:
    speaker = quote(archive.speakers()[0].name, safe="")
    for chart in ("act", "outlet"):
        whole = client.get(f"/speaker/{speaker}?chart={chart}").text
        assert 'class="part' in whole
        answer = client.get(f"/speaker/{speaker}?chart={chart}&since=1999-01-01&until=1999-12-31")
        assert answer.status_code == 200
        assert 'class="part' not in answer.text
        assert 'href="?' in answer.text, "a way back to the whole time"
    assert client.get(f"/speaker/{speaker}?chart=pie").status_code == 400


def test_filters_of_a_search_stand_in_its_links(client: TestClient) -> None:
    page = client.get("/search?q=serangan&outlet=SINDOnews&since=2015-10-01&order=ranked&lang=id").text
    assert '<input type="hidden" name="outlet" value="SINDOnews">' in page
    assert '<input type="hidden" name="order" value="ranked">' in page
    assert "/search?order=ranked&amp;outlet=SINDOnews&amp;q=serangan&amp;since=2015-10-01" in page
    assert 'href="/search?q=serangan&amp;since=2015-10-01&amp;order=ranked"' in page
    assert "since=2015-10-11&amp;until=2015-10-11" in page
    assert "built-in" not in page


def test_a_new_query_keeps_the_filters_and_order(demo: TestClient) -> None:
    page = demo.get("/search?q=dam&language=en&since=2025-04-01&order=ranked&offset=20").text
    header = page[: page.index("</header>")]
    for name, value in (("language", "en"), ("since", "2025-04-01"), ("order", "ranked")):
        assert f'<input type="hidden" name="{name}" value="{value}">' in header
    assert 'type="hidden" name="q"' not in header
    assert 'name="offset"' not in header
    assert 'type="hidden"' not in demo.get("/").text


def test_a_chosen_outlet_can_be_had_for_another_or_removed(demo: TestClient) -> None:
    page = demo.get("/search?outlet=Gema+Muara&order=oldest&lang=en").text
    aside = page[page.index("<aside>") :]
    assert 'href="?order=oldest&amp;lang=en&amp;outlet=Pena+Selasih"' in aside
    assert 'href="?order=oldest&amp;lang=en" aria-current="true" aria-label="Remove this filter' in aside


def test_a_page_behind_the_end_leads_to_the_last_one(demo: TestClient) -> None:
    page = demo.get("/search?offset=40&language=id&lang=en").text
    assert "Nothing found" not in page
    assert '<a href="?language=id&amp;lang=en">To the last page</a>' in page
    assert "Nothing found" in demo.get("/search?q=takada&offset=40&lang=en").text


def test_one_result_is_no_results(demo: TestClient) -> None:
    assert "<h1>1 result: seagrass</h1>" in demo.get("/search?q=seagrass&lang=en").text
    assert "<h1>1 hasil: seagrass</h1>" in demo.get("/search?q=seagrass&lang=id").text


def test_the_syntax_of_queries_is_told(demo: TestClient) -> None:
    for language, words in (("en", "How to search"), ("id", "Cara mencari")):
        page = demo.get(f"/search?lang={language}").text
        assert words in page
        assert "<b>banjir NOT demak</b>" in page


def test_what_a_page_leaves_out_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    undated = [
        Capture(payload=re.sub(rb"<meta property=.article:published.*", b"", page(number).encode()))
        for number in (7, 10)
    ]
    with Archive(tmp_path / "a.warta", create=True) as archive:
        archive.add_captures([capture(1), capture(2), *undated])
        client = TestClient(app(archive), base_url="http://localhost")
        for path in ("/?lang=en", "/search?q=banjir&lang=en", "/outlet/Kabar%20Demak?lang=en"):
            assert "2 without a date" in client.get(path).text, path
        assert "without a date" not in client.get("/search?since=2024-02&lang=en").text
        speaker = archive.said(SaidFilters(by="Siti")).rows[0].speaker
        assert "4 without a date" in client.get(f"/speaker/{speaker}?lang=en").text
        assert "newest articles only" not in client.get("/search?lang=en").text
        monkeypatch.setattr("warta.archive.asked_articles.FACETED", 2)
        assert "newest articles only" in client.get("/search?q=merendam&lang=en").text


def test_days_beside_statements_say_whose_they_are(demo: TestClient, demo_archive: Archive) -> None:
    row = next(row for row in demo_archive.said(limit=200).rows if row.said_on)
    assert f"dated <time>{row.said_on}</time>" in demo.get(f"/speaker/{row.speaker}?lang=en").text
    page = demo.get(f"/article/{row.id}?lang=en").text
    assert f"said <time>{row.said_on}</time>" in page
    assert f"published <time>{row.day}</time>" in page


def test_every_article_outlet_and_author_is_reached_by_links(tmp_path: Path) -> None:
    with Archive(tmp_path / "a.warta", create=True) as archive:
        archive.add_captures(capture(number, outlet=f"Kabar {number}") for number in range(1, 23))
        client = TestClient(app(archive), base_url="http://localhost")
        front = client.get("/?lang=en").text
        assert '<a href="/search">All: 22 articles</a>' in front
        assert '<a href="/outlets">All: 22</a>' in front
        assert '<a href="/speakers">All</a>' in front
        listed = client.get("/outlets").text
        assert all(f'<a href="/outlet/Kabar%20{number}">' in listed for number in range(1, 23))
        found = archive.search().hits[0]
        link = '<a href="/search?author=Rina%20Wulandari">Rina Wulandari</a>'
        assert link in client.get(f"/article/{found.id}").text
        assert "author=Rina%20Wulandari" in client.get(f"/outlet/{found.outlet}").text


def test_statements_are_browsed_with_the_filters_of_the_api(demo: TestClient) -> None:
    for asked in (
        "",
        "act=denies",
        "speaker=Harjo%20Wirasukma&act=warns&act=says",
        "by=bupati&since=2025-04-08&order=oldest",
        "about=bendungan&outlet=Gema%20Muara&until=2025-04-12",
        "via=gema",
        "by=nobody-of-that-name",
    ):
        rows = demo.get(f"/api/said?{asked}").json()
        page = demo.get(f"/statements?{asked}&lang=en").text
        number = rows["total"]["number"]
        assert f"<h1>{number} statement{'' if number == 1 else 's'}</h1>" in page
        shown = re.findall(r'<a href="/article/(\w+)#s(\d+)">', page)
        assert shown == [(row["id"], str(row["number"])) for row in rows["rows"]], asked
    assert demo.get("/statements?act=&by=&about=&since=&until=").status_code == 200
    assert demo.get("/statements?act=flies").status_code == 400
    chosen = demo.get("/statements?act=denies&speaker=Harjo%20Wirasukma&lang=en").text
    assert 'aria-label="Remove this filter: Speaker: Harjo Wirasukma"' in chosen
    assert 'href="/statements?act=denies"' in chosen
    assert '<input type="hidden" name="act" value="denies">' in chosen
    assert 'href="?speaker=Harjo+Wirasukma&amp;lang=en&amp;act=warns"' in chosen


def test_counts_of_acts_lead_to_their_statements(demo: TestClient, demo_archive: Archive) -> None:
    view = demo_archive.speaker("Harjo Wirasukma")
    assert view is not None
    page = demo.get("/speaker/Harjo%20Wirasukma").text
    for act in view.acts:
        address = f"/statements?speaker=Harjo%20Wirasukma&amp;act={act.value}"
        assert f'href="{address}"' in page
        narrowed = demo.get(f"/speaker/Harjo%20Wirasukma?act={act.value}&lang=en").text
        word = "statement" if act.count == 1 else "statements"
        assert f"<h2>{act.count} {word} · {act.value}" in narrowed
    assert demo.get("/speaker/Harjo%20Wirasukma?act=flies").status_code == 400


def test_changes_are_the_outlets_and_not_a_persons(tmp_path: Path) -> None:
    with Archive(tmp_path / "a.warta", create=True) as archive:
        archive.add_captures([capture(1, time="09:00"), capture(1, time="10:00", headline="Banjir meluas")])
        first, second = archive.revisions()
        archive.correct(second.id, {"headline": "Judul redaksi"})
        archive.correct(first.id, {"headline": "Judul redaksi"})
        client = TestClient(app(archive), base_url="http://localhost")
        page = client.get(f"/article/{second.id}/changes").text
        assert "<ins>meluas" in page
        assert "<ins>Judul" not in page
        assert client.get(f"/article/{first.id}/changes").status_code == 404


def test_a_persons_corrections_are_told_from_the_outlets_words(tmp_path: Path) -> None:
    with Archive(tmp_path / "a.warta", create=True) as archive:
        archive.add_captures([capture(1)])
        found = archive.search().hits[0]
        client = TestClient(app(archive), base_url="http://localhost")
        mark = '<a class="corrected" href="#corrections"'
        assert mark not in client.get(f"/article/{found.id}").text
        speaker = archive.said().rows[0].speaker
        changes = {"headline": "Judul <redaksi>", f"speaker:{speaker}": "Siti Rahmawati"}
        archive.correct(found.id, changes, person="Ani", note="salah tulis")
        page = client.get(f"/article/{found.id}?lang=en").text
        assert f"<del>{found.headline}</del>" in page
        assert "<ins>Judul &lt;redaksi&gt;</ins>" in page
        assert f"<b>speaker</b> <del>{speaker}</del>" in page
        assert "<ins>Siti Rahmawati</ins>" in page
        assert "Ani · salah tulis · <time" in page
        assert f"Judul &lt;redaksi&gt; {mark}" in page
        assert page.count(mark) == 1 + len(archive.said(SaidFilters(speaker="Siti Rahmawati")).rows)


def test_changes_tell_words_from_the_white_space_between_them() -> None:
    before = Article(headline="Banjir", text="Air naik.\n\nWarga pindah ke\nbalai desa.")
    after = Article(headline="Banjir", text="Air naik. Warga pindah ke balai kota.")
    parts = difference(before, after)
    assert parts == [
        ("same", "Banjir\nAir naik. Warga pindah ke balai "),
        ("del", "desa."),
        ("ins", "kota."),
    ]


def test_the_page_of_changes_says_what_it_compares(
    demo: TestClient, demo_archive: Archive, monkeypatch: pytest.MonkeyPatch
) -> None:
    new = demo_archive.revisions()[1]
    address = f"/article/{new.id}/changes?lang=en"
    page = demo.get(address).text
    assert f"<title>What changed: {new.headline} · warta</title>" in page
    assert '<div class="diff" lang="id">' in page
    assert "words of each version" not in page
    monkeypatch.setattr("warta.server.pages.DIFFERENCE_WORDS", 20)
    assert "Only the first 20 words of each version were compared." in demo.get(address).text


def test_misuse_is_refused(client: TestClient) -> None:
    for path, status in (("/article/zz", 404), ("/nothing", 404), ("/api/search?limit=x", 400)):
        assert client.get(path).status_code == status
    assert client.post("/").status_code == 405
    assert client.get("/", headers={"host": "evil.example"}).status_code == 421


def test_the_api_says_what_it_does_not_know(client: TestClient) -> None:
    for path, said in (
        ("/api/search?outlt=SINDOnews", "no such parameter: outlt (there are q, author,"),
        ("/api/said?q=serangan", "no such parameter: q "),
        ("/api/health?since=2015", "no such parameter: since (there are none)"),
        ("/api/said?act=flies", "no such act: flies"),
        ("/api/said?status=supposed", "no such status: supposed"),
        ("/api/search?kind=poem", "no such kind: poem"),
        ("/api/search?language=klingon", "a language is a code"),
        ("/api/search?since=2015-1", "since is a day such as"),
        ("/api/search?since=", "since is a day such as"),
    ):
        answer = client.get(path)
        assert answer.status_code == 400, path
        assert said in answer.json()["error"]
    # Links to pages carry what others add to them.
    for path in ("/", "/search?q=serangan", "/speakers"):
        assert client.get(path, params={"utm_source": "x", "outlt": "y"}).status_code == 200


def test_days_may_be_months_and_years(client: TestClient) -> None:
    for since, until, number in (("2015", "2015", 1), ("2015-10", "2015-10", 1), ("2015-11", "2016", 0)):
        asked = f"since={since}&until={until}"
        assert client.get(f"/api/search?{asked}").json()["total"]["number"] == number
        assert client.get(f"/api/said?{asked}").json()["total"]["number"] == 9 * number
        assert client.get(f"/search?{asked}").status_code == 200
        assert client.get(f"/speaker/Andrei%20Kartapolov?{asked}").status_code == 200
    page = client.get("/search?since=2015-02&until=2015-02").text
    assert '<input type="date" name="since" value="2015-02-01">' in page
    assert '<input type="date" name="until" value="2015-02-28">' in page
    assert client.get("/search?since=2015-13").status_code == 400


def test_names_are_found_by_any_spelling(client: TestClient) -> None:
    for path in ("/api/outlets/sindonews", "/outlet/SINDONEWS", "/api/speakers/andrei%20kartapolov"):
        assert client.get(path).status_code == 200, path


def test_the_api_lists_its_addresses(archive: Archive, client: TestClient) -> None:
    listed = client.get("/api/").json()
    assert set(listed) == {api.DESCRIPTION, *api.TABLE}
    assert client.get("/api").json() == listed
    found = archive.search().hits[0].id
    for path in listed:
        name = "SINDOnews" if "outlets" in path else "Andrei%20Kartapolov"
        assert client.get(path.replace("{id}", found).replace("{name}", name)).status_code == 200, path


def test_the_documentation_of_the_api_is_its_table() -> None:
    rows = {
        path: (summary, tuple(re.findall(r"`(\w+)`", names)))
        for path, summary, names in re.findall(
            r"^\| `(/api/\S*)` \| (.*?) \| (.*)\|$",
            Path("docs/reference/api.md").read_text("utf-8"),
            re.MULTILINE,
        )
    }
    assert rows.pop(api.DESCRIPTION)[1] == ()
    assert rows == {path: (summary, names) for path, (_, _, names, summary) in api.TABLE.items()}


def test_a_taken_port_is_told_before_an_address(archive: Archive) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        result = CliRunner().invoke(main, ["serve", str(archive.path), "--port", str(port)])
    assert result.exit_code == 1
    assert result.stderr.startswith(f"Error: cannot listen at 127.0.0.1, port {port}: ")
    assert "http://" not in result.output


def test_marks_carry_act_and_note(archive: Archive, client: TestClient) -> None:
    page = client.get(f"/article/{archive.search().hits[0].id}").text
    assert '<mark class="' in page
    assert 'class="said ' in page
    assert "<script src" in page
    assert page.count("<script") == 1


def test_statements_are_reached_by_keyboard_and_ear(demo: TestClient, demo_archive: Archive) -> None:
    for hit in demo_archive.search(limit=50).hits:
        page = demo.get(f"/article/{hit.id}?lang=id").text
        for number in range(hit.statements):
            assert page.count(f'id="m{number}" href="#s{number}"') == 1, (hit.headline, number)
            assert f'aria-label="pernyataan {number + 1}"' in page
            assert f'id="s{number}"' in page
            assert f'href="#m{number}"' in page
    row = next(row for row in demo_archive.said(limit=200).rows if row.via)
    spoken = f'<span class="hidden">via</span><span aria-hidden="true">←</span> {row.via[0]}'
    for path in (f"/article/{row.id}", f"/speaker/{row.speaker}"):
        assert spoken in demo.get(f"{path}?lang=en").text


def test_overlapping_statements_keep_the_words_and_escape_them() -> None:
    text = "a <b> & c"
    said = [
        Statement(
            place="text", type="indirect", construction="x", content=(Passage(span=span, text=""),), act=act
        )
        for span, act in ((Span(0, 5), "says"), (Span(2, 9), "denies"))
    ]
    block = Block(kind="paragraph", text=text, span=Span(0, 9))
    made = body(Article(text=text, blocks=(block,), statements=tuple(said)))
    assert made.striptags().replace("\n", "") == text
    assert 'data-s="0 1"' in made
    assert [made.count(f'id="m{number}" href="#s{number}"') for number in (0, 1)] == [1, 1]
    assert "<b>" not in made


def test_items_stand_in_one_list_with_its_numbers() -> None:
    items = [
        Block(kind="list_item", text=text, level=level, ordered=ordered)
        for text, level, ordered in (("a", 1, True), ("b", 1, True), ("c", 2, False), ("d", 1, True))
    ]
    made = body(Article(text="", blocks=(*items, Block(kind="paragraph", text="satu dua tiga"))))
    flat = made.replace("\n", "")
    assert flat == "<ol><li>a</li><li>b<ul><li>c</li></ul></li><li>d</li></ol><p>satu dua tiga</p>"


def test_pages_have_titles_forms_and_names_of_their_own(demo: TestClient) -> None:
    assert "<title>Tidak berhasil · warta</title>" in demo.get("/nothing?lang=id").text
    front = demo.get("/?lang=en").text
    assert front.index("<h1>") < front.index('<figure class="chart">')
    assert 'role="search" aria-label="Search speakers"' in demo.get("/speakers?lang=en").text
    outlet = demo.get("/outlet/Gema%20Muara?lang=id").text
    assert "100,0 %" in outlet
    assert "100.0 %" not in outlet


def test_answers_are_kept_until_the_archive_changes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(kept, "REST", 0.0)
    with Archive(tmp_path / "a.warta", create=True) as archive:
        answers = kept.Kept(archive)
        made: list[int] = []

        def count() -> int:
            made.append(archive.search().total.number)
            return made[-1]

        assert [answers.get("n", count), answers.get("n", count)] == [0, 0]
        archive.add_captures([capture(1)])
        assert [answers.get("n", count), answers.get("n", count)] == [1, 1]
        assert made == [0, 1]
        monkeypatch.setattr(kept, "REST", 1e9)
        archive.add_captures([capture(2)])
        assert answers.get("n", count) == 1


def test_one_thread_counts_and_the_others_take_what_there_is(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(kept, "REST", 0.0)
    with Archive(tmp_path / "a.warta", create=True) as archive:
        answers = kept.Kept(archive)
        assert answers.get("n", lambda: 1) == 1
        archive.add_captures([capture(1)])
        # While the new one is made, another asks.
        assert answers.get("n", lambda: 10 + answers.get("n", lambda: 2)) == 11
        archive.add_captures([capture(2)])
        with pytest.raises(RuntimeError):
            answers.get("n", lambda: (_ for _ in ()).throw(RuntimeError))
        assert answers.get("n", lambda: 3) == 3


def test_the_front_page_shows_what_was_added(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(kept, "REST", 0.0)
    with Archive(tmp_path / "a.warta", create=True) as archive:
        client = TestClient(app(archive), base_url="http://localhost")
        assert "Kabar Demak" not in client.get("/").text
        archive.add_captures([capture(1)])
        assert "Kabar Demak" in client.get("/").text


def test_an_outlet_says_where_only_the_newest_are_counted(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with Archive(tmp_path / "a.warta", create=True) as archive:
        archive.add_captures(capture(number, day=number) for number in range(1, 6))
        whole = archive.outlet("Kabar Demak")
        assert whole is not None
        assert whole.exact
        monkeypatch.setattr("warta.archive.asked_outlets.LISTED", 2)
        newest = archive.outlet("Kabar Demak")
        assert newest is not None
        assert not newest.exact
        assert [sum(each.count for each in view.speakers) for view in (whole, newest)] == [10, 4]
        client = TestClient(app(archive), base_url="http://localhost")
        assert "newest articles only" in client.get("/outlet/Kabar%20Demak").text


def test_a_replaced_version_says_so_and_what_changed(tmp_path: Path) -> None:
    with Archive(tmp_path / "demo.db", create=True) as archive:
        archive.add([Path("examples/demo")])
        old, new = archive.revisions()
        client = TestClient(app(archive), base_url="http://localhost")
        replaced = client.get(f"/article/{old.id}?lang=en").text
        assert "A newer version replaced this one:" in replaced
        assert f'<a href="/article/{new.id}">{new.headline}</a>' in replaced
        assert f'<a href="/article/{new.id}/changes">What changed</a>: headline, a number' in replaced
        assert "updated" not in replaced
        current = client.get(f"/article/{new.id}?lang=id").text
        assert 'class="notice"' not in current
        assert 'diperbarui</span> <time datetime="2025-04-07T16:45:00+08:00">' in current
        archive.correct(new.id, {"access": "paywalled"})
        assert "behind a paywall" in client.get(f"/article/{new.id}?lang=en").text


GERMAN = """<!doctype html><html lang="de"><head><title>Hochwasser in der Altstadt</title>
<meta property="og:site_name" content="Der Bote"><meta property="og:type" content="article"></head><body>
<article><h1>Hochwasser in der Altstadt</h1><p>Der Fluss ist in der Nacht zum Montag um zwei Meter gestiegen,
und die Feuerwehr hat mehr als hundert Keller in der Stadt ausgepumpt. „Wir arbeiten seit gestern ohne Pause“,
sagte der Einsatzleiter Karl Brandt am Morgen. Die Schulen bleiben bis zum Mittwoch geschlossen.</p></article>
</body></html>"""

SILENT = """<!doctype html><html lang="id"><head><title>Banjir merendam kota tua</title></head><body><article>
<h1>Banjir merendam kota tua</h1><p>Sungai naik dua meter pada malam Senin, dan petugas memompa lebih dari
seratus ruang bawah tanah di kota tua. Sekolah ditutup sampai hari Rabu karena jalan terendam.</p></article>
</body></html>"""


def test_statements_that_were_not_looked_for_are_not_counted(tmp_path: Path) -> None:
    with Archive(tmp_path / "a.warta", create=True) as archive:
        archive.add_captures([Capture(payload=GERMAN.encode(), name="de.html", content_type="text/html")])
        identity = archive.search().hits[0].id
        client = TestClient(app(archive), base_url="http://localhost")
        for path in ("/", "/search", "/outlet/Der%20Bote"):
            assert "0 statements" not in client.get(path).text, path
        article = f"/article/{identity}"
        assert "read in Indonesian and English only" in client.get(article).text
        assert "hanya dibaca dalam bahasa Indonesia dan Inggris" in client.get(f"{article}?lang=id").text
    with Archive(tmp_path / "b.warta", create=True) as archive:
        archive.add_captures([Capture(payload=SILENT.encode(), name="id.html", content_type="text/html")])
        client = TestClient(app(archive), base_url="http://localhost")
        assert "0 statements" in client.get("/search").text
        assert "nobody says anything in it" in client.get(f"/article/{archive.search().hits[0].id}").text


def test_only_statuses_that_tell_something_are_shown(demo: TestClient, demo_archive: Archive) -> None:
    found = demo_archive.said(SaidFilters(speaker="Harjo Wirasukma"), limit=100).rows
    telling = [row.status for row in found if row.status not in ("asserted", "claimed")]
    assert 0 < len(telling) < len(found)
    page = demo.get("/speaker/Harjo%20Wirasukma?lang=en").text
    shown = {"future": "about the future"}
    pages = [page, *(demo.get(f"/article/{row.id}?lang=en").text for row in found)]
    for text in pages:
        assert "· claimed" not in text
    for status in telling:
        assert f"· {shown.get(status, status)}" in page
