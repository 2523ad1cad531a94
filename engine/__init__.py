"""The workshop: turns models into running cases, and what happens in them into an event log.

>>> from engine import Engine
>>> from processes import read_model
>>> engine = Engine("sqlite://")
>>> certificate = engine.deploy(
...     read_model(b"Check @clerks -> Issue @heads", dialect="sketch"), by="ana"
... )
>>> case = engine.start(certificate, by="citizen:311")
>>> [item.label for item in engine.work_items(case)]
['Check']
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from engine.actor import Actor
    from engine.case_query import CaseQuery, WaitingStep
    from engine.case_reader import CaseReader
    from engine.connections import Connections
    from engine.decision_version import DecisionVersion
    from engine.decisions import Outcome
    from engine.definition import Definition
    from engine.document import Document
    from engine.engine import Engine
    from engine.errors import (
        AlreadyClaimed,
        AlreadyCompleted,
        AmbiguousMessage,
        BpmnError,
        Busy,
        EngineError,
        InvalidArgument,
        InvalidData,
        KeyReused,
        NotEntitled,
        NotExecutable,
        NotMovable,
        OutcomeUnknown,
        SandboxError,
        Suspended,
        Undecided,
        UnknownDecision,
        UnknownDefinition,
        UnknownDocument,
        UnknownIncident,
        UnknownInstance,
        UnknownTrigger,
        UnknownWorkItem,
        WrongState,
    )
    from engine.external_job import ExternalJob
    from engine.history import HistoryRecord
    from engine.instance import Delivery, Incident, Instance, KeptMessage, Result
    from engine.lookup import Lookup
    from engine.refusing import Refusal
    from engine.stage import Choice, Stage
    from engine.trigger import Trigger
    from engine.work_item import WorkItem
    from engine.work_query import Counted, WorkQuery

_HOMES = {
    "Engine": "engine.engine",
    "Actor": "engine.actor",
    "CaseQuery": "engine.case_query",
    "CaseReader": "engine.case_reader",
    "WaitingStep": "engine.case_query",
    "KeptMessage": "engine.instance",
    "Result": "engine.instance",
    "Stage": "engine.stage",
    "Choice": "engine.stage",
    "Trigger": "engine.trigger",
    "Definition": "engine.definition",
    "DecisionVersion": "engine.decision_version",
    "Outcome": "engine.decisions",
    "Instance": "engine.instance",
    "Incident": "engine.instance",
    "Delivery": "engine.instance",
    "WorkItem": "engine.work_item",
    "WorkQuery": "engine.work_query",
    "WorkTerm": "engine.work_term",
    "Counted": "engine.work_query",
    "Connections": "engine.connections",
    "Document": "engine.document",
    "ExternalJob": "engine.external_job",
    "Lookup": "engine.lookup",
    "Refusal": "engine.refusing",
    "HistoryRecord": "engine.history",
    **dict.fromkeys(
        (
            "AlreadyClaimed",
            "AlreadyCompleted",
            "AmbiguousMessage",
            "BpmnError",
            "Busy",
            "EngineError",
            "InvalidArgument",
            "InvalidData",
            "KeyReused",
            "NotEntitled",
            "NotExecutable",
            "NotExtendable",
            "NotMovable",
            "OutcomeUnknown",
            "SandboxError",
            "Suspended",
            "Undecided",
            "UnknownDecision",
            "UnknownDefinition",
            "UnknownDocument",
            "UnknownIncident",
            "UnknownInstance",
            "UnknownTrigger",
            "UnknownWorkItem",
            "WrongState",
        ),
        "engine.errors",
    ),
}

__all__ = [
    "Engine",
    "Actor",
    "CaseQuery",
    "CaseReader",
    "WaitingStep",
    "KeptMessage",
    "Result",
    "Stage",
    "Choice",
    "Trigger",
    "Definition",
    "DecisionVersion",
    "Outcome",
    "Instance",
    "WorkItem",
    "WorkQuery",
    "WorkTerm",
    "Counted",
    "HistoryRecord",
    "ExternalJob",
    "Document",
    "Lookup",
    "Refusal",
    "Connections",
    "Incident",
    "Delivery",
    "EngineError",
    "UnknownDefinition",
    "UnknownDecision",
    "UnknownDocument",
    "UnknownInstance",
    "UnknownWorkItem",
    "UnknownIncident",
    "UnknownTrigger",
    "NotExecutable",
    "NotExtendable",
    "NotMovable",
    "OutcomeUnknown",
    "Suspended",
    "NotEntitled",
    "InvalidArgument",
    "InvalidData",
    "WrongState",
    "AlreadyCompleted",
    "AlreadyClaimed",
    "AmbiguousMessage",
    "KeyReused",
    "Busy",
    "BpmnError",
    "SandboxError",
    "Undecided",
]


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    value = getattr(import_module(_HOMES[name]), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted(__all__)
