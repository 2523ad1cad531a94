"""Documents to hand in: the page sends the files, the store keeps them, and the form holds what is known of each.

What was typed are the ids of documents; only those that the person, or the case, has are taken.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from modeler_api.documents import shown_size, taken
from modeler_api.widgets import Component, Unreadable, Widget, label_of
from processes.text import _


def _parse(component: Component, typed: Sequence[str]) -> list[dict[str, Any]] | None:
    found = taken(list(dict.fromkeys(id_ for id_ in typed if id_)))
    if found is None:
        message = _("{label}: hand the document in again; it is not there any more")
        raise Unreadable(message.format(label=label_of(component)))
    return [document.as_value() for document in found] or None


def _typed(_component: Component, value: Any) -> list[str]:
    return [str(one["id"]) for one in value if isinstance(one, dict)] if isinstance(value, list) else []


def _shown(_component: Component, value: Any) -> str:
    if not isinstance(value, list):
        return str(value)
    return ", ".join(f"{one['name']} ({shown_size(int(one['size']))})" for one in value)


def _more(component: Component, typed: Sequence[str]) -> dict[str, Any]:
    from modeler_api.documents import accepted, largest

    return {
        "documents": taken([id_ for id_ in typed if id_]) or [],
        "accept": accepted(component.get("accept")),
        "largest": shown_size(largest()),
    }


widget = Widget(parse=_parse, typed=_typed, shown=_shown, more=_more)
