"""A log that somebody sends from another system: read, refused with the place and the way out, pseudonymised."""

from __future__ import annotations

import tempfile
from collections.abc import Mapping
from pathlib import Path, PurePath
from typing import TYPE_CHECKING

from modeler_api.wiring import Door
from processes import NotALog
from processes.errors import ColumnsMissing
from processes.text import Message, _

if TYPE_CHECKING:
    from werkzeug.datastructures import FileStorage

    from processes import EventLog

MOST_TIMES = 20
"""A packed log may grow to so many times what may be uploaded; more is made to fill the memory."""

COLUMNS = {
    "case": _("Column of the case"),
    "activity": _("Column of the activity"),
    "timestamp": _("Column of the time"),
}


def name_of(given: FileStorage) -> str:
    """The name of a file as it was sent, without the folders of whoever sent it."""
    return PurePath(str(given.filename).replace("\\", "/")).name[:200]


def read_brought(door: Door, given: FileStorage, typed: Mapping[str, str]) -> EventLog:
    """Return the log of a file that was sent, persons under pseudonyms.

    `typed` may say the *timezone* of times without one, the columns of `COLUMNS`, and *harmless*: that numbers of cases
    name nobody.  Raises `NotALog`, and `ColumnsMissing` when a table does not tell its columns by their headings.
    """
    from processes import read_log
    from processes.log.pseudonymise import pseudonymise

    columns = {field: typed.get(field, "").strip() for field in COLUMNS}
    with tempfile.TemporaryDirectory() as folder:
        # The ending stays: it tells some forms apart.
        path = Path(folder) / f"log{''.join(PurePath(name_of(given)).suffixes[-2:])[-20:]}"
        given.save(path)
        _refuse_bomb(path, door.settings.upload_limit_mb * MOST_TIMES)
        log = read_log(
            path,
            timezone=typed.get("timezone", "").strip() or None,
            columns={field: found for field, found in columns.items() if found},
        )
    if not len(log):
        raise NotALog(
            _("There is no case in the log."), hint=_("Export the log again with the period you need.")
        )
    if log.events["timestamp"].null_count == log.events.num_rows:
        # Nearly always another column holds it; a report without times would say nothing.
        raise NotALog(
            _("No event of the log has a time."),
            hint=_("Name the column that holds it, or export the log again with the times of its events."),
        )
    keep = ("case", "business_key") if typed.get("harmless") else ()
    return pseudonymise(log, key=door.settings.secret_key, keep=keep)


def errors_of(refused: NotALog) -> dict[str, Message]:
    """What is wrong at which field: at the columns not found, or at the file, with its line and the way out."""
    if isinstance(refused, ColumnsMissing):
        headings = ", ".join(refused.headings)
        return {
            field: _("Write which column it is; the table has: {headings}.").format(headings=headings)
            for field in refused.missing
        }
    message = _("{what} {way_out}").format(what=refused.message, way_out=refused.hint)
    if refused.line is not None:
        message = _("Line {line}: {message}").format(line=refused.line, message=message)
    return {"file": message}


def _refuse_bomb(path: Path, megabytes: int) -> None:
    """Raise `NotALog` when a packed file unpacks to more than so many megabytes."""
    from processes.log.packed import exceeds

    if exceeds(path, megabytes * 2**20):
        raise NotALog(
            _("The file unpacks to more than {megabytes} MB.").format(megabytes=megabytes),
            hint=_("Export the log again for a shorter period, and bring it in parts."),
            file=path.name,
        )
