"""Answers are the minutes' own words, called what they are."""

from __future__ import annotations

import sys
from dataclasses import replace
from datetime import date

import pytest

from rag.answering import compose, define, silence
from rag.answering.choosing import MOST
from rag.answering.draft import Draft
from rag.answering.phrases import point
from rag.domain import (
    Abbreviation,
    Deadline,
    DocumentType,
    ItemReading,
    Outcome,
    ReadSentence,
    SectionKind,
)
from rag.understanding import understand
from tests.fakes import an_item
from tests.rag.answering.items import DECISION, QUESTION, RECOMMENDATION, hit, section


def test_a_decision_is_quoted_and_the_recommendation_is_not() -> None:
    """Only words of the decision stand in the answer to what was decided."""
    draft = compose(QUESTION, [hit(RECOMMENDATION, DECISION)])
    text = "\n".join(draft.lines)
    assert "nedsætte en arbejdsgruppe" in text
    assert "1. oktober" not in text
    assert {c.section.kind for c in draft.citations} == {SectionKind.DECISION}


def test_forum_date_and_point_are_named() -> None:
    """The body, the date and the agenda item stand in the first line."""
    line = compose(QUESTION, [hit(DECISION)]).lines[0]
    assert line.startswith(
        "Fokusgruppen Børn, Unge og Psykiatri i Fjordklyngen besluttede den 4. maj 2023 (punkt 6, »Fælles indgang«): »"
    )


def test_words_that_decide_nothing_are_not_called_a_decision() -> None:
    """The word "besluttede" is said only where the minutes say so."""
    vague = section(SectionKind.DECISION, "Kommunerne er positive. Formanden udarbejder et oplæg.")
    assert "besluttede" not in compose(QUESTION, [hit(vague)]).lines[0]


def test_an_item_without_decision_says_so() -> None:
    """Without a decision the answer says that there is none, and quotes the rest as what it is."""
    discussion = section(SectionKind.DISCUSSION, "Gruppen talte om en fælles indgang.")
    draft = compose(QUESTION, [hit(RECOMMENDATION, discussion, outcome=Outcome.DISCUSSED)])
    assert draft.lines[0] == "Der står ingen beslutning under punktet."
    assert "Af drøftelsen fremgår" in "\n".join(draft.lines)


@pytest.mark.parametrize(
    ("kind", "lead"),
    [(DocumentType.AGENDA, "Foreslået i dagsordenen"), (DocumentType.ANNEX, "Af bilaget fremgår")],
)
def test_agendas_and_annexes_decide_nothing(kind: DocumentType, lead: str) -> None:
    """What stands in an agenda or an annex is introduced as that, never as decided."""
    text = "\n".join(compose(QUESTION, [hit(RECOMMENDATION, kind=kind, outcome=Outcome.NOT_STATED)]).lines)
    assert lead in text
    assert "besluttede" not in text


def test_a_postponed_item_is_called_postponed() -> None:
    """A postponed item is not presented as decided."""
    postponed = section(SectionKind.DECISION, "Punktet udsættes til næste møde.")
    line = compose(QUESTION, [hit(postponed, outcome=Outcome.POSTPONED)]).lines[0]
    assert "udsatte punktet den 4. maj 2023" in line


def test_every_quotation_stands_in_its_section() -> None:
    """Each citation's words are found in the section it names."""
    draft = compose(QUESTION, [hit(RECOMMENDATION, DECISION)])
    assert draft.citations
    assert all(c.quote in c.section.text for c in draft.citations)


def test_a_list_is_quoted_whole() -> None:
    """All points of a list are given, in order."""
    points = "Der peges på følgende:\n• Fælles skolebænk\n• Faste kontaktpersoner\n• Én indgang"
    draft = compose(understand("Hvilke indsatser peges der på?"), [hit(section(SectionKind.CASE, points))])
    assert draft.citations[0].quote == points


