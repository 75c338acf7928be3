"""The closed lists of the record: words that a field can be, and what is asked for that is none of them."""

from collections.abc import Iterable, Mapping

from warta.errors import WartaError

ACTS = (
    "says",
    "explains",
    "adds",
    "claims",
    "denies",
    "confirms",
    "admits",
    "predicts",
    "asks",
    "requests",
    "demands",
    "orders",
    "urges",
    "offers",
    "promises",
    "agrees",
    "refuses",
    "rejects",
    "accuses",
    "criticises",
    "praises",
    "warns",
    "threatens",
    "announces",
    "apologises",
    "suggests",
    "proposes",
    "ignores",
    "believes",
    "hopes",
    "wants",
)
TYPES = ("direct", "indirect", "mixed", "sourceless")
STATUSES = ("asserted", "claimed", "alleged", "denied", "future", "conditional", "negated")
KINDS = ("article", "live_blog", "opinion", "gallery", "video", "listing", "other")
ACCESS = ("free", "partial", "paywalled")

CLOSED: Mapping[str, tuple[str, ...]] = {
    "act": ACTS,
    "type": TYPES,
    "status": STATUSES,
    "kind": KINDS,
    "access": ACCESS,
}
"""Field to its words."""


def check(field: str, values: Iterable[str]) -> None:
    """Raises `WartaError` where one is no word of the field.

    >>> check("status", ["claimed", "supposed"])
    Traceback (most recent call last):
    warta.errors.WartaError: no such status: supposed (there are asserted, claimed, alleged, denied, future, \
conditional, negated)
    """
    known = CLOSED[field]
    if unknown := [value for value in values if value not in known]:
        raise WartaError("option", f"no such {field}: {', '.join(unknown)} (there are {', '.join(known)})")
