"""Answers over the whole archive, kept until it changes: to count all of it for each page would be slow."""

import threading
import time
from collections import OrderedDict
from collections.abc import Callable, Hashable
from dataclasses import dataclass
from typing import Any, TypeVar

from starlette.requests import Request

from warta.archive.archive import Archive
from warta.archive.results import (
    Facets,
    Filters,
    Health,
    Histogram,
    OutletRow,
    OutletView,
    SpeakerRow,
    SpeakerView,
)

T = TypeVar("T")

MOST = 256
"""Answers kept; those asked for longest ago go first."""

REST = 20.0
"""While a writer is at work an answer is counted anew after so many times what the counting took."""


@dataclass(slots=True)
class _Answer:
    value: Any
    version: int
    made: float
    cost: float
    busy: bool = False


class Kept:
    """What was answered, with the version of the archive that it was answered from.

    An answer is as old as the last change of the file, or at most `REST` times as old as it took to make.
    Of several threads that want a new one, one makes it and the others take the old one.
    """

    def __init__(self, archive: Archive) -> None:
        self._archive = archive
        self._guard = threading.Lock()
        self._answers: OrderedDict[Hashable, _Answer] = OrderedDict()

    def get(self, name: Hashable, make: Callable[[], T]) -> T:
        """The answer of a name, made where there is none that still holds."""
        with self._guard:
            version = self._archive.version()
            known = self._answers.get(name)
            if known is not None:
                self._answers.move_to_end(name)
                rested = time.monotonic() - known.made > REST * known.cost
                if known.version == version or known.busy or not rested:
                    value: T = known.value
                    return value
                known.busy = True
        start = time.monotonic()
        try:
            made = make()
        except BaseException:
            if known is not None:
                known.busy = False
            raise
        now = time.monotonic()
        with self._guard:
            self._answers[name] = _Answer(made, version, now, now - start)
            self._answers.move_to_end(name)
            while len(self._answers) > MOST:
                self._answers.popitem(last=False)
        return made

    def facets(
        self,
        query: str = "",
        filters: Filters = Filters(),  # noqa: B008 - frozen
        *,
        with_authors: bool = True,
    ) -> Facets:
        """As the archive's."""
        return self.get(
            ("facets", query, filters, with_authors),
            lambda: self._archive.facets(query, filters, with_authors=with_authors),
        )

    def histogram(self, query: str = "", filters: Filters = Filters()) -> Histogram:  # noqa: B008 - frozen
        """As the archive's."""
        return self.get(("histogram", query, filters), lambda: self._archive.histogram(query, filters))

    def outlets(self) -> tuple[OutletRow, ...]:
        """As the archive's."""
        return self.get("outlets", self._archive.outlets)

    def outlet(self, name: str) -> OutletView | None:
        """As the archive's."""
        return self.get(("outlet", name), lambda: self._archive.outlet(name))

    def speakers(self, words: str, limit: int, offset: int = 0) -> tuple[SpeakerRow, ...]:
        """As the archive's."""
        return self.get(
            ("speakers", words, limit, offset),
            lambda: self._archive.speakers(words, limit=limit, offset=offset),
        )

    def speaker(self, name: str) -> SpeakerView | None:
        """As the archive's."""
        return self.get(("speaker", name), lambda: self._archive.speaker(name))

    def health(self) -> Health:
        """As the archive's."""
        return self.get("health", self._archive.health)


def kept(request: Request) -> Kept:
    """What is kept for the archive of a request."""
    found: Kept = request.app.state.kept
    return found
