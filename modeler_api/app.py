"""The composition root: the one place that reads the settings and wires the rooms together.

Pages and resources are discovered, so this file does not grow with them.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from importlib import import_module
from typing import Any

from flask import Flask
from flask_wtf.csrf import CSRFProtect
from werkzeug.middleware.proxy_fix import ProxyFix

from modeler_api import (
    compression,
    discovery,
    errors,
    formats,
    forms,
    frame,
    in_whose_place,
    journal,
    odd_signs,
    security,
    translation,
)
from modeler_api.auth import oidc, reach, session
from modeler_api.auth.policy import public
from modeler_api.navigation import NavigationItem
from modeler_api.settings import Settings
from modeler_api.wiring import EXTENSION, Door, open_door


def create_app(settings: Settings | None = None, *, door: Door | None = None) -> Flask:
    """The application as these settings describe it; the store must have been migrated (`kyzmat migrate`)."""
    settings = settings or Settings()
    app = Flask("modeler_api", static_folder=str(frame.STATIC))
    app.config.update(
        SECRET_KEY=settings.secret_key,
        MAX_CONTENT_LENGTH=settings.upload_limit_mb * 1024 * 1024,
        MAX_FORM_MEMORY_SIZE=2 * 1024 * 1024,
        SESSION_COOKIE_NAME="kyzmat",
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        SESSION_COOKIE_SECURE=settings.https,
        PERMANENT_SESSION_LIFETIME=settings.session_hours * 3600,
        SEND_FILE_MAX_AGE_DEFAULT=31536000,
        WTF_CSRF_TIME_LIMIT=settings.session_hours * 3600,
        WTF_CSRF_SSL_STRICT=settings.https,
        API_TITLE="Kyzmat",
        API_VERSION="v1",
        OPENAPI_VERSION="3.1.0",
        OPENAPI_URL_PREFIX="/api",
        OPENAPI_JSON_PATH="openapi.json",
    )
    app.extensions[EXTENSION] = door or open_door(settings)
    if settings.behind_proxy:
        app.wsgi_app = ProxyFix(app.wsgi_app)  # type: ignore[method-assign]  # the way Werkzeug documents it
    journal.install(app)
    translation.install(app, settings)
    odd_signs.install(app)
    session.install(app)
    security.install(app)
    compression.install(app)
    tokens = CSRFProtect(app)
    formats.install(app)
    in_whose_place.install(app)
    forms.install(app)
    frame.install(app, settings, _register(app, tokens))
    reach.check(app)
    oidc.install(app, settings)
    errors.install(app)
    return app


def _register(app: Flask, tokens: CSRFProtect) -> list[NavigationItem]:
    navigation = []
    for module in discovery.modules("modeler_api.pages"):
        app.register_blueprint(module.blueprint)
        if hasattr(module, "navigation"):
            navigation.append(module.navigation)
    resources = list(discovery.modules("modeler_api.api"))
    if resources:
        api = import_module("flask_smorest").Api(app)
        for module in resources:
            api.register_blueprint(module.blueprint)
            if getattr(module, "without_token", False):
                tokens.exempt(module.blueprint)
        for name in [name for name in app.view_functions if name.startswith("api-docs.")]:
            app.view_functions[name] = public(_as_function(app.view_functions[name]))
    return navigation


def _as_function(method: Callable[..., Any]) -> Callable[..., Any]:
    """The method as a function, which unlike a bound method can carry the mark of the policy."""

    @wraps(method)
    def answer(*arguments: Any, **named: Any) -> Any:
        return method(*arguments, **named)

    return answer
