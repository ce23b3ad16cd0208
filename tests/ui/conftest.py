"""The whole application with pages, on a made-up collection of minutes."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from starlette.testclient import TestClient

from api.app import create_app
from tests.minutes import open_fake, settings_in


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    """Return a client of the pages, on a server whose interface needs a key."""
    app = create_app(settings_in(tmp_path_factory.mktemp("site"), api_keys="hemmelig"), open_fake)
    with TestClient(app, raise_server_exceptions=False) as client:
        yield client
