from __future__ import annotations

import pytest

from index.reading.organisations import organisation_of


@pytest.mark.parametrize(
    ("address", "organisation"),
    [
        ("https://dagsordener.greve.dk/vis?id=1", "Greve Kommune"),
        ("https://www.rm.dk/politik", "Region Midtjylland"),
        ("/dist/css/aarhus.css", "Aarhus Kommune"),
        ("/Content/img/faaborgmidtfyn_logo.png", "Faaborg-Midtfyn Kommune"),
        ("https://dagsordener.soroe.dk", "Sorø Kommune"),
        ("https://koege.dk", "Køge Kommune"),
        ("https://www.kk.dk", "Københavns Kommune"),
        ("https://dagsorden.vesthimmerland.dk", "Vesthimmerlands Kommune"),
        ("http://publication.firstagenda.com", ""),
        ("", ""),
    ],
)
def test_organisation_is_recognised_by_a_whole_part_of_the_address(address: str, organisation: str) -> None:
    """Municipalities and regions are found in host and file names, others are not guessed."""
    assert organisation_of(address) == organisation
