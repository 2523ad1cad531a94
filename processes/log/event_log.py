"""An event log: one type for what the engine wrote, what a file brought and what a simulation foresaw.

Two tables hold it.  `events` has a row an event, `cases` a row a case with its attributes; both are Arrow tables,
sorted by case and time, so that measures are group-bys; the texts of events are coded, and the codes of their cases
number the rows of `cases`.  `activities` pairs the events of one activity
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
from processes.log.coding import is_always
from processes.log.tables import (
    STANDARD_COLUMNS,
    attribute_column,
    case_table,
    event_table,
    plain_type,
    standard_types,
    with_cases_of_its_own,
)
from processes.text import _

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    import pyarrow as pa

    from processes.log.completions import Completions

Origin = Literal["measured", "simulated"]

#: Lifecycle transitions in the order a work item lives them.
LIFECYCLES = ("offered", "claimed", "started", "suspended", "resumed", "completed", "cancelled", "failed")


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

        columns: dict[str, Any] = {name: [] for name in STANDARD_COLUMNS}
        extra: dict[str, list[Any]] = {}
        for number, record in enumerate(records, start=1):
            stamp = record.get("timestamp")
            if record.get("case") is None or record.get("activity") is None:
                raise NotALog(
                    _("Event {number} has no case or no activity.").format(number=number),
                    hint=_("Every event needs both."),
                )
            if stamp is not None and stamp.tzinfo is None:
                raise NotALog(
                    _("Event {number} has a time without a zone: {stamp}.").format(
                        number=number, stamp=stamp.isoformat()
                    ),
                    hint=_("Say the zone of the log's times; a guess could move every deadline."),
                )
            for name in STANDARD_COLUMNS:
                columns[name].append(record.get(name))
            for name in record.keys() - columns.keys() - extra.keys():
                extra[name] = [None] * (number - 1)
            for name, values in extra.items():
                values.append(record.get(name))
        columns["lifecycle"] = [v or "completed" for v in columns["lifecycle"]]
        columns = {n: pa.array(columns[n], plain_type(type_)) for n, type_ in standard_types().items()}
        columns |= {name: attribute_column(values) for name, values in extra.items()}
        return cls.from_columns(
            columns, origin=origin, attributes=attributes, case_attributes=case_attributes
        )

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

        Further columns are kept as attributes of the events.  Without a column `lifecycle` every event is a completion.
        """
        return cls.from_columns(
            {name: events[name] for name in events.column_names},
            origin=origin,
            attributes=attributes,
            case_attributes=case_attributes,
        )

    @classmethod
    def from_columns(
        cls,
        columns: dict[str, Any],
        *,
        origin: Origin = "measured",
        attributes: Mapping[str, str] | None = None,
        case_attributes: Mapping[str, Mapping[str, Any]] | pa.Table | None = None,
    ) -> EventLog:
        """Return the log of Arrow columns as `from_table` does, and take them out of `columns`.

        What is taken out need not stand in memory beside what is made of it.
        """
        events, names = event_table(columns)
        # Not `cls`: what is made of a stored log stands in memory.
        return EventLog(
            events=events,
            cases=case_table(names, case_attributes),
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
            events=with_cases_of_its_own(self.events.filter(pc.is_in(self.events["case"], wanted))),
            cases=self.cases.filter(pc.is_in(self.cases["case"], wanted)),
            attributes=self.attributes,
            origin=self.origin,
        )

    def write(self, path: str | Path) -> None:
        """Write the log; the ending chooses the form: `.xes`, `.xes.gz`, `.csv`, `.parquet` and those of OCEL."""
        # By name: the file forms know the log, so the log must not know them.
        import_module("processes.log.reading").write_log(self, Path(path))
