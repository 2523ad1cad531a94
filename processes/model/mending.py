"""The repairs of a file's text, each a function of the bytes and of why they were refused.

A repair returns the new bytes and what it did (sentence and line), or None when it has nothing to do.  They are tried
in the order of `MENDINGS`: from what surrounds the XML to what stands in it.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from lxml import etree

from processes.errors import NotBpmn
from processes.model.known_namespaces import BY_PREFIX, is_meant_as_bpmn
from processes.model.mending_of_names import proper_attributes, proper_names
from processes.model.mending_of_signs import (
    SKIPPED,
    bytes_of,
    characters_of_html,
    ended_tags,
    escaped,
    proper_comments,
    quoted_values,
    text_of,
)
from processes.model.mending_of_wrapping import out_of_json, unescaped, unwrapped
from processes.model.patch import spliced
from processes.model.source import Source, encoding_of
from processes.model.xml import BPMN, local, namespace, parse
from processes.text import Message, _

Mended = tuple[bytes, list[tuple[Message, int | None]]]
Mending = Callable[[bytes, NotBpmn], Mended | None]

_TAG = re.compile(r"""<(/?)([A-Za-z_][\w.\-]*:)?([A-Za-z_][\w.\-]*)((?:[^<>"']|"[^"]*"|'[^']*')*?)(/?)>""")
_DECLARATION = re.compile(
    rb"""<\?xml\s+version\s*=\s*["']1\.[01]["'](\s+encoding\s*=\s*["'][\w.\-]+["'])?"""
    rb"""(\s+standalone\s*=\s*["'](yes|no)["'])?\s*\?>"""
)
_OPENING = re.compile(r"""<([A-Za-z_][\w.\-]*:)?([A-Za-z_][\w.\-]*)(?:[^<>"']|"[^"]*"|'[^']*')*>""")


def proper_declaration(source: bytes, refused: NotBpmn) -> Mended | None:
    """Write the declaration at the beginning anew, when it is malformed or names an encoding nobody knows."""
    found = re.match(rb"<\?xml\b[^>]*?\??>", source)
    if found is None or _DECLARATION.fullmatch(found[0]):
        try:
            "".encode(encoding_of(source))
            return None
        except LookupError:
            pass
    if found is None:
        return None
    return b'<?xml version="1.0" encoding="UTF-8"?>' + source[found.end() :], [
        (_("The declaration at the beginning was written anew, with the encoding UTF-8."), 1)
    ]


def readable_characters(source: bytes, refused: NotBpmn) -> Mended | None:
    """Read bytes that are not of the declared encoding as Windows Cyrillic, and drop characters XML forbids."""
    encoding = encoding_of(source)
    try:
        if encoding.lower().startswith("utf-16") and b"\0" not in source[:200]:
            # It could not even say so if it were.
            raise UnicodeDecodeError(encoding, source, 0, 1, "one byte a character")
        text = source.decode(encoding)
    except UnicodeDecodeError as error:
        try:
            text = source.decode("utf-8")
            said = _("The characters are UTF-8; the declaration said otherwise and was corrected.")
        except UnicodeDecodeError:
            text = source.decode("windows-1251", "replace")
            said = _("The characters were read as Windows Cyrillic and written as UTF-8.")
        text = re.sub(r"""(<\?xml[^>]*?encoding\s*=\s*)["'][^"']*["']""", r'\1"UTF-8"', text, count=1)
        line = source[: error.start].count(b"\n") + 1
        return text.encode(), [(said, line)]
    kept = re.sub("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]", "", text)
    if kept == text:
        return None
    number = len(text) - len(kept)
    return bytes_of(kept, source), [
        (_("{count} characters that XML does not know were taken away.").format(count=number), None)
    ]


def without_doctype(source: bytes, refused: NotBpmn) -> Mended | None:
    """Take away a document type; BPMN needs none."""
    text = text_of(source)
    found = re.search(r"<!DOCTYPE[^\[>]*(\[.*?\])?\s*>", text, re.DOTALL)
    if found is None:
        return None
    line = text.count("\n", 0, found.start()) + 1
    return bytes_of(text[: found.start()] + text[found.end() :], source), [
        (_("The document type (DOCTYPE) was taken away."), line)
    ]


def declared_prefixes(source: bytes, refused: NotBpmn) -> Mended | None:
    """Declare, at the root, the prefixes that are used and nowhere declared."""
    text = text_of(source)
    plain = SKIPPED.sub("", text)
    used: dict[str, None] = {}
    for _close, prefix, _name, attributes, _end in _TAG.findall(plain):
        if prefix:
            used.setdefault(prefix[:-1])
        for name in re.findall(r"""([A-Za-z_][\w.\-]*):[A-Za-z_][\w.\-]*\s*=\s*["']""", attributes):
            used.setdefault(name)
    known = set(re.findall(r"""xmlns:([A-Za-z_][\w.\-]*)\s*=""", plain)) | {"xml", "xmlns"}
    missing = [p for p in used if p not in known]
    root = _OPENING.search(text, _after_prolog(text))
    if not missing or root is None:
        return None
    names = "".join(f' xmlns:{p}="{BY_PREFIX.get(p, f"urn:undeclared:{p}")}"' for p in missing)
    at = root.end() - (2 if root[0].endswith("/>") else 1)
    line = text.count("\n", 0, root.start()) + 1
    return bytes_of(text[:at] + names + text[at:], source), [
        (
            _("The prefix “{prefix}” was declared; the file used it without saying what it means.").format(
                prefix=p
            ),
            line,
        )
        for p in missing
    ]


def once_only(source: bytes, refused: NotBpmn) -> Mended | None:
    """Keep the first of two equal attributes of a tag."""
    text = text_of(source)
    done: list[tuple[Message, int | None]] = []

    def cleaned(tag: re.Match[str]) -> str:
        seen: set[str] = set()

        def keep(attribute: re.Match[str]) -> str:
            if attribute[1] in seen:
                line = text.count("\n", 0, tag.start()) + 1
                done.append(
                    (
                        _("A second attribute “{name}” of one tag was taken away.").format(name=attribute[1]),
                        line,
                    )
                )
                return ""
            seen.add(attribute[1])
            return attribute[0]

        return re.sub(r"""\s+([\w:.\-]+)\s*=\s*(?:"[^"]*"|'[^']*')""", keep, tag[0])

    fixed = _OPENING.sub(cleaned, text)
    return (bytes_of(fixed, source), done) if done else None


def closed(source: bytes, refused: NotBpmn) -> Mended | None:
    """Write the end tags that are missing, at the end of the file or before a tag that ends something further out."""
    text = text_of(source)
    cut = text.rfind("<")
    if cut > text.rfind(">"):
        text = text[:cut]  # A tag that was cut in two says nothing any more.
    parts: list[str] = []
    open_: list[str] = []
    done: list[tuple[Message, int | None]] = []
    at = 0
    skipped = [m.span() for m in SKIPPED.finditer(text)]
    for tag in _TAG.finditer(text):
        if any(start <= tag.start() < end for start, end in skipped):
            continue
        name = (tag[2] or "") + tag[3]
        line = text.count("\n", 0, tag.start()) + 1
        if not tag[1]:
            if not tag[5]:
                open_.append(name)
            continue
        if open_ and open_[-1] == name:
            open_.pop()
            continue
        parts.append(text[at : tag.start()])
        at = tag.start()
        if name in open_:
            while open_[-1] != name:
                missing = open_.pop()
                parts.append(f"</{missing}>")
                done.append((_("The missing end tag of <{name}> was written.").format(name=missing), line))
            open_.pop()
        else:
            at = tag.end()
            done.append((_("An end tag </{name}> that ends nothing was taken away.").format(name=name), line))
    parts.append(text[at:])
    for missing in reversed(open_):
        parts.append(f"</{missing}>\n")
        line = text.count("\n") + 1
        done.append((_("The missing end tag of <{name}> was written.").format(name=missing), line))
    return (bytes_of("".join(parts), source), done) if done else None


def bpmn_namespace(source: bytes, refused: NotBpmn) -> Mended | None:
    """Write the namespace of BPMN 2.0 where the root has a misspelt one or none."""
    root = _root(source)
    if root is None or local(root).lower() not in ("definitions", "process", "collaboration"):
        return None
    text = text_of(source)
    uri = namespace(root)
    line = int(root.sourceline or 1)
    if not uri:
        opening = _OPENING.search(text, _after_prolog(text))
        if opening is None or opening[1]:
            return None
        at = opening.start() + 1 + len(opening[2])
        return bytes_of(f'{text[:at]} xmlns="{BPMN}"{text[at:]}', source), [
            (_("The namespace of BPMN 2.0 was declared; the file had none."), line)
        ]
    if uri != BPMN and is_meant_as_bpmn(uri):
        fixed = re.sub(rf"""(xmlns(?::[\w.\-]+)?\s*=\s*)["']{re.escape(uri)}["']""", rf'\1"{BPMN}"', text)
        return bytes_of(fixed, source), [
            (_("The namespace “{uri}” was written as that of BPMN 2.0.").format(uri=uri), line)
        ]
    return None


def definitions_around(source: bytes, refused: NotBpmn) -> Mended | None:
    """Put a bare process or collaboration into the `<definitions>` a file begins with."""
    root = _root(source)
    if root is None or namespace(root) != BPMN or local(root) not in ("process", "collaboration"):
        return None
    text = text_of(source)
    start = _OPENING.search(text, _after_prolog(text))
    if start is None:
        return None
    prefix = f"{root.prefix}:" if root.prefix else ""
    spaces = "".join(
        f' xmlns{f":{p}" if p else ""}="{u}"' for p, u in sorted(root.nsmap.items(), key=lambda i: i[0] or "")
    )
    opening = f'<{prefix}definitions{spaces} id="definitions" targetNamespace="http://bpmn.io/schema/bpmn">\n'
    fixed = f"{text[: start.start()]}{opening}{text[start.start() :].rstrip()}\n</{prefix}definitions>\n"
    return bytes_of(fixed, source), [
        (
            _("The root <definitions> was put around <{name}>.").format(name=local(root)),
            int(root.sourceline or 1),
        )
    ]


def own_ids(source: bytes, refused: NotBpmn) -> Mended | None:
    """Give an id to elements without one, and another to the second of two with the same."""
    root = _root(source)
    if root is None:
        return None
    file = Source(source, root)
    splices, done, seen, given = [], [], set(), list[str]()
    for node in file.nodes:
        if namespace(node) != BPMN or local(node) in _WITHOUT_ID:
            continue
        id_ = node.get("id")
        line = int(node.sourceline or 0) or None
        if not id_ and local(node) in _NEEDS_ID:
            new = file.new_id(f"{local(node)}_1", *given)
            given.append(new)
            splices += file.attribute(node, "id", new)
            done.append((_("<{name}> got the id {id}; it had none.").format(name=local(node), id=new), line))
        elif id_ and id_ in seen:
            new = file.new_id(f"{id_}_2", *given)
            given.append(new)
            splices += file.attribute(node, "id", new)
            done.append(
                (_("The second element with the id {old} got the id {new}.").format(old=id_, new=new), line)
            )
        if id_:
            seen.add(id_)
    if not splices:
        return None
    return spliced(source, sorted(splices, key=lambda s: s.start)), done


_WITHOUT_ID = frozenset({"incoming", "outgoing", "flowNodeRef", "documentation", "extensionElements", "text"})
_NEEDS_ID = frozenset(
    {
        *(
            "process",
            "participant",
            "lane",
            "sequenceFlow",
            "startEvent",
            "endEvent",
            "intermediateCatchEvent",
        ),
        *(
            "intermediateThrowEvent",
            "boundaryEvent",
            "task",
            "userTask",
            "serviceTask",
            "manualTask",
            "scriptTask",
        ),
        *("sendTask", "receiveTask", "businessRuleTask", "callActivity", "subProcess", "transaction"),
        *("adHocSubProcess", "exclusiveGateway", "parallelGateway", "inclusiveGateway", "eventBasedGateway"),
        *("complexGateway", "dataObjectReference", "dataStoreReference"),
    }
)


def _after_prolog(text: str) -> int:
    """Return where the root may begin: behind the declaration, comments and instructions."""
    at = 0
    while found := re.match(r"\s*(<\?.*?\?>|<!--.*?-->)", text[at:], re.DOTALL):
        at += found.end()
    return at


def _root(source: bytes) -> etree._Element | None:
    """Return the root of well-formed bytes, read as hardened as ever; None when they cannot be read."""
    try:
        return parse(source)
    except NotBpmn:
        return None


MENDINGS: tuple[Mending, ...] = (
    out_of_json,
    unescaped,
    unwrapped,
    proper_declaration,
    readable_characters,
    without_doctype,
    declared_prefixes,
    characters_of_html,
    proper_comments,
    quoted_values,
    once_only,
    ended_tags,
    closed,
    escaped,
    proper_names,
    bpmn_namespace,
    definitions_around,
    proper_attributes,
    own_ids,
)
