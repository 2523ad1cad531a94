"""The repository as pages show it: a procedure with its versions, its to-be beside it, in the reader's language.

A to-be model is kept under its procedure's key with `-to-be` after it, so that both have their own versions and stay
together. Models are read once for all requests: their bytes never change.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from pathlib import PurePath
from typing import TYPE_CHECKING, Literal, TypeVar

from modeler_api.shelf import Shelved, glance_of, glanced
from modeler_api.stages import Followed, open_of
from modeler_api.store import models
from modeler_api.store.belonging import TO_BE as TO_BE
from modeler_api.store.glances import Glance
from modeler_api.store.models import Head, ModelVersion
from modeler_api.wiring import Door
from processes.errors import NotBpmn
from processes.text import _, folded

if TYPE_CHECKING:
    from analytics.procedure_summary import Summary
    from processes import Model
    from processes.problem import Problem
    from processes.procedure import Procedure

LONGEST_KEY = 100
V = TypeVar("V", Head, ModelVersion)


@lru_cache(maxsize=64)
def model_in(source: bytes) -> Model:
    """The model in these bytes, read once."""
    from processes import read_model

    return read_model(source)


def acceptable(source: bytes) -> Model:
    """The model in bytes that somebody brings from outside.

    Raises `NotBpmn` with line, element and the way out, also for a script in Python: it could reach into the server.
    """
    model = model_in(source)
    for element in model.elements.values():
        if element.script is not None and "python" in element.script.language.casefold():
            raise NotBpmn(
                _("The script of “{element}” is written in Python, which is not run here.").format(
                    element=element.label
                ),
                element=element.id,
                line=element.line,
                hint=_("Write the script in FEEL, or make the step a service task."),
            )
    return model


def title_for(model: Model, *, file: str) -> str:
    """What a model brought in a file is called: as its process is, or its pool, or else the file.

    >>> from processes import read_model
    >>> title_for(read_model(b"(start) -> Register", dialect="sketch"), file="A shop.bpmn")
    'A shop'
    """
    pools = [one.name for one in model.participants.values() if one.process == model.main_process.id]
    named = (*(one.name for one in model.processes.values()), *pools, PurePath(file).stem, model.name)
    return next(name for name in named if name)


@lru_cache(maxsize=1024)
def problems_in(source: bytes) -> tuple[Problem, ...]:
    """The problems of the model in these bytes, the gravest first."""
    from processes import check

    return tuple(check(model_in(source)))


@lru_cache(maxsize=1024)
def summary_in(source: bytes) -> Summary:
    """What the model in these bytes asks of people."""
    from analytics import summary

    return summary(model_in(source))


def key_of(model: Model) -> str:
    """The key a model is kept under: the id of its main process."""
    return model.key[:LONGEST_KEY]


def noted(problem: Problem) -> dict[str, object]:
    """A problem as it is kept with a saved version."""
    return {
        "rule": problem.rule,
        "severity": problem.severity,
        "element": problem.element,
        "label": problem.label,
        "message": str(problem.message),
        "line": problem.line,
    }


@dataclass(frozen=True)
class Kept:
    """One version of one model among the others of its key."""

    door: Door
    version: ModelVersion
    in_force_only: bool = False
    """Whether the reader sees of this procedure only what is in force: it belongs to another agency."""
    glance: Glance | None = field(default=None, compare=False)
    """What stands on its outside, where it came off the shelf."""

    @property
    def key(self) -> str:
        """The key of the model."""
        return self.version.key

    @property
    def base_key(self) -> str:
        """The key of the procedure this model belongs to: its own, or without the ending of a to-be."""
        return self.key.removesuffix(TO_BE)

    @property
    def is_to_be(self) -> bool:
        """Whether it is a redesign waiting beside its procedure."""
        return self.key.endswith(TO_BE)

    @property
    def model(self) -> Model:
        """The model as read from its bytes."""
        return model_in(self.version.source)

    @property
    def summary(self) -> Summary:
        """What it asks of people."""
        return summary_in(self.version.source)

    @property
    def problems(self) -> tuple[Problem, ...]:
        """What the rules say of it today."""
        return problems_in(self.version.source)

    @property
    def grave(self) -> int:
        """How many of its problems are more than a note."""
        return sum(problem.severity != "note" for problem in self.problems)

    @cached_property
    def shelved(self) -> Shelved:
        """What stands on its outside."""
        version = self.version
        glance = self.glance or glance_of(version.digest, self.model)
        return Shelved(id=version.id, key=self.key, name=version.name, base_key=self.base_key, glance=glance)

    @property
    def title(self) -> str:
        """Its title in the reader's language."""
        return self.shelved.title

    @property
    def code(self) -> str:
        """Its code in the register, else its key."""
        return self.shelved.code

    @cached_property
    def sample(self) -> Procedure | None:
        """The teaching sample of the library it comes from, or None."""
        return self.shelved.sample

    @property
    def owner(self) -> str | None:
        """The body that answers for it; None when nobody has said."""
        return self.shelved.owner

    @cached_property
    def siblings(self) -> tuple[ModelVersion, ...]:
        """Every version of the same key, the newest first."""
        found = models.versions(self.door.store, self.key)
        return tuple(v for v in found if v.status == "published") if self.in_force_only else found

    @property
    def live(self) -> ModelVersion | None:
        """The version in force, or None."""
        return next((version for version in self.siblings if version.status == "published"), None)

    @property
    def staged(self) -> ModelVersion | None:
        """The version that some of the new cases follow, or None."""
        return next((version for version in self.siblings if version.status == "staged"), None)

    @cached_property
    def stage(self) -> Followed | None:
        """For whom the staged version is in force, or None."""
        staged = self.staged
        return None if staged is None else open_of(self.door, staged.definition_key or self.base_key)

    @property
    def draft(self) -> ModelVersion | None:
        """The newest draft that is newer than the version in force, or None."""
        live = self.live
        for version in self.siblings:
            if version.status == "draft" and (live is None or version.number > live.number):
                return version
        return None

    @cached_property
    def to_be(self) -> Kept | None:
        """The newest redesign of the procedure that was not withdrawn, or None."""
        if self.is_to_be or self.in_force_only:
            return None
        for version in models.versions(self.door.store, self.key + TO_BE):
            if version.status != "retired":
                return Kept(self.door, version)
        return None

    @cached_property
    def running(self) -> int:
        """How many of its cases are under way."""
        return self._count("running")

    @cached_property
    def cases(self) -> int:
        """How many of its cases there have been."""
        return self._count(None)

    def _count(self, status: Literal["running"] | None) -> int:
        from engine import UnknownDefinition

        try:
            return self.door.engine.count_instances(definition=self.base_key, status=status)
        except UnknownDefinition:
            return 0  # it was never put in force, so it has no cases

    def matches(self, words: str) -> bool:
        """Whether a search for these words finds it: by title or owner in any language, code or key."""
        return self.shelved.matches(words)


