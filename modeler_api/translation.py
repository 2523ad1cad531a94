"""The reader's language: Kyrgyz, Russian or English.

English is what stands in the code; the other two are `locale/<tag>/LC_MESSAGES/messages.po`. The catalogues are
compiled when the application starts, into the data folder, so that a clean clone needs no build step for them. A
`Message` of another room is translated here: its template is looked up, its values are written the way the language
writes them.
"""

from __future__ import annotations

import datetime as dt
import hashlib
from decimal import Decimal
from pathlib import Path
from typing import Any

from flask import Flask, current_app, g, has_app_context, has_request_context, request
from flask_babel import Babel, get_locale, gettext

from modeler_api.auth.session import account_or_none
from modeler_api.settings import LOCALES, Settings
from modeler_api.store import units
from processes.label import Label
from processes.text import Message

SOURCES = Path(__file__).parent / "locale"
COOKIE = "kyzmat_locale"
LANGUAGES = {"ky": "Кыргызча", "ru": "Русский", "en": "English"}


def compiled(settings: Settings) -> Path:
    """The folder with the compiled catalogues, made anew where a source has changed."""
    from babel.messages.mofile import write_mo
    from babel.messages.pofile import read_po

    sources = sorted(SOURCES.glob("*/LC_MESSAGES/messages.po"))
    digest = hashlib.sha256(b"".join(path.read_bytes() for path in sources)).hexdigest()[:16]
    folder = settings.data / "locale" / digest
    for source in sources:
        target = folder / source.relative_to(SOURCES).with_suffix(".mo")
        if target.exists():
            continue
        target.parent.mkdir(parents=True, exist_ok=True)
        fresh = target.with_suffix(".new")
        with source.open("rb") as opened, fresh.open("wb") as written:
            write_mo(written, read_po(opened, locale=source.parents[1].name))
        fresh.replace(target)
    return folder.resolve()


def chosen_locale() -> str:
    """The reader's language: as chosen, else as their account says, else their browser, else the default."""
    if not has_request_context():
        return "en"
    if "locale" in g:
        return str(g.locale)
    picked = request.cookies.get(COOKIE)
    who = account_or_none()
    if picked not in LOCALES and who is not None:
        picked = who.locale
    if picked not in LOCALES:
        picked = request.accept_languages.best_match(LOCALES)
    g.locale = picked if picked in LOCALES else current_app.config["KYZMAT_DEFAULT_LOCALE"]
    return str(g.locale)


def text(message: str | None) -> str:
    """A message in the reader's language; a plain string is returned as it is.

    Whatever has a template is looked up by it, and its values are formatted for the language; a value that is itself
    a message is translated first.
    """
    if message is None:
        return ""
    if not isinstance(message, Message):
        return told(message) if isinstance(message, Label) else str(message)
    template = gettext(message.template) if message.template else ""
    if not message.values:
        return str(template)
    try:
        return template.format(**{name: _in_place(name, found) for name, found in message.values.items()})
    except (KeyError, IndexError, ValueError, AttributeError, TypeError):
        # A translation whose placeholders do not fit must not hide what the English sentence says.
        return str(message)


def told(words: str | None) -> str:
    """The words of a model in the reader's language: by the model, else by the catalogue; else as they were drawn.

    This is the one place where a label reaches a person: a `Label` brings the names that its model gives.
    """
    if not words:
        return ""
    if isinstance(words, Label) and (known := words.names.get(chosen_locale())):
        return known
    return str(gettext(words))


def _in_place(name: str, found: Any) -> Any:
    """A value inside a message; where the workshop names a person or the desks of a piece of work, what they go by."""
    # A step may be called as somebody is: it is a `Label`, and no person.
    if isinstance(found, str) and not isinstance(found, (Message, Label)) and has_app_context():
        from modeler_api.called import desks_called, person_called
        from modeler_api.wiring import door

        if name in _PEOPLE and (known := person_called(door().store, str(found))):
            return known
        if name == "candidates":
            return desks_called(door().store, str(found).split(", "), chosen_locale())
    return value(found)


#: Under what names the workshop's messages speak of people, whom it knows by their account names.
_PEOPLE = frozenset({"person", "holder", "owner", "by", "to"})


def value(found: Any) -> Any:
    """A value inside a message, as the language writes it; values with their own format codes are left alone."""
    from flask_babel import format_datetime, format_decimal

    if isinstance(found, Message):
        return text(found)
    if isinstance(found, bool):
        return found
    if isinstance(found, str):
        return told(found)  # the label of a field or a shape, where the catalogue knows it
    if isinstance(found, dt.datetime):
        return format_datetime(found, "d MMMM y, HH:mm")
    if isinstance(found, Decimal):
        return format_decimal(found)
    if isinstance(found, (int, float)):
        return _Number(found)
    return found


class _Number(float):
    """A number that prints itself for the reader's language, unless a template gives its own format code."""

    def __format__(self, code: str) -> str:
        from flask_babel import format_decimal

        if code:
            plain = self.integer if code[-1:] in "d" else float(self)
            shown = format(plain, code)
            return shown if str(get_locale()) == "en" else shown.replace(",", "\u00a0").replace(".", ",")
        exact = Decimal(repr(float(self)))
        return str(format_decimal(int(exact) if exact == exact.to_integral_value() else round(exact, 2)))

    @property
    def integer(self) -> int:
        """The number without its fraction."""
        return int(self)


def install(app: Flask, settings: Settings) -> None:
    """Speak the reader's language on every page of the application."""
    app.config["BABEL_TRANSLATION_DIRECTORIES"] = str(compiled(settings))
    app.config["KYZMAT_DEFAULT_LOCALE"] = settings.default_locale
    Babel(
        app,
        default_locale="en",
        default_timezone=settings.timezone,
        locale_selector=chosen_locale,
    )
    app.jinja_env.filters["text"] = text
    app.jinja_env.filters["told"] = told
    app.jinja_env.filters["named"] = lambda place: units.named(place, chosen_locale())
    app.jinja_env.globals.update(languages=LANGUAGES, locale=chosen_locale)
