"""What a person does with a work item: claim, release, complete."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from engine import duties, forms, offering, refusing, running, turns
from engine.assignment import FAIR_QUEUE
from engine.errors import (
    AlreadyClaimed,
    AlreadyCompleted,
    InvalidData,
    NotEntitled,
    UnknownWorkItem,
    WrongState,
)
from engine.plain_values import plain
from engine.spiff import unaddressed
from engine.spiff.effects import Happening
from engine.spiff.variables import merged
from engine.store import Conflict, outbox, work_items
from engine.work_item import WorkItem
from processes.label import Label
from processes.text import _

if TYPE_CHECKING:
    from engine.live import Live
    from engine.spiff.plan import Node
    from engine.store import Unit
    from engine.workshop import Workshop


def claim(
    shop: Workshop, unit: Unit, item: str, *, by: str, groups: Sequence[str] | None, in_turn: bool = False
) -> None:
    """Let `by` hold the work item; claiming again what one holds changes nothing.

    What a fair queue gives out is held only by who gets it `in_turn`.
    """
    live, row = take(shop, unit, item, by)
    check_entitled(row, by, groups, claiming=True, in_turn=in_turn)
    if row["holder"] == by:
        return
    turns.check(unit, live, row["task"])
    duties.check(shop, unit, live, row["task"], by, row["candidates"])
    work_items.hold(unit, item, by, at=shop.now())
    record(live, row, "claimed")
    running.save(shop, unit, live)


def release(shop: Workshop, unit: Unit, item: str, *, by: str) -> None:
    """Give a held work item back to its candidates."""
    live, row = take(shop, unit, item, by)
    if row["holder"] is None:
        return
    if row["holder"] != by:
        raise NotEntitled(
            _("“{label}” is held by {holder}, not by {by}.").format(
                label=row["label"], holder=row["holder"], by=by
            ),
            element=row["element"],
        )
    work_items.hold(unit, item, None, at=None)
    record(live, row, "released")
    running.save(shop, unit, live)


def complete(
    shop: Workshop,
    unit: Unit,
    item: str,
    *,
    by: str,
    data: Mapping[str, Any] | None,
    groups: Sequence[str] | None,
    idempotency_key: str | None,
) -> list[str]:
    """Complete the work item with what its form asks; return the jobs to send after the commit."""
    if idempotency_key is not None:
        before = outbox.remembered(unit, "complete", idempotency_key, of=[item])
        if before is not None:
            return []
    try:
        live, row = take(shop, unit, item, by)
    except (AlreadyCompleted, WrongState) as over:
        # The same call, made twice at once, may have waited for its twin: then that one's outcome stands there now.
        if idempotency_key is not None and outbox.remembered(unit, "complete", idempotency_key, of=[item]):
            raise Conflict(item) from over
        raise
    check_entitled(row, by, groups)
    _check_not_delegated(row)
    turns.check(unit, live, row["task"])
    duties.check(shop, unit, live, row["task"], by, row["candidates"])
    task = live.tree.tasks[row["task"]]
    node, form = node_and_form(shop, unit, live, row)
    sent = plain(data)
    variables = live.advance.variables(task)
    if form is not None:
        sent = _checked(form, sent, variables, row["element"])
    procedure = offering.procedure_of(shop, unit, live.definition, node.key)
    refused = refusing.refusal(node.element.step, procedure, form, {**variables, **sent})
    refusing.check(node.element, refused)
    changes, conflicts = merged(row["base"], sent, variables)
    history = dict(sent)
    if refused is not None:
        history[refusing.RECORDED] = refused.as_data()
    if conflicts:
        history["conflicts"] = conflicts
    live.advance.complete(row["task"], data=changes, note=history)
    jobs = running.save(shop, unit, live)
    if idempotency_key is not None:
        outbox.remember(unit, "complete", idempotency_key, live.row.id, of=[item], at=shop.now())
    return jobs


def node_and_form(
    shop: Workshop, unit: Unit, live: Live, row: Mapping[str, Any]
) -> tuple[Node, dict[str, Any] | None]:
    """Return what a work item is in the model, and the schema of its form."""
    node: Node = live.tree.tasks[row["task"]].task_spec.node
    return node, offering.form_of(shop, unit, live.definition, node.key, row["form"])


def _checked(
    form: Mapping[str, Any], sent: dict[str, Any], variables: Mapping[str, Any], element: str
) -> dict[str, Any]:
    # What the form shows filled and the caller did not send again counts as given.
    shown = {k: v for k, v in variables.items() if v is not None}
    clean, errors = forms.validate(form, {**shown, **sent}, context=variables)
    # A caller may hand back what it was shown; only a value that would change without a field is a stranger's.
    errors |= forms.strangers(
        form, {k: v for k, v in sent.items() if k not in variables or variables[k] != v}
    )
    if errors:
        raise InvalidData(errors, element=element)
    return {key: value for key, value in clean.items() if key in sent or variables.get(key) != value}


def take(shop: Workshop, unit: Unit, item: str, by: str) -> tuple[Live, dict[str, Any]]:
    """Return an open work item's row with its instance in hand, both locked."""
    found = work_items.take(unit, item)
    if found is None:
        raise UnknownWorkItem(item)
    row, instance = found
    if row["status"] != "open":
        row = named(shop, unit, row)
        raise AlreadyCompleted(
            _("“{label}” is already {status}.").format(label=row["label"], status=row["status"]),
            element=row["element"],
        )
    live = running.load(shop, unit, instance.id, by=by, row=instance, only=row["task"])
    element = live.tree.task(row["task"]).task_spec.node.element
    return live, {**row, "label": Label(row["label"], element.names)}


