from __future__ import annotations

import socket
from contextlib import closing
from pathlib import Path

import httpx
import pytest
from click.testing import CliRunner

from api.commands import index_samples_if_empty, listen, serve
from rag.catalog import Catalog
from rag.errors import ReferatError
from tests.minutes import GROUP, settings_in


def test_a_port_in_use_is_one_clear_line() -> None:
    """A port that another program holds is named, with what to do."""
    with closing(socket.create_server(("127.0.0.1", 0))) as taken:
        port = taken.getsockname()[1]

        with pytest.raises(ReferatError, match=rf"Cannot listen on 127\.0\.0\.1 port {port}: .*\. Choose another"):
            listen("127.0.0.1", port)


def test_an_empty_catalog_without_samples_says_how_to_index(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Where the samples are not installed, the server starts and tells what to do."""
    index_samples_if_empty(settings_in(tmp_path), tmp_path / "nowhere")

    assert capsys.readouterr().err == "Nothing is indexed yet; index minutes with `referat index FOLDER`.\n"


def test_a_catalog_with_meetings_is_left_as_it_is(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Samples are never added to minutes that are there already."""
    settings = settings_in(tmp_path)
    with Catalog.open(settings.catalog_url) as catalog:
        catalog.store_meeting(GROUP, [], {})

    index_samples_if_empty(settings)

    assert capsys.readouterr().err == ""
    with Catalog.open(settings.catalog_url) as catalog:
        assert catalog.counts().meetings == 1


@pytest.mark.parametrize("port", ["-1", "65536", "http"])
def test_a_port_that_is_none_is_wrong_use(port: str) -> None:
    """A port that cannot exist is refused with exit code 2."""
    assert CliRunner().invoke(serve, ["--port", port]).exit_code == 2


def test_serve_indexes_the_samples_and_answers(served: str) -> None:
    """The first start indexes the samples, tells its address, and serves page and interface there."""
    assert httpx.get(f"{served}/readyz").json() == {"status": "ok"}
    assert httpx.get(f"{served}/api/meetings").json()["total"] >= 14
    assert "<gradio-app" in httpx.get(served).text
    answer = httpx.post(f"{served}/api/ask", json={"question": "Hvad blev besluttet om KOL-rehabilitering?"}).json()
    assert answer["abstained"] is False
    assert "KOL" in answer["citations"][0]["item_title"]
