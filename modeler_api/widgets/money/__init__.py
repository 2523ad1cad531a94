"""An amount of money."""

from __future__ import annotations
