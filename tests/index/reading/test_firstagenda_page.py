from __future__ import annotations

from datetime import date, time

from index.reading.document import ItemMark, Line
from index.reading.html import read_html
from rag.domain import Attendance, DocumentType, Participant

PAGE = """<html><head><link rel="stylesheet" href="/dist/css/syddjurs.css"></head><body>
<nav>Forside</nav>
<div class="title"><h1>Referat 1. oktober 2025 kl. 15.45</h1><h2><span class="udvalg">Sundhedsudvalget</span>
 - <span class="sted">Lokale 3</span></h2></div>
<table class="dagsordeninfo"><tr><td>Mødedato:</td><td>
<span class="dato">onsdag den 1. oktober 2025 kl. 15.45</span>
</td></tr><tr><td>Mødedeltagere:</td><td class="deltagere">Formanden, Næstformanden (afbud)</td></tr></table>
<table><tbody>
<tr class="punktrow"><td><span class="label label-default">1</span></td>
<td><button><h2 class="overskrift">Hoftebrud</h2>
</button><div class="details"><span class="sagsnummer">EMN-2025-010561</span><div class="punkt"><h3></h3>
<div><h3>Beslutninger</h3><span><div>Godkendt.</div></span>
<h3></h3><span><div>Sagen drejer sig om</div></span></div>
</div><h3>Bilag</h3><ul><li><span class="label label-default pdf-label">PDF</span>
<a class="bilag-link">Notat  om hofter
</a></li></ul></div></td><td><ul><li><a>Hent som PDF</a></li><li><a>Kopier link</a></li></ul></td></tr>
<tr class="punktrow"><td><span class="label label-default">2</span></td>
<td><h2 class="overskrift">Lukket: Kontrakt</h2></td></tr>
</tbody></table>
<div class="modal">Der opstod en fejl</div></body></html>"""


def test_items_are_marked_and_the_rest_of_the_page_is_left() -> None:
    """Each item begins with its mark, its fields follow, and attachments stand in the mark only."""
    first = ItemMark(number="1", title="Hoftebrud", case_number="EMN-2025-010561", attachments=("Notat om hofter",))
    assert read_html(PAGE).lines == (
        Line(text="Referat 1. oktober 2025 kl. 15.45", level=1),
        Line(text="Sundhedsudvalget - Lokale 3", level=2),
        Line(text="Mødedato: | onsdag den 1. oktober 2025 kl. 15.45", row=True),
        Line(text="Mødedeltagere: | Formanden, Næstformanden (afbud)", row=True),
        Line(text="Hoftebrud", level=1, mark=first),
        Line(text="", level=3),
        Line(text="Beslutninger", level=3),
        Line(text="Godkendt."),
        Line(text="", level=3),
        Line(text="Sagen drejer sig om"),
        Line(text="Lukket: Kontrakt", level=1, mark=ItemMark(number="2", title="Lukket: Kontrakt", closed=True)),
    )


def test_hints_are_what_the_page_states() -> None:
    """Committee, organisation, date, time, place, type and participants come from the page's own parts."""
    hints = read_html(PAGE).hints
    assert hints.forum == "Sundhedsudvalget, Syddjurs Kommune"
    assert (hints.date, hints.start, hints.place) == (date(2025, 10, 1), time(15, 45), "Lokale 3")
    assert hints.document_type is DocumentType.MINUTES
    assert hints.participants == (
        Participant(name="Formanden"),
        Participant(name="Næstformanden", status=Attendance.ABSENT),
    )


def test_text_of_the_logo_names_the_organisation() -> None:
    """A logo that says whose it is counts for more than the name of a style sheet."""
    page = PAGE.replace("<nav>", '<nav><img alt="Nordfjord Kommune" src="/logo.png">')
    assert read_html(page).hints.forum == "Sundhedsudvalget, Nordfjord Kommune"


def test_agenda_is_told_from_minutes() -> None:
    """The heading says which of the two the page is."""
    page = PAGE.replace("<h1>Referat", "<h1>Dagsorden")
    assert read_html(page).hints.document_type is DocumentType.AGENDA


def test_page_that_lacks_the_titles_is_read_as_any_other() -> None:
    """Without the known parts there are no marks, only lines."""
    content = read_html(PAGE.replace("overskrift", "noget-andet"))
    assert not any(line.mark for line in content.lines)
    assert "Hoftebrud" in [line.text for line in content.lines]
