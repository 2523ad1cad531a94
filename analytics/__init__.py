"""The analytics; its public names follow."""

from __future__ import annotations
