"""What the parser concludes from the document as a whole: usual headings, running lines, lists and warnings."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from index.parsing import Parsed, understand
from index.reading.document import Line, RawDocument
from rag.domain import AgendaItem, Outcome, Section, SectionKind

FRONT = ("Referat", "Sundhedsudvalget, Nordfjord Kommune", "Dato: 7. maj 2024", "")


def read(text: str, *, front: tuple[str, ...] = FRONT, name: str = "m.txt", wrapped: bool | None = False) -> Parsed:
    """Parse a text with the heading of minutes before it."""
    lines = tuple(Line(text=line) for line in [*front, *text.split("\n")])
    return understand(RawDocument(path=Path(name), content_hash="0", kind="txt", lines=lines, wrapped=wrapped))


def items(parsed: Parsed) -> dict[str, AgendaItem]:
    """Return the numbered items by number."""
    return {item.number: item for item in parsed.meeting.numbered_items}


def kinds(item: AgendaItem) -> list[tuple[str, str]]:
    """Return kind and heading of the sections of an item."""
    return [(section.kind.value, section.heading) for section in item.sections]


def section(item: AgendaItem, kind: SectionKind) -> Section:
    """Return the only section of a kind."""
    (found,) = [section for section in item.sections if section.kind is kind]
    return found


TWO_ITEMS = """
1. Hjemmepleje

Indstilling
at planen godkendes.

Tidsplan
Planen begynder i juni.

Beslutning
Godkendt.

2. Genoptræning

Indstilling
at ordningen fortsætter.

Tidsplan
Ordningen løber i to år.

Beslutning
Godkendt.
"""


def test_a_recurring_heading_ends_the_recommendation() -> None:
    """Words that head text in several items end the recommendation, though the parser does not know them."""
    for item in items(read(TWO_ITEMS)).values():
        assert kinds(item) == [
            ("indstilling", "Indstilling"),
            ("sagsfremstilling", "Tidsplan"),
            ("beslutning", "Beslutning"),
        ]


def test_a_recurring_decision_is_no_heading() -> None:
    """Short decisions recur as well, and stay decisions."""
    found = items(read(TWO_ITEMS.replace("Godkendt.", "Godkendt")))
    assert [section(item, SectionKind.DECISION).text for item in found.values()] == ["Godkendt", "Godkendt"]


def test_a_conclusion_inside_the_case_is_no_decision() -> None:
    """Where the decision stands under the usual heading, other words such as "konklusioner" head no decision."""
    text = TWO_ITEMS.replace("Ordningen løber", "Undersøgelsens konklusioner\nOrdningen virker. Den løber")
    assert section(items(read(text))["2"], SectionKind.DECISION).text == "Godkendt."


def test_the_words_for_a_decision_may_be_others() -> None:
    """A document that heads its decisions "Konklusion" has decisions all the same."""
    found = items(read(TWO_ITEMS.replace("Beslutning", "Konklusion")))
    assert [item.outcome for item in found.values()] == [Outcome.APPROVED, Outcome.APPROVED]


def test_numbers_without_sign_after_them() -> None:
    """A line such as "1 Hjemmepleje" begins an item where it stands apart."""
    found = items(read(TWO_ITEMS.replace("1.", "1").replace("2.", "2")))
    assert [item.title for item in found.values()] == ["Hjemmepleje", "Genoptræning"]


def test_a_numbered_decision_is_not_the_next_item() -> None:
    """A line such as "2. Anbefales" under a decision loses against the item that a heading follows."""
    text = TWO_ITEMS.replace("Godkendt.", "1. Anbefales\n2. Anbefales", 1)
    assert [item.title for item in items(read(text)).values()] == ["Hjemmepleje", "Genoptræning"]


def test_a_list_of_contents_speaks_for_its_titles() -> None:
    """A title that the list of contents names wins over a list point with the same number."""
    contents = "1. Hjemmepleje ......... 1\n2. Genoptræning ......... 2\n"
    text = contents + TWO_ITEMS.replace("at planen godkendes.", "1. at planen godkendes,\n2. Lukket for nye borgere")
    assert [item.title for item in items(read(text)).values()] == ["Hjemmepleje", "Genoptræning"]


def test_earlier_decisions_are_not_this_meetings() -> None:
    """What other bodies said, quoted under "Sagsforløb", is no decision and gives no outcome."""
    text = "1. Plan\nIndstilling\nat planen godkendes.\nSagsforløb\nØkonomiudvalget\nGodkendt."
    text = f"{text}\n2. Andet\nBeslutning\nUdsat."
    item = items(read(text))["1"]
    assert item.decision is None
    assert item.outcome is Outcome.NOT_STATED


EXPORT = """
{number}. {title}

Beslutninger
{decision}

