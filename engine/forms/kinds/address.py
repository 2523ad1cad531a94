"""A Kyrgyz address, from the oblast down to the flat, as a value with parts."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from engine.forms._field import Component, Wrong, is_blank, kind, label_of
from engine.forms.kinds import kinds
from processes.text import Message, _

#: The parts in the order of the country's addresses.
PARTS = ("oblast", "raion", "aiyl", "settlement", "street", "house", "flat", "index")

#: The seven oblasts and the two cities of republican significance.  Source: ISO 3166-2:KG.
OBLASTS = ("KG-GB", "KG-GO", "KG-B", "KG-C", "KG-J", "KG-N", "KG-O", "KG-T", "KG-Y")
CITIES = ("KG-GB", "KG-GO")


def _judge(field: Component, value: Mapping[str, str]) -> Message | None:
    label = label_of(field)
    if "oblast" not in value:
        return _("Choose the oblast or city of {label}.").format(label=label)
    if value["oblast"] not in CITIES:
        if "raion" not in value and "settlement" not in value:
            return _("Enter the raion or the town of {label}.").format(label=label)
    elif "street" not in value and "settlement" not in value:
        return _("Enter the street of {label}.").format(label=label)
    if "house" not in value and (field.get("validate") or {}).get("house"):
        return _("Enter the house of {label}.").format(label=label)
    return None


@kinds.register
@kind(judge=_judge)
def address(field: Component, value: Any) -> dict[str, str] | None:
    """Return the parts that were given; the oblast by its code, everything else in words.

    >>> address({"key": "home"}, {"oblast": "KG-N", "raion": "Нарын", "street": " "})
    {'oblast': 'KG-N', 'raion': 'Нарын'}
    """
    label = label_of(field)
    if is_blank(value):
        return None
    if not isinstance(value, Mapping) or not set(value) <= set(PARTS):
        raise Wrong(_("{label} must be an address with its parts.").format(label=label))
    given = {part: str(value[part]).strip() for part in PARTS if not is_blank(value.get(part))}
    if not given:
        return None
    if given.get("oblast") not in (None, *OBLASTS):
        raise Wrong(_("Choose the oblast or city of {label}.").format(label=label))
    if any(len(part) > 200 for part in given.values()):
        raise Wrong(_("{label} is too long.").format(label=label))
    if "index" in given and not (given["index"].isdigit() and len(given["index"]) == 6):
        raise Wrong(_("The postal index of {label} must have six digits.").format(label=label))
    return given
