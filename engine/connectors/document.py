"""A document from a template: a PDF with the case's data and a QR code, in Kyrgyz, Russian or English.

What it does:
    Typesets `template` with `data` in `language` (ky, ru or en) and gives `document` with its id, name and
    size.  The built-in template `letter` takes a `title`, `paragraphs`, `fields` (a context), a `signatory`;
    `qr` is the text of a QR code, such as the address where the document can be checked.

Why it matters:
    A decision is a paper somebody keeps for years; it should look the same wherever it is printed, and be
    checkable.

Example:
    `kyzmat:document` with `template` = "letter", `language` = "ky", `data` = {title: "Маалымкат", fields: {Аты:
    name}} and `qr` = "https://kyzmat.example/check/" + number.

Limits:
    Templates are typst files of the operator's folder or built in; they see the data, no file and no network.

How sure:
    The document is PDF/UA-1 (accessible).  The same job makes it once; its id is made from the job's.

Source:
    typst reference; ISO 14289-1 (PDF/UA-1); ISO/IEC 18004 (QR code, by segno).
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from engine.connectors import connectors
from engine.connectors._call import Call, takes
from engine.connectors._typeset import typeset


@connectors.register
@takes("template", optional=("data", "language", "qr", "name"))
def document(call: Call) -> Mapping[str, Any]:
    """Return the document that was made: `id`, `name`, `media_type` and `bytes`."""
    name = call.text("template")
    made = typeset(
        call.connections,
        name,
        data=call.mapping("data"),
        language=call.text("language", "ky"),
        on=call.at.date(),
        number=call.business_key or "",
        qr=call.text("qr", ""),
    )
    file = call.text("name", f"{name}.pdf")
    return {"document": call.means.keep_document(call.job, file, "application/pdf", made)}
