"""Both vector stores keep the same points and find the same ones, as worked out here by hand."""

from __future__ import annotations

import math
import uuid
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray
from qdrant_client import QdrantClient

from rag.domain import DocumentType, SectionKind
from rag.errors import StoreError
from rag.store import ANY, Point, PointFilter, ScoredPoint, Search, Space, SparseVector, VectorStore
from rag.store.client import ClientStore
from rag.store.edge import EdgeStore
from rag.store.interface import Vector

pytestmark = pytest.mark.filterwarnings(
    # The client's stand-in for a server says so; the contract holds without them.
    "ignore:Payload indexes have no effect in the local Qdrant:UserWarning"
)

DIMENSION = 8
TOKENS = 30
KINDS = (SectionKind.DECISION, SectionKind.CASE, SectionKind.RECOMMENDATION)
TYPES = (DocumentType.MINUTES, DocumentType.AGENDA)
FORUMS = ("Klyngestyregruppen", "Økonomiudvalget", "Byrådet", "Følgegruppen")


@pytest.fixture(params=["edge", "client"])
def store(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[VectorStore]:
    """Give an empty store of either kind."""
    opened: VectorStore
    if request.param == "edge":
        opened = EdgeStore.open(tmp_path / "data" / "vectors", dimension=DIMENSION)
    else:
        opened = ClientStore.open(QdrantClient(":memory:"), collection="test", dimension=DIMENSION)
    yield opened
    opened.close()


def point_id(number: int) -> str:
    """Name a point."""
    return str(uuid.uuid5(uuid.NAMESPACE_OID, str(number)))


def make_points(count: int = 60) -> list[Point]:
    """Make points with random vectors, so that no two scores are equal; every seventh has no date."""
    random = np.random.default_rng(7)
    return [
        Point(
            id=point_id(number),
            vectors={
                Space.CHUNK: random.normal(size=DIMENSION).astype(np.float32),
                Space.WORDS: make_tokens(random, count=int(random.integers(3, 9))),
            },
            meeting_id=point_id(number // 6),
            item_id=point_id(number // 2),
            section=KINDS[number % 3],
            document_type=TYPES[number % 2],
            forum=FORUMS[number % 4],
            date=None if number % 7 == 0 else date(2020, 1, 1) + timedelta(days=30 * number),
        )
        for number in range(count)
    ]


def make_tokens(random: np.random.Generator, *, count: int) -> SparseVector:
    """Make a vector of some tokens with random weights."""
    indices = sorted(random.choice(TOKENS, size=count, replace=False).tolist())
    return SparseVector(indices=tuple(indices), values=tuple(random.uniform(0.5, 2.0, size=count).tolist()))


POINTS = make_points()
DENSE = np.random.default_rng(8).normal(size=DIMENSION).astype(np.float32)
SPARSE = make_tokens(np.random.default_rng(9), count=5)


def dense_of(point: Point) -> NDArray[np.float32]:
    """Return the vector of a point's chunk."""
    vector = point.vectors[Space.CHUNK]
    assert isinstance(vector, np.ndarray)
    return vector


def sparse_of(point: Point) -> SparseVector:
    """Return the tokens of a point's chunk."""
    tokens = point.vectors[Space.WORDS]
    assert isinstance(tokens, SparseVector)
    return tokens


def search_dense(
    store: VectorStore, vector: NDArray[np.float32], *, filter: PointFilter = ANY, limit: int = 20
) -> list[ScoredPoint]:
    """Search for chunks by meaning alone."""
    [found] = store.search([Search(space=Space.CHUNK, vector=vector, filter=filter, limit=limit)])
    return found


def search_sparse(
    store: VectorStore, vector: SparseVector, *, filter: PointFilter = ANY, limit: int = 20
) -> list[ScoredPoint]:
    """Search for chunks by their words alone."""
    [found] = store.search([Search(space=Space.WORDS, vector=vector, filter=filter, limit=limit)])
    return found


def cosines(points: list[Point]) -> dict[str, float]:
    """Work out the cosine of every point with the dense question."""
    return {
        point.id: float(dense_of(point) @ DENSE / np.linalg.norm(dense_of(point)) / np.linalg.norm(DENSE))
        for point in points
    }


def token_scores(points: list[Point], *, corpus: list[Point]) -> dict[str, float]:
    """Work out sum of query weight x IDF x document weight for the points that share a token."""
    scores: dict[str, float] = {}
    for point in points:
        weights = dict(zip(sparse_of(point).indices, sparse_of(point).values, strict=True))
        shared = [
            asked * rarity(token, corpus) * weights[token]
            for token, asked in zip(SPARSE.indices, SPARSE.values, strict=True)
            if token in weights
        ]
        if shared:
            scores[point.id] = sum(shared)
    return scores


def rarity(token: int, corpus: list[Point]) -> float:
    """Work out the inverse document frequency of a token."""
    holding = sum(token in sparse_of(point).indices for point in corpus)
    return math.log(1 + (len(corpus) - holding + 0.5) / (holding + 0.5))


def best(scores: dict[str, float]) -> list[str]:
    """Return ids, best first."""
    return sorted(scores, key=lambda found: -scores[found])


def assert_found(found: list[ScoredPoint], expected: dict[str, float], *, limit: int) -> None:
    """Check scores and order, leaving the order of equal scores open."""
    wanted = best(expected)[:limit]
    assert [point.score for point in found] == pytest.approx([expected[wanted_id] for wanted_id in wanted], rel=1e-4)
    assert {point.id: point.score for point in found} == pytest.approx(
        {point.id: expected[point.id] for point in found}, rel=1e-4
    )
    of = {point.id: point for point in POINTS}
    assert [(point.item_id, point.meeting_id) for point in found] == [
        (of[point.id].item_id, of[point.id].meeting_id) for point in found
    ]


def test_an_empty_store_finds_nothing(store: VectorStore) -> None:
    """Every search answers before anything was stored."""
    assert (store.count(), list(store.ids())) == (0, [])
    assert search_dense(store, DENSE) == []
    assert search_sparse(store, SPARSE) == []
    store.upsert([])
    assert store.count() == 0


def test_dense_scores_are_cosines(store: VectorStore) -> None:
    """Vectors need not have length 1, and opposite ones have negative scores."""
    store.upsert(POINTS)
    expected = cosines(POINTS)
    assert min(expected.values()) < -0.5
    assert_found(search_dense(store, DENSE, limit=60), expected, limit=60)
    assert_found(search_dense(store, DENSE, limit=5), expected, limit=5)


def test_sparse_scores_weigh_tokens_by_rarity(store: VectorStore) -> None:
    """Only points that share a token are found, and a rare token counts more than a common one."""
    store.upsert(POINTS)
    expected = token_scores(POINTS, corpus=POINTS)
    assert 20 < len(expected) < 60
    assert_found(search_sparse(store, SPARSE, limit=60), expected, limit=60)
    assert_found(search_sparse(store, SPARSE, limit=5), expected, limit=5)


def test_several_searches_are_answered_in_their_order(store: VectorStore) -> None:
    """One call brings what each search would have brought by itself, also where one can find nothing."""
    store.upsert(POINTS)
    nowhere = PointFilter(forums=[])
    minutes = PointFilter(document_type=DocumentType.MINUTES)
    searches = [
        Search(space=Space.WORDS, vector=SPARSE, limit=7),
        Search(space=Space.CHUNK, vector=DENSE, filter=nowhere),
        Search(space=Space.CHUNK, vector=DENSE, filter=minutes, limit=3),
    ]
    assert store.search(searches) == [store.search([search])[0] for search in searches]
    assert [len(found) for found in store.search(searches)] == [7, 0, 3]
    assert store.search([]) == []


def test_spaces_are_kept_apart(store: VectorStore) -> None:
    """A point without a vector of a space is not found there, and adds nothing to how rare a token is."""
    bare = [
        replace(point, id=point_id(1000 + n), vectors={Space.CHUNK: dense_of(point)})
        for n, point in enumerate(POINTS[:20])
    ]
    store.upsert([*POINTS, *bare])
    expected = token_scores(POINTS, corpus=POINTS)
    assert [point.id for point in search_sparse(store, SPARSE, limit=100)] == best(expected)
    assert len(search_dense(store, DENSE, limit=100)) == 80


def test_a_question_without_tokens_finds_nothing_by_words(store: VectorStore) -> None:
    """A question of unknown words shares no token with any point, and that is no error."""
    store.upsert(POINTS)
    nothing = SparseVector(indices=(), values=())
    assert search_sparse(store, nothing) == []


def test_a_point_without_tokens_is_found_by_its_dense_side(store: VectorStore) -> None:
    """A chunk of signs only has no tokens, and that is no error."""
    bare = replace(POINTS[0], vectors={**POINTS[0].vectors, Space.WORDS: SparseVector(indices=(), values=())})
    store.upsert([bare, POINTS[1]])
    assert {point.id for point in search_dense(store, DENSE)} == {bare.id, POINTS[1].id}
    assert bare.id not in {point.id for point in search_sparse(store, SPARSE)}


FILTERS: list[tuple[PointFilter, Callable[[Point], bool]]] = [
    (PointFilter(forums=["Byrådet"]), lambda p: p.forum == "Byrådet"),
    (PointFilter(forums={"Byrådet", "Økonomiudvalget"}), lambda p: p.forum in {"Byrådet", "Økonomiudvalget"}),
    (PointFilter(forums=["Ukendt"]), lambda _: False),
    (PointFilter(forums=[]), lambda _: False),
    (PointFilter(sections=[SectionKind.DECISION]), lambda p: p.section is SectionKind.DECISION),
    (PointFilter(sections=()), lambda _: False),
    (PointFilter(meetings={POINTS[3].meeting_id}), lambda p: p.meeting_id == POINTS[3].meeting_id),
    (PointFilter(meetings=[]), lambda _: False),
    (PointFilter(document_type=DocumentType.AGENDA), lambda p: p.document_type is DocumentType.AGENDA),
    (PointFilter(date_from=POINTS[20].date), lambda p: p.date is not None and p.date >= date(2021, 8, 23)),
    (PointFilter(date_to=POINTS[20].date), lambda p: p.date is not None and p.date <= date(2021, 8, 23)),
    (PointFilter(date_from=POINTS[20].date, date_to=POINTS[20].date), lambda p: p.id == point_id(20)),
    (
        PointFilter(
            forums=["Byrådet"],
            document_type=DocumentType.MINUTES,
            sections=KINDS[:2],
            date_to=date(2023, 1, 1),
        ),
        lambda p: (
            p.forum == "Byrådet"
            and p.document_type is DocumentType.MINUTES
            and p.section in KINDS[:2]
            and p.date is not None
            and p.date <= date(2023, 1, 1)
        ),
    ),
]


@pytest.mark.parametrize(("filter", "meets"), FILTERS)
def test_filters_hold_in_every_search(store: VectorStore, filter: PointFilter, meets: Callable[[Point], bool]) -> None:
    """Dates are inclusive and need a date, an empty choice matches nothing, rarity is that of all points."""
    store.upsert(POINTS)
    met = [point for point in POINTS if meets(point)]
    dense, sparse = cosines(met), token_scores(met, corpus=POINTS)
    assert_found(search_dense(store, DENSE, filter=filter, limit=60), dense, limit=60)
    assert_found(search_sparse(store, SPARSE, filter=filter, limit=60), sparse, limit=60)


def test_storing_twice_changes_nothing(store: VectorStore) -> None:
    """Number, ids and scores are the same after the same points came again."""
    for _ in range(2):
        store.upsert(POINTS)
        assert store.count() == 60
        assert sorted(store.ids()) == sorted(point.id for point in POINTS)
        assert_found(search_dense(store, DENSE, limit=60), cosines(POINTS), limit=60)
        assert_found(search_sparse(store, SPARSE, limit=60), token_scores(POINTS, corpus=POINTS), limit=60)


def test_a_point_is_replaced_by_the_next_with_its_id(store: VectorStore) -> None:
    """Vectors and fields are the new ones, and nothing of the old remains."""
    store.upsert(POINTS)
    vectors: dict[Space, Vector] = {Space.CHUNK: DENSE, Space.WORDS: SPARSE}
    new = replace(POINTS[3], vectors=vectors, forum="Nyt udvalg", date=None, item_id=point_id(99))
    store.upsert([new])
    [found] = search_dense(store, DENSE, filter=PointFilter(forums=["Nyt udvalg"]))
    assert (found.id, found.item_id) == (new.id, point_id(99))
    assert found.score == pytest.approx(1.0)
    assert search_dense(store, DENSE, filter=PointFilter(date_from=POINTS[3].date, date_to=POINTS[3].date)) == []
    assert store.count() == 60


def test_a_deleted_meeting_is_gone_from_every_search(store: VectorStore) -> None:
    """Its points are neither found nor counted as holding a token, and an unknown meeting is no error."""
    store.upsert(POINTS)
    store.delete_meeting(POINTS[0].meeting_id)
    store.delete_meeting(point_id(12345))
    kept = POINTS[6:]
    assert store.count() == 54
    assert sorted(store.ids()) == sorted(point.id for point in kept)
    assert_found(search_dense(store, DENSE, limit=60), cosines(kept), limit=60)
    assert_found(search_sparse(store, SPARSE, limit=60), token_scores(kept, corpus=kept), limit=60)


def test_deleted_points_are_gone_and_the_others_stay(store: VectorStore) -> None:
    """Points are removed by their ids; an id that is not there is no error."""
    points = make_points()
    store.upsert(points)
    store.delete_points([points[3].id, point_id(9999)])
    assert set(store.ids()) == {point.id for point in points} - {points[3].id}
    assert points[3].id not in {found.id for found in search_dense(store, dense_of(points[3]), limit=100)}


def test_a_meeting_stored_again_counts_once(store: VectorStore) -> None:
    """Rarity is the same after a meeting was deleted and came back."""
    store.upsert(POINTS)
    for _ in range(3):
        store.delete_meeting(POINTS[0].meeting_id)
        store.upsert(POINTS[:6])
    assert_found(search_sparse(store, SPARSE, limit=60), token_scores(POINTS, corpus=POINTS), limit=60)


def test_a_cleared_store_stays_usable(store: VectorStore) -> None:
    """Everything is gone, and what comes next is found."""
    store.upsert(POINTS)
    store.clear()
    assert (store.count(), list(store.ids()), search_sparse(store, SPARSE)) == (0, [], [])
    store.upsert(POINTS[:10])
    assert_found(search_sparse(store, SPARSE, limit=60), token_scores(POINTS[:10], corpus=POINTS[:10]), limit=60)


def test_many_points_are_stored_and_listed(store: VectorStore) -> None:
    """More points than fit one request or one page come back, each once."""
    many = [replace(POINTS[0], id=point_id(number)) for number in range(2345)]
    store.upsert(many)
    store.optimize()
    listed = list(store.ids())
    assert store.count() == len(listed) == 2345
    assert set(listed) == {point.id for point in many}


def test_housekeeping_changes_no_result(store: VectorStore) -> None:
    """The same points are found with the same scores."""
    store.upsert(POINTS)
    store.optimize()
    assert_found(search_dense(store, DENSE, limit=60), cosines(POINTS), limit=60)
    assert_found(search_sparse(store, SPARSE, limit=60), token_scores(POINTS, corpus=POINTS), limit=60)


def test_vectors_of_another_size_are_refused(store: VectorStore) -> None:
    """Neither points nor questions of another model get in, and nothing is stored."""
    long = np.ones(DIMENSION + 1, dtype=np.float32)
    refused = pytest.raises(StoreError, match="vectors of size 8")
    with refused:
        store.upsert([POINTS[0], replace(POINTS[1], vectors={Space.CHUNK: long})])
    with refused:
        search_dense(store, long)
    assert store.count() == 0


def test_a_closed_store_says_so(store: VectorStore) -> None:
    """A second close is no error; a search after it is one that can be told."""
    store.upsert(POINTS)
    store.close()
    store.close()
    with pytest.raises(StoreError):
        search_dense(store, DENSE)
    with pytest.raises(StoreError):
        store.upsert(POINTS)
    with pytest.raises(StoreError):
        store.count()
