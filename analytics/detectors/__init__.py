"""Detectors, one module each: what can be wrong with a procedure, and how one sees it.

A detector takes a `Study` and yields `Finding`s; where the study lacks the model or the log it needs, it yields
nothing.  The docstring of its module is its page.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from processes.registry import Registry

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from analytics.finding import Finding
    from analytics.study import Study

detectors: Registry[Callable[[Study], Iterable[Finding]]] = Registry("analytics.detectors", kind="detector")
