"""A recommendation stands beside its decision as what it came to be: adopted, departed from, or a proposal only."""

from __future__ import annotations

from dataclasses import replace

import pytest

from rag.answering import compose
from rag.domain import ItemReading, Outcome, ReadSentence, SectionKind
from rag.understanding import understand
from tests.rag.answering.items import ADOPTING, QUESTION, RECOMMENDATION, hit, section


def test_a_bare_decision_brings_its_recommendation() -> None:
    """The word "Godkendt" alone says nothing, so the recommendation follows, called one."""
    bare = section(SectionKind.DECISION, "Indstillingen blev godkendt.")
    draft = compose(QUESTION, [hit(RECOMMENDATION, bare, outcome=Outcome.APPROVED)])
    assert "Indstillingen, som beslutningen henviser til, lød: »At gruppen" in draft.lines[1]


@pytest.mark.parametrize(
    ("proposed", "decided", "outcome", "adopted"),
    [
        ("at taksten bliver 820 kr. pr. dag", "Godkendt med en takst på 760 kr. pr. dag.", Outcome.APPROVED, False),
        ("at taksten bliver 820 kr. pr. dag", "Taksten på 820 kr. blev godkendt.", Outcome.APPROVED, True),
        ("at der gives 2,3 mio. kr. og 5 % mere", "Godkendt med 2 %.", Outcome.APPROVED, False),
        ("at broen bygges", "Godkendt. Udgiften er 2 mio. kr.", Outcome.APPROVED, True),
        ("at taksten bliver 820 kr.", "Godkendt den 4. maj, 12 stemte for og 3 imod.", Outcome.APPROVED, True),
        ("at broen bygges", "Indstillingen blev ikke godkendt.", Outcome.REJECTED, False),
    ],
)
def test_a_recommendation_that_was_departed_from_is_called_a_proposal(
    proposed: str, decided: str, outcome: Outcome, *, adopted: bool
) -> None:
    """Beside another amount, or a no, it is not what the decision refers to."""
    sections = (section(SectionKind.RECOMMENDATION, proposed), section(SectionKind.DECISION, decided))
    text = "\n".join(compose(QUESTION, [hit(*sections, outcome=outcome)]).lines)
    assert ("som beslutningen henviser til" in text) is adopted
    assert ("Indstillet (forslag, ikke en beslutning): »at" in text) is not adopted


@pytest.mark.parametrize(
    ("recommended", "told"),
    [
        ("Administrationen indstiller, at orienteringen om færgen tages til efterretning.", False),
        ("2. at gruppen tager status til efterretning", False),
        ("At gruppen tager merforbruget på 2 mio. kr. til efterretning.", True),
        ("At status tages til efterretning, og at sekretariatet skriver til kommunerne.", True),
    ],
)
def test_a_recommendation_to_note_is_not_repeated(recommended: str, *, told: bool) -> None:
    """What was noted, as was recommended, is told once, unless the recommendation says more or is asked for."""
    noted = section(SectionKind.DECISION, "Orienteringen blev taget til efterretning.")
    found = hit(section(SectionKind.RECOMMENDATION, recommended), noted, outcome=Outcome.NOTED)
    assert ("Indstillingen" in "\n".join(compose(QUESTION, [found]).lines)) is told
    asked = replace(QUESTION, question="Hvad blev indstillet om en fælles indgang?")
    assert "Indstillingen" in "\n".join(compose(asked, [found]).lines)


def test_a_decision_that_adopts_the_recommendation_brings_it_however_long() -> None:
    """What was adopted stands there, and nowhere else; a decision of its own words brings none."""
    adopting = section(SectionKind.DECISION, ADOPTING)
    draft = compose(QUESTION, [hit(RECOMMENDATION, adopting, outcome=Outcome.APPROVED)])
    assert [citation.section.kind for citation in draft.citations] == [SectionKind.DECISION, SectionKind.RECOMMENDATION]
    assert draft.lines[-1].startswith("Indstillingen, som beslutningen henviser til, lød: »At gruppen godkender")
    refusing = section(SectionKind.DECISION, ADOPTING.replace("har vedtaget", "ikke har vedtaget"))
    draft = compose(QUESTION, [hit(RECOMMENDATION, refusing, outcome=Outcome.REJECTED)])
    assert {citation.section.kind for citation in draft.citations} == {SectionKind.DECISION}


