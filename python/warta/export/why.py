"""Why the record says what it says, told to a person in plain text."""

from collections.abc import Iterator

from warta.records import Article, DocumentPlace, Evidence, MetadataPlace, Place

_VALUE_WIDTH = 160
"""Characters of a value, raw words or dropped block that are shown."""


def why(article: Article) -> str:
    """Each field's value, raw words, rule and place, its rivals and why they lost; then what is absent,
    what was cut, and the blocks that were left out near the article.

    Example:
        >>> print(why(Article(kind="other", missing={"headline": "not_found"})))
        other page, form unknown, language unknown
        <BLANKLINE>
        absent
          headline: not_found
        <BLANKLINE>
        (no evidence: read with evidence=True, or warta read --why)
    """
    sections = [_opening(article)]
    sections += [_field(evidence, article.document_text) for evidence in article.evidence]
    if article.missing:
        lines = [f"  {name}: {_short(reason)}" for name, reason in article.missing.items()]
        sections.append(["absent", *lines])
    if article.truncated:
        sections.append([f"cut before or while reading: {', '.join(article.truncated)}"])
    if article.dropped:
        sections.append(["left out near the article", *_dropped(article)])
    if article.document_text is None:
        sections.append(["(no evidence: read with evidence=True, or warta read --why)"])
    return "\n\n".join("\n".join(lines) for lines in sections)


def _opening(article: Article) -> list[str]:
    said = [
        f"{article.kind or 'unknown'} page",
        f"form {article.form or 'unknown'}",
        f"language {article.language or 'unknown'}",
    ]
    if article.encoding:
        said.append(f"encoding {article.encoding}")
    if article.blocks:
        said.append(f"{len(article.blocks)} blocks, {len(article.text)} characters of text")
    return [", ".join(said)]


def _field(evidence: Evidence, text: str | None) -> list[str]:
    lines = [f"{evidence.field}: {_short(evidence.value)}"]
    if evidence.raw and evidence.raw != evidence.value:
        lines.append(f"  read from {_short(evidence.raw)!r}")
    lines.append(f"  by {evidence.rule}, {_where(evidence.where, text)}")
    for rival in evidence.rivals:
        lines.append(
            f"  not {_short(rival.value)!r} by {rival.rule}, {_where(rival.where, text)}: {rival.reason}"
        )
    return lines


def _where(place: Place, text: str | None) -> str:
    match place:
        case DocumentPlace():
            span = place.span
            if text is None:
                return f"at characters {span.start} to {span.end}"
            line = text.count("\n", 0, span.start) + 1
            return f"at line {line}, characters {span.start} to {span.end}"
        case MetadataPlace():
            return f"in {place.key}"
        case _:
            return "derived"


def _dropped(article: Article) -> Iterator[str]:
    for dropped in article.dropped:
        yield f"  {dropped.reason}: {_short(dropped.text)!r}"


def _short(text: str) -> str:
    """One line of printable characters: what a page holds must not steer the terminal."""
    text = "".join(char if char.isprintable() else "\ufffd" for char in " ".join(text.split()))
    return text if len(text) <= _VALUE_WIDTH else text[: _VALUE_WIDTH - 1] + "…"
