"""The time that a question names is turned into days."""

from __future__ import annotations

from datetime import date

import pytest

from rag.understanding.period import find_periods
from tests.rag.understanding.known import TODAY

HELD = [date(2021, 6, 8), date(2024, 3, 20)]


def days(text: str) -> list[tuple[str, str]]:
    """Return the first and last day of each period, "" where it is open."""
    found = find_periods(text, today=TODAY, held=HELD)
    return [
        (it.date_from.isoformat() if it.date_from else "", it.date_to.isoformat() if it.date_to else "") for it in found
    ]


@pytest.mark.parametrize(
    ("words", "first", "last"),
    [
        ("i 2013", "2013-01-01", "2013-12-31"),
        ("juni 2021", "2021-06-01", "2021-06-30"),
        ("i februar måned 2024", "2024-02-01", "2024-02-29"),
        ("in October 2013", "2013-10-01", "2013-10-31"),
        ("i foråret 2024", "2024-03-01", "2024-05-31"),
        ("i efteråret 2021", "2021-09-01", "2021-11-30"),
        ("vinteren 2021", "2020-12-01", "2021-02-28"),
        ("andet halvår 2021", "2021-07-01", "2021-12-31"),
        ("1. kvartal 2022", "2022-01-01", "2022-03-31"),
        ("den 8. juni 2021", "2021-06-08", "2021-06-08"),
        ("8/6-2021", "2021-06-08", "2021-06-08"),
        ("mødet den 8. juni", "2021-06-08", "2021-06-08"),
        ("siden 2022", "2022-01-01", ""),
        ("siden mødet i juni 2021", "2021-06-01", ""),
        ("før 2020", "", "2019-12-31"),
        ("efter 2020", "2021-01-01", ""),
        ("til og med 2020", "", "2020-12-31"),
        ("mellem 2019 og 2021", "2019-01-01", "2021-12-31"),
        ("fra juni 2020 til maj 2021", "2020-06-01", "2021-05-31"),
        ("fra 2019 til nu", "2019-01-01", ""),
        ("2019-2021", "2019-01-01", "2021-12-31"),
        ("før sommerferien 2020", "2020-01-01", "2020-06-30"),
        ("efter sommerferien 2020", "2020-08-01", "2020-12-31"),
        ("sidste år", "2025-01-01", "2025-12-31"),
        ("i år", "2026-01-01", "2026-12-31"),
        ("sidste måned", "2026-10-01", "2026-10-31"),
        ("de seneste to år", "2024-11-23", "2026-11-23"),
        ("det seneste år", "2025-11-23", "2026-11-23"),
        ("i foråret", "2026-03-01", "2026-05-31"),
        ("i december", "2025-12-01", "2025-12-31"),
    ],
)
def test_period(words: str, first: str, last: str) -> None:
    """Words for time give the days they stand for, counted from today where they leave out the year."""
    assert days(f"Hvad skete der {words}?") == [(first, last)]


@pytest.mark.parametrize("text", ["2000 borgere", "sag 16.20.02-A00-1-21", "kl. 18", "Hvad sker der?"])
def test_no_period(text: str) -> None:
    """Amounts, case numbers and clock times are no time."""
    assert days(text) == []


def test_several_periods_are_kept_apart() -> None:
    """Each year that is named by itself is a period of its own."""
    assert len(days("Randers 2013, Horsens 2018 og Vest 2021")) == 3


@pytest.mark.parametrize(("words", "certain"), [("i 2013", True), ("i foråret", False), ("den 1. maj", False)])
def test_a_guess_at_the_year_is_uncertain(words: str, certain: bool) -> None:
    """Where the year has to be guessed, the period is not certain."""
    assert [it.certain for it in find_periods(words, today=TODAY)] == [certain]


def test_without_today_nothing_is_counted_from_it() -> None:
    """Words that count from today name nothing when today is not given."""
    assert find_periods("sidste år") == []


@pytest.mark.parametrize(
    ("text", "years"),
    [
        ("fra byrådet i august til udvalget i oktober 2025", [2025, 2025]),
        ("mødet i foråret 2023 og i efteråret", [2023, 2023]),
        ("den 3. marts og i maj 2021", [2021, 2021]),
        ("i 2021, i 2022 og i maj", [2021, 2022, 2026]),
        ("i maj 2030 og i juni", [2030, 2026]),
        ("i maj 2020 og sidste år", [2020, 2025]),
    ],
)
def test_a_time_without_year_is_of_the_one_that_is_named(text: str, years: list[int]) -> None:
    """Where the question names just one, and that has begun; what counts from today does so in any case."""
    assert [it.date_from.year for it in find_periods(text, today=TODAY) if it.date_from] == years
