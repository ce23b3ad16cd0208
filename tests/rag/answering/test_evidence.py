"""What speaks for an answer is weighed to a probability."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from rag.answering.evidence import Confidence, confidence, confidence_in, evidence_for, is_foreign
from rag.domain import Abbreviation, Hit, Intent, ItemReading, ReadSentence, Topic
from rag.understanding import Glossary, Known, understand
from tests.fakes import a_hit

QUESTION = understand("Hvad blev besluttet om planen?")


def hit(*, similarity: float = 0.88, coverage: float = 0.5, answers: float | None = None) -> Hit:
    """Return a hit with this much evidence; read, when it is told how likely it answers."""
    found = replace(a_hit("a.txt", "1"), similarity=similarity, coverage=coverage)
    if answers is None:
        return found
    section = next(section for section in found.item.sections if section.text)
    sentence = ReadSentence(section_id=section.id, start=0, end=len(section.text), probability=answers)
    return replace(found, reading=ItemReading(answers=answers, sentences=(sentence,)))


def test_without_hits_nothing_speaks_for_an_answer() -> None:
    """Nothing found is nothing to answer with."""
    assert confidence(QUESTION, []) == 0.0


def test_a_nearer_item_is_more_probable() -> None:
    """A nearer item makes an answer more probable, and so does a reader that finds one in it."""
    assert confidence(QUESTION, [hit(similarity=0.92)]) > confidence(QUESTION, [hit()])
    assert confidence(QUESTION, [hit(answers=0.9)]) > confidence(QUESTION, [hit(answers=0.1)])


def test_what_is_named_and_missing_speaks_against_it() -> None:
    """A question about another year, another body or a name that is not there is less probably answered."""
    found = [hit()]
    year = (found[0].meeting.date or date.min).year
    assert confidence(understand(f"Hvad blev besluttet om planen i {year}?"), found) == confidence(QUESTION, found)
    assert confidence(understand("Hvad blev besluttet om planen i 1999?"), found) < confidence(QUESTION, found)
    assert confidence(understand("Hvad blev besluttet om planen for Utopia?"), found) < confidence(QUESTION, found)
    known = Known(forums=(found[0].meeting.forum, "Teknisk Udvalg, Havreholm Kommune"))
    other = understand("Hvad blev besluttet om planen i Havreholm Kommune?", known=known)
    assert evidence_for(other, found)["forum"] == 1.0
    own = understand(f"Hvad besluttede {found[0].meeting.forum} om planen?", known=known)
    assert evidence_for(own, found)["forum"] == 0.0


@pytest.mark.parametrize(
    ("question", "answered"),
    [
        ("Hvad blev der talt om under punkt 1?", True),
        ("Hvad handlede punkt 1 om i {year}?", True),
        ("Hvad handlede punkt 1 om i 1999?", False),
        ("Hvad kostede bussen under punkt 1?", False),
        ("Hvem talte under punkt 1?", False),
        ("Hvorfor drøftede de punkt 1?", False),
        ("Hvornår blev punkt 1 drøftet?", False),
    ],
)
def test_all_that_stands_under_an_item_is_there(question: str, *, answered: bool) -> None:
    """A whole item that is asked for is answered for certain, not a thing in it, nor one of another time."""
    found = replace(hit(similarity=0.8, coverage=0.0), evidence={"asked": 1.0})
    assert found.meeting.date is not None
    query = understand(question.format(year=found.meeting.date.year))
    assert (confidence(query, [found]) >= confidence_in([found]).sure) is answered
    assert confidence(query, [replace(found, evidence={"asked": 0.0})]) < confidence_in([found]).sure
    for nothing in (replace(found.item, sections=()), replace(found.item, closed=True)):
        assert confidence(query, [replace(found, item=nothing)]) < confidence_in([found]).sure


@pytest.mark.parametrize(
    ("text", "missing"),
    [
        ("KOL – rehabilitering flyttes.", 0.0),
        ("KOL flyttes.", 1.0),
        ("Rehabilitering af lungesyge.", 1.0),
    ],
)
def test_a_name_of_two_parts_is_found_by_both(text: str, missing: float) -> None:
    """A hyphen is also written as a dash, with spaces."""
    query = understand("Hvornår flyttes KOL-rehabilitering?")
    assert evidence_for(query, [reading(text)])["names"] == missing


def test_a_name_may_stand_in_its_other_form() -> None:
    """An abbreviation that the minutes explain, or that is known to mean the same, is the name."""
    long = "Tidlig Opsporing af Begyndende Sygdom"
    glossary = Glossary.of([Abbreviation(item_id="1", short="TOBS", long=long, count=1)])
    query = understand(f"Hvor langt er vi med {long}?", known=Known(glossary=glossary))
    assert evidence_for(query, [reading("TOBS er i gang.")])["names"] == 0.0
    assert evidence_for(query, [reading("KOL er i gang.")])["names"] == 1.0
    topic = Topic(words={"sygehus": 1.0}, instead={"sygehus": ((("hospital",), 1.0),)})
    query = understand("Hvad siger Sygehus om det? Er det Sygehuset?")
    assert evidence_for(query, [replace(reading("Hospitalet sender brev."), topic=topic)])["names"] == 0.0


def test_the_kind_of_thing_asked_for_counts() -> None:
    """A sentence that may answer how many holds a number; without one it hardly does."""
    found = hit(answers=0.9)
    section = next(section for section in found.item.sections if section.text)
    texts = {"Der er 250 pladser.": 0.9, "Der er mange pladser.": 0.0}
    for text, expected in texts.items():
        sections = (replace(section, text=text),)
        sentence = ReadSentence(section_id=section.id, start=0, end=len(text), probability=0.9)
        read = replace(
            found,
            item=replace(found.item, sections=sections),
            reading=ItemReading(answers=0.9, sentences=(sentence,)),
        )
        assert evidence_for(understand("Hvor mange pladser er der?"), [read])["kind"] == expected


def reading(*texts: str, likeliest: int = 0, probability: float = 0.9) -> Hit:
    """Return a hit whose section has these sentences, one of which likely answers."""
    found = hit()
    section = replace(next(section for section in found.item.sections if section.text), text="\n".join(texts))
    start = section.text.index(texts[likeliest])
    best = ReadSentence(section_id=section.id, start=start, end=start + len(texts[likeliest]), probability=probability)
    return replace(
        found,
        item=replace(found.item, sections=(section,)),
        reading=ItemReading(answers=probability, sentences=(best,)),
    )


FAR = ("En plan.", "To.", "Tre.", "Fire.", "Planen fra 1999 er god.")


def test_what_stands_around_the_likeliest_sentence_counts() -> None:
    """Words of the topic that stand far from it, if in the same item, say little for it."""
    topic = Topic(words={"god": 3.0, "havn": 1.0}, instead={"havn": ((("moln",), 1.0),)})
    near, far = (replace(reading(*FAR, likeliest=place), topic=topic) for place in (3, 0))
    assert (evidence_for(QUESTION, [near])["near"], evidence_for(QUESTION, [far])["near"]) == (0.75, 0.0)
    meant = replace(reading("Molen er lang."), topic=replace(topic, instead={"havn": ((("mol",), 1.0),)}))
    assert evidence_for(QUESTION, [meant])["near"] == 0.25


def test_across_meetings_the_likeliest_sentence_of_each_item_counts() -> None:
    """One item need not hold what another tells."""
    query = replace(understand("Hvad skete der i 1999 og i 2001?"), intent=Intent.ACROSS)
    topic = Topic(words={"havn": 1.0, "bro": 1.0})
    harbour, bridge = (replace(reading(text), topic=topic) for text in ("En havn i 1999.", "En bro i 1998."))
    other = replace(bridge, item=replace(bridge.item, id="other"))
    assert evidence_for(query, [harbour])["near"] == 0.5
    assert evidence_for(query, [harbour, other])["near"] == 1.0
    assert evidence_for(query, [harbour, other])["year_near"] == 0.0
    assert evidence_for(query, [other])["year_near"] == 1.0


def test_a_year_that_stands_elsewhere_in_the_item_is_not_near() -> None:
    """A fact of another year may stand in the same item."""
    query = understand("Hvor god var planen i 1999?")
    near, far = (evidence_for(query, [reading(*FAR, likeliest=place)]) for place in (3, 0))
    assert (near["year"], near["year_near"]) == (0.0, 0.0)
    assert (far["year"], far["year_near"]) == (0.0, 1.0)


def test_a_year_in_the_title_or_the_headings_of_a_table_is_near() -> None:
    """An item on "Klager i 1999" is of that year, and so is a figure under it."""
    query = understand("Hvor mange klager var der i 1999?")
    far = reading(*FAR, likeliest=0)
    titled = replace(far, item=replace(far.item, title="Klager i 1999"))
    assert evidence_for(query, [titled])["year_near"] == 0.0
    rows = [f"Sag {number} | {number} | 5" for number in range(9)]
    row = reading("Antal | 1998 | 1999", *rows, likeliest=8)
    assert evidence_for(query, [row])["year_near"] == 0.0
    assert evidence_for(query, [reading(*rows, "I 1999 | var det sådan", likeliest=2)])["year_near"] == 1.0


@pytest.mark.parametrize(
    ("text", "missed"),
    [
        ("Det blev godkendt.", 1.0),
        ("Det begynder den 3. april 1999.", 0.0),
        ("Det begynder 03.04.1999.", 0.0),
        ("Det begynder den 4. april 1999.", 1.0),
    ],
)
def test_a_day_that_is_named_and_missing_speaks_against_it(text: str, missed: float) -> None:
    """The day is the meeting's or stands in the item, however it is written."""
    query = understand("Hvad sker der den 3. april 1999?", today=date(2026, 1, 1))
    found = reading(f"I 1999 sker der noget. {text}")
    assert evidence_for(query, [found])["year"] == missed


