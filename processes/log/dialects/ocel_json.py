"""OCEL 2.0 as JSON: events about several objects at once.

What it does:
    Reads event types, object types, events and objects with their attributes and relations, and writes them.  Read as a
    log of cases, the objects of one type are the cases; related objects of other types become attributes.

Why it matters:
    One application may concern a parcel, three opinions and two families.  Registers export it so, and other tools for
    object-centric mining read what we write.

Example:
    >>> from processes import read_log
    >>> log = read_log(b'''{"objectTypes": [{"name": "permit", "attributes": []}],
    ...  "eventTypes": [{"name": "Register", "attributes": []}],
    ...  "objects": [{"id": "P-1", "type": "permit"}],
    ...  "events": [{"id": "e1", "type": "Register", "time": "2026-03-02T09:00:00Z",
    ...              "relationships": [{"objectId": "P-1", "qualifier": "about"}]}]}''')
    >>> log.events["case"].to_pylist(), log.events["activity"].to_pylist()
    (['P-1'], ['Register'])

Limits:
    OCEL 1.0 is refused by name.  With several types of objects the case must be named (`columns={"case": "permit"}`).
    Flattened, an event about two cases is in both, and what an attribute of an object said before its last value is
    not kept; `processes.log.reading.read_objects` keeps all.

How sure:
    Exact for the object-centric log.  A relation to an object the file does not define is left out.

Source:
    OCEL 2.0 specification (2024), section 6 (JSON).
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from processes.errors import NotALog
from processes.log.dialects import Reading, log_dialects, opened
from processes.log.object_log import LogObject, ObjectEvent, ObjectLog, Relation, Value
from processes.log.ocel import OcelForm, kind_of, moment_of, text_of, value_of
from processes.text import _

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

_LISTS = ("objectTypes", "eventTypes", "objects", "events")


class OcelJson(OcelForm):
    """The JSON form."""

    endings: tuple[str, ...] = (".jsonocel", ".jsonocel.gz", ".ocel.json", ".json")

    def recognises(self, head: bytes) -> bool:
        """Return whether the file is a JSON object with one of OCEL's lists near its beginning."""
        if not head.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"{"):
            return False
        return any(f'"{name}"'.encode() in head for name in _LISTS) or b'"ocel:' in head

    def read_objects(self, path: Path, how: Reading) -> ObjectLog:
        """Return the object-centric log in the file."""
        try:
            with opened(path) as file:
                found = json.load(file)
        except (ValueError, RecursionError, EOFError, OSError) as error:
            raise NotALog(
                _("This is no JSON that can be read: {error}.").format(error=str(error)), file=path.name
            ) from error
        if isinstance(found, dict) and any(str(key).startswith("ocel:") for key in found):
            raise NotALog(
                _("The file is OCEL 1.0, which knows neither relations of objects nor changing attributes."),
                hint=_("Convert it to OCEL 2.0 and read it again."),
                file=path.name,
            )
        if not isinstance(found, dict) or not all(isinstance(found.get(n), list) for n in _LISTS[2:]):
            raise NotALog(
                _('An OCEL file is an object with the lists "events" and "objects".'), file=path.name
            )
        try:
            return _log(found, how)
        except (KeyError, TypeError, AttributeError) as error:
            raise NotALog(
                _("An event or object of the file lacks what OCEL asks of it: {error}.").format(
                    error=str(error)
                ),
                hint=_('Events have "id", "type" and "time", objects "id" and "type".'),
                file=path.name,
            ) from error

    def write_objects(self, log: ObjectLog, path: Path) -> None:
        """Write the object-centric log to the file."""
        with opened(path, "wb") as file:
            file.write(json.dumps(_document(log), ensure_ascii=False, indent=1).encode())


def _log(found: dict[str, Any], how: Reading) -> ObjectLog:
    kinds = {
        (name, type_["name"], attribute["name"]): str(attribute.get("type", ""))
        for name in ("objectTypes", "eventTypes")
        for type_ in found.get(name) or []
        for attribute in type_.get("attributes") or []
    }
    objects = {}
    for entry in found["objects"]:
        type_ = str(entry["type"])
        values = (
            Value(
                str(a["name"]),
                value_of(kinds.get(("objectTypes", type_, a["name"]), ""), a.get("value"), how),
                moment_of(str(a["time"]), how, what="An attribute")
                if a.get("time")
                else Value("", None).time,
            )
            for a in entry.get("attributes") or []
        )
        id_ = str(entry["id"])
        objects[id_] = LogObject(
            id=id_, type=type_, values=tuple(values), relations=_relations(entry.get("relationships"))
        )
    events = []
    for entry in found["events"]:
        activity = str(entry["type"])
        events.append(
            ObjectEvent(
                id=str(entry["id"]),
                activity=activity,
                time=moment_of(str(entry["time"]), how),
                values={
                    str(a["name"]): value_of(
                        kinds.get(("eventTypes", activity, a["name"]), ""), a.get("value"), how
                    )
                    for a in entry.get("attributes") or []
                },
                relations=_relations(entry.get("relationships")),
            )
        )
    if not events:
        raise NotALog(_("The log has no events."), hint=_("Export it again, with the events of its objects."))
    return ObjectLog(events=tuple(events), objects=objects)


def _relations(found: Iterable[dict[str, Any]] | None) -> tuple[Relation, ...]:
    return tuple(Relation(str(r["objectId"]), str(r.get("qualifier") or "")) for r in found or [])


def _document(log: ObjectLog) -> dict[str, Any]:
    of_objects: dict[str, dict[str, list[Any]]] = {}
    for thing in log.objects.values():
        attributes = of_objects.setdefault(thing.type, {})
        for value in thing.values:
            attributes.setdefault(value.name, []).append(value.value)
    of_events: dict[str, dict[str, list[Any]]] = {}
    for event in log.events:
        attributes = of_events.setdefault(event.activity, {})
        for name, value in event.values.items():
            attributes.setdefault(name, []).append(value)
    return {
        "objectTypes": _types(of_objects),
        "eventTypes": _types(of_events),
        "objects": [
            {
                "id": thing.id,
                "type": thing.type,
                "attributes": [
                    {"name": v.name, "time": text_of(v.time), "value": _json(v.value)} for v in thing.values
                ],
                "relationships": _related(thing.relations),
            }
            for thing in log.objects.values()
        ],
        "events": [
            {
                "id": event.id,
                "type": event.activity,
                "time": text_of(event.time),
                "attributes": [{"name": n, "value": _json(v)} for n, v in event.values.items()],
                "relationships": _related(event.relations),
            }
            for event in log.events
        ],
    }


def _types(found: dict[str, dict[str, list[Any]]]) -> list[dict[str, Any]]:
    return [
        {"name": name, "attributes": [{"name": n, "type": kind_of(v)} for n, v in attributes.items()]}
        for name, attributes in found.items()
    ]


def _related(relations: Iterable[Relation]) -> list[dict[str, str]]:
    return [{"objectId": r.object, "qualifier": r.qualifier} for r in relations]


def _json(value: Any) -> Any:
    return value if isinstance(value, (bool, int, float)) else text_of(value)


log_dialects.register(OcelJson())
