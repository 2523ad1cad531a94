"""Grafting: what a drawing program changed in a model, brought into the bytes it had before.

A drawing program reads a file and writes another one: comments, line breaks, the order of attributes and whatever it
did not understand are gone.  `graft` compares the two and splices only the differences into the first, so that what
nobody touched keeps its bytes (decision 5).  What belongs to other vendors is never changed as long as the element
that carries it stays.
"""

from __future__ import annotations

import re
from functools import cached_property
from typing import TYPE_CHECKING, Any

from processes.model.gov import NAMESPACE as GOV
from processes.model.patch import Splice, spliced
from processes.model.source import Source, quoted
from processes.model.xml import BPMN, BPMNDI, DC, DI, XSI, local, namespace, tag

if TYPE_CHECKING:
    from lxml import etree

#: Attributes that say what the standard says without them; drawing programs leave them out.
_DEFAULTS = frozenset(
    {
        ("behavior", "All"),
        ("cancelActivity", "true"),
        ("cancelRemainingInstances", "true"),
        ("completionQuantity", "1"),
        ("eventGatewayType", "Exclusive"),
        ("expressionLanguage", "http://www.w3.org/1999/XPath"),
        ("gatewayDirection", "Unspecified"),
        ("instantiate", "false"),
        ("isCollection", "false"),
        ("isForCompensation", "false"),
        ("isInterrupting", "true"),
        ("isReference", "false"),
        ("isSequential", "false"),
        ("isUnlimited", "true"),
        ("loopType", "None"),
        ("maximum", "1"),
        ("minimum", "0"),
        ("mustUnderstand", "false"),
        ("parallelMultiple", "false"),
        ("startQuantity", "1"),
        ("testBefore", "false"),
        ("textFormat", "text/plain"),
        ("triggeredByEvent", "false"),
        ("typeLanguage", "http://www.w3.org/2001/XMLSchema"),
        ("waitForCompletion", "true"),
    }
)

_DMN = frozenset({"https://www.omg.org/spec/DMN/20191111/MODEL/"})
_DMNDI = frozenset(
    {
        "https://www.omg.org/spec/DMN/20191111/DMNDI/",
        "http://www.omg.org/spec/DMN/20180521/DC/",
        "http://www.omg.org/spec/DMN/20180521/DI/",
    }
)
_DRAWN = frozenset({BPMNDI, DC, DI}) | _DMNDI
_OWN = frozenset({BPMN, GOV}) | _DMN | _DRAWN
_UNORDERED = frozenset({tag(BPMN, name) for name in ("incoming", "outgoing", "flowNodeRef", "dataInputRefs")})

_EXTENSIONS = tag(BPMN, "extensionElements")

_Print = tuple[Any, ...]


def graft(before: bytes, after: bytes) -> bytes:
    """Return `before` with what `after` says differently; both are BPMN, or both DMN files.

    What cannot be brought in by small splices makes `after` the answer, with nothing of its own changed.

    >>> old = b'<d xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL"><!-- kept --><task id="a"  name="Ask"/></d>'
    >>> graft(old, old.replace(b"<!-- kept -->", b"").replace(b"Ask", b"Decide"))[-46:]
    b'<!-- kept --><task id="a"  name="Decide"/></d>'
    """
    old, new = _File(before), _File(after)
    if old.print_of(old.root) == new.print_of(new.root):
        return before
    if old.root.tag != new.root.tag:
        return after
    merged = spliced(before, sorted(_Merge(old, new).splices(), key=lambda splice: splice.start))
    result = _File(merged)
    return merged if result.print_of(result.root) == new.print_of(new.root) else after


