"""A client of the HTTP interface, without the pages."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from api.app import create_api
from tests.minutes import FakeOpenAssistant, open_fake, settings_in


@pytest.fixture
def client(tmp_path: Path) -> Iterator[TestClient]:
    """Return a client of an open interface; errors of the server are answers, not exceptions."""
    app = create_api(settings_in(tmp_path), open_fake)
    with TestClient(app, raise_server_exceptions=False) as client:
        yield client


@pytest.fixture
def assistant(client: TestClient) -> FakeOpenAssistant:
    """Return the assistant behind the client."""
    found: FakeOpenAssistant = client.app.state.assistant  # type: ignore[attr-defined]  # typed as any ASGI app
    return found
