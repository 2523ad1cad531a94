"""The verbs.

Each verb is one transaction: the instance's state, its history, its work items, what it waits for and the jobs
it asks for change together or not at all.  Jobs go out after the commit.  Nothing here knows SQL, HTTP or the guest
library; the verbs' bodies are in the modules of their nouns.
"""

from __future__ import annotations

import secrets
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any, TypeVar, get_args

from engine import (
    arguments,
    business_key,
    deciding,
    deploying,
    running,
    staging,
    starting,
)
from engine.case_verbs import CaseLists
from engine.connecting_verbs import Connecting
from engine.deciding_verbs import Deciding
from engine.definition import Definition
from engine.duties_verbs import Duties
from engine.errors import WrongState
from engine.external_verbs import Workers
from engine.identifiers import new_id
from engine.incident_verbs import Incidents
from engine.instance import ENDED, Instance, Status
from engine.jobs.inline import Inline
from engine.message_verbs import Messages
from engine.migrating_verbs import Migrating
from engine.operations import Operations
from engine.plain_values import plain
from engine.records import Records
from engine.sharing_verbs import Sharing
from engine.staging_verbs import Staging
from engine.store import Store, definitions, instances, outbox, waiting
from engine.store import series as numbers
from engine.store import terms as kept_terms
from engine.term_verbs import Terms
from engine.trigger_verbs import Triggers
from engine.work_verbs import Working
from engine.workshop import Clock, SystemClock, Workshop
from processes.text import _

if TYPE_CHECKING:
    from engine.assignment import Roster
    from engine.connections import Connections
    from engine.expressions.limits import Limits
    from engine.jobs.port import Jobs
    from engine.store import Unit
    from processes import Model, WorkingCalendar
    from processes.decision.model import DecisionModel

#: Jobs nobody here does: laid aside as incidents, or offered to programs outside and held by them.
_OTHERS = ("dead", "external", "locked")

T = TypeVar("T")
Handler = TypeVar("Handler", bound=Callable[..., Any])


