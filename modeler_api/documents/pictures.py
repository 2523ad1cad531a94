"""Pages of a PDF as pictures, so that nothing of a document runs in the reader's browser.

The drawing is done in a process of its own with a limit of memory and of time: a PDF that breaks it breaks nothing
else.
"""

from __future__ import annotations

import resource
import subprocess
import sys
import zlib

MEGABYTES = 512
SECONDS = 15
WIDTH = 1100


class NotDrawn(Exception):
    """The page could not be drawn: it is not there, or the document is broken or too large."""


def page(content: bytes, number: int) -> bytes:
    """A page of a PDF, counted from 1, as a PNG picture."""
    return _child("page", content, str(number))


def pages(content: bytes) -> int:
    """How many pages a PDF has."""
    return int(_child("pages", content, "0"))


def _child(what: str, content: bytes, number: str) -> bytes:
    command = [sys.executable, "-I", __file__, what, number]
    try:
        done = subprocess.run(
            command,
            input=content,
            capture_output=True,
            timeout=SECONDS,
            check=False,
            env={"PATH": "/usr/bin:/bin"},
        )
    except subprocess.TimeoutExpired as error:
        raise NotDrawn from error
    if done.returncode != 0 or not done.stdout:
        raise NotDrawn
    return done.stdout


def _png(width: int, height: int, rows: list[bytes]) -> bytes:
    def chunk(name: bytes, data: bytes) -> bytes:
        return len(data).to_bytes(4, "big") + name + data + zlib.crc32(name + data).to_bytes(4, "big")

    header = width.to_bytes(4, "big") + height.to_bytes(4, "big") + bytes((8, 2, 0, 0, 0))
    body = zlib.compress(b"".join(b"\0" + row for row in rows), 6)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", body) + chunk(b"IEND", b"")


def _main(what: str, number: int) -> int:
    import pypdfium2

    resource.setrlimit(resource.RLIMIT_AS, (MEGABYTES << 20, MEGABYTES << 20))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    document = pypdfium2.PdfDocument(sys.stdin.buffer.read())
    if what == "pages":
        sys.stdout.write(str(len(document)))
        return 0
    if not 1 <= number <= len(document):
        return 2
    sheet = document[number - 1]
    bitmap = sheet.render(scale=WIDTH / max(sheet.get_width(), 1), rev_byteorder=True)
    raw, stride, signs = bytes(bitmap.buffer), bitmap.stride, bitmap.n_channels
    rows = []
    for line in range(bitmap.height):
        row = raw[line * stride : line * stride + bitmap.width * signs]
        rows.append(row if signs == 3 else b"".join(row[at : at + 3] for at in range(0, len(row), signs)))
    sys.stdout.buffer.write(_png(bitmap.width, bitmap.height, rows))
    return 0


if __name__ == "__main__":
    sys.exit(_main(sys.argv[1], int(sys.argv[2])))
