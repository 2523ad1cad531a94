"""Rows of values."""

from __future__ import annotations
