from __future__ import annotations

import json
from datetime import date, time
from typing import Any

import pytest

from index.reading.document import ItemMark, Line
from index.reading.firstagenda import read_firstagenda
from rag.domain import Attendance, DocumentType, Participant
from rag.errors import ReadingError

CASE = """<div><h3>Beslutning</h3><span>Godkendt.</span>
<h3>Fremstilling</h3><h4>Resume</h4><p>Om h&oslash;ringen.</p></div>"""


def _item(number: str, title: str, **fields: Any) -> dict[str, Any]:  # noqa: ANN401 - any JSON value
    return {"Punktnummer": number, "Navn": title, "Felter": [{"Navn": "", "Html": CASE}], **fields}


def _read(**fields: Any) -> Any:  # noqa: ANN401 - passed on as given
    meeting = {
        "Dagsordenpunkter": [_item("1", "Godkendelse", SagsNummer="21-014445")],
        "Udvalg": {"Navn": "Sundhedsudvalget"},
        "Moede": {
            "Dato": "2022-03-21T17:00:00+01:00",
            "Sted": "Mødelokale 1",
            "Afsluttet": True,
            "Navn": "Dagsorden",
        },
        **fields,
    }
    return read_firstagenda(json.dumps(meeting), name="moede.json")


def test_item_begins_with_its_mark_and_goes_on_with_its_fields() -> None:
    """The title line carries number, case number and attachments; the field's HTML follows as lines."""
    bilag = [{"Navn": "Bilag 1 - Høringssvar"}, {"Navn": " Bilag  2 "}, {"Navn": None}]
    content = _read(Dagsordenpunkter=[_item("3a", "Høring", CaseNumber="22-1", Bilag=bilag)])
    mark = ItemMark(number="3a", title="Høring", case_number="22-1", attachments=("Bilag 1 - Høringssvar", "Bilag 2"))
    assert content.lines == (
        Line(text="Høring", level=1, mark=mark),
        Line(text="Beslutning", level=3),
        Line(text="Godkendt."),
        Line(text="Fremstilling", level=3),
        Line(text="Resume", level=4),
        Line(text="Om høringen."),
    )
    assert content.wrapped is False


def test_named_field_gets_its_name_as_heading() -> None:
    """Where the export names a field, the name heads its text."""
    item = {"Number": "1", "Caption": "Budget", "Felter": [{"Navn": "Indstilling", "Html": "<p>at</p>"}]}
    lines = _read(Dagsordenpunkter=[item]).lines
    assert [(line.text, line.level) for line in lines] == [("Budget", 1), ("Indstilling", 2), ("at", 0)]


def test_items_come_in_the_order_of_the_agenda() -> None:
    """Sorting counts for more than the place in the file."""
    items = [_item("2", "To", Sorting=2), _item("1", "Et", Sorting=1)]
    marks = [line.mark.number for line in _read(Dagsordenpunkter=items).lines if line.mark]
    assert marks == ["1", "2"]


@pytest.mark.parametrize(
    ("items", "closed"),
    [
        ([{"Navn": "Lukket: Kontrakt"}, {"Navn": "Budget"}], [True, False]),
        ([{"Navn": "Kontrakt", "IsOpen": False}, {"Navn": "Budget", "IsOpen": True}], [True, False]),
        ([{"Navn": "Kontrakt", "IsOpen": False}, {"Navn": "Budget", "IsOpen": False}], [False, False]),
    ],
)
def test_closed_items_are_recognised(items: list[dict[str, Any]], closed: list[bool]) -> None:
    """The title or the flag tells; a flag that is false on every item tells nothing."""
    lines = _read(Dagsordenpunkter=items).lines
    assert [line.mark.closed for line in lines if line.mark] == closed


def test_hints_are_what_the_file_states() -> None:
    """Forum with organisation, date, time, place and who was there come from the fields."""
    people = [
        {"Name": "Formanden", "Absent": False},
        {"Name": "Næstformanden", "Absent": True},
        {"Name": "Medlemmet", "ParticipationCancelled": True},
    ]
    held = {
        "MeetingBeginUtc": "2022-03-21T16:00:00Z",
        "MeetingEndUtc": "2022-03-21T18:30:00Z",
        "Sted": "Mødelokale 1",
        "Moededeltagere": people,
    }
    link = [{"Link": "https://dagsordener.ringkobing-skjern.dk/Vis/Pdf/bilag/1", "Html": CASE}]
    hints = _read(Moede=held, Dagsordenpunkter=[_item("1", "Et", Felter=link)]).hints
    assert hints.forum == "Sundhedsudvalget, Ringkøbing-Skjern Kommune"
    assert (hints.date, hints.start, hints.end) == (date(2022, 3, 21), time(17), time(19, 30))
    assert hints.place == "Mødelokale 1"
    assert hints.participants == (
        Participant(name="Formanden"),
        Participant(name="Næstformanden", status=Attendance.ABSENT),
        Participant(name="Medlemmet", status=Attendance.ABSENT),
    )


@pytest.mark.parametrize(
    ("name", "forum"),
    [
        ("Byråd 2022-2025", "Byråd"),
        (".Spørgsmål til Byrådet", "Spørgsmål til Byrådet"),
        ("Udvalget", "Udvalget"),
    ],
)
def test_forum_is_named_without_term_and_sorting_sign(name: str, forum: str) -> None:
    """A council is the same body after an election, and a dot that sorts it first is no part of its name."""
    assert _read(Udvalg={"Navn": name}).hints.forum == forum


@pytest.mark.parametrize(
    ("html", "finished", "expected"),
    [
        ("<h3>Beslutning</h3><p>Godkendt.</p>", False, DocumentType.MINUTES),
        ("<h3>Fremstilling</h3><p>Tekst</p>", True, DocumentType.MINUTES),
        ("<h3>Fremstilling</h3><p>Tekst</p>", False, DocumentType.AGENDA),
    ],
)
def test_document_type_follows_decisions(html: str, *, finished: bool, expected: DocumentType) -> None:
    """A decision or a finished meeting makes minutes, anything else is an agenda."""
    content = _read(Dagsordenpunkter=[_item("1", "Et", Felter=[{"Html": html}])], Moede={"Afsluttet": finished})
    assert content.hints.document_type is expected


def test_title_is_kept_only_where_it_tells_something() -> None:
    """The name "Dagsorden" says nothing about a meeting, "Ekstraordinær dagsorden" does."""
    assert _read().hints.title == ""
    assert _read(Moede={"Navn": "Ekstraordinær dagsorden"}).hints.title == "Ekstraordinær dagsorden"


def test_missing_and_null_fields_are_empty() -> None:
    """An export without committee, meeting or fields is still read."""
    content = _read(Dagsordenpunkter=[{"Navn": "Et", "Felter": None, "Bilag": None}], Udvalg=None, Moede=None)
    assert content.lines == (Line(text="Et", level=1, mark=ItemMark(number="", title="Et")),)
    assert content.hints.date is None


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ('{"Dagsordenpunkter": [', "moede.json is not valid JSON"),
        ("[" * 100_000, "moede.json is not valid JSON"),
        ("[1, 2]", "moede.json is JSON, but not a meeting published by FirstAgenda"),
        ('{"Dagsordenpunkter": 7}', "moede.json is JSON, but not a meeting published by FirstAgenda"),
    ],
)
def test_other_json_is_refused(text: str, message: str) -> None:
    """Broken or foreign JSON gives one clear sentence."""
    with pytest.raises(ReadingError, match=message):
        read_firstagenda(text, name="moede.json")
