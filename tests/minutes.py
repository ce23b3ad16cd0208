"""A small made-up collection of minutes in a real catalog, and an assistant with ready answers on it."""

from __future__ import annotations

import threading
from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import date, time
from pathlib import Path
from typing import NamedTuple

from rag.catalog import Catalog
from rag.config import Settings
from rag.domain import (
    AgendaItem,
    Answer,
    Attendance,
    Citation,
    Constraint,
    ConstraintKind,
    Deadline,
    DocumentType,
    Filters,
    Hit,
    Meeting,
    Outcome,
    Participant,
    Section,
    SectionKind,
    Source,
    Turn,
)
from rag.errors import ReferatError
from rag.writing import Found
from tests.fakes import silence

ANYTHING = Filters()
QUESTION = "Hvad blev besluttet om KOL-rehabilitering?"
HOSTILE_QUESTION = "Hvad står der?"
LONG_QUESTION = "Hvad står der i alle referater?"
QUOTE = "Repræsentanterne udarbejder et forslag til styregruppen."
SCRIPT = '<script>window.hacked = true</script><img src=x onerror="window.hacked = true">'


def _section(name: str, kind: SectionKind, heading: str, text: str) -> Section:
    return Section(id=f"afsnit-{name}", kind=kind, heading=heading, text=text)


OPENING = AgendaItem(
    id="punkt-1",
    number="1",
    ordinal=1,
    title="Godkendelse af dagsorden",
    outcome=Outcome.APPROVED,
    sections=(_section("1", SectionKind.DECISION, "Referat", "Dagsordenen blev godkendt."),),
)
REHABILITATION = AgendaItem(
    id="punkt-2",
    number="2",
    ordinal=2,
    title="KOL-rehabilitering",
    time_slot="14.15-14.45",
    case_number="1-00-3-23",
    outcome=Outcome.DECIDED,
    presenters=("Chefsygeplejersken",),
    responsible=("Formanden",),
    deadlines=(Deadline(due=date(2021, 9, 1), words=QUOTE, kind=SectionKind.DECISION, section_id="afsnit-2c"),),
    attachments=("Notat om forløb.pdf",),
    sections=(
        _section("2a", SectionKind.RECOMMENDATION, "Indstilling", "At gruppen beslutter en fælles model."),
        _section("2b", SectionKind.CASE, "Sagsfremstilling", "Tilbuddene er forskellige.\n• Ventetid\n• Transport"),
        _section(
            "2c",
            SectionKind.DECISION,
            "Referat",
            f"Gruppen drøftede modellen.\n{QUOTE.replace(' ', '  ', 1)}",
        ),
    ),
)
HOSTILE = AgendaItem(
    id="punkt-3",
    number="3",
    ordinal=3,
    title=f"Eventuelt {SCRIPT}",
    sections=(_section("3", SectionKind.DECISION, f"Referat {SCRIPT}", f"Intet. {SCRIPT} & **slut**"),),
)
GROUP = Meeting(
    id="moede-gruppe",
    source=Source(path="/minutes/gruppe.txt", name="gruppe.txt", content_hash="a"),
    document_type=DocumentType.MINUTES,
    forum="Fokusgruppen for Voksne, Fjordklyngen",
    title="Referat fra møde i fokusgruppen",
    date=date(2021, 6, 8),
    start=time(14, 0),
    end=time(15, 30),
    place="Rådhuset, lokale 2",
    participants=(
        Participant(name="Formanden", role="formand", organisation="Fjordby Kommune"),
        Participant(name="Praksiskonsulenten", status=Attendance.ABSENT),
    ),
    items=(OPENING, REHABILITATION, HOSTILE),
)
BOARD = Meeting(
    id="moede-styregruppe",
    source=Source(path="/minutes/styregruppe.md", name="styregruppe.md", content_hash="b"),
    document_type=DocumentType.AGENDA,
    forum="Styregruppen, Fjordklyngen",
    title="Dagsorden til styregruppen",
    date=date(2023, 5, 4),
    items=(AgendaItem(id="punkt-4", number="1", ordinal=1, title="Økonomi"),),
)
ANNEX = Meeting(
    id="bilag",
    source=Source(path="/minutes/bilag.txt", name="bilag.txt", content_hash="c"),
    document_type=DocumentType.ANNEX,
    forum="",
    title="Bilag uden dato",
    date=None,
)


def _hit(rank: int, meeting: Meeting, item: AgendaItem) -> Hit:
    return Hit(rank=rank, meeting=meeting, item=item, score=0.5 / rank, similarity=0.9, coverage=1.0)


