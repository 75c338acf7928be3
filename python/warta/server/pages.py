"""The pages: what each shows and from which query."""

import difflib
import io
import re
from collections import Counter
from collections.abc import Callable
from functools import cache
from importlib import resources
from itertools import chain
from typing import Any
from urllib.parse import quote, urlencode

import msgspec
from jinja2 import Environment, PackageLoader, StrictUndefined
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from warta.addresses import address_of
from warta.archive.archive import Archive
from warta.archive.asked_article import record_of
from warta.archive.asked_articles import RANKED
from warta.archive.asked_statements import TIMELINE_MOST
from warta.archive.names import SPEAKER, in_words, value_of
from warta.archive.results import (
    ArticleView,
    Correction,
    Count,
    Facet,
    Facets,
    Filters,
    Histogram,
    SaidFilters,
    SearchResult,
    SpeakerView,
)
from warta.archive.words import name_key
from warta.closed import ACTS
from warta.export.inline import safe_url
from warta.export.writers import SUFFIXES, Writer
from warta.records import Article, Moment
from warta.server import asked, charts, marks
from warta.server.kept import Kept, kept
from warta.server.within import Beside
from warta.statements import LANGUAGES

ROWS = 20
DIFFERENCE_WORDS = 6_000
"""Words of each version that are compared; the comparison is quadratic where all are different."""

LIST_STATE = ("author", "language", "kind", "section", "order", "offset")
"""What narrows and orders any list besides its form."""

SEARCH_STATE = ("q", "outlet", "since", "until", *LIST_STATE)
"""What a list of results is decided by: all of it stands in its address."""

USUAL = ("asserted", "claimed")
"""Statuses that tell nothing beside a statement: nearly all have one of them."""

SAID_FORM = ("by", "about", "via", "outlet", "since", "until")
"""What the form of the page of statements asks for."""

SAID_STATE = (*SAID_FORM, "act", "status", "type", "speaker", *LIST_STATE)

FACETS = ("outlet", "language", "section")
"""Fields that a list of results can be narrowed by at its side."""

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
    made.filters["clock"] = clock
    made.filters["safe_url"] = safe_url
    made.globals["address_of"] = address_of
    made.globals["colour"] = marks.colour
    made.globals["group"] = marks.group
    made.globals["counted"] = counted
    made.globals["percent"] = percent
    made.globals["groups"] = marks.GROUPS
    made.globals["usual"] = USUAL
    made.globals["statement_languages"] = LANGUAGES
    return made


def clock(iso: str) -> str:
    """A time as persons read it; words stay as they are.

    >>> clock("2025-04-07T09:20:00+08:00"), clock("2025-04-07T06:30:00Z"), clock("2025-04-07")
    ('2025-04-07 09:20 +08:00', '2025-04-07 06:30 UTC', '2025-04-07')
    >>> clock("Selasa, 8 April 2025 - 07:55 WITA")
    'Selasa, 8 April 2025 - 07:55 WITA'
    """
    if not re.match(r"\d{4}-\d\d-\d\dT\d\d:\d\d", iso):
        return iso
    day, _, rest = iso.partition("T")
    zone = rest[5:].lstrip(":.0123456789")
    zone = "UTC" if zone in ("Z", "+00:00") else zone
    return " ".join(part for part in (day, rest[:5], zone) if part)


def counted(number: int | Count, one: str, many: str) -> str:
    """A number with the word for what is counted, in the singular where there is one.

    >>> counted(1, "result", "results"), counted(Count(10_000, exact=False), "result", "results")
    ('1 result', '10000+ results')
    """
    if isinstance(number, int):
        number = Count(number)
    words = one if number.number == 1 and number.exact else many
    return f"{number.number}{'' if number.exact else '+'} {words}"


def percent(share: float, language: str) -> str:
    """A share as a language writes it.

    >>> percent(1.0, "en"), percent(0.333, "id")
    ('100.0 %', '33,3 %')
    """
    written = f"{share * 100:.1f} %"
    return written.replace(".", ",") if language == "id" else written


