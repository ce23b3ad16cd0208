"""The HTTP interface: requests turned into calls of the assistant, and what it returns into JSON.

Handlers are plain functions: FastAPI runs them in its thread pool.
"""

from __future__ import annotations

import re
import threading
import time
from collections.abc import AsyncIterator
from http import HTTPStatus
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Query, Request
from fastapi.sse import EventSourceResponse, ServerSentEvent

from api import text
from api.interface import Answers
from api.schemas import (
    AnswerOut,
    AskRequest,
    Health,
    Id,
    ItemOut,
    MeetingOut,
    MeetingsOut,
    MeetingsQuery,
    Problem,
    SearchOut,
    SearchQuery,
)
from api.security import require_key
from api.shapes import item_in_full, meeting_in_full, meeting_summary
from api.stream import EventStream
from rag.privacy import Contacts
from rag.wire import answer_to_dict, hit_to_dict
from rag.writing import Found

Json = dict[str, Any]
WORD = re.compile(r"\S+\s*|\s+")

REFUSED: dict[int | str, dict[str, Any]] = {
    status.value: {"model": Problem, "description": text.title(status)}
    for status in (HTTPStatus.UNAUTHORIZED, HTTPStatus.UNPROCESSABLE_ENTITY, HTTPStatus.SERVICE_UNAVAILABLE)
}
UNKNOWN: dict[int | str, dict[str, Any]] = {404: {"model": Problem, "description": text.title(404)}}
TOO_LARGE: dict[int | str, dict[str, Any]] = {413: {"model": Problem, "description": text.title(413)}}

api = APIRouter(prefix="/api", dependencies=[Depends(require_key)], responses=REFUSED)
running = APIRouter(tags=[text.RUNNING])


def open_assistant(request: Request) -> Answers:
    """Return the assistant that the application opened when it started."""
    assistant: Answers = request.app.state.assistant
    return assistant


def border(request: Request) -> Contacts:
    """Return what decides whether contacts are shown: all that is answered passes it."""
    contacts: Contacts = request.app.state.contacts
    return contacts


Assistant = Annotated[Answers, Depends(open_assistant)]
Border = Annotated[Contacts, Depends(border)]


def answer_json(question: AskRequest, assistant: Assistant, contacts: Border) -> Json:
    """Answer the question of a request."""
    answer = assistant.ask(question.question, **question.to_domain())
    return answer_to_dict(contacts.in_answer(answer))


AnswerJson = Annotated[Json, Depends(answer_json)]


def begin_stream(question: AskRequest, assistant: Assistant) -> EventStream:
    """Begin to answer the question of a request; what is wrong with it shows before the stream begins."""
    stop = threading.Event()
    return EventStream(assistant.stream(question.question, stop=stop, **question.to_domain()), stop)


Events = Annotated[EventStream, Depends(begin_stream)]


@api.post("/ask", response_model=AnswerOut, tags=[text.ASKING], summary="Stil et spørgsmål", responses=TOO_LARGE)
def ask(answer: AnswerJson) -> Json:
    """Få svaret fra referaterne, med ordrette citater og henvisning til, hvor de står."""
    return answer


@api.post(
    "/ask/stream",
    response_class=EventSourceResponse,
    tags=[text.ASKING],
    summary="Stil et spørgsmål, og få svaret løbende",
    responses=TOO_LARGE,
)
async def ask_stream(events: Events, contacts: Border) -> AsyncIterator[ServerSentEvent]:
    """Få svaret som server-sent events.

    Først `sources` med `citations` og `hits`, så et antal `delta` med et stykke af svaret i `text`, og til
    sidst `done` med det samme objekt som `POST /api/ask`. Skriver en sprogmodel svaret, sendes hver sætning, når den
    er kontrolleret, og `citations` er tom indtil `done`. Lukker klienten forbindelsen, standser udsendelsen.
    """
    written = False
    try:
        async for event in events:
            if isinstance(event, Found):
                shown = answer_to_dict(contacts.in_answer(event.as_answer()))
                yield ServerSentEvent(event="sources", data={name: shown[name] for name in ("citations", "hits")})
            elif isinstance(event, str):
                written = True
                yield ServerSentEvent(event="delta", data={"text": contacts.in_text(event)})
            else:
                answer = answer_to_dict(contacts.in_answer(event))
                for words in [] if written else WORD.findall(answer["answer"]):
                    yield ServerSentEvent(event="delta", data={"text": words})
                yield ServerSentEvent(event="done", data=answer)
    finally:
        events.stop.set()


@api.get("/search", response_model=SearchOut, tags=[text.ASKING], summary="Søg efter dagsordenspunkter")
def search(query: Annotated[SearchQuery, Query()], assistant: Assistant, contacts: Border) -> Json:
    """Find de dagsordenspunkter, der ligger nærmest det søgte, bedste først."""
    started = time.perf_counter()
    hits = assistant.search(query.q, filters=query.to_domain(), limit=query.limit)
    elapsed = (time.perf_counter() - started) * 1000
    return {"hits": [hit_to_dict(hit) for hit in contacts.in_hits(hits)], "timing_ms": {"total": round(elapsed, 2)}}


@api.get("/meetings", response_model=MeetingsOut, tags=[text.READING], summary="Vis møder")
def meetings(query: Annotated[MeetingsQuery, Query()], assistant: Assistant, contacts: Border) -> Json:
    """Vis møderne, nyeste først."""
    found = assistant.catalog.meetings(query.to_domain())
    page = found[query.offset : query.offset + query.limit]
    return {
        "total": len(found),
        "forums": [forum for forum in assistant.catalog.forums() if forum],
        "meetings": [meeting_summary(contacts.in_heading(meeting)) for meeting in page],
    }


@api.get(
    "/meetings/{meeting_id}",
    response_model=MeetingOut,
    tags=[text.READING],
    summary="Vis et møde",
    responses=UNKNOWN,
)
def meeting(meeting_id: Id, assistant: Assistant, contacts: Border) -> Json:
    """Vis et møde med deltagere og dagsordenspunkter."""
    return meeting_in_full(contacts.in_meeting(assistant.catalog.meeting(meeting_id)))


@api.get(
    "/items/{item_id}",
    response_model=ItemOut,
    tags=[text.READING],
    summary="Vis et dagsordenspunkt",
    responses=UNKNOWN,
)
def item(item_id: Id, assistant: Assistant, contacts: Border) -> Json:
    """Vis et dagsordenspunkt med al tekst, ordret; private mailadresser og telefonnumre er skjult."""
    found_in, found = assistant.catalog.item(item_id)
    before, after = (it and contacts.in_item(it) for it in assistant.catalog.neighbours(item_id))
    return item_in_full(contacts.in_item(found), contacts.in_heading(found_in), neighbours=(before, after))


@running.get("/healthz", response_model=Health, summary="Kører serveren?")
def health() -> Json:
    """Svar, når processen kører."""
    return {"status": "ok"}


@running.get(
    "/readyz",
    response_model=Health,
    summary="Kan serveren svare?",
    responses={503: {"model": Problem, "description": text.title(503)}},
)
def ready(assistant: Assistant) -> Json:
    """Svar, når både indeks og katalog svarer."""
    assistant.ready()
    return {"status": "ok"}
