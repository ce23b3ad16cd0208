"""A question across meetings is told of by the items of all that it names."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from rag.answering.spanning import ACROSS_ITEMS, told_of
from rag.domain import OUTSIDE, Constraint, ConstraintKind, Hit, Intent, Section, SectionKind
from rag.understanding import MeetingFact, Query, understand
from tests.fakes import a_meeting, an_item

WEST = Constraint(kind=ConstraintKind.FORUM, label="Vest", hard=False, values=("Vestklyngen",))
SOUTH = Constraint(kind=ConstraintKind.FORUM, label="Syd", hard=False, values=("Sydklyngen",))
IN_2019 = Constraint(kind=ConstraintKind.PERIOD, label="2019", hard=False, values=("2019-01-01", "2019-12-31"))
IN_2020 = Constraint(kind=ConstraintKind.PERIOD, label="2020", hard=False, values=("2020-01-01", "2020-12-31"))
IN_2021 = Constraint(kind=ConstraintKind.PERIOD, label="2021", hard=False, values=("2021-01-01", ""))


def hit(number: int, *, place: str, year: int, score: float) -> Hit:
    """Return a hit on an item of a cluster's meeting."""
    meeting = replace(a_meeting(), forum=f"Styregruppen, {place}", date=date(year, 5, 4))
    return Hit(rank=number, item=an_item(str(number)), meeting=meeting, score=score, similarity=0.9, coverage=1.0)


HITS = [
    hit(1, place="Vestklyngen", year=2021, score=11.0),
    hit(2, place="Nordklyngen", year=2020, score=10.9),
    hit(3, place="Vestklyngen", year=2019, score=10.8),
    hit(4, place="Sydklyngen", year=2021, score=7.0),
    hit(5, place="Sydklyngen", year=2020, score=6.9),
]


def across(*parts: Constraint) -> Query:
    """Return a question across meetings that names these parts."""
    return replace(understand("Hvordan har telemedicin udviklet sig?"), intent=Intent.ACROSS, constraints=parts)


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        (across(), ["1", "2", "3"]),
        (across(WEST), ["1", "2", "3"]),
        (across(WEST, SOUTH), ["1", "3", "4"]),
        (across(IN_2019, IN_2021), ["1", "3"]),
        (across(IN_2019, IN_2020), ["1", "2", "3"]),
    ],
)
def test_items_are_told_of_by_their_scores_and_the_parts_named(query: Query, expected: list[str]) -> None:
    """Of each part that is named the best item is told of, however low its score, and the best of all in any case."""
    assert [one.item.number for one in told_of(query, HITS)] == expected


@pytest.mark.parametrize(
    ("question", "hits", "expected"),
    [
        (across(), HITS, ["1", "2"]),
        (across(WEST), HITS, ["1"]),
        (across(IN_2021), HITS, ["1"]),
        (across(IN_2019), HITS, ["1", "2"]),
        (across(), HITS[2:], ["3"]),
        (across(), [HITS[0], replace(HITS[1], item=an_item(OUTSIDE))], ["1"]),
        (replace(across(), meeting_fact=MeetingFact.NEXT_MEETING), HITS, ["1"]),
    ],
)
def test_a_rival_is_told_of_beside_the_best(question: Query, hits: list[Hit], expected: list[str]) -> None:
    """One that is close in score, unless the best alone is of the body or time named, or the meeting itself is asked.

    Where not even the best is of the time named, that says nothing of the rival. A meeting's heading is none.
    """
    query = replace(question, intent=Intent.DECISION)
    assert [one.item.number for one in told_of(query, hits)] == expected


