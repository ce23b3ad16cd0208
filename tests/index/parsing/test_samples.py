"""The sample minutes, every layout and every kind of file, held against facts written down by a reader."""

from __future__ import annotations

import json
import re
from itertools import groupby
from pathlib import Path
from typing import Any

import pytest

from index.parsing import parse_document
from index.reading import read_document
from rag.domain import AgendaItem, Meeting, SectionKind

ROOT = Path(__file__).parents[3]
SAMPLES = ROOT / "eval" / "corpus" / "minutes"
GOLDEN = sorted((ROOT / "tests" / "index" / "golden").glob("*.json"))
SIGN = re.compile(r"^(?:[•–*-]|\d{1,2}[.)])\s+", re.MULTILINE)


def case(path: Path) -> tuple[dict[str, Any], Meeting]:
    """Return the facts of a document and what the parser makes of it."""
    facts = json.loads(path.read_text("utf-8"))
    return facts, parse_document(read_document(SAMPLES / facts["file"]))


documents = pytest.mark.parametrize("path", GOLDEN, ids=lambda path: path.stem)


def test_every_sample_has_facts() -> None:
    """No sample goes unchecked."""
    assert {json.loads(path.read_text("utf-8"))["file"] for path in GOLDEN} == {p.name for p in SAMPLES.iterdir()}


@documents
def test_metadata(path: Path) -> None:
    """Type, forum, date and place are the document's."""
    facts, meeting = case(path)
    found = (
        meeting.document_type.value,
        meeting.forum,
        meeting.date and meeting.date.isoformat(),
        meeting.place,
    )
    assert found == (facts["document_type"], facts["forum"], facts["date"], facts["place"])


@documents
def test_items(path: Path) -> None:
    """Every item is found with number, title, time slot, case number and closedness, and none is invented."""
    facts, meeting = case(path)
    keys = ("number", "title", "time_slot", "case_number", "closed")
    assert [tuple(getattr(item, key) for key in keys) for item in meeting.numbered_items] == [
        tuple(item[key] for key in keys) for item in facts["items"]
    ]


@documents
def test_outcomes(path: Path) -> None:
    """The outcome of an item is what its decision says."""
    facts, meeting = case(path)
    for item, wanted in zip(meeting.numbered_items, facts["items"], strict=True):
        assert item.outcome.value in [wanted["outcome"], *wanted.get("outcome_also", [])], item.number


@documents
def test_sections(path: Path) -> None:
    """Every section is of the right kind, and begins and ends with the right words."""
    facts, meeting = case(path)
    for item, wanted in zip(meeting.numbered_items, facts["items"], strict=True):
        found = sections(item) if wanted["sections"] or not item.closed else []
        assert [kind for kind, _ in found] == [section["kind"] for section in wanted["sections"]], item.number
        for (_, text), section in zip(found, wanted["sections"], strict=True):
            assert plain(section["first_words"]) in plain(text[:400]), item.number
            assert plain(section["last_words"]) in plain(text[-200:]), item.number


@documents
def test_participants(path: Path) -> None:
    """All participants are read, with organisation and attendance."""
    facts, meeting = case(path)
    assert len(meeting.participants) == facts["participants"]["count"]
    for wanted in facts["participants"]["some"]:
        assert any(
            wanted["who"] in f"{p.name}, {p.role}"
            and p.organisation == wanted["organisation"]
            and p.status.value == wanted["status"]
            for p in meeting.participants
        ), wanted["who"]


def sections(item: AgendaItem) -> list[tuple[str, str]]:
    """Return the kinds and texts of an item's sections, neighbours of one kind as one, without attachments."""
    shown = [s for s in item.sections if s.text and s.kind is not SectionKind.ATTACHMENTS and s.heading != "Ansvar"]
    return [
        (kind.value, "\n".join(section.text for section in group))
        for kind, group in groupby(shown, key=lambda section: section.kind)
    ]


def plain(text: str) -> str:
    """Return a text without list signs and line breaks."""
    return " ".join(SIGN.sub("", text).split())
