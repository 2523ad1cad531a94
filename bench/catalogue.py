"""The catalogue of a state: a thousand procedures of sixty bodies, listed, leafed through and searched.

The first page is asked for once before: what stands on the outside of a model is read once in its life, by the clock.
"""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from bench.sample import Sample, timed
from modeler_api.app import create_app
from modeler_api.auth.session import SESSION
from modeler_api.beginning import migrate
from modeler_api.settings import Settings
from modeler_api.shelf import read_ahead
from modeler_api.store import accounts, models, sessions, units
from modeler_api.wiring import Door, open_door
from processes import library

if TYPE_CHECKING:
    from flask.testing import FlaskClient

BODIES = 60
PAGES = {
    "catalogue, first page": "/procedures/",
    "catalogue, seventh page": "/procedures/?page=7",
    "catalogue, a word": "/procedures/?search=notary",
    "catalogue, no hit": "/procedures/?search=xyzzy",
}


def measure(size: int) -> list[Sample]:
    """Pages of the catalogue a second, each as one reader gets them."""
    count = 1000 * size if size else 30
    with TemporaryDirectory() as folder:
        door = open_door(Settings(data=Path(folder), demo=False))
        migrate(door)
        filled(door, count)
        while read_ahead(door.store, most=100):
            pass
        reader = reader_of(door)
        for path in PAGES.values():
            reader.get(path)
        found = [timed(what, 1, lambda path=path: reader.get(path)) for what, path in PAGES.items()]
        door.engine.dispose()
        door.store.close()
    return found


def filled(door: Door, count: int) -> str:
    """Keep procedures of the library under other keys, every third of them in force; returns the last key."""
    names = list(library)
    for number in range(count):
        sample = library[names[number % len(names)]].as_is
        key = f"{sample.key}_{number}"
        source = sample.source
        for attribute in ("id", "processRef", "bpmnElement"):
            source = source.replace(f'{attribute}="{sample.key}"'.encode(), f'{attribute}="{key}"'.encode())
        source = source.replace(b'owner="kg:', f'owner="kg{number % BODIES}:'.encode())
        version = models.save(door.store, key=key, name=f"Procedure {number}", source=source, author="bench")
        if number % 3 == 0:
            models.publish(door.store, version.id, definition_key=key)
    return key


def reader_of(door: Door) -> FlaskClient:
    import datetime as dt

    agency = units.add(door.store, kind="agency", names={"en": "Orok"}, code="orok")
    who = accounts.add(
        door.store, name="reader", full_name="Reader", password_hash="-", role="analyst", agency=agency.id
    )
    client = create_app(door.settings, door=door).test_client()
    token = sessions.begin(door.store, account=who.id, method="password", lasts=dt.timedelta(hours=1))
    with client.session_transaction() as session:
        session["_user_id"], session["_fresh"], session[SESSION] = who.id, True, token
    return client