def test_a_month_is_named_by_its_name() -> None:
    """Of a whole month the name is enough."""
    query = understand("Hvad sker der i april 1999?", today=date(2026, 1, 1))
    assert evidence_for(query, [reading("I 1999, allerede i april, går det i gang.")])["year"] == 0.0
    assert evidence_for(query, [reading("I 1999 går det i gang.")])["year"] == 1.0


def test_several_items_that_seem_to_answer_say_more_than_one() -> None:
    """The mean of the best three counts, for one may be likely by chance."""
    likely, unlikely = reading("Ja.", probability=0.9), reading("Nej.", probability=0.1)
    both, one = ([likely, likely], [likely, unlikely])
    assert evidence_for(QUESTION, both)["readings"] > evidence_for(QUESTION, one)["readings"]
    assert evidence_for(QUESTION, [hit()])["readings"] == 0.0


def test_across_meetings_all_items_that_are_told_of_count() -> None:
    """A name that only the second item holds is not missing, and the likelier reader of the two is believed."""
    first, second = hit(answers=0.2), hit(answers=0.9)
    held = replace(second.item, id="other", title="Planen i Utopia")
    hits = [first, replace(second, item=held, rank=2, score=first.score - 0.4)]
    query = understand("Hvordan er planen for Utopia udviklet over tid?")
    across, alone = evidence_for(query, hits), evidence_for(replace(query, intent=Intent.DECISION), hits)
    assert (across["names"], alone["names"]) == (0.0, 1.0)
    assert across["answers"] > alone["answers"]


