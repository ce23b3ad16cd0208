from __future__ import annotations

import io
import zipfile

import docx
import pytest
from docx.document import Document
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from docx.oxml.xmlchemy import BaseOxmlElement

from index.reading.document import Line
from index.reading.word import read_word
from rag.errors import ReadingError

AGENDA = f"""<w:abstractNum {nsdecls("w")} w:abstractNumId="77">
<w:lvl w:ilvl="0"><w:start w:val="4"/><w:numFmt w:val="decimal"/><w:lvlText w:val="Punkt %1:"/></w:lvl>
<w:lvl w:ilvl="1"><w:numFmt w:val="lowerLetter"/><w:lvlText w:val="%1%2)"/></w:lvl>
<w:lvl w:ilvl="2"><w:numFmt w:val="upperRoman"/><w:lvlText w:val="%3."/></w:lvl>
<w:lvl w:ilvl="3"><w:numFmt w:val="none"/><w:lvlText w:val=""/></w:lvl>
<w:lvl w:ilvl="4"><w:numFmt w:val="decimalZero"/><w:lvlText w:val="%5"/></w:lvl>
</w:abstractNum>"""
NUMBER = f"""<w:num {nsdecls("w")} w:numId="88"><w:abstractNumId w:val="77"/></w:num>"""
RESTART = f"""<w:num {nsdecls("w")} w:numId="89"><w:abstractNumId w:val="77"/>
<w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/></w:lvlOverride></w:num>"""


def _read(document: Document) -> list[Line]:
    file = io.BytesIO()
    document.save(file)
    return list(read_word(file.getvalue(), name="referat.docx").lines)


def _texts(document: Document) -> list[str]:
    return [line.text for line in _read(document)]


def _numbered(document: Document, text: str, *, level: int = 0, number: int = 88) -> None:
    properties = f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{number}"/></w:numPr>'
    _append(document, _paragraph(f"<w:pPr>{properties}</w:pPr><w:r><w:t>{text}</w:t></w:r>"))


def _with_agenda_list() -> Document:
    document = docx.Document()
    numbering = document.part.numbering_part.element
    for xml in (RESTART, NUMBER, AGENDA):
        numbering.insert(0, parse_xml(xml))
    return document


def _paragraph(inner: str) -> BaseOxmlElement:
    return parse_xml(f"<w:p {nsdecls('w')}>{inner}</w:p>")


def _append(document: Document, element: BaseOxmlElement) -> None:
    document.element.body.insert(-1, element)


def test_paragraphs_and_tables_come_in_document_order() -> None:
    """Text before, in and after a table keeps its order; table rows are joined and marked."""
    document = docx.Document()
    document.add_paragraph("Før")
    table = document.add_table(rows=2, cols=3)
    for row, texts in zip(table.rows, [["Indsats", "", "År"], ["KOL", "Kommune", ""]], strict=True):
        for cell, text in zip(row.cells, texts, strict=True):
            cell.text = text
    document.add_paragraph("Efter")
    assert _read(document) == [
        Line(text="Før"),
        Line(text="Indsats |  | År", row=True),
        Line(text="KOL | Kommune", row=True),
        Line(text="Efter"),
    ]


def test_heading_styles_give_levels() -> None:
    """Title and heading styles, and styles based on them, make headings; a line break does not part one."""
    document = docx.Document()
    document.add_heading("Referat", level=0)
    document.add_heading("Sundhed\nog omsorg", level=2)
    own = document.styles.add_style("Egen overskrift", 1)
    own.base_style = document.styles["Heading 3"]
    document.add_paragraph("Beslutning", style=own)
    document.add_paragraph("Godkendt.")
    assert [(line.text, line.level) for line in _read(document)] == [
        ("Referat", 1),
        ("Sundhed og omsorg", 2),
        ("Beslutning", 3),
        ("Godkendt.", 0),
    ]


def test_outline_level_of_a_paragraph_makes_it_a_heading() -> None:
    """A paragraph may state its level itself, without any style."""
    document = docx.Document()
    _append(document, _paragraph('<w:pPr><w:outlineLvl w:val="1"/></w:pPr><w:r><w:t>Punkt</w:t></w:r>'))
    assert _read(document) == [Line(text="Punkt", level=2)]


def test_list_styles_show_their_signs() -> None:
    """Bullets and numbers that come from a style stand before the text, and numbers count."""
    document = docx.Document()
    for text, style in [("a", "List Bullet"), ("b", "List Number"), ("c", "List Number")]:
        document.add_paragraph(text, style=style)
    assert _texts(document) == ["• a", "1. b", "2. c"]


