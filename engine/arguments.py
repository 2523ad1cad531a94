"""What the verbs are called with: checked at the facade, so that no other library complains of it in its own words."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from engine.errors import InvalidArgument
from engine.keepable import unfit
from processes.text import _

if TYPE_CHECKING:
    from processes import Model
    from processes.decision.model import DecisionModel

    Deployable = Model | DecisionModel


def person(by: object) -> str:
    """Return `by` when it names somebody."""
    if not isinstance(by, str) or not by.strip():
        raise InvalidArgument("by", by, hint=_("Name the person or program that does this, such as “ana”."))
    return text("by", by)


def text(argument: str, value: object) -> str:
    """Return a name that is a text with something in it, and that every database can keep."""
    if not isinstance(value, str) or not value.strip():
        raise InvalidArgument(argument, value, hint=_("Give a text with at least one letter or digit."))
    if "\0" in value or unfit(value) is not None:
        raise InvalidArgument(
            argument, value, hint=_("Give a text of whole characters: no NUL, no half of a character.")
        )
    return value


def key(argument: str, value: object) -> str | None:
    """Return a key as text: a whole number is the text that is written like it, as a model's own keys are."""
    if value is None:
        return None
    return text(argument, str(value) if isinstance(value, int) and not isinstance(value, bool) else value)


def lasting(argument: str, value: object) -> timedelta | None:
    """Return a length of time above zero, or None."""
    if value is not None and (not isinstance(value, timedelta) or value <= timedelta(0)):
        raise InvalidArgument(
            argument, value, hint=_("Give a length of time above zero, such as timedelta(days=30).")
        )
    return value


def page(limit: object, offset: object) -> None:
    """Raise `InvalidArgument` unless both say how much of a list is meant."""
    for argument, value in (("limit", limit), ("offset", offset)):
        if not isinstance(value, int) or value < 0:
            raise InvalidArgument(argument, value, hint=_("Give a whole number from 0."))


def one_of(argument: str, value: object, known: Collection[object]) -> None:
    """Raise `InvalidArgument` when a value is given that is none of the known ones."""
    if value is not None and value not in known:
        raise InvalidArgument(
            argument, value, hint=_("It is one of {names}.").format(names=", ".join(sorted(map(str, known))))
        )


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
    if decided and not several:
        raise InvalidArgument(
            "model",
            message=_("Decisions alone are no procedure that could be started."),
            hint=_("Deploy them with “deploy_decisions”, or together with the procedure that asks them."),
        )
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
