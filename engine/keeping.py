"""Keeping what must be kept and no longer: anonymise, archive, remove, forget.

Anonymising keeps the statistics: when what was begun and done, where, by which group, how often it changed hands.
Within one instance each person becomes “person 1”, “person 2”, …, in the order of their first act.  A file of the
archive holds whole histories and proves itself, like the table it comes from.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from functools import partial
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Any

from engine import logging_events
from engine.actor import is_person
from engine.errors import InvalidArgument, UnknownInstance, WrongState
from engine.history import HistoryRecord
from engine.instance import ENDED, Result
from engine.retention import KINDS, Kept, Kind
from engine.spiff.effects import Happening
from engine.store import instances, retention, waiting
from processes.text import _

if TYPE_CHECKING:
    from engine.store import Unit
    from engine.workshop import Workshop


def set_retention(shop: Workshop, unit: Unit, kept: Kind, days: int | None, *, key: str, by: str) -> None:
    """Write for how many days something is kept."""
    if kept not in KINDS:
        raise InvalidArgument("kept", kept, hint=_("It is one of {names}.").format(names=", ".join(KINDS)))
    if days is not None and days < 0:
        raise InvalidArgument("days", days, hint=_("Give a number of days from 0, or None."))
    if kept in ("messages", "keys") and key != retention.EVERYTHING:
        raise InvalidArgument(
            "definition", key, hint=_("Messages and keys are kept alike for all definitions.")
        )
    retention.put(unit, key, kept, days, at=shop.now(), by=by)


def keep(shop: Workshop, *, by: str, archive: Path | None) -> Kept:
    """Do what the retention asks for now."""
    with shop.store.read() as unit:
        rules = retention.all_of(unit)
    now = shop.now()
    anonymised = archived = messages = keys = 0
    for rule in rules:
        before = now - timedelta(days=rule.days)
        but = [r.definition for r in rules if r.kept == rule.kept and r.definition is not None]
        match rule.kept:
            case "persons":
                anonymised += _anonymise_all(shop, before, rule.definition, but, by=by)
            case "history" if archive is not None:
                outcomes = _archive(shop, archive, before=before, key=rule.definition, but=but, removes=True)
                archived += sum(map(bool, outcomes))
            case "messages":
                messages += shop.write(partial(waiting.forget_messages, before=before))
            case "keys":
                keys += shop.write(partial(retention.forget_keys, before=before))
    return Kept(anonymised=anonymised, archived=archived, messages=messages, keys=keys)


def _anonymise_all(shop: Workshop, before: datetime, key: str | None, but: Sequence[str], *, by: str) -> int:
    done = 0
    while True:
        with shop.store.read() as unit:
            due = retention.ended(unit, before=before, key=key, but=but, named_only=True)
        if not due:
            return done
        for id_ in due:
            shop.write(partial(_anonymise_one, shop, id_, by))
            done += 1


def _anonymise_one(shop: Workshop, id_: str, by: str, unit: Unit) -> None:
    anonymise(shop, unit, id_, by=by)


def anonymise(shop: Workshop, unit: Unit, instance: str, *, by: str) -> None:
    """Erase the persons and data of an ended instance; doing it again changes nothing."""
    row = instances.lock(unit, instance)
    if row is None:
        raise UnknownInstance(instance)
    if row.status not in ENDED:
        raise WrongState(
            _("The case is {status}; only what has ended can be anonymised.").format(status=row.status),
            hint=_("Cancel it first."),
        )
    if row.anonymised is not None:
        return
    instances.read_body(unit, row)
    now = shop.now()
    records = instances.records(unit, instance)
    if any(record.seal is None for record in records):
        raise WrongState(
            _("The case was recorded before persons could be erased from a history without breaking it."),
            hint=_("Archive it and remove it instead."),
        )
    names = _names(records, row.started_by)
    happening = Happening(element=None, label=row.key, type="Process", kind="anonymised", by=by)
    instances.append(unit, row, [happening], at=now)
    instances.put(unit, row)
    # The act itself is no part of the case: who has done it stays.
    retention.erase(unit, instance, {k: v for k, v in names.items() if k != by}, at=now)


def _names(records: Iterable[HistoryRecord], starter: str) -> dict[str, str]:
    people: dict[str, str] = {}
    for name in [starter, *(record.by for record in records)]:
        if name is not None and is_person(name):
            people.setdefault(name, f"person {len(people) + 1}")
    return people


def archive(
    shop: Workshop, folder: Path, *, ended_before: datetime, key: str | None, remove: bool
) -> list[Result]:
    """Write ended histories to Parquet, a file for each thousand; return what came of each instance."""
    return _archive(shop, folder, before=ended_before, key=key, but=(), removes=remove)


def _archive(
    shop: Workshop, folder: Path, *, before: datetime, key: str | None, but: Sequence[str], removes: bool
) -> list[Result]:
    limit = 1000 if removes else 1_000_000
    outcomes: list[Result] = []
    seen: set[str] = set()
    while True:
        with shop.store.read() as unit:
            due = retention.ended(unit, before=before, key=key, but=but, limit=limit + len(seen))
            due = [id_ for id_ in due if id_ not in seen]
            found = {id_: instances.records(unit, id_) for id_ in due}
            broken = {id_ for id_ in due if logging_events.first_broken(unit, id_) is not None}
        if not due:
            return outcomes
        standing = [id_ for id_ in due if id_ not in broken]
        if standing:
            _write_file(folder, [record for id_ in standing for record in found[id_]])
        for id_ in due:
            seen.add(id_)
            if id_ in broken:
                text = _("The history of the case was changed; it stays where it is.")
                outcomes.append(Result(id=id_, error=WrongState(text, hint=_("See where with “verify”."))))
                continue
            if removes:
                shop.write(partial(_remove, id_))
            outcomes.append(Result(id=id_))


def _remove(id_: str, unit: Unit) -> None:
    retention.remove(unit, id_)


def _write_file(folder: Path, records: Sequence[HistoryRecord]) -> Path:
    """Write records to a file named after them, so that writing them again after a crash is the same file."""
    import json

    import pyarrow as pa
    from pyarrow import parquet

    rows = [vars(record) | {"data": json.dumps(record.data, ensure_ascii=False)} for record in records]
    names = ("instance", "number", "element", "label", "type", "kind", "at", "by", "activity", "definition")
    more = ("version", "data", "digest", "affiliation", "on_behalf_of", "salt", "seal")
    types = {"number": pa.int32(), "version": pa.int32(), "at": pa.timestamp("us", tz="UTC")}
    schema = pa.schema([(name, types.get(name, pa.string())) for name in (*names, *more)])
    table = pa.table({name: [row[name] for row in rows] for name in schema.names}, schema=schema)
    last = "".join(record.digest for record in records)
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"history-{records[0].at:%Y%m%d}-{sha256(last.encode()).hexdigest()[:12]}.parquet"
    unfinished = path.with_suffix(".unfinished")
    parquet.write_table(table, unfinished)
    with unfinished.open("rb") as file:
        os.fsync(file.fileno())
    unfinished.replace(path)
    return path


def read_archive(path: Path) -> list[HistoryRecord]:
    """Return the records of a file of the archive, in its order; `engine.logging_events.broken` proves them."""
    import json

    from pyarrow import parquet

    rows: list[dict[str, Any]] = parquet.read_table(path).to_pylist()
    return [HistoryRecord(**(row | {"data": json.loads(row["data"])})) for row in rows]
