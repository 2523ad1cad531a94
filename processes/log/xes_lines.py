"""XES as nearly every program writes it, one tag a line: whole blocks of lines are coded at once, as columns are.

Most lines of a log are the same few thousand, and the times differ only between two quotes.  What is anything but usual
(a nested attribute, two tags in a line, an entity, another encoding) is left to the reader that goes tag by tag, and so
is everything that is wrong, so that one place says what.
"""

from __future__ import annotations

import io
import re
from typing import IO, TYPE_CHECKING, Any

from processes.errors import NotALog, NotBpmn
from processes.log.columns import Moments, moments_of
from processes.log.xes_log import XesLog
from processes.model.xml import stream_attributes

if TYPE_CHECKING:
    from collections.abc import Iterator

    import numpy as np
    import pyarrow as pa

    from processes.log.reading_options import Reading

_ATTRIBUTE = re.compile(
    rb'[ \t]*<(string|date|int|float|boolean|id) key="([^"<&\x00-\x1f]+)" value="([^"<&\x00-\x1f]*)"[ ]?/>[ \t\r]*\n?'
)
#: What stands before and behind the time in a line that says one.
_MOMENT = re.compile(rb'^([ \t]*<date key="time:timestamp" value=")[^"<&\x00-\x1f]*("[ ]?/>[ \t\r]*\n)', re.M)
_DECLARED = re.compile(rb"""<\?xml[^>]*encoding=["']([\w.\-]+)["']""")
_FIRST = re.compile(rb"<(?:trace|event)")
#: So many bytes are read at once, and in so many the first trace has to begin and an event to end.
_PIECE, _MOST = 1 << 20, 1 << 26
#: So many lines are kept; those of numbers of instances hardly come again.
_KEPT = 200_000
_BLANK, _TRACE, _TRACE_ENDS, _EVENT, _EVENT_ENDS, _ATTRIBUTES, _TIMES = range(7)
_TAGS = {
    b"": _BLANK,
    b"<trace>": _TRACE,
    b"</trace>": _TRACE_ENDS,
    b"<event>": _EVENT,
    b"</event>": _EVENT_ENDS,
}
#: Which tags may follow a tag.
_NEXT = {
    _TRACE: (_EVENT, _TRACE_ENDS),
    _TRACE_ENDS: (_TRACE,),
    _EVENT: (_EVENT_ENDS,),
    _EVENT_ENDS: (_EVENT, _TRACE_ENDS),
}


class _Line:
    """What a line is, with kind, key and value of an attribute, and where that goes in an event."""

    __slots__ = ("code", "column", "key", "kind", "tag", "value")

    def __init__(self, tag: int, kind: str = "", key: str = "", value: str = "") -> None:
        self.tag, self.kind, self.key, self.value = tag, kind, key, value
        #: The number of the column, which is unknown until the line stands in an event, and the code in it.
        self.column, self.code = -1, 0


class _Unusual(Exception):
    """A line that has to be read tag by tag."""


def read_lines(file: IO[bytes], how: Reading) -> XesLog | None:
    """Return what was read from the file; None where it has to be read tag by tag."""
    reading = XesLog(how)
    try:
        head, begun = _head(file)
        lines = _Lines(reading)
        end = b""
        for block in _blocks(file, begun):
            if end or (lines.tag == _TRACE_ENDS and block.lstrip().startswith(b"</log>")):
                end += block
            else:
                lines.read(block)
        if not end:
            raise _Unusual
        lines.finish()
        # What stands before the traces and behind them, as one small file: it has to be well-formed too.
        start, stop = reading.handlers()
        stream_attributes(io.BytesIO(head + end), start=start, end=stop)
    except (_Unusual, NotALog, NotBpmn, UnicodeDecodeError):
        return None
    return reading


def _head(file: IO[bytes]) -> tuple[bytes, bytes]:
    """Return what stands before the line of the first trace, and what was read from there on."""
    text = b""
    while len(text) < _MOST and (piece := file.read(_PIECE)):
        text += piece
        if (first := _FIRST.search(text)) is not None:
            break
    else:
        raise _Unusual
    at = text.rfind(b"\n", 0, first.start()) + 1
    head = text[:at]
    said = _DECLARED.search(head.partition(b"\n")[0])
    if said is not None and said.group(1).lower() not in (b"utf-8", b"us-ascii"):
        raise _Unusual
    return head, text[at:]


