"""The signed-in person of a request, and the guard in front of every view.

The browser's signed cookie holds the token of a session that stands in the store, where it can be ended. The guard
compares the action that a view declares with the policy before the view runs.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import Any

from flask import Flask, current_app, g, redirect, request, url_for
from flask import session as cookie
from flask.typing import ResponseReturnValue
from flask_login import LoginManager, UserMixin, current_user, login_user, logout_user
from werkzeug.exceptions import Forbidden, Unauthorized

from modeler_api import absences as standing_in
from modeler_api.auth import policy, reach
from modeler_api.store import absences, accounts, audit, belonging, kept_forms, models, sessions, tables
from modeler_api.store.absences import Absence
from modeler_api.store.accounts import Account
from modeler_api.store.sessions import Session
from modeler_api.wiring import door
from processes.text import _

ACTING = "acting"
"""Under which name the cookie holds the absence in which somebody acts for another."""

SESSION = "sid"
"""Under which name the browser's cookie holds the token of the session."""

OPEN_ENDPOINTS = frozenset({"static"})
ANOTHER_AGENCY = _("This belongs to another agency.")
ONLY_CENTRAL = _("Only the agency that looks after the others may do this.")


class Person(UserMixin):
    """The account behind a session, in the shape Flask-Login asks for."""

    def __init__(self, account: Account) -> None:
        self.account = account

    def get_id(self) -> str:
        """The id that is kept in the session."""
        return self.account.id

    @property
    def is_active(self) -> bool:
        """Whether the account may still be used."""
        return self.account.is_active


def account() -> Account:
    """The account that is signed in; only for views whose action is not public."""
    found = account_or_none()
    if found is None:
        raise Unauthorized
    return found


def account_or_none() -> Account | None:
    """The account that is signed in, as it acts: for itself, or for somebody it stands in for; or None."""
    if "acting_account" not in g:
        own = own_account_or_none()
        g.acting_account = own if own is None else _as_acting(own)
    found: Account | None = g.acting_account
    return found


def own_account_or_none() -> Account | None:
    """The account that is signed in, whoever it acts for; or None."""
    return current_user.account if current_user and current_user.is_authenticated else None


def acts_for() -> Absence | None:
    """The absence in which the person stands in and acts now, or None."""
    account_or_none()
    found: Absence | None = g.get("acts_for")
    return found


def act_for(absence_id: str | None) -> None:
    """Act in an absence from the next request on; None is for oneself again."""
    if absence_id is None:
        cookie.pop(ACTING, None)
    else:
        cookie[ACTING] = absence_id


def substitutions() -> tuple[tuple[Absence, str], ...]:
    """The absences in force in which the person is the substitute, each with the name of who is away."""
    own = own_account_or_none()
    if own is None or own.role not in standing_in.ROLES:
        return ()
    found = absences.standing_in(door().store, own.id)
    people = ((absence, accounts.by_id(door().store, absence.account)) for absence in found)
    return tuple((absence, person.full_name) for absence, person in people if person is not None)


def _as_acting(own: Account) -> Account:
    from engine.actor import Actor

    agency = reach.agency_of(door(), own)
    own = replace(own, name=Actor(own.name, affiliation=agency.code if agency else None))
    chosen = cookie.get(ACTING)
    absence = absences.by_id(door().store, chosen) if isinstance(chosen, str) else None
    if absence is None or not absence.is_in_force(tables.today()):
        return own
    acting = standing_in.acting(door(), own, absence)
    if acting is not None:
        g.acts_for = absence
    return acting or own


def may(action: str, *, procedure: str | None = None) -> bool:
    """Whether the person at the door may do this, to the procedure with this key where one is named."""
    who = account_or_none()
    if who is None or procedure is None:
        return policy.permits(who.role if who else None, action)
    agency = reach.of_procedure(door(), procedure)
    return policy.reaches(who.role, action, reach.standing(door(), who, agency))


def demand(action: str, *, procedure: str) -> None:
    """Refuse the request unless the person may do this to a procedure that the request names outside its address."""
    if not may(action, procedure=procedure):
        _note_refusal(account(), action)
        raise Forbidden(ANOTHER_AGENCY)


def bring(key: str) -> None:
    """Let a procedure that nobody has yet belong to the person's agency; refuse one that another agency has."""
    who, owners = account(), reach.belongings(door())
    if key.removesuffix(belonging.TO_BE) not in owners.named and not models.versions(door().store, key):
        if who.agency:
            belonging.give(door().store, key, who.agency)
        return
    demand("model.upload", procedure=key)


def reads_whole(key: str) -> bool:
    """Whether the person sees all of a procedure, drafts and redesigns too, and not only what is in force."""
    return may("procedure.read", procedure=key)


def own_keys(action: str) -> list[str]:
    """The keys of the definitions that the person may do this to, to narrow a list of cases to them."""
    keys, absence = {definition.key for definition in door().engine.definitions()}, acts_for()
    if absence is not None and absence.procedures:
        keys &= set(absence.procedures)
    return sorted(key for key in keys if may(action, procedure=key))


def own_agency() -> str | None:
    """The agency a list is narrowed to; None for who oversees all of them."""
    who = account()
    if who.role in policy.OVERSEERS and reach.is_central(door(), who):
        return None
    return who.agency or reach.NOBODYS


