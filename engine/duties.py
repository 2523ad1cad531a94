"""Duties that must not, or must, meet in one pair of hands: the engine holds people to them whichever way they come.

*Four eyes* (`deciders="fourEyes"`): whoever decided another step by four eyes in the case may not decide this one;
while no other such step has been done, whoever has done any official step of the case may not.  *Separation of duties*
(`separateFrom`): none of those who did the steps it names.  *Binding of duties* (`boundTo`): only who did the step it
names, as long as they can still be given the work.  *Conflict of interest*: who has declared one in a case does nothing
more in it.  Who acts in somebody's place is judged as both.

Source: NIST SP 800-53 r5, AC-5 (separation of duties); OECD, Managing Conflict of Interest in the Public Service, 2003.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from engine.errors import NotEntitled
from engine.store import instances
from processes.label import Label
from processes.text import Message, _

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence

    from engine.definition import Definition
    from engine.spiff.run import Run
    from engine.spiff.tree import Tree
    from engine.store import Unit
    from engine.store.instances import Deed, InstanceRow
    from engine.workshop import Workshop
    from processes.model.elements import Element

RECUSED = "recused"
"""Under what an instance remembers who has declared a conflict of interest, and the kind of the record."""

_OUTSIDE = ("citizen", "business", "thirdParty", "system")


class InHand(Protocol):
    """A case in a verb's hands."""

    row: InstanceRow
    definition: Definition
    tree: Tree

    @property
    def advance(self) -> Run:
        """What the verb does to it."""
        ...


def check(
    shop: Workshop, unit: Unit, case: InHand, number: int, person: str, candidates: Sequence[str]
) -> None:
    """Raise `NotEntitled` when `person` may not do the work item of token `number`, whoever else may."""
    why = barred(shop, unit, case, number, person, candidates)
    if why is not None:
        raise NotEntitled(
            why,
            element=case.tree.task(number).task_spec.node.element.id,
            hint=_("Give it back, or let the head of the unit give it to somebody else."),
        )


def barred(
    shop: Workshop, unit: Unit, case: InHand, number: int, person: str, candidates: Sequence[str]
) -> Message | None:
    """Return why `person` may not do the work item of token `number`; None when no duty stands against it."""
    persons = {str(person), getattr(person, "on_behalf_of", None)} - {None}
    recused = case.tree.root.internal_data.get(RECUSED, {})
    if persons & recused.keys():
        return _("In this case {person} has declared a conflict of interest.").format(person=person)
    element = case.tree.task(number).task_spec.node.element
    step = element.step
    if step is None or not (step.deciders == "fourEyes" or step.separate_from or step.bound_to):
        return None
    # What this very verb completes is not written yet when the work after it is given out.
    deeds = instances.deeds(unit, case.row.id, case.advance.effects.history)
    if step.bound_to:
        doer = next((deed for deed in reversed(deeds) if deed.element == step.bound_to), None)
        if doer is not None and not persons & doer.persons and _can_be_given(shop, doer, candidates):
            text = _("“{label}” is for {person}, who did “{other}” in this case.")
            return text.format(label=element.label, person=doer.by, other=_called(case, doer))
    for deed in _apart(shop, unit, case, element, deeds):
        if persons & deed.persons:
            text = _("{person} did “{other}” in this case, so somebody else has to do “{label}”.")
            return text.format(person=person, other=_called(case, deed), label=element.label)
    return None


def _called(case: InHand, deed: Deed) -> str:
    """Return what a step somebody did is called in every language, else as it was written down."""
    nodes = case.tree.specification.plan.nodes.values()
    found = next((node.element for node in nodes if node.element.id == deed.element), None)
    return Label(deed.label, found.names) if found is not None else deed.label


def _apart(
    shop: Workshop, unit: Unit, case: InHand, element: Element, deeds: Sequence[Deed]
) -> Iterable[Deed]:
    """Return what was done in the case by those who may not do this step."""
    step = element.step
    if step is None:
        return ()
    apart = [deed for deed in deeds if deed.element in step.separate_from]
    if step.deciders == "fourEyes":
        elements = {node.element.id: node.element for node in case.tree.specification.plan.nodes.values()}
        others = [deed for deed in deeds if deed.element != element.id]
        looked = [deed for deed in others if _needs_four_eyes(elements.get(deed.element))]
        apart += looked or [d for d in others if _is_official(shop, unit, case, d.element, elements)]
    return apart


def _needs_four_eyes(element: Element | None) -> bool:
    return element is not None and element.step is not None and element.step.deciders == "fourEyes"


def _is_official(shop: Workshop, unit: Unit, case: InHand, id_: str, elements: Collection[str]) -> bool:
    model = shop.model(unit, case.definition.digest)
    if id_ not in model.elements:
        return (
            id_ in elements
        )  # of a called process: its own file says who does it, the case's officials are meant
    return model.actor(id_) not in _OUTSIDE


def _can_be_given(shop: Workshop, deed: Deed, candidates: Sequence[str]) -> bool:
    """Whether somebody who did a step may still be given work; a roster that knows nobody cannot judge."""
    members = shop.roster.members(candidates)
    return not members or bool(deed.persons & set(members))


def note_conflict(case: InHand, person: str, reason: str) -> None:
    """Let an instance remember that a person has declared a conflict of interest in it."""
    case.tree.root.internal_data.setdefault(RECUSED, {})[str(person)] = reason
