"""Abbreviations that minutes explain are found with their long forms, and nothing else is."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from index.glossary import find_abbreviations
from rag.catalog import Catalog
from rag.danish.compounds import CompoundSplitter
from rag.domain import Abbreviation, Participant
from tests.fakes import a_meeting, an_item

SPLITTER = CompoundSplitter({"kvalitet": 3, "team": 3, "medicin": 2, "kort": 2})


def found(text: str, *people: str) -> list[tuple[str, str]]:
    """Return abbreviations and long forms of a text, read among these participants."""
    meeting = a_meeting("a.txt", an_item(text=text))
    meeting = replace(meeting, participants=tuple(Participant(name=name) for name in people))
    return [(it.short, it.long) for it in find_abbreviations(meeting, splitter=SPLITTER)]


@pytest.mark.parametrize(
    ("text", "short", "long"),
    [
        ("Et nationalt lærings- og kvalitetsteam (LKT) starter.", "LKT", "lærings- og kvalitetsteam"),
        ("Et LKT (lærings- og kvalitetsteam) starter.", "LKT", "lærings- og kvalitetsteam"),
        ("TOBS står for Tidlig Opsporing af Begyndende Sygdom.", "TOBS", "Tidlig Opsporing af Begyndende Sygdom"),
        ("En gruppe nedsættes (KIG: KlyngeImplementeringsGruppe).", "KIG", "KlyngeImplementeringsGruppe"),
        ("Det fælles medicinkort (FMK) er indført.", "FMK", "fælles medicinkort"),
        ("Utilsigtede\nhændelser (UTH) falder.", "UTH", "Utilsigtede hændelser"),
        ("Tilbuddet Individuelt Planlagt job med Støtte (IPS).", "IPS", "Individuelt Planlagt job med Støtte"),
        ("Opslag fra Styrelsen for Arbejde og Rekruttering (STAR).", "STAR", "Styrelsen for Arbejde og Rekruttering"),
        ("Pædagogisk Psykologisk Rådgivning, forkortet PPR, deltager.", "PPR", "Pædagogisk Psykologisk Rådgivning"),
    ],
)
def test_explained(text: str, short: str, long: str) -> None:
    """Each way of explaining gives the abbreviation and the words that spell it."""
    assert found(text) == [(short, long)]


@pytest.mark.parametrize(
    "text",
    [
        "Kørsler disponeres efter alvor (ABCDE).",
        "Oplæg ved Hanne Mark (HM).",
        "Forløbet er dyrt (IV).",
        "Møde med kommunerne (KL) om aftalen.",
        "Se notatet (bilag 2).",
        "TOBS er indført i alle kommuner.",
        "Om forløb (KOL, diabetes og hjerte).",
    ],
)
def test_not_explained(text: str) -> None:
    """What the words beside it do not spell is not explained by them."""
    assert found(text) == []


def test_initials_of_participants_are_no_abbreviations() -> None:
    """A person's name is nobody's long form."""
    assert found("Oplæg ved Hanne Kirk Mark (HKM).", "Hanne Kirk Mark") == []


def test_the_glossary_goes_with_its_document(tmp_path: Path) -> None:
    """The catalog keeps what items explain, once each, until their document is removed."""
    meeting = a_meeting("a.txt", an_item(text="Et lærings- og kvalitetsteam (LKT). " * 2))
    entries = find_abbreviations(meeting, splitter=SPLITTER)
    with Catalog.open(f"sqlite:///{tmp_path / 'catalog.sqlite'}") as catalog:
        catalog.store_meeting(meeting, [], {})
        for _ in range(2):
            catalog.store_glossary(meeting.id, entries)
        assert catalog.glossary() == [
            Abbreviation(short="LKT", long="lærings- og kvalitetsteam", item_id="item-1", count=2)
        ]
        assert catalog.held() == [(meeting.forum, meeting.date)]
        catalog.delete_meeting(meeting.id)
        assert catalog.glossary() == []
