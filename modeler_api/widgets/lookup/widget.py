"""A question to a register: who asks what about whom and why, and the answer with its source and date.

What was typed is the id of an answer that the store keeps; an answer cannot be made up on the page.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any

from modeler_api import formats
from modeler_api.register_questions import answered
from modeler_api.store import accounts
from modeler_api.translation import text, told
from modeler_api.widgets import Component, Unreadable, Widget, label_of
from modeler_api.wiring import door
from processes.text import Message, _


def _parse(component: Component, typed: Sequence[str]) -> dict[str, Any] | None:
    if not typed or not typed[0]:
        return None
    found = answered(typed[0])
    if found is None:
        raise Unreadable(_("{label}: ask the register again").format(label=label_of(component)))
    return found


def _typed(_component: Component, value: Any) -> list[str]:
    return [str(value["id"])] if isinstance(value, Mapping) and value.get("id") else []


def lines(component: Component, value: Mapping[str, Any]) -> list[tuple[str, str]]:
    """The answer in words: the fields the component names, else every plain one."""
    data = value.get("data")
    given = data if isinstance(data, Mapping) else {"": data} if data is not None else {}
    shown = component.get("shows")
    named = shown if isinstance(shown, Mapping) else {key: key for key in given}
    return [
        (told(str(label)), str(given[key]))
        for key, label in named.items()
        if given.get(key) is not None and not isinstance(given[key], (dict, list))
    ]


def _shown(component: Component, value: Any) -> str | Message:
    if not isinstance(value, Mapping):
        return str(value)
    when = formats.moment(dt.datetime.fromisoformat(str(value["asked"])))
    if not value.get("found"):
        return _("nothing found – {service}, {when}").format(
            service=Message(str(value["service"])), when=Message(when)
        )
    said = "; ".join(f"{label}: {words}" if label else words for label, words in lines(component, value))
    return _("{answer} – {service}, {when}").format(
        answer=Message(said), service=Message(str(value["service"])), when=Message(when)
    )


def _more(component: Component, typed: Sequence[str]) -> dict[str, Any]:
    value = answered(typed[0]) if typed and typed[0] else None
    found: dict[str, Any] = {"answer": value, "lines": lines(component, value) if value else []}
    if value:
        found["asker"] = accounts.full_names(door().store).get(str(value["asked_by"]), str(value["asked_by"]))
        found["asked"] = formats.moment(dt.datetime.fromisoformat(str(value["asked"])))
        found["words"] = text(_shown(component, value))
    return found


widget = Widget(parse=_parse, typed=_typed, shown=_shown, more=_more)
