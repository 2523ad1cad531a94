"""The brake on guessing passwords: so many attempts an address and an account name, then a pause."""

from __future__ import annotations

from flask import current_app, request
from flask_limiter import Limiter
from flask_limiter.util import get_remote_address

limiter = Limiter(key_func=get_remote_address, default_limits=[], headers_enabled=True)


def attempts() -> str:
    """How many attempts are let through, as the settings say."""
    return str(current_app.config["KYZMAT_LOGIN_ATTEMPTS"])


def account_name() -> str:
    """The account that is being tried, so that many addresses cannot share the guessing of one password."""
    return "name:" + request.form.get("name", "").strip().lower()[:80]
