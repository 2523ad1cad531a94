"""The accounts: who may sign in, with which role, for which units' work."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from modeler_api.auth import passwords
from modeler_api.auth.policy import ROLES, allowed
from modeler_api.auth.session import account, idle, own_agency
from modeler_api.navigation import NavigationItem
from modeler_api.paging import page_asked
from modeler_api.store import accounts, audit, holdings, identities, positions, sessions, units
from modeler_api.store import tables as t
from modeler_api.store.accounts import Account
from modeler_api.translation import chosen_locale, text
from modeler_api.wiring import door
from processes.text import Message, _

blueprint = Blueprint("accounts", __name__, url_prefix="/accounts")
navigation = NavigationItem(
    label=_("Accounts"),
    summary=_("Who may sign in, with which role, for which units' work."),
    endpoint="accounts.index",
    action="account.read",
    order=80,
    icon="people",
)


@blueprint.get("/")
@allowed("account.read")
def index() -> ResponseReturnValue:
    """A page of everybody, by name; searched by name with Kyrgyz folding, narrowed by role."""
    store, words = door().store, request.args.get("q", "").strip()
    role = request.args.get("role", "")
    narrowed: dict[str, Any] = {
        "words": words,
        "role": role if role in ROLES else None,
        "agency": own_agency(),
    }
    shown = page_asked(total=accounts.count(store, **narrowed), size=50)
    everyone = accounts.page(store, **narrowed, limit=shown.size, offset=shown.offset)
    today = t.today()
    posts = {
        one.id: [
            positions.by_id(store, held.position)
            for held in holdings.of_account(store, one.id)
            if held.holds_on(today)
        ]
        for one in everyone
    }
    return render_template(
        "pages/accounts.html",
        everyone=everyone,
        posts=posts,
        shown=shown,
        words=words,
        role=narrowed["role"],
    )


@blueprint.get("/new")
@allowed("account.change")
def new() -> ResponseReturnValue:
    """The form for a new account."""
    return _new_page({}, {})


@blueprint.post("/new")
@allowed("account.change")
def add() -> ResponseReturnValue:
    """Make the account and show its first password once."""
    store = door().store
    names = ("name", "full_name", "role", "email", "agency")
    typed = {name: request.form.get(name, "").strip() for name in names}
    errors = _wrong(typed)
    agency = typed["agency"] if own_agency() is None else own_agency()
    if not typed["name"] or not typed["name"].replace(".", "").replace("-", "").isalnum():
        errors["name"] = _("Enter an account name of letters, digits, dots and hyphens")
    elif accounts.by_name(store, typed["name"]) is not None:
        errors["name"] = _("Choose another account name; this one is taken")
    if agency and units.by_id(store, agency) is None:
        errors["agency"] = _("Choose an agency")
    if errors:
        return _new_page(errors, typed), 422
    password = passwords.invented()
    accounts.add(
        store,
        name=typed["name"],
        full_name=typed["full_name"],
        password_hash=passwords.hashed(password),
        role=typed["role"],
        agency=agency or None,
        email=typed["email"] or None,
    )
    _note("created " + typed["name"])
    return render_template("pages/account_made.html", name=typed["name"], password=password)


@blueprint.get("/<account_id>")
@allowed("account.read")
def show(account_id: str) -> ResponseReturnValue:
    """One account and what can be changed about it."""
    return _page(_account(account_id))


@blueprint.post("/<account_id>")
@allowed("account.change")
def change(account_id: str) -> ResponseReturnValue:
    """Change the person's name, address or role."""
    shown, store = _account(account_id), door().store
    typed = {name: request.form.get(name, "").strip() for name in ("full_name", "email", "role")}
    errors = _wrong(typed, but=shown)
    if shown.id == account().id and typed["role"] != shown.role:
        errors["role"] = _("You cannot change your own role. Ask another administrator.")
    if errors:
        return _page(shown, errors=errors, typed=typed), 422
    accounts.change(
        store, shown.id, full_name=typed["full_name"], email=typed["email"] or None, role=typed["role"]
    )
    _note("data of " + shown.name)
    flash(text(_("Changed.")), "good")
    return redirect(url_for("accounts.show", account_id=shown.id), 303)


