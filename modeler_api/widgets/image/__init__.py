"""A picture."""

from __future__ import annotations
