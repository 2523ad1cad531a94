"""A script in Python.

What it finds:
    Script tasks whose language is Python, or that name no language and are written for an engine that runs Python.

Why it matters:
    Such a script could read files and open connections of the server; it is refused, whoever wrote it.

Wrong:
    :script Compute fee   with   import os

Right:
    :script Compute fee   with   amount * 0.1   in FEEL

How sure:
    error: it will not be run.

Source:
    The project's decision on scripts: FEEL and sandboxed JavaScript only.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from processes.problem import Problem
from processes.rules import rules
from processes.text import _

if TYPE_CHECKING:
    from collections.abc import Iterator

    from processes.model.model import Model


@rules.register
def python_script(model: Model) -> Iterator[Problem]:
    """Yield each script task written in Python."""
    spiff = "spiff" in model.report.dialects
    for element in model.elements.values():
        script = element.script
        if element.type != "ScriptTask" or script is None:
            continue
        if "python" in script.language.lower() or (spiff and not script.language and script.text):
            yield Problem.at(
                element,
                "error",
                _(
                    "The script of “{label}” is written in Python, which could reach into the server and is refused. "
                    "Write it in FEEL, such as: amount * 0.1, or let a service do it."
                ).format(label=element.label),
            )
