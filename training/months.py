"""Writes languages/months.tsv and weekdays.tsv: names of many languages, from Unicode CLDR through the package Babel.

python training/months.py crates/warta-core/languages
"""

from __future__ import annotations

import sys
from collections import defaultdict
from pathlib import Path

import babel
from babel import Locale

LANGUAGES = [
    "af",
    "ar",
    "az",
    "be",
    "bg",
    "bn",
    "bs",
    "ca",
    "cs",
    "cy",
    "da",
    "de",
    "el",
    "en",
    "es",
    "et",
    "eu",
    "fa",
    "fi",
    "fil",
    "fr",
    "ga",
    "gl",
    "he",
    "hi",
    "hr",
    "hu",
    "hy",
    "id",
    "is",
    "it",
    "ka",
    "kk",
    "lt",
    "lv",
    "mk",
    "ms",
    "nb",
    "nl",
    "pl",
    "pt",
    "ro",
    "ru",
    "sk",
    "sl",
    "sq",
    "sr",
    "sv",
    "sw",
    "ta",
    "te",
    "th",
    "tr",
    "uk",
    "ur",
    "uz",
    "vi",
    "zu",
    "xh",
]
# Forms that newsrooms print and CLDR does not list.
MORE = [
    ("agu", 8, "id"), ("ags", 8, "id"), ("agt", 8, "id"), ("nop", 11, "id"), ("nopember", 11, "id"), ("pebruari", 2, "id"),
    ("peb", 2, "id"), ("mei", 5, "id"), ("okt", 10, "id"), ("des", 12, "id"), ("sept", 9, "en"), ("sept", 9, "id"),
    ("jänner", 1, "de"), ("feber", 2, "de"), ("mrz", 3, "de"), ("maerz", 3, "de"), ("sept", 9, "de"),
    ("sept", 9, "fr"), ("fevr", 2, "fr"), ("aout", 8, "fr"), ("decembre", 12, "fr"), ("fevrier", 2, "fr"), ("setiembre", 9, "es"), ("set", 9, "es"),
    ("marco", 3, "pt"), ("ogos", 8, "ms"), ("julai", 7, "ms"),
]  # fmt: skip


HEAD = """# {what}
# Origin: Unicode CLDR through Babel {version}{more}; training/months.py.
# Licence: Unicode-3.0 (https://www.unicode.org/license.txt).
"""


def names(kind: str, languages: list[str]) -> dict[tuple[str, int], set[str]]:
    rows: dict[tuple[str, int], set[str]] = defaultdict(set)
    for code in languages:
        try:
            table = getattr(Locale.parse(code), kind)
        except babel.UnknownLocaleError:
            continue
        for context in ("format", "stand-alone"):
            for width in ("wide", "abbreviated"):
                for number, name in table[context][width].items():
                    name = name.lower().strip(" .\u200e\u200f")
                    if len(name) >= 2 and not any(c.isdigit() for c in name) and " " not in name:
                        rows[name, number].add(code)
    return rows


def main() -> None:
    folder = Path(sys.argv[1])
    months = names("months", LANGUAGES)
    for name, number, code in MORE:
        months[name, number].add(code)
    head = HEAD.format(
        what="Month names and their abbreviations: name, number, languages.",
        version=babel.__version__,
        more=", with forms that newsrooms print",
    )
    lines = [
        f"{name}\t{number}\t{' '.join(sorted(codes))}\n" for (name, number), codes in sorted(months.items())
    ]
    (folder / "months.tsv").write_text(head + "".join(lines), encoding="utf-8")
    days = {name for name, _ in names("days", LANGUAGES)} | {"ahad", "jum'at"}
    head = HEAD.format(
        what="Names of the days of the week and their abbreviations.", version=babel.__version__, more=""
    )
    (folder / "weekdays.tsv").write_text(head + "".join(f"{d}\n" for d in sorted(days)), encoding="utf-8")


if __name__ == "__main__":
    main()
