"""What is said of a decision file as it is being written: what cannot run, gaps and overlaps, and its tables."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from engine.decisions import Place, faults
from processes.decision.checking import drawn_wrong
from processes.decision.coverage import coverage
from processes.text import Message, _

if TYPE_CHECKING:
    from processes.decision.model import DecisionModel

WORDS: dict[str, Message] = {
    "gap": _("Gap"),
    "overlap": _("Overlap"),
    "contradiction": _("Contradiction"),
    "hidden": _("Hidden rule"),
    "never": _("Rule that never matches"),
    "unread": _("Not known"),
    "error": _("Error"),
}


@dataclass(frozen=True, kw_only=True)
class Said:
    """One thing said of a decision: `kind` is a key of `WORDS`, `tone` as tags have it."""

    kind: str
    tone: str
    decision: str | None
    message: Message
    place: Place | None = None
    rules: tuple[int, ...] = ()
    tests: tuple[str, ...] = ()

    @property
    def word(self) -> Message:
        """Which kind of thing it is."""
        return WORDS[self.kind]


@dataclass(frozen=True, kw_only=True)
class Table:
    """A decision of a file as it is shown: a table, a formula (`text`), or something only the drawing program edits."""

    id: str
    name: str
    form: str | None
    logic: Mapping[str, Any]

    @property
    def is_table(self) -> bool:
        """Whether it is a decision table."""
        return self.form == "table"


def tables(model: DecisionModel) -> list[Table]:
    """The decisions of a file, in its order."""
    return [
        Table(
            id=each["id"],
            name=model.decisions[each["id"]].name if each["id"] in model.decisions else each["name"],
            form=each["logic"]["form"] if each["logic"] else None,
            logic=each["logic"] or {},
        )
        for each in model.content["decisions"]
    ]


def said_of(model: DecisionModel, together: Sequence[DecisionModel] = ()) -> list[Said]:
    """Everything there is to say of a file, the gravest first; `together` are the files it may import."""
    known = {each.namespace: each for each in (*together, model)}
    found = [
        Said(
            kind="error",
            tone="late",
            decision=fault.element,
            message=fault.message,
            place=fault.place,
            rules=(fault.place.rule,) if fault.place and fault.place.rule else (),
        )
        for fault in faults(model)
    ]
    found += [
        Said(kind="error", tone="late", decision=element, message=message)
        for element, message in drawn_wrong(model, known)
    ]
    for namespace in model.imports:
        if namespace not in known:
            text = _("“{name}” imports “{namespace}”, which is not deployed with it.")
            told = text.format(name=model.name, namespace=namespace)
            found.append(Said(kind="error", tone="late", decision=None, message=told))
    allowed = {each["name"]: each["values"] for each in model.content["types"] if each["values"]}
    for table in tables(model):
        if not table.is_table or not table.logic["rules"]:
            continue
        covered = coverage(table.logic, allowed)
        if covered.unread is not None:
            found.append(Said(kind="unread", tone="", decision=table.id, message=covered.unread))
        found += [
            Said(
                kind=each.kind,
                tone="late" if each.kind in ("overlap", "contradiction") else "soon",
                decision=table.id,
                message=each.message,
                rules=each.rules,
                tests=each.tests,
            )
            for each in covered.findings
        ]
    return found
