"""A recorded act of signing: who signed what, when, and how the signer was known."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from engine.forms._field import Component, Wrong, kind, label_of
from engine.forms.kinds import kinds
from processes.text import _

KNOWN = ("by", "name", "at", "method", "level", "sha256")


@kinds.register
@kind(missing=_("Sign: {label}."), is_act=True)
def signature(field: Component, value: Any) -> dict[str, str] | None:
    """Return the act: `by` and `name` of the signer, `at`, the `method`, the legal `level`, the digest of what was
    signed.

    The digest is SHA-256 of the form's other values as canonical JSON (sorted names, no spaces, UTF-8).
    """
    if value is None or value == "":
        return None
    if (
        not isinstance(value, Mapping)
        or not all(isinstance(value.get(name), str) and value[name] for name in KNOWN)
        or not re.fullmatch("[0-9a-f]{64}", value["sha256"])
    ):
        raise Wrong(_("{label} takes a signature that was given here.").format(label=label_of(field)))
    return {name: str(value[name]) for name in KNOWN}
