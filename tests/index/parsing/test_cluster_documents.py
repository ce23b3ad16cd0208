"""The five cluster documents, held against reviewed facts; the documents are read from the minutes folder.

The facts were printed by the parser and read through against the documents: a wrong one that the reader missed would
be kept, so they guard against change more than they prove.
"""

from __future__ import annotations

import json
from collections import Counter
from datetime import date, time
from functools import cache
from pathlib import Path

import pytest

from index.parsing import parse_document
from index.reading import read_document
from rag.domain import Attendance, DocumentType, Meeting, Outcome, SectionKind

FACTS = json.loads((Path(__file__).parent / "cluster_facts.json").read_text("utf-8"))


@cache
def parsed(path: Path) -> Meeting:
    """Parse each document once for all tests."""
    return parse_document(read_document(path))


@pytest.fixture
def meeting(minutes_folder: Path, request: pytest.FixtureRequest) -> Meeting:
    """Return the parsed document whose file name begins with the parameter."""
    return parsed(next((minutes_folder / "klynge").glob(f"{request.param}_*.txt")))


def documents(*names: str) -> pytest.MarkDecorator:
    """Run a test on these documents, or on all."""
    return pytest.mark.parametrize("meeting", names or sorted(FACTS), indirect=True, ids=lambda name: name)


@documents()
def test_metadata(meeting: Meeting) -> None:
    """Type, forum, date and place are the document's."""
    facts = FACTS[meeting.source.name[:3]]
    assert meeting.document_type == facts["type"]
    assert meeting.forum == facts["forum"]
    assert meeting.date == date.fromisoformat(facts["date"])
    assert meeting.place == facts["place"]


@documents()
def test_items(meeting: Meeting) -> None:
    """Every item is found with number, title and outcome, and none is invented."""
    facts = FACTS[meeting.source.name[:3]]
    found = [[item.number, item.title, item.outcome.value] for item in meeting.numbered_items]
    assert found == facts["items"]


@documents()
def test_sections(meeting: Meeting) -> None:
    """Every section is of the right kind, begins and ends with the right words, and has the right number of words."""
    facts = FACTS[meeting.source.name[:3]]["sections"]
    for item in meeting.items:
        found = [
            [
                s.kind.value,
                s.heading,
                " ".join(s.text.split()[:4]),
                " ".join(s.text.split()[-4:]),
                len(s.text.split()),
            ]
            for s in item.sections
        ]
        assert found == facts[item.number], f"item {item.number}"


@documents()
def test_participants(meeting: Meeting) -> None:
    """As many participants of each organisation are read as present, absent or there in part as the document lists."""
    counts = Counter((p.organisation, p.status.value) for p in meeting.participants)
    assert sorted([*key, count] for key, count in counts.items()) == FACTS[meeting.source.name[:3]]["participants"]


@documents("001")
def test_a_participant_over_two_lines(meeting: Meeting) -> None:
    """Name, role and organisation are told apart, also where the entry is broken over two lines."""
    leader = next(p for p in meeting.participants if p.role.startswith("Leder af Sundhedsfremme"))
    assert leader.organisation == "Ikast-Brande kommune"
    assert leader.role == "Leder af Sundhedsfremme og Forebyggelse"


@documents("001")
def test_the_year_comes_from_the_letter(meeting: Meeting) -> None:
    """A day without year takes the year of the letter's date in the side box."""
    assert (meeting.date, meeting.start, meeting.end) == (date(2021, 6, 8), time(8, 30), time(11, 30))


@documents("001")
def test_decision_and_recommendation_stay_apart(meeting: Meeting) -> None:
    """The recommendation of item 6 is not in its decision."""
    item = next(item for item in meeting.items if item.number == "6")
    assert item.decision is not None
    assert "udarbejder et oplæg" in item.decision.text
    assert "igangsætter proces" not in item.decision.text


@documents("002")
def test_responsible_column(meeting: Meeting) -> None:
    """Names of the column "Ansvar" go to their items, and the sentences they broke are whole."""
    by_number = {item.number: item for item in meeting.items}
    assert by_number["1"].responsible == ("Hanne Mark",)
    assert by_number["2"].responsible == ("Bjarke Pedersen",)
    discussion = next(s for s in by_number["4"].sections if s.kind is SectionKind.DISCUSSION)
    assert "hvor der blev oplevet modstand" in discussion.text


@documents("003")
def test_annex_decides_nothing(meeting: Meeting) -> None:
    """The annex is recognised, and no item of it has an outcome."""
    assert meeting.document_type is DocumentType.ANNEX
    assert {item.outcome for item in meeting.items} == {Outcome.NOT_STATED}


@documents("000")
def test_partial_attendance(meeting: Meeting) -> None:
    """Somebody who left early took part in part."""
    partial = [p.name for p in meeting.participants if p.status is Attendance.PARTIAL]
    assert partial == ["Ulf Grue Hørlyk"]
