"""Help, the accessibility statement and the words of the product; open to anybody."""

from __future__ import annotations

import datetime as dt

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from modeler_api.auth.policy import public

STATEMENT_DAY = dt.date(2026, 11, 23)
"""When the accessibility statement was last revised."""

blueprint = Blueprint("help", __name__, url_prefix="/help")


@blueprint.get("/")
@public
def index() -> ResponseReturnValue:
    """How to do the common things, whom to ask."""
    return render_template("pages/help.html")


@blueprint.get("/accessibility")
@public
def accessibility() -> ResponseReturnValue:
    """The accessibility statement."""
    return render_template("pages/accessibility.html", statement_day=STATEMENT_DAY)