def _language(request: Request) -> str:
    for value in (request.query_params.get("lang"), request.cookies.get("lang")):
        if value in messages():
            return value
    heard = request.headers.get("accept-language", "").lower()
    return "id" if heard.startswith(("id", "in-", "ms")) else "en"


def _changed(request: Request, **changes: Any) -> str:
    """The address of this page with some of its query changed; ``None`` takes a name out."""
    pairs: list[tuple[str, str]] = [
        (name, value) for name, value in request.query_params.multi_items() if value and name not in changes
    ]
    pairs += [(name, str(value)) for name, value in changes.items() if value is not None]
    # Without the path: one that begins with two slashes would lead to another host.
    return f"?{urlencode(pairs)}"


def _show(request: Request, template: str, status: int = 200, **values: Any) -> Response:
    language = _language(request)

    def here(**changes: Any) -> str:
        return _changed(request, **changes)

    def link(first: str, last: str) -> str:
        return f"{apart}{'' if apart == '?' else '&'}since={first}&until={last}"

    def named(prefix: str, value: str | None) -> str:
        return words.get(f"{prefix}.{value}", value or "—")

    words = messages()[language]
    # Of a chart's bars, which differ in their days alone.
    apart = here(since=None, until=None, offset=None)
    settings = {
        "t": words,
        "lang": language,
        "here": here,
        "named": named,
        "asked": request.query_params,
        "path": request.url.path,
        "link": link,
    }
    text = _environment().get_template(template).render({**settings, **values})
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


def _front(request: Request) -> Response:
    counts = kept(request)
    found, histogram, outlets = _archive(request).search(limit=ROWS), counts.histogram(), counts.outlets()
    languages: Counter[str | None] = Counter()
    for outlet in outlets:
        languages.update({each.value: each.count for each in outlet.languages})
    return _show(
        request,
        "front.html",
        found=found,
        chart=charts.plain(histogram),
        undated=_undated(found.total, histogram),
        link=_search_link(),
        outlets=outlets[:20],
        every_outlet=len(outlets),
        languages=[Facet(value, count) for value, count in languages.most_common()],
        speakers=counts.speakers("", 12),
    )


def _undated(total: Count, histogram: Histogram) -> int:
    """How many of all that a list holds its chart leaves out since they have no date, where it is known."""
    return max(total.number - sum(bar.count for bar in histogram.bars), 0) if total.exact else 0


def _search_link(**also: str) -> Callable[[str, str], str]:
    """Where a bar of a page leads that is no search itself."""
    return lambda first, last: f"/search?{urlencode({**also, 'since': first, 'until': last})}"


def _search(request: Request) -> Response:
    archive = _archive(request)
    query, order = asked.text(request, "q") or "", asked.order(request)
    filters = asked.filters(request, form=True)
    offset = asked.number(request, "offset", 0, asked.OFFSET_MOST)
    since, until = charts.context(filters.since, filters.until)
    counts = kept(request)
    wide = msgspec.structs.replace(filters, since=since, until=until)
    beside: Beside = request.app.state.beside
    around = beside.start(lambda: counts.histogram(query, wide), request.state.end)
    state = _state(request, SEARCH_STATE)
    found = archive.search(query, filters, order=order, limit=ROWS, offset=offset)
    facets = {name: _facets(counts, name, query, filters) for name in FACETS}
    histogram = around.get()
    return _show(
        request,
        "search.html",
        found=found,
        facets={name: getattr(each, name) for name, each in facets.items()},
        newest_only=not all(each.exact for each in facets.values()),
        chart=charts.plain(histogram, filters),
        # Those that are narrowed to days have one.
        undated=0 if since or until else _undated(found.total, histogram),
        offset=offset,
        last=_last_page(found),
        rows=ROWS,
        query=query,
        order=order,
        days=filters,
        chosen=_chosen(request, state),
        carried=[pair for pair in state if pair[0] not in ("q", "offset")],
        kept=[pair for pair in state if pair[0] not in ("since", "until", "offset")],
        permanent=f"/search?{urlencode(sorted(state))}",
    )


