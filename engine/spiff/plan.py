"""A plan: what is run of one or several models, with everything implicit made explicit.

Node keys are the file's element ids; those of a called process carry its definition in front
(`id@definition`), so that two files may use the same ids.  `Node.element` is always the file's element, and
only its id is ever reported.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from processes.model.elements import Element


@dataclass(frozen=True, kw_only=True)
class Arc:
    """A way a token may take: one sequence flow, or the jump of a link event."""

    key: str
    label: str
    target: str
    condition: str | None = None
    is_default: bool = False


@dataclass(frozen=True, kw_only=True)
class Node:
    """One element with its ways in and out; `undone_by` is the activity that compensates it."""

    key: str
    element: Element
    container: str
    arcs: tuple[Arc, ...]
    incoming: tuple[str, ...]
    boundaries: tuple[str, ...] = ()
    inner: str | None = None
    undone_by: str | None = None

    @property
    def type(self) -> str:
        """The element's BPMN type."""
        return self.element.type

    @property
    def is_repeated(self) -> bool:
        """Whether the activity is run several times for one token (multi-instance or standard loop)."""
        return self.element.multi_instance is not None or self.element.is_loop


@dataclass(frozen=True, kw_only=True)
class Container:
    """A process or subprocess: where its tokens start, and the event subprocesses that listen while it runs.

    `undone_by` is the event subprocess that compensates it once it has completed.
    """

    key: str
    process: str
    starts: tuple[str, ...]
    event_subprocesses: tuple[str, ...] = ()
    event_starts: tuple[str, ...] = ()
    isolated: bool = False
    undone_by: str | None = None


@dataclass(frozen=True, kw_only=True)
class Plan:
    """All nodes and containers that one definition runs; `root` is the container of its process.

    `declared` are the names its models speak of as data: they may be missing without being a slip.
    """

    digest: str
    root: str
    nodes: Mapping[str, Node]
    containers: Mapping[str, Container]
    arcs: Mapping[str, tuple[str, str]] = field(default_factory=dict)
    conditionals: bool = False
    compensates: bool = False
    declared: frozenset[str] = frozenset()
