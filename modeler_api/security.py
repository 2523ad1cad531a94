"""The headers that keep a page to itself.

Scripts run only from our own files or with this response's nonce; styles come only from our own files. Pages that
show a diagram allow style attributes, because bpmn-js writes them into its own SVG; they say so by calling
`allow_style_attributes()` while they are rendered.
"""

from __future__ import annotations

import secrets

from flask import Flask, Response, g, request


def nonce() -> str:
    """This response's nonce for inline script and data tags."""
    if "nonce" not in g:
        g.nonce = secrets.token_urlsafe(16)
    found: str = g.nonce
    return found


def allow_style_attributes() -> str:
    """Let this one page carry style attributes; returns nothing to print."""
    g.style_attributes = True
    return ""


def _headers(response: Response) -> Response:
    sources = {
        "default-src": "'none'",
        "script-src": f"'self' 'nonce-{nonce()}'",
        "style-src": "'self'",
        "img-src": "'self' data:",
        "font-src": "'self' data:",
        "connect-src": "'self'",
        "form-action": "'self'",
        "base-uri": "'none'",
        "frame-ancestors": "'none'",
        "manifest-src": "'self'",
    }
    if g.get("style_attributes"):
        sources["style-src-attr"] = "'unsafe-inline'"
    policy = "; ".join(f"{name} {value}" for name, value in sources.items())
    response.headers.setdefault("Content-Security-Policy", policy)
    response.headers.setdefault("X-Content-Type-Options", "nosniff")
    response.headers.setdefault("X-Frame-Options", "DENY")
    response.headers.setdefault("Referrer-Policy", "same-origin")
    response.headers.setdefault("Cross-Origin-Opener-Policy", "same-origin")
    response.headers.setdefault("Cross-Origin-Resource-Policy", "same-origin")
    response.headers.setdefault("Permissions-Policy", "camera=(), geolocation=(), microphone=(), payment=()")
    if request.endpoint != "static":
        response.headers.setdefault("Cache-Control", "no-store")
        response.headers.setdefault("X-Request-ID", g.get("request_id", ""))
    if request.is_secure:
        response.headers.setdefault("Strict-Transport-Security", "max-age=31536000; includeSubDomains")
    return response


def install(app: Flask) -> None:
    """Send the headers with every response of the application."""
    app.after_request(_headers)
    app.jinja_env.globals.update(nonce=nonce, allow_style_attributes=allow_style_attributes)
