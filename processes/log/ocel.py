"""What the three file forms of OCEL 2.0 share: types of values, and how such a file is read as a log of cases.

Source: OCEL 2.0 specification (2024), section 4: attribute types string, time, integer, float and boolean.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from datetime import UTC, datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from processes.errors import NotALog
from processes.log.object_log import ObjectLog, object_log
from processes.text import _

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from processes.log.event_log import EventLog
    from processes.log.reading_options import Reading


class OcelForm(ABC):
    """One file form of OCEL: what a log of cases is in it."""

    @abstractmethod
    def read_objects(self, path: Path, how: Reading) -> ObjectLog:
        """Return the object-centric log in the file."""

    @abstractmethod
    def write_objects(self, log: ObjectLog, path: Path) -> None:
        """Write the object-centric log to the file."""

    def read(self, path: Path, how: Reading) -> EventLog:
        """Return the log whose cases are the objects of the type `columns["case"]`, or of the only type there is."""
        try:
            return self.read_objects(path, how).flatten(
                how.columns.get("case"), resource=how.columns.get("resource")
            )
        except NotALog as refusal:
            if refusal.file is not None:
                raise
            raise NotALog(refusal.message, hint=refusal.hint, file=path.name) from refusal

    def write(self, log: EventLog, path: Path) -> None:
        """Write a log of cases, with its cases, resources and groups as objects."""
        self.write_objects(object_log(log), path)


def kind_of(values: Iterable[Any]) -> str:
    """Return OCEL's name of the type all `values` have; `string` where they differ.

    >>> kind_of([1, 2]), kind_of([1, 2.5]), kind_of([True]), kind_of(["x", 1])
    ('integer', 'float', 'boolean', 'string')
    """
    kinds = {_kind(value) for value in values}
    if kinds == {"integer", "float"}:
        return "float"
    return kinds.pop() if len(kinds) == 1 else "string"


def _kind(value: Any) -> str:
    if isinstance(value, bool):
        return "boolean"
    if isinstance(value, int):
        return "integer"
    if isinstance(value, (float, Decimal)):
        return "float"
    return "time" if isinstance(value, datetime) else "string"


def text_of(value: Any) -> str:
    """Return a value as the XML and SQLite forms write it."""
    if isinstance(value, bool):
        return str(value).lower()
    return (
        value.astimezone(UTC).isoformat().replace("+00:00", "Z")
        if isinstance(value, datetime)
        else str(value)
    )


def value_of(kind: str, value: Any, how: Reading) -> Any:
    """Return a written value as its type; None when the text is not of the type it claims."""
    if value is None:
        return None
    try:
        match kind:
            case "integer":
                return int(value)
            case "float":
                return float(value)
            case "boolean":
                return value if isinstance(value, bool) else str(value).strip().lower() in ("true", "1")
            case "time" | "date" | "timestamp":
                return moment_of(str(value), how)
    except (ValueError, OverflowError, NotALog):
        return None
    return value if isinstance(value, (bool, int, float)) and kind == "" else str(value)


def moment_of(text: str, how: Reading, *, what: str = "An event") -> datetime:
    """Return the moment in `text`; raises `NotALog` when it cannot be read or nobody knows its zone."""
    try:
        moment = datetime.fromisoformat(text.strip())
    except ValueError as error:
        raise NotALog(
            _("{what} has a time that cannot be read: {text!r}.").format(what=what, text=text),
            hint=_("OCEL writes times such as 2026-03-02T09:00:00Z."),
        ) from error
    if moment.tzinfo is None:
        if how.zone is None:
            raise NotALog(
                _("{what} has a time without a zone: {text}.").format(what=what, text=text),
                hint=_(
                    'Say the zone of the log\'s times (timezone="Asia/Bishkek"); a guess could move every deadline.'
                ),
            )
        moment = moment.replace(tzinfo=how.zone)
    return moment.astimezone(UTC)
