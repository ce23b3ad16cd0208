from __future__ import annotations

import pytest
from bs4 import BeautifulSoup
from starlette.testclient import TestClient

from tests.minutes import QUOTE, SCRIPT

ITEM = "/items/punkt-2"


def test_an_item_opens_at_its_quotation(site: TestClient) -> None:
    """The page that a citation links to shows the item with the cited words marked."""
    reply = site.get(ITEM, params={"citat": QUOTE, "afsnit": "afsnit-2c"})

    assert reply.status_code == 200
    page = BeautifulSoup(reply.text, "html.parser")
    assert [" ".join(mark.get_text().split()) for mark in page.select("mark")] == [QUOTE]
    assert page.find(id="afsnit-2c") is not None


def test_pages_are_open_where_the_interface_needs_a_key(site: TestClient) -> None:
    """Pages ask the interface with a key of their own, so that keys are for programs only."""
    assert site.get("/api/items/punkt-2").status_code == 401
    assert site.get(ITEM).status_code == 200
    assert site.get("/meetings/moede-gruppe").status_code == 200


@pytest.mark.parametrize("path", ["/items/ukendt", "/meetings/ukendt", "/items/%22%3E%3Cscript%3E"])
def test_a_page_that_is_not_there_is_explained(site: TestClient, path: str) -> None:
    """An old or wrong link leads to a Danish page with the right status."""
    reply = site.get(path)

    assert reply.status_code == 404
    assert "Findes ikke" in reply.text
    assert BeautifulSoup(reply.text, "html.parser").select("script") == []


def test_hostile_minutes_are_shown_as_text(site: TestClient) -> None:
    """A script in the minutes is words like any other."""
    for path in ("/items/punkt-3", "/meetings/moede-gruppe", f"/items/punkt-3?citat={SCRIPT}"):
        reply = site.get(path)
        page = BeautifulSoup(reply.text, "html.parser")
        assert page.select("script, img") == []
        assert SCRIPT in page.get_text()
        assert "script-src 'self';" in reply.headers["content-security-policy"]


def test_pages_load_their_own_files_only(site: TestClient) -> None:
    """Every file a page names is served here, and none is named on another host."""
    page = BeautifulSoup(site.get(ITEM).text, "html.parser")
    files = [str(tag["href"]) for tag in page.select("link")]

    assert files
    for file in files:
        assert file.startswith("/ui/")
        assert site.get(file).status_code == 200


@pytest.mark.parametrize("path", ["/ui/../pages.py", "/ui/%2e%2e/pages.py", "/ui/nothing.css", "/ui/"])
def test_only_the_pages_own_files_are_served(site: TestClient, path: str) -> None:
    """No other file can be had from the folder of files."""
    reply = site.get(path)

    assert reply.status_code == 404
    assert reply.headers["content-type"] == "application/problem+json"
