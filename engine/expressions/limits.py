"""How long an expression or script may take, and how much memory it may use."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass

MEGABYTE = 1024 * 1024


@dataclass(frozen=True, kw_only=True)
class Limits:
    """The limits of one call: `seconds` of work and `megabytes` of memory.

    A script's work is counted on the processor, so that a busy machine does not end one that would do.
    """

    seconds: float = 0.25
    megabytes: int = 64

    def __post_init__(self) -> None:
        if self.seconds <= 0 or self.megabytes < 16:
            raise ValueError("A call needs some time, and at least 16 MB of memory.")

    @property
    def milliseconds(self) -> int:
        """The time as people say it."""
        return round(self.seconds * 1000)

    @property
    def bytes(self) -> int:
        """The memory as the isolate takes it."""
        return self.megabytes * MEGABYTE


_limits: ContextVar[Limits] = ContextVar("limits", default=Limits())  # noqa: B039  (frozen)


def current() -> Limits:
    """Return the limits that hold now.

    >>> current().milliseconds, current().megabytes
    (250, 64)
    """
    return _limits.get()


def keep_to(limits: Limits) -> None:
    """Let these limits hold from here on in this context."""
    _limits.set(limits)


@contextmanager
def within(limits: Limits) -> Iterator[None]:
    """Let these limits hold."""
    token = _limits.set(limits)
    try:
        yield
    finally:
        _limits.reset(token)
