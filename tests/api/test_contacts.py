"""The HTTP interface hides private contacts in sections, quotations and answers, unless the setting shows them."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from api.app import create_api
from rag.config import Settings
from rag.domain import Answer, Citation, Hit, Meeting
from rag.privacy import MAIL_MASK, PHONE_MASK
from tests.fakes import a_meeting, an_item
from tests.minutes import FakeOpenAssistant, open_fake

MAIL, PHONE = "aho@fjordby.example", "2155 5628"
TEXT = f"Skriv til {MAIL}.\nRing på tlf. {PHONE}, eller skriv til post@fjordby.example."
ITEM = replace(an_item(text=TEXT), title=f"Kontakt {MAIL}")
MEETING: Meeting = replace(a_meeting("a.txt", ITEM), place=f"Tlf. {PHONE}")
ANSWER = Answer(
    text=f"»{TEXT}« [1]",
    abstained=False,
    confidence=0.9,
    citations=(Citation(number=1, meeting=MEETING, item=ITEM, section=ITEM.sections[0], quote=TEXT),),
    hits=(Hit(rank=1, item=ITEM, meeting=MEETING, score=1.0, similarity=0.9, coverage=1.0),),
)


class Contactable(FakeOpenAssistant):
    """Answers every question with contacts."""

    def ask(self, *_: object, **__: object) -> Answer:
        """Return the answer with contacts."""
        return ANSWER

    def search(self, *_: object, **__: object) -> list[Hit]:
        """Return the item with contacts."""
        return list(ANSWER.hits)


@contextmanager
def open_contactable(settings: Settings) -> Iterator[FakeOpenAssistant]:
    """Open the assistant on a catalog that holds the meeting with contacts."""
    with open_fake(settings, meetings=[MEETING]) as assistant:
        yield Contactable(catalog=assistant.catalog)


def bodies(folder: Path, *, shown: bool) -> dict[str, str]:
    """Return all that the interface sends of the meeting, by address."""
    app = create_api(Settings(data_dir=folder, show_contacts=shown), open_contactable)
    with TestClient(app) as client:
        read = ["/api/meetings", f"/api/meetings/{MEETING.id}", f"/api/items/{ITEM.id}", "/api/search?q=kontakt"]
        asked = ["/api/ask", "/api/ask/stream"]
        return {path: client.get(path).text for path in read} | {
            path: client.post(path, json={"question": "Hvem?"}).text for path in asked
        }


@pytest.mark.parametrize("shown", [False, True])
def test_contacts_are_sent_only_with_the_setting(tmp_path: Path, *, shown: bool) -> None:
    """No address of the interface sends a private contact; with the setting they are sent as they stand."""
    sent = bodies(tmp_path, shown=shown)
    for path, body in sent.items():
        assert shown or not (MAIL in body or PHONE in body), path
    assert (MAIL in sent["/api/ask"], PHONE in sent[f"/api/items/{ITEM.id}"]) == (shown, shown)
    assert "post@fjordby.example" in sent["/api/ask"]


def test_a_quotation_is_hidden_in_the_same_way_as_its_section(tmp_path: Path) -> None:
    """The quotation that is sent stands verbatim in the section that is sent, so that it can be marked there."""
    with TestClient(create_api(Settings(data_dir=tmp_path), open_contactable)) as client:
        quote = client.post("/api/ask", json={"question": "Hvem?"}).json()["citations"][0]["quote"]
        text = client.get(f"/api/items/{ITEM.id}").json()["sections"][0]["text"]
    assert quote == text
    assert MAIL_MASK in text
    assert PHONE_MASK in text
