"""What a connector is called with, and the two ways it can fail."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any, TypeVar

from engine.errors import EngineError
from processes.text import Message, _

if TYPE_CHECKING:
    from engine.connections import Connections

Run = TypeVar("Run", bound=Callable[..., Mapping[str, Any]])


class ConnectorRefused(EngineError):
    """The call cannot succeed as it is: trying again would not help; somebody must correct something."""


class ConnectorUnavailable(EngineError):
    """The other side does not answer now; it is tried again, after `retry_after` when the other side says so."""

    def __init__(self, message: Message, *, retry_after: timedelta | None = None) -> None:
        super().__init__(message)
        self.retry_after = retry_after


@dataclass(frozen=True, kw_only=True)
class Means:
    """What a connector may do besides talking: keep a document, read one, and write down what a register was asked."""

    keep_document: Callable[[str, str, str, bytes], Mapping[str, Any]]
    read_document: Callable[[str], tuple[str, str, bytes]]
    note_lookup: Callable[[Mapping[str, Any]], None]
    answer_lookup: Callable[[str, str], None]


@dataclass(frozen=True, kw_only=True)
class Call:
    """One call for one service task.

    `job` is the same at every attempt and stands for the effect: what was done under it is not done again.  `given` are
    the parameters; a secret is in them by its name only.  `asked_by` is the person whose action led here.
    """

    job: str
    instance: str
    business_key: str | None
    element: str
    label: str
    given: Mapping[str, Any]
    asked_by: str
    at: datetime
    connections: Connections
    means: Means

    def text(self, name: str, default: str | None = None) -> str:
        """Return a parameter that must be text; raises `ConnectorRefused` when it is missing or something else."""
        value = self.given.get(name)
        value = default if value is None else value
        if not isinstance(value, str) or (default is None and not value.strip()):
            raise ConnectorRefused(
                _("“{label}” gives no text for “{parameter}”.").format(label=self.label, parameter=name),
                element=self.element,
            )
        return value

    def mapping(self, name: str) -> Mapping[str, Any]:
        """Return a parameter that is a context, empty when it is not given."""
        value = self.given.get(name)
        if value is None:
            return {}
        if not isinstance(value, Mapping):
            raise ConnectorRefused(
                _("“{label}” gives no context for “{parameter}”.").format(label=self.label, parameter=name),
                element=self.element,
            )
        return value


def takes(*required: str, optional: tuple[str, ...] = ()) -> Callable[[Run], Run]:
    """Say which parameters a connector needs and which it may get, so that a model is checked before it runs."""

    def mark(run: Run) -> Run:
        run.required = required  # type: ignore[attr-defined]  # read back by `parameters`
        run.optional = optional  # type: ignore[attr-defined]  # read back by `parameters`
        return run

    return mark


def parameters(run: Callable[..., Any]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the parameters a connector needs, and those it may get."""
    return getattr(run, "required", ()), getattr(run, "optional", ())
