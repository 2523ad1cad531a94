"""`kyzmat migrate`: bring the tables of every room to the newest shape."""

from __future__ import annotations

from modeler_api.cli import Data, app, settings_with


@app.command()
def migrate(data: Data = None) -> None:
    """Bring the database up to date; harmless when it already is."""
    from modeler_api.beginning import migrate as bring_up_to_date
    from modeler_api.wiring import open_door

    settings = settings_with(data=data)
    bring_up_to_date(open_door(settings))
