"""Bizagi Modeler: drawings with the vendor's own notes.

What it does:
    Recognises files exported from Bizagi and says how many of its notes (documentation, attributes, colours) they
    carry.

Why it matters:
    It costs nothing and is therefore the modeller of many administrations.

Example:
    `<bizagi:BizagiExtensions>…</bizagi:BizagiExtensions>` is kept and given no meaning.

Limits:
    Attributes, resources and simulation data of Bizagi stay in the file untranslated.

How sure:
    By the namespace or the exporter's name.

Source:
    Files exported by Bizagi Modeler 3 and 4; its extensions are not published.
"""

from __future__ import annotations

from processes.model.dialects import dialects
from processes.model.vendor_marks import VendorMarks


class Bizagi(VendorMarks):
    """Files of Bizagi Modeler."""

    vendor = "Bizagi"
    marks = ("bizagi",)


dialects.register(Bizagi())