class Engine(
    CaseLists,
    Working,
    Messages,
    Operations,
    Incidents,
    Triggers,
    Deciding,
    Workers,
    Connecting,
    Migrating,
    Records,
    Sharing,
    Duties,
    Terms,
    Staging,
):
    """Runs definitions: waits for people, messages and the clock, and writes down what happened.

    `url` is a database: `"sqlite://"` in memory (for tests and notebooks; it migrates itself), `"sqlite:///file.db"`,
    or `"postgresql://…"`.  `clock` tells the time (`engine.testing.Clock` stands still), `jobs` says where jobs run:
    `"inline"` in this process after each commit, `"celery"` at workers over `broker`.  `calendar` is the
    working time of deadlines and working-time timers; by default the Kyrgyz office week.  With `secret`, pseudonyms
    in event logs stay the same from one process to the next.  `limits` are those of one expression or script; by
    default 250 ms and 64 MB.  `connections` say what connectors may reach; by default nothing.  `roster` says who
    is behind a group, for work that is given out.

    >>> from processes import read_model
    >>> engine = Engine("sqlite://")
    >>> permit = engine.deploy(read_model(b"Register @clerks -> Decide @heads", dialect="sketch"), by="ana")
    >>> case = engine.start(permit, business_key="P-2026-17", data={"parcel": "44/2"}, by="citizen:311")
    >>> [item] = engine.work_items(case, group="clerks")
    >>> engine.complete(item, by="ana", data={"complete": True})
    >>> [following] = engine.work_items(case)
    >>> following.label, following.candidates
    ('Decide', ('heads',))
    >>> engine.complete(following, by="bek", data={"approved": True})
    >>> engine.instance(case.id).status, engine.instance(case.id).data["approved"]
    ('completed', True)
    """

    def __init__(
        self,
        url: str,
        *,
        clock: Clock | None = None,
        jobs: str | Jobs = "inline",
        broker: str | None = None,
        calendar: WorkingCalendar | None = None,
        keep_finished: bool = False,
        secret: str | None = None,
        limits: Limits | None = None,
        connections: Connections | None = None,
        roster: Roster | None = None,
    ) -> None:
        self._shop = Workshop(
            Store(url),
            clock or SystemClock(),
            calendar=calendar,
            keeps=keep_finished,
            limits=limits,
            connections=connections,
            roster=roster,
        )
        self._secret = secret or secrets.token_urlsafe(32)
        self._jobs = _port(jobs, broker)

    def migrate(self) -> None:
        """Bring the database to the schema of this version; in memory this is done already."""
        self._shop.store.migrate()

    def deploy(
        self, model: Model | DecisionModel | Iterable[Model | DecisionModel], *, by: str
    ) -> Definition:
        """Return the definition of a model (of the first one, when several that call each other come together).

        The decisions a model refers to may come with it, in the same list; each definition stays with the versions it
        was deployed with.  What has not changed keeps its version.  Raises `NotExecutable` with every reason at once.
        """
        models, decided = arguments.models(model)
        who = arguments.person(by)

        def verb(unit: Unit) -> list[Definition]:
            deciding.deploy(self._shop, unit, decided, by=who)
            return deploying.deploy(self._shop, unit, models, by=who)

        return self._write(verb)[0]

    def definitions(self, *, latest: bool = True) -> list[Definition]:
        """Return what is in force for all, by key; with `latest=False` all versions, the newest first."""
        with self._shop.store.read() as unit:
            return definitions.all_of(unit, latest=latest)

    def definition(self, key: str, version: int | None = None) -> Definition:
        """Return the version in force for all (or the given one) under a key or code, or that of a definition's id."""
        with self._shop.store.read() as unit:
            return self._find(unit, key, version)

    def model(self, definition: Definition | str) -> Model:
        """Return the model of a definition, as it was deployed."""
        with self._shop.store.read() as unit:
            return self._shop.model(unit, self._find(unit, definition).digest)

    def start(
        self,
        definition: Definition | str,
        *,
        data: Mapping[str, Any] | None = None,
        business_key: str | int | None = None,
        by: str,
        at: str | None = None,
        idempotency_key: str | None = None,
        wait: bool | float = False,
        offices: Sequence[str] = (),
        draw: str | None = None,
    ) -> Instance:
        """Start an instance and return it as it rests: at its first work items, waits, or its end.

        `at` is the id of the start event where there are several.  A key starts the version in force, or the staged
        one where the case begins in one of its `offices` or falls into its share: by `draw`, else by its own id.

        The data of a start form are checked: `InvalidData` says for each field what is wrong; other values are taken as
        they are.  The same `idempotency_key` starts once and returns the same instance.  `wait` returns only when the
        jobs it asked for are done, after 30 seconds (or that many) at most; it does not wait for programs outside, nor
        for the next attempt of a service that failed: the instance is then *running*, and its incident says why.
        """

        arguments.person(by)
        number = arguments.key("business_key", business_key)
        idempotency_key = arguments.key("idempotency_key", idempotency_key)

        def verb(unit: Unit) -> tuple[str, list[str]]:
            found = self._find(unit, definition)
            if idempotency_key is not None:
                before = outbox.remembered(unit, "start", idempotency_key, of=[found.key])
                if before is not None:
                    return str(before), []
            given, case, note = plain(data), new_id(), None
            if not isinstance(definition, Definition) and definition != found.id:
                chosen = staging.choose(unit, found, draw=draw or case, offices=offices)
                found, note = chosen.definition, chosen.note
            begins = starting.start_event(self._shop, unit, found, at=at, data=given)
            live = running.start(
                self._shop,
                unit,
                found,
                data=starting.start_data(self._shop, unit, found, begins, given),
                business_key=number,
                by=by,
                at=begins,
                id_=case,
                stage=note,
            )
            jobs = running.save(self._shop, unit, live)
            if idempotency_key is not None:
                outbox.remember(
                    unit, "start", idempotency_key, live.row.id, of=[found.key], at=self._shop.now()
                )
            return live.row.id, jobs

        instance_id, jobs = self._write(verb)
        self._send(jobs)
        if wait:
            self._wait(instance_id, 30.0 if wait is True else float(wait))
        return self.instance(instance_id)

    def next_business_key(self, series: str, *, digits: int = 5) -> str:
        """Return the next number of a series as a business key with a check character (`engine.business_key`).

        >>> from engine import Engine
        >>> Engine("sqlite://").next_business_key("PERMIT-2026")
        'PERMIT-2026-00001-U'
        """
        arguments.text("series", series)
        number = self._write(lambda unit: numbers.take(unit, series))
        return business_key.with_check(f"{series}-{number:0{digits}}")

    def instances(
        self,
        definition: Definition | str | None = None,
        *,
        status: str | None = None,
        business_key: str | None = None,
        limit: int = 100,
        offset: int = 0,
    ) -> list[Instance]:
        """Return instances, the newest first; a key means all of its versions."""
        arguments.page(limit, offset)
        arguments.one_of("status", status, get_args(Status))
        with self._shop.store.read() as unit:
            return instances.some(
                unit,
                **self._chosen(unit, definition),
                status=status,
                business_key=business_key,
                limit=limit,
                offset=offset,
            )

    def count_instances(
        self,
        definition: Definition | str | None = None,
        *,
        status: str | None = None,
        business_key: str | None = None,
        started_by: str | None = None,
    ) -> int:
        """Return how many instances there are."""
        with self._shop.store.read() as unit:
            return instances.count(
                unit,
                **self._chosen(unit, definition),
                status=status,
                business_key=business_key,
                started_by=started_by,
            )

    def fire_timers(self) -> int:
        """Fire every timer and term that is due and return how many did; any number of clocks may call this.

        One that fails in a way nobody has foreseen holds up none of the others; what it raised is raised at the end.
        """
        from engine.jobs.fire_terms import fire_terms
        from engine.jobs.fire_timers import fire_timers
        from engine.jobs.sweep import Failures, raise_all

        failures: Failures = {}
        fired = fire_timers(self._shop, self._send, failures=failures)
        fired += fire_terms(self._shop, self._send, failures=failures)
        raise_all("timers and terms", failures)
        return fired

    def next_timer(self) -> datetime | None:
        """Return when the next timer is due or a term is to be looked at, None when there is none."""
        with self._shop.store.read() as unit:
            moments = waiting.next_due(unit), kept_terms.next_moment(unit)
        return min((moment for moment in moments if moment is not None), default=None)

    def dispose(self) -> None:
        """Close the database connections."""
        self._shop.store.dispose()

    def _is_at_work(self, job: Mapping[str, Any]) -> bool:
        """Whether a job is done soon: not one that failed and pauses before its next attempt."""
        pauses = job["status"] == "waiting" and job["attempts"] and job["due"] > self._shop.now()
        return job["status"] not in _OTHERS and not pauses

    def _wait(self, instance_id: str, seconds: float) -> None:
        until = time.monotonic() + seconds
        while time.monotonic() < until:
            with self._shop.store.read() as unit:
                found = instances.one(unit, instance_id)
                busy = [j for j in outbox.jobs_of(unit, instance_id) if self._is_at_work(j)]
            if found is None or found.status in ENDED or not busy:
                return
            time.sleep(0.05)
        raise WrongState(_("The case is still at work after {seconds} seconds.").format(seconds=seconds))


def _port(jobs: str | Jobs, broker: str | None) -> Jobs:
    if jobs == "inline":
        return Inline()
    if jobs == "celery":
        from engine.jobs.celery import Celery

        return Celery(broker=broker)
    if isinstance(jobs, str):
        raise ValueError(f"There is no way {jobs!r} to run jobs: it is “inline” or “celery”.")
    return jobs
