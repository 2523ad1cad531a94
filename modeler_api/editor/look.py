"""What the editor's page is told about the model as it is being drawn: problems, figures, the order of the
steps, and the data its expressions can ask for."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from analytics import summary
from modeler_api.drawing import in_order
from modeler_api.expressions.known import known
from modeler_api.import_page import SEVERITY_TITLES
from modeler_api.summary_card import cells, label_of, told
from modeler_api.translation import text
from processes import check
from processes.text import _

if TYPE_CHECKING:
    from processes import Model
    from processes.problem import Problem

WORDS = {"error": _("Error"), "warning": _("Warning"), "note": _("Note")}


def look(model: Model) -> dict[str, Any]:
    """Everything the rules and the summary say of a model, in the reader's language."""
    problems = list(check(model))
    return {
        "problems": [_problem(model, problem) for problem in problems],
        "counts": {kind: sum(p.severity == kind for p in problems) for kind in SEVERITY_TITLES},
        "figures": figures(model),
        "order": [element.id for element in in_order(model)],
        "data": known(model),
        "mapped": _mapped(model),
    }


def _mapped(model: Model) -> dict[str, dict[str, Any]]:
    """What goes into each element and comes out of it, by its id, whoever wrote it; the values are FEEL."""
    return {
        element.id: {
            "input": element.inputs,
            "output": element.outputs,
            "takes_all": element.takes_all,
            "gives_all": element.gives_all,
        }
        for element in model.elements.values()
        if element.inputs or element.outputs
    }


def figures(model: Model) -> list[dict[str, Any]]:
    """The figures of the summary card, each with the elements it was counted from; no value is not assessed."""
    return [
        {
            "name": cell.name,
            "label": text(cell.label),
            "value": cell.value,
            "note": cell.note,
            "elements": _drawn(model, cell.figure.elements),
            "unknown": _drawn(model, cell.figure.unknown),
        }
        for cell in cells(summary(model))
    ]


def _drawn(model: Model, ids: Sequence[str]) -> list[dict[str, str]]:
    return [{"element": id_, "label": label_of(model, id_)} for id_ in dict.fromkeys(ids)]


def _problem(model: Model, problem: Problem) -> dict[str, Any]:
    return {
        "rule": problem.rule,
        "severity": problem.severity,
        "word": text(WORDS[problem.severity]),
        "element": problem.element,
        "label": label_of(model, problem.element) if problem.element else problem.label,
        "message": told(model, problem.message),
    }
