"""Where and when a meeting was held, and the next one: looked up in its minutes, or said not to be told."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, time
from pathlib import Path

import pytest

from rag.catalog import Catalog
from rag.domain import OUTSIDE, Attendance, Filters, Participant, SectionKind
from rag.meeting_facts import Told, find_told
from rag.understanding import Known, understand
from tests.rag.catalogued import item, meeting

FJORD, BAKKE, DAL = "Styregruppen, Fjordklyngen", "Styregruppen, Bakkeklyngen", "Fokusgruppen Børn, Dalklyngen"
BOARD = "Byrådet, Engby Kommune"
DAYS = (
    (FJORD, date(2021, 3, 1)),
    (FJORD, date(2022, 3, 1)),
    (BAKKE, date(2023, 5, 1)),
    (DAL, date(2023, 5, 9)),
    (BOARD, date(2023, 6, 6)),
)
KNOWN = Known(forums=(FJORD, BAKKE, DAL, BOARD), meetings=DAYS)


@pytest.fixture
def catalog(tmp_path: Path) -> Iterator[Catalog]:
    """Open a catalog with two meetings of one body and one of two others."""
    with Catalog.open(f"sqlite:///{tmp_path / 'catalog.db'}") as opened:
        for one in (
            replace(
                meeting("e.json", item("e", "1", "Budget", "Mødet i maj begyndte."), forum=BOARD, day=date(2023, 6, 6)),
                place="Byrådssalen",
                start=time(19),
                participants=(
                    Participant(name="Eva Lund"),
                    Participant(name="Bo Holt"),
                    Participant(name="Ida Krog", status=Attendance.ABSENT),
                ),
            ),
            replace(
                meeting(
                    "a.txt",
                    item("a", OUTSIDE, "", "Referat af møde\nTid: 1. marts kl. 9 – 11\nMødested: Rådhuset i Fjordby"),
                    item("a", "1", "Eventuelt", "Næste møde er den 4. maj 2021."),
                    item("a", "2", "Deltagere", "Direktør Eva Lund", SectionKind.PARTICIPANTS),
                    forum=FJORD,
                    day=date(2021, 3, 1),
                ),
                start=time(9),
                end=time(11),
                place="Rådhuset i Fjordby",
                participants=(Participant(name="Eva Lund"),),
            ),
            replace(
                meeting(
                    "b.txt",
                    item(
                        "b", OUTSIDE, "", "Brev af 20. februar 2022 kl. 8\nden 1. marts 2022 kl. 13\ni Sal 4, Sygehuset"
                    ),
                    item(
                        "b",
                        "1",
                        "Kørsel",
                        "Næste møde i Trafikrådet er i maj 2022. Mødet begyndte sent. Mødet sluttede kl. 15.",
                    ),
                    item("b", "2", "Teknik", "Der blev skiftet lokale. Patienten mødes kl. 7. Ordstyrer: Bo"),
                    forum=FJORD,
                    day=date(2022, 3, 1),
                ),
                start=time(13),
                place="Sal 4, Sygehuset",
            ),
            meeting(
                "c.txt",
                item("c", "1", "Orientering", "Punktet udsættes til næste møde i august."),
                item("c", "2", "Kommende møder", "Styregruppen mødes 3. juni og 9. september 2023."),
                item("c", "3", "Mødeplan", "At gruppen mødes den 1. maj 2024.", SectionKind.RECOMMENDATION),
                forum=BAKKE,
                day=date(2023, 5, 1),
            ),
            meeting(
                "d.txt",
                item("d", "1", "Orientering", "Punktet udsættes til næste møde i august."),
                forum=DAL,
                day=date(2023, 5, 9),
            ),
        ):
            opened.store_meeting(one, [], {})
        yield opened


def look_up(catalog: Catalog, question: str) -> Told | None:
    """Look up a question about a meeting."""
    return find_told(catalog, understand(question, known=KNOWN), filters=Filters())


def quotes(told: Told | None) -> list[str] | None:
    """Return the words that were found."""
    return None if told is None else [run.quote for _, runs in told.found for run in runs]


@pytest.mark.parametrize(
    ("question", "words"),
    [
        ("Hvor blev mødet i Fjordklyngen den 1. marts 2021 holdt?", ["Mødested: Rådhuset i Fjordby"]),
        ("Hvornår begyndte mødet i Fjordklyngen den 1. marts 2021?", ["Tid: 1. marts kl. 9 – 11"]),
        ("Hvornår sluttede mødet i Fjordklyngen den 1. marts 2021?", ["Tid: 1. marts kl. 9 – 11"]),
        (
            "Hvornår var mødet i Fjordklyngen den 1. marts 2022?",
            ["den 1. marts 2022 kl. 13", "Mødet begyndte sent.", "Mødet sluttede kl. 15."],
        ),
        ("Hvor mødtes Fjordklyngen den 1. marts 2022?", ["i Sal 4, Sygehuset"]),
        (
            "Hvornår sluttede mødet i Fjordklyngen den 1. marts 2022?",
            ["Mødet sluttede kl. 15."],
        ),
        ("Hvor holder Fjordklyngen møde?", ["i Sal 4, Sygehuset"]),
        ("Hvornår er næste møde i Bakkeklyngen?", ["Styregruppen mødes 3. juni og 9. september 2023."]),
        ("Hvornår er næste møde i Dalklyngen?", ["Punktet udsættes til næste møde i august."]),
    ],
)
def test_what_the_minutes_tell_is_found(catalog: Catalog, question: str, words: list[str]) -> None:
    """By a label, in the meeting's heading, under an item on meetings to come, or where the next one is named."""
    assert quotes(look_up(catalog, question)) == words


