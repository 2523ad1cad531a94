"""A Kyrgyz address, one control for each part; the parts and their rules are the engine's."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from engine.forms import Wrong, kinds
from engine.forms.kinds.address import CITIES, OBLASTS, PARTS
from modeler_api.translation import text
from modeler_api.widgets import Component, Unreadable, Widget
from processes.text import Message, _

NAMES: dict[str, Message] = {
    "KG-GB": _("Bishkek city"),
    "KG-GO": _("Osh city"),
    "KG-B": _("Batken oblast"),
    "KG-C": _("Chüy oblast"),
    "KG-J": _("Jalal-Abad oblast"),
    "KG-N": _("Naryn oblast"),
    "KG-O": _("Osh oblast"),
    "KG-T": _("Talas oblast"),
    "KG-Y": _("Issyk-Kul oblast"),
}

LABELS: dict[str, Message] = {
    "oblast": _("Oblast or city"),
    "raion": _("Raion"),
    "aiyl": _("Aiyl aimak"),
    "settlement": _("Village or town"),
    "street": _("Street"),
    "house": _("House"),
    "flat": _("Flat"),
    "index": _("Postal index"),
}


def _parse(component: Component, typed: Sequence[str]) -> dict[str, str] | None:
    given = {part: words for part, words in zip(PARTS, typed, strict=False) if words.strip()}
    try:
        return kinds["address"](component, given or None)
    except Wrong as wrong:
        raise Unreadable(wrong.message) from None


def _typed(_component: Component, value: Any) -> list[str]:
    given = value if isinstance(value, Mapping) else {}
    return [str(given.get(part, "")) for part in PARTS]


def _shown(_component: Component, value: Any) -> str:
    if not isinstance(value, Mapping):
        return str(value)
    words = {part: str(value[part]) for part in PARTS if value.get(part)}
    if words.get("oblast") in NAMES:
        words["oblast"] = text(NAMES[words["oblast"]])
    if "flat" in words:
        words["flat"] = text(_("flat {number}").format(number=Message(words["flat"])))
    return ", ".join(words.values())


def _more(_component: Component, _typed: Sequence[str]) -> dict[str, Any]:
    oblasts = [(code, NAMES[code]) for code in OBLASTS]
    return {"parts": PARTS, "labels": LABELS, "oblasts": oblasts, "cities": CITIES}


widget = Widget(parse=_parse, typed=_typed, shown=_shown, parts=PARTS, more=_more)
