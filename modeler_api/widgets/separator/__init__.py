"""A line between parts."""

from __future__ import annotations
