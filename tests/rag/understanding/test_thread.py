"""Follow-ups take over topic, forum, time and item, and a new subject does not."""

from __future__ import annotations

import pytest

from rag.domain import ConstraintKind as Kind
from rag.domain import Intent, Turn
from rag.understanding import Query, stand_alone, understand
from tests.rag.understanding.known import KNOWN, TODAY

HIP = "Hvad blev besluttet om hoftebrud?"


def asked(*questions: str) -> Query:
    """Return the last question as it is understood after those before it."""
    *before, last = questions
    return understand(last, [Turn(role="user", content=text) for text in before], known=KNOWN, today=TODAY)


def test_a_follow_up_takes_the_topic_along() -> None:
    """A short question that points back is read with the one before it."""
    history = [Turn(role="user", content=HIP), Turn(role="assistant", content="…")]
    assert stand_alone("Og hvem har ansvaret for det?", history) == f"{HIP} Og hvem har ansvaret for det?"


def test_a_chain_of_follow_ups_goes_back_to_the_topic() -> None:
    """A follow-up of a follow-up still knows what it is about."""
    assert "hoftebrud" in asked(HIP, "Og hvornår?", "Hvem gør det?").search_text


def test_a_new_subject_stands_alone() -> None:
    """A question with a topic of its own takes nothing along."""
    question = "Hvor mange borgere fik influenzavaccination på plejehjem?"
    assert asked(HIP, question).search_text == question


@pytest.mark.parametrize(
    ("first", "second", "text"),
    [
        ("Hvad blev besluttet i 2013 om senge?", "Hvad med i 2024?", "Hvad blev besluttet i 2024 om senge?"),
        ("Hvad besluttede Skovklyngen om senge?", "Og Fjordklyngen?", "Hvad besluttede Fjordklyngen om senge?"),
        ("Hvor mange faldt den 1. maj 2022?", "og i 2019", "Hvor mange faldt i 2019?"),
        ("Hvad blev sagt på sidste møde om senge?", "Hvad med i 2021?", "Hvad blev sagt om senge? Hvad med i 2021?"),
    ],
)
def test_a_new_time_or_forum_takes_the_place_of_the_old(first: str, second: str, text: str) -> None:
    """Only what is named anew changes."""
    assert asked(first, second).search_text == text


def test_what_takes_a_place_is_as_certain_as_what_stood_there() -> None:
    """The follow-up "Hvad med i 2024?" after a decision of 2013 asks for a decision of 2024."""
    query = asked("Hvad blev besluttet i 2013 om senge?", "Hvad med i 2024?")
    assert [(it.label, it.hard) for it in query.constraints] == [("2024", True)]
    assert query.intent is Intent.DECISION
    assert query.years == (2024,)


def test_limits_are_carried_over() -> None:
    """A follow-up without limits of its own keeps those of the question before it."""
    query = asked("Hvad besluttede Skovklyngen i 2013 om senge under punkt 6?", "Hvorfor?")
    assert {it.kind for it in query.constraints} == {Kind.FORUM, Kind.PERIOD, Kind.ITEM}
    assert query.intent is Intent.REASON


def test_more_of_the_same_asks_for_the_same_kind_of_answer() -> None:
    """A mere "Uddyb" has no intent of its own."""
    assert asked(HIP, "Uddyb").intent is Intent.DECISION


def test_another_subject_of_the_same_meeting() -> None:
    """Who says that it is about something else keeps the meeting alone."""
    query = asked("Hvad sagde Skovklyngen om senge i oktober 2022?", "Noget helt andet: hvem ledede det møde?")
    assert "senge" not in query.search_text
    assert {it.label: it.hard for it in query.constraints} == {"Skovklyngen": True, "oktober 2022": True}


def test_another_subject_altogether() -> None:
    """Without the meeting being pointed to, nothing is kept."""
    assert asked(HIP, "Noget andet: hvad er status?").search_text == "Noget andet: hvad er status?"
