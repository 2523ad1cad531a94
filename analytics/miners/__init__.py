"""Miners, one module each: the module's name is the miner's.

A miner has the shape `miner(traces, *, noise) -> bytes`: from the distinct traces of a log with their numbers of cases
it draws a BPMN file, which `analytics.discovering` lays out and hands on as a model.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from processes.registry import Registry

if TYPE_CHECKING:
    from collections.abc import Mapping

    from analytics.flow_drawing import FlowDrawing
    from analytics.traces import Trace


class Miner(Protocol):
    """Draw the flow that `traces` show; what is rarer than `noise` (0 to 1) may be left out."""

    def __call__(self, traces: Mapping[Trace, int], *, noise: float) -> FlowDrawing: ...


miners: Registry[Miner] = Registry("analytics.miners", kind="miner")
