"""Signavio: process maps with the vendor's own notes.

What it does:
    Recognises files exported from Signavio and says how many of its notes (colours, glossary links, dictionary
    attributes) they carry.

Why it matters:
    Ministries draw in it and export BPMN; the drawing is complete, only the engine's part is missing.

Example:
    `<signavio:signavioMetaData metaKey="bgcolor" metaValue="#ffffff"/>` is kept and given no meaning.

Limits:
    Nothing of the vendor's notes is translated: glossary, costs and durations stay in the file.

How sure:
    By the namespace or the exporter's name; a file that only mentions the name in its target namespace is recognised
    too, which changes nothing but the report.

Source:
    Files exported by Signavio Process Editor; its extensions are not published.
"""

from __future__ import annotations

from processes.model.dialects import dialects
from processes.model.vendor_marks import VendorMarks


class Signavio(VendorMarks):
    """Files of SAP Signavio."""

    vendor = "Signavio"
    marks = ("signavio",)


dialects.register(Signavio())
