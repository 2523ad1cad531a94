"""The only door for XML: hardened, with the byte span of every element.

A file is read twice, by two parsers that must agree.  lxml gives the tree (no DTD, no entities, no network, limits of
size and depth); expat gives, for each element in document order, where its tags begin and end in the original bytes.
The spans are what lets an edit touch only what it means to touch.

Sources: XML 1.0 (5th ed.); OWASP XML External Entity Prevention Cheat Sheet; "Billion laughs", CVE-2003-1564.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import IO, TYPE_CHECKING
from xml.parsers import expat

from lxml import etree

from processes.errors import NotBpmn
from processes.text import _

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

BPMN = "http://www.omg.org/spec/BPMN/20100524/MODEL"
BPMNDI = "http://www.omg.org/spec/BPMN/20100524/DI"
DC = "http://www.omg.org/spec/DD/20100524/DC"
DI = "http://www.omg.org/spec/DD/20100524/DI"
XSI = "http://www.w3.org/2001/XMLSchema-instance"
XML = "http://www.w3.org/XML/1998/namespace"

#: What a sentence about a file calls the standard it was to follow; another reader puts its own (`processes.decision`).
BPMN_FILE = {"notation": "BPMN", "standard": "BPMN 2.0", "ending": ".bpmn"}
_SAID_BY_PARSERS = {
    str(said): said
    for said in (
        _("mismatched tag"),
        _("no element found"),
        _("not well-formed (invalid token)"),
        _("unclosed token"),
        _("unclosed CDATA section"),
        _("duplicate attribute"),
        _("undefined entity"),
        _("unbound prefix"),
        _("partial character"),
        _("unknown encoding"),
        _("syntax error"),
        _("junk after document element"),
    )
}
MAX_BYTES = 20 * 1024 * 1024
MAX_DEPTH = 200
MAX_ELEMENTS = 200_000


@dataclass(frozen=True, slots=True)
class Span:
    """Where an element stands in the bytes: `[start, open_end)` is its start tag, `[close_start, end)` its end tag.

    An empty element tag (`<a/>`) has `open_end == close_start == end`.
    """

    start: int
    open_end: int
    close_start: int
    end: int

    @property
    def is_empty_tag(self) -> bool:
        """Whether it is written as `<a/>`."""
        return self.open_end == self.end


def parse(source: bytes, *, file: str | None = None) -> etree._Element:
    """Return the root of `source`, parsed without DTD, entities or network.

    Raises `NotBpmn` with the line and the way out when the bytes are empty, too large, too deep, not XML, or declare a
    document type.
    """
    if not source.strip():
        raise NotBpmn(
            _("The file is empty."),
            hint=_("Export the model again as {standard} XML.").format(**BPMN_FILE),
            file=file,
        )
    if len(source) > MAX_BYTES:
        raise NotBpmn(
            _("The file has {size:.0f} MB; at most {most} MB are read.").format(
                size=len(source) / 2**20, most=MAX_BYTES // 2**20
            ),
            hint=_("A procedure of this size is usually several: export each on its own."),
            file=file,
        )
    _refuse_what_is_not_xml(source, file)
    _survey(source, file)
    parser = etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        dtd_validation=False,
        huge_tree=False,
        remove_blank_text=False,
        strip_cdata=False,
    )
    try:
        return etree.fromstring(source, parser)
    except etree.XMLSyntaxError as error:
        line = error.lineno or None
        raise NotBpmn(
            _("This is not well-formed XML: {error}.").format(error=_plain(str(error))),
            line=line,
            hint=_("Open the file in the program it came from and export it again."),
            file=file,
        ) from error


def _plain(parser_text: str) -> str:
    said = re.sub(r",? line \d+, column \d+.*$", "", parser_text).strip().rstrip(".")
    return _SAID_BY_PARSERS.get(said, said)


def _refuse_what_is_not_xml(source: bytes, file: str | None) -> None:
    head = source[:512]
    kinds = {
        b"PK\x03\x04": _("a ZIP archive (an Office document, or several models packed together)"),
        b"%PDF": _("a PDF document"),
        b"\x89PNG": _("a picture"),
        b"\xff\xd8\xff": _("a picture"),
        b"\xd0\xcf\x11\xe0": _("an old Office document (perhaps Visio)"),
        b"{": "JSON",
    }
    for magic, kind in kinds.items():
        if head.lstrip().startswith(magic):
            raise NotBpmn(
                _("This is {kind}, not a {notation} file.").format(kind=kind, **BPMN_FILE),
                line=1,
                hint=_("Export the model as {standard} XML ({ending}) and upload that.").format(**BPMN_FILE),
                file=file,
            )
    bare = head.replace(b"\x00", b"").lstrip(b"\xef\xbb\xbf\xff\xfe").lstrip()
    if not bare.startswith(b"<"):
        raise NotBpmn(
            _("This is not XML: it does not begin with “<”."),
            line=1,
            hint=_("Export the model as {standard} XML ({ending}) and upload that.").format(**BPMN_FILE),
            file=file,
        )


class _Survey:
    """One pass of expat: limits, no document type, and the spans."""

    def __init__(self, source: bytes, file: str | None) -> None:
        self.source = source
        self.file = file
        self.spans: list[Span] = []
        self._open: list[int] = []
        self._wide = source[:2] in (b"\xff\xfe", b"\xfe\xff") or b"\x00" in source[:4]
        self.parser = expat.ParserCreate()
        self.parser.StartElementHandler = self._start
        self.parser.EndElementHandler = self._end
        self.parser.StartDoctypeDeclHandler = self._doctype

    def run(self) -> list[Span]:
        try:
            self.parser.Parse(self.source, True)
        except expat.ExpatError as error:
            raise NotBpmn(
                _("This is not well-formed XML: {error}.").format(
                    error=_plain(expat.errors.messages[error.code])
                ),
                line=error.lineno,
                hint=_("Open the file in the program it came from and export it again."),
                file=self.file,
            ) from error
        except (LookupError, ValueError) as error:
            raise NotBpmn(
                _("The file's encoding cannot be read: {error}.").format(error=str(error)),
                line=1,
                hint=_("Save the file as UTF-8 and upload it again."),
                file=self.file,
            ) from error
        return self.spans

    def _start(self, _name: str, _attributes: object) -> None:
        if len(self._open) >= MAX_DEPTH:
            raise NotBpmn(
                _("Elements are nested more than {most} deep.").format(most=MAX_DEPTH),
                line=self.parser.CurrentLineNumber,
                hint=_("No modeller writes such a file; check where it comes from."),
                file=self.file,
            )
        if len(self.spans) >= MAX_ELEMENTS:
            raise NotBpmn(
                _("The file has more than {most} elements.").format(most=MAX_ELEMENTS),
                line=self.parser.CurrentLineNumber,
                hint=_("A procedure of this size is usually several: export each on its own."),
                file=self.file,
            )
        at = self.parser.CurrentByteIndex
        end = self._behind_tag(at)
        self._open.append(len(self.spans))
        self.spans.append(Span(at, end, end, end))

    def _end(self, _name: str) -> None:
        index = self._open.pop()
        span = self.spans[index]
        if not self._is_empty_tag(span):
            at = self.parser.CurrentByteIndex
            self.spans[index] = Span(span.start, span.open_end, at, self._behind_tag(at))

    def _is_empty_tag(self, span: Span) -> bool:
        return self.source[span.open_end - 4 : span.open_end].replace(b"\x00", b"").endswith(b"/>")

    def _behind_tag(self, at: int) -> int:
        """Return the position behind the tag that starts at `at`; a ">" in quotes does not end it."""
        if not self._wide:
            match = _TAG.match(self.source, at)
            return match.end() if match else len(self.source)
        quote = ""
        little = self.source[:2] == b"\xff\xfe" or self.source[1:2] == b"\x00"
        for position in range(at, len(self.source) - 1, 2):
            char = self.source[position : position + 2].decode(
                "utf-16-le" if little else "utf-16-be", "replace"
            )
            if quote:
                quote = "" if char == quote else quote
            elif char in "\"'":
                quote = char
            elif char == ">":
                return position + 2
        return len(self.source)

    def _doctype(self, *_said: object) -> None:
        raise NotBpmn(
            _("The file declares a document type (DOCTYPE), which can make a reader open other files."),
            line=self.parser.CurrentLineNumber,
            hint=_("{notation} needs none: delete the line and upload the file again.").format(**BPMN_FILE),
            file=self.file,
        )


_TAG = re.compile(rb"""<[^>"']*(?:"[^"]*"[^>"']*|'[^']*'[^>"']*)*>""")


def _survey(source: bytes, file: str | None) -> list[Span]:
    return _Survey(source, file).run()


def stream(
    file: IO[bytes],
    *,
    start: Callable[[str, dict[str, str]], None],
    end: Callable[[str], None],
    text: Callable[[str], None] | None = None,
) -> None:
    """Read a large XML file piece by piece, calling `start` and `end` for each element; its memory does not grow.

    `text` gets what stands between the tags, all of it or in pieces.

    Entities and document types are refused, as in `parse`.  Raises `NotBpmn`, which readers of other files translate.
    """
    parser = expat.ParserCreate(namespace_separator=None)
    parser.StartElementHandler = start
    parser.EndElementHandler = end
    if text is not None:
        parser.buffer_text = True
        parser.CharacterDataHandler = text
    _run(parser, file)


def stream_attributes(
    file: IO[bytes], *, start: Callable[[str, list[str]], None], end: Callable[[str], None]
) -> None:
    """As `stream`, where `start` gets names and values of the attributes in turn: no mapping is built for each tag."""
    parser = expat.ParserCreate(namespace_separator=None)
    parser.ordered_attributes = True
    parser.StartElementHandler = start
    parser.EndElementHandler = end
    _run(parser, file)


def _run(parser: expat.XMLParserType, file: IO[bytes]) -> None:
    def refuse(*_said: object) -> None:
        raise NotBpmn(
            _("The file declares a document type (DOCTYPE), which can make a reader open other files."),
            line=parser.CurrentLineNumber,
            hint=_("Delete the line and read the file again."),
        )

    parser.StartDoctypeDeclHandler = refuse
    try:
        while piece := file.read(1 << 17):
            parser.Parse(piece, False)
        parser.Parse(b"", True)
    except expat.ExpatError as error:
        raise NotBpmn(
            _("This is not well-formed XML: {error}.").format(
                error=_plain(expat.errors.messages[error.code])
            ),
            line=error.lineno,
            hint=_("The file may have been cut off; export it again."),
        ) from error
    except (LookupError, ValueError) as error:
        raise NotBpmn(
            _("The file cannot be read: {error}.").format(error=str(error)), line=parser.CurrentLineNumber
        ) from error


def spans(source: bytes) -> Sequence[Span]:
    """Return the span of every element of `source`, in document order (the order of `root.iter("*")`)."""
    return _survey(source, None)


def tag(namespace: str, local: str) -> str:
    """Return the Clark name lxml uses: `{namespace}local`."""
    return f"{{{namespace}}}{local}"


def local(element: etree._Element) -> str:
    """Return the local name of `element`."""
    name = element.tag
    return name.rpartition("}")[2] if isinstance(name, str) else ""


def namespace(element: etree._Element) -> str:
    """Return the namespace of `element`, empty when it has none."""
    name = element.tag
    return name[1:].partition("}")[0] if isinstance(name, str) and name.startswith("{") else ""


def is_in_extension(node: etree._Element) -> bool:
    """Return whether `node` stands inside `<extensionElements>`, where names are the vendor's own."""
    return any(local(a) == "extensionElements" for a in node.iterancestors())
