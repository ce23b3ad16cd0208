"""A real browser, and pages whose every request is remembered."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from queue import SimpleQueue
from urllib.parse import urlsplit

import pytest
import uvicorn
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from api.app import create_app
from api.commands import listen
from tests.minutes import open_fake, settings_in

FLAGS = [
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-gpu",
    "--disable-sync",
    "--no-first-run",
    "--no-sandbox",  # the tests run as root in CI
]


@dataclass(frozen=True, kw_only=True)
class Visit:
    """A visitor's browser window, and what it asked for and complained about."""

    context: BrowserContext
    page: Page
    hosts: set[str] = field(default_factory=set)
    complaints: list[str] = field(default_factory=list)

    def watch(self, page: Page) -> None:
        """Remember what a page requests and reports."""
        page.on("request", lambda request: self.hosts.add(urlsplit(request.url).netloc))
        page.on("pageerror", lambda error: self.complaints.append(str(error)))
        page.on(
            "console",
            lambda message: self.complaints.append(message.text) if message.type in ("error", "warning") else None,
        )


@pytest.fixture(scope="module")
def browser(chromium: str) -> Iterator[Browser]:
    """Start the installed Chromium without a window."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture
def visit(browser: Browser) -> Iterator[Visit]:
    """Open a fresh window, of a visitor who reads Danish."""
    context = browser.new_context(locale="da-DK", viewport={"width": 1280, "height": 900})
    visit = Visit(context=context, page=context.new_page())
    context.on("page", lambda page: visit.watch(page))  # noqa: PLW0108  (Playwright writes on what it is given)
    visit.watch(visit.page)
    yield visit
    context.close()


@pytest.fixture(scope="module")
def made_up(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Serve the made-up minutes from a thread of this process, and give the address."""
    listener = listen("127.0.0.1", 0)
    settings = settings_in(tmp_path_factory.mktemp("made-up"))
    built: SimpleQueue[uvicorn.Server] = SimpleQueue()

    def run() -> None:
        # Built here: the browser's event loop runs in the test's own thread.
        server = uvicorn.Server(uvicorn.Config(create_app(settings, open_fake), log_level="warning"))
        built.put(server)
        server.run(sockets=[listener])

    thread = threading.Thread(target=run)
    thread.start()
    server = built.get(timeout=60)
    yield f"http://127.0.0.1:{listener.getsockname()[1]}"
    server.should_exit = True
    thread.join(timeout=30)
    listener.close()
