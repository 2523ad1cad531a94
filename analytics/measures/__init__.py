"""Measures, one module each: the module's name is the measure's.

A measure of a log has the shape `measure(log, *, level=, unit=, calendar=) -> Measure`, a measure of a model
`measure(model) -> Figure`.  The docstring of a module defines its quantity.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from processes.registry import Registry

if TYPE_CHECKING:
    from collections.abc import Callable

measures: Registry[Callable[..., Any]] = Registry("analytics.measures", kind="measure")
