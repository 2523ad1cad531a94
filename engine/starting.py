"""Where a case begins, and with which data."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from engine import forms
from engine.errors import InvalidData, WrongState
from engine.expressions import feel
from processes.text import _

if TYPE_CHECKING:
    from engine.definition import Definition
    from engine.store import Unit
    from engine.workshop import Workshop


def start_event(
    shop: Workshop, unit: Unit, definition: Definition, *, at: str | None, data: Mapping[str, Any]
) -> str | None:
    """Return where a person's start begins: None at the plain start event, else at `at` or the only other one.

    A start event with a condition begins only when it holds for `data`.
    """
    plan = shop.specification(unit, definition.id).plan
    root = plan.containers[plan.root]
    begins = [key for key in root.starts if plan.nodes[key].type == "StartEvent"]
    if at is None and root.starts and len(begins) < 2:
        return None
    if at is None and not root.starts and len(root.event_starts) == 1:
        at = root.event_starts[0]
    if at is None or at not in (*begins, *root.event_starts):
        known = [*begins, *root.event_starts]
        text = _("“{name}” can begin at several start events: {labels}; nothing says at which.")
        if not known:
            text = _("“{name}” has nothing at which it could begin: draw a start event.")
        elif at is not None:
            text = _("“{name}” does not begin at “{at}”, but at {labels}.")
        labels = ", ".join(f"“{plan.nodes[key].element.label}” ({key})" for key in known)
        raise WrongState(
            text.format(name=definition.name, labels=labels or "—", at=at or ""),
            hint=_("Name the start event, or send the message or signal with which it begins."),
        )
    element = plan.nodes[at].element
    for event in element.event_definitions:
        if event.type == "Conditional" and feel.evaluate(event.expression or "", data) is not True:
            raise WrongState(
                _("“{name}” begins at “{label}” only when {condition}.").format(
                    name=definition.name, label=element.label, condition=event.expression or ""
                ),
                hint=_("Start it when that holds."),
            )
    return at


def start_data(
    shop: Workshop, unit: Unit, definition: Definition, at: str | None, sent: dict[str, Any]
) -> dict[str, Any]:
    """Return the data a case starts with, the fields of its start form checked and typed; raises `InvalidData`."""
    plan = shop.specification(unit, definition.id).plan
    key = at or next(iter(plan.containers[plan.root].starts), None)
    element = plan.nodes[key].element if key is not None else None
    if element is None or element.type != "StartEvent" or element.form is None:
        return sent
    form = shop.model(unit, definition.digest).forms.get(element.form)
    if form is None:
        return sent
    clean, errors = forms.validate(form, sent)
    if errors:
        raise InvalidData(errors, element=element.id)
    return sent | clean
