"""XES as nearly every program writes it, one tag a line: a line met before is looked up, not parsed again.

Most lines of a log are the same few thousand. What is anything but usual (a nested attribute, two tags in a
line, an entity, another encoding) is left to the reader that goes tag by tag, and so is everything that is wrong, so
that one place says what.
"""

from __future__ import annotations

import io
import re
from itertools import chain, islice
from typing import IO, TYPE_CHECKING, Any

from processes.errors import NotALog, NotBpmn
from processes.log.xes_log import XesLog
from processes.model.xml import stream_attributes
from processes.text import _

if TYPE_CHECKING:
    from array import array
    from collections.abc import Iterator

    from processes.log.reading_options import Reading

_ATTRIBUTE = re.compile(
    rb'[ \t]*<(string|date|int|float|boolean|id) key="([^"<&\x00-\x1f]+)" value="([^"<&\x00-\x1f]*)"[ ]?/>[ \t\r]*'
)
_DECLARED = re.compile(rb"""<\?xml[^>]*encoding=["']([\w.\-]+)["']""")
#: The letters of a time; a line that has others is looked at whole.
_PLAIN = re.compile(rb"[0-9T:.Z+\-]+")
#: A line longer than this is no usual one.
_LONGEST = 1 << 20
#: In so many pieces of the file the first trace has to begin.
_HEAD = 64
#: So many lines are kept; those of times and numbers of instances hardly come again.
_KEPT = 200_000
_TAGS = {b"<trace>": "trace", b"</trace>": "/trace", b"<event>": "event", b"</event>": "/event"}

#: Where the value of a known line goes, with its code; or which tag it is.
_Known = tuple["array[int] | None", int, str]


def read_lines(file: IO[bytes], how: Reading) -> XesLog | None:
    """Return what was read from the file; None where it has to be read tag by tag."""
    reading = XesLog(how)
    try:
        blocks = _blocks(file)
        head: list[bytes] = []
        for block in islice(blocks, _HEAD):
            at = next((at for at, line in enumerate(block) if b"<trace" in line or b"<event" in line), None)
            head += block[:at]
            if at is not None:
                break
        else:
            return None
        if block[at].strip() != b"<trace>":
            return None
        said = _DECLARED.search(head[0]) if head else None
        if said is not None and said.group(1).lower() not in (b"utf-8", b"us-ascii"):
            return None
        end = _Traces(reading).read(chain([block[at + 1 :]], blocks))
        if end is None:
            return None
        # What stands before the traces and behind them, as one small file: it has to be well-formed too.
        start, stop = reading.handlers()
        stream_attributes(io.BytesIO(b"\n".join([*head, end])), start=start, end=stop)
    except (NotALog, NotBpmn, UnicodeDecodeError):
        return None
    return reading


def _blocks(file: IO[bytes]) -> Iterator[list[bytes]]:
    """Yield the lines without their ends, many at a time; the last one may lack its end."""
    rest = b""
    while piece := file.read(1 << 18):
        lines = (rest + piece).split(b"\n")
        rest = lines.pop()
        if len(rest) > _LONGEST:
            raise NotALog(_("A line is too long."))
        yield lines
    yield [rest]


class _Traces:
    """The traces while their lines are read; the first one is open."""

    def __init__(self, reading: XesLog) -> None:
        self.reading = reading
        self.known: dict[bytes, _Known] = {}
        self.level = "trace"
        self.trace: dict[str, Any] = {}
        self.stamps: list[str | None] = []
        self.stamp = ""
        self.rows = 0
        #: What stands before and behind the time in a line that says one.
        self._moment = (b"", b"")
        reading.traces = 1

    def read(self, blocks: Iterator[list[bytes]]) -> bytes | None:
        """Return the end of the file, from the end of the last trace on; None where a line is not a usual one."""
        for lines in blocks:
            at = self._block(lines)
            if at == len(lines):
                continue
            if self.level == "log" and lines[at].strip() == b"</log>":
                return b"\n".join([*lines[at:], *chain.from_iterable(blocks)])
            return None
        return None

    def _block(self, lines: list[bytes]) -> int:
        """Return the place of the first line that cannot be read here; their number when all were."""
        known, met, passed, rows = self.known, self._met, self._passed, self.rows
        inside = self.level == "event"
        before, behind = self._moment
        for at, line in enumerate(lines):
            try:
                codes, code, tag = known[line]
            except KeyError:
                if inside and before and line.startswith(before) and line.endswith(behind):
                    value = line[len(before) : -len(behind)]
                    if _PLAIN.fullmatch(value):
                        self.stamp = value.decode()
                        continue
                if not met(line):
                    return at
                inside, rows = self.level == "event", self.rows
                before, behind = self._moment
                continue
            if tag:
                if not passed(tag):
                    return at
                inside, rows = self.level == "event", self.rows
            elif codes is not None and inside:
                gap = rows - len(codes)
                if gap > 0:
                    codes.extend((-1,) * gap)
                elif gap < 0:
                    codes.pop()  # The last of two attributes with one key counts.
                codes.append(code)
            elif not met(line):
                return at
        return len(lines)

    def _met(self, line: bytes) -> bool:
        """Return whether a line not known yet is a usual one."""
        attribute = _ATTRIBUTE.fullmatch(line)
        if attribute is None:
            tag = _TAGS.get(line.strip())
            if tag is None:
                return not line.strip()
            self.known[line] = (None, 0, tag)
            return self._passed(tag)
        one, two, three = attribute.groups()
        kind, key, value = one.decode(), two.decode(), three.decode()
        if self.level == "trace":
            self.trace[key] = self.reading.value(kind, value)
            return True
        if self.level != "event":
            return False
        if key == "time:timestamp":
            self.stamp = value
            self._moment = (line[: attribute.start(3)], line[attribute.end(3) :])
            return True
        column = self.reading.column(kind, key)
        codes, code = column.rows, column.codes.setdefault(value, len(column.codes))
        gap = self.rows - len(codes)
        if gap > 0:
            codes.extend((-1,) * gap)
        elif gap < 0:
            codes.pop()
        codes.append(code)
        if len(self.known) < _KEPT:
            self.known[line] = (codes, code, "")
        return True

    def _passed(self, tag: str) -> bool:
        """Return whether the tag may stand where it does."""
        if tag == "event":
            if self.level != "trace":
                return False
            self.level, self.stamp = "event", ""
        elif tag == "/event":
            if self.level != "event":
                return False
            self.level = "trace"
            self.rows += 1
            self.stamps.append(self.stamp)
        elif tag == "/trace" and self.level == "trace":
            self.level = "log"
            self.reading.close_trace(self.trace, self.stamps)
        elif tag == "trace" and self.level == "log":
            self.level, self.trace, self.stamps = "trace", {}, []
            self.reading.traces += 1
        else:
            return False
        return True
