"""The catalog keeps meetings word for word, finds them again, and forgets them without a trace."""

from __future__ import annotations

import unicodedata
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from rag.catalog import Catalog, Counts
from rag.domain import (
    AgendaItem,
    DocumentType,
    Filters,
    Participant,
    Section,
    SectionKind,
    Source,
)
from rag.errors import CatalogError, NotFoundError
from tests.rag.catalog.made import make_chunks, make_meeting, store


def test_a_meeting_comes_back_as_it_was_stored(catalog: Catalog) -> None:
    """Every field of meeting, participants, items and sections survives."""
    meeting = make_meeting()
    store(catalog, meeting)
    assert catalog.meeting(meeting.id) == meeting


def test_chunks_come_back_as_they_were_stored(catalog: Catalog) -> None:
    """Chunks are found by id and by meeting, in reading order, with the words of their section."""
    meeting, other = make_meeting(), make_meeting("/arkiv/andet.txt")
    store(catalog, meeting, other)
    chunks = make_chunks(meeting)
    assert catalog.chunks_of(meeting.id) == chunks
    assert catalog.chunks([chunks[2].id, chunks[5].id, "unknown"]) == {c.id: c for c in (chunks[2], chunks[5])}
    assert catalog.chunks([]) == {}


def test_a_meeting_without_anything_can_be_stored(catalog: Catalog) -> None:
    """A document in which no item was found is a meeting as well."""
    meeting = replace(make_meeting(held_on=None), items=(), participants=(), start=None, end=None)
    catalog.store_meeting(meeting, [], {})
    assert catalog.meeting(meeting.id) == meeting
    assert catalog.counts() == Counts(meetings=1, items=0, sections=0, chunks=0)
    assert catalog.period() is None


def test_storing_twice_changes_nothing(catalog: Catalog) -> None:
    """The second copy replaces the first, with all that hangs on it."""
    meeting = make_meeting()
    store(catalog, meeting)
    before = (catalog.counts(), catalog.vocabulary(), catalog.sources())
    store(catalog, meeting)
    assert (catalog.counts(), catalog.vocabulary(), catalog.sources()) == before


def test_a_meeting_replaces_the_one_from_the_same_file(catalog: Catalog) -> None:
    """A file whose meeting has got another id leaves nothing of the old one."""
    old = make_meeting()
    store(catalog, old)
    new = replace(make_meeting("/arkiv/new.txt"), source=old.source)
    catalog.store_meeting(new, make_chunks(new), {"ny": 1})
    assert [meeting.id for meeting in catalog.meetings()] == [new.id]
    assert catalog.items([item.id for item in old.items]) == {}
    assert catalog.vocabulary() == {"ny": 1}


def test_a_failed_replacement_leaves_the_old_meeting(catalog: Catalog) -> None:
    """Storing is one transaction: when a part cannot be written, nothing has changed."""
    meeting = make_meeting()
    store(catalog, meeting)
    chunks = make_chunks(meeting)
    with pytest.raises(CatalogError, match="catalog does not answer"):
        catalog.store_meeting(replace(meeting, title="Ny titel"), [chunks[0], chunks[0]], {})
    assert catalog.meeting(meeting.id) == meeting
    assert catalog.chunks_of(meeting.id) == chunks


def test_a_meeting_is_incomplete_until_it_is_marked(catalog: Catalog) -> None:
    """Completeness is kept with the source and lost when the meeting is stored again."""
    meeting = make_meeting()
    store(catalog, meeting)
    assert [source.complete for source in catalog.sources()] == [False]
    catalog.mark_complete(meeting.id)
    found = catalog.source(meeting.source.path)
    assert found is not None
    assert (found.complete, found.meeting_id, found.content_hash) == (True, meeting.id, "a1b2")
    store(catalog, meeting)
    assert [source.complete for source in catalog.sources()] == [False]


def test_sources_are_found_by_name_and_by_path(catalog: Catalog) -> None:
    """A name may stand for several files, and Unicode spellings of one name are the same."""
    paths = ["/a/Århus.txt", "/b/" + unicodedata.normalize("NFD", "Århus.txt"), "/b/Odense.txt"]
    store(catalog, *(make_meeting(path) for path in paths))
    assert {source.path for source in catalog.find_sources("Århus.txt")} == set(paths[:2])
    assert [source.path for source in catalog.find_sources("/b/Odense.txt")] == ["/b/Odense.txt"]
    assert catalog.find_sources("dense.txt") == []
    assert catalog.source("Odense.txt") is None