def _facets(counts: Kept, name: str, query: str, filters: Filters) -> Facets:
    """Counts among all that the filters but one leave, so that its value can be had for another."""
    return counts.facets(query, msgspec.structs.replace(filters, **{name: ()}), with_authors=False)


def _last_page(found: SearchResult) -> int | None:
    """Where the last page of a list begins; ``None`` where it is empty."""
    most = min(found.total.number, RANKED) if found.bounded else found.total.number
    return (most - 1) // ROWS * ROWS if most else None


def _state(request: Request, names: tuple[str, ...]) -> list[tuple[str, str]]:
    """What a list is decided by, of its address."""
    return [
        (name, value) for name, value in request.query_params.multi_items() if name in names and value.strip()
    ]


def _chosen(
    request: Request, state: list[tuple[str, str]], labels: str = ""
) -> list[tuple[str, str, str, str]]:
    """What the list is narrowed to: name, value, the value in words, and the address without it."""
    words = messages()[_language(request)]
    found = []
    for name, value in state:
        if name in ("q", "order", "offset"):
            continue
        others = [pair for pair in state if pair != (name, value) and pair[0] != "offset"]
        shown = words.get(f"{name}.{value}", value)
        if label := words.get(f"{labels}.{name}"):
            shown = f"{label}: {shown}"
        if name in ("since", "until"):
            shown = f"{words['from' if name == 'since' else 'to']} {value}"
        found.append((name, value, shown, f"{request.url.path}?{urlencode(others)}"))
    return found


def _statements(request: Request) -> Response:
    filters, order = asked.filters(request, form=True), asked.order(request)
    offset = asked.number(request, "offset", 0, asked.OFFSET_MOST)
    said = _archive(request).said(asked.said(request), filters, order=order, limit=ROWS, offset=offset)
    state = _state(request, SAID_STATE)
    return _show(
        request,
        "statements.html",
        said=said,
        acts=sorted(ACTS),
        order=order,
        offset=offset,
        rows=ROWS,
        days=filters,
        chosen=_chosen(request, state, "said"),
        beside_form=[pair for pair in state if pair[0] not in (*SAID_FORM, "offset")],
    )


def _article(request: Request) -> Response:
    view = _archive(request).article(request.path_params["id"])
    if view is None:
        raise HTTPException(404, "not_found")
    article = view.article
    label = messages()[_language(request)]["statement"]
    following = iter(view.revisions)
    # A version that was replaced has its successor behind it.
    next((row for row in following if row.id == view.id), None)
    return _show(
        request,
        "article.html",
        view=view,
        article=article,
        corrections=_corrections(request, view),
        replaced_by=None if view.current else next(following, None),
        newest=next((row for row in view.revisions if row.current), None),
        updated=article.modified_at if _later(article.modified_at, article.published_at) else None,
        body=marks.body(article, label),
        headline=marks.headline(article, label),
        used=Counter(marks.group(each) for each in article.statements),
        formats=[name for name in SUFFIXES if name not in ("why", "jsonl")],
    )


def _corrections(request: Request, view: ArticleView) -> list[tuple[Correction, str, str, str]]:
    """Each correction with its field in words, what was found and what a person put over it."""
    if not view.corrections:
        return []
    found = record_of(_archive(request).connection, view.id, {}, {})
    assert found is not None, "its view was read"
    speakers = {name_key(each.speaker.name): each.speaker.name for each in found.statements if each.speaker}
    made = []
    for row in view.corrections:
        of_speaker = row.field.startswith(SPEAKER)
        key = row.field.removeprefix(SPEAKER)
        old = speakers.get(key, key) if of_speaker else in_words(getattr(found, row.field))
        new = in_words(value_of(row.field, msgspec.json.decode(row.value)))
        made.append((row, SPEAKER.rstrip(":") if of_speaker else row.field, old, new))
    return made