def test_levels_of_a_list_are_counted_as_word_counts_them() -> None:
    """Lower levels begin again below each higher one, and a restarted list begins where it says."""
    document = _with_agenda_list()
    for text, level in [
        ("fire", 0),
        ("a", 1),
        ("b", 1),
        ("I", 2),
        ("fem", 0),
        ("a", 1),
        ("uden", 3),
        ("nul", 4),
    ]:
        _numbered(document, text, level=level)
    _numbered(document, "et", number=89)
    _numbered(document, "to", number=89)
    assert _texts(document) == [
        *("Punkt 4: fire", "4a) a", "4b) b", "I. I", "Punkt 5: fem", "5a) a", "uden", "01 nul"),
        *("Punkt 1: et", "Punkt 2: to"),
    ]


def test_list_switched_off_in_a_paragraph_shows_no_sign() -> None:
    """List 0 stands for none, also where the style has one, and so does a list that is not defined."""
    document = docx.Document()
    properties = '<w:pStyle w:val="ListBullet"/><w:numPr><w:numId w:val="0"/></w:numPr>'
    _append(document, _paragraph(f"<w:pPr>{properties}</w:pPr><w:r><w:t>fri</w:t></w:r>"))
    _numbered(document, "ukendt", number=4711)
    assert _texts(document) == ["fri", "ukendt"]


def test_numbered_column_of_a_table_shows_its_numbers() -> None:
    """An agenda in a table, whose first column only numbers itself, keeps the numbers."""
    document = docx.Document()
    table = document.add_table(rows=2, cols=2)
    for row, text in zip(table.rows, ["Velkomst", "Økonomi"], strict=True):
        row.cells[0].paragraphs[0].style = document.styles["List Number"]
        row.cells[1].text = text
    assert _texts(document) == ["1. | Velkomst", "2. | Økonomi"]


def test_layout_table_is_read_as_text() -> None:
    """A table with headings or long paragraphs only frames the text, and so does one around another table."""
    document = docx.Document()
    framed = document.add_table(rows=1, cols=2)
    framed.cell(0, 0).add_paragraph("Beslutning", style="Heading 2")
    long = document.add_table(rows=1, cols=2)
    long.cell(0, 1).text = "Lang tekst. " * 50
    outer = document.add_table(rows=1, cols=2)
    inner = outer.cell(0, 0).add_table(rows=1, cols=2)
    inner.cell(0, 0).text, inner.cell(0, 1).text = "a", "b"
    lines = [line for line in _read(document) if line.text]
    assert [(line.text[:10], line.level, line.row) for line in lines] == [
        ("Beslutning", 2, False),
        ("Lang tekst", 0, False),
        ("a | b", 0, True),
    ]


def test_changes_are_read_as_accepted() -> None:
    """Inserted text counts, deleted and moved-away text does not; tabs and hyphens are plain."""
    document = docx.Document()
    inner = (
        '<w:pPr><w:tabs><w:tab w:val="left" w:pos="1"/></w:tabs></w:pPr>'
        "<w:r><w:t>Godkendt</w:t><w:tab/></w:r><w:ins><w:r><w:t>Ikast</w:t><w:noBreakHyphen/><w:t>Brande</w:t></w:r>"
        "</w:ins><w:del><w:r><w:delText>slettet</w:delText></w:r></w:del>"
        "<w:moveFrom><w:r><w:t>flyttet</w:t></w:r></w:moveFrom><w:r><w:br/><w:t>ny linje</w:t></w:r>"
    )
    _append(document, _paragraph(inner))
    assert _texts(document) == ["Godkendt Ikast-Brande", "ny linje"]


def test_content_controls_are_read() -> None:
    """Text in the controls of a template, around paragraphs or inside them, is text."""
    document = docx.Document()
    inline = _paragraph(
        "<w:sdt><w:sdtContent><w:r><w:t>Inde</w:t></w:r></w:sdtContent></w:sdt><w:r><w:t>nfor</w:t></w:r>"
    )
    field = "<w:sdtPr/><w:sdtContent><w:p><w:r><w:t>Felt</w:t></w:r></w:p></w:sdtContent>"
    block = parse_xml(f"<w:sdt {nsdecls('w')}>{field}</w:sdt>")
    _append(document, inline)
    _append(document, block)
    assert _texts(document) == ["Indenfor", "Felt"]


