"""Documents that were handed in: what the store knows of each, never their bytes."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from engine.forms._field import Component, Wrong, kind, label_of
from engine.forms.kinds import kinds
from processes.text import Message, _

KNOWN = ("id", "name", "media_type", "size", "sha256")


def _judge(field: Component, value: list[dict[str, Any]]) -> Message | None:
    if len(value) > 1 and not field.get("multiple"):
        return _("{label} takes one document.").format(label=label_of(field))
    return None


@kinds.register
@kind(judge=_judge, missing=_("Choose a file for {label}."), reads_nothing=True, is_act=True)
def filepicker(field: Component, value: Any) -> list[dict[str, Any]]:
    """Return for each document its id, name, media type, size in bytes and digest."""
    if value is None or value == "":
        return []
    given = value if isinstance(value, list) else [value]
    found = []
    for each in given:
        if (
            not isinstance(each, Mapping)
            or not all(each.get(name) for name in KNOWN)
            or not re.fullmatch("[0-9a-f]{64}", str(each["sha256"]))
        ):
            raise Wrong(
                _("{label} takes documents that were handed in before.").format(label=label_of(field))
            )
        found.append({name: each[name] for name in KNOWN})
    return found
