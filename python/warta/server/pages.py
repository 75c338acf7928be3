"""The pages: what each shows and from which query."""

import difflib
import io
import re
from collections.abc import Callable, Iterable
from datetime import date
from functools import cache
from importlib import resources
from typing import Any
from urllib.parse import quote, urlencode

import msgspec
from jinja2 import Environment, PackageLoader, StrictUndefined
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from warta.archive.archive import Archive
from warta.archive.results import Filters, SaidFilters
from warta.export.inline import safe_url
from warta.export.writers import SUFFIXES, Writer
from warta.records import Article
from warta.server import asked, marks
from warta.server.kept import kept

ROWS = 20
DIFFERENCE_WORDS = 6_000
"""Words of each version that are compared; the comparison is quadratic where all are different."""

KINDS = {"css": "text/css", "js": "text/javascript"}


@cache
def messages() -> dict[str, dict[str, str]]:
    """The words of the pages by language."""
    lines = (resources.files("warta.server") / "messages.tsv").read_text("utf-8").splitlines()
    rows = [line.split("\t") for line in lines if line and not line.startswith("#")]
    return {"en": {row[0]: row[1] for row in rows}, "id": {row[0]: row[2] for row in rows}}


@cache
def _environment() -> Environment:
    made = Environment(
        loader=PackageLoader("warta.server"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.filters["segment"] = lambda text: quote(text, safe="")
    made.filters["safe_url"] = safe_url
    made.globals["group"] = marks.group
    made.globals["groups"] = marks.GROUPS
    return made


def _language(request: Request) -> str:
    for value in (request.query_params.get("lang"), request.cookies.get("lang")):
        if value in messages():
            return value
    heard = request.headers.get("accept-language", "").lower()
    return "id" if heard.startswith(("id", "in-", "ms")) else "en"


def _show(request: Request, template: str, status: int = 200, **values: Any) -> Response:
    language = _language(request)

    def here(**changes: Any) -> str:
        kept: list[tuple[str, str]] = [
            (name, value) for name, value in request.query_params.multi_items() if name not in changes
        ]
        kept += [(name, str(value)) for name, value in changes.items() if value is not None]
        # Without the path: one that begins with two slashes would lead to another host.
        return f"?{urlencode(kept)}"

    text = (
        _environment()
        .get_template(template)
        .render(t=messages()[language], lang=language, here=here, asked=request.query_params, **values)
    )
    response = Response(text, status, media_type="text/html")
    if request.query_params.get("lang") in messages():
        response.set_cookie("lang", language, httponly=True, samesite="strict")
    return response


def failed(request: Request, status: int, detail: str) -> Response:
    """A page that says what went wrong."""
    return _show(request, "error.html", status, detail=detail, code=status)


def _archive(request: Request) -> Archive:
    archive: Archive = request.app.state.archive
    return archive


def _bars(points: Iterable[tuple[str, int]]) -> list[dict[str, Any]]:
    """Bars of a chart, placed by time; heights are shares of 100."""
    known = list(points)
    most = max((count for _, count in known), default=1)
    days = [date.fromisoformat(f"{start[:10]}-01-01"[:10]).toordinal() for start, _ in known]
    reach = max(days, default=0) - min(days, default=0) + 1
    slot = max(reach, 30)
    return [
        {
            "x": round((day - days[0]) / slot * 600, 2),
            "w": round(max(600 / slot * 0.8, 2), 2),
            "h": round(count / most * 100, 2),
            "start": start,
            "count": count,
        }
        for day, (start, count) in zip(days, known, strict=True)
    ]


def _front(request: Request) -> Response:
    counts = kept(request)
    found = _archive(request).search(limit=ROWS)
    bars = _bars((bar.start, bar.count) for bar in counts.histogram().bars)
    return _show(
        request,
        "front.html",
        found=found,
        bars=bars,
        outlets=counts.outlets()[:20],
        languages=counts.facets().language,
        speakers=counts.speakers("", 12),
    )


def _search(request: Request) -> Response:
    archive = _archive(request)
    query, filters = asked.text(request, "q") or "", asked.filters(request, form=True)
    offset = asked.number(request, "offset", 0, asked.OFFSET_MOST)
    found = archive.search(query, filters, order=asked.order(request), limit=ROWS, offset=offset)
    bars = _bars((bar.start, bar.count) for bar in kept(request).histogram(query, filters).bars)
    facets = kept(request).facets(query, filters)
    return _show(
        request, "search.html", found=found, facets=facets, bars=bars, offset=offset, rows=ROWS, query=query
    )


def _article(request: Request) -> Response:
    view = _archive(request).article(request.path_params["id"])
    if view is None:
        raise HTTPException(404, "not_found")
    article = view.article
    return _show(
        request,
        "article.html",
        view=view,
        article=article,
        body=marks.body(article),
        headline=marks.headline(article),
        formats=[name for name in SUFFIXES if name not in ("why", "jsonl")],
    )


def _download(request: Request) -> Response:
    form: Any = request.path_params["form"]
    view = _archive(request).article(request.path_params["id"])
    if view is None or form not in SUFFIXES or form == "why":
        raise HTTPException(404, "not_found")
    out = io.BytesIO()
    with Writer(out, form, single=True) as writer:
        writer.write(msgspec.json.encode(view.article))
    name = f"{view.id}{SUFFIXES[form]}"
    return Response(
        out.getvalue(),
        media_type="application/octet-stream",
        headers={"content-disposition": f'attachment; filename="{name}"'},
    )


def difference(before: Article, after: Article) -> list[tuple[str, str]]:
    """Words that both have, that were taken out and that were put in."""
    old, new = (
        re.findall(r"\S+\s*", f"{each.headline or ''}\n{each.text}")[:DIFFERENCE_WORDS]
        for each in (before, after)
    )
    found: list[tuple[str, str]] = []
    for kind, a, b, c, d in difflib.SequenceMatcher(None, old, new).get_opcodes():
        if kind == "equal":
            found.append(("same", "".join(old[a:b])))
        if kind in ("delete", "replace"):
            found.append(("del", "".join(old[a:b])))
        if kind in ("insert", "replace"):
            found.append(("ins", "".join(new[c:d])))
    return found


def _changes(request: Request) -> Response:
    archive = _archive(request)
    view = archive.article(request.path_params["id"])
    if view is None:
        raise HTTPException(404, "not_found")
    this = next((row.number for row in view.revisions if row.id == view.id), None)
    older = next((row for row in view.revisions if this is not None and row.number == this - 1), None)
    before = archive.article(older.id) if older else None
    if before is None:
        raise HTTPException(404, "no_earlier_version")
    return _show(
        request, "changes.html", view=view, before=before, parts=difference(before.article, view.article)
    )


def _speaker(request: Request) -> Response:
    archive = _archive(request)
    view = kept(request).speaker(request.path_params["name"])
    if view is None:
        raise HTTPException(404, "not_found")
    offset = asked.number(request, "offset", 0, asked.OFFSET_MOST)
    said = archive.said(SaidFilters(speaker=view.name), Filters(), limit=ROWS, offset=offset)
    days: dict[str, int] = {}
    for day, _, count in view.timeline:
        days[day] = days.get(day, 0) + count
    bars = _bars(sorted(days.items()))
    return _show(request, "speaker.html", view=view, said=said, bars=bars, offset=offset, rows=ROWS)


def _speakers(request: Request) -> Response:
    found = kept(request).speakers(asked.text(request, "q") or "", asked.ROWS_MOST)
    return _show(request, "speakers.html", found=found)


def _outlet(request: Request) -> Response:
    view = kept(request).outlet(request.path_params["name"])
    if view is None:
        raise HTTPException(404, "not_found")
    bars = _bars((bar.start, bar.count) for bar in view.histogram.bars)
    return _show(request, "outlet.html", view=view, bars=bars)


def _static(request: Request) -> Response:
    name = request.path_params["name"]
    if name not in ("room.css", "room.js"):
        raise HTTPException(404, "not_found")
    data = (resources.files("warta.server") / "static" / name).read_bytes()
    return Response(data, media_type=KINDS[name.rpartition(".")[2]])


ANSWERS: dict[str, Callable[[Request], Response]] = {
    "/": _front,
    "/search": _search,
    "/article/{id}": _article,
    "/article/{id}/changes": _changes,
    "/article/{id}/download/{form}": _download,
    "/speakers": _speakers,
    "/speaker/{name:path}": _speaker,
    "/outlet/{name:path}": _outlet,
    "/static/{name}": _static,
}
