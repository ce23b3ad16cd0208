from __future__ import annotations

import pytest

from rag.danish.analyse import analyse, forms, stems, words


@pytest.mark.parametrize(
    "spellings",
    [
        ("rehabilitering", "Rehabiliteringen", "REHABILITERINGENS"),
        ("hjemmebesøg", "hjemmebesøgene", "hjemmebesoeg", "hjemmebeso\u0308g"),
        ("årsplan", "Årsplanen", "aarsplan", "A\u030arsplanerne"),
        ("ældre", "aeldre", "Ældre"),
        ("Århus", "Aarhus", "AARHUS"),
        ("besluttede", "beslutter", "besluttet", "besluttes"),
        ("drøftede", "drøftet", "drøftes", "droeftes"),
        ("godkendes", "godkendt", "godkender", "godkendte", "godkende"),
        ("anvendes", "anvendt", "anvender"),
        ("demens", "Demensen", "demensens"),
        ("konsekvens", "konsekvenser", "konsekvenserne"),
        ("tendens", "tendenser", "tendensen"),
        ("borger", "borgerens"),
        ("GOP", "GOP'en", "GOP’er", "gop\u00b4et"),
        ("idéer", "ideer"),
        ("p.t.", "pt"),
        ("H.C. ", "HC"),
        ("200.000", "200000"),
        ("12:00", "12.00"),
    ],
)
def test_forms_of_a_word_meet_in_one_token(spellings: tuple[str, ...]) -> None:
    """Endings, case, accents and the spelling of æøå make no difference."""
    shared = set.intersection(*(set(analyse(spelling)) for spelling in spellings))
    assert len(shared) == 1


@pytest.mark.parametrize(
    ("typed", "printed"),
    [
        ("aaret", "året"),
        ("oeerne", "øerne"),
        ("miljoeet", "miljøet"),
        ("direktoerer", "direktører"),
        ("paa", "på"),
    ],
)
def test_a_question_without_danish_letters_finds_the_printed_word(typed: str, printed: str) -> None:
    """Typed with aa, ae and oe, a word gives the tokens that the printed one has."""
    assert set(analyse(printed)) <= set(analyse(typed))


def test_a_real_double_vowel_keeps_its_own_stem() -> None:
    """The word "temaer" is the plural of "tema" although it could be read as "temær"."""
    assert "tema" in analyse("temaer")
    assert analyse("tema") == ["tema"]


@pytest.mark.parametrize(
    "text", ["KOL-rehabilitering", "KOL –rehabilitering", "KOL rehabilitering", "KOL–rehabilitering"]
)
def test_hyphens_and_dashes_do_not_hide_a_word(text: str) -> None:
    """The parts of a compound are found however it is written."""
    assert analyse(text)[:2] == ["kol", "rehabilitering"]


def test_a_hyphenated_word_is_also_found_in_one_piece() -> None:
    """Both parts and the joined word are tokens."""
    assert analyse("IV-behandlingen") == ["iv", "behandling", "ivbehandling"]
    assert "ivbehandling" in analyse("ivbehandling")
    assert analyse("huske-/lommekort") == ["husk", "lommekort"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("1-30-72-89-23", ["1-30-72-89-23", "1", "30", "72", "89", "23"]),
        ("16/34038", ["16/34038", "16", "34038"]),
        ("EMN-2019-012345", ["emn", "2019", "012345", "emn2019012345"]),
        ("§ 138b", ["138b"]),
        ("13–13.45", ["13-13.45", "13", "13.45"]),
        ("1,3 mio.", ["1,3", "mio"]),
        ("22.10.13", ["22.10.13"]),
        ("COVID-19", ["covid", "19", "covid19"]),
    ],
)
def test_numbers_stay_searchable(text: str, expected: list[str]) -> None:
    """A case number or a range is found as a whole and by its parts."""
    assert analyse(text) == expected


def test_words_that_turn_a_decision_around_stay() -> None:
    """Only pure function words are left out, never "ikke" or "uden"."""
    assert analyse("at det ikke sker uden en aftale på området") == ["ikk", "sker", "uden", "aftal", "omraad"]


@pytest.mark.parametrize("text", ["", " – . ", "og på den", "\u200b"])
def test_text_without_content_has_no_tokens(text: str) -> None:
    """Punctuation and function words alone give nothing."""
    assert analyse(text) == []


def test_vocabulary_words_are_the_different_tokens() -> None:
    """A word counts once for its text, in whatever form it stands."""
    assert words("Kommunen og kommunerne") == {"kommun"}


def test_stems_are_in_one_spelling() -> None:
    """A stem spells å, æ and ø with two letters."""
    assert stems("sygeplejersker") == ("sygeplejersk",)
    assert stems("øjenlægerne") == ("oejenlaeg",)


def test_words_are_kept_as_they_are_written() -> None:
    """Lower case and Danish letters, a hyphenated word with its parts, no numbers and no very short words."""
    found = forms("KOL\u2013Rehabiliteringen i ÅRHUS, IV-behandling; 3 børn på 2. sal, 138b")
    assert found == {
        "kol-rehabiliteringen",
        "kol",
        "rehabiliteringen",
        "århus",
        "iv-behandling",
        "behandling",
        "børn",
        "sal",
    }


def test_an_ens_that_is_no_ending_stays() -> None:
    """Without it "demens" would be "dem", which is no part of "demenskoordinator"."""
    assert analyse("demens") == ["demens"]
    assert analyse("fristens klyngens") == ["frist", "klyng"]
