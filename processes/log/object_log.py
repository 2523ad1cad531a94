"""An object-centric log: events about several objects at once, as OCEL 2.0 has them.

An event log knows one case an event; an object-centric log lets an event concern an application, a parcel and an
officer together.  `flatten` chooses the type of object that shall be the case; `object_log` turns a log of cases into
one of objects.  Values are what the files hold; nothing is guessed here.

Source: A. Berti et al., "OCEL (Object-Centric Event Log) 2.0 Specification", 2024, arXiv:2403.01975.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import cached_property
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any

from processes.errors import NotALog
from processes.log.event_log import EventLog
from processes.text import _

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

#: What an attribute of an object says from the beginning, the standard dates with the first moment of all.
FROM_THE_BEGINNING = datetime(1970, 1, 1, tzinfo=UTC)
#: The object that carries the attributes of a whole log of ours.
_ABOUT = "kyzmat:log"
_PARTS = ("case", "resource", "group")


@dataclass(frozen=True, slots=True)
class Relation:
    """That something concerns `object`, and how."""

    object: str
    qualifier: str = ""


@dataclass(frozen=True, slots=True)
class Value:
    """What an attribute of an object says from `time` on."""

    name: str
    value: Any
    time: datetime = FROM_THE_BEGINNING


@dataclass(frozen=True, slots=True, kw_only=True)
class LogObject:
    """A thing events are about: an application, a parcel, a person."""

    id: str
    type: str
    values: tuple[Value, ...] = ()
    relations: tuple[Relation, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ObjectEvent:
    """Something that happened at `time` to the objects it is related to; `activity` is its type."""

    id: str
    activity: str
    time: datetime
    values: Mapping[str, Any] = field(default_factory=dict)
    relations: tuple[Relation, ...] = ()


@dataclass(frozen=True, kw_only=True)
class ObjectLog:
    """Events and objects, in the order of their file; immutable."""

    events: tuple[ObjectEvent, ...]
    objects: Mapping[str, LogObject]

    @cached_property
    def types(self) -> tuple[str, ...]:
        """The types of the objects, in the order they appear."""
        return tuple(dict.fromkeys(thing.type for thing in self.objects.values() if thing.id != _ABOUT))

    def flatten(self, case: str | None = None, *, resource: str | None = None) -> EventLog:
        """Return the log whose cases are the objects of the type `case`.

        An event about two such objects is in both their cases.  The resource is the related object of the type
        `resource` (by default, one called so), else the event's attribute of that name.  Related objects of other types
        become attributes under their type's name.  Without `case` there must be only one type that can be meant.
        Raises `NotALog` naming the types there are.
        """
        chosen = self._case_type(case)
        about = self.objects.get(_ABOUT)
        facts = {v.name: str(v.value) for v in about.values} if about else {}
        cases = {
            thing.id: {v.name: v.value for v in sorted(thing.values, key=lambda v: v.time)}
            for thing in self.objects.values()
            if thing.type == chosen
        }
        names = {id_: self._name(id_) for id_ in self.objects}
        return EventLog.from_records(
            self._records(chosen, resource or "resource", names),
            origin="simulated" if facts.pop("kyzmat:origin", "") == "simulated" else "measured",
            attributes=facts,
            case_attributes={names[id_]: row for id_, row in cases.items()},
        )

    def write(self, path: str | Path) -> None:
        """Write the log; the ending chooses the form: `.jsonocel`, `.xmlocel` or `.sqlite`."""
        # By name: the file forms know the log, so the log must not know them.
        import_module("processes.log.reading").write_objects(self, Path(path))

    def _case_type(self, asked: str | None) -> str:
        if asked is not None:
            if asked not in self.types:
                raise NotALog(
                    _("The log has no objects of the type {asked!r}; it has {types}.").format(
                        asked=asked, types=", ".join(self.types)
                    ),
                    hint=_("Name one of them as the case."),
                )
            return asked
        candidates = [t for t in self.types if t not in ("resource", "group")]
        if "case" in candidates:
            return "case"
        if len(candidates) != 1:
            example = candidates[0] if candidates else "…"
            raise NotALog(
                _("An object-centric log has no cases of its own; its objects are {types}.").format(
                    types=", ".join(self.types) or "none"
                ),
                hint=_('Say which of them is the case, such as columns={{"case": "{example}"}}.').format(
                    example=example
                ),
            )
        return candidates[0]

    def _name(self, id_: str) -> str:
        """Return the name an object had before `object_log` set its type before it."""
        return id_.removeprefix(f"{self.objects[id_].type}:") if _ABOUT in self.objects else id_

    def _records(self, case: str, resource: str, names: Mapping[str, str]) -> Iterator[dict[str, Any]]:
        for event in self.events:
            row: dict[str, Any] = {
                (f"event:{k}" if k in ("case", "activity", "timestamp") else _key(k)): v
                for k, v in event.values.items()
            }
            row |= {"activity": event.activity, "timestamp": event.time}
            mine: list[str] = []
            others: dict[str, list[str]] = {}
            for relation in event.relations:
                thing = self.objects.get(relation.object)
                if thing is None:
                    continue
                if thing.type == case:
                    mine.append(names[thing.id])
                else:
                    others.setdefault(thing.type, []).append(names[thing.id])
            for type_, ids in others.items():
                name = "resource" if type_ == resource else type_
                row[f"event:{name}" if name in ("case", "activity", "timestamp") else name] = ", ".join(ids)
            for one in dict.fromkeys(mine):
                yield {**row, "case": one}


def object_log(log: EventLog) -> ObjectLog:
    """Return `log` as objects of the types case, resource and group, with the events about them.

    Raises `NotALog` when an event has no time, which OCEL cannot say.
    """
    facts = {**log.attributes, "kyzmat:origin": log.origin}
    things = {_ABOUT: LogObject(id=_ABOUT, type="log", values=tuple(Value(k, v) for k, v in facts.items()))}
    for row in log.cases.to_pylist():
        id_ = f"case:{row['case']}"
        values = (Value(k, v) for k, v in row.items() if k != "case" and v is not None)
        things[id_] = LogObject(id=id_, type="case", values=tuple(values))
    events = []
    for number, row in enumerate(log.events.to_pylist(), start=1):
        if row["timestamp"] is None:
            raise NotALog(
                _("The event “{activity}” of the case {case} has no time, which OCEL cannot say.").format(
                    activity=row["activity"], case=row["case"]
                ),
                hint=_("Write the log as XES, CSV or Parquet, which keep unknown times."),
            )
        relations = []
        for part in _PARTS:
            if row[part] is not None:
                id_ = f"{part}:{row[part]}"
                things.setdefault(id_, LogObject(id=id_, type=part))
                relations.append(Relation(id_, part))
        events.append(
            ObjectEvent(
                id=f"e{number}",
                activity=row["activity"],
                time=row["timestamp"],
                values={
                    k: v
                    for k, v in row.items()
                    if v is not None and k not in (*_PARTS, "activity", "timestamp")
                },
                relations=tuple(relations),
            )
        )
    return ObjectLog(events=tuple(events), objects=things)


def _key(name: str) -> str:
    """Return the column an attribute of an event stands for: XES names are understood."""
    known = {
        "org:resource": "resource",
        "org:group": "group",
        "lifecycle:transition": "lifecycle",
        "concept:instance": "instance",
    }
    return known.get(name, name)
