"""The field reference from the schema and docs/reference/fields.toml: `python -m tools.fields` writes it."""

import re
import sys
import tomllib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import warta
from warta.closed import ACTS

FOLDER = Path(__file__).parent.parent / "docs/reference"
NOTES = FOLDER / "fields.toml"

ARTICLE = (
    "Author", "Dateline", "Moment", "Image", "Block", "Mark", "Pagination", "Reservation", "Evidence",
    "Rival", "DocumentPlace", "MetadataPlace", "DerivedPlace", "Dropped", "Span",
)  # fmt: skip
STATEMENT = ("Passage", "Speaker", "Via", "StatedTime")
"""Structs of each page, after the one that it is about."""

Schema = Mapping[str, Any]
Notes = Mapping[str, Mapping[str, Mapping[str, Any]]]

INTRO = """# The {title} record

Made from `docs/schema/article-1.json` and `docs/reference/fields.toml` by `python -m tools.fields`; a test
fails where a field of the schema is not described here.

"""

ABOUT_ARTICLE = """\
One page gives one record (`warta.read`, a line of `warta read`). Every field is always there. What the page
does not tell is null, or empty for a list or text, never a guess, and `missing` holds the reason under the
field's name. Spans are half-open ranges of characters, as Python counts them; each says which text it cuts:
`text` of the article, `document_text`, or the text of a block. The same record as a
[JSON schema](../schema/article-1.json) and, for Parquet and tables, as an
[Arrow schema](../schema/article-1.arrow.txt).

"""

ABOUT_STATEMENT = """\
Words attributed to a source by a cue, by the PARC scheme (Pareti 2015). Statements are in `statements` of an
[article](article.md), in the order of their cues. All spans cut the text that `place` names. An archive has
most of these fields as columns ([tables](../archive.md#tables)).

"""


def notes() -> Notes:
    """What fields.toml says."""
    return tomllib.loads(NOTES.read_text(encoding="utf-8"))


def fields(schema: Schema) -> Iterator[tuple[str, str]]:
    """Every struct and field of the schema."""
    for name, struct in schema["$defs"].items():
        for field in struct["properties"]:
            yield name, field


def pages() -> dict[str, str]:
    """The two pages by file name."""
    schema, said = warta.schema(), notes()
    acts = "## Acts\n\n" + ", ".join(f"`{act}`" for act in ACTS) + ".\n"
    made = {
        "article.md": [INTRO.format(title="Article"), ABOUT_ARTICLE, *_long("Article", schema, said)],
        "statement.md": [INTRO.format(title="Statement"), ABOUT_STATEMENT, *_long("Statement", schema, said)],
    }
    made["article.md"] += [_table(name, schema, said) for name in ARTICLE]
    made["statement.md"] += [acts + "\n", *(_table(name, schema, said) for name in STATEMENT)]
    return {name: "".join(parts).rstrip() + "\n" for name, parts in made.items()}


def _long(struct: str, schema: Schema, said: Notes) -> Iterator[str]:
    """A heading for each field of the struct that a page is about."""
    yield "## Fields\n\n"
    for field, about in schema["$defs"][struct]["properties"].items():
        note = said[struct][field]
        yield f"### {field}\n\n*{_type(about)}.* {_described(about)} {note['text']}\n\n"
        if "absent" in note:
            yield f"{note['absent']}\n\n"
        if reasons := note.get("reasons"):
            yield "| reason in `missing` | meaning |\n|---|---|\n"
            yield "".join(f"| `{reason}` | {meaning} |\n" for reason, meaning in reasons.items()) + "\n"


def _table(struct: str, schema: Schema, said: Notes) -> str:
    """A table of the fields of a smaller struct."""
    about = schema["$defs"][struct]
    lines = [
        f"## {struct}\n\n{_code(about['description'])}\n\n",
        "| field | type | meaning | null or empty |\n|---|---|---|---|\n",
    ]
    for field, each in about["properties"].items():
        note = said[struct][field]
        meaning = f"{_described(each)} {note['text']}".strip()
        lines.append(f"| `{field}` | {_type(each)} | {meaning} | {note.get('absent', 'never')} |\n")
    return "".join(lines) + "\n"


def _described(about: Schema) -> str:
    return _code(about.get("description", "")).replace("<", "&lt;")


def _code(text: str) -> str:
    """Marks of reStructuredText as Markdown's."""
    return re.sub(r"``([^`]+)``", r"`\1`", text)


def _type(about: Schema) -> str:
    """The type in words, structs as links."""
    if "$ref" in about:
        return _link(about["$ref"].rpartition("/")[2])
    if "anyOf" in about:
        kinds = [_type(each) for each in about["anyOf"]]
        return " or ".join(sorted(kinds, key=lambda kind: kind == "null"))
    if "enum" in about:
        return " or ".join(f"`{each}`" for each in about["enum"])
    if about.get("type") == "array":
        return f"list of {_type(about['items'])}"
    if about.get("type") == "object":
        return "object of string to string"
    return str(about.get("type", "string"))


def _link(struct: str) -> str:
    # With the page's own name, so that a link means the same on both pages.
    page = "article.md" if struct in ARTICLE else "statement.md"
    return f"[{struct}]({page}{'' if struct == 'Statement' else '#' + struct.lower()})"


def main() -> None:
    """Writes both pages."""
    for name, text in pages().items():
        (FOLDER / name).write_text(text, encoding="utf-8")
        sys.stderr.write(f"{FOLDER / name}\n")


if __name__ == "__main__":
    main()
