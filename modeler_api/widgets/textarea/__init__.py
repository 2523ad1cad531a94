"""Several lines of text."""

from __future__ import annotations
