"""What no database can keep: half a character, and values nested without end.

A script or a program may give both: JavaScript cuts a text in the middle of a character, and a loop nests an object as
deep as it runs.  They are found before anything is written, so that what gave them can be named.
"""

from __future__ import annotations

import json
import re
from typing import Any

from engine.errors import SandboxError
from processes.text import Message, _

#: How deep lists and contexts may lie in each other; no form or register comes near it.
DEEPEST = 100

_HALF = re.compile("[\ud800-\udfff]")
#: How JSON text writes what may be half a character.
_MAYBE_HALF = "\\ud"


def unfit(value: Any) -> Message | None:
    """Return why a plain value cannot be kept, None when it can.

    >>> unfit({"name": ["Асан", 7]}) is None
    True
    >>> str(unfit("\\ud83d"))
    'It holds half a character.'
    """
    layer, depth = [value], 0
    while layer:
        if depth > DEEPEST:
            return too_deep()
        inside: list[Any] = []
        for each in layer:
            if isinstance(each, str):
                if _HALF.search(each):
                    return _("It holds half a character.")
            elif isinstance(each, dict):
                inside += [*each, *each.values()]
            elif isinstance(each, (list, tuple)):
                inside += each
        layer, depth = inside, depth + 1
    return None


def too_deep() -> Message:
    """Return what is said of a value nested without end."""
    return _("Its lists and contexts lie in each other deeper than {count} levels.").format(count=DEEPEST)


def read(text: str) -> Any:
    """Return the value of JSON text that comes out of a sandbox; raises `SandboxError` when it cannot be kept."""
    reason: Message | None = None
    value = None
    try:
        value = json.loads(text)
    except RecursionError:
        reason = too_deep()
    # Looked at more closely only where the text gives a reason: most answers are short and plain.
    if _MAYBE_HALF in text or text.count("[") + text.count("{") > DEEPEST:
        reason = reason or unfit(value)
    if reason is not None:
        raise SandboxError(_("What it gives cannot be kept: {reason}").format(reason=reason))
    return value
