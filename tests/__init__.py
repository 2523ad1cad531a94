"""The mechanics: tests mirror the packages; the specification is in `features/`."""

from __future__ import annotations
