"""The audit trail: who signed in, what was refused, what was published."""

from __future__ import annotations

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from modeler_api.audited import called
from modeler_api.auth.policy import allowed
from modeler_api.auth.session import own_agency
from modeler_api.navigation import NavigationItem
from modeler_api.paging import page_asked
from modeler_api.store import accounts, audit
from modeler_api.wiring import door
from processes.text import _

blueprint = Blueprint("audit_trail", __name__, url_prefix="/audit")
navigation = NavigationItem(
    label=_("Audit trail"),
    summary=_("Who signed in, what was published, what was refused."),
    endpoint="audit_trail.index",
    action="audit.read",
    order=90,
    icon="audit",
)


@blueprint.get("/")
@allowed("audit.read")
def index() -> ResponseReturnValue:
    """The entries, the newest first."""
    store = door().store
    agency = own_agency()
    shown = page_asked(total=audit.count(store, agency=agency), size=50)
    entries = audit.entries(store, agency=agency, limit=shown.size, offset=shown.offset)
    return render_template(
        "pages/audit_trail.html",
        entries=entries,
        shown=shown,
        called=called,
        names=accounts.full_names(store).fetch(
            name for entry in entries for name in (entry.who, entry.on_behalf_of)
        ),
    )
