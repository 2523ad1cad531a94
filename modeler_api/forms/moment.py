"""The moment that `now()` and `today()` mean in a form: the office's clock, on the server and in the browser alike."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager
from zoneinfo import ZoneInfo

from flask import has_app_context

from modeler_api.wiring import door

ZONE = "Asia/Bishkek"


def zone() -> str:
    """The time zone of the office, as the settings say."""
    return door().settings.timezone if has_app_context() else ZONE


def present() -> dt.datetime:
    """This moment as the office's clock shows it."""
    return dt.datetime.now(ZoneInfo(zone()))


@contextmanager
def at_the_office() -> Iterator[None]:
    """Let the expressions of a form mean this moment."""
    from engine.expressions import feel

    with feel.standing_at(dt.datetime.now(dt.UTC), zone=zone()):
        yield
