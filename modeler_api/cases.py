"""A case as a person reads it: where it is, what has happened, what is known.

The history of the engine is written for machines; here it becomes the steps that people took, in their words.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

from modeler_api.auth.fields import hidden_fields
from modeler_api.called import desks_called
from modeler_api.deadlines import KINDS as CLOCKS
from modeler_api.drawing import drawing, labels_for
from modeler_api.forms import Form
from modeler_api.in_whose_place import acted
from modeler_api.passing_on import leads
from modeler_api.store import accounts
from modeler_api.store.accounts import Account
from modeler_api.subject import is_queued
from modeler_api.translation import chosen_locale, text, told
from modeler_api.wiring import Door
from processes.label import Label
from processes.text import Message, _

if TYPE_CHECKING:
    from engine import Document, HistoryRecord, Instance, WorkItem
    from modeler_api.store.unit_of_work import Store
    from processes import Model

STATUSES: dict[str, Message] = {
    "running": _("in progress"),
    "completed": _("closed"),
    "failed": _("stopped by an error"),
    "cancelled": _("withdrawn"),
    "terminated": _("ended early"),
    "suspended": _("on hold"),
}

TONES = {"completed": "good", "failed": "late", "cancelled": "", "terminated": "", "suspended": "soon"}

KINDS: dict[str, Message] = {
    "begun": _("The case was opened"),
    "ended": _("The case was closed"),
    "suspended": _("The case was put on hold"),
    "resumed": _("The case goes on"),
    "changed": _("The data of the case were changed"),
    "offered": _("Waits: {label}"),
    "claimed": _("Taken: {label}"),
    "released": _("Given back: {label}"),
    "assigned": _("Given to {to}: {label}"),
    "notAssigned": _("No head is there to give it out; whoever is offered it may take it: {label}"),
    "reassigned": _("Passed on to {to}: {label}"),
    "delegated": _("To be done for them by {to}: {label}"),
    "returned": _("Handed back to {to}: {label}"),
    "deferred": _("Put off: {label}"),
    "decided": _("Decided: {label}"),
    "completed": _("Done: {label}"),
    "cancelled": _("No longer needed: {label}"),
    "failed": _("Failed: {label}"),
    "resolved": _("Repaired: {label}"),
    "started": _("Reached: {label}"),
    **CLOCKS,
}

SYSTEM_ACTORS: dict[str, Message] = {
    "clock": _("a deadline that passed"),
    "engine": _("the system"),
}
"""Who acts in a history besides people."""

_PERSONS_WORK = ("UserTask", "ManualTask")
_STEPS = (
    *_PERSONS_WORK,
    "ServiceTask",
    "SendTask",
    "ReceiveTask",
    "ScriptTask",
    "BusinessRuleTask",
    "CallActivity",
)


@dataclass(frozen=True, kw_only=True)
class Event:
    """One line of the history in words."""

    at: dt.datetime
    words: Message
    by: str | None
    is_quiet: bool
    reasons: tuple[Message, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Decision:
    """What somebody did earlier in the case, with what they entered."""

    label: str
    by: str | None
    at: dt.datetime
    facts: tuple[tuple[Message, str], ...]


@dataclass(frozen=True, kw_only=True)
class Step:
    """One step of the model and where the case stands with it: "here", "passed" or "ahead"."""

    element: str
    label: str
    unit: str
    state: str
    at: dt.datetime | None


@dataclass(frozen=True)
class Case:
    """One instance of a procedure with everything a page shows of it."""

    door: Door
    instance: Instance
    reader: Account | None = None
    """Who reads it; without a reader every field that a form keeps for some is hidden."""

    @property
    def name(self) -> str:
        """The case number, or the beginning of the id when it has none."""
        return name_of(self.instance)

    @cached_property
    def model(self) -> Model:
        """The model that this case follows."""
        return self.door.engine.model(self.instance.definition)

    @cached_property
    def procedure(self) -> str:
        """What the procedure is called."""
        owner = self.model.procedure
        drawn = self.door.engine.definition(self.instance.definition).name
        return told(Label(drawn, owner.names if owner is not None else None))

    def units(self, groups: Iterable[str]) -> str:
        """What the units with these group keys are called: by the lanes of the model."""
        return desks_of(self.model, groups, store=self.door.store)

    def label(self, element: str, drawn: str) -> str:
        """What an element or lane is called in the reader's language: by the model, else by the catalogue."""
        return self._labels.get(element) or told(drawn)

    @cached_property
    def _labels(self) -> dict[str, str]:
        return labels_for(self.model)

    @cached_property
    def work(self) -> tuple[WorkItem, ...]:
        """Every piece of work of the case, done ones included."""
        return tuple(self.door.engine.work_items(self.instance, status=None, limit=500))

    @property
    def open_work(self) -> tuple[WorkItem, ...]:
        """What waits for a person now."""
        return tuple(item for item in self.work if item.status == "open")

    @property
    def waits_for(self) -> str:
        """What waits for a person now, in words."""
        return ", ".join(self.label(item.element, item.label) for item in self.open_work)

    @cached_property
    def history(self) -> tuple[HistoryRecord, ...]:
        """The records of the engine, in order."""
        return tuple(self.door.engine.history(self.instance))

    @cached_property
    def events(self) -> tuple[Event, ...]:
        """The history in words, the newest first; routing that nobody did is left out."""
        found = []
        for record in self.history:
            template = KINDS.get(record.kind)
            is_routing = record.element is not None and record.type not in _STEPS
            if template is None or is_routing or (record.kind == "started" and record.type in _PERSONS_WORK):
                continue
            label = Message(self.label(record.element or "", record.label or ""))
            to = Message(self.person(record.data.get("to")) or "")
            words = template.format(label=label, to=to) if "{label}" in template.template else template
            found.append(
                Event(
                    at=record.at,
                    words=words,
                    by=self.acted(record.by, record.on_behalf_of),
                    is_quiet=record.kind in ("claimed", "released", "started"),
                    reasons=self._reasons(record.data) if record.kind == "decided" else _said(record),
                )
            )
        return tuple(reversed(found))

    @cached_property
    def documents(self) -> tuple[Document, ...]:
        """The papers the case has made, oldest first."""
        return tuple(self.door.engine.documents(self.instance))

    @cached_property
    def decisions(self) -> tuple[Decision, ...]:
        """What people did in this case, the latest first, with what they entered in their forms; what was taken back
        counts as not done.
        """
        found, taken_back = [], {record.activity for record in self.history if record.kind == "recalled"}
        for item in self.work:
            if item.activity in taken_back:
                continue
            if item.status == "completed" and item.completed_at is not None:
                done = self._completion(item)
                # What was entered is as its record holds it, else as the case stands now.
                entered = {**self.instance.data, **(done.data or {})} if done else dict(self.instance.data)
                facts = self._facts(item.form, entered) if item.form else []
                found.append(
                    Decision(
                        label=self.label(item.element, item.label),
                        by=self.acted(item.holder, done.on_behalf_of if done else None),
                        at=item.completed_at,
                        facts=tuple(facts),
                    )
                )
        return tuple(sorted(found, key=lambda decision: decision.at, reverse=True))

    @cached_property
    def facts(self) -> tuple[tuple[Message, str], ...]:
        """What was said when the case was opened, by the start form's labels."""
        schema = self.start_form
        return tuple(self._facts(schema, self.instance.data)) if schema else ()

    def _reasons(self, account: Mapping[str, Any]) -> tuple[Message, ...]:
        """The reasons of a decision, without those that would tell what is kept from the reader."""
        return tuple(told for told in reasons(account) if not any(key in told for key in self.hidden))

    @cached_property
    def hidden(self) -> frozenset[str]:
        """The keys of the fields that the reader must not see."""
        return hidden_fields(self.reader, self.model.forms.values())

    def _facts(self, schema: dict[str, Any], data: Mapping[str, Any]) -> list[tuple[Message, str]]:
        return Form.of(schema).facts(data, kept_back=self.hidden)

    @property
    def start_form(self) -> dict[str, Any] | None:
        """The form that opens a case of this procedure, or None."""
        return start_form(self.model)

    @cached_property
    def steps(self) -> tuple[Step, ...]:
        """The steps of the model in the order in which the case met them, then those that may lie ahead."""
        here = {item.element for item in self.open_work}
        done: dict[str, dt.datetime] = {}
        for record in self.history:
            if record.element and record.kind == "completed" and record.type in _STEPS:
                done.setdefault(record.element, record.at)
        order = {name: position for position, name in enumerate(self.model.elements)}
        found = []
        for element in self.model.elements.values():
            if element.type not in _STEPS:
                continue
            lane = self.model.lane_of(element.id)
            state = "here" if element.id in here else "passed" if element.id in done else "ahead"
            found.append(
                Step(
                    element=element.id,
                    label=self.label(element.id, element.label),
                    unit=self.label(lane.id, lane.name) if lane else "",
                    state=state,
                    at=done.get(element.id),
                )
            )
        far = dt.datetime.max.replace(tzinfo=dt.UTC)
        rank = {"passed": 0, "here": 1, "ahead": 2}
        found.sort(key=lambda step: (rank[step.state], step.at or far, order[step.element]))
        return tuple(found)

    @property
    def diagram(self) -> dict[str, Any]:
        """What the diagram needs: the drawing and the marks on it."""
        marks = {step.element: [step.state] for step in self.steps if step.state != "ahead"}
        return drawing(self.model, marks=marks)

    def is_open_to(self, account: Account) -> bool:
        """Whether a person may read it: auditors may, others when it is or was the work of units they are in or lead.

        What waits in a fair queue is nobody's yet: only who leads the unit may look.
        """
        if account.role == "auditor" or self.instance.started_by == account.name:
            return True
        return any(
            item.holder == account.name
            or ({*account.groups, f"user:{account.name}"} & set(item.candidates) and not is_queued(item))
            or leads(self.door, account, item)
            for item in self.work
        )

    @cached_property
    def _names(self) -> accounts.Names:
        return accounts.full_names(self.door.store)

    def acted(self, by: str | None, absent: str | None) -> str | None:
        """Who did something, and for whom when they stood in; None for nobody."""
        return self.person(by) if by is None or absent is None else acted(by, absent, self._names)

    def person(self, actor: str | None) -> str | None:
        """What an actor is called; None for nobody."""
        if actor is None:
            return None
        return text(SYSTEM_ACTORS[actor]) if actor in SYSTEM_ACTORS else self._names.get(actor, actor)

    def _completion(self, item: WorkItem) -> HistoryRecord | None:
        """The record of the completion of a piece of work, None where the history no longer holds it."""
        done = (
            record
            for record in self.history
            if record.kind == "completed"
            and record.activity == item.activity
            and record.at == item.completed_at
        )
        return next(done, None)


