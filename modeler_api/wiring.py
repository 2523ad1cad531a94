"""What a view may reach: the settings, the store and the engine, wired once by `app.create_app`."""

from __future__ import annotations

import os
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from flask import current_app

from modeler_api.settings import Settings
from modeler_api.store import Store

if TYPE_CHECKING:
    from engine import Engine

EXTENSION = "kyzmat"


@dataclass(frozen=True)
class Door:
    """The rooms behind the door, as a view, a command or a job finds them."""

    settings: Settings
    store: Store

    @cached_property
    def engine(self) -> Engine:
        """The workshop on the same database; opened when it is first needed."""
        from engine import Engine
        from engine.connections import Connections
        from engine.expressions.limits import Limits
        from modeler_api.roster import Roster

        broker, settings = self.settings.broker, self.settings
        return Engine(
            self.settings.store_url,
            jobs="celery" if broker else "inline",
            broker=broker,
            secret=settings.secret_key,
            connections=Connections.read(settings.connections, os.environ),
            roster=Roster(self.store),
            calendar=settings.calendar,
            limits=Limits(seconds=settings.script_milliseconds / 1000, megabytes=settings.script_megabytes),
        )


def open_door(settings: Settings) -> Door:
    """The rooms as these settings describe them, for commands and jobs; nothing is migrated."""
    return Door(settings, Store(settings.store_url))


def door() -> Door:
    """The door of the application that answers this request."""
    found: Door = current_app.extensions[EXTENSION]
    return found
