"""Writes languages/months.tsv: month names of many languages, from Unicode CLDR through the package Babel.

    python training/months.py > crates/warta-core/languages/months.tsv
"""

from __future__ import annotations

from collections import defaultdict

import babel
from babel import Locale

LANGUAGES = """af ar az be bg bn bs ca cs cy da de el en es et eu fa fi fil fr ga gl he hi hr hu hy id is it ka kk lt lv mk ms
nb nl pl pt ro ru sk sl sq sr sv sw ta te th tr uk ur uz vi zu xh""".split()
# Forms that newsrooms print and CLDR does not list.
MORE = [
    ("agu", 8, "id"), ("ags", 8, "id"), ("agt", 8, "id"), ("nop", 11, "id"), ("nopember", 11, "id"), ("pebruari", 2, "id"),
    ("peb", 2, "id"), ("mei", 5, "id"), ("okt", 10, "id"), ("des", 12, "id"), ("sept", 9, "en"), ("sept", 9, "id"),
    ("jänner", 1, "de"), ("feber", 2, "de"), ("mrz", 3, "de"), ("maerz", 3, "de"), ("sept", 9, "de"),
    ("sept", 9, "fr"), ("fevr", 2, "fr"), ("aout", 8, "fr"), ("decembre", 12, "fr"), ("fevrier", 2, "fr"), ("setiembre", 9, "es"), ("set", 9, "es"),
    ("marco", 3, "pt"), ("ogos", 8, "ms"), ("julai", 7, "ms"),
]  # fmt: skip


def main() -> None:
    rows: dict[tuple[str, int], set[str]] = defaultdict(set)
    for code in LANGUAGES:
        try:
            months = Locale.parse(code).months
        except babel.UnknownLocaleError:
            continue
        for context in ("format", "stand-alone"):
            for width in ("wide", "abbreviated"):
                for number, name in months[context][width].items():
                    name = name.lower().strip(" .\u200e\u200f")
                    if len(name) >= 2 and not any(c.isdigit() for c in name) and " " not in name:
                        rows[name, number].add(code)
    for name, number, code in MORE:
        rows[name, number].add(code)
    print("# Month names and their abbreviations: name, number, languages.")
    print(f"# Origin: Unicode CLDR through Babel {babel.__version__}, with forms that newsrooms print; training/months.py.")
    print("# Licence: Unicode-3.0 (https://www.unicode.org/license.txt).")
    for (name, number), codes in sorted(rows.items()):
        print(f"{name}\t{number}\t{' '.join(sorted(codes))}")


if __name__ == "__main__":
    main()
