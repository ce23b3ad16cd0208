"""Questions are read for intent, topic and the thread of the conversation."""

from __future__ import annotations

import pytest

from rag.domain import Intent, Turn
from rag.understanding import find_intent, stand_alone, topic_words, understand


@pytest.mark.parametrize(
    ("question", "intent"),
    [
        ("Hvad blev besluttet om KOL-rehabilitering?", Intent.DECISION),
        ("blev budgettet godkendt", Intent.DECISION),
        ("What was decided about the pumps?", Intent.DECISION),
        ("Hvorfor blev punktet flyttet?", Intent.REASON),
        ("Hvor mange besøg blev der gennemført?", Intent.HOW_MANY),
        ("Hvornår mødes gruppen igen?", Intent.WHEN),
        ("Hvem skriver oplægget?", Intent.WHO),
        ("Hvilke indsatser peger gruppen på?", Intent.LIST),
        ("Hvad er status på telemedicin?", Intent.STATUS),
        ("På hvilke møder har demens været oppe?", Intent.ACROSS),
        ("Hvad er TOBS?", Intent.FACT),
    ],
)
def test_intent(question: str, intent: Intent) -> None:
    """A question is recognised by the kind of answer it asks for."""
    assert find_intent(question) is intent


def test_topic_leaves_out_the_words_that_ask() -> None:
    """Asking words and the words of every minute say nothing about the topic."""
    assert topic_words("Hvad blev besluttet på mødet om hoftebrud?") == topic_words("hoftebrud")


def test_a_follow_up_takes_the_topic_along() -> None:
    """A short question that points back is read with the one before it."""
    history = [
        Turn(role="user", content="Hvad blev besluttet om hoftebrud?"),
        Turn(role="assistant", content="…"),
    ]
    assert stand_alone("Og hvem har ansvaret for det?", history) == (
        "Hvad blev besluttet om hoftebrud? Og hvem har ansvaret for det?"
    )


def test_a_chain_of_follow_ups_goes_back_to_the_topic() -> None:
    """A follow-up of a follow-up still knows what it is about."""
    history = [
        Turn(role="user", content="Hvad blev besluttet om hoftebrud?"),
        Turn(role="user", content="Og hvornår?"),
    ]
    assert "hoftebrud" in stand_alone("Hvem gør det?", history)


def test_a_new_subject_stands_alone() -> None:
    """A question with a topic of its own takes nothing along."""
    history = [Turn(role="user", content="Hvad blev besluttet om hoftebrud?")]
    question = "Hvor mange borgere fik influenzavaccination på plejehjem?"
    assert stand_alone(question, history) == question


def test_years_are_read() -> None:
    """The years of a question are kept, each once."""
    assert understand("Hvad skete der i 2023, altså efter mødet i 2023 og før 2025?").years == (2023, 2025)
