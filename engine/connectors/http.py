"""An HTTP call: ask another system, or tell it something.

What it does:
    Calls `url` with `method` (GET unless said otherwise), `headers`, `query` and `body` (text as it is,
    anything else as JSON), and gives `response` with `status`, `headers` and `body` (the value of JSON, else
    text).

Why it matters:
    Most registers and payment systems speak HTTP; a model should be able to ask them without anybody writing
    code.

Example:
    `kyzmat:http` with `url` = "https://api.cadastre.kg/parcels/" + parcel and `headers` = {Authorization:
    "Bearer {{secrets.CADASTRE}}"}; the output mapping takes `response.body.owner`.

Limits:
    Only hosts the operator allows, HTTPS unless the operator says otherwise, no redirects, ten seconds and one
    megabyte by default.  `accept` lists statuses that are results too; `errors` maps statuses to codes of BPMN
    errors.

How sure:
    Anything but GET, HEAD and OPTIONS carries the job's id as `Idempotency-Key`, the same at every attempt;
    whether the other side acts once by it is its own promise.  What was answered is remembered, so that the
    engine does not ask again.

Source:
    RFC 9110 (HTTP semantics); draft-ietf-httpapi-idempotency-key-header.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from engine.connectors import _web, connectors
from engine.connectors._call import Call, ConnectorRefused, takes
from engine.connectors._secrets import reveal
from engine.errors import BpmnError
from processes.text import _

_METHODS = frozenset({"GET", "HEAD", "OPTIONS", "POST", "PUT", "PATCH", "DELETE"})
_KEPT_HEADERS = ("content-type", "etag", "last-modified", "location")


@connectors.register
@takes("url", optional=("method", "headers", "query", "body", "timeout_seconds", "accept", "errors"))
def http(call: Call) -> Mapping[str, Any]:
    """Return the response of the other side."""
    method = call.text("method", "GET").upper()
    if method not in _METHODS:
        raise ConnectorRefused(_("“{method}” is no method that is called.").format(method=method[:20]))
    given = reveal(dict(call.given), call.connections.secrets)
    url = str(given.get("url") or "")
    headers = {"Accept": "application/json", "User-Agent": "kyzmat", **_headers(given.get("headers"), call)}
    body = given.get("body")
    content = None
    if body is not None:
        content = body.encode() if isinstance(body, str) else json.dumps(body, ensure_ascii=False).encode()
        headers.setdefault("Content-Type", "text/plain" if isinstance(body, str) else "application/json")
    if method not in ("GET", "HEAD", "OPTIONS"):
        headers["Idempotency-Key"] = call.job
    limit = call.connections.timeout
    wanted = call.given.get("timeout_seconds")
    reply = _web.request(
        method,
        url,
        hosts=call.connections.hosts,
        headers=headers,
        body=content,
        query=given.get("query") if isinstance(given.get("query"), Mapping) else None,
        timeout=min(float(wanted), limit) if isinstance(wanted, (int, float)) and wanted > 0 else limit,
        most_bytes=call.connections.most_bytes,
    )
    code = call.mapping("errors").get(str(reply.status))
    if code is not None:
        raise BpmnError(str(code), data={"status": reply.status, "body": reply.body})
    accept = call.given.get("accept")
    accepted = (
        [int(each) for each in accept if isinstance(each, (int, float))] if isinstance(accept, list) else []
    )
    _web.judge(reply, _web.host_of(str(call.given.get("url") or "")), accept=accepted)
    kept = {name: reply.headers[name] for name in _KEPT_HEADERS if name in reply.headers}
    return {"response": {"status": reply.status, "headers": kept, "body": reply.body}}


def _headers(given: object, call: Call) -> dict[str, str]:
    if given is None:
        return {}
    if not isinstance(given, Mapping):
        raise ConnectorRefused(
            _("“{label}” gives no context for “{parameter}”.").format(label=call.label, parameter="headers")
        )
    found = {}
    for name, value in given.items():
        text = str(value)
        if (
            name.lower() in ("host", "content-length", "transfer-encoding", "connection")
            or "\n" in f"{name}{text}"
        ):
            raise ConnectorRefused(_("The header “{name}” cannot be set.").format(name=str(name)[:60]))
        found[str(name)] = text
    return found
