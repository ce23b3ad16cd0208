"""Every word of a document, page furniture apart, stands in its meeting; for real, sample and made-up minutes."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index.parsing import parse_document
from index.parsing.flow import CHROME, Side, to_flow
from index.reading import read_document
from index.reading.document import Line, RawDocument
from rag.domain import AgendaItem, Meeting

ROOT = Path(__file__).parents[3]
SAMPLES = sorted((ROOT / "eval" / "corpus" / "minutes").iterdir())
LABELS = frozenset("ad punkt pkt dagsordenspunkt sag sagsnr sagnr sagsnummer journalnr jnr nr kl ansvar".split())
"""Words that stand beside a number and are kept as what they label."""


def words(texts: Iterable[str], *, hyphen: str) -> Counter[str]:
    """Count words, with this in place of every hyphen and the line break after it."""
    return Counter(re.findall(r"[^\W_]+", re.sub(r"-\s*", hyphen, "\n".join(texts)).lower()))


def item_texts(item: AgendaItem) -> list[str]:
    """Return all texts that an item keeps."""
    sections = [text for section in item.sections for text in (section.heading, section.text)]
    return [item.number, item.title, item.time_slot, item.case_number, *item.attachments, *sections]


def lost(document: RawDocument, meeting: Meeting) -> Counter[str]:
    """Return the words of the document that the meeting does not hold; running lines count once, page numbers never."""
    lines = to_flow(document).lines
    running = {line.text for line in lines if line.side is Side.RUNNING and not line.text.isdigit()}
    kept = [
        line.text for line in sorted(lines, key=lambda line: line.side is not None) if line.side is not Side.RUNNING
    ]
    held = [text for item in meeting.items for text in item_texts(item)]
    # A hyphen at a line end is mended or kept: a lost word is missing in both readings.
    joined, parted = (words([*kept, *running], hyphen=sign) - words(held, hyphen=sign) for sign in ("", " "))
    return Counter({word: n for word, n in (joined & parted).items() if word not in LABELS})


@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: path.name)
def test_samples_lose_no_word(path: Path) -> None:
    """All words of the sample minutes are kept."""
    document = read_document(path)
    assert not lost(document, parse_document(document))


def test_real_minutes_lose_no_word(minutes_folder: Path) -> None:
    """All words of the real minutes are kept."""
    found = {}
    for path in [*(minutes_folder / "klynge").iterdir(), *(minutes_folder / "aarhus").iterdir()]:
        document = read_document(path)
        if missing := lost(document, parse_document(document)):
            found[path.name] = missing
    assert not found


WORDS = st.sampled_from(
    "møde kommunen region Nordfjord drøftes beslutter at punktet ca. 12 den 1. maj borgere, hospitalet sundheds- og"
    " Lukket 3. (orientering) kl. 13.00 Sagsnr. 24-001234 Side 2 Anne Berg".split()
)
LINES = st.one_of(
    st.sampled_from(
        [
            *("", "", "Beslutning", "Beslutning: Godkendt.", "Indstilling", "Det indstilles,", "Sagsfremstilling"),
            *("Referat:", "Bilag", "Bilag 1: Rapport", "Deltagere", "Afbud: Anne Berg", "Side 3", "Sagsforløb"),
            *("1. Velkomst", "2. Status", "3a. Økonomi", "Punkt 4: Eventuelt", "AD. 5:", "6 Lukket", "Kl. 12 Pause"),
            *("• et punkt", "a) et andet", "www.eksempel.dk/a-b", "Ansvar", "Tilbage til toppen", "7.Lukning"),
        ]
    ),
    st.lists(WORDS, min_size=1, max_size=14).map(" ".join),
)


@settings(max_examples=300, deadline=None)
@given(texts=st.lists(LINES, max_size=40), wrapped=st.sampled_from([True, False, None]))
def test_made_up_minutes_lose_no_word(texts: list[str], wrapped: bool | None) -> None:
    """Whatever the order of headings, numbers and text, all words are kept."""
    lines = tuple(Line(text=text) for text in texts if not CHROME.fullmatch(text))
    document = RawDocument(path=Path("m.txt"), content_hash="0", kind="txt", lines=lines, wrapped=wrapped)
    assert not lost(document, parse_document(document))