def test_a_deleted_meeting_leaves_no_rows(catalog: Catalog) -> None:
    """Items, sections, chunks and words go with the meeting, and other meetings stay."""
    gone, kept = make_meeting(), make_meeting("/arkiv/kept.txt")
    store(catalog, gone, kept)
    assert catalog.delete_meeting(gone.id)
    assert not catalog.delete_meeting(gone.id)
    assert catalog.counts() == Counts(meetings=1, items=2, sections=4, chunks=8)
    assert catalog.vocabulary() == {"møde": 3, "kept.txt": 1}
    assert catalog.meeting(kept.id) == kept


def test_a_deleted_meeting_leaves_no_bytes(sqlite_url: str) -> None:
    """No word of a deleted meeting can be read in the database file or in its log."""
    meeting = make_meeting("/arkiv/Hemmelig-fil.txt", forum="Hemmelig-gruppe", decision="Hemmelig-sag. " * 2000)
    secret = replace(meeting, participants=(Participant(name="Hemmelig-person"),))
    folder = Path(sqlite_url.removeprefix("sqlite:///")).parent

    def bytes_on_disk() -> bytes:
        return b"".join(file.read_bytes() for file in folder.iterdir())

    with Catalog.open(sqlite_url) as catalog, Catalog.open(sqlite_url) as reader:
        store(catalog, make_meeting(), secret)
        catalog.store_meeting(secret, make_chunks(secret), {"hemmelig-ord": 1})
        assert len(reader.meetings()) == 2
        assert bytes_on_disk().lower().count(b"hemmelig-") > 2000
        catalog.delete_meeting(secret.id)
        assert b"hemmelig-" not in bytes_on_disk().lower()
        assert len(reader.meetings()) == 1


def test_items_are_found_with_their_meeting(catalog: Catalog) -> None:
    """Items of several meetings come in one call, each with its sections and its meeting without items."""
    first, second = make_meeting(), make_meeting("/arkiv/2.txt")
    store(catalog, first, second)
    wanted = [(first, first.items[2]), (second, second.items[0]), (first, first.items[1])]
    found = catalog.items([*(item.id for _, item in wanted), "unknown"])
    assert found == {item.id: (replace(meeting, items=()), item) for meeting, item in wanted}
    assert catalog.item(first.items[2].id) == (replace(first, items=()), first.items[2])


def test_items_of_a_case_are_found_by_its_number(catalog: Catalog) -> None:
    """The items of all meetings with the number come, and an empty number is that of no case."""
    first, second = make_meeting(), make_meeting("/arkiv/2.txt")
    store(catalog, first, second)
    assert set(catalog.items_of_case("1-00-3-21")) == {first.items[2].id, second.items[2].id}
    assert catalog.items_of_case("") == catalog.items_of_case("1-00-3") == []


def test_neighbours_are_the_items_before_and_after(catalog: Catalog) -> None:
    """The first item has none before it and the last none after it."""
    meeting = make_meeting()
    store(catalog, meeting, make_meeting("/arkiv/2.txt"))
    outside, first, second = (replace(item, sections=()) for item in meeting.items)
    assert catalog.neighbours(outside.id) == (None, first)
    assert catalog.neighbours(first.id) == (outside, second)
    assert catalog.neighbours(second.id) == (first, None)


def test_what_does_not_exist_is_said_in_danish(catalog: Catalog) -> None:
    """Meetings and items that are asked for by an unknown id are refused with a sentence for the user."""
    with pytest.raises(NotFoundError, match="Der findes intet møde med id x"):
        catalog.meeting("x")
    with pytest.raises(NotFoundError, match="Der findes intet dagsordenspunkt med id x"):
        catalog.item("x")
    with pytest.raises(NotFoundError, match="Der findes intet dagsordenspunkt med id x"):
        catalog.neighbours("x")


