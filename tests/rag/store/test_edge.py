"""The embedded store belongs to one process, outlives a killed one, and serves several threads."""

from __future__ import annotations

import subprocess
import sys
import uuid
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from rag.domain import DocumentType, SectionKind
from rag.errors import StoreError, StoreLockedError
from rag.store import Point, Search, Space, SparseVector
from rag.store.edge import EdgeStore

ROOT = Path(__file__).parents[3]
DIMENSION = 4
VECTOR = np.array([1, 2, 3, 4], dtype=np.float32)
TOKENS = SparseVector(indices=(3, 5), values=(1.0, 0.5))
BOTH = [Search(space=Space.CHUNK, vector=VECTOR), Search(space=Space.WORDS, vector=TOKENS)]

HOLD = """
import sys
from pathlib import Path
from rag.store.edge import EdgeStore

store = EdgeStore.open(Path(sys.argv[1]), dimension=4)
print("open", flush=True)
sys.stdin.readline()
"""

WRITE_FOREVER = """
import itertools, sys, uuid
from pathlib import Path
import numpy as np
from rag.domain import DocumentType, SectionKind
from rag.store import Point, Space, SparseVector
from rag.store.edge import EdgeStore

store = EdgeStore.open(Path(sys.argv[1]), dimension=4)
for number in itertools.count():
    store.upsert([Point(
        id=str(uuid.uuid5(uuid.NAMESPACE_OID, str(number))),
        vectors={
            Space.CHUNK: np.array([1, 2, 3, number], dtype=np.float32),
            Space.WORDS: SparseVector(indices=(number % 7,), values=(1.0,)),
        },
        meeting_id="m", item_id="i", section=SectionKind.CASE, document_type=DocumentType.MINUTES,
        forum="Byrådet", date=None,
    )])
    print(number, flush=True)
"""


def start(code: str, folder: Path) -> subprocess.Popen[str]:
    """Start another process on the code."""
    pipe = subprocess.PIPE
    return subprocess.Popen([sys.executable, "-c", code, str(folder)], cwd=ROOT, stdin=pipe, stdout=pipe, text=True)


def point_id(number: int) -> str:
    """Name a point."""
    return str(uuid.uuid5(uuid.NAMESPACE_OID, str(number)))


def make_point(number: int, *, meeting_id: str = "m") -> Point:
    """Make a point whose vector and tokens follow from its number."""
    return Point(
        id=point_id(number),
        vectors={
            Space.CHUNK: np.array([1, 2, 3, number], dtype=np.float32),
            Space.WORDS: SparseVector(indices=(number % 7,), values=(1.0,)),
        },
        meeting_id=meeting_id,
        item_id="i",
        section=SectionKind.CASE,
        document_type=DocumentType.MINUTES,
        forum="Byrådet",
        date=None,
    )


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Give the place of a store that is not there yet."""
    return tmp_path / "data" / "vectors"


def test_points_are_there_when_the_store_is_opened_again(folder: Path) -> None:
    """Opening makes the folder once and finds what was stored after that."""
    first = EdgeStore.open(folder, dimension=DIMENSION)
    first.upsert([make_point(number) for number in range(20)])
    before = first.search(BOTH)
    first.close()
    again = EdgeStore.open(folder, dimension=DIMENSION)
    assert again.count() == 20
    assert again.search(BOTH) == before
    assert [file.name for file in folder.parent.iterdir()] == ["vectors"]
    again.close()


def test_a_second_process_is_told_who_is_in_the_way(folder: Path) -> None:
    """Neither opening nor making anew touches a store in use; it opens once the other is gone."""
    with start(HOLD, folder) as other:
        assert other.stdout is not None
        assert other.stdout.readline() == "open\n"
        for recreate in (False, True):
            with pytest.raises(StoreLockedError, match="Another process, perhaps 'referat serve', is using"):
                EdgeStore.open(folder, dimension=DIMENSION, recreate=recreate)
        other.communicate("\n")
    EdgeStore.open(folder, dimension=DIMENSION).close()


def test_acknowledged_points_outlive_a_killed_process(folder: Path) -> None:
    """Every upsert that returned before a SIGKILL is there when the store is opened again."""
    with start(WRITE_FOREVER, folder) as writer:
        assert writer.stdout is not None
        while int(writer.stdout.readline()) < 50:
            pass
        writer.kill()
        rest = writer.stdout.read().split()
    last = int(rest[-1]) if rest else 50
    with_killed = EdgeStore.open(folder, dimension=DIMENSION)
    assert {point_id(number) for number in range(last + 1)} <= set(with_killed.ids())
    with_killed.upsert([make_point(0)])
    assert with_killed.count() in (last + 1, last + 2)
    with_killed.close()


def test_a_store_for_another_model_is_refused_and_can_be_made_anew(folder: Path) -> None:
    """Vectors of two sizes never mix; making anew removes the old ones."""
    old = EdgeStore.open(folder, dimension=DIMENSION)
    old.upsert([make_point(1)])
    old.close()
    with pytest.raises(StoreError, match="made for another embedding model"):
        EdgeStore.open(folder, dimension=8)
    new = EdgeStore.open(folder, dimension=8, recreate=True)
    assert new.count() == 0
    assert new.search([Search(space=Space.CHUNK, vector=np.ones(8, dtype=np.float32))]) == [[]]
    new.close()


def test_a_damaged_store_is_told_and_can_be_made_anew(folder: Path) -> None:
    """What cannot be read is an error with the folder's name, and no obstacle to a new store."""
    EdgeStore.open(folder, dimension=DIMENSION).close()
    (folder / "edge_config.json").write_text("{", encoding="utf-8")
    with pytest.raises(StoreError, match=r"vectors cannot be opened: "):
        EdgeStore.open(folder, dimension=DIMENSION)
    new = EdgeStore.open(folder, dimension=DIMENSION, recreate=True)
    assert new.count() == 0
    new.close()


def test_a_folder_that_cannot_be_made_is_told(tmp_path: Path) -> None:
    """A file where the folder should be is an error that names the place."""
    (tmp_path / "data").write_text("in the way", encoding="utf-8")
    with pytest.raises(StoreError, match=r"cannot be made in .*data/vectors"):
        EdgeStore.open(tmp_path / "data" / "vectors", dimension=DIMENSION)


def test_a_folder_with_other_files_is_left_alone(folder: Path) -> None:
    """A store is not made among files that are not its own."""
    folder.mkdir(parents=True)
    (folder / "notes.txt").write_text("mine", encoding="utf-8")
    with pytest.raises(StoreError, match="cannot be made in"):
        EdgeStore.open(folder, dimension=DIMENSION, recreate=True)
    assert [file.name for file in folder.iterdir()] == ["notes.txt"]


def test_threads_search_while_others_change(folder: Path) -> None:
    """No search fails while points come and go, and the sum of all changes is right."""
    store = EdgeStore.open(folder, dimension=DIMENSION)
    store.upsert([make_point(number, meeting_id="kept") for number in range(10)])

    def change(turn: int) -> None:
        own = [make_point(1000 * turn + number, meeting_id=f"m{turn}") for number in range(1, 31)]
        store.upsert(own)
        if turn % 2:
            store.delete_meeting(f"m{turn}")
        store.optimize()

    def search(_: int) -> int:
        [found] = store.search([replace(BOTH[0], limit=10)])
        return len(found)

    with ThreadPoolExecutor(6) as pool:
        changed = pool.map(change, range(1, 11))
        assert set(pool.map(search, range(200))) == {10}
        assert list(changed) == [None] * 10
    assert store.count() == 10 + 5 * 30
    store.close()
