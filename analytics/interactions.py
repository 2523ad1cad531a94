"""Which steps of a model the applicant takes part in, and what is known of each.

An *interaction* is a step in which the applicant, or a third party sent for by the applicant, deals with somebody: any
step done in person, and any step of the applicant or a third party that is not internal and not a register query.
Preparing papers at home is work of the applicant but no interaction.

Source: UNCTAD eRegulations, a step is "any necessary interaction between user and administration".
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from processes.model.gov import evidence_about

if TYPE_CHECKING:
    from collections.abc import Iterable

    from processes.model.elements import Element
    from processes.model.gov import Evidence, Step
    from processes.model.model import Model

APPLICANT_SIDE = frozenset({"citizen", "business", "thirdParty"})
_NOT_MET = frozenset({"internal", "registryQuery"})


@dataclass(frozen=True)
class AssessedStep:
    """A task of the model with what was said about it."""

    element: Element
    step: Step
    actor: str | None

    @property
    def is_applicant_side(self) -> bool:
        """Whether the applicant or a third party the applicant goes to does it."""
        return self.actor in APPLICANT_SIDE

    @property
    def is_in_person(self) -> bool:
        """Whether it is done face to face."""
        return self.step.channel == "inPerson"

    @property
    def is_interaction(self) -> bool:
        """Whether the applicant deals with somebody in it."""
        if self.is_in_person:
            return True
        return self.is_applicant_side and self.step.channel is not None and self.step.channel not in _NOT_MET

    @property
    def takes_applicants_time(self) -> bool:
        """Whether its effort and queue are time of the applicant."""
        return self.is_in_person or self.is_applicant_side


def assessed_steps(model: Model) -> list[AssessedStep]:
    """Return the tasks of `model` anybody has annotated, in document order."""
    return [
        AssessedStep(element, element.step, model.actor(element.id))
        for element in model.elements.values()
        if element.is_task and element.step is not None
    ]


def unassessed(model: Model, field: str | None = None) -> tuple[str, ...]:
    """Return the ids of tasks without annotations, or without this field of them."""
    return tuple(
        element.id
        for element in model.elements.values()
        if element.is_task
        and (element.step is None or (field is not None and getattr(element.step, field) is None))
    )


def weakest(evidence: Iterable[Evidence]) -> str | None:
    """Return the weakest confidence among `evidence`; None when none is given."""
    return lower(*(e.confidence for e in evidence))


def confidence_of(steps: Iterable[AssessedStep], subject: str) -> str | None:
    """Return the weakest confidence behind what is said of `subject` (see `gov.SUBJECTS`) in `steps`."""
    return weakest(e for step in steps for e in evidence_about(step.step.evidence, subject))


def lower(*confidences: str | None) -> str | None:
    """Return the weakest of these; None when none is given.

    >>> lower("A", None, "C")
    'C'
    """
    return max((c for c in confidences if c), default=None)