def _blocks(file: IO[bytes], rest: bytes) -> Iterator[bytes]:
    """Yield the file in pieces of whole lines, each but the last up to the end of an event or a trace."""
    piece = rest
    while piece:
        at = max(rest.rfind(b"</event>"), rest.rfind(b"</trace>"))
        cut = rest.find(b"\n", at) + 1 if at >= 0 else 0
        if cut:
            yield rest[:cut]
            rest = rest[cut:]
        elif len(rest) > _MOST:
            raise _Unusual
        piece = file.read(_PIECE)
        rest += piece
    if rest:
        yield rest


class _Lines:
    """The traces while blocks of their lines are read."""

    def __init__(self, reading: XesLog) -> None:
        import numpy as np

        self.reading = reading
        #: The tag met last.
        self.tag = _TRACE_ENDS
        self._known: dict[bytes, _Line] = {}
        #: The number of each column of events, by its key.
        self._numbers: dict[str, int] = {}
        self._trace: dict[str, Any] = {}
        #: The code of each trace's case, and the number of each event's trace, block by block.
        self._cases: list[int] = []
        self._traces: list[np.ndarray] = []
        self._events = 0
        self._moment: tuple[bytes, bytes] | None = None
        self._follows = np.zeros((len(_TAGS), len(_TAGS)), bool)
        for tag, others in _NEXT.items():
            self._follows[tag, list(others)] = True

    def read(self, block: bytes) -> None:
        """Read a block of lines, in which every event that begins ends."""
        import numpy as np

        lines = _split(block)
        kinds, numbers, met = self._kinds(lines, block)
        tags = np.flatnonzero((kinds > _BLANK) & (kinds < _ATTRIBUTES))
        said = kinds[tags]
        if not self._follows[np.append(self.tag, said[:-1])[: len(said)], said].all():
            raise _Unusual
        # In what each line stands: the tag at or before it.
        lengths = np.diff(np.concatenate(([0], tags, [len(kinds)])))
        levels = np.repeat(np.append(self.tag, said), lengths)
        told, inside, begins = kinds >= _ATTRIBUTES, levels == _EVENT, kinds == _EVENT
        if (told & (levels == _TRACE_ENDS)).any():
            raise _Unusual
        events, count = np.cumsum(begins) - 1, int(begins.sum())
        traces = np.cumsum(kinds == _TRACE) + self.reading.traces - 1
        self._traces.append(traces[begins].astype(np.int32))
        within = np.flatnonzero(inside & (kinds == _ATTRIBUTES))
        odd = self._columns(events[within], numbers[within], met, count)
        timed = np.flatnonzero(inside & (kinds == _TIMES))
        odd = {int(within[at]): text for at, text in odd.items()}
        self._times(lines, timed, odd, events, count)
        self._events += count
        self._close(
            lines, kinds, np.flatnonzero((told & ~inside) | (kinds == _TRACE) | (kinds == _TRACE_ENDS))
        )
        if len(said):
            self.tag = int(said[-1])

    def finish(self) -> None:
        """Give each event its case; raises when an event has no activity."""
        import numpy as np

        named = self.reading.columns.get("concept:name")
        if self._events and (named is None or len(named) < self._events or -1 in named.rows):
            raise _Unusual
        cases = np.array(self._cases, np.int32)
        for traces in self._traces:
            self.reading.case.rows.frombytes(cases[traces].tobytes())

    def _kinds(self, lines: pa.Array, block: bytes) -> tuple[np.ndarray, np.ndarray, list[_Line]]:
        """Return what each line is, and for those that are no times the number of the different line they are."""
        import numpy as np
        import pyarrow as pa
        import pyarrow.compute as pc

        if self._moment is None and (found := _MOMENT.search(block)) is not None:
            self._moment = (found[1], found[2])
        kinds, numbers = np.full(len(lines), _TIMES, np.int8), np.full(len(lines), -1, np.int32)
        others, usual = lines, None
        if self._moment is not None:
            before, behind = self._moment
            usual = pc.and_(pc.starts_with(lines, pattern=before), pc.ends_with(lines, pattern=behind))
            others = lines.filter(pc.invert(usual))
        coded = pa.array(others).dictionary_encode()
        met = [self._met(line) for line in coded.dictionary.to_pylist()]
        at = slice(None) if usual is None else ~usual.to_numpy(zero_copy_only=False)
        numbers[at] = coded.indices.to_numpy()
        kinds[at] = np.array([line.tag for line in met], np.int8)[numbers[at]]
        return kinds, numbers, met

    def _met(self, line: bytes) -> _Line:
        """Return what a line is."""
        found = self._known.get(line)
        if found is not None:
            return found
        attribute = _ATTRIBUTE.fullmatch(line)
        if attribute is not None:
            kind, key, value = attribute.groups()
            found = _Line(_ATTRIBUTES, kind.decode(), key.decode(), value.decode())
        else:
            tag = _TAGS.get(line.strip())
            if tag is None:
                # Behind the end of the log anything well-formed may stand.
                raise _Unusual
            found = _Line(tag)
        if len(self._known) < _KEPT:
            self._known[line] = found
        return found

    def _columns(
        self, events: np.ndarray, numbers: np.ndarray, met: list[_Line], count: int
    ) -> dict[int, str]:
        """Put the attributes of `count` events into their columns; return the times among them, by their place."""
        import numpy as np

        # Where each different line stands first in an event, so that columns and codes come in the log's order.
        first = np.full(len(met), -1, np.int64)
        first[numbers[::-1]] = np.arange(len(numbers))[::-1]
        here = np.flatnonzero(first >= 0)
        columns, codes = np.full(len(met), -1, np.int32), np.zeros(len(met), np.int32)
        times: dict[int, str] = {}
        for number in here[np.argsort(first[here])].tolist():
            line = met[number]
            if line.key == "time:timestamp":
                times[number] = line.value
                continue
            if line.column < 0:
                known = self.reading.column(line.kind, line.key).codes
                line.code = known.setdefault(line.value, len(known))
                line.column = self._numbers.setdefault(line.key, len(self._numbers))
            columns[number], codes[number] = line.column, line.code
        column_of, code_of = columns[numbers], codes[numbers]
        for column, key in enumerate(self._numbers):
            at = column_of == column
            if at.any():
                rows = np.full(count, -1, np.int32)
                # The last of two attributes with one key counts.
                rows[events[at]] = code_of[at]
                self.reading.columns[key].put_all(self._events, rows)
        if not times:
            return {}
        return {at: times[number] for at, number in enumerate(numbers.tolist()) if number in times}

    def _times(
        self, lines: pa.Array, timed: np.ndarray, odd: dict[int, str], events: np.ndarray, count: int
    ) -> None:
        """Put the times of `count` events into their column: those of usual lines, and of others by place."""
        import numpy as np
        import pyarrow as pa
        import pyarrow.compute as pc

        microseconds = np.full(count, Moments.UNKNOWN, np.int64)
        if len(timed):
            before, behind = self._moment or (b"", b"")
            texts = pc.binary_slice(lines.take(pa.array(timed)), len(before), -len(behind))
            said = moments_of(texts, self.reading.moment)
            at = timed
            if odd:
                # The last of two times counts, however its line is written.
                more = moments_of(pa.array(odd.values(), pa.binary()), self.reading.moment)
                at, said = np.append(timed, list(odd)), np.append(said, more)
                order = np.argsort(at, kind="stable")
                at, said = at[order], said[order]
            microseconds[events[at]] = said
        self.reading.moments.put_all(microseconds)

    def _close(self, lines: pa.Array, kinds: np.ndarray, places: np.ndarray) -> None:
        """Note the traces with their attributes, line by line in their order."""
        for place, kind in zip(places.tolist(), kinds[places].tolist(), strict=True):
            if kind == _TRACE:
                self.reading.traces += 1
                self._trace = {}
            elif kind == _TRACE_ENDS:
                self._cases.append(self.reading.name_trace(self._trace))
            else:
                line = self._met(lines[place].as_py())
                self._trace[line.key] = self.reading.value(line.kind, line.value)


def _split(block: bytes) -> pa.Array:
    """Return the lines with their ends, without copying them."""
    import numpy as np
    import pyarrow as pa

    ends = np.flatnonzero(np.frombuffer(block, np.uint8) == 10) + 1
    if not len(ends) or ends[-1] != len(block):
        ends = np.append(ends, len(block))
    offsets = np.concatenate(([0], ends)).astype(np.int32)
    return pa.Array.from_buffers(
        pa.binary(), len(ends), [None, pa.py_buffer(offsets.tobytes()), pa.py_buffer(block)]
    )
