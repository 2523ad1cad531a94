"""The landscape and the names the editor offers, with a hundred procedures and with a thousand.

Both are made of facts read once in a model's life, by the clock; ten times the procedures should take about ten times
as long and no longer, and open no model.
"""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from bench.catalogue import filled, reader_of
from bench.sample import Sample, timed
from modeler_api.beginning import migrate
from modeler_api.repository import model_in
from modeler_api.settings import Settings
from modeler_api.shelf import read_ahead
from modeler_api.wiring import open_door

if TYPE_CHECKING:
    from flask.testing import FlaskClient

PAGES = {
    "landscape": "/procedures/landscape",
    "editor, first opening": "/procedures/{key}/edit",
}


def measure(size: int) -> list[Sample]:
    """Each page as the first reader gets it, few procedures and ten times as many; prints the ratio."""
    counts = (100 * size, 1000 * size) if size else (10, 30)
    by_page: dict[str, list[Sample]] = {what: [] for what in PAGES}
    for count in counts:
        with TemporaryDirectory() as folder:
            door = open_door(Settings(data=Path(folder), demo=False))
            migrate(door)
            key = filled(door, count)
            while read_ahead(door.store, most=100):
                pass
            reader = reader_of(door)
            reader.get("/procedures/?search=xyzzy")
            for what, path in PAGES.items():
                model_in.cache_clear()
                by_page[what].append(_asked(reader, f"{what}, {count} procedures", path.format(key=key)))
            door.engine.dispose()
            door.store.close()
    for what, (few, many) in by_page.items():
        print(f"  {what}: ×{many.seconds / few.seconds:.1f} for ×{counts[1] / counts[0]:.0f} the procedures")
    return [sample for samples in by_page.values() for sample in samples]


def _asked(reader: FlaskClient, what: str, path: str) -> Sample:
    """How long one page takes; every answer must be the page."""
    answers: list[int] = []
    sample = timed(what, 1, lambda: answers.append(reader.get(path).status_code))
    assert set(answers) == {200}, answers
    return sample
