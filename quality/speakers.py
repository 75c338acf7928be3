"""Scores the names and roles of speakers: `python -m quality.speakers [--errors id|en] [--raise-floors]`.

Phrases that name a source, in Indonesian articles and in texts of PolNeAR train, were taken apart by readers who did not see any
output (`gold/speakers`). A name is right where it is the phrase's name, or the fuller one that the text has; where the phrase names no
person, where the speaker is the phrase, or a body, with no role. Every other phrase is kept aside: `--errors` prints none of them.
Fails under a floor of quality/floors.json.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

from quality.statements import SHARED, bodies, check
from warta.records import Speaker
from warta.statements import find

GOLD = Path(__file__).resolve().parent / "gold/speakers"
FULLER = {"short_name", "full_name_elsewhere", "same_name"}
"""Rules that give the name as the text has it in full."""
POINTED = {"metonym", "role_mention", "pronoun"}
"""Rules that say whom a phrase without a name means."""
FORMS_OF_ADDRESS = {"mr", "mrs", "ms", "dr", "prof", "pak", "bu"}
"""Roles that the readers left out, as they say nothing of what somebody is."""


@dataclass
class Part:
    """Counts of one part of a language's phrases."""

    phrases: int = 0
    names: int = 0
    both: int = 0
    errors: list[str] = field(default_factory=list)


def texts(language: str) -> dict[str | int, str]:
    if language == "id":
        return {**bodies()}
    folder = SHARED / "data/text/polnear/train/text"
    return {path.stem: path.read_text(encoding="utf-8") for path in folder.glob("*.txt")}


def words(name: str) -> set[str]:
    return {word.strip(".,()'\"") for word in name.split()}


def judged(speaker: Speaker | None, phrase: str, name: str | None, role: str | None) -> tuple[bool, bool]:
    """Whether the name is right, and the role with it."""
    if name is None:
        right = speaker is None or (
            speaker.role is None
            and (
                phrase.rstrip(" ,;:-–").lower().endswith(speaker.name.lower())
                or speaker.kind in ("body", "group", "document")
                or speaker.rule in POINTED
            )
        )
        return right, right
    if speaker is None:
        return False, False
    fuller = speaker.rule in FULLER and words(name) <= words(speaker.name)
    named = speaker.name == name or fuller
    said = (speaker.role or "").strip(".").lower()
    return named, named and (speaker.role == role or fuller or (role is None and said in FORMS_OF_ADDRESS))


def scored(language: str) -> Iterator[tuple[bool, bool, bool, str]]:
    """For each phrase whether it is kept aside, what is right, and what to print of it."""
    known = texts(language)

    @cache
    def statements(text: str) -> Any:
        return find(text, language=language).statements

    for line in (GOLD / f"{language}.jsonl").read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        text = known[row["text"]]
        if hashlib.sha256(text.encode()).hexdigest() != row["sha256"]:
            raise SystemExit(f"{language} {row['text']}: another text than was read")
        if row.get("cut"):
            continue
        start, end = row["phrase"]
        found = [
            said
            for said in statements(text)
            if said.place == "text"
            and said.source
            and (said.source.span.start, said.source.span.end) == (start, end)
        ]
        if not found:
            continue
        name, role = (text[slice(*row[key])] if row[key] else None for key in ("name", "role"))
        speaker = found[0].speaker
        right, both = judged(speaker, text[start:end], name, role)
        got = (speaker.name, speaker.role, speaker.rule) if speaker else None
        yield row["kept"], right, both, f"{text[start:end]!r}: {name!r} / {role!r}, got {got}"


def main() -> int:
    """See the module."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument(
        "--errors", choices=("id", "en"), help="print the errors of the part that is tuned on"
    )
    parser.add_argument("--raise-floors", action="store_true")
    args = parser.parse_args()
    report: dict[str, dict[str, float | None]] = {}
    for language, title in (("id", "Indonesian"), ("en", "English")):
        parts = {"tuned on": Part(), "kept aside": Part()}
        for kept, name, both, words_ in scored(language):
            part = parts["kept aside" if kept else "tuned on"]
            part.phrases += 1
            part.names += name
            part.both += both
            if not both and not kept:
                part.errors.append(words_)
        for which, part in parts.items():
            name, both = part.names / part.phrases, part.both / part.phrases
            print(
                f"{title} speakers, {which}: {part.phrases} phrases, name {name:.3f}, name and role {both:.3f}"
            )
            report[f"speakers-{language} {which}"] = {"name": name, "name and role": both}
        if args.errors == language:
            print("\n".join(parts["tuned on"].errors))
    return check(report, raise_floors=args.raise_floors)


if __name__ == "__main__":
    sys.exit(main())
