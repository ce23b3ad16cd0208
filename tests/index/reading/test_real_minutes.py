from __future__ import annotations

from datetime import date, time
from pathlib import Path

from index.reading import find_documents, read_document
from rag.danish.normalise import normalise
from rag.domain import Attendance, DocumentType


def test_every_word_of_the_cluster_documents_is_in_the_lines(minutes_folder: Path) -> None:
    """Plain text loses nothing on its way."""
    paths = find_documents([minutes_folder / "klynge"])
    assert [path.name[:3] for path in paths] == ["000", "001", "002", "003", "004"]
    for path in paths:
        words = [word for line in read_document(path).lines for word in line.text.split()]
        assert words == normalise(path.read_text(encoding="utf-8")).split()


def test_council_minutes_are_read_with_items_as_headings(minutes_folder: Path) -> None:
    """The PDF's 21 items are headings of one level, over two printed lines too, and its contents are none."""
    document = read_document(minutes_folder / "aarhus" / "byraad-2025-08-27.pdf")
    items = [line for line in document.lines if line.text.startswith("Punkt ") and line.level]
    assert [line.text.split(":")[0] for line in items] == [f"Punkt {number}" for number in range(1, 22)]
    assert {line.level for line in items} == {3}
    assert items[1].text.endswith("Havnens Perles fremtid på Aarhus Ø")
    assert sum("....." in line.text and not line.level for line in document.lines) == 20
    assert {line.page for line in document.lines} == set(range(1, 29))


def test_agenda_page_is_read_with_marks_and_hints(minutes_folder: Path) -> None:
    """The page's items, case numbers and attachments are marked, and nothing of the site is left."""
    document = read_document(minutes_folder / "aarhus" / "teknisk-udvalg-2025-10-01.html")
    marks = [line.mark for line in document.lines if line.mark]
    assert [mark.number for mark in marks] == ["1", "2", "3", "4", "5", "6"]
    assert [mark.case_number for mark in marks][:2] == ["EMN-2025-010561", "EMN-2025-009242"]
    assert sum(len(mark.attachments) for mark in marks) == 69
    assert document.hints.forum == "Teknisk Udvalg, Aarhus Kommune"
    assert (document.hints.date, document.hints.start) == (date(2025, 10, 1), time(15, 45))
    assert document.hints.document_type is DocumentType.MINUTES
    chrome = {"Hent som PDF", "Kopier link", "Tilbage til forsiden", "Send", "Annuller"}
    assert not chrome & {line.text for line in document.lines}


def test_every_published_meeting_is_read_with_marks_and_hints(minutes_folder: Path) -> None:
    """Forum and date agree with the file's name, and the items are those of the file."""
    paths = find_documents([minutes_folder / "firstagenda"])
    documents = [read_document(path) for path in paths]
    assert len(documents) == 30
    assert sum(line.mark is not None for document in documents for line in document.lines) == 367
    assert all(document.hints.date == date.fromisoformat(document.path.stem[-10:]) for document in documents)
    assert all(document.hints.forum.endswith(", Greve Kommune") for document in documents)
    absent = {
        document.hints.date
        for document in documents
        if any(person.status is Attendance.ABSENT for person in document.hints.participants)
    }
    assert len(absent) == 5
