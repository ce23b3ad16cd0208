from __future__ import annotations

import pytest

from rag.danish.analyse import analyse, words
from rag.danish.compounds import CompoundSplitter, possible_compounds, possible_parts

CORPUS = """Hjemmet får besøg. Sundhed og aftaler, en arbejdsgruppe i arbejdet, grupper, implementering,
forløb, klyngens styregruppe, en syge, pleje, patienter, ældre, en chef, data og analyser, orientering,
ring, et år, planer."""
VOCABULARY = dict.fromkeys(words(CORPUS), 1)


@pytest.mark.parametrize(
    ("word", "parts"),
    [
        ("hjemmebesøget", ("hjem", "besoeg")),
        ("hjemmebesoeg", ("hjem", "besoeg")),
        ("sundhedsaftalen", ("sund", "aftal")),
        ("implementeringsgruppe", ("implementering", "grup")),
        ("klyngestyregruppen", ("klyng", "styregrup")),
        ("sygepleje", ("syg", "plej")),
        ("patientforløbet", ("patient", "forloeb")),
        ("ældrechef", ("aeldr", "chef")),
        ("dataanalyse", ("data", "analys")),
        ("årsplanen", ("aar", "plan")),
    ],
)
def test_compound_falls_into_words_of_the_corpus(word: str, parts: tuple[str, ...]) -> None:
    """Both parts are tokens of the corpus; a linking letter is left out."""
    assert CompoundSplitter(VOCABULARY).split(analyse(word)[0]) == parts


@pytest.mark.parametrize(
    "word",
    ["patienter", "skoleplanen", "hjemmel", "besøgsven", "orientering", "chefgruppen1", "rehabilitering", ""],
)
def test_other_words_stay_whole(word: str) -> None:
    """Short words, words with an unknown part, and endings that look like words give no parts."""
    tokens = analyse(word) or [""]
    assert CompoundSplitter(VOCABULARY).split(tokens[0]) == ()


def test_the_most_even_split_counts() -> None:
    """Of several possible splits the one with parts of like length is taken."""
    vocabulary = {"klyng": 1, "styregrup": 1, "klyngestyr": 1, "klyngestyre": 1, "grup": 1}
    assert CompoundSplitter(vocabulary).split("klyngestyregrup") == ("klyng", "styregrup")


def test_a_function_serves_as_vocabulary() -> None:
    """A membership test splits like the vocabulary itself, asking only for the announced tokens."""
    asked: set[str] = set()

    def is_known(token: str) -> bool:
        asked.add(token)
        return token in VOCABULARY

    assert CompoundSplitter(is_known).split("hjemmebesoeg") == ("hjem", "besoeg")
    assert asked <= possible_parts("hjemmebesoeg")


def test_parts_looked_up_beforehand_are_enough() -> None:
    """The splitter needs of the vocabulary only what `possible_parts` names."""
    for word in ("sundhedsaftal", "klyngestyregrup", "dataanalys"):
        known = {part: 1 for part in possible_parts(word) if part in VOCABULARY}
        assert CompoundSplitter(known).split(word) == CompoundSplitter(VOCABULARY).split(word) != ()


def test_short_tokens_need_no_look_up() -> None:
    """A token of fewer than eight letters, or with a digit, has no parts."""
    assert possible_parts("kommun") == set()
    assert possible_parts("emn2019012345") == set()


@pytest.mark.parametrize(
    ("text", "compound"),
    [
        ("Hvad med kol rehabilitering?", "kolrehabilitering"),
        ("Hjemme besøg", "hjemmebesoeg"),
        ("den nye børne have i byen", "boernehav"),
        ("arbejd gruppen", "arbejdsgrup"),
    ],
)
def test_words_written_apart_are_put_together(text: str, compound: str) -> None:
    """Neighbouring words give the tokens of their compounds, with and without a linking letter."""
    assert compound in possible_compounds(text)


@pytest.mark.parametrize("text", ["", "besøg", "møder, planer", "det møde", "i 2013 mødes", "en plan"])
def test_what_is_no_pair_of_words_gives_no_compound(text: str) -> None:
    """A mark between them, a number or a function word keeps words apart."""
    assert possible_compounds(text) == ()
