"""What a simulated case consists of while it runs: scopes with their tokens, and the activity instances in them."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from analytics.simulation.desk import Desk
    from analytics.simulation.plan import Node


@dataclass(eq=False)
class Work:
    """One activity instance of a case, from its offer on."""

    node: Node
    case: int
    scope: Scope
    instance: str
    offered: float
    is_over: bool = False
    person: int | None = None
    desk: Desk | None = None
    left: int = 1
    whole: Work | None = None
    inner: Scope | None = None


@dataclass(eq=False)
class Scope:
    """A running process or subprocess of a case: its tokens, and whom to tell when they are gone."""

    case: int
    parent: Work | None = None
    tokens: int = 0
    at: dict[str, int] = field(default_factory=dict)
    arrived: dict[str, list[str]] = field(default_factory=dict)
    works: set[Work] = field(default_factory=set)
    is_over: bool = False
