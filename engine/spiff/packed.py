"""Plain values as bytes: two letters to be known by, the number of the format, and JSON, squeezed when it is long.

>>> pack([1, "a"])
b'KZ\\x03j[1,"a"]'
>>> unpack(pack([1, "a"]))
(3, [1, 'a'])

What was written before format 3 is bare JSON with its number inside; it is read as well.

>>> unpack(b"[2,7,[],{}]")
(2, [7, [], {}])
"""

from __future__ import annotations

import json
import zlib
from typing import Any

from engine.encoding import encoder

FORMAT = 3
LETTERS = b"KZ"
#: Longer texts are squeezed; below, it costs more time than the bytes it saves.
MOST_PLAIN = 4096
#: The quickest level: names and brackets that repeat a hundred times shrink to a tenth at any.
LEVEL = 1

_encode = encoder()


def pack(document: Any) -> bytes:
    """Return a document of plain values as bytes of this format."""
    text = _encode(document).encode()
    if len(text) <= MOST_PLAIN:
        return b"%s%cj%s" % (LETTERS, FORMAT, text)
    return b"%s%cz%s" % (LETTERS, FORMAT, zlib.compress(text, LEVEL))


def unpack(state: bytes) -> tuple[int, Any]:
    """Return the number of the format and the document; raises `ValueError` for bytes that are neither."""
    if state[:1] == b"[":
        version, *document = json.loads(state)
        return int(version), document
    if state[:2] != LETTERS or state[3:4] not in (b"j", b"z"):
        raise ValueError(f"These bytes are no state of an instance: {state[:8]!r}…")
    body = state[4:]
    return state[2], json.loads(zlib.decompress(body) if state[3:4] == b"z" else body)
