"""Where an answer tells of several items, each is called what it is, with what came of it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from rag.answering import compose
from rag.domain import (
    DocumentType,
    ItemReading,
    ReadSentence,
    Section,
    SectionKind,
)
from rag.understanding import understand
from tests.rag.answering.items import ADOPTING, DECISION, QUESTION, RECOMMENDATION, hit, section


def test_a_rival_with_a_recommendation_says_what_came_of_it() -> None:
    """The short decision stands before it; where the decision is long, there is no recommendation."""
    turned_down = section(SectionKind.DECISION, "Indstillingen blev afvist.")

    def beside(decision: Section) -> list[str]:
        other = hit(RECOMMENDATION, decision)
        rival = replace(other, rank=2, item=replace(other.item, id="b", number="9"))
        return compose(understand("Hvornår begynder den fælles indgang?"), [hit(DECISION), rival]).lines

    lines = "\n".join(beside(turned_down))
    assert lines.index("»Indstillingen blev afvist.«") < lines.index("fra 1. oktober")
    assert "fra 1. oktober" not in "\n".join(beside(section(SectionKind.DECISION, f"{ADOPTING} {ADOPTING}")))


def test_the_matter_at_a_later_meeting_is_told_with_its_decision() -> None:
    """Who asks what became of a matter is told that it came back, and of that what was decided, not the case alone."""
    postponed = section(SectionKind.DECISION, f"{'Udvalget spurgte. ' * 10}Udvalget besluttede at udsætte sagen.")
    case = section(SectionKind.CASE, "Den fælles indgang skal gøre det lettere for unge at få hjælp, uanset hvor.")
    first = hit(DECISION)
    other = hit(case, postponed)
    meeting = replace(other.meeting, id="later", date=date(2023, 9, 1))
    later = replace(other, rank=2, meeting=meeting, item=replace(other.item, id="b"), score=first.score - 0.3)
    lines = compose(understand("Hvad skete der med den fælles indgang?"), [first, later]).lines
    place = next(place for place, line in enumerate(lines) if line.startswith("Senere behandlet: Fokusgruppen"))
    assert "1. september 2023" in lines[place]
    assert "besluttede at udsætte sagen" in lines[place + 1]


def test_over_time_newest_first() -> None:
    """A question across meetings gets one line for each, the newest first."""
    older = hit(DECISION)
    newer = replace(older, meeting=replace(older.meeting, id="n", date=date(2024, 5, 4)))
    draft = compose(understand("Hvordan har den fælles indgang udviklet sig over tid?"), [older, newer])
    assert ["2024" in draft.lines[0], "2023" in draft.lines[1]] == [True, True]


def test_over_time_a_bare_decision_stands_beside_what_answers() -> None:
    """That something was noted tells no development; the figure asked for does, and each is called what it is."""
    case = section(SectionKind.CASE, "Der var 18 registreringer af magtanvendelse i 2021. Rapporten er vedlagt.")
    answering = ReadSentence(section_id=case.id, start=0, end=case.text.index(" Rapporten"), probability=0.9)
    reading = ItemReading(answers=0.9, sentences=(answering,))
    noted = replace(
        hit(case, section(SectionKind.DECISION, "Orienteringen blev taget til efterretning.")), reading=reading
    )
    question = understand("Hvordan har antallet af registreringer af magtanvendelse udviklet sig over tid?")
    draft = compose(question, [noted])
    assert draft.citations[0].quote == "Orienteringen blev taget til efterretning."
    assert "18 registreringer" in draft.citations[1].quote
    assert "Af sagsfremstillingen fremgår" in draft.lines[0]
    decided = hit(case, section(SectionKind.DECISION, "Magtanvendelse registreres fremover hver måned i systemet."))
    told = compose(question, [replace(decided, reading=reading)])
    assert told.citations[0].section.kind is SectionKind.DECISION


def test_over_time_no_recommendation_stands_without_what_came_of_it() -> None:
    """A recommendation may answer best, and was turned down: the line says so first."""
    asked = section(SectionKind.RECOMMENDATION, "Det indstilles, at kommunerne betaler halvdelen af to stillinger.")
    turned_down = section(SectionKind.DECISION, "Indstillingen blev afvist.")
    question = understand("Hvordan har betalingen for stillinger udviklet sig over tid?")
    (line,) = compose(question, [hit(asked, turned_down)]).lines
    assert line.index("»Indstillingen blev afvist.«") < line.index("to stillinger")
    case = section(SectionKind.CASE, "Kommunerne skal betale halvdelen af to stillinger.")
    (line,) = compose(question, [hit(case, section(SectionKind.DECISION, "Punktet blev udsat."))]).lines
    assert line.index("»Punktet blev udsat.«") < line.index("to stillinger")


def test_over_time_a_line_tells_the_decision_and_what_else_answers() -> None:
    """Beside a decision that says something, the figure asked for stands in the same line, each called what it is."""
    case = section(SectionKind.CASE, "Der var 18 registreringer af magtanvendelse i 2021. Rapporten er vedlagt.")
    sentences = tuple(
        ReadSentence(section_id=one.id, start=0, end=one.text.index(". ") + 1, probability=0.9)
        for one in (case, DECISION)
    )
    read = replace(hit(case, DECISION), reading=ItemReading(answers=0.9, sentences=sentences))
    draft = compose(understand("Hvordan har antallet af magtanvendelser udviklet sig over tid?"), [read])
    (line,) = draft.lines
    assert line.index("Af beslutningen fremgår: »Gruppen") < line.index("Af sagsfremstillingen fremgår: »Der var 18")


def test_an_item_as_likely_as_the_best_is_told_of_beside_it() -> None:
    """The rival is introduced as what may be meant too, its words by where they stand; a distant one is not told of."""
    agenda = replace(hit(section(SectionKind.CASE, "Planen for holdet foreslås.")), rank=2)
    agenda = replace(
        agenda,
        item=replace(agenda.item, id="b", number="9", title="Planen"),
        meeting=replace(agenda.meeting, document_type=DocumentType.AGENDA),
    )
    draft = compose(QUESTION, [hit(DECISION), agenda])
    text = "\n".join(draft.lines)
    assert "Spørgsmålet kan også gælde" in text
    assert text.index(DECISION.text) < text.index("punkt 9, »Planen«:") < text.index("Foreslået i dagsordenen: »Planen")
    assert {citation.item.number for citation in draft.citations} == {hit(DECISION).item.number, "9"}
    distant = replace(agenda, score=hit(DECISION).score - 1)
    assert "kan også gælde" not in "\n".join(compose(QUESTION, [hit(DECISION), distant]).lines)


def test_a_list_stays_in_the_line_of_its_meeting() -> None:
    """Across meetings every line is a meeting, so the points of a list do not begin lines of their own."""
    listed = section(SectionKind.CASE, "Den fælles indgang omfatter:\n- telefon\n- mail\n- fremmøde")
    draft = compose(understand("Hvordan har den fælles indgang udviklet sig over tid?"), [hit(listed)])
    assert [line.count("\n") for line in draft.lines] == [0]
    assert "- telefon - mail" in draft.lines[0]
