"""Items of other meetings on the matter of the best one come close below it."""

from __future__ import annotations

from dataclasses import replace

import pytest

from rag.danish.analyse import words
from rag.domain import AgendaItem, Hit
from rag.retrieval.kindred import KIN_GAP, is_kindred, lift
from tests.fakes import a_hit, an_item

COMMON = words("Orientering, status, beslutning")


def kindred(item: AgendaItem, other: AgendaItem) -> bool:
    """Tell whether items are kindred, the usual words of titles taken for common and all others for rare."""
    titles = words(f"{item.title}\n{other.title}")
    return is_kindred(item, other, rarity={word: 0.5 if word in COMMON else 4.0 for word in titles})


@pytest.mark.parametrize(
    ("title", "other", "expected"),
    [
        ("KOL-rehabilitering", "KOL-rehabilitering: oplæg fra arbejdsgruppen", True),
        ("Opfølgende hjemmebesøg: ny frist", "Opfølgende hjemmebesøg i Fjordklyngen", True),
        ("Orientering: status", "Orientering: status", False),
        ("KOL-rehabilitering", "Rehabilitering af børn", False),
        ("Hoftebrud: projektledelse og økonomi", "Økonomi for brobygning og ernæring", False),
        ("", "KOL-rehabilitering", False),
    ],
)
def test_titles_tell_the_matter(title: str, other: str, *, expected: bool) -> None:
    """Most of the rarer half of both titles must be the same, in either order; usual words alone name no matter."""
    items = [replace(an_item(), title=one, case_number="") for one in (title, other)]
    assert kindred(items[0], items[1]) is expected
    assert kindred(items[1], items[0]) is expected


def test_a_case_number_tells_the_matter_where_the_titles_share_a_word() -> None:
    """Some offices give one number to a whole agenda."""
    one = replace(an_item(), title="Drift af plejecenter", case_number="21-1")
    assert kindred(one, replace(one, title="Udbud og kontrakt om drift"))
    assert not kindred(one, replace(one, title="Udbud og kontrakt om drift", case_number="21-2"))
    assert not kindred(one, replace(one, title="Valg til bestyrelsen"))


def hit(number: str, score: float) -> Hit:
    """Return a hit with a score."""
    return replace(a_hit("a.txt", number), score=score)


def test_kindred_come_close_below_the_best() -> None:
    """What stands higher stays there, what was not found comes in, and what is no kindred does not."""
    hits = [hit("1", 9), hit("2", 8.9), hit("3", 8.5), hit("4", 7)]
    further = [hit("5", 6), hit("6", 5)]
    found = lift(hits, further, {one.item.id for one in (hits[1], hits[3], further[0])})
    assert [(it.rank, it.item.number) for it in found] == [(1, "1"), (2, "2"), (3, "4"), (4, "5"), (5, "3")]
    assert [it.score for it in found] == [9, 8.9, 9 - KIN_GAP, 9 - KIN_GAP, 8.5]
