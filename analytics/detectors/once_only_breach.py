"""Once-only breach: the applicant is asked for what the state already holds (D03).

What it finds: A paper asked of the applicant that a state register holds or a state body has issued, outside this
    procedure; a datum of the shared dictionary (`gov:item`, or the form field of its name) that a register holds.
Why it matters: The citizen carries the state's own data from one of its counters to the next, and pays for each copy.
Wrong:
    “Look in the household book” asks for a copy of the passport, which the population register holds.
Right:
    The step queries the population register (Tunduk) by the personal number.
How sure: High when the model names the register, less when it only names the state body that issued the paper.  A
    mandatory law behind the step makes it unsure (the law may name the paper), and so does a private party that asks
    (a notary, a utility): the register may be closed to it.  What the procedure itself writes into a register was not
    there before, and fields of no name in the dictionary are not looked at.
Source: vocabulary D03, M10; Once-Only principle, Regulation (EU) 2018/1724, art. 14; vocabulary of `heldIn`.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from analytics.asked_data import asked_data, named
from analytics.detectors import detectors
from analytics.finding import Finding
from analytics.grounds import confidence, grounds, law_behind
from analytics.papers import (
    asked_papers,
    asks_privately,
    form_name,
    holder,
    is_state_held,
    issuing_steps,
)
from processes.register_names import register_name
from processes.text import _, listed

if TYPE_CHECKING:
    from collections.abc import Iterator

    from analytics.asked_data import AskedDatum
    from analytics.papers import Asked
    from analytics.study import Study


@detectors.register
def once_only_breach(study: Study) -> Iterator[Finding]:
    """Yield one finding for each paper a step asks for although the state has it, and for its data of a register."""
    for asked in asked_papers(study):
        if is_state_held(asked.document) and not issuing_steps(study, asked.document.id):
            yield _breach(study, asked)
    by_place: dict[tuple[str, str], list[AskedDatum]] = defaultdict(list)
    for datum in asked_data(study):
        if datum.register is not None:
            by_place[datum.step.element.id, datum.register].append(datum)
    for (_step, register), data in by_place.items():
        yield _known(study, register, data)


def _breach(study: Study, asked: Asked) -> Finding:
    step, document = asked.step, asked.document
    doubts = sum((law_behind(step) is not None, document.held_in is None, asks_privately(study, step)))
    return Finding(
        detector="once_only_breach",
        elements=(step.element.id,),
        claim=_(
            "“{label}” asks the applicant for “{document}” ({form}), although {holder} already has it."
        ).format(
            label=step.element.label,
            document=document.name,
            form=form_name(asked.form),
            holder=holder(document),
        ),
        evidence=grounds([step]),
        saving=study.saving(step.element.id, documents=1, formula=_("one paper fewer to bring")),
        confidence=confidence([step], about=("document",), less=doubts),
        refutation=_("“{document}” cannot be looked up there for this purpose, in law or in fact.").format(
            document=document.name
        ),
        suggestion="once_only",
        data={"document": document.id},
    )


def _known(study: Study, register: str, data: list[AskedDatum]) -> Finding:
    """Return the finding that one register holds some of the data one step asks for."""
    step = data[0].step
    doubts = sum((law_behind(step) is not None, asks_privately(study, step)))
    return Finding(
        detector="once_only_breach",
        elements=(step.element.id,),
        claim=_("“{label}” asks the applicant for {data}, although the {register} already has it.").format(
            label=step.element.label, data=listed(named(data)), register=register_name(register)
        ),
        evidence=grounds([step]),
        saving=study.saving(
            step.element.id, formula=_("{count} answers fewer to give").format(count=len(data))
        ),
        confidence=confidence([step], about=("document",), less=doubts),
        refutation=_("{data} cannot be looked up there for this purpose, in law or in fact.").format(
            data=listed(named(data))
        ),
        data={"items": ",".join(datum.key for datum in data), "register": register},
    )