def _said(record: HistoryRecord) -> tuple[Message, ...]:
    """What a person said when they passed work on, or put it off; which version a case follows and why."""
    if record.kind == "begun" and "stage" in record.data:
        return (version_told(record.data["stage"]),)
    if record.kind not in ("reassigned", "delegated", "returned", "deferred"):
        return ()
    return tuple(Message(str(record.data[name])) for name in ("reason", "note") if record.data.get(name))


def version_told(note: Mapping[str, Any]) -> Message:
    """Which version a case follows and why, where some cases followed another when it was opened."""
    if note.get("office") is False:
        why = _("it was opened in an office for which version {staged} was not in force")
    elif "share" in note:
        why = _("{drawn} was drawn from 0 to 99, and below {share} a case followed version {staged}")
    else:
        why = _("it was opened in an office for which version {staged} was in force")
    told = why.format(staged=note["staged"], share=note.get("share", ""), drawn=note.get("drawn", ""))
    return _("It follows version {version}: {why}.").format(version=note["version"], why=told)


def name_of(instance: Instance) -> str:
    """What a case is called: its number, or the beginning of its id when it has none."""
    return instance.business_key or instance.id[:8]


def start_form(model: Model) -> dict[str, Any] | None:
    """The form on the start event of a model's main process, or None."""
    for element in model.elements.values():
        is_start = element.type == "StartEvent" and element.event_definition is None
        if is_start and element.scope == model.main_process.id and element.form:
            return model.forms.get(element.form)
    return None