def wants_json() -> bool:
    """Whether the caller is a program: it asked for a resource of the API, or for JSON before HTML."""
    if request.path.startswith("/api/"):
        return True
    accepted = request.accept_mimetypes
    return accepted.best_match(["text/html", "application/json"], "text/html") == "application/json"


def guard() -> ResponseReturnValue | None:
    """Refuse the request unless the policy permits the action its view declares."""
    if request.endpoint is None or request.endpoint in OPEN_ENDPOINTS:
        return None
    action = policy.declared(current_app.view_functions[request.endpoint], request.method)
    if action == policy.PUBLIC or (action is None and request.method == "OPTIONS"):
        return None
    who = account_or_none()
    if who is None:
        if wants_json():
            raise Unauthorized
        return redirect(url_for("sign_in.form", next=_afterwards()))
    g.action = action
    if action is None or not policy.permits(who.role, action):
        _note_refusal(who, action or "undeclared")
        raise Forbidden
    if action in policy.CENTRAL_ONLY and not reach.is_central(door(), who):
        _note_refusal(who, action)
        raise Forbidden(ONLY_CENTRAL)
    arguments = request.view_args or {}
    in_force = action in policy.STATE_WIDE and reach.is_in_force(
        door(), arguments, request.args.get("version")
    )
    for agency in reach.named(door(), request.endpoint, arguments):
        if not policy.reaches(who.role, action, reach.standing(door(), who, agency, in_force=in_force)):
            _note_refusal(who, action)
            raise Forbidden(ANOTHER_AGENCY)
    absence = acts_for()
    if absence is not None and absence.procedures and action.startswith(policy.STOOD_IN):
        key = reach.procedure_named(door(), arguments)
        if key is not None and key not in absence.procedures:
            _note_refusal(who, action)
            raise Forbidden(standing_in.NOT_STOOD_IN)
    return None


def enter(who: Account, *, method: str) -> None:
    """Sign a person in, in a session of its own."""
    settings = door().settings
    cookie.clear()
    g.pop("acting_account", None)
    cookie.permanent = True
    login_user(Person(who))
    cookie[SESSION] = sessions.begin(
        door().store,
        account=who.id,
        method=method,
        lasts=dt.timedelta(hours=settings.session_hours),
        address=request.remote_addr or "",
        agent=request.user_agent.string,
    )
    accounts.seen(door().store, who.id)
    audit.note(door().store, who=who.name, role=who.role, action="sign-in", subject=method)


def leave() -> None:
    """Sign the person out and end the session everywhere it is known."""
    here = current_session()
    if here is not None:
        sessions.end(door().store, here.id, account=here.account)
    logout_user()
    cookie.clear()


def idle() -> dt.timedelta:
    """After how long without a request a session ends."""
    return dt.timedelta(minutes=door().settings.session_idle_minutes)


def current_session() -> Session | None:
    """The session of this request, whether it may still be used or not."""
    if "kyzmat_session" not in g:
        token = cookie.get(SESSION)
        g.kyzmat_session = sessions.by_token(door().store, token) if isinstance(token, str) else None
    found: Session | None = g.kyzmat_session
    return found


def seconds_left() -> int | None:
    """How long the session still lasts when nobody uses it; None when nobody is signed in."""
    here = current_session()
    if here is None or account_or_none() is None:
        return None
    return max(0, int((here.closes(idle=idle()) - dt.datetime.now(dt.UTC)).total_seconds()))


def _afterwards() -> str | None:
    """Where to go on after signing in: the page that was asked for, or the form that was sent too late."""
    if request.method == "GET":
        return request.full_path.rstrip("?")
    here = current_session()
    typed = kept_forms.keepable(request.form.to_dict(flat=False))
    if here is None or not typed or request.endpoint not in current_app.view_functions:
        return None
    path = request.full_path.rstrip("?")
    kept = kept_forms.keep(door().store, account=here.account, path=path, data=typed)
    return url_for("kept_form.show", kept_id=kept)


def note(action: str, subject: str = "", *, own: bool = False) -> None:
    """Write into the audit trail what the person at the door has done; `own` is nobody else's, whoever they act for."""
    who = (own_account_or_none() if own else None) or account()
    audit.note(door().store, who=who.name, role=who.role, action=action, subject=subject)


def _note_refusal(who: Account, action: str) -> None:
    audit.note(
        door().store, who=who.name, role=who.role, action=action, subject=request.path, outcome="refused"
    )


def install(app: Flask) -> None:
    """Put the guard in front of every view of the application."""
    manager = LoginManager()
    manager.session_protection = "basic"

    @manager.user_loader  # type: ignore[untyped-decorator, unused-ignore]  # Flask-Login ships no types
    def load(account_id: str) -> Any:
        here = current_session()
        if here is None or here.account != account_id or not here.is_open(idle=idle()):
            return None
        found = accounts.by_id(door().store, account_id)
        if found is None or not found.is_active:
            return None
        if request.endpoint != "own_session.state":  # asking how long it lasts does not prolong it
            sessions.use(door().store, here)
        return Person(found)

    manager.init_app(app)
    app.before_request(guard)
    app.jinja_env.globals.update(
        may=may,
        me=account_or_none,
        session_seconds=seconds_left,
        acts_for=acts_for,
        substitutions=substitutions,
    )
