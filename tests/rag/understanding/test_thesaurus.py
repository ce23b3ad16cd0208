"""Everyday words are known to mean what minutes write."""

from __future__ import annotations

import pytest

from rag.understanding.thesaurus import Thesaurus, meanings_of, thesaurus_of

LINES = (
    "# Ord",
    "",
    "piller, pille: medicin, lægemidler",
    "komme hjem: udskrivning",
    "lunge-: KOL",
    "sygehus, hospital = klinik",
)
KNOWN = Thesaurus.of(LINES)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Hvem får pillerne?", {("pil",): (("medicin",), ("laegemidl",))}),
        ("når man kommer hjem igen", {("kom", "hjem"): (("udskrivning",),)}),
        ("lungepatienter", {("lungepatient",): (("kol",),)}),
        ("på klinikken", {("klinik",): (("sygehus",), ("hospital",))}),
        ("hospitaler", {("hospital",): (("sygehus",), ("klinik",))}),
        ("medicin til lunger", {}),
        ("komme ud og så hjem", {}),
    ],
)
def test_what_is_said_means_what_is_written(text: str, expected: dict[tuple[str, ...], object]) -> None:
    """Words in any form, words side by side and beginnings of compounds are known; synonyms in every direction."""
    assert KNOWN.meanings(text) == expected


def test_what_the_text_says_itself_is_left_out() -> None:
    """A question that uses the minutes' word needs no other for it."""
    assert KNOWN.meanings("piller og anden medicin") == {("pil",): (("laegemidl",),)}


def test_what_two_lines_say_is_put_together() -> None:
    """A word may stand on several lines."""
    known = Thesaurus.of(["bil: kørsel", "bil: køretøj, kørsel"])
    assert known.meanings("bil") == {("bil",): (("koersel",), ("koeretoej",))}


@pytest.mark.parametrize("line", ["piller", "piller:", ": medicin"])
def test_a_line_that_says_nothing_is_refused(line: str) -> None:
    """A mistake in a list is told with the line."""
    with pytest.raises(ValueError, match="said: written"):
        Thesaurus.of([line])


def test_a_short_beginning_is_refused() -> None:
    """Too many other words begin with it, as "sårbare" does with "sår"."""
    with pytest.raises(ValueError, match="5 letters: sår-: sårpleje"):
        Thesaurus.of(["sår-: sårpleje"])


def test_english_words_are_known_in_english_only() -> None:
    """Some English words are others in Danish ("gift")."""
    assert ("laeg",) in meanings_of("How many doctors were there?")[("doctor",)]
    assert meanings_of("doctor") == {}


@pytest.mark.parametrize("name", ["everyday", "english"])
def test_the_shipped_lists_are_sound(name: str) -> None:
    """Every line can be read, and none says that a term means itself."""
    known = thesaurus_of(name)
    assert len(known.terms) > 100
    assert all(said and all(written) for said, written in known.terms.items())
    assert not [said for said, written in known.terms.items() if said in written]