@pytest.mark.parametrize(
    ("decision", "verb"),
    [
        ("Fremsendes til Sundhedsudvalget til behandling i henhold til beslutning i mødet.", "sendte sagen videre"),
        ("Sagen blev oversendt til de fire kommuner.", "sendte sagen videre"),
        ("Henvist til klyngestyregruppen.", "sendte sagen videre"),
        ("Gruppen besluttede at sende sagen til Sundhedsudvalget.", "besluttede"),
        ("Aftalen sendes i offentlig høring, som godkendt i maj.", "besluttede"),
        ("Forslaget sendes ikke videre, og der blev besluttet en ny ordning.", "besluttede"),
        ("Sendes til høring. Gruppen besluttede at vente med resten.", "besluttede"),
        ("Fremsendes til hospitalet med bemærkning om, at gruppen har vedtaget indgangen.", "besluttede"),
    ],
)
def test_a_matter_handed_on_is_not_called_decided(decision: str, verb: str) -> None:
    """The next body decides; only where this one has adopted something too does the answer say so."""
    (line,) = compose(QUESTION, [hit(section(SectionKind.DECISION, decision))]).lines
    assert line.startswith(f"Fokusgruppen Børn, Unge og Psykiatri i Fjordklyngen {verb} den 4. maj 2023")


@pytest.mark.parametrize(
    ("heading", "lead"),
    [
        ("BESLUTNINGSFORSLAG FRA V", "Stillet som forslag (ikke en beslutning)"),
        ("Ændringsforslag", "Stillet som forslag (ikke en beslutning)"),
        ("Sagens forløb", "Af sagens tidligere behandling fremgår"),
        ("Patientforløb", "Af referatet fremgår"),
        ("Sagens forløb for patienten", "Af referatet fremgår"),
        ("Tidligere erfaringer", "Af referatet fremgår"),
        ("", "Af referatet fremgår"),
    ],
)
def test_a_motion_and_earlier_meetings_are_called_what_they_are(heading: str, lead: str) -> None:
    """What a member moved, or another meeting said, is no part of what these minutes tell."""
    other = replace(section(SectionKind.OTHER, "Byrådet beder om en fælles indgang."), heading=heading)
    lines = compose(understand("Hvem beder om den fælles indgang?"), [hit(other)]).lines
    assert lines[-1].startswith(f"{lead}: »Byrådet beder")


@pytest.mark.parametrize(
    ("question", "settled"),
    [
        ("Er kommunerne med i portalen?", True),
        ("portalen til journalen, er kommunerne med i den", True),
        ("Hvilken portal er kommunerne med i?", False),
    ],
)
def test_a_question_for_yes_or_no_is_settled_by_the_decision(question: str, settled: bool) -> None:
    """Also where what it is about comes first; a longer decision stands beside other facts only where it answers."""
    case = section(SectionKind.CASE, "Kommunerne er med i portalen til journalen, som afprøves i to klynger.")
    decision = "Punktet blev drøftet, og der var ros til det foreløbige arbejde. " * 3
    read = ReadSentence(section_id=case.id, start=0, end=len(case.text), probability=0.99)
    found = replace(
        hit(case, section(SectionKind.DECISION, decision)), reading=ItemReading(answers=0.9, sentences=(read,))
    )
    quoted = {citation.section.kind for citation in compose(understand(question), [found]).citations}
    assert (SectionKind.DECISION in quoted) is settled


def test_silence_names_the_nearest() -> None:
    """An abstention says how much was searched and what lies nearest."""
    text = silence([hit(DECISION)], documents=3, period=(date(2019, 1, 1), date(2023, 5, 4)))
    assert text.startswith("Det fremgår ikke af de 3 indlæste dokumenter (2019–2023).")
    assert "punkt 6, »Fælles indgang«" in text


EXPLAINED = section(SectionKind.CASE, "Der er møde i maj. Klyngen deltager i et lærings- og kvalitetsteam (LKT) i år.")


LKT = Abbreviation(short="LKT", long="lærings- og kvalitetsteam", item_id="i")


def test_an_abbreviation_is_spelled_out_with_the_sentence_that_explains_it() -> None:
    """The long form comes first, then the very sentence and its place; nothing else was asked for."""
    query = understand("Hvad står LKT for?")
    begun = define(query, LKT, hit(EXPLAINED), {})
    draft = compose(query, [hit(DECISION)], begun=begun)
    assert draft.lines[0] == "LKT står for lærings- og kvalitetsteam."
    assert "punkt 6" in draft.lines[1]
    assert [citation.quote for citation in draft.citations] == [
        "Klyngen deltager i et lærings- og kvalitetsteam (LKT) i år."
    ]


