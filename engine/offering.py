"""Offering work: the rows of the work items an advance wants offered, with their forms and who is given them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING, Any

from engine import duties
from engine.assignment import HEAD_ASSIGNS, Giving, assign
from engine.identifiers import new_id
from engine.spiff.effects import Happening
from engine.spiff.variables import own

if TYPE_CHECKING:
    from engine.definition import Definition
    from engine.live import Live
    from engine.store import Unit
    from engine.workshop import Workshop
    from processes import Model
    from processes.model.gov import Procedure


def offers(shop: Workshop, unit: Unit, live: Live, now: datetime) -> list[dict[str, Any]]:
    """Return the rows of the work items that are now offered."""
    rows = []
    for offer in live.advance.effects.offers:
        if not live.has_alive(offer.task):
            continue
        task = live.tree.tasks[offer.task]
        form = form_of(shop, unit, live.definition, task.task_spec.node.key, offer.form)
        seen = live.advance.variables(task) if form is not None else {}
        shown = {name: seen.get(name) for name in _fields(form)}
        rows.append(
            {
                "id": new_id(),
                "instance": live.row.id,
                "definition": live.row.definition,
                "task": offer.task,
                "element": offer.element,
                "label": offer.label,
                "business_key": live.row.business_key,
                "candidates": list(offer.candidates),
                "form": offer.form,
                "base": shown,
                "own": own(task) or None,
                "status": "open",
                "holder": offer.assignee,
                "priority": offer.priority,
                "offered_at": now,
                "due": offer.due,
                "claimed_at": None,
                "completed_at": None,
                "assignment": offer.assignment,
                "owner": None,
                "follow_up": None,
                "stopped": None,
                "opened": live.row.started,
            }
        )
    return rows


def give_out(shop: Workshop, unit: Unit, live: Live, rows: list[dict[str, Any]], now: datetime) -> None:
    """Let those hold the new work items to whom the procedure's way of assignment gives them."""
    given: Counter[str] = Counter()
    for row in rows:
        way = row["assignment"]
        if way is None or row["holder"] is not None:
            continue
        step = live.tree.tasks[row["task"]].task_spec.node.element.step
        giving = Giving(
            unit=unit,
            roster=shop.roster,
            instance=live.row.id,
            queue=f"{live.row.key}/{row['element']}"[:255],
            candidates=tuple(row["candidates"]),
            performer_of=step.performer_of,
            given=given,
            barred=partial(_is_barred, shop, unit, live, row),
        )
        person = assign(way, giving)
        if person is None:
            if way == HEAD_ASSIGNS:
                # Nobody would know that the rule was not followed: it is said, and anybody offered it may take it.
                live.advance.effects.history.append(_happening(live, row, "notAssigned", {"assignment": way}))
            continue
        given[person] += 1
        row |= {"holder": person, "claimed_at": now}
        told = {"to": person, "assignment": way}
        live.advance.effects.history.append(_happening(live, row, "assigned", told))


def _happening(live: Live, row: Mapping[str, Any], kind: str, data: dict[str, Any]) -> Happening:
    return Happening(
        element=row["element"],
        label=row["label"],
        type="UserTask",
        kind=kind,
        by=live.by,
        activity=str(row["task"]),
        data=data,
    )


def _is_barred(shop: Workshop, unit: Unit, live: Live, row: Mapping[str, Any], person: str) -> bool:
    return duties.barred(shop, unit, live, row["task"], person, row["candidates"]) is not None


def form_of(
    shop: Workshop, unit: Unit, definition: Definition, node_key: str, form: str | None
) -> dict[str, Any] | None:
    """Return the schema of a work item's form; a called process looks into its own file."""
    if form is None:
        return None
    name, _at, owner_id = form.partition("@")
    # Work offered before forms said where they lie is asked by its node.
    owner_id = owner_id or node_key.partition("@")[2]
    owner = shop.definition(unit, owner_id) if owner_id else definition
    return shop.model(unit, owner.digest).forms.get(name)


def procedure_of(shop: Workshop, unit: Unit, definition: Definition, node_key: str) -> Procedure | None:
    """Return what the procedure is to which a node belongs; a called process has its own, where it says anything."""
    owner = node_key.partition("@")[2]
    called = shop.model(unit, shop.definition(unit, owner).digest).procedure if owner else None
    return called or model_of(shop, unit, definition).procedure


def _fields(form: Mapping[str, Any] | None) -> list[str]:
    found = []
    for component in (form or {}).get("components", ()):
        if "key" in component:
            found.append(str(component["key"]))
        found.extend(_fields(component))
    return found


def model_of(shop: Workshop, unit: Unit, definition: Definition) -> Model:
    """Return the model of a definition."""
    return shop.model(unit, definition.digest)
