"""Questions are read for topic, years and intent."""

from __future__ import annotations

from rag.domain import Intent
from rag.understanding import topic_words, understand
from tests.rag.understanding.known import KNOWN, TODAY


def test_topic_leaves_out_the_words_that_ask() -> None:
    """Asking words and the words of every minute say nothing about the topic."""
    assert topic_words("Hvad blev besluttet på mødet om hoftebrud?") == topic_words("hoftebrud")


def test_years_are_read() -> None:
    """The years of a question are kept, each once."""
    assert understand("Hvad skete der i 2023, altså efter mødet i 2023 og før 2025?").years == (2023, 2025)


def test_years_that_are_meant_are_read() -> None:
    """A year that is counted from today is a year as well."""
    assert understand("Hvad skete der sidste år?", today=TODAY).years == (2025,)


def test_a_question_about_several_places_is_one_across_meetings() -> None:
    """Two clusters, or two years, are asked about over meetings."""
    assert understand("Hvad har Skov og Fjord gjort ved alkohol?", known=KNOWN).intent is Intent.ACROSS
    bodies = "Hvad kom der ud af sagen i Fokusgruppen for voksne og i socialudvalget?"
    assert understand(bodies, known=KNOWN).intent is Intent.ACROSS
    assert understand("Hvad skete der med svarene i 2022 og i 2023?").intent is Intent.ACROSS
    assert understand("Hvad skete der med svarene i 2022?").intent is Intent.STATUS


def test_own_words_leave_out_what_limits() -> None:
    """The own words of a question are its topic, not its forum or time."""
    assert understand("Hvad besluttede Skovklyngen i 2013 om senge?", known=KNOWN).own == topic_words("senge")
