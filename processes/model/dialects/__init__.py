"""Dialects: how other tools write what BPMN leaves open, and how this house reads it.

One dialect, one module.  A dialect recognises itself and says for each element what its vendor's attributes mean in our
terms, as replacements of `Element` or `SequenceFlow` fields; what it translates or cannot honour it notes in the import
report.  Several dialects may recognise the same file.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Protocol

from processes.registry import Registry

if TYPE_CHECKING:
    from lxml import etree

    from processes.model.import_report import ImportNotes


class Dialect(Protocol):
    """How one tool writes BPMN."""

    def convert(self, source: bytes) -> bytes | None:
        """Return BPMN for a notation that is not XML at all, None when this is not that notation."""
        ...

    def recognises(self, root: etree._Element) -> bool:
        """Return whether the file carries this tool's marks."""
        ...

    def namespaces(self) -> frozenset[str]:
        """Return the namespaces this dialect answers for: what it does not translate, it reports as ignored."""
        ...

    def facts(self, node: etree._Element, notes: ImportNotes) -> dict[str, Any]:
        """Return field values of the `Element` or `SequenceFlow` read from `node` that this dialect knows better."""
        ...

    def forms(self, root: etree._Element, notes: ImportNotes) -> dict[str, dict[str, Any]]:
        """Return the forms the file carries, as form-js schemas by their ids."""
        ...


dialects: Registry[Dialect] = Registry("processes.model.dialects", kind="dialect")
