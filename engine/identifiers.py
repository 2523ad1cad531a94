"""Identifiers: opaque strings that sort by the time they were made, so that indexes stay compact."""

from __future__ import annotations

import time
from os import urandom


def new_id() -> str:
    """Return an identifier nobody has used."""
    return f"{time.time_ns() // 1_000_000:012x}{urandom(10).hex()}"
