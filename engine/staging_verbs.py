"""The verbs about stages: a version for some of the new cases, widened to all or withdrawn in one step."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import TYPE_CHECKING, TypeVar

from engine import arguments, deciding, deploying, staging
from engine.errors import InvalidArgument
from engine.store import stages
from processes.text import _

if TYPE_CHECKING:
    from engine.definition import Definition
    from engine.stage import Choice, Stage
    from engine.store import Unit
    from engine.workshop import Workshop
    from processes import Model
    from processes.decision.model import DecisionModel

T = TypeVar("T")


class Staging:
    """The part of `engine.Engine` about versions that some of the new cases follow."""

    _shop: Workshop
    _write: Callable[[Callable[[Unit], T]], T]

    def stage(
        self,
        model: Model | DecisionModel | Iterable[Model | DecisionModel],
        *,
        by: str,
        offices: Sequence[str] = (),
        share: int | None = None,
        reason: str,
    ) -> Definition:
        """Return the definition of a model that only new cases of `offices`, or `share` of 100 of them, follow.

        The others follow the version in force.  Raises `WrongState` when there is none, or when another version is
        staged; `NotExecutable` as `deploy` does, and when the two versions start by themselves at different things.

        >>> from engine import Engine
        >>> from processes import read_model
        >>> engine = Engine("sqlite://")
        >>> old = engine.deploy(read_model(b"Check @clerks -> Decide @heads", dialect="sketch"), by="ana")
        >>> trial = read_model(b"Decide @heads", dialect="sketch")
        >>> new = engine.stage(trial, offices=["naryn"], by="ana", reason="A trial.")
        >>> (
        ...     engine.start("sketch", by="bek", offices=["naryn"]).version,
        ...     engine.start("sketch", by="cho").version,
        ... )
        (2, 1)
        >>> (
        ...     engine.widen("sketch", by="ana", reason="It was good.").version,
        ...     engine.start("sketch", by="cho").version,
        ... )
        (2, 2)
        """
        models, decided = arguments.models(model)
        who, why = arguments.person(by), _reason(reason)
        terms = staging.terms(offices=offices, share=share, reason=why)

        def verb(unit: Unit) -> list[Definition]:
            deciding.deploy(self._shop, unit, decided, by=who)
            return deploying.deploy(self._shop, unit, models, by=who, stage=terms)

        return self._write(verb)[0]

    def stages(self, definition: Definition | str | None = None) -> list[Stage]:
        """Return every stage there has been, of a definition's key or of all, the newest first."""
        with self._shop.store.read() as unit:
            key = None if definition is None else deploying.find(unit, definition).key
            return stages.some(unit, key)

    def open_stage(self, definition: Definition | str) -> Stage | None:
        """Return the stage that is open for a definition's key, None when all new cases follow the same version."""
        with self._shop.store.read() as unit:
            return stages.open_of(unit, deploying.find(unit, definition).key)

    def choice(self, definition: Definition | str, *, draw: str, offices: Sequence[str] = ()) -> Choice:
        """Return the version a case would follow that starts with the same `draw` and `offices` now."""
        with self._shop.store.read() as unit:
            return staging.choose(unit, deploying.find(unit, definition), draw=draw, offices=offices)

    def widen(self, definition: Definition | str, *, by: str, reason: str) -> Definition:
        """Let all new cases follow the staged version of a definition, and return it."""
        who, why = arguments.person(by), _reason(reason)
        return self._write(
            lambda unit: staging.widen(
                self._shop, unit, deploying.find(unit, definition).key, by=who, reason=why
            )
        )

    def withdraw_stage(self, definition: Definition | str, *, by: str, reason: str) -> Stage:
        """Let no new case follow the staged version, and return its stage; cases that follow it go on with it."""
        who, why = arguments.person(by), _reason(reason)
        return self._write(
            lambda unit: staging.withdraw(
                self._shop, unit, deploying.find(unit, definition).key, by=who, reason=why
            )
        )


def _reason(reason: str) -> str:
    if not reason.strip():
        raise InvalidArgument("reason", reason, hint=_("Say why, in a sentence."))
    return reason.strip()
