"""Names for cases a reader may not open: the same for the same case, and nobody can tell whose it is."""

from __future__ import annotations

import base64
import hmac

from modeler_api.wiring import Door


def pseudonym(door: Door, case: str) -> str:
    """The pseudonym of a case under this installation's key."""
    digest = hmac.digest(door.settings.secret_key.encode(), f"case:{case}".encode(), "sha256")[:5]
    return base64.b32encode(digest).decode()
