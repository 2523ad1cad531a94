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

import io
import json
import re
from collections.abc import Mapping
from importlib.resources import files
from typing import Any

from engine.connectors import connectors
from engine.connectors._call import Call, ConnectorRefused, takes
from processes.text import _

LANGUAGES = ("ky", "ru", "en")
_NAME = re.compile(r"[A-Za-z0-9_-]{1,60}")
#: The words of the built-in templates.
_WORDS = {
    "ky": {"date": "Күнү", "number": "Номери", "check": "Текшерүү үчүн", "signatory": "Кол койгон"},
    "ru": {"date": "Дата", "number": "Номер", "check": "Для проверки", "signatory": "Подписал"},
    "en": {"date": "Date", "number": "Number", "check": "To check", "signatory": "Signed by"},
}


@connectors.register
@takes("template", optional=("data", "language", "qr", "name"))
def document(call: Call) -> Mapping[str, Any]:
    """Return the document that was made: `id`, `name`, `media_type` and `bytes`."""
    import typst

    name, language = call.text("template"), call.text("language", "ky")
    if language not in LANGUAGES:
        raise ConnectorRefused(
            _("There are no documents in the language “{language}”.").format(language=language[:20])
        )
    given = {
        "data": dict(call.mapping("data")),
        "language": language,
        "words": _WORDS[language],
        "date": call.at.date().isoformat(),
        "number": call.business_key or "",
        "qr": _qr(call.text("qr", "")),
    }
    try:
        made: Any = typst.compile(
            _template(call, name),
            sys_inputs={"given": json.dumps(given, ensure_ascii=False)},
            ignore_system_fonts=True,
            pdf_standards=["ua-1"],
        )
    except (typst.TypstError, RuntimeError) as error:
        raise ConnectorRefused(
            _("The template “{name}” cannot be set: {reason}").format(name=name, reason=str(error)[:300])
        ) from error
    file = call.text("name", f"{name}.pdf")
    return {"document": call.means.keep_document(call.job, file, "application/pdf", bytes(made))}


def _template(call: Call, name: str) -> bytes:
    if not _NAME.fullmatch(name):
        raise ConnectorRefused(_("There is no template “{name}”.").format(name=name[:60]))
    folder = call.connections.templates
    if folder is not None and (folder / f"{name}.typ").is_file():
        return (folder / f"{name}.typ").read_bytes()
    built_in = files("engine.connectors").joinpath("templates", f"{name}.typ")
    if not built_in.is_file():
        raise ConnectorRefused(_("There is no template “{name}”.").format(name=name))
    return built_in.read_bytes()


def _qr(text: str) -> str:
    """Return the SVG of a QR code, empty for no text."""
    if not text:
        return ""
    import segno

    try:
        code = segno.make(text, error="m", micro=False)
    except segno.DataOverflowError as error:
        raise ConnectorRefused(_("The text of the QR code is too long.")) from error
    out = io.BytesIO()
    code.save(out, kind="svg", border=2, xmldecl=False)
    return out.getvalue().decode()
