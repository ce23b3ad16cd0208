"""Words, times, bodies and numbers of a question are found in an item and its meeting."""

from __future__ import annotations

from dataclasses import replace

import pytest

from rag.domain import Constraint, ConstraintKind, Section, SectionKind, Topic
from rag.retrieval.matching import by_number, by_people, by_title, meant_share, of_forum, of_period, share
from rag.understanding import Query, understand
from tests.fakes import a_meeting, an_item


@pytest.mark.parametrize(
    ("tokens", "expected"),
    [(" kol rehabiliter ", 1.0), (" kolrehabiliter ", 0.75), (" rehabiliteringsplan ", 0.75), (" plan ", 0.0)],
)
def test_rare_words_count_more_and_compounds_count(tokens: str, expected: float) -> None:
    """The share is weighted by rarity; a long word is also found in a compound, a short one only alone."""
    assert share(Topic(words={"kol": 1.0, "rehabiliter": 3.0}), tokens) == expected


def test_a_question_without_topic_is_not_covered() -> None:
    """Nothing asked for is nothing held."""
    assert share(Topic(), " plan ") == meant_share(Topic(), " plan ") == 0.0


@pytest.mark.parametrize(
    ("tokens", "expected"),
    [
        (" medicin hjem ", 0.75),
        (" kort laegemidl ", 0.25),
        (" laegemidl medicin ", 0.75),  # the term that is worth most
        (" alm ", 0.0),  # half a term is none
        (" alm praksis ", 0.5),
        (" pil medicin ", 0.0),  # the word itself is there
        (" plan ", 0.0),
    ],
)
def test_terms_count_where_the_word_they_stand_for_is_missing(tokens: str, expected: float) -> None:
    """What minutes write instead of a word counts as much as it is worth."""
    terms = ((("laegemidl",), 1.0), (("medicin",), 3.0), (("alm", "praksis"), 2.0))
    assert meant_share(Topic(words={"pil": 3.0, "hjem": 1.0}, instead={"pil": terms}), tokens) == expected


MEETING = a_meeting()
"""A meeting of "Styregruppen, Fjordklyngen" on 4 May 2023."""


def asking(kind: ConstraintKind, *values: str, hard: bool = False) -> Query:
    """Return a query with one constraint."""
    constraint = Constraint(kind=kind, label="", hard=hard, values=values)
    return replace(understand("Hvad skete der?"), constraints=(constraint,))


@pytest.mark.parametrize(
    ("named", "is_its"), [("Fjordklyngen", True), ("styregruppen fjord", True), ("Åklyngen", False)]
)
def test_a_meeting_of_a_forum_that_is_named(named: str, *, is_its: bool) -> None:
    """A meeting's forum is meant when it holds all the words."""
    assert of_forum(asking(ConstraintKind.FORUM, named), MEETING) is is_its


@pytest.mark.parametrize(
    ("first", "last", "is_within"),
    [
        ("2023-05-04", "2023-05-04", True),
        ("2023-01-01", "", True),
        ("", "2023-05-03", False),
        ("2024-01-01", "", False),
    ],
)
def test_a_meeting_of_a_period_that_is_named(first: str, last: str, *, is_within: bool) -> None:
    """A period includes its first and last day, and may be open."""
    assert of_period(asking(ConstraintKind.PERIOD, first, last), MEETING) is is_within


def test_a_meeting_that_is_named_by_its_day() -> None:
    """The latest meeting is that of its day."""
    assert of_period(asking(ConstraintKind.MEETING, "2023-05-04"), MEETING)
    assert not of_period(asking(ConstraintKind.MEETING, "2023-05-05"), MEETING)
    assert not of_period(asking(ConstraintKind.MEETING, "2023-05-04"), replace(MEETING, date=None))


def test_an_item_asked_for_by_number() -> None:
    """An item number counts where the meeting is known, or in the body or time named, a case number everywhere."""
    item = replace(an_item("6"), case_number="24/1234")
    assert by_number(asking(ConstraintKind.ITEM, "6", hard=True), item)
    assert not by_number(asking(ConstraintKind.ITEM, "6"), item)
    assert by_number(asking(ConstraintKind.ITEM, "6"), item, placed=True)
    assert not by_number(asking(ConstraintKind.ITEM, "7", hard=True), item)
    assert by_number(asking(ConstraintKind.CASE, "24/1234", hard=True), item)
    assert not by_number(asking(ConstraintKind.CASE, "24/999", hard=True), item)


@pytest.mark.parametrize(
    ("question", "title", "expected"),
    [
        ("Hvad blev der sagt under eventuelt i maj?", "Eventuelt", True),
        ("hvad kom op under evt.", "Eventuelt.", True),
        ("Hvad står der under punktet »Økonomi og planer«?", "Økonomi og planer", True),
        ("Hvad står der under punktet »Økonomi og planer«?", "Økonomi", True),
        ("Hvad skete der under økonomidrøftelsen?", "Økonomi", False),
        ("Hvad er eventuelt besluttet?", "Eventuelt", False),
        ("Hvad blev der sagt under eventuelt?", "", False),
    ],
)
def test_an_item_asked_for_by_title(question: str, title: str, *, expected: bool) -> None:
    """Its whole title stands right after "under"; the word alone may mean something else."""
    assert by_title(understand(question), replace(an_item("6"), title=title)) is expected


@pytest.mark.parametrize(
    ("question", "kind", "expected"),
    [
        ("Hvem ledede mødet i maj?", SectionKind.PARTICIPANTS, True),
        ("Hvem deltog i byrådsmødet?", SectionKind.PARTICIPANTS, True),
        ("Hvem ledede mødet i maj?", SectionKind.CASE, False),
        ("Hvem deltog i laboratoriet?", SectionKind.PARTICIPANTS, False),
        ("Hvad besluttede mødet i maj?", SectionKind.PARTICIPANTS, False),
    ],
)
def test_who_was_there_stands_in_a_list_of_people(question: str, kind: SectionKind, *, expected: bool) -> None:
    """The list of a meeting's people is asked for by who met, led or was away."""
    people = Section(id="s", kind=kind, heading="", text="Lederen af sundhedscentret er mødeleder.")
    assert by_people(understand(question), replace(an_item("1"), sections=(people,))) is expected
