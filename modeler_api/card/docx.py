"""The card as a Word document, to be corrected by hand: headings, numbered rows, tables, and the drawings as vector.

A drawing stands in it twice, as Word wants it: as a picture of dots, and as SVG that newer programs show instead.
"""

from __future__ import annotations

import io
from typing import Any

from modeler_api.card.document import Card, Picture
from modeler_api.card.pdf import png

_SVG = "http://schemas.microsoft.com/office/drawing/2016/SVG/main"
_URI = "{96DAC541-7B7A-43D3-8B79-37D633B846F1}"
_STEPS = (0.9, 2.4, 2.1, 2.1, 3.3, 1.5, 1.5, 3.2)
_TONGUES = {"ky": "ky-KG", "ru": "ru-RU", "en": "en-GB"}
_IMAGE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/image"


def docx(card: Card) -> bytes:
    """Return the card as a Word document."""
    from docx import Document
    from docx.shared import Cm, Pt

    document = Document()
    page = document.sections[0]
    page.page_width, page.page_height = Cm(21), Cm(29.7)
    page.left_margin = page.right_margin = Cm(2)
    document.core_properties.title = card.title
    document.core_properties.language = card.language
    document.styles["Normal"].font.name = "Noto Sans"
    document.styles["Normal"].font.size = Pt(10)
    _speak(document, card.language)
    document.add_heading(card.title, 0)
    document.add_paragraph(card.standing)
    document.add_heading(card.passport_title, 1)
    table = _headed(document, card.passport_head)
    for row in card.passport:
        cells = table.add_row().cells
        cells[0].text, cells[1].text = str(row.number), row.title
        cells[2].text = "\n".join(row.lines) or card.unsaid
    _measure(table, (1, 5.5, 10.5))
    if card.diagram.is_wide:
        _turned(document)
    _picture(document, card.diagram, centimetres=24 if card.diagram.is_wide else 16)
    if card.diagram.is_wide:
        _turned(document)
    document.add_heading(card.regulation_title, 1)
    for part in card.regulation:
        document.add_heading(f"{part.number}. {part.title}", 2)
        for line in part.lines:
            document.add_paragraph(line)
        if part.rows:
            _table(document, part.head, part.rows)
        elif not part.lines:
            document.add_paragraph(card.unsaid)
    _picture(document, card.chart, centimetres=16)
    document.add_paragraph(card.note)
    written = io.BytesIO()
    document.save(written)
    return written.getvalue()


def _headed(document: Any, head: tuple[str, ...]) -> Any:
    """A table with a row of headings, told as such and repeated on each page."""
    from docx.oxml import OxmlElement

    table = document.add_table(rows=1, cols=len(head), style="Table Grid")
    for cell, words in zip(table.rows[0].cells, head, strict=True):
        cell.text = words
        cell.paragraphs[0].runs[0].bold = True
    table.rows[0]._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))
    return table


def _table(document: Any, head: tuple[str, ...], rows: tuple[tuple[str, ...], ...]) -> None:
    from docx.shared import Pt

    table = _headed(document, head)
    for row in rows:
        for cell, words in zip(table.add_row().cells, row, strict=True):
            cell.text = words
    if len(head) == len(_STEPS):
        _measure(table, _STEPS)
        for cell in (cell for row in table.rows for cell in row.cells):
            for run in cell.paragraphs[0].runs:
                run.font.size = Pt(8)


def _measure(table: Any, centimetres: tuple[float, ...]) -> None:
    """Give each column its width; programs read it from the grid or from the cells."""
    from docx.shared import Cm

    table.autofit = False
    for place, width in enumerate(centimetres):
        table.columns[place].width = Cm(width)
        for cell in table.columns[place].cells:
            cell.width = Cm(width)


def _speak(document: Any, language: str) -> None:
    """Say which language it is in, for spelling and for who has it read aloud."""
    from docx.oxml.ns import qn

    for spoken in document.styles.element.iter(qn("w:lang")):
        spoken.set(qn("w:val"), _TONGUES.get(language, language))


def _turned(document: Any) -> None:
    """Go on with a page that lies on its side, or that stands again."""
    from docx.enum.section import WD_ORIENT

    before = document.sections[-1]
    after = document.add_section()
    lies = before.orientation != WD_ORIENT.LANDSCAPE
    after.orientation = WD_ORIENT.LANDSCAPE if lies else WD_ORIENT.PORTRAIT
    after.page_width, after.page_height = before.page_height, before.page_width


def _picture(document: Any, picture: Picture, *, centimetres: int) -> None:
    from docx.opc.packuri import PackURI
    from docx.opc.part import Part
    from docx.shared import Cm
    from lxml import etree

    if not picture.svg:
        return
    document.add_heading(picture.title, 1)
    document.add_picture(io.BytesIO(png(picture.svg)), width=Cm(centimetres))
    drawn = document.inline_shapes[-1]._inline
    drawn.docPr.set("descr", picture.title)
    number = len(document.inline_shapes)
    part = Part(
        PackURI(f"/word/media/drawing{number}.svg"),
        "image/svg+xml",
        picture.svg.encode(),
        document.part.package,
    )
    relation = document.part.relate_to(part, _IMAGE)
    blip = drawn.xpath(".//a:blip")[0]
    space = blip.nsmap["a"]
    extension = etree.SubElement(etree.SubElement(blip, f"{{{space}}}extLst"), f"{{{space}}}ext", uri=_URI)
    shown = etree.SubElement(extension, f"{{{_SVG}}}svgBlip", nsmap={"asvg": _SVG})
    shown.set(f"{{{blip.nsmap['r']}}}embed", relation)
