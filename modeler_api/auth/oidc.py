"""Signing in through a provider of identities: OpenID Connect by code flow with PKCE, state and nonce.

The providers stand in a file that the setting `oidc` names:

    [esi]                          # the name in addresses
    title = "Unified identification system"
    issuer = "https://esi.example"
    client_id = "kyzmat"
    client_secret = "$ESI_SECRET"  # read from the environment
    scope = "openid email profile"
    provision = false              # true: an unknown person gets an account without a position

Who comes back is known by the subject that was linked before, else by a verified e-mail address that an account has,
which is linked then. Nobody is known by a name or by an address that the provider has not verified.
"""

from __future__ import annotations

import os
import tomllib
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from flask import Flask, current_app, url_for

from modeler_api.settings import Settings
from modeler_api.store import accounts, identities
from modeler_api.store.accounts import Account
from modeler_api.wiring import Door

EXTENSION = "kyzmat_oidc"


@dataclass(frozen=True, kw_only=True)
class Provider:
    """One provider of identities, as the settings describe it."""

    name: str
    title: str
    issuer: str
    client_id: str
    client_secret: str
    scope: str = "openid email profile"
    provision: bool = False


class Unknown(Exception):
    """Nobody here is known by what the provider says; `email` is the address it told, verified or not."""

    def __init__(self, email: str, *, is_verified: bool) -> None:
        super().__init__(email)
        self.email = email
        self.is_verified = is_verified


def providers(settings: Settings) -> dict[str, Provider]:
    """The providers of the settings by their names; a secret that begins with `$` is read from the environment."""
    if settings.oidc is None:
        return {}
    found = tomllib.loads(settings.oidc.read_text(encoding="utf-8"))
    return {name: _provider(name, values) for name, values in found.items()}


def install(app: Flask, settings: Settings) -> None:
    """Make the providers known to the application; none is asked for anything before somebody signs in."""
    known = providers(settings)
    app.extensions[EXTENSION] = known
    app.jinja_env.globals.update(oidc_providers=known)
    if not known:
        return
    from authlib.integrations.flask_client import OAuth

    registry = OAuth(app)
    for provider in known.values():
        registry.register(
            provider.name,
            client_id=provider.client_id,
            client_secret=provider.client_secret,
            server_metadata_url=f"{provider.issuer.rstrip('/')}/.well-known/openid-configuration",
            client_kwargs={"scope": provider.scope, "code_challenge_method": "S256", "timeout": 10},
        )


def provider_named(name: str) -> Provider | None:
    """The provider of this application with this name, or None."""
    found: dict[str, Provider] = current_app.extensions[EXTENSION]
    return found.get(name)


def client(name: str) -> Any:
    """The client of a provider, which sends people there and checks what they come back with."""
    return current_app.extensions["authlib.integrations.flask_client"].create_client(name)


def known_as(door: Door, provider: Provider, claims: dict[str, Any]) -> Account:
    """The account of whoever the provider vouches for; raises `Unknown`."""
    store, subject = door.store, str(claims["sub"])
    linked = identities.linked_account(store, provider.name, subject)
    if linked is not None and (found := accounts.by_id(store, linked)) is not None:
        return found
    email = str(claims.get("email") or "").strip()
    is_verified = claims.get("email_verified") is True
    person = accounts.by_email(store, email) if email and is_verified else None
    if person is None and provider.provision and email and is_verified:
        person = accounts.add(
            store,
            name=_free_name(door, email.partition("@")[0]),
            full_name=str(claims.get("name") or email),
            password_hash=accounts.NO_PASSWORD,
            role="officer",
            email=email,
        )
    if person is None:
        raise Unknown(email, is_verified=is_verified)
    identities.link(store, provider.name, subject, account=person.id)
    return person


def goodbye(door: Door, method: str) -> str | None:
    """Where a provider ends its own session, for who signed in through it; None when there is nothing to end."""
    provider = provider_named(method.removeprefix("oidc:")) if method.startswith("oidc:") else None
    if provider is None:
        return None
    metadata = client(provider.name).load_server_metadata()
    end = metadata.get("end_session_endpoint")
    if not end:
        return None
    back = url_for("sign_in.signed_out", _external=True)
    return f"{end}?{urlencode({'client_id': provider.client_id, 'post_logout_redirect_uri': back})}"


def _provider(name: str, values: dict[str, Any]) -> Provider:
    secret = str(values.get("client_secret", ""))
    if secret.startswith("$"):
        secret = os.environ.get(secret[1:], "")
    known = {
        key: values[key] for key in ("title", "issuer", "client_id", "scope", "provision") if key in values
    }
    missing = [key for key in ("title", "issuer", "client_id") if key not in known]
    if missing or not name.replace("-", "").isalnum():
        raise ValueError(f"The provider “{name}” lacks {', '.join(missing) or 'a plain name'}.")
    return Provider(name=name, client_secret=secret, **known)


def _free_name(door: Door, wanted: str) -> str:
    plain = (
        "".join(letter for letter in wanted.lower() if letter.isalnum() or letter in ".-")[:60] or "person"
    )
    name, number = plain, 2
    while accounts.by_name(door.store, name) is not None:
        name, number = f"{plain}-{number}", number + 1
    return name
