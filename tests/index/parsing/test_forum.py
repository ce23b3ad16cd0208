"""The name of the body that met, as documents of many kinds write it."""

from __future__ import annotations

import pytest

from tests.index.parsing.test_evidence import read


@pytest.mark.parametrize(
    ("line", "forum"),
    [
        ("Referat fra møde i Udvalg for nære sundhedstilbud den 3. maj 2024", "Udvalget for nære sundhedstilbud"),
        ("Udvalg for nære sundhedstilbud", "Udvalget for nære sundhedstilbud"),
        (
            "Udvalget for nære sundhedstilbud, Region Nordkyst, kl. 12",
            "Udvalget for nære sundhedstilbud, Region Nordkyst",
        ),
        ("Møde torsdag i Styregruppen for nære sundhedstilbud torsdag", "Styregruppen for nære sundhedstilbud"),
        (
            "Møde i Udvalg for børn, unge og familie i Lyngbæk Kommune",
            "Udvalget for børn, unge og familie, Lyngbæk Kommune",
        ),
        ("Råd for socialt udsatte – referat", "Rådet for socialt udsatte"),
        ("Rådet for socialt udsatte, Lyngbæk Kommune", "Rådet for socialt udsatte, Lyngbæk Kommune"),
        ("Ældrerådet i Lyngbæk Kommune", "Ældrerådet, Lyngbæk Kommune"),
        ("Arbejdsgruppe om opfølgende hjemmebesøg 12. maj 2020", "Arbejdsgruppen om opfølgende hjemmebesøg"),
        ("Udvalget vedr. regional udvikling (URU)", "Udvalget vedr. regional udvikling"),
        ("Udvalg for Sundhed og Omsorg i Lyngbæk Kommune", "Udvalget for Sundhed og Omsorg, Lyngbæk Kommune"),
        ("Styregruppe for sundhedsaftalen, Fjordklyngen", "Styregruppen for sundhedsaftalen, Fjordklyngen"),
        ("Fokusgruppen Sundhed for Voksne, Fjordklyngen", "Fokusgruppen Sundhed for Voksne, Fjordklyngen"),
        ("Teknisk Udvalg, Lyngbæk Kommune", "Teknisk Udvalg, Lyngbæk Kommune"),
        ("Udvalget for det, der skal ske i de kommende år", "Udvalget"),
        ("Planer for området", ""),
    ],
)
def test_the_forum_is_named_in_full(line: str, forum: str) -> None:
    """What a body is for belongs to its name, in capitals or not; days, places and sentences do not."""
    assert read("1. Plan\nIntet.", front=("Referat", line, "")).meeting.forum == forum


def test_the_forum_of_a_heading_over_two_lines() -> None:
    """In a wrapped document the name goes on over the end of the line, and stops at the day."""
    front = ("Referat fra møde i", "Udvalg for nære sundhedstilbud", "den 3. maj 2024", "")
    assert read("1. Plan\n\nIntet.", front=front, wrapped=True).meeting.forum == "Udvalget for nære sundhedstilbud"
