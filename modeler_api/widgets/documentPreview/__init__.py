"""Documents to look at."""

from __future__ import annotations