def test_what_an_abbreviation_is_goes_on_with_what_the_minutes_say_of_it() -> None:
    """Who asks what it is gets more than the long form, with numbers that go on."""
    query = understand("Hvad er LKT?")
    draft = compose(query, [hit(EXPLAINED)], begun=define(query, LKT, hit(EXPLAINED), {}))
    assert draft.lines[0] == "LKT står for lærings- og kvalitetsteam."
    assert len(draft.lines) > 2
    assert [citation.number for citation in draft.citations] == list(range(1, len(draft.citations) + 1))


def test_an_abbreviation_that_no_sentence_explains_begins_no_answer() -> None:
    """A long form that stands elsewhere is not quoted."""
    assert define(understand("Hvad står LKT for?"), LKT, hit(DECISION), {}) is None


def test_a_decision_tells_by_when_and_by_whom_it_is_acted_on() -> None:
    """What the item says elsewhere of a decided deadline and of who is to act follows the decision, in its words."""
    decided = (
        "Planen er god. " * 30 + "Gruppen besluttede at gå i gang. Sekretariatet melder tilbage senest 1. juni 2023."
    )
    task = "Sekretariatet melder tilbage senest 1. juni 2023."
    long = section(SectionKind.DECISION, decided)
    hope = section(SectionKind.CASE, "Det håbes at være på plads til nytår.")
    found = hit(long, hope, section(SectionKind.OTHER, "Ansvar: Anne Hansen"))
    deadline = Deadline(due=date(2023, 6, 1), words=task, kind=SectionKind.DECISION, section_id=long.id)
    proposed = Deadline(due=date(2024, 1, 1), words=hope.text, kind=hope.kind, section_id=hope.id)
    item = replace(found.item, deadlines=(deadline, proposed), responsible=("Anne Hansen", "Bo Jensen"))
    text = "\n".join(compose(QUESTION, [replace(found, item=item)]).lines)
    assert text.count(task) == 1
    assert "Frist 1. januar 2024" not in text
    assert text.count("Anne Hansen") == 1
    assert "Bo Jensen" not in text


@pytest.mark.parametrize("words", ["Sendes til høring hos kommunerne.", "Sagen sendes ikke videre til kommunerne."])
def test_what_stays_with_the_body_is_not_called_handed_on(words: str) -> None:
    """Whoever sends a plan out for comments keeps it."""
    (line,) = compose(QUESTION, [hit(section(SectionKind.DECISION, words))]).lines
    assert line.startswith("Af referatet fra Fokusgruppen")


def test_a_committee_that_recommends_has_not_decided() -> None:
    """It is the council that decides, whatever word the committee's minutes use."""
    words = "Udvalget indstiller, at planen godkendes af byrådet."
    draft = compose(QUESTION, [hit(section(SectionKind.DECISION, words), outcome=Outcome.APPROVED)])
    assert "behandlede sagen den 4. maj 2023" in draft.lines[0]


@pytest.mark.parametrize("proposal", ["Forslag om at nedsætte et udvalg.", "Det foreslås at godkende planen."])
def test_a_proposal_under_a_decision_is_not_told_as_decided(proposal: str) -> None:
    """What is minuted under a decision may still only be proposed."""
    line = compose(QUESTION, [hit(section(SectionKind.DECISION, proposal))]).lines[0]
    assert "besluttede" not in line
    assert line.startswith("Af referatet")


def test_a_short_decision_is_quoted_whole_beside_facts() -> None:
    """Who asks why gets the decision first, then the reason."""
    case = section(SectionKind.CASE, "Indgangen samles, fordi borgerne farer vild.")
    lines = compose(understand("Hvorfor samles indgangen?"), [hit(case, DECISION)]).lines
    assert DECISION.text in lines[0]
    assert "fordi borgerne farer vild" in lines[1]


