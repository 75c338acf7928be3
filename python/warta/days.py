"""Days as people ask for them: whole, or a month or a year."""

import calendar
import datetime
import re

from warta.errors import WartaError

_DAY = re.compile(r"(\d{4})(?:-(\d{1,2})(?:-(\d{1,2}))?)?$")


def day(asked: object, *, last: bool) -> datetime.date:
    """A day; of a year or month its first or last one. Raises `WartaError` where it is none.

    Dates and datetimes are taken too, of the latter the day that they state.

    >>> day("2015-10", last=True), day(datetime.datetime(2015, 10, 11, 14), last=True)
    (datetime.date(2015, 10, 31), datetime.date(2015, 10, 11))
    """
    if isinstance(asked, datetime.datetime):
        return asked.date()
    if isinstance(asked, datetime.date):
        return asked
    found = _DAY.match(asked.strip()) if isinstance(asked, str) else None
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
        raise WartaError("option", f"a day is YYYY-MM-DD, YYYY-MM or YYYY, not {asked!r}") from None
