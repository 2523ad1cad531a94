"""An event log: one type for what the engine wrote, what a file brought and what a simulation foresaw.

Two tables hold it.  `events` has a row an event, `cases` a row a case with its attributes; both are Arrow tables,
sorted by case and time, so that measures are group-bys.  `activities` pairs the events of one activity
instance: offered, claimed, started and completed.  A time nobody recorded is null: **unknown, never zero**.

`origin` says whether the log was *measured* or *simulated*; it is written into every file and shown wherever a figure
from the log is shown.

Source: IEEE 1849-2023 (XES), standard extensions Concept, Lifecycle, Organizational and Time.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from processes.errors import NotALog
from processes.log.coding import by_name, coded, in_order, is_always, recoded, taken

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    import pyarrow as pa

    from processes.log.completions import Completions

Origin = Literal["measured", "simulated"]

#: Lifecycle transitions in the order a work item lives them.
LIFECYCLES = ("offered", "claimed", "started", "suspended", "resumed", "completed", "cancelled", "failed")

#: The columns every log has; those after them are attributes of its events.
STANDARD_COLUMNS = ("case", "activity", "element", "instance", "resource", "group", "lifecycle", "timestamp")


def _event_schema() -> pa.Schema:
    import pyarrow as pa

    coded = pa.dictionary(pa.int32(), pa.string())
    return pa.schema(
        [
            ("case", pa.string()),
            ("activity", coded),
            ("element", coded),
            ("instance", pa.string()),
            ("resource", coded),
            ("group", coded),
            ("lifecycle", coded),
            ("timestamp", pa.timestamp("us", tz="UTC")),
        ]
    )


@dataclass(frozen=True, eq=False)
class EventLog:
    """Cases and their events; immutable.  `len(log)` counts cases.

    `events` columns: case, activity, element, instance, resource, group, lifecycle, timestamp (UTC), and after them
    the attributes of events, typed.
    `cases` columns: case, replication (null unless simulated several times) and the cases' attributes.
    """

    events: pa.Table
    cases: pa.Table
    attributes: Mapping[str, str] = field(default_factory=dict)
    origin: Origin = "measured"

    @classmethod
    def from_records(
        cls,
        records: Iterable[Mapping[str, Any]],
        *,
        origin: Origin = "measured",
        attributes: Mapping[str, str] | None = None,
        case_attributes: Mapping[str, Mapping[str, Any]] | None = None,
    ) -> EventLog:
        """Return the log of `records`: mappings with at least `case`, `activity` and an aware `timestamp`.

        Missing keys are null; `lifecycle` defaults to `completed`; other keys become attributes of the events.  Raises
        `NotALog` for a naive timestamp or a record without case or activity.

        >>> from datetime import datetime, timezone
        >>> noon = datetime(2026, 3, 2, 12, tzinfo=timezone.utc)
        >>> len(EventLog.from_records([{"case": "1", "activity": "Register", "timestamp": noon}]))
        1
        """
        import pyarrow as pa

        columns: dict[str, list[Any]] = {name: [] for name in STANDARD_COLUMNS}
        extra: dict[str, list[Any]] = {}
        for number, record in enumerate(records, start=1):
            stamp = record.get("timestamp")
            if record.get("case") is None or record.get("activity") is None:
                raise NotALog(f"Event {number} has no case or no activity.", hint="Every event needs both.")
            if stamp is not None and stamp.tzinfo is None:
                raise NotALog(
                    f"Event {number} has a time without a zone: {stamp.isoformat()}.",
                    hint="Say the zone of the log's times; a guess could move every deadline.",
                )
            for name in STANDARD_COLUMNS:
                columns[name].append(record.get(name))
            for name in record.keys() - columns.keys() - extra.keys():
                extra[name] = [None] * (number - 1)
            for name, values in extra.items():
                values.append(record.get(name))
        columns["lifecycle"] = [v or "completed" for v in columns["lifecycle"]]
        table = pa.table(columns, schema=pa.schema([(n, _plain(f)) for n, f in _fields()]))
        for name in sorted(extra):
            table = table.append_column(name, attribute_column(extra[name]))
        return cls.from_table(table, origin=origin, attributes=attributes, case_attributes=case_attributes)

    @classmethod
    def from_table(
        cls,
        events: pa.Table,
        *,
        origin: Origin = "measured",
        attributes: Mapping[str, str] | None = None,
        case_attributes: Mapping[str, Mapping[str, Any]] | pa.Table | None = None,
    ) -> EventLog:
        """Return the log of an Arrow table that has the `events` columns, in any order of rows.

        Further columns are kept as attributes of the events.
        """
        import pyarrow as pa

        missing = {"case", "activity", "timestamp"} - set(events.column_names)
        if missing:
            raise NotALog(f"The events lack the columns {', '.join(sorted(missing))}.")
        if events["case"].null_count:
            raise NotALog(
                f"{events['case'].null_count} events have no case.", hint="Every event needs a case."
            )
        numbers, names = by_name(*coded(events["case"]))
        stamps = events["timestamp"].cast(pa.timestamp("us", tz="UTC"))
        order = in_order(numbers, stamps)
        columns = {
            "case": names.take(pa.array(numbers if order is None else numbers[order])),
            "timestamp": taken(stamps, order),
        }
        for name, type_ in _fields():
            if name in columns:
                continue
            if name not in events.column_names:
                columns[name] = pa.nulls(events.num_rows, type_)
            elif pa.types.is_dictionary(type_):
                columns[name] = recoded(events[name], order)
            else:
                columns[name] = taken(events[name].cast(type_), order)
        extra = sorted(n for n in events.column_names if n not in STANDARD_COLUMNS)
        for name in extra:
            text = pa.types.is_string(_plain(events.schema.field(name).type))
            columns[name] = (recoded if text else taken)(events[name], order)
        # Not `cls`: what is made of a stored log stands in memory.
        return EventLog(
            events=pa.table({name: columns[name] for name in (*STANDARD_COLUMNS, *extra)}),
            cases=_cases(names, case_attributes),
            attributes=dict(attributes or {}),
            origin=origin,
        )

    def __len__(self) -> int:
        return int(self.cases.num_rows)

    def __repr__(self) -> str:
        return f"<EventLog {self.origin}: {len(self)} cases, {self.events.num_rows} events>"

    def __eq__(self, other: object) -> bool:
        return (
            isinstance(other, EventLog)
            and self.origin == other.origin
            and bool(self.events.equals(other.events))
            and bool(self.cases.equals(other.cases))
        )

    def __hash__(self) -> int:
        return hash((self.origin, self.events.num_rows, self.cases.num_rows))

    @property
    def is_simulated(self) -> bool:
        """Whether nobody ever lived these cases."""
        return self.origin == "simulated"

    @property
    def replications(self) -> int:
        """How many times the simulation was repeated; 1 for a measured log."""
        import pyarrow.compute as pc

        numbers = pc.count_distinct(self.cases["replication"], mode="only_valid").as_py()
        return max(int(numbers), 1)

    @cached_property
    def activities(self) -> pa.Table:
        """One row an activity instance: case, activity, element, instance, resource, group, offered, claimed, started,
        completed, ended_as, position.

        Times nobody recorded are null.  `ended_as` is `completed`, `cancelled`, `failed` or null while it runs;
        `position` counts the instances of a case from 0, in the order of their completion or last event.
        """
        from processes.log.activities import activity_instances

        return activity_instances(self.events)

    @cached_property
    def completions(self) -> Completions:
        """The completed activity instances as arrays, prepared once; see `Completions`."""
        from processes.log.completions import completions, completions_of_events

        if is_always(self.events["lifecycle"], "completed"):
            # Each event is an instance: the texts of the instances are not needed.
            return completions_of_events(self.events, self.cases)
        return completions(self.activities, self.cases)

    def only(self, cases: Iterable[str]) -> EventLog:
        """Return the log of these cases only."""
        import pyarrow as pa
        import pyarrow.compute as pc

        wanted = pa.array(list(cases), pa.string())
        return EventLog(
            events=self.events.filter(pc.is_in(self.events["case"], wanted)),
            cases=self.cases.filter(pc.is_in(self.cases["case"], wanted)),
            attributes=self.attributes,
            origin=self.origin,
        )

    def write(self, path: str | Path) -> None:
        """Write the log; the ending chooses the form: `.xes`, `.xes.gz`, `.csv`, `.parquet` and those of OCEL."""
        # By name: the file forms know the log, so the log must not know them.
        import_module("processes.log.reading").write_log(self, Path(path))


def _fields() -> list[tuple[str, Any]]:
    schema = _event_schema()
    return [(f.name, f.type) for f in schema]


def attribute_column(values: list[Any]) -> pa.Array:
    """Return the attribute's values as one typed column; where types are mixed, as texts."""
    import pyarrow as pa

    try:
        column = pa.array(values)
    except (pa.ArrowInvalid, pa.ArrowTypeError, OverflowError):
        return pa.array([None if v is None else str(v) for v in values], pa.string())
    known_zone = pa.types.is_timestamp(column.type) and column.type.tz is not None
    return column.cast(pa.timestamp("us", tz="UTC")) if known_zone else column


def _plain(type_: Any) -> Any:
    import pyarrow as pa

    return type_.value_type if pa.types.is_dictionary(type_) else type_


def _cases(names: pa.Array, given: Mapping[str, Mapping[str, Any]] | pa.Table | None) -> pa.Table:
    import pyarrow as pa
    import pyarrow.compute as pc

    if isinstance(given, pa.Table):
        table = given.filter(pc.is_in(given["case"], names)).sort_by("case")
        if table.num_rows == len(names):
            return (
                table
                if "replication" in table.column_names
                else table.append_column("replication", pa.nulls(table.num_rows, pa.int64()))
            )
        given = {row["case"]: row for row in given.to_pylist()}
    known: Mapping[str, Mapping[str, Any]] = given or {}
    ids = names.to_pylist()
    keys = list(
        dict.fromkeys(key for row in known.values() for key in row if key not in ("case", "replication"))
    )
    columns: dict[str, Any] = {
        "case": pa.array(ids, pa.string()),
        "replication": pa.array([known.get(c, {}).get("replication") for c in ids], pa.int64()),
    }
    for key in keys:
        columns[key] = attribute_column([known.get(c, {}).get(key) for c in ids])
    return pa.table(columns)
