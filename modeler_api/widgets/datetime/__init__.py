"""A date, a time or both."""

from __future__ import annotations
