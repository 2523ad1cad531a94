"""Playing a case of the library to its end: people answer as the play says, the clock and the post do the rest."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from engine import Engine
from engine.expressions.limits import Limits
from engine.testing import Clock

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from engine import Instance, WorkItem
    from processes import Model
    from processes.decision.model import DecisionModel
    from processes.procedure import Procedure

#: No real PIN begins with 0, and there is no 39th day of a month.
_PIN = "03902199900017"
_KINDS: dict[str, Any] = {
    "pin": _PIN,
    "address": {"oblast": "KG-N", "raion": "Нарын", "street": "Ленин", "house": "1"},
    "signature": {
        "by": "officer",
        "name": "Officer",
        "at": "2026-03-02T09:00:00+06:00",
        "method": "password",
        "level": "simple",
        "sha256": "0" * 64,
    },
}


@dataclass(frozen=True, kw_only=True)
class Play:
    """What `plays.toml` says of one case."""

    name: str
    model: str
    ends: str
    answers: Mapping[str, Any] = field(default_factory=dict)
    messages: tuple[str, ...] = ()
    brings: Mapping[str, Any] = field(default_factory=dict)
    late: str | None = None
    escalates: str | None = None
    passes: tuple[str, ...] = ()


def plays(procedure: Procedure) -> list[Play]:
    """The plays of a procedure."""
    told = tomllib.loads((procedure.folder / "plays.toml").read_text(encoding="utf-8"))
    return [
        Play(**{k: tuple(v) if isinstance(v, list) else v for k, v in play.items()}) for play in told["plays"]
    ]


@dataclass(frozen=True, kw_only=True)
class Course:
    """How a case went: where it ended, the activities it completed in order, what the deadline brought up."""

    status: str
    ends: tuple[str, ...]
    activities: tuple[str, ...]
    escalated: bool


def course(model: Model, play: Play, *, decisions: Sequence[DecisionModel] = (), most: int = 60) -> Course:
    """Play a case of `model` until it ends, in at most this many acts."""
    clock = Clock()
    # A busy machine is no reason for a condition to come too late.
    engine = Engine("sqlite://", clock=clock, limits=Limits(seconds=20))
    definition = engine.deploy([model, *decisions], by="library")
    case = engine.start(definition, data=_filled(_start_form(model), play.answers), by="citizen:311")
    waiting, escalated = list(play.messages), False
    for _act in range(most):
        if engine.instance(case).status != "running":
            break
        items = engine.work_items(case)
        owed = [item for item in items if item.element == play.late]
        if owed and not escalated:
            _pass_time(engine, clock)
            escalated = any(item.element == play.escalates for item in engine.work_items(case))
            assert engine.work_item(owed[0]).status == "open", "what is late is still owed"
        elif items:
            _do(engine, items[0], play.answers)
        elif waiting:
            _deliver(engine, case, model, waiting.pop(0), play.brings)
        else:
            _pass_time(engine, clock)
    status = engine.instance(case).status
    done = [r.element for r in engine.history(case) if r.kind == "completed" and r.element]
    engine.dispose()
    return Course(
        status=status,
        ends=tuple(id_ for id_ in done if model.elements[id_].type == "EndEvent"),
        activities=tuple(id_ for id_ in done if model.elements[id_].is_task),
        escalated=escalated,
    )


def _start_form(model: Model) -> Mapping[str, Any] | None:
    [start] = [
        e for e in model.elements.values() if e.type == "StartEvent" and e.scope == model.main_process.id
    ]
    return model.forms.get(start.form or "")


def _do(engine: Engine, item: WorkItem, answers: Mapping[str, Any]) -> None:
    officer = f"officer for {item.label}"  # four eyes are two people here too
    engine.claim(item, by=officer)
    engine.complete(item, by=officer, data=_filled(item.form, answers))


def _deliver(engine: Engine, case: Instance, model: Model, message: str, brings: Mapping[str, Any]) -> None:
    """Send the message to the case, under the key the first task or event that waits for it names."""
    waits = [
        e
        for e in model.elements.values()
        if e.correlation_key
        and message in (e.message, *(d.name for d in e.event_definitions))
        and e.type in ("ReceiveTask", "IntermediateCatchEvent")
    ]
    key = engine.instance(case).data[waits[0].correlation_key or ""]
    assert engine.correlate(message, key=str(key), data=brings, by="citizen:311")


def _pass_time(engine: Engine, clock: Clock) -> None:
    due = engine.next_timer()
    stuck = [str(incident.message) for incident in engine.incidents()]
    assert due is not None, f"nobody has anything to do, and no deadline is set: {stuck}"
    clock.set(due)
    engine.fire_timers()


def _filled(form: Mapping[str, Any] | None, answers: Mapping[str, Any]) -> dict[str, Any]:
    """Values the form accepts: what the play answers, else the first choice, and a valid value of each kind."""
    values: dict[str, Any] = {}
    for component in (form or {}).get("components", ()):
        key, kind, rules = component["key"], component["type"], component.get("validate", {})
        if key in answers:
            values[key] = answers[key]
        elif _is_hidden(component, values):
            continue
        elif kind in ("radio", "select"):
            values[key] = component["values"][0]["value"]
        elif kind == "checkbox":
            values[key] = True
        elif kind == "number":
            values[key] = rules.get("min", 0) + 1
        elif kind in _KINDS:
            values[key] = _KINDS[kind]
        elif kind == "lookup":
            continue
        elif kind == "datetime":
            values[key] = "2026-03-02"
        else:
            values[key] = "20260302" if rules.get("pattern") else "As the applicant says"
    return values


def _is_hidden(component: Mapping[str, Any], values: Mapping[str, Any]) -> bool:
    """Whether the form hides the field: the library's forms compare one answer with one text."""
    told = (component.get("conditional") or {}).get("hide")
    if told is None:
        return False
    compared = re.fullmatch(r'(\w+) (!=|=) "(\w+)"', told)
    assert compared is not None, told
    key, sign, text = compared.groups()
    return (values.get(key) == text) is (sign == "=")
