"""A rewrite: a redesign as a named list of edits, with its reason, its source and what it should bring.

It is applied to a model and can be taken back to the byte; it is never an edited copy whose origin nobody remembers.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from importlib import import_module
from typing import TYPE_CHECKING, overload

from analytics.errors import NotApplicable
from processes.errors import NotEditable, UnknownElement
from processes.text import _

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from analytics.finding import Saving
    from processes.model.model import Model
    from processes.text import Message


@dataclass(frozen=True, kw_only=True)
class Rewrite:
    """One proposed redesign of one model.

    `pattern` is the redesign pattern it follows, `edits` what it does, one after another; `findings` are the
    fingerprints of what it answers.  `legal` names the norms that would have to be amended first.  Of a *separable* one
    each edit makes sense without the others.
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
    is_separable: bool = False
    data: Mapping[str, str] = field(default_factory=dict)

    @property
    def name(self) -> str:
        """The pattern and the elements it touches: the same proposal has the same name."""
        key = self.data.get("key")
        return "-".join([self.pattern, *([key] if key else []), *self.elements])

    def apply(self, model: Model) -> Model:
        """Return `model` redesigned; raises `NotApplicable` when the model has changed under it.

        The result has no problem of severity *error* that `model` did not have.
        """
        from processes.rules import check

        changed = self.made(model)
        before = {(p.rule, p.element) for p in check(model) if p.severity == "error"}
        for problem in check(changed):
            if problem.severity == "error" and (problem.rule, problem.element) not in before:
                raise NotApplicable(
                    _("“{title}” would leave a model with a new problem: {message}").format(
                        title=self.title, message=problem.message
                    ),
                    element=problem.element,
                )
        return changed

    def made(self, model: Model) -> Model:
        """Return `model` with the edits made, unchecked; raises `NotApplicable` when one does not fit."""
        try:
            for edit in self.edits:
                model = edit(model)
        except (NotEditable, UnknownElement) as error:
            raise NotApplicable(
                _("“{title}” does not fit this model: {error}").format(title=self.title, error=str(error)),
                element=self.elements[0] if self.elements else None,
                hint=_("Run the detectors again on the model as it is now."),
            ) from error
        return model

    def narrowed(self, model: Model) -> Rewrite:
        """Return this rewrite with the edits that can be made on `model`, when each makes sense without the others."""
        if not self.is_separable:
            return self
        return replace(self, edits=tuple(e for e in self.edits if replace(self, edits=(e,)).fits(model)))

    def fits(self, model: Model) -> bool:
        """Whether every edit can be made on `model` and something changes."""
        try:
            return self.made(model) != model
        except NotApplicable:
            return False

    def undo(self, model: Model) -> Model:
        """Return the model as it was before this rewrite was applied, byte for byte.

        Raises `NotApplicable` when this rewrite was not the last thing done to `model`.
        """
        from processes.model.edit import undo

        # An edit that found nothing to change left no patch, so the way back may be shorter than the list of edits; and
        # the state between two edits can look like a beginning, so the longest way back is the right one.
        before, found = model, None
        for _step in range(min(len(self.edits), len(model.patches))):
            before = undo(before)
            if self.fits(before) and self.made(before) == model:
                found = before
        if found is not None:
            return found
        raise NotApplicable(
            _("“{title}” was not the last change of this model, so it cannot be taken back.").format(
                title=self.title
            )
        )


class Rewrites:
    """Proposals, the one that should bring most first."""

    def __init__(self, rewrites: Sequence[Rewrite], *, model: Model | None = None) -> None:
        self.model = model
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
            return Rewrites(self._rewrites[index], model=self.model)
        return self._rewrites[index]

    def __repr__(self) -> str:
        return f"<Rewrites: {', '.join(r.name for r in self._rewrites) or 'none'}>"

    def best(self) -> Rewrite:
        """Return the proposal that should bring most; raises `NotApplicable` when there is none."""
        if not self._rewrites:
            raise NotApplicable(
                _("There is nothing to redesign: no finding suggests a change."),
                hint=_(
                    "Annotate the steps (actor, channel, documents, waits) so that detectors have something to go by."
                ),
            )
        return self._rewrites[0]

    def combined(self) -> Rewrite:
        """Return all proposals together as one, those that take steps away first.

        Proposals that no longer fit when others have been made are left out; what it saves is measured on the models,
        before and after, so nothing counts twice.  Raises `NotApplicable` when there is nothing to combine.
        """
        # By name: combining knows the rewrites, so they must not know it.
        together: Rewrite = import_module("analytics.combining").combined(self)
        return together

    def named(self, name: str) -> Rewrite:
        """Return the proposal with this name; raises `NotApplicable` when there is none."""
        for rewrite in self._rewrites:
            if rewrite.name == name:
                return rewrite
        raise NotApplicable(
            _("There is no proposal {name!r} any more.").format(name=name), hint=_("Run the detectors again.")
        )