@pytest.fixture
def three(catalog: Catalog) -> Catalog:
    """Give a catalog with minutes of 2021, an agenda of 2023 and an undated annex."""
    store(
        catalog,
        make_meeting("/1", forum="Klyngestyregruppen, Fjordklyngen", held_on=date(2021, 6, 8)),
        make_meeting("/2", held_on=date(2023, 1, 31), document_type=DocumentType.AGENDA),
        make_meeting("/3", forum="Økonomiudvalget", held_on=None, document_type=DocumentType.ANNEX),
    )
    return catalog


@pytest.mark.parametrize(
    ("filters", "paths"),
    [
        (Filters(), ["/2", "/1", "/3"]),
        (Filters(forum="fjordklyngen"), ["/2", "/1"]),
        (Filters(forum="FJORDKLYNGEN klyngestyregruppen"), ["/1"]),
        (Filters(forum="Byrådet"), []),
        (Filters(date_from=date(2021, 6, 8)), ["/2", "/1"]),
        (Filters(date_from=date(2021, 6, 9)), ["/2"]),
        (Filters(date_to=date(2023, 1, 31)), ["/2", "/1"]),
        (Filters(date_to=date(2023, 1, 30)), ["/1"]),
        (Filters(document_type=DocumentType.ANNEX), ["/3"]),
        (Filters(forum="sundhed", document_type=DocumentType.MINUTES), []),
    ],
)
def test_meetings_are_listed_newest_first_within_the_filters(
    three: Catalog, filters: Filters, paths: list[str]
) -> None:
    """Each filter narrows the list, dates are inclusive, and undated meetings come last."""
    found = three.meetings(filters)
    assert [meeting.source.path for meeting in found] == paths
    assert all(meeting.items == () and meeting.participants for meeting in found)


@pytest.mark.parametrize(
    ("forum", "names"),
    [
        ("økonomi", ["Økonomiudvalget"]),
        (unicodedata.normalize("NFD", "KLYNGEN,  fjord"), ["Fokusgruppen", "Klyngestyregruppen"]),
        ("fjord økonomi", []),
    ],
)
def test_a_forum_is_recognised_by_its_words(three: Catalog, forum: str, names: list[str]) -> None:
    """Every given word has to occur in the forum's name, in any order and case."""
    assert [name.split(",")[0].split()[0] for name in three.matching_forums(forum)] == names


def test_the_whole_is_summed_up(three: Catalog) -> None:
    """Counts leave out what stands outside the items, and the period spans the dated meetings."""
    assert three.counts() == Counts(meetings=3, items=6, sections=12, chunks=24)
    assert three.period() == (date(2021, 6, 8), date(2023, 1, 31))
    assert three.forums() == sorted(three.forums())
    assert len(three.forums()) == 3


def test_words_are_kept_as_they_are_written(catalog: Catalog) -> None:
    """Each word counts the items that hold it, in all meetings, and goes with the last of them."""
    section = Section(id="s1", kind=SectionKind.DECISION, heading="", text="Rehabiliteringen i Århus. I Århus!")
    item = AgendaItem(id="i1", number="1", ordinal=1, title="Århus", sections=(section,))
    first = replace(make_meeting(), items=(item,))
    second = replace(
        make_meeting(),
        id="other",
        source=Source(path="/other.txt", name="other.txt", content_hash="x"),
        items=(replace(item, id="i2", sections=()),),
    )
    store(catalog, first, second)
    assert catalog.forms() == {"rehabiliteringen": 1, "århus": 2}
    catalog.delete_meeting(first.id)
    assert catalog.forms() == {"århus": 1}


def test_the_hash_of_the_contents_tells_whether_words_may_have_changed(catalog: Catalog) -> None:
    """It changes with every document that comes, goes or changes, and with nothing else."""
    meeting = make_meeting()
    seen = [catalog.contents()]
    store(catalog, meeting)
    seen.append(catalog.contents())
    catalog.mark_complete(meeting.id)
    catalog.move_source(meeting.id, "/nyt/ny.txt", "ny.txt")
    assert catalog.contents() == seen[-1]
    store(catalog, replace(meeting, source=replace(meeting.source, content_hash="another")))
    seen.append(catalog.contents())
    assert len(set(seen)) == 3
    catalog.delete_meeting(meeting.id)
    assert catalog.contents() == seen[0]


