"""A text with marks of its own."""

from __future__ import annotations
