"""Knock-out order: the check that costs most and refuses least comes first.

What it finds: Checks in a row, each of which can end the case, that need nothing of one another and do not stand in the
    order of refusals per hour of work (p/t); with what the better order would save.
Why it matters: Whoever will be refused anyway should learn it at the cheap check, before the dear one is done.
Wrong:
    Survey on site (4 h, refuses 2 %), then “Debts?” (5 min, refuses 20 %).
Right:
    “Debts?” first; one survey in five is never made.
How sure: Shares of refusals come from finished cases of the log (thirty at least at each check), else from the model's
    probabilities; a check without share or work is not measurable, and the row is left alone.  In the log a case that
    ended behind a check counts as refused there, so withdrawn ones do too.  Independent means: by data and papers of
    the model; a check may use what another found in a way nobody drew, and both may refuse the same people.  A law that
    demands one of the checks, and so perhaps its place, makes it unsure.
Source: van der Aalst (2001), Re-engineering knock-out processes, doi:10.1016/S0167-9236(00)00136-6; Reijers & Limam
    Mansar (2005), knock-out.
"""

from __future__ import annotations

from datetime import timedelta
from itertools import combinations, pairwise
from typing import TYPE_CHECKING, NamedTuple

from analytics.detectors import detectors
from analytics.finding import Confidence, Evidence, Finding
from analytics.grounds import confidence, grounds, law_behind
from analytics.lengths import in_words, percent, typical
from analytics.papers import needed
from processes.text import _, listed

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from analytics.case_set import CaseSides, Places
    from analytics.interactions import AssessedStep
    from analytics.study import Study

#: Fewer cases at a check are an anecdote; a better order has to spare this share of the work.
MIN_CASES, MIN_SPARED = 30, 0.05


class _Check(NamedTuple):
    """A check, the share it refuses (from `n` cases; None: the model's), the work it takes, and the cases."""

    step: AssessedStep
    refuses: float
    work: timedelta
    n: int | None
    cases: CaseSides | None = None

    @property
    def rate(self) -> float:
        """Refusals per hour of work."""
        return self.refuses / (self.work.total_seconds() / 3600)


@detectors.register
def knock_out_order(study: Study) -> Iterator[Finding]:
    """Yield one finding for each row of independent checks that another order would make cheaper."""
    if study.model is None:
        return
    for row in _rows(study):
        checks = [c for c in (_measured(study, s, after) for s, after in _with_next(study, row)) if c]
        if len(checks) < max(2, len(row)) or not _independent(study, row):
            continue
        better = sorted(checks, key=lambda c: -c.rate)
        now, then = _expected(checks), _expected(better)
        if now - then >= MIN_SPARED * now:
            yield _finding(study, checks, better, now, then)


def _rows(study: Study) -> list[list[AssessedStep]]:
    """Return the longest rows of checks in which each, when passed, is directly followed by the next."""
    rows: list[list[AssessedStep]] = []
    used = set[str]()
    following = {s.element.id: _next(study, s) for s in study.steps}
    later = {n.element.id for n in following.values() if n is not None}
    for step in study.steps:
        if step.element.id in later or following[step.element.id] is None:
            continue
        row, onward = [step], following[step.element.id]
        while onward is not None and onward not in row and onward.element.id not in used:
            row.append(onward)
            onward = following[onward.element.id]
        used |= {s.element.id for s in row}
        # A last check that cannot end the case knocks nobody out.
        rows.append(row if len(_ways(study, row[-1])) > 1 else row[:-1])
    return rows


def _is_check(step: AssessedStep) -> bool:
    return step.step.purpose == "control" and not step.is_applicant_side


def _next(study: Study, step: AssessedStep) -> AssessedStep | None:
    """Return the check that follows when this one is passed; None when it cannot end the case."""
    assert study.model is not None
    if not _is_check(step):
        return None
    for flow in _ways(study, step):
        after = study.step(flow)
        if after is not None and _is_check(after) and len(study.model.incoming(flow)) == 1:
            return after if _refusing(study, step, flow) else None
    return None


def _ways(study: Study, step: AssessedStep) -> list[str]:
    """Return where the choice directly behind a step leads."""
    assert study.model is not None
    onward = study.model.outgoing(step.element.id)
    if len(onward) != 1 or study.model.element(onward[0].target).type != "ExclusiveGateway":
        return []
    return [f.target for f in study.model.outgoing(onward[0].target)]