{introduction}
Resume
Ordningen har været afprøvet i et år.
"""


def test_a_text_that_introduces_the_case_is_no_decision() -> None:
    """Where every item has one between decision and case, without heading: what is proposed there is not decided."""
    fields = [
        ("Hjemmepleje", "Sendes til udvalget.", "Forslag om at udvide ordningen til alle."),
        ("Genoptræning", "Godkendt.", "Indstillingen vedrører betalingen."),
        ("Kørsel", "Godkendt.", "."),
    ]
    texts = [
        EXPORT.format(number=number, title=title, decision=decision, introduction=introduction)
        for number, (title, decision, introduction) in enumerate(fields, start=1)
    ]
    found = items(read("\n".join(texts)))
    assert [section(item, SectionKind.DECISION).text for item in found.values()] == [it[1] for it in fields]
    assert kinds(found["1"]) == [
        ("beslutning", "Beslutninger"),
        ("sagsfremstilling", ""),
        ("sagsfremstilling", "Resume"),
    ]
    assert found["1"].sections[1].text == fields[0][2]
    assert len(found["3"].sections) == 2
    few = items(read("\n".join(texts[:2])))
    assert section(few["1"], SectionKind.DECISION).text == "\n".join(fields[0][1:])
    some = items(read("\n".join([*texts[:2], texts[2].replace("\n.\n", "")])))
    assert section(some["1"], SectionKind.DECISION).text == "\n".join(fields[0][1:])


def test_the_words_of_a_closed_item_are_its_decision() -> None:
    """Of a closed item only the decision is published, unless the text says just that it is closed."""
    text = "1. Lukket: Køb\nKøbet blev godkendt.\n2. Lukket: Salg\nPunktet er behandlet for lukkede døre."
    found = items(read(f"{text}\n3. Mødeplan\nIntet."))
    assert (found["1"].outcome, found["2"].decision) == (Outcome.APPROVED, None)


def test_a_note_on_attendance_stands_apart() -> None:
    """A line "Fraværende: …" within a decision is who was away, and the decision goes on after it."""
    text = TWO_ITEMS.replace("Godkendt.", "Godkendt.\nFraværende: Anne Berg\nForslaget sendes videre til rådet.", 1)
    item = items(read(text))["1"]
    assert section(item, SectionKind.PARTICIPANTS).text == "Anne Berg"
    assert [s.text for s in item.sections if s.kind is SectionKind.DECISION] == [
        "Godkendt.",
        "Forslaget sendes videre til rådet.",
    ]


def test_a_heading_beside_a_page_number_stays() -> None:
    """A section heading at the top of a page is no running line, however often the document uses it."""
    text = TWO_ITEMS.replace("Tidsplan", "Side 1\nTidsplan", 1)
    assert ("sagsfremstilling", "Tidsplan") in kinds(items(read(text, wrapped=True))["1"])


def test_one_partys_no_is_not_the_bodys() -> None:
    """A proposal that the council adopts is not rejected because a party says no."""
    text = TWO_ITEMS.replace("Godkendt.", "Vedtaget. Venstres byrådsgruppe kunne ikke tiltræde indstillingen.", 1)
    assert items(read(text))["1"].outcome is Outcome.APPROVED
    refused = TWO_ITEMS.replace("Godkendt.", "Udvalget kunne ikke tiltræde indstillingen.", 1)
    assert items(read(refused))["1"].outcome is Outcome.REJECTED


def test_items_carry_their_deadlines() -> None:
    """A parsed item knows what is to be done by when; a missing year is that of the meeting."""
    text = TWO_ITEMS.replace("Godkendt.", "Godkendt. Kommunerne svarer inden 1. november.", 1)
    parsed = items(read(text))
    (deadline,) = parsed["1"].deadlines
    assert (deadline.due, deadline.words) == (date(2024, 11, 1), "Kommunerne svarer inden 1. november.")
    assert deadline.section_id == section(parsed["1"], SectionKind.DECISION).id
    assert parsed["2"].deadlines == ()


def test_nothing_doubtful() -> None:
    """Minutes with date, forum, decisions and numbers in order are trusted."""
    parsed = read(TWO_ITEMS)
    assert (parsed.confidence, parsed.warnings) == (0.98, ())


def test_warnings() -> None:
    """What is missing or odd is said, and lowers the confidence."""
    skipping = read(TWO_ITEMS.replace("2. G", "4. G"), front=("Referat",))
    assert skipping.warnings == ("no date", "no forum", "numbers skip from 1 to 4")
    assert 0 < skipping.confidence < read(TWO_ITEMS).confidence
    assert read("Kun tekst.").warnings == ("no agenda items",)
    assert "no decisions in a referat" in read("1. Plan\n\nIntet nyt.\n\n2. Mere\n\nIntet nyt.").warnings
    assert any(w.startswith("text before the first item is long") for w in read("ord " * 500 + TWO_ITEMS).warnings)


def test_a_date_from_the_file_name_is_marked() -> None:
    """Where only the name of the file gives a date it counts, with a warning."""
    parsed = read(TWO_ITEMS, front=("Referat", "Sundhedsudvalget"), name="referat_2024-05-07.txt")
    assert parsed.meeting.date == date(2024, 5, 7)
    assert parsed.warnings == ("the date is taken from the file name",)
