"""Which thing an address names, and how the person at the door stands to it.

An address such as `/cases/<instance_id>` names a case by an argument. `ARGUMENTS` says of each argument's name what it
stands for and how its agency is found; one that is in no table makes the application refuse to start, so that nobody
can forget whose a thing is.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from flask import Flask, g

from modeler_api.auth.policy import Reach
from modeler_api.store import (
    absences,
    accounts,
    alerts,
    comments,
    documents,
    holdings,
    jobs,
    logs,
    models,
    plans,
    positions,
    registers,
    reports,
    units,
)
from modeler_api.store.accounts import Account
from modeler_api.store.belonging import TO_BE, Belonging, belonging
from modeler_api.wiring import Door

Finder = Callable[[Door, Any], "str | None"]

NOBODYS = ""
"""The agency of what belongs to none: nobody reaches it but overseers."""


class Unknown(LookupError):
    """There is no such thing; the view answers that in its own words."""


def of_procedure(door: Door, key: str) -> str | None:
    """The agency a procedure belongs to, by the key of its model or definition."""
    return belongings(door).agency_of(key)


def of_case(door: Door, instance_id: str) -> str | None:
    """The agency whose procedure a case follows."""
    return of_procedure(door, door.engine.instance(instance_id).key)


def of_definition(door: Door, definition: str) -> str | None:
    """The agency of a definition's procedure, by its id or key."""
    return of_procedure(door, door.engine.definition(definition).key)


def of_work_item(door: Door, item_id: str) -> str | None:
    """The agency whose procedure a work item is part of."""
    return of_definition(door, door.engine.work_item(item_id).definition)


def of_account(door: Door, account_id: str) -> str | None:
    """The agency a person belongs to."""
    found = accounts.by_id(door.store, account_id)
    return found.agency if found is not None else _unknown()


def of_unit(door: Door, unit_id: str) -> str | None:
    """The agency a place stands in."""
    found = units.by_id(door.store, unit_id)
    return found.agency if found is not None else _unknown()


def _document(door: Door, document_id: str) -> str | None:
    return of_case(door, door.engine.document(document_id).instance)


def _paper(door: Door, paper_id: str) -> str | None:
    found = documents.find(door.store, [paper_id]).get(paper_id)
    if found is None:
        return _unknown()
    if found.instance is not None:
        return of_case(door, found.instance)
    owner = accounts.by_name(door.store, found.added_by)
    return owner.agency if owner is not None else NOBODYS


def _comment(door: Door, comment_id: str) -> str | None:
    found = comments.find(door.store, comment_id)
    return of_case(door, found.instance) if found is not None else _unknown()


def _entry(door: Door, entry_id: str) -> str | None:
    found = registers.find(door.store, id_=entry_id)
    return found.agency if found is not None else _unknown()


def _incident(door: Door, incident_id: str) -> str | None:
    found = next((one for one in door.engine.incidents(open_only=False) if one.id == incident_id), None)
    return of_definition(door, found.definition) if found is not None else _unknown()


def _job(door: Door, job_id: str) -> str | None:
    found = jobs.by_id(door.store, job_id)
    return of_procedure(door, found.subject) if found is not None else _unknown()


def _log(door: Door, log_id: str) -> str | None:
    found = logs.by_id(door.store, log_id)
    return of_procedure(door, found.procedure) if found is not None else _unknown()


def _report(door: Door, report_id: str) -> str | None:
    found = reports.by_id(door.store, report_id)
    return of_procedure(door, found.procedure) if found is not None else _unknown()


def _alert(door: Door, alert_id: str) -> str | None:
    found = alerts.by_id(door.store, alert_id)
    return of_procedure(door, found.procedure) if found is not None else _unknown()


def _plan_line(door: Door, plan_id: str) -> str | None:
    found = plans.by_id(door.store, plan_id)
    return of_procedure(door, found.procedure) if found is not None else _unknown()


def _position(door: Door, position_id: str) -> str | None:
    found = positions.by_id(door.store, position_id)
    return of_unit(door, found.unit) if found is not None else _unknown()


def _holding(door: Door, holding_id: str) -> str | None:
    found = holdings.by_id(door.store, holding_id)
    return of_account(door, found.account) if found is not None else _unknown()


def _absence(door: Door, absence_id: str) -> str | None:
    found = absences.by_id(door.store, absence_id)
    return of_account(door, found.account) if found is not None else _unknown()


def _unknown() -> str | None:
    raise Unknown


