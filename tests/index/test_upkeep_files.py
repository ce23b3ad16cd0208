"""Moved, doubled and broken files, and a run that only says what it would do."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest

from index import build
from index.build import foresee
from index.planning import Action
from index.preparing import Prepared, prepare
from index.summary import Duplicate
from rag.catalog import Catalog
from tests.index.test_build import ONE, OTHER, indexer

AGENDA = """Dagsorden til møde i Fokusgruppen for Voksne
Dato: 8. juni 2021

1. Økonomi
Indstilling: At budgettet godkendes.
"""


@pytest.fixture
def minutes(tmp_path: Path) -> Path:
    """Return a folder with two documents."""
    folder = tmp_path / "minutes"
    folder.mkdir()
    (folder / "a.txt").write_text(ONE, "utf-8")
    (folder / "b.txt").write_text(OTHER, "utf-8")
    return folder


def ids_of(catalog: Catalog, path: Path) -> list[str]:
    """Return the ids of a document and its items."""
    stored = catalog.source(str(path.resolve()))
    assert stored is not None
    return [stored.meeting_id, *(item.id for item in catalog.meeting(stored.meeting_id).items)]


def test_a_moved_file_keeps_its_ids_and_vectors(tmp_path: Path, minutes: Path) -> None:
    """What is indexed under a path that is gone is kept under the new one; nothing is embedded."""
    with indexer(tmp_path) as index:
        index.index([minutes])
        before = ids_of(index.catalog, minutes / "a.txt")
        (minutes / "a.txt").rename(minutes / "c.txt")
        summary = index.index([minutes], prune=True)
        assert (summary.moved, summary.removed, summary.chunks) == (1, 0, 0)
        assert ids_of(index.catalog, minutes / "c.txt") == before
        assert [stored.name for stored in index.catalog.sources()] == ["b.txt", "c.txt"]


def test_a_moved_file_that_changes_keeps_its_ids(tmp_path: Path, minutes: Path) -> None:
    """Links go on working when a file is moved first and changed later, also with another in its old place."""
    with indexer(tmp_path) as index:
        index.index([minutes])
        before = ids_of(index.catalog, minutes / "a.txt")
        (minutes / "a.txt").rename(minutes / "c.txt")
        index.index([minutes])
        (minutes / "c.txt").write_text(ONE.replace("godkendt", "forkastet"), "utf-8")
        (minutes / "a.txt").write_text(ONE.replace("Økonomi", "Vaccination"), "utf-8")
        summary = index.index([minutes])
        assert (summary.added, summary.replaced) == (1, 1)
        assert ids_of(index.catalog, minutes / "c.txt") == before
        assert not set(ids_of(index.catalog, minutes / "a.txt")) & set(before)
        chunks = {c.id for s in index.catalog.sources() for c in index.catalog.chunks_of(s.meeting_id)}
        assert set(index.store.ids()) == chunks


def test_a_file_moved_to_a_name_with_a_cpr_number_is_refused(tmp_path: Path, minutes: Path) -> None:
    """No such path gets into the catalog, also not when the content is known."""
    with indexer(tmp_path) as index:
        index.index([minutes])
        (minutes / "a.txt").rename(minutes / "070761-4285.txt")
        summary = index.index([minutes])
        assert (summary.moved, len(summary.failed)) == (0, 1)
        assert [stored.name for stored in index.catalog.sources()] == ["a.txt", "b.txt"]


def test_a_file_moved_over_another_takes_its_place(tmp_path: Path, minutes: Path) -> None:
    """The document that was overwritten is gone from the index."""
    with indexer(tmp_path) as index:
        index.index([minutes])
        before = ids_of(index.catalog, minutes / "a.txt")
        (minutes / "a.txt").replace(minutes / "b.txt")
        assert index.index([minutes]).moved == 1
        assert ids_of(index.catalog, minutes / "b.txt") == before
        assert index.catalog.counts().meetings == 1


def test_the_same_content_is_indexed_once(tmp_path: Path, minutes: Path) -> None:
    """Of two files with the same content the indexed one stays, and the other is named with it."""
    with indexer(tmp_path) as index:
        index.index([minutes])
        (minutes / "0.txt").write_text(ONE, "utf-8")
        summary = index.index([minutes])
        original = (minutes / "a.txt").resolve()
        assert summary.duplicates == [Duplicate(path=minutes / "0.txt", original=original)]
        assert index.catalog.counts().meetings == 2


def test_a_duplicate_takes_over_when_the_first_goes(tmp_path: Path, minutes: Path) -> None:
    """When the indexed one of two equal files is deleted, the other stands for the document."""
    (minutes / "c.txt").write_text(ONE, "utf-8")
    with indexer(tmp_path) as index:
        index.index([minutes])
        (minutes / "a.txt").unlink()
        summary = index.index([minutes], prune=True)
        assert (summary.moved, summary.removed) == (1, 0)
        assert [stored.name for stored in index.catalog.sources()] == ["b.txt", "c.txt"]


def test_a_file_changed_into_a_duplicate_leaves_the_index(tmp_path: Path, minutes: Path) -> None:
    """What a file held before it became equal to another is not found any more."""
    with indexer(tmp_path) as index:
        index.index([minutes])
        (minutes / "b.txt").write_text(ONE, "utf-8")
        assert index.index([minutes]).removed == 1
        assert [stored.name for stored in index.catalog.sources()] == ["a.txt"]


def test_a_document_in_an_archive_is_not_taken_for_moved(tmp_path: Path, minutes: Path) -> None:
    """A copy beside an archive is a duplicate as long as the archive holds the document."""
    with zipfile.ZipFile(minutes / "all.zip", "w") as archive:
        archive.write(minutes / "a.txt", "a.txt")
    (minutes / "a.txt").unlink()
    with indexer(tmp_path) as index:
        index.index([minutes / "all.zip"])
        (minutes / "copy.txt").write_text(ONE, "utf-8")
        summary = index.index([minutes / "copy.txt"])
        assert (summary.moved, len(summary.duplicates)) == (0, 1)
        (minutes / "all.zip").unlink()
        assert index.index([minutes / "copy.txt"]).moved == 1


def test_whatever_a_file_makes_the_parser_raise_stops_nothing(
    tmp_path: Path, minutes: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An error of any kind is that file's reason; the others are indexed."""

    def stumble(path: Path, *, origin: str) -> Prepared:
        if path.name == "a.txt":
            raise RecursionError("maximum recursion depth exceeded")
        return prepare(path, origin=origin)

    monkeypatch.setattr(build, "prepare", stumble)
    with indexer(tmp_path) as index:
        summary = index.index([minutes])
    assert summary.added == 1
    assert [(f.path.name, f.reason) for f in summary.failed] == [
        ("a.txt", "The file cannot be understood (RecursionError: maximum recursion depth exceeded).")
    ]


