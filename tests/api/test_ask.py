from __future__ import annotations

import json
from collections.abc import MutableMapping
from pathlib import Path
from typing import Any

import anyio
import pytest
from starlette.testclient import TestClient

from api.app import create_api
from rag.domain import DocumentType, Filters, Turn
from tests.fakes import STREAMING
from tests.minutes import (
    ANSWERS,
    LONG_QUESTION,
    QUESTION,
    QUOTE,
    FakeOpenAssistant,
    open_fake,
    settings_in,
)

CITATION = {
    "number": 1,
    "item_id": "punkt-2",
    "meeting_id": "moede-gruppe",
    "forum": "Fokusgruppen for Voksne, Fjordklyngen",
    "meeting_date": "2021-06-08",
    "item_number": "2",
    "item_title": "KOL-rehabilitering",
    "section": "beslutning",
    "quote": QUOTE,
    "core": None,
    "source": "gruppe.txt",
    "url": "/items/punkt-2#afsnit-2c",
}
FIRST_HIT = {
    "rank": 1,
    "item_id": "punkt-2",
    "item_number": "2",
    "item_title": "KOL-rehabilitering",
    "meeting_date": "2021-06-08",
    "forum": "Fokusgruppen for Voksne, Fjordklyngen",
    "source": "gruppe.txt",
    "score": 0.5,
}


def events(stream: str) -> list[tuple[str, Any]]:
    """Return name and data of each event of a stream."""
    found = []
    for block in stream.strip().split("\n\n"):
        name, data = block.split("\n")
        found.append((name.removeprefix("event: "), json.loads(data.removeprefix("data: "))))
    return found


def test_an_answer_has_the_fields_of_the_contract_and_no_others(client: TestClient) -> None:
    """The reply to a question is exactly the object that users of the interface were promised."""
    reply = client.post("/api/ask", json={"question": QUESTION})

    assert reply.status_code == 200
    body = reply.json()
    assert body.pop("hits")[0] == FIRST_HIT
    assert body == {
        "answer": f"Fokusgruppen besluttede den 8. juni 2021:\n»{QUOTE}« [1]",
        "abstained": False,
        "confidence": 0.8765,
        "citations": [CITATION],
        "quotes": {"checked": 1, "dropped": 0},
        "understood": [
            {"kind": "forum", "label": "Fjordklyngen", "hard": False},
            {"kind": "period", "label": "juni 2021", "hard": True},
        ],
        "mode": "extract",
        "timing_ms": {"total": 12.35},
    }


def test_an_abstention_is_an_answer(client: TestClient) -> None:
    """What the minutes do not say is answered with 200, without citations."""
    reply = client.post("/api/ask", json={"question": "Hvad koster en kaffe?"})

    assert reply.status_code == 200
    assert reply.json()["abstained"] is True
    assert reply.json()["citations"] == []


def test_everything_that_was_sent_reaches_the_assistant(client: TestClient, assistant: FakeOpenAssistant) -> None:
    """Question, history, filters, limit and mode are handed on as they were sent."""
    reply = client.post(
        "/api/ask",
        json={
            "question": "  Og hvem har ansvaret? ",
            "history": [
                {"role": "user", "content": "Hvad er TOBS?"},
                {"role": "assistant", "content": "Et system."},
            ],
            "filters": {
                "forum": "styregruppen",
                "date_from": "2021-01-01",
                "date_to": "2021-12-31",
                "document_type": "referat",
            },
            "limit": 3,
            "mode": "extract",
        },
    )

    assert reply.status_code == 200
    (call,) = assistant.calls
    assert call.question == "Og hvem har ansvaret?"
    assert call.history == (
        Turn(role="user", content="Hvad er TOBS?"),
        Turn(role="assistant", content="Et system."),
    )
    assert call.filters.forum == "styregruppen"
    assert (str(call.filters.date_from), str(call.filters.date_to)) == ("2021-01-01", "2021-12-31")
    assert call.filters.document_type is DocumentType.MINUTES
    assert (call.limit, call.mode) == (3, "extract")


def test_a_question_alone_is_enough(client: TestClient, assistant: FakeOpenAssistant) -> None:
    """What is left out is no history, no limits, ten items and the mode the server chooses."""
    client.post("/api/ask", json={"question": QUESTION})

    (call,) = assistant.calls
    assert (call.history, call.filters, call.limit, call.mode) == ((), Filters(), 10, "auto")


def test_the_stream_sends_sources_then_the_answer_in_pieces_then_all(client: TestClient) -> None:
    """A stream is `sources`, some `delta` that join to the answer, and `done` with what /api/ask returns."""
    reply = client.post("/api/ask/stream", json={"question": QUESTION})
    whole = client.post("/api/ask", json={"question": QUESTION}).json()

    assert reply.headers["content-type"].startswith("text/event-stream")
    sent = events(reply.text)
    names = [name for name, _ in sent]
    assert names == ["sources", *["delta"] * (len(names) - 2), "done"]
    assert len(names) > 5
    assert sent[0][1] == {"citations": whole["citations"], "hits": whole["hits"]}
    assert "".join(data["text"] for name, data in sent if name == "delta") == whole["answer"]
    assert sent[-1][1] == whole


