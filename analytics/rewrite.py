"""A rewrite: a redesign as a named list of edits, with its reason, its source and what it should bring.

It is applied to a model and can be taken back to the byte; it is never an edited copy whose origin nobody remembers.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, overload

from analytics.errors import NotApplicable
from processes.errors import NotEditable, UnknownElement

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from analytics.finding import Saving
    from processes.model.model import Model
    from processes.text import Message


@dataclass(frozen=True, kw_only=True)
class Rewrite:
    """One proposed redesign of one model.

    `pattern` is the redesign pattern it follows, `edits` what it does, one after another; `findings` are the
    fingerprints of what it answers.  `legal` names the norms that would have to be amended first.
    """

    pattern: str
    title: Message
    reason: Message
    source: str
    edits: tuple[Callable[[Model], Model], ...]
    steps: tuple[Message, ...] = ()
    elements: tuple[str, ...] = ()
    expected: Saving | None = None
    findings: tuple[str, ...] = ()
    legal: tuple[str, ...] = ()
    data: Mapping[str, str] = field(default_factory=dict)

    @property
    def name(self) -> str:
        """The pattern and the elements it touches: the same proposal has the same name."""
        return "-".join([self.pattern, *self.elements])

    def apply(self, model: Model) -> Model:
        """Return `model` redesigned; raises `NotApplicable` when the model has changed under it.

        The result has no problem of severity *error* that `model` did not have.
        """
        from processes.rules import check

        changed = model
        try:
            for edit in self.edits:
                changed = edit(changed)
        except (NotEditable, UnknownElement) as error:
            raise NotApplicable(
                f"“{self.title}” does not fit this model: {error}",
                element=self.elements[0] if self.elements else None,
                hint="Run the detectors again on the model as it is now.",
            ) from error
        before = {(p.rule, p.element) for p in check(model) if p.severity == "error"}
        for problem in check(changed):
            if problem.severity == "error" and (problem.rule, problem.element) not in before:
                raise NotApplicable(
                    f"“{self.title}” would leave a model with a new problem: {problem.message}",
                    element=problem.element,
                )
        return changed

    def undo(self, model: Model) -> Model:
        """Return the model as it was before this rewrite was applied, byte for byte."""
        from processes.model.edit import undo

        if len(model.patches) < len(self.edits):
            raise NotApplicable(f"“{self.title}” was not applied to this model, so it cannot be taken back.")
        for _edit in self.edits:
            model = undo(model)
        return model


class Rewrites:
    """Proposals, the one that should bring most first."""

    def __init__(self, rewrites: Sequence[Rewrite]) -> None:
        self._rewrites = tuple(
            sorted(rewrites, key=lambda r: (-(r.expected.weight if r.expected else 0.0), r.name))
        )

    def __iter__(self) -> Iterator[Rewrite]:
        return iter(self._rewrites)

    def __len__(self) -> int:
        return len(self._rewrites)

    @overload
    def __getitem__(self, index: int) -> Rewrite: ...
    @overload
    def __getitem__(self, index: slice) -> Rewrites: ...
    def __getitem__(self, index: int | slice) -> Rewrite | Rewrites:
        if isinstance(index, slice):
            return Rewrites(self._rewrites[index])
        return self._rewrites[index]

    def __repr__(self) -> str:
        return f"<Rewrites: {', '.join(r.name for r in self._rewrites) or 'none'}>"

    def best(self) -> Rewrite:
        """Return the proposal that should bring most; raises `NotApplicable` when there is none."""
        if not self._rewrites:
            raise NotApplicable(
                "There is nothing to redesign: no finding suggests a change.",
                hint="Annotate the steps (actor, channel, documents, waits) so that detectors have something to go by.",
            )
        return self._rewrites[0]

    def named(self, name: str) -> Rewrite:
        """Return the proposal with this name; raises `NotApplicable` when there is none."""
        for rewrite in self._rewrites:
            if rewrite.name == name:
                return rewrite
        raise NotApplicable(f"There is no proposal {name!r} any more.", hint="Run the detectors again.")
