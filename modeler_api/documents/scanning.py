"""Asking ClamAV about a file, where the operator has one: `KYZMAT_CLAMD` names its address.

Without one nothing is asked, and every page says so of the file. With one that does not answer, nothing is taken:
a file that should have been looked at never passes unseen.

Source: clamd(8), INSTREAM.
"""

from __future__ import annotations

import socket
from collections.abc import Iterator
from contextlib import contextmanager

from modeler_api.documents.content import Refused
from processes.text import _

CHUNK = 1 << 16
SECONDS = 30.0

CLEAN, UNSCANNED, OURS = "clean", "unscanned", "ours"
"""What is known of a file: looked at and clean; not looked at; made here."""


def scanned(content: bytes, address: str | None) -> str:
    """`CLEAN` or, where no scanner is set, `UNSCANNED`; raises `Refused` for a virus and for a scanner that is
    silent."""
    if not address:
        return UNSCANNED
    try:
        answer = _asked(content, address)
    except OSError as error:
        raise Refused(
            _("The check for viruses does not answer, so nothing is taken now. Try again in a few minutes.")
        ) from error
    if answer.endswith("OK"):
        return CLEAN
    if answer.endswith("FOUND"):
        found = answer.removeprefix("stream:").removesuffix("FOUND").strip()
        raise Refused(
            _("The file holds a virus ({name}), so it is not taken. Check the device it comes from.").format(
                name=found[:80]
            )
        )
    raise Refused(_("The check for viruses could not be made: {answer}").format(answer=answer[:120]))


def _asked(content: bytes, address: str) -> str:
    with _connected(address) as line:
        line.sendall(b"zINSTREAM\0")
        for start in range(0, len(content), CHUNK):
            part = content[start : start + CHUNK]
            line.sendall(len(part).to_bytes(4, "big") + part)
        line.sendall((0).to_bytes(4, "big"))
        answer = b""
        while not answer.endswith(b"\0") and len(answer) < 4096:
            part = line.recv(4096)
            if not part:
                break
            answer += part
    return answer.rstrip(b"\0").decode("utf-8", "replace").strip()


@contextmanager
def _connected(address: str) -> Iterator[socket.socket]:
    host, _colon, port = address.rpartition(":")
    if address.startswith("/"):
        with socket.socket(socket.AF_UNIX) as line:
            line.settimeout(SECONDS)
            line.connect(address)
            yield line
    else:
        with socket.create_connection((host, int(port)), timeout=SECONDS) as line:
            yield line
