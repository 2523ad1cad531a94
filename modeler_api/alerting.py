"""Watching numbers while nobody looks: alerts that pass their threshold, and dashboards one wants to be reminded of.

The clock looks again and again. Whoever is to be told gets a notice, once for each time the number comes over its
threshold, and only if they may read the report; the notice goes out by mail as all notices do.
"""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from modeler_api import event_logs
from modeler_api.auth.policy import Reach, reaches
from modeler_api.journal import logger
from modeler_api.store import accounts, alerts, dashboards, jobs, logs, notices, tables, units
from modeler_api.store.belonging import belonging
from modeler_api.wiring import Door
from processes.errors import NotCovered

if TYPE_CHECKING:
    from analytics.watched import Reading
    from modeler_api.event_logs import Source
    from modeler_api.store.accounts import Account
    from modeler_api.store.alerts import Alert

LOOKED = "alerts"
BETWEEN = dt.timedelta(minutes=5)
DIGEST_HOUR = 8


def watch(door: Door) -> int:
    """Look at every alert and dashboard that is due; return how many notices were written."""
    last, moment = jobs.last_beat(door.store, LOOKED), tables.now()
    if last is not None and moment - last < BETWEEN:
        return 0
    jobs.beat(door.store, LOOKED)
    told = 0
    for alert in alerts.in_force(door.store):
        try:
            told += look(door, alert)
        except Exception as error:  # noqa: BLE001  # what stands in the way of one alert keeps no other waiting
            logger("clock").error("alert not looked at", alert=alert.id, exc_info=error)
    return told + remind(door, moment)


def look(door: Door, alert: Alert) -> int:
    """Look at one alert now; return how many people were told."""
    found = reading_of(door, alert.procedure, alert.measure, days=alert.days)
    is_over = found.value is not None and (
        found.value > alert.threshold if alert.above else found.value < alert.threshold
    )
    told = 0
    crossings = alert.crossings + (is_over and not alert.is_over)
    if is_over and not alert.is_over:
        # Told before it is written down: who dies in between tells again, and a notice is written once only.
        for person in alert.told:
            account = accounts.by_id(door.store, person)
            if account is not None and account.is_active and may_read(door, account, alert.procedure):
                told += notices.tell(
                    door.store,
                    account.id,
                    source=f"alert:{alert.id}:{crossings}",
                    kind="alert",
                    instance=alert.id,
                    item=None,
                    happened=tables.now(),
                )
    # Of too few cases nothing is known: an alert that was over stays so until somebody can say otherwise.
    stays = alert.is_over if found.value is None else is_over
    alerts.looked(door.store, alert, value=found.value, n=found.n, is_over=stays, crossings=crossings)
    return told


def reading_of(door: Door, key: str, measure: str, *, days: int) -> Reading:
    """A number of what is watched of a procedure, over the cases that ended in the last so many days of it.

    Where it cannot be measured, as in years of which the calendar knows no days off, it is not known.
    """
    from analytics.errors import NotMeasurable
    from analytics.slicing import sliced
    from analytics.watched import Reading, reading

    source, first = watched(door, key, days=days)
    if source is None:
        return Reading(name=measure, value=0.0 if measure == "ended" else None, n=0)
    log = sliced(source.log, first=first, zone=door.settings.timezone).log
    if not len(log):
        return Reading(name=measure, value=0.0 if measure == "ended" else None, n=0)
    try:
        return reading(log, measure, calendar=door.settings.calendar)
    except (NotMeasurable, NotCovered) as unknown:
        return Reading(name=measure, value=None, n=len(log), why=unknown.message)


def watched(door: Door, key: str, *, days: int) -> tuple[Source | None, dt.date]:
    """What is watched of a procedure, and the first of its last so many days.

    The cases that ran here, up to today; where none has ended, those of the log brought last, up to the last day in it:
    an office that runs its cases elsewhere brings a log each month.
    """
    found = event_logs.measured(door, key)
    if found is not None:
        return found, since(days)
    row = logs.newest(door.store, key, variant=event_logs.BROUGHT)
    brought = event_logs.stored(door, row) if row is not None else None
    if brought is None or (period := brought.period) is None:
        return None, since(days)
    return brought, since(days, until=period[1].astimezone(door.settings.calendar.zone).date())


def since(days: int, *, until: dt.date | None = None) -> dt.date:
    """The first day of a period of so many days that ends on a day, today unless it is said.

    >>> since(30, until=dt.date(2026, 3, 31))
    datetime.date(2026, 3, 2)
    """
    return (until or tables.today()) - dt.timedelta(days=days - 1)


def may_read(door: Door, account: Account, key: str) -> bool:
    """Whether a person may read the report of a procedure; for whoever is not at the door just now."""
    agency = belonging(door.store).agency_of(key)
    own = units.by_id(door.store, account.agency) if account.agency else None
    is_own = bool(agency) and agency == account.agency
    reach = Reach(is_own=is_own, is_overseen=not is_own and own is not None and own.is_central)
    return reaches(account.role, "report.read", reach)


def remind(door: Door, moment: dt.datetime) -> int:
    """Remind people of their dashboards at eight in the morning: each day, or each Monday."""
    told = 0
    local = moment.astimezone(door.settings.calendar.zone)
    for board in dashboards.with_digest(door.store):
        due = local.replace(hour=DIGEST_HOUR, minute=0, second=0, microsecond=0)
        if board.digest == dashboards.WEEKLY:
            due -= dt.timedelta(days=local.weekday())
        if local < due or (board.digested or board.created) >= due:
            continue
        told += notices.tell(
            door.store,
            board.account,
            source=f"dashboard:{board.id}:{due:%Y-%m-%d}",
            kind="digest",
            instance=board.id,
            item=None,
            happened=moment,
        )
        dashboards.reminded(door.store, board.id)
    return told
