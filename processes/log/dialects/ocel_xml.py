"""OCEL 2.0 as XML: events about several objects at once.

What it does:
    Reads and writes the same as the JSON form, piece by piece and hardened as every XML here.

Why it matters:
    Some tools export this form only.

Example:
    >>> from processes import read_log
    >>> log = read_log(b'''<log><object-types><object-type name="permit"/></object-types>
    ...   <objects><object id="P-1" type="permit"/></objects>
    ...   <events><event id="e1" type="Register" time="2026-03-02T09:00:00Z"><objects>
    ...     <relationship object-id="P-1" qualifier="about"/></objects></event></events></log>''')
    >>> log.events["activity"].to_pylist()
    ['Register']

Limits:
    As for the JSON form.  A DOCTYPE is refused.

How sure:
    Exact for the object-centric log.

Source:
    OCEL 2.0 specification (2024), section 7 (XML).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from xml.sax.saxutils import escape, quoteattr

from processes.errors import NotALog, NotBpmn
from processes.log.dialects import Reading, log_dialects, opened
from processes.log.object_log import FROM_THE_BEGINNING, LogObject, ObjectEvent, ObjectLog, Relation, Value
from processes.log.ocel import OcelForm, kind_of, moment_of, text_of, value_of
from processes.model.xml import stream
from processes.text import _

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from pathlib import Path

_LISTS = ("object-types", "event-types", "objects", "events")


class OcelXml(OcelForm):
    """The XML form."""

    endings: tuple[str, ...] = (".xmlocel", ".xmlocel.gz", ".ocel.xml", ".xml")

    def recognises(self, head: bytes) -> bool:
        """Return whether the file's first element is a log of objects."""
        text = head.lstrip(b"\xef\xbb\xbf \t\r\n")
        return text.startswith(b"<") and b"<log" in text and any(f"<{n}".encode() in text for n in _LISTS)

    def read_objects(self, path: Path, how: Reading) -> ObjectLog:
        """Return the object-centric log in the file."""
        reading = _Log(how)
        try:
            with opened(path) as file:
                stream(file, start=reading.start, end=reading.end, text=reading.text)
        except (NotBpmn, NotALog) as error:
            raise NotALog(error.message, hint=error.hint, line=error.line, file=path.name) from error
        except (EOFError, OSError) as error:
            raise NotALog(
                _("The packed file cannot be read: {error}.").format(error=str(error)), file=path.name
            ) from error
        return reading.log()

    def write_objects(self, log: ObjectLog, path: Path) -> None:
        """Write the object-centric log to the file."""
        with opened(path, "wb") as file:
            for line in _lines(log):
                file.write(f"{line}\n".encode())


class _Log:
    """The log while it is read; `path` are the open elements."""

    def __init__(self, how: Reading) -> None:
        self.how = how
        self.path: list[str] = []
        self.entry: dict[str, str] = {}
        self.attribute: dict[str, str] = {}
        self.words: list[str] = []
        self.values: list[tuple[str, Any, str]] = []
        self.relations: list[Relation] = []
        self.kinds: dict[tuple[str, str, str], str] = {}
        self.type_ = ""
        self.events: list[ObjectEvent] = []
        self.objects: dict[str, LogObject] = {}

    def start(self, name: str, attributes: dict[str, str]) -> None:
        inside = self.path[-1] if self.path else ""
        self.path.append(name)
        if name in ("object-type", "event-type"):
            self.type_ = attributes.get("name", "")
        elif name in ("object", "event") and inside in ("objects", "events"):
            # OCEL writes a related object as <relationship>, drafts of it as <relobj>; an object inside an
            # event's <objects> in older files is a relation too.
            if len(self.path) > 3:
                self._relate(attributes)
            else:
                self.entry, self.values, self.relations = attributes, [], []
        elif name in ("relationship", "relobj"):
            self._relate(attributes)
        elif name == "attribute":
            self.attribute, self.words = attributes, []
            if (
                "type" in attributes
                and len(self.path) > 3
                and self.path[1] in ("object-types", "event-types")
            ):
                self.kinds[self.path[1], self.type_, attributes.get("name", "")] = attributes["type"]

    def text(self, text: str) -> None:
        if self.path and self.path[-1] == "attribute":
            self.words.append(text)

    def end(self, name: str) -> None:
        self.path.pop()
        if name == "attribute" and self.path[1:2] in (["objects"], ["events"]):
            text = "".join(self.words) or self.attribute.get("value", "")
            self.values.append((self.attribute.get("name", ""), text, self.attribute.get("time", "")))
        elif name in ("object", "event") and len(self.path) == 2:
            self._object() if name == "object" else self._event()

    def _relate(self, attributes: Mapping[str, str]) -> None:
        other = attributes.get("object-id") or attributes.get("id")
        if other:
            self.relations.append(Relation(other, attributes.get("qualifier", "")))

    def _object(self) -> None:
        id_, type_ = self._named("object", "id"), self._named("object", "type")
        values = (
            Value(
                name,
                value_of(self.kinds.get(("object-types", type_, name), "string"), text, self.how),
                moment_of(time, self.how, what="An attribute") if time else FROM_THE_BEGINNING,
            )
            for name, text, time in self.values
        )
        self.objects[id_] = LogObject(
            id=id_, type=type_, values=tuple(values), relations=tuple(self.relations)
        )

    def _event(self) -> None:
        activity = self._named("event", "type")
        self.events.append(
            ObjectEvent(
                id=self._named("event", "id"),
                activity=activity,
                time=moment_of(self._named("event", "time"), self.how),
                values={
                    name: value_of(self.kinds.get(("event-types", activity, name), "string"), text, self.how)
                    for name, text, _time in self.values
                },
                relations=tuple(self.relations),
            )
        )

    def _named(self, what: str, key: str) -> str:
        if not self.entry.get(key):
            raise NotALog(
                _("An {what} of the file has no {key}.").format(what=what, key=key),
                hint=_("Events have id, type and time, objects id and type."),
            )
        return self.entry[key]

    def log(self) -> ObjectLog:
        if not self.events:
            raise NotALog(
                _("The log has no events."), hint=_("Export it again, with the events of its objects.")
            )
        return ObjectLog(events=tuple(self.events), objects=self.objects)


