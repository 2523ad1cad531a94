"""The ways cases went, as a page lists them: which steps in order, how many cases, how long they took."""

from __future__ import annotations

from dataclasses import dataclass

from modeler_api.study_report import StudyReport


@dataclass(frozen=True, kw_only=True)
class Way:
    """One way: its mark for addresses, its steps in the reader's words, its cases, share, and what they take."""

    mark: str
    steps: tuple[str, ...]
    cases: int
    share: float
    up_to: float
    median: float | None
    p90: float | None


def ways_of(report: StudyReport) -> tuple[Way, ...]:
    """The ways of a log, the most frequent first; `up_to` is the share of the cases of this way and those above it."""
    from analytics.slicing import mark

    took = {row.key: row for row in report.measure("throughput_time", "variant", report.selection.case_unit)}
    found, passed = [], 0
    for row in report.measure("variants", None, None):
        passed += row.n
        time = took.get(row.key)
        found.append(
            Way(
                mark=mark(row.key),
                steps=tuple(report.labels.get(step, step) for step in row.key.split(" → ")),
                cases=row.n,
                share=row.mean or 0.0,
                up_to=passed / report.source.cases,
                median=time.median if time is not None else None,
                p90=time.p90 if time is not None else None,
            )
        )
    return tuple(found)
