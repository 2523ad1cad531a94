"""Where cases do not go as drawn, for a page: the deviations, and the diagram with each at its step."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

from modeler_api.drawing import drawing
from modeler_api.formats import number
from modeler_api.pseudonyms import pseudonym
from modeler_api.quantities import quantity
from modeler_api.summary_card import label_of
from modeler_api.wiring import door
from processes.errors import ProcessesError

if TYPE_CHECKING:
    from analytics import Conformance
    from modeler_api.study_report import StudyReport

#: How many places the search may look at while somebody waits for the page: some seconds.
EFFORT = 400_000


def deviations(report: StudyReport | None, *, by_name: bool) -> dict[str, Any]:
    """What the page shows; with `by_name`, cases are called by their numbers, else by pseudonyms."""
    import analytics as an

    if report is None:
        return {"found": None, "refusal": None}
    model = report.model
    try:
        found: Conformance = report.once(
            ("conformance", model.digest), lambda: an.conform(report.log, model, effort=EFFORT)
        )
    except ProcessesError as error:
        return {"found": None, "refusal": error.message}
    return {
        "found": found,
        "refusal": None,
        "model": model,
        "drawn": _drawn(report, found),
        "called": _names(by_name=by_name),
        "unrecorded": [label_of(model, element) for element in found.unrecorded],
    }


def _names(*, by_name: bool) -> Callable[[Sequence[str]], list[str]]:
    return lambda cases: [case if by_name else pseudonym(door(), case) for case in cases]


def _drawn(report: StudyReport, found: Conformance) -> dict[str, Any]:
    """The diagram with the number of deviating cases at each step, those of different kinds added up."""
    cases: Counter[str] = Counter()
    for one in found.deviations:
        if one.element is not None:
            cases[one.element] += one.n
    tone = "simulated" if report.source.is_simulated else ""
    overlays = [
        {
            "element": element,
            "text": number(n),
            "place": "bottom-left",
            "tone": tone,
            "title": quantity(n, "cases"),
        }
        for element, n in cases.items()
    ]
    return drawing(report.model, marks={element: ["problem"] for element in cases}, overlays=overlays)
