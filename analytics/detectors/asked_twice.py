"""Asked twice: the same paper or datum is asked for in several steps of one procedure (D04).

What it finds: A paper, or a datum of the shared dictionary (`gov:item`, or the form field of its name), asked of the
    applicant in two or more steps a single case can pass, or after a step that wrote it down itself.
Why it matters: What was shown once is known; asking again is distrust between desks, paid by the applicant.
Wrong:
    “Water conditions”, “Power conditions” and “Permit” each ask for the title to the land.
Right:
    The first step takes it, and the file travels with the case.
How sure: Read from the papers noted at the steps.  Steps a mandatory law lets ask are not counted as avoidable; steps
    on alternative ways are not counted as repetition, nor are fields that only show what was said.
Source: vocabulary D04; Once-Only principle, Regulation (EU) 2018/1724, art. 14.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from analytics.asked_data import asked_data, named, writing_steps
from analytics.detectors import detectors
from analytics.finding import Finding
from analytics.grounds import confidence, grounds, law_behind
from analytics.papers import asked_papers
from processes.text import _, listed

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from analytics.asked_data import AskedDatum
    from analytics.interactions import AssessedStep
    from analytics.study import Study


@detectors.register
def asked_twice(study: Study) -> Iterator[Finding]:
    """Yield one finding for each paper asked for again, and for the data asked for again in the same steps."""
    yield from _papers(study)
    yield from _data(study)


def _papers(study: Study) -> Iterator[Finding]:
    names: dict[str, str] = {}
    by_paper: dict[str, list[AssessedStep]] = defaultdict(list)
    for asked in asked_papers(study):
        names[asked.document.id] = asked.document.name
        by_paper[asked.document.id].append(asked.step)
    for paper, askings in by_paper.items():
        chain = _on_one_way(study, askings)
        avoidable = [step for step in chain[1:] if law_behind(step) is None]
        if len(chain) < 2 or not avoidable:
            continue
        yield Finding(
            detector="asked_twice",
            elements=tuple(step.element.id for step in chain),
            claim=_("The applicant is asked for “{document}” {times} times: in {steps}.").format(
                document=names[paper],
                times=len(chain),
                steps=listed([step.element.label for step in chain]),
            ),
            evidence=grounds(chain),
            saving=study.saving(
                avoidable[0].element.id,
                documents=len(avoidable),
                formula=_("{times} times asked − 1 − those a law lets ask").format(times=len(chain)),
            ),
            confidence=confidence(chain, about=("document",)),
            refutation=_(
                "“{document}” changes between the steps, or the later offices may not see the file of the first."
            ).format(document=names[paper]),
            suggestion="once_only",
            data={"document": paper, "again": ",".join(step.element.id for step in avoidable)},
        )


def _data(study: Study) -> Iterator[Finding]:
    by_key: dict[str, list[AskedDatum]] = defaultdict(list)
    for datum in asked_data(study):
        by_key[datum.key].append(datum)
    again: dict[tuple[str, ...], list[AskedDatum]] = defaultdict(list)
    steps: dict[str, AssessedStep] = {}
    for key, askings in by_key.items():
        chain = _on_one_way(study, (datum.step for datum in askings))
        behind = study.before.get(chain[0].element.id, frozenset())
        chain = [*(s for s in writing_steps(study, key)[:1] if s.element.id in behind), *chain]
        steps |= {step.element.id: step for step in chain}
        again[tuple(step.element.id for step in chain)].append(askings[0])
    for ids, data in again.items():
        yield from _asked_again(study, [steps[id_] for id_ in ids], data)


def _asked_again(study: Study, chain: list[AssessedStep], data: list[AskedDatum]) -> Iterator[Finding]:
    avoidable = [step for step in chain[1:] if law_behind(step) is None]
    if len(chain) < 2 or not avoidable:
        return
    yield Finding(
        detector="asked_twice",
        elements=tuple(step.element.id for step in chain),
        claim=_("{steps} ask the applicant for {data}, which is known since “{first}”.").format(
            steps=listed([step.element.label for step in avoidable]),
            data=listed(named(data)),
            first=chain[0].element.label,
        ),
        evidence=grounds(chain),
        saving=study.saving(
            avoidable[0].element.id,
            formula=_("{count} answers fewer to give").format(count=len(avoidable) * len(data)),
        ),
        confidence=confidence(chain, about=("document",)),
        refutation=_(
            "{data} may change between the steps, or the later offices may not see the file."
        ).format(data=listed(named(data))),
        data={
            "items": ",".join(datum.key for datum in data),
            "again": ",".join(step.element.id for step in avoidable),
        },
    )


def _on_one_way(study: Study, steps: Iterable[AssessedStep]) -> list[AssessedStep]:
    """Return the steps one case can meet one after another, beginning with the first."""
    chain: list[AssessedStep] = []
    for step in steps:
        behind = study.before.get(step.element.id, frozenset())
        if not chain or any(one.element.id in behind for one in chain):
            chain.append(step)
    return chain
