"""Pages written for the tests of the archive, and an archive's content as plain values to compare."""

import sqlite3
from typing import Any

from warta import Capture

OUTLETS = ("Kabar Demak", "Harian Muria", "The Coast Post")
SPEAKERS = ("Budi Santoso", "Siti Rahma", "Andrey Petrov")


def page(
    number: int,
    *,
    day: int = 9,
    time: str = "10:00",
    outlet: str = OUTLETS[0],
    headline: str = "",
    more: str = "",
) -> str:
    """An Indonesian page with a quotation; numbers make it differ from others."""
    headline = headline or f"Banjir merendam {number} rumah di Demak"
    address = f"https://{outlet.lower().replace(' ', '')}.example/berita/{number}"
    speaker = SPEAKERS[number % len(SPEAKERS)]
    return f"""<!doctype html><html lang="id"><head><title>{headline}</title>
<link rel="canonical" href="{address}"><meta property="og:site_name" content="{outlet}">
<meta property="og:type" content="article"><meta name="author" content="Rina Wulandari">
<meta property="article:published_time" content="2024-02-{day:02}T{time}:00+07:00">
</head><body><nav><a href="/">Beranda</a> <a href="/ekonomi">Ekonomi</a></nav><article><h1>{headline}</h1>
<p>DEMAK - Banjir merendam {number} rumah di Kabupaten Demak sejak Jumat pagi karena tanggul sungai jebol
setelah hujan lebat semalaman, dan warga mengungsi ke balai desa dengan perahu karet milik petugas.</p>
<p>"Air naik sampai setinggi dada orang dewasa dan kami butuh {number} perahu," kata {speaker}, Kepala Badan
Penanggulangan Bencana Daerah, di Demak, Jumat. Petugas menyerang kekurangan itu dengan meminjam perahu.</p>
<p>Menurut {speaker}, perbaikan tanggul akan selesai dalam {number + 3} hari bila hujan tidak turun lagi, dan
pemerintah daerah menyiapkan makanan siap saji untuk semua pengungsi di tiga kecamatan.</p>{more}
</article><footer>Hak cipta</footer></body></html>"""


def capture(
    number: int, *, name: str | None = None, fetched_at: str | None = None, **changes: Any
) -> Capture:
    """A capture of `page`."""
    return Capture(
        payload=page(number, **changes).encode(),
        fetched_at=fetched_at,
        name=name or f"{number}.html",
        content_type="text/html; charset=utf-8",
    )


TABLES = [
    "articles",
    "bodies",
    "records",
    "authors",
    "tags",
    "statements",
    "vias",
    "revisions",
    "captures",
    "passed_over",
    "payloads",
    "corrections",
    "deletions",
    "deleted_captures",
    "aliases",
]

TIMES_OF_ACTS = {"corrections": ("at",), "deletions": ("at",)}
"""Columns that say when somebody did something, which is no part of what was added."""


def dump(connection: sqlite3.Connection) -> dict[str, list[tuple[Any, ...]]]:
    """Everything in an archive, sorted; row numbers included, for they do not depend on the order either."""
    return {
        table: sorted(
            connection.execute(f"SELECT {', '.join(_columns(connection, table))} FROM {table}"), key=repr
        )
        for table in TABLES
    }


def _columns(connection: sqlite3.Connection, table: str) -> list[str]:
    names = [row[1] for row in connection.execute(f"PRAGMA table_info({table})")]
    return [f'"{name}"' for name in names if name not in TIMES_OF_ACTS.get(table, ())]