def reasons(account: Mapping[str, Any]) -> tuple[Message, ...]:
    """Return, for each decision that was made, what it saw, which rules held and what it gave."""
    found = []
    for made in account.get("trace", ()):
        for table in made.get("tables", ()):
            seen = "; ".join(f"{name}: {_shown(value)}" for name, value in table["inputs"].items())
            rules = ", ".join(str(rule["number"]) for rule in table["rules"]) or "–"
            text = _("{decision}: {seen} → rule {rules} → {value}")
            value = _shown(made.get("value"))
            found.append(text.format(decision=made["label"], seen=seen, rules=rules, value=value))
        if not made.get("tables"):
            text = _("{decision} → {value}")
            found.append(text.format(decision=made["label"], value=_shown(made.get("value"))))
    return tuple(found)


def _shown(value: object) -> str:
    text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
    return text if len(text) <= 80 else f"{text[:79]}…"


def desks_of(model: Model, groups: Iterable[str], *, store: Store) -> str:
    """What the units with these group keys are called in the reader's language: by the lanes of the model."""
    lanes: dict[str, str] = {}
    labels = labels_for(model)
    for lane in model.lanes.values():
        if not (lane.name and lane.group):
            continue
        # Several lanes may be done by one desk; the office's own lane names it better than the applicant's.
        if lane.group not in lanes or (lane.party is not None and lane.party.kind == "official"):
            lanes[lane.group] = labels.get(lane.id) or told(lane.name)
    return ", ".join(
        dict.fromkeys(lanes.get(group) or desks_called(store, [group], chosen_locale()) for group in groups)
    )
