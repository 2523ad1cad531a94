"""One choice out of few."""

from __future__ import annotations
