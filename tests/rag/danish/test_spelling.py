"""Mistyped words of a question find the words of the minutes that were meant, and right ones stay as they are."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rag.danish.analyse import stems
from rag.danish.spelling import Speller

VOCABULARY = {
    "rehabilitering": 9,
    "rehabiliteringen": 4,
    "sårbare": 5,
    "ældre": 12,
    "børnehave": 3,
    "kommunerne": 8,
    "psykiatrisk": 4,
    "kol": 6,
    "kol-rehabilitering": 2,
    "genoptræning": 7,
    "hjem": 9,
    "besøg": 8,
    "hjemmebesøg": 3,
    "sygeplejerske": 6,
    "anvist": 1,
    "afvist": 30,
    "udmeldt": 3,
    "indmeldt": 3,
    "vedtaget": 2,
    "hansen": 2,
    "præcisering": 2,
}


@pytest.fixture(scope="module")
def speller() -> Speller:
    """Return a speller without a dictionary, so that the minutes' words alone decide."""
    return Speller(VOCABULARY, keep=["hvornår"], is_word=lambda _: False)


def meant(speller: Speller, word: str) -> list[str]:
    """Return the suggested words."""
    return [suggestion.word for suggestion in speller.suggest(word)]


@pytest.mark.parametrize(
    ("typed", "word", "distance"),
    [
        ("rehabilietring", "rehabilitering", 1),
        ("rehabilitiring", "rehabilitering", 1),
        ("rehabillitterring", "rehabilitering", 3),
        ("psykratrisk", "psykiatrisk", 1),
        ("komunerne", "kommunerne", 1),
        ("sygplejeske", "sygeplejerske", 2),
        ("sarbare", "sårbare", 0),
        ("aldre", "ældre", 0),
        ("bornehave", "børnehave", 0),
        ("bornehve", "børnehave", 1),
        ("ehabilitering", "rehabilitering", 1),
        ("kolrehabilitiering", "kol-rehabilitering", 1),
    ],
)
def test_slips_and_missing_letters_are_seen_through(speller: Speller, typed: str, word: str, distance: int) -> None:
    """Up to two slips in a long word, one in a short, and any number of letters without their Danish form."""
    found = speller.suggest(typed)
    assert [(it.word, it.distance) for it in found] == ([(word, distance)] if distance <= 2 else [])


@pytest.mark.parametrize(
    "word",
    ["rehabilitering", "Rehabiliteringens", "aeldre", "ÆLDRE", "saarbare", "kommune", "besøget", "vedtage", "KOL"],
)
def test_words_of_the_minutes_in_any_form_and_spelling_stay(speller: Speller, word: str) -> None:
    """Another inflection, or aa, ae and oe, is no mistake."""
    assert speller.suggest(word) == ()


@pytest.mark.parametrize("word", ["kul", "kl", "2013", "1-30-72", "138b", "hvornar", "", "pizzaria", "og"])
def test_short_words_numbers_and_words_to_keep_stay(speller: Speller, word: str) -> None:
    """What is too short, no word, near nothing or to be kept has no suggestion."""
    assert speller.suggest(word) == ()


def test_a_compound_of_known_words_is_no_mistake_but_near_ones_are_shown(speller: Speller) -> None:
    """The typed "hjemebesøg" is one slip from a word; a compound that the minutes do not hold is not two from one."""
    assert meant(speller, "hjemebesøg") == ["hjemmebesøg"]
    assert meant(Speller({"hjem": 2, "plan": 2, "hjemmeplejen": 1}, is_word=lambda _: False), "hjemmeplan") == []


def test_the_commoner_word_comes_first_and_is_sure_when_it_leads_clearly(speller: Speller) -> None:
    """Among words at the same distance the minutes' use decides; without a clear lead nothing is sure."""
    assert meant(speller, "amvist") == ["afvist", "anvist"]
    assert speller.correct("amvist").changes[0].sure
    even = Speller({"afvist": 2, "anvist": 1}, is_word=lambda _: False).correct("amvist")
    assert (even.text, even.expanded, even.also) == ("amvist", "amvist", ("afvist", "anvist"))