def test_a_decision_that_is_asked_for_is_quoted_with_who_could_not_agree() -> None:
    """What stands at its end belongs to it; beside facts a decision of that length is told in part."""
    decided = "Gruppen tiltrådte forslaget om en fælles indgang. " + "Den åbner i maj med vagter hver dag. " * 12
    whole = f"{decided}Havreholm Kommune tog forbehold."
    found = hit(section(SectionKind.DECISION, whole), section(SectionKind.CASE, "Indgangen koster 2 mio. kr."))
    assert "tog forbehold" in "\n".join(compose(QUESTION, [found]).lines)
    assert "tog forbehold" not in "\n".join(compose(understand("Hvad koster den fælles indgang?"), [found]).lines)


def test_the_points_of_a_list_stay_together() -> None:
    """A list comes with its lead-in and all points, also when they are explained between."""
    points = "Indgangen har tre mål:\n• Kort ventetid\nDen er for lang i dag.\n• Ét telefonnummer\n• Tryghed"
    draft = compose(understand("Hvilke mål har indgangen?"), [hit(section(SectionKind.CASE, points))])
    text = "\n".join(draft.lines)
    assert all(point in text for point in ("Kort ventetid", "Ét telefonnummer", "Tryghed"))


def test_the_core_of_the_answer_is_pointed_out() -> None:
    """Where the reader is sure, the citation tells where in the quotation the core stands."""
    case = section(SectionKind.CASE, "Der er tolv pladser på holdet.")
    start = case.text.index("tolv")
    whole = ReadSentence(section_id=case.id, start=0, end=len(case.text), probability=0.9)
    core = replace(whole, start=start, end=start + 4)
    found = replace(hit(case), reading=ItemReading(answers=0.9, sentences=(whole,), core=core))
    (citation,) = compose(understand("Hvor mange pladser er der?"), [found]).citations
    assert citation.core is not None
    assert citation.quote[slice(*citation.core)] == "tolv"
    unsure = replace(found, reading=ItemReading(answers=0.2, sentences=(whole,), core=replace(core, probability=0.2)))
    assert compose(understand("Hvor mange pladser er der?"), [unsure]).citations[0].core is None


def test_more_is_shown_where_the_reader_is_unsure() -> None:
    """A reader that finds all sentences alike has more of the item shown than one that is sure of a sentence."""
    lines = [f"Der er {number} pladser på hold {number} i salen." for number in range(40)]
    case = section(SectionKind.CASE, " ".join(lines))
    starts = [case.text.index(line) for line in lines]

    def shown(*, first: float) -> int:
        sentences = tuple(
            ReadSentence(section_id=case.id, start=start, end=start + len(line), probability=0.02 if number else first)
            for number, (start, line) in enumerate(zip(starts, lines, strict=True))
        )
        read = replace(hit(case), reading=ItemReading(answers=0.5, sentences=sentences))
        citations = compose(understand("Hvor mange pladser er der?"), [read]).citations
        return sum(len(citation.quote) for citation in citations)

    assert shown(first=0.999) < shown(first=0.02) <= MOST + len(lines)


def test_a_quotation_that_is_not_in_its_section_is_left_out_and_counted(monkeypatch: pytest.MonkeyPatch) -> None:
    """What fails the check is neither shown nor cited, and the answer can tell that it was there."""
    assert compose(QUESTION, [hit(DECISION)]).dropped == 0
    monkeypatch.setattr(sys.modules[Draft.__module__], "contains_verbatim", lambda *_: False)
    draft = compose(QUESTION, [hit(DECISION)])
    assert not draft.citations
    assert draft.dropped == 1


def test_a_long_title_is_cut_after_a_word() -> None:
    """The lead stays short, whatever the title; a short title stands whole."""
    long = "Tilbagemelding fra arbejdsgruppen om sammenhængende patientforløb ved udskrivelse og genindlæggelse"
    assert point(replace(an_item("4"), title=long)) == (
        "punkt 4, »Tilbagemelding fra arbejdsgruppen om sammenhængende patientforløb …«"
    )
    assert point(replace(an_item("4"), title="Demens")) == "punkt 4, »Demens«"
