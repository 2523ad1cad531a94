"""A log in XES while it is read: attributes go straight into columns, one code a value."""

from __future__ import annotations

from array import array
from datetime import UTC, datetime
from functools import partial
from typing import TYPE_CHECKING, Any

from processes.errors import NotALog
from processes.log.columns import Moments, Texts
from processes.log.event_log import EventLog, Origin
from processes.log.reading_options import Reading
from processes.log.tables import STANDARD_COLUMNS
from processes.text import _

if TYPE_CHECKING:
    from collections.abc import Callable

    import pyarrow as pa

#: What the transitions of XES are called here.
TO_OURS = {
    "schedule": "offered",
    "assign": "claimed",
    "reassign": "claimed",
    "start": "started",
    "suspend": "suspended",
    "resume": "resumed",
    "complete": "completed",
    "withdraw": "cancelled",
    "pi_abort": "cancelled",
    "manualskip": "cancelled",
    "ate_abort": "failed",
    "autoskip": "cancelled",
}
SCALARS = frozenset({"string", "date", "int", "float", "boolean", "id"})
_EVENT_KEYS = {
    "concept:name": "activity",
    "kyzmat:element": "element",
    "concept:instance": "instance",
    "org:resource": "resource",
    "org:group": "group",
    "lifecycle:transition": "lifecycle",
}
_GROUPS = ("org:group", "org:role")


