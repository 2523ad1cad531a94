"""Staged deployment: a version for some offices or for a share of new cases, until it is for all or is withdrawn.

Which version a case follows is chosen when it starts and stays with it.  The share is drawn from the stage and the
case's own id (or from what the caller names as its draw), so anybody can draw it again and get the same.  What starts
by itself, at a clock or for a message, belongs to no office unless the message says which.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import TYPE_CHECKING, Any

from engine.definition import Definition
from engine.errors import InvalidArgument, NotExecutable, WrongState
from engine.stage import Choice, Stage
from engine.store import definitions, stages, waiting
from processes.problem import Problem
from processes.text import Message, _

if TYPE_CHECKING:
    from engine.spiff.plan import Plan
    from engine.store import Unit
    from engine.workshop import Workshop
    from processes import Model

LONGEST_REASON = 1000


@dataclass(frozen=True, kw_only=True)
class Terms:
    """For which offices (none: for all of them), which share of 100 (None: every case), and why."""

    offices: tuple[str, ...]
    share: int | None
    reason: str


def terms(*, offices: Sequence[str], share: int | None, reason: str) -> Terms:
    """Return the terms of a stage; raises `InvalidArgument` for a share that is none and for a stage of everybody."""
    if share is not None and (isinstance(share, bool) or not 1 <= share <= 99):
        raise InvalidArgument("share", share, hint=_("It is a whole number of per cent, from 1 to 99."))
    named = tuple(dict.fromkeys(office for office in offices if office))
    if share is None and not named:
        raise InvalidArgument(
            "offices", offices, hint=_("Name an office or a share; what is for all is simply put in force.")
        )
    return Terms(offices=named, share=share, reason=reason[:LONGEST_REASON])


def open_stage(
    shop: Workshop, unit: Unit, models: Sequence[Model], fresh: Sequence[Definition], given: Terms, *, by: str
) -> None:
    """Write that the definitions just deployed are for some cases only.

    Raises `WrongState` when there is no version for the other cases, `NotExecutable` when the new version starts by
    itself otherwise than the one in force: a clock that rings for a share of the cases could not be kept.
    """
    main = models[0].main_process.id
    first = next((each for each in fresh if each.key == main), None)
    if first is None:
        raise WrongState(
            _("“{name}” is in force for all as it stands.").format(name=models[0].name),
            hint=_("Change the model, or leave it as it is."),
        )
    others = [(each, _in_force(unit, each)) for each in fresh]
    if any(each is first and before is None for each, before in others):
        raise WrongState(
            _("There is no version of “{name}” in force that the other cases could follow.").format(
                name=first.name
            ),
            hint=_("Put the first version in force for all."),
        )
    found = [problem for each, before in others for problem in _other_starts(shop, unit, before, each)]
    if found:
        raise NotExecutable(found)
    now = shop.now()
    for each in fresh:
        values = {"offices": list(given.offices), "share": given.share, "reason": given.reason}
        stages.add(unit, each.id, key=each.key, bundle=first.id, terms={**values, "at": now, "by": str(by)})


def refuse_second(unit: Unit, fresh: Collection[Definition]) -> None:
    """Raise `WrongState` when a stage is open for what would get a new version."""
    for each in fresh:
        stage = stages.open_of(unit, each.key)
        if stage is not None:
            raise WrongState(
                _("Version {version} of “{name}” is in force for some cases only.").format(
                    version=stage.version, name=each.name
                ),
                hint=_("Widen it to all cases or withdraw it before another version comes into force."),
            )


def choose(unit: Unit, found: Definition, *, draw: str, offices: Collection[str] = ()) -> Choice:
    """Return the version that a new case of a procedure follows, and why.

    `found` is the version in force for all, `draw` what the share is drawn from, `offices` where the case begins.
    """
    stage = stages.open_of(unit, found.key)
    if stage is None:
        return Choice(definition=found, note=None)
    note: dict[str, object] = {"stage": stage.id, "staged": stage.version}
    follows = not stage.offices or bool(set(stage.offices) & set(offices))
    if stage.offices:
        note["office"] = follows
    if follows and stage.share is not None:
        drawn = drawn_of(stage, draw)
        note |= {"share": stage.share, "draw": draw, "drawn": drawn}
        follows = drawn < stage.share
    staged = definitions.by_id(unit, stage.id) if follows else None
    definition = staged or found
    return Choice(definition=definition, note=note | {"version": definition.version})


def drawn_of(stage: Stage, draw: str) -> int:
    """Return the number from 0 to 99 that is drawn for a case: the same for the same stage and the same draw."""
    digest = sha256(f"{stage.id}:{draw}".encode()).digest()
    return int.from_bytes(digest[:8], "big") % 100


def widen(shop: Workshop, unit: Unit, key: str, *, by: str, reason: str) -> Definition:
    """Let all new cases follow the staged version; what starts by itself goes on without a pause."""
    stage = _open(unit, key)
    for each in _together(unit, stage):
        _end(shop, unit, each, "widened", by=by, reason=reason)
        waiting.pass_starts_on(unit, each.key, definition=each.id)
    return shop.definition(unit, stage.id)


def withdraw(shop: Workshop, unit: Unit, key: str, *, by: str, reason: str) -> Stage:
    """Let no new case follow the staged version; the cases that do stay with it, or are moved afterwards."""
    stage = _open(unit, key)
    for each in _together(unit, stage):
        _end(shop, unit, each, "withdrawn", by=by, reason=reason)
    return stage


def _open(unit: Unit, key: str) -> Stage:
    stage = stages.open_of(unit, key)
    if stage is None:
        raise WrongState(
            _("No version of “{key}” is in force for some cases only.").format(key=key),
            hint=_("Somebody may have widened or withdrawn it meanwhile."),
        )
    return stage


def _together(unit: Unit, stage: Stage) -> list[Stage]:
    return [each for each in stages.some(unit, bundle=stage.bundle) if each.standing == "open"]


def _end(shop: Workshop, unit: Unit, stage: Stage, standing: Any, *, by: str, reason: str) -> None:
    stages.end(unit, stage.id, standing, at=shop.now(), by=by, reason=reason[:LONGEST_REASON])


def _in_force(unit: Unit, fresh: Definition) -> Definition | None:
    """Return the version of the same key that was in force for all before `fresh` was written."""
    found = [each for each in definitions.of_key(unit, fresh.key) if each.id != fresh.id]
    return next(iter(found), None)


def _other_starts(shop: Workshop, unit: Unit, before: Definition | None, after: Definition) -> list[Problem]:
    old = {} if before is None else _starts(shop.specification(unit, before.id).plan)
    new = _starts(shop.specification(unit, after.id).plan)
    found = []
    for element in sorted(old.keys() | new.keys()):
        if old.get(element) == new.get(element):
            continue
        if element not in new:
            text = _("“{label}” starts the version in force, and the new version does not have it.")
        elif element not in old:
            text = _("“{label}” starts the new version, and the version in force does not have it.")
        else:
            text = _("“{label}” starts the two versions at different times or for different messages.")
        label = (new.get(element) or old[element])[0]
        found.append(
            Problem(
                rule="not_executable",
                severity="error",
                element=element,
                label=label,
                message=_whole(text.format(label=label)),
                line=None,
            )
        )
    return found


def _whole(text: Message) -> Message:
    more = _(
        "{what} A version for some cases must start as the one in force does; else put it in force for all."
    )
    return more.format(what=text)


def _starts(plan: Plan) -> dict[str, tuple[str, object]]:
    """Return what a version begins with by itself: element to its label and its triggers."""
    root = plan.containers[plan.root]
    elements = [plan.nodes[key].element for key in root.event_starts]
    return {
        element.id: (
            element.label,
            (
                element.message,
                tuple(
                    (e.type, e.name or e.reference, e.expression, e.timer_kind, e.working, e.missed)
                    for e in element.event_definitions
                ),
            ),
        )
        for element in elements
    }
