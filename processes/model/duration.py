"""ISO 8601 durations, as BPMN timers and the `gov:` vocabulary write them.

Only durations of fixed length are read: weeks, days, hours, minutes and seconds.  Months and years have no length of
their own; a term in months belongs to a calendar and is refused here by name.
"""

from __future__ import annotations

import re
from datetime import timedelta

_PATTERN = re.compile(
    r"^(?P<sign>-)?P(?:(?P<weeks>\d+(?:\.\d+)?)W)?(?:(?P<days>\d+(?:\.\d+)?)D)?"
    r"(?:T(?:(?P<hours>\d+(?:\.\d+)?)H)?(?:(?P<minutes>\d+(?:\.\d+)?)M)?(?:(?P<seconds>\d+(?:\.\d+)?)S)?)?$"
)


def read_duration(text: str) -> timedelta:
    """Return the length of an ISO 8601 duration; raises `ValueError` that says what is wrong.

    >>> read_duration("P1DT2H")
    datetime.timedelta(days=1, seconds=7200)
    """
    match = _PATTERN.match(text.strip())
    if match is None or not any(v for k, v in match.groupdict().items() if k != "sign"):
        if re.match(r"^-?P.*\d[YM]", text.strip().split("T")[0]):
            raise ValueError(f"{text!r} counts years or months, whose length is not fixed; write days.")
        raise ValueError(f"{text!r} is not an ISO 8601 duration such as PT20M or P3D.")
    parts = {k: float(v) for k, v in match.groupdict().items() if v and k != "sign"}
    length = timedelta(**parts)
    return -length if match["sign"] else length


def write_duration(length: timedelta) -> str:
    """Return `length` as an ISO 8601 duration, in days, hours, minutes and seconds.

    >>> write_duration(timedelta(hours=30))
    'P1DT6H'
    """
    if length < timedelta():
        return "-" + write_duration(-length)
    hours, rest = divmod(length.seconds, 3600)
    minutes, seconds = divmod(rest, 60)
    exact = seconds + length.microseconds / 1_000_000
    time = "".join(
        f"{value:g}{unit}" for value, unit in ((hours, "H"), (minutes, "M"), (exact, "S")) if value
    )
    days = f"{length.days}D" if length.days else ""
    return f"P{days}{'T' + time if time else ''}" if days or time else "PT0S"
