"""A second, much smaller opinion on how a model runs: a token game that shares no code with the engine.

It knows tasks (done by name), exclusive, parallel and inclusive gateways, ends, and signals on the borders of tasks.  A
model is a list of nodes; what an exclusive or inclusive gateway decides depends on the one number `d`, which whoever
acts sets.  Tokens lie on flows, numbered as they are drawn.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field


class TooMuch(Exception):
    """The model runs in circles, or has more tokens than anybody wants to compare."""


@dataclass(frozen=True, kw_only=True)
class Spot:
    """A node: its kind (`task`, `xor`, `and`, `or`, `end`), where its flows lead, and when each of them is taken.

    `when` holds for each flow the values of `d` for which its condition is true; the last flow of a deciding gateway is
    its default.  A task's `border` is (interrupts, target) of a signal it listens to.
    """

    kind: str
    to: tuple[int, ...] = ()
    when: tuple[frozenset[int], ...] = ()
    border: tuple[bool, int] | None = None


@dataclass
class Game:
    """One run; `open` counts the tasks that wait, by node."""

    spots: list[Spot]
    open: Counter[int] = field(default_factory=Counter)
    tokens: Counter[tuple[int, int]] = field(default_factory=Counter)

    def __post_init__(self) -> None:
        self.flows = [(a, b) for a, spot in enumerate(self.spots) for b in self._targets(spot)]
        self.into: dict[int, list[int]] = {b: [] for b in range(len(self.spots))}
        self.first = len(self.flows)
        for number, (_a, b) in enumerate(self.flows):
            self.into[b].append(number)
        self.into[0].append(self.first)

    @staticmethod
    def _targets(spot: Spot) -> list[int]:
        return [*spot.to, *([spot.border[1]] if spot.border else [])]

    def start(self, d: int) -> None:
        self._put(self.first, 0)
        self._settle(d)

    def complete(self, node: int, d: int) -> None:
        self.open[node] -= 1
        self._leave(node, d)
        self._settle(d)

    def signal(self, d: int) -> None:
        heard = [n for n, count in self.open.items() for _ in range(count) if self.spots[n].border]
        for node in heard:
            border = self.spots[node].border
            assert border is not None
            if border[0]:
                self.open[node] -= 1
            self._put(self._flow(node, len(self.spots[node].to)), border[1])
        self._settle(d)

    @property
    def is_over(self) -> bool:
        return not sum(self.open.values()) and not sum(self.tokens.values())

    def _flow(self, node: int, nth: int) -> int:
        """The number of the nth flow out of a node."""
        return sum(len(self._targets(s)) for s in self.spots[:node]) + nth

    def _put(self, flow: int, node: int) -> None:
        self.tokens[flow, node] += 1
        if sum(self.tokens.values()) + sum(self.open.values()) > 25:
            raise TooMuch

    def _settle(self, d: int) -> None:
        for _ in range(400):
            moved = any(
                self._move(flow, node, d) for (flow, node), count in list(self.tokens.items()) if count > 0
            )
            if not moved and not any(self._gather(n, d) for n, s in enumerate(self.spots) if s.kind == "or"):
                return
        raise TooMuch

    def _move(self, flow: int, node: int, d: int) -> bool:
        spot, into = self.spots[node], self.into[node]
        if spot.kind == "or" and len(into) > 1:
            return False
        if spot.kind == "and":
            if not all(self.tokens[f, node] > 0 for f in into):
                return False
            for f in into:
                self.tokens[f, node] -= 1
        else:
            self.tokens[flow, node] -= 1
        if spot.kind == "task":
            self.open[node] += 1
        else:
            self._leave(node, d)
        return True

    def _gather(self, node: int, d: int) -> bool:
        """An inclusive join: whether it may open, by the standard's words."""
        into = self.into[node]
        full = [f for f in into if self.tokens[f, node] > 0]
        if not full or len(into) < 2:
            return False
        # From where each incoming flow can be reached without passing the join.
        reach = {f: self._before(f, node) for f in into}
        elsewhere = [n for (f, n), count in self.tokens.items() if count > 0 and n != node]
        elsewhere += [n for n, count in self.open.items() if count > 0]
        for at in elsewhere:
            to_empty = any(at in reach[f] for f in into if f not in full)
            to_full = any(at in reach[f] for f in full)
            if to_empty and not to_full:
                return False
        for f in full:
            self.tokens[f, node] -= 1
        self._leave(node, d)
        return True

    def _before(self, flow: int, join: int) -> set[int]:
        found: set[int] = set()
        todo = [self.flows[flow][0]] if flow != self.first else []
        while todo:
            node = todo.pop()
            if node == join or node in found:
                continue
            found.add(node)
            todo += [a for a, b in self.flows if b == node]
        return found

    def _leave(self, node: int, d: int) -> None:
        spot = self.spots[node]
        chosen = list(range(len(spot.to)))
        if spot.kind in ("xor", "or") and len(spot.to) > 1:
            chosen = [n for n in chosen[:-1] if d in spot.when[n]]
            chosen = chosen or [len(spot.to) - 1]
            if spot.kind == "xor":
                chosen = chosen[:1]
        for n in chosen:
            self._put(self._flow(node, n), spot.to[n])


def as_model(spots: list[Spot]) -> tuple[str, str]:
    """Return (nodes, flows) of the same model in BPMN; node 3 is called `n3`."""
    nodes, ways = ['<startEvent id="start"/>'], []
    kinds = {"xor": "exclusiveGateway", "and": "parallelGateway", "or": "inclusiveGateway", "end": "endEvent"}
    number = 0
    for name, spot in enumerate(spots):
        decides = spot.kind in ("xor", "or") and len(spot.to) > 1
        for n, target in enumerate(spot.to):
            number += 1
            condition = ""
            if decides and n < len(spot.to) - 1:
                condition = " [" + (" or ".join(f"d = {v}" for v in sorted(spot.when[n])) or "false") + "]"
            ways.append(f"n{name} -> n{target}{condition}")
        default = f' default="f{number}"' if decides else ""
        if spot.border:
            number += 1
            ways.append(f"b{name} -> n{spot.border[1]}")
            nodes.append(
                f'<boundaryEvent id="b{name}" attachedToRef="n{name}" cancelActivity="{str(spot.border[0]).lower()}">'
                '<signalEventDefinition signalRef="sig"/></boundaryEvent>'
            )
        if spot.kind == "task":
            nodes.append(f'<userTask id="n{name}" name="n{name}"/>')
        else:
            nodes.append(f'<{kinds[spot.kind]} id="n{name}"{default}/>')
    ways.append("start -> n0")
    return "\n".join(nodes), "\n".join(ways)
