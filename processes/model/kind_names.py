"""What the kinds of elements and events are called in a sentence for people; the editor's palette uses the same words.

>>> str(kind_name("UserTask")), str(kind_name("Timer")), str(kind_name("SomethingElse"))
('User task', 'Timer', 'SomethingElse')
"""

from __future__ import annotations

from processes.text import Message, _

KIND_NAMES: dict[str, Message] = {
    "Task": _("Task"),
    "UserTask": _("User task"),
    "ManualTask": _("Manual task"),
    "ServiceTask": _("Service task"),
    "ScriptTask": _("Script task"),
    "BusinessRuleTask": _("Business rule task"),
    "SendTask": _("Send task"),
    "ReceiveTask": _("Receive task"),
    "CallActivity": _("Call activity"),
    "SubProcess": _("Sub-process"),
    "AdHocSubProcess": _("Ad-hoc sub-process"),
    "Transaction": _("Transaction"),
    "ExclusiveGateway": _("Exclusive gateway"),
    "InclusiveGateway": _("Inclusive gateway"),
    "ParallelGateway": _("Parallel gateway"),
    "EventBasedGateway": _("Event-based gateway"),
    "ComplexGateway": _("Complex gateway"),
    "StartEvent": _("Start event"),
    "EndEvent": _("End event"),
    "IntermediateCatchEvent": _("Intermediate catch event"),
    "IntermediateThrowEvent": _("Intermediate throw event"),
    "BoundaryEvent": _("Boundary event"),
    "SequenceFlow": _("Sequence flow"),
    "Lane": _("Lane"),
    "Participant": _("Pool"),
    "DataObjectReference": _("Data object"),
    "Form": _("Form"),
    "Message": _("Message"),
    "Timer": _("Timer"),
    "Signal": _("Signal"),
    "Error": _("Error"),
    "Escalation": _("Escalation"),
    "Conditional": _("Condition"),
    "Compensate": _("Compensation"),
    "Cancel": _("Cancellation"),
    "Terminate": _("Termination"),
    "Link": _("Link"),
}


def kind_name(kind: str) -> Message:
    """Return what a kind of element or event is called; what the standard does not know is called as it is written."""
    return KIND_NAMES.get(kind, Message(kind))
