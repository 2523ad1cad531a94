"""The fields of the panel for what the engine has to know: forms, conditions, timers, messages, repetitions.

Which of them an element has follows from its kind; the page's script shows and writes them.
"""

from __future__ import annotations

from modeler_api.editor.field import Field, field, options
from modeler_api.translation import text
from processes.text import Message, _


def runs() -> list[Field]:
    """What the engine has to know of a step, by the kind of element it is for; `feel` is which FEEL a field takes, as
    `web/expressions` names it."""
    return [
        field("form", "form", _("Form"), of=["bpmn:UserTask", "bpmn:StartEvent", "bpmn:ManualTask"]),
        field("gov", "service.topic", _("What does the work"), of=["bpmn:ServiceTask", "bpmn:SendTask"]),
        field("decision", "decision.ref", _("Decision"), of=["bpmn:BusinessRuleTask"]),
        field("gov", "decision.result", _("Where the result goes"), of=["bpmn:BusinessRuleTask"]),
        field("script", "script", _("Script in FEEL"), of=["bpmn:ScriptTask"], feel="value"),
        field("gov", "script.result", _("Where the result goes"), of=["bpmn:ScriptTask"]),
        field(
            "plain",
            "calledElement",
            _("Key of the procedure it calls"),
            of=["bpmn:CallActivity"],
            feel="equals",
        ),
        field(
            "condition",
            "condition",
            _("Taken when"),
            of=["bpmn:SequenceFlow"],
            hint=_("In FEEL: complete = true."),
            feel="condition",
        ),
        field("gov", "prob.value", _("Share of cases, from 0 to 1"), of=["bpmn:SequenceFlow"]),
        field(
            "timer",
            "timer",
            _("Timer"),
            of=["bpmn:TimerEventDefinition"],
            options=options(_TIMERS),
            examples=_EXAMPLES,
            units=[
                text(_("Which time counts")),
                text(_("calendar time")),
                text(_("working time of the office")),
            ],
            missed=[text(_("Rounds that nobody was there to fire")), options(_MISSED)],
            feel="timer",
        ),
        field(
            "holds", "condition", _("Happens when"), of=["bpmn:ConditionalEventDefinition"], feel="condition"
        ),
        field("defined", "message", _("Message"), of=_MESSAGES, hint=_SHARED),
        field("defined", "signal", _("Signal"), of=["bpmn:SignalEventDefinition"], hint=_SHARED),
        field("defined", "error", _("Error"), of=["bpmn:ErrorEventDefinition"], hint=_SHARED),
        field("code", "error", _("Code of the error"), of=["bpmn:ErrorEventDefinition"], hint=_CODE),
        field("defined", "escalation", _("Escalation"), of=["bpmn:EscalationEventDefinition"], hint=_SHARED),
        field(
            "code",
            "escalation",
            _("Code of the escalation"),
            of=["bpmn:EscalationEventDefinition"],
            hint=_CODE,
        ),
        field(
            "undone",
            "activityRef",
            _("What it undoes"),
            of=["bpmn:CompensateEventDefinition"],
            hint=_("A step that has a compensation attached, or a subprocess."),
            nothing=text(_("everything done here, the last thing first")),
            throws=True,
        ),
        field("link", "link", _("Name of the link"), of=["bpmn:LinkEventDefinition"], hint=_LINK),
        field(
            "mapping",
            "input",
            _("What goes in"),
            of=["bpmn:Activity", "bpmn:MessageEventDefinition", "bpmn:SignalEventDefinition"],
            hint=_(
                "Nothing has to stand here: a step sees all that the case knows. A connector takes these."
            ),
            target=text(_("Name inside")),
            throws=True,
            rest="takesAll",
        ),
        field(
            "mapping",
            "output",
            _("What comes out"),
            of=["bpmn:Activity"],
            hint=_("With a row here nothing else comes out."),
            target=text(_("Name in the case")),
            rest="givesAll",
        ),
        field(
            "mapping",
            "assignment",
            _("What is passed on"),
            of=["bpmn:DataAssociation"],
            target=text(_("Name it goes by")),
        ),
        field(
            "gov",
            "correlation.key",
            _("Which case it belongs to"),
            of=["bpmn:MessageEventDefinition", "bpmn:ReceiveTask"],
            feel="value",
        ),
        field(
            "gov",
            "step.refusesWhen",
            _("It refuses when"),
            of=["bpmn:UserTask"],
            hint=_("The applicant is then told the reason and how to object."),
            feel="condition",
        ),
        field("gov", "step.refusalReason", _("Answer that is the reason"), of=["bpmn:UserTask"]),
        _repeated("gov", "each.collection", _("Once for each of the list"), feel="value"),
        _repeated("gov", "each.item", _("What one of them is called")),
        _repeated("loop", "loopCardinality", _("How many times"), feel="value"),
        _repeated("loop", "completionCondition", _("Enough when"), feel="condition"),
        _repeated("gov", "each.outputItem", _("What each round gives"), feel="value"),
        _repeated("gov", "each.outputCollection", _("List of what all rounds gave")),
        _repeated("loop", "loopCondition", _("Again as long as"), needs="Standard", feel="condition"),
    ]


_MESSAGES = ["bpmn:MessageEventDefinition", "bpmn:ReceiveTask"]
_TIMERS = (
    ("timeDuration", _("after a time")),
    ("timeDate", _("at a moment")),
    ("timeCycle", _("again and again")),
)
_EXAMPLES = {
    "timeDuration": "P3D, PT2H",
    "timeDate": "2026-12-01T09:00:00+06:00",
    "timeCycle": "R/P1D, R3/PT10M, 0 9 * * MON-FRI",
}
_MISSED = (
    ("all", _("fire all, one after the other")),
    ("once", _("fire once for all of them")),
    ("skip", _("are left out")),
)
_SHARED = _("Events of the same name belong together.")
_CODE = _("Empty: it is told by its name.")
_LINK = _("The two ends of a link have the same name.")


def _repeated(
    kind: str, name: str, label: Message, *, needs: str = "MultiInstance", feel: str | None = None
) -> Field:
    """A field of a step that is repeated; what `gov:` says of it stands inside the repetition."""
    inside = "loopCharacteristics" if kind == "gov" else None
    needed = f"bpmn:{needs}LoopCharacteristics"
    return field(kind, name, label, of=["bpmn:Activity"], needs=needed, inside=inside, feel=feel)
