"""Serial reviews: offices wait for one another although none needs the other's result (D09).

What it finds: Steps of different offices that follow one another directly, each of which could begin when the first
    does, because none needs a paper the others issue.
Why it matters: Thirty days after thirty days after thirty days is ninety; side by side it is thirty.
Wrong:
    Fire opinion → environmental opinion → sanitary opinion.
Right:
    All three at once, and the next step when the last is there.
How sure: Read from the papers of the steps, so a dependency nobody noted would refute it.  Steps that note no papers at
    all are not reported.  Doing them side by side leaves out nothing a law demands.
Source: vocabulary D09; Reijers & Limam Mansar (2005), parallelism, doi:10.1016/j.omega.2004.04.012.
"""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from analytics.detectors import detectors
from analytics.finding import Evidence, Finding
from analytics.grounds import confidence
from analytics.lengths import in_words, typical
from analytics.papers import needed
from processes.text import _, listed

if TYPE_CHECKING:
    from collections.abc import Iterator

    from analytics.interactions import AssessedStep
    from analytics.study import Study

_REVIEWS = frozenset({"control", "service"})


@detectors.register
def serial_reviews(study: Study) -> Iterator[Finding]:
    """Yield one finding for each longest chain of reviews that need nothing of one another."""
    for chain in _chains(study):
        lengths = [_length(step) for step in chain]
        known = [length for length in lengths if length is not None]
        lead = sum(known, timedelta()) - max(known) if len(known) == len(lengths) else None
        parts = " + ".join(in_words(length) for length in known)
        yield Finding(
            detector="serial_reviews",
            elements=tuple(step.element.id for step in chain),
            claim=_("{steps} wait for one another, although none of them needs what another issues.").format(
                steps=listed([step.element.label for step in chain])
            ),
            evidence=tuple(
                Evidence(
                    text=_("“{label}” needs {needed}.").format(
                        label=step.element.label,
                        needed=listed([study.document_name(p) for p in sorted(needed(step))])
                        or _("no paper of this procedure"),
                    )
                )
                for step in chain
            ),
            saving=study.saving(
                chain[0].element.id,
                lead=lead,
                formula=_("{parts} one after another − {longest} side by side").format(
                    parts=parts, longest=in_words(max(known))
                )
                if lead is not None
                else _("Not all of the steps say how long they take."),
            ),
            confidence=confidence([]) if any(step.step.wait is None for step in chain) else "medium",
            refutation=_("One of them uses what another found out, in a way the papers do not show."),
            suggestion="parallelism",
        )


def _length(step: AssessedStep) -> timedelta | None:
    """Return queue, work and the wait behind it, as far as assessed; None without a wait."""
    wait = typical(step.step.wait)
    if wait is None:
        return None
    rest = [typical(step.step.queue), typical(step.step.effort)]
    return wait + sum((r for r in rest if r is not None), timedelta())


def _chains(study: Study) -> list[list[AssessedStep]]:
    if study.model is None:
        return []
    chains, used = [], set[str]()
    for step in study.steps:
        if step.element.id in used or not _is_review(step):
            continue
        chain = [step]
        while (following := _next(study, chain)) is not None:
            chain.append(following)
        if len(chain) > 1:
            chains.append(chain)
            used |= {s.element.id for s in chain}
    return chains


def _is_review(step: AssessedStep) -> bool:
    return step.step.purpose in _REVIEWS and bool(step.step.issues or needed(step))


def _next(study: Study, chain: list[AssessedStep]) -> AssessedStep | None:
    assert study.model is not None
    onward = study.model.outgoing(chain[-1].element.id)
    if len(onward) != 1 or onward[0].condition or len(study.model.incoming(onward[0].target)) != 1:
        return None
    step = study.step(onward[0].target)
    if step is None or step in chain or not _is_review(step) or not _is_elsewhere(chain, step):
        return None
    issued = {paper for s in chain for paper in s.step.issues}
    return None if issued & needed(step) or issued & set(step.step.issues) else step


def _is_elsewhere(chain: list[AssessedStep], step: AssessedStep) -> bool:
    """Whether another office does it: another lane, or another place."""
    before = chain[-1]
    places = [s.step.visit.place if s.step.visit is not None else None for s in (before, step)]
    return before.element.lane != step.element.lane or (None not in places and places[0] != places[1])
