"""Parts of an instance's state, as rows: what sleeps in it, read and written only when it is touched."""

from __future__ import annotations

from typing import TYPE_CHECKING

import sqlalchemy as sa

from engine.store.statement import Statement
from engine.store.tables import part

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from engine.store.unit_of_work import Unit

_THIS = (part.c.instance == sa.bindparam("of"), part.c.number == sa.bindparam("which"))
_READ = Statement(sa.select(part.c.state).where(*_THIS))
_ADD = Statement(sa.insert(part))
_CHANGE = Statement(sa.update(part).where(*_THIS), sets=("state",))
_REMOVE = Statement(sa.delete(part).where(*_THIS))


def read(unit: Unit, instance_id: str, number: int) -> bytes:
    """Return one part of an instance that is locked."""
    row = _READ.first(unit, of=instance_id, which=number)
    if row is None:
        raise LookupError(f"Part {number} of instance {instance_id!r} is missing.")
    return bytes(row["state"])


def write(
    unit: Unit,
    instance_id: str,
    *,
    added: Mapping[int, bytes],
    changed: Mapping[int, bytes],
    gone: Iterable[int],
) -> None:
    """Write what has become of the parts of an instance."""
    _REMOVE.run_each(unit, [{"of": instance_id, "which": number} for number in gone])
    _CHANGE.run_each(
        unit, [{"of": instance_id, "which": number, "state": state} for number, state in changed.items()]
    )
    _ADD.run_each(
        unit, [{"instance": instance_id, "number": number, "state": state} for number, state in added.items()]
    )
