"""Where a person came from: the list they looked at, so that going back leads to the same page and the same row."""

from __future__ import annotations

from flask import request, session, url_for

_KEY = "list"
_LONGEST = 600


def remember() -> None:
    """Note that this page is the list one goes back to."""
    place = request.full_path.rstrip("?")
    session[_KEY] = place if len(place) <= _LONGEST else request.path


def back_to_list(item_id: str | None = None) -> str:
    """The address of the list, at the row of a piece of work."""
    place = session.get(_KEY)
    address = place if isinstance(place, str) and place.startswith("/work/") else url_for("inbox.index")
    return f"{address}#item-{item_id}" if item_id else address
