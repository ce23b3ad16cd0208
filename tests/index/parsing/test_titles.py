"""Titles that begin with a number, and titles without a blank line before the text."""

from __future__ import annotations

from tests.index.parsing.test_evidence import items, read

TIGHT = """1.Økonomi
Intet nyt.

2.Plan
Planen er klar.

3.2. udkast til budget
Indstilling
at budgettet godkendes.

4.Lukning
Intet.
"""
BARE = """
1 Økonomi

Beslutning
Godkendt.

2 Plan

Beslutning
Godkendt.

3 2. udkast til budget

Beslutning
Godkendt.
"""
NARROW = """
1. Lukket: Beslutning om den fremadrettede drift af plejecentret ved fjorden
{}
2. Orientering om den kommende sæson for de frivillige foreninger i hele
kommunen og i nabokommunerne
Beslutning
Taget til efterretning.
"""


def test_an_ordinal_may_begin_a_title() -> None:
    """The title in "3.2. udkast" is "2. udkast" where the document leaves out the space, and so in "3 2. udkast"."""
    for text in (TIGHT, BARE):
        assert items(read(text))["3"].title == "2. udkast til budget"


def test_sub_numbers_stay_sub_numbers() -> None:
    """Where a space stands after the numbers, "2.1. udkast" is a point of the second item."""
    text = "\n1. Økonomi\nIntet.\n\n2. Plan\n\n2.1. udkast til del\nTekst.\n\n3. Slut\nTekst."
    assert [item.title for item in items(read(text)).values()] == ["Økonomi", "Plan", "Slut"]


def test_a_title_ends_where_a_sentence_or_a_list_begins() -> None:
    """A full line goes on in the next one, unless that opens a sentence or a list."""
    for after in ("Økonomiudvalget anbefaler forslaget.", "Orienteringen blev taget til efterretning", "1a. Anbefales"):
        found = items(read(NARROW.format(after), wrapped=True))
        assert found["1"].title == "Lukket: Beslutning om den fremadrettede drift af plejecentret ved fjorden"
        assert found["2"].title.endswith("foreninger i hele kommunen og i nabokommunerne")