class _File(Source):
    """A file and what each of its elements says, without what only other vendors read."""

    @cached_property
    def _prints(self) -> dict[etree._Element, _Print]:
        found: dict[etree._Element, _Print] = {}
        for node in reversed(self.nodes):
            children = [child for child in node.iterchildren("*") if _is_own(child) and not _is_hollow(child)]
            within = [found[child] for child in children]
            kept = [p for p in within if p[0] not in _UNORDERED and not p[3]]
            loose = sorted((p for p in within if p[0] in _UNORDERED or p[3]), key=repr)
            text = "" if children else (node.text or "").strip()
            found[node] = (node.tag, _attributes(node), text, _name(node), tuple(kept), tuple(loose))
        return found

    def print_of(self, node: etree._Element) -> _Print:
        """What the element says: equal for two elements that mean the same."""
        return self._prints[node]

    def raw(self, node: etree._Element) -> str:
        """The element as it is written."""
        span = self.span(node)
        return self.text(span.start, span.end)


class _Merge:
    """One walk through two files at once."""

    def __init__(self, old: _File, new: _File) -> None:
        self.old, self.new = old, new
        self._splices: list[Splice] = []

    def splices(self) -> list[Splice]:
        self._visit(self.old.root, self.new.root)
        return self._splices

    def _visit(self, was: etree._Element, now: etree._Element) -> None:
        if self.old.print_of(was) == self.new.print_of(now):
            return
        leaf = not len(was) and not len(now)
        if leaf and (was.text or "").strip() != (now.text or "").strip():
            self._splices.append(self.old.replacement(was, self._written(now, was)))
            return
        self._attributes(was, now)
        self._children(was, now)

    def _attributes(self, was: etree._Element, now: etree._Element) -> None:
        before, after = dict(_attributes(was)), dict(_attributes(now))
        for name in dict.fromkeys([*before, *after]):
            if before.get(name) == after.get(name):
                continue
            written = self._attribute_name(was, now, name)
            self._splices += self.old.attribute(was, written, after.get(name))

    def _attribute_name(self, was: etree._Element, now: etree._Element, name: str) -> str:
        uri, _brace, plain = name.rpartition("}")
        if not uri:
            return name
        known = next((p for p, u in was.nsmap.items() if p and u == uri[1:]), None)
        if known is not None:
            return f"{known}:{plain}"
        prefix = next((p for p, u in now.nsmap.items() if p and u == uri[1:]), "ns")
        self._splices += self.old.attribute(was, f"xmlns:{prefix}", uri[1:])
        return f"{prefix}:{plain}"

    def _children(self, was: etree._Element, now: etree._Element) -> None:
        matched = _matched(self.old, was, self.new, now)
        stay = set(matched.values())
        for child in was.iterchildren("*"):
            if _is_own(child) and child not in stay:
                self._splices += [self.old.removal(gone) for gone in _own_part(child)]
        fresh: list[tuple[etree._Element | None, str]] = []
        last: etree._Element | None = None
        for child in now.iterchildren("*"):
            twin = matched.get(child)
            if twin is not None:
                self._visit(twin, child)
                last = twin
            elif _is_own(child) or not self._stands_within(was, child):
                fresh.append((last, self._written(child, was)))
        self._insert(was, fresh)

    def _stands_within(self, was: etree._Element, foreign: etree._Element) -> bool:
        """Whether a vendor's element is there already, however it is written."""
        return any(child.tag == foreign.tag for child in was.iterchildren("*"))

    def _insert(self, was: etree._Element, fresh: list[tuple[etree._Element | None, str]]) -> None:
        leading = [text for behind, text in fresh if behind is None]
        if leading and not len(was) and not self.old.span(was).is_empty_tag and not (was.text or "").strip():
            self._splices += self.old.inside(was, "\n".join(leading))
        elif leading:
            self._splices += self.old.inside(was, "\n".join(leading), first=True)
        self._splices += [self.old.after(behind, text) for behind, text in fresh if behind is not None]

    def _written(self, node: etree._Element, owner: etree._Element) -> str:
        """The element as it is to stand under `owner`: its old bytes where it only moved, its prefixes declared."""
        id_ = node.get("id")
        moved = self.old.by_id.get(id_) if id_ else None
        if (
            moved is not None
            and moved.tag == node.tag
            and self.old.print_of(moved) == self.new.print_of(node)
        ):
            return _flush(self.old.raw(moved))
        text = _flush(self.new.raw(node))
        used = set(_PREFIX.findall(text))
        declared = {p for p in used if re.search(rf"\sxmlns:{re.escape(p)}\s*=", text)}
        missing = [
            p for p in sorted(used - declared) if p in node.nsmap and owner.nsmap.get(p) != node.nsmap[p]
        ]
        more = "".join(f" xmlns:{p}={quoted(str(node.nsmap[p]))}" for p in missing)
        if node.prefix is None and owner.nsmap.get(None) != node.nsmap.get(None):
            more += f" xmlns={quoted(str(node.nsmap.get(None) or ''))}"
        head = re.match(r"<[^\s/>]+", text)
        return text if head is None else text[: head.end()] + more + text[head.end() :]


