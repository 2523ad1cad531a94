"""What a program may not say in place of a person: that something was signed, that a register answered.

The pages make these values themselves; a program that sends one is refused, and a document must have been handed in.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from engine import InvalidData
from engine.forms import at, places
from modeler_api.documents import handed_in, taken
from processes.text import Message, _


def refuse_made_up(schema: Mapping[str, Any] | None, data: Mapping[str, Any]) -> None:
    """Raise `InvalidData` for each value that only the page may give, and for documents that are not one's own."""
    errors: dict[str, Message] = {}
    for place in places(schema or {}, data):
        value = at(data, place.path)
        if value in (None, []):
            continue
        if place.type in ("signature", "lookup"):
            errors[place.name] = _("This is given on the page of the work, by the person who does it.")
        elif place.type == "filepicker":
            found = taken(handed_in({"given": value}))
            if not found or [one.as_value() for one in found] != value:
                errors[place.name] = _(
                    "Hand the document in on the page first, and send what it was kept as."
                )
    if errors:
        raise InvalidData(errors)
