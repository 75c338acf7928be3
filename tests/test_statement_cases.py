"""cases/statements/*.md: sentences with one statement marked inside, readable by a linguist."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from warta.records import Statement
from warta.statements import find

CASES = Path(__file__).parent.parent / "cases/statements"
ROLES = "source|cue|content|addressee|target|via|medium|occasion|time"
OPEN = re.compile(rf"\[({ROLES}): ")


def unmark(marked: str) -> tuple[str, dict[str, list[tuple[int, int]]]]:
    """The plain text and, for each role, its spans; marks may nest."""
    text, at = "", 0
    spans: dict[str, list[tuple[int, int]]] = {}
    open_marks: list[tuple[str, int]] = []
    while at < len(marked):
        if match := OPEN.match(marked, at):
            open_marks.append((match[1], len(text)))
            at = match.end()
        elif marked[at] == "]" and open_marks:
            role, start = open_marks.pop()
            spans.setdefault(role, []).append((start, len(text)))
            at += 1
        else:
            text += marked[at]
            at += 1
    return text, {role: sorted(found) for role, found in spans.items()}


def cases() -> Iterator[object]:
    for path in sorted(CASES.glob("*.md")):
        construction = ""
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
            if line.startswith("## "):
                construction = line[3:].partition(",")[0]
            elif line.startswith("- "):
                yield pytest.param(path.stem, construction, line[2:], id=f"{path.stem}:{number}")


def spans_of(statement: Statement) -> dict[str, list[tuple[int, int]]]:
    def one(passage: object) -> list[tuple[int, int]]:
        return [(passage.span.start, passage.span.end)] if passage is not None else []  # type: ignore[attr-defined]

    return {
        "content": [(c.span.start, c.span.end) for c in statement.content],
        "via": sorted((v.span.start, v.span.end) for v in statement.via),
        **{
            role: one(getattr(statement, role)) for role in ROLES.split("|") if role not in ("content", "via")
        },
    }


def value(statement: Statement, field: str) -> str:
    if field in ("speaker", "role"):
        speaker = statement.speaker
        return str((speaker.name if field == "speaker" else speaker.role) if speaker else None)
    if field == "via":
        return " > ".join(v.outlet for v in statement.via) or "none"
    if field == "time_role":
        return statement.time.role if statement.time else "none"
    if field == "source":
        return statement.source.text if statement.source else "none"
    found = getattr(statement, field)
    return "none" if found is None else str(found).lower() if isinstance(found, bool) else found


@pytest.mark.parametrize(("language", "construction", "case"), list(cases()))
def test_case(language: str, construction: str, case: str) -> None:
    marked, _, fields = case.partition(" => ")
    text, spans = unmark(marked.replace(" / ", "\n\n"))
    if text.startswith("none "):
        assert find(text.removeprefix("none "), language=language).statements == ()
        return
    found = find(text, language=language).statements
    matching = [s for s in found if all(spans_of(s)[role] == marks for role, marks in spans.items())]
    assert matching, [
        (s.construction, s.source, s.cue, s.content, s.via, s.addressee, s.target) for s in found
    ]
    if construction == "model":
        assert construction in [s.construction for s in matching]
    else:
        # Where both voices find it, the model's name may stand on it; the grammar must find it alone.
        alone = find(text, language=language, grammar_only=True).statements
        same = [s for s in alone if all(spans_of(s)[role] == marks for role, marks in spans.items())]
        assert construction in [s.construction for s in same]
    for field in filter(None, fields.split(", ")):
        name, _, expected = field.partition(" ")
        assert value(matching[0], name) == expected, (name, value(matching[0], name))
