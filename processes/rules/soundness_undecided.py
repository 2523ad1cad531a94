"""A model too intricate to be searched through.

What it finds:
    Models of which the search for deadlocks had to be broken off.

Why it matters:
    That nothing was found then means nothing; somebody has to look.

Wrong:
    a dozen inclusive gateways one inside another

Right:
    the same parted into subprocesses, each of which is searched on its own

How sure:
    note: nothing is known to be wrong.

Source:
    The bounds in `processes.model.soundness`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from processes.model.soundness import analyse
from processes.problem import Problem
from processes.rules import rules
from processes.text import _

if TYPE_CHECKING:
    from collections.abc import Iterator

    from processes.model.model import Model


@rules.register
def soundness_undecided(model: Model) -> Iterator[Problem]:
    """Yield the main process when the search gave up."""
    result = analyse(model)
    if not result.is_decided:
        yield Problem.at(
            model.main_process,
            "note",
            _(
                "Whether every case of “{label}” can end was not decided: after {states} states the search was "
                "broken off. Part the model into subprocesses to have it checked."
            ).format(label=model.name, states=result.states),
        )
