"""A computed value."""

from __future__ import annotations