def test_a_stream_that_cannot_begin_is_a_problem(client: TestClient) -> None:
    """A question that cannot be used is refused before the stream begins."""
    reply = client.post("/api/ask/stream", json={"question": ""})

    assert reply.status_code == 422
    assert reply.headers["content-type"] == "application/problem+json"


@pytest.mark.parametrize(
    ("body", "field", "detail"),
    [
        ({}, "question", "mangler"),
        ({"question": "   "}, "question", "skal være udfyldt"),
        ({"question": "x" * 2001}, "question", "må højst være på 2000 tegn"),
        ({"question": 7}, "question", "skal være tekst"),
        ({"question": "x", "limit": 0}, "limit", "skal være mindst 1"),
        ({"question": "x", "limit": 51}, "limit", "må højst være 50"),
        ({"question": "x", "limit": "10"}, "limit", "skal være et helt tal"),
        ({"question": "x", "svar": "ja"}, "svar", "er ikke et felt, der kan sendes"),
        ({"question": "x", "mode": "gæt"}, "mode", "skal være en af 'auto', 'extract' eller 'llm'"),
        (
            {"question": "x", "history": [{"role": "user", "content": "y"}] * 21},
            "history",
            "må højst have 20 led",
        ),
        (
            {"question": "x", "history": [{"role": "system", "content": "y"}]},
            "history.role",
            "skal være en af 'user' eller 'assistant'",
        ),
        (
            {"question": "x", "filters": {"date_from": "8. juni"}},
            "filters.date_from",
            "skal være en dato som 2021-06-08",
        ),
        (
            {"question": "x", "filters": {"date_to": 2021}},
            "filters.date_to",
            "skal være en dato som 2021-06-08",
        ),
        (
            {"question": "x", "filters": {"date_to": "2021-02-30"}},
            "filters.date_to",
            "skal være en dato som 2021-06-08",
        ),
        (
            {"question": "x", "filters": {"date_from": "2021-02-02", "date_to": "2021-02-01"}},
            "filters",
            "date_from må ikke ligge efter date_to",
        ),
        ({"question": "x", "filters": {"by": "Aarhus"}}, "filters.by", "er ikke et felt, der kan sendes"),
        (
            {"question": "x", "filters": {"document_type": "notat"}},
            "filters.document_type",
            "skal være en af 'referat', 'dagsorden' eller 'bilag'",
        ),
    ],
)
def test_a_field_that_cannot_be_used_is_named_in_danish(
    client: TestClient, assistant: FakeOpenAssistant, body: dict[str, object], field: str, detail: str
) -> None:
    """A wrong field is answered with 422 and a Danish sentence, and the assistant is not asked."""
    reply = client.post("/api/ask", json=body)

    assert reply.status_code == 422
    assert reply.json()["errors"] == [{"field": field, "detail": detail}]
    assert reply.json()["detail"] == f"Feltet {field} {detail}."
    assert assistant.calls == []


@pytest.mark.parametrize("question", ANSWERS)
def test_what_is_quoted_is_returned_unchanged(client: TestClient, question: str) -> None:
    """JSON carries the words as they are: escaping is left to those who show them."""
    reply = client.post("/api/ask", json={"question": question})

    assert [it["quote"] for it in reply.json()["citations"]] == [it.quote for it in ANSWERS[question].citations]


def test_a_stream_stops_when_its_reader_leaves(tmp_path: Path) -> None:
    """Once the client is gone, the rest of a long answer is not sent."""
    app = create_api(settings_in(tmp_path), open_fake)
    sent: list[bytes] = []

    async def leave_after_the_first_event() -> None:
        left = anyio.Event()
        incoming = [{"type": "http.request", "body": json.dumps({"question": LONG_QUESTION}).encode()}]

        async def receive() -> MutableMapping[str, Any]:
            if incoming:
                return incoming.pop()
            await left.wait()
            return {"type": "http.disconnect"}

        async def send(message: MutableMapping[str, Any]) -> None:
            if message["type"] == "http.response.body":
                sent.append(message["body"])
                left.set()

        async with app.router.lifespan_context(app):
            await app(dict(STREAMING), receive, send)

    anyio.run(leave_after_the_first_event)

    assert sent[0].startswith(b"event: sources")
    assert len(sent) < len(ANSWERS[LONG_QUESTION].text.split()) / 10
    assert not any(b"event: done" in event for event in sent)


def test_limits_can_be_left_out(client: TestClient) -> None:
    """Kinds in `ignore` are handed to the assistant and not shown; unknown kinds are refused."""
    reply = client.post("/api/ask", json={"question": QUESTION, "ignore": ["period"]})

    assert [it["kind"] for it in reply.json()["understood"]] == ["forum"]
    assert client.post("/api/ask", json={"question": QUESTION, "ignore": ["vejr"]}).status_code == 422