@pytest.mark.parametrize(
    "question",
    [
        "Hvornår er næste møde i Fjordklyngen?",  # That of another body, and of the meeting before, is not theirs.
        "Hvor blev mødet i Bakkeklyngen holdt?",
        "Hvornår begyndte mødet i Dalklyngen?",
        "Hvem deltog i mødet i Dalklyngen?",
        "Hvem var ikke til stede ved mødet i Bakkeklyngen?",
        "Hvem ledede mødet i Dalklyngen?",
        "Hvem var mødeleder ved fokusgruppemødet den 9. maj 2023?",
    ],
)
def test_what_they_do_not_tell_is_known_not_to_be_told(catalog: Catalog, question: str) -> None:
    """The meeting is found, and no words in it."""
    assert quotes(look_up(catalog, question)) == []


@pytest.mark.parametrize(
    "question",
    [
        "Hvornår er næste møde?",  # Whose?
        "Hvornår var mødet i Fjordklyngen?",  # Which of two?
        "Hvor holdt demensgruppen i Fjordklyngen møde?",
        "Hvad skal drøftes på næste møde i Bakkeklyngen?",
        "Hvornår er næste møde om kørsel i Fjordklyngen?",
        "Hvem deltog i mødet i Fjordklyngen den 1. marts 2021?",  # That is told from its list.
        "Hvem ledede mødet i Fjordklyngen den 1. marts 2022?",
    ],
)
def test_other_questions_are_left_to_the_search(catalog: Catalog, question: str) -> None:
    """Where it is open which meeting is meant, or something else is asked, nothing is looked up."""
    assert look_up(catalog, question) is None


def test_a_meeting_may_be_called_by_its_body_in_one_word(catalog: Catalog) -> None:
    """By "fokusgruppemødet" that of the fokusgruppe is meant, where several bodies met in the time that is named."""
    known = Known(forums=("Klyngen",), meetings=DAYS)
    query = understand("Hvornår begyndte fokusgruppemødet i maj 2023?", known=known)
    told = find_told(catalog, query, filters=Filters())
    assert told is not None
    assert told.meeting.forum == DAL
    both = understand("Hvornår begyndte mødet i maj 2023?", known=known)
    assert find_told(catalog, both, filters=Filters()) is None


@pytest.mark.parametrize(
    ("question", "noted"),
    [
        ("Hvor holdt byrådet i Engby møde?", "sted: Byrådssalen."),
        ("Hvornår begyndte byrådsmødet den 6. juni 2023?", "begyndelse: kl. 19.00."),
        ("Hvem deltog i byrådsmødet den 6. juni 2023?", "deltagere: Eva Lund, Bo Holt; fraværende: Ida Krog."),
        ("Hvem var ikke til stede ved byrådsmødet den 6. juni 2023?", "fraværende: Ida Krog."),
        ("Hvornår sluttede byrådsmødet den 6. juni 2023?", ""),
        ("Hvem ledede byrådsmødet den 6. juni 2023?", ""),
    ],
)
def test_what_a_document_notes_beside_its_text_is_told(catalog: Catalog, question: str, noted: str) -> None:
    """Exports hold place, hours and people in fields of their own; these are no silence, and what they lack is."""
    told = look_up(catalog, question)
    assert told is not None
    assert quotes(told) == []
    start = "Byrådet i Engby Kommune, 6. juni 2023. Af dokumentets mødeoplysninger fremgår "
    assert told.noted == (f"{start}{noted}" if noted else "")


def test_a_list_of_the_absent_does_not_hide_who_is_noted_as_there(catalog: Catalog) -> None:
    """Who was absent is told by the list, who was there by the document's own notes."""
    people = item("f", "1", "", "Ida Krog", SectionKind.PARTICIPANTS)
    people = replace(people, sections=(replace(people.sections[0], heading="Afbud:"),))
    minutes = meeting("f.json", people, forum=BOARD, day=date(2023, 7, 4))
    catalog.store_meeting(replace(minutes, participants=(Participant(name="Eva Lund"),)), [], {})
    there = look_up(catalog, "Hvem deltog i mødet i byrådet i Engby?")
    assert there is not None
    assert there.noted.endswith("fremgår deltagere: Eva Lund.")
    assert look_up(catalog, "Hvem meldte afbud til mødet i byrådet i Engby?") is None