def named(shop: Workshop, unit: Unit, row: Mapping[str, Any]) -> dict[str, Any]:
    """Return a work item's row with its label in every language that the model gives."""
    nodes = shop.specification(unit, row["definition"]).plan.nodes.values()
    found = next((node.element for node in nodes if node.element.id == row["element"]), None)
    return {**row, "label": Label(row["label"], found.names if found is not None else None)}


def _check_not_delegated(row: Mapping[str, Any]) -> None:
    if row["owner"] is not None:
        raise WrongState(
            _("“{label}” is being done for {owner}, who completes it.").format(
                label=row["label"], owner=row["owner"]
            ),
            element=row["element"],
            hint=_("Hand it back when your part is done."),
        )


def check_entitled(
    row: Mapping[str, Any],
    by: str,
    groups: Sequence[str] | None,
    *,
    claiming: bool = False,
    in_turn: bool = False,
) -> None:
    """Raise when `by` neither holds the work item nor could take it; `groups` None trusts the caller with that."""
    holder = row["holder"]
    if holder == by:
        return
    if holder is not None:
        text = _("“{label}” is held by {holder}.").format(label=row["label"], holder=holder)
        if claiming:
            raise AlreadyClaimed(text, holder=holder, since=row["claimed_at"], element=row["element"])
        raise NotEntitled(text, element=row["element"])
    if row["assignment"] == FAIR_QUEUE and not in_turn:
        raise NotEntitled(
            _("“{label}” is given out in the order in which cases came; nobody picks one.").format(
                label=row["label"]
            ),
            element=row["element"],
            hint=_("Ask for the next item."),
        )
    if groups is None or f"user:{by}" in row["candidates"] or set(groups) & set(row["candidates"]):
        return
    raise NotEntitled(
        _("“{label}” is offered to {candidates}; {by} is none of them.").format(
            label=row["label"], candidates=", ".join(row["candidates"]) or "—", by=by
        ),
        element=row["element"],
    )


def record(live: Live, row: Mapping[str, Any], kind: str, data: Mapping[str, Any] | None = None) -> None:
    """Write into the history what a person did with a work item besides completing it."""
    unaddressed.after(live.advance.effects, row, kind)
    live.advance.effects.history.append(
        Happening(
            element=row["element"],
            label=row["label"],
            type="UserTask",
            kind=kind,
            by=live.by,
            activity=str(row["task"]),
            data=dict(data or {}),
        )
    )


def as_work_item(shop: Workshop, unit: Unit, row: Mapping[str, Any], *, with_form: bool = True) -> WorkItem:
    """Return the work item a row and its instance's variables are; in a list nobody needs its form."""
    schema = None
    if with_form and row["form"] is not None:
        definition = shop.definition(unit, row["definition"])
        specification = shop.specification(unit, definition.id)
        keys = [k for k, node in specification.plan.nodes.items() if node.element.id == row["element"]]
        keys = ["", *keys] if "@" in row["form"] else keys
        schema = next(
            (
                s
                for s in (offering.form_of(shop, unit, definition, k, row["form"]) for k in keys)
                if s is not None
            ),
            None,
        )
    return WorkItem(
        id=row["id"],
        element=row["element"],
        label=row["label"],
        instance=row["instance"],
        definition=row["definition"],
        status=row["status"],
        candidates=tuple(row["candidates"]),
        holder=row["holder"],
        offered_at=row["offered_at"],
        due=row["due"],
        priority=row["priority"],
        business_key=row["business_key"],
        claimed_at=row["claimed_at"],
        completed_at=row["completed_at"],
        assignment=row["assignment"],
        owner=row["owner"],
        follow_up=row["follow_up"],
        stopped=row["stopped"],
        activity=str(row["task"]),
        form=schema,
        data={**row["variables"], **(row["own"] or {})},
    )
