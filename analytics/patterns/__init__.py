"""Redesign patterns, one module each: a way to make a procedure better, and when it applies.

A pattern takes a model and the findings about it and yields `Rewrite`s.  The docstring of its module is its page.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from processes.registry import Registry

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from analytics.finding import Findings
    from analytics.rewrite import Rewrite
    from processes.model.model import Model

patterns: Registry[Callable[[Model, Findings], Iterable[Rewrite]]] = Registry(
    "analytics.patterns", kind="redesign pattern"
)
