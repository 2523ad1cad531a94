"""The moment that `now()` and `today()` mean in a form: the office's clock, on the server and in the browser alike."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any
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


def values_of(texts: Iterable[str], known: Mapping[str, Any]) -> list[Any]:
    """What the expressions of a form come to at this moment, over what is known."""
    from engine.expressions import feel

    with at_the_office():
        return [answer.value for answer in feel.evaluate_all([(text, known) for text in texts])]
