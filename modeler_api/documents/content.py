"""What a file is, by its bytes: never by its name, nor by what a browser says of it.

A short list of forms is taken, each recognised by its beginning and its end and looked into; everything else is refused
by what it is. A document that could act (a program, a macro, a script in a PDF, a page of the web) is refused too,
and so is one that is two things at once.

Source: ISO 32000-2, 7.5 (PDF file structure); PNG, JFIF, TIFF 6.0, RIFF; ISO/IEC 29500-2 and ODF 1.3 part 2 (packages).
"""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from collections.abc import Callable
from dataclasses import dataclass

from processes.text import Message, _

MOST_UNPACKED = 200 * 1024 * 1024
MOST_ENTRIES = 5_000
MOST_RATIO = 200
#: How much of a PDF's packed streams is looked into.
MOST_STREAMS = 64 * 1024 * 1024


class Refused(Exception):
    """The file is not taken; `message` says why and what to do."""

    def __init__(self, message: Message) -> None:
        super().__init__(message)
        self.message = message


@dataclass(frozen=True)
class Form:
    """A form of files that is taken."""

    media_type: str
    ending: str
    name: Message


PDF = Form("application/pdf", ".pdf", _("a PDF document"))
PNG = Form("image/png", ".png", _("a PNG picture"))
JPEG = Form("image/jpeg", ".jpg", _("a JPEG picture"))
TIFF = Form("image/tiff", ".tif", _("a TIFF picture"))
WEBP = Form("image/webp", ".webp", _("a WebP picture"))
_OPEN = "application/vnd.openxmlformats-officedocument."
DOCX = Form(_OPEN + "wordprocessingml.document", ".docx", _("a Word document"))
XLSX = Form(_OPEN + "spreadsheetml.sheet", ".xlsx", _("an Excel table"))
PPTX = Form(_OPEN + "presentationml.presentation", ".pptx", _("a PowerPoint presentation"))
ODT = Form("application/vnd.oasis.opendocument.text", ".odt", _("an OpenDocument text"))
ODS = Form("application/vnd.oasis.opendocument.spreadsheet", ".ods", _("an OpenDocument table"))
TEXT = Form("text/plain", ".txt", _("a plain text"))
TAKEN = (PDF, PNG, JPEG, TIFF, WEBP, DOCX, XLSX, PPTX, ODT, ODS, TEXT)

_ACTS = _("The file is {what}. It could run something, so it is not taken. Hand in a PDF or a picture of it.")
_UNKNOWN: tuple[tuple[bytes, Message], ...] = (
    (b"MZ", _("a program for Windows")),
    (b"\x7fELF", _("a program")),
    (b"#!", _("a script")),
    (b"\xca\xfe\xba\xbe", _("a program")),
    (b"\xd0\xcf\x11\xe0", _("a document of an old office program, which may hold macros")),
    (b"{\\rtf", _("a rich text, which may hold other files")),
    (b"Rar!", _("a packed archive")),
    (b"7z\xbc\xaf", _("a packed archive")),
    (b"\x1f\x8b", _("a packed archive")),
)
_MARKUP = re.compile(rb"\A\s*(?:\xef\xbb\xbf)?\s*<(?:!doctype|html|svg|\?xml|script|head|body|iframe)", re.I)
_IN_PICTURE = re.compile(rb"<script|<html|<!doctype|<\?php|<svg[\s>]", re.I)
_PDF_ACTS = re.compile(rb"/(JavaScript|JS|Launch|RichMedia|XFA|EmbeddedFile|SubmitForm|ImportData)\b")


def recognised(content: bytes) -> Form:
    """The form of a file; raises `Refused` for what is not taken.

    >>> recognised(b"%PDF-1.7\\n1 0 obj\\n<<>>\\nendobj\\ntrailer\\n<<>>\\n%%EOF\\n").ending
    '.pdf'
    """
    if not content:
        raise Refused(_("The file is empty. Choose the right one."))
    for start, what in _UNKNOWN:
        if content.startswith(start):
            raise Refused(_ACTS.format(what=what))
    if _MARKUP.match(content[:1024]):
        raise Refused(_ACTS.format(what=_("a page of the web or a drawing with scripts")))
    for matches, judge in _LOOKED_INTO:
        if matches(content):
            form = judge(content)
            if form.media_type.startswith(("image/", "application/pdf")) and _is_zip_too(content):
                raise Refused(
                    _("The file is two things at once: {what} and an archive.").format(what=form.name)
                )
            return form
    return _text(content)


def _pdf(content: bytes) -> Form:
    if b"%%EOF" not in content[-2048:]:
        raise Refused(_("The PDF is cut off: its end is missing. Hand it in again from where it was made."))
    names = _names(content)
    if b"/Encrypt" in names:
        raise Refused(
            _("The PDF is locked with a password. Hand in one that everybody in the office can open.")
        )
    if _MARKUP.match(content.rpartition(b"%%EOF")[2]):
        raise Refused(_("The file is two things at once: {what} and a page.").format(what=PDF.name))
    act = _PDF_ACTS.search(names)
    if act is not None:
        raise Refused(
            _ACTS.format(
                what=_("a PDF with something that acts inside (“{act}”)").format(act=act[1].decode())
            )
        )
    return PDF


