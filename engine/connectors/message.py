"""A message to another organisation's Kyzmat: signed, and delivered once.

What it does:
    Sends the message `message` with its `key` and `data` to the organisation `to`, where it is correlated: a
    case that waits for it goes on, or one begins.  Gives `delivery` with `accepted`.

Why it matters:
    Procedures cross organisations; what passes between them should be as certain as what passes inside.

Example:
    `kyzmat:message` with `to` = "cadastre", `message` = "Parcel checked", `key` = parcel and `data` = {free:
    true}.

Limits:
    Only organisations the operator names, each with a key both sides know; one megabyte of data.

How sure:
    The signature covers the moment, the id and the whole body; the receiver refuses what is older than ten
    minutes and what it has had before.  It is signed anew at each attempt, and its id stays the same.

Source:
    RFC 2104 (HMAC); the scheme of the signature's header is that of common webhooks (`t=…,v1=…`).
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit

from engine.connectors import _web, connectors
from engine.connectors._call import Call, ConnectorRefused, takes
from engine.signature import signature
from processes.text import _


@connectors.register
@takes("to", "message", optional=("key", "data"))
def message(call: Call) -> Mapping[str, Any]:
    """Return whether the other side accepted the message."""
    to = call.text("to")
    peer = call.connections.peers.get(to)
    if peer is None or not call.connections.organisation:
        raise ConnectorRefused(
            _("The organisation “{name}” is not known.").format(name=to),
            hint=_("Whoever runs the system can set it."),
        )
    key = call.given.get("key")
    body = json.dumps(
        {
            "id": call.job,
            "message": call.text("message"),
            "key": None if key is None else str(key),
            "data": dict(call.mapping("data")),
        },
        ensure_ascii=False,
    ).encode()
    parts = urlsplit(peer.url)
    reply = _web.request(
        "POST",
        f"{peer.url.rstrip('/')}/api/v1/messages",
        hosts=(f"{parts.scheme}://{parts.netloc}" if parts.scheme == "http" else parts.netloc,),
        headers={
            "Content-Type": "application/json",
            "Accept": "application/json",
            "Idempotency-Key": call.job,
            "X-Kyzmat-Sender": call.connections.organisation,
            "X-Kyzmat-Signature": signature(body, peer.key, at=call.at),
        },
        body=body,
        timeout=call.connections.timeout,
        most_bytes=call.connections.most_bytes,
    )
    _web.judge(reply, to)
    return {"delivery": {"accepted": True, "id": call.job}}
