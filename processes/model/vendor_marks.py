"""A vendor that adds only its own notes: recognised, named, kept, and given no meaning."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from processes.model.xml import BPMN, local, namespace, tag
from processes.text import _

if TYPE_CHECKING:
    from lxml import etree

    from processes.model.import_report import ImportNotes


class VendorMarks:
    """Files of a tool whose extensions hold how it draws and what it publishes, not how the procedure runs."""

    vendor = ""
    marks: tuple[str, ...] = ()

    def convert(self, source: bytes) -> bytes | None:
        """Return None: the file is BPMN."""
        return None

    def recognises(self, root: etree._Element) -> bool:
        """Return whether a namespace or the exporter names the vendor."""
        uris = [uri for uri in root.nsmap.values() if uri]
        named = [*uris, root.get("exporter") or "", root.get("targetNamespace") or ""]
        return any(mark in text.lower() for mark in self.marks for text in named)

    def namespaces(self) -> frozenset[str]:
        """Return nothing: every extension is reported one by one."""
        return frozenset()

    def facts(self, node: etree._Element, notes: ImportNotes) -> dict[str, Any]:
        """Return nothing: the vendor's notes change nothing of the procedure."""
        return {}

    def forms(self, root: etree._Element, notes: ImportNotes) -> dict[str, dict[str, Any]]:
        """Return nothing: the vendor keeps its forms elsewhere."""
        count = sum(
            1
            for holder in root.iter(tag(BPMN, "extensionElements"))
            for child in holder.iterchildren("*")
            if any(mark in namespace(child).lower() for mark in self.marks) and local(child)
        )
        if count:
            notes.note(
                "ignored",
                _("{count} notes of {vendor} are kept in the file and given no meaning here.").format(
                    count=count, vendor=self.vendor
                ),
            )
        return {}
