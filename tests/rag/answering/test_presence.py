"""Lists of people are told as what they are: those who were there, and those who were not."""

from __future__ import annotations

from dataclasses import replace

import pytest

from rag.answering.compose import compose
from rag.answering.phrases import section_lead
from rag.answering.presence import present_runs
from rag.domain import AgendaItem, Hit, ItemReading, ReadSentence, Section, SectionKind
from rag.understanding import understand
from tests.fakes import a_meeting, an_item

CASE = Section(id="c", kind=SectionKind.CASE, heading="Sagsfremstilling", text="Mødeleder: Bo Krat\nKaffe kl. 9.")
PRESENT = Section(id="p", kind=SectionKind.PARTICIPANTS, heading="I mødet deltog:", text="Bo Krat\nLis Eng (afbud)")
ABSENT = Section(id="a", kind=SectionKind.PARTICIPANTS, heading="Fraværende:", text="Per Vig")


def item(*sections: Section) -> AgendaItem:
    """Return the item that opens a meeting, with these sections."""
    return replace(an_item(), sections=sections)


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("Hvem deltog i mødet?", [PRESENT.text]),
        ("Hvem meldte afbud?", [PRESENT.text, ABSENT.text]),
        ("Hvem ledede mødet?", ["Mødeleder: Bo Krat"]),
        ("Hvem har ansvaret for kaffen?", []),
    ],
)
def test_the_list_that_is_asked_for_is_given_whole(question: str, expected: list[str]) -> None:
    """Neither list answers for the other, but a line of the present that says "afbud" tells of both."""
    runs = present_runs(understand(question), item(CASE, PRESENT, ABSENT))
    assert [run.quote for run in runs] == expected


def test_a_list_of_the_absent_is_shown_where_there_is_no_other() -> None:
    """Minutes that print the absent alone are quoted, as what they are."""
    runs = present_runs(understand("Hvem deltog i mødet?"), item(ABSENT))
    assert [section_lead(a_meeting(), run.section) for run in runs] == ["Af listen over afbud og fraværende fremgår"]


def test_without_a_line_on_who_led_it_the_participants_are_shown() -> None:
    """Who led a meeting may stand in the list itself, in other words."""
    runs = present_runs(understand("Hvem ledede mødet?"), item(PRESENT))
    assert [run.section for run in runs] == [PRESENT]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Mødeleder:\nBo Krat\nKaffe kl. 9.", "Mødeleder:\nBo Krat"),
        ("Kaffe kl. 9.\nBo Krat er mødeleder.", "Bo Krat er mødeleder."),
        ("Mødeleder:", "Mødeleder:"),
    ],
)
def test_the_leader_is_named_with_the_label(text: str, expected: str) -> None:
    """A label alone on its line tells nothing without the next one, where there is one."""
    runs = present_runs(understand("Hvem ledede mødet?"), item(replace(CASE, text=text)))
    assert [run.quote for run in runs] == [expected]


def test_no_name_of_a_whole_list_is_set_off() -> None:
    """All of those on the list are the answer, wherever the reader sees its core."""
    core = ReadSentence(section_id=ABSENT.id, start=0, end=3, probability=0.9)
    reading = ItemReading(answers=0.9, sentences=(), core=core)
    meeting = a_meeting("a.txt", item(ABSENT))
    hit = Hit(rank=1, item=item(ABSENT), meeting=meeting, score=1, similarity=0.9, coverage=1, reading=reading)
    draft = compose(understand("Hvem meldte afbud?"), [hit])
    assert [(one.quote, one.core) for one in draft.citations] == [(ABSENT.text, None)]


def test_those_present_are_introduced_as_such() -> None:
    """The absent alone are called so."""
    assert section_lead(a_meeting(), PRESENT) == "Af deltagerlisten fremgår"
