"""What a procedure is tried with, and its scenarios played once more: the gate before a version comes into force."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from engine import NotExecutable
from modeler_api import repository
from modeler_api.decisions.beside import used_with
from modeler_api.store import models, scenarios
from modeler_api.store.acts import Act
from modeler_api.store.scenarios import Scenario
from modeler_api.trying.coverage import Coverage, coverage
from modeler_api.trying.play import Situation, played
from modeler_api.wiring import Door
from processes.text import Message, _

if TYPE_CHECKING:
    from processes import Model


@dataclass(frozen=True, kw_only=True)
class Replayed:
    """A scenario played on a model: `wrong` says what went otherwise than when it was saved, None when nothing did."""

    scenario: Scenario
    situation: Situation | None
    wrong: Message | None


@dataclass(frozen=True, kw_only=True)
class Rehearsal:
    """Every scenario of a procedure played on one model, and what they cover of it together."""

    replayed: tuple[Replayed, ...]
    coverage: Coverage

    @property
    def failed(self) -> tuple[Replayed, ...]:
        """Those that went otherwise."""
        return tuple(each for each in self.replayed if each.wrong is not None)


def try_out(door: Door, source: bytes, acts: Sequence[Act], *, beside: Sequence[bytes] = ()) -> Situation:
    """Play a case of the model in these bytes, with the called procedures that are in force.

    It decides by the DMN files `beside` it, for what they do not hold by the decisions in force. Raises
    `NotExecutable` when the model cannot run, `NotDmn` for a decision that cannot be read.
    """
    models = with_called(door, repository.model_in(source))
    return played(models, acts, decisions=used_with(door, beside))


def with_called(door: Door, model: Model) -> list[Model]:
    """The model and the procedures in force that it calls, and those that they call."""
    found: dict[str, Model] = {model.key: model}
    waiting = [model]
    while waiting:
        for element in waiting.pop().elements.values():
            key = element.called_element
            if not key or key in found:
                continue
            live = models.published(door.store, key)
            if live is not None:
                found[key] = repository.model_in(live.source)
                waiting.append(found[key])
    return list(found.values())


def rehearse(door: Door, key: str, source: bytes, *, beside: Sequence[bytes] = ()) -> Rehearsal:
    """Play every scenario of a procedure on the model in these bytes, with the decisions `beside` it."""
    model = repository.model_in(source)
    kept = scenarios.of(door.store, key)
    files = tuple(version.id for version in door.engine.decisions())
    replayed = tuple(_replayed(door, each, source, files, tuple(beside)) for each in kept)
    histories = [each.situation.history for each in replayed if each.situation is not None]
    return Rehearsal(replayed=replayed, coverage=coverage(model, histories))


def _replayed(
    door: Door, scenario: Scenario, source: bytes, files: tuple[str, ...], beside: tuple[bytes, ...]
) -> Replayed:
    try:
        situation = _played_once(_Played(door, scenario.acts, source, files, beside))
    except NotExecutable as refused:
        return Replayed(scenario=scenario, situation=None, wrong=refused.message)
    wrong = None
    if situation.refused is not None:
        place = len(situation.acts) + 1
        text = _("Its act {number} cannot be done any more: {reason}")
        wrong = text.format(number=place, reason=situation.refused)
    elif (situation.status, situation.ends) != (scenario.status, scenario.ends):
        model = repository.model_in(source)
        wrong = _("It ends otherwise: {now} instead of {before}.").format(
            now=_ends(model, situation.status, situation.ends),
            before=_ends(model, scenario.status, scenario.ends),
        )
    return Replayed(scenario=scenario, situation=situation, wrong=wrong)


def _ends(model: Model, status: str, ends: tuple[str, ...]) -> str:
    return ", ".join(f"“{model.label(end)}”" for end in ends) or status


@dataclass(frozen=True)
class _Played:
    """What a play depends on, by which its outcome is remembered."""

    door: Door
    acts: tuple[Act, ...]
    source: bytes
    files: tuple[str, ...]
    beside: tuple[bytes, ...]

    def __hash__(self) -> int:
        return hash((repr(self.acts), self.source, self.files, self.beside))

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Played) and (
            (self.acts, self.source, self.files, self.beside)
            == (other.acts, other.source, other.files, other.beside)
        )


@lru_cache(maxsize=64)
def _played_once(asked: _Played) -> Situation:
    return try_out(asked.door, asked.source, asked.acts, beside=asked.beside)
