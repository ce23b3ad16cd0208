"""The composition root: builds catalog, store, embedder and retriever once, and answers questions with them."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Collection, Generator, Iterator, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import replace
from datetime import date, datetime
from functools import partial
from types import TracebackType
from typing import Self
from zoneinfo import ZoneInfo

from rag.answering import compose, define, evidence, looked_up, phrases, silence, treated
from rag.answering.draft import Draft
from rag.answering.passages import ITEMS, choose_passages
from rag.answering.spanning import told_of
from rag.catalog import Catalog
from rag.config import Settings
from rag.conversation import search_in_conversation
from rag.domain import Answer, Chunk, ConstraintKind, Filters, Hit, Intent, Turn
from rag.embedding import open_embedder
from rag.embedding.interface import Embedder
from rag.errors import QuestionError
from rag.fingerprint import check_embedding
from rag.language_model import LanguageModel, open_language_model
from rag.meeting_facts import find_told
from rag.reader import Reader, open_reader
from rag.reading import HitReader
from rag.reranking import Reranker, open_reranker
from rag.retrieval import Retriever
from rag.store import open_store
from rag.store.interface import VectorStore
from rag.treated import find_treated
from rag.understanding import Glossary, Known, Query, understand
from rag.writing import Found, write

MODES = ("auto", "extract", "llm")
EXPLAINED = 0.95
"""Confidence in what the minutes say beyond doubt: an abbreviation spelt out, a word that stands there; set by hand."""
OTHERWISE = 0.5
"""Share of the topic that an item must hold, in other words or mended, to speak of what is named nowhere; by hand."""
DENMARK = ZoneInfo("Europe/Copenhagen")


class Assistant:
    """Answers questions about the indexed minutes; finished collaborators are handed in."""

    def __init__(
        self,
        *,
        catalog: Catalog,
        store: VectorStore,
        embedder: Embedder,
        model: LanguageModel | None = None,
        reranker: Reranker | None = None,
        reader: Reader | None = None,
    ) -> None:
        self.catalog, self.store, self.embedder, self.model = catalog, store, embedder, model
        self._retriever = Retriever(catalog=catalog, store=store, embedder=embedder, reranker=reranker)
        self._reader = HitReader(reader=reader, catalog=catalog) if reader else None
        self._kept: tuple[str, Known] | None = None

    @classmethod
    def open(cls, settings: Settings, *, progress: Callable[[str], None] = lambda _: None) -> Self:
        """Open everything the settings name.

        Raises a ReferatError when catalog, store or model cannot be opened, or the index belongs to another model.
        """
        with ExitStack() as opened:
            catalog = opened.enter_context(Catalog.open(settings.catalog_url))
            embedder = open_embedder(settings, progress=progress)
            check_embedding(catalog, embedder)
            model, reranker = open_language_model(settings), open_reranker(settings)
            reader = open_reader(settings, progress=progress)
            store = open_store(settings, embedder.dimension)
            opened.pop_all()
        return cls(catalog=catalog, store=store, embedder=embedder, model=model, reranker=reranker, reader=reader)

    def ask(
        self,
        question: str,
        *,
        history: Sequence[Turn] = (),
        filters: Filters = Filters(),  # noqa: B008  (frozen)
        limit: int = 10,
        mode: str = "auto",
        ignore: Collection[ConstraintKind] = (),
    ) -> Answer:
        """Answer a question from the minutes, or say that they do not tell.

        Limits of the kinds in `ignore` are not read out of the question.
        Raises QuestionError for a blank question or a mode that is not set up.
        """
        events = self.stream(question, history=history, filters=filters, limit=limit, mode=mode, ignore=ignore)
        return next(event for event in events if isinstance(event, Answer))

    def stream(
        self,
        question: str,
        *,
        history: Sequence[Turn] = (),
        filters: Filters = Filters(),  # noqa: B008  (frozen)
        limit: int = 10,
        mode: str = "auto",
        ignore: Collection[ConstraintKind] = (),
        stop: threading.Event | None = None,
    ) -> Iterator[Found | str | Answer]:
        """Yield what the answer is made of, a language model's sentences as they pass, and the answer.

        The sentences together are the answer's text; there are none where it is extracted. Setting `stop` ends the
        writing and closes the connection to the model. Raises what `ask` raises, before anything is yielded.
        """
        started = time.perf_counter()
        self._check(question, mode)
        find = partial(self.find, question, history=history, filters=filters, limit=limit)
        query, hits = find(ignore=ignore)
        written = self.model is not None and mode != "extract"
        if hits or not (limits := [it.label for it in query.constraints if it.hard]):
            settled = self._treated(query, hits, filters=filters) or self._of_meeting(query, filters=filters)
            answer = settled or self._answer(query, hits)
            written = written and not (settled or answer.abstained)
        else:
            # Nothing can be quoted where nothing is; what there is elsewhere is named, and never told for an answer.
            _, hits = find(ignore=tuple(ConstraintKind))
            answer = self._silence(hits, confidence=0.0, reason=phrases.nothing_within(limits))
            written = False
        yield Found(citations=() if written else answer.citations, hits=tuple(hits))
        if written:
            answer = yield from self._write(query, hits, answer, stop=stop or threading.Event())
        elapsed = (time.perf_counter() - started) * 1000
        yield replace(answer, hits=tuple(hits), timing_ms=elapsed, understood=query.constraints)

    def find(
        self,
        question: str,
        *,
        history: Sequence[Turn] = (),
        filters: Filters = Filters(),  # noqa: B008  (frozen)
        limit: int = 10,
        ignore: Collection[ConstraintKind] = (),
        read: bool = True,
    ) -> tuple[Query, list[Hit]]:
        """Return a question as it is understood, and the items that an answer is made of, the best ones read."""
        query, hits = search_in_conversation(
            self._retriever,
            question,
            history,
            filters=filters,
            limit=limit,
            known=self.known(),
            today=danish_day(),
            ignore=ignore,
        )
        return query, self._reader.read(query, hits) if self._reader and read else hits

    def search(self, text: str, *, filters: Filters = Filters(), limit: int = 10) -> list[Hit]:  # noqa: B008  (frozen)
        """Return the agenda items nearest to a text, best first."""
        self._check(text, "extract")
        query = understand(text, known=self.known(), today=danish_day())
        return self._retriever.search(query, filters=filters, limit=limit)

    def ready(self) -> None:
        """Raise a ReferatError when catalog or store does not answer."""
        self.catalog.ping()
        self.store.count()

    def close(self) -> None:
        """Release store and catalog."""
        self.store.close()
        self.catalog.close()

    def __enter__(self) -> Self:
        """Return the assistant itself."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Close on the way out."""
        self.close()

    def _check(self, question: str, mode: str) -> None:
        if not question.strip():
            raise QuestionError(phrases.EMPTY_QUESTION)
        if mode == "llm" and self.model is None:
            raise QuestionError(phrases.NO_MODEL)
        if mode not in MODES:
            raise QuestionError(f"»{mode}« er ikke en svarform; vælg mellem {', '.join(MODES)}.")

    def known(self) -> Known:
        """Return what questions are read with; it is kept while the catalog holds the same documents."""
        contents = self.catalog.contents()
        kept = self._kept
        if kept is None or kept[0] != contents:
            known = Known(
                meetings=tuple(self.catalog.held()),
                forums=tuple(self.catalog.forums()),
                glossary=Glossary.of(self.catalog.glossary()),
            )
            self._kept = kept = (contents, known)
        return kept[1]

    def _write(
        self, query: Query, hits: Sequence[Hit], extracted: Answer, *, stop: threading.Event
    ) -> Generator[str, None, Answer]:
        """Let the language model write; what passes is the answer, and the extracted one where nothing does."""
        passages = choose_passages(query, hits, self.chunks(hits[:ITEMS]))
        if self.model is None or not passages:
            return extracted
        kept = yield from write(self.model, query.search_text, passages, stop=stop)
        if not kept.citations:
            return replace(extracted, dropped=extracted.dropped + kept.dropped)
        return replace(extracted, text=kept.text, citations=kept.citations, mode="llm", dropped=kept.dropped)

    def chunks(self, hits: Sequence[Hit]) -> dict[str, Chunk]:
        """Return the best chunks of the items that may be quoted."""
        return self.catalog.chunks([chunk_id for hit in hits for chunk_id in hit.chunk_ids[:3]])

    def _answer(self, query: Query, hits: Sequence[Hit]) -> Answer:
        """Compose an answer, or fall silent when the evidence is weak or nothing can be quoted."""
        probability = evidence.confidence(query, hits)
        if evidence.is_foreign(query, hits, self.catalog.word_frequencies(query.topic)):
            probability = min(probability, 1 - EXPLAINED)
        chunks = self.chunks(told_of(query, hits))
        defined = draft = self._define(query, hits, chunks) if query.intent is Intent.DEFINITION else None
        bounds = evidence.confidence_in(hits)
        if probability >= bounds.threshold:
            draft = compose(query, hits, chunks, begun=draft)
        if draft is not None and draft.citations:
            probability = max(probability, EXPLAINED if defined else 0.0)
            lead = [] if probability >= bounds.sure else [phrases.UNSURE]
            return Answer(
                text="\n".join([*lead, *draft.lines]),
                abstained=False,
                confidence=probability,
                citations=tuple(draft.citations),
                hits=(),
                dropped=draft.dropped,
            )
        return self._silence(hits, confidence=probability)

    def _treated(self, query: Query, hits: Sequence[Hit], *, filters: Filters) -> Answer | None:
        """Answer whether something was treated by what all the minutes name; None where that does not settle it."""
        found = find_treated(self.catalog, query, filters=filters) if query.intent is Intent.ABSENCE else None
        if found is None:
            return None
        if found.within:
            places = {hit.item.id: place for place, hit in enumerate(hits)}
            order = sorted(
                found.within,
                key=lambda hit: (not found.names(hit.item.title), places.get(hit.item.id, len(places)), hit.rank),
            )
            draft = treated(query, order, found.names)
            return _settled(draft)
        if found.beyond:
            limits = [it.label for it in query.constraints]
            return self._silence(
                found.beyond, confidence=1 - EXPLAINED, reason=phrases.treated_elsewhere(found.subject, limits)
            )
        # It may be a slip, or stand there in other words.
        otherwise = bool(hits) and hits[0].coverage >= OTHERWISE
        if found.unknown and not (otherwise and evidence.confidence(query, hits) >= evidence.confidence_in(hits).sure):
            return self._silence(hits, confidence=1 - EXPLAINED, reason=phrases.unknown_words(found.unknown))
        return None

    def _of_meeting(self, query: Query, *, filters: Filters) -> Answer | None:
        """Answer where or when a meeting was held, or the next one is, by its minutes; None where that is not asked."""
        found = find_told(self.catalog, query, filters=filters)
        if found is None:
            return None
        draft = looked_up(query, found.found)
        if found.noted:
            draft.lines.append(found.noted)
        if not draft.lines:
            reason = phrases.no_meeting_fact(found.meeting, found.fact)
            return self._silence((), confidence=1 - EXPLAINED, reason=reason)
        return _settled(draft)

    def _define(self, query: Query, hits: Sequence[Hit], chunks: Mapping[str, Chunk]) -> Draft | None:
        """Begin an answer with what an abbreviation stands for, out of the best item that explains it."""
        elsewhere = self.catalog.items([entry.item_id for entry in query.definitions])
        for entry in query.definitions:
            others = [
                Hit(rank=1, item=item, meeting=meeting, score=0.0, similarity=0.0, coverage=1.0)
                for meeting, item in filter(None, [elsewhere.get(entry.item_id)])
            ]
            for hit in [*hits, *others]:
                if draft := define(query, entry, hit, chunks):
                    return draft
        return None

    def _silence(self, hits: Sequence[Hit], *, confidence: float, reason: str = "") -> Answer:
        """Say that the minutes do not tell, and what is nearest."""
        documents = self.catalog.counts().meetings
        text = (
            silence(hits, documents=documents, period=self.catalog.period(), reason=reason)
            if documents
            else phrases.NOTHING_INDEXED
        )
        return Answer(text=text, abstained=True, confidence=confidence, citations=(), hits=())


def _settled(draft: Draft) -> Answer:
    """Return an answer that no search can better: what it tells was looked up in the whole catalog."""
    return Answer(
        text="\n".join(draft.lines),
        abstained=False,
        confidence=EXPLAINED,
        citations=tuple(draft.citations),
        hits=(),
        dropped=draft.dropped,
    )


def danish_day() -> date:
    """Return the day in Denmark, which "sidste år" counts from."""
    return datetime.now(DENMARK).date()
