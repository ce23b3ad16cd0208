"""The store on a server tells in one sentence why a server or a collection cannot be used."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer

import numpy as np
import pytest
from qdrant_client import QdrantClient, models

from rag.errors import StoreError
from rag.store import Search, Space
from rag.store.client import ClientStore

pytestmark = pytest.mark.filterwarnings(
    # The client's stand-in for a server says so.
    "ignore:Payload indexes have no effect in the local Qdrant:UserWarning"
)


@pytest.fixture(params=[401, 403, 500])
def refusing_server(request: pytest.FixtureRequest) -> Iterator[tuple[str, int]]:
    """Give the URL of a server that answers every request with one status, and the status."""

    class Refuse(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(request.param)
            self.end_headers()
            self.wfile.write(b'{"status": {"error": "out of\\nspace"}}')

        def log_message(self, *_: object) -> None:
            """Keep the test's output clean."""

    with HTTPServer(("127.0.0.1", 0), Refuse) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}", request.param
        server.shutdown()
        thread.join()


def test_a_server_that_refuses_is_told(refusing_server: tuple[str, int]) -> None:
    """A refused key is told apart from other refusals, and the message is one line."""
    url, status = refusing_server
    expected = "refuses the key in REFERAT_QDRANT_API_KEY" if status < 500 else r"refuses the request: .*500"
    with pytest.raises(StoreError, match=expected) as caught:
        ClientStore.connect(url, collection="referat", dimension=4)
    assert "\n" not in str(caught.value)


def test_a_server_that_is_away_is_told() -> None:
    """Nobody listens on the port."""
    with pytest.raises(StoreError, match=r"Qdrant server does not answer: .*refused"):
        ClientStore.connect("http://127.0.0.1:1", collection="referat", dimension=4)


def test_an_address_that_is_none_is_told() -> None:
    """The error names the address."""
    with pytest.raises(StoreError, match="ftp://server cannot be reached"):
        ClientStore.connect("ftp://server", collection="referat", dimension=4)


def test_a_collection_for_another_model_is_refused_and_can_be_made_anew() -> None:
    """Vectors of two sizes never mix; making anew removes the old ones."""
    client = QdrantClient(":memory:")
    ClientStore.open(client, collection="referat", dimension=4)
    with pytest.raises(StoreError, match=r"another embedding model \(vectors of size 4, not 8\)"):
        ClientStore.open(client, collection="referat", dimension=8)
    new = ClientStore.open(client, collection="referat", dimension=8, recreate=True)
    assert new.search([Search(space=Space.CHUNK, vector=np.ones(8, dtype=np.float32))]) == [[]]
    assert ClientStore.open(client, collection="referat", dimension=8).count() == 0


def test_a_collection_of_another_program_is_refused() -> None:
    """Nothing is written to vectors that are not ours."""
    client = QdrantClient(":memory:")
    client.create_collection("referat", models.VectorParams(size=4, distance=models.Distance.COSINE))
    with pytest.raises(StoreError, match="name another one in REFERAT_QDRANT_COLLECTION"):
        ClientStore.open(client, collection="referat", dimension=4)
