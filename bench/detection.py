"""Detectors against the library: what the redesigned procedures spare, and how much of it the tool finds alone."""

from __future__ import annotations

import analytics as an
from analytics.spared import Spared, spared
from bench.sample import Sample, timed
from processes import library


def measure(size: int) -> list[Sample]:
    """Prints found, removed, recall and precision of each procedure, and times the search."""
    print(f"  {'':<28}{'journeys':>24}{'papers the state holds':>30}")
    totals: list[tuple[Spared, Spared]] = []
    for key, procedure in library.items():
        if procedure.to_be is not None:
            journeys, papers = spared(procedure.as_is, procedure.to_be, an.detect(procedure.as_is))
            totals.append((journeys, papers))
            against = (
                f"   against a law: {', '.join(lost)}" if (lost := journeys.found & journeys.demanded) else ""
            )
            print(f"  {key:<28}{_figures(journeys):>24}{_figures(papers):>30}{against}")
    for number, kind in enumerate(("journeys", "papers")):
        parts = [pair[number] for pair in totals]
        removed, found = sum(len(p.removed) for p in parts), sum(len(p.found) for p in parts)
        both, lawful = sum(len(p.found & p.removed) for p in parts), sum(len(p.demanded) for p in parts)
        # Which norm demands a single paper nobody annotates; the norm of a step says nothing of it.
        demanded = f", {lawful} demanded by a law" if kind == "journeys" else ""
        print(f"  all {kind}: {removed} removed, {both} of them found, {found} found{demanded}")
    keys = list(library)[: 3 if size == 0 else None]
    return [timed("procedures searched", len(keys), lambda: [an.detect(library[key].as_is) for key in keys])]


def _figures(part: Spared) -> str:
    """Found of removed, recall and precision.

    >>> _figures(Spared(kind="papers", removed=frozenset("ab"), found=frozenset("a"), demanded=frozenset()))
    '1/2  R 50%  P 100%'
    """
    shares = [f"{x:.0%}" if x is not None else "–" for x in (part.recall, part.precision)]
    return f"{len(part.found & part.removed)}/{len(part.removed)}  R {shares[0]}  P {shares[1]}"