def test_word_frequencies_are_summed_over_the_meetings(three: Catalog) -> None:
    """A word counts the items that hold it; unknown words are left out."""
    assert three.word_frequencies(["møde", "2", "2", "ukendt"]) == {"møde": 9, "2": 1}
    assert three.word_frequencies([]) == {}
    assert three.vocabulary() == {"møde": 9, "1": 1, "2": 1, "3": 1}


def test_more_words_than_a_query_takes_are_asked_for_in_parts(three: Catalog) -> None:
    """Fifty thousand words exceed every database's limit of values."""
    assert three.word_frequencies([f"ord{n}" for n in range(50_000)] + ["møde"]) == {"møde": 9}


def test_state_is_kept_by_key(catalog: Catalog) -> None:
    """A value is there until another takes its place."""
    assert catalog.state("fingerprint") is None
    catalog.set_state("fingerprint", "e5/1")
    catalog.set_state("other", "x")
    catalog.set_state("fingerprint", "e5/2")
    assert catalog.state("fingerprint") == "e5/2"


def test_a_catalog_stays_when_it_is_closed(url: str) -> None:
    """What was stored is there when the catalog is opened again."""
    meeting = make_meeting()
    with Catalog.open(url) as catalog:
        store(catalog, meeting)
    catalog.close()
    with Catalog.open(url) as again:
        again.ping()
        assert again.meeting(meeting.id) == meeting


def test_threads_read_while_others_write(catalog: Catalog) -> None:
    """Readers always see a whole meeting, and no writer is turned away."""
    meeting = make_meeting()
    store(catalog, meeting)

    def write(number: int) -> None:
        store(catalog, make_meeting(f"/arkiv/{number}"), meeting)

    def read(_: int) -> bool:
        return catalog.meeting(meeting.id) == meeting

    with ThreadPoolExecutor(8) as pool:
        written = pool.map(write, range(20))
        assert all(pool.map(read, range(100)))
        assert list(written) == [None] * 20
    assert catalog.counts().meetings == 21


@pytest.mark.parametrize("agenda_first", [True, False])
def test_minutes_supersede_the_agenda_of_the_same_forum_and_date(catalog: Catalog, *, agenda_first: bool) -> None:
    """In whichever order they come; the agenda counts again when the minutes are gone or incomplete."""
    minutes = make_meeting("/arkiv/referat.txt")
    agenda = make_meeting("/arkiv/dagsorden.txt", document_type=DocumentType.AGENDA)
    other_day = make_meeting("/arkiv/andet.txt", document_type=DocumentType.AGENDA, held_on=date(2021, 6, 9))
    undated = make_meeting("/arkiv/uden.txt", document_type=DocumentType.AGENDA, held_on=None)
    store(catalog, other_day, undated, *((agenda, minutes) if agenda_first else (minutes, agenda)))
    assert catalog.superseded() == set()
    catalog.mark_complete(minutes.id)
    assert catalog.superseded() == {agenda.id}
    catalog.mark_incomplete(minutes.id)
    assert catalog.superseded() == set()
    catalog.mark_complete(minutes.id)
    catalog.delete_meeting(minutes.id)
    assert catalog.superseded() == set()


def test_a_moved_source_keeps_everything_but_its_path(catalog: Catalog) -> None:
    """Ids, items and the path that the ids were made of stay."""
    meeting = make_meeting()
    store(catalog, meeting)
    catalog.move_source(meeting.id, "/nyt/ny.txt", "ny.txt")
    [stored] = catalog.sources()
    assert (stored.path, stored.name, stored.origin) == ("/nyt/ny.txt", "ny.txt", meeting.source.path)
    assert catalog.meeting(meeting.id).items == meeting.items


def test_chunks_are_replaced_without_the_meeting(catalog: Catalog) -> None:
    """New chunks and words take the place of the old ones, and the meeting waits for its vectors."""
    meeting = make_meeting()
    store(catalog, meeting)
    catalog.mark_complete(meeting.id)
    kept = make_chunks(meeting)[:2]
    catalog.store_chunks(meeting.id, kept, {"nyt": 2})
    assert catalog.chunks_of(meeting.id) == kept
    assert catalog.chunk_ids() == {chunk.id: meeting.id for chunk in kept}
    assert catalog.words_of(meeting.id) == {"nyt": 2}
    assert not catalog.sources()[0].complete
    assert catalog.meeting(meeting.id) == meeting
