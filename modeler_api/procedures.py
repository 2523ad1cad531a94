"""The procedures in operation, by their names and keys, as pages need them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING

from modeler_api.auth.session import may
from modeler_api.drawing import labels_for
from modeler_api.store import glances
from modeler_api.translation import told
from modeler_api.wiring import Door
from processes.label import Label
from processes.text import Message, _, folded

if TYPE_CHECKING:
    from engine import Definition
    from processes import Model


@dataclass(frozen=True)
class Procedures:
    """What the engine can start, and the names of what it has started."""

    door: Door

    @cached_property
    def live(self) -> tuple[Definition, ...]:
        """The version of every procedure that is in force for all, by name."""
        found = self._titled(definition for definition in self.door.engine.definitions() if definition.main)
        return tuple(sorted(found, key=lambda definition: folded(told(definition.name))))

    def live_for(self, action: str) -> tuple[Definition, ...]:
        """Those of them the person at the door may do this with: their own agency's, or all for who oversees it."""
        return tuple(definition for definition in self.live if may(action, procedure=definition.key))

    @property
    def choices(self) -> list[tuple[str, str]]:
        """Key and name of each, for a field to choose from."""
        return [(definition.key, told(definition.name)) for definition in self.live_for("procedure.read")]

    def name(self, definition_id: str) -> Label:
        """What the procedure of a definition is called, in every language that its model gives."""
        found = self._by_id.get(definition_id)
        return Label(found.name, getattr(found.name, "names", None)) if found else Label(definition_id)

    def label(self, definition_id: str, element: str, drawn: str) -> str:
        """What an element is called in the reader's language: by the model, else by the catalogue, else as drawn."""
        if definition_id not in self._labels:
            self._labels[definition_id] = labels_for(self.door.engine.model(definition_id))
        return self._labels[definition_id].get(element) or told(drawn)

    def by_key(self, key: str) -> Definition | None:
        """The version in force for all of the procedure with this key, or None."""
        return next((definition for definition in self.live if definition.key == key), None)

    def by_id(self, definition_id: str) -> Definition | None:
        """One version by its id, or None."""
        return self._by_id.get(definition_id)

    @cached_property
    def _labels(self) -> dict[str, dict[str, str]]:
        return {}

    @cached_property
    def _all(self) -> tuple[Definition, ...]:
        return self._titled(self.door.engine.definitions(latest=False))

    def _titled(self, found: Iterable[Definition]) -> tuple[Definition, ...]:
        """The definitions with their names in every language, which stand on the outside of their models."""
        definitions = tuple(found)
        known = glances.of(self.door.store, {definition.digest for definition in definitions})
        titles = {digest: glance.titles for digest, glance in known.items()}
        return tuple(replace(one, name=Label(one.name, titles.get(one.digest))) for one in definitions)

    @cached_property
    def _by_id(self) -> dict[str, Definition]:
        return {definition.id: definition for definition in self._all}


def effect(model: Model, element: str) -> Message:
    """What completing a piece of work leads to, for the button that does it."""
    following = _first_waits(model, element)
    if len(following) == 1:
        after = model.element(following[0])
        if after.type == "EndEvent":
            return _("Complete and close the case")
        names, lane = labels_for(model), model.lane_of(after.id)
        here = model.lane_of(element)
        if (
            after.type in ("UserTask", "ManualTask")
            and lane is not None
            and (here is None or lane.id != here.id)
        ):
            return _("Complete and pass on to: {unit}").format(
                unit=Message(names.get(lane.id) or lane.name or lane.group)
            )
        if after.type in ("UserTask", "ManualTask"):
            return _("Complete and go on to: {work}").format(work=Message(names.get(after.id) or after.label))
    return _("Complete")


def _first_waits(model: Model, element: str) -> list[str]:
    """The next elements that a person notices, gateways and machine tasks passed over."""
    passed = {element}
    waiting = [flow.target for flow in model.outgoing(element)]
    found: list[str] = []
    while waiting:
        name = waiting.pop(0)
        if name in passed:
            continue
        passed.add(name)
        after = model.element(name)
        if after.type in ("UserTask", "ManualTask", "EndEvent", "SubProcess", "CallActivity", "ReceiveTask"):
            found.append(name)
        else:
            waiting.extend(flow.target for flow in model.outgoing(name))
    return found
