"""In whose place somebody acts, as every row that says who did something keeps it beside the name.

A name at the door may carry the absent person for whom it acts (`engine.actor.Actor`); a plain one carries nobody.
"""

from __future__ import annotations


def in_place_of(name: str) -> str | None:
    """Return the account name of the absent person in whose place this one acts, None for oneself.

    >>> from engine.actor import Actor
    >>> in_place_of(Actor("ana", on_behalf_of="bek")), in_place_of("ana")
    ('bek', None)
    """
    absent: str | None = getattr(name, "on_behalf_of", None)
    return absent
