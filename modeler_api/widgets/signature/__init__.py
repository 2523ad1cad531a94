"""An act of signing."""

from __future__ import annotations
