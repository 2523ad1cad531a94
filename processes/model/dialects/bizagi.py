"""Bizagi Modeler: drawings with the vendor's own notes.

What it does:
    Recognises files exported from Bizagi.  A property that names the performer of a step becomes its performer; the
    other properties and extended attributes are named in the report with an example, and colours are counted.

Why it matters:
    It costs nothing and is therefore the modeller of many administrations.

Example:
    `<bizagi:BizagiProperty name="bgColor" value="White"/>` is kept and given no meaning; a property *Performer* names
    who does the step.

Limits:
    Resources and simulation data of Bizagi stay in the file untranslated.

How sure:
    By the namespace or the exporter's name.  A lane or the standard's own performer wins over a property.

Source:
    Files exported by Bizagi Modeler 2.8 to 4; its extensions are not published.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from processes.model.dialects import dialects
from processes.model.vendor_marks import VendorMarks
from processes.model.xml import local

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lxml import etree


class Bizagi(VendorMarks):
    """Files of Bizagi Modeler."""

    vendor = "Bizagi"
    marks = ("bizagi",)
    uris = frozenset({"http://www.bizagi.com/bpmn20"})

    def noted(self, node: etree._Element) -> Iterator[tuple[str, str]]:
        """Yield the name and value of a property or an extended attribute."""
        if local(node) in ("BizagiProperty", "BizagiExtendedAttribute", "BizagiExtendedAttributeValue"):
            name = node.get("name") or node.get("Name") or node.get("id") or ""
            value = node.get("value") or node.get("Value") or node.text or node.findtext("{*}Content") or ""
            if name:
                yield name, value.strip()


dialects.register(Bizagi())
