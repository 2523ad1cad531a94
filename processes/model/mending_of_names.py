"""The repairs of names: elements and attributes called otherwise than the standard does, ids, references by name.

Such a file can often be read, but what was meant would be passed over; nothing is guessed that could mean two things.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from processes.errors import NotBpmn
from processes.model.known_namespaces import (
    ALIASES,
    ATTRIBUTE_NAMES,
    ELEMENT_NAMES,
    ENDS,
    is_meant_as_bpmn,
)
from processes.model.patch import Splice, spliced
from processes.model.source import Source, quoted
from processes.model.standard_names import STANDARD_NAMES
from processes.model.xml import BPMN, is_in_extension, local, namespace, parse
from processes.text import Message, _

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lxml import etree

    from processes.model.model import Model

Mended = tuple[bytes, list[tuple[Message, int | None]]]

_PROPER_ID = re.compile(r"[^\W\d][\w.\-]*")


def proper_names(source: bytes, refused: NotBpmn | None = None) -> Mended | None:
    """Write the names of elements as the standard does: `usertask`, `user_task` and `humanTask` are `userTask`."""
    file = _source(source)
    if file is None:
        return None
    splices: list[Splice] = []
    done: dict[str, tuple[Message, int | None]] = {}
    for node in file.nodes:
        uri, written = namespace(node), local(node)
        letters = _letters(written)
        is_ours = uri == BPMN or is_meant_as_bpmn(uri)
        right = ELEMENT_NAMES.get(letters) if is_ours or not uri else None
        right = right or (ALIASES.get(letters) if is_ours else None)
        if right is None or (is_ours and written in STANDARD_NAMES):
            continue
        if not uri:
            # Beside elements with a prefix, those without one belong to nothing.
            right = file.qualified(node, BPMN, right) or written
            if ":" not in right:
                continue
        if right == written or is_in_extension(node):
            continue
        splices += file.renamed(node, right)
        message = _("<{wrong}> was written as <{right}>.").format(wrong=written, right=right)
        done.setdefault(written, (message, _line(node)))
    return _result(source, splices, list(done.values()))


def proper_attributes(source: bytes, refused: NotBpmn | None = None) -> Mended | None:
    """Write attributes as the standard does: `bpmn:id` is `id`, `sourceref` and a flow's `from` are `sourceRef`."""
    file = _source(source)
    if file is None:
        return None
    splices: list[Splice] = []
    done: dict[tuple[str, str], tuple[Message, int | None]] = {}
    for node in file.nodes:
        if namespace(node) != BPMN or is_in_extension(node):
            continue
        for written, right in _renamings(file, node):
            splices += file.renamed_attribute(node, written, right)
            message = _("The attribute {wrong} of <{name}> was written as {right}.").format(
                wrong=written, name=local(node), right=right
            )
            done.setdefault((written, local(node)), (message, _line(node)))
    return _result(source, splices, list(done.values()))


def _renamings(file: Source, node: etree._Element) -> Iterator[tuple[str, str]]:
    """Yield (as written, as the standard writes it) of the attributes of `node` that are called otherwise."""
    has = set(node.attrib)
    for written in file.written_attributes(node):
        prefix, _colon, name = written.rpartition(":")
        if written == "xmlns" or prefix == "xmlns" or (prefix and node.nsmap.get(prefix) != BPMN):
            continue
        letters = _letters(name)
        right = ATTRIBUTE_NAMES.get(letters)
        if right is None and local(node) in ("sequenceFlow", "messageFlow", "association"):
            right = ENDS.get(letters)
        if prefix and right is None:
            right = name
        if right is not None and right != written and right not in has:
            has.add(right)
            yield written, right


def proper_ids(source: bytes) -> Mended | None:
    """Give elements whose id XML does not allow (spaces, a digit in front, a colon) another, wherever it is named."""
    file = _source(source)
    if file is None:
        return None
    new: dict[str, str] = {}
    done: list[tuple[Message, int | None]] = []
    for node in file.nodes:
        id_ = node.get("id")
        if namespace(node) != BPMN or not id_ or id_ in new or _PROPER_ID.fullmatch(id_):
            continue
        if is_in_extension(node):
            continue
        new[id_] = file.new_id(id_, *new.values())
        message = _("The id “{old}”, which XML does not allow, was written as {new}.")
        done.append((message.format(old=id_, new=new[id_]), _line(node)))
    if not new:
        return None
    splices: list[Splice] = []
    for node in file.nodes:
        for key, value in node.attrib.items():
            if str(value) in new and _is_reference(str(key)):
                splices += file.attribute(node, str(key), new[str(value)])
        text = (node.text or "").strip()
        if text in new and _is_reference(local(node)):
            splices.append(_text(file, node, new[text]))
    return _result(source, splices, done)


def _is_reference(name: str) -> bool:
    return name in ("id", "default", "bpmnElement", "incoming", "outgoing") or name.endswith("Ref")


def own_references(model: Model) -> Mended | None:
    """Lead references that name an element by what it is called, or with other letters, to its id.

    What no element, or more than one, is called stays as it is.
    """
    file = Source(model.source)
    splices: list[Splice] = []
    done: list[tuple[Message, int | None]] = []
    for owner, attribute, missing, line in model.dangling:
        found = _meant(model, missing, of_flows=attribute == "default")
        if found is None or owner not in file.by_id:
            continue
        node = file.node(owner)
        if attribute == "flowNodeRef":
            named = [n for n in node if local(n) == attribute and (n.text or "").strip() == missing]
            splices += [_text(file, n, found) for n in named]
        else:
            splices += file.attribute(node, attribute, found)
        message = _("{label} points with {attribute} to {old}; that is {id}.").format(
            label=model.label(owner), attribute=attribute, old=missing, id=found
        )
        done.append((message, line or None))
    return _result(model.source, splices, done)


def _meant(model: Model, missing: str, *, of_flows: bool) -> str | None:
    wanted = missing.strip().lstrip("#").casefold()
    if not wanted:
        return None
    named = {i: n.name for i, n in (model.flows if of_flows else model.elements).items()}
    for same in (
        [i for i in named if i.casefold() == wanted],
        [i for i, name in named.items() if (name or "").casefold() == wanted],
    ):
        if len(same) == 1:
            return same[0]
    return None


def _text(file: Source, node: etree._Element, text: str) -> Splice:
    span = file.span(node)
    old = file.bytes[span.open_end : span.close_start]
    return Splice(start=span.open_end, old=old, new=file.encoded(quoted(text)[1:-1]))


def _letters(name: str) -> str:
    return name.lower().replace("_", "").replace("-", "")


def _line(node: etree._Element) -> int | None:
    return int(node.sourceline or 0) or None


def _source(source: bytes) -> Source | None:
    """Return well-formed bytes with the place of each element; None when they cannot be read."""
    try:
        return Source(source, parse(source))
    except NotBpmn:
        return None


def _result(source: bytes, splices: list[Splice], done: list[tuple[Message, int | None]]) -> Mended | None:
    if not splices:
        return None
    return spliced(source, sorted(splices, key=lambda s: s.start)), done
