from __future__ import annotations

import pytest
from starlette.testclient import TestClient

from rag.domain import Filters
from tests.minutes import QUOTE, FakeOpenAssistant

GROUP = {
    "id": "moede-gruppe",
    "forum": "Fokusgruppen for Voksne, Fjordklyngen",
    "title": "Referat fra møde i fokusgruppen",
    "date": "2021-06-08",
    "document_type": "referat",
    "source": "gruppe.txt",
    "url": "/meetings/moede-gruppe",
}
OPENING = {
    "id": "punkt-1",
    "number": "1",
    "title": "Godkendelse af dagsorden",
    "closed": False,
    "outcome": "godkendt",
    "url": "/items/punkt-1",
}


def test_search_returns_ranked_items(client: TestClient, assistant: FakeOpenAssistant) -> None:
    """A search answers with hits of the same form as a question, as many as asked for."""
    reply = client.get("/api/search", params={"q": " KOL ", "forum": "voksne", "limit": 2})

    assert reply.status_code == 200
    assert [hit["item_id"] for hit in reply.json()["hits"]] == ["punkt-2", "punkt-4"]
    assert set(reply.json()) == {"hits", "timing_ms"}
    assert assistant.searched == [("KOL", Filters(forum="voksne"), 2)]


@pytest.mark.parametrize(
    "query",
    [
        {},
        {"q": " "},
        {"q": "x", "limit": 51},
        {"q": "x", "date_from": "2021"},
        {"q": "x", "date_from": "2022-01-01", "date_to": "2021-01-01"},
        {"q": "x", "sort": "dato"},
    ],
)
def test_a_search_that_cannot_be_used_is_refused(client: TestClient, query: dict[str, str]) -> None:
    """Search words are required, limits are checked and unknown parameters refused."""
    reply = client.get("/api/search", params=query)

    assert reply.status_code == 422
    assert reply.headers["content-type"] == "application/problem+json"


def test_meetings_come_newest_first_with_all_forums(client: TestClient) -> None:
    """The list of meetings tells how many there are and which forums they can be limited to."""
    body = client.get("/api/meetings").json()

    assert [meeting["id"] for meeting in body["meetings"]] == ["moede-styregruppe", "moede-gruppe", "bilag"]
    assert body["total"] == 3
    assert body["forums"] == ["Fokusgruppen for Voksne, Fjordklyngen", "Styregruppen, Fjordklyngen"]
    assert body["meetings"][1] == GROUP


@pytest.mark.parametrize(
    ("query", "ids"),
    [
        ({"forum": "styregruppen"}, ["moede-styregruppe"]),
        ({"date_to": "2022-01-01"}, ["moede-gruppe"]),
        ({"document_type": "bilag"}, ["bilag"]),
        ({"limit": 1}, ["moede-styregruppe"]),
        ({"limit": 1, "offset": 1}, ["moede-gruppe"]),
        ({"offset": 3}, []),
    ],
)
def test_meetings_are_filtered_and_paged(client: TestClient, query: dict[str, str], ids: list[str]) -> None:
    """Filters and pages limit which meetings are listed."""
    body = client.get("/api/meetings", params=query).json()

    assert [meeting["id"] for meeting in body["meetings"]] == ids


def test_a_meeting_lists_participants_and_items(client: TestClient) -> None:
    """A meeting is returned with who was there and what was treated, without the items' text."""
    body = client.get("/api/meetings/moede-gruppe").json()

    assert {name: body[name] for name in GROUP} == GROUP
    assert (body["start"], body["end"], body["place"]) == ("14:00:00", "15:30:00", "Rådhuset, lokale 2")
    assert body["participants"][1] == {
        "name": "Praksiskonsulenten",
        "role": "",
        "organisation": "",
        "status": "afbud",
    }
    assert body["items"][0] == OPENING
    assert [item["number"] for item in body["items"]] == ["1", "2", "3"]


def test_an_item_has_its_text_its_meeting_and_its_neighbours(client: TestClient) -> None:
    """An item is returned with its sections word for word and the way to the items around it."""
    body = client.get("/api/items/punkt-2").json()

    assert body["meeting"] == GROUP
    assert body["previous"] == OPENING
    assert body["next"]["id"] == "punkt-3"
    assert body["sections"][1] == {
        "id": "afsnit-2b",
        "kind": "sagsfremstilling",
        "heading": "Sagsfremstilling",
        "text": "Tilbuddene er forskellige.\n• Ventetid\n• Transport",
        "page": None,
    }
    assert (body["time_slot"], body["case_number"]) == ("14.15-14.45", "1-00-3-23")
    assert (body["responsible"], body["attachments"]) == (["Formanden"], ["Notat om forløb.pdf"])
    assert body["presenters"] == ["Chefsygeplejersken"]
    assert body["deadlines"] == [
        {"due": "2021-09-01", "words": QUOTE, "section": "beslutning", "section_id": "afsnit-2c"}
    ]


def test_the_first_and_last_item_have_one_neighbour(client: TestClient) -> None:
    """Nothing comes before the first item or after the last."""
    assert client.get("/api/items/punkt-1").json()["previous"] is None
    assert client.get("/api/items/punkt-3").json()["next"] is None
