"""Whether something was treated: every item that names it in any form, within the limits of the question and beyond."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from rag.catalog import Catalog
from rag.domain import OUTSIDE, DocumentType, Filters
from rag.treated import Treated, find_treated
from rag.understanding import Known, understand
from tests.rag.catalogued import item, meeting

FJORD, BAKKE = "Styregruppen, Fjordklyngen", "Styregruppen, Bakkeklyngen"
KNOWN = Known(forums=(FJORD, BAKKE))


@pytest.fixture
def catalog(tmp_path: Path) -> Iterator[Catalog]:
    """Open a catalog with three meetings."""
    with Catalog.open(f"sqlite:///{tmp_path / 'catalog.db'}") as opened:
        for one in (
            meeting(
                "a.txt",
                item("a", OUTSIDE, "", "1. Hoftebrud"),
                item("a", "1", "Hoftebrud", "Der kom flere opgaver til. Faldforebyggelse drøftes."),
                item("a", "2", "Kørsel", "Hoftebruddene nævnes. Gaver blev afvist."),
                forum=FJORD,
                day=date(2021, 3, 1),
            ),
            meeting("b.txt", item("b", "1", "Hoftebrudsteamet", "Intet nyt."), forum=FJORD, day=date(2022, 5, 1)),
            meeting("c.txt", item("c", "1", "Cykler", "Intet om andet."), forum=BAKKE, day=date(2023, 5, 1)),
        ):
            opened.store_meeting(one, [], {})
        yield opened


def ask(catalog: Catalog, question: str, *, filters: Filters = Filters()) -> Treated:  # noqa: B008  (frozen)
    """Ask whether something was treated."""
    found = find_treated(catalog, understand(question, known=KNOWN), filters=filters)
    assert found is not None
    return found


def titles(treated: Treated) -> list[str]:
    """Return the titles of the items within the limits."""
    return [hit.item.title for hit in treated.within]


def test_a_long_word_is_found_in_every_form_and_compound(catalog: Catalog) -> None:
    """Newest first; a list of contents does not count beside the item it names."""
    found = ask(catalog, "Har hoftebrud nogensinde været på dagsordenen?")
    assert found.subject == ("hoftebrud",)
    assert titles(found) == ["Hoftebrudsteamet", "Hoftebrud", "Kørsel"]
    assert [hit.rank for hit in found.within] == [1, 2, 3]
    assert found.names("Om hoftebruddene")
    assert not found.names("Om cykler")


def test_a_short_word_is_not_found_inside_another(catalog: Catalog) -> None:
    """The presents stand in "Gaver", not in "opgaver"."""
    assert titles(ask(catalog, "Er gaver blevet drøftet?")) == ["Kørsel"]


def test_all_words_must_stand_together(catalog: Catalog) -> None:
    """In the title, or in the title and one sentence; words of two sentences say nothing about each other."""
    assert titles(ask(catalog, "Er faldforebyggelse ved hoftebrud blevet drøftet?")) == ["Hoftebrud"]
    assert not titles(ask(catalog, "Er gaver ved hoftebrud blevet drøftet?"))


def test_what_stands_nowhere_is_named(catalog: Catalog) -> None:
    """A word that no document holds settles the question."""
    found = ask(catalog, "Er dialyse ved hoftebrud blevet drøftet?")
    assert found.unknown == ("dialyse",)
    assert not found.within
    assert not found.beyond


def test_limits_part_what_is_within_from_what_is_beyond(catalog: Catalog) -> None:
    """The body and the time of the question count, and so do filters."""
    other = ask(catalog, "Er hoftebrud blevet behandlet i Bakkeklyngen?")
    assert not other.within
    assert len(other.beyond) == 3
    assert titles(ask(catalog, "Blev hoftebrud behandlet i 2022?")) == ["Hoftebrudsteamet"]
    until = Filters(date_to=date(2021, 12, 31))
    assert titles(ask(catalog, "Er hoftebrud blevet behandlet?", filters=until)) == ["Hoftebrud", "Kørsel"]
    agendas = Filters(document_type=DocumentType.AGENDA)
    assert not titles(ask(catalog, "Er hoftebrud blevet behandlet?", filters=agendas))
    bakke = Filters(forum="Bakkeklyngen")
    assert not titles(ask(catalog, "Er hoftebrud blevet behandlet?", filters=bakke))


def test_a_question_without_a_subject_settles_nothing(catalog: Catalog) -> None:
    """Words that only ask name nothing to look for."""
    assert find_treated(catalog, understand("Har det været på dagsordenen?"), filters=Filters()) is None