def _later(modified: Moment | None, published: Moment | None) -> bool:
    """Whether an edit is told that is later than the publication; by the day where a clock or zone is not.

    >>> def at(iso):
    ...     return Moment(iso=iso, raw="", zone="stated")
    >>> _later(at("2025-04-07T09:20:00+08:00"), at("2025-04-07T01:20:00Z"))
    False
    >>> _later(at("2025-04-07T16:45:00+08:00"), at("2025-04-07T09:20:00+08:00"))
    True
    >>> _later(at("2025-04-07T16:45"), at("2025-04-07")), _later(at("2025-04-08"), at("2025-04-07T16:45"))
    (False, True)
    """
    if modified is None or published is None:
        return modified is not None
    if modified.instant and published.instant:
        return modified.instant > published.instant
    if len(modified.iso) == len(published.iso):
        return modified.iso > published.iso
    return modified.date > published.date


def _download(request: Request) -> Response:
    form: Any = request.path_params["form"]
    view = _archive(request).article(request.path_params["id"])
    if view is None or form not in SUFFIXES or form == "why":
        raise HTTPException(404, "not_found")
    out = io.BytesIO()
    with Writer(out, form, single=True, archived=True) as writer:
        writer.write(msgspec.json.encode(view.article), view.id)
    name = f"{view.id}{SUFFIXES[form]}"
    return Response(
        out.getvalue(),
        media_type="application/octet-stream",
        headers={"content-disposition": f'attachment; filename="{name}"'},
    )


_WORD = re.compile(r"(\S+)(\s*)")


def difference(before: Article, after: Article) -> list[tuple[str, str]]:
    """Words that both have, that were taken out and that were put in; white space makes no difference.

    >>> difference(Article(text="Air naik.\\n\\nWarga pindah."), Article(text="Air naik. Warga kembali."))
    [('same', 'Air naik. Warga '), ('del', 'pindah.'), ('ins', 'kembali.')]
    """
    old, new = (_compared(each)[:DIFFERENCE_WORDS] for each in (before, after))
    matcher = difflib.SequenceMatcher(None, [word for word, _ in old], [word for word, _ in new])
    found: list[tuple[str, str]] = []
    for kind, a, b, c, d in matcher.get_opcodes():
        if kind == "equal":
            found.append(("same", _joined(new[c:d])))
        if kind in ("delete", "replace"):
            found.append(("del", _joined(old[a:b])))
        if kind in ("insert", "replace"):
            found.append(("ins", _joined(new[c:d])))
    return found


def _compared(article: Article) -> list[tuple[str, str]]:
    """Words of headline and text, each with the white space behind it."""
    return _WORD.findall(f"{article.headline or ''}\n{article.text}")


def _joined(words: list[tuple[str, str]]) -> str:
    return "".join(chain.from_iterable(words))


def _changes(request: Request) -> Response:
    archive = _archive(request)
    view = archive.article(request.path_params["id"])
    if view is None:
        raise HTTPException(404, "not_found")
    this = next((row.number for row in view.revisions if row.id == view.id), None)
    older = next((row for row in view.revisions if this is not None and row.number == this - 1), None)
    before = archive.article(older.id) if older else None
    # What the outlet changed: a person's corrections are none of its.
    old, new = (record_of(archive.connection, each.id, {}, {}) if each else None for each in (before, view))
    if old is None or new is None:
        raise HTTPException(404, "no_earlier_version")
    longest = max(len(_compared(each)) for each in (old, new))
    return _show(
        request,
        "changes.html",
        view=view,
        before=before,
        parts=difference(old, new),
        most=DIFFERENCE_WORDS if longest > DIFFERENCE_WORDS else None,
    )