@blueprint.post("/<account_id>/active")
@allowed("account.change")
def change_active(account_id: str) -> ResponseReturnValue:
    """Close the account or open it again; one's own cannot be closed."""
    shown = _account(account_id)
    if shown.id == account().id:
        abort(409, _("You cannot close your own account. Ask another administrator."))
    accounts.set_active(door().store, shown.id, not shown.is_active)
    _note(("closed " if shown.is_active else "opened ") + shown.name)
    return redirect(url_for("accounts.show", account_id=shown.id))


@blueprint.post("/<account_id>/sessions")
@allowed("account.change")
def end_sessions(account_id: str) -> ResponseReturnValue:
    """End every session of the account, wherever it is signed in."""
    shown = _account(account_id)
    sessions.end_all(door().store, shown.id)
    _note("sessions of " + shown.name)
    flash(text(_("The sessions have ended.")), "good")
    return redirect(url_for("accounts.show", account_id=shown.id), 303)


@blueprint.post("/<account_id>/links/remove")
@allowed("account.change")
def unlink(account_id: str) -> ResponseReturnValue:
    """Let the account be known no longer by a provider of identities, and end its sessions."""
    shown = _account(account_id)
    provider, subject = request.form.get("provider", ""), request.form.get("subject", "")
    if identities.unlink(door().store, provider, subject, account=shown.id):
        sessions.end_all(door().store, shown.id)
        _note(f"unlinked {provider} of {shown.name}")
        flash(text(_("The account is no longer known by this provider; its sessions have ended.")), "good")
    return redirect(url_for("accounts.show", account_id=shown.id), 303)


@blueprint.post("/<account_id>/password")
@allowed("account.change")
def new_password(account_id: str) -> ResponseReturnValue:
    """Give the account a new random password and show it once."""
    shown = _account(account_id)
    password = passwords.invented()
    accounts.set_password_hash(door().store, shown.id, passwords.hashed(password))
    sessions.end_all(door().store, shown.id)
    _note("password of " + shown.name)
    return render_template("pages/account_made.html", name=shown.name, password=password)


def _account(account_id: str) -> Account:
    return accounts.by_id(door().store, account_id) or abort(404)


def _wrong(typed: dict[str, str], *, but: Account | None = None) -> dict[str, Message]:
    errors: dict[str, Message] = {}
    if not typed["full_name"]:
        errors["full_name"] = _("Enter the person's name")
    if typed["role"] not in ROLES:
        errors["role"] = _("Choose a role")
    if typed["email"]:
        holder = accounts.by_email(door().store, typed["email"])
        if "@" not in typed["email"][1:-1]:
            errors["email"] = _("Enter an e-mail address, such as a.asanova@naryn.kg")
        elif holder is not None and (but is None or holder.id != but.id):
            told = _("The address “{email}” is that of {name}")
            errors["email"] = told.format(email=typed["email"], name=holder.full_name)
    return errors


def _new_page(errors: dict[str, Message], typed: dict[str, str]) -> str:
    agencies = units.agencies(door().store) if own_agency() is None else ()
    choices = [(one.id, one.name(chosen_locale())) for one in agencies]
    return render_template("pages/account_new.html", errors=errors, typed=typed, agencies=choices)


def _page(
    shown: Account, *, errors: dict[str, Message] | None = None, typed: dict[str, str] | None = None
) -> str:
    store = door().store
    held = []
    for holding in holdings.of_account(store, shown.id):
        post = positions.by_id(store, holding.position)
        unit = units.by_id(store, post.unit) if post else None
        held.append((holding, post, unit))
    return render_template(
        "pages/account.html",
        shown=shown,
        held=held,
        agency=units.by_id(store, shown.agency) if shown.agency else None,
        links=identities.links(store, shown.id),
        open_sessions=len(sessions.of_account(store, shown.id, idle=idle())),
        errors=errors or {},
        typed=typed or {},
    )


def _note(subject: str) -> None:
    who = account()
    audit.note(door().store, who=who.name, role=who.role, action="account.change", subject=subject)
