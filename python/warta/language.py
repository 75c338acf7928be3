"""Languages as people give them: BCP 47 tags, of which the primary code counts."""

import re

from warta.errors import WartaError

TAG = "[A-Za-z]{2,3}([-_][A-Za-z0-9]{1,8})*"
"""A tag with a code of ISO 639 in front, as a regular expression; the underscore is that of locales."""

_TAG = re.compile(TAG)

_PREFERRED = {"in": "id", "iw": "he"}
"""Codes that BCP 47's registry has replaced."""

_RECORDED = {"nb": "no", "nn": "no"}
"""Codes that records tell by a wider one: pages do not tell the two Norwegian ones apart reliably."""


def primary(tag: object) -> str:
    """The primary code of a language tag. Raises `WartaError` where it is none.

    >>> primary("id-ID"), primary("EN"), primary("pt_BR"), primary("iw")
    ('id', 'en', 'pt', 'he')
    >>> primary("klingon")
    Traceback (most recent call last):
    warta.errors.WartaError: a language is a code of two or three letters, as id or en-US, not 'klingon'
    """
    if not isinstance(tag, str) or not _TAG.fullmatch(tag):
        raise WartaError(
            "option", f"a language is a code of two or three letters, as id or en-US, not {tag!r}"
        )
    code = tag[:3].rstrip("-_").lower()
    return _PREFERRED.get(code, code)


def recorded(tag: object) -> str:
    """The code that records have for a language tag, to compare with them; raises as `primary`.

    >>> recorded("nb-NO"), recorded("id-ID")
    ('no', 'id')
    """
    code = primary(tag)
    return _RECORDED.get(code, code)
