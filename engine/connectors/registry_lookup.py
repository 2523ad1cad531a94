"""A question to a register, in the manner of X-Road, written down for whoever may ask about it.

What it does:
    Asks `service` (instance/class/code/subsystem/service) about the person or thing `about`, for a `purpose`,
    with the `query` it takes, and gives `answer` with `found`, `status` and `data`.

Why it matters:
    Once-only: the office asks the register, not the citizen.  The citizen in turn may see who asked what about
    them.

Example:
    `kyzmat:registry_lookup` with `service` = "KG/GOV/70000001/cadastre/owner", `about` = applicant.pin,
    `purpose` = "Art. 12 of the Land Code" and `query` = {parcel: parcel}.

Limits:
    One security server, set by the operator; GET only; a register that knows nothing (404) is an answer, not an
    error.

How sure:
    The question is written down before it is asked and its outcome after, so one that was asked is never
    missing; the same job asks under the same message id.  The answer itself is not in that table.

Source:
    X-Road: Message Protocol for REST v1.0, 4.1-4.4 (X-Road-Client, -Id, -UserId, -Issue; X-Road-Error).
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from urllib.parse import quote, urlsplit

from engine.connectors import _web, connectors
from engine.connectors._call import Call, ConnectorRefused, ConnectorUnavailable, takes
from processes.text import _


@connectors.register
@takes("service", "about", "purpose", optional=("query",))
def registry_lookup(call: Call) -> Mapping[str, Any]:
    """Return the register's answer."""
    register = call.connections.register
    if register is None:
        raise ConnectorRefused(_("No register is set."), hint=_("Whoever runs the system can set it."))
    service, about, purpose = call.text("service"), call.text("about"), call.text("purpose")
    call.means.note_lookup(
        {
            "id": call.job,
            "instance": call.instance or None,
            "business_key": call.business_key,
            "element": call.element,
            "client": register.client,
            "service": service,
            "user": call.asked_by,
            "about": about,
            "purpose": purpose,
            "asked": call.at,
        }
    )
    path = "/".join(quote(part, safe="") for part in service.split("/"))
    parts = urlsplit(register.url)
    own = f"{parts.scheme}://{parts.netloc}" if parts.scheme == "http" else parts.netloc
    try:
        reply = _web.request(
            "GET",
            f"{register.url.rstrip('/')}/r1/{path}",
            hosts=(own,),
            headers={
                "Accept": "application/json",
                "X-Road-Client": register.client,
                "X-Road-Id": call.job,
                "X-Road-UserId": _header(call.asked_by),
                "X-Road-Issue": _header(call.business_key or call.instance or call.job),
            },
            query=call.mapping("query"),
            timeout=register.timeout,
            most_bytes=call.connections.most_bytes,
        )
        _web.judge(reply, service, accept=(404,))
        if reply.headers.get("x-road-error"):
            raise ConnectorRefused(
                _("The register “{service}” answers: {reason}").format(
                    service=service, reason=reply.headers["x-road-error"][:200]
                )
            )
    except ConnectorUnavailable:
        call.means.answer_lookup(call.job, "no answer")
        raise
    except ConnectorRefused:
        call.means.answer_lookup(call.job, "refused")
        raise
    found = reply.status != 404
    call.means.answer_lookup(call.job, "found" if found else "not found")
    return {"answer": {"found": found, "status": reply.status, "data": reply.body if found else None}}


def _header(text: str) -> str:
    """Return text as a header can carry it: its letters beyond ASCII percent-encoded."""
    return quote(" ".join(text.split()), safe=" :/._-@")
