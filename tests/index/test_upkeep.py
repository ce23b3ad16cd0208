"""Catalog and store are compared and brought back in step, and a deleted document leaves no trace on disk."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from index.build import Indexer
from index.upkeep import check, rebuild, repair
from rag.domain import Filters
from rag.retrieval import Retriever
from rag.understanding import understand
from tests.fakes import FakeEmbedder
from tests.index.test_build import ONE, OTHER, indexer
from tests.index.test_upkeep_files import AGENDA

PRIVATE = """Referat af møde i Kvabsøudvalget
Dato: 3. marts 2022
Deltagere: Xerxine Qvortrup

1. Zigzagbroen ved Ypnasted
Beslutning: Udvalget godkendte brandsprøjten Wolfram.
"""


@pytest.fixture
def minutes(tmp_path: Path) -> Path:
    """Return a folder with two documents."""
    folder = tmp_path / "minutes"
    folder.mkdir()
    (folder / "a.txt").write_text(ONE, "utf-8")
    (folder / "b.txt").write_text(OTHER, "utf-8")
    return folder


@pytest.fixture
def index(tmp_path: Path, minutes: Path) -> Iterator[Indexer]:
    """Give an indexer that has indexed the two documents."""
    with indexer(tmp_path) as opened:
        opened.index([minutes])
        yield opened


def first(index: Indexer) -> str:
    """Return the id of the first document."""
    return index.catalog.sources()[0].meeting_id


def test_an_index_in_order_gives_no_findings(index: Indexer) -> None:
    """After a run catalog and store agree."""
    assert check(index).sentences == []


def test_missing_vectors_are_found_and_made_anew(index: Indexer) -> None:
    """A document whose vectors are gone is named, and gets them back without its file."""
    before = set(index.store.ids())
    index.store.delete_meeting(first(index))
    findings = check(index)
    assert [stored.name for stored, _ in findings.missing] == ["a.txt"]
    assert re.search(r"a\.txt lacks \d+ vectors", findings.sentences[0])
    repair(index, findings)
    assert set(index.store.ids()) == before
    assert check(index).sentences == []


def test_orphaned_vectors_are_found_and_removed(index: Indexer) -> None:
    """Vectors that belong to no document are counted, and go."""
    points = set(index.store.ids())
    index.catalog.delete_meeting(first(index))
    findings = check(index)
    assert set(findings.orphans) == points - index.catalog.chunk_ids().keys()
    repair(index, findings)
    assert check(index).sentences == []


def test_an_incomplete_document_is_found_and_completed(index: Indexer) -> None:
    """What an interrupted run left is named, and completed."""
    index.catalog.mark_incomplete(first(index))
    findings = check(index)
    assert [stored.name for stored in findings.incomplete] == ["a.txt"]
    repair(index, findings)
    assert all(stored.complete for stored in index.catalog.sources())


def test_vectors_of_another_model_are_found_and_made_anew(index: Indexer) -> None:
    """A wrong fingerprint is a finding, and repair makes all vectors with the present model."""
    other = Indexer(catalog=index.catalog, store=index.store, embedder=FakeEmbedder(fingerprint="another model"))
    findings = check(other)
    assert "another model" in findings.sentences[0]
    repair(other, findings)
    assert check(other).sentences == []
    assert check(index).fingerprint


def test_a_rebuild_needs_no_files(index: Indexer, minutes: Path) -> None:
    """From the catalog alone comes the same index."""
    before = set(index.store.ids())
    for path in minutes.glob("*.txt"):
        path.unlink()
    assert rebuild(index) == 2
    assert set(index.store.ids()) == before
    assert check(index).sentences == []


def test_a_deleted_document_leaves_no_trace_on_disk(tmp_path: Path, minutes: Path) -> None:
    """No file of the data directory holds its words, names, forum, file name or path, in any usual encoding."""
    (minutes / "hemmeligt-bilag-77.txt").write_text(PRIVATE, "utf-8")
    traces = ["Kvabsø", "Xerxine", "Qvortrup", "Zigzag", "Ypnasted", "Wolfram", "hemmeligt-bilag-77"]
    with indexer(tmp_path) as index:
        index.index([minutes])
    assert {"Wolfram", "hemmeligt-bilag-77"} <= set(found_in(tmp_path / "data", traces))
    with indexer(tmp_path) as index:
        index.delete("hemmeligt-bilag-77.txt")
        assert found_in(tmp_path / "data", traces) == []
    assert found_in(tmp_path / "data", traces) == []


def test_the_old_words_of_a_changed_document_leave_no_trace_on_disk(tmp_path: Path, minutes: Path) -> None:
    """After a run that replaced a document, its former words are in no file."""
    (minutes / "a.txt").write_text(PRIVATE, "utf-8")
    with indexer(tmp_path) as index:
        index.index([minutes])
    (minutes / "a.txt").write_text(ONE, "utf-8")
    with indexer(tmp_path) as index:
        index.index([minutes])
    assert found_in(tmp_path / "data", ["Kvabsø", "Xerxine", "Zigzag", "Wolfram"]) == []


def found_in(folder: Path, words: list[str]) -> list[str]:
    """Return the words that stand in any file of a folder, upper and lower case alike."""
    files = [path.read_bytes().lower() for path in sorted(folder.rglob("*")) if path.is_file()]
    return [
        word
        for word in words
        if any(word.lower().encode(encoding) in data for data in files for encoding in ("utf-8", "utf-16-le", "cp1252"))
    ]


def test_superseded_agendas_rank_below_the_minutes(tmp_path: Path, minutes: Path) -> None:
    """Asked without a type the minutes come first; asked for agendas, the agenda is found."""
    (minutes / "dagsorden.txt").write_text(AGENDA, "utf-8")
    with indexer(tmp_path) as index:
        index.index([minutes])
        retriever = Retriever(catalog=index.catalog, store=index.store, embedder=index.embedder)
        agenda = index.catalog.superseded()
        query = understand("Indstilling: at budgettet godkendes. Dagsorden, økonomi")
        names = [hit.meeting.source.name for hit in retriever.search(query)]
        only = retriever.search(query, filters=Filters(document_type=index.catalog.meeting(*agenda).document_type))
    assert names.index("a.txt") < names.index("dagsorden.txt")
    assert {hit.meeting.id for hit in only} == agenda
