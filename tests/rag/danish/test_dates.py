from __future__ import annotations

from datetime import date, time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rag.danish.dates import find_dates, format_date, parse_date, parse_times


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("22.10.13", date(2013, 10, 22)),
        ("Referat fra møde 22.10.2013 på sygehuset", date(2013, 10, 22)),
        ("2021-06-08", date(2021, 6, 8)),
        ("2021-06-08T12:00:00", date(2021, 6, 8)),
        ("den 12. april 2024 kl. 12:00", date(2024, 4, 12)),
        ("8. juni 2021", date(2021, 6, 8)),
        ("8.juni, 2021", date(2021, 6, 8)),
        ("8 JUNI 2021", date(2021, 6, 8)),
        ("fredag den 3. maj 2024", date(2024, 5, 3)),
        ("3. feb. 2020", date(2020, 2, 3)),
        ("12 okt 2019", date(2019, 10, 12)),
        ("1. maj ’21", date(2021, 5, 1)),
        ("Dato:25.maj 2021", date(2021, 5, 25)),
        ("(implementeret 04.09.12)", date(2012, 9, 4)),
        ("22. 10. 2013", date(2013, 10, 22)),
        ("8/6-21", date(2021, 6, 8)),
        ("8/6 2021", date(2021, 6, 8)),
        ("08/06/2021", date(2021, 6, 8)),
        ("25-05-2021", date(2021, 5, 25)),
        ("29.02.2024", date(2024, 2, 29)),
        ("01.01.69", date(2069, 1, 1)),
        ("01.01.70", date(1970, 1, 1)),
        ("31.02.2021, rettet til 01.03.2021", date(2021, 3, 1)),
    ],
)
def test_date_is_read(text: str, expected: date) -> None:
    """Each way in which minutes write a full date is understood."""
    assert parse_date(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "31.02.2021",
        "29.02.2023",
        "31. april 2024",
        "0. maj 2024",
        "2021-13-01",
        "Sagsnr. 1-30-72-89-23",
        "1-00-3-23",
        "16/34038",
        "2.1.3 Økonomi",
        "12. majoritet 2020",
        "kl. 13.45",
        "200.000.000 kr.",
        "010203-1234",
        "juni 2021",
        "i 2021",
        "",
    ],
)
def test_what_is_no_date_is_none(text: str) -> None:
    """Impossible dates, case numbers, amounts and times are no dates."""
    assert parse_date(text, default_year=2021) is None


@pytest.mark.parametrize("text", ["Tid: 8.juni kl. 8.30 – 11.30", "d. 8. jun.", "den 8. juni"])
def test_a_day_without_year_needs_a_default(text: str) -> None:
    """Day and month alone are a date only when a year is given."""
    assert parse_date(text) is None
    assert parse_date(text, default_year=2021) == date(2021, 6, 8)


def test_a_name_after_a_number_is_no_month() -> None:
    """With a capital, "2. Jan" is an item and a person; "2. jan." is a day."""
    assert parse_date("2. Jan Holm", default_year=2021) is None
    assert parse_date("2. jan.", default_year=2021) == date(2021, 1, 2)


def test_the_printed_year_wins_over_the_default() -> None:
    """The default year fills a gap and changes nothing else."""
    assert parse_date("8. juni 2019", default_year=2021) == date(2019, 6, 8)


def test_all_dates_are_found_with_their_places() -> None:
    """Dates come in reading order, and their spans mark the words that were read."""
    text = "Perioden 01.02.2021-05.02.2021, møde d. 8. marts 2021, frist 2021-04-01 og 31.02.2021."
    found = find_dates(text)
    assert [span.of(text) for span, _ in found] == ["01.02.2021", "05.02.2021", "8. marts 2021", "2021-04-01"]
    assert [day.month for _, day in found] == [2, 2, 3, 4]


def test_date_is_written_as_in_running_text() -> None:
    """Day, month's name and year."""
    assert format_date(date(2021, 6, 8)) == "8. juni 2021"


@settings(deadline=None)
@given(st.dates(min_value=date(1970, 1, 1), max_value=date(2069, 12, 31)))
def test_every_date_is_read_as_it_is_written(day: date) -> None:
    """Written out, in figures, short or ISO: each form leads back to the same day."""
    forms = (
        format_date(day),
        f"{day:%d.%m.%Y}",
        f"{day:%d.%m.%y}",
        day.isoformat(),
        f"{day.day}/{day.month} {day.year}",
    )
    assert {parse_date(form) for form in forms} == {day}


@pytest.mark.parametrize(
    ("text", "start", "end"),
    [
        ("kl. 8.30 – 11.30", time(8, 30), time(11, 30)),
        ("8.juni kl. 8.30 - 11.30", time(8, 30), time(11, 30)),
        ("13-13.45", time(13), time(13, 45)),
        ("Kl. 13.45-13.55 PIXI-udgave", time(13, 45), time(13, 55)),
        ("12:00", time(12), None),
        ("den 12. april 2024 kl. 12:00", time(12), None),
        ("kl. 9", time(9), None),
        ("kl 14-17(18) på sygehuset", time(14), time(17)),
        ("fra kl. 9 til kl. 11", time(9), time(11)),
        ("klokken 12 til 13", time(12), time(13)),
        ("slutter kl. 15.30.", time(15, 30), None),
        ("8.30 – 11.30", time(8, 30), time(11, 30)),
        ("11.30", time(11, 30), None),
        ("22.10.2013, 10:15-12:00", time(10, 15), time(12)),
    ],
)
def test_times_are_read(text: str, start: time, end: time | None) -> None:
    """A time or a range is understood in all its spellings."""
    assert parse_times(text) == (start, end)


@pytest.mark.parametrize(
    "text",
    ["", "3-4 møder", "22.10.2013", "i alt 2.15 pr. borger", "kl. 25.99", "2022-25", "2.1 Baggrund", "9"],
)
def test_what_is_no_time_is_none(text: str) -> None:
    """Dates, numbers of sections and impossible times are no times."""
    assert parse_times(text) is None