_PREFIX = re.compile(r"[<\s]/?([A-Za-z_][\w.-]*):[\w.-]+(?=[\s=/>])")


def _matched(
    old: _File, was: etree._Element, new: _File, now: etree._Element
) -> dict[etree._Element, etree._Element]:
    """For children of `now` their twins among those of `was`: by name, then by meaning, then by order."""
    rest = [child for child in was.iterchildren("*") if _is_own(child)]
    found: dict[etree._Element, etree._Element] = {}
    named = {(child.tag, _name(child)): child for child in rest if _name(child)}
    nameless: list[etree._Element] = []
    for child in now.iterchildren("*"):
        if not _is_own(child):
            continue
        twin = named.pop((child.tag, _name(child)), None) if _name(child) else None
        if twin is not None:
            found[child] = twin
            rest.remove(twin)
        elif not _name(child):
            nameless.append(child)
    rest = [child for child in rest if not _name(child)]
    for child in list(nameless):
        if child.tag in _UNORDERED:
            twin = next((one for one in rest if old.print_of(one) == new.print_of(child)), None)
            nameless.remove(child)
            if twin is not None:
                found[child] = twin
                rest.remove(twin)
    for child in nameless:
        twin = next((one for one in rest if one.tag == child.tag), None)
        if twin is not None:
            found[child] = twin
            rest.remove(twin)
    return found


def _name(node: etree._Element) -> str:
    """What an element goes by among its neighbours; empty where only its place tells it from others."""
    if namespace(node) in (BPMNDI, DI) and node.get("bpmnElement"):
        return node.get("bpmnElement", "")
    if local(node) in ("incoming", "outgoing", "waypoint"):
        return ""
    return node.get("id", "")


def _is_own(node: etree._Element) -> bool:
    """Whether the drawing program is to change it: the standard's, its diagram's and our own elements."""
    return namespace(node) in _OWN


def _is_hollow(node: etree._Element) -> bool:
    """Whether it holds nothing but what other vendors wrote."""
    return node.tag == _EXTENSIONS and not any(_is_own(child) for child in node.iterchildren("*"))


def _own_part(node: etree._Element) -> list[etree._Element]:
    """What goes when `node` goes: all of it, but of extensions that others share only what is ours."""
    children = list(node.iterchildren("*"))
    if node.tag != _EXTENSIONS or all(_is_own(child) for child in children):
        return [node]
    return [child for child in children if _is_own(child)]


def _attributes(node: etree._Element) -> tuple[tuple[str, str], ...]:
    """What its attributes say, without those that say nothing more than the standard."""
    return tuple(
        sorted(
            (str(name), _number(str(value)) if namespace(node) in _DRAWN else str(value))
            for name, value in node.attrib.items()
            if not str(name).startswith(f"{{{XSI}}}")
            and not (namespace(node) == BPMN and (name, value) in _DEFAULTS)
        )
    )


def _number(value: str) -> str:
    """A figure of the diagram without the zeros that say nothing."""
    return re.sub(r"^(-?\d+)\.0+$|^(-?\d+\.\d*?[1-9])0+$", lambda found: found[1] or found[2], value)


def _flush(text: str) -> str:
    """The lines of an element moved to the left by what all but the first have in common."""
    first, *rest = text.replace("\r\n", "\n").split("\n")
    if "<![CDATA[" in text or not rest:
        return text.replace("\r\n", "\n")
    spare = min((len(line) - len(line.lstrip()) for line in rest if line.strip()), default=0)
    return "\n".join([first, *(line[spare:] for line in rest)])
