"""Setting a document: a typst template with data and a QR code becomes a PDF/UA-1, in Kyrgyz, Russian or English.

Templates are typst files of the operator's folder, which come first, or built in (`engine/connectors/templates`); they
see the data they are given, no file and no network.

Source: typst reference; ISO 14289-1 (PDF/UA-1); ISO/IEC 18004 (QR code, by segno).
"""

from __future__ import annotations

import io
import json
import re
from collections.abc import Mapping
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from engine.connectors._call import ConnectorRefused
from processes.text import _

if TYPE_CHECKING:
    from datetime import date

    from engine.connections import Connections

LANGUAGES = ("ky", "ru", "en")
_NAME = re.compile(r"[A-Za-z0-9_-]{1,60}")
#: The words of the built-in templates.
_WORDS = {
    "ky": {
        "date": "Күнү",
        "number": "Номери",
        "check": "Текшерүү үчүн",
        "code": "Текшерүү коду",
        "signatory": "Кол койгон",
        "to": "Кимге",
        "basis": "Укуктук негиз",
        "appeal": "Даттануу тартиби",
        "page": "бет",
    },
    "ru": {
        "date": "Дата",
        "number": "Номер",
        "check": "Для проверки",
        "code": "Код проверки",
        "signatory": "Подписал",
        "to": "Кому",
        "basis": "Правовое основание",
        "appeal": "Порядок обжалования",
        "page": "страница",
    },
    "en": {
        "date": "Date",
        "number": "Number",
        "check": "To check",
        "code": "Code to check",
        "signatory": "Signed by",
        "to": "To",
        "basis": "Legal basis",
        "appeal": "How to appeal",
        "page": "page",
    },
}


def typeset(
    connections: Connections,
    template: str,
    *,
    data: Mapping[str, Any],
    language: str,
    on: date,
    number: str,
    qr: str = "",
    words_around_qr: Mapping[str, str] | None = None,
) -> bytes:
    """Return the PDF of a template; raises `ConnectorRefused` for an unknown template or language, and for one
    that fails.

    `qr` is the text of a QR code, such as the address where the document can be checked; `words_around_qr` what stands
    beside it: its `address` and `code`.
    """
    import typst

    if language not in LANGUAGES:
        raise ConnectorRefused(
            _("There are no documents in the language “{language}”.").format(language=language[:20])
        )
    given = {
        "data": dict(data),
        "language": language,
        "words": _WORDS[language],
        "date": on.isoformat(),
        "number": number,
        "qr": _qr(qr),
        "check": dict(words_around_qr or {}),
    }
    try:
        made: Any = typst.compile(
            _template(connections, template),
            sys_inputs={"given": json.dumps(given, ensure_ascii=False)},
            ignore_system_fonts=True,
            pdf_standards=["ua-1"],
        )
    except (typst.TypstError, RuntimeError) as error:
        raise ConnectorRefused(
            _("The template “{name}” cannot be set: {reason}").format(name=template, reason=str(error)[:300])
        ) from error
    return bytes(made)


def _template(connections: Connections, name: str) -> bytes:
    if not _NAME.fullmatch(name):
        raise ConnectorRefused(_("There is no template “{name}”.").format(name=name[:60]))
    folder = connections.templates
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
