"""Times as tables have them: ISO 8601, with points or strokes between day, month and year, with hours of one figure.

A column is written one way: the form of the first time that is no ISO 8601 is that of all others.  Whether the day or
the month stands first in 03/04/2026 is not guessed: another row of the column tells it, or another column of the
table, or nobody knows.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from datetime import datetime

from processes.errors import NotALog
from processes.text import _

_FORMS = (
    *("%d.%m.%Y %H:%M:%S", "%d.%m.%Y %H:%M", "%d.%m.%Y", "%Y/%m/%d %H:%M:%S.%f", "%Y/%m/%d %H:%M:%S"),
    *("%Y/%m/%d %H:%M", "%d-%m-%Y %H:%M:%S", "%d-%m-%Y %H:%M"),
)
#: As ISO 8601, but with hours of one figure: none of them can be taken for another.
_NEARLY_ISO = (
    *("%Y-%m-%d %H:%M:%S", "%Y-%m-%d %H:%M", "%Y-%m-%dT%H:%M:%S", "%Y-%m-%dT%H:%M"),
    *("%Y-%m-%d %H:%M:%S%z", "%Y-%m-%dT%H:%M:%S%z"),
)
_CLOCKS = ("%H:%M:%S", "%H:%M", "%I:%M:%S %p", "%I:%M %p")
_STROKES = re.compile(r"\s*(\d{1,2})/(\d{1,2})/\d{4}(?:\s|$)")


def day_stands_first(texts: Iterable[str]) -> bool | None:
    """Return whether the day stands first in dates such as 03/04/2026; None where no text tells it.

    >>> day_stands_first(["03/04/2026", "13/04/2026"]), day_stands_first(["03/04/2026", "03/14/2026"])
    (True, False)
    >>> day_stands_first(["03/04/2026"]), day_stands_first(["2026-04-03", "13/04/2026"])
    (None, True)
    """
    for text in texts:
        found = _STROKES.match(text)
        if found is not None and (int(found[1]) > 12 or int(found[2]) > 12):
            return int(found[1]) > 12
    return None


class WrittenTimes:
    """What reads the times of one column; `tell` says whether the day stands first, asked where a date has strokes."""

    def __init__(self, file: str, *, tell: Callable[[], bool | None] = lambda: None) -> None:
        self.file = file
        self.tell = tell
        self._form: str | None = None

    def read(self, text: str, line: int) -> datetime:
        """Return the moment in `text`; raises `NotALog` for one that cannot be read.

        >>> times = WrittenTimes("visits.csv")
        >>> times.read("2.3.2026 9:05", 2), times.read("2.3.2026 14:00", 3)
        (datetime.datetime(2026, 3, 2, 9, 5), datetime.datetime(2026, 3, 2, 14, 0))
        >>> times = WrittenTimes("visits.csv")
        >>> [
        ...     f"{times.read(text, 2):%H:%M}"
        ...     for text in ("2026-03-02T9:05:00+06:00", "2026-03-02 9:05", "2026-03-02T10:00Z")
        ... ]
        ['09:05', '09:05', '10:00']
        """
        if self._form is None:
            try:
                return datetime.fromisoformat(text)
            except ValueError:
                pass
        is_iso = text[4:5] == "-" and self._form is None
        for form in _NEARLY_ISO if is_iso else (self._form,) if self._form else self._forms(text, line):
            try:
                moment = datetime.strptime(text, form)  # noqa: DTZ007  (the zone is added by whoever knows it)
            except ValueError:
                continue
            self._form = None if is_iso else form
            return moment
        raise NotALog(
            _("A time cannot be read: {text!r}.").format(text=text),
            hint=_("Write times such as 2026-03-02T09:00:00+06:00."),
            line=line,
            file=self.file,
        )

    def _forms(self, text: str, line: int) -> Iterable[str]:
        if not _STROKES.match(text):
            return _FORMS
        first_is_day = day_stands_first([text])
        if first_is_day is None:
            first_is_day = self.tell()
        if first_is_day is None:
            raise NotALog(
                _("Whether the day or the month stands first cannot be told: {text!r}.").format(text=text),
                hint=_("Write times such as 2026-03-02T09:00:00+06:00."),
                line=line,
                file=self.file,
            )
        date = "%d/%m/%Y" if first_is_day else "%m/%d/%Y"
        return (*(f"{date} {clock}" for clock in _CLOCKS), date)
