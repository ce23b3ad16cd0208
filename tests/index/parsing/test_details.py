"""Deadlines, presenters and those who are to act, read from the words of an agenda item."""

from __future__ import annotations

from datetime import date

import pytest

from index.parsing.details import with_details
from index.parsing.metadata import PLACE_LABEL
from rag.domain import AgendaItem, Section, SectionKind

HELD = date(2024, 5, 7)


def read(text: str, *, kind: SectionKind = SectionKind.DECISION, title: str = "Plan") -> AgendaItem:
    """Return an item with one section, and what its words say."""
    section = Section(id="s", kind=kind, heading="", text=text)
    return with_details(AgendaItem(id="i", number="1", ordinal=1, title=title, sections=(section,)), held=HELD)


@pytest.mark.parametrize(
    ("sentence", "due"),
    [
        ("Kommunerne melder tilbage senest 01.11.24.", date(2024, 11, 1)),
        ("Svaret sendes inden den 1. juni.", date(2024, 6, 1)),
        ("Svaret sendes inden 1. februar.", date(2025, 2, 1)),
        ("Svaret sendes senest fredag den 14. juni 2024.", date(2024, 6, 14)),
        ("Deadline er 3/6-2024.", date(2024, 6, 3)),
        ("Høringsfristen er den 14. august 2024.", date(2024, 8, 14)),
        ("Fristen for at indsende ansøgninger er den 2. september.", date(2024, 9, 2)),
        ("Kommunerne har fået en frist til den 31. december 2024.", date(2024, 12, 31)),
        ("Der var frist for svar den 15. april 2024.", date(2024, 4, 15)),
        ("Planen skal være klar inden udgangen af 2025.", date(2025, 12, 31)),
        ("Planen skal senest ved udgangen af februar være klar.", date(2025, 2, 28)),
        ("Der træffes beslutning senest i juni 2024.", date(2024, 6, 30)),
    ],
)
def test_a_deadline_with_its_sentence(sentence: str, due: date) -> None:
    """The day is read with what is left out of it, and the whole sentence is kept."""
    (found,) = read(f"Planen blev drøftet. {sentence} Mødet sluttede.").deadlines
    assert (found.due, found.words) == (due, sentence)


@pytest.mark.parametrize(
    "sentence",
    [
        "Mødet er den 3. juni 2024.",
        "Udvalget blev senest 3. maj 2023 orienteret om sagen.",
        "Udvalget har senest i 2021 fået en orientering.",
        "Regnskabet afleveres hvert år inden den 1. juli.",
        "Fristen på to uger gælder fra den 1. januar 2025.",
        "Borgeren får svar senest 14 dage efter henvendelsen.",
        "Behandlingen begynder inden for 30 dage.",
    ],
)
def test_other_days_are_no_deadlines(sentence: str) -> None:
    """Meeting days, what happened last, yearly rules and lengths of time are none."""
    assert read(sentence).deadlines == ()


def test_a_deadline_says_what_it_stands_in() -> None:
    """Only what stands in a decision is decided; the section is named so that the words can be found."""
    decided, proposed = (read("Senest 1. juni 2024.", kind=kind).deadlines[0] for kind in (
        SectionKind.DECISION, SectionKind.RECOMMENDATION,
    ))  # fmt: skip
    assert (decided.decided, proposed.decided) == (True, False)
    assert (proposed.kind, proposed.section_id) == (SectionKind.RECOMMENDATION, "s")


def test_a_table_of_tasks() -> None:
    """The columns "Ansvarlig" and "Frist" of a table give those who act and the days, each with its row."""
    text = "Opgave | Ansvarlig | Frist\nPlan | Sekretariatet | 1. juni 2024\nSvar |  | 2. juni 2024\n\nA | b | 3. juni"
    item = read(text)
    assert item.responsible == ("Sekretariatet",)
    assert [(deadline.due.day, deadline.words) for deadline in item.deadlines] == [
        (1, "Plan | Sekretariatet | 1. juni 2024"),
        (2, "Svar |  | 2. juni 2024"),
    ]


@pytest.mark.parametrize(
    ("text", "who"),
    [
        ("Ansvarlig: Anne Berg", "Anne Berg"),
        ("Tovholder: Sundmose Kommune.", "Sundmose Kommune"),
        ("Godkendt.\nAnsvarlige\nAnne Berg og Bo Dam", "Anne Berg og Bo Dam"),
        ("Godkendt. Sundhedschefen fra Nordfjord er ansvarlig for planen.", "Sundhedschefen fra Nordfjord"),
        ("Sundmose er tovholder.", "Sundmose"),
    ],
)
def test_who_is_to_act(text: str, who: str) -> None:
    """A label, the line below one, or a sentence of the decision names who is to act."""
    assert read(text).responsible == (who,)


@pytest.mark.parametrize("text", ["Kommunen er ansvarlig for driften.", "Ansvarlig: " + "ord " * 40])
def test_what_the_case_tells_is_no_task(text: str) -> None:
    """Whose duty something is in general, and long sentences after a label, give nobody a task."""
    assert read(text, kind=SectionKind.CASE).responsible == ()


def test_presenters() -> None:
    """Who presents an item is read from its title and the openings of its sections."""
    assert read("Godkendt.", title="Plan v/ Anne Berg").presenters == ("Anne Berg",)
    assert read("Oplæg ved Bo Dam og Eva Ny. Herefter drøftelse.").presenters == ("Bo Dam og Eva Ny",)


def test_a_document_without_a_date_gives_full_days_only() -> None:
    """Without the day of the meeting no year is guessed."""
    section = Section(
        id="s", kind=SectionKind.DECISION, heading="", text="Senest 1. juni. Senest i juli. Senest 2.6.24."
    )
    item = AgendaItem(id="i", number="1", ordinal=1, title="Plan", sections=(section,))
    assert [deadline.due for deadline in with_details(item, held=None).deadlines] == [date(2024, 6, 2)]


@pytest.mark.parametrize(
    ("line", "place"),
    [
        ("Mødested Byrådssalen", "Byrådssalen"),
        ("Mødested: | Udvalgsværelse 398", "Udvalgsværelse 398"),
        ("Sted: Sal 2, Indgang U", "Sal 2, Indgang U"),
        ("Lokale: 4", "4"),
        ("Sted for mødet er ikke fundet", None),
        ("Mødestedet for unge lukker", None),
    ],
)
def test_the_place_of_a_meeting_stands_after_its_label(line: str, place: str | None) -> None:
    """The word "Mødested" needs no colon after it, which exports to PDF leave out; "sted" alone does."""
    match = PLACE_LABEL.match(line)
    assert (match["place"] if match else None) == place
