from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import closing
from datetime import date
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from eval.systems import FULL, lineup
from eval.systems.dense import CHUNK, FixedChunks, cut
from eval.systems.lexical import Bm25, as_it_stands, danish
from eval.systems.parts import ABLATIONS, WEIGHTS, Remembering, changed
from eval.systems.places import Place, Simple, read_places
from rag.assistant import Assistant
from rag.catalog import Catalog
from rag.config import Settings
from rag.domain import AgendaItem, DocumentType, Filters, Meeting, Source, Turn
from rag.embedding import open_embedder
from rag.errors import ReferatError
from rag.store import open_store

ANY = Filters()


class CountingEmbedder:
    """An embedder whose vectors count three words, and that notes every question."""

    dimension = 3
    fingerprint = "counting"

    def __init__(self) -> None:
        self.asked: list[str] = []

    def embed_query(self, text: str) -> NDArray[np.float32]:
        """Return how often the three words stand in the text, as a unit vector."""
        self.asked.append(text)
        return self._vector(text)

    def embed_passages(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Return the vectors of several texts."""
        return np.stack([self._vector(text) for text in texts])

    @staticmethod
    def _vector(text: str) -> NDArray[np.float32]:
        counts = np.array([text.lower().count(word) for word in ("pleje", "bus", "skole")], dtype=np.float32)
        return counts / max(1.0, float(np.linalg.norm(counts)))


def a_place(number: str, text: str, *, meeting: str = "a") -> Place:
    """Return an item with its text."""
    held = Meeting(
        id=meeting,
        source=Source(path=meeting, name=meeting, content_hash=meeting),
        document_type=DocumentType.MINUTES,
        forum="Udvalget",
        title="Referat",
        date=date(2024, 5, 6),
    )
    item = AgendaItem(id=f"{meeting}-{number}", number=number, ordinal=0, title=text[:20])
    return Place(meeting=held, item=item, text=text)


def numbers(found: list[tuple[Place, float]]) -> list[str]:
    """Return the item numbers of what was found."""
    return [place.item.number for place, _ in found]


@pytest.fixture
def assistant(sample_data: Path) -> Iterator[Assistant]:
    """Return an assistant over the sample minutes."""
    settings = Settings(data_dir=sample_data)
    embedder = open_embedder(settings, progress=print)
    with (
        Catalog.open(settings.catalog_url) as catalog,
        closing(open_store(settings, embedder.dimension)) as store,
    ):
        yield Assistant(catalog=catalog, store=store, embedder=embedder)


def test_bm25_as_it_is_needs_the_very_word() -> None:
    """Words match as they are written, small letters aside; an item without any of them is not found."""
    places = [a_place("1", "Kørsel med Bus til skolen"), a_place("2", "Plejehjem i Vestby"), a_place("3", "Om bus bus")]
    search = Bm25(places, tokenise=as_it_stands)
    assert numbers(search.rank("bus", limit=10)) == ["3", "1"]
    assert search.rank("busser", limit=10) == []
    assert search.rank("  ", limit=10) == []


def test_danish_bm25_finds_forms_and_parts_of_compounds() -> None:
    """Inflected words and parts of compounds match, which they do not as they stand."""
    places = [a_place("1", "Plejehjemmets busser"), a_place("2", "En skole uden navn"), a_place("3", "Pleje i et hjem")]
    search = Bm25(places, tokenise=danish({"plej": 3, "hjem": 2}))
    assert numbers(search.rank("bussen", limit=10)) == ["1"]
    assert set(numbers(search.rank("hjem", limit=10))) == {"1", "3"}


def test_fixed_chunks_cover_a_document_and_know_their_items() -> None:
    """No chunk is longer than its limit, all of the text is in some chunk, and each names the items it reaches."""
    places = [a_place("1", "Pleje og mad. " * 90), a_place("2", "Bus."), a_place("3", "Skole og fritid. " * 40)]
    chunks = list(cut(places))
    assert all(len(text) <= CHUNK for text, _ in chunks)
    assert {place.item.number for _, owners in chunks for place in owners} == {"1", "2", "3"}
    with_bus = next(owners for text, owners in chunks if "Bus." in text)
    assert [place.item.number for place in with_bus][-1] == "2"
    assert all("Pleje" in text for text, owners in chunks if owners[0].item.number == "1")


def test_fixed_chunks_rank_items_by_their_nearest_chunk() -> None:
    """An item comes once, by its best chunk; a document ends its last chunk."""
    places = [
        a_place("1", "Pleje og bus. " * 100),
        a_place("2", "Skole. " * 200),
        a_place("3", "Bus. " * 20, meeting="b"),
    ]
    search = FixedChunks(places, embedder=CountingEmbedder())
    found = search.rank("bus", limit=2)
    assert numbers(found) == ["3", "1"]
    assert found[0][1] > found[1][1]


def test_a_follow_up_is_searched_with_the_question_before_it() -> None:
    """Of a conversation the last question of the user goes along, and nothing of the answers."""
    embedder = CountingEmbedder()
    system = Simple(FixedChunks([a_place("1", "Pleje."), a_place("2", "Bus.")], embedder=embedder))
    history = [
        Turn(role="user", content="Skole?"),
        Turn(role="user", content="Bus?"),
        Turn(role="assistant", content="Nej."),
    ]
    answer = system.ask("Og hvornår?", history=history, filters=ANY, limit=1, mode="auto")
    assert embedder.asked == ["Bus? Og hvornår?"]
    assert [hit.rank for hit in answer.hits] == [1]


def test_an_ablation_takes_one_part_out() -> None:
    """Each one changes the weights it names and no other."""
    for name, change in ABLATIONS.items():
        ablated = changed(name)
        assert ablated != WEIGHTS
        assert all(getattr(ablated, weight) == value for weight, value in change.items())
    assert len(ABLATIONS) > 3


def test_a_question_is_embedded_once_for_all_ablations() -> None:
    """The second system that asks gets the first one's vector."""
    embedder = CountingEmbedder()
    remembering = Remembering(embedder)
    assert remembering.embed_query("bus") is remembering.embed_query("bus")
    assert embedder.asked == ["bus"]


def test_every_system_finds_an_item_by_its_own_words(assistant: Assistant) -> None:
    """All systems of the lineup work on one index; asked with a title's words, each finds the item among ten."""
    systems = lineup(assistant)
    assert set(systems) > {FULL, *ABLATIONS}
    question = "Hvad blev besluttet om kvalitetsstandard for alkoholbehandling i Rusmiddelcentret?"
    for name, system in systems.items():
        answer = system.ask(question, history=(), filters=ANY, limit=10, mode="extract")
        titles = [hit.item.title for hit in answer.hits]
        assert any("alkoholbehandling" in title for title in titles), name
        assert [hit.rank for hit in answer.hits] == list(range(1, len(titles) + 1)), name
        assert len({hit.item.id for hit in answer.hits}) == len(titles), name


def test_some_systems_can_be_chosen(assistant: Assistant) -> None:
    """The chosen ones come with the full one; a name that no system has is refused with the names there are."""
    assert list(lineup(assistant, only=["BM25"])) == ["BM25", FULL]
    with pytest.raises(ReferatError, match="BM25 Danish"):
        lineup(assistant, only=["BM26"])


def test_places_hold_all_text_of_the_catalog(assistant: Assistant) -> None:
    """Every item of every document is there with its title and the words of its sections."""
    places = read_places(assistant.catalog)
    assert len({place.meeting.id for place in places}) == assistant.catalog.counts().meetings
    assert all(section.text in place.text for place in places for section in place.item.sections)
