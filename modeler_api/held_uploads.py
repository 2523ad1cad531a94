"""Uploads on hold: a file that was read and shown, but that nobody has saved yet.

They lie in the data folder, readable by the server alone, each under its uploader's id and a random name, and are swept
away after a day. Nothing of them is in the repository.
"""

from __future__ import annotations

import json
import re
import secrets
import time
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from modeler_api.settings import Settings
from processes.text import Message

KEPT_SECONDS = 24 * 3600

_NAME = re.compile(r"[0-9a-f]{32}")


@dataclass(frozen=True)
class HeldUpload:
    """One file on hold: `source` is what would be saved, `laid_out` says that a diagram was added to it.

    `repairs` are the sentences that say what was mended, with the line each stood on.
    """

    name: str
    file: str
    source: bytes
    laid_out: bool
    repairs: tuple[tuple[Message, int | None], ...] = ()


def hold(
    settings: Settings,
    *,
    account: str,
    file: str,
    source: bytes,
    laid_out: bool,
    repairs: Iterable[tuple[Message, int | None]] = (),
) -> str:
    """Put a file on hold and return the name to ask for it by."""
    folder = _folder(settings)
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    _sweep(folder)
    name = secrets.token_hex(16)
    about = {
        "file": file,
        "laid_out": laid_out,
        "repairs": [{"template": m.template, "values": m.values, "line": line} for m, line in repairs],
    }
    for ending, content in (("bpmn", source), ("json", json.dumps(about).encode("utf-8"))):
        path = folder / f"{account}-{name}.{ending}"
        path.touch(mode=0o600)
        path.write_bytes(content)
    return name


def find(settings: Settings, *, account: str, name: str) -> HeldUpload | None:
    """The file this person has on hold under this name, or None."""
    if not _NAME.fullmatch(name):
        return None
    path = _folder(settings) / f"{account}-{name}.bpmn"
    try:
        about = json.loads(path.with_suffix(".json").read_text(encoding="utf-8"))
        return HeldUpload(
            name,
            about["file"],
            path.read_bytes(),
            about["laid_out"],
            tuple((Message(r["template"]).format(**r["values"]), r["line"]) for r in about["repairs"]),
        )
    except FileNotFoundError:
        return None


def drop(settings: Settings, *, account: str, name: str) -> None:
    """Forget the file; harmless when it is not there."""
    if _NAME.fullmatch(name):
        for ending in ("bpmn", "json"):
            (_folder(settings) / f"{account}-{name}.{ending}").unlink(missing_ok=True)


def _folder(settings: Settings) -> Path:
    return settings.data / "uploads"


def _sweep(folder: Path) -> None:
    oldest = time.time() - KEPT_SECONDS
    for path in folder.iterdir():
        if not path.is_file():
            continue  # many files at once lie in folders beside these and are swept by who brings such
        try:
            if path.stat().st_mtime < oldest:
                path.unlink()
        except FileNotFoundError:
            continue  # another process swept it at the same moment
