"""Files that may be packed with gzip."""

from __future__ import annotations

import gzip
from typing import IO, TYPE_CHECKING, cast

if TYPE_CHECKING:
    from pathlib import Path


def opened(path: Path, mode: str = "rb") -> IO[bytes]:
    """Return the file, unpacked when it is (or is to be) packed with gzip."""
    if "w" in mode:
        packed = path.name.endswith(".gz")
    else:
        with path.open("rb") as file:
            packed = file.read(2) == b"\x1f\x8b"
    return cast("IO[bytes]", gzip.open(path, mode) if packed else path.open(mode))
