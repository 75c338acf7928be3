"""The JSON API: the queries of the archive at addresses, described by OpenAPI 3.1."""

from collections.abc import Callable
from typing import Any

import msgspec
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from warta import _core
from warta.archive.archive import Archive
from warta.archive.results import (
    ArticleView,
    Facets,
    Health,
    Histogram,
    OutletRow,
    OutletView,
    SaidResult,
    SaidRow,
    SearchResult,
    SpeakerRow,
    SpeakerView,
)
from warta.closed import CLOSED
from warta.language import TAG
from warta.server import asked
from warta.server.kept import kept

Answer = Callable[[Request], Any]


def _archive(request: Request) -> Archive:
    archive: Archive = request.app.state.archive
    return archive


def _page(request: Request) -> dict[str, int]:
    return {
        "limit": asked.number(request, "limit", 20, asked.ROWS_MOST),
        "offset": asked.number(request, "offset", 0, asked.OFFSET_MOST),
    }


def _found(value: Any) -> Any:
    if value is None:
        raise HTTPException(404, "not_found")
    return value


def _search(request: Request) -> Any:
    return _archive(request).search(
        asked.text(request, "q") or "", asked.filters(request), order=asked.order(request), **_page(request)
    )


def _said(request: Request) -> Any:
    return _archive(request).said(
        asked.said(request), asked.filters(request), order=asked.order(request), **_page(request)
    )


def _index(request: Request) -> dict[str, str]:
    del request
    described = {DESCRIPTION: "The description of all addresses, OpenAPI 3.1."}
    return {**described, **{path: summary for path, (_, _, _, summary) in TABLE.items()}}


def _statements(request: Request) -> Any:
    view = _found(_archive(request).article(request.path_params["id"]))
    return _archive(request).statements_of(view.id)


_WORDS = ("q", "author", "since", "until")
_MANY = ("outlet", "language", "kind", "section")
_PAGED = ("limit", "offset")

DESCRIPTION = "/api/openapi.json"

TABLE: dict[str, tuple[Answer, Any, tuple[str, ...], str]] = {
    "/api/": (_index, dict[str, str], (), "All addresses, and what each answers."),
    "/api/search": (_search, SearchResult, (*_WORDS, *_MANY, "order", *_PAGED), "Articles that match."),
    "/api/facets": (
        lambda request: kept(request).facets(asked.text(request, "q") or "", asked.filters(request)),
        Facets,
        (*_WORDS, *_MANY),
        "Counts among what search finds.",
    ),
    "/api/histogram": (
        lambda request: kept(request).histogram(asked.text(request, "q") or "", asked.filters(request)),
        Histogram,
        (*_WORDS, *_MANY),
        "Articles over time among what search finds.",
    ),
    "/api/said": (
        _said,
        SaidResult,
        ("by", "speaker", "act", "status", "type", "about", "via", *_WORDS[1:], *_MANY, "order", *_PAGED),
        "Statements.",
    ),
    "/api/articles/{id}": (
        lambda request: _found(_archive(request).article(request.path_params["id"])),
        ArticleView,
        (),
        "One article with all that is known of it.",
    ),
    "/api/articles/{id}/statements": (_statements, tuple[SaidRow, ...], (), "Statements of one article."),
    "/api/outlets": (lambda request: kept(request).outlets(), tuple[OutletRow, ...], (), "Outlets."),
    "/api/outlets/{name}": (
        lambda request: _found(kept(request).outlet(request.path_params["name"])),
        OutletView,
        (),
        "One outlet.",
    ),
    "/api/speakers": (
        lambda request: kept(request).speakers(asked.text(request, "q") or "", **_page(request)),
        tuple[SpeakerRow, ...],
        ("q", *_PAGED),
        "Speakers.",
    ),
    "/api/speakers/{name}": (
        lambda request: _found(kept(request).speaker(request.path_params["name"])),
        SpeakerView,
        (),
        "One speaker.",
    ),
    "/api/health": (lambda request: kept(request).health(), Health, (), "What it can be trusted for."),
}


