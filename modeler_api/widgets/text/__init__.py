"""Words that only stand there."""

from __future__ import annotations
