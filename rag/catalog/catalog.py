"""Questions and changes to the catalog, answered in domain values."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, replace
from datetime import date
from hashlib import blake2b
from types import TracebackType
from typing import Self

from sqlalchemy import Connection, Engine, Table, delete, func, insert, select, update
from sqlalchemy.exc import SQLAlchemyError

from rag.catalog.database import open_database, peek_database, reading, reason, wipe_deleted, writing
from rag.catalog.filtering import Condition, composed, conditions, forum_names, holds_words
from rag.catalog.glossary import load_glossary, load_held, replace_glossary
from rag.catalog.loading import batches, load_chunks, load_items, load_meetings
from rag.catalog.locking import sole_writer
from rag.catalog.schema import chunks, items, meeting_forms, meeting_words, meetings, sections, state
from rag.catalog.storing import mark_superseded, replace_chunks, replace_meeting
from rag.domain import OUTSIDE, Abbreviation, AgendaItem, Chunk, Filters, Meeting
from rag.errors import CatalogError, NotFoundError

EVERYTHING = Filters()
MOST_FORMS = 500
"""Forms of one word that are looked for; a part that stands in more says nothing."""


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredSource:
    """A file the catalog knows; `complete` is false until its vectors are in the store as well.

    `origin` is the path that the ids were made of: the file's first, when it was moved since.
    """

    path: str
    name: str
    content_hash: str
    meeting_id: str
    complete: bool
    origin: str = ""
    superseded: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Counts:
    """How much the catalog holds; `items` are the numbered ones."""

    meetings: int
    items: int
    sections: int
    chunks: int


class Catalog:
    """The meetings and their text; safe to use from several threads.

    Every method raises CatalogError when the database does not answer.
    """

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    @classmethod
    def open(cls, url: str) -> Self:
        """Open the catalog at an SQLite or PostgreSQL URL, creating and migrating it where needed.

        Raises CatalogError when it cannot be opened or was written by a newer version of the program.
        """
        return cls(open_database(url))

    @classmethod
    def peek(cls, url: str) -> Self | None:
        """Open the catalog for reading alone, or return None where there is none; nothing is made or migrated.

        Raises CatalogError when it cannot be opened or another version of the program wrote it.
        """
        engine = peek_database(url)
        return cls(engine) if engine else None

    def close(self) -> None:
        """Release the database; a second close is no error."""
        self._engine.dispose()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    # Changes: each one transaction.

    def sole_writer(self) -> AbstractContextManager[None]:
        """Keep all other processes that ask for the same from writing; readers go on.

        Raises CatalogError at once when another process holds it.
        """
        return sole_writer(self._engine)

    def store_meeting(
        self, meeting: Meeting, chunks: Sequence[Chunk], words: Mapping[str, int], *, origin: str = ""
    ) -> None:
        """Store a meeting in place of the one with its id or source path, incomplete until marked otherwise.

        `words` tells for each analysed word how many of the meeting's items hold it; `origin` is the path that
        the ids were made of, where it is not the source's.
        """
        origin = origin or meeting.source.path
        with self._connection(write=True) as connection:
            replace_meeting(connection, meeting, chunks=chunks, words=words, origin=origin)

    def store_chunks(self, meeting_id: str, chunks: Sequence[Chunk], words: Mapping[str, int]) -> None:
        """Store chunks and words in place of those of a stored meeting, incomplete until marked otherwise."""
        with self._connection(write=True) as connection:
            replace_chunks(connection, meeting_id, chunks=chunks, words=words)

    def store_glossary(self, meeting_id: str, entries: Sequence[Abbreviation]) -> None:
        """Store the abbreviations that a stored meeting's items explain, in place of those found before."""
        with self._connection(write=True) as connection:
            replace_glossary(connection, meeting_id, entries)

    def mark_complete(self, meeting_id: str) -> None:
        """Note that the meeting's vectors are in the store; minutes supersede the agenda of their meeting."""
        self._mark(meetings.c.id == meeting_id, complete=True)

    def mark_incomplete(self, meeting_id: str) -> None:
        """Note that the meeting's vectors have to be made anew."""
        self._mark(meetings.c.id == meeting_id, complete=False)

    def mark_all_incomplete(self) -> None:
        """Note that the vectors of all meetings have to be made anew."""
        self._mark(complete=False)

    def move_source(self, meeting_id: str, path: str, name: str) -> None:
        """Note that the meeting's file lies under another path now; all ids stay."""
        with self._connection(write=True) as connection:
            connection.execute(update(meetings).where(meetings.c.id == meeting_id).values(path=path, name=name))

    def delete_meeting(self, meeting_id: str) -> bool:
        """Remove a meeting and every trace of its text from the files; return whether it was there."""
        with self._connection(write=True) as connection:
            gone = connection.execute(delete(meetings).where(meetings.c.id == meeting_id)).rowcount > 0
            mark_superseded(connection)
        if gone:
            wipe_deleted(self._engine)
        return gone

    def set_state(self, key: str, value: str) -> None:
        """Keep a value under a key, in place of the one before."""
        with self._connection(write=True) as connection:
            changed = connection.execute(update(state).where(state.c.key == key).values(value=value))
            if not changed.rowcount:
                connection.execute(insert(state).values(key=key, value=value))

    # Sources and state

    def state(self, key: str) -> str | None:
        """Return the value kept under a key."""
        with self._connection() as connection:
            return connection.execute(select(state.c.value).where(state.c.key == key)).scalar()

    def sources(self) -> list[StoredSource]:
        """Return all sources, by path."""
        return self._sources()

    def source(self, path: str) -> StoredSource | None:
        """Return the source with exactly this path."""
        return next(iter(self._sources(meetings.c.path == path)), None)

    def superseded(self) -> set[str]:
        """Return the ids of the agendas whose meeting has minutes as well."""
        with self._connection() as connection:
            return set(connection.execute(select(meetings.c.id).where(meetings.c.superseded)).scalars())

    def find_sources(self, name_or_path: str) -> list[StoredSource]:
        """Return the sources with this path or file name, however its letters are composed in Unicode."""
        wanted = composed(name_or_path)
        return [it for it in self._sources() if wanted in (composed(it.path), composed(it.name))]

    # Meetings, items and chunks

    def meeting(self, meeting_id: str) -> Meeting:
        """Return a meeting with its items; raise NotFoundError when it does not exist."""
        with self._connection() as connection:
            for meeting in load_meetings(connection, meetings.c.id == meeting_id):
                found = load_items(connection, items.c.meeting_id == meeting_id)
                return replace(meeting, items=tuple(item for _, item in found))
        raise NotFoundError(f"Der findes intet møde med id {meeting_id}.")

    def meetings(self, filters: Filters = EVERYTHING) -> list[Meeting]:
        """Return the meetings that the filters let through, newest first and without items."""
        with self._connection() as connection:
            return load_meetings(connection, *conditions(connection, filters))

    def item(self, item_id: str) -> tuple[Meeting, AgendaItem]:
        """Return an item and its meeting (without items); raise NotFoundError when it does not exist."""
        if found := self.items([item_id]).get(item_id):
            return found
        raise _no_item(item_id)

    def items(self, ids: Collection[str]) -> dict[str, tuple[Meeting, AgendaItem]]:
        """Return the items that exist among the ids, each with its meeting (without items)."""
        found: list[tuple[str, AgendaItem]] = []
        by_id: dict[str, Meeting] = {}
        with self._connection() as connection:
            for batch in batches(ids):
                found += load_items(connection, items.c.id.in_(batch))
            for batch in batches(meeting_id for meeting_id, _ in found):
                by_id |= {meeting.id: meeting for meeting in load_meetings(connection, meetings.c.id.in_(batch))}
        return {item.id: (by_id[meeting_id], item) for meeting_id, item in found}

    def items_of_case(self, case_number: str) -> list[str]:
        """Return the ids of the items with a case number; none have an empty one."""
        query = select(items.c.id).where(items.c.case_number == case_number, items.c.case_number != "")
        with self._connection() as connection:
            return list(connection.execute(query).scalars())

    def neighbours(self, item_id: str) -> tuple[AgendaItem | None, AgendaItem | None]:
        """Return the items before and after an item in its meeting, without sections."""
        meeting = select(items.c.meeting_id).where(items.c.id == item_id).scalar_subquery()
        with self._connection() as connection:
            found = load_items(connection, items.c.meeting_id == meeting, with_sections=False)
        order: list[AgendaItem | None] = [None, *(item for _, item in found), None]
        for before, item, after in zip(order, order[1:], order[2:], strict=False):
            if item and item.id == item_id:
                return before, after
        raise _no_item(item_id)

    def chunks(self, ids: Collection[str]) -> dict[str, Chunk]:
        """Return the chunks that exist among the ids."""
        found: dict[str, Chunk] = {}
        with self._connection() as connection:
            for batch in batches(ids):
                found |= {chunk.id: chunk for chunk in load_chunks(connection, chunks.c.id.in_(batch))}
        return found

    def chunk_ids(self) -> dict[str, str]:
        """Return for every chunk the id of its meeting."""
        query = select(chunks.c.id, items.c.meeting_id).select_from(chunks.join(sections).join(items))
        with self._connection() as connection:
            return {row.id: row.meeting_id for row in connection.execute(query)}

    def chunks_of(self, meeting_id: str) -> list[Chunk]:
        """Return the chunks of a meeting in reading order."""
        with self._connection() as connection:
            return load_chunks(connection, items.c.meeting_id == meeting_id)

    def chunks_of_item(self, item_id: str) -> list[Chunk]:
        """Return the chunks of an agenda item in reading order."""
        with self._connection() as connection:
            return load_chunks(connection, sections.c.item_id == item_id)

    # Overviews

    def forums(self) -> list[str]:
        """Return the names of the forums, in alphabetical order."""
        with self._connection() as connection:
            return forum_names(connection)

    def matching_forums(self, forum: str) -> list[str]:
        """Return the forums whose name holds every word of the given one, upper and lower case alike."""
        return [name for name in self.forums() if holds_words(name, forum)]

    def held(self) -> list[tuple[str, date]]:
        """Return each forum with each of the days it met on, once."""
        with self._connection() as connection:
            return load_held(connection)

    def glossary(self) -> list[Abbreviation]:
        """Return all abbreviations that items explain, in alphabetical order."""
        with self._connection() as connection:
            return load_glossary(connection)

    def counts(self) -> Counts:
        """Return how many meetings, numbered items, sections and chunks there are."""
        queries = (
            select(func.count()).select_from(meetings),
            select(func.count()).select_from(items).where(items.c.number != OUTSIDE),
            select(func.count()).select_from(sections),
            select(func.count()).select_from(chunks),
        )
        with self._connection() as connection:
            row = connection.execute(select(*(query.scalar_subquery() for query in queries))).one()
        return Counts(meetings=row[0], items=row[1], sections=row[2], chunks=row[3])

    def period(self) -> tuple[date, date] | None:
        """Return the dates of the first and the last meeting, or None when no meeting has a date."""
        with self._connection() as connection:
            row = connection.execute(select(func.min(meetings.c.held_on), func.max(meetings.c.held_on))).one()
        return (row[0], row[1]) if row[0] else None

    def word_frequencies(self, words: Collection[str]) -> dict[str, int]:
        """Return for those of the words that occur how many items hold them."""
        found: dict[str, int] = {}
        with self._connection() as connection:
            for batch in batches(words):
                found |= _word_counts(connection, meeting_words.c.word.in_(batch))
        return found

    def forms_like(self, part: str) -> list[str]:
        """Return the words, as they are written in lower case, that hold a part."""
        column = meeting_forms.c.word
        query = select(column).where(column.contains(part, autoescape=True)).distinct()
        with self._connection() as connection:
            return list(connection.execute(query).scalars())

    def items_with_forms(self, forms: Sequence[Collection[str]]) -> list[tuple[Meeting, AgendaItem]]:
        """Return the items, with their meetings, of every meeting that holds a word of each collection."""
        with self._connection() as connection:
            held = [
                set(
                    connection.execute(
                        select(meeting_forms.c.meeting_id).where(meeting_forms.c.word.in_(batch))
                    ).scalars()
                )
                for one in forms
                for batch in [sorted(one)[:MOST_FORMS]]
            ]
            ids = sorted(set.intersection(*held)) if held else []
            found = [row for batch in batches(ids) for row in load_items(connection, items.c.meeting_id.in_(batch))]
            loaded = [row for batch in batches(ids) for row in load_meetings(connection, meetings.c.id.in_(batch))]
        by_id = {meeting.id: meeting for meeting in loaded}
        return [(by_id[meeting_id], item) for meeting_id, item in found]

    def words_of(self, meeting_id: str) -> dict[str, int]:
        """Return for every word of a meeting how many of its items hold it."""
        with self._connection() as connection:
            return _word_counts(connection, meeting_words.c.meeting_id == meeting_id)

    def vocabulary(self) -> dict[str, int]:
        """Return for every word how many items hold it."""
        with self._connection() as connection:
            return _word_counts(connection)

    def forms(self) -> dict[str, int]:
        """Return for every word as it is written, in lower case, how many items hold it."""
        with self._connection() as connection:
            return _word_counts(connection, table=meeting_forms)

    def contents(self) -> str:
        """Return a hash of what is stored: while it stays, so do the words."""
        query = select(meetings.c.id, meetings.c.content_hash).order_by(meetings.c.id)
        with self._connection() as connection:
            known = "\n".join(f"{row.id} {row.content_hash}" for row in connection.execute(query))
        return blake2b(known.encode(), digest_size=16).hexdigest()

    def ping(self) -> None:
        """Ask the database for a sign of life; raise CatalogError when it gives none."""
        with self._connection() as connection:
            connection.execute(select(1))

    def _sources(self, *wanted: Condition) -> list[StoredSource]:
        table = meetings.c
        shown = (table.path, table.name, table.content_hash, table.complete, table.origin, table.superseded)
        query = select(table.id.label("meeting_id"), *shown).order_by(table.path)
        with self._connection() as connection:
            return [StoredSource(**row) for row in connection.execute(query.where(*wanted)).mappings()]

    def _mark(self, *wanted: Condition, complete: bool) -> None:
        with self._connection(write=True) as connection:
            connection.execute(update(meetings).where(*wanted).values(complete=complete))
            mark_superseded(connection)

    @contextmanager
    def _connection(self, *, write: bool = False) -> Iterator[Connection]:
        opened = writing if write else reading
        try:
            with opened(self._engine) as connection:
                yield connection
        except SQLAlchemyError as error:
            raise CatalogError(f"The catalog does not answer: {reason(error)}.") from error


def _word_counts(connection: Connection, *conditions: Condition, table: Table = meeting_words) -> dict[str, int]:
    query = select(table.c.word, func.sum(table.c.item_count)).where(*conditions).group_by(table.c.word)
    return {found: int(total) for found, total in connection.execute(query)}


def _no_item(item_id: str) -> NotFoundError:
    return NotFoundError(f"Der findes intet dagsordenspunkt med id {item_id}.")
