"""`kyzmat clock`: the process that fires timers and does what stands in line."""

from __future__ import annotations

from modeler_api.cli import Data, app, settings_with


@app.command()
def clock(data: Data = None) -> None:
    """Fire timers, run service tasks and long jobs until stopped."""
    from modeler_api import journal
    from modeler_api.clockwork import keep_going
    from modeler_api.wiring import open_door

    journal.configure()
    keep_going(open_door(settings_with(data=data)))
