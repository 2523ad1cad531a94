"""The repairs of what surrounds the XML: an explanation, a fence, a mail, JSON, other tags."""

from __future__ import annotations

import html
import json
import re
from typing import TYPE_CHECKING, Any

from processes.model.source import encoding_of
from processes.text import Message, _

if TYPE_CHECKING:
    from collections.abc import Iterator

    from processes.errors import NotBpmn

Mended = tuple[bytes, list[tuple[Message, int | None]]]

_BEGIN = re.compile(rb"<(\?xml|!--|!DOCTYPE|[A-Za-z_])")
_ROOT = re.compile(rb"<((?:[\w.\-]+:)?(?:definitions|process|collaboration))\b", re.IGNORECASE)
_DEFINITIONS = re.compile(rb"(?:<\?xml[^<>]*\?>\s*)?<(?:[\w.\-]+:)?definitions\b", re.IGNORECASE)
_FIRST_TAG = re.compile(rb"<([A-Za-z_][\w.\-:]*)")
_BESIDE = re.compile(rb"<!--.*?-->|<\?.*?\?>", re.DOTALL)


def out_of_json(source: bytes, refused: NotBpmn) -> Mended | None:
    """Take the model out of JSON that has exactly one text which is XML of BPMN."""
    if source.lstrip(b"\xef\xbb\xbf \t\r\n")[:1] not in (b"{", b"[", b'"'):
        return None
    try:
        texts = list(_texts(json.loads(source.decode("utf-8-sig"), strict=False)))
    except (ValueError, RecursionError):
        return None
    models = [t for t in texts if _ROOT.search(t.encode("utf-8", "replace"))]
    if len(models) != 1:
        return None
    data = models[0].encode("utf-8", "replace")
    try:
        return models[0].encode(encoding_of(data)), [(_("The model was taken out of the JSON around it."), 1)]
    except (LookupError, UnicodeEncodeError):
        return data, [(_("The model was taken out of the JSON around it."), 1)]


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, (list, dict)):
        for inner in value.values() if isinstance(value, dict) else value:
            yield from _texts(inner)


def unescaped(source: bytes, refused: NotBpmn) -> Mended | None:
    """Write the signs of a file that was escaped as a whole (`&lt;process&gt;`)."""
    if b"<" in source or b"&lt;" not in source:
        return None
    try:
        text = source.decode(encoding_of(source))
    except (LookupError, UnicodeDecodeError):
        return None
    return html.unescape(text).encode(), [
        (_("The file was escaped as a whole; its signs were written plainly."), 1)
    ]


def unwrapped(source: bytes, refused: NotBpmn) -> Mended | None:
    """Take away what stands before the first and behind the last tag of the model."""
    start = _beginning(source)
    end = _end(source, start) if start is not None else 0
    if start is None or end <= start:
        return None
    done: list[tuple[Message, int | None]] = []
    before = source[:start]
    if before.strip(b"\xef\xbb\xbf \t\r\n"):
        done.append((_("The text before the first tag was taken away."), 1))
    elif start and not before.startswith(b"\xef\xbb\xbf") and source[start:].startswith(b"<?xml"):
        done.append((_("The empty lines before the first tag were taken away."), 1))
    if source[end:].strip():
        done.append((_("The text behind the last tag was taken away."), source.count(b"\n", 0, end) + 1))
    return (source[start:end] + b"\n", done) if done else None


def _beginning(source: bytes) -> int | None:
    """Return where the model begins: at the first tag, or at its root when the first tag is of something else."""
    first = _BEGIN.search(source)
    if first is None:
        return None
    tag = _FIRST_TAG.search(source)
    root = _DEFINITIONS.search(source)
    is_other = tag is not None and root is not None and _ROOT.match(source, tag.start()) is None
    return root.start() if is_other and root is not None else first.start()


def _end(source: bytes, start: int) -> int:
    """Return where the model ends: behind its root's end tag when words follow that, else behind the last tag."""
    end = source.rfind(b">") + 1
    tag = _FIRST_TAG.search(source, start)
    closing = [m.end() for m in re.finditer(rb"</" + re.escape(tag[1]) + rb"\s*>", source)] if tag else []
    if closing and _BESIDE.sub(b"", source[closing[-1] : end]).strip():
        return closing[-1]
    return end