def test_a_failed_change_keeps_what_was_indexed(tmp_path: Path, minutes: Path) -> None:
    """A file that was damaged since stays as it was before, until it can be read again or is deleted."""
    with indexer(tmp_path) as index:
        index.index([minutes])
        (minutes / "a.txt").write_bytes(b"")
        summary = index.index([minutes], prune=True)
        assert (len(summary.failed), summary.removed) == (1, 0)
        assert index.catalog.counts().meetings == 2


def test_what_there_is_no_room_to_keep_is_parsed_again(
    tmp_path: Path, minutes: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With no room at all the index comes out the same."""
    with indexer(tmp_path / "roomy") as index:
        index.index([minutes])
        expected = set(index.store.ids())
    monkeypatch.setattr(build, "KEPT_CHARACTERS", 0)
    with indexer(tmp_path / "tight") as index:
        assert index.index([minutes]).added == 2
        assert set(index.store.ids()) == expected


def test_unchanged_files_are_read_again_when_asked(tmp_path: Path, minutes: Path) -> None:
    """With `again` every document is replaced."""
    with indexer(tmp_path) as index:
        index.index([minutes])
        assert index.index([minutes], again=True).replaced == 2


def test_a_dry_run_foresees_what_a_run_does(tmp_path: Path, minutes: Path) -> None:
    """Every document gets its fate: added, replaced, moved, unchanged, duplicate, removed or failed."""
    for name in ("moved", "gone", "same"):
        (minutes / f"{name}.txt").write_text(ONE.replace("Økonomi", name), "utf-8")
    with indexer(tmp_path) as index:
        index.index([minutes])
        (minutes / "a.txt").write_text(ONE + "Mere tekst.\n", "utf-8")
        (minutes / "moved.txt").rename(minutes / "moved-here.txt")
        (minutes / "gone.txt").unlink()
        (minutes / "new.txt").write_text(ONE.replace("Økonomi", "Nyt"), "utf-8")
        (minutes / "twice.txt").write_text(OTHER, "utf-8")
        (minutes / "broken.pdf").write_bytes(b"%PDF-1.7 broken")
        steps = foresee(index.catalog, [minutes], prune=True, again=False)
        assert {step.path.name: step.action for step in steps} == {
            "a.txt": Action.REPLACED,
            "b.txt": Action.UNCHANGED,
            "broken.pdf": Action.FAILED,
            "gone.txt": Action.REMOVED,
            "moved-here.txt": Action.MOVED,
            "new.txt": Action.ADDED,
            "same.txt": Action.UNCHANGED,
            "twice.txt": Action.DUPLICATE,
        }
        assert index.catalog.counts().meetings == 5
        summary = index.index([minutes], prune=True)
        assert (summary.added, summary.replaced, summary.moved, summary.unchanged, summary.removed) == (1, 1, 1, 2, 1)


@pytest.mark.parametrize("order", [("dagsorden.txt", "a.txt"), ("a.txt", "dagsorden.txt")])
def test_minutes_supersede_the_agenda_of_their_meeting(tmp_path: Path, minutes: Path, order: tuple[str, str]) -> None:
    """Whichever comes first, the agenda is marked as long as the minutes are there; both can be listed and opened."""
    (minutes / "dagsorden.txt").write_text(AGENDA, "utf-8")
    with indexer(tmp_path) as index:
        for name in order:
            index.index([minutes / name])
        agenda, *_ = ids_of(index.catalog, minutes / "dagsorden.txt")
        assert index.catalog.superseded() == {agenda}
        assert len(index.catalog.meetings()) == 2
        assert index.catalog.meeting(agenda).items
        index.delete("a.txt")
        assert index.catalog.superseded() == set()


def pack(path: Path, **texts: str) -> None:
    """Write an archive of text files."""
    with zipfile.ZipFile(path, "w") as archive:
        for name, text in texts.items():
            archive.writestr(f"{name}.txt", text)


def test_what_vanished_from_an_archive_is_removed(tmp_path: Path) -> None:
    """An archive given by itself is pruned as a folder is."""
    path = tmp_path / "arkiv.zip"
    pack(path, a=ONE, b=OTHER)
    with indexer(tmp_path) as index:
        index.index([path])
        pack(path, b=OTHER)
        assert index.index([path]).removed == 0
        assert index.index([path], prune=True).removed == 1
        assert [stored.name for stored in index.catalog.sources()] == ["b.txt"]


@pytest.mark.parametrize("given", [".", "arkiv.zip"])
def test_an_archive_that_cannot_be_read_loses_nothing(tmp_path: Path, given: str) -> None:
    """Documents of an archive that is damaged at the moment are not taken for vanished."""
    folder = tmp_path / "minutes"
    folder.mkdir()
    pack(folder / "arkiv.zip", a=ONE)
    with indexer(tmp_path) as index:
        index.index([folder])
        (folder / "arkiv.zip").write_bytes(b"PK broken")
        summary = index.index([folder / given], prune=True)
        assert (len(summary.failed), summary.removed) == (1, 0)
        assert index.catalog.counts().meetings == 1
