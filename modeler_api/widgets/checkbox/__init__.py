"""One box to tick."""

from __future__ import annotations
