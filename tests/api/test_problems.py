from __future__ import annotations

import pytest
from starlette.testclient import TestClient

from rag.errors import QuestionError
from tests.minutes import FakeOpenAssistant, OutOfOrderError

INSIDE = "disk /srv/minutes is full"


@pytest.mark.parametrize(
    ("method", "path", "status", "detail"),
    [
        ("GET", "/api/items/ukendt", 404, "Der findes intet dagsordenspunkt med id ukendt."),
        ("GET", "/api/meetings/ukendt", 404, "Der findes intet møde med id ukendt."),
        ("GET", "/api/ukendt", 404, "Adressen findes ikke."),
        ("GET", "/ukendt", 404, "Adressen findes ikke."),
        ("DELETE", "/api/ask", 405, "Adressen findes, men kan ikke bruges med denne metode."),
        ("POST", "/healthz", 405, "Adressen findes, men kan ikke bruges med denne metode."),
    ],
)
def test_what_is_not_there_is_a_problem(client: TestClient, method: str, path: str, status: int, detail: str) -> None:
    """An unknown thing, address or method is answered with a problem document in Danish."""
    reply = client.request(method, path)

    assert reply.status_code == status
    assert reply.headers["content-type"] == "application/problem+json"
    body = reply.json()
    assert set(body) == {"type", "title", "status", "detail", "instance"}
    assert (body["type"], body["status"], body["detail"], body["instance"]) == (
        "about:blank",
        status,
        detail,
        path,
    )


@pytest.mark.parametrize("body", [b"{", b"\xff\xfe", b'{"question": "\\ud800"}', b"[]", b""])
def test_a_body_that_is_no_question_is_a_problem(client: TestClient, body: bytes) -> None:
    """Broken JSON, broken text and other JSON are refused without a traceback."""
    reply = client.post("/api/ask", content=body, headers={"content-type": "application/json"})

    assert reply.status_code in (400, 422)
    assert reply.headers["content-type"] == "application/problem+json"
    assert reply.json()["detail"].startswith(("Forespørgslen ", "Feltet question "))


def test_a_question_the_assistant_refuses_is_explained(client: TestClient, assistant: FakeOpenAssistant) -> None:
    """An error whose message is meant for the person who asks reaches them."""
    assistant.broken = QuestionError("Der er ikke sat en sprogmodel op.")

    reply = client.post("/api/ask", json={"question": "Hvad?", "mode": "llm"})

    assert reply.status_code == 422
    assert reply.json()["detail"] == "Der er ikke sat en sprogmodel op."


def test_a_store_that_does_not_answer_is_a_problem_without_details(
    client: TestClient, assistant: FakeOpenAssistant, caplog: pytest.LogCaptureFixture
) -> None:
    """What is written for those who run the server goes to the log, and the client learns to wait."""
    assistant.broken = OutOfOrderError(INSIDE)

    reply = client.get("/api/search", params={"q": "x"})

    assert reply.status_code == 503
    assert reply.json()["detail"] == "Referaterne kan ikke slås op lige nu. Prøv igen om lidt."
    assert INSIDE in caplog.text


def test_a_crash_is_a_problem_without_details(client: TestClient, assistant: FakeOpenAssistant) -> None:
    """An unforeseen error shows nothing of the inside, and its reply is protected like any other."""
    assistant.broken = RuntimeError(INSIDE)

    reply = client.get("/api/search", params={"q": "x"})

    assert reply.status_code == 500
    assert reply.headers["content-type"] == "application/problem+json"
    assert reply.headers["x-content-type-options"] == "nosniff"
    assert INSIDE not in reply.text
    assert reply.json()["detail"].startswith("Der skete en fejl.")


def test_health_does_not_depend_on_the_index_but_readiness_does(
    client: TestClient, assistant: FakeOpenAssistant
) -> None:
    """A server whose index is out of order is alive and not ready."""
    assert client.get("/readyz").json() == {"status": "ok"}

    assistant.broken = OutOfOrderError(INSIDE)

    assert client.get("/healthz").json() == {"status": "ok"}
    reply = client.get("/readyz")
    assert reply.status_code == 503
    assert reply.headers["content-type"] == "application/problem+json"
    assert INSIDE not in reply.text