def test_the_report_on_a_year_may_be_of_the_next() -> None:
    """An item that is as likely as the best and names a year asked for is told of, whenever its meeting was held."""
    query = replace(across(IN_2019, IN_2020), years=(2019, 2020))
    section = Section(id="s", kind=SectionKind.CASE, heading="", text="Årsrapporten viser 15 tilfælde i 2020.")
    later = hit(6, place="Østklyngen", year=2021, score=10.95)
    report = replace(later, item=replace(later.item, sections=(section,)))
    inside = [HITS[1], HITS[2]]
    assert [one.item.number for one in told_of(query, [inside[0], report, inside[1]])] == ["2", "6", "3"]
    assert [one.item.number for one in told_of(query, [inside[0], later, inside[1]])] == ["2", "3"]
    distant = replace(report, score=10.5)
    assert [one.item.number for one in told_of(query, [*inside, distant])] == ["2", "3"]


def test_parts_without_an_item_change_nothing() -> None:
    """A body that no item is of cannot leave the answer empty."""
    nowhere = (replace(WEST, values=("Østklyngen",)), replace(SOUTH, values=("Fjordklyngen",)))
    assert told_of(across(*nowhere), HITS) == told_of(across(), HITS)


def test_only_so_many_items_are_told_of() -> None:
    """A list of every meeting would be no answer."""
    many = [hit(number, place="Vestklyngen", year=2020, score=11.0) for number in range(1, 10)]
    assert len(told_of(across(), many)) == ACROSS_ITEMS


def test_nothing_found_is_nothing_told() -> None:
    """Without hits there is nothing to tell of."""
    assert told_of(across(WEST, SOUTH), []) == []


@pytest.mark.parametrize(
    ("question", "title", "year", "score", "told"),
    [
        ("Hvad skete der med lokalplan 12?", "Lokalplan 12 - ny bro over fjorden", 2022, 10.6, True),
        ("Hvad skete der med lokalplan 12?", "Lokalplan 12 - NY bro over fjorden og havn", 2022, 10.6, True),
        ("Hvad skete der med lokalplan 12?", "Lokalplan 12", 2022, 10.6, False),
        ("Hvad skete der med lokalplan 12?", "Lokalplan 12 - ny bro over fjorden", 2020, 10.6, False),
        ("Hvad skete der med lokalplan 12?", "Lokalplan 12 - ny bro over fjorden", 2022, 10.4, False),
        ("Hvor mange kom til mødet om lokalplan 12?", "Lokalplan 12 - ny bro over fjorden", 2022, 10.6, False),
        ("Hvad skete der med lokalplan 12 i maj 2021?", "Lokalplan 12 - ny bro over fjorden", 2022, 10.6, False),
    ],
)
def test_the_matter_at_a_later_meeting_is_told_of(
    question: str, title: str, year: int, score: float, *, told: bool
) -> None:
    """By its title, near enough, where what came of it is asked for and no time is named; the latest of several."""
    best = replace(HITS[0], item=replace(HITS[0].item, title="Lokalplan 12 - ny bro over fjorden"))
    other = hit(2, place="Nordklyngen", year=year, score=score)
    other = replace(other, item=replace(other.item, title=title))
    between = replace(other, item=replace(other.item, id="x"), meeting=replace(other.meeting, date=date(2021, 6, 1)))
    found = told_of(understand(question), [best, between, other])
    assert (other in found) is told


def test_the_matter_at_an_earlier_meeting_is_not_what_came_of_it() -> None:
    """Only what came later is; one as likely as the best is a rival as ever."""
    best = replace(HITS[0], item=replace(HITS[0].item, title="Ny bro over fjorden"))
    earlier = hit(2, place="Nordklyngen", year=2020, score=10.6)
    earlier = replace(earlier, item=replace(earlier.item, title="Ny bro over fjorden"))
    assert told_of(understand("Hvad skete der med broen?"), [best, earlier]) == [best]


def test_items_without_a_title_are_not_one_matter() -> None:
    """What has no title says nothing of what it is about."""
    untitled = [replace(one, item=replace(one.item, title="")) for one in HITS[:2]]
    later = replace(untitled[1], meeting=replace(untitled[1].meeting, date=date(2024, 5, 4)), score=10.6)
    assert told_of(understand("Hvad skete der med broen?"), [untitled[0], later]) == [untitled[0]]