HITS = (_hit(1, GROUP, REHABILITATION), _hit(2, BOARD, BOARD.items[0]), _hit(3, GROUP, HOSTILE))
DECIDED = Answer(
    text=f"Fokusgruppen besluttede den 8. juni 2021:\n»{QUOTE}« [1]",
    abstained=False,
    confidence=0.87654321,
    citations=(
        Citation(number=1, meeting=GROUP, item=REHABILITATION, section=REHABILITATION.sections[2], quote=QUOTE),
    ),
    hits=HITS,
    timing_ms=12.3456,
    understood=(
        Constraint(kind=ConstraintKind.FORUM, label="Fjordklyngen", hard=False, values=("Fjordklyngen",)),
        Constraint(kind=ConstraintKind.PERIOD, label="juni 2021", hard=True, values=("2021-06-01", "2021-06-30")),
    ),
)
HOSTILE_ANSWER = Answer(
    text=f"Der står: {SCRIPT} [1]",
    abstained=False,
    confidence=0.5,
    citations=(Citation(number=1, meeting=GROUP, item=HOSTILE, section=HOSTILE.sections[0], quote=SCRIPT),),
    hits=HITS[2:],
)
LONG_ANSWER = Answer(text="Ord for ord. " * 1000, abstained=False, confidence=0.5, citations=(), hits=(), timing_ms=1.0)
ANSWERS = {QUESTION: DECIDED, HOSTILE_QUESTION: HOSTILE_ANSWER, LONG_QUESTION: LONG_ANSWER}


class Call(NamedTuple):
    """What the assistant was asked with."""

    question: str
    history: tuple[Turn, ...]
    filters: Filters
    limit: int
    mode: str
    ignore: tuple[ConstraintKind, ...]


@dataclass(kw_only=True)
class FakeOpenAssistant:
    """An assistant with ready answers and a real catalog, which can be out of order."""

    catalog: Catalog
    broken: Exception | None = None
    closed: bool = False
    calls: list[Call] = field(default_factory=list)
    searched: list[tuple[str, Filters, int]] = field(default_factory=list)

    def ask(
        self,
        question: str,
        *,
        history: Sequence[Turn] = (),
        filters: Filters = ANYTHING,
        limit: int = 10,
        mode: str = "auto",
        ignore: Collection[ConstraintKind] = (),
    ) -> Answer:
        """Return the ready answer, or abstain."""
        self.ready()
        self.calls.append(Call(question, tuple(history), filters, limit, mode, tuple(ignore)))
        answer = ANSWERS.get(question, silence(hits=HITS))
        return replace(answer, understood=tuple(it for it in answer.understood if it.kind not in ignore))

    def stream(
        self,
        question: str,
        *,
        history: Sequence[Turn] = (),
        filters: Filters = ANYTHING,
        limit: int = 10,
        mode: str = "auto",
        ignore: Collection[ConstraintKind] = (),
        stop: threading.Event | None = None,  # noqa: ARG002  (the assistant's signature)
    ) -> Iterator[Found | str | Answer]:
        """Yield the ready answer's sources and the answer."""
        answer = self.ask(question, history=history, filters=filters, limit=limit, mode=mode, ignore=ignore)
        yield Found(citations=answer.citations, hits=answer.hits)
        yield answer

    def search(self, text: str, /, *, filters: Filters = ANYTHING, limit: int = 10) -> list[Hit]:
        """Return the first of the hits."""
        self.ready()
        self.searched.append((text, filters, limit))
        return list(HITS[:limit])

    def ready(self) -> None:
        """Raise what is broken."""
        if self.broken:
            raise self.broken


@contextmanager
def open_fake(
    settings: Settings, *, meetings: Sequence[Meeting] = (GROUP, BOARD, ANNEX)
) -> Iterator[FakeOpenAssistant]:
    """Open a fake assistant on a real catalog that holds the meetings."""
    with Catalog.open(settings.catalog_url) as catalog:
        for meeting in meetings:
            catalog.store_meeting(meeting, [], {})
        assistant = FakeOpenAssistant(catalog=catalog)
        yield assistant
        assistant.closed = True


def settings_in(folder: Path, *, api_keys: str = "") -> Settings:
    """Return settings that keep everything in a folder."""
    return Settings(data_dir=folder, api_keys=api_keys)


class OutOfOrderError(ReferatError):
    """Something that only those who run the server should read about."""
