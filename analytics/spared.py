"""What a redesigned procedure spares its applicants, beside what the detectors find in the old one.

The redesigned procedure of the library is the reference: an expert drew it.  A journey is *removed* when no step of it
still asks for a journey there; a paper the state holds is removed when the redesign asks for it nowhere.  A journey
is *found* when the detectors name every step in person of it, so that nothing is left to go for; a paper when one of
them says that the state has it, that it is carried, or that it is asked again.  A journey is *demanded* when a step of
it rests on a mandatory law.

Source: precision and recall, van Rijsbergen, Information Retrieval (1979), chapter 7.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from analytics.grounds import law_behind
from analytics.interactions import assessed_steps

if TYPE_CHECKING:
    from collections.abc import Iterable

    from analytics.finding import Finding
    from processes.model.model import Model

_OF_JOURNEYS = frozenset({"avoidable_contact", "extra_visit", "redundant_step", "cash_payment"})
_OF_PAPERS = frozenset({"once_only_breach", "carried_paper", "needless_certification", "asked_twice"})


@dataclass(frozen=True, kw_only=True)
class Spared:
    """Journeys by their number, or papers as "step: paper"; what was removed, found, and demanded by a law."""

    kind: str
    removed: frozenset[str]
    found: frozenset[str]
    demanded: frozenset[str]

    @property
    def recall(self) -> float | None:
        """The share of what the redesign removes that was found; None when it removes nothing."""
        return len(self.found & self.removed) / len(self.removed) if self.removed else None

    @property
    def precision(self) -> float | None:
        """The share of what was found that the redesign removes; None when nothing was found."""
        return len(self.found & self.removed) / len(self.found) if self.found else None


def spared(before: Model, after: Model, findings: Iterable[Finding]) -> tuple[Spared, Spared]:
    """Return the journeys and the papers that `after` spares, and which of them `findings` in `before` name.

    >>> import analytics as an
    >>> from processes import library
    >>> certificate = library["kg-spravka"]
    >>> journeys, papers = spared(certificate.as_is, certificate.to_be, an.detect(certificate.as_is))
    >>> sorted(journeys.removed), journeys.recall, papers.recall
    (['1', '2'], 1.0, 1.0)
    """
    known = list(findings)
    return _journeys(before, after, known), _papers(before, after, known)


def _journeys(before: Model, after: Model, findings: list[Finding]) -> Spared:
    steps = assessed_steps(before)
    trips: dict[str, set[str]] = defaultdict(set)
    for step in steps:
        if step.step.visit is not None:
            trips[str(step.step.visit.trip)].add(step.element.id)
    in_person = {s.element.id for s in steps if s.is_in_person}
    lawful = {s.element.id for s in steps if s.is_in_person and law_behind(s) is not None}
    still = {s.element.id for s in assessed_steps(after) if s.step.visit is not None}
    named = {
        f.elements[-1]
        for f in findings
        if f.detector in _OF_JOURNEYS and (f.saving.time is not None or f.saving.visits is not None)
    }
    return Spared(
        kind="journeys",
        removed=frozenset(t for t, ids in trips.items() if not ids & still),
        found=frozenset(t for t, ids in trips.items() if ids & in_person and ids & in_person <= named),
        demanded=frozenset(t for t, ids in trips.items() if ids & lawful),
    )


def _papers(before: Model, after: Model, findings: list[Finding]) -> Spared:
    held = {d.id for d in before.documents.values() if d.held_in is not None}
    asked = {
        (s.element.id, a.document) for s in assessed_steps(before) for a in s.step.asks if a.document in held
    }
    still = {a.document for s in assessed_steps(after) for a in s.step.asks}
    named: set[tuple[str, str]] = set()
    for finding in findings:
        if finding.detector in _OF_PAPERS and "document" in finding.data:
            steps = finding.elements[1:] if finding.detector == "asked_twice" else finding.elements[-1:]
            named |= {(step, str(finding.data["document"])) for step in steps}
    return Spared(
        kind="papers",
        removed=frozenset(f"{s}: {d}" for s, d in asked if d not in still),
        found=frozenset(f"{s}: {d}" for s, d in named & asked),
        demanded=frozenset(),
    )
