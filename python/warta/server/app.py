"""The application: which address answers with what."""

import hashlib
import sqlite3
import time
from collections.abc import Callable, Sequence

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from warta.archive.archive import Archive
from warta.errors import WartaError
from warta.server import api, pages
from warta.server.guard import HEADERS, Guard
from warta.server.kept import Kept
from warta.server.within import Beside, within

SECONDS = 1.0
"""How long one request may keep SQLite at work."""

Answer = Callable[[Request], Response]


def app(archive: Archive, *, hosts: Sequence[str] = (), seconds: float = SECONDS) -> Starlette:
    """The reading room of one archive as an ASGI application.

    Only requests that name a loopback host, or one of ``hosts``, are answered. Nothing is written.
    """
    answers = {**pages.ANSWERS, **api.ANSWERS}
    room = Starlette(
        routes=[Route(path, _bounded(answer, seconds), methods=["GET"]) for path, answer in answers.items()],
        middleware=[Middleware(Guard, hosts=tuple(hosts))],
        exception_handlers={HTTPException: _failed, Exception: _broken},
    )
    room.state.archive = archive
    room.state.kept = Kept(archive)
    room.state.beside = Beside(archive)
    return room


def _bounded(answer: Answer, seconds: float) -> Answer:
    """Answers within the time, and with an ETag so that an unchanged page is not sent again."""

    def bounded(request: Request) -> Response:
        request.state.end = time.monotonic() + seconds
        try:
            with within(request.app.state.archive, request.state.end):
                response = answer(request)
        except sqlite3.OperationalError as error:
            if "interrupted" not in str(error):
                raise
            raise HTTPException(408, "time_limit") from None
        except (WartaError, sqlite3.DataError, OverflowError) as error:
            if isinstance(error, WartaError) and error.kind == "damaged":
                raise
            raise HTTPException(400, str(error)) from None
        tag = f'"{hashlib.blake2b(bytes(response.body), digest_size=12).hexdigest()}"'
        response.headers["etag"] = tag
        response.headers["vary"] = "Accept-Language, Cookie"
        if tag in request.headers.get("if-none-match", ""):
            return Response(status_code=304, headers={"etag": tag})
        return response

    return bounded


def _failed(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    response = (
        api.failed(error.status_code, error.detail)
        if request.url.path.startswith("/api/")
        else pages.failed(request, error.status_code, error.detail)
    )
    response.headers.update(error.headers or {})
    return response


def _broken(request: Request, error: Exception) -> Response:
    """An error of the server's own: says nothing of it, and goes out beside `Guard`, which has failed too."""
    del error
    response = _failed(request, HTTPException(500, "error"))
    response.headers.update(HEADERS)
    return response
