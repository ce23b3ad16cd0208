from __future__ import annotations

import base64
import hashlib
import re

import pytest
from bs4 import BeautifulSoup
from starlette.testclient import TestClient

from ui.shell import policy, rewrite


def test_the_chat_page_is_danish_and_names_no_other_host(site: TestClient) -> None:
    """Gradio's page arrives in Danish, with our header, and without addresses of other hosts."""
    reply = site.get("/")
    page = BeautifulSoup(reply.text, "html.parser")

    assert reply.status_code == 200
    assert page.html is not None
    assert page.html["lang"] == "da"
    assert page.select_one("header.site h1") is not None
    assert page.select_one("[role=status][aria-live=polite]") is not None
    addresses = [str(value) for tag in page.find_all(True) for value in tag.attrs.values() if "//" in str(value)]
    assert addresses == []


def test_the_policy_of_the_chat_page_allows_only_its_own_scripts(site: TestClient) -> None:
    """Each inline script is allowed by its hash, none in general, and nothing may come from elsewhere."""
    reply = site.get("/")
    allowed = reply.headers["content-security-policy"]
    scripts = [str(tag.string) for tag in BeautifulSoup(reply.text, "html.parser").select("script:not([src])")]

    assert len(scripts) > 2
    for script in scripts:
        digest = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
        assert f"'sha256-{digest}'" in allowed
    script_rule = re.search(r"script-src ([^;]*)", allowed)
    assert script_rule is not None
    assert "unsafe" not in script_rule[1]
    assert "http" not in allowed


def test_a_script_that_was_added_is_not_allowed() -> None:
    """A policy made for one page does not fit the page with another script in it."""
    page = "<script>one()</script>"

    assert policy(page) != policy(page + "<script>two()</script>")
    assert policy(page) == policy(page + '<script src="/ui/chat.js"></script>')


def test_what_is_rewritten_is_only_what_must_be() -> None:
    """Language, colours, head and header change; the rest of the page stays."""
    page = (
        '<html lang="en"><head><meta charset="utf-8" /><meta property="og:url" content="https://gradio.app/" />'
        '<link rel="manifest" href="/manifest.json" /></head><body><gradio-app eager="true"></gradio-app></body></html>'
    )

    assert rewrite(page, head="<!--head-->", top="<!--top-->") == (
        '<html lang="da"><head><meta charset="utf-8" /><!--head--></head>'
        '<body><!--top--><gradio-app theme_mode="light" eager="true"></gradio-app></body></html>'
    )


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("POST", "/gradio_api/upload"),
        ("POST", "/gradio_api/run/ask"),
        ("POST", "/gradio_api/call/ask"),
        ("POST", "/gradio_api/process_recording"),
        ("POST", "/gradio_api/vibe-edit"),
        ("GET", "/gradio_api/file=/etc/passwd"),
        ("GET", "/gradio_api/proxy=https://example.com"),
        ("GET", "/gradio_api/openapi.json"),
        ("GET", "/gradio_api/runs"),
        ("GET", "/monitoring"),
        ("GET", "/manifest.json"),
        ("POST", "/login"),
        ("DELETE", "/"),
        ("PUT", "/config"),
    ],
)
def test_gradio_offers_nothing_but_the_page(site: TestClient, method: str, path: str) -> None:
    """Uploads, files, a proxy and whatever else Gradio can do are not there."""
    reply = site.request(method, path)

    assert reply.status_code == 404
    assert reply.headers["content-type"] == "application/problem+json"


def test_the_interface_keeps_its_errors_beside_the_page(site: TestClient) -> None:
    """The page at the root does not take over addresses and methods of the interface."""
    assert site.delete("/api/ask").status_code == 405
    assert site.get("/api/ukendt").json()["detail"] == "Adressen findes ikke."
    assert site.get("/ukendt").headers["content-type"] == "application/problem+json"


def test_the_page_s_settings_keep_visitors_to_themselves(site: TestClient) -> None:
    """Analytics, run history and links to Gradio's own pages are off."""
    config = site.get("/config").json()

    assert config["analytics_enabled"] is False
    assert not config.get("run_history")
    assert config["footer_links"] == []


def test_files_that_never_change_may_be_kept_and_pages_may_not(site: TestClient) -> None:
    """Gradio's scripts are cached by their names, pages with words of the minutes not at all."""
    script = re.search(r'src="\./(assets/[^"]+\.js)"', site.get("/").text)
    assert script is not None

    assert "immutable" in site.get(f"/{script[1]}").headers["cache-control"]
    assert site.get("/").headers["cache-control"] == "no-store"
    assert site.get("/items/punkt-2").headers["cache-control"] == "no-store"
    assert site.get("/assets/nothing.js").headers["cache-control"] == "no-store"
