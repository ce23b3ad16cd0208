from __future__ import annotations

import re
from dataclasses import replace
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Visit
from tests.minutes import ANSWERS, DECIDED, HOSTILE_QUESTION, QUESTION, QUOTE, SCRIPT
from ui import text

pytestmark = pytest.mark.browser
PATIENCE = 20_000
"""Milliseconds for the page to load its scripts, or for an answer, on a busy machine."""


def open_page(visit: Visit, address: str) -> Page:
    """Open the chat page and wait until it can be used."""
    visit.page.goto(address)
    expect(visit.page.get_by_label(text.QUESTION_LABEL)).to_be_visible(timeout=PATIENCE)
    return visit.page


def ask(page: Page, question: str) -> None:
    """Type a question, press Enter and wait for what comes of it."""
    field = page.get_by_label(text.QUESTION_LABEL)
    field.fill(question)
    field.press("Enter")
    expect(page.locator(".latest .question")).to_contain_text(question, timeout=PATIENCE)
    expect(page.locator(".latest .answer.pending")).to_have_count(0, timeout=PATIENCE)


def words(page: Page, selector: str) -> str:
    """Return the text of all elements found, with single spaces."""
    return " ".join(" ".join(page.locator(selector).all_inner_texts()).split())


def test_a_question_is_answered_and_its_source_is_one_click_away(visit: Visit, served: str) -> None:
    """On the sample minutes: the decision is quoted, the passage stands beside it, and the item opens at it."""
    page = open_page(visit, served)
    ask(page, QUESTION)

    quoted = words(page, "#kilde-1 mark")
    assert "besluttede" in quoted
    assert quoted in words(page, ".latest .answer")
    expect(page.locator(".latest .marker").first).to_have_text("[1]")
    expect(page.locator("#kilde-1 .kind")).to_have_text(text.KINDS["beslutning"])
    assert page.locator(".hits li").count() == 10

    with visit.context.expect_page() as opened:
        page.locator("#kilde-1").get_by_role("link", name=text.OPEN_ITEM).click()
    item = opened.value
    expect(item.locator("h1")).to_contain_text("KOL-rehabilitering")
    expect(item.locator("mark").first).to_be_in_viewport()
    assert words(item, "mark") == quoted
    expect(item.locator("section.cited h2")).to_have_text(text.KINDS["beslutning"])

    item.get_by_role("link", name=text.MEETING_PAGE).click()
    expect(item.get_by_role("heading", name=text.ITEMS)).to_be_visible()
    assert visit.hosts == {urlsplit(served).netloc}
    assert visit.complaints == []


def test_what_the_minutes_do_not_say_is_not_answered(visit: Visit, served: str) -> None:
    """A question beyond the sample minutes gets no citation, and the nearest items to look at instead."""
    page = open_page(visit, served)
    ask(page, "Hvad kostede kantinens nye kaffemaskine?")

    expect(page.locator(".latest .marker")).to_have_count(0)
    expect(page.locator(".source")).to_have_count(0)
    expect(page.locator(".hits li").first).to_be_visible()


def test_the_conversation_goes_on_and_can_be_begun_anew(visit: Visit, made_up: str) -> None:
    """Examples are offered until something is asked; a follow-up stands below; a new conversation is empty."""
    page = open_page(visit, made_up)
    page.get_by_role("button", name=text.EXAMPLES[0]).click()
    expect(page.locator(".exchange")).to_have_count(1, timeout=PATIENCE)
    expect(page.get_by_role("button", name=text.EXAMPLES[0])).to_be_hidden()
    expect(page.locator("#kilde-1 mark")).to_have_text(QUOTE, timeout=PATIENCE)

    ask(page, "Og hvem har ansvaret for det?")
    expect(page.locator(".exchange")).to_have_count(2)
    expect(page.locator(".source")).to_have_count(0)
    assert re.match(r".*/items/punkt-2\?citat=", str(page.locator(".marker").first.get_attribute("href")))

    page.get_by_role("button", name=text.RESTART).click()
    expect(page.locator(".exchange")).to_have_count(0)
    expect(page.get_by_role("button", name=text.EXAMPLES[0])).to_be_visible()