ARGUMENTS: dict[str, Finder] = {
    "key": of_procedure,
    "instance_id": of_case,
    "item_id": of_work_item,
    "document_id": _document,
    "paper_id": _paper,
    "comment_id": _comment,
    "entry_id": _entry,
    "incident_id": _incident,
    "job_id": _job,
    "log_id": _log,
    "report_id": _report,
    "account_id": of_account,
    "absence_id": _absence,
    "unit_id": of_unit,
    "alert_id": _alert,
    "plan_id": _plan_line,
    "position_id": _position,
    "holding_id": _holding,
}
"""What an argument of an address stands for, and how the agency of it is found."""

PARTS = frozenset(
    {
        *("number", "form", "fingerprint", "name", "part", "tag", "filename", "filter_id"),
        *("provider", "kept_id", "passkey_id", "dashboard_id", "batch"),
    }
)
"""Arguments that name no thing of an agency: a part of one named beside them, or something of the person's own."""

EXCEPTIONS: dict[tuple[str, str], Finder | None] = {
    # A decision service is asked by every agency; a job held by a program is known by its holder alone.
    ("api_decisions", "key"): None,
    ("api_external_jobs", "job_id"): None,
    # What somebody did to many pieces of work is shown to them alone.
    ("bulk_work", "job_id"): None,
}
"""Blueprint and argument where the name stands for something else; None names no thing of an agency."""


def check(app: Flask) -> None:
    """Refuse to start when an address names a thing that stands in no table."""
    for rule in app.url_map.iter_rules():
        for argument in rule.arguments:
            known = argument in ARGUMENTS or argument in PARTS
            if not known and (rule.endpoint.partition(".")[0], argument) not in EXCEPTIONS:
                raise LookupError(
                    f"The address {rule.rule} names <{argument}>, and auth/reach.py does not say whose it is: "
                    "add it to ARGUMENTS with how its agency is found, or to PARTS."
                )


def named(door: Door, endpoint: str, arguments: Mapping[str, Any]) -> Iterator[str]:
    """The agency of each thing an address names."""
    for argument, value in arguments.items():
        finder = _finder(endpoint, argument)
        if finder is not None:
            try:
                yield finder(door, value) or NOBODYS
            except Unknown:
                continue


def standing(door: Door, who: Account, agency: str | None, *, in_force: bool = False) -> Reach:
    """How a person stands to what belongs to an agency."""
    is_own = bool(agency) and agency == who.agency
    return Reach(is_own=is_own, is_overseen=not is_own and is_central(door, who), in_force=in_force)


def is_central(door: Door, who: Account) -> bool:
    """Whether the person's agency looks after the others."""
    agency = agency_of(door, who)
    return agency is not None and agency.is_central


def agency_of(door: Door, who: Account) -> units.Unit | None:
    """The agency of the person at the door, read once a request."""
    if "agency" not in g or g.agency[0] != who.agency:
        g.agency = (who.agency, units.by_id(door.store, who.agency) if who.agency else None)
    found: units.Unit | None = g.agency[1]
    return found


def belongings(door: Door) -> Belonging:
    """To which agency each procedure belongs, read once a request."""
    if "belongings" not in g:
        g.belongings = belonging(door.store)
    found: Belonging = g.belongings
    return found


def is_in_force(door: Door, arguments: Mapping[str, Any], asked: str | None) -> bool:
    """Whether an address about a procedure is about the version in force: no other is named."""
    key = arguments.get("key")
    if not isinstance(key, str) or key.endswith(TO_BE):
        return False
    live = models.published(door.store, key)
    number = arguments.get("number", asked)
    return live is not None and (number is None or str(number) == str(live.number))


def procedure_named(door: Door, arguments: Mapping[str, Any]) -> str | None:
    """The key of the procedure whose case, work item or paper an address names, or None."""
    if "item_id" in arguments:
        return door.engine.definition(door.engine.work_item(arguments["item_id"]).definition).key
    if "instance_id" in arguments:
        return door.engine.instance(arguments["instance_id"]).key
    instance = None
    if "document_id" in arguments:
        instance = door.engine.document(arguments["document_id"]).instance
    elif "paper_id" in arguments:
        paper = documents.find(door.store, [arguments["paper_id"]]).get(arguments["paper_id"])
        instance = paper.instance if paper is not None else None
    elif "comment_id" in arguments:
        comment = comments.find(door.store, arguments["comment_id"])
        instance = comment.instance if comment is not None else None
    return door.engine.instance(instance).key if instance is not None else arguments.get("key")


def _finder(endpoint: str, argument: str) -> Finder | None:
    exception = (endpoint.partition(".")[0], argument)
    return EXCEPTIONS[exception] if exception in EXCEPTIONS else ARGUMENTS.get(argument)
