"""Archives of models are unpacked within limits: what they claim about their size is not believed."""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Iterable, Iterator
from lzma import LZMAError
from pathlib import PurePath
from typing import IO

from processes.text import Message, _

MOST_FILES = 2000
MOST_ENTRIES = 5 * MOST_FILES
"""Of an archive, with its folders and what the packing program adds of its own."""
MOST_BYTES = 200 * 1024 * 1024
MOST_TIMES = 200
"""An archive that grows to more than this many times its size is made to fill a disk."""

_BROKEN = (zipfile.BadZipFile, zlib.error, LZMAError, NotImplementedError, OSError, EOFError, ValueError)


class NotUnpacked(Exception):
    """An archive that is not unpacked; `message` says why and what to do."""

    def __init__(self, message: Message) -> None:
        super().__init__(str(message))
        self.message = message


def unpacked(files: Iterable[tuple[str, bytes]], *, most: int) -> Iterator[tuple[str, bytes]]:
    """Every file, those of an archive by themselves, of `most` bytes; nothing is written where an archive says."""
    count = total = 0
    for name, content in files:
        inside = _archive(name, content, most=most) if content[:4] == b"PK\x03\x04" else [(name, content)]
        if content[:4] != b"PK\x03\x04" and len(content) > most:
            raise NotUnpacked(
                _("“{file}” has more than {size} MB. Export each procedure as a file of its own.").format(
                    file=name, size=most // 2**20
                )
            )
        for file, source in inside:
            count, total = count + 1, total + len(source)
            if count > MOST_FILES:
                raise _too_many()
            if total > MOST_BYTES:
                raise NotUnpacked(
                    _("The files have more than {size} MB together. Send them in parts.").format(
                        size=MOST_BYTES // 2**20
                    )
                )
            yield file, source


def _too_many() -> NotUnpacked:
    return NotUnpacked(
        _("More than {number} files came at once. Send them in parts.").format(number=MOST_FILES)
    )


def _archive(name: str, content: bytes, *, most: int) -> Iterator[tuple[str, bytes]]:
    # Counted before the table of contents is read: that of a million folders is small on the disk and large in memory.
    if content.count(b"PK\x01\x02") > MOST_ENTRIES:
        raise _too_many()
    try:
        opened = zipfile.ZipFile(io.BytesIO(content))
    except (zipfile.BadZipFile, NotImplementedError, ValueError):
        raise NotUnpacked(
            _("“{file}” is a broken ZIP archive. Pack the files again.").format(file=name)
        ) from None
    with opened:
        room = max(len(content) * MOST_TIMES, 1024 * 1024)
        for entry in opened.infolist():
            path = PurePath(entry.filename.replace("\\", "/"))
            if entry.is_dir() or "__MACOSX" in path.parts or path.name.startswith("."):
                continue
            if entry.flag_bits & 0x1:
                raise NotUnpacked(
                    _("“{file}” is locked with a password. Pack the files without one.").format(file=name)
                )
            try:
                with opened.open(entry) as stream:
                    source = _limited(stream, min(most, room) + 1)
            except _BROKEN:
                raise NotUnpacked(
                    _("“{file}” is a broken ZIP archive. Pack the files again.").format(file=name)
                ) from None
            room -= len(source)
            if room < 0 or len(source) > most:
                raise NotUnpacked(
                    _("“{file}” unpacks to far more than its size, so it was not unpacked.").format(file=name)
                )
            yield "/".join(part for part in path.parts if part not in ("..", "/"))[:200], source


def _limited(stream: IO[bytes], limit: int) -> bytes:
    parts, size = [], 0
    while size < limit and (piece := stream.read(min(1 << 16, limit - size))):
        parts.append(piece)
        size += len(piece)
    return b"".join(parts)
