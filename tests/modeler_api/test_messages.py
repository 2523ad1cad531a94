"""Other organisations' messages come in by their signature, without anybody signing in."""

from __future__ import annotations

from datetime import UTC, datetime

from flask import Flask

from engine.connections import Connections, Peer
from engine.signature import signature
from modeler_api.wiring import Door

BODY = b'{"id": "1", "message": "Check the parcel", "key": "44-2", "data": {"parcel": "44-2"}}'


def test_a_signed_message_is_taken_and_kept_once(app: Flask, door: Door) -> None:
    app.config.update(WTF_CSRF_ENABLED=True)
    door.engine._shop.connections = Connections(peers={"town": Peer(url="", key="k" * 20)})
    headers = {
        "X-Kyzmat-Sender": "town",
        "X-Kyzmat-Signature": signature(BODY, "k" * 20, at=datetime.now(UTC)),
    }
    for _ in range(2):
        answer = app.test_client().post("/api/v1/messages", data=BODY, headers=headers)
        assert answer.status_code == 202, answer.text
        assert answer.json == {"taken": True}
    [kept] = door.engine.kept_messages()
    assert (kept.name, kept.key) == ("Check the parcel", "44-2")


def test_without_a_signature_nothing_is_taken(app: Flask, door: Door) -> None:
    door.engine._shop.connections = Connections(peers={"town": Peer(url="", key="k" * 20)})
    for headers in (
        {},
        {"X-Kyzmat-Sender": "town"},
        {"X-Kyzmat-Sender": "town", "X-Kyzmat-Signature": "t=1,v1=00"},
    ):
        answer = app.test_client().post("/api/v1/messages", data=BODY, headers=headers)
        assert answer.status_code == 401
    assert door.engine.kept_messages() == []
