"""The ground floor: what should happen (a model) and what did happen (a log).

A model is a BPMN file whose bytes are the truth; a log is a table of events under XES names.  Everything else in
the house reads these two nouns: the engine turns models into logs, the study turns logs into better models.

The names below are imported when they are first used, so that opening this package costs a blink.

>>> from processes import read_model
>>> model = read_model(b"Register -> Decide", dialect="sketch")
>>> [element.name for element in model.elements.values() if element.type == "UserTask"]
['Register', 'Decide']
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from processes.calendar import WorkingCalendar
    from processes.decision.reading import read_decisions
    from processes.errors import NotALog, NotBpmn
    from processes.log.event_log import EventLog
    from processes.log.reading import read_log
    from processes.model.model import Model
    from processes.model.reading import read_model, write_model
    from processes.problem import Problem
    from processes.procedure import library
    from processes.rules import check

__all__ = [
    "EventLog",
    "Model",
    "NotALog",
    "NotBpmn",
    "Problem",
    "WorkingCalendar",
    "check",
    "library",
    "read_decisions",
    "read_log",
    "read_model",
    "write_model",
]

_HOMES = {
    "EventLog": "processes.log.event_log",
    "Model": "processes.model.model",
    "NotALog": "processes.errors",
    "NotBpmn": "processes.errors",
    "Problem": "processes.problem",
    "WorkingCalendar": "processes.calendar",
    "check": "processes.rules",
    "library": "processes.procedure",
    "read_decisions": "processes.decision.reading",
    "read_log": "processes.log.reading",
    "read_model": "processes.model.reading",
    "write_model": "processes.model.reading",
}


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    module = import_module(_HOMES[name])
    value = getattr(module, name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted(__all__)
