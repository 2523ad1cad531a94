"""From a grid to coordinates: rows get heights, columns widths, and each flow an orthogonal way between them.

Between two columns lies a gap with as many vertical tracks as flows change rows there.  Gateways use their upper and
lower corners where the way is free; flows back run on a row of their own below what they pass; flows of boundary
events leave downwards.  Labels of flows stand above the line, behind the tracks of the gap.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from itertools import pairwise

from processes.model.drawing import Box, Drawing, Edge, Point, Shape, label_size
from processes.model.layering import Arc, Cell, Grid

_ROW_GAP, _TRACK, _MARGIN, _BOUNDARY = 30.0, 14.0, 18.0, 36.0


@dataclass(frozen=True, kw_only=True)
class Node:
    """A box to place: its size, its label outside (gateways: above, events: below) and its boundary events."""

    id: str
    kind: str
    width: float
    height: float
    label: str = ""
    attributes: tuple[tuple[str, str], ...] = ()
    boundary: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class Band:
    """The rows of one lane: from `top` to `bottom`."""

    top: float
    bottom: float


@dataclass
class _Step:
    """A point whose x is known only when all gaps are: a place of a node, or a track of a gap."""

    at: tuple[str, str, int]
    y: float


@dataclass
class _Segment:
    low: float
    high: float
    group: str
    track: int = 0


@dataclass
class _Plan:
    steps: list[_Step] = field(default_factory=list)
    label_gap: int | None = None
    label_y: float = 0.0
    leftwards: bool = False


class Router:
    """Places one scope; `drawing` has its shapes and edges, `bands` where each band lies."""

    def __init__(
        self,
        grid: Grid,
        nodes: dict[str, Node],
        arcs: list[Arc],
        names: dict[str, str],
        *,
        count: int = 1,
        head_room: dict[int, float] | None = None,
        least: float = 0.0,
    ) -> None:
        self.grid = grid
        self.nodes = nodes
        self.arcs = arcs
        self.names = names
        self.hosts = {b: n.id for n in nodes.values() for b, _name in n.boundary}
        self.corners: dict[tuple[str, str], str] = {}
        self.segments: dict[int, list[_Segment]] = defaultdict(list)
        self.down: dict[tuple[int, int], float] = {}
        self.centre: dict[tuple[int, int], float] = {}
        self.bands = self._heights(count, head_room or {}, least)
        self.plans = {arc.id: self._plan(arc) for arc in arcs}
        self._tracks()
        self._widths()
        self.drawing = self._drawing()

    def _y(self, cell: Cell) -> float:
        return self.centre[cell.band, cell.row]

    def _heights(self, count: int, head_room: dict[int, float], least: float) -> list[Band]:
        up: dict[tuple[int, int], float] = defaultdict(lambda: 14.0)
        down: dict[tuple[int, int], float] = defaultdict(lambda: 10.0)
        for cell in (c for column in self.grid.columns for c in column):
            key = (cell.band, cell.row)
            up[key] = max(up[key], 14.0)
            down[key] = max(down[key], 10.0)
            if cell.is_node:
                above, below = self._reach(self.nodes[cell.key])
                up[key], down[key] = max(up[key], above), max(down[key], below)
        for id_, chain in self.grid.chains.items():
            key = (chain[1].band, chain[1].row)
            up[key] = max(up[key], label_size(self.names.get(id_, ""))[1] + 8)
        for id_, key in self.grid.backs.items():
            up[key] = max(up[key], label_size(self.names.get(id_, ""))[1] + 8)
            down[key] = max(down[key], 10.0)
        self.down = dict(down)
        bands, y = [], 0.0
        for band in range(count):
            top = y
            y += 20 + head_room.get(band, 0.0)
            for row in sorted(r for b, r in up if b == band):
                y += up[band, row]
                self.centre[band, row] = y
                y += down[band, row] + _ROW_GAP
            y = max(y - _ROW_GAP + 20, top + least)
            bands.append(Band(top, y))
        return bands

    @staticmethod
    def _reach(node: Node) -> tuple[float, float]:
        label = label_size(node.label)[1]
        above = below = node.height / 2
        if label:
            above += label + 6 if node.kind == "gateway" else 0
            below += label + 6 if node.kind == "event" else 0
        if node.boundary:
            below += _BOUNDARY / 2 + max(label_size(name)[1] for _id, name in node.boundary) + 10
        return above, below

    def _is_free(self, cell: Cell, y: float) -> bool:
        """Return whether a vertical line in the column of `cell`, from it to `y`, meets no other node."""
        low, high = sorted((self._y(cell), y))
        for other in self.grid.columns[cell.column]:
            if other.is_node and other is not cell:
                above, below = self._reach(self.nodes[other.key])
                if low < self._y(other) + below and self._y(other) - above < high:
                    return False
        return True

    def _corner(self, cell: Cell, y: float, use: str) -> bool:
        """Take the upper or lower corner of a gateway for a line to `y`, when it is free."""
        if self.nodes[cell.key].kind != "gateway" or not self._is_free(cell, y):
            return False
        side = "top" if y < self._y(cell) else "bottom"
        return self.corners.setdefault((cell.key, side), use) == use

    def _border(self, cell: Cell, y: float) -> float:
        half = self.nodes[cell.key].height / 2
        return self._y(cell) + (half if y > self._y(cell) else -half)

    def _track(self, gap: int, start: float, end: float, group: str) -> tuple[str, str, int]:
        segment = _Segment(min(start, end), max(start, end), group)
        self.segments[gap].append(segment)
        return ("gap", str(len(self.segments[gap]) - 1), gap)

    def _plan(self, arc: Arc) -> _Plan:
        if arc.id in self.grid.backs:
            return self._plan_back(arc)
        if arc.id not in self.grid.chains:
            return self._plan_loop(arc)
        chain = self.grid.chains[arc.id]
        source, target = chain[0], chain[-1]
        plan = _Plan(label_gap=source.column, label_y=self._y(chain[1]))
        y = self._leave(plan, arc, source, chain[1])
        for left, right in pairwise(chain):
            y = self._pass(plan, arc, left, right, y)
            if left is source and plan.steps[-1].at[0] == "middle" and plan.steps[-1].at[1] == right.key:
                # It enters by a corner, so behind the gap it still runs on the row it left on.
                plan.label_y = plan.steps[-2].y
        if plan.steps[-1].at[0] != "middle" or len(plan.steps) < 2 or plan.steps[-1].at[1] != target.key:
            plan.steps.append(_Step(("left", target.key, 0), self._y(target)))
        return plan

    def _leave(self, plan: _Plan, arc: Arc, source: Cell, following: Cell) -> float:
        """Add the first points of a forward flow and return the height they end on."""
        y, goal = self._y(source), self._y(following)
        if arc.source_event is not None:
            bottom = y + self.nodes[source.key].height / 2
            jog = goal
            if goal <= bottom + _BOUNDARY / 2 or not self._is_free(source, goal):
                jog = y + self.down[source.band, source.row] + 8
            plan.steps.append(_Step(("boundary", arc.source_event, 0), bottom + _BOUNDARY / 2))
            plan.steps.append(_Step(("boundary", arc.source_event, 0), jog))
            return jog
        if goal != y and self._corner(source, goal, "out"):
            plan.steps.append(_Step(("middle", source.key, 0), self._border(source, goal)))
            plan.steps.append(_Step(("middle", source.key, 0), goal))
            return goal
        plan.steps.append(_Step(("right", source.key, 0), y))
        return y

    def _pass(self, plan: _Plan, arc: Arc, left: Cell, right: Cell, y: float) -> float:
        """Add the points between two neighbouring columns and return the height they end on."""
        goal = self._y(right)
        if y == goal:
            return goal
        if right.is_node and self._corner(right, y, "in"):
            plan.steps.append(_Step(("middle", right.key, 0), y))
            plan.steps.append(_Step(("middle", right.key, 0), self._border(right, y)))
            return goal
        parts = left.is_node and len(left.after) > 1
        group = arc.id if arc.source_event is not None else left.key if parts else f"into {right.key}"
        track = self._track(left.column, y, goal, group)
        plan.steps += [_Step(track, y), _Step(track, goal)]
        return goal

    def _plan_back(self, arc: Arc) -> _Plan:
        source, target = self.grid.cells[arc.source], self.grid.cells[arc.target]
        y = self.centre[self.grid.backs[arc.id]]
        plan = _Plan(label_gap=source.column, label_y=y, leftwards=True)
        if arc.source_event is not None:
            bottom = self._y(source) + self.nodes[source.key].height / 2
            plan.steps.append(_Step(("boundary", arc.source_event, 0), bottom + _BOUNDARY / 2))
            if self._is_free(source, y):
                plan.steps.append(_Step(("boundary", arc.source_event, 0), y))
            else:
                jog = self._y(source) + self.down[source.band, source.row] + 8
                plan.steps.append(_Step(("boundary", arc.source_event, 0), jog))
                track = self._track(source.column, jog, y, arc.id)
                plan.steps += [_Step(track, jog), _Step(track, y)]
        elif self._foot(source, y):
            plan.steps.append(_Step(("middle", source.key, 0), self._border(source, y)))
            plan.steps.append(_Step(("middle", source.key, 0), y))
        else:
            track = self._track(source.column, self._y(source), y, arc.id)
            plan.steps.append(_Step(("right", source.key, 0), self._y(source)))
            plan.steps += [_Step(track, self._y(source)), _Step(track, y)]
        if self._foot(target, y):
            plan.steps.append(_Step(("middle", target.key, 0), y))
            plan.steps.append(_Step(("middle", target.key, 0), self._border(target, y)))
        else:
            track = self._track(target.column - 1, y, self._y(target), arc.id)
            plan.steps += [_Step(track, y), _Step(track, self._y(target))]
            plan.steps.append(_Step(("left", target.key, 0), self._y(target)))
        return plan

    def _foot(self, cell: Cell, y: float) -> bool:
        """Take the lower (or upper) middle of a node for a flow back, when nothing else uses it."""
        node = self.nodes[cell.key]
        side = "top" if y < self._y(cell) else "bottom"
        if node.kind == "event" or node.boundary or (cell.key, side) in self.corners:
            return False
        if not self._is_free(cell, y):
            return False
        self.corners[cell.key, side] = "back"
        return True

    def _plan_loop(self, arc: Arc) -> _Plan:
        cell = self.grid.cells[arc.source]
        top = self._y(cell) - self.nodes[cell.key].height / 2
        points = (("right quarter", top), ("right quarter", top - 20), ("left quarter", top - 20))
        steps = [_Step((where, cell.key, 0), y) for where, y in points]
        steps.append(_Step(("left quarter", cell.key, 0), top))
        return _Plan(steps=steps)

    def _tracks(self) -> None:
        """Give the vertical segments of each gap tracks, so that only lines of one group lie on each other."""
        for segments in self.segments.values():
            tracks: list[list[_Segment]] = []
            for segment in sorted(segments, key=lambda s: (s.low, s.high)):
                for number, track in enumerate(tracks):
                    if all(
                        s.group == segment.group or s.high + 6 < segment.low or segment.high + 6 < s.low
                        for s in track
                    ):
                        segment.track = number
                        track.append(segment)
                        break
                else:
                    segment.track = len(tracks)
                    tracks.append([segment])

    def _widths(self) -> None:
        """Set the left side of each column and gap."""
        room: dict[int, float] = defaultdict(float)
        for id_, plan in self.plans.items():
            if plan.label_gap is not None:
                width = label_size(self.names.get(id_, ""))[0]
                room[plan.label_gap] = max(room[plan.label_gap], width + 12 if width else 0)
        self.columns: list[tuple[float, float]] = []
        self.gaps: dict[int, tuple[float, int]] = {}
        lead = 1 + max((s.track for s in self.segments[-1]), default=-1)
        self.gaps[-1] = (0.0, lead)
        x = lead * _TRACK + (_MARGIN if lead else 0)
        for number, column in enumerate(self.grid.columns):
            width = max((self._room(self.nodes[c.key]) for c in column if c.is_node), default=20.0)
            self.columns.append((x, width))
            x += width
            tracks = 1 + max((s.track for s in self.segments[number]), default=-1)
            self.gaps[number] = (x, tracks)
            x += max(50.0, _MARGIN + tracks * _TRACK + room[number] + 10)

    def _room(self, node: Node) -> float:
        label = label_size(node.label)[0]
        if label and (node.id, "top") in self.corners:
            label = 2 * (label + 10)  # The label stands left of the line, the sign in the middle.
        return max(node.width, label)

    def _x(self, step: _Step) -> float:
        where, key, gap = step.at
        if where == "gap":
            return self.gaps[gap][0] + _MARGIN + self.segments[gap][int(key)].track * _TRACK
        if where == "boundary":
            return self._boundary_x(key)
        box = self._box(self.grid.cells[key])
        part = {"left": 0, "left quarter": 0.25, "middle": 0.5, "right quarter": 0.75, "right": 1}[where]
        return box.x + box.width * part

    def _box(self, cell: Cell) -> Box:
        node = self.nodes[cell.key]
        left, width = self.columns[cell.column]
        y = self._y(cell) - node.height / 2
        return Box(left + (width - node.width) / 2, y, node.width, node.height)

    def _boundary_x(self, id_: str) -> float:
        host = self.nodes[self.hosts[id_]]
        x = self._box(self.grid.cells[host.id]).right - 26
        for other, name in reversed(host.boundary):
            if other == id_:
                return x
            x -= max(50.0, label_size(name)[0] + 18)
        return x

    def _drawing(self) -> Drawing:
        drawing = Drawing()
        for node in self.nodes.values():
            box = self._box(self.grid.cells[node.id])
            drawing.shapes[node.id] = Shape(
                element=node.id, box=box, label=self._label(node, box), attributes=node.attributes
            )
        for node in self.nodes.values():
            for id_, name in node.boundary:
                x, y = self._boundary_x(id_), drawing.shapes[node.id].box.bottom
                width, height = label_size(name)
                label = Box(x - width - 8, y + 20, width, height) if name else None
                drawing.shapes[id_] = Shape(element=id_, box=Box(x - 18, y - 18, 36, 36), label=label)
        for arc in self.arcs:
            drawing.edges[arc.id] = self._edge(arc)
        return drawing

    def _label(self, node: Node, box: Box) -> Box | None:
        width, height = label_size(node.label)
        if not width:
            return None
        middle = box.middle[0]
        if node.kind == "event":
            return Box(middle - width / 2, box.bottom + 4, width, height)
        if (node.id, "top") in self.corners:
            return Box(middle - 10 - width, box.y - height + 6, width, height)
        return Box(middle - width / 2, box.y - height - 4, width, height)

    def _edge(self, arc: Arc) -> Edge:
        plan = self.plans[arc.id]
        points = _straightened([(self._x(s), s.y) for s in plan.steps])
        width, height = label_size(self.names.get(arc.id, ""))
        label = None
        if width and plan.label_gap is not None:
            left, tracks = self.gaps[plan.label_gap]
            x = left + (_MARGIN + tracks * _TRACK - 8 if tracks else 6)
            if plan.leftwards:
                x = max(p[0] for p in points if p[1] == plan.label_y) - width - 8
            label = Box(x, plan.label_y - height - 3, width, height)
        return Edge(element=arc.id, points=points, label=label)


def _straightened(points: list[Point]) -> tuple[Point, ...]:
    """Return the points without doubles and without those on a straight line between their neighbours."""
    kept: list[Point] = []
    for point in points:
        if kept and kept[-1] == point:
            continue
        if len(kept) > 1 and (
            kept[-2][0] == kept[-1][0] == point[0] or kept[-2][1] == kept[-1][1] == point[1]
        ):
            kept[-1] = point
        else:
            kept.append(point)
    return tuple(kept)
