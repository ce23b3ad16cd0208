from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from api.app import create_api
from api.security import MAX_BODY, is_known, split_keys
from tests.minutes import QUESTION, FakeOpenAssistant, open_fake, settings_in


@pytest.fixture
def locked(tmp_path: Path) -> Iterator[TestClient]:
    """Return a client of an interface with two keys."""
    app = create_api(settings_in(tmp_path, api_keys="first, second"), open_fake)
    with TestClient(app, raise_server_exceptions=False) as client:
        yield client


@pytest.mark.parametrize("path", ["/api/meetings", "/api/search?q=x", "/api/items/punkt-1"])
@pytest.mark.parametrize("key", [None, "", "wrong", "second,", "first, second"])
def test_an_interface_with_keys_refuses_others(locked: TestClient, path: str, key: str | None) -> None:
    """Without one of the keys every address under /api is refused."""
    headers = {} if key is None else {"X-API-Key": key}

    reply = locked.get(path, headers=headers)

    assert reply.status_code == 401
    assert reply.headers["content-type"] == "application/problem+json"
    assert "X-API-Key" in reply.headers["www-authenticate"]


def test_a_wrong_key_learns_nothing_of_the_question(locked: TestClient) -> None:
    """The key is checked before the body is: a wrong body without a key is refused for the key."""
    assert locked.post("/api/ask", json={"spørgsmål": 1}).status_code == 401


def test_each_key_opens_the_interface(locked: TestClient) -> None:
    """Any of the keys in the setting is let in."""
    assert locked.get("/api/meetings", headers={"X-API-Key": "second"}).status_code == 200
    reply = locked.post("/api/ask", json={"question": QUESTION}, headers={"X-API-Key": "second"})
    assert reply.status_code == 200


def test_health_and_readiness_need_no_key(locked: TestClient) -> None:
    """What watches over the server need not hold a key."""
    assert locked.get("/healthz").status_code == 200
    assert locked.get("/readyz").status_code == 200


def test_keys_are_split_at_commas() -> None:
    """The setting may hold several keys, with spaces and empty places."""
    assert split_keys(" a, b ,,c") == {"a", "b", "c"}
    assert split_keys("") == frozenset()


def test_a_key_is_known_as_a_whole() -> None:
    """Neither a part of a key nor one with more letters is a key."""
    keys = ["hemmelig", "også-hemmelig"]

    assert is_known("hemmelig", keys)
    assert is_known("også-hemmelig", keys)
    assert not is_known("hemmeli", keys)
    assert not is_known("hemmeligt", keys)
    assert not is_known("", keys)


def test_a_large_body_is_refused(client: TestClient, assistant: FakeOpenAssistant) -> None:
    """A body over the limit is refused by its announced length."""
    reply = client.post("/api/ask", content=b" " * (MAX_BODY + 1))

    assert reply.status_code == 413
    assert reply.headers["content-type"] == "application/problem+json"
    assert reply.json()["detail"] == "Forespørgslen må højst fylde 64 KiB."
    assert assistant.calls == []


def test_a_large_body_of_unknown_length_is_refused(client: TestClient) -> None:
    """A body that announces no length is cut off at the limit, however much would follow."""
    sent = 0

    def endless() -> Iterator[bytes]:
        nonlocal sent
        while sent < 100 * MAX_BODY:
            sent += 1024
            yield b" " * 1024

    reply = client.post("/api/ask", content=endless())

    assert reply.status_code == 413


def test_a_body_at_the_limit_is_read(client: TestClient) -> None:
    """White space up to the limit does no harm."""
    body = f'{{"question": "{QUESTION}"}}'.encode()

    reply = client.post(
        "/api/ask",
        content=body + b" " * (MAX_BODY - len(body)),
        headers={"content-type": "application/json"},
    )

    assert reply.status_code == 200


@pytest.mark.parametrize("path", ["/api/meetings", "/healthz", "/ukendt", "/openapi.json"])
def test_every_reply_carries_the_protective_headers(client: TestClient, path: str) -> None:
    """No reply may be framed, sniffed, kept, or load anything from another host."""
    headers = client.get(path).headers

    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "same-origin"
    assert headers["cache-control"] == "no-store"
    policy = headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "frame-ancestors 'none'" in policy
    assert "http" not in policy
