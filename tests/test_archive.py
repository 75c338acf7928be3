"""The archive from Python: filled, asked, corrected, emptied."""

import datetime
import random
import sqlite3
import threading
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.archive_pages import capture, dump, page
from warta import Article, Capture, Moment, Passage, Span, Speaker, Statement, Via, WartaError
from warta.archive import Archive, Filters, checkpoints, filling, is_archive
from warta.archive import archive as archive_module
from warta.archive import connection as connection_module
from warta.archive.results import Bar
from warta.archive.words import WORD, fold, words
from warta.said import Which


@pytest.fixture
def archive(tmp_path: Path) -> Archive:
    made = Archive(tmp_path / "news.warta", create=True)
    made.add_captures([capture(number, day=number % 9 + 1) for number in range(1, 31)])
    return made


def captures() -> list[Capture]:
    """Pages with revisions, copies of a capture, one content fetched twice, and pages that are none."""
    made = [capture(number, day=number) for number in range(1, 7)]
    made += [capture(number, day=number, name=f"copy-of-{number}.html") for number in (1, 2)]
    made += [capture(3, day=3, fetched_at=f"2024-02-1{hour}T00:00:00Z") for hour in range(3)]
    made += [
        capture(
            4, day=4, time="12:00", more="<p>Ralat: jumlah rumah yang benar 44, bukan 4, kata petugas.</p>"
        ),
        capture(4, day=4, time="11:00", headline="Banjir Demak meluas ke tiga kecamatan"),
        capture(5, day=5, fetched_at="2024-02-20T00:00:00Z", headline="Banjir Demak surut"),
        Capture(payload=b"", name="empty.html"),
        Capture(payload=b"\x00\x01\x02" * 50, name="binary.html"),
        Capture(payload=page(8).replace('<link rel="canonical"', "<link").encode(), name="no-address.html"),
    ]
    return made


def test_same_captures_again_give_no_new_rows(archive: Archive) -> None:
    before = dump(archive.connection)
    filled = archive.add_captures([capture(number, day=number % 9 + 1) for number in range(1, 31)])
    assert (filled.known, filled.stored.total()) == (30, 0)
    assert dump(archive.connection) == before


