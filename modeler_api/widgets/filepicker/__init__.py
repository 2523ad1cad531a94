"""Documents to hand in."""

from __future__ import annotations
