"""Several choices out of a long list."""

from __future__ import annotations
