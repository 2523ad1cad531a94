"""Signavio: process maps with the vendor's own notes.

What it does:
    Recognises files exported from Signavio.  A note that names the role of a step becomes its performer; the other
    attributes an organisation defined are named in the report with an example, and colours are counted.

Why it matters:
    Ministries draw in it and export BPMN; the drawing is complete, only the engine's part is missing.

Example:
    `<signavio:signavioMetaData metaKey="rolle" metaValue="Sachbearbeiter"/>` makes the step the work of
    *Sachbearbeiter*; `metaKey="bgcolor"` is kept and given no meaning.

Limits:
    Glossary links, costs and durations stay in the file untranslated; so do dictionary entries, which are numbers.

How sure:
    By the namespace or the exporter's name; a file that only mentions the name in its target namespace is recognised
    too, which changes nothing but the report.  A lane or the standard's own performer wins over a note.

Source:
    Files exported by Signavio Process Editor and SAP Signavio Process Manager; its extensions are not published.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from processes.model.dialects import dialects
from processes.model.vendor_marks import VendorMarks
from processes.model.xml import local

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lxml import etree


class Signavio(VendorMarks):
    """Files of SAP Signavio."""

    vendor = "Signavio"
    marks = ("signavio",)
    uris = frozenset({"http://www.signavio.com"})

    def noted(self, node: etree._Element) -> Iterator[tuple[str, str]]:
        """Yield the key and value of a `signavioMetaData`."""
        if local(node) == "signavioMetaData" and node.get("metaKey"):
            yield node.get("metaKey", ""), (node.get("metaValue") or "").strip()


dialects.register(Signavio())
