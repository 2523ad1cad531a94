"""What the verbs are called with: checked at the facade, so that no other library complains of it in its own words."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import TYPE_CHECKING

from engine.errors import InvalidArgument
from processes.text import _

if TYPE_CHECKING:
    from processes import Model
    from processes.decision.model import DecisionModel

    Deployable = Model | DecisionModel


def person(by: object) -> str:
    """Return `by` when it names somebody."""
    if not isinstance(by, str) or not by.strip():
        raise InvalidArgument("by", by, hint=_("Name the person or program that does this, such as “ana”."))
    return by


def moment(argument: str, value: object) -> datetime | None:
    """Return a moment that has a time zone, or None."""
    if value is not None and (not isinstance(value, datetime) or value.utcoffset() is None):
        raise InvalidArgument(
            argument, value, hint=_("Give a time with its time zone, such as 2026-05-01 09:00+06:00.")
        )
    return value


def models(given: Deployable | Iterable[Deployable]) -> tuple[list[Model], list[DecisionModel]]:
    """Return what is to be deployed: models, of which there must be one, and the decisions that come with them."""
    several, decided = _deployables(given)
    if not several:
        raise InvalidArgument("model", given, hint=_("Give a model, as “processes.read_model” returns it."))
    return several, decided


def decision_models(given: DecisionModel | Iterable[DecisionModel]) -> list[DecisionModel]:
    """Return the decision models given, of which there must be one."""
    several, decided = _deployables(given)
    if several or not decided:
        hint = _("Give decisions, as “processes.read_decisions” returns them.")
        raise InvalidArgument("decisions", given, hint=hint)
    return decided


def _deployables(given: object) -> tuple[list[Model], list[DecisionModel]]:
    from processes import Model
    from processes.decision.model import DecisionModel

    kinds = (Model, DecisionModel)
    several = [given] if isinstance(given, kinds) or not isinstance(given, Iterable) else list(given)
    if isinstance(given, (str, bytes)) or not all(isinstance(each, kinds) for each in several):
        hint = _("Give a model, as “processes.read_model” returns it.")
        raise InvalidArgument("model", given, hint=hint)
    return (
        [each for each in several if isinstance(each, Model)],
        [each for each in several if isinstance(each, DecisionModel)],
    )