class XesLog:
    """The log while it is read."""

    def __init__(self, how: Reading) -> None:
        self.how = how
        self.attributes: dict[str, str] = {}
        self.cases: dict[str, dict[str, Any]] = {}
        self.case = Texts()
        #: The columns of events, by the key of the attribute; several keys never share one.
        self.columns: dict[str, Texts] = {}
        self.kinds: dict[str, set[str]] = {}
        self.moments = Moments()
        self.traces = 0

    def column(self, kind: str, key: str) -> Texts:
        """Return the column of an attribute of events, in which its kind is noted."""
        try:
            self.kinds[key].add(kind)
        except KeyError:
            self.kinds[key], self.columns[key] = {kind}, Texts()
        return self.columns[key]

    def handlers(self) -> tuple[Callable[[str, list[str]], None], Callable[[str], None]]:
        """Return what is called at each start and end tag.

        They are closures that write a value's code straight into its column: a log has millions of attributes, and each
        look-up and call less is felt.
        """
        # By the tag's name: the columns of its attributes.  None: a tag that is no attribute.
        tables: dict[str, dict[str, tuple[array[int], dict[str, int]]] | None] = {n: {} for n in SCALARS}
        trace: dict[str, Any] = {}
        stamps: list[str | None] = []
        level, inside, rows, stamp = "", 0, 0, ""

        def start(name: str, attributes: list[str]) -> None:
            nonlocal inside, level, trace, stamps, stamp
            if inside:
                inside += 1
                return
            try:
                table = tables[name]
            except KeyError:
                table = tables[name] = tables.get(name.rpartition(":")[2])
            if table is None:
                level = self._opened(level, name.rpartition(":")[2])
                if level == "event":
                    stamp = ""
                elif level == "trace":
                    trace, stamps = {}, []
                elif level.startswith("in "):
                    level, inside = level[3:], 1
                return
            inside = 1
            try:
                first, key, second, value = attributes
            except ValueError:
                first = second = ""
            if first != "key" or second != "value":
                said = dict(zip(attributes[::2], attributes[1::2], strict=True))
                key, value = said.get("key", ""), said.get("value", "")
            if level == "event":
                if key == "time:timestamp":
                    stamp = value
                    return
                try:
                    codes, known = table[key]
                except KeyError:
                    column = self.column(name.rpartition(":")[2], key)
                    codes, known = table[key] = column.rows, column.codes
                gap = rows - len(codes)
                if gap > 0:
                    codes.extend((-1,) * gap)
                elif gap < 0:
                    codes.pop()  # The last of two attributes with one key counts.
                try:
                    codes.append(known[value])
                except KeyError:
                    codes.append(known.setdefault(value, len(known)))
            elif level == "trace":
                trace[key] = self.value(name.rpartition(":")[2], value)
            elif level == "log":
                self.attributes[key] = value

        def end(name: str) -> None:
            nonlocal inside, level, rows
            if inside:
                inside -= 1
            elif level == "event":
                level = "trace"
                rows += 1
                stamps.append(stamp)
            elif level == "trace":
                level = "log"
                self.close_trace(trace, stamps)

        return start, end

    def _opened(self, level: str, name: str) -> str:
        """Return the level below a tag at `level` that is no attribute; what is passed over is "in" its level."""
        if name == "log" and not level:
            return "log"
        if name == "trace" and level == "log":
            self.traces += 1
            return "trace"
        if name == "event" and level == "trace":
            return "event"
        if not level:
            raise NotALog(_("The file's root is <{name}>, not the <log> of XES.").format(name=name), line=1)
        if name == "event" and level == "log":
            raise NotALog(
                _("An event stands outside every trace, so nobody knows its case."),
                hint=_("Export the log with its events inside their traces."),
            )
        return f"in {level}"

    def value(self, kind: str, value: str) -> Any:
        """Return the value of an attribute of that kind; None for one that cannot be read."""
        try:
            if kind == "int":
                return int(value)
            if kind == "float":
                return float(value)
            if kind == "boolean":
                return value.strip().lower() in ("true", "1")
            if kind == "date":
                moment = datetime.fromisoformat(value)
                return (moment if moment.tzinfo else moment.replace(tzinfo=self.how.zone or UTC)).astimezone(
                    UTC
                )
        except ValueError:
            return None
        return value

    def _date(self, text: str) -> int | None:
        moment = self.value("date", text)
        return None if moment is None else self.how.microseconds(moment)

    def name_trace(self, trace: dict[str, Any]) -> int:
        """Note a trace that ends with its attributes; return the code of its case."""
        name = trace.pop("concept:name", None)
        case = str(self.traces) if name in (None, "") else str(name)
        replication = trace.pop("kyzmat:replication", None)
        row = {**self.cases.get(case, {}), **trace}
        if replication is not None:
            row["replication"] = replication
        self.cases[case] = row
        return self.case.codes.setdefault(case, len(self.case.codes))

    def close_trace(self, trace: dict[str, Any], stamps: list[str | None]) -> None:
        """Note a trace with its attributes and the times of its events, whose attributes are in the columns."""
        name = trace.get("concept:name")
        case = str(self.traces) if name in (None, "") else str(name)
        code = self.name_trace(trace)
        first = len(self.case)
        activities = self.columns["concept:name"].rows if "concept:name" in self.columns else array("i")
        if len(activities) < first + len(stamps) or -1 in activities[first:]:
            raise NotALog(
                _("An event of the case {case} has no concept:name, so nobody knows what was done.").format(
                    case=case
                ),
                hint=_("Export the log with the names of its activities."),
            )
        self.case.rows.extend([code] * len(stamps))
        for stamp in stamps:
            self.moments.append(self.moment(stamp, case))

    def moment(self, text: str | None, case: str = "") -> int | None:
        """Return the microseconds since 1970 of a time of a case; None when it says none."""
        if not text:
            return None
        try:
            moment = datetime.fromisoformat(text)
        except ValueError as error:
            raise NotALog(
                _("An event of the case {case} has a time that cannot be read: {text!r}.").format(
                    case=case, text=text
                ),
                hint=_("XES writes times such as 2026-03-02T09:00:00+06:00."),
            ) from error
        try:
            return self.how.microseconds(moment)
        except ValueError as error:
            raise NotALog(
                _("An event of the case {case} has a time without a zone: {text}.").format(
                    case=case, text=text
                ),
                hint=_(
                    'Say the zone of the log\'s times (timezone="Asia/Bishkek"); a guess could move every deadline.'
                ),
            ) from error

    def log(self) -> EventLog:
        """Return what was read."""

        rows = len(self.case)
        if not rows:
            raise NotALog(
                _("The log has no events."), hint=_("Export it again, with the events of its cases.")
            )
        columns = {"case": self.case.arrow(), "timestamp": self.moments.arrow()}
        for key, ours in _EVENT_KEYS.items():
            columns[ours] = self.columns.get(key, Texts()).arrow(rows=rows)
        columns |= {"group": self._group(rows), "lifecycle": self._lifecycle(rows)}
        for key, column in self.columns.items():
            if key not in _EVENT_KEYS:
                kinds = self.kinds[key]
                kind = "string" if len(kinds) > 1 else next(iter(kinds))
                # A foreign key that happens to be one of our column names must not take its place.
                name = f"event:{key}" if key in STANDARD_COLUMNS else key
                if kind == "date":
                    columns[name] = column.moments(self._date, rows=rows)
                else:
                    columns[name] = column.arrow_of(partial(self.value, kind), rows=rows)
        origin: Origin = (
            "simulated" if self.attributes.pop("kyzmat:origin", "measured") == "simulated" else "measured"
        )
        return EventLog.from_columns(
            columns, origin=origin, attributes=self.attributes, case_attributes=self.cases
        )

    def _group(self, rows: int) -> pa.Array:
        """Return the groups, for which many logs have only roles."""
        import pyarrow as pa
        import pyarrow.compute as pc

        named = [c.arrow(rows=rows).cast(pa.string()) for c in map(self.columns.get, _GROUPS) if c]
        return pc.coalesce(*named) if named else pa.nulls(rows, pa.string())

    def _lifecycle(self, rows: int) -> pa.Array:
        column = self.columns.get("lifecycle:transition", Texts())
        column.known("complete", rows=rows)
        return column.arrow_of(lambda text: TO_OURS.get(text.lower(), text.lower() or "completed"), rows=rows)