def _speaker(request: Request) -> Response:
    archive = _archive(request)
    view = kept(request).speaker(request.path_params["name"])
    if view is None:
        raise HTTPException(404, "not_found")
    offset = asked.number(request, "offset", 0, asked.OFFSET_MOST)
    days = Filters(since=asked.day(request, "since", form=True), until=asked.day(request, "until", form=True))
    acts = asked.several(request, "act")
    said = archive.said(SaidFilters(speaker=view.name, act=acts), days, limit=ROWS, offset=offset)
    by = asked.text(request, "chart") or "act"
    if by not in ("act", "outlet"):
        raise HTTPException(400, "chart is act or outlet")
    mine = set(name_key(view.name).split())
    chart, names = _timeline(view, by, days, messages()[_language(request)])
    return _show(
        request,
        "speaker.html",
        view=view,
        said=said,
        acts=acts,
        by=by,
        chart=chart,
        undated=0 if days.since or days.until else _undated_statements(view),
        names=names,
        known=[row for row in view.names if mine & set(name_key(row.value or "").split())],
        spoken_of=[row for row in view.names if not mine & set(name_key(row.value or "").split())],
        offset=offset,
        rows=ROWS,
    )


def _timeline(
    view: SpeakerView, by: str, days: Filters, words: dict[str, str]
) -> tuple[charts.Chart | None, dict[str, tuple[str, str]]]:
    """The chart of a speaker's statements, and for each kind of it the class of its colour and its name."""
    since, until = charts.context(days.since, days.until)

    def shown(day: str) -> bool:
        return (since or "") <= day <= (until or "9999-12-31")

    if by == "act":
        points = [(day, marks.colour(act), count) for day, act, count in view.timeline if shown(day)]
        chart = charts.stacked(points, tuple(marks.GROUPS), days)
        return chart, {name: (name, words[f"group.{name}"]) for name in marks.GROUPS}
    unnamed = words["nooutlet"]
    points = [(day, outlet or unnamed, count) for day, outlet, count in view.timeline_outlets if shown(day)]
    chart = charts.stacked(points, filters=days)
    names = {charts.REST: ("rest", words["others"])}
    if chart:
        for place, (kind, _) in enumerate(chart.kinds):
            names.setdefault(kind, (f"k{place}", kind))
    return chart, names


def _undated_statements(view: SpeakerView) -> int:
    """How many statements of a speaker are of articles without a date; 0 where the timeline is cut short."""
    whole = len(view.timeline) < TIMELINE_MOST
    return view.statements - sum(count for *_, count in view.timeline) if whole else 0


def _speakers(request: Request) -> Response:
    offset = asked.number(request, "offset", 0, asked.OFFSET_MOST)
    found = kept(request).speakers(asked.text(request, "q") or "", asked.ROWS_MOST, offset)
    uncounted = Count(0, exact=False)
    return _show(request, "speakers.html", found=found, offset=offset, rows=asked.ROWS_MOST, total=uncounted)


def _outlets(request: Request) -> Response:
    offset = asked.number(request, "offset", 0, asked.OFFSET_MOST)
    every = kept(request).outlets()
    return _show(
        request,
        "outlets.html",
        found=every[offset : offset + asked.ROWS_MOST],
        offset=offset,
        rows=asked.ROWS_MOST,
        total=Count(len(every)),
    )


def _outlet(request: Request) -> Response:
    view = kept(request).outlet(request.path_params["name"])
    if view is None:
        raise HTTPException(404, "not_found")
    link = _search_link(outlet=view.outlet.name or "")
    return _show(
        request,
        "outlet.html",
        view=view,
        chart=charts.plain(view.histogram),
        link=link,
        undated=_undated(Count(view.outlet.articles), view.histogram),
    )


def _static(request: Request) -> Response:
    name = request.path_params["name"]
    if name not in ("room.css", "room.js"):
        raise HTTPException(404, "not_found")
    data = (resources.files("warta.server") / "static" / name).read_bytes()
    return Response(data, media_type=KINDS[name.rpartition(".")[2]])


ANSWERS: dict[str, Callable[[Request], Response]] = {
    "/": _front,
    "/search": _search,
    "/statements": _statements,
    "/article/{id}": _article,
    "/article/{id}/changes": _changes,
    "/article/{id}/download/{form}": _download,
    "/speakers": _speakers,
    "/speaker/{name:path}": _speaker,
    "/outlets": _outlets,
    "/outlet/{name:path}": _outlet,
    "/static/{name}": _static,
}