def find(door: Door, key: str, number: int | None = None, *, in_force_only: bool = False) -> Kept | None:
    """The version in force, else the newest one, or the one with this number; None when there is none.

    `in_force_only` leaves out everything but the version in force, for a reader of another agency.
    """
    versions = models.versions(door.store, key)
    if in_force_only:
        versions = tuple(version for version in versions if version.status == "published")
    if number is not None:
        return next(
            (Kept(door, version, in_force_only) for version in versions if version.number == number), None
        )
    chosen = _foremost(versions, in_force_only=in_force_only)
    return Kept(door, chosen, in_force_only) if chosen else None


def everything(door: Door, *, own: Callable[[str], bool]) -> list[Kept]:
    """The newest version of every model, redesigns too; of those that are not the reader's `own` the one in force."""
    found = []
    for version in models.newest(door.store):
        if own(version.key):
            found.append(Kept(door, version))
        elif (live := models.published(door.store, version.key)) is not None:
            found.append(Kept(door, live, in_force_only=True))
    return found


def shelf(
    door: Door, *, own: Callable[[str], bool] = lambda _key: True, state_wide: bool = True
) -> list[Shelved]:
    """Every procedure by title, each as the version in force or else the newest; redesigns stand with theirs.

    Of those that are not the reader's `own` only the version in force is there; with `state_wide` off not even that.
    """
    heads = models.heads(door.store)
    shown = [key for key in heads if not key.endswith(TO_BE) or key.removesuffix(TO_BE) not in heads]
    chosen: list[tuple[Head, bool]] = []
    for key in shown:
        is_own = own(key)
        if (is_own or state_wide) and (head := _foremost(heads[key], in_force_only=not is_own)):
            chosen.append((head, not is_own))
    known = glanced(door.store, (head for head, _in_force_only in chosen))
    found = [
        Shelved(
            id=head.id,
            key=head.key,
            name=head.name,
            base_key=head.key.removesuffix(TO_BE),
            glance=known[head.digest],
            in_force_only=in_force_only,
            is_in_force=head.status == "published",
        )
        for head, in_force_only in chosen
    ]
    return sorted(found, key=lambda one: folded(one.title))


def taken(door: Door, shelved: Sequence[Shelved]) -> list[Kept]:
    """These procedures off the shelf, in the same order."""
    versions = models.by_ids(door.store, [one.id for one in shelved])
    return [
        Kept(door, versions[one.id], one.in_force_only, one.glance) for one in shelved if one.id in versions
    ]


def procedures(
    door: Door, *, own: Callable[[str], bool] = lambda _key: True, state_wide: bool = True
) -> list[Kept]:
    """The procedures of the shelf, each with its model."""
    return taken(door, shelf(door, own=own, state_wide=state_wide))


def _foremost(versions: Sequence[V], *, in_force_only: bool) -> V | None:
    """Of the versions of a key, the newest first: that in force, else the newest offered, else the newest."""
    live = next((version for version in versions if version.status == "published"), None)
    if live is not None or in_force_only:
        return live
    return next((version for version in versions if version.status != "retired"), None) or next(
        iter(versions), None
    )
