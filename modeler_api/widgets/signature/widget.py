"""An act of signing: the signer's name in full and their password once more, over the digest of what is signed.

It is given on the page that shows the answers, where one sees what one signs. The page makes the value; nothing that
is typed into this field is kept.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from modeler_api.widgets import Component, Widget
from processes.text import Message, _

LEVELS: dict[str, Message] = {"simple": _("simple electronic signature")}
"""What a signature given here is by law. A qualified one needs a key of the signer, which is not held here."""


def _shown(_component: Component, value: Any) -> str | Message:
    if not isinstance(value, Mapping):
        return str(value)
    return _("{name}, {level}, {digest}").format(
        name=Message(str(value["name"])),
        level=LEVELS.get(str(value["level"]), Message(str(value["level"]))),
        digest=Message(str(value["sha256"])[:16] + "…"),
    )


def _parse(_component: Component, _typed: Sequence[str]) -> None:
    return None


widget = Widget(parse=_parse, typed=lambda _component, _value: [], shown=_shown, parts=("name", "password"))