def test_text_box_is_read_once() -> None:
    """A box follows the paragraph it hangs on, without the copy kept for old programs."""
    document = docx.Document()
    box = "<w:txbxContent><w:p><w:r><w:t>Boks</w:t></w:r></w:p></w:txbxContent>"
    namespace = 'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
    inner = (
        f"<w:r><w:t>Tekst</w:t></w:r><w:r><mc:AlternateContent {namespace}>"
        f"<mc:Choice Requires='wps'>{box}</mc:Choice>"
        f"<mc:Fallback><w:pict>{box}</w:pict></mc:Fallback></mc:AlternateContent></w:r>"
    )
    _append(document, _paragraph(inner))
    assert _texts(document) == ["Tekst", "Boks"]


def test_boxes_in_boxes_are_read_once() -> None:
    """Boxes nested twenty deep are twenty lines; read anew at each level they would be a million."""
    document = docx.Document()
    inner = ""
    for level in range(20, 0, -1):
        box = f"<w:txbxContent><w:p><w:r><w:t>Boks {level}</w:t></w:r>{inner}</w:p></w:txbxContent>"
        inner = f"<w:r><w:pict>{box}</w:pict></w:r>"
    _append(document, _paragraph(inner))
    assert [text for text in _texts(document) if text] == [f"Boks {level}" for level in range(1, 21)]


def test_headers_and_footers_are_left_out() -> None:
    """What stands on every page is no part of the text."""
    document = docx.Document()
    document.sections[0].header.paragraphs[0].text = "Fjordklyngen"
    document.sections[0].footer.paragraphs[0].text = "Side 1"
    document.add_paragraph("Tekst")
    assert _texts(document) == ["Tekst"]


def test_empty_paragraph_is_a_blank_line() -> None:
    """Blank lines are kept as evidence, even from a list or heading style."""
    document = docx.Document()
    document.add_paragraph("", style="List Bullet")
    document.add_heading("", level=1)
    assert _read(document) == [Line(text=""), Line(text="")]


def _docx_bytes() -> bytes:
    file = io.BytesIO()
    docx.Document().save(file)
    return file.getvalue()


def _with_member(name: str, content: bytes) -> bytes:
    """Return a Word file with one of its members replaced."""
    file = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(_docx_bytes())) as source, zipfile.ZipFile(file, "w") as target:
        for member in source.namelist():
            target.writestr(member, content if member == name else source.read(member))
    return file.getvalue()


@pytest.mark.parametrize(
    "data",
    [
        _docx_bytes()[:5000],
        _with_member("word/document.xml", b"<w:document"),
        _with_member("word/document.xml", b"<html/>"),
        _with_member("_rels/.rels", b"<Relationships/>"),
        _with_member("[Content_Types].xml", b"not xml"),
    ],
)
def test_damaged_file_gives_one_clear_error(data: bytes) -> None:
    """Whatever part is broken, the message says what to do."""
    with pytest.raises(ReadingError, match=r"^referat\.docx is damaged"):
        read_word(data, name="referat.docx")


def test_file_that_unpacks_to_too_much_is_refused() -> None:
    """The size that the archive declares is enough to refuse it."""
    data = bytearray(_docx_bytes())
    entry = data.index(b"PK\x01\x02")
    data[entry + 24 : entry + 28] = (500 * 2**20).to_bytes(4, "little")
    with pytest.raises(ReadingError, match="unpacks to more than 200 MB"):
        read_word(bytes(data), name="referat.docx")


def test_entities_are_not_resolved() -> None:
    """A document type definition cannot bring a file of this machine into the text."""
    xml = (
        b'<?xml version="1.0"?><!DOCTYPE d [<!ENTITY e SYSTEM "file:///etc/hostname">]><w:document '
        b'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body><w:p><w:r><w:t>a&e;b</w:t>'
        b"</w:r></w:p></w:body></w:document>"
    )
    content = read_word(_with_member("word/document.xml", xml), name="referat.docx")
    assert [line.text for line in content.lines] == ["a"]


def test_a_style_without_a_name_is_no_style() -> None:
    """A paragraph that names no style, though it says that it has one, is read as running text."""
    document = docx.Document()
    _append(document, _paragraph("<w:pPr><w:pStyle/></w:pPr><w:r><w:t>Brødtekst</w:t></w:r>"))
    assert _read(document) == [Line(text="Brødtekst")]
