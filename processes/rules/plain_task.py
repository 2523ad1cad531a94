"""A task of no kind.

What it finds:
    Tasks that are neither user, service, manual nor any other kind, in a process that is to be run.

Why it matters:
    The engine passes them at once: the step is in the drawing, nobody gets the work, and the case goes on as if it
    had been done.

Wrong:
    Register @clerk -> (a task of no kind) @head -> Send

Right:
    Register @clerk -> Decide @head -> Send

How sure:
    warning: the standard allows it, but whoever draws a step into the row of an office means that somebody does it.
    Drawings not declared executable are left in peace: they are read by people, who know what is meant.

Source:
    OMG BPMN 2.0.2, 10.3.3 (Task): a task of no kind is an abstract task, 13.3.3: it completes upon activation.
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
def plain_task(model: Model) -> Iterator[Problem]:
    """Yield each task that nobody and nothing does."""
    runs = {process.id for process in model.processes.values() if process.executable}
    for element in model.elements.values():
        if element.type == "Task" and element.process in runs:
            yield Problem.at(
                element,
                "warning",
                _(
                    "“{label}” says not who or what does it: nobody gets this work, and cases pass it at once. "
                    "Make it a user task (somebody does it here), a service task (a system does) or a manual "
                    "task (done elsewhere)."
                ).format(label=element.label),
            )
