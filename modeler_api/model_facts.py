"""The facts of a model by which procedures are compared: what it calls, asks, reads and checks, and whom it names.

They are read once and kept beside the model's bytes (`store.glances`), so that a thousand procedures are compared
without opening one.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, field
from typing import TYPE_CHECKING, Any

from modeler_api.drawing import in_order
from modeler_api.organisation import candidate_groups
from processes.model.data_items import DataItem, data_items
from processes.model.similarity import checks_of

if TYPE_CHECKING:
    from processes import Model


@dataclass(frozen=True, kw_only=True)
class Facts:
    """What one model has to do with others; the pairs end with the id of the element.

    `steps` are the elements that stand in them: how each is called, and so by language. `holders` are all registers
    that are named, `issuers` and `groups` all bodies and candidate groups; `titles` what documents are called in each
    language.
    """

    steps: Mapping[str, tuple[str, Mapping[str, str]]]
    calls: tuple[tuple[str, str], ...] = ()
    documents: tuple[tuple[str, str], ...] = ()
    registers: tuple[tuple[str, str], ...] = ()
    checks: tuple[tuple[str, str], ...] = ()
    data: tuple[DataItem, ...] = ()
    holders: tuple[str, ...] = ()
    issuers: tuple[str, ...] = ()
    groups: tuple[str, ...] = ()
    titles: Mapping[str, Mapping[str, str]] = field(default_factory=dict)

    def step(self, element: str, tongue: str) -> str:
        """What an element is called, in this language when the model says so."""
        label, names = self.steps[element]
        return names.get(tongue, label)

    def as_data(self) -> dict[str, Any]:
        """As it is kept."""
        return asdict(self)

    @classmethod
    def from_data(cls, kept: Mapping[str, Any]) -> Facts:
        """As it was kept."""
        pairs = {
            name: tuple((one, other) for one, other in kept[name])
            for name in ("calls", "documents", "registers", "checks")
        }
        return cls(
            steps={id_: (label, names) for id_, (label, names) in kept["steps"].items()},
            data=tuple(DataItem(**item) for item in kept["data"]),
            holders=tuple(kept["holders"]),
            issuers=tuple(kept["issuers"]),
            groups=tuple(kept["groups"]),
            titles=kept["titles"],
            **pairs,
        )


def facts_of(model: Model) -> Facts:
    """Read from a model what is compared with others."""
    calls = tuple(
        (element.called_element, element.id)
        for element in model.elements.values()
        if element.type == "CallActivity"
        and element.called_element
        and element.called_element not in model.processes  # drawn in the same file: its own part
    )
    documents, registers = tuple(_documents(model)), tuple(_registers(model))
    checks, data = tuple(checks_of(model)), tuple(data_items(model))
    standing = dict.fromkeys(id_ for _name, id_ in (*calls, *documents, *registers, *checks))
    standing |= dict.fromkeys(item.element for item in data)
    holders = {document.held_in for document in model.documents.values() if document.held_in}
    holders |= {item.register for item in data if item.register}
    issuers = {document.issuer for document in model.documents.values() if document.issuer}
    owner = model.procedure.owner if model.procedure is not None else None
    return Facts(
        steps={id_: (model.elements[id_].label, dict(model.elements[id_].names)) for id_ in standing},
        calls=calls,
        documents=documents,
        registers=registers,
        checks=checks,
        data=data,
        holders=tuple(sorted(holders)),
        issuers=tuple(sorted(issuers | ({owner} if owner else set()))),
        groups=tuple(sorted(candidate_groups(model))),
        titles={one.name: dict(one.names) for one in model.documents.values() if one.name and one.names},
    )


def _documents(model: Model) -> Iterator[tuple[str, str]]:
    for element in in_order(model):
        for ask in element.step.asks if element.step else ():
            document = model.documents.get(ask.document)
            if document is not None and document.name:
                yield document.name, element.id


def _registers(model: Model) -> Iterator[tuple[str, str]]:
    """What is asked or read although a register holds it, and what is read in one."""
    for element in in_order(model):
        step = element.step
        for name in (*(ask.document for ask in step.asks), *step.reads) if step else ():
            document = model.documents.get(name)
            if document is not None and document.held_in:
                yield document.held_in, element.id
        for item in step.items if step else ():
            if item.register:
                yield item.register, element.id