def _refusing(study: Study, step: AssessedStep, passed: str | None) -> list[str]:
    """Return the flows behind a check that end the case: they lead neither to what follows nor back to it."""
    import networkx as nx

    assert study.model is not None
    [onward] = study.model.outgoing(step.element.id)
    flows = study.model.outgoing(onward.target)
    found = []
    for flow in flows:
        reached = {flow.target, *nx.descendants(study.model.graph, flow.target)}
        tasks = {id_ for id_ in reached if study.model.element(id_).is_task}
        if flow.target != passed and passed not in reached and step.element.id not in reached:
            # Telling the applicant is part of a refusal; more work would be another way, not an end.
            found += [flow.id] if len(tasks) <= 1 else []
    return found if len(found) == len(flows) - 1 else []


def _with_next(study: Study, row: Sequence[AssessedStep]) -> Iterator[tuple[AssessedStep, str | None]]:
    """Yield each check with what follows when it is passed; of the last one the way that does not end the case."""
    import networkx as nx

    assert study.model is not None
    for step, after in pairwise(row):
        yield step, after.element.id
    reach = {w: len(nx.descendants(study.model.graph, w)) for w in _ways(study, row[-1])}
    yield row[-1], max(reach, key=lambda w: reach[w], default=None)


def _measured(study: Study, step: AssessedStep, passed: str | None) -> _Check | None:
    """Return a check with its share of refusals and its work; None when one of them is unknown."""
    assert study.model is not None
    work = typical(step.step.effort)
    ending = _refusing(study, step, passed) if passed is not None else []
    if not work or passed is None or not ending:
        return None
    on: list[Places] = []
    ended: list[Places] = []
    for way, cases in study.passages.cases_by_way(study.passages.element) if study.log is not None else ():
        if (step.element.id,) in way:
            (on if (passed,) in way else ended).append(cases)
    refused, went_on = sum(map(len, ended)), sum(map(len, on))
    n = refused + went_on
    if n >= MIN_CASES and study.model.element(passed).is_task:
        import numpy as np

        none = np.zeros(0, dtype=np.int64)
        sides = study.sides(np.concatenate([none, *ended]), np.concatenate([none, *on]))
        return _Check(step, refused / n, work, n, sides)
    shares = [study.model.flows[id_].probability for id_ in ending]
    known = [share for share in shares if share is not None]
    return _Check(step, sum(known), work, None) if known and len(known) == len(shares) else None


def _independent(study: Study, row: Sequence[AssessedStep]) -> bool:
    """Whether none of the checks needs data or papers of another."""
    import networkx as nx

    from processes.model.data_flow import data_dependencies

    assert study.model is not None
    graph = data_dependencies(study.model)
    for first, second in combinations(row, 2):
        ids = first.element.id, second.element.id
        if nx.has_path(graph, *ids) or set(first.step.issues) & needed(second):
            return False
    return True


def _expected(checks: Sequence[_Check]) -> timedelta:
    """Return the work on an average case when the checks are done in this order."""
    arrives, total = 1.0, timedelta()
    for check in checks:
        total += arrives * check.work
        arrives *= 1 - check.refuses
    return total


def _finding(
    study: Study, checks: Sequence[_Check], better: Sequence[_Check], now: timedelta, then: timedelta
) -> Finding:
    steps = [c.step for c in checks]
    counted = all(c.n is not None for c in checks)
    sure: Confidence = (
        "low"
        if any(law_behind(s) is not None for s in steps)
        else confidence(steps, about=("effort",), less=1 if not counted else 0)
    )
    origin = study.log.origin if study.log is not None and counted else "model"
    return Finding(
        detector="knock_out_order",
        elements=tuple(s.element.id for s in steps),
        claim=_("The checks would cost less in the order {order}.").format(
            order=listed([c.step.element.label for c in better])
        ),
        evidence=(
            *(
                Evidence(
                    text=(
                        _("“{label}” refuses {share} % of {n} cases and takes {work}.")
                        if c.n is not None
                        else _("“{label}” refuses {share} % of the cases, says the model, and takes {work}.")
                    ).format(
                        label=c.step.element.label, share=percent(c.refuses), n=c.n, work=in_words(c.work)
                    ),
                    n=c.n,
                    against=len(c.cases.against) if c.cases is not None else None,
                    origin=origin,
                    cases=c.cases,
                )
                for c in checks
            ),
            *grounds(steps),
        ),
        saving=study.saving(
            steps[0].element.id,
            work=now - then,
            formula=_("work on an average case: {now} now − {then} in the better order").format(
                now=in_words(now), then=in_words(then)
            ),
        ),
        confidence="medium" if sure == "high" else sure,
        refutation=_("A check that uses what an earlier one found, or a norm that prescribes their order."),
    )
