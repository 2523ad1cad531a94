"""A finding: a claim about a procedure that could be wrong, with what it rests on and what would refute it."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta
from decimal import Decimal
from hashlib import blake2b
from typing import TYPE_CHECKING, Any, Literal, overload

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from analytics.case_set import CaseSides
    from processes.log.event_log import Origin
    from processes.text import Message

Confidence = Literal["high", "medium", "low"]


@dataclass(frozen=True, kw_only=True)
class Saving:
    """What removing the cause would save in one case, and the formula it was computed by.

    `time` is the applicant's, `work` the office's, `lead` the days shorter; each None when it cannot be said.  A year's
    saving is a case's times the `frequency` of the procedure; without a frequency nobody can say.
    """

    time: timedelta | None = None
    work: timedelta | None = None
    lead: timedelta | None = None
    money: Decimal | None = None
    visits: int | None = None
    contacts: float | None = None
    documents: int | None = None
    frequency: int | None = None
    formula: Message | None = None

    @property
    def hours_a_year(self) -> float | None:
        """Hours of applicants and office together in a year; None when time or frequency is not known."""
        known = [t for t in (self.time, self.work) if t is not None]
        if not known or self.frequency is None:
            return None
        return sum(t.total_seconds() for t in known) / 3600 * self.frequency

    @property
    def money_a_year(self) -> Decimal | None:
        """The applicants' money in a year; None when money or frequency is not known."""
        if self.money is None or self.frequency is None:
            return None
        return self.money * self.frequency

    @property
    def weight(self) -> float:
        """A number to sort by: hours in one case times the cases of a year, as far as anything is known."""
        parts = [t.total_seconds() / 3600 for t in (self.time, self.work) if t is not None]
        parts += [self.lead.total_seconds() / 3600 / 24] if self.lead is not None else []
        parts += [float(self.visits or 0) * 0.1 + float(self.documents or 0) * 0.05]
        return sum(parts) * (self.frequency or 1)


@dataclass(frozen=True, kw_only=True)
class Evidence:
    """One thing a finding rests on: a sentence, how many of what it counts were looked at, how many speak against it.

    `n` counts both sides, as everywhere; `against` is None where nothing could speak against it.  `cases` are those
    behind the two numbers; where it is not cases that are counted (pieces of work, waits) there may be fewer of them.
    """

    text: Message
    n: int | None = None
    against: int | None = None
    origin: Origin | Literal["model"] = "model"
    source: str = ""
    cases: CaseSides | None = field(default=None, compare=False, repr=False)

    @property
    def bearing(self) -> int | None:
        """How many bear the claim out; None where nothing was counted or nothing could speak against it."""
        return self.n - self.against if self.n is not None and self.against is not None else None


@dataclass(frozen=True, kw_only=True)
class Finding:
    """What a detector claims of some elements.

    `suggestion` names the redesign pattern that would remove the cause, `data` what the pattern needs to know.  With
    `is_failure` the detector broke; with `is_unknown` log or calendar do not say what it would have to know.
    """

    detector: str
    elements: tuple[str, ...]
    claim: Message
    evidence: tuple[Evidence, ...] = ()
    saving: Saving = field(default_factory=Saving)
    confidence: Confidence = "medium"
    refutation: Message | None = None
    suggestion: str | None = None
    data: Mapping[str, Any] = field(default_factory=dict)
    is_failure: bool = False
    is_unknown: bool = False

    @property
    def fingerprint(self) -> str:
        """What stays the same until the elements concerned change: dismissals hold on to it."""
        parts = [self.detector, *self.elements, *(f"{k}={v}" for k, v in sorted(self.data.items()))]
        return blake2b("\x1f".join(parts).encode(), digest_size=12).hexdigest()


class Findings:
    """Findings in the order of their detectors; `by("saving")` sorts, slices and iteration work as in a list."""

    def __init__(self, findings: Sequence[Finding], *, dismissed: Sequence[Finding] = ()) -> None:
        self._findings = tuple(findings)
        self.dismissed = tuple(dismissed)

    def __iter__(self) -> Iterator[Finding]:
        return iter(self._findings)

    def __len__(self) -> int:
        return len(self._findings)

    @overload
    def __getitem__(self, index: int) -> Finding: ...
    @overload
    def __getitem__(self, index: slice) -> Findings: ...
    def __getitem__(self, index: int | slice) -> Finding | Findings:
        if isinstance(index, slice):
            return Findings(self._findings[index], dismissed=self.dismissed)
        return self._findings[index]

    def __repr__(self) -> str:
        return f"<Findings: {len(self)}, {len(self.dismissed)} dismissed>"

    def by(self, order: Literal["saving", "confidence", "detector"]) -> Findings:
        """Return them sorted: the largest saving first, the surest first, or by detector."""
        surest = {"high": 0, "medium": 1, "low": 2}
        keys = {
            "saving": lambda f: (-f.saving.weight, f.detector),
            "confidence": lambda f: (surest[f.confidence], f.detector),
            "detector": lambda f: (f.detector, f.elements),
        }
        if order not in keys:
            raise ValueError(f"Findings have no order {order!r}; known: {', '.join(keys)}.")
        return Findings(sorted(self._findings, key=keys[order]), dismissed=self.dismissed)

    def of(self, detector: str) -> Findings:
        """Return those of one detector."""
        return Findings([f for f in self._findings if f.detector == detector], dismissed=self.dismissed)

    def at(self, element: str) -> Findings:
        """Return those that concern one element."""
        return Findings([f for f in self._findings if element in f.elements], dismissed=self.dismissed)
