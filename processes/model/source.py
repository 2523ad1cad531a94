"""A model's bytes with the place of every element, for edits that touch only what they mean to touch.

What an edit writes follows the file: its encoding, its line breaks, its prefixes and the indentation of the neighbours.
"""

from __future__ import annotations

import re
from functools import cached_property
from typing import TYPE_CHECKING
from xml.sax.saxutils import escape

from processes.errors import NotEditable, UnknownElement
from processes.model.patch import Splice
from processes.model.xml import BPMN, XML, local, namespace, parse, spans, tag
from processes.text import _, latin

if TYPE_CHECKING:
    from lxml import etree

    from processes.model.xml import Span

_DECLARED = re.compile(rb"""<\?xml[^>]*?encoding\s*=\s*["']([A-Za-z0-9._-]+)["']""")


def encoding_of(source: bytes) -> str:
    """Return the codec in which text is spliced into `source` (without a byte order mark)."""
    if source[:2] == b"\xff\xfe" or source[1:2] == b"\x00":
        return "utf-16-le"
    if source[:2] == b"\xfe\xff" or source[:1] == b"\x00":
        return "utf-16-be"
    declared = _DECLARED.search(source[:200])
    return declared[1].decode("ascii") if declared else "utf-8"


class Source:
    """The bytes of a file, its elements in document order and where each of them stands."""

    def __init__(self, data: bytes, root: etree._Element | None = None) -> None:
        self.bytes = data
        self.encoding = encoding_of(data)
        self.nodes: list[etree._Element] = list((parse(data) if root is None else root).iter("*"))
        self._spans: dict[etree._Element, Span] = dict(zip(self.nodes, spans(data), strict=True))

    @cached_property
    def by_id(self) -> dict[str, etree._Element]:
        """The elements that have an id; a form may share its id with a task, and then the task is meant."""
        named = [n for n in reversed(self.nodes) if n.get("id")]
        return {n.get("id", ""): n for n in sorted(named, key=lambda n: namespace(n) == BPMN)}

    @property
    def root(self) -> etree._Element:
        """The `<definitions>`."""
        return self.nodes[0]

    def node(self, id: str) -> etree._Element:
        """Return the XML element with this id; raises `UnknownElement`, which offers close ids."""
        try:
            return self.by_id[id]
        except KeyError:
            raise UnknownElement(id, self.by_id) from None

    def span(self, node: etree._Element) -> Span:
        """Return where `node` stands in the bytes."""
        return self._spans[node]

    def encoded(self, text: str) -> bytes:
        """Return `text` as the file writes it: its encoding, its line breaks; what it cannot encode as references."""
        if self.line_break != "\n":
            text = text.replace("\n", self.line_break)
        return text.encode(self.encoding, "xmlcharrefreplace")

    @cached_property
    def line_break(self) -> str:
        """The line break of the file."""
        return "\r\n" if "\r\n".encode(self.encoding) in self.bytes else "\n"

    def text(self, start: int, end: int) -> str:
        """Return the bytes from `start` to `end` as text; a character cut in two at an end is replaced."""
        return self.bytes[start:end].decode(self.encoding, "replace")

    def indent(self, node: etree._Element) -> str:
        """Return the white space before `node` on its line; empty when something else stands there."""
        start = self.span(node).start
        before = self.text(start - min(start, 400) // 2 * 2, start) if start else ""
        last = before.rpartition("\n")[2]
        return last if "\n" in before and not last.strip() else ""

    def qualified(self, owner: etree._Element, uri: str, name: str) -> str | None:
        """Return `name` with the prefix that stands for `uri` at `owner`; None when the file declares none there."""
        prefixes = [p for p, u in owner.nsmap.items() if u == uri]
        if not prefixes:
            return None
        prefix = owner.prefix if owner.prefix in prefixes and namespace(owner) == uri else prefixes[0]
        return name if prefix is None else f"{prefix}:{name}"

    def bpmn(self, name: str, near: etree._Element | None = None) -> str:
        """Return the BPMN name as the file prefixes it."""
        qualified = self.qualified(near if near is not None else self.root, BPMN, name)
        if qualified is None:  # the root is always BPMN
            raise NotEditable(
                _("The file declares no prefix for BPMN where <{name}> is to be written.").format(name=name)
            )
        return qualified

    def attribute(self, node: etree._Element, name: str, value: str | None) -> list[Splice]:
        """Return the splice that sets (None: removes) the plain attribute `name` of `node`; none when it is so."""
        span = self.span(node)
        opening = self.text(span.start, span.open_end)
        for match in _ATTRIBUTE.finditer(opening):
            if match["name"] == name:
                if value is None:
                    return [self._within(span, opening, match.start(), match.end(), "")]
                if node.get(name) == value:
                    return []
                return [self._within(span, opening, match.start("value"), match.end("value"), quoted(value))]
        if value is None:
            return []
        end = len(opening) - (2 if span.is_empty_tag else 1)
        at = len(opening[:end].rstrip())
        return [self._within(span, opening, at, at, f" {name}={quoted(value)}")]

    def _within(self, span: Span, opening: str, start: int, end: int, text: str) -> Splice:
        at = span.start + len(opening[:start].encode(self.encoding))
        return Splice(start=at, old=opening[start:end].encode(self.encoding), new=self.encoded(text))

    def renamed(self, node: etree._Element, name: str) -> list[Splice]:
        """Return the splices that write `name` in the tags of `node`, its prefix kept."""
        span = self.span(node)
        splices = []
        for start, end in ((span.start, span.open_end), (span.close_start, span.end)):
            text = self.text(start, end)
            match = re.match(r"</?(?:[^\s:/>]+:)?(?P<name>[^\s/>]+)", text)
            if match is None:
                continue
            at = start + len(text[: match.start("name")].encode(self.encoding))
            splices.append(Splice(start=at, old=match["name"].encode(self.encoding), new=self.encoded(name)))
        return splices

    def renamed_attribute(self, node: etree._Element, written: str, name: str) -> list[Splice]:
        """Return the splice that calls the attribute `written` (with its prefix) of `node` `name`."""
        span = self.span(node)
        opening = self.text(span.start, span.open_end)
        return [
            self._within(span, opening, match.start("name"), match.end("name"), name)
            for match in _ATTRIBUTE.finditer(opening)
            if match["name"] == written
        ]

    def written_attributes(self, node: etree._Element) -> list[str]:
        """Return the names of the attributes of `node` as they are written, prefixes and declarations too."""
        span = self.span(node)
        return [match["name"] for match in _ATTRIBUTE.finditer(self.text(span.start, span.open_end))]

    def removal(self, node: etree._Element) -> Splice:
        """Return the splice that removes `node`, with its line when it stands alone on it."""
        span = self.span(node)
        start, end = span.start, span.end
        unit = len(" ".encode(self.encoding))
        indent = self.indent(node)
        following = self.text(end, min(len(self.bytes), end + 2 * unit))
        if self.text(max(0, start - unit * (len(indent) + 1)), start).startswith("\n"):
            for line_break in ("\r\n", "\n"):
                if following.startswith(line_break):
                    start -= unit * len(indent)
                    end += unit * len(line_break)
                    break
        return Splice(start=start, old=self.bytes[start:end], new=b"")

    def replacement(self, node: etree._Element, text: str) -> Splice:
        """Return the splice that puts `text` in the place of `node`."""
        span = self.span(node)
        return Splice(start=span.start, old=self.bytes[span.start : span.end], new=self.encoded(text))

    def inside(self, node: etree._Element, text: str, *, first: bool = False) -> list[Splice]:
        """Return the splices that add the element `text` to the children of `node`, first or last, on its own line."""
        span = self.span(node)
        outer = self.indent(node)
        inner = self._child_indent(node, outer)
        body = text.replace("\n", f"\n{inner}")
        if span.is_empty_tag:
            opening = self.text(span.start, span.open_end)
            name = re.match(r"<([^\s/>]+)", opening)
            closing = f"</{name[1] if name else local(node)}>"
            at = len(opening[:-2].rstrip())
            start = span.start + len(opening[:at].encode(self.encoding))
            return [
                Splice(
                    start=start,
                    old=self.bytes[start : span.open_end],
                    new=self.encoded(f">\n{inner}{body}\n{outer}{closing}"),
                )
            ]
        if first:
            return [Splice(start=span.open_end, old=b"", new=self.encoded(f"\n{inner}{body}"))]
        unit = len(" ".encode(self.encoding))
        tail = self.text(span.open_end, span.close_start)
        white = len(tail) - len(tail.rstrip(" \t"))
        at = span.close_start - white * unit
        if tail[: len(tail) - white].endswith("\n"):
            return [Splice(start=at, old=b"", new=self.encoded(f"{inner}{body}\n"))]
        return [
            Splice(start=span.close_start, old=b"", new=self.encoded(f"\n{inner}{body}\n{outer}")),
        ]

    def _child_indent(self, node: etree._Element, outer: str) -> str:
        for child in node.iterchildren("*"):
            return self.indent(child) or outer + "  "
        step = "\t" if "\t" in outer else "  "
        return outer + step

    def after(self, node: etree._Element, text: str) -> Splice:
        """Return the splice that puts the element `text` behind `node`, on a line of its own."""
        indent = self.indent(node)
        body = text.replace("\n", f"\n{indent}")
        return Splice(start=self.span(node).end, old=b"", new=self.encoded(f"\n{indent}{body}"))

    def new_id(self, wanted: str, *taken: str) -> str:
        """Return `wanted`, numbered when the file or `taken` has it already."""
        base = re.sub(r"[^\w.-]", "_", latin(wanted), flags=re.ASCII)
        base = base if re.match(r"[^\W\d]", base) else f"id_{base}"
        known = self._ids | set(taken)
        id_, number = base, 2
        while id_ in known:
            id_, number = f"{base}_{number}", number + 1
        return id_

    @cached_property
    def _ids(self) -> frozenset[str]:
        found = {n.get("id", "") for n in self.nodes}
        return frozenset(found | {n.get(tag(XML, "id"), "") for n in self.nodes})


_ATTRIBUTE = re.compile(r"""\s+(?P<name>[^\s=/>"']+)\s*=\s*(?P<value>"[^"]*"|'[^']*')""")


def quoted(value: str) -> str:
    """Return `value` as an attribute in double quotes.

    >>> quoted('5 < 6 & "yes"')
    '"5 &lt; 6 &amp; &quot;yes&quot;"'
    """
    return '"' + escape(value, {'"': "&quot;", "\n": "&#10;", "\t": "&#9;", "\r": "&#13;"}) + '"'
