"""Connectors: what a service task can do outside without a line of code; one connector, one file.

A service task chooses one by its topic, `kyzmat:` and the connector's name (as Camunda's topic or job type, in our own
panel, or as the BPMN attribute `implementation`), and gives it its parameters by its input mapping.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from engine.connectors._call import Call, ConnectorRefused, ConnectorUnavailable, takes
from processes.registry import Registry

__all__ = ["PREFIX", "Call", "ConnectorRefused", "ConnectorUnavailable", "connectors", "takes"]

#: What a topic begins with that names a connector.
PREFIX = "kyzmat:"

connectors: Registry[Callable[..., Mapping[str, Any]]] = Registry("engine.connectors", kind="connector")
