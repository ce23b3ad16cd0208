from __future__ import annotations

from rag.reader.layout import NONE, lay_out, sentence_of


def test_sentences_stand_where_their_places_say() -> None:
    """Header and sentences make one text, in which each sentence is found at its place."""
    text, places = lay_out("Styregruppen. Punkt 2", ["Godkendt.", "Det sker i maj."])
    assert text == "Styregruppen. Punkt 2\nGodkendt. Det sker i maj."
    assert [place.of(text) for place in places] == ["Godkendt.", "Det sker i maj."]


def test_without_a_header_the_text_begins_with_a_sentence() -> None:
    """No line is left empty for a header that is not there."""
    text, places = lay_out("", ["Godkendt."])
    assert (text, places) == ("Godkendt.", [(0, 9)])


def test_a_token_belongs_to_the_sentence_it_ends_in() -> None:
    """A token that begins with the space before a sentence is that sentence's, and the header's are nobody's."""
    _, places = lay_out("Punkt 2", ["Ja tak.", "Nej."])
    tokens = [(0, 5), (5, 7), (7, 10), (10, 15), (15, 19), (19, 20), (20, 20)]
    assert sentence_of(tokens, places).tolist() == [NONE, NONE, 0, 0, 1, 1, NONE]
