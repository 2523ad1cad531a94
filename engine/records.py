"""The verbs about what has happened: prove it, take it out as a log, keep it as long as the law says and no longer."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from engine import applicants, arguments, keeping, logging_events
from engine.errors import InvalidArgument, UnknownInstance
from engine.operations import id_of
from engine.store import definitions, retention
from engine.store import instances as stored
from processes.text import _

if TYPE_CHECKING:
    from engine.applicants import Applicants
    from engine.definition import Definition
    from engine.history import HistoryRecord
    from engine.instance import Instance, Result, Standing
    from engine.retention import Kept, Kind, Retention
    from engine.store import Unit
    from engine.workshop import Workshop
    from processes import EventLog

T = TypeVar("T")


class Records:
    """The archivist's part of `engine.Engine`."""

    _shop: Workshop
    _secret: str
    _write: Callable[[Callable[[Unit], T]], T]
    _key: Callable[[Definition | str], str]
    _versions: Callable[[Unit, Definition | str], list[str]]

    def history(self, instance: Instance | str) -> list[HistoryRecord]:
        """Return everything that happened in an instance, in order."""
        with self._shop.store.read() as unit:
            found = stored.records(unit, id_of(instance))
        if not found:
            raise UnknownInstance(id_of(instance))
        return found

    def records_since(
        self, since: datetime, *, kinds: Sequence[str], watched: bool = False
    ) -> list[HistoryRecord]:
        """Return the records of these kinds written since a moment; with `watched`, of cases that somebody watches."""
        arguments.moment("since", since)
        with self._shop.store.read() as unit:
            return stored.records_since(unit, since, kinds=kinds, watched=watched)

    def verify(self, instance: Instance | str) -> int | None:
        """Return the number of the first history record that was changed or removed since, None when all stand."""
        with self._shop.store.read() as unit:
            return logging_events.first_broken(unit, id_of(instance))

    def verify_all(self) -> Iterator[tuple[str, int | None]]:
        """Yield every instance's id with the number of its first broken record, None when its history stands."""
        with self._shop.store.read() as unit:
            every = stored.all_ids(unit)
        for id_ in every:
            yield id_, self.verify(id_)

    def standings(self, definition: Definition | str) -> list[Standing]:
        """Return how far each instance of a definition, or of all versions of a key, is; see `Standing`.

        Whoever keeps what was made of the histories sees by it which of them went on.
        """
        with self._shop.store.read() as unit:
            return stored.standings(unit, self._versions(unit, definition))

    def event_log(
        self,
        definition: Definition | str | None = None,
        since: datetime | None = None,
        *,
        persons: bool = False,
        cases: bool = False,
        applicants: bool = False,
        smallest_group: int = 1,
        instances: Sequence[str] | None = None,
    ) -> EventLog:
        """Return the history as an event log with XES names: of a definition, of all versions of a key, or of all;
        of these `instances` only, where they are given.

        Persons and cases appear under pseudonyms, the same within all logs made with one `secret`.  `persons=True`
        names everybody, for whoever is permitted to see that; `cases=True` only the cases.  `applicants=True` adds the
        mark of its applicant to each case (see `applicants`), never a number or a name.  A group in which fewer than
        `smallest_group` people worked becomes unknown: who alone is one is known by its name.
        """
        from processes.log.pseudonymise import pseudonymise

        with self._shop.store.read() as unit:
            chosen = None if definition is None else self._versions(unit, definition)
            marks = self._applicants(unit, chosen, instances).marks if applicants else {}
            log = logging_events.event_log(
                unit, chosen, since=arguments.moment("since", since), ids=instances, applicants=marks
            )
        if smallest_group > 1 and persons:
            raise InvalidArgument(
                "smallest_group",
                smallest_group,
                hint=_("Small groups are hidden in logs without names only."),
            )
        if persons:
            return log
        return pseudonymise(
            log,
            key=self._secret,
            keep=("applicant", "case", "business_key") if cases else ("applicant",),
            smallest_group=smallest_group,
        )

    def applicants(self, definition: Definition | str) -> Applicants:
        """Return the mark of the applicant of each case of a definition, or of all versions of a key.

        A mark is a keyed hash of the personal number (else the name) that a form declares `"searchable": "applicant"`,
        the same for the same person within one `secret`.
        """
        with self._shop.store.read() as unit:
            return self._applicants(unit, self._versions(unit, definition), None)

    def _applicants(self, unit: Unit, chosen: Sequence[str] | None, ids: Sequence[str] | None) -> Applicants:
        if chosen is None:
            chosen = [each.id for each in definitions.all_of(unit, latest=False)]
        return applicants.applicants(self._shop, unit, chosen, secret=self._secret, ids=ids)

    def set_retention(
        self, kept: Kind, days: int | None, *, definition: Definition | str | None = None, by: str
    ) -> None:
        """Say for how many days something is kept once its time is over (None: for ever), of a definition or of all.

        `kept` is *persons* (who did it and with which data, counted from the instance's end), *history* (the rest of
        an ended instance), *messages* (nobody claimed, from their expiry) or *keys* (of idempotency, from their use).
        """
        arguments.person(by)
        key = retention.EVERYTHING if definition is None else self._key(definition)
        self._write(lambda unit: keeping.set_retention(self._shop, unit, kept, days, key=key, by=by))

    def retention(self) -> list[Retention]:
        """Return for how long what is kept."""
        with self._shop.store.read() as unit:
            return retention.all_of(unit)

    def keep(self, *, by: str = "clock", archive: Path | None = None) -> Kept:
        """Do what the retention asks for now: anonymise, archive to `archive` and remove, forget.

        History is removed only when there is an `archive` for it to go to.
        """
        return keeping.keep(self._shop, by=by, archive=archive)

    def forgotten(self, instances: Sequence[str]) -> set[str]:
        """Return which of these instances are anonymised or no longer there: what others keep of them has to go too."""
        with self._shop.store.read() as unit:
            return set(instances) - retention.named(unit, instances)

    def anonymise(self, instance: Instance | str, *, by: str) -> None:
        """Erase who did what and with which data in an ended instance; times, elements and groups stay.

        The chain of its history goes on proving that nothing was added, removed or moved.
        """
        arguments.person(by)
        self._write(lambda unit: keeping.anonymise(self._shop, unit, id_of(instance), by=by))

    def archive(
        self,
        folder: Path,
        *,
        ended_before: datetime,
        definition: Definition | str | None = None,
        remove: bool = False,
        by: str,
    ) -> list[Result]:
        """Write the histories of what ended before a moment to Parquet files in `folder`; with `remove`, only there.

        An instance whose history does not stand is neither written nor removed; its outcome says so.
        """
        arguments.person(by)
        arguments.moment("ended_before", ended_before)
        key = None if definition is None else self._key(definition)
        return keeping.archive(self._shop, folder, ended_before=ended_before, key=key, remove=remove)
