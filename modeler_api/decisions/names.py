"""What the cells of a decision's tables can ask for, as names for the help with expressions."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from modeler_api.translation import text
from processes.text import _

if TYPE_CHECKING:
    from modeler_api.decisions.questions import Question

_EXAMPLES: Mapping[str, Any] = {"number": 1, "boolean": True, "date": "2026-03-02", "text": "A"}


def asked_of_decision(questions: tuple[Question, ...]) -> list[dict[str, Any]]:
    """The values a decision depends on, as names its cells can ask for."""
    return [
        {
            "name": each.name,
            "words": each.label,
            "from": text(_("given to the decision")),
            "kind": "choice" if each.options else {"feel": "", "date": "text"}.get(each.kind, each.kind),
            "choices": [[option, option] for option in each.options],
            "example": each.options[0] if each.options else _EXAMPLES.get(each.kind),
        }
        for each in questions
    ]
