"""Signing what a form says: the signer's own name in full, their password once more, and the digest of the answers.

By law this is a simple electronic signature: it shows who signed what and when, on the word of this system. A qualified
one needs a key of the signer's; none is held here, and nothing here calls itself so.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from flask import render_template
from markupsafe import Markup

from engine.forms import put
from modeler_api.auth import passwords, throttle
from modeler_api.forms import PREFIX, Form, label_of
from modeler_api.store import tables
from modeler_api.store.accounts import NO_PASSWORD
from processes.text import Message, _, folded

if TYPE_CHECKING:
    from werkzeug.datastructures import MultiDict

    from engine.forms import Place
    from modeler_api.store.accounts import Account


def digest(answers: Mapping[str, Any]) -> str:
    """SHA-256 of the answers as canonical JSON: names sorted, no spaces, UTF-8.

    >>> digest({"b": 1, "a": "ң"}) == digest({"a": "ң", "b": 1})
    True
    """
    plain = json.dumps(answers, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(plain.encode()).hexdigest()


def places(form: Form) -> list[Place]:
    """The places of a form that are to be signed as it stands."""
    return [place for place in form.places if place.type == "signature" and not form.state.is_hidden(place)]


def fields(form: Form) -> Markup:
    """The controls of a form's signatures, for the page that shows the answers."""
    found = []
    for place in places(form):
        found.append(
            Markup(
                render_template(
                    "signature/template.html",
                    component=place.component,
                    name=PREFIX + place.name,
                    label=label_of(place.component),
                    hint=place.component.get("description"),
                    error=form.errors.get(place.name),
                )
            )
        )
    return Markup("\n").join(found)


def signed(
    form: Form, answers: Mapping[str, Any], sent: MultiDict[str, str], *, by: Account
) -> tuple[dict[str, Any], dict[str, Message]]:
    """The answers with their signatures, and for each field that was not signed rightly what is wrong."""
    whole: dict[str, Any] = dict(answers)
    errors: dict[str, Message] = {}
    # Who guesses here guesses the password of an account, as at the sign-in page.
    throttle.attempt(by.name)
    is_guess = False
    for place in places(form):
        name = sent.get(f"{PREFIX}{place.name}.name", "")
        password = sent.get(f"{PREFIX}{place.name}.password", "")
        if not name and not password and not (place.component.get("validate") or {}).get("required"):
            continue
        label = label_of(place.component)
        if _plain(name) != _plain(by.full_name):
            errors[place.name] = _("{label}: enter your name as it stands in your account").format(
                label=label
            )
        elif by.password_hash == NO_PASSWORD:
            text = _("{label}: your account has no password here, so you cannot sign; ask your administrator")
            errors[place.name] = text.format(label=label)
        elif not passwords.matches(by.password_hash, password):
            is_guess = True
            errors[place.name] = _("{label}: this is not your password").format(label=label)
        else:
            act = {
                "by": by.name,
                "name": by.full_name,
                "at": tables.now().isoformat(timespec="seconds"),
                "method": "password",
                "level": "simple",
                "sha256": digest(answers),
            }
            put(whole, place.path, act)
    if not is_guess:
        throttle.held(by.name)
    return whole, errors


def _plain(name: str) -> str:
    return folded(" ".join(name.split()))