def _lines(log: ObjectLog) -> Iterator[str]:
    yield '<?xml version="1.0" encoding="UTF-8"?>'
    yield "<log>"
    yield from _types(
        "object", ((o.type, [(v.name, v.value) for v in o.values]) for o in log.objects.values())
    )
    yield from _types("event", ((e.activity, e.values.items()) for e in log.events))
    yield "  <objects>"
    for thing in log.objects.values():
        yield f"    <object id={_quoted(thing.id)} type={_quoted(thing.type)}>"
        yield "      <attributes>"
        for value in thing.values:
            yield (
                f"        <attribute name={_quoted(value.name)} time={_quoted(text_of(value.time))}>"
                f"{_clean(text_of(value.value))}</attribute>"
            )
        yield "      </attributes>"
        yield from _related(thing.relations)
        yield "    </object>"
    yield "  </objects>"
    yield "  <events>"
    for event in log.events:
        yield (
            f"    <event id={_quoted(event.id)} type={_quoted(event.activity)} time={_quoted(text_of(event.time))}>"
        )
        yield "      <attributes>"
        for name, found in event.values.items():
            yield f"        <attribute name={_quoted(name)}>{_clean(text_of(found))}</attribute>"
        yield "      </attributes>"
        yield from _related(event.relations)
        yield "    </event>"
    yield "  </events>"
    yield "</log>"


def _types(what: str, found: Iterable[tuple[str, Iterable[tuple[str, Any]]]]) -> Iterator[str]:
    types: dict[str, dict[str, list[Any]]] = {}
    for type_, values in found:
        attributes = types.setdefault(type_, {})
        for name, value in values:
            attributes.setdefault(name, []).append(value)
    yield f"  <{what}-types>"
    for type_, attributes in types.items():
        yield f"    <{what}-type name={_quoted(type_)}>"
        yield "      <attributes>"
        for name, values in attributes.items():
            yield f"        <attribute name={_quoted(name)} type={_quoted(kind_of(values))}/>"
        yield "      </attributes>"
        yield f"    </{what}-type>"
    yield f"  </{what}-types>"


def _related(relations: Iterable[Relation]) -> Iterator[str]:
    yield "      <objects>"
    for relation in relations:
        yield (
            f"        <relationship object-id={_quoted(relation.object)} qualifier={_quoted(relation.qualifier)}/>"
        )
    yield "      </objects>"


def _printable(text: str) -> str:
    return "".join(c for c in text if c >= " " or c in "\t\n\r")


def _quoted(text: str) -> str:
    return quoteattr(_printable(text), {"\n": "&#10;", "\t": "&#9;", "\r": "&#13;"})


def _clean(text: str) -> str:
    return escape(_printable(text), {"\r": "&#13;"})


log_dialects.register(OcelXml())
