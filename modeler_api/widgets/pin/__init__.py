"""A personal number."""

from __future__ import annotations
