"""The policy: one table of role and action, deny by default, and how far a role reaches.

Every view names its action with `@allowed("…")`, or says with `@public` that anybody may see it. A view that says
neither is refused to everybody, so forgetting is safe. What a role may do is read here and nowhere else; templates
ask `may("…")`.

What belongs to an agency is seen there only. Two exceptions: a procedure in force is public within the state, so its
model is read by every role that reads procedures; and some roles of a *central* agency reach every agency. Which thing
an address names, and whose it is, is read in `auth.reach`.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar

from processes.text import Message, _

View = TypeVar("View", bound=Callable[..., object])

PUBLIC = "public"

ROLES: dict[str, Message] = {
    "officer": _("Officer"),
    "head": _("Head of unit"),
    "analyst": _("Analyst"),
    "reformer": _("Reformer"),
    "auditor": _("Auditor"),
    "administrator": _("Administrator"),
    "service": _("Service account"),
}
"""Each role and what it is called."""

#: A service account is a program: it does its one thing and reads nothing.
_EVERYBODY = frozenset(ROLES) - {"service"}
_PROGRAMS_TOO = frozenset(ROLES)


def _only(*roles: str) -> frozenset[str]:
    return frozenset(roles)


ACTIONS: dict[str, frozenset[str]] = {
    # One's own place
    "home.read": _EVERYBODY,
    "own.sign-out": _PROGRAMS_TOO,
    "session.read": _PROGRAMS_TOO,
    "own.account": _EVERYBODY,
    # Work and cases
    "inbox.read": _only("officer", "head"),
    "unit.read": _only("head"),
    "incident.read": _only("head", "administrator"),
    "incident.resolve": _only("head", "administrator"),
    "absence.own": _only("officer", "head"),
    "work.do": _only("officer", "head"),
    "case.start": _only("officer", "head"),
    "case.read": _only("officer", "head", "auditor"),
    "case.write": _only("officer", "head"),
    "register.read": _only("officer", "head", "auditor"),
    "register.write": _only("officer", "head"),
    "case.list": _only("officer", "head", "auditor"),
    # Models and procedures
    "procedure.read": _EVERYBODY,
    "procedure.give": _only("administrator"),
    "model.read": _only("head", "analyst", "reformer", "auditor"),
    "model.upload": _only("analyst", "reformer"),
    "model.publish": _only("analyst"),
    "model.review": _only("head", "analyst", "reformer"),
    # The study
    "trace.read": _only("auditor"),
    "outlier.read": _only("auditor"),
    "log.read": _only("head", "analyst", "reformer", "auditor"),
    "log.upload": _only("analyst", "reformer"),
    "log.export": _only("analyst", "reformer", "auditor"),
    "report.read": _only("head", "analyst", "reformer", "auditor"),
    "finding.dismiss": _only("analyst", "reformer"),
    "alert.read": _only("head", "analyst", "reformer", "auditor"),
    "alert.change": _only("head", "analyst", "reformer"),
    "dashboard.own": _only("head", "analyst", "reformer", "auditor"),
    "roadmap.read": _only("head", "analyst", "reformer", "auditor"),
    "plan.change": _only("analyst", "reformer"),
    "redesign.read": _only("head", "analyst", "reformer", "auditor"),
    "redesign.apply": _only("reformer"),
    "simulation.read": _only("head", "analyst", "reformer", "auditor"),
    "simulation.run": _only("analyst", "reformer"),
    "comparison.read": _only("head", "analyst", "reformer", "auditor"),
    "job.read": _only("head", "analyst", "reformer", "auditor", "administrator"),
    # Programs outside
    "external.work": _only("service"),
    # The house itself
    "audit.read": _only("auditor", "administrator"),
    "account.read": _only("administrator"),
    "account.change": _only("administrator"),
    "organisation.read": _only("administrator", "head", "auditor"),
    "organisation.change": _only("administrator"),
    "agency.change": _only("administrator"),
    "system.read": _only("administrator"),
}
"""Each action and the roles that may do it."""


STATE_WIDE = frozenset({"procedure.read"})
"""What every agency may do with another agency's procedure, as long as it is about the version in force."""

CENTRAL_ONLY = frozenset({"agency.change"})
"""What only the central agency may do, even where nothing of another agency is named."""

STOOD_IN = ("work.", "case.", "incident.")
"""How the actions begin that somebody who stands in for some procedures only may do to no other procedure."""

OVERSEERS = frozenset({"reformer", "auditor", "administrator", "service"})
"""The roles that reach every agency when their own is central."""


@dataclass(frozen=True, kw_only=True)
class Reach:
    """How a person stands to a thing: it is of their own agency, or they oversee it, or neither.

    `in_force` says that the thing is the version of a procedure that is in force.
    """

    is_own: bool
    is_overseen: bool = False
    in_force: bool = False


def reaches(role: str | None, action: str, reach: Reach) -> bool:
    """Whether a role may do an action to a thing that it stands in this relation to.

    >>> other = Reach(is_own=False)
    >>> reaches("officer", "case.read", Reach(is_own=True)), reaches("officer", "case.read", other)
    (True, False)
    >>> reaches("auditor", "case.read", Reach(is_own=False, is_overseen=True))
    True
    >>> reaches("analyst", "procedure.read", Reach(is_own=False, in_force=True))
    True
    """
    if not permits(role, action):
        return False
    if reach.is_own:
        return True
    if reach.is_overseen and role in OVERSEERS:
        return True
    return reach.in_force and action in STATE_WIDE


def permits(role: str | None, action: str) -> bool:
    """Whether a role may do an action; an unknown action is refused to everybody, and so is everything without a role.

    >>> permits("officer", "inbox.read"), permits("analyst", "inbox.read"), permits("officer", "no.such")
    (True, False, False)
    """
    if action == PUBLIC:
        return True
    return role is not None and role in ACTIONS.get(action, frozenset())


def allowed(action: str) -> Callable[[View], View]:
    """Mark a view as the doing of `action`; the name must stand in the table."""
    if action not in ACTIONS:
        raise LookupError(f"The policy knows no action {action!r}.")

    def mark(view: View) -> View:
        view.kyzmat_action = action  # type: ignore[attr-defined]  # read back by `declared`
        return view

    return mark


def public(view: View) -> View:
    """Mark a view as open to anybody, signed in or not."""
    view.kyzmat_action = PUBLIC  # type: ignore[attr-defined]  # read back by `declared`
    return view


def declared(view: object, method: str) -> str | None:
    """The action a view declares for an HTTP method, or None when it forgot."""
    view_class = getattr(view, "view_class", None)
    if view_class is not None:
        handler = getattr(view_class, "get" if method == "HEAD" else method.lower(), None)
        found = getattr(handler, "kyzmat_action", None) or getattr(view_class, "kyzmat_action", None)
    else:
        found = getattr(view, "kyzmat_action", None)
    return None if found is None else str(found)
