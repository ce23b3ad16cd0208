"""The words of the field as frozen values: meetings, agenda items, sections, chunks, hits and answers."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, time
from enum import StrEnum

NAMESPACE = uuid.UUID("6f2d3b51-6a0e-5d0b-9a1f-0c3a4c9d7e21")
OUTSIDE = "0"
"""Number of the item that holds the text outside the numbered items (heading, participants, side boxes)."""


def stable_id(*parts: str) -> str:
    """Return the UUIDv5 of the parts: the same parts give the same id in every run."""
    return str(uuid.uuid5(NAMESPACE, "\x1f".join(parts)))


class DocumentType(StrEnum):
    """What kind of document the text is: only a `referat` decides anything."""

    MINUTES = "referat"
    AGENDA = "dagsorden"
    ANNEX = "bilag"


class SectionKind(StrEnum):
    """The part a section plays in its item; "Referat" inside an item is its `beslutning`."""

    RECOMMENDATION = "indstilling"
    CASE = "sagsfremstilling"
    DISCUSSION = "drøftelse"
    DECISION = "beslutning"
    ATTACHMENTS = "bilag"
    PARTICIPANTS = "deltagere"
    OTHER = "andet"


class Outcome(StrEnum):
    """What became of an item."""

    DECIDED = "besluttet"
    APPROVED = "godkendt"
    NOTED = "til efterretning"
    DISCUSSED = "drøftet"
    POSTPONED = "udsat"
    REJECTED = "afvist"
    NOT_STATED = "ikke oplyst"


class Attendance(StrEnum):
    """Whether a participant was there."""

    PRESENT = "til stede"
    ABSENT = "afbud"
    PARTIAL = "delvist"


class Intent(StrEnum):
    """What kind of answer a question asks for."""

    DECISION = "beslutning"
    REASON = "begrundelse"
    WHO = "hvem"
    WHEN = "hvornår"
    HOW_MANY = "hvor mange"
    LIST = "liste"
    STATUS = "status"
    ACROSS = "på tværs af møder"
    DEFINITION = "betydning"
    ABSENCE = "om det er behandlet"
    FACT = "fakta"


@dataclass(frozen=True, slots=True, kw_only=True)
class Participant:
    """A person or role at a meeting; unknown parts are empty strings."""

    name: str
    role: str = ""
    organisation: str = ""
    status: Attendance = Attendance.PRESENT


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """A run of text under one heading of an item; `text` keeps paragraphs, one per line."""

    id: str
    kind: SectionKind
    heading: str
    text: str
    page: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Deadline:
    """A day by which something is to be done; `words`, a sentence or a table row, stand verbatim in the section."""

    due: date
    words: str
    kind: SectionKind
    """Kind of the section: only in a `beslutning` is the deadline decided."""
    section_id: str

    @property
    def decided(self) -> bool:
        """Whether the meeting itself set it."""
        return self.kind is SectionKind.DECISION


@dataclass(frozen=True, slots=True, kw_only=True)
class AgendaItem:
    """One agenda item; `number` is as printed ("6", "3a"), `title` is without time slot.

    `presenters` are those who present it, `responsible` the persons, roles or bodies that are to act on it.
    """

    id: str
    number: str
    ordinal: int
    title: str
    time_slot: str = ""
    case_number: str = ""
    closed: bool = False
    outcome: Outcome = Outcome.NOT_STATED
    presenters: tuple[str, ...] = ()
    responsible: tuple[str, ...] = ()
    deadlines: tuple[Deadline, ...] = ()
    attachments: tuple[str, ...] = ()
    sections: tuple[Section, ...] = ()

    @property
    def decision(self) -> Section | None:
        """The first section that holds a decision, if any."""
        return next((s for s in self.sections if s.kind is SectionKind.DECISION), None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Abbreviation:
    """An abbreviation, its long form as printed, the item that explains it, and how often it does."""

    short: str
    long: str
    item_id: str
    count: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """The file a meeting came from; `path` identifies it, `name` is shown."""

    path: str
    name: str
    content_hash: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Meeting:
    """One document: minutes, an agenda or an annex. Item "0", if present, holds the text outside the items."""

    id: str
    source: Source
    document_type: DocumentType
    forum: str
    title: str
    date: date | None
    start: time | None = None
    end: time | None = None
    place: str = ""
    participants: tuple[Participant, ...] = ()
    items: tuple[AgendaItem, ...] = ()
    language: str = "da"

    @property
    def numbered_items(self) -> tuple[AgendaItem, ...]:
        """The agenda items proper, in printed order."""
        return tuple(item for item in self.items if item.number != OUTSIDE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Chunk:
    """A run of whole sentences of one section; `text == section.text[start:end]`.

    `header` (forum, date, item, title, section) is embedded with the text but never quoted.
    """

    id: str
    meeting_id: str
    item_id: str
    section_id: str
    ordinal: int
    header: str
    text: str
    start: int
    end: int


class ConstraintKind(StrEnum):
    """What a constraint limits."""

    FORUM = "forum"
    PERIOD = "period"
    MEETING = "meeting"
    ITEM = "item"
    CASE = "case"
    DOCUMENT_TYPE = "document_type"


@dataclass(frozen=True, slots=True, kw_only=True)
class Constraint:
    """A limit that a question names. Hard ones filter the search, the others weigh in it; `label` is Danish.

    `values` are words of a forum's name, the first and last day of a period ("" where it is open), the day of a
    meeting and words of its forum, numbers, or document types.
    """

    kind: ConstraintKind
    label: str
    hard: bool
    values: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Filters:
    """What a search is limited to; None means no limit. `forum` matches by words, dates are inclusive."""

    forum: str | None = None
    date_from: date | None = None
    date_to: date | None = None
    document_type: DocumentType | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Turn:
    """One message of a conversation; role is "user" or "assistant"."""

    role: str
    content: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadSentence:
    """Words of a section, `section.text[start:end]`, and how likely (0 to 1) they belong to the answer."""

    section_id: str
    start: int
    end: int
    probability: float


@dataclass(frozen=True, slots=True, kw_only=True)
class ItemReading:
    """What the reader made of an item: the likelihood (0 to 1) that it answers, and its sentences as far as read."""

    answers: float
    sentences: tuple[ReadSentence, ...]
    core: ReadSentence | None = None
    """The words at the heart of the answer, within one sentence."""

    @property
    def best(self) -> float:
        """The likelihood of its likeliest sentence, 0 where none was read."""
        return max((sentence.probability for sentence in self.sentences), default=0.0)

    def likelihood(self, section_id: str, start: int, end: int) -> float | None:
        """Return the likelihood of words of a section: that of the likeliest sentence they share; None if unread."""
        return max(
            (
                one.probability
                for one in self.sentences
                if one.section_id == section_id and one.start < end and start < one.end
            ),
            default=None,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Topic:
    """What a question is about: its analysed words with what each weighs, the rarer the more.

    `instead` holds for a word the terms that minutes may write in its place, each with what it is worth where all of
    its words are found: no more than the word itself. `text` is the question with its slips mended.
    """

    text: str = ""
    words: Mapping[str, float] = field(default_factory=dict)
    instead: Mapping[str, tuple[tuple[tuple[str, ...], float], ...]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Hit:
    """One ranked agenda item; `score` is the fused ranking score, `similarity` the best raw cosine (-1 to 1)."""

    rank: int
    item: AgendaItem
    meeting: Meeting
    score: float
    similarity: float
    coverage: float
    """Share (0 to 1) of the topic that the item holds, in the question's words or in others for them."""
    topic: Topic = field(default_factory=Topic)
    """What the question is about."""
    chunk_ids: tuple[str, ...] = ()
    evidence: Mapping[str, float] = field(default_factory=dict)
    """What the score was made of, by the names of the ranking weights."""
    reading: ItemReading | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Citation:
    """A quotation with its place; `quote` stands verbatim in the section, `core` is where its heart begins and ends."""

    number: int
    meeting: Meeting
    item: AgendaItem
    section: Section
    quote: str
    core: tuple[int, int] | None = None

    @property
    def url(self) -> str:
        """The page of the agenda item, at the cited section."""
        return f"/items/{self.item.id}#{self.section.id}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """Danish text with [n] markers, what it rests on, and how sure it is (confidence 0 to 1)."""

    text: str
    abstained: bool
    confidence: float
    citations: tuple[Citation, ...]
    hits: tuple[Hit, ...]
    mode: str = "extract"
    timing_ms: float = 0.0
    understood: tuple[Constraint, ...] = ()
    """The limits that were read out of the question."""
    dropped: int = 0
    """Quotations, or sentences of a language model, that were left out because the minutes do not bear them out."""
