"""Columns and rows for a flow graph: the layered method, with lanes as bands of rows.

Columns follow the longest way from the start; flows that go back are set aside and routed around.  A flow that passes
columns holds a cell in each of them, so no line is ever drawn through a shape.  Within a band the order of the cells
is chosen to cross few lines, and rows so that most lines are straight.

Source: Sugiyama, Tagawa, Toda (1981), doi:10.1109/TSMC.1981.4308636; rows by isotonic regression in the L1 norm.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from dataclasses import dataclass, field
from itertools import pairwise


@dataclass(frozen=True)
class Arc:
    """A flow to place; `source_event` is the boundary event of `source` it leaves by, which asks for a way below."""

    id: str
    source: str
    target: str
    source_event: str | None = None


@dataclass
class Cell:
    """A place of the grid: a node's, or one a long flow passes through."""

    key: str
    column: int
    band: int
    is_node: bool = True
    row: int = 0
    before: list[tuple[Cell, int, int]] = field(default_factory=list)
    after: list[tuple[Cell, int, int]] = field(default_factory=list)


@dataclass
class Grid:
    """Where everything stands: the cell of each node, the cells each forward flow passes, a row for each flow back."""

    cells: dict[str, Cell]
    chains: dict[str, list[Cell]]
    backs: dict[str, tuple[int, int]]
    columns: list[list[Cell]]
    taken: set[tuple[int, int, int]]

    def is_free(self, column: int, band: int, low: int, high: int) -> bool:
        """Return whether no node stands in `column` in the rows from `low` to `high` of `band`, ends included."""
        return not any(c.is_node and c.band == band and low <= c.row <= high for c in self.columns[column])


def grid_of(nodes: list[str], arcs: list[Arc], bands: dict[str, int]) -> Grid:
    """Return the grid of `nodes` (in reading order) and `arcs`, each node in its band."""
    back = _backward(nodes, arcs)
    forward = [a for a in arcs if a.id not in back and a.source != a.target]
    column = _columns(nodes, forward)
    cells = {n: Cell(n, column[n], bands[n]) for n in nodes}
    grid = Grid(cells, {}, {}, [[] for _ in range(max(column.values(), default=-1) + 1)], set())
    for node in nodes:
        grid.columns[column[node]].append(cells[node])
    for arc in forward:
        _chain(grid, arc, joins=sum(a.target == arc.target for a in forward) > 1)
    _order(grid)
    _rows(grid)
    grid.taken = {(c.column, c.band, c.row) for cells_ in grid.columns for c in cells_}
    _place_back(grid, [a for a in arcs if a.id in back and a.source != a.target])
    return grid


def _backward(nodes: list[str], arcs: list[Arc]) -> set[str]:
    """Return the arcs that lead back to a node on the way to their source (depth first, in reading order)."""
    out: dict[str, list[Arc]] = defaultdict(list)
    indegree: dict[str, int] = dict.fromkeys(nodes, 0)
    for arc in arcs:
        out[arc.source].append(arc)
        indegree[arc.target] += 1
    state: dict[str, int] = {}
    found: set[str] = set()
    for root in sorted(nodes, key=lambda n: indegree[n] > 0):
        if root in state:
            continue
        stack = [(root, iter(out[root]))]
        state[root] = 1
        while stack:
            node, rest = stack[-1]
            step = next(rest, None)
            if step is None:
                state[node] = 2
                stack.pop()
            elif state.get(step.target) == 1:
                found.add(step.id)
            elif step.target not in state:
                state[step.target] = 1
                stack.append((step.target, iter(out[step.target])))
    return found


def _columns(nodes: list[str], forward: list[Arc]) -> dict[str, int]:
    """Return the column of each node: one more than its last predecessor's; twin arcs leave a column between."""
    out: dict[str, list[tuple[str, int]]] = defaultdict(list)
    waiting = dict.fromkeys(nodes, 0)
    seen: set[tuple[str, str]] = set()
    for arc in forward:
        twin = (arc.source, arc.target) in seen
        seen.add((arc.source, arc.target))
        out[arc.source].append((arc.target, 2 if twin else 1))
        waiting[arc.target] += 1
    column = dict.fromkeys(nodes, 0)
    ready = [n for n in nodes if not waiting[n]]
    while ready:
        node = ready.pop(0)
        for target, length in out[node]:
            column[target] = max(column[target], column[node] + length)
            waiting[target] -= 1
            if not waiting[target]:
                ready.append(target)
    return column


def _chain(grid: Grid, arc: Arc, *, joins: bool) -> None:
    source, target = grid.cells[arc.source], grid.cells[arc.target]
    band = source.band if joins else target.band
    chain = [source]
    for column in range(source.column + 1, target.column):
        passing = Cell(f"{arc.id}@{column}", column, band, is_node=False)
        grid.columns[column].append(passing)
        chain.append(passing)
    chain.append(target)
    for left, right in pairwise(chain):
        weight = 1 if left.is_node and right.is_node else (2 if left.is_node or right.is_node else 8)
        drop = 1 if arc.source_event is not None and left is source else 0
        left.after.append((right, weight, drop))
        right.before.append((left, weight, drop))
    grid.chains[arc.id] = chain


