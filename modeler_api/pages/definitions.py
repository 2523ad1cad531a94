"""What each number means: the page that every number of a report leads to."""

from __future__ import annotations

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from modeler_api.auth.policy import allowed
from modeler_api.figure_definitions import DEFINITIONS

blueprint = Blueprint("definitions", __name__, url_prefix="/reports/definitions")


@blueprint.get("/")
@allowed("report.read")
def index() -> ResponseReturnValue:
    """Every number with how it is counted and how it is misread."""
    return render_template("pages/definitions.html", definitions=DEFINITIONS)
