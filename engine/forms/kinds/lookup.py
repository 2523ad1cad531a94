"""What a register answered: who was asked about whom and when, and its answer."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from engine.forms._field import Component, Wrong, kind, label_of
from engine.forms.kinds import kinds
from processes.text import Message, _

KNOWN = ("id", "service", "about", "asked", "asked_by", "found", "data")


def _judge(field: Component, value: Mapping[str, Any]) -> Message | None:
    if (field.get("validate") or {}).get("required") and not value["found"]:
        return _("The register found nothing for {label}.").format(label=label_of(field))
    return None


@kinds.register
@kind(judge=_judge, missing=_("Ask the register for {label}."), is_act=True)
def lookup(field: Component, value: Any) -> dict[str, Any] | None:
    """Return the register's answer with where it comes from."""
    if value is None or value == "":
        return None
    if not isinstance(value, Mapping) or not all(name in value for name in KNOWN):
        raise Wrong(_("{label} takes the answer of a register.").format(label=label_of(field)))
    return {name: value[name] for name in KNOWN}
