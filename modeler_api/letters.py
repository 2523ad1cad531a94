"""Letters that a procedure declares: written from the case, shown before they are issued, numbered, checkable by
anybody.

A form says under `letter` what the letter of its work is: `template`, `language`, `title`, `to`, `paragraphs`,
`fields`, `basis`, `appeal`. Texts may differ by language and hold values between double braces.
"""

from __future__ import annotations

import datetime as dt
import secrets
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

from flask import Response

from engine import EngineError, UnknownWorkItem, WrongState
from modeler_api import refusals
from modeler_api.file_name import named
from modeler_api.forms.prose import filled
from modeler_api.journal import logger
from modeler_api.store import letters, registers, tables, units
from modeler_api.wiring import Door
from processes.text import _

if TYPE_CHECKING:
    from engine import Refusal, WorkItem
    from modeler_api.store.accounts import Account
    from modeler_api.store.letters import Letter
    from modeler_api.store.registers import Entry

LANGUAGES = ("ky", "ru", "en")
#: Without letters and digits that look alike, so that a code can be typed from paper.
ALPHABET = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
NO_AGENCY = "-"
PREVIEW = {"ky": "АЛДЫН АЛА КӨРҮҮ", "ru": "ПРОСМОТР", "en": "PREVIEW"}


def content(
    door: Door,
    declared: Mapping[str, Any],
    known: Mapping[str, Any],
    *,
    by: Account,
    refusal: Refusal | None = None,
) -> dict[str, Any]:
    """What a letter says, from its declaration and what is known of the case; a refusal with its reason and appeal."""
    language = filled(str(declared.get("language") or "ky"), known)
    if language.startswith("="):
        language = filled("{{" + language.removeprefix("=") + "}}", known)
    language = language if language in LANGUAGES else "ky"

    def said(name: str) -> str:
        return _said(declared.get(name), language, known)

    agency = units.by_id(door.store, by.agency) if by.agency else None
    data: dict[str, Any] = {
        "authority": said("authority") or (agency.name(language) if agency is not None else ""),
        "title": said("title"),
        "to": said("to"),
        "paragraphs": [
            text for each in declared.get("paragraphs") or () if (text := _said(each, language, known))
        ],
        "fields": {
            _said(label, language, known): _said(value, language, known)
            for label, value in dict(declared.get("fields") or {}).items()
        },
        "basis": said("basis"),
        "appeal": said("appeal"),
        "signatory": said("signatory") or by.full_name,
    }
    made = {
        "template": str(declared.get("template") or "letter"),
        "language": language,
        "visibility": str(declared.get("visibility") or "applicant"),
        "data": {name: value for name, value in data.items() if value},
    }
    if refusal is not None:
        refusals.into_letter(refusal, made)
    return made


def preview(door: Door, content_: Mapping[str, Any]) -> bytes:
    """The letter as it would be issued, without number and code."""
    language = str(content_["language"])
    return door.engine.typeset(
        str(content_["template"]),
        data={**content_["data"], "date": _date(door, tables.now(), language)},
        language=language,
        number=PREVIEW[language],
    )


@contextmanager
def written(door: Door, item: WorkItem, content_: dict[str, Any], *, by: Account) -> Iterator[None]:
    """Write down the letter of a piece of work while it is being completed; when that is refused it is forgotten.

    Raises `WrongState` while somebody completes the same work in another window.
    """
    agency = by.agency or NO_AGENCY
    try:
        id_ = letters.prepare(
            door.store,
            work_item=item.id,
            instance=item.instance,
            agency=agency,
            content=content_,
            by=by.name,
        )
    except letters.Preparing:
        raise WrongState(
            _("“{label}” is being completed in another window at this moment.").format(label=item.label),
            element=item.element,
            hint=_("Look at it again in a minute."),
        ) from None
    try:
        yield
    except EngineError:
        letters.withdraw(door.store, id_)
        raise


def issue(door: Door, work_item: str) -> Entry | None:
    """Issue the letter of a completed piece of work, once; None when there is none, or it is issued already."""
    letter = letters.of_work_item(door.store, work_item)
    if letter is None or letter.issued is not None:
        return None
    code = "".join(secrets.choice(ALPHABET) for _ in range(10))
    language = str(letter.content["language"])

    def made(number: str, at: dt.datetime) -> bytes:
        return door.engine.typeset(
            str(letter.content["template"]),
            data={**letter.content["data"], "date": _date(door, at, language)},
            language=language,
            number=number,
            qr=address(door, number, code),
            words_around_qr={"address": address(door, number), "code": code},
        )

    return letters.issue(door.store, letter, code=code, agency_code=code_of(door, letter.agency), set_=made)


def issue_waiting(door: Door) -> int:
    """Issue what a process that ended half way has left, and forget what belongs to no completed work; how many."""
    done = 0
    for letter in letters.waiting(door.store):
        if tables.now() - letter.prepared < dt.timedelta(minutes=1):
            continue  # whoever wrote it down is at it
        try:
            status = door.engine.work_item(letter.work_item).status
        except UnknownWorkItem:
            status = "cancelled"  # what became of it is gone with its case
        if status == "completed":
            done += issue(door, letter.work_item) is not None
        elif status == "cancelled" or tables.now() - letter.prepared > dt.timedelta(days=1):
            letters.forget(door.store, letter.work_item)
    if done:
        logger("letters").info("issued after an interruption", letters=done)
    return done


def has_gone_out(door: Door, work_item: str) -> bool:
    """Whether a letter of a completed piece of work is issued, or about to be: then the work is not taken back
    quietly."""
    return letters.of_work_item(door.store, work_item) is not None


def of_work_item(door: Door, work_item: str) -> tuple[Letter, Entry] | None:
    """The letter of a piece of work with its entry in the register, once it is issued."""
    letter = letters.of_work_item(door.store, work_item)
    if letter is None or letter.entry is None:
        return None
    entry = registers.find(door.store, id_=letter.entry)
    return None if entry is None else (letter, entry)


def address(door: Door, number: str, code: str | None = None) -> str:
    """Where a letter can be checked."""
    base = f"{door.settings.address}/verify"
    return base if code is None else f"{base}?{urlencode({'number': number, 'code': code})}"


def code_of(door: Door, agency: str) -> str:
    """What the numbers of an agency begin with."""
    unit = units.by_id(door.store, agency) if agency != NO_AGENCY else None
    return unit.code.upper()[:40] if unit is not None else "KG"


def sent(pdf: bytes, name: str = "letter.pdf") -> Response:
    """A PDF of our own for reading in the browser; nothing in it can reach the page it is opened from."""
    response = Response(pdf, mimetype="application/pdf")
    named(response, name, disposition="inline")
    response.headers["Content-Security-Policy"] = "default-src 'none'; frame-ancestors 'none'"
    return response


def _date(door: Door, at: dt.datetime, language: str) -> str:
    """A date in full, as the office's clock and the language of the letter have it."""
    from babel.dates import format_date

    local = at.astimezone(ZoneInfo(door.settings.timezone)).date()
    return str(format_date(local, "d MMMM y", locale=language))


def _said(text: Any, language: str, known: Mapping[str, Any]) -> str:
    if isinstance(text, Mapping):
        text = next((text[tag] for tag in (language, *LANGUAGES) if text.get(tag)), "")
    words = str(text or "")
    if words.startswith("="):
        words = "{{" + words.removeprefix("=") + "}}"
    return filled(words, known)
