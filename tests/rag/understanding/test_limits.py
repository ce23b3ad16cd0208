"""What a question names limits its search for certain, or weighs in it."""

from __future__ import annotations

from datetime import date

import pytest

from rag.domain import ConstraintKind as Kind
from rag.domain import DocumentType, Filters
from rag.understanding import Known, understand
from tests.rag.understanding.known import BOARD, KNOWN, TODAY


def limits(question: str, known: Known = KNOWN) -> dict[str, bool]:
    """Return the labels of what was understood, and whether each is hard."""
    return {it.label: it.hard for it in understand(question, known=known, today=TODAY).constraints}


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("Hvad besluttede Skovklyngen om senge?", {"Skovklyngen": True}),
        ("Hvad siger Skovklyngen om senge?", {"Skovklyngen": False}),
        ("Hvor mange senge er der i Skov?", {"Skovklyngen": False}),
        ("Nordby Kommunes bemærkninger til aftalen", {"Nordby Kommune": False}),
        ("Hvad blev besluttet i klyngestyregruppen i Fjord?", {BOARD: True}),
        ("Hvad har Skov og Fjord gjort?", {"Skovklyngen": False, "Fjordklyngen": False}),
        ("Hvad blev besluttet i 2013 om senge?", {"2013": True}),
        ("Hvad besluttede Skovklyngen i 2013?", {"Skovklyngen": True, "2013": True}),
        ("Hvor mange senge lukker i 2014?", {"2014": False}),
        ("Hvad blev drøftet på mødet i juni 2021?", {"juni 2021": True}),
        ("Hvad skete der den 8. juni 2021?", {"8. juni 2021": True}),
        ("Hvad gælder fra den 1. maj 2022?", {"1. maj 2022": False}),
        ("Hvilke beslutninger er truffet om senge siden 2022?", {"fra 1. januar 2022": True}),
        ("Er antallet steget siden 2022?", {"fra 1. januar 2022": False}),
        ("Hvad blev sagt i 2013 og i 2014?", {"2013": False, "2014": False}),
        ("Hvad blev besluttet på det seneste møde?", {"Seneste møde: 20. marts 2024": False}),
        ("Hvornår er der møder i 2014?", {"2014": True}),
        ("datoer for møder i 2014", {"2014": False}),
        ("Hvem kan komme til dialogmødet i 2024?", {"2024": False}),
        ("Hvad står der under punkt 6?", {"Punkt 6": False}),
        ("punkt 6 den 8. juni 2021", {"8. juni 2021": True, "Punkt 6": True}),
        ("Hvad skete der i sag 1-30-72-89-23?", {"Sag 1-30-72-89-23": True}),
        ("Søg kun i bilagene efter senge", {"Bilag": True}),
        ("Har senge været på dagsordenen?", {}),
    ],
)
def test_limits(question: str, expected: dict[str, bool]) -> None:
    """What tells which meeting is meant is hard; what may be the topic is not."""
    assert limits(question) == expected


def test_the_latest_meeting_of_a_named_forum_is_certain() -> None:
    """With the forum named, the latest meeting is one day, and both narrow the search."""
    query = understand(
        "Hvad blev besluttet på seneste møde i klyngestyregruppen i Fjordklyngen?", known=KNOWN, today=TODAY
    )
    (meeting,) = query.of_kind(Kind.MEETING)
    assert meeting.hard
    filters = query.narrowed(Filters())
    assert (filters.date_from, filters.date_to) == (date(2024, 3, 20), date(2024, 3, 20))
    assert filters.forum == "Klyngestyregruppen Fjordklyngen"


def test_one_forum_alone_is_no_limit() -> None:
    """Where all meetings are of one forum, its name limits nothing."""
    assert limits("Hvad besluttede klyngestyregruppen?", Known(forums=(BOARD,))) == {}


def test_hard_limits_narrow_what_a_user_chose() -> None:
    """Days are those that both let through; a forum that the user chose stays."""
    chosen = Filters(forum="Udvalget", date_from=date(2013, 6, 1), document_type=DocumentType.MINUTES)
    query = understand("Hvad besluttede Skovklyngen i 2013?", known=KNOWN, today=TODAY)
    narrowed = query.narrowed(chosen)
    assert narrowed.forum == "Udvalget"
    assert (narrowed.date_from, narrowed.date_to) == (date(2013, 6, 1), date(2013, 12, 31))
    assert understand("Hvor mange senge lukker i 2014?", known=KNOWN).narrowed(chosen) == chosen


def test_an_ignored_limit_is_left_out_with_its_words() -> None:
    """A limit that the user took away is neither shown nor searched with."""
    query = understand("Hvad besluttede Skovklyngen i 2013 om senge?", known=KNOWN, today=TODAY, ignore=[Kind.PERIOD])
    assert [it.kind for it in query.constraints] == [Kind.FORUM]
    assert query.search_text == "Hvad besluttede Skovklyngen om senge?"
    assert query.years == ()


def test_a_question_that_names_many_things_is_read_like_any_other() -> None:
    """Reading takes time with the length of a question, also where it names a hundred days and forums."""
    named = "Skovklyngen den 8. juni 2021, " * 100
    assert len(understand(f"Hvad med senge i {named}?", known=KNOWN, today=TODAY).constraints) == 2
