"""A question to a register."""

from __future__ import annotations