def test_a_recommendation_told_in_part_is_called_so() -> None:
    """Points that were adopted as well, and are not shown, are not denied."""
    points = "".join(
        f"\n{number}. at gruppen køber båd nummer {number} til overfarten i fjorden" for number in range(1, 31)
    )
    bare = section(SectionKind.DECISION, "Indstillingen blev godkendt.")
    whole, part = (
        compose(QUESTION, [hit(section(SectionKind.RECOMMENDATION, text), bare)]).lines[1]
        for text in (f"Det indstilles,{points[:200]}", f"Det indstilles,{points}")
    )
    assert whole.startswith("Indstillingen, som beslutningen henviser til, lød: »")
    assert part.startswith("Indstillingen, som beslutningen henviser til, lød blandt andet: »")


@pytest.mark.parametrize(
    ("question", "likely", "told"),
    [
        ("Hvorfor er broen ikke med?", {SectionKind.RECOMMENDATION: 0.8}, True),
        ("Hvorfor er broen ikke med?", {SectionKind.RECOMMENDATION: 0.4}, False),
        ("Hvorfor er broen ikke med?", {SectionKind.RECOMMENDATION: 0.8, SectionKind.CASE: 0.6}, False),
        ("Hvad blev besluttet om broen?", {SectionKind.RECOMMENDATION: 0.8}, False),
    ],
)
def test_what_only_the_recommendation_tells_is_told_after_what_came_of_it(
    question: str, likely: dict[SectionKind, float], *, told: bool
) -> None:
    """As a proposal, and where neither decision nor case seems to answer; never to what was decided."""
    proposed = section(SectionKind.RECOMMENDATION, "At broen udgår, fordi vejen er sat på pause.")
    postponed = section(SectionKind.DECISION, "Sagen blev udsat uden behandling.")
    case = section(SectionKind.CASE, "Broen over fjorden har været undersøgt i flere år.")
    found = hit(proposed, postponed, case, outcome=Outcome.POSTPONED)
    sentences = tuple(
        ReadSentence(section_id=one.id, start=0, end=len(one.text), probability=likely.get(one.kind, 0.01))
        for one in (proposed, postponed, case)
    )
    read = replace(found, reading=ItemReading(answers=0.9, sentences=sentences))
    text = "\n".join(compose(understand(question), [read]).lines)
    assert ("Indstillet (forslag, ikke en beslutning): »At broen udgår" in text) is told
    if told:
        assert text.index("Sagen blev udsat") < text.index("At broen udgår")


@pytest.mark.parametrize(
    "case",
    [
        "Ansøger | Ansøgt (kr.) | Indstillet (kr.)\nSkakklubben i Fjordby | 29.000 | 7.000",
        "Det foreslås, at Skakklubben i Fjordby får 7.000 kr. i støtte.",
    ],
)
def test_an_amount_that_is_recommended_in_the_case_brings_the_decision(case: str) -> None:
    """What was recommended to give is not what was given."""
    others = "\n".join(f"Klubben i by nummer {number} har spillet bold i hallen hver uge." for number in range(20))
    decided = section(SectionKind.DECISION, "Godkendt, dog uden forplejning.")
    question = understand("Hvor mange penge får Skakklubben i Fjordby?")
    lines = compose(question, [hit(section(SectionKind.CASE, f"{case}\n{others}"), decided)]).lines
    assert "dog uden forplejning" in lines[0]
    assert "7.000" in "\n".join(lines[1:])
