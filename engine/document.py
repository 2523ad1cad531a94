"""A document that was made for an instance."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import datetime


@dataclass(frozen=True, kw_only=True)
class Document:
    """A file a connector has made: its name, media type and bytes, and the instance it belongs to."""

    id: str
    instance: str
    name: str
    media_type: str
    content: bytes = field(repr=False)
    made: datetime
