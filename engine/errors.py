"""What the engine refuses, as nouns of the field.

Each error carries fields, so that a page can say it beside the form field or the element, and a program can act on it.
The text is one sentence a person understands, followed by the way out.
"""

from __future__ import annotations

from collections.abc import Mapping
from difflib import get_close_matches
from typing import TYPE_CHECKING

from processes.text import Message, _

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import datetime

    from processes.problem import Problem


class EngineError(Exception):
    """Something the engine cannot honour; `element` says where in the model and `hint` the way out, when known."""

    def __init__(self, message: Message, *, element: str | None = None, hint: Message | None = None) -> None:
        super().__init__(str(message))
        self.message = message
        self.element = element
        self.hint = hint

    def __str__(self) -> str:
        return f"{self.message} {self.hint}" if self.hint else str(self.message)


class _Unknown(EngineError):
    noun = _("thing")

    def __init__(self, name: str, known: Iterable[str] = ()) -> None:
        close = get_close_matches(name, sorted(known), n=3, cutoff=0.5)
        hint = _("Did you mean {names}?").format(names=", ".join(close)) if close else None
        super().__init__(_("There is no {noun} “{name}”.").format(noun=self.noun, name=name), hint=hint)
        self.name = name


class UnknownDefinition(_Unknown):
    """No definition is deployed under this key (or in this version)."""

    noun = _("definition")


class UnknownDecision(_Unknown):
    """No decision is deployed under this id (or in this version)."""

    noun = _("decision")


class UnknownDocument(_Unknown):
    """No document has this id."""

    noun = _("document")


class UnknownInstance(_Unknown):
    """No instance has this id."""

    noun = _("instance")


class UnknownWorkItem(_Unknown):
    """No work item has this id."""

    noun = _("work item")


class UnknownIncident(_Unknown):
    """No open incident has this id."""

    noun = _("incident")


class UnknownTrigger(_Unknown):
    """No flow trigger has this id."""

    noun = _("flow trigger")


class InvalidArgument(EngineError):
    """A verb was called with something it cannot take; `argument` is which, `hint` what it takes."""

    def __init__(
        self, argument: str, given: object = None, *, message: Message | None = None, hint: Message
    ) -> None:
        shown = repr(given)
        shown = shown if len(shown) <= 60 else f"{shown[:59]}…"
        text = message or _("“{argument}” cannot be {given}.").format(argument=argument, given=shown)
        super().__init__(text, hint=hint)
        self.argument = argument


class NotEntitled(EngineError):
    """The person may not do this: another holds the work item, or it is offered to none of their groups."""


class InvalidData(EngineError):
    """The data do not fit the form: `errors` says for each field what is wrong."""

    def __init__(self, errors: Mapping[str, Message], *, element: str | None = None) -> None:
        fields = "; ".join(f"{path}: {text}" for path, text in errors.items())
        super().__init__(_("The data do not fit the form: {fields}").format(fields=fields), element=element)
        self.errors = dict(errors)


class WrongState(EngineError):
    """The thing is no longer (or not yet) in a state in which this can be done."""


class Suspended(WrongState):
    """It rests, by itself or with its definition, until it is resumed."""


class NotExtendable(WrongState):
    """The term was extended before, or is over."""


class NotMovable(WrongState):
    """The instance cannot be moved to the other version or place; `problems` says of which tokens, and why."""

    def __init__(self, problems: Sequence[Message], *, hint: Message | None = None) -> None:
        self.problems = tuple(problems)
        reasons = " ".join(str(problem) for problem in self.problems)
        super().__init__(_("The case cannot be moved: {reasons}").format(reasons=reasons), hint=hint)


class AlreadyCompleted(WrongState):
    """The work item was completed or withdrawn before."""


class AlreadyClaimed(WrongState):
    """Another person has claimed the work item; `holder` is who, `since` when they did."""

    def __init__(
        self,
        message: Message,
        *,
        holder: str,
        since: datetime | None = None,
        element: str | None = None,
    ) -> None:
        super().__init__(message, element=element)
        self.holder = holder
        self.since = since


class AmbiguousMessage(WrongState):
    """Several instances wait for this message and no key says which one is meant."""


class KeyReused(WrongState):
    """The idempotency key was given before to something else; `key` is which."""

    def __init__(self, key: str) -> None:
        super().__init__(
            _("The idempotency key “{key}” was already used for something else; nothing was done.").format(
                key=key
            ),
            hint=_("Give every action a key of its own."),
        )
        self.key = key


class Busy(WrongState):
    """The instance is being changed by others without a pause; nothing was done, try again."""


class OutcomeUnknown(EngineError):
    """The database went away at the very end: only a look at it, or the idempotency key, tells whether it is done."""


class OtherSchema(EngineError):
    """The database was made by another version; migrate it before anything else."""


class NotExecutable(EngineError):
    """The model cannot be run rightly; `problems` names every element and reason at once."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        self.problems = tuple(problems)
        first = self.problems[0] if self.problems else None
        reasons = " ".join(str(problem.message) for problem in self.problems)
        super().__init__(
            _("The model cannot be run: {reasons}").format(reasons=reasons),
            element=first.element if first else None,
        )


class SandboxError(EngineError):
    """An expression or script could not be evaluated: wrong syntax, time or memory used up, or an error it raised."""


class Undecided(SandboxError):
    """A decision has no lawful result: rules that contradict each other, or a value outside of what is allowed.

    `decision` is the id of the decision, `code` which of its rules was broken (`not unique`, `input not allowed`, …).
    """

    def __init__(
        self, message: Message, *, decision: str | None, code: str, hint: Message | None = None
    ) -> None:
        super().__init__(message, hint=hint)
        self.decision = decision
        self.code = code


class BpmnError(Exception):
    """An error of the domain, raised by a service handler to be caught by an error boundary event with this code.

    >>> BpmnError("NO_SUCH_PERSON", "The register knows nobody under this number.").code
    'NO_SUCH_PERSON'
    """

    def __init__(self, code: str, message: str = "", *, data: Mapping[str, object] | None = None) -> None:
        super().__init__(message or code)
        self.code = code
        self.data = dict(data or {})
