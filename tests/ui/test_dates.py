from __future__ import annotations

import pytest

from ui.dates import iso_date


@pytest.mark.parametrize(
    ("typed", "iso"),
    [
        ("8.6.2021", "2021-06-08"),
        ("08-06-2021", "2021-06-08"),
        ("8/6 2021", "2021-06-08"),
        (" 2021-06-08 ", "2021-06-08"),
        ("2021", "2021-01-01"),
        ("", None),
        (None, None),
    ],
)
def test_danish_and_iso_dates_are_understood(typed: str | None, iso: str | None) -> None:
    """The day comes first unless the year does; nothing typed is no date."""
    assert iso_date(typed) == iso


def test_a_year_can_mean_its_last_day() -> None:
    """As the end of a period a year lasts until New Year's Eve."""
    assert iso_date("2021", last=True) == "2021-12-31"


@pytest.mark.parametrize("typed", ["i går", "31.2.2021", "8.6.21", "2021-13-01", "0000"])
def test_what_is_no_date_is_explained(typed: str) -> None:
    """Anything else is refused with a sentence that shows how to write it."""
    with pytest.raises(ValueError, match=f"»{typed}« kan ikke læses som en dato"):
        iso_date(typed)
