"""The frame around every page: its navigation, its language switch, its static files.

`asset("kyzmat.css")` is the address of a built file with its fingerprint, so that browsers may keep it for ever.
"""

from __future__ import annotations

import hashlib
from functools import cache
from pathlib import Path
from urllib.parse import urlencode

from flask import Flask, request, url_for
from markupsafe import Markup

from modeler_api.auth.policy import ROLES
from modeler_api.list_place import back_to_list
from modeler_api.navigation import NavigationItem, fits_from, in_order
from modeler_api.register_title import register_title
from modeler_api.settings import Settings

STATIC = Path(__file__).parent / "static"


@cache
def _fingerprint(path: Path, _changed: int) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()[:10]


def asset(name: str) -> str:
    """The address of a file under static/dist, with its fingerprint."""
    path = STATIC / "dist" / name
    mark = _fingerprint(path, path.stat().st_mtime_ns) if path.exists() else "none"
    return url_for("static", filename=f"dist/{name}", v=mark)


def font(locale: str) -> str:
    """The address of the type file that a page in this language needs first."""
    script = "latin" if locale == "en" else "cyrillic"
    return url_for("static", filename=f"dist/fonts/onest-{script}-wght-normal.woff2")


@cache
def _icons() -> dict[str, str]:
    return {path.stem: path.read_text(encoding="utf-8").strip() for path in (STATIC / "icons").glob("*.svg")}


def icon(name: str) -> Markup:
    """An icon to stand before its word; it says nothing by itself."""
    return Markup(_icons().get(name, ""))  # the files are ours, not a user's


def here(**changes: object) -> str:
    """This page's address with some of its parameters changed; None takes one away."""
    arguments = dict(request.args.items(multi=False))
    for name, value in changes.items():
        if value is None:
            arguments.pop(name, None)
        else:
            arguments[name] = str(value)
    return request.path + (f"?{urlencode(arguments)}" if arguments else "")


def install(app: Flask, settings: Settings, navigation: list[NavigationItem]) -> None:
    """Offer what the frame needs to every template of the application."""
    app.jinja_env.globals.update(
        asset=asset,
        font=font,
        icon=icon,
        here=here,
        back_to_list=back_to_list,
        navigation=in_order(navigation),
        fits_from=fits_from,
        role_names=ROLES,
        support_email=settings.support_email,
        support_phone=settings.support_phone,
        is_demo=settings.demo,
    )
    app.jinja_env.filters["register"] = register_title
    app.jinja_env.trim_blocks = True
    app.jinja_env.lstrip_blocks = True
