"""A real provider of identities for the tests: OpenID Connect by code flow with PKCE, in a process of its own.

It serves a list of people with `sub`, `email`, `email_verified` and `name`; whoever comes to sign in picks one of them.
What a client must send is checked as a strict provider checks it: the secret, the address to go back to, the code's one
use, the verifier of PKCE.
"""

from __future__ import annotations

import base64
import hashlib
import json
import secrets
import sys
import time
import urllib.request
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from flask import Flask, Response, abort, jsonify, redirect, request
from joserfc import jwt
from joserfc.jwk import RSAKey
from werkzeug.wrappers import Response as Answer

from tests.services.process import free_port, launch, stop, wait_until

CLIENT, SECRET = "kyzmat", "a-secret-of-the-tests"


@dataclass
class Grant:
    """What a code stands for until it is used."""

    person: dict[str, Any]
    redirect_uri: str
    nonce: str
    challenge: str


def create_provider(issuer: str, people: Sequence[dict[str, Any]]) -> Flask:
    """The provider as a web application."""
    app, key = Flask("openid"), RSAKey.generate_key(2048, {"kid": "1", "use": "sig"})
    grants: dict[str, Grant] = {}
    known = {person["sub"]: person for person in people}

    @app.get("/.well-known/openid-configuration")
    def configuration() -> Response:
        return jsonify(
            issuer=issuer,
            authorization_endpoint=f"{issuer}/authorize",
            token_endpoint=f"{issuer}/token",
            userinfo_endpoint=f"{issuer}/userinfo",
            jwks_uri=f"{issuer}/jwks",
            end_session_endpoint=f"{issuer}/end",
            response_types_supported=["code"],
            subject_types_supported=["public"],
            id_token_signing_alg_values_supported=["RS256"],
            code_challenge_methods_supported=["S256"],
        )

    @app.get("/jwks")
    def jwks() -> Response:
        return jsonify(keys=[key.as_dict(private=False)])

    @app.get("/authorize")
    def authorize() -> str | Answer:
        asked = request.args
        if asked.get("client_id") != CLIENT or asked.get("response_type") != "code":
            abort(400)
        if asked.get("code_challenge_method") != "S256" or not asked.get("state") or not asked.get("nonce"):
            abort(400)
        chosen = asked.get("as")
        if chosen not in known:
            links = (
                f'<li><a href="?{urlencode({**asked.to_dict(), "as": sub})}">{person["name"]}</a></li>'
                for sub, person in known.items()
            )
            return f"<!doctype html><title>Provider</title><h1>Who are you?</h1><ul>{''.join(links)}</ul>"
        code = secrets.token_urlsafe(16)
        grants[code] = Grant(known[chosen], asked["redirect_uri"], asked["nonce"], asked["code_challenge"])
        return redirect(f"{asked['redirect_uri']}?{urlencode({'code': code, 'state': asked['state']})}")

    @app.post("/token")
    def token() -> Response:
        sent, basic = request.form, request.authorization
        proved = (
            (basic.username, basic.password) if basic else (sent.get("client_id"), sent.get("client_secret"))
        )
        grant = grants.pop(sent.get("code", ""), None)
        digest = hashlib.sha256(sent.get("code_verifier", "").encode()).digest()
        challenge = base64.urlsafe_b64encode(digest).rstrip(b"=").decode()
        if proved != (CLIENT, SECRET) or grant is None or grant.redirect_uri != sent.get("redirect_uri"):
            return _wrong("invalid_client" if proved != (CLIENT, SECRET) else "invalid_grant")
        if challenge != grant.challenge:
            return _wrong("invalid_grant")
        moment = int(time.time())
        claims = {
            **grant.person,
            "iss": issuer,
            "aud": CLIENT,
            "iat": moment,
            "exp": moment + 300,
            "nonce": grant.person.get("wrong_nonce") or grant.nonce,
        }
        signed = jwt.encode({"alg": "RS256", "kid": "1"}, claims, key)
        return jsonify(
            access_token=secrets.token_urlsafe(16), token_type="Bearer", expires_in=300, id_token=signed
        )

    @app.get("/end")
    def end() -> Answer:
        return redirect(request.args["post_logout_redirect_uri"])

    return app


@contextmanager
def running(folder: Path, people: Sequence[dict[str, Any]]) -> Iterator[str]:
    """The provider in a process of its own; gives its issuer."""
    import signal

    port, root = free_port(), Path(__file__).resolve().parents[2]
    issuer, log = f"http://127.0.0.1:{port}", folder / "openid.log"
    (folder / "people.json").write_text(json.dumps(list(people)), encoding="utf-8")
    starter = (
        f"import sys; sys.path.insert(0, {str(root)!r}); from tests.services import openid; openid.serve()"
    )
    words = [sys.executable, "-c", starter, str(port), str(folder / "people.json")]
    process = launch(words, folder=folder, log=log, ends_on=signal.SIGTERM)

    def is_up() -> bool:
        try:
            with urllib.request.urlopen(f"{issuer}/jwks", timeout=1):
                return True
        except OSError:
            return False

    try:
        wait_until(is_up, process, log=log)
        yield issuer
    finally:
        stop(process)


def serve() -> None:
    """Serve the people of a file on a port, as the command line says."""
    port, people = int(sys.argv[-2]), json.loads(Path(sys.argv[-1]).read_text(encoding="utf-8"))
    create_provider(f"http://127.0.0.1:{port}", people).run("127.0.0.1", port)


def _wrong(error: str) -> Response:
    answer = jsonify(error=error)
    answer.status_code = 400
    return answer
