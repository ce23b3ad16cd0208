"""What stands in lines of its own, rows of a table and people with their posts, is told with what it means."""

from __future__ import annotations

import pytest

from rag.answering import compose
from rag.answering.choosing import is_block
from rag.domain import SectionKind
from rag.understanding import understand
from tests.rag.answering.items import hit, section

FILLING = "\n".join(f"Færgen sejler til ø nummer {number} hver dag året rundt, også om natten." for number in range(12))
TABLE = (
    "De ledige boliger fremgår af tabellen.\n| Antal boliger | Tomgang\nBøgevej 3 | 18 | 8\nElmevej 8 | 5 | 3\n"
    "Der er ingen venteliste til boligerne, og de kan tages i brug straks efter en gennemgang."
)
PEOPLE = (
    "Gruppen har holdt tre møder. I gruppen deltager:\nEva Lund\nChefsygeplejerske\nFjordby Sygehus\nKim Holt\nLeder\n"
    "Bakkeby Kommune\nArbejdet er afsluttet i maj, og gruppen er takket for en stor indsats."
)


def answer(question: str, text: str) -> str:
    """Answer from one item with a case of this text."""
    return "\n".join(compose(understand(question), [hit(section(SectionKind.CASE, text))]).lines)


def test_a_row_is_told_with_its_headings_line_by_line() -> None:
    """A figure says nothing, or the wrong thing, without the name of its column."""
    told = answer("Hvor mange boliger er tomme på Elmevej 8?", TABLE)
    assert "| Antal boliger | Tomgang" in told
    assert "\nElmevej 8 | 5 | 3" in told or "»Elmevej 8 | 5 | 3" in told


def test_of_a_long_table_the_row_and_its_headings_are_told() -> None:
    """Rows that were not asked for stay out, however far the headings are."""
    rows = "\n".join(f"Birkevej nummer {number} | {number} | {number + 7}" for number in range(10, 60))
    told = answer("Hvor mange boliger er tomme på Birkevej nummer 47?", f"| Antal boliger | Tomgang\n{rows}")
    assert "| Antal boliger | Tomgang" in told
    assert "Birkevej nummer 47 | 47 | 54" in told
    assert told.count("Birkevej") < 40


def test_the_heading_of_a_table_is_no_answer_by_itself() -> None:
    """Where no row is told, its headings are not brought."""
    text = f"{TABLE}\n{FILLING}"
    assert "Tomgang" not in answer("Til hvilken ø sejler færgen om natten?", text)


def test_people_and_posts_are_told_together() -> None:
    """A name stands beside its own post and place, not the next one's, each in its line, under what leads to them."""
    told = answer("Hvem fra Bakkeby Kommune deltager i gruppen?", PEOPLE)
    assert "deltager:\nEva Lund\nChefsygeplejerske\nFjordby Sygehus\nKim Holt\nLeder\nBakkeby Kommune" in told


@pytest.mark.parametrize(
    ("lines", "block"),
    [
        (["Eva Lund", "Leder", "Kim Holt", "Læge"], True),
        (["I gruppen deltager:", "Eva Lund", "Leder", "Kim Holt", "Læge", "Arbejdet er afsluttet."], True),
        (["Baggrund", "Plan", "Økonomi"], False),
        (["Eva Lund", "Leder", "Det blev godkendt.", "Kim Holt", "Læge"], False),
        (["Bøgevej", "Elmevej", "Askevej", "Andre", "12"], False),
    ],
)
def test_four_short_lines_in_a_row_are_a_block(lines: list[str], *, block: bool) -> None:
    """Fewer may be sub-headings, and with figures they are cells."""
    assert is_block(lines) is block


def test_too_many_lines_are_told_by_lines() -> None:
    """A block too long to be quoted whole does not crowd out the rest."""
    lines = [f"Navn Navnesen nummer {number}" for number in range(100)]
    assert len(answer("Hvem er Navn Navnesen nummer 57?", "\n".join(lines))) < 1600
    text = "\n".join([*lines, "Anna Fjord er formand for hele gruppen i Bakkeby Kommune."])
    assert len(answer("Hvem er formand for gruppen?", text)) < 1600


def test_labels_are_told_with_what_they_are_of() -> None:
    """A day after its label says nothing without the body before it and the sentence behind."""
    labels = "Udvalg: Økonomiudvalget\nDato: 12-08-2025\nPunktnummer: 3\nSagen om broen blev anbefalet."
    told = answer("Hvilken dato var broen i Økonomiudvalget?", f"{FILLING}\n{labels}\n{FILLING}")
    assert " ".join(labels.split()) in told


def test_a_label_by_itself_brings_nothing_along() -> None:
    """One label and its value are a line like others."""
    text = f"{FILLING}\nSidste frist: 12-08-2025\nVejret var godt til festen på havnen i går.\n{FILLING}"
    told = answer("Hvad er sidste frist?", text)
    assert "Sidste frist: 12-08-2025" in told
    assert "Vejret var godt" not in told


def test_a_list_of_people_at_the_meeting_is_no_block() -> None:
    """It is told whole where it is asked for, and else by its lines."""
    people = "\n".join(f"Navn Navnesen nummer {number}, leder" for number in range(10, 40))
    sections = (section(SectionKind.PARTICIPANTS, people), section(SectionKind.CASE, "Sagen er ny."))
    draft = compose(understand("Hvad er Navn Navnesen nummer 27 leder af?"), [hit(*sections)])
    assert "nummer 27" in "\n".join(draft.lines)
    assert "\n".join(draft.lines).count("Navnesen") < 25


def test_a_table_of_contents_is_not_quoted() -> None:
    """It tells where a matter stands, and nothing of it."""
    contents = "\n".join(f"Sag om broen nummer {number}{'.' * 40} {number}" for number in range(1, 5))
    sections = (section(SectionKind.OTHER, contents), section(SectionKind.CASE, "Sag om broen nummer 2 er fra i maj."))
    draft = compose(understand("Hvornår er sag om broen nummer 2 fra?"), [hit(*sections)])
    assert "....." not in "\n".join(draft.lines)
