"""The forms a report can be written in, one module each, named by the ending of the file.

A form takes the report and a function that translates its messages, and returns bytes.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from processes.registry import Registry

if TYPE_CHECKING:
    from collections.abc import Callable

    from analytics.procedure_report import Report, Translate

reports: Registry[Callable[[Report, Translate], bytes]] = Registry(
    "analytics.reports", kind="form of a report"
)