def _order(grid: Grid) -> None:
    """Order the cells of each column, by band and then to cross few lines."""
    for column in grid.columns:
        column.sort(key=lambda c: c.band)
    best, fewest = [list(c) for c in grid.columns], _crossings(grid)
    for sweep in range(8):
        if not fewest:
            break
        forward = sweep % 2 == 0
        order = range(len(grid.columns)) if forward else range(len(grid.columns) - 1, -1, -1)
        place = _places(grid)
        for number in order:
            column = grid.columns[number]
            wish = {
                id(cell): _mean([place[id(n)] for n, _w, _d in (cell.before if forward else cell.after)])
                for cell in column
            }
            fallback = {id(cell): float(index) for index, cell in enumerate(column)}
            column.sort(key=lambda c: (c.band, fallback[id(c)] if wish[id(c)] is None else wish[id(c)]))
            for index, cell in enumerate(column):
                place[id(cell)] = float(index)
        crossings = _crossings(grid)
        if crossings < fewest:
            best, fewest = [list(c) for c in grid.columns], crossings
    grid.columns[:] = best


def _places(grid: Grid) -> dict[int, float]:
    return {id(cell): float(index) for column in grid.columns for index, cell in enumerate(column)}


def _mean(values: list[float]) -> float | None:
    return sum(values) / len(values) if values else None


def _crossings(grid: Grid) -> int:
    """Return how many pairs of lines cross, counting inversions column by column."""
    place = _places(grid)
    total = 0
    for column in grid.columns:
        ends: list[float] = []
        for cell in column:
            following = sorted(place[id(n)] for n, _w, _d in cell.after)
            total += sum(len(ends) - _behind(ends, value) for value in following)
            for value in following:
                ends.insert(_behind(ends, value), value)
    return total


def _behind(values: list[float], value: float) -> int:
    return bisect_left(values, value + 0.5)


def _rows(grid: Grid) -> None:
    """Give each cell a row of its band, so that as many lines as possible are straight; rows nobody uses go."""
    for sweep in range(5):
        forward = sweep % 2 == 0
        for column in grid.columns if forward else reversed(grid.columns):
            for band in sorted({c.band for c in column}):
                _settle([c for c in column if c.band == band], forward=forward)
    for band in {c.band for column in grid.columns for c in column}:
        cells = [c for column in grid.columns for c in column if c.band == band]
        used = sorted({c.row for c in cells})
        for cell in cells:
            cell.row = used.index(cell.row)


def _settle(cells: list[Cell], *, forward: bool) -> None:
    """Set rows in the given order, as near to the wished ones as the order allows (sum of weighted distances)."""
    blocks: list[tuple[list[tuple[int, int]], int]] = []
    for index, cell in enumerate(cells):
        row, weight = _wish(cell, forward=forward)
        blocks.append(([(row - index, weight)], 1))
        while len(blocks) > 1 and _median(blocks[-2][0]) > _median(blocks[-1][0]):
            last, size = blocks.pop()
            previous, length = blocks.pop()
            blocks.append((previous + last, length + size))
    index = 0
    for wishes, size in blocks:
        base = _median(wishes)
        for _ in range(size):
            cells[index].row = base + index
            index += 1


def _wish(cell: Cell, *, forward: bool) -> tuple[int, int]:
    neighbours = cell.before if forward else cell.after
    sign = 1 if forward else -1
    near = [(n.row + sign * drop, weight) for n, weight, drop in neighbours if n.band == cell.band]
    if not near:
        return cell.row, 1
    return _median(near), sum(weight for _row, weight in near)


def _median(values: list[tuple[int, int]]) -> int:
    half = sum(weight for _v, weight in values) / 2
    reached = 0
    for value, weight in sorted(values):
        reached += weight
        if reached >= half:
            return value
    return 0


def _place_back(grid: Grid, arcs: list[Arc]) -> None:
    """Give each flow back a row of its own below what it passes, short ones first."""
    for arc in sorted(arcs, key=lambda a: abs(grid.cells[a.source].column - grid.cells[a.target].column)):
        source, target = grid.cells[arc.source], grid.cells[arc.target]
        span = range(min(source.column, target.column), max(source.column, target.column) + 1)
        row = source.row + 1
        if target.band == source.band:
            row = max(row, target.row + 1)
        while any((column, source.band, row) in grid.taken for column in span):
            row += 1
        grid.taken |= {(column, source.band, row) for column in span}
        grid.backs[arc.id] = (source.band, row)
