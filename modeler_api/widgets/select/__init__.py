"""One choice out of many."""

from __future__ import annotations
