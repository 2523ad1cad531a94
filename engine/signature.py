"""Signatures of messages between organisations: made by one side, checked by the other.

Source: RFC 2104 (HMAC), FIPS 180-4 (SHA-256).
"""

from __future__ import annotations

import hmac
import re
from datetime import datetime, timedelta
from hashlib import sha256

from engine.errors import NotEntitled
from processes.text import _

#: What is older, or further ahead, is not taken: the clocks of two organisations differ by less.
TOLERANCE = timedelta(minutes=10)
_HEADER = re.compile(r"t=(\d{1,12}),v1=([0-9a-f]{64})")


def signature(body: bytes, key: str, *, at: datetime) -> str:
    """Return the header that proves who sent `body`, and when.

    >>> from datetime import UTC
    >>> signature(b"{}", "k", at=datetime(2026, 3, 2, tzinfo=UTC))[:16]
    't=1772409600,v1='
    """
    moment = int(at.timestamp())
    return f"t={moment},v1={_digest(body, key, moment)}"


def check(body: bytes, key: str, header: str, *, now: datetime) -> None:
    """Raise `NotEntitled` unless `header` is the signature of `body` with this key, made just now."""
    found = _HEADER.fullmatch(header)
    if found is None or not hmac.compare_digest(_digest(body, key, int(found[1])), found[2]):
        raise NotEntitled(_("The signature is not that of the sender."))
    if abs(now.timestamp() - int(found[1])) > TOLERANCE.total_seconds():
        raise NotEntitled(_("The signature is too old, or the sender's clock is wrong."))


def _digest(body: bytes, key: str, moment: int) -> str:
    return hmac.new(key.encode(), f"{moment}.".encode() + body, sha256).hexdigest()
