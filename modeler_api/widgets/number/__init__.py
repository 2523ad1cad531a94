"""A number, typed the way people here write one."""

from __future__ import annotations