@pytest.fixture(scope="module")
def expected(tmp_path_factory: pytest.TempPathFactory) -> dict[str, list[tuple[object, ...]]]:
    with Archive(tmp_path_factory.mktemp("order") / "a.warta", create=True) as archive:
        archive.add_captures(captures(), jobs=1)
        return dump(archive.connection)


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(seed=st.integers(0, 1 << 32), parts=st.integers(1, 5))
def test_any_order_and_any_split_give_the_same_archive(
    seed: int,
    parts: int,
    expected: dict[str, list[tuple[object, ...]]],
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    shuffled = captures()
    random.Random(seed).shuffle(shuffled)
    with Archive(tmp_path_factory.mktemp("order") / "a.warta", create=True) as archive:
        for part in range(parts):
            archive.add_captures(shuffled[part::parts], jobs=1)
        assert dump(archive.connection) == expected


def test_revisions_are_ordered_and_typed(tmp_path: Path) -> None:
    archive = Archive(tmp_path / "a.warta", create=True)
    archive.add_captures(captures())
    (now,) = (hit for hit in archive.search("ralat").hits)
    versions = archive.revisions(now.id)
    assert [version.current for version in versions] == [False, False, True]
    assert versions[1].difference == ("headline",)
    assert set(versions[2].difference) >= {"headline", "number", "correction_notice"}
    assert archive.search("meluas").total.number == 0
    assert archive.search("meluas", old_versions=True).total.number == 1


def test_speakers_are_counted_without_replaced_versions(tmp_path: Path) -> None:
    once = '<p>"Tanggul itu sudah tua," kata Sutrisno Wibowo, Kepala Desa, di Demak, Jumat.</p>'
    archive = Archive(tmp_path / "a.warta", create=True)
    archive.add_captures([capture(number, day=number) for number in range(1, 4)])
    before = {row.name: (row.statements, row.articles) for row in archive.speakers()}
    archive.add_captures(
        [capture(1, day=1, time="11:00", more=once), capture(1, day=1, time="12:00", headline="Banjir surut")]
    )
    assert {row.name: (row.statements, row.articles) for row in archive.speakers()} == before
    assert archive.speakers("sutrisno") == ()
    for row in archive.speakers():
        view = archive.speaker(row.name)
        assert view is not None
        assert view.statements == row.statements


def with_canonical(number: int, canonical: str, url: str) -> Capture:
    written = page(number)
    own = f"https://kabardemak.example/berita/{number}"
    assert own in written
    return Capture(payload=written.replace(own, canonical).encode(), url=url)


@pytest.mark.parametrize("front", ["https://kabardemak.example", "https://kabardemak.example/#top"])
def test_a_front_page_as_canonical_address_hides_no_article(front: str, tmp_path: Path) -> None:
    urls = [f"https://kabardemak.example/berita/{number}" for number in range(3)]
    archive = Archive(tmp_path / "a.warta", create=True)
    filled = archive.add_captures(with_canonical(number, front, url) for number, url in enumerate(urls))
    assert (filled.stored["new"], filled.stored["revision"]) == (3, 0)
    hits = archive.search("banjir").hits
    assert len(hits) == 3
    assert {hit.url for hit in hits} == {row.url for row in archive.said(limit=50).rows} == set(urls)
    assert {record.to_ninjs()["uri"] for record in archive.articles()} == set(urls)


def test_a_canonical_address_of_another_host_or_with_a_query_is_believed(tmp_path: Path) -> None:
    archive = Archive(tmp_path / "a.warta", create=True)
    for canonical, urls in (
        ("https://origin.example/a", ("https://kabar.example/1", "https://post.example/2")),
        ("https://kabar.example/?p=7", ("https://kabar.example/7", "https://kabar.example/7?from=feed")),
    ):
        filled = archive.add_captures(
            with_canonical(number, canonical, url) for number, url in enumerate(urls, 1)
        )
        assert (filled.stored["new"], filled.stored["revision"]) == (1, 1), canonical


def test_an_article_keeps_the_page_that_it_was_stored_under(
    archive: Archive, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    identity = archive.search(limit=1).hits[0].id
    monkeypatch.setattr("warta.archive.identity.page_of", lambda *told: "https://elsewhere.example/")
    archive.correct(identity, {"headline": "Judul benar"})
    with Archive(tmp_path / "other.warta", create=True) as other:
        other.merge(archive.path)
        for each in (archive, other):
            view = each.article(identity)
            assert view is not None
            assert view.article.headline == "Judul benar"
            assert each.search().total.number == 30
            assert each.check().problems == ()


def test_inflected_forms_phrases_and_broken_syntax(archive: Archive) -> None:
    assert archive.search("serangan").total.number == 30
    assert archive.search('"hujan lebat"').total.number == 30
    assert archive.search('"lebat hujan"').total.number == 0
    assert archive.search("banjir NOT demak").total.number == 0
    assert archive.search("mengung*").total.number == 30
    for query, number in (("-demak", 0), ("NOT kebakaran", 30), ("NOT kebakaran NOT banjir", 0)):
        found = archive.search(query)
        assert (found.total.number, found.as_words) == (number, False), query
    assert archive.search("kebakaran OR (NOT gempa)").total.number == 30
    broken = archive.search('banjir AND ("demak')
    assert broken.as_words
    assert archive.search('"; DROP TABLE articles; --').as_words


@given(query=st.text(max_size=60) | st.text(alphabet='ab"*()-: ANDORT^{}+', max_size=40))
@settings(max_examples=300, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_no_query_fails(query: str, shared: Archive) -> None:
    for order in ("newest", "ranked"):
        shared.search(query, order=order)
    shared.facets(query)
    shared.histogram(query)
    shared.said(about=query, by=query)
    shared.speakers(query)
    shared.speaker(query)
    shared.article(query)


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Archive:
    made = Archive(tmp_path_factory.mktemp("shared") / "a.warta", create=True)
    made.add_captures(captures())
    return made


def test_filters(archive: Archive) -> None:
    assert archive.search(outlet="kabar demak").total.number == 30
    assert archive.search("banjir", outlet="Kabar").total.number == 0
    assert archive.search(since="2024-02-09", until="2024-02").total.number == 3
    assert archive.search(author="wulandari", language="id", kind="article").total.number == 30
    assert archive.search(language="en").total.number == 0
    for tag in ("ID", "id-ID", "in"):
        assert archive.search(language=tag).total.number == archive.facets(language=tag).kind[0].count == 30
        assert archive.said(language=tag).total == archive.said().total
    for ask in (archive.search, archive.said, archive.facets, archive.histogram, archive.table):
        with pytest.raises(WartaError, match="a language is"):
            ask(language="klingon")
    with pytest.raises(WartaError, match="a day is"):
        archive.search(since="kemarin")


def test_days_may_be_dates_and_datetimes(archive: Archive) -> None:
    day = datetime.date(2024, 2, 3)
    clock = datetime.datetime(2024, 2, 3, 23, 59, tzinfo=datetime.UTC)
    wanted = archive.search(since="2024-02-03", until="2024-02-03").total
    assert wanted.number
    for asked in (day, clock):
        assert archive.search(since=asked, until=asked).total == wanted
        assert archive.search("", Filters(since=asked, until=asked)).total == wanted  # type: ignore[arg-type]
        assert archive.histogram(since=asked, until=asked).bars == (Bar("2024-02-03", wanted.number),)
        assert {row.day for row in archive.said(since=asked, until=asked).rows} == {"2024-02-03"}
        assert len(archive.said_pairs(Which(since=asked, until=asked))) == len(  # type: ignore[arg-type]
            list(archive.said_table(since=day, until=day).rows())
        )


def test_an_outlet_is_found_by_any_spelling_of_its_name(tmp_path: Path) -> None:
    with Archive(tmp_path / "a.warta", create=True) as archive:
        archive.add_captures(capture(number, outlet="Kabar Démak") for number in range(3))
        archive.add_captures(capture(number, outlet="KABAR DEMAK") for number in range(3, 5))
        for name, number in (("kabar demak", 3), ("KABAR DEMAK", 2), ("Kabar Démak", 3)):
            view = archive.outlet(name)
            assert view is not None
            assert view.outlet.articles == view.health.articles == number
            assert sum(bar.count for bar in view.histogram.bars) == number
        assert archive.outlet("Kabar") is archive.outlet("") is archive.outlet("...") is None
        (tmp_path / "outlets.tsv").write_text("kd\tHarian Muria\nkabar demak\tHarian Muria\n", "utf-8")
        archive.use_names(tmp_path)
        view = archive.outlet("KD")
        assert view is not None
        assert (view.outlet.name, view.outlet.articles) == ("Harian Muria", 5)


def test_newest_first_and_paging(archive: Archive) -> None:
    days = [hit.day or "" for hit in archive.search("banjir", limit=30).hits]
    assert days == sorted(days, reverse=True)
    first, second = (archive.search("banjir", limit=15, offset=offset).hits for offset in (0, 15))
    assert len({hit.id for hit in (*first, *second)}) == 30


def test_who_said_what(archive: Archive) -> None:
    found = archive.said(by="santoso", about="perahu", act="says")
    assert found.rows
    for row in found.rows:
        assert row.speaker == "Budi Santoso"
        view = archive.article(row.id)
        assert view is not None
        assert row.content in view.article.text
    assert archive.said(speaker="Budi Santoso").total == archive.said(by="Budi Santoso").total
    speaker = archive.speaker("budi santoso")
    assert speaker is not None
    assert speaker.statements == archive.said(speaker="Budi Santoso").total.number


def test_the_record_comes_back_as_the_core_made_it(archive: Archive, tmp_path: Path) -> None:
    from warta import read

    hit = archive.search(limit=1).hits[0]
    view = archive.article(hit.id[:10])
    assert view is not None
    number = int(view.captures[0].name.partition(".")[0])  # type: ignore[union-attr]
    made = read(
        page(number, day=number % 9 + 1).encode(),
        content_type="text/html; charset=utf-8",
        evidence=True,
        statements=True,
    )
    assert view.article.to_dict() == {**made.to_dict(), "name": f"{number}.html"}


def test_a_correction_stands_over_the_engine(archive: Archive) -> None:
    identity = archive.said(by="Rahma", limit=1).rows[0].id
    archive.correct(
        identity, {"headline": "Judul benar", "speaker:SITI RAHMA": "Siti Rahmawati"}, person="editor"
    )
    view = archive.article(identity)
    assert view is not None
    assert view.article.headline == "Judul benar"
    assert next(each for each in view.article.evidence if each.field == "headline").rule == "correction"
    assert archive.said(speaker="Siti Rahmawati").total.number
    assert archive.search('"judul benar"').total.number == 1
    with pytest.raises(WartaError, match="cannot be corrected"):
        archive.correct(identity, {"text": "x"})


def test_a_corrected_language_is_a_code(archive: Archive) -> None:
    identity = archive.search(limit=1).hits[0].id
    archive.correct(identity, {"language": "jv-ID"})
    assert [hit.id for hit in archive.search(language="JV").hits] == [identity]
    with pytest.raises(WartaError, match="a language is"):
        archive.correct(identity, {"language": "klingon"})


def test_a_correction_is_no_change_of_the_outlets(tmp_path: Path) -> None:
    versions = [
        capture(1, time="09:00", headline="Banjir Demak"),
        capture(1, time="10:00", headline="Banjir Demak", more="<p>Dan 7 rumah hanyut.</p>"),
        capture(1, time="11:00", headline="Banjir Demak meluas", more="<p>Dan 7 rumah hanyut.</p>"),
    ]
    wanted = [(), ("number",), ("headline",)]
    for name, order in (("forth", versions), ("back", versions[::-1])):
        with Archive(tmp_path / name, create=True) as archive:
            archive.add_captures(order[:2])
            kept = {row.id for row in archive.revisions()}
            for each in kept:
                archive.correct(each, {"headline": "Banjir Demak meluas"})
            archive.add_captures(order[2:])
            rows = archive.revisions()
            assert [row.difference for row in rows] == wanted
            for row in rows:
                archive.correct(row.id, {"headline": f"Judul {row.number}"})
                assert [each.difference for each in archive.revisions()] == wanted
            archive.correct(rows[2].id, {"headline": None})
            assert [each.difference for each in archive.revisions()] == wanted


def test_a_deleted_article_stays_out(archive: Archive) -> None:
    identity = archive.search(limit=1).hits[0].id
    view = archive.article(identity)
    assert view is not None
    archive.delete(identity, reason="takedown")
    assert archive.article(identity) is None
    assert archive.search().total.number == 29
    filled = archive.add_captures([capture(number, day=number % 9 + 1) for number in range(1, 31)])
    assert filled.known == 30
    again = archive.store([view.article])
    assert again == ["deleted"]


def test_newsroom_names(archive: Archive, tmp_path: Path) -> None:
    folder = tmp_path / "names"
    folder.mkdir()
    (folder / "outlets.tsv").write_text("# ours\nkabar demak\tKabar Demak Raya\n", "utf-8")
    (folder / "speakers.tsv").write_text("budi santoso\tDr. Budi Santoso\n", "utf-8")
    archive.use_names(folder)
    assert [row.name for row in archive.outlets()] == ["Kabar Demak Raya"]
    assert archive.said(speaker="Budi Santoso").rows[0].speaker == "Dr. Budi Santoso"


def test_what_is_no_archive(tmp_path: Path) -> None:
    other = tmp_path / "page.html"
    other.write_text("<p>x</p>")
    assert not is_archive(other)
    with pytest.raises(WartaError, match="no archive of warta"):
        Archive(other)
    with pytest.raises(WartaError, match="no archive of warta"), Archive(other, create=True):
        pass
    with pytest.raises(WartaError, match="no such archive"):
        Archive(tmp_path / "nothing.warta")


def test_merge_gives_what_one_archive_would_have(
    tmp_path: Path, expected: dict[str, list[tuple[object, ...]]]
) -> None:
    one, two = (Archive(tmp_path / name, create=True) for name in ("one.warta", "two.warta"))
    one.add_captures(captures()[::2])
    two.add_captures(captures()[1::2])
    one.merge(two.path)
    assert dump(one.connection) == expected
    assert not one.check().problems


def test_check_finds_and_rebuilds(archive: Archive) -> None:
    import sqlite3

    assert archive.check().problems == ()
    with sqlite3.connect(archive.path) as broken:
        broken.execute("INSERT INTO article_index (article_index) VALUES ('delete-all')")
    assert archive.check().problems
    assert archive.check(rebuild=True).problems == ()
    assert archive.search("serangan").total.number == 30


def test_backup_is_an_archive(archive: Archive, tmp_path: Path) -> None:
    archive.backup(tmp_path / "copy.warta")
    with Archive(tmp_path / "copy.warta") as copy:
        assert dump(copy.connection) == dump(archive.connection)
    with pytest.raises(WartaError, match="there already"):
        archive.backup(tmp_path / "copy.warta")


def test_refresh_keeps_corrections_and_says_what_changed(tmp_path: Path) -> None:
    import sqlite3

    archive = Archive(tmp_path / "a.warta", create=True)
    archive.add_captures(captures(), keep_payload=True)
    identity = archive.search(limit=1).hits[0].id
    archive.correct(identity, {"section": "Bencana"})
    before = dump(archive.connection)
    done = archive.refresh()
    assert (done.changed, done.renamed, done.lost, done.without_payload) == (0, 0, 0, 0)
    assert 0 < done.same < done.payloads
    assert dump(archive.connection) == before
    with sqlite3.connect(archive.path) as connection:
        connection.execute("UPDATE captures SET engine = '0.0.1'")
        connection.execute("UPDATE articles SET engine = '0.0.1'")
    archive.refresh()
    assert dump(archive.connection) == before


def test_tables_for_data_frames(archive: Archive) -> None:
    import pyarrow

    articles = pyarrow.table(archive.table("serangan"))
    assert articles.num_rows == 30
    said = pyarrow.table(archive.said_table(by="Santoso"))
    assert set(said["speaker"].to_pylist()) == {"Budi Santoso"}
    assert "30 articles" in archive._repr_html_()
    ids = {hit.id for hit in archive.search(limit=30).hits}
    for table in (archive.table(), archive.said_table()):
        assert {row["article_id"] for row in table.rows()} == ids
        assert set(pyarrow.table(table)["article_id"].to_pylist()) == ids
    assert "id" not in pyarrow.table(archive.said_table()).column_names


@settings(max_examples=10, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(seed=st.integers(0, 1 << 32), parts=st.integers(1, 4))
def test_articles_of_one_minute_get_the_same_rows_in_any_order(
    seed: int, parts: int, tmp_path_factory: pytest.TempPathFactory
) -> None:

    records = [
        Article(
            id=f"{number}",
            payload_hash=f"blake3:{number}",
            kind="article",
            headline=f"Banjir {number}",
            text="Air naik.",
            canonical_url=f"https://example.org/{number % 120}",
            published_at=Moment(iso=f"2024-02-09T10:0{number % 2}+07:00", raw="", zone="stated"),
        )
        for number in range(150)
    ]
    shuffled = random.Random(seed).sample(records, len(records))
    dumps = []
    for order, split in ((records, 1), (shuffled, parts)):
        with Archive(tmp_path_factory.mktemp("rows") / "a.warta", create=True) as archive:
            for part in range(split):
                archive.store(order[part::split])
            dumps.append(dump(archive.connection))
            assert not archive.check().problems
            # Also of pages whose rows had to make room for others, one version alone is the current one.
            assert archive.connection.execute("SELECT sum(current) FROM articles").fetchone() == (120,)
    assert dumps[0] == dumps[1]


def test_the_documentation_names_every_table_and_column(archive: Archive) -> None:
    documented = Path("docs/archive.md").read_text("utf-8")
    tables = [
        name
        for (name,) in archive.connection.execute(
            "SELECT name FROM sqlite_master WHERE type IN ('table', 'view') AND name NOT LIKE 'sqlite_%'"
            " AND name NOT LIKE '%\\_index\\_%' ESCAPE '\\'"
        )
    ]
    for table in tables:
        assert f"`{table}`" in documented
        if table == "outlets":
            continue
        for row in archive.connection.execute(f"PRAGMA table_info({table})"):
            assert f"`{row[1]}`" in documented, f"{table}.{row[1]}"


@given(
    st.text(
        alphabet=st.characters(exclude_categories=["Cs"])
        | st.sampled_from("aZ9 _-'\u2019\u201c\u00a0é\u2026\0\n")
    )
)
def test_words_are_those_of_the_expression(text: str) -> None:
    assert words(text) == WORD.findall(fold(text))


def quoted(number: int, quotations: int) -> Article:
    """A record with several statements; numbers that differ by three want the same row."""
    return Article(
        id=f"{number:032x}",
        payload_hash=f"blake3:{number:064x}",
        canonical_url=f"https://example.org/{number}",
        kind="article",
        language="id",
        headline=f"Banjir {number}",
        published_at=Moment(iso=f"2024-02-09T10:{number % 3:02}+07:00", raw="", zone="stated"),
        text=f"Air naik {number}.",
        statements=tuple(
            Statement(
                place="text",
                source=Passage(span=Span(0, 3), text="Air"),
                speaker=Speaker(name=f"Siti {each}", role=None, kind="person", rule="last_name"),
                content=(Passage(span=Span(4, 8), text=f"menyerang {each}"),),
                type="indirect",
                via=(Via(outlet="Kabar Demak", span=Span(0, 3)),),
                construction="subject_cue",
            )
            for each in range(quotations)
        ),
    )


def test_many_rows_at_once_are_those_of_one_by_one(tmp_path: Path) -> None:
    records = [quoted(number, number % 7) for number in range(350)]
    with (
        Archive(tmp_path / "many.warta", create=True) as many,
        Archive(tmp_path / "one.warta", create=True) as one,
    ):
        many.store(records)
        for at in range(0, len(records), 5):
            one.store(records[at : at + 5])
        assert dump(many.connection) == dump(one.connection)
        assert many.check().problems == one.check().problems == ()
        for archive in (many, one):
            assert archive.said(about="serangan").total.number == sum(number % 7 for number in range(350))
            view = archive.speaker("siti 5")
            assert view is not None
            assert (view.statements, view.timeline) == (50, (("2024-02-09", None, 50),))
            assert len(archive.said(speaker="Siti 5", limit=100).rows) == 50


def test_batches_of_a_transaction_are_those_of_one_by_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, value in (("PREPARED_AT_ONCE", 16), ("STORED_AT_ONCE", 40)):
        monkeypatch.setattr(archive_module, name, value)
    monkeypatch.setattr(filling, "FIRST_AHEAD", 4)
    monkeypatch.setattr(filling, "AHEAD_CHARACTERS", 1_000)
    records = [quoted(number, number % 7) for number in range(200)]
    with (
        Archive(tmp_path / "many.warta", create=True) as many,
        Archive(tmp_path / "one.warta", create=True) as one,
    ):
        assert many.store(records) == ["new"] * 200
        for each in records:
            one.store([each])
        assert dump(many.connection) == dump(one.connection)
        assert many.check().problems == ()


def test_what_was_committed_before_a_bad_record_stays(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(archive_module, "PREPARED_AT_ONCE", 16)
    monkeypatch.setattr(archive_module, "STORED_AT_ONCE", 32)
    monkeypatch.setattr(filling, "FIRST_AHEAD", 16)
    records = [quoted(number, 1) for number in range(100)]
    with Archive(tmp_path / "a.warta", create=True) as archive:
        with pytest.raises(WartaError, match="no record"):
            archive.store([*records[:70], b"{", *records[70:]])
        assert archive.search(limit=0).total.number == 64
        assert archive.check().problems == ()
        assert archive.store(records).count("new") == 36


def test_the_log_begins_anew_while_storing_goes_on(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(checkpoints, "LOG_PAGES", (1 << 20) // connection_module.PAGE_BYTES)
    path = tmp_path / "a.warta"
    writer = connection_module.open_writer(path)
    writer.execute("CREATE TABLE blobs (bytes BLOB)")
    with checkpoints.Checkpoints(path, writer) as copied:
        for _ in range(30):
            writer.execute("INSERT INTO blobs VALUES (zeroblob(1000000))")
            copied.committed()
        assert Path(f"{path}-wal").stat().st_size < 10_000_000
    assert writer.execute("PRAGMA wal_autocheckpoint").fetchone()[0] == connection_module.CHECKPOINT_PAGES
    assert writer.execute("SELECT sum(length(bytes)) FROM blobs").fetchone()[0] == 30_000_000
    writer.close()


def test_check_counts_the_rows_of_each_index(tmp_path: Path) -> None:
    with Archive(tmp_path / "a.warta", create=True) as archive:
        archive.store([quoted(number, 3) for number in range(50)])
        writing = sqlite3.connect(archive.path)
        writing.execute("INSERT INTO article_index (article_index) VALUES ('delete-all')")
        writing.execute("INSERT INTO statement_index (statement_index) VALUES ('delete-all')")
        writing.commit()
        writing.close()
        problems = archive.check().problems
        assert "article_index: 50 rows differ from bodies" in problems
        assert "statement_index: 150 rows differ from statements" in problems
        assert archive.check(rebuild=True).problems == ()
        assert archive.said(about="serangan").total.number == 150


def test_threads_that_end_leave_their_connection_to_later_ones(archive: Archive) -> None:
    used = []
    for _ in range(5):
        thread = threading.Thread(target=lambda: used.append(archive.connection))
        thread.start()
        thread.join()
    assert len(used) == 5
    assert len(set(map(id, used))) == 1
    assert archive.connection not in used
    # Threads at work at once never share one.
    meet = threading.Barrier(3)

    def at_work() -> None:
        used.append(archive.connection)
        meet.wait(10)

    threads = [threading.Thread(target=at_work) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(set(map(id, used[5:]))) == 3
