"""An address of the country."""

from __future__ import annotations
