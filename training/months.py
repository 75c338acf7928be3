"""Writes months.tsv of each language and countries.tsv from Unicode CLDR, as PyPI's babel ships it.

    python training/months.py

Rows under the line `# Added by hand` are kept as they are.
"""

from __future__ import annotations

import unicodedata
from datetime import datetime
from multiprocessing import Pool
from pathlib import Path
from zoneinfo import ZoneInfo

import babel
from babel import Locale, UnknownLocaleError
from babel.core import get_global
from babel.dates import get_month_names

LANGUAGES = Path(__file__).resolve().parent.parent / "crates" / "warta-core" / "languages"
BY_HAND = "# Added by hand"
ORIGIN = f"# Origin: Unicode CLDR through babel {babel.__version__}, made by training/months.py.\n# Licence: Unicode-3.0 (Copyright 1991-2024 Unicode, Inc.); rows added by hand Apache-2.0.\n"
# The zone of a country with several is its capital's where most of its outlets print times in that one.
SEATS = {"ID": "Asia/Jakarta", "ES": "Europe/Madrid", "PT": "Europe/Lisbon", "NZ": "Pacific/Auckland", "UA": "Europe/Kyiv", "CL": "America/Santiago", "EC": "America/Guayaquil", "MY": "Asia/Kuala_Lumpur", "CN": "Asia/Shanghai"}
# Where a language is that of one zone, mostly.
ONE_ZONE = {"id": "ID", "de": "DE", "it": "IT", "pl": "PL", "sv": "SE", "nb": "NO", "no": "NO", "da": "DK", "fi": "FI", "nl": "NL", "cs": "CZ", "sk": "SK", "hu": "HU", "ro": "RO", "bg": "BG", "el": "GR", "tr": "TR", "ja": "JP", "ko": "KR", "vi": "VN", "th": "TH", "he": "IL", "hi": "IN", "ta": "IN", "te": "IN", "bn": "BD", "lt": "LT", "lv": "LV", "et": "EE", "hr": "HR", "sl": "SI", "sr": "RS", "mk": "MK", "sq": "AL", "uk": "UA", "ka": "GE", "hy": "AM", "az": "AZ", "is": "IS", "ca": "ES", "eu": "ES", "gl": "ES", "cy": "GB", "jv": "ID", "su": "ID", "ms": "MY", "tl": "PH", "fa": "IR", "ur": "PK", "af": "ZA", "be": "BY"}
MONTH_FIRST = {"US", "PH", "PR", "GU", "AS", "MP", "VI", "BZ", "FM", "PW", "MH"}


def by_hand(path: Path) -> str:
    text = path.read_text(encoding="utf-8") if path.exists() else ""
    return BY_HAND + text.split(BY_HAND, 1)[1] if BY_HAND in text else ""


def months(code: str) -> list[tuple[int, str]]:
    try:
        locale = Locale.parse(code)
    except (UnknownLocaleError, ValueError):
        return []
    rows = []
    for number in range(1, 13):
        forms = {get_month_names(w, c, locale)[number] for w in ("wide", "abbreviated") for c in ("format", "stand-alone")}
        forms = {unicodedata.normalize("NFC", f).lower().strip(". ") for f in forms}
        rows += [(number, f) for f in sorted(forms) if not any(ch.isdigit() for ch in f) and " " not in f and len(f) > 1]
    return rows


def countries() -> list[str]:
    rows = []
    for code, zones in sorted(get_global("territory_zones").items()):
        if len(code) != 2:
            continue
        offsets = {}
        for zone in zones:
            try:
                offsets[zone] = tuple(datetime(2024, m, 1, tzinfo=ZoneInfo(zone)).utcoffset() for m in (1, 7))
            except Exception:
                continue
        zone = SEATS.get(code) or (next(iter(offsets)) if len(set(offsets.values())) == 1 else "-")
        rows.append(f"{code.lower()}\t{zone}\t{'mdy' if code in MONTH_FIRST else 'dmy'}")
    return rows


def main() -> None:
    folders = sorted(p for p in LANGUAGES.iterdir() if p.is_dir())
    # A process a language: babel 2.18 mixes up aliased names of languages loaded one after another.
    with Pool(1, maxtasksperchild=1) as pool:
        made = pool.map(months, [f.name for f in folders], chunksize=1)
    for folder, rows in zip(folders, made):
        path = folder / "months.tsv"
        head = "# Month names and what stands for them beside numbers: number or mark, form in lower case without dot.\n" + ORIGIN
        path.write_text(head + "".join(f"{n}\t{f}\n" for n, f in rows) + by_hand(path), encoding="utf-8")
    head = "# Countries: code, zone (- where it has several), numeric day order. Then languages that are mostly written in one zone.\n" + ORIGIN
    langs = [f"lang:{code}\t{dict(r.split(chr(9))[:2] for r in countries())[c.lower()]}\tdmy" for code, c in sorted(ONE_ZONE.items())]
    (LANGUAGES / "countries.tsv").write_text(head + "\n".join(countries() + langs) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
