"""The variables of a case as they were at an earlier moment, from its history.

The history tells what each activity was given; what it then mapped, or gathered from its rounds, is not in it.  Where
nobody has written such a value since, it is what it is now; where somebody has, nobody knows what it was, and a guess
would decide about people: it has to be said.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from engine.errors import NotMovable
from engine.refusing import RECORDED
from processes.text import _

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from engine.history import HistoryRecord
    from engine.spiff.plan import Node, Plan
    from processes.model.elements import Element


def variables_before(
    records: Iterable[HistoryRecord],
    element: str,
    *,
    plan: Plan,
    now: Mapping[str, Any],
    given: Mapping[str, Any],
) -> dict[str, Any]:
    """Return the variables from just before `element` was last begun; `now` are today's, `given` are said by hand.

    Raises `NotMovable` when the instance has never been there, or names the values nobody can tell.
    """
    every = list(records)
    point = _last_begun(every, element, plan)
    tale = _Tale(plan)
    for record in every[:point]:
        tale.hear(record)
    told, untold = dict(tale.told), {name for name in tale.untold if name in now}
    tale.written = set()
    for record in every[point:]:
        tale.hear(record)
    unknown = sorted(name for name in untold if name not in given and name in tale.written)
    if unknown:
        raise NotMovable(
            [
                _("What “{name}” was then is not in the history, and it has been written since.").format(
                    name=name
                )
                for name in unknown
            ],
            hint=_("Say it in the data of the restart."),
        )
    return {**told, **{name: now[name] for name in untold}, **given}


class _Tale:
    """What the records tell so far: values, names whose value they do not say, and whatever was written."""

    def __init__(self, plan: Plan) -> None:
        self.elements = {node.element.id: node.element for node in plan.nodes.values()}
        self.outer = {n.element.id for n in plan.nodes.values() if _writes_to_the_case(plan, n)}
        self.told: dict[str, Any] = {}
        self.untold: set[str] = set()
        self.written: set[str] = set()
        self.inside: set[str] = set()

    def hear(self, record: HistoryRecord) -> None:
        if record.element is not None:
            if record.kind == "completed" and record.element in self.elements:
                self._completed(self.elements[record.element], record.data)
        elif record.kind == "begun" or (record.kind == "moved" and "before" in record.data):
            self.told, self.untold = {}, set()
            self._tell(record.data.get("data", record.data.get("after", {})))
        elif record.kind in ("changed", "moved"):
            self._tell(record.data.get("after", {}))

    def _completed(self, element: Element, data: Mapping[str, Any]) -> None:
        names = {target for _source, target in element.outputs} | {m.target for m in element.data_outputs}
        names |= {target for _source, target in element.sets_at_start}
        if element.multi_instance is not None and element.multi_instance.output_collection:
            names.add(element.multi_instance.output_collection)
        if element.id not in self.outer:
            # It may come out of the call or scope around it when that ends.
            self.inside |= data.keys() | names
            return
        if _gives_what_it_changed(element):
            names |= self.inside
            self.inside = set()
        elif element.multi_instance is None and not element.outputs:
            own = {target for _source, target in element.inputs} | set(element.properties)
            own |= {move.source for move in element.data_outputs if not move.is_computed}
            self._tell({k: v for k, v in data.items() if k not in own and k not in ("conflicts", RECORDED)})
        self.untold |= names
        self.written |= names

    def _tell(self, values: Mapping[str, Any]) -> None:
        self.told.update(values)
        self.untold -= values.keys()
        self.written |= values.keys()


def _gives_what_it_changed(element: Element) -> bool:
    """Whether an activity gives back, when it ends, whatever was changed inside it."""
    if element.multi_instance is not None or (element.outputs and not element.gives_all):
        return False
    return element.type == "CallActivity" or (
        bool(element.inputs) and element.type in ("SubProcess", "Transaction", "AdHocSubProcess")
    )


def _last_begun(records: list[HistoryRecord], element: str, plan: Plan) -> int:
    """Return the place of the record with which an element was last begun; of a repeated one, its first round."""
    nodes = [node for node in plan.nodes.values() if node.element.id == element]
    is_repeated = any(node.is_repeated for node in nodes)
    before = {id_ for node in nodes for id_ in _before(plan, node)}
    begun: dict[str | None, int] = {}
    last, comes_anew = None, True
    for index, record in enumerate(records):
        comes_anew |= (record.kind == "completed" and record.element in before) or record.kind == "moved"
        if record.element == element and record.activity not in begun:
            begun[record.activity] = index
            if comes_anew or not is_repeated:
                last, comes_anew = index, False
    if last is None:
        raise NotMovable([_("The case has never been at “{element}”.").format(element=element)])
    return last


def _before(plan: Plan, node: Node) -> set[str]:
    """Return the elements from which a token comes to a node; gateways between them are seen through."""
    found: set[str] = set()
    seen: set[str] = set()
    ways = list(node.incoming)
    while ways:
        way = ways.pop()
        if way in seen:
            continue
        seen.add(way)
        source = plan.nodes[plan.arcs[way][0]]
        found.add(source.element.id)
        if source.element.is_gateway:
            ways.extend(source.incoming)
    return found


def _writes_to_the_case(plan: Plan, node: Node) -> bool:
    """Whether what happens at a node is written to the case itself: not to a called process, a round or a scope."""
    around = {n.inner: n for n in plan.nodes.values() if n.inner is not None}
    container = node.container
    while container != plan.root:
        scope = around.get(container)
        if scope is None or plan.containers[container].isolated or scope.is_repeated:
            return False
        if scope.element.inputs or scope.element.outputs:
            return False
        container = scope.container
    return True