def _json(value: Any, status: int = 200) -> Response:
    return Response(msgspec.json.encode(value), status, media_type="application/json")


def failed(status: int, detail: str) -> Response:
    """An error as JSON."""
    return _json({"error": detail}, status)


_NO_NULL = "^[^\\u0000]*$"

_DAY = {
    "type": "string",
    "anyOf": [
        {"format": "date", "pattern": "^(?!0000)[0-9]{4}-[0-9]{2}-[0-9]{2}$"},
        {"pattern": "^(?!0000)[0-9]{4}(-(0[1-9]|1[0-2]))?$"},
    ],
}


def _parameter(name: str) -> dict[str, Any]:
    kinds: dict[str, dict[str, Any]] = {
        "limit": {"type": "integer", "minimum": 0, "maximum": asked.ROWS_MOST, "default": 20},
        "offset": {"type": "integer", "minimum": 0, "maximum": asked.OFFSET_MOST, "default": 0},
        "order": {"type": "string", "enum": ["newest", "oldest", "ranked"]},
        "since": _DAY,
        "until": _DAY,
    }
    words = {"type": "string", "maxLength": asked.WORDS_MOST, "pattern": _NO_NULL}
    schema = kinds.get(name, words)
    # An empty value is passed over, as of every list.
    if name == "language":
        words = {"type": "string", "pattern": f"^({TAG})?$"}
    if name in CLOSED:
        words = {"type": "string", "enum": [*CLOSED[name], ""]}
    if name in (*_MANY, *CLOSED):
        schema = {"type": "array", "items": words, "maxItems": asked.VALUES_MOST}
    return {"name": name, "in": "query", "schema": schema}


_PROBLEMS = {
    "400": "A value that is not allowed, or a parameter that there is not.",
    "404": "There is none.",
    "405": "Only GET and HEAD are answered.",
    "408": "It would have taken too long.",
}


def _openapi(request: Request) -> Response:
    del request
    schemas, components = msgspec.json.schema_components(
        [kind for _, kind, _, _ in TABLE.values()], ref_template="#/components/schemas/{name}"
    )
    reason = {"type": "object", "required": ["error"], "properties": {"error": {"type": "string"}}}
    problems = {
        code: {"description": words, "content": {"application/json": {"schema": reason}}}
        for code, words in _PROBLEMS.items()
    }
    problems["421"] = {
        "description": "A host that the server does not know.",
        "content": {"text/plain": {"schema": {"type": "string"}}},
    }
    paths: dict[str, Any] = {}
    for (path, (_, _, names, summary)), schema in zip(TABLE.items(), schemas, strict=True):
        named = [part[1:-1] for part in path.split("/") if part.startswith("{")]
        in_path = [
            {"name": name, "in": "path", "required": True, "schema": {"type": "string", "minLength": 1}}
            for name in named
        ]
        ok = {"description": summary, "content": {"application/json": {"schema": schema}}}
        paths[path] = {
            "get": {
                "summary": summary,
                "parameters": in_path + [_parameter(name) for name in names],
                "responses": {
                    "200": ok,
                    "304": {"description": "Unchanged."},
                    **problems,
                },
            }
        }
    return _json(
        {
            "openapi": "3.1.0",
            "info": {"title": "warta", "version": _core.VERSION},
            "paths": paths,
            "components": {"schemas": components},
        }
    )


def _answer(answer: Answer, names: tuple[str, ...]) -> Callable[[Request], Response]:
    def answered(request: Request) -> Response:
        asked.known(request, names)
        return _json(answer(request))

    return answered


ANSWERS: dict[str, Callable[[Request], Response]] = {
    DESCRIPTION: _openapi,
    # A name may hold a slash.
    **{path.replace("{name}", "{name:path}"): _answer(row[0], row[2]) for path, row in TABLE.items()},
}
