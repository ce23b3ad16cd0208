from __future__ import annotations

from typing import Any

import pytest
from starlette.testclient import TestClient

from api.app import create_api
from rag.config import Settings
from tests.minutes import open_fake

PATHS = {
    "/api/ask",
    "/api/ask/stream",
    "/api/search",
    "/api/meetings",
    "/api/meetings/{meeting_id}",
    "/api/items/{item_id}",
    "/healthz",
    "/readyz",
}


@pytest.fixture(scope="module")
def schema() -> dict[str, Any]:
    """Return the description of the interface."""
    return create_api(Settings(), open_fake).openapi()


def test_the_description_has_the_contract_s_addresses(schema: dict[str, Any]) -> None:
    """Every address of the contract is described, and no other."""
    assert set(schema["paths"]) == PATHS


def test_every_operation_is_described_in_danish(schema: dict[str, Any]) -> None:
    """Summaries and descriptions are Danish sentences."""
    operations = [operation for path in schema["paths"].values() for operation in path.values()]

    assert "referater" in schema["info"]["description"]
    for operation in operations:
        assert operation["description"].rstrip().endswith(".")
        assert operation["summary"].split()[0] in {"Stil", "Søg", "Vis", "Kører", "Kan"}


def test_errors_are_described_with_their_media_type(schema: dict[str, Any]) -> None:
    """Each error that is described is a problem document."""
    errors = [
        response
        for path in schema["paths"].values()
        for operation in path.values()
        for status, response in operation["responses"].items()
        if status >= "400"
    ]

    assert len(errors) > 10
    for error in errors:
        assert error["content"] == {"application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}}


def test_a_question_has_an_example(schema: dict[str, Any]) -> None:
    """Those who try the interface out find a question to start with."""
    question = schema["components"]["schemas"]["AskRequest"]["properties"]["question"]

    assert question["examples"] == ["Hvad blev besluttet om KOL-rehabilitering?"]
    assert (question["minLength"], question["maxLength"]) == (1, 2000)


def test_the_description_is_served_and_no_page_from_another_host(client: TestClient) -> None:
    """The description is at /openapi.json; FastAPI's pages, which load scripts from elsewhere, are off."""
    assert client.get("/openapi.json").json()["info"]["title"] == "Spørg referatet"
    assert client.get("/docs").status_code == 404
    assert client.get("/redoc").status_code == 404