def _names(content: bytes) -> bytes:
    """The structure of a PDF, packed parts unpacked: names may hide in streams and behind #-escapes."""
    # What a stream packs is no name, whatever its bytes happen to be.
    parts = [re.sub(rb"stream\r?\n.*?endstream", b"", content, flags=re.DOTALL)]
    left = MOST_STREAMS
    for found in re.finditer(rb"stream\r?\n", content):
        unpack = zlib.decompressobj()
        try:
            part = unpack.decompress(content[found.end() :], max(left, 1))
        except zlib.error:
            continue
        left -= len(part)
        if left <= 0:
            raise Refused(_("The file holds far more than its size says, so it is not taken."))
        # Only streams of objects hold names that act; pictures and text do not.
        if b"/ObjStm" in content[max(0, found.start() - 400) : found.start()]:
            parts.append(part)
    return re.sub(rb"#([0-9A-Fa-f]{2})", lambda m: bytes([int(m[1], 16)]), b"\n".join(parts))


def _picture(form: Form, ends: Callable[[bytes], bool]) -> Callable[[bytes], Form]:
    def judge(content: bytes) -> Form:
        if not ends(content):
            raise Refused(
                _(
                    "The picture is cut off or has something behind its end. Save it anew and hand it in again."
                )
            )
        if _IN_PICTURE.search(content):
            raise Refused(_("The file is two things at once: {what} and a page.").format(what=form.name))
        return form

    return judge


def _webp_is_whole(content: bytes) -> bool:
    size = int.from_bytes(content[4:8], "little") + 8
    return size <= len(content) <= size + 1


def _package(content: bytes) -> Form:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as package:
            entries = package.infolist()
            if content[:4] != b"PK\x03\x04":
                raise Refused(_("The file is two things at once: an archive and something before it."))
            _judge_entries(entries, len(content))
            names = {entry.filename for entry in entries}
            kind = _beginning(package, "mimetype").decode("ascii", "replace").strip()
            types = _beginning(package, "[Content_Types].xml")
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, OSError) as error:
        raise Refused(_("The file is a broken archive. Save it anew and hand it in again.")) from error
    acting = sorted(
        n
        for n in names
        if re.search(r"vbaProject|/macros?/|^Basic/|^Scripts/|activeX|\.bin$|oleObject", n, re.I)
    )
    if acting or b"macroEnabled" in types:
        raise Refused(_ACTS.format(what=_("an office document with macros or other files inside")))
    for form in (ODT, ODS):
        if kind == form.media_type:
            return form
    for main, form in (
        ("word/document.xml", DOCX),
        ("xl/workbook.xml", XLSX),
        ("ppt/presentation.xml", PPTX),
    ):
        if main in names and types:
            return form
    raise Refused(_("The file is an archive. Hand in each of the documents in it by itself."))


def _judge_entries(entries: list[zipfile.ZipInfo], size: int) -> None:
    unpacked = sum(entry.file_size for entry in entries)
    if len(entries) > MOST_ENTRIES or unpacked > MOST_UNPACKED or unpacked > MOST_RATIO * max(size, 1):
        raise Refused(_("The file holds far more than its size says, so it is not taken."))
    if any(entry.flag_bits & 1 for entry in entries):
        raise Refused(
            _("The file is locked with a password. Hand in one that everybody in the office can open.")
        )
    if any(".." in entry.filename.split("/") or entry.filename.startswith("/") for entry in entries):
        raise Refused(_("The file is a broken archive. Save it anew and hand it in again."))


def _beginning(package: zipfile.ZipFile, name: str) -> bytes:
    try:
        with package.open(name) as part:
            return part.read(1 << 20)
    except KeyError:
        return b""


def _text(content: bytes) -> Form:
    try:
        words = content.decode("utf-8")
    except UnicodeDecodeError:
        words = "\0"
    if any(ord(sign) < 32 and sign not in "\t\n\r\f" for sign in words):
        raise Refused(
            _(
                "This kind of file is not known here. Hand in a PDF, a picture, or a document of an office program."
            )
        )
    return TEXT


def _is_zip_too(content: bytes) -> bool:
    return b"PK\x05\x06" in content[-66_000:]


_LOOKED_INTO: tuple[tuple[Callable[[bytes], bool], Callable[[bytes], Form]], ...] = (
    (lambda c: c.startswith(b"%PDF-"), _pdf),
    (
        lambda c: c.startswith(b"\x89PNG\r\n\x1a\n"),
        _picture(PNG, lambda c: c.rstrip(b"\0").endswith(b"IEND\xaeB`\x82")),
    ),
    (
        lambda c: c.startswith(b"\xff\xd8\xff"),
        _picture(JPEG, lambda c: c.rstrip(b"\0").endswith(b"\xff\xd9")),
    ),
    (lambda c: c[:4] in (b"II*\0", b"MM\0*"), _picture(TIFF, lambda _c: True)),
    (lambda c: c[:4] == b"RIFF" and c[8:12] == b"WEBP", _picture(WEBP, _webp_is_whole)),
    (lambda c: c[:2] == b"PK" or (_is_zip_too(c) and zipfile.is_zipfile(io.BytesIO(c))), _package),
)
