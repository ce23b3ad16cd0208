"""Forums and places are found by their names, short forms, inflections and slips."""

from __future__ import annotations

import pytest

from rag.understanding.forums import Level, forum_names, split_forum
from tests.rag.understanding.known import ADULTS, BOARD, CHILDREN, COMMITTEE, KNOWN, OTHER_BOARD

NAMES = forum_names(KNOWN.forums)


@pytest.mark.parametrize(
    ("text", "forums", "level"),
    [
        ("i Skovklyngen", {OTHER_BOARD, CHILDREN}, Level.WHOLE),
        ("Skovklyngens formand", {OTHER_BOARD, CHILDREN}, Level.WHOLE),
        ("klyngen i Skov", {OTHER_BOARD, CHILDREN}, Level.WHOLE),
        ("the Skov cluster", {OTHER_BOARD, CHILDREN}, Level.WHOLE),
        ("i fjordklygnen", {BOARD, ADULTS}, Level.WHOLE),
        ("fjord", {BOARD, ADULTS}, Level.PLACE),
        ("Klyngestyregruppen", {BOARD, OTHER_BOARD}, Level.WHOLE),
        ("klyngestyregrupens", {BOARD, OTHER_BOARD}, Level.WHOLE),
        ("KSG", {BOARD, OTHER_BOARD}, Level.WHOLE),
        ("styregruppen", {BOARD, OTHER_BOARD}, Level.PLACE),
        ("fokusgruppen", {ADULTS, CHILDREN}, Level.PLACE),
        ("Fokusgruppen for voksne", {ADULTS}, Level.WHOLE),
        ("fokusgruppen om psykiatri", {CHILDREN}, Level.WHOLE),
        ("social- og sundhedsudvalget", {COMMITTEE}, Level.WHOLE),
        ("SSU", {COMMITTEE}, Level.WHOLE),
        ("socialudvalget", {COMMITTEE}, Level.PLACE),
        ("Sundhedsudvalgets", {COMMITTEE}, Level.PLACE),
        ("Nordby Kommune", {COMMITTEE}, Level.PLACE),
        ("Nordbys borgere", {COMMITTEE}, Level.PLACE),
    ],
)
def test_naming(text: str, forums: set[str], level: Level) -> None:
    """A forum is found by its name, its parts and what is made of them by rule."""
    (found,) = NAMES.find(text)
    assert (set(found.forums), found.level) == (forums, level)


@pytest.mark.parametrize("text", ["Hvad med sundhed for børn?", "den sociale indsats", "Sydby Kommune", "ksgx"])
def test_other_words_name_no_forum(text: str) -> None:
    """Words that only stand in a forum's name, and places that have none, name no forum."""
    assert NAMES.find(text) == []


def test_a_name_with_commas_is_split_at_its_place() -> None:
    """The commas inside a body's name are its own."""
    assert split_forum(CHILDREN) == ("Fokusgruppen Børn, Unge og Psykiatri", "Skovklyngen")
    assert split_forum("Byrådet") == ("Byrådet", "")
    assert split_forum("Fjordklyngen") == ("", "Fjordklyngen")
