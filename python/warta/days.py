"""Days as people ask for them: whole, or a month or a year."""

import calendar
import datetime
import re

from warta.errors import WartaError

_DAY = re.compile(r"(\d{4})(?:-(\d{1,2})(?:-(\d{1,2}))?)?$")


def day(text: str, *, last: bool) -> datetime.date:
    """A day; of a year or month its first or last one. Raises `WartaError` where it is none.

    >>> day("2015-10", last=True)
    datetime.date(2015, 10, 31)
    """
    found = _DAY.match(text.strip())
    try:
        if found is None:
            raise ValueError
        year, month, number = (int(part) if part else None for part in found.groups())
        assert year is not None
        if month is None:
            month = 12 if last else 1
        if number is None:
            number = calendar.monthrange(year, month)[1] if last else 1
        return datetime.date(year, month, number)
    except ValueError:
        raise WartaError("option", f"a day is YYYY-MM-DD, YYYY-MM or YYYY, not {text!r}") from None
