from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ui.marking import excerpt, find, mark

TEXT = "Gruppen drøftede modellen.\nDen  blev\ngodkendt (1.-2.) med + og *.\n\nIntet mere."


def marked_words(text: str, quote: str) -> str:
    """Return the marked runs of a text, joined."""
    return "".join(run.text for runs in mark(text, quote).paragraphs for run in runs if run.marked)


@pytest.mark.parametrize(
    ("quote", "words"),
    [
        ("drøftede modellen.", "drøftede modellen."),
        ("Den blev godkendt", "Den  blevgodkendt"),
        ("godkendt (1.-2.) med + og *.", "godkendt (1.-2.) med + og *."),
        ("  Intet   mere.  ", "Intet mere."),
        ("intet mere", ""),
        ("Den blev afvist", ""),
        ("", ""),
        ("   ", ""),
    ],
)
def test_a_quotation_is_marked_whatever_the_white_space(quote: str, words: str) -> None:
    """Words are found across spaces and lines, taken literally, and never when one of them differs."""
    assert marked_words(TEXT, quote) == words
    assert mark(TEXT, quote).found is bool(words)


def test_each_line_is_a_paragraph_and_empty_ones_are_left_out() -> None:
    """Line breaks part paragraphs; white space alone is none."""
    paragraphs = ["".join(run.text for run in runs) for runs in mark("A\n \n\nB\n").paragraphs]

    assert paragraphs == ["A", "B"]


def test_only_the_first_place_is_marked() -> None:
    """Words that stand twice are marked once."""
    runs = mark("ja og ja", "ja").paragraphs[0]

    assert [(run.text, run.marked) for run in runs] == [("ja", True), (" og ja", False)]


@given(text=st.text(alphabet="ab. \n", max_size=60), cut=st.tuples(st.integers(0, 60), st.integers(0, 60)))
def test_marking_keeps_every_word_and_finds_every_part_of_a_text(text: str, cut: tuple[int, int]) -> None:
    """Whatever is quoted from a text is found in it, and no word is lost or changed by marking."""
    quote = text[min(cut) : max(cut)]
    found = mark(text, quote)

    joined = " ".join("".join(run.text for run in runs) for runs in found.paragraphs)
    assert joined.split() == text.split()
    assert found.found is bool(quote.split())
    assert "".join(marked_words(text, quote).split()) == "".join(quote.split())


def test_an_excerpt_is_whole_sentences_around_the_quotation() -> None:
    """Sentences that fit are added on both sides, and it is told that more was left out."""
    text = f"{'Langt. ' * 60}Før det. Selve citatet. Efter det. {'Mere. ' * 60}"

    part = excerpt(text, "Selve citatet.", around=12)

    assert part.text.strip() == "Før det. Selve citatet. Efter det."
    assert (part.cut_before, part.cut_after) == (True, True)


def test_an_ordinal_ends_no_sentence() -> None:
    """An excerpt does not begin in the middle of a date."""
    part = excerpt(f"{'ord ' * 20}Det gælder fra den 1. april 2019. Selve citatet.", "Selve citatet.", around=30)

    assert part.text == "Selve citatet."


def test_a_short_text_is_its_own_excerpt() -> None:
    """A text that fits is shown whole."""
    part = excerpt("Et. To. Tre.", "To.")

    assert part == ("Et. To. Tre.", False, False)


def test_an_excerpt_without_the_text_is_the_quotation() -> None:
    """When the section is not at hand, the quotation stands alone."""
    assert excerpt("", "Ordene.") == ("Ordene.", False, False)


def test_a_long_sentence_around_a_quotation_is_not_cut_in_half() -> None:
    """A sentence too long to be added is left out, not shortened."""
    part = excerpt(f"{'ord ' * 200}slut. Citat.", "Citat.", around=50)

    assert part.text == "Citat."
    assert part.cut_before is True


def test_the_place_is_given_in_characters() -> None:
    """The place of a quotation spans its white space as it stands."""
    assert find("a  b c", "a b") == (0, 4)
