"""The nouns of BPMN 2.0 as plain values, each under the standard's exact name.

`Element.type` is the standard's class name (`UserTask`, `ExclusiveGateway`, `BoundaryEvent`), never an invention.  The
values are read from the XML once and never change; edits go to the bytes and are read anew.

Source: OMG BPMN 2.0.2, chapters 8 and 10.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from processes.label import Label, label_of

if TYPE_CHECKING:
    from processes.model.gov import Party, Step
    from processes.text import Message

TASKS = frozenset(
    {
        "Task",
        "UserTask",
        "ManualTask",
        "ServiceTask",
        "SendTask",
        "ReceiveTask",
        "ScriptTask",
        "BusinessRuleTask",
        "CallActivity",
    }
)
SUBPROCESSES = frozenset({"SubProcess", "Transaction", "AdHocSubProcess"})
ACTIVITIES = TASKS | SUBPROCESSES
GATEWAYS = frozenset(
    {"ExclusiveGateway", "ParallelGateway", "InclusiveGateway", "EventBasedGateway", "ComplexGateway"}
)
EVENTS = frozenset(
    {"StartEvent", "EndEvent", "IntermediateCatchEvent", "IntermediateThrowEvent", "BoundaryEvent"}
)
FLOW_NODES = ACTIVITIES | GATEWAYS | EVENTS


@dataclass(frozen=True, kw_only=True)
class EventDefinition:
    """What an event waits for or throws.

    `type` is the standard's name without its ending: `Timer`, `Message`, `Error`, `Escalation`, `Signal`, `Terminate`,
    `Link`, `Compensate`, `Conditional`, `Cancel`.  `name` and `code` come from the referenced message, error,
    escalation or signal.  A timer has its `timer_kind` (`date`, `duration`, `cycle`) and `expression`; `working` says
    that its durations count working time, `missed` what becomes of rounds nobody was there to fire (`all`, `once`,
    `skip`; None: as its process says, else all).  A thrown compensation refers to the one activity it undoes (none: all
    of its scope) and says with `waits` whether it goes on only when that is done.
    """

    type: str
    reference: str | None = None
    name: str | None = None
    code: str | None = None
    timer_kind: str | None = None
    expression: str | None = None
    working: bool = False
    missed: str | None = None
    correlation_key: str | None = None
    waits: bool = True


@dataclass(frozen=True, kw_only=True)
class MultiInstance:
    """How often an activity is repeated for the items of a collection, one after another or side by side.

    `behavior` says which of its rounds throw an event when they are done: `None` each one, `One` the first, `Complex`
    those for which a condition of `events` holds, `All` none of them.  `events` are (condition, event) pairs.
    """

    sequential: bool = False
    cardinality: str | None = None
    collection: str | None = None
    item: str | None = None
    output_collection: str | None = None
    output_item: str | None = None
    completion_condition: str | None = None
    behavior: str = "All"
    events: tuple[tuple[str | None, EventDefinition], ...] = ()


@dataclass(frozen=True, kw_only=True)
class DataMove:
    """What a data association moves: to the variable `target` the variable `source`, or what FEEL makes of it."""

    source: str
    target: str
    is_computed: bool = False


@dataclass(frozen=True, kw_only=True)
class Script:
    """A script of a script task, with the language its author named."""

    language: str
    text: str
    result: str | None = None


@dataclass(frozen=True, kw_only=True)
class Element:
    """A flow node: task, event, gateway or subprocess.

    `scope` is the process or subprocess it sits in; `lane` and `participant` who it belongs to.  `candidate_groups` are
    the groups its work items go to: named by the file, or else its lane's.  `names` are its names by language; `step`
    is what the `gov:` vocabulary says of it, None means not assessed.  `compensated_by` is the activity that undoes the
    one a compensation boundary event sits on.  `inputs` and `outputs` are mapped by `gov:mapping` or a vendor's
    extensions and hide everything else; `data_inputs` and `data_outputs` by the standard's data associations, which
    hide nothing.  `sets_at_start` are (FEEL, variable) pairs that are set when it begins.
    A start event may have an `initiator`: the variable that tells who started the case.
    Of a call, `takes_all` and `gives_all` say whether every variable is passed besides (None: when nothing is mapped).
    `properties` are variables of its own.  `untranslated` says what of a vendor's file would change how it runs and
    could not be read; it is refused for that.
    """

    id: str
    type: str
    name: str
    scope: str
    process: str
    line: int
    position: int
    lane: str | None = None
    participant: str | None = None
    documentation: str = ""
    event_definition: EventDefinition | None = None
    event_definitions: tuple[EventDefinition, ...] = ()
    attached_to: str | None = None
    is_interrupting: bool = True
    parallel_multiple: bool = False
    called_element: str | None = None
    default: str | None = None
    is_event_subprocess: bool = False
    is_for_compensation: bool = False
    multi_instance: MultiInstance | None = None
    is_loop: bool = False
    loop_condition: str | None = None
    test_before: bool = False
    loop_maximum: str | None = None
    script: Script | None = None
    topic: str | None = None
    decision: str | None = None
    decision_result: str | None = None
    decision_shape: str | None = None
    instantiate: bool = False
    message: str | None = None
    correlation_key: str | None = None
    start_quantity: int = 1
    completion_quantity: int = 1
    candidate_groups: tuple[str, ...] = ()
    candidate_users: tuple[str, ...] = ()
    assignee: str | None = None
    initiator: str | None = None
    due: str | None = None
    priority: str | None = None
    form: str | None = None
    inputs: tuple[tuple[str, str], ...] = ()
    outputs: tuple[tuple[str, str], ...] = ()
    data_inputs: tuple[DataMove, ...] = ()
    data_outputs: tuple[DataMove, ...] = ()
    sets_at_start: tuple[tuple[str, str], ...] = ()
    takes_all: bool | None = None
    gives_all: bool | None = None
    properties: tuple[str, ...] = ()
    has_data_mapping: bool = False
    untranslated: tuple[Message, ...] = ()
    compensated_by: str | None = None
    activation_condition: str | None = None
    completion_condition: str | None = None
    sequential: bool = False
    cancels_remaining: bool = True
    starts_all: bool = False
    step: Step | None = None
    names: dict[str, str] = field(default_factory=dict, hash=False)

    @property
    def label(self) -> Label:
        """The name people gave it in every language, or its id."""
        return label_of(self)

    @property
    def is_task(self) -> bool:
        """Whether it is an atomic activity or a call."""
        return self.type in TASKS

    @property
    def is_gateway(self) -> bool:
        """Whether it is a gateway."""
        return self.type in GATEWAYS

    @property
    def is_event(self) -> bool:
        """Whether it is a start, end, intermediate or boundary event."""
        return self.type in EVENTS


@dataclass(frozen=True, kw_only=True)
class SequenceFlow:
    """An arrow of the control flow; `condition` is FEEL, `probability` the analyst's (None: not assessed)."""

    id: str
    name: str
    source: str
    target: str
    scope: str
    line: int
    condition: str | None = None
    condition_language: str | None = None
    is_default: bool = False
    probability: float | None = None
    untranslated: tuple[Message, ...] = ()
    names: dict[str, str] = field(default_factory=dict, hash=False)

    @property
    def label(self) -> Label:
        """The name people gave it in every language, or its id."""
        return label_of(self)


@dataclass(frozen=True, kw_only=True)
class Lane:
    """A row of a pool: who does what stands in it."""

    id: str
    name: str
    process: str
    line: int
    parent: str | None = None
    party: Party | None = None
    members: tuple[str, ...] = ()
    names: dict[str, str] = field(default_factory=dict)

    @property
    def group(self) -> str:
        """The candidate group its work items go to: named in `gov:party`, else the lane's own name."""
        return (self.party and self.party.group) or self.name or self.id


@dataclass(frozen=True, kw_only=True)
class Participant:
    """A pool: a body or a person taking part; `process` is None for one drawn as a black box."""

    id: str
    name: str
    process: str | None
    line: int
    party: Party | None = None
    names: dict[str, str] = field(default_factory=dict, hash=False)


@dataclass(frozen=True, kw_only=True)
class MessageFlow:
    """An arrow between two pools."""

    id: str
    name: str
    source: str
    target: str


@dataclass(frozen=True, kw_only=True)
class Process:
    """A process of the file; `executable` as its author declared it (None: not declared)."""

    id: str
    name: str
    line: int
    executable: bool | None = None
    documentation: str = ""
    untranslated: tuple[Message, ...] = ()