@pytest.mark.parametrize("kind", ["read", "unread"])
def test_the_threshold_lies_below_the_bound_of_being_sure(kind: str) -> None:
    """Between the two an answer is given, and said to be uncertain."""
    learnt = Confidence.learnt(kind)
    assert 0 < learnt.threshold <= learnt.sure < 1
    assert set(learnt.weights) == set(evidence_for(QUESTION, [hit()]))


def test_items_that_were_read_are_judged_by_their_own_weights() -> None:
    """Without a reader other weights hold, for nothing else was learnt there."""
    assert confidence_in([hit(answers=0.5)]) is Confidence.learnt("read")
    assert confidence_in([hit()]) is confidence_in([]) is Confidence.learnt("unread")


def test_a_question_of_strange_words_is_foreign() -> None:
    """Words that stand nowhere, few of the others in the best item, and no answer for the reader: all three."""
    question = understand("Hvad kostede kantinens nye kaffemaskine?")
    strange = hit(coverage=0.1, answers=0.1)
    some = question.topic[:1]
    assert is_foreign(question, [strange], some)
    assert is_foreign(question, [hit(coverage=0.1)], some)
    assert not is_foreign(question, [strange], question.topic)
    assert not is_foreign(question, [hit(coverage=0.5, answers=0.1)], some)
    assert not is_foreign(question, [hit(coverage=0.1, answers=0.9)], some)
    assert not is_foreign(question, [], some)