def test_the_search_can_be_limited(visit: Visit, made_up: str) -> None:
    """Forums are offered by name, and a date that cannot be read is explained without losing the question."""
    page = open_page(visit, made_up)
    page.get_by_role("button", name=text.FILTERS).click()
    page.get_by_label(text.FORUM).click()
    page.get_by_role("option", name="Styregruppen, Fjordklyngen").click()
    page.get_by_label(text.DATE_FROM).fill("i går")
    ask(page, QUESTION)

    expect(page.locator(".latest .answer")).to_contain_text("»i går« kan ikke læses som en dato")
    expect(page.get_by_label(text.QUESTION_LABEL)).to_have_value(QUESTION)

    page.get_by_label(text.DATE_FROM).fill("8.6.2021")
    ask(page, QUESTION)
    expect(page.locator("#kilde-1 mark")).to_have_text(QUOTE)


def test_hostile_minutes_do_nothing(visit: Visit, made_up: str) -> None:
    """A script in the minutes is shown as words on every page, and never runs."""
    page = open_page(visit, made_up)
    ask(page, HOSTILE_QUESTION)

    expect(page.locator(".latest .answer")).to_contain_text(SCRIPT)
    expect(page.locator("#kilde-1 mark")).to_have_text(SCRIPT)
    expect(page.locator("#kilde-1 h3")).to_contain_text(SCRIPT)
    assert page.evaluate("window.hacked") is None
    ask(page, SCRIPT)
    assert page.evaluate("window.hacked") is None

    page.goto(f"{made_up}/items/punkt-3")
    expect(page.locator("h1")).to_contain_text(SCRIPT)
    assert page.evaluate("window.hacked") is None
    assert visit.hosts == {urlsplit(made_up).netloc}


def test_the_page_works_from_the_keyboard_and_is_read_aloud(visit: Visit, made_up: str) -> None:
    """The skip link leads to the question; the answer is put where it is read out; its marker leads to the source."""
    page = open_page(visit, made_up)
    page.locator(".skip").focus()
    expect(page.locator(".skip")).to_be_in_viewport()
    page.keyboard.press("Enter")
    expect(page.get_by_label(text.QUESTION_LABEL)).to_be_focused()

    page.keyboard.type(QUESTION)
    page.keyboard.press("Enter")
    expect(page.get_by_role("status").filter(has_text=QUOTE)).to_have_count(1, timeout=PATIENCE)
    assert page.evaluate("document.documentElement.lang") == "da"

    page.locator(".marker").focus()
    page.keyboard.press("Enter")
    expect(page.locator("#kilde-1")).to_be_in_viewport()


@pytest.mark.parametrize("path", ["/", "/items/punkt-2", "/meetings/moede-gruppe"])
def test_no_page_is_wider_than_a_telephone(visit: Visit, made_up: str, path: str) -> None:
    """On a narrow screen one scrolls down only."""
    visit.page.set_viewport_size({"width": 360, "height": 740})
    if path == "/":
        ask(open_page(visit, made_up), HOSTILE_QUESTION)
    else:
        visit.page.goto(made_up + path)

    assert visit.page.evaluate("document.documentElement.scrollWidth") <= 360


@pytest.mark.parametrize("by_keyboard", [False, True])
def test_a_limit_that_was_understood_can_be_taken_away(visit: Visit, served: str, *, by_keyboard: bool) -> None:
    """A year in the question is shown as a limit; taking it away, with mouse or keys, asks again without."""
    page = open_page(visit, served)
    ask(page, "Hvad blev besluttet om KOL-rehabilitering i 2021?")
    limit = page.get_by_role("button", name="2021 ✕")
    expect(limit).to_be_visible(timeout=PATIENCE)

    if by_keyboard:
        limit.focus()
        page.keyboard.press("Enter")
    else:
        limit.click()

    expect(limit).to_be_hidden(timeout=PATIENCE)
    expect(page.locator(".latest .answer.pending")).to_have_count(0, timeout=PATIENCE)
    expect(page.locator(".exchange")).to_have_count(1)
    expect(page.locator(".latest .question")).to_contain_text("i 2021?")


def test_the_core_is_bold_and_the_quotations_are_counted(
    visit: Visit, made_up: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The heart of the quotation stands out in the answer and its source, above the line that says it was checked."""
    question, core = "Hvem udarbejder forslaget?", QUOTE.split()[0]
    citation = replace(DECIDED.citations[0], core=(0, len(core)))
    monkeypatch.setitem(ANSWERS, question, replace(DECIDED, citations=(citation,)))
    page = open_page(visit, made_up)
    ask(page, question)

    expect(page.locator(".latest .answer strong")).to_have_text(core)
    expect(page.locator("#kilde-1 mark strong")).to_have_text(core)
    expect(page.locator(".latest .checked")).to_have_text("1 af 1 citat kontrolleret")
    expect(page.locator(".latest .checked")).to_have_attribute("title", text.CHECKED_HOW)