def test_forms_of_one_word_are_one_suggestion(speller: Speller) -> None:
    """Inflections count together, and the one most like the typed word is shown."""
    [found] = speller.suggest("rehabiliteringn")
    assert (found.word, found.frequency) == ("rehabilitering", 13)


def test_a_right_word_of_the_language_is_left_alone() -> None:
    """What the dictionary knows is not taken for another word, unless only Danish letters are missing."""
    speller = Speller({"indmeldte": 5, "håbede": 4}, is_word={"udmeldte", "indmeldet", "habede"}.__contains__)
    assert speller.suggest("indmeldet") == ()
    change = speller.correct("habede").changes[0]
    assert (change.meant, change.sure) == (("håbede",), False)


def test_a_sure_change_is_made_in_the_text_and_told(speller: Speller) -> None:
    """The rest of the question, its marks and its capitals stay."""
    found = speller.correct("Hvad sker der med SARBARE aldre og Bornehave-planen (rehabilietring)?")
    assert found.text == "Hvad sker der med SARBARE ældre og Bornehave-planen (rehabilitering)?"
    assert [(it.typed, it.meant, it.sure) for it in found.changes] == [
        ("aldre", ("ældre",), True),
        ("rehabilietring", ("rehabilitering",), True),
    ]
    assert found.also == ("ældre", "rehabilitering")
    assert found.expanded == f"{found.original} ældre rehabilitering"


def test_the_case_of_a_word_is_kept(speller: Speller) -> None:
    """A capital at the start, and a question all in capitals, stay as they are."""
    assert speller.correct("Rehabilietring?").text == "Rehabilitering?"
    assert speller.correct("REHABILIETRING FOR SARBARE").text == "REHABILITERING FOR SÅRBARE"


def test_names_and_acronyms_are_not_turned_into_others(speller: Speller) -> None:
    """A capital inside the sentence is changed for nothing but Danish letters; in lower case a name has one slip."""
    found = speller.correct("Hvad sagde Hanzen?")
    assert (found.text, found.changes[0].sure) == ("Hvad sagde Hanzen?", False)
    assert speller.correct("hvad sagde hanzen?").text == "hvad sagde hansen?"
    assert speller.correct("Hvad er ALDRE?").changes == ()


def test_short_words_of_an_english_question_are_left_alone(speller: Speller) -> None:
    """What only looks like a Danish word stays, a long one may still be meant."""
    found = speller.correct("What is the aldre with rehabilitaring?")
    assert [it.typed for it in found.changes] == ["rehabilitaring"]


@pytest.mark.parametrize(
    "text", ["", "?!", "Hvad er status?", "Skriv til rehabilietring@x.dk, se x.dk/rehabilietring."]
)
def test_a_text_without_mistakes_is_returned_as_it_is(speller: Speller, text: str) -> None:
    """Addresses and right words are no mistakes."""
    found = speller.correct(text)
    assert (found.text, found.expanded, found.changes) == (text, text, ())


@given(word=st.sampled_from([word for word in VOCABULARY if len(word) > 7 and "-" not in word]), data=st.data())
def test_one_slip_in_a_long_word_is_always_found(speller: Speller, word: str, data: st.DataObject) -> None:
    """Whichever letter after the first is left out, a form of its word is suggested, or still there."""
    place = data.draw(st.integers(1, len(word) - 1))
    typed = word[:place] + word[place + 1 :]
    assert stems(word) in map(stems, meant(speller, typed)) or stems(typed) == stems(word)


def test_an_empty_vocabulary_suggests_nothing() -> None:
    """Before anything is indexed there is nothing to be meant."""
    assert Speller({}).suggest("rehabilietring") == ()
